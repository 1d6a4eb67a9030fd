"""Breaks Chinese text into lines of a given width, by the rules of GB/T 15834-2011 附录 and Chinese habit.

No line begins with a closing mark (。，）》”…) and none ends with an opening one (（《“〔); —— and …… stay whole,
and so do Latin words, numbers and file names where they fit on a line. Nothing hangs into the margin. (reportlab's
own CJK wrap knows only part of these marks and lets them hang, which in a ruled table means over the rule.)
"""

from dataclasses import dataclass

from foodsafe_desktop.lettering.fonts import Face, printable, text_width

MM = 72 / 25.4
"""Points in a millimetre."""

_NO_START = frozenset("。，、；：？！）〕】》〉」』”’］｝…—·,.;:?!)]}%％‰℃°′″～︶︸︺︼︾﹀﹂﹄ ")
_NO_END = frozenset("（〔【《〈「『“‘［｛([{￥＄$＃#︵︷︹︻︽︿﹁﹃")
_UNITS = frozenset("年月日时分号期次届件页项个名元吨％")
"""What stays with the number before it: 12号, 2023年."""
_AFTER_THESE = frozenset("/\\_-—")
GOOD_ENDS = frozenset("区县市旗省的和与及于、，》”")
"""A title that must be broken is best broken after a place name, a particle or a closing mark."""


@dataclass(frozen=True, slots=True)
class Style:
    """How text is set: face, size and line distance, both in points."""

    face: Face
    size: float
    leading: float

    @property
    def line(self) -> float:
        """Line distance in mm."""
        return self.leading / MM


def lines(text: str, style: Style, width: float) -> list[str]:
    """`text` as lines no wider than `width` mm; nothing is left out but the line breaks. Empty text gives no line."""
    room = width * MM
    found: list[str] = []
    for paragraph in text.replace("\r\n", "\n").splitlines():
        rest = printable(paragraph)
        while rest:
            cut = _cut(rest, style, room)
            found.append(rest[:cut])
            rest = rest[cut:]
    return found


def _cut(text: str, style: Style, room: float) -> int:
    """How many characters of `text` make the first line: at least one."""
    used, end = 0.0, 0
    for end, character in enumerate(text):  # noqa: B007 - `end` is the result
        used += text_width(character, style.face, style.size)
        if used > room + 0.001:
            break
    else:
        return len(text)
    found = next((at for at in range(end, 0, -1) if may_break(text, at)), 0)
    if found and (found * 2 >= end or text_width(_word(text, found), style.face, style.size) <= room):
        return found
    # A word that is longer than a line is broken where the line is full, but not before what must not begin one.
    return next((at for at in range(end, 0, -1) if text[at] not in _NO_START and text[at - 1] not in _NO_END), end or 1)


def _word(text: str, at: int) -> str:
    """What stays whole from there on."""
    end = next((end for end in range(at + 1, len(text)) if may_break(text, end)), len(text))
    return text[at:end]


def may_break(text: str, at: int) -> bool:
    """Whether a line may end before character `at` (0 < at < length)."""
    before, after = text[at - 1], text[at]
    if after in _NO_START or before in _NO_END:
        return False
    if before.isdigit() and after in _UNITS:
        return False
    if before in _AFTER_THESE:
        return True
    return not (_in_word(before) and _in_word(after))


def _in_word(character: str) -> bool:
    """Whether the character belongs to a word that stays whole: Latin letters, digits and what joins them."""
    return character.isascii() and character != " "
