"""How much text is taken from one file, and the errors that reading it may end with."""

from collections.abc import Iterable

from foodsafe_desktop.domain.texts import PageText, TextSource

MOST_CHARACTERS = 7_000_000
"""Characters of a file that are kept, about 20 MB of Chinese; a plan of 500 pages has half a million."""
MOST_PAGES = 5_000
MOST_UNPACKED = 256 << 20
"""Bytes that are unpacked of one member, and of all members of a package that are read."""


class TextRefused(Exception):
    """The text of a file cannot be read; the message is a Chinese sentence."""


LOCKED = "文件设有密码，未能读取文字。请索取未加密的文件。"
DAMAGED = "文件结构异常，未能读取文字。请另存为新的文件后放入同一文件夹。"
TOO_LARGE = "文件展开后过大，未能读取文字。请拆分后重新放入。"
CUT = "文字过多，只读取了前面的部分。"


def pages_of(texts: Iterable[str], source: TextSource = TextSource.DOCUMENT) -> tuple[list[PageText], bool]:
    """Texts as pages from 1, and whether some had to be left out. Texts are only asked for while there is room."""
    pages: list[PageText] = []
    left = MOST_CHARACTERS
    for number, text in enumerate(texts, start=1):
        if left <= 0 or number > MOST_PAGES:
            return pages, True
        kept = clean(text[:left])
        left -= len(kept)
        pages.append(PageText(number, kept, source))
        if len(text) > len(kept) and left <= 0:
            return pages, True
    return pages, False


_INVISIBLE = dict.fromkeys((*range(9), 11, *range(14, 32), 0x7F, 0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFFFE))


def clean(text: str) -> str:
    """Without control and invisible characters and half pairs of surrogates; line ends are line feeds."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").translate(_INVISIBLE)
    return plain.encode("utf-8", "replace").decode("utf-8")
