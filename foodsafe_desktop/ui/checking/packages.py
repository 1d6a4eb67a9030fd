"""移交信息包 in the window: making one, checking one, and laying an archive out from one that a person opens."""

import os
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from foodsafe_desktop.services.hand_over import HandOver, hand_over
from foodsafe_desktop.services.ports import CheckReport
from foodsafe_desktop.services.restoring import PackageRestored
from foodsafe_desktop.ui.desk import Desk
from foodsafe_desktop.ui.listing.dialog import ListingDialog
from foodsafe_desktop.ui.listing.presenter import Group, Listing
from foodsafe_desktop.ui.notices import Action, Notices


class Packages(QObject):
    """Asks for folders, and says what came of it. Nothing that a person has is written over: see `free_folder`."""

    def __init__(self, window: QWidget, desk: Desk, notices: Notices) -> None:
        super().__init__(window)
        self._window, self._desk, self._notices = window, desk, notices

    def ask_hand_over(self) -> None:
        """Ask where, and make a package of the open archive in a folder of its own there."""
        if (archive := self._desk.archive) is None:
            return
        name = f"移交信息包 {archive.clock():%Y-%m-%d}"

        def make(folder: Path) -> None:
            out = free_folder(folder, name)
            self._desk.carry_out("生成移交信息包", lambda now, job: hand_over(now, out, job), self._tell_made)

        self._notices.choose_folder("信息包放在哪个文件夹（将在其中新建一个目录）", archive.place.root.parent, make)

    def ask_verify(self) -> None:
        """Ask which package, and read all of it."""
        if (archive := self._desk.archive) is None:
            return
        self._notices.choose_folder("选择要校验的移交信息包", archive.place.root.parent, self.verify)

    def verify(self, package: Path) -> None:
        """Read a package, and say what was found."""
        self._desk.verify_package(package, lambda report: self._tell_verified(package, report))

    def _tell_made(self, made: HandOver) -> None:
        sentence = f"已生成移交信息包“{made.package.name}”：{made.files} 个文件。请打印其中的移交清单。"
        if made.faults:
            self._notices.warn("\n".join(made.faults[:3]))
        if not made.left_out:
            self._notices.tell(sentence, Action("打开所在文件夹", lambda: self._desk.open_folder(made.package)))
            return
        listing = Listing("未装入信息包的文件", f"{len(made.left_out)} 个文件未装入。", left_out_groups(made))

        def show() -> None:
            ListingDialog(self._window, listing).open()
            self._desk.open_folder(made.package)

        tell = self._notices.warn if made.partial else self._notices.tell
        tell(f"{sentence}\n有 {len(made.left_out)} 个文件未装入。", Action("查看清单和文件夹", show))

    def _tell_verified(self, package: Path, report: CheckReport) -> None:
        sentence = verified_sentence(package, report)
        listing = Listing("信息包校验结果", sentence, tuple(_groups(report)))
        look = Action("查看", lambda: ListingDialog(self._window, listing).open())
        (self._notices.tell if report.ok else self._notices.warn)(sentence, look)


def ask_restore(desk: Desk, notices: Notices, package: Path) -> None:
    """Ask where the archive of a package shall lie, lay it out there in a folder of its own, and open it."""

    def tell(done: PackageRestored) -> None:
        notices.tell(
            "\n".join((f"信息包核对无误，已恢复为档案“{done.root}”，共 {done.files} 个文件。", *done.notes[:3]))
        )

    def restore(folder: Path) -> None:
        desk.restore_package(package, free_folder(folder, f"{package.name} 恢复"), tell)

    notices.choose_folder("这是移交信息包：恢复到哪个文件夹（将在其中新建档案目录）", package.parent, restore)


def free_folder(parent: Path, name: str) -> Path:
    """A folder in `parent` that is not there yet: of that name, with a number behind it if need be."""
    found, number = parent / name, 1
    while os.path.lexists(found):
        number += 1
        found = parent / f"{name}（{number}）"
    return found


def left_out_groups(made: HandOver) -> tuple[Group, ...]:
    """What is not in a package, by reason."""
    by_reason: dict[str, list[str]] = {}
    for one in made.left_out:
        by_reason.setdefault(one.reason.value, []).append(one.path)
    return tuple(Group(reason, tuple(paths)) for reason, paths in by_reason.items())


def verified_sentence(package: Path, report: CheckReport) -> str:
    """Whether a package is as its manifests say, in one sentence."""
    if report.ok:
        return f"信息包“{package.name}”校验通过：{report.checked} 个文件全部一致。"
    counts = (
        ("内容不符", len(report.mismatched)),
        ("找不到", len(report.missing)),
        ("未列入清单", len(report.unexpected)),
    )
    said = "，".join(f"{word} {count} 个" for word, count in counts if count) or report.faults[0].rstrip("。")
    return f"信息包“{package.name}”校验未通过：{said}。"


def _groups(report: CheckReport) -> Iterable[Group]:
    groups = (
        Group("信息包本身", report.faults),
        Group("内容不符", report.mismatched),
        Group("找不到", report.missing),
        Group("未列入清单", report.unexpected),
        Group("说明", report.notes),
    )
    return (group for group in groups if group.lines)
