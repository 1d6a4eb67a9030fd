"""A stream for qpdf to write to that never fails while it writes."""

import io
from typing import BinaryIO


class Guarded(io.BytesIO):
    """Holds what is written until `settle` passes it on to `target`, which is called often and may raise.

    qpdf flushes in destructors, where an error that comes out of the stream ends the whole process. And it writes by
    the thousand little pieces, which a stream of Python's own takes ten times faster than a method could.
    """

    def __init__(self, target: BinaryIO) -> None:
        super().__init__()
        self._target = target

    def settle(self) -> None:
        """Write to the target what has come since the last time. Raises OSError."""
        with self.getbuffer() as held:
            self._target.write(held)
        self.seek(0)
        self.truncate()
