"""Pictures of an archive that is far too full: 5,000 pieces, titles of 200 characters; taken by `screenshots`."""

from collections.abc import Callable
from pathlib import Path

from foodsafe_desktop.domain.evidence import Assignment, Condition, Evidence, EvidenceFile, Fixity, Origin, Verdict
from foodsafe_desktop.services import rectifying
from foodsafe_desktop.ui.main_window import MainWindow
from foodsafe_desktop.ui.tree.nodes import INBOX, Kind, NodeKey
from tests.fakes import NOW
from tests.ui.desktop import FakeFront, asked_archive

_LONG = "关于转发区食品药品安全委员会办公室关于进一步加强农村集体聚餐和学校食堂食品安全工作的通知的通知"
_ROWS = 5000


def huge_front(home: Path) -> FakeFront:
    """Names as long as a disk takes them, in one number and in the inbox."""
    (home / "huge").mkdir()
    archive = asked_archive(home / "huge")
    name = (_LONG * 5)[:200]
    titles = [f"{name[: 20 + at % 180]}{at}" for at in range(_ROWS + 300)]
    with archive.store.begin() as unit:
        held = unit.save_evidence([Evidence(0, title, 2022 + at % 3) for at, title in enumerate(titles)])
        unit.save_files([_file(at, piece) for at, piece in enumerate(held)])
        unit.assign(Assignment(piece.id, 8, Origin.FOLDER, NOW, "tester@desk") for piece in held[:_ROWS])
    rectifying.raise_finding(archive, 8, name * 2, department="区食品药品安全委员会办公室", found_by=name[:40])
    archive.folder.gone = True  # the files are in the dossier only: nothing is compared
    return FakeFront(archive)


def _file(at: int, piece: Evidence) -> EvidenceFile:
    place = "(8) 会商" if at < _ROWS else "各部门报送"
    verdict = Verdict("pdf", Condition.OK, "", 1 + at % 9, printable=True)
    return EvidenceFile(0, f"{place}/{piece.title}.pdf", piece.id, Fixity(1000, 0, "sha256", f"{at:064x}"), verdict)


def take_huge(
    window: MainWindow, front: FakeFront, take: Callable[..., None], until: Callable[[Callable[[], bool]], None]
) -> None:
    """The views that show pieces."""
    window.desk.open(front.archive.place.root)
    until(lambda: window.desk.overview is not None and not window.runner.is_busy)
    window.notices.dismiss()
    window.tree.select(NodeKey(Kind.SUB_ITEM, 8))
    window.evidence.table.selectRow(4)
    take("96 huge sub-item")
    window.tree.select(INBOX)
    take("96 huge inbox node")
    for name in ("inbox", "overview", "gaps", "findings", "files"):
        window.views.show_view(name)
        until(lambda: not any(one.is_busy for one in (window.runner, *window.reading_room.runners)))
        take(f"97 huge {name}")
    window.desk.scan()
    until(lambda: not window.runner.is_busy)
    take("98 huge, folder gone")
