"""What a check is given, and what it says."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.evidence import WITHHELD, Evidence, EvidenceFile, Presence, is_withheld
from foodsafe_desktop.domain.gaps import Coverage
from foodsafe_desktop.domain.personal_data import PersonalData
from foodsafe_desktop.domain.reference_codes import Coding


class Property(StrEnum):
    """The four properties, by their names in the standard."""

    AUTHENTIC = "真实性"
    COMPLETE = "完整性"
    USABLE = "可用性"
    SAFE = "安全性"


class State(StrEnum):
    """How a check ended. The words are the standard's."""

    PASSED = "通过"
    FAILED = "不通过"
    NOT_APPLICABLE = "不适用"
    BY_HAND = "人工确认"


@dataclass(frozen=True, slots=True)
class Result:
    """One check: `id` by the standard (GD-1-1), its name, its state, and sentences that say why.

    `looked_at` counts what was checked, `faulty` what of it did not pass.
    """

    id: str
    name: str
    property: Property
    state: State
    details: tuple[str, ...]
    looked_at: int = 0
    faulty: int = 0


@dataclass(frozen=True)
class Holdings:
    """What is checked: the archive as recorded, and as it was read just now.

    `sizes`: bytes of every file in the folder, by relative path. `mismatched`, `missing` and `unexpected` paths, and
    the sentences `faults` on history and tables, are those of a verification made for this check; `sound`: the database
    passed its own check. `personal`: what the texts that were read show, by content key; `read`: the keys whose words
    were read; `internal`: what first pages are marked with that are not for everybody, by content key.
    """

    catalogue: Catalogue
    dossier: Dossier
    coverage: Coverage
    coding: Coding
    today: dt.date
    sizes: Mapping[str, int] = field(default_factory=dict)
    mismatched: Sequence[str] = ()
    missing: Sequence[str] = ()
    unexpected: Sequence[str] = ()
    faults: Sequence[str] = ()
    sound: bool = True
    personal: Mapping[str, Mapping[PersonalData, int]] = field(default_factory=dict)
    read: frozenset[str] = frozenset()
    internal: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def pieces(self) -> tuple[Evidence, ...]:
        """Live evidence, in id order."""
        return tuple(one for _key, one in sorted(self.dossier.evidence.items()) if not one.recycled)

    @cached_property
    def files(self) -> tuple[EvidenceFile, ...]:
        """The files of live evidence, in path order."""
        held = {one.id for one in self.pieces}
        return tuple(sorted((f for f in self.dossier.files if f.evidence_id in held), key=lambda one: one.path))

    @cached_property
    def present(self) -> tuple[EvidenceFile, ...]:
        """Those of the files that lay in their places when the folder was last scanned."""
        return tuple(file for file in self.files if file.presence is Presence.PRESENT)

    def name(self, piece: Evidence) -> str:
        """What a report calls a piece: nothing of one that bears a secrecy mark."""
        return WITHHELD if is_withheld(self.dossier.files_of.get(piece.id, ())) else f"《{piece.title}》"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: how many it looked at, a sentence for each fault, and `remarks` that are no fault.

    `state` where the check itself knows it: by hand, or not applicable for a reason of its own.
    """

    looked_at: int
    faults: Sequence[str] = ()
    remarks: Sequence[str] = ()
    state: State | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A check: its number (GD: 归档环节) and name in the standard, and what it finds."""

    id: str
    name: str
    property: Property
    look: Callable[[Holdings], Finding]

    def result(self, holdings: Holdings) -> Result:
        """How it ends. Faults always fail; nothing to look at never passes."""
        found = self.look(holdings)
        if found.faults:
            state = State.FAILED
        elif found.state is not None:
            state = found.state
        else:
            state = State.PASSED if found.looked_at else State.NOT_APPLICABLE
        details = (*found.faults, *found.remarks)
        if not details:
            details = (f"共检测{found.looked_at}处，未发现问题。" if found.looked_at else "没有可检测的对象。",)
        return Result(self.id, self.name, self.property, state, details, found.looked_at, len(found.faults))


def not_applicable(why: str) -> Callable[[Holdings], Finding]:
    """A check that has no object here."""
    return lambda _holdings: Finding(0, remarks=(why,), state=State.NOT_APPLICABLE)


def by_hand(what: str) -> Callable[[Holdings], Finding]:
    """A check that only a person can make and sign."""
    return lambda _holdings: Finding(0, remarks=(what,), state=State.BY_HAND)


NO_PACKAGE = not_applicable("检测的是档案目录。信息包生成之后，用“校验信息包”逐个文件核对。")
NO_METADATA = not_applicable("检测的是档案目录。信息包中的元数据由数据库写出，接收方读入时检测。")
"""Of what a package only has once it is whole; the report is one of its files."""
