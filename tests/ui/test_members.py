"""The list of what an archive holds: what can be ticked, what cannot, and what becomes of it at the window."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from foodsafe_desktop.domain.evidence import Condition, Presence, Verdict
from foodsafe_desktop.domain.members import ArchiveContents, ArchiveMember
from foodsafe_desktop.services.review import overview
from foodsafe_desktop.ui.evidence.presenter import evidence_rows
from foodsafe_desktop.ui.main_window import MainWindow
from foodsafe_desktop.ui.members.form import MembersForm
from foodsafe_desktop.ui.tree.nodes import INBOX, Kind, NodeKey
from tests.sure import sure
from tests.ui.desktop import FakeFront, sample_archive

PATH = "各部门报送/教育局/2022年食品安全会议附件.zip"
CONTENTS = ArchiveContents(
    (
        ArchiveMember(0, "2022年食品安全工作会议通知.pdf", 245_760, "2022-03-08 09:15"),
        ArchiveMember(2, "现场照片/学校食堂后厨检查（第一中学）第一次复查照片.jpg", 3_145_728, "2022-03-09 16:40"),
        ArchiveMember(3, "［疑似涉密，不予列名］", 18_432, "2022-03-09 16:41", "名称带有密级标志"),
        ArchiveMember(4, "以往材料.rar", 9_437_184, "", "设有密码"),
    )
)


@pytest.fixture
def show(qtbot: QtBot) -> Callable[..., tuple[MembersForm, list[list[int]]]]:
    window = QWidget()
    qtbot.addWidget(window)

    def opened(contents: ArchiveContents = CONTENTS) -> tuple[MembersForm, list[list[int]]]:
        chosen: list[list[int]] = []
        form = MembersForm(window, PATH, contents, chosen.append)
        form.show()
        if folder := os.environ.get("MEMBERS_PICTURES"):
            form.grab().save(str(Path(folder) / f"members-{len(contents.members)}-{bool(contents.refused)}.png"))
        return form, chosen

    return opened


def test_what_may_be_taken_out_is_ticked_and_handed_on(
    show: Callable[..., tuple[MembersForm, list[list[int]]]],
) -> None:
    form, chosen = show()
    assert not form.ok.isEnabled()
    form.model.item(1).setCheckState(Qt.CheckState.Checked)
    assert form.ok.text() == "取出所选（1）"
    form.every.click()
    assert form.chosen() == [0, 2], "never what is withheld"
    form.accept()
    assert chosen == [[0, 2]]


def test_an_archive_that_is_refused_is_only_looked_at(
    show: Callable[..., tuple[MembersForm, list[list[int]]]],
) -> None:
    form, chosen = show(
        replace(CONTENTS, refused="本程序只能取出 ZIP 压缩包内的文件。请用解压软件解压后，把文件放入同一文件夹。")
    )
    assert not any(form.model.item(row).isCheckable() for row in range(4))
    assert not form.every.isVisible()
    form.accept()
    assert chosen == []
    empty, _ = show(ArchiveContents((), "压缩包不完整或已损坏，不能打开。请向报送单位重新索取原文件。"))
    assert not empty.tree.isVisible()


def test_only_a_row_with_an_archive_offers_to_look_into_it(tmp_path: Path) -> None:
    archive = sample_archive(tmp_path)
    before = next(row for row in evidence_rows(overview(archive), INBOX) if row.path and not row.missing)
    assert before.archive is None
    with archive.store.begin() as unit:
        file = next(one for one in unit.dossier().files if one.path == before.path)
        unit.save_files([replace(file, verdict=Verdict("rar", Condition.UNKNOWN))])
    after = next(row for row in evidence_rows(overview(archive), INBOX) if row.path == before.path)
    assert after.archive is not None


def test_the_window_lists_an_archive_and_says_why_nothing_came_of_it(tmp_path: Path, qtbot: QtBot) -> None:
    archive = sample_archive(tmp_path)
    with archive.store.begin() as unit:
        file = next(one for one in unit.dossier().files if one.presence is Presence.PRESENT and one.fixity)
        file = replace(file, verdict=Verdict("zip", Condition.OK))
        unit.save_files([file])
    window = MainWindow(FakeFront(archive))
    qtbot.addWidget(window)
    window.show()
    window.desk.open(archive.place.root)
    qtbot.waitUntil(lambda: not window.runner.is_busy)
    found = overview(archive)
    numbers = found.dossier.numbers_of.get(file.evidence_id, ())
    key = NodeKey(Kind.SUB_ITEM, numbers[0]) if numbers else INBOX
    row = next(one for one in evidence_rows(found, key) if one.evidence.id == file.evidence_id)
    window.evidence.members_wanted.emit(row)
    qtbot.waitUntil(lambda: window.findChild(MembersForm) is not None)
    form = window.findChild(MembersForm)
    sure(form).every.click()
    sure(form).accept()
    qtbot.waitUntil(lambda: not window.runner.is_busy)
    assert window.notices.last is not None
    assert "未能解压" in window.notices.last.sentence
    window.close()
