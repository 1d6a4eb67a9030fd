"""The reports by name, and how one is put in place."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.errors import CannotWrite
from foodsafe_desktop.domain.gaps import Gap
from foodsafe_desktop.output.atomic import write_atomically
from foodsafe_desktop.output.reports.document import docx_of
from foodsafe_desktop.output.reports.gap_list import gap_list
from foodsafe_desktop.output.reports.sheet import Report
from foodsafe_desktop.output.reports.workbook import xlsx_of


def write_gap_list(catalogue: Catalogue, rows: Sequence[Gap], on: dt.date, target: Path) -> None:
    """缺失清单 as DOCX or XLSX, by the suffix of `target`. Raises CannotWrite."""
    put_in_place(gap_list(catalogue, rows, on), target)


def put_in_place(report: Report, target: Path) -> None:
    """Write a report: a workbook where `target` ends in ``.xlsx``, else a document. Raises CannotWrite."""
    set_as = xlsx_of if target.suffix.lower() == ".xlsx" else docx_of
    content = set_as(report)
    try:
        write_atomically(target, content)
    except OSError as error:
        raise CannotWrite(str(target), str(error)) from error
