"""Pictures and colours of how a requirement or indicator stands in a period. Never colour alone."""

from PySide6.QtGui import QIcon

from foodsafe_desktop.ui.icons import icon
from foodsafe_desktop.ui.page.asked import Mark
from foodsafe_desktop.ui.palettes import Tone

MARK_COLOURS = {
    Mark.MET: Tone.COMPLETE,
    Mark.PARTIAL: Tone.PARTIAL,
    Mark.MISSING: Tone.MISSING,
    Mark.ADVISED: Tone.OMITTED,
    Mark.NOT_ASKED: Tone.NOT_CHOSEN,
}
MARK_TINTS = {
    Mark.MET: Tone.COMPLETE_TINT,
    Mark.PARTIAL: Tone.PARTIAL_TINT,
    Mark.MISSING: Tone.MISSING_TINT,
    Mark.ADVISED: Tone.OMITTED_TINT,
    Mark.NOT_ASKED: Tone.SURFACE,
}
_MARK_DRAWINGS = {
    Mark.MET: "state-complete",
    Mark.PARTIAL: "state-partial",
    Mark.MISSING: "state-missing",
    Mark.ADVISED: "notice",
    Mark.NOT_ASKED: "cell-outside",
}


def mark_icon(mark: Mark) -> QIcon:
    """The picture of a mark in its colour."""
    return icon(_MARK_DRAWINGS[mark], MARK_COLOURS[mark])
