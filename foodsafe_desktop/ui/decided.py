"""The decisions of a session: which one 撤销 takes back, and which one 重做 makes again. No Qt."""

from collections.abc import Callable

from foodsafe_desktop.services.deciding import Decision


class Decided:
    """Two piles. A new decision ends what could be made again; one that cannot be made again ends it too."""

    def __init__(self) -> None:
        self._made: list[Decision] = []
        self._undone: list[Decision] = []

    def keep(self, decision: Decision, *, again: bool = False) -> None:
        """A decision was made; `again`: it is one that had been taken back."""
        self._made.append(decision)
        if not again:
            self._undone.clear()

    def newest(self) -> Decision | None:
        """Take the newest decision off its pile, to be taken back."""
        return self._made.pop() if self._made else None

    def took_back(self, decision: Decision) -> None:
        """It was taken back: what was taken back before it rests on it."""
        if decision.redo is None:
            self._undone.clear()
        else:
            self._undone.append(decision)

    def next(self) -> tuple[Decision, Callable[[], object]] | None:
        """Take the decision off its pile that was taken back last, with what makes it again."""
        decision = self._undone.pop() if self._undone else None
        return (decision, decision.redo) if decision and decision.redo else None

    def forget(self) -> None:
        """Another archive: nothing can be taken back."""
        self._made.clear()
        self._undone.clear()

    @property
    def sentences(self) -> tuple[str, str]:
        """What would be taken back, and what would be made again; empty for nothing."""
        last, again = (pile[-1].sentence if pile else "" for pile in (self._made, self._undone))
        return last, again
