"""Text of RTF (Rich Text Format 1.9): its words, tables and field results; fonts, pictures and objects are passed over.

Chinese stands there as escaped bytes in the code page of the font, or as a number with a stand-in for old readers.
"""

import codecs
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from foodsafe_desktop.renditions.text.budget import DAMAGED, MOST_CHARACTERS, TextRefused

_MOST_BYTES = 64 << 20
_DEEPEST = 1_000
_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|(?P<plain>[^\\{}\r\n]+)",
    re.DOTALL,
)
_ENDS = {
    **dict.fromkeys((b"par", b"line", b"row", b"sect", b"page", b"column", b"nestrow"), "\n"),
    **dict.fromkeys((b"tab", b"cell", b"nestcell"), "\t"),
    b"emdash": "—",
    b"endash": "–",
    b"bullet": "•",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"emspace": " ",
    b"enspace": " ",
}
_SIGNS = {b"~": " ", b"_": "-", b"\n": "\n", b"\r": "\n", **{sign: sign.decode() for sign in (b"\\", b"{", b"}")}}
_PASSED_OVER = frozenset(
    (
        b"fonttbl colortbl stylesheet info pict objdata fldinst bkmkstart bkmkend listtext datafield themedata "
        b"colorschememapping latentstyles xe tc txe rxe private xmlnstbl nonshppict generator listtable revtbl "
        b"listoverridetable rsidtbl mmathPr filetbl pntext listlevel listname shprslt sn"
    ).split()
)
_WANTED_THOUGH_STARRED = frozenset(b"shpinst shptxt footnote annotation ud do moMath moMathPara".split())
_FETCHES = re.compile(
    rb"\\fldinst\b(?:[\s{]|\\\*|\\(?!fld)[a-z]++(?:-?\d++)?+)*+(?:INCLUDE(?:PICTURE|TEXT)|IMPORT|LINK|DDE(?:AUTO)?|RD)\b"
    rb"|\\obj(?:autlink|link)\b|\\\*\\template\s*+(?:https?:|\\{4})",
    re.IGNORECASE,
)
"""Fields, objects and templates that bring in what lies elsewhere; office programs fetch it as they open the file."""
_BY_CHARSET = {
    128: "cp932",
    129: "cp949",
    134: "gb18030",
    136: "big5",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits: whether it is passed over, the signs that stand in for a number, the font's encoding."""

    over: bool = False
    stand_in: int = 1
    encoding: str = ""
    fonts: bool = False


@dataclass(slots=True)
class _Reader:
    parts: list[str] = field(default_factory=list)
    encoding: str = "cp1252"
    _state: _State = field(default_factory=_State)
    _outer: list[_State] = field(default_factory=list)
    _bytes: bytearray = field(default_factory=bytearray)
    _high: int = 0
    _to_skip: int = 0
    _font: int = 0
    _encodings: dict[int, str] = field(default_factory=dict)
    _length: int = 0
    _starred: bool = False

    def take(self, content: bytes) -> None:
        """Go through the whole file."""
        at = 0
        while (token := _TOKEN.search(content, at)) is not None and self._length <= MOST_CHARACTERS:
            at = token.end()
            if token["word"] is not None:
                at += self._word(token["word"], int(token["number"]) if token["number"] else None)
            elif token["byte"] is not None:
                self._raw(bytes((int(token["byte"], 16),)))
            elif token["sign"] is not None:
                self._sign(token["sign"])
            elif token["plain"] is not None:
                self._raw(token["plain"])
            else:
                self._brace(opens=token["brace"] == b"{")
        self._flush()

    def _brace(self, *, opens: bool) -> None:
        self._flush()
        self._to_skip, self._starred = 0, False
        if opens:
            self._outer.append(self._state)
            if len(self._outer) > _DEEPEST:
                raise TextRefused(DAMAGED)
        elif self._outer:
            self._state = self._outer.pop()

    def _word(self, word: bytes, number: int | None) -> int:
        """Take a control word; returns how many bytes behind it are to be passed over."""
        starred, self._starred = self._starred, False
        if word == b"bin":
            return max(0, number or 0)
        if word == b"u" and number is not None:
            self._unicode(number & 0xFFFF)
            return 0
        self._flush()
        if word == b"fonttbl":
            self._state = replace(self._state, over=True, fonts=True)
        elif word in _PASSED_OVER or (starred and word not in _WANTED_THOUGH_STARRED):
            self._state = replace(self._state, over=True)
        elif word in _ENDS:
            self._add(_ENDS[word])
        elif number is not None:
            self._set(word, number)
        return 0

    def _set(self, word: bytes, number: int) -> None:
        if word == b"ansicpg":
            self.encoding = _known(f"cp{number}" if number != 936 else "gb18030") or self.encoding
        elif word == b"uc":
            self._state = replace(self._state, stand_in=max(0, min(number, 16)))
        elif word == b"f":
            self._font = number
            self._state = replace(self._state, encoding=self._encodings.get(number, ""))
        elif word == b"fcharset" and self._state.fonts and number in _BY_CHARSET:
            self._encodings[self._font] = _BY_CHARSET[number]

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._starred = True
        elif sign in _SIGNS:
            self._flush()
            self._add(_SIGNS[sign])

    def _unicode(self, code: int) -> None:
        self._flush(keep_high=True)
        if 0xD800 <= code < 0xDC00:
            self._high = code
        elif 0xDC00 <= code < 0xE000 and self._high:
            self._add(chr(0x10000 + ((self._high - 0xD800) << 10) + code - 0xDC00))
            self._high = 0
        elif not 0xDC00 <= code < 0xE000:
            self._add(chr(code))
        self._to_skip = self._state.stand_in

    def _raw(self, content: bytes) -> None:
        self._starred = False
        skipped = min(self._to_skip, len(content))
        self._to_skip -= skipped
        if not self._state.over:
            self._bytes += content[skipped:]

    def _flush(self, *, keep_high: bool = False) -> None:
        if self._bytes:
            self._add(self._bytes.decode(self._state.encoding or self.encoding, "replace"))
            self._bytes.clear()
        if not keep_high:
            self._high = 0

    def _add(self, text: str) -> None:
        if not self._state.over:
            self.parts.append(text)
            self._length += len(text)


def _known(encoding: str) -> str:
    """The name if there is such an encoding, else none."""
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return ""


def rtf_text(path: Path) -> str:
    """The text of an RTF file, its first 64 MiB. Raises TextRefused, OSError."""
    with path.open("rb") as file:
        return rtf_words(file.read(_MOST_BYTES))


def rtf_words(content: bytes) -> str:
    """The text of RTF. Raises TextRefused."""
    reader = _Reader()
    reader.take(content)
    return "".join(reader.parts).strip("\n")


def draws_on_outside(path: Path) -> bool:
    """Whether an RTF file, by its first 64 MiB, brings in what lies outside it. Raises OSError."""
    with path.open("rb") as file:
        return _FETCHES.search(file.read(_MOST_BYTES)) is not None
