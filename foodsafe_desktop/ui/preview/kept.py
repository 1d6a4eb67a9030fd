"""Things kept as long as there is room for them, those longest not asked for going first. No Qt."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """At most `room` bytes, as told by who puts them in; the newest stays even where it alone is larger."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._held: OrderedDict[Key, tuple[Value, int]] = OrderedDict()
        self.used = 0

    def put(self, key: Key, value: Value, size: int) -> None:
        """Keep a thing of `size` bytes, in place of what was there under its key."""
        self.drop(key)
        self._held[key] = value, size
        self.used += size
        while self.used > self._room and len(self._held) > 1:
            self.drop(next(iter(self._held)))

    def get(self, key: Key) -> Value | None:
        """The thing, which is now the one asked for last; None if it is not here."""
        if key not in self._held:
            return None
        self._held.move_to_end(key)
        return self._held[key][0]

    def drop(self, key: Key) -> None:
        """Let go of a thing, if it is here."""
        if key in self._held:
            self.used -= self._held.pop(key)[1]

    def clear(self) -> None:
        """Let go of everything."""
        self._held.clear()
        self.used = 0
