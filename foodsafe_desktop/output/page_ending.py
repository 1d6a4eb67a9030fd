"""How a page's content ends: what it leaves open, or closes too often, that would reach what is drawn behind it."""

import re
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Name, Stream

_NAME = rb"/[^\s()<>\[\]{}/%#]*+"
_STRING = rb"\([^()\\]*+(?:(?:\\.|\([^()\\]*+\))[^()\\]*+)*+\)"
_HEX = rb"<[0-9A-Fa-f\s]*+>"
_SIMPLE = rb"[-+.\d]++|" + _NAME + b"|" + _STRING + b"|" + _HEX
_ARRAY = rb"\[(?:\s++|" + _SIMPLE + rb")*+\]"
_PROPERTIES = rb"<<\s*+(?:" + _NAME + rb"\s*+(?:" + _SIMPLE + b"|true|false|" + _ARRAY + rb")\s*+)*+>>"
_OPERANDS = re.compile(b"|".join((_ARRAY, _STRING, _PROPERTIES, _HEX, rb"%[^\r\n]*+")), re.DOTALL)
_UNCOMMON = (b"(", b")", b"<", b">", b"[", b"]", b"{", b"}", b"#", b"\0")
"""What is left where operands are not of the common forms."""
_COUNTED = frozenset(("q", "Q", "BT", "ET", "BMC", "BDC", "EMC"))
_INLINE = frozenset(("BI", "ID", "EI"))
"""What a picture in the content is between: its bytes can look like anything."""
_OPERATORS = re.compile("|".join(rf"{one}(?<=\s{one})(?=[\s/])" for one in sorted(_COUNTED | _INLINE)).encode("ascii"))


@dataclass(frozen=True, slots=True)
class Ending:
    """What a page's content leaves behind: `opened` states, `lowest` depth reached, layers, and whether all is plain.

    `plain` is False where the content cannot be read through, or ends inside a text object.
    """

    lowest: int = 0
    opened: int = 0
    marked: int = 0
    plain: bool = True

    @property
    def before(self) -> bytes:
        """The operators to put before the content."""
        return b"q\n" * (1 - self.lowest)

    @property
    def after(self) -> bytes:
        """The operators to put after the content."""
        return b"\n" + b"EMC\n" * self.marked + b"Q\n" * (1 + self.opened - self.lowest)


def ending(pdf: pikepdf.Pdf, page: pikepdf.Page) -> Ending:
    """How the content of a page ends. Warnings of `pdf` that nobody has taken are lost."""
    operators, plain = _common(pdf, page) or _any(pdf, page)
    depth = lowest = marked = 0
    in_text = False
    for operator in operators:
        if operator in ("BT", "ET"):
            if in_text == (operator == "BT"):
                return Ending(plain=False)
            in_text = not in_text
        elif operator in ("q", "Q"):
            depth += 1 if operator == "q" else -1
            lowest = min(lowest, depth)
        else:
            marked = max(0, marked + (-1 if operator == "EMC" else 1))
    return Ending(lowest, depth, marked, plain=plain and not in_text)


def streams(page: pikepdf.Page) -> list[Stream]:
    """The page's content streams; whatever else stands among them is left out, as viewers do."""
    found = page.obj.get(Name.Contents)
    candidates = list(found.as_list()) if isinstance(found, Array) else [found]
    return [one for one in candidates if isinstance(one, Stream)]


def _common(pdf: pikepdf.Pdf, page: pikepdf.Page) -> tuple[list[str], bool] | None:
    """The operators that matter, found by taking all operands away; None where some are not of the common forms.

    Nearly all pages end here, in less than half the time that reading them through takes.
    """
    found = page.obj.get(Name.Contents)
    own = streams(page)
    if not own or len(own) != (len(found) if isinstance(found, Array) else 1):
        return None
    pdf.get_warnings()
    try:
        whole = b"\n".join([b"", *[stream.read_bytes() for stream in own], b""])
    except pikepdf.PdfError:
        return None
    bare = _OPERANDS.sub(b" ", whole)
    if pdf.get_warnings() or any(one in bare for one in _UNCOMMON):
        return None
    operators = [one.decode("ascii") for one in _OPERATORS.findall(bare)]
    return None if not _INLINE.isdisjoint(operators) else (operators, True)


def _any(pdf: pikepdf.Pdf, page: pikepdf.Page) -> tuple[list[str], bool]:
    """The operators that matter, and whether the content can be read through."""
    pdf.get_warnings()  # takes older warnings away: those that follow are this page's
    try:
        found = pikepdf.parse_content_stream(page, " ".join(_COUNTED))
        operators = [str(one.operator) for one in found]
    except (pikepdf.PdfError, ValueError, TypeError):
        return [], False
    # pikepdf lets some through that only begin like one that is asked for.
    return [one for one in operators if one in _COUNTED], not pdf.get_warnings()
