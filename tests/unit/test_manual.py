"""The manual: its links lead somewhere, its pictures are there, and it speaks of every command, key and error."""

import argparse
import importlib
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from foodsafe_desktop.cli.arguments import parser
from foodsafe_desktop.domain import errors
from foodsafe_desktop.domain.gaps import State

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
NOT_OF_THE_MANUAL = {"benchmarks"}
GAP = "……"


@pytest.fixture
def manual(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script that makes the manual; packaging/ is no package."""
    monkeypatch.syspath_prepend(ROOT / "packaging")
    monkeypatch.delitem(sys.modules, "manual", raising=False)
    return importlib.import_module("manual")


def _said(name: str) -> str:
    return (DOCS / f"{name}.md").read_text(encoding="utf-8")


def test_every_page_is_in_the_manual(manual: ModuleType) -> None:
    assert {file.stem for file in DOCS.glob("*.md")} - NOT_OF_THE_MANUAL == set(manual.PAGES)
    assert len(set(manual.PAGES)) == len(manual.PAGES)


def test_links_lead_somewhere(manual: ModuleType) -> None:
    pages = {page.name: page for page in manual.read_pages()}
    known = {f"{page.name}.html" for page in pages.values()}
    known |= {f"{page.name}.html#{heading.anchor}" for page in pages.values() for heading in page.headings}
    for page in pages.values():
        anchors = [heading.anchor for heading in page.headings]
        assert len(set(anchors)) == len(anchors), page.name
        assert [heading.level for heading in page.headings].count(1) == 1, page.name
    dead = [
        (page.name, child.attrGet("href"))
        for page in pages.values()
        for token in page.tokens
        for child in token.children or ()
        if child.type == "link_open" and child.attrGet("href") not in known
    ]
    assert not dead


def test_pictures_are_there_small_and_wanted(manual: ModuleType) -> None:
    wanted = {
        child.attrGet("src")
        for page in manual.read_pages()
        for token in page.tokens
        for child in token.children or ()
        if child.type == "image"
    }
    there = {f"pictures/{file.name}" for file in (DOCS / "pictures").iterdir()}
    assert wanted == there
    assert not [file.name for file in (DOCS / "pictures").iterdir() if file.stat().st_size > 60_000]


def test_readers_papers_lead_somewhere() -> None:
    """README and CONTRIBUTING; the page of figures is there once somebody has measured."""
    for paper in ("README.md", "CONTRIBUTING.md"):
        text = (ROOT / paper).read_text(encoding="utf-8")
        links = set(re.findall(r"\]\(([^)#]+)\)", text)) - {"docs/benchmarks.md"}
        assert links
        assert not [link for link in links if not (ROOT / link).exists()]


def test_nothing_is_said_in_english(manual: ModuleType) -> None:
    """Names of programs, keys and commands are; three words of small letters in a row are a sentence."""
    found = [
        (page.name, match.group())
        for page in manual.read_pages()
        for token in page.tokens
        for child in token.children or ()
        if child.type == "text"
        for match in re.finditer(r"[a-z]+ [a-z]+ [a-z]+", child.content)
    ]
    assert not found


def test_no_half_width_marks_among_chinese_words(manual: ModuleType) -> None:
    found = [
        (page.name, child.content)
        for page in manual.read_pages()
        for token in page.tokens
        for child in token.children or ()
        if child.type == "text" and re.search(r"[\u4e00-\u9fff][,;:?!]|[\u4e00-\u9fff]\.(?!\w)", child.content)
    ]
    assert not found


def test_every_command_and_option_is_described() -> None:
    text = _said("commands")
    [commands] = (one for one in parser()._actions if isinstance(one, argparse._SubParsersAction))
    for name, command in commands.choices.items():
        [row] = re.findall(rf"^\| `{re.escape(name)} .*$", text, re.MULTILINE)
        options = {option for one in command._actions for option in one.option_strings if option.startswith("--")}
        lacking = {one for one in options - {"--help", "--json"} if one not in row}
        assert not lacking, f"{name}: {lacking}"
    described = set(re.findall(r"^\| `([a-z-]+)", text, re.MULTILINE)) - {"foodsafe-desktop"}
    assert described == set(commands.choices)
    for option in ("--archive", "--version", "--self-check", "--json", "--help"):
        assert option in text


def test_every_state_is_described() -> None:
    assert not [state.label for state in State if f"| {state.label} |" not in _said("gaps")]


def _errors(of: type[errors.DossierError] = errors.DossierError) -> Iterator[type[errors.DossierError]]:
    for one in of.__subclasses__():
        if one.__module__.startswith(f"{errors.__name__}."):
            yield one
        yield from _errors(one)


def _sentence(kind: type[errors.DossierError]) -> str:
    """What it says of anything at all."""
    given: list[Any] = []  # whatever its parameters are
    for one in inspect.signature(kind).parameters.values():
        if one.default is inspect.Parameter.empty:
            what = str(one.annotation)
            given.append(["某某"] if "Sequence" in what else 3 if "int" in what else "某某")
    return kind(*given).sentence


def test_every_sentence_that_a_person_may_see_is_explained() -> None:
    patterns = []
    for cell in re.findall(r"^\| ([^|]+) \|", _said("trouble"), re.MULTILINE):
        parts = [re.escape(part) for part in cell.split(GAP)]
        patterns.append(re.compile(".*".join(parts) if GAP in cell else f"{re.escape(cell)}.*", re.DOTALL))
    kinds = list(_errors())
    assert len(kinds) > 40
    unexplained = [_sentence(kind) for kind in kinds if not any(one.fullmatch(_sentence(kind)) for one in patterns)]
    assert not unexplained, "add a row to docs/trouble.md"


def test_pages_need_nothing_from_elsewhere_and_can_be_searched(manual: ModuleType, tmp_path: Path) -> None:
    pages = manual.read_pages()
    manual.write_pages(pages, tmp_path)
    for page in pages:
        text = (tmp_path / f"{page.name}.html").read_text(encoding="utf-8")
        assert not re.findall(r'(?:src|href)="(?:[a-z]+:|//)', text)
        for source in re.findall(r'(?:src|href)="([^"#]+)', text):
            assert (tmp_path / source).is_file(), source
    index = [entry for page in pages for entry in manual.sections(page)]
    assert {entry["to"].partition("#")[0] for entry in index} == {f"{page.name}.html" for page in pages}
    assert [entry for entry in index if "轮询" in entry["words"]]
