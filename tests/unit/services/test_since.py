"""What came in since a person last closed the archive; and the days that they told it."""

import datetime as dt

import pytest

from foodsafe_desktop.domain.catalogue import last_day
from foodsafe_desktop.domain.errors import SettingRefused
from foodsafe_desktop.services import deciding
from foodsafe_desktop.services.accession import scan
from foodsafe_desktop.services.deadlines import Deadlines, save_deadlines
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.review import overview
from foodsafe_desktop.services.since import Arrivals, arrivals, last_seen, mark_seen
from tests.fakes import FakeFolder
from tests.sure import sure


def _since(archive: Archive, line: int) -> Arrivals:
    return arrivals(archive, overview(archive).dossier, line)


def test_only_what_came_after_the_last_session_is_new(archive: Archive, folder: FakeFolder) -> None:
    folder.put("(8) 会商/2022/旧.pdf", b"old")
    folder.put("(9) 检测/2022/会变.pdf", b"before")
    scan(archive, Job())
    assert last_seen(archive) == 0
    assert _since(archive, 0).by_number == {8: 1, 9: 1}
    mark_seen(archive)
    seen = last_seen(archive)
    assert _since(archive, seen).total == 0
    folder.put("(8) 会商/2023/新一.pdf", b"1")
    folder.put("(8) 会商/2023/新二.pdf", b"2")
    folder.put("不知归处.pdf", b"3")
    folder.put("(9) 检测/2022/会变.pdf", b"after", mtime=5)
    folder.files.pop("(8) 会商/2022/旧.pdf")
    scan(archive, Job())
    found = _since(archive, seen)
    assert (found.by_number, found.waiting, found.changed, found.gone) == ({8: 2}, 1, 1, 1)
    assert found.total == 3


def test_an_arrival_counts_where_it_is_assigned_now_and_not_in_the_bin(archive: Archive, folder: FakeFolder) -> None:
    folder.put("一.pdf", b"1")
    folder.put("二.pdf", b"2")
    scan(archive, Job())
    deciding.assign(archive, [1], 10)
    deciding.recycle(archive, [2])
    found = _since(archive, 0)
    assert (found.by_number, found.waiting) == ({10: 1}, 0)


def test_the_days_told_come_before_the_months_of_the_plan(archive: Archive) -> None:
    catalogue = archive.catalogue
    assert overview(archive).deadlines.acceptance_of(catalogue) == last_day(catalogue.acceptance_month)
    told = Deadlines(dt.date(2024, 6, 3), dt.date(2024, 12, 9))
    decision = save_deadlines(archive, told)
    assert overview(archive).deadlines == told
    assert told.application_of(catalogue) == dt.date(2024, 6, 3)
    decision.undo()
    assert overview(archive).deadlines == Deadlines()
    assert overview(archive).deadlines.application_of(catalogue) == last_day(catalogue.application_month)
    sure(decision.redo)()
    assert overview(archive).deadlines == told


def test_an_acceptance_before_the_application_is_refused(archive: Archive) -> None:
    with pytest.raises(SettingRefused):
        save_deadlines(archive, Deadlines(dt.date(2024, 6, 3), dt.date(2024, 6, 2)))
    assert overview(archive).deadlines == Deadlines()
