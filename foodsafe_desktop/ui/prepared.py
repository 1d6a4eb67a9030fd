"""What the views show of an overview, reckoned once and not on the thread that draws. No Qt.

With a hundred thousand files the year grid alone takes longer than a person's eye waits for a view.
"""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from foodsafe_desktop.services import review
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.review import Overview

T = TypeVar("T")
_made_beforehand: list[Callable[[Overview], object]] = []


def beforehand(make: Callable[[Overview], T]) -> Callable[[Overview], T]:
    """A presenter whose answer is made with the overview, and kept as long as that is."""

    @wraps(make)
    def kept(overview: Overview) -> T:
        made: dict[Callable[[Overview], object], T] = overview.__dict__.setdefault("made_of_it", {})
        if make not in made:
            made[make] = make(overview)
        return made[make]

    _made_beforehand.append(kept)
    return kept


def overview(archive: Archive) -> Overview:
    """How the archive stands, with all that the views will ask of it. For the dossier thread."""
    now = review.overview(archive)
    for make in _made_beforehand:
        make(now)
    return now
