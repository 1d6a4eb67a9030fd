"""The part of a unit of work that keeps issued volumes: what was handed out on paper, sheet by sheet."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import insert, select

from foodsafe_desktop.domain.issuing import (
    Block,
    FrozenVolume,
)
from foodsafe_desktop.domain.recipe import Coded, Grouping, Numbering, Oversize, Position, Recipe, Standard
from foodsafe_desktop.domain.sheets import SheetKind
from foodsafe_desktop.store import tables
from foodsafe_desktop.store.faults import legible
from foodsafe_desktop.store.statements import Statements

_CHOICES = {
    "grouping": Grouping,
    "standard": Standard,
    "numbering": Numbering,
    "position": Position,
    "oversize": Oversize,
    "coded": Coded,
}


class Issued(Statements):
    """Volumes as they were issued. None is ever changed or taken away."""

    def add_issued(self, volume: FrozenVolume) -> FrozenVolume:
        """Keep an issue; returned with its id. Raises ValueError where that volume has an issue of that number."""
        row = {name: getattr(volume, name) for name in _PLAIN}
        sheets = {
            "recipe": asdict(volume.recipe),
            "blocks": [_block_values(block) for block in volume.blocks],
            "taken": sorted(volume.taken),
        }
        row["sheets"] = json.dumps(sheets, ensure_ascii=False, separators=(",", ":"))
        kept = tables.issued_volume.c
        same = (kept.key == volume.key) & (kept.issue == volume.issue)
        if self._connection.execute(select(kept.id).where(same)).first() is not None:
            raise ValueError(f"issue {volume.issue} of {volume.key} is kept already")
        done = self._connection.execute(insert(tables.issued_volume), row)
        return replace(volume, id=int(done.inserted_primary_key[0]))  # type: ignore[index]

    def issued(self) -> list[FrozenVolume]:
        """All issues of all volumes, oldest first."""
        kept = tables.issued_volume
        with legible(self._database):
            return [_volume(row) for row in self._ask(select(kept).order_by(kept.c.id))]


_PLAIN = ("key", "issue", "name", "at", "who", "path", "sha256", "word")


def _volume(row: Sequence[Any]) -> FrozenVolume:
    id_, *plain, sheets = row
    content = json.loads(sheets)
    blocks = tuple(_block(one) for one in content["blocks"])
    columns: dict[str, Any] = dict(zip(_PLAIN, plain, strict=True))
    return FrozenVolume(
        id=id_, **columns, recipe=_recipe(content["recipe"]), blocks=blocks, taken=frozenset(content["taken"])
    )


def _block_values(block: Block) -> dict[str, object]:
    return asdict(block)


def _block(values: Mapping[str, Any]) -> Block:
    files = tuple((int(file), str(mark)) for file, mark in values["files"])
    lists = {"kind": SheetKind(values["kind"]), "labels": tuple(values["labels"]), "files": files}
    return Block(**{**values, **lists})


def _recipe(values: Mapping[str, Any]) -> Recipe:
    """A recipe as it was then; a choice that this version does not know any more is left at its default."""
    known = {name: value for name, value in values.items() if name in Recipe.__dataclass_fields__}
    chosen = {name: kind(known[name]) for name, kind in _CHOICES.items() if name in known}
    return Recipe(**{**known, **chosen, "spines": tuple(known["spines"])})
