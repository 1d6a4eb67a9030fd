"""An archive for tests of the window: real services over the fake ports, with evidence in every state."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from foodsafe_desktop.domain.converting import Conversion
from foodsafe_desktop.domain.editions import Edition
from foodsafe_desktop.domain.errors import NotAnArchive
from foodsafe_desktop.domain.evidence import Condition, Verdict
from foodsafe_desktop.domain.requirements import RequirementList
from foodsafe_desktop.domain.sheets import SheetRef
from foodsafe_desktop.domain.task_table import CatalogueDraft, CatalogueHead, Table, TableRead
from foodsafe_desktop.domain.watching import FolderState
from foodsafe_desktop.files.catalogue_table import write_catalogue
from foodsafe_desktop.files.editions import load_edition
from foodsafe_desktop.services import accession, deciding
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import (
    Archive,
    ArchivePlace,
    BinderFacts,
    BoundVolume,
    CheckReport,
    Laid,
    NotPrintable,
    Rendition,
)
from foodsafe_desktop.services.ports.pages import OpenPages
from foodsafe_desktop.services.restoring import PackageRestored, Restoration
from tests.fake_pages import FakePages
from tests.fakes import FakeArchive, FakeInspector, FakePress, fake_archive
from tests.shipped_edition import shipped_edition

_LAID_OUT = (
    "01 基础工作/04 监管能力/(8) 机构队伍/2022/白府发〔2022〕12号 关于加强食品安全监管队伍建设的通知.pdf",
    "01 基础工作/04 监管能力/(8) 机构队伍/2023/白府发〔2023〕40号 任务分工表（加密）.pdf",
    "01 基础工作/04 监管能力/(8) 机构队伍/2023/监管执法人员培训签到表 2023-05-18.pdf",
    "01 基础工作/04 监管能力/(8) 机构队伍/2023/执法装备清单（损坏）.pdf",
    "01 基础工作/04 监管能力/(8) 机构队伍/2024/2024年执法人员名册 第二册.pdf",
    "01 基础工作/04 监管能力/(8) 机构队伍/2024/2024年执法人员名册 第十册.pdf",
    "01 基础工作/04 监管能力/(8) 机构队伍/2024/机密 情况通报.pdf",
    "(1) 督查督办/2022/督办通知 2022-03-01.pdf",
    "(1) 督查督办/2023/督办通知 2023-03-01.pdf",
    "(1) 督查督办/2024/督办通知 2024-03-01.pdf",
    "(2) 评议考核/2019/考核方案 2019-03-01.pdf",
    "(108) 否决项/情况说明.pdf",
    "各部门报送/市场监管局/关于报送2023年食品安全宣传周活动总结的函.pdf",
    "各部门报送/教育局/学校食堂“互联网+明厨亮灶”建设情况统计表.pdf",
    "各部门报送/IMG_20230315_101502.pdf",
)


class JudgingInspector(FakeInspector):
    """Judges by name, with more words than the plain fake."""

    def inspect(self, paths: Sequence[Path], job: Job, report: Callable[[int, Verdict], None]) -> None:
        for index, path in enumerate(paths):
            job.check()
            report(index, _verdict(path.name, index))


def _verdict(name: str, index: int) -> Verdict:
    if "加密" in name:
        return Verdict("pdf", Condition.ENCRYPTED, f"文件“{name}”设有打开密码。请向报送单位索取未加密的版本。")
    if "损坏" in name:
        return Verdict("pdf", Condition.DAMAGED, f"文件“{name}”不能打开。请向报送单位重新索取。")
    return Verdict("pdf", Condition.OK, "", index % 7 + 1, True)


@dataclass
class HoldingPress(FakePress):
    """A press that stops inside its first volume until `hold` is set, to show what a busy window looks like."""

    hold: threading.Event = field(default_factory=threading.Event)
    raises: Exception | None = None

    def bind(
        self,
        laid: Laid,
        pages_of: Callable[[SheetRef], Rendition | NotPrintable],
        facts: BinderFacts,
        out: Path,
        job: Job,
    ) -> BoundVolume:
        if self.raises is not None:
            raise self.raises
        job.step(0, len(laid.plan.runs), "封面和目录")
        while not self.hold.wait(0.01):
            job.check()
        return super().bind(laid, pages_of, facts, out, job)


def asked_archive(root: Path) -> FakeArchive:
    """The sample archive under the shipped requirement list, with its indicators and sets."""
    return sample_archive(root, shipped_edition().requirements)


def empty_archive(root: Path) -> FakeArchive:
    """A new archive under the shipped requirement list, with nothing in its folder."""
    edition = shipped_edition()
    place = ArchivePlace(root / "新档案", root / "新档案" / "evidence")
    place.evidence.mkdir(parents=True)
    (place.evidence / "在位").touch()  # the files are the fake folder's; to the disk the folder is there and not empty
    return replace(fake_archive(edition.catalogue, requirements=edition.requirements), place=place)


def sample_archive(root: Path, requirements: RequirementList | None = None) -> FakeArchive:
    """A scanned archive: gaps, faults, a changed and a missing file, paper, an omission, an inbox."""
    catalogue = shipped_edition().catalogue
    place = ArchivePlace(root / "白云鄂博矿区", root / "白云鄂博矿区" / "evidence")
    place.evidence.mkdir(parents=True)
    (place.evidence / "在位").touch()  # the files are the fake folder's; to the disk the folder is there and not empty
    press = HoldingPress()
    press.hold.set()
    archive = replace(
        fake_archive(catalogue, requirements=requirements), place=place, inspector=JudgingInspector(), press=press
    )
    folder = archive.folder
    for number, path in enumerate(_LAID_OUT):
        folder.put(path, str(number).encode())
    accession.scan(archive, Job())
    folder.put("(1) 督查督办/2023/督办通知 2023-03-01.pdf", b"changed", mtime=2)
    folder.files.pop("01 基础工作/04 监管能力/(8) 机构队伍/2023/监管执法人员培训签到表 2023-05-18.pdf")
    accession.scan(archive, Job())
    deciding.register_paper(archive, 8, "区食药安委会议纪要（纸质）", 2022, "2柜-3层-第5盒", 12)
    deciding.register_paper(archive, 8, "执法证件登记簿", 2023, None, None)
    deciding.mark_omission(archive, 20, "辖区内无此类生产企业，经区食药安办核定。")
    return archive


@dataclass
class FakeFront:
    """Opens the one archive it was given; `notify` and `tell_state` are what the watcher of its folder calls."""

    archive: FakeArchive
    watching: bool = False
    notify: Callable[[], None] | None = None
    tell_state: Callable[[FolderState], None] | None = None
    tables: tuple[Table, ...] = ()
    opener: Callable[[Path], OpenPages] = FakePages
    founded: list[tuple[Path, Path | None, Path | None, bool]] = field(default_factory=list)

    @property
    def press(self) -> HoldingPress:
        assert isinstance(self.archive.press, HoldingPress)
        return self.archive.press

    @property
    def hold(self) -> threading.Event:
        return self.press.hold

    def open_archive(self, root: Path) -> Archive:
        if root != self.archive.place.root:
            raise NotAnArchive(str(root))
        return self.archive

    def found_archive(
        self, root: Path, evidence: Path | None = None, catalogue: Path | None = None, *, skeleton: bool = False
    ) -> Archive:
        self.founded.append((root, evidence, catalogue, skeleton))
        return self.archive

    def make_demo(self, root: Path) -> Archive:
        return self.archive

    def decide_demo(self, archive: Archive) -> None:
        deciding.register_paper(archive, 3, "演示纸质件", 2022, "1柜-1层-第1盒", 2)

    def converters(self) -> Mapping[Conversion, str]:
        return {Conversion.LIBREOFFICE: "LibreOffice 24.2"}

    def verify_binder(self, path: Path) -> CheckReport:
        raise NotImplementedError

    def verify_package(self, path: Path, job: Job) -> CheckReport:
        raise NotImplementedError

    def restore_package(self, package: Path, root: Path, job: Job) -> PackageRestored:
        raise NotImplementedError

    def restore(self, copy: Path, root: Path, *, replace: bool, other_archive: bool = False) -> Restoration:
        raise NotImplementedError("copies are put back on real disks")

    def load_edition(self, path: Path) -> Edition:
        return load_edition(path)

    def read_task_table(self, path: Path, job: Job) -> tuple[Table, ...]:
        return self.tables

    def catalogue_from_table(self, read: TableRead, head: CatalogueHead) -> CatalogueDraft:
        return write_catalogue(read, head)

    def save_catalogue(self, draft: CatalogueDraft, target: Path) -> None:
        target.write_text(draft.text, encoding="utf-8")

    def open_pages(self, path: Path) -> OpenPages:
        return self.opener(path)

    def follow(
        self,
        archive: Archive,
        on_quiet: Callable[[], None],
        on_state: Callable[[FolderState], None] = lambda _state: None,
    ) -> Callable[[], None]:
        self.watching, self.notify, self.tell_state = True, on_quiet, on_state
        on_state(FolderState.ONLINE)

        def stop() -> None:
            self.watching, self.notify = False, None

        return stop
