"""The theme that is in use, light or dark: its colours by tone.

`theme.MISSING` is the colour of that tone as it is now. What is made once and lives on (tables in a module, icons,
labels) names a `Tone` and asks for `colour` when it draws, so that it follows a change of theme.
"""

from collections.abc import Mapping

from foodsafe_desktop.domain.states import State
from foodsafe_desktop.ui.palettes import DARK, LIGHT, Tone

UI_FONT = "Noto Sans SC"
FONT_POINTS = 10.5

STATE_TONES = {
    State.COMPLETE: Tone.COMPLETE,
    State.PARTIAL: Tone.PARTIAL,
    State.MISSING: Tone.MISSING,
    State.OMITTED: Tone.OMITTED,
    State.NOT_CHOSEN: Tone.NOT_CHOSEN,
    State.RESERVED: Tone.RESERVED,
}
SAYING = (Tone.TEXT, Tone.MUTED, Tone.ACCENT, *STATE_TONES.values())
"""Tones of text and of pictures, on any of the plain grounds."""

_colours: Mapping[Tone, str] = LIGHT


def use(*, dark: bool) -> None:
    """Take the dark or the light colours from now on."""
    global _colours  # noqa: PLW0603 - the one place that knows which theme there is
    _colours = DARK if dark else LIGHT


def is_dark() -> bool:
    """Whether the dark colours are in use."""
    return _colours is DARK


def colour(tone: Tone) -> str:
    """The colour of a tone in the theme in use, as ``#rrggbb``."""
    return _colours[tone]


def __getattr__(name: str) -> str:
    """`theme.TEXT`: the colour of that tone, now."""
    try:
        return _colours[Tone(name)]
    except ValueError:
        raise AttributeError(name) from None


def state_colour(state: State) -> str:
    """The colour of a state's word and picture."""
    return _colours[STATE_TONES[state]]
