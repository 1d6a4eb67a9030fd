"""What the page of an inspector's copy is put together from, whatever it says."""

import base64
import hashlib
from collections.abc import Sequence

from foodsafe_desktop.output.inspector_copy.markup import Markup, element


def leads(where: str, shown: str) -> Markup:
    """A link."""
    return element("a", shown, href=where)


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Markup:
    """A table that is scrolled sideways where the window is too narrow."""
    head = element("tr", *(element("th", one, scope="col") for one in headings))
    body = [element("tr", *(element("td", cell) for cell in row)) for row in rows]
    return element("div", element("table", element("thead", head), element("tbody", *body)), class_="wide")


def search() -> Markup:
    """Where to search, and a word where the browser runs no script."""
    field = Markup('<input id="query" type="search" autocomplete="off" placeholder="题名、文号、编号、小项内容……">')
    label = element("label", "检索（多个词用空格隔开，须全部出现）", for_="query")
    told = element("p", id="found", role="status", aria_live="polite")
    noscript = element("noscript", element("p", "浏览器未启用脚本，不能检索；目录和链接仍可使用。", class_="warning"))
    return element(
        "section", element("h2", "检索"), label, field, told, element("ol", id="hits"), noscript, role="search"
    )


def policy(script: str) -> str:
    """Only this one script may run, nothing may be fetched."""
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    nothing = "default-src 'none'; base-uri 'none'; form-action 'none'"
    return f"{nothing}; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
