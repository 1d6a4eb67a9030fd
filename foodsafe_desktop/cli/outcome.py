"""What a command leaves, and how it speaks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Say = Callable[[str], None]
"""Tells people one line."""


@dataclass(frozen=True)
class Outcome:
    """What a command leaves: the JSON object, and whether a person should look at something."""

    facts: Mapping[str, object]
    attention: bool = False
