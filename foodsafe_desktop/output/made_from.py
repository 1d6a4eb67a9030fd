"""Whether a volume that lies in place is what would be compiled now, so that it can be left as it is.

What a volume is made from is told by one digest in its manifest. The day of compiling is left out: a volume in which
nothing changed keeps the day that it was compiled on, and does not have to be printed again.
"""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from foodsafe_desktop import __version__
from foodsafe_desktop.domain.sheets import BinderPlan, Run, SheetKind
from foodsafe_desktop.output.manifest import SUFFIX, ManifestBroken, Printout, printout, read_manifest
from foodsafe_desktop.services.ports import BinderFacts

_EDITION = 3
"""Raised when the press puts equal plans together in another way."""
_DATED = frozenset((SheetKind.COVER, SheetKind.CLOSING))
"""The sheets that print the day of compiling; all that they say besides is in the plan."""


def made_from(plan: BinderPlan, facts: BinderFacts) -> str:
    """Equal for volumes that print alike but for the day; empty where that cannot be told of a file."""
    if any(run.ref.kind is SheetKind.PART and run.slip is None and not run.fingerprint for run in plan.runs):
        return ""
    undated = replace(facts, on=facts.on.min)
    whole = (_EDITION, __version__, plan.volume, plan.recipe, undated, [_undated(run) for run in plan.runs])
    return hashlib.sha256(repr(whole).encode("utf-8", "backslashreplace")).hexdigest()


def _undated(run: Run) -> Run:
    """Without the day, and without how pages look: the same pages look the same."""
    return replace(run, fingerprint="" if run.ref.kind in _DATED else run.fingerprint, colour=(), blank=(), lost=())


def still_there(target: Path, digest: str, check: Callable[[], None]) -> Printout | None:
    """The volume's PDF in place if it was made from just that and nobody touched it since; `target` has no suffix.

    `check` may raise to stop.
    """
    pdf, docx, manifest = (target.with_name(target.name + suffix) for suffix in (".pdf", ".docx", SUFFIX))
    try:
        kept = read_manifest(manifest)
        if not digest or kept.content.get("made_from") != digest or not docx.is_file():
            return None
        found = printout(pdf, pdf.name, check)
    except (OSError, ManifestBroken):
        return None
    return found if kept.printouts == (found,) else None
