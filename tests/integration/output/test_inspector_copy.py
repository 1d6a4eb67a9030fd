"""An inspector's copy: a folder that verifies, a page that leads everywhere, and texts that are nothing but texts."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pikepdf
import pytest

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.errors import Cancelled, CopyFolderTaken
from foodsafe_desktop.domain.evidence import EvidenceFile
from foodsafe_desktop.domain.gaps import coverage
from foodsafe_desktop.domain.texts import FileText, PageText, TextSource, TextState
from foodsafe_desktop.output.manifest import read_manifest, verify_binder
from foodsafe_desktop.output.press import Press
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import BoundVolume, CopyFacts
from tests.integration.output.papers import FACTS, bind, part, pdf_bytes, plan_of
from tests.integration.output.plans import SECRET, piece

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)> \"'&\u202e"
WORDS = FileText(TextState.READ, tuple(PageText(at, f"第{at}页的文字 <b>", TextSource.LAYER) for at in (1, 2, 3)))


class Read(HTMLParser):
    """A page as a browser takes it: elements, ids, links, and whether every element is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.handlers: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        named = dict(attrs)
        self.handlers += [name for name in named if name.startswith("on") or name == "src"]
        self.ids += [str(named["id"])] if "id" in named else []
        self.links += [str(named["href"])] if "href" in named else []
        if tag not in ("meta", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("script", "style"):
            self.words.append(data)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "evidence"
    root.mkdir()
    (root / "a.pdf").write_bytes(pdf_bytes(3))
    (root / "b.pdf").write_bytes(pdf_bytes(1))
    return root


@pytest.fixture
def facts(catalogue: Catalogue) -> CopyFacts:
    return CopyFacts(FACTS, catalogue, coverage(catalogue, Dossier()), "", lambda _file: None)


def compiling(root: Path) -> Callable[[Path], Sequence[BoundVolume]]:
    """Two volumes: one with a hostile title, a withheld piece and a paper original, one with a damaged file."""
    first = plan_of([[[part("a.pdf")]], [[part("b.pdf")]]], name="第04卷 风险 & “监测” #1?")
    pieces = (
        replace(first.pieces[0], title=HOSTILE),
        replace(piece(2, 8, "机密 某专项督查方案", SECRET), code="4-(8)-2023-002"),
    )
    sections = (
        replace(first.sections[0], pieces=pieces),
        replace(first.sections[1], pieces=(replace(first.pieces[1], ordinal=3),)),
    )
    broken = plan_of([[[part("c.pdf", slip="文件损坏。")]]], name="第05卷 源头治理", key="item-5")

    def compiled(folder: Path) -> Sequence[BoundVolume]:
        return [bind(replace(first, sections=sections), root, folder), bind(broken, root, folder)]

    return compiled


def made(root: Path, out: Path, facts: CopyFacts) -> str:
    return Press().inspector_copy(facts, out, compiling(root), Job()).read_text(encoding="utf-8")


def entries(page: str) -> list[list[str]]:
    found = re.search(r'id="entries">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    read: list[list[str]] = json.loads(found[1])
    return read


def test_the_folder_holds_the_volumes_the_page_and_a_manifest_that_verifies(
    root: Path, tmp_path: Path, facts: CopyFacts
) -> None:
    out = tmp_path / "U盘" / "检查本"
    made(root, out, facts)
    names = sorted(path.name for path in out.iterdir())
    assert names == sorted(
        ["index.html", "检查本.manifest.json", "第04卷 风险 & “监测” #1_.pdf", "第05卷 源头治理.pdf"]
    )
    check = verify_binder(out)
    assert (check.ok, check.checked, check.unexpected) == (True, 3, ())
    manifest = read_manifest(out / "检查本.manifest.json")
    assert manifest.content["partial"] is True
    (out / "index.html").write_text("changed", encoding="utf-8")
    assert verify_binder(out).mismatched == ("index.html",)


def test_every_link_leads_to_a_place_that_there_is(root: Path, tmp_path: Path, facts: CopyFacts) -> None:
    out = tmp_path / "copy"
    page = made(root, out, facts)
    read = Read(page)
    assert read.open == []
    assert len(read.ids) == len(set(read.ids))
    assert {f"n{sub.number}" for sub in facts.catalogue.sub_items} <= set(read.ids)
    targets = [*read.links, *(entry[0] for entry in entries(page))]
    for link in targets:
        name, _, anchor = unquote(link).rpartition("#")
        if not name:
            assert anchor in read.ids
        else:
            with pikepdf.open(out / name) as pdf:
                assert 1 <= int(anchor.removeprefix("page=")) <= len(pdf.pages)
    assert sum("page=" in link for link in targets) > 8


def test_links_lead_to_the_page_where_a_piece_begins(root: Path, tmp_path: Path, facts: CopyFacts) -> None:
    page = made(root, tmp_path / "copy", facts)
    laid = compiling(root)(tmp_path / "other")[0].laid
    shown = next(entry for entry in entries(page) if "alert" in entry[1])
    assert shown[0].endswith(f"#page={laid.piece_runs(laid.volume.pieces[0])[0].start + 1}")


def test_a_hostile_title_is_text_and_nothing_else(root: Path, tmp_path: Path, facts: CopyFacts) -> None:
    page = made(root, tmp_path / "copy", facts)
    read = Read(page)
    assert read.tags.count("script") == 2
    assert "img" not in read.tags
    assert read.handlers == []
    shown = HOSTILE.replace("\u202e", "〔U+202E〕")
    assert shown in "".join(read.words)
    assert shown in [entry[1] for entry in entries(page)]
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    assert "default-src 'none'" in policy[1]
    assert re.search(r"script-src 'sha256-[A-Za-z0-9+/]{43}='", policy[1])
    assert "http" not in page.replace("Content-Security-Policy", "").replace("http-equiv", "")


def test_what_is_missing_is_said_at_the_top_and_at_its_number(root: Path, tmp_path: Path, facts: CopyFacts) -> None:
    words = "".join(Read(made(root, tmp_path / "copy", facts)).words)
    lacking = words[: words.index("检索")]
    gaps = [standing for standing in facts.coverage.standings.values() if standing.gaps]
    assert f"{len(gaps)}个小项（含否决项）材料有缺口" in lacking
    assert "2个文件未能打印" in lacking
    assert "本检查本不完整" in lacking
    assert words.count("缺：") == sum(len(standing.gaps) for standing in gaps)
    assert "文件损坏。" in words[words.index("未收入正文的材料", len(lacking)) :]


def test_nothing_of_a_withheld_piece_is_in_the_copy(root: Path, tmp_path: Path, facts: CopyFacts) -> None:
    page = made(root, tmp_path / "copy", replace(facts, words=lambda _file: WORDS))
    assert "疑似涉密" in page
    for secret in ("某专项督查方案", "8/2022/"):
        assert secret not in page


def test_words_of_files_lead_to_their_pages(root: Path, tmp_path: Path, facts: CopyFacts) -> None:
    asked: list[str] = []

    def words(file: EvidenceFile) -> FileText:
        asked.append(file.path)
        return WORDS

    found = entries(made(root, tmp_path / "copy", replace(facts, words=words)))
    pages = [entry for entry in found if "页的文字" in entry[3]]
    assert asked == ["a.pdf", "b.pdf"]
    assert [int(entry[0].rpartition("=")[2]) for entry in pages[:3]] == [
        int(pages[0][0].rpartition("=")[2]) + n for n in range(3)
    ]
    assert len(pages) == 3 + 1


def test_a_part_of_the_set_names_itself_and_only_its_numbers(root: Path, tmp_path: Path, facts: CopyFacts) -> None:
    read = Read(made(root, tmp_path / "copy", replace(facts, of="第4大项")))
    assert {name for name in read.ids if re.fullmatch(r"n\d+", name)} == {"n8", "n9"}
    assert "检查本，第4大项" in "".join(read.words)


def test_the_same_volumes_give_the_same_bytes(root: Path, tmp_path: Path, facts: CopyFacts) -> None:
    for name in ("one", "two"):
        made(root, tmp_path / name, facts)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_a_copy_is_renewed_in_its_own_folder_and_in_no_other(root: Path, tmp_path: Path, facts: CopyFacts) -> None:
    out = tmp_path / "copy"
    made(root, out, facts)
    both = compiling(root)
    Press().inspector_copy(facts, out, lambda folder: both(folder)[1:], Job())
    assert sorted(path.name for path in out.iterdir()) == sorted(
        ["index.html", "检查本.manifest.json", "第05卷 源头治理.pdf"]
    )
    assert verify_binder(out).ok
    (out / "笔记.txt").write_text("mine", encoding="utf-8")
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    with pytest.raises(CopyFolderTaken, match="copy"):
        made(root, out, facts)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    with pytest.raises(CopyFolderTaken):
        made(root, root / "a.pdf", facts)


def test_cancelling_leaves_nothing(root: Path, tmp_path: Path, facts: CopyFacts) -> None:
    job, out = Job(), tmp_path / "new" / "copy"

    def compiled(folder: Path) -> Sequence[BoundVolume]:
        volumes = compiling(root)(folder)
        job.cancel()
        return volumes

    with pytest.raises(Cancelled):
        Press().inspector_copy(facts, out, compiled, job)
    assert not (tmp_path / "new").exists()


_STAGE = """
class Node { constructor() { this.inside = []; this.named = {}; this.textContent = ""; this.value = ""; }
  append(...parts) { this.inside.push(...parts); } setAttribute(name, value) { this.named[name] = value; }
  replaceChildren(...parts) { this.inside = parts; } addEventListener(_name, heard) { this.heard = heard; }
  words() { return this.textContent + this.inside.map((p) => typeof p === "string" ? p : p.words()).join(""); } }
const nodes = { entries: new Node(), query: new Node(), found: new Node(), hits: new Node() };
const rows = [["#n8", "会商 ＡＢ<b>", "部门", "8"], ["a.pdf#page=2", "第2页", "", "x".repeat(99) + "食堂"]];
nodes.entries.textContent = JSON.stringify(rows);
global.document = { getElementById: (id) => nodes[id], createElement: () => new Node() };
"""


def test_the_search_finds_all_words_whatever_their_width(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no program that runs the page's script is on this machine")
    script = (Path(__file__).parents[3] / "resources" / "inspector-copy" / "search.js").read_text(encoding="utf-8")
    asked = """
    const told = ["ab 会商", "食堂", "会商 食堂", ""].map((words) => { nodes.query.value = words; nodes.query.heard();
      return [nodes.found.textContent, ...nodes.hits.inside.map((hit) => hit.inside[0].named.href + hit.words())]; });
    console.log(JSON.stringify(told));"""
    (tmp_path / "page.js").write_text(_STAGE + script + asked, encoding="utf-8")
    told = subprocess.run(
        [node, str(tmp_path / "page.js")], check=True, capture_output=True, text=True, encoding="utf-8"
    )
    first, second, none, empty = json.loads(told.stdout)
    assert first == ["找到 1 处。", "#n8会商 ＡＢ<b>部门"]
    assert second[1].startswith("a.pdf#page=2第2页xxx")
    assert second[1].endswith("食堂")
    assert (none, empty) == (["找到 0 处。"], [""])
