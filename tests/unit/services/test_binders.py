"""Compiling: what is asked of the press, and what never reaches it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.errors import Cancelled, CannotWrite, FolderGone, OutputInEvidence, ScopeUnknown
from foodsafe_desktop.domain.evidence import EvidenceFile
from foodsafe_desktop.domain.preflight import RemarkKind
from foodsafe_desktop.domain.recipe import Recipe
from foodsafe_desktop.domain.sheets import A4, SheetKind
from foodsafe_desktop.services import deciding
from foodsafe_desktop.services.accession import scan
from foodsafe_desktop.services.binders import bind, plan
from foodsafe_desktop.services.cover_facts import compiled_by, save_compiled_by
from foodsafe_desktop.services.job import Job, Progress
from foodsafe_desktop.services.ports import Archive, BoundVolume, Laid, NotPrintable, Rendition, SeenPages
from tests.fakes import FakeArchive, FakePress, FakeRenderer, fake_archive
from tests.sure import sure

OUT = Path("/out")


@pytest.fixture
def archive(catalogue: Catalogue) -> Archive:
    archive = fake_archive(catalogue)
    folder = archive.folder
    folder.put("(8) 会商/2022/a.pdf", b"a")
    folder.put("(8) 会商/2023/b.bad", b"b")
    folder.put("(9) 监测/2022/c.pdf", b"c")
    scan(archive, Job())
    return archive


def test_the_whole_set_has_a_volume_for_every_item_and_one_for_the_vetoes(archive: Archive) -> None:
    report = bind(archive, "all", OUT, Job())
    assert [volume.plan.number for volume in report.volumes] == list(range(1, 38))
    assert report.partial
    with archive.store.begin() as unit:
        assert len(unit.binders()) == 37
        assert [entry.verb for entry in unit.history()][-37:] == ["bound"] * 37


def test_a_file_that_cannot_be_printed_makes_its_volume_partial_and_no_other(archive: Archive) -> None:
    report = bind(archive, "dimension:1", OUT, Job())
    assert [v.plan.number for v in report.volumes if v.not_printed] == [4]
    with archive.store.begin() as unit:
        assert [record.key for record in unit.binders() if record.partial] == ["item-4"]


def test_what_is_left_out_of_a_file_makes_its_volume_partial(archive: Archive) -> None:
    class Short(FakeRenderer):
        def render(self, source: Path, file: EvidenceFile, job: Job) -> Rendition:
            return Rendition(source, 1, sizes=(A4,), unprinted=("附件1未打印。", "附件2未打印。"))

    report = bind(replace(archive, renderer=Short()), "item:4", OUT, Job())
    assert report.partial
    lacks = [(one.path, one.reason) for one in report.volumes[0].not_printed if one.path.endswith("a.pdf")]
    assert lacks == [("(8) 会商/2022/a.pdf", "附件1未打印。"), ("(8) 会商/2022/a.pdf", "附件2未打印。")]


def test_nothing_is_bound_without_what_a_share_that_is_not_connected_holds(archive: Archive) -> None:
    class Unreachable(FakeRenderer):
        def render(self, source: Path, file: EvidenceFile, job: Job) -> NotPrintable:
            return NotPrintable("读不到。")

    offline = replace(archive, renderer=Unreachable())
    assert not offline.place.evidence.exists()
    with pytest.raises(FolderGone):
        plan(offline, "item:4", Job())
    with pytest.raises(FolderGone):
        bind(offline, "item:4", OUT, Job())
    with archive.store.begin() as unit:
        assert not unit.binders(), "what was bound before stays as it is"


@pytest.mark.parametrize("change", ["content", "gone", "locked"])
def test_bytes_that_are_not_those_recorded_are_never_printed(archive: FakeArchive, change: str) -> None:
    path = "(9) 监测/2022/c.pdf"
    if change == "content":
        archive.folder.put(path, b"other", mtime=5)
    elif change == "gone":
        del archive.folder.files[path]
    else:
        archive.folder.broken.add(path)
    report = bind(archive, "sub-item:9", OUT, Job())
    [slip] = report.volumes[0].not_printed
    assert slip.path == path
    assert slip.reason.endswith("再装订。")


def test_items_that_are_not_chosen_are_named_in_the_index(archive: FakeArchive) -> None:
    deciding.choose_electives(archive, frozenset({29, 30, 32, 33}), frozenset())
    bind(archive, "all", OUT, Job())
    assert list(archive.press.index_of) == [
        "31．农村食品安全综合治理",
        "34．高质量发展",
        "35．社会共治",
        "36．其他创新举措",
    ]
    assert 31 not in [plan.number for plan in archive.press.bound]


def test_output_never_goes_into_the_evidence_folder(archive: FakeArchive) -> None:
    for out in (archive.place.evidence, archive.place.evidence / "binders"):
        with pytest.raises(OutputInEvidence):
            bind(archive, "all", out, Job())
    assert archive.press.bound == []


@pytest.mark.parametrize(
    "scope",
    ["", "item:99", "item:37", "item:x", "sub-item:112", "department:不存在的局", "box:0", "box:38", "everything"],
)
def test_a_scope_that_names_nothing_is_refused(archive: Archive, scope: str) -> None:
    with pytest.raises(ScopeUnknown):
        bind(archive, scope, OUT, Job())


def test_progress_counts_on_through_all_volumes_and_never_goes_back(archive: Archive) -> None:
    seen: list[Progress] = []
    bind(archive, "all", OUT, Job(report=seen.append))
    assert [p.done for p in seen] == sorted(p.done for p in seen)
    assert all(p.done <= p.total for p in seen)
    assert len({p.total for p in seen}) == 1


def test_cancel_stops_before_the_next_file_and_says_which_volumes_stay(archive: Archive) -> None:
    """All is measured first; three volumes are complete when the first file is put into the fourth."""
    job = Job()

    def report(progress: Progress) -> None:
        if "第04卷" in progress.what and progress.done > progress.total / 2:
            job.cancel()

    job.report = report
    with pytest.raises(Cancelled) as caught:
        bind(archive, "all", OUT, job)
    assert caught.value.finished == ("第01卷 党政同责", "第02卷 工作机制", "第03卷 法规制度")
    assert "此前已编制完成的3卷（“第01卷 党政同责”、“第02卷 工作机制”、“第03卷 法规制度”）" in caught.value.sentence
    with archive.store.begin() as unit:
        assert [record.key for record in unit.binders()] == ["item-1", "item-2", "item-3"]
        assert [entry.subject for entry in unit.history() if entry.verb == "bound"] == list(caught.value.finished)


def test_cancelling_before_anything_is_complete_says_nothing_of_volumes(archive: Archive) -> None:
    job = Job()
    job.report = lambda _progress: job.cancel()
    with pytest.raises(Cancelled) as caught:
        bind(archive, "item:4", OUT, job)
    assert caught.value.finished == ()
    assert caught.value.sentence == "已取消，未完成的部分没有写入。"


def test_a_volume_that_cannot_be_written_leaves_those_before_it_registered(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    bound = FakePress.bind

    def full(self: FakePress, laid: Laid, *rest: Any) -> BoundVolume:
        if laid.plan.volume.number == 6:
            raise CannotWrite("/out/第06卷.pdf", "No space left on device")
        return bound(self, laid, *rest)

    monkeypatch.setattr(FakePress, "bind", full)
    with pytest.raises(CannotWrite, match="“第01卷 党政同责”至“第05卷 源头治理”") as caught:
        bind(archive, "all", OUT, Job())
    assert len(caught.value.finished) == 5
    assert caught.value.detail == "No space left on device"
    with archive.store.begin() as unit:
        assert len(unit.binders()) == 5


@pytest.mark.parametrize(
    ("scope", "of"),
    [
        ("all", ""),
        ("item:4", "第4大项"),
        ("box:37", "第37盒"),
        ("dimension:1", "第1方面"),
        ("sub-item:8", "第8小项"),
        ("department:区卫健委", "区卫健委"),
    ],
)
def test_each_scope_has_an_index_of_its_own(archive: FakeArchive, scope: str, of: str) -> None:
    bind(archive, scope, OUT, Job())
    assert archive.press.of == of


def test_who_compiles_is_left_to_be_written_unless_it_was_said(archive: FakeArchive) -> None:
    bind(archive, "item:4", OUT, Job())
    assert sure(archive.press.facts).compiled_by == ""
    decision = save_compiled_by(archive, " 某区食药安办 ")
    bind(archive, "item:4", OUT, Job())
    assert sure(archive.press.facts).compiled_by == "某区食药安办"
    decision.undo()
    assert compiled_by(archive) == ""


def test_what_the_press_met_is_told(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    bound = FakePress.bind

    def noting(self: FakePress, laid: Laid, *rest: Any) -> BoundVolume:
        note = "已另存。" if laid.plan.volume.number == 4 else ""
        return replace(bound(self, laid, *rest), note=note)

    monkeypatch.setattr(FakePress, "bind", noting)
    assert bind(archive, "all", OUT, Job()).notes == ("已另存。",)


def test_a_volume_inside_the_archive_is_registered_by_its_place_in_it(archive: Archive) -> None:
    bind(archive, "item:4", archive.place.binders, Job())
    bind(archive, "item:4", OUT, Job())
    with archive.store.begin() as unit:
        assert [record.path for record in unit.binders()] == ["binders/第04卷 风险监测.pdf", "/out/第04卷 风险监测.pdf"]


def test_planning_says_what_binding_prints_and_writes_nothing(archive: Archive) -> None:
    planned = plan(archive, "dimension:1", Job())
    report = bind(archive, "dimension:1", OUT, Job())
    assert [one.volume.name for one in planned.volumes] == [volume.plan.name for volume in report.volumes]
    assert [one.runs for one in planned.volumes] == [volume.laid.runs for volume in report.volumes]
    assert planned.costs.pages == sum(volume.pages for volume in report.volumes)
    assert len(planned.costs.spines) == len(planned.volumes)
    assert {remark.kind for remark in planned.remarks} >= {RemarkKind.UNREADABLE, RemarkKind.UNDATED}
    with archive.store.begin() as unit:
        assert len(unit.binders()) == len(report.volumes)


def test_a_thick_volume_goes_into_several_boxes_and_each_is_registered(archive: FakeArchive) -> None:
    for number in range(60):
        archive.folder.put(f"(8) 会商/2022/第{number}期.pdf", str(number).encode())
    scan(archive, Job())
    thick = Recipe(name="厚", spines=(10.0,), leaf=0.2)
    report = bind(archive, "item:4", OUT, Job(), thick)
    assert [volume.plan.name for volume in report.volumes] == [
        "第04卷 风险监测 第1盒（共2盒）",
        "第04卷 风险监测 第2盒（共2盒）",
    ]
    pieces = [piece.ordinal for volume in report.volumes for piece in volume.plan.pieces]
    assert pieces == list(range(1, len(pieces) + 1))
    assert [volume.laid.page_of(volume.plan.sections[0]) for volume in report.volumes] == ["1", "1"]
    with archive.store.begin() as unit:
        assert [record.key for record in unit.binders()] == ["item-4.1", "item-4.2"]
    boxes = [bind(archive, f"box:{n}", OUT, Job(), thick).volumes[0].plan.key for n in (3, 4, 5, 6)]
    assert boxes == ["item-3", "item-4.1", "item-4.2", "item-5"]


def test_references_lead_to_the_page_that_is_printed_even_where_its_volume_was_laid_out_anew(
    archive: FakeArchive,
) -> None:
    with archive.store.begin() as unit:
        ids = {file.path: file.evidence_id for file in unit.dossier().files}
    shared = "(9) 监测/2022/c.pdf"
    deciding.assign(archive, [ids[shared]], 108)
    archive.folder.put("(8) 会商/2022/a.pdf", b"other", mtime=5)  # found out only when it is bound
    report = bind(archive, "all", OUT, Job(), Recipe(duplex=True))
    (referred,) = report.volumes[-1].plan.pieces
    risk = next(volume for volume in report.volumes if volume.plan.number == 4)
    printed = next(piece for piece in risk.plan.pieces if piece.number == 9)
    assert referred.printed_at is not None
    assert (referred.printed_at.key, referred.printed_at.page) == ("item-4", risk.laid.piece_label(printed))
    assert "变动" in risk.not_printed[0].reason


def test_a_range_outside_the_file_is_a_slip_that_says_so(archive: Archive) -> None:
    with archive.store.begin() as unit:
        found = unit.dossier()
        key = next(file.evidence_id for file in found.files if file.path.endswith("c.pdf"))
        unit.assign(replace(one, pages=(2, 3)) for one in found.assignments if one.evidence_id == key)
    (volume,) = bind(archive, "sub-item:9", OUT, Job()).volumes
    assert "第2页至第3页" in volume.not_printed[0].reason


def test_a_file_that_is_too_long_is_held_back_and_said(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FakeRenderer, "render", lambda _self, source, _file, _job: Rendition(source, 3500))
    planned = plan(archive, "sub-item:9", Job())
    assert [remark.kind for remark in planned.remarks][:1] == [RemarkKind.LONG]
    assert planned.costs.pages < 10


def test_the_plan_tells_what_is_in_colour(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive.renderer, "seen_pages", lambda *_: SeenPages((0,)))
    found = plan(archive, "item:4", Job())
    printed = sum(piece.printed_at is None for piece in found.volumes[0].volume.pieces)
    slips = len(found.volumes[0].slips)
    assert (found.costs.coloured, found.costs.coloured_leaves) == (printed - slips, printed - slips)
    grey = plan(archive, "item:4", Job(), Recipe(colour=False))
    assert grey.costs.coloured == 0


def test_blank_pages_and_lost_pictures_are_remarked_whatever_the_recipe(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive.renderer, "seen_pages", lambda *_: SeenPages(blank=(0,), lost=(0,)))
    found = plan(archive, "item:4", Job(), Recipe(colour=False))
    assert {RemarkKind.BLANK, RemarkKind.LOST} <= {remark.kind for remark in found.remarks}
    assert not RemarkKind.BLANK.lacks


def test_of_a_range_only_its_own_pages_count_as_in_colour(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive.renderer, "render", lambda source, *_: Rendition(source, 9, sizes=(A4,) * 9))
    monkeypatch.setattr(archive.renderer, "seen_pages", lambda *_: SeenPages((1, 4, 8), (2, 3), (5, 6)))
    with archive.store.begin() as unit:
        [one] = [held for held in unit.dossier().assignments if held.number == 8][:1]
        unit.assign([replace(one, pages=(4, 6))])
    laid = plan(archive, "sub-item:8", Job()).volumes[0]
    run = next(run for run in laid.runs if run.ref.kind is SheetKind.PART)
    assert (run.pages, run.colour, run.blank, run.lost) == (3, (1,), (0,), (2,))
