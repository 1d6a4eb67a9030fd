"""Files dropped onto a line are copied into its folder: whole, never over another, and taken back without a loss."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from foodsafe_desktop.app import Program
from foodsafe_desktop.domain.errors import Cancelled, NumberUnknown, TakingBackRefused, TakingInRefused
from foodsafe_desktop.services.accession import scan
from foodsafe_desktop.services.job import Job, Progress
from foodsafe_desktop.services.moving import move
from foodsafe_desktop.services.node_folders import folder_of
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.taking_in import RECYCLED, take_in
from tests.integration.renditions import makers
from tests.sure import sure


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    opened = Program().found_archive(tmp_path / "档案")
    folder = opened.place.evidence / "01 基础工作" / "(8) 抽检会商"
    folder.mkdir(parents=True)
    (folder / "会议纪要.pdf").write_bytes(makers.pdf())
    scan(opened, Job())
    yield opened
    opened.close()


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "桌面"
    folder.mkdir()
    (folder / "会议纪要.pdf").write_bytes(makers.pdf(2))
    (folder / "签到表.pdf").write_bytes(makers.pdf(3))
    return folder


def files(folder: Path) -> dict[str, str]:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def numbers(archive: Archive) -> dict[str, tuple[int, ...]]:
    with archive.store.begin() as unit:
        dossier = unit.dossier()
    live = (file for file in dossier.files if not dossier.evidence[file.evidence_id].recycled)
    return {file.path: dossier.numbers_of.get(file.evidence_id, ()) for file in live}


def test_copies_lie_whole_in_the_number_s_folder_beside_what_was_there(archive: Archive, outside: Path) -> None:
    before, originals = files(archive.place.evidence), files(outside)
    decision = take_in(archive, [outside / "会议纪要.pdf", outside / "签到表.pdf"], 8, Job())
    after = files(archive.place.evidence)
    assert after.items() > before.items()
    place = "01 基础工作/(8) 抽检会商"
    assert after[f"{place}/会议纪要 (2).pdf"] == originals["会议纪要.pdf"]
    assert after[f"{place}/签到表.pdf"] == originals["签到表.pdf"]
    assert files(outside) == originals
    assert numbers(archive)[f"{place}/签到表.pdf"] == (8,)
    assert "2 个文件" in decision.sentence


def test_taking_it_back_keeps_the_copies_outside_the_folder_and_the_records_recycled(
    archive: Archive, outside: Path
) -> None:
    before = files(archive.place.evidence)
    decision = take_in(archive, [outside / "签到表.pdf"], 8, Job())
    decision.undo()
    assert files(archive.place.evidence) == before
    assert files(archive.place.root / RECYCLED) == {"签到表.pdf": files(outside)["签到表.pdf"]}
    assert list(numbers(archive)) == ["01 基础工作/(8) 抽检会商/会议纪要.pdf"]
    with archive.store.begin() as unit:
        verbs = [line.verb for line in unit.history()]
    assert {"files_taken_in", "files_put_aside", "recycled"} <= set(verbs)


@pytest.mark.parametrize("by_now", [b"somebody's own work", None])
def test_what_is_no_longer_our_copy_stays_where_it_is(archive: Archive, outside: Path, by_now: bytes | None) -> None:
    decision = take_in(archive, [outside / "会议纪要.pdf", outside / "签到表.pdf"], 8, Job())
    ours = archive.place.evidence / "01 基础工作" / "(8) 抽检会商" / "签到表.pdf"
    ours.rename(archive.place.evidence / "移走了.pdf")
    if by_now is not None:
        ours.write_bytes(by_now)
    before, counted = files(archive.place.evidence), numbers(archive)
    with pytest.raises(TakingBackRefused, match="签到表"):
        decision.undo()
    assert files(archive.place.evidence) == before
    assert numbers(archive) == counted


def test_a_missing_file_that_was_handed_in_anew_is_missed_again(archive: Archive, outside: Path) -> None:
    place = archive.place.evidence / "01 基础工作" / "(8) 抽检会商" / "会议纪要.pdf"
    place.rename(outside / "又交来.pdf")
    (archive.place.evidence / "别的.pdf").write_bytes(makers.pdf(4))
    scan(archive, Job())
    decision = take_in(archive, [outside / "又交来.pdf"], 9, Job())
    assert len(numbers(archive)) == 2, "it was recognised by its content"
    decision.undo()
    report = scan(archive, Job())
    assert report.missing == 1
    assert sorted(numbers(archive).values()) == [(), (8,)]


def test_another_document_does_not_take_the_place_of_one_that_is_missed(archive: Archive, outside: Path) -> None:
    place = archive.place.evidence / "01 基础工作" / "(8) 抽检会商" / "会议纪要.pdf"
    place.rename(outside / "原件.pdf")
    (archive.place.evidence / "别的.pdf").write_bytes(makers.pdf(4))
    scan(archive, Job())
    take_in(archive, [outside / "会议纪要.pdf"], 8, Job())
    assert not place.exists()
    assert (place.parent / "会议纪要 (2).pdf").exists()
    (outside / "原件.pdf").rename(place)
    report = scan(archive, Job())
    assert (report.missing, report.returned, report.changed) == (0, 1, 0)


def test_a_number_without_a_folder_gets_one_that_the_scan_understands(archive: Archive, outside: Path) -> None:
    assert folder_of(archive, 9) is None
    take_in(archive, [outside / "签到表.pdf"], 9, Job())
    folder = folder_of(archive, 9)
    assert folder is not None
    assert folder.name.startswith("(9) ")
    assert numbers(archive)[f"{folder.name}/签到表.pdf"] == (9,)


def test_an_empty_folder_is_found_by_its_name(archive: Archive) -> None:
    made = archive.place.evidence / "02 能力建设" / "04 检验" / "（46）农畜产品"
    made.mkdir(parents=True)
    assert folder_of(archive, 46) == made


@pytest.mark.parametrize("name", ["机密 情况通报.pdf", "文件夹", "链接.pdf"])
def test_what_may_not_be_copied_is_named_and_nothing_is_copied(archive: Archive, outside: Path, name: str) -> None:
    (outside / "机密 情况通报.pdf").write_bytes(b"x")
    (outside / "文件夹").mkdir()
    (outside / "链接.pdf").symlink_to(outside / "签到表.pdf")
    before = files(archive.place.evidence)
    with pytest.raises(TakingInRefused, match=name):
        take_in(archive, [outside / "签到表.pdf", outside / name], 8, Job())
    assert files(archive.place.evidence) == before


def test_cancelling_leaves_the_folder_as_it_was(archive: Archive, outside: Path) -> None:
    before, job = files(archive.place.evidence), Job()

    def cancel(progress: Progress) -> None:
        if progress.done == 1:
            job.cancel()

    job.report = cancel
    with pytest.raises(Cancelled):
        take_in(archive, [outside / "签到表.pdf", outside / "会议纪要.pdf"], 8, job)
    assert files(archive.place.evidence) == before


def test_only_numbers_that_take_evidence(archive: Archive, outside: Path) -> None:
    with pytest.raises(NumberUnknown):
        take_in(archive, [outside / "签到表.pdf"], 999, Job())


def test_moving_takes_out_of_one_number_and_into_another_and_back(archive: Archive) -> None:
    [path] = numbers(archive)
    with archive.store.begin() as unit:
        [file] = unit.dossier().files
        before = unit.dossier().assignments
    decision = move(archive, [file.evidence_id], 8, 9)
    assert numbers(archive) == {path: (9,)}
    decision.undo()
    with archive.store.begin() as unit:
        assert unit.dossier().assignments == before
    sure(decision.redo)()
    assert numbers(archive) == {path: (9,)}
    with pytest.raises(NumberUnknown):
        move(replace(archive), [file.evidence_id], 9, 999)


def test_what_was_taken_back_is_put_in_again_with_its_record(archive: Archive, outside: Path) -> None:
    decision = take_in(archive, [outside / "签到表.pdf"], 8, Job())
    taken, before = numbers(archive), files(archive.place.evidence)
    for _ in range(2):
        decision.undo()
        scan(archive, Job())
        assert len(numbers(archive)) == 1
        sure(decision.redo)()
        assert (numbers(archive), files(archive.place.evidence)) == (taken, before)
        assert not files(archive.place.root / RECYCLED)


def test_what_was_taken_back_counts_when_it_is_handed_in_anew(archive: Archive, outside: Path) -> None:
    take_in(archive, [outside / "签到表.pdf"], 8, Job()).undo()
    again = take_in(archive, [outside / "签到表.pdf"], 8, Job())
    assert numbers(archive)["01 基础工作/(8) 抽检会商/签到表.pdf"] == (8,)
    again.undo()
    assert list(numbers(archive)) == ["01 基础工作/(8) 抽检会商/会议纪要.pdf"]


def test_nothing_is_put_in_again_over_a_file_that_came_meanwhile_or_from_nowhere(
    archive: Archive, outside: Path
) -> None:
    decision = take_in(archive, [outside / "签到表.pdf", outside / "会议纪要.pdf"], 8, Job())
    decision.undo()
    place = archive.place.evidence / "01 基础工作" / "(8) 抽检会商" / "签到表.pdf"
    place.write_bytes(b"another")
    before = files(archive.place.evidence)
    with pytest.raises(TakingInRefused, match="签到表"):
        sure(decision.redo)()
    assert files(archive.place.evidence) == before
    assert set(files(archive.place.root / RECYCLED)) == {"签到表.pdf", "会议纪要 (2).pdf"}
    place.unlink()
    (archive.place.root / RECYCLED / "签到表.pdf").unlink()
    with pytest.raises(TakingInRefused, match="签到表"):
        sure(decision.redo)()
    assert not place.exists()
