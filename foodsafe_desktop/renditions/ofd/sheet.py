"""A content stream being written: operators, and the resources that they name. Everything is in millimetres."""

import pikepdf
from pikepdf import Array, Dictionary, Name, Object

from foodsafe_desktop.renditions.decoded import MOST_ON_A_PAGE, MOST_OPERATORS
from foodsafe_desktop.renditions.ofd.values import Box, Matrix, pdf

_FULL = MOST_ON_A_PAGE // 2
"""Bytes: whoever stamps the page later must still get it within the limits."""
_MOST_GROUPS = MOST_OPERATORS * 2 // 5


class SheetFull(Exception):
    """More is drawn on the page than a volume takes."""


class Sheet:
    """Operators and resources of a page or a form. Raises SheetFull when there are too many."""

    def __init__(self) -> None:
        self._operators: list[str] = []
        self._size = self._groups = 0
        self._resources: dict[str, dict[str, Object]] = {}
        self._names: dict[tuple[str, object], str] = {}

    def put(self, *operators: str) -> None:
        """Write operators."""
        self._operators += operators
        self._size += sum(map(len, operators)) + len(operators)
        self._groups += sum(one in ("q", "BT") for one in operators)
        if self._size > _FULL or self._groups > _MOST_GROUPS:
            raise SheetFull

    def concatenate(self, matrix: Matrix) -> None:
        """Go on in another coordinate system, until the group ends."""
        self.put(f"{pdf(*matrix)} cm")

    def mark(self) -> int:
        """A place to come back to."""
        return len(self._operators)

    def back_to(self, mark: int) -> None:
        """Take back what was written since `mark`."""
        del self._operators[mark:]

    def name(self, kind: str, key: object, thing: Object) -> str:
        """The name of a resource, such as ``/X3``; the same key is entered once."""
        known = self._names.get((kind, key))
        if known is None:
            group = self._resources.setdefault(kind, {})
            known = f"/{kind[0]}{len(group)}"
            group[known] = thing
            self._names[kind, key] = known
        return known

    def blend(self, fill: float, stroke: float, mode: str = "Normal") -> None:
        """Opacities of what follows, 0 to 1, and how it mixes with what lies below."""
        key = (round(fill, 3), round(stroke, 3), mode)
        if key != (1, 1, "Normal"):
            state = Dictionary(Type=Name.ExtGState, ca=key[0], CA=key[1], BM=Name(f"/{mode}"))
            self.put(f"{self.name('ExtGState', key, state)} gs")

    def content(self) -> bytes:
        """The stream."""
        return "\n".join(self._operators).encode("ascii")

    def resources(self) -> Dictionary:
        """The resource dictionary."""
        return Dictionary({f"/{kind}": Dictionary(group) for kind, group in self._resources.items()})

    def as_form(self, target: pikepdf.Pdf, box: Box) -> Object:
        """The sheet as a form XObject that shows `box`, a transparency group of its own."""
        form = target.make_stream(self.content())
        form.update(
            Dictionary(
                Type=Name.XObject,
                Subtype=Name.Form,
                BBox=Array([box.x, box.y, box.x + box.width, box.y + box.height]),
                Resources=self.resources(),
                Group=Dictionary(S=Name.Transparency),
            )
        )
        return form
