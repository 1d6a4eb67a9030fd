"""What is handed out is recorded and in its place, or neither; issued volumes come out again as they were."""

from dataclasses import replace
from pathlib import Path

import pytest

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.errors import AlreadyIssued, Cancelled, IssuedHidden, IssuedLost, NothingToIssue
from foodsafe_desktop.domain.evidence import Condition
from foodsafe_desktop.domain.recipe import Grouping, Recipe
from foodsafe_desktop.domain.reference_codes import Coding
from foodsafe_desktop.services import binders, coding, cover_facts, deciding
from foodsafe_desktop.services.accession import scan
from foodsafe_desktop.services.handing_out import HANDING_OUT, settle
from foodsafe_desktop.services.issuing import issue, issue_supplement, issued_volumes, plan_supplement
from foodsafe_desktop.services.job import Job, Progress
from foodsafe_desktop.services.ports import Archive
from tests.fakes import FakeArchive, fake_archive

OUT = Path("/out")


@pytest.fixture
def archive(catalogue: Catalogue) -> Archive:
    archive = fake_archive(catalogue)
    _put(archive, "(8) 会商/2022/a.pdf", "(8) 会商/2023/b.pdf")
    return archive


def _put(archive: FakeArchive, *paths: str) -> None:
    for path in paths:
        archive.folder.put(path, path.encode())
    scan(archive, Job())


def _setting(archive: Archive, name: str) -> str:
    with archive.store.begin() as unit:
        return unit.setting(name) or ""


def test_a_cancelled_issue_leaves_nothing(archive: FakeArchive) -> None:
    def cancel(progress: Progress) -> None:
        if archive.press.asked:
            raise Cancelled

    with pytest.raises(Cancelled):
        issue(archive, "item:4", OUT, Job(report=cancel))
    [apart] = archive.press.apart
    assert not apart.is_left
    assert archive.press.digests == {}
    with archive.store.begin() as unit:
        assert (unit.issued(), unit.binders()) == ([], [])
    assert _setting(archive, HANDING_OUT) == ""


def test_a_run_that_was_killed_before_the_record_is_cleared_away(archive: FakeArchive) -> None:
    with archive.store.begin() as unit:
        unit.set_setting(HANDING_OUT, str(OUT))
    left = archive.press.set_apart(OUT, "")
    left.promise('[["item-4", 1, "00"]]')
    settle(archive)
    assert not left.is_left
    assert archive.press.digests == {}


def test_a_run_that_was_killed_after_the_record_is_completed(archive: FakeArchive) -> None:
    [frozen] = issue(archive, "item:4", OUT, Job()).volumes
    press = archive.press
    press.digests.clear()
    press.apart[0].is_left = True
    with archive.store.begin() as unit:
        unit.set_setting(HANDING_OUT, str(OUT))
    settle(archive)
    assert not press.apart[0].is_left
    assert list(press.digests) == [Path(frozen.path)]


def test_a_scope_without_evidence_is_not_handed_out(archive: Archive) -> None:
    with pytest.raises(NothingToIssue):
        issue(archive, "item:5", OUT, Job())
    assert issued_volumes(archive) == ()


def test_a_set_takes_volumes_without_evidence_along_and_their_evidence_comes_later(archive: FakeArchive) -> None:
    volumes = issue(archive, "dimension:1", OUT, Job()).volumes
    empty = next(volume for volume in volumes if not any(block.evidence for block in volume.blocks))
    number = min(empty.numbers)
    _put(archive, f"({number}) 晚到/2023/late.pdf")
    steps = plan_supplement(archive, empty.key, Job()).steps
    assert ("late", ("1-1",)) in {(step.title, step.into) for step in steps}


