"""Puts in place what goes with a set of volumes, all of it or nothing, with a manifest of its own."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from foodsafe_desktop.output.contents_workbook import contents_xlsx
from foodsafe_desktop.output.docx.of_set import set_docx
from foodsafe_desktop.output.edited import spare_edited
from foodsafe_desktop.output.manifest import SUFFIX, printout, written
from foodsafe_desktop.output.naming import name_for
from foodsafe_desktop.output.pdfa import archivable
from foodsafe_desktop.output.set_sheets import COVER, FRONTS, INDEX, JOB, SPINES, TRIAL, set_sheets
from foodsafe_desktop.output.staging import staging
from foodsafe_desktop.services.ports import BinderFacts, BoundVolume, SetFiles

_BESIDE = (COVER, SPINES, FRONTS, JOB, TRIAL)


def write_set(
    volumes: Sequence[BoundVolume], not_bound: Mapping[str, str], facts: BinderFacts, out: Path, of: str
) -> SetFiles:
    """Draw and put in place; see `ports.BinderPress.index`. Raises CannotWrite."""
    key, name = (f"index-{of}", f"{INDEX}（{of}）") if of else ("index", INDEX)
    stem = name_for(out, key, name, _names)
    drawn = {_file(stem, called): sheet for called, sheet in set_sheets(volumes, not_bound, facts, of).items()}
    sheets = {name: archivable(sheet, name.removesuffix(".pdf")) for name, sheet in drawn.items()}
    editable = {
        f"{stem}.docx": set_docx(volumes, not_bound, facts, of),
        f"{stem}.xlsx": contents_xlsx(volumes, facts, of),
    }
    with staging(out) as stage:
        for name, content in (*sheets.items(), *editable.items()):
            stage.write(name, content)
        made = [printout(stage.path(name), name) for name in editable]
        notes = [spare_edited(stage, out / (stem + SUFFIX), one, facts) for one in made]
        keys = [volume.plan.key for volume in volumes]
        listed = [printout(stage.path(name), name) for name in sheets]
        stage.write(stem + SUFFIX, written({"kind": "index", "key": key, "volumes": keys}, listed, made))
        stage.commit()
    return SetFiles(
        out / _file(stem, INDEX),
        out / _file(stem, SPINES),
        tuple(out / name for name in (*(_file(stem, called) for called in (COVER, FRONTS, JOB, TRIAL)), *editable)),
        tuple(filter(None, notes)),
    )


def _file(stem: str, called: str) -> str:
    """What a sheet's file is called where the index is called `stem`."""
    return f"{stem.replace(INDEX, called, 1)}.pdf"


def _names(stem: str) -> Iterable[str]:
    """All files that go with an index of this stem."""
    return [*(_file(stem, called) for called in _BESIDE), f"{stem}.xlsx"]
