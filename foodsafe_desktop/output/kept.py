"""Results kept in memory as long as there is room, by all that they were made from."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Kept(Generic[Made]):
    """At most so many bytes, as `size` counts them; what was not asked for longest goes first."""

    def __init__(self, most: int, size: Callable[[Made], int]) -> None:
        self._most, self._size = most, size
        self._made: OrderedDict[bytes, Made] = OrderedDict()
        self._held = 0

    def get(self, of: object, make: Callable[[], Made]) -> Made:
        """What was made of a value that reads the same (its `repr` tells all of it), or what is made of it now."""
        key = hashlib.sha256(repr(of).encode("utf-8", "backslashreplace")).digest()
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = make()
            self._held += self._size(found)
            while self._held > self._most and len(self._made) > 1:
                self._held -= self._size(self._made.popitem(last=False)[1])
        self._made.move_to_end(key)
        return found
