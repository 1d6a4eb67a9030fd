"""Pictures and colours of how a number stands in a year. Never colour alone."""

from PySide6.QtGui import QIcon

from foodsafe_desktop.domain.grid import CellState
from foodsafe_desktop.ui.icons import icon
from foodsafe_desktop.ui.palettes import Tone

CELL_COLOURS = {
    CellState.NONE: Tone.MISSING,
    CellState.PARTIAL: Tone.PARTIAL,
    CellState.ELECTRONIC: Tone.COMPLETE,
    CellState.PAPER: Tone.COMPLETE,
    CellState.BOTH: Tone.COMPLETE,
    CellState.OMITTED: Tone.OMITTED,
    CellState.OUTSIDE: Tone.NOT_CHOSEN,
}
CELL_TINTS = {
    CellState.NONE: Tone.MISSING_TINT,
    CellState.PARTIAL: Tone.PARTIAL_TINT,
    CellState.ELECTRONIC: Tone.COMPLETE_TINT,
    CellState.PAPER: Tone.COMPLETE_TINT,
    CellState.BOTH: Tone.COMPLETE_TINT,
    CellState.OMITTED: Tone.OMITTED_TINT,
    CellState.OUTSIDE: Tone.SURFACE,
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
