"""Processes of their own that read many files through: threads share one interpreter, and small files keep it busy.

They only read. One that is lost costs nothing: what it was asked is read here instead.
"""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from types import TracebackType

from foodsafe_desktop.domain.errors import FileStillChanging
from foodsafe_desktop.domain.evidence import Fixity
from foodsafe_desktop.files.digests import Answer, serve
from foodsafe_desktop.files.names import shown
from foodsafe_desktop.undisturbed import undisturbed

AT_ONCE = 128
"""Files asked for in one go."""
_AHEAD = 4
"""How many times as many are asked for before the first answer, so that a reader never waits for the next question.

Whoever asks shares Python with the thread that registers, and may get a turn only now and then.
"""
_LOOK = 0.1
"""Seconds between looks at whether the person cancelled."""


class Reader:
    """One process that reads files below `root`. Leaving the context ends it, whatever it is reading."""

    def __init__(self, root: str, algorithm: str) -> None:
        context = multiprocessing.get_context("spawn")  # no threads or open databases are inherited
        self._algorithm = algorithm
        self._pipe, there = context.Pipe()
        self._process = context.Process(target=serve, args=(there, root, algorithm), daemon=True)
        with undisturbed():
            self._process.start()
        there.close()

    def __enter__(self) -> "Reader":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.join()
        self._process.close()
        self._pipe.close()

    def read(
        self, next_paths: Callable[[], Sequence[str]], check: Callable[[], None]
    ) -> Iterator[list[tuple[str, Fixity | OSError]]]:
        """What came of each path that `next_paths` gives, until it gives none; `check` may raise while it is read.

        Raises Lost with all that was asked and not answered.
        """
        asked: list[Sequence[str]] = []
        try:
            while True:
                while len(asked) < _AHEAD and (paths := next_paths()):
                    asked.append(paths)
                    self._pipe.send(paths)
                if not asked:
                    return
                check()
                while not self._pipe.poll(_LOOK):
                    check()
                answers: list[Answer] = self._pipe.recv()
                yield [(path, self._said(path, one)) for path, one in zip(asked.pop(0), answers, strict=True)]
        except (EOFError, ConnectionError) as error:
            raise Lost([path for paths in asked for path in paths]) from error

    def _said(self, path: str, answer: Answer) -> Fixity | OSError:
        if isinstance(answer, tuple):
            size, mtime_ns, digest = answer
            return Fixity(size, mtime_ns, self._algorithm, digest)
        return FileStillChanging(shown(path)) if answer is None else answer


class Lost(Exception):
    """The process is gone; `paths` were not read."""

    def __init__(self, paths: list[str]) -> None:
        super().__init__(f"{len(paths)} files")
        self.paths = paths
