"""Freeing what was large without holding the window up: Python frees all that hangs on an object in one go. No Qt.

The overview of a hundred thousand files is a million objects, and the thread that lets go of it last keeps every other
one waiting for as long as it takes to free them.
"""

import gc
from collections.abc import Callable
from types import FunctionType, MethodType, ModuleType
from typing import Any

_LARGE = 500
_DEEP = 7
_NOT_OURS = (type, ModuleType, FunctionType, MethodType)


def let_go(held: list[Any]) -> None:
    """Empty the list, and free what it alone held a stretch at a time, between which other threads come in.

    For another thread than the one that draws.
    """
    inside, containers = _taken_apart(held)
    held.clear()
    for heap, stretch in ((containers, 1), (inside, _LARGE)):
        while heap:
            _drop(heap, stretch)


def _drop(heap: list[object], stretch: int) -> None:
    """A call in Python, as another thread can come in only where one begins or a loop turns."""
    del heap[-stretch:]


def _taken_apart(held: list[object]) -> tuple[list[object], list[object]]:
    """Everything that lies in large containers, and the containers, outer ones last: these are to go first."""
    inside: list[object] = []
    containers: list[object] = []
    level, seen = list(held), set(map(id, held))
    for _ in range(_DEEP):
        below: list[object] = []
        for one in level:
            parts = gc.get_referents(one)
            containers.append(one)
            if len(parts) > _LARGE:
                inside += parts
            else:
                below += [part for part in parts if _is_new(part, seen.add, seen.__contains__)]
        level = below
    containers.reverse()
    return inside, containers


def _is_new(part: object, note: Callable[[int], object], known: Callable[[int], bool]) -> bool:
    if not gc.is_tracked(part) or isinstance(part, _NOT_OURS) or known(id(part)):
        return False
    note(id(part))
    return True
