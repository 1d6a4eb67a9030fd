"""Colours, lines and shadings of an object (GB/T 33190-2016, 8.2 and 8.3), its drawing parameters included."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from xml.etree.ElementTree import Element

import pikepdf
from pikepdf import Array, Dictionary, Name, Object

from foodsafe_desktop.renditions.ofd.document import Resource
from foodsafe_desktop.renditions.ofd.package import children
from foodsafe_desktop.renditions.ofd.values import is_true, number, numbers, pdf

_SHADINGS = ("AxialShd", "RadialShd", "GouraudShd", "LaGourandShd")
_LINE_WIDTH = 0.353
"""Millimetres, where nothing else is said."""
_CAPS, _JOINS = {"Butt": 0, "Round": 1, "Square": 2}, {"Miter": 0, "Round": 1, "Bevel": 2}
_MOST_STOPS, _MOST_PARAMETERS = 256, 16


@dataclass(frozen=True, slots=True)
class Paint:
    """One colour: grey, RGB or CMYK by the count of `parts` (0 to 1), its opacity, and what is drawn in its place.

    `special` is a shading or a pattern; `parts` are then the colour for where that cannot be.
    """

    parts: tuple[float, ...] = (0.0,)
    alpha: float = 1.0
    special: Element | None = None

    def operator(self, *, stroke: bool = False) -> str:
        """The operator that sets the colour."""
        letter = {1: "g", 3: "rg", 4: "k"}[len(self.parts)]
        return f"{pdf(*self.parts)} {letter.upper() if stroke else letter}"


@dataclass(frozen=True, slots=True)
class Style:
    """How an object is drawn: the attributes of the object itself, then of its parameters, nearest first."""

    sources: tuple[Element, ...]
    resources: dict[str, Resource] = field(repr=False)

    def paint(self, name: str) -> Paint:
        """FillColor or StrokeColor; black where none is given."""
        for source in self.sources:
            found = source.find(name)
            if found is not None:
                return paint_of(found, self.resources)
        return Paint()

    def get(self, name: str) -> str | None:
        """An attribute of line drawing."""
        return next((source.attrib[name] for source in self.sources if name in source.attrib), None)

    def line(self) -> Iterator[str]:
        """The operators of line width, ends, joins and dashes."""
        yield f"{pdf(max(0.0, number(self.get('LineWidth'), _LINE_WIDTH)))} w"
        yield f"{_CAPS.get(self.get('Cap') or '', 0)} J {_JOINS.get(self.get('Join') or '', 0)} j"
        yield f"{pdf(max(1.0, number(self.get('MiterLimit'), 4.234)))} M"
        dashes = [max(0.0, one) for one in numbers(self.get("DashPattern"))[:32]]
        if sum(dashes) > 0.01:
            yield f"[{pdf(*dashes)}] {pdf(max(0.0, number(self.get('DashOffset'))))} d"


def style_of(element: Element, inherited: str | None, resources: dict[str, Resource]) -> Style:
    """The style of an object on a layer whose drawing parameters are `inherited`."""
    sources = [element]
    for start in (element.get("DrawParam"), inherited):
        identity = start
        known = set[str]()
        while identity and identity in resources and identity not in known and len(known) < _MOST_PARAMETERS:
            known.add(identity)
            parameter = resources[identity].element
            sources.append(parameter)
            identity = parameter.get("Relative")
    return Style(tuple(sources), resources)


def paint_of(colour: Element, resources: dict[str, Resource]) -> Paint:
    """A CT_Color; of a shading or pattern, with the mean of its colours."""
    alpha = max(0.0, min(1.0, number(colour.get("Alpha"), 255) / 255))
    for child in colour:
        if child.tag == "Pattern":
            return Paint((0.5,), alpha, child)
        if child.tag in _SHADINGS:
            stops = [paint.parts for _, paint in _stops(child, resources)]
            mean = tuple(sum(one) / len(stops) for one in zip(*stops, strict=True)) if stops else (0.5,)
            return Paint(mean, alpha, child if stops else None)
    return Paint(_parts(colour, resources), alpha)


def _parts(colour: Element, resources: dict[str, Resource]) -> tuple[float, ...]:
    found = resources.get(colour.get("ColorSpace") or "")
    space = Element("ColorSpace") if found is None else found.element
    values = colour.get("Value")
    if not values and colour.get("Index"):
        palette = list(children(space.find("Palette"), "CV"))
        place = int(number(colour.get("Index")))
        values = palette[place].text if 0 <= place < len(palette) else None
    most = float(2 ** max(1, min(16, int(number(space.get("BitsPerComponent"), 8)))) - 1)
    parts = tuple(max(0.0, min(1.0, one / most)) for one in numbers(values)[:4])
    return parts if len(parts) in (1, 3, 4) else (0.0,)


def _stops(shading: Element, resources: dict[str, Resource]) -> list[tuple[float, Paint]]:
    """Positions 0 to 1 and RGB colours, in order."""
    found = []
    segments = [*children(shading, "Segment"), *children(shading, "Point")][:_MOST_STOPS]
    for place, segment in enumerate(segments):
        colour = segment.find("Color")
        parts = (0.0,) if colour is None else _parts(colour, resources)
        at = number(segment.get("Position"), place / max(1, len(segments) - 1))
        found.append((max(0.0, min(1.0, at)), Paint(_rgb(parts))))
    return sorted(found, key=lambda stop: stop[0])


def _rgb(parts: tuple[float, ...]) -> tuple[float, ...]:
    if len(parts) == 4:
        return tuple((1 - one) * (1 - parts[3]) for one in parts[:3])
    return parts if len(parts) == 3 else parts * 3


def shading(target: pikepdf.Pdf, found: Element, resources: dict[str, Resource]) -> Object | None:
    """An axial or radial shading as PDF knows it, None for the others, and for one of no extent."""
    start, end = numbers(found.get("StartPoint"))[:2], numbers(found.get("EndPoint"))[:2]
    if found.tag not in ("AxialShd", "RadialShd") or len(start) < 2 or len(end) < 2:
        return None
    if found.tag == "AxialShd":
        kind, places = 2, [*start, *end]
    else:
        first, last = number(found.get("StartRadius")), number(found.get("EndRadius"))
        kind, places = 3, [*start, max(0.0, first), *end, max(0.0, last)]
        if max(first, last) <= 0:
            return None
    extend = int(number(found.get("Extend")))
    return target.make_indirect(
        Dictionary(
            ShadingType=kind,
            ColorSpace=Name.DeviceRGB,
            Coords=Array(places),
            Extend=Array([bool(extend & 1), bool(extend & 2)]),
            Function=_function(_stops(found, resources)),
        )
    )


def _function(stops: list[tuple[float, Paint]]) -> Dictionary:
    if len(stops) == 1:
        stops = [stops[0], stops[0]]
    parts = [
        Dictionary(FunctionType=2, Domain=Array([0, 1]), N=1, C0=Array(a.parts), C1=Array(b.parts))
        for (_, a), (_, b) in pairwise(stops)
    ]
    if len(parts) == 1:
        return parts[0]
    bounds = [at for at, _ in stops[1:-1]]
    return Dictionary(
        FunctionType=3,
        Domain=Array([0, 1]),
        Functions=Array(parts),
        Bounds=Array(bounds),
        Encode=Array([0, 1] * len(parts)),
    )


def fills(element: Element) -> bool:
    """Whether a path is filled (9.1: not unless it says so)."""
    return is_true(element.get("Fill"), default=False)


def strokes(element: Element) -> bool:
    """Whether a path is stroked (9.1: unless it says not)."""
    return is_true(element.get("Stroke"), default=True)
