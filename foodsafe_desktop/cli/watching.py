"""The `watch` command: scan, then follow the folder and say every change as one JSON line on standard output."""

import argparse
import math
import queue
import time
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import asdict

from foodsafe_desktop.cli.commands import say_scan
from foodsafe_desktop.cli.outcome import Outcome, Say
from foodsafe_desktop.cli.speaking import print_json
from foodsafe_desktop.domain.errors import Cancelled, FolderGone, StoreFailed
from foodsafe_desktop.domain.watching import FolderState
from foodsafe_desktop.services import accession
from foodsafe_desktop.services.front import Front
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import (
    Archive,
)
from foodsafe_desktop.services.ports.store import (
    HistoryEntry,
)

_LOOK = 0.2
"""Seconds between two looks whether the person or the clock ends it."""

_AGAIN = 30.0
"""Seconds until a scan is tried again that could not be written."""

_FEW = 64
"""Lines of the history that are read at first; more if these are all new."""

News = queue.SimpleQueue[FolderState | None]
"""What the watcher calls: a new state of the folder, or None for "something rests, scan"."""


def watch(front: Front, options: argparse.Namespace, say: Say, job: Job) -> Outcome:
    """Follow the folder until `--seconds` have passed, the person interrupts, or nobody reads on: all a clean end."""
    end = None if options.seconds is None else time.monotonic() + options.seconds
    news: News = queue.SimpleQueue()
    with closing(front.open_archive(options.archive_root)) as archive:
        following = _Following(archive, say, job)
        stop = front.follow(archive, lambda: news.put(None), news.put)
        try:
            with suppress(Cancelled, BrokenPipeError):
                following.run(news, end)
        finally:
            stop()
    say(f"已停止跟踪，共扫描 {following.scans} 次。")
    return Outcome({"event": "stopped", "scans": following.scans})


class _Following:
    """One run of the command; knows how far the history was told."""

    def __init__(self, archive: Archive, say: Say, job: Job) -> None:
        self._archive, self._say, self._job = archive, say, job
        self.scans = 0
        self._again_at = math.inf
        with archive.store.begin() as unit:
            self._told = max((entry.id for entry in unit.history(1)), default=0)

    def run(self, news: News, end: float | None) -> None:
        """Scan, and again whenever the folder rests after a change. Raises Cancelled when the person interrupts."""
        self._say(f"正在跟踪佐证材料文件夹：{self._archive.place.evidence}（按 Ctrl+C 结束）")
        state, wanted = FolderState.ONLINE, True
        while True:
            with suppress(queue.Empty):
                while True:  # the first wait lets all that is known by now be said before the scan
                    heard = news.get(timeout=0 if wanted else _LOOK)
                    if heard is None:
                        wanted = True
                    else:
                        state = heard
                        self._tell_state(state)
            self._job.check()
            if (wanted or time.monotonic() >= self._again_at) and state is not FolderState.OFFLINE:
                self._scan()
            wanted = False
            if end is not None and time.monotonic() >= end:
                return

    def _scan(self) -> None:
        self._again_at = math.inf
        try:
            report = accession.scan(self._archive, self._job)
            entries = self._new_entries()
        except FolderGone as gone:  # the watcher says the state, and calls again when the folder is back
            self._say(gone.sentence)
            return
        except StoreFailed as failed:  # another program holds the database, or the disk is full: not for ever
            self._say(failed.sentence)
            self._again_at = time.monotonic() + _AGAIN
            return
        self.scans += 1
        for entry in entries:
            self._told = entry.id
            print_json(_line(entry))
        if entries or self.scans == 1:
            print_json({"event": "scanned", **asdict(report)})
            say_scan(report, self._say)

    def _tell_state(self, state: FolderState) -> None:
        print_json({"event": "state", "state": state.value, "label": state.label})
        self._say(f"佐证材料文件夹当前状态：{state.label}。")

    def _new_entries(self) -> list[HistoryEntry]:
        """What the history says since it was last told, oldest first."""
        with self._archive.store.begin() as unit:
            last = _FEW
            while len(entries := unit.history(last)) == last and entries[0].id > self._told:
                last *= 8
        return [entry for entry in entries if entry.id > self._told]


def _line(entry: HistoryEntry) -> Mapping[str, object]:
    where = {"path": entry.subject} if entry.verb.startswith("file_") else {"subject": entry.subject}
    return {"event": entry.verb, **where, "at": entry.at.isoformat(), "detail": entry.detail}