def test_of_a_set_that_is_partly_handed_out_the_rest_is_handed_out(archive: FakeArchive) -> None:
    issue(archive, "item:4", OUT, Job())
    _put(archive, "(28) 其他/2022/d.pdf")
    report = issue(archive, "dimension:1", OUT, Job())
    assert [one.key for one in report.before] == ["item-4"]
    keys = [one.key for one in report.volumes]
    assert "item-8" in keys
    assert "item-4" not in keys
    assert archive.press.of == f"第1方面其余{len(keys)}卷"
    assert {one.key for one in issued_volumes(archive)} == {"item-4", *keys}
    for scope in ("item:4", "dimension:1"):
        with pytest.raises(AlreadyIssued, match=r"^“第0.*补编”换页。$"):
            issue(archive, scope, Path("/other"), Job())


def test_the_rest_of_a_set_without_any_evidence_is_not_handed_out(archive: FakeArchive) -> None:
    issue(archive, "item:4", OUT, Job())
    with pytest.raises(NothingToIssue):
        issue(archive, "dimension:1", Path("/other"), Job())
    assert [one.key for one in issued_volumes(archive)] == ["item-4"]


def test_compiled_again_an_issued_volume_is_neither_measured_nor_numbered_anew(archive: FakeArchive) -> None:
    issue(archive, "item:4", OUT, Job())
    _put(archive, "(8) 会商/2021/earlier.pdf")
    before = len(archive.press.bound)
    report = binders.bind(archive, "item:4", Path("/again"), Job(), Recipe("双面", duplex=True))
    assert len(archive.press.bound) == before
    [volume] = report.volumes
    assert [piece.title for piece in volume.plan.pieces] == ["a", "b"]
    assert [volume.laid.piece_label(piece) for piece in volume.plan.pieces] == ["2", "3"]
    assert not volume.laid.recipe.duplex
    assert any("原样" in note for note in report.notes)
    assert any("（1件）" in note for note in report.notes)
    shown = binders.plan(archive, "item:4", Job())
    assert [one.volume.name for one in shown.volumes] == [volume.plan.name]
    assert shown.volumes[0].pages == volume.pages


def test_a_lost_pdf_is_made_again_only_where_nothing_changed(archive: FakeArchive) -> None:
    issue(archive, "item:4", OUT, Job())
    archive.press.digests.clear()
    [volume] = binders.bind(archive, "item:4", Path("/again"), Job()).volumes
    assert [volume.laid.piece_label(piece) for piece in volume.plan.pieces] == ["2", "3"]
    _put(archive, "(8) 会商/2022/c.pdf")
    with pytest.raises(IssuedLost):
        binders.bind(archive, "item:4", Path("/again"), Job())
    issue_supplement(archive, "item-4", Path("/second"), Job())
    binders.bind(archive, "item:4", Path("/again"), Job())


def test_what_was_found_to_be_secret_is_copied_no_more(archive: Archive) -> None:
    issue(archive, "item:4", OUT, Job())
    with archive.store.begin() as unit:
        file = unit.dossier().files[0]
        unit.save_files([replace(file, verdict=replace(file.verdict, condition=Condition.SUSPENDED))])
    with pytest.raises(IssuedHidden) as refused:
        binders.bind(archive, "item:4", Path("/again"), Job())
    assert "a" not in refused.value.sentence.replace("pdf", "")


def test_an_issued_volume_keeps_its_fonds_and_its_compiler(archive: FakeArchive) -> None:
    coding.save_coding(archive, Coding("Z109"))
    cover_facts.save_compiled_by(archive, "甲单位")
    issue(archive, "item:4", OUT, Job())
    coding.save_coding(archive, Coding("Z200"))
    cover_facts.save_compiled_by(archive, "乙单位")
    _put(archive, "(8) 会商/2022/c.pdf", "(28) 其他/2022/d.pdf")
    facts = binders.bind(archive, "item:4", Path("/again"), Job()).volumes[0].facts
    assert facts is not None
    assert (facts.fonds, facts.compiled_by) == ("Z109", "甲单位")
    report = issue_supplement(archive, "item-4", Path("/second"), Job())
    assert report.volume.imprint is not None
    assert (report.volume.imprint.fonds, report.volume.imprint.compiled_by) == ("Z109", "甲单位")
    [other] = issue(archive, "item:8", Path("/eight"), Job()).volumes
    assert other.imprint is not None
    assert (other.imprint.fonds, other.imprint.compiled_by) == ("Z200", "乙单位")


