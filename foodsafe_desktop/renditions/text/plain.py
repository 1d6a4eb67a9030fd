"""Plain text, and HTML as text. Their encoding is marked, declared, or guessed (`encodings`)."""

import codecs
import html
import re
from html.parser import HTMLParser
from pathlib import Path

from foodsafe_desktop.renditions.encodings import SAMPLE, guess
from foodsafe_desktop.renditions.text.budget import MOST_CHARACTERS

_MOST_BYTES = 3 * MOST_CHARACTERS
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_HTML = re.compile(r"<!doctype\s+html|<html\b", re.IGNORECASE)
_XML = re.compile(r"\s*<(?:\?xml|svg)\b", re.IGNORECASE)
_BINARY = re.compile(r"<((?:\w+:)?bin(?:ary-?)?data)\b[^<>]*>.*?(?:</\1>|\Z)", re.IGNORECASE | re.DOTALL)
_UNSEEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<((?:\w+:)?(?:style|script)s?)\b[^<>]*>.*?(?:</\1>|\Z)", re.IGNORECASE | re.DOTALL
)
"""What is never closed reaches to the end: to look for each end anew would take for ever."""
_TAG = re.compile(r"<[^<>]*>")
_SPACE, _BLANKS = re.compile(r"\s+"), re.compile(r" {2,}")
_HEAD = 2_000
_HIDDEN = frozenset({"script", "style", "title"})
"""Not `head`: its end may be left out (HTML, 13.1.2.4), and nothing else in it is text."""
_LINES = frozenset({"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "table"})


def plain_text(path: Path) -> str:
    """The text of a text file, its first 20 MB; of an HTML page what is seen of it, of XML what is between its tags."""
    with path.open("rb") as file:
        text = decoded(file.read(_MOST_BYTES))
    if _HTML.search(text[:_HEAD]):
        return html_text(text)
    return xml_words(text) if _XML.match(text.lstrip("\ufeff")[:_HEAD]) else text


def is_marked(content: bytes) -> bool:
    """Whether a text begins with the mark of its encoding."""
    return content.startswith(tuple(_MARKS))


def decoded(content: bytes, said: str | None = None) -> str:
    """Bytes as text. `said`: the encoding they are declared to be in, which is believed where it fits."""
    marked = next((name for mark, name in _MARKS.items() if content.startswith(mark)), None)
    if marked:
        return content.decode(marked, "replace")
    # gb2312 is what programs say when they mean all of GB 18030.
    said = "gb18030" if said and said.lower().replace("-", "") in ("gb2312", "gbk", "xgbk", "cp936") else said
    said = None if said and "escape" in said.lower() else said  # Python's own, which make halves of characters
    tried = ("utf-8", guess(content).name, "gb18030", "big5")
    for name in dict.fromkeys((said, *tried) if said and said.lower() != "us-ascii" else tried):
        try:
            "".encode(name)  # raises where it is none of texts, as zlib
            text = codecs.getincrementaldecoder(name)().decode(content)  # the cut may have split a character
        except (ValueError, LookupError):  # also of names that cannot be one
            continue
        if "\0" not in text or b"\0" not in content[:SAMPLE]:  # every second byte is one in texts of 16 bits
            return text
    return content.decode("gb18030", "replace")


def xml_words(text: str) -> str:
    """What stands between the tags of an XML document, a line each; office documents may be one such file."""
    plain = _TAG.sub("\n", _UNSEEN.sub("", _BINARY.sub("", text)))
    return "\n".join(html.unescape(line) for part in plain.split("\n") if (line := part.strip()))


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._hidden = False

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self._hidden = tag in _HIDDEN
        if tag in _LINES:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = self._hidden and tag not in _HIDDEN
        if tag in ("td", "th"):
            self.parts.append("\t")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(_SPACE.sub(" ", data))


def html_text(page: str) -> str:
    """What a reader of an HTML page sees, without its looks."""
    words = _Words()
    head, end, tail = page[: 4 * MOST_CHARACTERS].rpartition(">")
    words.feed(head + end + tail.partition("<")[0])  # the parser would look for the end of each open tag anew
    words.close()
    lines = (_BLANKS.sub(" ", line).strip() for line in "".join(words.parts).split("\n"))
    return "\n".join(line for line in lines if line)
