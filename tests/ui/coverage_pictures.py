"""Pictures of checklist, overview, gaps and findings, full and empty; taken by `screenshots`."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from foodsafe_desktop.domain.task_table import Table
from foodsafe_desktop.services import correcting, indicators, rectifying, requirements_editing
from foodsafe_desktop.services.review import overview
from foodsafe_desktop.ui.editions.importing import ImportForm
from foodsafe_desktop.ui.editions.upgrade import UpgradeForm
from foodsafe_desktop.ui.main_window import MainWindow
from foodsafe_desktop.ui.tree.nodes import CATALOGUE, Kind, NodeKey
from tests.fakes import NOW
from tests.shipped_edition import TEXT
from tests.sure import sure
from tests.ui.at_window import form
from tests.ui.desktop import FakeFront, asked_archive, empty_archive

Take = Callable[..., None]
Until = Callable[[Callable[[], bool]], None]
EIGHT = NodeKey(Kind.SUB_ITEM, 8)


def fronts(home: Path) -> tuple[FakeFront, FakeFront]:
    """An archive with something of everything, and one without any evidence."""
    (home / "full").mkdir()
    (home / "empty").mkdir()
    full = asked_archive(home / "full")
    now, today = overview(full), NOW.date()
    correcting.change_departments(full, 8, ["区市场监管局", "区卫健委"], "经与纸质原件核对", lead=True)
    correcting.settle_doubt(full, 8, sure(now.catalogue.sub_item(8)).doubts[0], "经与纸质原件核对，责任部门已更正")
    indicators.enter_value(full, "8-meetings", 2022, Decimal(2))
    indicators.enter_value(full, "8-meetings", 2023, Decimal(1))
    indicators.mark_not_applicable(full, "8-meetings", 2024, "当年机构改革，会商由上级统一组织")
    requirements_editing.strike_out(full, "8-report")
    rectifying.raise_from_gaps(full, now.coverage.gaps[:60:9], deadline=today + dt.timedelta(days=7))
    past = today - dt.timedelta(days=30)
    rectifying.raise_finding(
        full, 8, "会商纪要未盖章，签到表缺日期", found_on=past, deadline=past + dt.timedelta(days=9)
    )
    held = next(one for one in now.dossier.evidence.values() if "会议纪要" in one.title)
    rectifying.close(full, 2, held.id, note="已补齐")
    return FakeFront(full), FakeFront(empty_archive(home / "empty"))


def take_coverage(
    window: MainWindow, front: FakeFront, take: Take, until: Callable[[Callable[[], bool]], None]
) -> None:
    """All views and forms, in a new window."""
    _open(window, front, until)
    window.tree.select(EIGHT)
    heights = window.right.sizes()
    take("60 checklist")
    window.right.setSizes([10_000, 150])
    take("61 checklist, high")
    bar = window.page_view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    take("62 checklist, indicators")
    bar.setValue(bar.maximum())
    take("63 checklist, corrections")
    window.right.setSizes(heights)
    _views(window, take, 64)
    gaps, findings = window.chasing.gaps, window.chasing.findings
    window.views.show_view("gaps")
    gaps.actions_["advice"].setChecked(True)
    gaps.kind.setCurrentIndex(2)
    gaps.table.selectRow(1)
    take("70 gaps, filtered")
    gaps.box.setText("没有这样的缺口")
    take("71 gaps, none found")
    window.views.show_view("findings")
    findings.table.selectRow(0)
    take("72 findings, selected")
    _forms(window, take)
    _edition_forms(window, front, take, until)


def take_empty(window: MainWindow, front: FakeFront, take: Take, until: Callable[[Callable[[], bool]], None]) -> None:
    """The same views of an archive without evidence."""
    _open(window, front, until)
    window.tree.select(EIGHT)
    take("90 empty, checklist")
    window.tree.select(CATALOGUE)
    _views(window, take, 91)


def _open(window: MainWindow, front: FakeFront, until: Callable[[Callable[[], bool]], None]) -> None:
    window.desk.open(front.archive.place.root)
    until(lambda: window.desk.overview is not None and not window.runner.is_busy)
    window.notices.dismiss()


def _views(window: MainWindow, take: Take, number: int) -> None:
    tabs = window.chasing.summary.tabs
    window.views.show_view("overview")
    for at in range(tabs.count()):
        tabs.setCurrentIndex(at)
        take(f"{number + at} overview, {tabs.tabText(at)}")
    tabs.setCurrentIndex(0)
    window.views.show_view("gaps")
    take(f"{number + 3} gaps")
    window.views.show_view("findings")
    take(f"{number + 4} findings")


def _forms(window: MainWindow, take: Take) -> None:
    page, findings = window.page_view, window.chasing.findings
    window.views.show_view("catalogue")
    now = window.desk.overview
    assert now is not None
    doubt = sure(now.catalogue.sub_item(9)).doubts[0]
    piece = sure(page.page).asked.unserved[0].evidence
    requirement = next(row.requirement for row in sure(page.page).asked.rows if row.requirement.parts)
    closing = findings.model.rows[0].finding
    asks: dict[str, Callable[[], object]] = {
        "serving": lambda: page.serving_wanted.emit(8, [piece]),
        "requirement": lambda: page.requirement_wanted.emit(8, requirement),
        "settling": lambda: page.doubt_settled.emit(9, doubt, False),
        "departments": lambda: page.departments_wanted.emit(8),
        "text": lambda: page.text_wanted.emit(8),
        "place": lambda: page.item_wanted.emit(8),
        "entering": lambda: page.entering_wanted.emit(112),
        "exemption": lambda: page.exemption_wanted.emit("8-meetings", 2023),
        "finding": lambda: window.chasing.finding_decisions.ask_finding(8),
        "closing": lambda: findings.closing_wanted.emit(closing),
    }
    for number, (name, ask) in enumerate(asks.items(), 73):
        ask()
        dialog = _dialog()
        take(f"{number} form {name}", dialog)
        dialog.close()


def _edition_forms(window: MainWindow, front: FakeFront, take: Take, until: Until) -> None:
    """A newer edition with lines that moved, and a table to import."""
    text = TEXT
    text = text.replace("每年至少召开2次会议", "每年至少召开4次会议").replace("白府发〔2023〕40号", "白府发〔2025〕1号")
    newer = front.archive.place.root / "新版.toml"
    newer.write_text(text.replace("公开承诺率", "承诺公开率").replace("区水务局", "区农牧和水务局"), encoding="utf-8")
    window.editions.look_at(newer)
    until(lambda: not window.runner.is_busy)
    tabs = form(UpgradeForm).tabs
    for at in range(tabs.count()):
        tabs.setCurrentIndex(at)
        take(f"{83 + at} upgrade {at + 1}", _dialog())
    _dialog().close()
    row = ("1.党政同责（3分）", "(1) 落实食品安全党政同责。", "县委办牵头，县政府办配合", "2025年5月底")
    head = ("项目", "工作目标任务", "责任部门", "完成时限")
    front.tables = (Table("表1", (head, ("一、基础工作（3分）",) * 4, row, ("备注：由县食药安办解释",) * 4)),)
    window.editions.read(newer)
    until(lambda: not window.runner.is_busy)
    tabs = form(ImportForm).tabs
    for at in range(tabs.count()):
        tabs.setCurrentIndex(at)
        take(f"{86 + at} import {at + 1}", _dialog())
    _dialog().close()


def _dialog() -> QWidget:
    found = QApplication.activeModalWidget()
    assert found is not None
    return found