def test_a_late_year_does_not_take_the_number_of_an_issued_volume(archive: FakeArchive) -> None:
    recipe = Recipe(grouping=Grouping.ARCHIVE, omissions=False)
    first = issue(archive, "box:1", OUT, Job(), recipe).volumes[0]
    assert first.name.startswith("第01卷 2022年度")
    _put(archive, "(8) 会商/2021/earlier.pdf")
    names = [one.volume.name[:11] for one in binders.plan(archive, "all", Job(), recipe).volumes]
    assert names == ["第01卷 2022年度", "第02卷 2021年度", "第03卷 2023年度"]
    found = plan_supplement(archive, first.key, Job())
    assert found.is_empty


def test_a_signed_sheet_stays_and_what_came_late_is_signed_for_by_itself(archive: FakeArchive) -> None:
    issue(archive, "item:4", OUT, Job())
    _put(archive, "(8) 会商/2022/c.pdf")
    second = issue_supplement(archive, "item-4", Path("/second"), Job())
    steps = {step.title: step.into for step in second.found.steps}
    assert "责任单位签字确认表" not in steps
    assert steps["责任单位签字确认表（补签）"] == ("补签表2",)
    [whole, late] = second.bound.plan.signings
    assert {count for _, _, count in late.rows} == {"1"}
    assert "2" in {count for _, _, count in whole.rows}
    deciding.unassign(archive, [second.bound.plan.pieces[0].evidence.id], 8)
    third = issue_supplement(archive, "item-4", Path("/third"), Job())
    assert [step.title for step in third.found.steps if "签字" in step.title] == []
    assert [run.labels for run in third.bound.laid.runs if run.ref.issue] == [("补签表2",)]


def test_the_contents_of_a_supplement_go_along_the_pages(archive: FakeArchive) -> None:
    """A printed piece that would be arranged elsewhere today stays where it lies, and so does its line."""
    issue(archive, "item:4", OUT, Job())
    path = "(8) 会商/2022/a.pdf"
    archive.folder.put("(8) 会商/2023/z.pdf", path.encode())
    del archive.folder.files[path]
    _put(archive, "(8) 会商/2023/c.pdf")
    done = issue_supplement(archive, "item-4", Path("/second"), Job())
    plan = done.bound.laid
    lines = [(piece.ordinal, piece.title, plan.piece_label(piece)) for piece in plan.volume.pieces]
    assert lines == [(1, "a", "2"), (2, "b", "3"), (3, "c", "3-1")]
    assert plan_supplement(archive, "item-4", Job()).is_empty


def test_nothing_is_signed_for_where_a_sheet_stands_in_place_of_a_file(archive: FakeArchive) -> None:
    issue(archive, "item:4", OUT, Job())
    del archive.folder.files["(8) 会商/2022/a.pdf"]
    scan(archive, Job())
    steps = plan_supplement(archive, "item-4", Job()).steps
    assert [step.title for step in steps] == ["a", "目录", "备考表"]
    deciding.register_paper(archive, 8, "纸质纪要", 2022, "1柜", 1)
    titles = [step.title for step in plan_supplement(archive, "item-4", Job()).steps]
    assert "责任单位签字确认表（补签）" in titles


def test_what_comes_first_today_refers_to_what_lies_on_issued_paper(archive: Archive) -> None:
    """Not printed twice: the volume before it is compiled later, and leads to the page in the cupboard."""
    issue(archive, "item:4", OUT, Job())
    with archive.store.begin() as unit:
        piece = next(one.id for one in unit.dossier().evidence.values() if one.title == "a")
    deciding.assign(archive, [piece], 1)
    [volume] = binders.bind(archive, "item:1", Path("/again"), Job()).volumes
    [reference] = [one for one in volume.plan.pieces if one.evidence.id == piece]
    assert reference.printed_at is not None
    assert (reference.printed_at.key, reference.printed_at.page) == ("item-4", "2")
