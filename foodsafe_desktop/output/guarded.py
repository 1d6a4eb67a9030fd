"""A stream for qpdf to write to that never fails while it writes."""

import io
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class Guarded(io.RawIOBase):
    """Passes on to `target` what is written. The first error is kept for `settle`; what comes after it goes nowhere.

    qpdf flushes in destructors, where an error that comes out of the stream ends the whole process.
    """

    def __init__(self, target: BinaryIO) -> None:
        self._target = target
        self._failed: OSError | None = None

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, data: "ReadableBuffer", /) -> int:
        """Take the data, whatever becomes of it; how many bytes that were."""
        if self._failed is None:
            try:
                self._target.write(data)
            except OSError as error:
                self._failed = error
        return memoryview(data).nbytes

    def settle(self) -> None:
        """Raise the OSError that was met, if any."""
        if self._failed is not None:
            raise self._failed
