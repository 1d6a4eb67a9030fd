"""Pictures and colours of how a requirement or indicator stands in a period. Never colour alone."""

from PySide6.QtGui import QIcon

from foodsafe_desktop.domain.gaps import State
from foodsafe_desktop.ui import theme
from foodsafe_desktop.ui.icons import icon
from foodsafe_desktop.ui.page.asked import Mark

MARK_COLOURS = {
    Mark.MET: theme.COMPLETE,
    Mark.PARTIAL: theme.PARTIAL,
    Mark.MISSING: theme.MISSING,
    Mark.ADVISED: theme.OMITTED,
    Mark.NOT_ASKED: theme.NOT_CHOSEN,
}
MARK_TINTS = {
    Mark.MET: theme.STATE_TINTS[State.COMPLETE],
    Mark.PARTIAL: theme.STATE_TINTS[State.PARTIAL],
    Mark.MISSING: theme.STATE_TINTS[State.MISSING],
    Mark.ADVISED: theme.STATE_TINTS[State.OMITTED],
    Mark.NOT_ASKED: theme.SURFACE,
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
