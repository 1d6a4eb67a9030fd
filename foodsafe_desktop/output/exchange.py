"""What is printed of a supplement: the list of sheets to exchange, then those sheets and no others."""

import io
from typing import BinaryIO

import pikepdf

from foodsafe_desktop.domain.paper_codes import parted
from foodsafe_desktop.domain.sheets import A4, LABELS
from foodsafe_desktop.domain.supplements import (
    Step,
    Supplement,
    pages_text,
)
from foodsafe_desktop.output.forms.change_list import ChangedSheets, change_list
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import BinderFacts, BoundVolume

_MM = 72 / 25.4


def write_exchange(bound: BoundVolume, found: Supplement, facts: BinderFacts, target: BinaryIO, job: Job) -> None:
    """Write the list and the sheets. Where both sides are printed every block begins on a leaf of its own."""
    plan = bound.laid
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
        pdf.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def changed_sheets(found: Supplement) -> list[ChangedSheets]:
    """The lines of the list."""
    return [_row(step) for step in found.steps]


def _place(after: str) -> str:
    """Where sheets are put in, behind the page of that name."""
    piece, label = parted(after)
    if not label:
        return "正文首页之前"
    named = any(label.startswith(name) for name in LABELS.values())
    return f"{piece}{label}之后" if named else f"{piece}第{label}页之后"


def _row(step: Step) -> ChangedSheets:
    pages = pages_text(step.into or step.out)
    behind = "" if step.out else f"，插在{_place(step.after)}"
    over = [label for label in step.out if step.into and label not in step.into]
    surplus = f"；原第{pages_text(over)}页抽出，页号不再使用" if over else ""
    return ChangedSheets(step.action, pages, step.code, step.title, f"{step.reason}{behind}{surplus}")
