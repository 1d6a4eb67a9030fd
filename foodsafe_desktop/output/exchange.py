"""What is printed of a supplement: the list of sheets to exchange, then those sheets and no others."""

import io
from typing import BinaryIO

import pikepdf

from foodsafe_desktop.domain.sheets import A4, SheetKind
from foodsafe_desktop.domain.supplements import (
    Step,
    Supplement,
    pages_text,
)
from foodsafe_desktop.output.forms.change_list import ChangedSheets, change_list
from foodsafe_desktop.output.pdfa import archivable
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import BinderFacts, BoundVolume

_MM = 72 / 25.4


def write_exchange(bound: BoundVolume, found: Supplement, facts: BinderFacts, target: BinaryIO, job: Job) -> None:
    """Write the list and the sheets. Where both sides are printed every block begins on a leaf of its own.

    Where no page of evidence is among them they are PDF/A-2b: evidence is as others made it.
    """
    plan = bound.laid
    evidence = any(run.ref.kind is SheetKind.PART and run.ref in found.reprinted for run in plan.runs)
    rows = changed_sheets(found)
    with pikepdf.open(io.BytesIO(change_list(plan.volume, rows, facts))) as pdf, pikepdf.open(bound.pdf) as volume:
        for run in plan.runs:
            if run.ref not in found.reprinted:
                continue
            job.check()
            if plan.recipe.duplex and len(pdf.pages) % 2 and run.ref.part == 0:
                pdf.add_blank_page(page_size=(A4[0] * _MM, A4[1] * _MM))
            for page in volume.pages[run.start : run.start + run.pages]:
                pdf.pages.append(page)
                if pikepdf.Name.Annots in pdf.pages[-1].obj:
                    del pdf.pages[-1].obj.Annots  # they lead to pages that are not here
        drawn = io.BytesIO()
        generate = pikepdf.ObjectStreamMode.generate
        pdf.save(target if evidence else drawn, deterministic_id=True, object_stream_mode=generate)
    if not evidence:
        target.write(archivable(drawn.getvalue(), f"{plan.volume.name}（换页）"))


def changed_sheets(found: Supplement) -> list[ChangedSheets]:
    """The lines of the list."""
    return [_row(step) for step in found.steps]


def _row(step: Step) -> ChangedSheets:
    behind = f"，插在{step.where}" if step.where else ""
    surplus = f"；原第{pages_text(step.given_up)}页抽出，页号不再使用" if step.given_up else ""
    pages = pages_text(step.into or step.out)
    return ChangedSheets(step.action, pages, step.code, step.title, f"{step.reason}{behind}{surplus}")
