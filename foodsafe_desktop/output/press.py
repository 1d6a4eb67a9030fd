"""The press: compiles a volume's sheets and evidence into PDF, DOCX and manifest, and a set's index and spines."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from foodsafe_desktop.domain.binder import (
    Pagination,
    Part,
    Piece,
    SheetKind,
    SheetRef,
    VolumePlan,
    body_sheets,
    paginate,
    part_sheets,
)
from foodsafe_desktop.output.assembly import Assembly, CannotCopy
from foodsafe_desktop.output.docx_edition import volume_docx
from foodsafe_desktop.output.forms.closing_note import closing_note
from foodsafe_desktop.output.forms.contents import contents
from foodsafe_desktop.output.forms.cover import cover
from foodsafe_desktop.output.forms.divider import divider
from foodsafe_desktop.output.forms.slip import slip
from foodsafe_desktop.output.forms.spines import spines
from foodsafe_desktop.output.forms.volume_index import volume_index
from foodsafe_desktop.output.manifest import SUFFIX, Printout, printout, volume_manifest, was_edited, written
from foodsafe_desktop.output.naming import free_name, name_for
from foodsafe_desktop.output.staging import Staging, staging
from foodsafe_desktop.output.stamp import CannotStamp
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import BinderFacts, BoundVolume, NotPrintable, NotPrinted, Rendition

INDEX, SPINES = "总目录", "盒脊"
_UNFIT = "文件的页面内容已损坏，无法加盖页号，未能装订。请用原软件重新导出为 PDF 后再装订。"

PagesOf = Callable[[Part], Rendition | NotPrintable]


class Press:
    """See `ports.BinderPress`, which this implements."""

    def bind(self, plan: VolumePlan, pages_of: PagesOf, facts: BinderFacts, out: Path, job: Job) -> BoundVolume:
        """Compile one volume into `out` as PDF, DOCX and manifest. Raises CannotWrite; Cancelled leaves nothing."""
        target = out / name_for(out, plan.key, plan.name)
        refused: dict[SheetRef, str] = {}
        with staging(out) as stage:
            bound = None
            while bound is None:
                # A source that fails late is refused, and the volume bound again with a slip sheet in its place.
                # Every round refuses one more, so this ends.
                try:
                    with Assembly(stage.scratch, job.check) as assembly:
                        bound = _Binding(plan, facts, job, refused).bind(assembly, pages_of, stage, target)
                except _FailedLate as failed:
                    refused[failed.ref] = _UNFIT
            stage.commit()
        return bound

    def index(
        self, volumes: Sequence[BoundVolume], not_bound: Mapping[str, str], facts: BinderFacts, out: Path, of: str = ""
    ) -> tuple[Path, Path]:
        """总目录 and 盒脊 of a set of volumes, as two PDFs in `out`, with a manifest. Raises CannotWrite.

        `of` says which part of the whole set these are; each part has its own, and leaves those of the others alone.
        """
        key, name = (f"index-{of}", f"{INDEX}（{of}）") if of else ("index", INDEX)
        stem = name_for(out, key, name, _spines_stem)
        spines_stem = _spines_stem(stem)
        with staging(out) as stage:
            sheets = {
                f"{stem}.pdf": volume_index(volumes, not_bound, facts, of),
                f"{spines_stem}.pdf": spines(volumes, facts),
            }
            for name, sheet in sheets.items():
                stage.write(name, sheet)
            listed = [printout(stage.path(name), name) for name in sheets]
            keys = [volume.plan.key for volume in volumes]
            stage.write(stem + SUFFIX, written({"kind": "index", "key": key, "volumes": keys}, listed))
            stage.commit()
        return out / f"{stem}.pdf", out / f"{spines_stem}.pdf"

    def digest(self, pdf: Path, job: Job) -> str:
        """SHA-256 of a compiled volume as it is now. Raises OSError."""
        return printout(pdf, pdf.name, job.check).sha256


def _spines_stem(stem: str) -> str:
    return stem.replace(INDEX, SPINES, 1)


class _FailedLate(Exception):
    """A part whose source failed after it had been taken in."""

    def __init__(self, ref: SheetRef) -> None:
        super().__init__(str(ref))
        self.ref = ref


@dataclass
class _Binding:
    """One attempt at a volume. `refused` are parts that an earlier attempt failed on."""

    plan: VolumePlan
    facts: BinderFacts
    job: Job
    refused: Mapping[SheetRef, str]
    slips: dict[SheetRef, str] = field(default_factory=dict)

    def bind(self, assembly: Assembly, pages_of: PagesOf, stage: Staging, target: Path) -> BoundVolume:
        """Write the three files of the volume into the stage; `target` is their path without suffix."""
        plan, facts = self.plan, self.facts
        pagination = self._body(assembly, pages_of)
        not_printed, paper = self._not_printed(pagination)
        front = cover(plan, facts, pagination.total)
        closing = closing_note(plan, pagination, not_printed, paper, facts)
        try:
            pages = assembly.finish(plan, pagination, front, contents(plan, pagination, facts), closing)
        except CannotStamp as error:
            raise self._failure_at(error, assembly.body_page(error.index), pagination) from error
        pdf, docx, manifest = (target.name + suffix for suffix in (".pdf", ".docx", SUFFIX))
        with stage.new(pdf) as stream:
            assembly.write(stream, lambda percent: self.job.step(percent, 100, "写入 PDF"))
        printed = printout(stage.path(pdf), pdf)
        stage.write(docx, volume_docx(plan, pagination, facts, not_printed, paper))
        editable = printout(stage.path(docx), docx)
        note = self._spare_edited(stage, target, editable)
        stage.write(manifest, volume_manifest(plan, pagination, pages, printed, editable, self.slips))
        self.job.check()
        return BoundVolume(
            plan=plan,
            pdf=target.with_name(pdf),
            docx=target.with_name(docx),
            manifest=target.with_name(manifest),
            pages=pages,
            body_pages=pagination.total,
            sha256=printed.sha256,
            not_printed=not_printed,
            insert_paper=paper,
            note=note,
        )

    def _spare_edited(self, stage: Staging, target: Path, made: Printout) -> str:
        """Keep an edited DOCX under another name before `made` replaces it; a sentence on that, or nothing."""
        docx = target.with_name(made.path)
        if not was_edited(docx, target.with_name(target.name + SUFFIX), made):
            return ""
        other = free_name(docx, f"（已修改 {self.facts.on.isoformat()}）")
        stage.put_aside(docx.name, other)
        return f"“{docx.name}”在上次装订后有人工修改，未予覆盖，已另存为“{other}”。"

    def _body(self, assembly: Assembly, pages_of: PagesOf) -> Pagination:
        """Append every part in order, a slip sheet where it gives no pages, and each section's divider before them.

        The divider is made after what it stands before: it says which pieces are there as slip sheets only.
        """
        total = sum(1 for _ in body_sheets(self.plan))
        counts: dict[SheetRef, int] = {}
        for section in self.plan.sections:
            start = assembly.pages
            for piece in section.pieces:
                for ref in part_sheets(piece):
                    self.job.step(len(counts), total, piece.title)
                    counts[ref] = self._part(assembly, ref, piece, pages_of)
            self.job.step(len(counts), total, section.heading)
            sheet = divider(section, self.plan, self.facts, self.slips)
            counts[SheetRef(SheetKind.DIVIDER, section.number)] = assembly.add_sheet(sheet, start)
        return paginate(self.plan, counts, self.slips)

    def _part(self, assembly: Assembly, ref: SheetRef, piece: Piece, pages_of: PagesOf) -> int:
        part = piece.parts[ref.part]
        reason = part.slip or self.refused.get(ref)
        if reason is None:
            found = pages_of(part)
            if isinstance(found, NotPrintable):
                reason = found.sentence
            else:
                try:
                    return assembly.add_file(found.pdf)
                except CannotCopy as error:
                    reason = error.sentence
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

    def _failure_at(self, error: CannotStamp, number: int, pagination: Pagination) -> Exception:
        """The failure of the part that has body page `number`; the error itself where that is no source's page."""
        for ref, (first, count) in pagination.runs.items():
            if first <= number < first + count and ref.kind is SheetKind.PART and ref not in self.slips:
                return _FailedLate(ref)
        return error
