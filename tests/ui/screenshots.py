"""Pictures of the window in all its states, for people to look at with `tests/ui/looking.md` beside them.

``python -m tests.ui.screenshots [OUT] [--dark] [--letters 150] [--screen 1366x768]``; set QT_SCALE_FACTOR=1.5 for a
screen scaled to 150 %. Written to build/screenshots/ unless told otherwise. Forms grow as far as the screen lets them.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from foodsafe_desktop import ui
from foodsafe_desktop.domain.gaps import State
from foodsafe_desktop.ui.appearance import SCALES, Look, dress
from foodsafe_desktop.ui.forms.new_archive import NewArchiveForm
from foodsafe_desktop.ui.main_window import MainWindow
from foodsafe_desktop.ui.notices import Action
from foodsafe_desktop.ui.remembered import Remembered
from foodsafe_desktop.ui.tree.nodes import INBOX, VETOES, Kind, NodeKey
from tests.sure import sure
from tests.ui.binding_pictures import take_binding
from tests.ui.coverage_pictures import fronts, take_coverage, take_empty
from tests.ui.desktop import FakeFront, sample_archive
from tests.ui.handing_pictures import take_handing_over, take_omissions
from tests.ui.huge_pictures import huge_front, take_huge
from tests.ui.rare_pictures import rare_front, take_first_sight, take_rare
from tests.ui.reading_pictures import reading_front, take_reading
from tests.ui.upkeep_pictures import take_upkeep

SCREENS = ("1366x768", "1920x1080")
_PATIENCE = 500
"""How often the window is looked at until it must have come to rest."""


def main(out: Path, look: Look, letters: int, screen: str) -> None:
    """Take every picture on one screen."""
    width, height = map(int, screen.split("x"))
    scale = os.environ.get("QT_SCALE_FACTOR", "1")
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ["XDG_CONFIG_HOME"] = home
        application = QApplication(["screenshots", "-platform", _platform(Path(home), width, height)])
        dress(application, look, letters)
        size = f"{screen}@{scale}{'' if letters == SCALES[0] else f' letters {letters}'} {look.value}"
        first = FakeFront(sample_archive(Path(home)))
        rare = rare_front(Path(home))
        others = (*fronts(Path(home)), reading_front(Path(home)), huge_front(Path(home)), rare)
        takers: list[Callable[[MainWindow, FakeFront, Callable[..., None], Callable[..., None]], None]]
        takers = [_take_all, take_coverage, take_empty, take_reading, take_huge, take_rare]
        for shown, take_them in zip((first, *others), takers, strict=True):
            window = _window(shown, Path(home), look, letters)
            window.resize(int(width / float(scale)), int(height / float(scale)))
            window.show()
            take_them(window, shown, partial(_take, out, size, window), _until)
            window.close()
        remembered = Remembered(Path(home) / "window.ini")
        room = int(width / float(scale)), int(height / float(scale))
        take_first_sight(remembered, rare.archive.place.root, room, partial(_take, out, size, None))
    if lacking := _without_picture():
        raise SystemExit(f"no picture of {'、'.join(lacking)}")


def _without_picture() -> list[str]:
    """Dialogs and views of the program that were on no picture."""
    for found in walk_packages(ui.__path__, f"{ui.__name__}."):
        import_module(found.name)
    kinds = [QDialog]
    for kind in kinds:
        kinds += kind.__subclasses__()
    own = {kind.__name__ for kind in kinds if kind.__module__.startswith(ui.__name__) and not kind.__subclasses__()}
    return sorted((own | _views) - _seen)


def _platform(home: Path, width: int, height: int) -> str:
    """Qt's offscreen platform with a screen of that size: its own has 800 by 800."""
    described = home / "screen.json"
    one = {"name": "screen", "x": 0, "y": 0, "width": width, "height": height}
    described.write_text(json.dumps({"screens": [{**one, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}]}))
    return f"offscreen:configfile={described}"


def _window(front: FakeFront, home: Path, look: Look, letters: int) -> MainWindow:
    remembered = Remembered(home / "window.ini")
    remembered.keep_looks(look, letters)
    return MainWindow(front, remembered=remembered)


_seen: set[str] = set()
"""Kinds of dialogs, and names of views, that are on pictures."""
_views: set[str] = set()


def _take(out: Path, size: str, window: MainWindow | None, name: str, widget: QWidget | None = None) -> None:
    _settle()
    if widget is None and window is not None:
        hosts = {host for host, _widget in window.views._inside.values()}
        _views.update(window.views.actions_.keys() - hosts, window.views._inside)
        _seen.add(window.views.current())
    _seen.add(type(widget).__name__)
    sure(widget or window).grab().save(str(out / f"{size} {name}.png"))


