"""How a Word document's runs and paragraphs look, after styles (ECMA-376 part 1, 17.7) have been followed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from docx.oxml.ns import qn

from foodsafe_desktop.lettering.fonts import Face
from foodsafe_desktop.renditions.office_pages.flow import Look, Setting

Element = Any
"""An element of lxml, which has no types."""
_DEEPEST = 20
_LINE, _TWIP = 240, 20
"""Units in a line, and twentieths in a point."""
_SANS = ("黑", "hei", "yahei", "等线", "dengxian", "sans", "arial", "calibri", "helvetica", "verdana", "tahoma", "圆")
_NATURAL = 1.3
"""Height of a line in parts of the size, as Chinese faces have it."""
_ALIGN = {"center": "center", "right": "right", "end": "right", "both": "both", "distribute": "both"}


def value(element: Element, name: str = "w:val") -> str | None:
    """An attribute, None if there is no element or no such attribute."""
    found = None if element is None else element.get(qn(name))
    return None if found is None else str(found)


def number(text: str | None, otherwise: float = 0.0) -> float:
    """A number as attributes have it, and `otherwise` for what is none."""
    try:
        return float(text) if text is not None else otherwise
    except ValueError:
        return otherwise


def is_on(element: Element) -> bool:
    """Whether a toggle stands and is not switched off (17.17.4)."""
    return element is not None and value(element) not in ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class TableLooks:
    """What a table's style gives the runs and the paragraphs in it."""

    runs: Sequence[Element] = ()
    paragraphs: Sequence[Element] = ()


class Styles:
    """The styles of one document. `root` is the styles part, None where there is none."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self._chains: dict[tuple[str | None, str], tuple[Element, ...]] = {}
        found = root.findall(qn("w:style")) if root is not None else []
        self._by_id = {value(one, "w:styleId"): one for one in found}

    @cached_property
    def _usual(self) -> str | None:
        for key, style in self._by_id.items():
            if value(style, "w:type") == "paragraph" and value(style, "w:default") in ("1", "true"):
                return key
        return None

    def chain(self, style: str | None, properties: str) -> tuple[Element, ...]:
        """The properties of a style and of those that it is based on, nearest first, without the defaults."""
        key = (style, properties)
        if key not in self._chains:
            self._chains[key] = tuple(self._followed(style, properties))
        return self._chains[key]

    def _followed(self, style: str | None, properties: str) -> Iterator[Element]:
        for _ in range(_DEEPEST):
            found = self._by_id.get(style) if style is not None else None
            if found is None:
                return
            own = found.find(qn(properties))
            if own is not None:
                yield own
            style = value(found.find(qn("w:basedOn")))

    def _defaults(self, kind: str) -> list[Element]:
        path = f"{qn('w:docDefaults')}/{qn(kind + 'Default')}/{qn(kind)}"
        found = self._root.find(path) if self._root is not None else None
        return [found] if found is not None else []

    def of_paragraph(
        self, direct: Element, level: Sequence[Element] = (), table: Sequence[Element] = ()
    ) -> list[Element]:
        """All paragraph properties that hold, nearest first. `level`: those of its numbering."""
        own = [direct] if direct is not None else []
        style = value(direct.find(qn("w:pStyle"))) if direct is not None else None
        return [*own, *level, *self.chain(style or self._usual, "w:pPr"), *table, *self._defaults("w:pPr")]

    def of_run(self, direct: Element, paragraph: Element, table: Sequence[Element] = ()) -> list[Element]:
        """All run properties that hold, nearest first."""
        own = [direct] if direct is not None else []
        run_style = value(direct.find(qn("w:rStyle"))) if direct is not None else None
        style = value(paragraph.find(qn("w:pStyle"))) if paragraph is not None else None
        return [
            *own,
            *self.chain(run_style, "w:rPr"),
            *self.chain(style or self._usual, "w:rPr"),
            *table,
            *self._defaults("w:rPr"),
        ]


def nearest(holding: Sequence[Element], name: str) -> Element:
    """The property of that name that holds."""
    tag = qn(name)
    for one in holding:
        found = one.find(tag)
        if found is not None:
            return found
    return None


def look_of(holding: Sequence[Element]) -> Look:
    """How a run is printed."""
    size = min(max(number(value(nearest(holding, "w:sz")), 20) / 2, 1), 400)
    raised = value(nearest(holding, "w:vertAlign"))
    bold = is_on(nearest(holding, "w:b"))
    small = raised in ("superscript", "subscript")
    return Look(
        _face(holding, bold=bold),
        size * 0.65 if small else size,
        _colour(value(nearest(holding, "w:color"))),
        underline=is_on(nearest(holding, "w:u")),
        struck=is_on(nearest(holding, "w:strike")) or is_on(nearest(holding, "w:dstrike")),
        raised={"superscript": 0.5, "subscript": -0.2}.get(raised or "", 0.0),
    )


def is_hidden(holding: Sequence[Element]) -> bool:
    """Whether a run is not to be seen."""
    return is_on(nearest(holding, "w:vanish"))


def _face(holding: Sequence[Element], *, bold: bool) -> Face:
    names = ""
    for one in holding:
        fonts = one.find(qn("w:rFonts"))
        names = (value(fonts, "w:eastAsia") or value(fonts, "w:eastAsiaTheme") or value(fonts, "w:ascii") or "").lower()
        if names:
            break
    sans = any(part in names for part in _SANS)
    if sans:
        return Face.HEI_BOLD if bold else Face.HEI
    return Face.XIAO_BIAO_SONG if bold or "小标宋" in names or "xbs" in names else Face.SONG


def _colour(text: str | None) -> str:
    if text is None or len(text) != 6 or any(one not in "0123456789abcdefABCDEF" for one in text):
        return "000000"
    red, green, blue = (int(text[at : at + 2], 16) for at in (0, 2, 4))
    return "000000" if min(red, green, blue) > 0xE0 else text  # white on a dark ground that is not printed here


def setting_of(holding: Sequence[Element], size: float, pitch: float) -> Setting:
    """How a paragraph of that size is set; `pitch` of the section's grid of lines in points, or 0."""
    left, right, first = _indents(holding, size)
    line, rule = _spacing(holding, "w:line"), _spacing(holding, "w:lineRule")
    height = number(line)
    snaps = nearest(holding, "w:snapToGrid")
    setting = {
        "align": _ALIGN.get(value(nearest(holding, "w:jc")) or "", "left"),
        "left": left,
        "right": right,
        "first": first,
    }
    if line and rule == "exact":
        return Setting(**setting, leading=max(height / _TWIP, 1))  # type: ignore[arg-type]
    pitch = pitch if snaps is None or is_on(snaps) else 0.0
    if line and rule == "atLeast":
        return Setting(**setting, least=height / _TWIP, pitch=pitch)  # type: ignore[arg-type]
    stretch = min(max(height / _LINE if line else 1.0, 0.5), 6)
    return Setting(**setting, stretch=_NATURAL * stretch, pitch=pitch)  # type: ignore[arg-type]


