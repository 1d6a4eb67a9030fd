"""HTML written so that no text can be anything but text."""

import json
from collections.abc import Iterable
from html import escape
from urllib.parse import quote

from foodsafe_desktop.output.docx_parts import writable


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def element(name: str, *inside: str, **attributes: str) -> Markup:
    """An element; what is inside is escaped unless it is markup. `class_` and `data_x` stand for class and data-x."""
    named = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{text(value)}"' for key, value in attributes.items() if value
    )
    return Markup(f"<{name}{named}>{joined(inside)}</{name}>")


def joined(parts: Iterable[str]) -> Markup:
    """Parts behind one another, escaped unless they are markup."""
    return Markup("".join(part if isinstance(part, Markup) else text(part) for part in parts))


def text(value: str) -> Markup:
    """A text, with what HTML cannot hold or what turns it around as readable marks."""
    return Markup(escape(writable(value)))


def link(file: str, page: int) -> str:
    """Leads to a page, from 1, of a PDF in the same folder."""
    return f"{quote(file)}#page={page}"


def data(value: object) -> Markup:
    """JSON that may stand inside a script element."""
    whole = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(whole.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))
