"""What a command leaves, in words and in files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from foodsafe_desktop.domain.errors import SuffixWrong

Say = Callable[[str], None]
"""Tells people one line."""


@dataclass(frozen=True)
class Outcome:
    """What a command leaves: the JSON object, and whether a person should look at something."""

    facts: Mapping[str, object]
    attention: bool = False


def refuse_other_suffix(target: Path | None, suffix: str) -> None:
    """Raise SuffixWrong where a file is wanted that its name would not let open."""
    if target is not None and target.suffix.lower() != suffix:
        raise SuffixWrong(str(target), suffix)