def _take_all(window: MainWindow, front: FakeFront, take: Callable[..., None], _until: Callable[..., None]) -> None:
    def at(name: str, key: NodeKey) -> None:
        window.tree.select(key)
        take(name)

    take("01 start")
    window.desk.open(front.archive.place.root)
    _until(lambda: window.desk.overview is not None and not window.runner.is_busy)
    take("02 catalogue")
    window.notices.dismiss()
    at("03 inbox", INBOX)
    window.evidence.table.selectRow(0)
    at("04 sub-item with evidence", NodeKey(Kind.SUB_ITEM, 8))
    window.evidence.table.selectRow(0)
    take("05 evidence selected")
    at("06 sub-item missing, doubts", NodeKey(Kind.SUB_ITEM, 4))
    at("07 item", NodeKey(Kind.ITEM, 29))
    at("08 dimension", NodeKey(Kind.DIMENSION, 5))
    at("09 vetoes", VETOES)
    at("10 veto", NodeKey(Kind.VETO, 108))
    at("11 reserved", NodeKey(Kind.RESERVED, 112))
    at("12 longest", NodeKey(Kind.SUB_ITEM, 3))
    window.tree.toggle_state(State.MISSING, on=True)
    take("13 filter missing")
    window.tree.clear_filter()
    window.tree.box.setText("农畜产品")
    take("14 filter text")
    window.tree.box.setText("没有这样的小项")
    take("15 filter finds nothing")
    window.tree.clear_filter()
    at("16 sub-item again", NodeKey(Kind.SUB_ITEM, 8))
    take_upkeep(window, front, take, _until)
    take_handing_over(window, take, _until)
    take_omissions(window, take, _until)
    take_binding(window, front, take, _until)
    front.hold.clear()
    window.desk.bind("all", front.archive.place.binders)
    _until(lambda: window.status.bar.maximum() > 0)
    take("17 busy")
    front.hold.set()
    _until(lambda: not window.runner.is_busy)
    take("18 bound")
    window.notices.dismiss()
    front.archive.folder.gone = True
    shutil.rmtree(front.archive.place.evidence)
    window.desk.scan()
    _until(lambda: not window.runner.is_busy)
    window.notices.tell("已将 1 件归入（8）。", Action("撤销", lambda: None))
    take("19 error")
    window.notices.dismiss()
    for number, name in enumerate(("new", "bind_all", "electives", "paper"), 20):
        window.commands[name].trigger()
        dialog = QApplication.activeModalWidget()
        assert dialog is not None, name
        take(f"{number} form {name}", dialog)
        if name == "new":
            _take_steps(dialog, take)
        dialog.close()
    menu = window.bar.menu
    menu.popup(window.mapToGlobal(window.rect().center()))
    take("29 menu", menu)
    menu.close()
    row = window.evidence.model.index(0, 0).data(257 - 1)
    decisions = window.evidence_decisions
    asks: tuple[Callable[[], None], ...] = (lambda: decisions.ask_number([row]), lambda: decisions.ask_description(row))
    for number, ask in enumerate(asks, 24):
        ask()
        dialog = QApplication.activeModalWidget()
        take(f"{number} form", dialog)
        sure(dialog).close()


def _take_steps(wizard: QWidget, take: Callable[..., None]) -> None:
    assert isinstance(wizard, NewArchiveForm)
    for step in (2, 3):
        wizard.ok.click()
        take(f"20 form new, step {step}", wizard)


def _settle() -> None:
    loop = QEventLoop()
    QTimer.singleShot(120, loop.quit)
    loop.exec()


def _until(reached: Callable[[], bool]) -> None:
    for _ in range(_PATIENCE):
        if reached():
            return
        _settle()
    raise TimeoutError(f"after {len(_seen)} kinds of pictures the window did not come to rest")


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("out", nargs="?", type=Path, default=Path("build/screenshots"))
    asked.add_argument("--dark", action="store_true")
    asked.add_argument("--letters", type=int, choices=SCALES, default=SCALES[0])
    asked.add_argument("--screen", choices=SCREENS)
    told = asked.parse_args()
    if told.screen:
        main(told.out, Look.DARK if told.dark else Look.LIGHT, told.letters, told.screen)
    else:  # a process has one set of screens
        for one in SCREENS:
            subprocess.run([sys.executable, "-m", "tests.ui.screenshots", *sys.argv[1:], "--screen", one], check=True)
