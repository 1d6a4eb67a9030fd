"""Fakes of what reads and keeps texts: a reader that knows its texts by file name, a store in dictionaries."""

from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from foodsafe_desktop.domain.folding import Term, folded
from foodsafe_desktop.domain.texts import FileText, Look, PageText, TextSource, TextState
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports.texts import Matched


def text(*pages: str, state: TextState = TextState.READ) -> FileText:
    """A text of these pages."""
    return FileText(state, tuple(PageText(at, page, TextSource.LAYER) for at, page in enumerate(pages, start=1)))


@dataclass
class FakeTextReader:
    """`texts` by file name; scans (`pictures`) are read only with recognition. `lack` says why there is none.

    `cleared`: texts of files whose marks mean nothing.
    """

    texts: dict[str, FileText] = field(default_factory=dict)
    pictures: dict[str, FileText] = field(default_factory=dict)
    lack: str = ""
    cleared: dict[str, FileText] = field(default_factory=dict)
    read_names: list[str] = field(default_factory=list)
    closed: bool = False

    def lacks_ocr(self) -> str:
        return self.lack

    def read(
        self,
        paths: Sequence[Path],
        job: Job,
        report: Callable[[int, FileText], None],
        *,
        ocr: bool,
        cleared: bool = False,
    ) -> None:
        for at, path in enumerate(paths):
            job.check()
            self.read_names.append(path.name)
            if cleared:
                report(at, self.cleared.get(path.name, FileText(TextState.EMPTY)))
            elif path.name in self.pictures:
                ready = ocr and not self.lack
                report(at, self.pictures[path.name] if ready else FileText(TextState.NEEDS_OCR, detail=self.lack))
            else:
                report(at, self.texts.get(path.name, FileText(TextState.NO_WORDS)))

    def close(self) -> None:
        self.closed = True


@dataclass
class FakeTextStore:
    """Finds by going through all texts."""

    kept: dict[str, FileText] = field(default_factory=dict)
    _places: dict[str, int] = field(default_factory=dict)

    def states(self) -> Mapping[str, TextState]:
        return {key: one.state for key, one in self.kept.items()}

    def keep(self, texts: Iterable[tuple[str, FileText]]) -> None:
        self._places = dict(self._places)
        for key, one in texts:
            self.kept[key] = one
            self._places[key] = max(self._places.values(), default=0) + 1

    def call_anew(self, keys: Sequence[tuple[str, str]]) -> None:
        self._places = dict(self._places)
        for old, new in keys:
            if old in self.kept and new not in self.kept:
                self.kept[new], self._places[new] = self.kept.pop(old), self._places.pop(old)

    def forget_others(self, keys: Collection[str]) -> int:
        gone = [key for key in self.kept if key not in keys]
        for key in gone:
            del self.kept[key]
        return len(gone)

    def gather(self, job: Job) -> None:
        job.check()

    def text_of(self, key: str) -> FileText | None:
        return self.kept.get(key)

    def looks(self) -> Mapping[str, Look]:
        return {key: one.look for key, one in self.kept.items() if one.look is not None}

    def places(self) -> Mapping[str, int]:
        return self._places

    def matching(self, terms: Sequence[Term], wanted: Collection[int], limit: int, job: Job) -> Matched:
        job.check()
        found = [
            place
            for key, place in self._places.items()
            if key in self.kept and place in wanted and all(self._holds(key, term) for term in terms)
        ]
        return Matched(sorted(found, reverse=True)[:limit], is_all=len(found) <= limit)

    def _holds(self, key: str, term: Term) -> bool:
        return any(term.pattern.search(folded(page.text)) for page in self.kept[key].pages)

    def pages(self, places: Sequence[int]) -> Generator[tuple[int, Iterator[PageText]], None, None]:
        by_place = {place: key for key, place in self._places.items()}
        for place in places:
            yield place, iter(self.kept[by_place[place]].pages)
