"""Building very many objects that live on, without the collector going through all of them again and again."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_MANY = 10_000
"""Objects that are more than the collector should look at in one go: it takes a millisecond for this many."""


@contextmanager
def uncollected() -> Iterator[None]:
    """Put the collector off for a stretch of some seconds at most that makes rows and no cycles: a third of the time.

    Only cycles have to wait. Two threads may be in here at once: the first to come ends it. Where very many objects
    were made they are set aside, which takes no time: the next pass would stop every thread until it had seen them
    all. They go when nobody holds them; cycles among them when all is gone through once (`collect_all`).
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if gc.get_count()[0] > _MANY:
                gc.freeze()
            gc.enable()


def collect_all() -> None:
    """Let cycles go wherever they are, and set aside what is left. Stops every thread for tenths of a second."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
