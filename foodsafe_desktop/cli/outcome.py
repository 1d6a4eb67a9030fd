"""What a command leaves, in words and in files."""

import argparse
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


def reports_wanted(options: argparse.Namespace) -> list[Path]:
    """The files that ``--docx`` and ``--xlsx`` ask for. Raises SuffixWrong where its name would not let one open."""
    wanted: list[tuple[Path | None, str]] = [(options.docx, ".docx"), (options.xlsx, ".xlsx")]
    for target, suffix in wanted:
        if target is not None and target.suffix.lower() != suffix:
            raise SuffixWrong(str(target), suffix)
    return [target for target, _ in wanted if target is not None]
