"""Pictures and colours of how a number stands in a year. Never colour alone."""

from PySide6.QtGui import QIcon

from foodsafe_desktop.domain.gaps import State
from foodsafe_desktop.domain.grid import CellState
from foodsafe_desktop.ui import theme
from foodsafe_desktop.ui.icons import icon

CELL_COLOURS = {
    CellState.NONE: theme.MISSING,
    CellState.PARTIAL: theme.PARTIAL,
    CellState.ELECTRONIC: theme.COMPLETE,
    CellState.PAPER: theme.COMPLETE,
    CellState.BOTH: theme.COMPLETE,
    CellState.OMITTED: theme.OMITTED,
    CellState.OUTSIDE: theme.NOT_CHOSEN,
}
CELL_TINTS = {
    CellState.NONE: theme.STATE_TINTS[State.MISSING],
    CellState.PARTIAL: theme.STATE_TINTS[State.PARTIAL],
    CellState.ELECTRONIC: theme.STATE_TINTS[State.COMPLETE],
    CellState.PAPER: theme.STATE_TINTS[State.COMPLETE],
    CellState.BOTH: theme.STATE_TINTS[State.COMPLETE],
    CellState.OMITTED: theme.STATE_TINTS[State.OMITTED],
    CellState.OUTSIDE: theme.SURFACE,
}
_CELL_DRAWINGS = {
    CellState.NONE: "state-missing",
    CellState.PARTIAL: "state-partial",
    CellState.ELECTRONIC: "cell-electronic",
    CellState.PAPER: "evidence-paper",
    CellState.BOTH: "cell-both",
    CellState.OMITTED: "state-omitted",
    CellState.OUTSIDE: "cell-outside",
}


def cell_icon(state: CellState) -> QIcon:
    """The picture of a grid cell's state in its colour."""
    return icon(_CELL_DRAWINGS[state], CELL_COLOURS[state])
