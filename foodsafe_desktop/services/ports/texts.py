"""What reading and searching texts need of the world, as Protocols."""

from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from foodsafe_desktop.domain.folding import Term
from foodsafe_desktop.domain.texts import FileText, Look, PageText, TextState
from foodsafe_desktop.services.job import Job


class TextReader(Protocol):
    """Reads the words of files in worker processes with limits; a file can crash only the worker."""

    def lacks_ocr(self) -> str:
        """Why scans cannot be read on this machine, as a Chinese sentence; empty if they can."""
        ...

    def read(
        self,
        paths: Sequence[Path],
        job: Job,
        report: Callable[[int, FileText], None],
        *,
        ocr: bool,
        cleared: bool = False,
    ) -> None:
        """Read every file and call ``report(index, text)`` once for each, in any order, on this thread.

        `ocr` false: pages that are pictures are left for later. `cleared`: a person said that the marks in these files
        mean nothing, so that their words are kept. Raises WorkersDoNotStart, Cancelled.
        """
        ...

    def close(self) -> None:
        """Let the worker processes go."""
        ...


class Matched(NamedTuple):
    """Numbers of texts, newest first; `is_all` false: there may be more that were not looked at."""

    places: list[int]
    is_all: bool


class TextStore(Protocol):
    """Where texts are kept, by their files' digests. May be thrown away at any time; usable from several threads."""

    def states(self) -> Mapping[str, TextState]:
        """How far the reading of every content got."""
        ...

    def keep(self, texts: Iterable[tuple[str, FileText]]) -> None:
        """Keep what was read; what was there of the same content is replaced."""
        ...

    def call_anew(self, keys: Sequence[tuple[str, str]]) -> None:
        """Keep what was read under other keys from now on, given as old and new, where nothing is kept under these."""
        ...

    def forget_others(self, keys: Collection[str]) -> int:
        """Drop all texts but those of `keys`; returns how many."""
        ...

    def gather(self, job: Job) -> None:
        """Put the index in order after much was kept, so that searches stay fast. Raises Cancelled."""
        ...

    def text_of(self, key: str) -> FileText | None:
        """All that was read of a content, None if nothing was."""
        ...

    def looks(self) -> Mapping[str, Look]:
        """How the pictures among all contents look."""
        ...

    def places(self) -> Mapping[str, int]:
        """Key → the number under which the index knows it. The same object as long as nothing was kept since."""
        ...

    def matching(self, terms: Sequence[Term], wanted: Collection[int], limit: int, job: Job) -> Matched:
        """Those of `wanted` whose text holds all terms, newest first; no more than `limit`. Terms have phrases.

        A real set is taken to be small. Where words are common and few texts are wanted, it is enough to find a page
        of results and what little more costs. Raises Cancelled.
        """
        ...

    def pages(self, places: Sequence[int]) -> Generator[tuple[int, Iterator[PageText]], None, None]:
        """Of each text its pages in order, one after the other as they are asked for; without the lines' places."""
        ...


@dataclass(frozen=True, slots=True)
class Texts:
    """What an archive reads and keeps the words of its files with."""

    reader: TextReader
    store: TextStore
