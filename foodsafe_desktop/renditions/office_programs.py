"""Documents handed to the office program that is installed: only sound ones that draw on nothing outside.

Its PDF is checked in a worker before it is taken. That it gave none is noted, so that it is not asked at every plan.
"""

import tempfile
from contextlib import suppress
from pathlib import Path

import pikepdf
from pikepdf import Name

from foodsafe_desktop.domain.converting import Conversion
from foodsafe_desktop.domain.evidence import Condition, Fact, Verdict
from foodsafe_desktop.renditions.converters.children import ConversionFailed
from foodsafe_desktop.renditions.converters.found import Converter, meant
from foodsafe_desktop.renditions.decoded import is_too_large
from foodsafe_desktop.renditions.inspection import inspect_file
from foodsafe_desktop.renditions.making import Made, kept, put, put_text
from foodsafe_desktop.renditions.office_pages.grid import MOST_PAGES
from foodsafe_desktop.renditions.signature import Format
from foodsafe_desktop.renditions.worker import Workers
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Rendition

_SECONDS = 300.0
SHEETS = (Format.XLS, Format.XLSX, Format.ODS)
_USELESS = "转换的结果不能使用"
FAILED = ".failed"
"""Ends the name of a note that a converter gave no pages: long waits and crashes are not repeated at every plan."""


class OfficePrograms:
    """The installed program that an archive's choice means, kind by kind."""

    def __init__(self, workers: Workers, conversion: Conversion) -> None:
        self._workers, self._conversion = workers, conversion

    def meant(self, found: Format) -> Converter | None:
        """The program that lays out documents of this format, None where none does."""
        return meant(self._conversion, found)

    def pages(self, source: Path, found: Format, target: Path, job: Job) -> Rendition | str | None:
        """Pages by an installed program; why there are none, as a part of a sentence; None where none was asked."""
        converter = self.meant(found)
        if converter is None:
            return None
        target = target.with_name(f"{target.stem}-{converter.key}.pdf")
        known = self._workers.run(job, _SECONDS, kept_or_verdict, source, target)
        if isinstance(known, Rendition):
            return known
        if known.condition is not Condition.OK or known.format not in converter.formats:
            return None
        if Fact.EXTERNAL_LINKS in known.facts:
            return f"文件含外部链接，未交由 {converter.name} 打开"
        failed = target.with_suffix(FAILED)
        if (why := known_failure(failed)) is not None:
            return why
        made, lasting = self._convert(converter, source, Format(known.format), target, job)
        if isinstance(made, str) and lasting:
            with suppress(OSError):  # then it is tried once more, no harm
                put_text(failed, made)
        return made

    def _convert(
        self, converter: Converter, source: Path, found: Format, target: Path, job: Job
    ) -> tuple[Rendition | str, bool]:
        """Pages, or why there are none and whether that will last."""
        try:
            with tempfile.TemporaryDirectory(prefix="fsd-", ignore_cleanup_errors=True) as scratch:
                made = converter.convert(source, found, Path(scratch), job)
                most = MOST_PAGES if found in SHEETS else None
                taken = self._workers.run(job, _SECONDS, take_converted, made, target, converter.name, most)
        except ConversionFailed as failed:
            return f"{converter.name} 未能转换（{failed}）", failed.lasting
        except OSError:
            return f"{converter.name} 未能转换（读写出错）", False
        return (taken, False) if isinstance(taken, Rendition) else (f"{converter.name} {taken}", True)


def known_failure(kept: Path) -> str | None:
    """Why this converter, in this version, gave no pages of this document before; None where it was not tried."""
    try:
        return kept.read_text("utf-8") or None
    except (OSError, ValueError):
        return None


def kept_or_verdict(source: Path, target: Path) -> Rendition | Verdict:
    """Run in a worker: the pages that an earlier conversion made, else what the file is like."""
    return kept(target) or inspect_file(source)


def take_converted(made: Path, target: Path, converter: str, most: int | None) -> Rendition | str:
    """Run in a worker: a converter's PDF into the cache, without its times and names.

    Or why it is not taken, as a part of a sentence: nobody means to print a sheet of more than `most` pages.
    """
    try:
        with pikepdf.open(made) as pdf:
            if most is not None and len(pdf.pages) > most:
                return f"排版后有{len(pdf.pages):,}页，超过{most}页"
            if len(pdf.pages) == 0 or is_too_large(pdf):
                return _USELESS
            del pdf.docinfo
            if Name.Metadata in pdf.Root:
                del pdf.Root.Metadata
            return put(target, lambda place: _save_converted(pdf, place, converter))
    except (OSError, ValueError, pikepdf.PdfError, MemoryError):
        return _USELESS


def _save_converted(pdf: pikepdf.Pdf, place: Path, converter: str) -> Made:
    pdf.save(place, deterministic_id=True)
    return Made(len(pdf.pages), (f"由 {converter} 转换为页面。",), converter)
