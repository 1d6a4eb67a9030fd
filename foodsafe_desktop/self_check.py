"""Whether the program is whole on this machine: the whole way of a dossier, in a temporary folder of its own.

For those who install the program or are asked why it does not run, and for the proof that it needs no network. Nothing
of the user's is read or written.
"""

import platform
import sqlite3
import tempfile
import time
import traceback
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path

from foodsafe_desktop import __version__, ui
from foodsafe_desktop.domain.errors import DossierError
from foodsafe_desktop.domain.texts import FileText
from foodsafe_desktop.files.readers import Reader
from foodsafe_desktop.services import accession, binders, fixity_check
from foodsafe_desktop.services.front import Front
from foodsafe_desktop.services.job import Job

_SCOPE = "sub-item:8"
"""Pictures, a scan, office files and a PDF: every kind of page that a volume is made of."""
_PATIENCE = 60
"""Seconds. Where it was frozen wrongly, what is started is no reader and answers to nobody."""
_PICTURE, _WORDS = "抽检公示网页截图.png", "抽检"
"""A picture of the demo evidence, and words that are to be read on it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way. `said` is what was seen, or what went wrong; `seconds` that it took."""

    step: str
    ok: bool
    said: str
    seconds: float


class _Wrong(Exception):
    """A step ended, but not as it should."""


def check(front: Front, say: Callable[[str], None]) -> Mapping[str, object]:
    """Go the whole way, saying one line a step, up to the first step that fails. Returns all of it for programs.

    ``ok`` is whether every step went well. The temporary folder is the user's alone, and gone afterwards.
    """
    machine = f"{platform.platform()}，Python {platform.python_version()}，SQLite {sqlite3.sqlite_version}"
    say(f"食安档案 {__version__} 自检：{machine}")
    steps: list[Step] = []
    with tempfile.TemporaryDirectory(prefix="foodsafe-check-", ignore_cleanup_errors=True) as folder:
        for name, work in _way(front, Path(folder)):
            steps.append(_taken(name, work))
            say(f"  {'正常' if steps[-1].ok else '异常'}  {name}（{steps[-1].seconds:.1f} 秒）：{steps[-1].said}")
            if not steps[-1].ok:
                break
    ok = all(step.ok for step in steps)
    say("自检通过。" if ok else "自检未通过。请将以上内容交给维护人员。")
    return {"ok": ok, "version": __version__, "machine": machine, "steps": [asdict(step) for step in steps]}


def _taken(name: str, work: Callable[[], str]) -> Step:
    begun = time.monotonic()
    try:
        ok, said = True, work()
    except (DossierError, _Wrong) as error:
        ok, said = False, str(error)
    except Exception as error:  # whatever goes wrong, saying so is what this check is for
        *_outer, inner = traceback.extract_tb(error.__traceback__)
        cause = f"（{error.__cause__!r}）" if error.__cause__ else ""
        ok, said = False, f"{type(error).__name__}: {error}{cause}，{inner.filename}:{inner.lineno}"
    return Step(name, ok, said, round(time.monotonic() - begun, 1))


def _way(front: Front, folder: Path) -> tuple[tuple[str, Callable[[], str]], ...]:
    root = folder / "食安档案 自检"
    return (
        ("建立档案", lambda: _found(front, root)),
        ("扫描佐证材料", lambda: _scan(front, root)),
        ("另起程序读取", lambda: _read_apart(front, root)),
        ("识别文字", lambda: _recognise(front, root)),
        ("编制装订本", lambda: _bind(front, root)),
        ("校验", lambda: _verify(front, root)),
        ("打开窗口", lambda: ui.try_window(front, root, folder / "window.ini")),
    )


def _found(front: Front, root: Path) -> str:
    with closing(front.make_demo(root)) as archive:
        return f"{archive.catalogue.title}，{archive.catalogue.counts.sub_items} 个小项"


def _scan(front: Front, root: Path) -> str:
    with closing(front.open_archive(root)) as archive:
        report = accession.scan(archive, Job())
    if not report.new or report.new != report.seen:
        raise _Wrong(f"共 {report.seen} 个文件，只登记了 {report.new} 个")
    return f"{report.new} 个文件"


def _read_apart(front: Front, root: Path) -> str:
    """By a process such as read very many new files. A scan does without them where they do not start, and is slow."""
    with closing(front.open_archive(root)) as archive:
        where = str(archive.place.evidence)
        with archive.store.begin() as unit:
            recorded = {file.path: file.fixity for file in unit.recorded() if file.fixity is not None}
    until = time.monotonic() + _PATIENCE
    asked = iter([tuple(recorded)])

    def check() -> None:
        if time.monotonic() > until:
            raise _Wrong(f"{_PATIENCE} 秒内没有应答")

    with Reader(where, "sha256") as reader:
        read = dict(chain.from_iterable(reader.read(lambda: next(asked, ()), check)))
    if read != recorded:
        raise _Wrong("读取结果与登记的不同")
    return f"{len(read)} 个文件，与登记一致"


def _recognise(front: Front, root: Path) -> str:
    read: list[FileText] = []
    with closing(front.open_archive(root)) as archive:
        if sentence := archive.texts.reader.lacks_ocr():
            return sentence
        picture = min(archive.place.evidence.rglob(_PICTURE))
        archive.texts.reader.read([picture], Job(), lambda _index, text: read.append(text), ocr=True)
    words = "".join(page.text for text in read for page in text.pages)
    if _WORDS not in words:
        raise _Wrong(f"“{picture.name}”中的“{_WORDS}”未能识别，识别结果为“{words[:40]}”")
    return f"“{picture.name}”共 {len(words)} 字"


def _bind(front: Front, root: Path) -> str:
    with closing(front.open_archive(root)) as archive:
        report = binders.bind(archive, _SCOPE, archive.place.binders, Job())
    if not report.volumes:
        raise _Wrong("没有编制出任何一卷")
    return f"{len(report.volumes)} 卷，{sum(volume.pages for volume in report.volumes)} 页"


def _verify(front: Front, root: Path) -> str:
    with closing(front.open_archive(root)) as archive:
        reports = fixity_check.verify_archive(archive, Job()), front.verify_binder(archive.place.binders)
    for report in reports:
        wrong = (*report.faults, *report.mismatched, *report.missing)
        if wrong:
            raise _Wrong("；".join(wrong))
    return f"核对 {sum(report.checked for report in reports)} 个文件，均与登记一致"
