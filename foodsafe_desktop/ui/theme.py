"""The theme that is in use, light or dark: its colours by tone, and which of them are put together.

`theme.MISSING` is the colour of that tone as it is now. What is made once and lives on (tables in a module, icons,
labels) names a `Tone` and asks for `colour` when it draws, so that it follows a change of theme.
"""

from collections.abc import Iterator, Mapping

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
STATE_TINT_TONES = {state: Tone(f"{tone}_TINT") for state, tone in STATE_TONES.items()}
SAYING = (Tone.TEXT, Tone.MUTED, Tone.ACCENT, *STATE_TONES.values())
"""Tones of text and of pictures, on any of the plain grounds."""
GROUNDS = (Tone.SURFACE, Tone.STRIPE, Tone.SELECTED, Tone.HOVER, Tone.BACKGROUND)

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


def text_pairs() -> Iterator[tuple[Tone, Tone]]:
    """Every (text, ground) that the style sheet and the delegates put together: contrast 4.5 at least."""
    for tone in SAYING:
        for ground in GROUNDS:
            yield tone, ground
    for state, tint in STATE_TINT_TONES.items():
        yield STATE_TONES[state], tint
        yield Tone.TEXT, tint
    for ground in (Tone.DOUBT_TINT, Tone.NOTE_TINT):
        for tone in SAYING:
            yield tone, ground
    yield Tone.ON_ACCENT, Tone.ACCENT
    yield Tone.ON_ACCENT, Tone.ACCENT_DARK
    for ground in (Tone.NOTICE_GROUND, Tone.ERROR_GROUND):
        yield Tone.ON_NOTICE, ground
        yield Tone.NOTICE_LINK, ground
    yield Tone.INK, Tone.PAPER


def shape_pairs() -> Iterator[tuple[Tone, Tone]]:
    """Every (edge or picture, ground): contrast 3 at least."""
    for tone in (Tone.EDGE, Tone.DISABLED):
        for ground in (Tone.SURFACE, Tone.STRIPE, Tone.BACKGROUND, Tone.NOTE_TINT):
            yield tone, ground
    yield Tone.ACCENT, Tone.DOUBT_TINT


def contrast(one: str, other: str) -> float:
    """WCAG 2.1 contrast ratio of two colours given as ``#rrggbb``, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(shade: str) -> float:
    channels = (int(shade[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
