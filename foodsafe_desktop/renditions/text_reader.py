"""Implements `ports.texts.TextReader`: words by kind in the small workers, pictures of words in workers of their own.

Recognition takes a gigabyte and seconds a page, so its workers have a larger limit, live only while there is something
to recognise, and share the processor's cores among them. A scan is recognised a few pages at a time, and its first page
before the others: a secrecy mark on it ends the reading. A page that costs its worker is named, and the others go on.
"""

import os
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from foodsafe_desktop.domain.texts import FileText, PageText, TextState
from foodsafe_desktop.renditions import ocr
from foodsafe_desktop.renditions.text.reading import SECRET, Words, is_marked, read_words, text_of
from foodsafe_desktop.renditions.worker import WorkerLost, Workers, collect
from foodsafe_desktop.services.job import Job

_SECONDS = 120.0
_SECONDS_A_PAGE = 60.0
_MEMORY = 6 * 1024**3
"""Address space, of which onnxruntime reserves far more than it uses."""
_AT_ONCE = 4
_PAGES = 2
"""Pages that a worker recognises before it is given others."""
_MOST_PICTURES = 500
_LOOK = 0.1
_LOST = "读取文字超时或程序异常退出，未能读取文字。请另存为新的文件后放入同一文件夹。"

Report = Callable[[int, FileText], None]


@dataclass(slots=True)
class _File:
    """One file on its way: what its text is so far, and which parts are still out."""

    place: int
    text: FileText
    waiting: deque[tuple[int, ...]] = field(default_factory=deque)
    out: list[tuple[int, ...]] = field(default_factory=list)
    found: list[PageText] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)
    left_out: bool = False


class TextWorkers:
    """Implements `ports.texts.TextReader`. `workers` may be shared with an inspector, who then ends them."""

    def __init__(self, workers: Workers | None = None) -> None:
        self._own = workers is None
        self._workers = workers or Workers()
        cores = os.cpu_count() or 1
        self._count = max(1, min(4, cores // 2)) if cores > 2 else cores
        self._threads = max(1, cores // self._count)
        self._recognisers = Workers(_MEMORY, self._count)

    def lacks_ocr(self) -> str:
        """Why scans cannot be read on this machine; empty if they can."""
        return ocr.lacking()

    def read(self, paths: Sequence[Path], job: Job, report: Report, *, ocr: bool, cleared: bool = False) -> None:
        """See `TextReader.read`."""
        if paths:
            self._workers.require(job)
        _Run(self, paths, report, self.lacks_ocr() if ocr else "", cleared=cleared).go(
            job, ocr=ocr and not self.lacks_ocr()
        )

    def submit_words(self, path: Path, *, cleared: bool) -> "Future[Words]":
        """Have a file's words read."""
        return self._workers.submit(_SECONDS, _read_cleared if cleared else read_words, path)

    def submit_pictures(self, path: Path, pages: tuple[int, ...]) -> "Future[list[PageText]]":
        """Have pages recognised."""
        return self._recognisers.submit(_SECONDS_A_PAGE * len(pages) + 30, ocr.recognise, path, pages, self._threads)

    @property
    def most_pictures(self) -> int:
        """Parts that are handed out for recognition at a time."""
        return self._count + 1

    def close(self) -> None:
        """Stop the workers."""
        self._recognisers.close()
        if self._own:
            self._workers.close()


def _read_cleared(path: Path) -> Words:
    return read_words(path, cleared=True)


class _Run:
    """One call of `read`."""

    def __init__(self, reader: TextWorkers, paths: Sequence[Path], report: Report, lack: str, *, cleared: bool) -> None:
        self._reader, self._paths, self._report, self._lack = reader, paths, report, lack
        self._cleared = cleared
        self._words: dict[Future[Words], int] = {}
        self._parts: dict[Future[list[PageText]], tuple[_File, tuple[int, ...]]] = {}
        self._files: deque[_File] = deque()

    def go(self, job: Job, *, ocr: bool) -> None:
        """Read all; every file is reported once."""
        waiting = deque(range(len(self._paths)))
        try:
            while waiting or self._words or self._parts or self._files:
                # Words are fast and pictures slow: no more files are opened than are needed to keep both busy.
                while waiting and len(self._words) < _AT_ONCE and len(self._files) < _AT_ONCE:
                    place = waiting.popleft()
                    self._words[self._reader.submit_words(self._paths[place], cleared=self._cleared)] = place
                self._hand_out()
                running: list[Future[Any]] = [*self._words, *self._parts]
                wait(running, timeout=_LOOK, return_when=FIRST_COMPLETED)
                for words in [one for one in self._words if one.done()]:
                    self._take_words(words, self._words.pop(words), ocr=ocr)
                for part in [one for one in self._parts if one.done()]:
                    self._take_part(part, *self._parts.pop(part))
                job.check()
        finally:
            left: list[Future[Any]] = [*self._words, *self._parts]  # only when cancelled or failed
            for future in left:
                future.cancel()

    def _hand_out(self) -> None:
        while self._files and len(self._parts) < self._reader.most_pictures:
            file = next((one for one in self._files if one.waiting and (1,) not in one.out), None)
            if file is None:
                return
            part = file.waiting.popleft()
            file.out.append(part)
            self._parts[self._reader.submit_pictures(self._paths[file.place], part)] = file, part

    def _take_words(self, future: "Future[Words]", place: int, *, ocr: bool) -> None:
        try:
            words = collect(future)
        except WorkerLost:
            words = Words(FileText(TextState.INTERRUPTED, detail=_LOST))
        if not words.pictures or not ocr:
            lack = self._lack if words.pictures else ""
            self._report(place, replace(words.text, detail=words.text.detail + lack))
            return
        pictures = words.pictures[:_MOST_PICTURES]
        parts = [pictures[at : at + _PAGES] for at in range(0, len(pictures), _PAGES)]
        if pictures[0] == 1 and len(pictures) > 1:
            parts = [pictures[:1], *(pictures[at : at + _PAGES] for at in range(1, len(pictures), _PAGES))]
        left_out = len(pictures) < len(words.pictures)
        self._files.append(_File(place, words.text, deque(parts), left_out=left_out))

    def _take_part(self, future: "Future[list[PageText]]", file: _File, part: tuple[int, ...]) -> None:
        file.out.remove(part)
        try:
            pages = collect(future)
            file.found += pages
        except Exception:  # a lost worker, or whatever a decoder raises that stumbled over one of these pages
            if len(part) > 1:
                file.waiting.extendleft((page,) for page in reversed(part))
            else:
                file.lost += part
        if not self._cleared and is_marked(file.found):
            self._end(file, SECRET)
        elif not file.waiting and not file.out:
            text = _joined(file)
            self._end(file, text if self._cleared or not is_marked(text.pages) else SECRET)

    def _end(self, file: _File, text: FileText) -> None:
        if file in self._files:
            self._files.remove(file)
            self._report(file.place, text)


def _joined(file: _File) -> FileText:
    recognised = {page.page: page for page in file.found}
    layer = {page.page: page for page in file.text.pages}
    pages = [recognised.get(number) or layer[number] for number in sorted({*recognised, *layer})]
    details = [file.text.detail]
    if file.lost:
        shown = "、".join(str(page) for page in sorted(file.lost)[:10])
        details.append(f"第{shown}页{'等' if len(file.lost) > 10 else ''}未能识别文字。")
    if file.left_out:
        details.append(f"扫描页过多，只识别了前{_MOST_PICTURES}页。")
    return replace(text_of(pages, "".join(details)), look=file.text.look)
