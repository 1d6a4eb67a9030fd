"""Letters by e-mail: who, to whom, when, the text, and the names of what is attached. EML (RFC 5322) and MSG."""

from collections.abc import Iterator
from pathlib import Path

from foodsafe_desktop.renditions.signature import Format
from foodsafe_desktop.renditions.text.budget import DAMAGED, TextRefused
from foodsafe_desktop.renditions.text.letters import Letter, read_eml, read_msg


def letter_of(path: Path, found: Format) -> Letter:
    """The letter in a mail or in a message saved by Outlook. Raises TextRefused, OSError."""
    if found is Format.EML:
        return read_eml(path)
    try:
        return read_msg(path)
    except (OSError, ValueError, IndexError) as error:
        raise TextRefused(DAMAGED) from error


def letter_text(letter: Letter) -> str:
    """The text of a mail as it was sent, and of mails attached to it."""
    return "\n".join(_lines(letter))


def _lines(letter: Letter) -> Iterator[str]:
    yield from (f"{word}：{text}" for word, text in letter.heads)
    yield letter.text
    yield from (f"附件：{name}" for name, _ in letter.attached)
    for one in letter.enclosed:
        yield from _lines(one)