def around(holding: Sequence[Element]) -> tuple[float, float]:
    """Points before and after a paragraph."""
    line = 15.6
    before, after = _spacing(holding, "w:beforeLines"), _spacing(holding, "w:afterLines")
    over = number(before) / 100 * line if before else number(_spacing(holding, "w:before")) / _TWIP
    under = number(after) / 100 * line if after else number(_spacing(holding, "w:after")) / _TWIP
    return min(max(over, 0), 400), min(max(under, 0), 400)


def _spacing(holding: Sequence[Element], name: str) -> str | None:
    return _attribute(holding, "w:spacing", name)


def _attribute(holding: Sequence[Element], tag: str, *names: str) -> str | None:
    for one in holding:
        found = one.find(qn(tag))
        for name in names:
            if found is not None and found.get(qn(name)) is not None:
                return str(found.get(qn(name)))
    return None


def _indents(holding: Sequence[Element], size: float) -> tuple[float, float, float]:
    def points(characters: str, *twips: str) -> float:
        for one in holding:
            found = one.find(qn("w:ind"))
            if found is None:
                continue
            if number(found.get(qn(characters))):
                return number(found.get(qn(characters))) / 100 * size
            for name in twips:
                if found.get(qn(name)) is not None:
                    return number(found.get(qn(name))) / _TWIP
        return 0.0

    left, right = points("w:leftChars", "w:left", "w:start"), points("w:rightChars", "w:right", "w:end")
    first, hanging = points("w:firstLineChars", "w:firstLine"), points("w:hangingChars", "w:hanging")
    for one in holding:  # the nearest of the two rules out the other
        found = one.find(qn("w:ind"))
        if found is not None and any(found.get(qn(name)) is not None for name in ("w:firstLine", "w:hanging")):
            first = 0.0 if found.get(qn("w:hanging")) is not None else first
            break
    return max(left, 0.0), max(right, 0.0), first if first else -min(hanging, max(left, 0.0))
