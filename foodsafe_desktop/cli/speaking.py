"""How a command speaks: sentences to people on standard error, facts for programs on standard output."""

import json
import os
import re
import sys
from contextlib import suppress
from typing import TextIO

_COMMANDS_A_TERMINAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def say(sentence: str) -> None:
    """Say a sentence to the person at the terminal. That nobody listens, or none is there, is no fault of the work."""
    with suppress(OSError):
        write(sys.stderr, f"{clean(sentence)}\n")


def print_json(facts: object) -> None:
    """Give programs one object on a line of its own; raises OSError, BrokenPipeError where nobody reads any more."""
    # ASCII with escapes: readable by any program on any console code page, undecodable file names included.
    write(sys.stdout, f"{json.dumps(facts, ensure_ascii=True)}\n")


def write(stream: TextIO | None, text: str) -> None:
    """Write what any console can take: what its encoding lacks is shown as an escape, never as an error.

    A stream that was closed is None to Python. Raises OSError once; what is written after that goes nowhere.
    """
    if stream is None:
        return
    encoding = stream.encoding or "utf-8"
    try:
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
        stream.flush()
    except OSError:
        with suppress(OSError):  # else Python would try again when it ends, and complain
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        raise


def clean(text: str) -> str:
    """Text with the signs shown that command a terminal or turn the order of writing: a file's name may hold them."""
    return _COMMANDS_A_TERMINAL.sub(lambda sign: sign[0].encode("unicode_escape").decode("ascii"), text)
