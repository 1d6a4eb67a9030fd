"""The tables of real DOCX and XLSX files: merged cells, the shipped catalogue there and back, and no tables at all."""

from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import openpyxl
import pytest
from PIL import Image

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.editions import differences
from foodsafe_desktop.domain.errors import TableUnreadable
from foodsafe_desktop.domain.task_table import CatalogueHead, guess_columns, read_table
from foodsafe_desktop.files.catalogue_table import write_catalogue
from foodsafe_desktop.renditions.tables import read_tables, tables_or_reason
from foodsafe_desktop.renditions.worker import Workers
from foodsafe_desktop.services.job import Job
from tests.integration.renditions import makers

HEADER = ("项目", "工作目标任务", "责任部门", "完成时限")


@pytest.fixture
def workers() -> Iterator[Workers]:
    one = Workers()
    yield one
    one.close()


def _rows(catalogue: Catalogue) -> Iterator[tuple[str, ...]]:
    """The annex as printed: a row of one text is a heading across the table."""
    numerals = "一二三四五"
    for dimension in catalogue.dimensions:
        worth = f"（{dimension.points}分）" if dimension.points else ""
        worth = "（50分，必选项30分、自选项20分）" if dimension.elective else worth
        yield (f"{numerals[dimension.number - 1]}、{dimension.title}{worth}",)
        for item in dimension.items:
            said = [item.group or "", f"任选{item.choose}项" if item.choose else "", f"{item.points}分"]
            title = f"{item.number}.{item.title}（{'，'.join(word for word in said if word)}）"
            for sub in item.sub_items:
                text = f"({sub.number}) {sub.text}" + (f"({sub.points}分)" if sub.points else "")
                deadline = "合理缺项" if sub.reasonable_omission else sub.deadline or ""
                yield title, text, sub.departments_as_printed, deadline
    yield ("六、否决项",)
    for veto in catalogue.vetoes:
        yield (f"（{veto.number}）{veto.text}",)


def _workbook(catalogue: Catalogue, path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["任务分工表"])
    sheet.append(list(HEADER))
    start: dict[str, list[int]] = {}
    for row in _rows(catalogue):
        sheet.append(list(row))
        at = sheet.max_row
        if len(row) == 1:
            sheet.merge_cells(start_row=at, end_row=at, start_column=1, end_column=4)
        else:
            start.setdefault(row[0], [at, at])[1] = at
    for first, last in start.values():
        if last > first:
            sheet.merge_cells(start_row=first, end_row=last, start_column=1, end_column=1)
    book.save(path)


def _document(catalogue: Catalogue, path: Path) -> None:
    document = docx.Document()
    document.add_table(1, 2)  # a table of something else stands before it
    table = document.add_table(0, 4)
    above = None
    for row in (HEADER, *_rows(catalogue)):
        cells = table.add_row().cells
        if len(row) == 1:
            cells[0].merge(cells[3]).text = row[0]
        elif above is not None and above.text == row[0]:
            cells[0].merge(above)
        else:
            above = cells[0]
            above.text = row[0]
        for cell, text in zip(cells[1:], row[1:], strict=False):
            cell.text = text
    document.save(str(path))


