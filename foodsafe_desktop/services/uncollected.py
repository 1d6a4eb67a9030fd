"""Building very many objects that live on, without the collector going through all of them again and again."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Put the collector off for a stretch of some seconds at most that makes rows and no cycles: a third of the time.

    Only cycles have to wait. Two threads may be in here at once: the first to come ends it.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
