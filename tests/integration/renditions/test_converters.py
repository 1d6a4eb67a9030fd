"""Office programs as children: a script stands for them, with limits, and ended with all that they started."""

import os
import shutil
import signal
import stat
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pikepdf
import pypdfium2
import pytest

from foodsafe_desktop.domain.errors import Cancelled
from foodsafe_desktop.domain.evidence import Condition, Verdict
from foodsafe_desktop.renditions import office_programs, pages
from foodsafe_desktop.renditions.converters import children, found, libreoffice
from foodsafe_desktop.renditions.converters.children import ConversionFailed, run_child
from foodsafe_desktop.renditions.converters.libreoffice import LibreOffice
from foodsafe_desktop.renditions.office_pages.grid import MOST_PAGES
from foodsafe_desktop.renditions.signature import Format
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import NotPrintable, Rendition
from tests.integration.renditions.makers import put
from tests.integration.renditions.test_pages import evidence_file

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the programs are shell scripts")
LONG = 60.0
REAL = shutil.which("soffice")


def program(folder: Path, script: str) -> list[str]:
    made = put(folder, "office.sh", f"#!/bin/sh\n{script}\n".encode())
    made.chmod(made.stat().st_mode | stat.S_IXUSR)
    return [str(made)]


def run(folder: Path, script: str, seconds: float = LONG, job: Job | None = None) -> int:
    return run_child(program(folder, script), folder, seconds, job or Job(), {})


def gone(number: int) -> bool:
    """Whether a process has ended, or ends in the moment that the system takes to see to it."""
    end = time.monotonic() + LONG
    while time.monotonic() < end:
        try:
            os.kill(number, 0)
            if Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
    os.kill(number, signal.SIGKILL)
    return False


def test_a_program_that_hangs_is_ended_with_its_children(tmp_path: Path) -> None:
    with pytest.raises(ConversionFailed, match="超时"):
        run(tmp_path, "sleep 600 & echo $! > child; wait", seconds=0.5)
    assert gone(int((tmp_path / "child").read_text(encoding="ascii")))


def test_a_program_that_ends_leaves_no_children(tmp_path: Path) -> None:
    assert run(tmp_path, "sleep 600 & echo $! > child; exit 7") == 7
    assert gone(int((tmp_path / "child").read_text(encoding="ascii")))


def test_cancelling_ends_it_at_once(tmp_path: Path) -> None:
    job = Job()
    (tmp_path / "child").touch()

    class Stopped(Job):
        def check(self) -> None:
            if (tmp_path / "child").stat().st_size:
                job.cancel()
            job.check()

    with pytest.raises(Cancelled):
        run(tmp_path, "sleep 600 & echo $! > child; wait", job=Stopped())
    assert gone(int((tmp_path / "child").read_text(encoding="ascii")))


def test_what_it_writes_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "LIMITED", children.limited(file=1 << 20))
    assert run(tmp_path, "exec head -c 5000000 /dev/zero > big") != 0
    assert (tmp_path / "big").stat().st_size <= 1 << 20


def test_its_memory_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "LIMITED", children.limited(memory=1 << 28))
    assert run(tmp_path, "ulimit -v > limits; ulimit -c >> limits; ulimit -t >> limits") == 0
    assert (tmp_path / "limits").read_text(encoding="ascii").split() == [str(1 << 18), "0", "600"]


def test_much_that_it_says_fills_nothing_up(tmp_path: Path) -> None:
    assert run(tmp_path, "head -c 3000000 /dev/zero; head -c 3000000 /dev/zero >&2; exit 3") == 3


def test_a_program_that_is_not_there_has_failed(tmp_path: Path) -> None:
    with pytest.raises(ConversionFailed):
        LibreOffice(tmp_path / "none").convert(
            put(tmp_path, "a.docx", b"x"), Format.DOCX, _new(tmp_path / "scratch"), Job()
        )


def test_the_switch_has_none_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def look() -> LibreOffice:
        return LibreOffice(Path("office"))

    monkeypatch.setattr(found, "find_libreoffice", look)
    assert _installed(monkeypatch) == []
    monkeypatch.delenv(found.SWITCH)
    assert _installed(monkeypatch) == ["LibreOffice"]


def _installed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    uncached: Callable[[], dict[object, found.Converter]] = found.installed.__wrapped__  # type: ignore[assignment]
    return [one.name for one in uncached().values()]


def _new(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_a_failure_is_remembered_until_version_or_person_says_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = docx.Document()
    document.add_paragraph("纪要")
    source = tmp_path / "纪要.docx"
    document.save(str(source))
    tries = tmp_path / "tries"

    class Program(LibreOffice):
        key = "libreoffice-1"

    (office,) = program(tmp_path, f"echo x >> '{tries}'; exit 3")
    converter = Program(Path(office))
    monkeypatch.setattr(office_programs, "meant", lambda _choice, _found: converter)
    renderer = pages.PageRenderer(tmp_path / "cache")
    file = replace(evidence_file(source), verdict=Verdict("docx", Condition.OK))

    def rendered() -> int:
        made = renderer.render(source, file, Job())
        assert isinstance(made, Rendition)
        assert "返回代码3" in made.notes[-1]
        return len(tries.read_text(encoding="ascii").split())

    assert [rendered(), rendered()] == [1, 1]
    renderer.try_again(file)
    assert [rendered(), rendered()] == [2, 2]
    monkeypatch.setattr(Program, "key", "libreoffice-2")
    assert rendered() == 3
    renderer.close()


def test_a_workbook_that_an_office_program_lays_out_on_too_many_pages_is_not_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pikepdf.new() as many:
        for _ in range(MOST_PAGES + 1):
            many.add_blank_page()
        many.save(tmp_path / "many.pdf")
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for _ in range(60 * MOST_PAGES):
        sheet.append(["样品", "合格"])
    source = tmp_path / "台账.xlsx"
    book.save(source)

    class Program(LibreOffice):
        key = "libreoffice-1"

    (office,) = program(tmp_path, f"cp '{tmp_path}/many.pdf' document.pdf")
    monkeypatch.setattr(office_programs, "meant", lambda _choice, _found: Program(Path(office)))
    renderer = pages.PageRenderer(tmp_path / "cache")
    file = replace(evidence_file(source), verdict=Verdict("xlsx", Condition.OK))
    made = renderer.render(source, file, Job())
    renderer.close()
    assert isinstance(made, NotPrintable)
    assert made.sentence == (
        "LibreOffice 排版后有201页，超过200页，未能打印。请用原软件设定打印区域，另存为 PDF 后放入同一文件夹。"
    )


@pytest.mark.skipif(REAL is None, reason="LibreOffice is not installed")
def test_libreoffice_itself_lays_out_new_and_old_documents(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("食品安全会商纪要")
    source = tmp_path / "纪 要.docx"
    document.save(str(source))
    converter = libreoffice.find_libreoffice()
    assert converter is not None
    assert converter.key.startswith("libreoffice-")
    made = converter.convert(source, Format.DOCX, _new(tmp_path / "one"), Job())
    scratch = _new(tmp_path / "two")
    old = put(tmp_path, "旧.rtf", r"{\rtf1\ansi\uc0 \u39135\u21697 1}".encode("ascii"))
    for pdf, said in ((made, "会商纪要"), (converter.convert(old, Format.RTF, scratch, Job()), "食品")):
        with pypdfium2.PdfDocument(pdf) as pages:
            assert said in pages[0].get_textpage().get_text_bounded()