@pytest.mark.parametrize("suffix", ["xlsx", "docx"])
def test_the_annex_there_and_back(catalogue: Catalogue, tmp_path: Path, workers: Workers, suffix: str) -> None:
    path = tmp_path / f"任务分工表.{suffix}"
    (_workbook if suffix == "xlsx" else _document)(catalogue, path)
    table = read_tables(path, workers, Job())[-1]
    found = guess_columns(table)
    assert found is not None
    header, columns = found
    head = CatalogueHead(
        catalogue.id,
        catalogue.title,
        catalogue.document_number,
        catalogue.issued_by,
        catalogue.evidence_from,
        catalogue.application_month,
        catalogue.acceptance_month,
    )
    draft = write_catalogue(read_table(table, columns, header), head)
    assert draft.remarks == ()
    assert draft.catalogue is not None
    assert draft.catalogue.counts.sub_items == 107
    # Only what the annex does not print is not there: the reserved number, the alias, a blank in a scan's text.
    left = {(one.old, one.change.value) for one in differences(catalogue, draft.catalogue)}
    assert left <= {(112, "removed"), (50, "departments"), (38, "text"), (16, "text")}


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (lambda path: path.write_bytes(b""), "不完整"),
        (lambda path: path.write_bytes(b"PK\x03\x04 cut off"), "不完整"),
        (lambda path: Image.new("RGB", (64, 64)).save(path, "JPEG"), "只能导入"),
        (lambda path: docx.Document().save(str(path)), "没有表格"),
        (lambda path: None, "不存在"),
    ],
    ids=["empty", "damaged", "picture", "no table", "no file"],
)
def test_what_is_no_table_is_refused_in_a_sentence(
    tmp_path: Path, workers: Workers, make: Callable[[Path], object], word: str
) -> None:
    path = tmp_path / "任务分工表.docx"
    make(path)
    with pytest.raises(TableUnreadable) as error:
        read_tables(path, workers, Job())
    assert word in error.value.sentence
    assert "任务分工表.docx" in error.value.sentence


def _merged_head(path: Path) -> None:
    """A workbook whose sheet and structure are locked against changes, with a head of two rows."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["某县任务分工表"],
        ["项目", "工作目标任务", "责任部门", "完成时限", "备注"],
        [],
        ["一、基础工作（３分）"],
        ["１．党政同责（３分）", "（１）落实责任制。", "县委办", "2025年5月底", "已报"],
    ):
        sheet.append(row)
    for cells in ("A1:E1", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:E3", "A4:E4"):
        sheet.merge_cells(cells)
    sheet.protection.set_password("8")
    sheet.protection.enable()
    book.security.lockStructure = True
    book.save(path)


def test_a_locked_sheet_with_a_merged_head_is_read_and_its_strange_column_is_said(
    tmp_path: Path, workers: Workers
) -> None:
    path = tmp_path / "任务分工表.xlsx"
    _merged_head(path)
    [table] = read_tables(path, workers, Job())
    found = guess_columns(table)
    assert found is not None
    read = read_table(table, found[1], found[0])
    assert [(line.number, line.text, line.deadline) for line in read.lines] == [(1, "落实责任制。", "2025年5月底")]
    assert [one.sentence for one in read.unread] == ["第5列“备注”没有指定为哪一栏，其内容未读入。"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        (
            "分工表.xlsx",
            makers.compound({"EncryptedPackage": b"x" * 5000, "EncryptionInfo": b"y", "DRMEncryptedTransform": b"z"}),
            "任务分工表“分工表.xlsx”无法导入：文件设有密码或权限保护。请索取未加密的文件，或取消保护后另存，再导入。",
        ),
        (
            "~$分工表.xlsx",
            b"\x05admin".ljust(165, b"\0"),
            "任务分工表“~$分工表.xlsx”无法导入：这是办公软件打开文件时留下的临时文件，没有内容。请选择名称不带“~$”或“.~”的原文件。",
        ),
    ],
    ids=["rights management", "mark of an open file"],
)
def test_what_stands_in_the_way_is_said_in_plain_words(
    tmp_path: Path, workers: Workers, name: str, content: bytes, said: str
) -> None:
    _merged_head(tmp_path / "任务分工表.xlsx")  # beside it, and no part of it is taken instead
    (tmp_path / name).write_bytes(content)
    with pytest.raises(TableUnreadable) as error:
        read_tables(tmp_path / name, workers, Job())
    assert error.value.sentence == said


@pytest.mark.samples
def test_real_and_hostile_office_files_give_tables_or_a_reason(samples: Path) -> None:
    paths = sorted(path for path in samples.rglob("*") if path.suffix.lower() in {".docx", ".xlsx", ".xlsm"})
    assert len(paths) > 20
    outcomes = {path.name: tables_or_reason(path) for path in paths}
    reasons = {name: found for name, found in outcomes.items() if isinstance(found, str)}
    assert "密码" in reasons["60320-protected.xlsx"]
    assert len(reasons) < len(outcomes)
