"""Both themes can be read, everything follows the one that is chosen, and colours are never taken before."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QWidget

import foodsafe_desktop.ui
from foodsafe_desktop.domain.gaps import State
from foodsafe_desktop.shipped import resource_path
from foodsafe_desktop.ui import theme
from foodsafe_desktop.ui.appearance import Appearance, Look, dress
from foodsafe_desktop.ui.icons import icon, recolour
from foodsafe_desktop.ui.palettes import DARK, LIGHT, Tone
from foodsafe_desktop.ui.remembered import Remembered

PALETTES = {"light": LIGHT, "dark": DARK}
PLAIN_GROUNDS = (Tone.SURFACE, Tone.STRIPE, Tone.SELECTED, Tone.HOVER, Tone.BACKGROUND)
STATE_TINTS = {state: Tone(f"{tone}_TINT") for state, tone in theme.STATE_TONES.items()}


def _text_pairs() -> Iterator[tuple[Tone, Tone]]:
    """Every (text, ground) that the style sheet and the delegates put together: contrast 4.5 at least."""
    for tone in theme.SAYING:
        for ground in PLAIN_GROUNDS:
            yield tone, ground
    for state, tint in STATE_TINTS.items():
        yield theme.STATE_TONES[state], tint
        yield Tone.TEXT, tint
    for ground in (Tone.DOUBT_TINT, Tone.NOTE_TINT):
        for tone in theme.SAYING:
            yield tone, ground
    yield Tone.ON_ACCENT, Tone.ACCENT
    yield Tone.ON_ACCENT, Tone.ACCENT_DARK
    for ground in (Tone.NOTICE_GROUND, Tone.ERROR_GROUND):
        yield Tone.ON_NOTICE, ground
        yield Tone.NOTICE_LINK, ground
    yield Tone.INK, Tone.PAPER


def _shape_pairs() -> Iterator[tuple[Tone, Tone]]:
    """Every (edge or picture, ground): contrast 3 at least."""
    for tone in (Tone.EDGE, Tone.DISABLED):
        for ground in (Tone.SURFACE, Tone.STRIPE, Tone.BACKGROUND, Tone.NOTE_TINT):
            yield tone, ground
    yield Tone.ACCENT, Tone.DOUBT_TINT


def _contrast(one: str, other: str) -> float:
    """WCAG 2.1 contrast ratio of two colours given as ``#rrggbb``, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(shade: str) -> float:
    channels = (int(shade[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("name", PALETTES)
def test_every_text_and_every_edge_of_a_theme_stands_out_from_its_ground(name: str) -> None:
    palette = PALETTES[name]
    weak = {
        (text, ground): round(_contrast(palette[text], palette[ground]), 2)
        for pairs, least in ((_text_pairs(), 4.5), (_shape_pairs(), 3.0))
        for text, ground in pairs
        if _contrast(palette[text], palette[ground]) < least
    }
    assert not weak
    assert set(palette) == set(Tone)
    assert _contrast("#000000", "#ffffff") == pytest.approx(21)


def test_every_state_has_a_colour_and_a_tint_of_its_own_in_both_themes() -> None:
    assert set(theme.STATE_TONES) == set(State)
    for palette in PALETTES.values():
        for tones in (theme.STATE_TONES, STATE_TINTS):
            assert len({palette[tone] for tone in tones.values()}) == len(State)
        assert palette[Tone.PAPER] == "#ffffff"


@pytest.mark.parametrize("name", PALETTES)
def test_the_drawings_of_controls_have_colours_of_their_theme(name: str) -> None:
    palette = PALETTES[name]
    drawings = {file.stem: file.read_text() for file in resource_path("icons", name).glob("*.svg")}
    assert set(drawings) == {"tick", "some", "down", "up", "right"}
    for drawn, text in drawings.items():
        assert palette[Tone.ON_ACCENT if drawn in ("tick", "some") else Tone.MUTED] in text


def _taken_early(tree: ast.Module) -> list[int]:
    """Lines where a module takes a colour when it is imported: it would not follow the theme."""
    inside = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.Lambda)
        for body in (function.body if isinstance(function.body, list) else [function.body])
        for node in ast.walk(body)
    }
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "theme"
        and node.attr in set(Tone)
        and id(node) not in inside
    ]


def test_no_module_takes_a_colour_when_it_is_imported() -> None:
    assert _taken_early(ast.parse("from ui import theme\nA = theme.TEXT\ndef f(): return theme.TEXT\n")) == [2]
    root = Path(foodsafe_desktop.ui.__file__).parent
    early = {file.name: lines for file in root.rglob("*.py") if (lines := _taken_early(ast.parse(file.read_text())))}
    assert not early


def test_a_change_of_theme_reaches_sheet_palette_and_pictures(qapp: QApplication) -> None:
    dress(qapp, Look.LIGHT)
    window = QWidget()
    drawn = QAction(icon("scan"), "扫描", window)
    appearance = Appearance(window, Look.LIGHT, 100)
    heard: list[bool] = []
    appearance.changed.connect(lambda: heard.append(theme.is_dark()))
    before = _darkest(drawn)
    appearance.wear(Look.DARK)
    recolour(window)
    try:
        assert heard == [True]
        assert LIGHT[Tone.SURFACE] not in qapp.styleSheet().replace(DARK[Tone.ON_NOTICE], "")
        assert qapp.palette().base().color().name() == DARK[Tone.SURFACE]
        assert before == LIGHT[Tone.TEXT]
        assert _darkest(drawn) == DARK[Tone.TEXT]
        assert theme.state_colour(State.MISSING) == DARK[Tone.MISSING]
    finally:
        appearance.wear(Look.LIGHT)
    recolour(window)
    assert _darkest(drawn) == LIGHT[Tone.TEXT]


def _darkest(action: QAction) -> str:
    """The colour of what is drawn most firmly."""
    image = action.icon().pixmap(QSize(96, 96), 1.0).toImage()
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return max(pixels, key=lambda one: one.alpha()).name()


def test_the_size_of_letters_reaches_font_and_headings(qapp: QApplication) -> None:
    dress(qapp, Look.LIGHT, 150)
    try:
        assert qapp.font().pointSizeF() == pytest.approx(theme.FONT_POINTS * 1.5)
        assert "font-size: 19.5pt" in qapp.styleSheet()
    finally:
        dress(qapp, Look.LIGHT)
    assert qapp.font().pointSizeF() == pytest.approx(theme.FONT_POINTS)


def test_look_and_size_are_remembered_and_nonsense_is_not_believed(tmp_path: Path) -> None:
    remembered = Remembered(tmp_path / "window.ini")
    assert (remembered.look(), remembered.scale()) == (Look.SYSTEM, 100)
    remembered.keep_looks(Look.DARK, 150)
    again = Remembered(tmp_path / "window.ini")
    assert (again.look(), again.scale()) == (Look.DARK, 150)
    (tmp_path / "broken.ini").write_text("[window]\nlook=pink\nscale=9999\n")
    broken = Remembered(tmp_path / "broken.ini")
    assert (broken.look(), broken.scale()) == (Look.SYSTEM, 100)
