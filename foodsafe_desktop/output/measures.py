"""What a volume's own sheets measured when they were drawn, kept on disk: to know it, they need not be drawn again.

A volume in which nothing changed is left as it lies, but all are laid out each time, for their page numbers: with the
measures at hand that takes no drawing. They can go at any time. They hold for all that the sheets were drawn from but
the day, which a volume left as it lies does not say anew, and for the program that drew them.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path

import foodsafe_desktop
from foodsafe_desktop.domain.binder import VolumePlan
from foodsafe_desktop.domain.recipe import Recipe
from foodsafe_desktop.domain.sheets import Measured, SheetRef
from foodsafe_desktop.services.ports import BinderFacts, Laid, Sheet


class NotDrawn(Mapping[SheetRef, Sheet]):
    """A volume's own sheets that nobody has needed yet: whoever looks at them has them drawn, each time anew."""

    def __init__(self, draw: Callable[[Callable[[], None]], Laid]) -> None:
        self.draw = draw

    def __getitem__(self, ref: SheetRef) -> Sheet:
        return self._drawn()[ref]

    def __iter__(self) -> Iterator[SheetRef]:
        return iter(self._drawn())

    def __len__(self) -> int:
        return len(self._drawn())

    def _drawn(self) -> Mapping[SheetRef, Sheet]:
        return self.draw(lambda: None).sheets


def drawn(laid: Laid, check: Callable[[], None]) -> Laid:
    """A volume with its sheets, to be put together: the measures that were kept are believed for its place only.

    `check` is called before every sheet, and may raise to stop.
    """
    return laid.sheets.draw(check) if isinstance(laid.sheets, NotDrawn) else laid


class Measures:
    """The last measures of each volume, a file each in `folder`, which need not exist; None to keep nothing."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def known(self, of: str, volume: VolumePlan) -> dict[str, Measured] | None:
        """What was kept of just that, by `repr` of each sheet's ref; None where it was not, or cannot be read whole."""
        if self._folder is None:
            return None
        try:
            kept = json.loads(self._file(volume).read_bytes())
            sheets = kept["sheets"]
            if kept["of"] != of or kept["sum"] != _sum(sheets):
                return None
            return {
                ref: Measured(tuple((wide, high) for wide, high in sizes), fingerprint=fingerprint)
                for ref, (sizes, fingerprint) in sheets.items()
            }
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None

    def keep(self, of: str, volume: VolumePlan, found: Mapping[SheetRef, Measured]) -> None:
        """Keep the measures of sheets that were just drawn. Where that cannot be written, they are drawn again."""
        if self._folder is None:
            return
        sheets = {repr(ref): [[list(size) for size in one.sizes], one.fingerprint] for ref, one in found.items()}
        kept = {"of": of, "sum": _sum(sheets), "sheets": sheets}
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            self._file(volume).write_text(json.dumps(kept), encoding="ascii")

    def _file(self, volume: VolumePlan) -> Path:
        assert self._folder is not None  # noqa: S101 - asked for by those that found it
        return self._folder / f"{hashlib.sha256(volume.key.encode()).hexdigest()[:32]}.json"


def drawn_from(volume: VolumePlan, recipe: Recipe, facts: BinderFacts, parts: Mapping[SheetRef, Measured]) -> str:
    """Equal for volumes whose own sheets are drawn alike but for the day, by this very program."""
    whole = (_program(), volume, recipe, replace(facts, on=facts.on.min), sorted(parts.items(), key=repr))
    return hashlib.sha256(repr(whole).encode("utf-8", "backslashreplace")).hexdigest()


def _sum(sheets: object) -> str:
    return hashlib.sha256(json.dumps(sheets).encode("ascii")).hexdigest()


@cache
def _program() -> tuple[object, ...]:
    """The program's version; where it runs from its sources, as they are now besides."""
    package = Path(foodsafe_desktop.__file__).parent
    states = ((path, path.stat()) for path in sorted(package.rglob("*.py")))
    sources = [(path.name, state.st_size, state.st_mtime_ns) for path, state in states]
    return foodsafe_desktop.__version__, sources
