"""Letters by e-mail as text: who, to whom, when, what it says, and the names of what is attached. EML and MSG."""

from pathlib import Path

from foodsafe_desktop.renditions.signature import Format
from foodsafe_desktop.renditions.text.budget import DAMAGED, TextRefused
from foodsafe_desktop.renditions.text.letters import Letter, read_eml
from foodsafe_desktop.renditions.text.outlook import read_msg


def letter_of(path: Path, found: Format) -> Letter:
    """The letter in a mail or in a message saved by Outlook. Raises TextRefused, OSError."""
    if found is Format.EML:
        return read_eml(path)
    try:
        return read_msg(path)
    except (OSError, ValueError, IndexError) as error:
        raise TextRefused(DAMAGED) from error


def letter_text(letter: Letter) -> str:
    """The text of a mail as it was sent."""
    heads = (f"{word}：{text}" for word, text in letter.heads)
    return "\n".join([*heads, letter.text, *(f"附件：{one.name}" for one in letter.attached)])
