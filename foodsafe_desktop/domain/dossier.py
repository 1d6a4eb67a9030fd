"""The dossier: everything an archive holds and has decided, as one immutable snapshot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from foodsafe_desktop.domain.corrections import Correction
from foodsafe_desktop.domain.evidence import Assignment, Evidence, EvidenceFile, Omission
from foodsafe_desktop.domain.placing import bears_secrecy_mark
from foodsafe_desktop.domain.questions import Question
from foodsafe_desktop.domain.requirements import IndicatorValue, RequirementEdit
from foodsafe_desktop.domain.texts import content_key


@dataclass(frozen=True, slots=True)
class Election:
    """自选项 chosen by the archive: numbers of 大项, and of 小项 inside items of which only some count."""

    items: frozenset[int] = frozenset()
    sub_items: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Dossier:
    """One moment's holdings. Recycled evidence is in `evidence` too, marked as such; rules leave it out."""

    evidence: Mapping[int, Evidence] = field(default_factory=lambda: MappingProxyType({}))
    files: Sequence[EvidenceFile] = ()
    assignments: Sequence[Assignment] = ()
    omissions: Mapping[int, Omission] = field(default_factory=lambda: MappingProxyType({}))
    election: Election = Election()
    requirement_edits: Sequence[RequirementEdit] = ()
    indicator_values: Sequence[IndicatorValue] = ()
    corrections: Sequence[Correction] = ()
    questions: Sequence[Question] = ()

    @cached_property
    def files_of(self) -> Mapping[int, tuple[EvidenceFile, ...]]:
        """Files by evidence id, in path order."""
        grouped: dict[int, list[EvidenceFile]] = {}
        for file in self.files:
            grouped.setdefault(file.evidence_id, []).append(file)
        return {key: tuple(sorted(group, key=lambda f: f.path)) for key, group in grouped.items()}

    @cached_property
    def assigned_to(self) -> Mapping[int, tuple[Evidence, ...]]:
        """Live evidence by sub-item or veto number, in id order."""
        grouped: dict[int, dict[int, Evidence]] = {}
        for one in self.assignments:
            held = self.evidence.get(one.evidence_id)
            if held is not None and not held.recycled:
                grouped.setdefault(one.number, {})[held.id] = held
        return {number: tuple(group[key] for key in sorted(group)) for number, group in grouped.items()}

    @cached_property
    def named_requirements(self) -> Mapping[tuple[int, int], tuple[str, ...]]:
        """The requirement ids that a person gave to an assignment, by (evidence id, number); only where some are."""
        return {(one.evidence_id, one.number): one.requirements for one in self.assignments if one.requirements}

    @cached_property
    def numbers_of(self) -> Mapping[int, tuple[int, ...]]:
        """The numbers that a piece of evidence is assigned to, by its id, in order."""
        grouped: dict[int, set[int]] = {}
        for one in self.assignments:
            grouped.setdefault(one.evidence_id, set()).add(one.number)
        return {key: tuple(sorted(numbers)) for key, numbers in grouped.items()}

    @cached_property
    def file_by_id(self) -> Mapping[int, EvidenceFile]:
        """Files by their ids."""
        return {file.id: file for file in self.files}

    @cached_property
    def contents(self) -> Mapping[str, EvidenceFile]:
        """Every content whose words are wanted, with the first file that holds it. None that bears a secrecy mark.

        Where the same bytes lie under a marked name as well, they are left closed under every name.
        """
        found: dict[str, EvidenceFile] = {}
        marked: list[str] = []
        for file in self.files:
            held = self.evidence.get(file.evidence_id)
            if held is not None and not held.recycled and (key := content_key(file)) is not None:
                found.setdefault(key, file)
                if bears_secrecy_mark(file.path):
                    marked.append(key)
        for key in marked:
            found.pop(key, None)
        return found

    @cached_property
    def inbox(self) -> tuple[Evidence, ...]:
        """Live evidence that is assigned nowhere, in id order."""
        placed = {one.evidence_id for one in self.assignments}
        return tuple(e for key, e in sorted(self.evidence.items()) if key not in placed and not e.recycled)
