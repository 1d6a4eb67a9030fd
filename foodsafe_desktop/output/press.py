"""The press: compiles a volume's sheets and evidence into PDF, DOCX and manifest, and a set's index and spines."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf

from foodsafe_desktop.domain.binder import (
    Pagination,
    Part,
    Piece,
    SheetKind,
    SheetRef,
    VolumePlan,
    body_sheets,
    paginate,
)
from foodsafe_desktop.domain.errors import CannotWrite
from foodsafe_desktop.output.assembly import Assembly, CannotCopy
from foodsafe_desktop.output.docx_edition import volume_docx
from foodsafe_desktop.output.forms.closing_note import closing_note
from foodsafe_desktop.output.forms.contents import contents
from foodsafe_desktop.output.forms.cover import cover
from foodsafe_desktop.output.forms.divider import divider
from foodsafe_desktop.output.forms.slip import slip
from foodsafe_desktop.output.forms.spines import spines
from foodsafe_desktop.output.forms.volume_index import volume_index
from foodsafe_desktop.output.manifest import SUFFIX, printout, volume_manifest, written
from foodsafe_desktop.output.naming import name_for
from foodsafe_desktop.output.shelf import Shelf
from foodsafe_desktop.output.staging import Staging, staging
from foodsafe_desktop.output.stamp import CannotStamp
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import BinderFacts, BoundVolume, NotPrintable, NotPrinted, Rendition

INDEX, SPINES = "总目录", "盒脊"
_LOST = "装订过程中文件变为无法读取，未能装订。请检查文件后重新装订。"
_UNFIT = "文件的页面内容已损坏，无法加盖页号，未能装订。请用原软件重新导出为 PDF 后再装订。"

PagesOf = Callable[[Part], Rendition | NotPrintable]


class Press:
    """See `ports.BinderPress`, which this implements."""

    def bind(self, plan: VolumePlan, pages_of: PagesOf, facts: BinderFacts, out: Path, job: Job) -> BoundVolume:
        """Compile one volume into `out` as PDF, DOCX and manifest. Raises CannotWrite; Cancelled leaves nothing."""
        stem = name_for(out, plan.key, plan.name)
        refused: dict[SheetRef, str] = {}
        with staging(out) as stage:
            while True:
                # A source that fails late is refused, and the volume bound again with a slip sheet in its place.
                # Every round refuses at least one more, so this ends.
                try:
                    with Shelf() as shelf:
                        return _Binding(plan, facts, job, shelf, refused).bind(pages_of, stage, out, stem)
                except _FailedLate as failed:
                    refused |= failed.reasons
                    stage.clear()

    def index(
        self, volumes: Sequence[BoundVolume], not_bound: Mapping[str, str], facts: BinderFacts, out: Path
    ) -> tuple[Path, Path]:
        """总目录 and 盒脊 of a set of volumes, as two PDFs in `out`, with a manifest. Raises CannotWrite."""
        stem = name_for(out, "index", INDEX)
        spines_stem = stem.replace(INDEX, SPINES)
        with staging(out) as stage:
            sheets = {
                f"{stem}.pdf": volume_index(volumes, not_bound, facts),
                f"{spines_stem}.pdf": spines(volumes, facts),
            }
            for name, sheet in sheets.items():
                stage.write(name, sheet)
            listed = [printout(stage.path(name), name) for name in sheets]
            keys = [volume.plan.key for volume in volumes]
            stage.write(stem + SUFFIX, written({"kind": "index", "key": "index", "volumes": keys}, listed))
            stage.commit()
        return out / f"{stem}.pdf", out / f"{spines_stem}.pdf"


class _FailedLate(Exception):
    """Parts whose sources failed after they had been taken in, with the reason for their slip sheets."""

    def __init__(self, reasons: dict[SheetRef, str]) -> None:
        super().__init__(f"{len(reasons)} sources")
        self.reasons = reasons


@dataclass
class _Binding:
    """One attempt at a volume. `refused` are parts that an earlier attempt failed on."""

    plan: VolumePlan
    facts: BinderFacts
    job: Job
    shelf: Shelf
    refused: Mapping[SheetRef, str]
    slips: dict[SheetRef, str] = field(default_factory=dict)
    sources: dict[SheetRef, Path] = field(default_factory=dict)

    def bind(self, pages_of: PagesOf, stage: Staging, out: Path, stem: str) -> BoundVolume:
        assembly = Assembly(self.shelf)
        pagination = self._body(assembly, pages_of)
        not_printed, insert_paper = self._not_printed(pagination)
        listing = contents(self.plan, pagination, self.facts)
        front = cover(self.plan, self.facts, pagination.total)
        closing = closing_note(self.plan, pagination, not_printed, insert_paper, self.facts)
        self.job.check()
        try:
            pages = assembly.finish(self.plan, pagination, front, listing, closing)
        except CannotStamp as error:
            raise self._failed_at(error, assembly.body_page(error.index), pagination) from error
        self._write(assembly, stage, f"{stem}.pdf", str(out / f"{stem}.pdf"))
        printed = printout(stage.path(f"{stem}.pdf"), f"{stem}.pdf")
        docx = volume_docx(self.plan, pagination, self.facts, not_printed, insert_paper)
        stage.write(f"{stem}.docx", docx)
        stage.write(stem + SUFFIX, volume_manifest(self.plan, pagination, pages, printed, self.slips))
        self.job.check()
        stage.commit()
        return BoundVolume(
            plan=self.plan,
            pdf=out / f"{stem}.pdf",
            docx=out / f"{stem}.docx",
            manifest=out / (stem + SUFFIX),
            pages=pages,
            body_pages=pagination.total,
            sha256=printed.sha256,
            not_printed=not_printed,
            insert_paper=insert_paper,
        )

    def _body(self, assembly: Assembly, pages_of: PagesOf) -> Pagination:
        """Append every divider and part in order, a slip sheet where a part gives no pages."""
        sections = {section.number: section for section in self.plan.sections}
        pieces = {piece.ordinal: piece for piece in self.plan.pieces}
        refs = list(body_sheets(self.plan))
        counts: dict[SheetRef, int] = {}
        for done, ref in enumerate(refs):
            if ref.kind is SheetKind.DIVIDER:
                section = sections[ref.number]
                self.job.step(done, len(refs), section.heading)
                counts[ref] = assembly.add_sheet(divider(section, self.plan, self.facts))
            else:
                piece = pieces[ref.ordinal]
                self.job.step(done, len(refs), piece.title)
                counts[ref] = self._part(assembly, ref, piece, pages_of)
        return paginate(self.plan, counts)

    def _part(self, assembly: Assembly, ref: SheetRef, piece: Piece, pages_of: PagesOf) -> int:
        part = piece.parts[ref.part]
        reason = part.slip or self.refused.get(ref)
        if reason is None:
            found = pages_of(part)
            if isinstance(found, NotPrintable):
                reason = found.sentence
            else:
                try:
                    count = assembly.add_file(found.pdf)
                except CannotCopy as error:
                    reason = error.sentence
                else:
                    self.sources[ref] = found.pdf
                    return count
        self.slips[ref] = reason
        return assembly.add_sheet(slip(piece, part, reason, self.facts))

    def _not_printed(self, pagination: Pagination) -> tuple[tuple[NotPrinted, ...], int]:
        """Slip sheets of files, and the count of paper originals to be put in."""
        pieces = {piece.ordinal: piece for piece in self.plan.pieces}
        found: list[NotPrinted] = []
        paper = 0
        for ref, reason in self.slips.items():
            file = pieces[ref.ordinal].parts[ref.part].file
            if file is None:
                paper += 1
            else:
                found.append(NotPrinted(file.path, ref.number, pagination.runs[ref][0], reason))
        return tuple(found), paper

    def _write(self, assembly: Assembly, stage: Staging, name: str, target: str) -> None:
        def progress(percent: int) -> None:
            self.job.step(percent, 100, "写入 PDF")

        try:
            with stage.new(name) as stream:
                assembly.write(stream, progress)
        except (pikepdf.PikepdfError, CannotWrite) as error:
            self._refuse_lost()
            raise CannotWrite(target, str(error)) from error
        self._refuse_lost()

    def _refuse_lost(self) -> None:
        lost = {ref: _LOST for ref, path in self.sources.items() if path in self.shelf.lost}
        if lost:
            raise _FailedLate(lost)

    def _failed_at(self, error: CannotStamp, number: int, pagination: Pagination) -> Exception:
        """The failure of the part that has body page `number`; the error itself where that is no source's page."""
        for ref, (first, count) in pagination.runs.items():
            if first <= number < first + count and ref in self.sources:
                return _FailedLate({ref: _UNFIT})
        return error
