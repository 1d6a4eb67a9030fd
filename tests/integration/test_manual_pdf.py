"""The manual on paper: contents that agree with the pages, bookmarks, and no sign without a face."""

import importlib
import sys
from pathlib import Path

import pypdfium2
import pytest

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"


def test_the_pdf_holds_all_pages_and_its_contents_are_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(PACKAGING)
    for name in ("manual", "manual_setting", "manual_pdf"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    manual, manual_pdf = (importlib.import_module(name) for name in ("manual", "manual_pdf"))
    pages = manual.read_pages()
    count = manual_pdf.write_pdf(pages, tmp_path / "manual.pdf")
    with pypdfium2.PdfDocument(tmp_path / "manual.pdf") as pdf:
        assert len(pdf) == count
        texts = [pdf[index].get_textpage().get_text_range() for index in range(count)]
        bookmarks = {
            (one.get_title(), one.level): one.get_dest().get_index() for one in pdf.get_toc() if one.get_dest()
        }
    for page in pages:
        at = bookmarks[(page.title, 0)]
        assert page.title in texts[at]
        [line] = [
            line
            for text in texts[1:4]
            for line in text.splitlines()
            if line.startswith(page.title) and line.rstrip().endswith(str(at + 1)) and ". ." in line
        ]
        assert line
        for heading in page.headings:
            if heading.level == 2:
                assert (heading.text, 1) in bookmarks
    assert not [text for text in texts if "〔U+" in text]
