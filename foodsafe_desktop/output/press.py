"""The press: draws a volume's own sheets, puts them and the evidence together, and what goes with a set of them."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO

from foodsafe_desktop.domain.binder import VolumePlan
from foodsafe_desktop.domain.recipe import Recipe
from foodsafe_desktop.domain.sheets import BinderPlan, Measured, Run, SheetKind, SheetRef, lay_out
from foodsafe_desktop.domain.supplements import (
    Supplement,
)
from foodsafe_desktop.output.apart import Apart, left_apart, set_apart
from foodsafe_desktop.output.assembly import Assembly, CannotCopy
from foodsafe_desktop.output.docx.of_exchange import change_list_docx
from foodsafe_desktop.output.docx.volume import volume_docx
from foodsafe_desktop.output.drawing import Drawing
from foodsafe_desktop.output.edited import spare_edited
from foodsafe_desktop.output.exchange import changed_sheets, write_exchange
from foodsafe_desktop.output.forms.photo_sheet import photo_frames
from foodsafe_desktop.output.inspector_copy.copy import write_copy
from foodsafe_desktop.output.kept import Kept
from foodsafe_desktop.output.made_from import made_from, still_there
from foodsafe_desktop.output.manifest import SUFFIX, printout, volume_manifest, written
from foodsafe_desktop.output.measures import Measures, NotDrawn, drawn, drawn_from
from foodsafe_desktop.output.naming import free_name, name_for
from foodsafe_desktop.output.package.bag import package
from foodsafe_desktop.output.reissue import write_reissue
from foodsafe_desktop.output.set_edition import write_set
from foodsafe_desktop.output.staging import staging
from foodsafe_desktop.output.stamp import CannotStamp
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import (
    BinderFacts,
    BoundVolume,
    CopyFacts,
    FailedLate,
    Laid,
    NotPrintable,
    Place,
    Rendition,
    SetFiles,
)
from foodsafe_desktop.services.ports.packages import Package

_MOST_KEPT = 48 << 20
"""Bytes of volumes that are laid out kept in memory."""
_RUN = 1 << 10
"""About what one run of a plan takes."""
_UNFIT = "文件的页面内容已损坏，无法加盖页号，未能装订。请用原软件重新导出为 PDF 后再装订。"
_OTHER_COUNT = "文件的页数与编排时不同，未能装订。请重新扫描后再装订。"

PagesOf = Callable[[SheetRef], Rendition | NotPrintable]


class Press:
    """See `ports.BinderPress`, which this implements. `cache` is a folder for what sheets measured, if there is one."""

    def __init__(self, cache: Path | None = None) -> None:
        self._laid = Kept[Laid](_MOST_KEPT, _size)
        self._measures = Measures(cache)

    def lay_out(
        self,
        volume: VolumePlan,
        recipe: Recipe,
        facts: BinderFacts,
        parts: Mapping[SheetRef, Measured],
        place: Place = lay_out,
        check: Callable[[], None] = lambda: None,
    ) -> Laid:
        """Draw the volume's own sheets and give every run its place; see `ports.BinderPress.lay_out`.

        What was laid out before is not drawn again: a plan is looked at before it is printed. What was laid out by
        an earlier run of the program is drawn only if it has to be put together.
        """
        if place is not lay_out:
            return Drawing(volume, recipe, facts, parts, place, check).laid()

        def laid() -> Laid:
            of = drawn_from(volume, recipe, facts, parts)
            if (known := self._measures.known(of, volume)) is not None:
                plan = Drawing(volume, recipe, facts, parts, known=known).laid().plan
                return Laid(plan, NotDrawn(lambda stop: Drawing(volume, recipe, facts, parts, check=stop).laid()))
            drawing = Drawing(volume, recipe, facts, parts, check=check)
            found = drawing.laid()
            self._measures.keep(of, volume, drawing.drawn)
            return found

        return self._laid.get((volume, recipe, facts, parts), laid)

    def bind(self, laid: Laid, pages_of: PagesOf, facts: BinderFacts, out: Path, job: Job) -> BoundVolume:
        """Compile a volume as laid out into `out`. Raises FailedLate, CannotWrite; Cancelled leaves nothing.

        One that lies there and would come out the same, but for the day, is left as it is.
        """
        plan = laid.plan
        target = out / name_for(out, plan.volume.key, plan.volume.name)
        names = {suffix: target.name + suffix for suffix in (".pdf", ".docx", SUFFIX)}
        pdf, docx, manifest = (target.with_name(name) for name in names.values())
        source = made_from(plan, facts)
        if (kept := still_there(target, source, job.check)) is not None:
            return BoundVolume(plan, pdf, docx, manifest, kept.sha256, unchanged=True)
        laid = drawn(laid, job.check)
        plan = laid.plan
        with staging(out) as stage:
            with stage.new(names[".pdf"]) as stream:
                _write(stream, stage.scratch, laid, pages_of, facts, job)
            printed = printout(stage.path(names[".pdf"]), names[".pdf"])
            stage.write(names[".docx"], volume_docx(plan, facts))
            editable = printout(stage.path(names[".docx"]), names[".docx"])
            note = spare_edited(stage, manifest, editable, facts)
            stage.write(names[SUFFIX], volume_manifest(plan, printed, editable, source))
            job.check()
            stage.commit()
        return BoundVolume(plan, pdf, docx, manifest, printed.sha256, note)

    def reissue(self, plan: BinderPlan, issued: Path, facts: BinderFacts, out: Path, job: Job) -> BoundVolume:
        """An issued volume as it was handed out; see `ports.BinderPress.reissue`."""
        return write_reissue(plan, issued, facts, out, job)

    def exchange(self, bound: BoundVolume, found: Supplement, facts: BinderFacts, job: Job) -> Path:
        """The sheets of a supplement as one PDF; see `ports.BinderPress.exchange`."""
        stem = f"{bound.pdf.stem}（换页）"
        docx = bound.pdf.with_name(f"{stem}.docx")
        with staging(bound.pdf.parent) as stage:
            with stage.new(f"{stem}.pdf") as stream:
                write_exchange(bound, found, facts, stream, job)
            stage.write(docx.name, change_list_docx(bound.plan, changed_sheets(found), facts))
            if docx.exists() and docx.read_bytes() != stage.path(docx.name).read_bytes():
                stage.put_aside(docx.name, free_name(docx, f"（已修改 {facts.on.isoformat()}）"))
            vouched = [printout(stage.path(f"{stem}.pdf"), f"{stem}.pdf")]
            content = {"kind": "exchange", "key": f"{bound.plan.key}（换页）", "issue": facts.issue}
            stage.write(f"{stem}{SUFFIX}", written(content, vouched, [printout(stage.path(docx.name), docx.name)]))
            stage.commit()
        return bound.pdf.with_name(f"{stem}.pdf")

    def index(
        self, volumes: Sequence[BoundVolume], not_bound: Mapping[str, str], facts: BinderFacts, out: Path, of: str = ""
    ) -> SetFiles:
        """What goes with a set of volumes, in `out`; see `ports.BinderPress.index`."""
        return write_set(volumes, not_bound, facts, out, of)

    def inspector_copy(
        self, facts: CopyFacts, out: Path, compiled: Callable[[Path], Sequence[BoundVolume]], job: Job
    ) -> Path:
        """A copy for inspectors in `out`; see `ports.BinderPress.inspector_copy`."""
        return write_copy(facts, out, compiled, job)

    def package(self, out: Path, size: int, algorithms: Sequence[str]) -> AbstractContextManager[Package]:
        """A hand-over package; see `ports.BinderPress.package`."""
        return package(out, size, algorithms)

    def set_apart(self, out: Path, mark: str) -> Apart:
        """A new folder apart; see `ports.BinderPress.set_apart`."""
        return set_apart(out, mark)

    def left_apart(self, out: Path, mark: str) -> list[Apart]:
        """Folders apart that were left; see `ports.BinderPress.left_apart`."""
        return left_apart(out, mark)

    def is_there(self, out: Path) -> bool:
        """Whether that folder is there now."""
        return out.is_dir()

    def digest(self, pdf: Path, job: Job) -> str:
        """SHA-256 of a compiled volume as it is now. Raises OSError."""
        return printout(pdf, pdf.name, job.check).sha256


def _size(laid: Laid) -> int:
    """Bytes that a volume and its own sheets take in memory, roughly."""
    drawn_sheets = () if isinstance(laid.sheets, NotDrawn) else laid.sheets.values()
    return _RUN * len(laid.plan.runs) + sum(len(sheet.pdf) for sheet in drawn_sheets)


def _write(stream: BinaryIO, scratch: Path, laid: Laid, pages_of: PagesOf, facts: BinderFacts, job: Job) -> None:
    """A volume's PDF. All that it takes in memory is given back when this returns."""
    runs = len(laid.plan.runs)
    with Assembly(laid.plan, scratch, job.check) as assembly:
        _assemble(assembly, laid, pages_of, facts, job)
        assembly.write(stream, lambda _percent: job.step(runs, runs, "写入 PDF"))


