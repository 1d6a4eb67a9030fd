"""The lists in a package: its contents for people (XLSX), for other systems (XML), what is not in it, the report."""

import json
from collections.abc import Iterator

from foodsafe_desktop.domain.evidence import WITHHELD, Evidence, is_withheld, page_count
from foodsafe_desktop.domain.packages import EVIDENCE, LISTS, ORIGINAL_NAMES
from foodsafe_desktop.domain.reference_codes import RETENTION_LABELS
from foodsafe_desktop.domain.wording import day_text, sub_item_mark
from foodsafe_desktop.output.package.metadata import DIGESTS, format_word, medium, pieces, write_metadata
from foodsafe_desktop.output.reports.facts import basis
from foodsafe_desktop.output.reports.four_properties import four_properties
from foodsafe_desktop.output.reports.sheet import Column, Grid, Report, Row
from foodsafe_desktop.output.reports.writing import put_in_place
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports.folder import Take
from foodsafe_desktop.services.ports.packages import Package, PackageFacts

_AT_ONCE = 5_000
"""Pieces of one workbook: what is more goes into a further one, and no workbook takes much memory."""
_PIECES = (
    Column("序号", 10, centred=True),
    Column("档号", 32),
    Column("文号", 24),
    Column("责任者", 22),
    Column("题名", 46),
    Column("日期", 17, centred=True),
    Column("密级", 9, centred=True),
    Column("页数", 10, centred=True),
    Column("保管期限", 13, centred=True),
    Column("载体", 11, centred=True),
    Column("归入", 13, centred=True),
    Column("备注", 18),
)
_FILES = (
    Column("序号", 10, centred=True),
    Column("题名", 38),
    Column("包内文件名（data/ 之下）", 60),
    Column("字节数", 16),
    Column("格式", 14, centred=True),
    Column("核验情况", 17, centred=True),
    Column("数字摘要", 70),
)
_LEFT_OUT = (Column("序号", 15, centred=True), Column("文件", 130), Column("未装入的原因", 80))


def add_lists(bag: Package, facts: PackageFacts, job: Job) -> None:
    """Add all lists. Raises CannotWrite, Cancelled."""
    for name, report in _reports(facts):
        job.step(0, 0, name)
        put_in_place(report, bag.scratch / name)
        bag.take(LISTS + name, bag.scratch / name, job)
    bag.add(f"{LISTS}元数据.xml", lambda take: write_metadata(facts, take, job))
    if facts.renamed:
        files = facts.report.dossier.file_by_id
        original = {EVIDENCE + name: files[key].path for key, name in facts.renamed.items()}
        # ASCII with escapes: names whose bytes are no text are kept as well.
        bag.add(ORIGINAL_NAMES, lambda take: _give(take, json.dumps(original, indent=1).encode()))


def _reports(facts: PackageFacts) -> Iterator[tuple[str, Report]]:
    held = pieces(facts)
    starts = range(0, len(held), _AT_ONCE) or (0,)
    for number, start in enumerate(starts, start=1):
        ordinal = f" 第{number}册" if len(starts) > 1 else ""
        yield f"归档文件目录{ordinal}.xlsx", _contents(facts, held[start : start + _AT_ONCE], start)
    yield "未装入清单.xlsx", _not_in_it(facts)
    yield "四性检测报告.docx", four_properties(facts.report, facts.results)


def _line(facts: PackageFacts) -> str:
    return "　".join(part for part in (f"移交单位：{facts.unit}" if facts.unit else "", _day(facts)) if part)


def _day(facts: PackageFacts) -> str:
    return f"{basis(facts.report.catalogue)}　日期：{day_text(facts.report.on)}"


def _contents(facts: PackageFacts, held: list[Evidence], before: int) -> Report:
    rows, files = [], []
    for ordinal, piece in enumerate(held, start=before + 1):
        rows.append(_piece_row(facts, ordinal, piece))
        files += list(_file_rows(facts, ordinal, piece))
    grids = (
        Grid("归档文件目录", _PIECES, tuple(rows), "没有佐证材料。"),
        Grid("电子文件", _FILES, tuple(files), "没有电子文件。"),
    )
    return Report("归档文件目录", (_line(facts),), grids)


def _piece_row(facts: PackageFacts, ordinal: int, piece: Evidence) -> Row:
    numbers = "、".join(sub_item_mark(one) for one in facts.report.dossier.numbers_of.get(piece.id, ())) or "未归入"
    every = facts.report.dossier.files_of.get(piece.id, ())
    if is_withheld(every):
        return Row((ordinal, "", "", "", WITHHELD, "", "", "", "", "", numbers, "另行移交"))
    files = facts.files(piece.id)
    lacking = f"有{len(every) - len(files)}个文件未装入，见未装入清单。" if len(files) < len(every) else ""
    place = f"原件在{piece.paper_place}。" if piece.paper_place else ""
    retention = piece.retention or facts.retention
    return Row(
        (
            ordinal,
            piece.reference_code,
            piece.document_number,
            piece.author,
            piece.title,
            f"{piece.dated:%Y%m%d}" if piece.dated else "",
            piece.secrecy,
            page_count(piece, files) or "",
            RETENTION_LABELS.get(retention, retention),
            medium(piece, len(every)),
            numbers,
            "".join((place, lacking, piece.note)),
        )
    )


def _file_rows(facts: PackageFacts, ordinal: int, piece: Evidence) -> Iterator[Row]:
    for file in facts.files(piece.id):
        fixity = file.fixity
        digest = f"{DIGESTS.get(fixity.algorithm, fixity.algorithm)} {fixity.digest}" if fixity else ""
        size = fixity.size if fixity else ""
        name, verdict = facts.place(file), file.verdict
        yield Row((ordinal, piece.title, name, size, format_word(verdict.format), verdict.label, digest))


def _not_in_it(facts: PackageFacts) -> Report:
    rows = tuple(Row((ordinal, one.path, one.reason.value)) for ordinal, one in enumerate(facts.left_out, start=1))
    grid = Grid("未装入清单", _LEFT_OUT, rows, "登记的文件均已装入。")
    return Report("未装入清单", (_line(facts), f"共{len(rows)}个文件未装入信息包。"), (grid,))


def _give(take: Take, content: bytes) -> None:
    take(content)
