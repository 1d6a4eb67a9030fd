"""F1 opens the manual where it speaks of what is on the screen."""

import importlib
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from foodsafe_desktop.ui import manual
from foodsafe_desktop.ui.commands import _COMMANDS
from foodsafe_desktop.ui.main_window import MainWindow
from tests.ui.desktop import FakeFront, sample_archive

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[QUrl]:
    """What was handed to the system, with a manual in place."""
    (tmp_path / "index.html").touch()
    urls: list[QUrl] = []
    monkeypatch.setattr(manual, "manual_path", lambda: tmp_path)

    def note(url: QUrl) -> bool:
        urls.append(url)
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", note)
    return urls


def test_every_view_has_its_place_in_the_manual(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "packaging")
    monkeypatch.delitem(sys.modules, "manual", raising=False)
    pages = importlib.import_module("manual").read_pages()
    known = {f"{page.name}.html" for page in pages}
    known |= {f"{page.name}.html#{heading.anchor}" for page in pages for heading in page.headings}
    window = MainWindow(FakeFront(sample_archive(tmp_path)))
    qtbot.addWidget(window)
    assert not {*window.views.actions_, *window.views._inside} - set(manual.PLACES)
    assert not {place for place in manual.PLACES.values() if place not in known}


def test_f1_opens_the_manual_at_the_view(qtbot: QtBot, tmp_path: Path, opened: list[QUrl]) -> None:
    window = MainWindow(FakeFront(sample_archive(tmp_path / "archive")))
    qtbot.addWidget(window)
    window.commands["help"].trigger()
    window.views.show_view("gaps")
    window.commands["help"].trigger()
    assert [(Path(url.toLocalFile()).name, url.fragment()) for url in opened] == [
        ("start.html", ""),
        ("gaps.html", "缺口视图"),
    ]
    assert window.commands["help"].shortcut().toString() == "F1"


def test_without_a_manual_one_sentence_says_where_it_can_be_read(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manual, "manual_path", lambda: None)
    window = MainWindow(FakeFront(sample_archive(tmp_path)))
    qtbot.addWidget(window)
    said: list[str] = []
    monkeypatch.setattr(window.notices, "warn", said.append)
    window.commands["help"].trigger()
    assert len(said) == 1
    assert "docs" in said[0]


def test_every_key_of_a_command_is_in_the_manual() -> None:
    text = (ROOT / "docs" / "keyboard.md").read_text(encoding="utf-8").replace("逗号", ",")
    assert not [keys for _name, _drawing, _text, keys, _tip in _COMMANDS if keys and keys not in text]
