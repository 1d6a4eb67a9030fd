"""Copies of an archive's database: by hand, on the archive's schedule, and before steps that may go wrong."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from foodsafe_desktop.domain.backups import BULK, BULK_FROM, BY_HAND, DAILY, Schedule
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.ports.store import UnitOfWork

SCHEDULE = "backup_schedule"
"""The archive's setting that says how often a copy is made by itself; where there is none, every day."""

_BULK_SPARES = dt.timedelta(hours=1)
"""A copy this young spares another one before a bulk decision."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy that was made, and read through: it is whole."""

    path: Path


def back_up(archive: Archive, job: Job, why: str = BY_HAND) -> Backup:
    """Make a copy now. Raises CannotWrite (DiskFull) and Cancelled; then everything is as it was."""
    made = archive.store.backup(archive.place.backups, why, archive.clock(), job)
    assert made is not None  # noqa: S101 - without `since` one is always made
    return Backup(made)


def back_up_on_schedule(archive: Archive, job: Job) -> Backup | None:
    """Make a copy if the archive's schedule says that one is due. Raises as `back_up` does."""
    now = archive.clock()
    with archive.store.begin() as unit:
        since = schedule_of(unit).since(now)
    made = since and archive.store.backup(archive.place.backups, DAILY, now, job, since)
    return Backup(made) if made else None


def before_bulk(archive: Archive, pieces: int) -> None:
    """Make a copy before a decision on very many pieces, unless one was made within the hour.

    Raises CannotWrite: then nothing was decided yet.
    """
    if pieces >= BULK_FROM:
        now = archive.clock()
        archive.store.backup(archive.place.backups, BULK, now, Job(), now - _BULK_SPARES)


def schedule_of(unit: UnitOfWork) -> Schedule:
    """The archive's schedule."""
    kept = unit.setting(SCHEDULE)
    return Schedule(kept) if kept in list(Schedule) else Schedule.DAILY
