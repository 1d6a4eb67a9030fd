"""When a copy of the database is made."""

import datetime as dt
from dataclasses import replace

import pytest

from foodsafe_desktop.domain.backups import BULK_FROM, Schedule
from foodsafe_desktop.domain.evidence import Evidence
from foodsafe_desktop.services import backups, deciding, settings
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive
from tests.fakes import NOW, FakeArchive


def _names(archive: FakeArchive) -> list[str]:
    assert all(copy.parent == archive.place.backups for copy in archive.store.copies)
    return [copy.name.split("_", 1)[1].removesuffix(".sqlite3") for copy in archive.store.copies]


def _later(archive: Archive, **passed: float) -> Archive:
    return replace(archive, clock=lambda: NOW + dt.timedelta(**passed))


def test_by_hand_always(archive: FakeArchive) -> None:
    for _ in range(2):
        assert backups.back_up(archive, Job()).path.parent == archive.place.backups
    assert _names(archive) == ["by_hand_20240506-070800", "by_hand_20240506-070800-2"]


def test_once_a_day_unless_the_archive_says_otherwise(archive: FakeArchive) -> None:
    assert backups.back_up_on_schedule(archive, Job()) is not None
    assert backups.back_up_on_schedule(_later(archive, hours=9), Job()) is None
    assert backups.back_up_on_schedule(_later(archive, days=1), Job()) is not None
    decision = settings.save_backup_schedule(archive, Schedule.WEEKLY)
    assert "每周" in decision.sentence
    assert backups.back_up_on_schedule(_later(archive, days=4), Job()) is None
    settings.save_backup_schedule(archive, Schedule.OFF)
    assert backups.back_up_on_schedule(_later(archive, days=40), Job()) is None
    decision.undo()
    assert backups.back_up_on_schedule(_later(archive, days=40), Job()) is not None
    assert _names(archive) == ["daily_20240506-070800", "daily_20240507-070800", "daily_20240615-070800"]


@pytest.mark.parametrize("kept", ["hourly", ""])
def test_a_schedule_that_nobody_knows_is_the_usual_one(archive: Archive, kept: str) -> None:
    with archive.store.begin() as unit:
        unit.set_setting(backups.SCHEDULE, kept)
        assert backups.schedule_of(unit) is Schedule.DAILY


def test_before_a_decision_on_very_many_pieces_once_an_hour(archive: FakeArchive) -> None:
    with archive.store.begin() as unit:
        ids = [one.id for one in unit.save_evidence([Evidence(0, "通知") for _ in range(BULK_FROM)])]
    deciding.assign(archive, ids[1:], 8)
    assert _names(archive) == []
    deciding.assign(archive, ids, 8)
    deciding.unassign(_later(archive, minutes=30), ids, 8)
    deciding.recycle(_later(archive, minutes=61), ids)
    assert _names(archive) == ["bulk_20240506-070800", "bulk_20240506-080900"]
