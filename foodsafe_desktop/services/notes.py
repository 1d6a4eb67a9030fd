"""备注 on the numbered lines of the catalogue: what the archivist wants to remember of a sub-item. Never printed."""

import json
from collections.abc import Mapping

from foodsafe_desktop.domain.errors import NumberUnknown
from foodsafe_desktop.domain.wording import sub_item_mark
from foodsafe_desktop.services.deciding import Decision
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.ports.store import UnitOfWork

NOTES = "notes"
"""The name under which the store keeps them."""


def notes_of(unit: UnitOfWork) -> Mapping[int, str]:
    """The notes by number, inside a transaction that is open already."""
    return {int(number): text for number, text in json.loads(unit.setting(NOTES) or "{}").items()}


def save_note(archive: Archive, number: int, text: str) -> Decision:
    """Keep a note on a sub-item, a veto or a reserved number; empty: none any more. Raises NumberUnknown."""
    catalogue = archive.catalogue
    reserved = {one.number for one in catalogue.reserved}
    if not (catalogue.sub_item(number) or catalogue.veto(number) or number in reserved):
        raise NumberUnknown(number)
    with archive.store.begin() as unit:
        before = notes_of(unit).get(number, "")
    now = text.strip()
    _save(archive, number, now)
    return Decision(
        f"已{'保存' if now else '删去'}{sub_item_mark(number)}的备注。",
        lambda: _save(archive, number, before),
        lambda: _save(archive, number, now),
    )


def _save(archive: Archive, number: int, text: str) -> None:
    with archive.store.begin() as unit:
        kept = {**notes_of(unit), number: text}
        unit.set_setting(NOTES, json.dumps({key: said for key, said in kept.items() if said}, ensure_ascii=False))
        unit.record(archive.clock(), archive.who, "note_saved", f"number {number}", {"note": text})
