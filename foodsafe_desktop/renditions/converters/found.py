"""Which converters this machine has, looked for once, and which of them an archive's choice means."""

import os
from functools import cache
from pathlib import Path
from typing import Protocol

from foodsafe_desktop.domain.converting import Conversion
from foodsafe_desktop.renditions.converters.automation import find_microsoft, find_wps
from foodsafe_desktop.renditions.converters.libreoffice import find_libreoffice
from foodsafe_desktop.renditions.signature import Format
from foodsafe_desktop.services.job import Job

SWITCH = "FOODSAFE_CONVERTERS"
"""The environment variable that, set to `none`, has the program take no other for there: for tests and comparisons."""


class Converter(Protocol):
    """A program that turns documents into PDF. `key` names it and its version in file names."""

    @property
    def name(self) -> str:
        """As people know it."""
        ...

    @property
    def key(self) -> str:
        """Name and version, fit for a file name."""
        ...

    @property
    def formats(self) -> frozenset[Format]:
        """What it opens."""
        ...

    def convert(self, source: Path, found: Format, scratch: Path, job: Job) -> Path:
        """A PDF of the document, in `scratch`. Raises ConversionFailed, OSError, Cancelled."""
        ...


@cache
def installed() -> dict[Conversion, Converter]:
    """The converters of this machine, the preferred ones first; none where the switch says so."""
    if os.environ.get(SWITCH, "").lower() == "none":
        return {}
    looked_for: dict[Conversion, Converter | None] = {
        Conversion.WPS: find_wps(),
        Conversion.MICROSOFT: find_microsoft(),
        Conversion.LIBREOFFICE: find_libreoffice(),
    }
    return {choice: one for choice, one in looked_for.items() if one is not None}


def meant(choice: Conversion, found: Format) -> Converter | None:
    """The converter for a document of that format, None where the program lays it out itself or nobody can."""
    if choice is Conversion.OWN:
        return None
    known = installed()
    candidates = known.values() if choice is Conversion.AUTO else [known[choice]] if choice in known else []
    return next((one for one in candidates if found in one.formats), None)
