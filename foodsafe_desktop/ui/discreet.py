"""Log lines that name nobody: what a line says of the program stays, what it quotes of the office's files goes.

The log is handed to those who maintain the program. File names, titles and folders of evidence name people and
businesses, and numbers in them may be those of people, so none of that is written.
"""

import logging
import re

_CODE = re.compile(r'(?P<before>File ")(?P<path>[^"\n]+)(?P<after>", line \d+)')
_QUOTED = re.compile(r"""(?P<mark>['"])(?P<text>[^'"\n]*)(?P=mark)|“[^”\n]*”|《[^》\n]*》|〔[^〕\n]*〕""")
_WORD = re.compile(r"[A-Za-z_][A-Za-z_-]{0,39}")
_PATH = re.compile(r"""(?<![\w.…])(?:[A-Za-z]:\\|\\\\|/)[^\n'":]+""")
_CHINESE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]+")
_NUMBER = re.compile(r"\d{7,}[Xx]?")
_CODE_FOLDERS = 3
_LEFT_OUT = "…"


class DiscreetFormatter(logging.Formatter):
    """Formats a record, its traceback included, and leaves out whatever may be of a file, a person or a business."""

    def format(self, record: logging.LogRecord) -> str:
        """The line as it may be kept."""
        return discreet(super().format(record))


def discreet(text: str) -> str:
    """A text without quoted texts, paths, Chinese words and long numbers; places in the program's code stay."""
    parts, done = [], 0
    for place in _CODE.finditer(text):
        folders = re.split(r"[\\/]", place["path"])
        code = place["before"] + "/".join(folders[-_CODE_FOLDERS:]) + place["after"]
        parts += [_hushed(text[done : place.start()]), code]
        done = place.end()
    return "".join((*parts, _hushed(text[done:])))


def _hushed(text: str) -> str:
    text = _QUOTED.sub(_without_words, text)
    for pattern in (_PATH, _CHINESE, _NUMBER):
        text = pattern.sub(_LEFT_OUT, text)
    return text


def _without_words(found: re.Match[str]) -> str:
    """A single word of a program's (an attribute, a key) tells something of a mistake, and nothing of a person."""
    quoted = found["text"]
    return found.group() if quoted is not None and _WORD.fullmatch(quoted) else f"'{_LEFT_OUT}'"
