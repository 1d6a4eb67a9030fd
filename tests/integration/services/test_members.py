"""Files out of archives on a real disk, by a real worker: what is written, what is refused, what is taken back."""

import io
import os
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from foodsafe_desktop.domain.errors import Cancelled
from foodsafe_desktop.domain.evidence import Condition, EvidenceFile, Verdict
from foodsafe_desktop.domain.members import MembersRefused
from foodsafe_desktop.renditions.worker import WorkerInspector
from foodsafe_desktop.services import members
from foodsafe_desktop.services.accession import scan
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive
from tests.integration.renditions import archive_makers
from tests.integration.renditions.makers import package

PLACE = "(8) 会商/2022/附件.zip"
FOLDER = "(8) 会商/2022/附件 内文件"
Put = Callable[..., Path]


@pytest.fixture(scope="module")
def inspector() -> Iterator[WorkerInspector]:
    made = WorkerInspector()
    made.workers.run(Job(), 60.0, os.getpid)  # started here, for no single test may leave processes behind
    yield made
    made.close()


@pytest.fixture
def archive(archive: Archive, inspector: WorkerInspector) -> Archive:
    (archive.place.evidence / "其他.txt").write_bytes(b"x")
    return replace(archive, inspector=inspector)


def taken_in(archive: Archive, put: Put, content: bytes, path: str = PLACE) -> EvidenceFile:
    put(path, content)
    scan(archive, Job())
    with archive.store.begin() as unit:
        found = next(one for one in unit.dossier().files if one.path == path)
    return replace(found, verdict=Verdict("zip", Condition.OK))


def written(archive: Archive) -> dict[str, bytes]:
    folder = archive.place.evidence / FOLDER
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file()}


def verbs(archive: Archive) -> list[str]:
    with archive.store.begin() as unit:
        return [line.verb for line in unit.history()]


THREE = {"通知.pdf": b"%PDF", "照片/一.jpg": b"jpg", "内层.zip": package({"x.txt": b"x"})}


def test_chosen_files_are_written_beside_the_archive_and_taken_in(archive: Archive, put: Put) -> None:
    file = taken_in(archive, put, package(THREE))
    listed = members.contents(archive, file, Job())
    assert [(one.place, one.name, one.size) for one in listed.members] == [
        (number, name, len(content)) for number, (name, content) in enumerate(THREE.items())
    ]
    decision = members.take_members(archive, file, [0, 1, 2], Job())
    assert written(archive) == THREE, "an archive inside is not opened"
    assert "取出 3 个文件" in decision.sentence
    assert scan(archive, Job()).new == 3
    assert list(archive.place.cache.iterdir()) == []
    again = members.take_members(archive, file, [0, 1], Job())
    assert "另有 2 个已在该处" in again.sentence
    assert written(archive) == THREE


def test_names_in_gbk_are_read_and_nothing_is_overwritten(archive: Archive, put: Put) -> None:
    file = taken_in(archive, put, archive_makers.zip_named({"会议纪要.txt".encode("gbk"): b"x"}))
    put(f"{FOLDER}/会议纪要.txt", b"mine")
    members.take_members(archive, file, [0], Job())
    assert sorted(written(archive)) == ["会议纪要 (2).txt", "会议纪要.txt"]
    assert written(archive)["会议纪要.txt"] == b"mine"


def test_taking_back_moves_what_is_unchanged_and_deletes_nothing(archive: Archive, put: Put) -> None:
    file = taken_in(archive, put, package(THREE))
    decision = members.take_members(archive, file, [0, 1, 2], Job())
    put(f"{FOLDER}/通知.pdf", b"worked on", 5)
    decision.undo()
    assert written(archive) == {"通知.pdf": b"worked on"}
    assert not (archive.place.evidence / FOLDER / "照片").exists()
    kept = {one.name: one.read_bytes() for one in (archive.place.root / "withdrawn").rglob("*") if one.is_file()}
    assert kept == {"一.jpg": b"jpg", "内层.zip": THREE["内层.zip"]}
    assert [verb for verb in verbs(archive) if verb.startswith("members")] == ["members_taken", "members_put_back"]
    assert decision.redo is not None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (package({"../逃.txt": b"x", "a.txt": b"y"}), "解压目录之外"),
        (archive_makers.overlapping_zip(2000), "体积异常"),
        (package({"a.txt": b"abc"}, zipfile.ZIP_STORED).replace(b"abc", b"abd"), "校验"),
        (archive_makers.rar_5({"a.txt": b"x"}), "只能取出 ZIP"),
        (b"PK\x03\x04 broken", "损坏"),
    ],
    ids=["astray", "bomb", "damaged", "rar", "broken"],
)
def test_what_should_not_be_unpacked_is_not(content: bytes, said: str, archive: Archive, put: Put) -> None:
    file = taken_in(archive, put, content)
    with pytest.raises(MembersRefused, match=said):
        members.take_members(archive, file, [0, 1], Job())
    assert not (archive.place.evidence / FOLDER).exists()
    assert "members_taken" not in verbs(archive)


def test_a_member_that_swells_or_bears_a_mark_is_left(archive: Archive, put: Put) -> None:
    file = taken_in(archive, put, package({"大.txt": bytes(100_000_000), "（机密）名单.txt": b"x", "好.txt": b"y"}))
    assert [one.withheld for one in members.contents(archive, file, Job()).members] == ["", "名称带有密级标志", ""]
    with pytest.raises(MembersRefused, match="体积异常"):
        members.take_members(archive, file, [2, 0], Job())
    assert not (archive.place.evidence / FOLDER).exists()
    members.take_members(archive, file, [1, 2], Job())
    assert written(archive) == {"好.txt": b"y"}


def test_other_bytes_than_recorded_are_not_opened(archive: Archive, put: Put) -> None:
    file = taken_in(archive, put, package(THREE))
    put(PLACE, package({"other.txt": b"z"}), 9)
    with pytest.raises(MembersRefused, match="与登记的不同"):
        members.contents(archive, file, Job())


def test_cancelling_leaves_nothing(archive: Archive, put: Put) -> None:
    file = taken_in(archive, put, package(THREE))

    class Impatient(Job):
        def step(self, done: int, total: int, what: str) -> None:
            if done == 2:
                self.cancel()
            super().step(done, total, what)

    with pytest.raises(Cancelled):
        members.take_members(archive, file, [0, 1, 2], Impatient())
    assert not (archive.place.evidence / FOLDER).exists()


def test_times_are_said_as_the_archive_has_them(archive: Archive, put: Put) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr(zipfile.ZipInfo("a.txt", (2023, 5, 6, 10, 11, 12)), b"x")
        made.writestr(zipfile.ZipInfo("b.txt"), b"x")
    file = taken_in(archive, put, buffer.getvalue())
    assert [one.modified for one in members.contents(archive, file, Job()).members] == ["2023-05-06 10:11", ""]
