"""Run one command: arguments in, exit code out."""

import argparse
import signal
import sys
import time
import traceback
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import FrameType

from foodsafe_desktop.cli import binding, commands, copying, finding, issuing, safekeeping, watching
from foodsafe_desktop.cli.speaking import clean, print_json, say, write
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
DONE, ATTENTION, REFUSED, CANCELLED = 0, 1, 2, 130


def run(front: Front, options: argparse.Namespace) -> int:
    """Run the parsed command and return its exit code. Text goes to standard error, JSON to standard output."""
    job = Job(report=_ProgressLine())
    previous = signal.signal(signal.SIGINT, _cancelling(job))
    facts: Mapping[str, object]
    try:
        outcome = _COMMANDS[options.command](front, options, say, job)
        code, facts = ATTENTION if outcome.attention else DONE, outcome.facts
    except Cancelled as cancelled:
        code, facts = stopped(cancelled)
    except DossierError as error:
        code, facts = refused(error.sentence)
    except OSError as error:
        code, facts = refused(_unforeseen(error))
    except Exception as error:  # Python itself would end with 1, which says "done"
        code, facts = refused(_mistake(error))
    finally:
        signal.signal(signal.SIGINT, previous)
    return told(code, facts) if options.json else code


def refused(sentence: str) -> tuple[int, Mapping[str, object]]:
    """Say why nothing was done. The exit code, and what programs are told."""
    say(sentence)
    return REFUSED, {"error": sentence}


def stopped(cancelled: Cancelled) -> tuple[int, Mapping[str, object]]:
    """Say what a cancel left. The exit code, and what programs are told."""
    say(cancelled.sentence)
    return CANCELLED, {"cancelled": True, "error": cancelled.sentence}


def told(code: int, facts: Mapping[str, object]) -> int:
    """Give programs their object. The exit code: that they read no further takes nothing back of what was done."""
    try:
        print_json(facts)
    except BrokenPipeError:
        return code
    except OSError:
        say("结果未能写到标准输出，可能磁盘已满。请清理磁盘后重新执行。")
        return REFUSED
    return code


def _unforeseen(error: OSError) -> str:
    where = f"“{error.filename}”" if error.filename else "所需的文件"
    return f"无法读写{where}。请检查路径是否过长、有无访问权限、磁盘是否正常，然后重试。"


def _mistake(error: Exception) -> str:
    """Says where, and nothing of what was being worked on: a message would hold names of files."""
    places = traceback.extract_tb(error.__traceback__)
    place = [one for one in places if "foodsafe_desktop" in one.filename][-1]
    where = f"{type(error).__name__}，{Path(place.filename).name} 第{place.lineno}行"
    return f"程序内部出错（{where}），本次操作未完成，已保存的内容不受影响。请将括号中的文字告知维护人员。"


def _cancelling(job: Job):  # type: ignore[no-untyped-def] # noqa: ANN202 - the type of signal handlers is a private union
    def handler(_number: int, _frame: FrameType | None) -> None:
        job.cancel()

    return handler


class _ProgressLine:
    """Progress on a terminal: one line, written over at most ten times a second. Silent when not a terminal."""

    def __init__(self) -> None:
        self._last = 0.0
        self._shown = sys.stderr is not None and sys.stderr.isatty()

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if not self._shown or now - self._last < 0.1:
            return
        self._last = now
        count = f"{progress.done}/{progress.total}" if progress.total else str(progress.done)
        with suppress(OSError):  # the terminal was closed
            write(sys.stderr, f"\r\033[K{clean(f'{count} {progress.what[-60:]}')}\r")
