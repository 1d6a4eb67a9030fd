"""Things that take long to load, loaded when something is first asked of them.

The window shows in a fraction of the time that the libraries for PDF, office files and the database take to load.
"""

import threading
from collections.abc import Callable
from typing import Any, TypeVar, cast

T = TypeVar("T")


class _AtFirstUse:
    """Stands for what `load` returns; `close` does nothing as long as nothing was asked of it."""

    def __init__(self, load: Callable[[], Any]) -> None:
        self._load = load
        self._lock = threading.Lock()
        self._found: list[Any] = []

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the thing has
        with self._lock:
            if not self._found:
                self._found.append(self._load())
        return getattr(self._found[0], name)

    def close(self) -> None:
        """Close the thing, if it was ever loaded."""
        if self._found:
            self._found[0].close()


def at_first_use(load: Callable[[], T]) -> T:
    """What `load` returns, in a stand-in that calls it when something is first asked of it; safe in every thread."""
    return cast("T", _AtFirstUse(load))