def _assemble(assembly: Assembly, laid: Laid, pages_of: PagesOf, facts: BinderFacts, job: Job) -> None:
    """All runs in order, numbered. Raises FailedLate for the part that breaks."""
    plan = laid.plan
    pieces = {piece.ordinal: piece for piece in plan.volume.pieces}
    for index, run in enumerate(plan.runs):
        piece = pieces.get(run.ref.ordinal)
        job.step(index, len(plan.runs), piece.title if piece else plan.volume.title)
        if run.ref.kind is SheetKind.BLANK:
            assembly.add_blank(run.sizes[0])
        elif (sheet := laid.sheets.get(run.ref)) is not None:
            if run.ref.kind is SheetKind.PART and run.slip is None:
                _add_photos(assembly, run, sheet.pdf, plan.recipe.photos, pages_of(run.ref))
            else:
                assembly.add_sheet(sheet.pdf)
        elif piece is not None:
            _add_part(assembly, run, piece.parts[run.ref.part].pages, pages_of(run.ref))
    try:
        assembly.finish(laid.sheets, facts)
    except CannotStamp as error:
        broken = next(run for run in plan.runs if run.start <= error.index < run.start + run.pages)
        if broken.ref in laid.sheets and (broken.ref.kind is not SheetKind.PART or broken.slip is not None):
            raise  # a sheet of our own
        raise FailedLate(broken.ref, _UNFIT) from error


def _add_part(assembly: Assembly, run: Run, only: tuple[int, int] | None, found: Rendition | NotPrintable) -> None:
    if isinstance(found, NotPrintable):
        raise FailedLate(run.ref, found.sentence)
    try:
        count = assembly.add_file(found.pdf, only)
    except CannotCopy as error:
        raise FailedLate(run.ref, error.sentence) from error
    if count != run.pages:
        raise FailedLate(run.ref, _OTHER_COUNT)


def _add_photos(assembly: Assembly, run: Run, sheet: bytes, most: int, found: Rendition | NotPrintable) -> None:
    """A photo sheet with its pictures in their frames."""
    if isinstance(found, NotPrintable):
        raise FailedLate(run.ref, found.sentence)
    try:
        assembly.add_photos(sheet, list(zip(found.photos, photo_frames(most), strict=False)))
    except CannotCopy as error:
        raise FailedLate(run.ref, error.sentence) from error
