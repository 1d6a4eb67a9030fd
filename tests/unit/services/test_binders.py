"""Compiling: what is asked of the press, and what never reaches it."""

from pathlib import Path

import pytest

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.errors import Cancelled, OutputInEvidence, ScopeUnknown
from foodsafe_desktop.services import deciding
from foodsafe_desktop.services.accession import scan
from foodsafe_desktop.services.binders import bind
from foodsafe_desktop.services.job import Job, Progress
from foodsafe_desktop.services.ports import Archive
from tests.fakes import FakeFolder, FakePress, fake_archive

OUT = Path("/out")


@pytest.fixture
def archive(catalogue: Catalogue) -> Archive:
    archive = fake_archive(catalogue)
    folder = _folder(archive)
    folder.put("(8) 会商/2022/a.pdf", b"a")
    folder.put("(8) 会商/2023/b.bad", b"b")
    folder.put("(9) 监测/2022/c.pdf", b"c")
    scan(archive, Job())
    return archive


def _folder(archive: Archive) -> FakeFolder:
    assert isinstance(archive.folder, FakeFolder)
    return archive.folder


def _press(archive: Archive) -> FakePress:
    assert isinstance(archive.press, FakePress)
    return archive.press


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


@pytest.mark.parametrize("change", ["content", "gone", "locked"])
def test_bytes_that_are_not_those_recorded_are_never_printed(archive: Archive, change: str) -> None:
    path = "(9) 监测/2022/c.pdf"
    if change == "content":
        _folder(archive).put(path, b"other", mtime=5)
    elif change == "gone":
        del _folder(archive).files[path]
    else:
        _folder(archive).broken.add(path)
    report = bind(archive, "sub-item:9", OUT, Job())
    [slip] = report.volumes[0].not_printed
    assert slip.path == path
    assert slip.reason.endswith("再装订。")


def test_items_that_are_not_chosen_are_named_in_the_index(archive: Archive) -> None:
    deciding.choose_electives(archive, frozenset({29, 30, 32, 33}), frozenset())
    bind(archive, "all", OUT, Job())
    assert list(_press(archive).index_of) == [
        "31．农村食品安全综合治理",
        "34．高质量发展",
        "35．社会共治",
        "36．其他创新举措",
    ]
    assert 31 not in [plan.number for plan in _press(archive).bound]


def test_output_never_goes_into_the_evidence_folder(archive: Archive) -> None:
    for out in (archive.place.evidence, archive.place.evidence / "binders"):
        with pytest.raises(OutputInEvidence):
            bind(archive, "all", out, Job())
    assert _press(archive).bound == []


@pytest.mark.parametrize(
    "scope", ["", "item:99", "item:x", "sub-item:112", "department:不存在的局", "box:0", "everything"]
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


def test_cancel_stops_before_the_next_file(archive: Archive) -> None:
    job = Job()
    job.report = lambda _progress: job.cancel()
    with pytest.raises(Cancelled):
        bind(archive, "all", OUT, job)
    with archive.store.begin() as unit:
        assert unit.binders() == []
