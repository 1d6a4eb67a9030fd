"""What came of reading everything again."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Relative paths that do not agree. `checked` counts files read; `faults` are sentences on the archive itself.

    `unexpected` files lie there without a record (they came after the last scan), or in no manifest. `notes` are
    sentences that are no fault by themselves: a compiled volume that is not where it was put, why a file could not be
    read.
    """

    checked: int
    mismatched: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unexpected: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether everything agrees; files that came after the last scan are no fault of what is recorded."""
        return not (self.mismatched or self.missing or self.faults)
