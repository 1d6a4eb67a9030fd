"""What was reckoned of an archive last, so that the next reckoning may go on from it."""

from dataclasses import dataclass

from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.editions import Edition
from foodsafe_desktop.domain.gaps import Coverage


@dataclass(frozen=True)
class Reckoning:
    """A coverage, and the edition and the holdings that it is of."""

    edition: Edition
    dossier: Dossier
    coverage: Coverage


class Reckoned:
    """The last reckoning of one open archive. Any thread may put another in its place, and any takes a whole one."""

    def __init__(self) -> None:
        self.last: Reckoning | None = None
