"""The part of a unit of work that keeps issued volumes: what was handed out on paper, sheet by sheet."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import insert, select

from foodsafe_desktop.domain.binder import Elsewhere
from foodsafe_desktop.domain.blocks import Block
from foodsafe_desktop.domain.imprint import Imprint, PrintedRun
from foodsafe_desktop.domain.issuing import FrozenVolume
from foodsafe_desktop.domain.recipe import CHOICES, Recipe
from foodsafe_desktop.domain.sheets import SheetKind
from foodsafe_desktop.store import tables
from foodsafe_desktop.store.faults import legible
from foodsafe_desktop.store.statements import Statements


class Issued(Statements):
    """Volumes as they were issued. None is ever changed or taken away."""

    def add_issued(self, volume: FrozenVolume) -> FrozenVolume:
        """Keep an issue; returned with its id. Raises ValueError where that volume has an issue of that number."""
        row = {name: getattr(volume, name) for name in _PLAIN}
        sheets = {
            "recipe": asdict(volume.recipe),
            "blocks": [_block_values(block) for block in volume.blocks],
            "taken": sorted(volume.taken),
            "imprint": _imprint_values(volume.imprint),
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
        id=id_,
        **columns,
        recipe=_recipe(content["recipe"]),
        blocks=blocks,
        taken=frozenset(content["taken"]),
        imprint=_imprint(content.get("imprint")),
    )


def _block_values(block: Block) -> dict[str, object]:
    """Without what is as it mostly is: a set has thousands of blocks."""
    values = {name: value for name, value in asdict(block).items() if value or name in _ALWAYS}
    if block.runs:
        values["runs"] = [_run_values(run) for run in block.runs]
    return values


_ALWAYS = ("kind", "number", "evidence", "title", "code", "labels", "fingerprint")


def _run_values(run: PrintedRun) -> dict[str, object]:
    """Pages of one size are kept as that size and their number."""
    alike = len(set(run.sizes)) == 1
    sizes = [run.sizes[0], len(run.sizes)] if alike else [[*run.sizes], 0]
    values: dict[str, object] = {"sizes": sizes, "files": run.files, "slip": run.slip, "colour": run.colour}
    return {**values, "unprinted": run.unprinted} if run.unprinted else values


def _run(values: Mapping[str, Any]) -> PrintedRun:
    sizes, alike = values["sizes"]
    pages = ((sizes[0], sizes[1]),) * alike if alike else tuple((width, height) for width, height in sizes)
    colour = tuple(values["colour"]) if values["colour"] is not None else None
    return PrintedRun(pages, tuple(values["files"]), values["slip"], colour, tuple(values.get("unprinted", ())))


def _block(values: Mapping[str, Any]) -> Block:
    files = tuple((int(file), str(mark)) for file, mark in values.get("files", ()))
    elsewhere = values.get("printed_at")
    made = {
        "kind": SheetKind(values["kind"]),
        "labels": tuple(values["labels"]),
        "files": files,
        "runs": tuple(map(_run, values.get("runs", ()))),
        "printed_at": Elsewhere(**elsewhere) if elsewhere else None,
    }
    return Block(**{**values, **made})


def _imprint_values(imprint: Imprint | None) -> dict[str, object] | None:
    return {**asdict(imprint), "on": imprint.on.isoformat()} if imprint is not None else None


def _imprint(values: Mapping[str, Any] | None) -> Imprint | None:
    if values is None:
        return None
    signed = tuple((name, marks, count) for name, marks, count in values["signed"])
    made = {"on": dt.date.fromisoformat(values["on"]), "signed": signed, "supplements": tuple(values["supplements"])}
    return Imprint(**{**values, **made})


def _recipe(values: Mapping[str, Any]) -> Recipe:
    """A recipe as it was then; a choice that this version does not know any more is left at its default."""
    known = {name: value for name, value in values.items() if name in Recipe.__dataclass_fields__}
    chosen = {name: kind(known[name]) for name, kind in CHOICES.items() if name in known}
    return Recipe(**{**known, **chosen, "spines": tuple(known["spines"])})
