"""Lays the sample evidence out in a folder, and says which electives and paper records go with it."""

import datetime as dt
import os
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from foodsafe_desktop.demo.contents import INDICATOR_VALUES, PAPER_RECORDS, PLACES, TEMPORARY, PaperRecord, Place
from foodsafe_desktop.demo.letters import letter
from foodsafe_desktop.demo.office import letter_docx
from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.dossier import Election
from foodsafe_desktop.domain.requirements import RequirementList

_WRITTEN = int(dt.datetime(2024, 7, 1, 9, tzinfo=dt.timezone(dt.timedelta(hours=8))).timestamp())
_EDITED_LATER = "4、食安委组成单位调整/2022年/示食安办〔2022〕3号 调整通知.docx"
_LOST_LATER = "035志愿服务/2023/志愿服务活动.jpg"


def places(catalogue: Catalogue) -> tuple[Place, ...]:
    """The sample files with their final paths; those whose number the catalogue does not have are left out."""
    return tuple(
        Place(one.number, one.year, one.path.format(skeleton=_skeleton(catalogue, one.number)), one.make)
        for one in PLACES
        if one.number is None or catalogue.takes_evidence(one.number)
    )


def lay_evidence(folder: Path, catalogue: Catalogue) -> None:
    """Write the sample evidence into `folder`, which must be empty; the same bytes and times on every call.

    Raises OSError when the disk refuses.
    """
    for place in places(catalogue):
        _write(folder / place.path, place.make())
    for path in TEMPORARY:
        _write(folder / path, b"\x00" * 162)


def disturb(folder: Path, catalogue: Catalogue) -> None:
    """What happens in any such folder after a scan: one file is edited and one vanishes. Call between two scans."""
    if catalogue.takes_evidence(4):
        _write(folder / _EDITED_LATER, letter_docx(letter("committee", 2022, (2, 28), 4)))
    (folder / _LOST_LATER).unlink(missing_ok=True)


def election(catalogue: Catalogue) -> Election:
    """The electives the sample archive has chosen: the first that the rules allow, without reasonable omissions."""
    rules = [dimension.elective for dimension in catalogue.dimensions if dimension.elective]
    items = frozenset(number for rule in rules for number in rule.items[: rule.choose])
    chosen: set[int] = set()
    for item in catalogue.items:
        if item.choose and item.number in items:
            able = sorted(item.sub_items, key=lambda sub: sub.reasonable_omission)
            chosen.update(sub.number for sub in able[: item.choose])
    return Election(items, frozenset(chosen))


def paper_records(catalogue: Catalogue) -> Sequence[PaperRecord]:
    """The sample records that exist on paper only."""
    return tuple(record for record in PAPER_RECORDS if catalogue.takes_evidence(record.number))


def indicator_values(requirements: RequirementList) -> Sequence[tuple[str, int | None, Decimal]]:
    """The sample values of those indicators that the list has."""
    known = {one.id for one in requirements.indicators}
    return tuple(value for value in INDICATOR_VALUES if value[0] in known)


def _skeleton(catalogue: Catalogue, number: int | None) -> str:
    """The folder of a sub-item as the program lays it out: ``01 基础工作/01 党政同责/(001) …``."""
    sub = catalogue.sub_item(number) if number is not None else None
    item, dimension = (catalogue.item_of(sub.number), catalogue.dimension_of(sub.number)) if sub else (None, None)
    if sub is None or item is None or dimension is None:
        return ""
    return f"{dimension.number:02d} {dimension.title}/{item.number:02d} {item.title}/({sub.number:03d}) {sub.text[:12]}"


def _write(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    os.utime(target, (_WRITTEN, _WRITTEN))
