"""Make the manual from docs/*.md: pages for any browser, and one PDF to print, in build/manual.

``python packaging/manual.py [--pages-only] [OUT]``, behind `make manual`. The pages need nothing from anywhere else:
own style, own search over an index that goes with them. Each heading's anchor is its text (``binding.html#预排``), so
that the program can open the manual at what a person is looking at.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).resolve().parent.parent
DOCS, TARGET = ROOT / "docs", ROOT / "build" / "manual"
LOOKS = Path(__file__).resolve().parent / "manual"
TITLE = "食安档案使用手册"
PAGES = (
    "index",
    "start",
    "folders",
    "incoming",
    "gaps",
    "chasing",
    "usable",
    "search",
    "binding",
    "printing",
    "issuing",
    "handover",
    "install",
    "trouble",
    "keyboard",
    "commands",
    "words",
)
"""The pages in reading order, by the names of their files."""
_SIGNS = re.compile(r"[^\w\-· ]")


@dataclass(frozen=True)
class Heading:
    """A heading: 1 is a page's title. `anchor` is unique on its page."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True)
class Page:
    """One page as read: the name of its file without suffix, its tokens, and its headings in order."""

    name: str
    tokens: list[Token]
    headings: tuple[Heading, ...]

    @property
    def title(self) -> str:
        """The text of its first heading."""
        return self.headings[0].text


def read_pages(docs: Path = DOCS) -> list[Page]:
    """All pages in order. Raises OSError where one is missing."""
    return [read_page(docs / f"{name}.md") for name in PAGES]


def read_page(file: Path) -> Page:
    """Read one page; headings get their anchors, links to other pages lead to what is made of them."""
    tokens = MarkdownIt("commonmark", {"html": False}).enable("table").parse(file.read_text(encoding="utf-8"))
    headings = []
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            text = plain(tokens[at + 1])
            headings.append(Heading(int(token.tag[1]), text, anchor_of(text)))
            token.attrSet("id", headings[-1].anchor)
        for child in token.children or ():
            if child.type == "link_open":
                child.attrSet("href", _leading(str(child.attrGet("href")), file.stem))
    return Page(file.stem, tokens, tuple(headings))


def _leading(link: str, page: str) -> str:
    """A link as it is in what is made: always with the name of the page, with plain letters in its anchor."""
    whole = f"{page}.html{link}" if link.startswith("#") else re.sub(r"^([a-z]+)\.md(?=#|$)", r"\1.html", link)
    return unquote(whole)


def anchor_of(heading: str) -> str:
    """What a link to a heading ends in, as code hosts make it too: small letters, no punctuation, hyphens for space."""
    return _SIGNS.sub("", heading.lower()).strip().replace(" ", "-")


def plain(inline: Token) -> str:
    """The words of a line without its marks."""
    return "".join(one.content for one in inline.children or () if one.type in ("text", "code_inline"))


def write_pages(pages: list[Page], target: Path) -> None:
    """Write every page, the search's index, style, script and pictures into `target`."""
    target.mkdir(parents=True, exist_ok=True)
    for number, page in enumerate(pages):
        (target / f"{page.name}.html").write_text(_page(pages, number), encoding="utf-8")
    index = [entry for page in pages for entry in sections(page)]
    script = f"const SECTIONS = {json.dumps(index, ensure_ascii=False)};\n"
    (target / "index.js").write_text(script, encoding="utf-8")
    for name in ("manual.css", "manual.js"):
        shutil.copyfile(LOOKS / name, target / name)
    shutil.copytree(DOCS / "pictures", target / "pictures", dirs_exist_ok=True)


def sections(page: Page) -> Iterator[dict[str, str]]:
    """What the search looks through: every heading with the words below it."""
    at, words = -1, [""]
    for place, token in enumerate(page.tokens):
        if token.type == "heading_open":
            if at >= 0:
                yield _section(page, at, words)
            at, words = at + 1, []
        elif token.type == "inline" and page.tokens[place - 1].type != "heading_open":
            words.append(plain(token))
        elif token.type in ("fence", "code_block"):
            words.append(token.content)
    yield _section(page, at, words)


def _section(page: Page, at: int, words: list[str]) -> dict[str, str]:
    heading = page.headings[at]
    return {
        "page": page.title,
        "title": heading.text,
        "to": f"{page.name}.html#{heading.anchor}",
        "words": " ".join(" ".join(words).split()),
    }


def _page(pages: list[Page], number: int) -> str:
    page = pages[number]
    body = MarkdownIt().renderer.render(page.tokens, MarkdownIt().options, {})
    body = body.replace("<table>", '<div class="table"><table>').replace("</table>", "</table></div>")
    around = [pages[at] if 0 <= at < len(pages) else None for at in (number - 1, number + 1)]
    before, after = (
        f'<a href="{one.name}.html">{word}{html.escape(one.title)}</a>' if one else "<span></span>"
        for one, word in zip(around, ("上一页：", "下一页："), strict=True)
    )
    title = html.escape(page.title if number == 0 else f"{page.title} — {TITLE}")
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="manual.css">
</head>
<body>
<nav aria-label="目录">
<p class="name"><a href="index.html">{TITLE}</a></p>
<input id="search" type="search" placeholder="在手册中查找" aria-label="在手册中查找" autocomplete="off">
<div id="found" aria-live="polite" hidden></div>
<ul id="contents">
{"".join(_contents(one, here=one is page) for one in pages)}</ul>
</nav>
<main>
{body}<p class="turn">{before}{after}</p>
</main>
<script src="index.js"></script>
<script src="manual.js"></script>
</body>
</html>
"""


def _contents(page: Page, *, here: bool) -> str:
    title = html.escape(page.title)
    if not here:
        return f'<li><a href="{page.name}.html">{title}</a></li>\n'
    below = "".join(
        f'<li><a href="#{html.escape(one.anchor)}">{html.escape(one.text)}</a></li>'
        for one in page.headings
        if one.level == 2
    )
    return f'<li class="here"><a href="{page.name}.html" aria-current="page">{title}</a><ul>{below}</ul></li>\n'


def main(arguments: list[str]) -> int:
    """Make the manual and say where it lies. Returns the exit code."""
    parser = argparse.ArgumentParser()
    parser.add_argument("target", nargs="?", type=Path, default=TARGET)
    parser.add_argument("--pages-only", action="store_true", help="leave the PDF out")
    options = parser.parse_args(arguments)
    started = time.monotonic()
    pages = read_pages()
    shutil.rmtree(options.target, ignore_errors=True)
    write_pages(pages, options.target)
    made = f"{len(pages)} pages"
    if not options.pages_only:
        from manual_pdf import write_pdf  # noqa: PLC0415 - a script beside this one, and not needed for the pages

        made += f", {write_pdf(pages, options.target / f'{TITLE}.pdf')} sheets as PDF"
    print(f"{options.target}: {made}, {time.monotonic() - started:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
