"""Run one command: arguments in, exit code out."""

import argparse
import json
import re
import signal
import sys
import time
from types import FrameType

from foodsafe_desktop.cli import binding, commands, copying, finding, issuing, safekeeping, watching
from foodsafe_desktop.domain.errors import Cancelled, DossierError
from foodsafe_desktop.services.front import Front
from foodsafe_desktop.services.job import Job, Progress

_COMMANDS = {
    "init": commands.init,
    "scan": commands.scan,
    "gaps": commands.gaps,
    "remind": commands.remind,
    "bind": binding.bind,
    "plan": binding.plan,
    "inspector-copy": copying.inspector_copy,
    "issue": issuing.issue,
    "supplement": issuing.supplement,
    "issued": issuing.issued,
    "locate": issuing.locate,
    "verify": commands.verify,
    "check": safekeeping.check,
    "backup": safekeeping.backup,
    "restore": safekeeping.restore,
    "hand-over": safekeeping.hand_over,
    "demo": commands.demo,
    "watch": watching.watch,
    "place": finding.place,
    "text": finding.text,
    "search": finding.search,
    "release": finding.release,
}
_COMMANDS_A_TERMINAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
DONE, ATTENTION, REFUSED, CANCELLED = 0, 1, 2, 130


def run(front: Front, options: argparse.Namespace) -> int:
    """Run the parsed command and return its exit code. Text goes to standard error, JSON to standard output."""
    job = Job(report=_ProgressLine())
    previous = signal.signal(signal.SIGINT, _cancelling(job))
    try:
        outcome = _COMMANDS[options.command](front, options, say, job)
    except Cancelled as cancelled:
        say(cancelled.sentence)
        if options.json:
            print_json({"cancelled": True, "error": cancelled.sentence})
        return CANCELLED
    except DossierError as error:
        say(error.sentence)
        if options.json:
            print_json({"error": error.sentence})
        return REFUSED
    finally:
        signal.signal(signal.SIGINT, previous)
    if options.json:
        print_json(outcome.facts)
    return ATTENTION if outcome.attention else DONE


def _cancelling(job: Job):  # type: ignore[no-untyped-def] # noqa: ANN202 - the type of signal handlers is a private union
    def handler(_number: int, _frame: FrameType | None) -> None:
        job.cancel()

    return handler


def say(sentence: str) -> None:
    """Say a sentence to the person at the terminal, on standard error."""
    print(_clean(sentence), file=sys.stderr, flush=True)


def print_json(facts: object) -> None:
    """Give programs one object, on standard output."""
    # ASCII with escapes: readable by any program on any console code page, undecodable file names included.
    print(json.dumps(facts, ensure_ascii=True), flush=True)


def _clean(text: str) -> str:
    """Text that any console can take: what its encoding lacks is shown as an escape, never as an error.

    So are the signs that command a terminal or turn the order of writing, which a file's name may hold.
    """
    encoding = sys.stderr.encoding or "utf-8"
    plain = _COMMANDS_A_TERMINAL.sub(lambda sign: sign[0].encode("unicode_escape").decode("ascii"), text)
    return plain.encode(encoding, "backslashreplace").decode(encoding)


class _ProgressLine:
    """Progress on a terminal: one line, written over at most ten times a second. Silent when not a terminal."""

    def __init__(self) -> None:
        self._last = 0.0
        self._shown = sys.stderr.isatty()

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if not self._shown or now - self._last < 0.1:
            return
        self._last = now
        count = f"{progress.done}/{progress.total}" if progress.total else str(progress.done)
        print(f"\r\033[K{_clean(f'{count} {progress.what[-60:]}')}", end="\r", file=sys.stderr, flush=True)
