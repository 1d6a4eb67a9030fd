"""The one page of an inspector's copy: what is missing, the search, every number with its pieces, the volumes.

It works from the disk without a network: looks and script stand in it, and its own policy lets no other script run.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from foodsafe_desktop.domain.binder import Part, Piece, Section
from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.evidence import WITHHELD
from foodsafe_desktop.domain.gaps import Standing, State
from foodsafe_desktop.domain.sheets import Run, stand_in
from foodsafe_desktop.domain.wording import chinese_number, day_text, points_text, sub_item_mark
from foodsafe_desktop.output.forms.contents import referred
from foodsafe_desktop.output.forms.volume_index import volume_note
from foodsafe_desktop.output.forms.withheld import described, masked, pieces_of, remark
from foodsafe_desktop.output.forms.words import demand, years_text
from foodsafe_desktop.output.inspector_copy.holdings import Held, held, sections_by_number
from foodsafe_desktop.output.inspector_copy.markup import Markup, data, element, joined, link
from foodsafe_desktop.output.inspector_copy.parts import leads, policy, search, table
from foodsafe_desktop.output.inspector_copy.search_index import entries
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import BoundVolume, CopyFacts
from foodsafe_desktop.shipped import resource_path

_SIGNS = {
    State.COMPLETE: "✓",
    State.PARTIAL: "◐",
    State.MISSING: "✕",
    State.OMITTED: "－",
    State.NOT_CHOSEN: "○",
    State.RESERVED: "？",
}
_PIECES = ("编号", "题名", "文号", "日期", "页号", "备注")
_VOLUMES = ("卷册（点击打开）", "件数", "页数", "说明")


def page_of(volumes: Sequence[BoundVolume], facts: CopyFacts, job: Job) -> str:
    """The whole page as HTML."""
    return _Page(volumes, facts, job).written()


@dataclass(frozen=True)
class _Group:
    """A 大项 (or the vetoes) with its numbers, under the 方面 it belongs to."""

    anchor: str
    title: str
    numbers: tuple[int, ...]


@dataclass
class _Page:
    volumes: Sequence[BoundVolume]
    facts: CopyFacts
    job: Job
    _withheld: tuple[Piece, ...] = field(init=False)

    def __post_init__(self) -> None:
        every = pieces_of(volume.plan for volume in self.volumes)
        self._withheld = tuple(piece for piece in every if piece.is_withheld)

    @cached_property
    def sections(self) -> Mapping[int, Sequence[tuple[BoundVolume, Section]]]:
        """Every number's share of the volumes."""
        return sections_by_number(self.volumes)

    @cached_property
    def tree(self) -> dict[str, list[_Group]]:
        """方面 → its 大项, of those that the copy is about: all of them where it is of the whole set."""
        found: dict[str, list[_Group]] = {}
        for heading, group in _groups(self.facts.catalogue):
            numbers = tuple(one for one in group.numbers if not self.facts.of or one in self.sections)
            if numbers:
                found.setdefault(heading, []).append(_Group(group.anchor, group.title, numbers))
        return found

    def written(self) -> str:
        script = resource_path("inspector-copy", "search.js").read_text(encoding="utf-8")
        style = resource_path("inspector-copy", "page.css").read_text(encoding="utf-8")
        title = f"{self.facts.binder.archive_title}（检查本{f'，{self.facts.of}' if self.facts.of else ''}）"
        body = (
            element("a", "跳到正文", href="#tree", class_="skip"),
            self._head(title),
            element(
                "main",
                self._lacking(),
                search(),
                self._contents(),
                *self._tree(),
                self._absent(),
                self._volumes(),
                id="main",
            ),
            element(
                "script", data(entries(self.sections, self.facts, self.job)), type="application/json", id="entries"
            ),
            element("script", Markup(script)),
        )
        head = (
            Markup('<meta charset="utf-8">'),
            Markup(f'<meta http-equiv="Content-Security-Policy" content="{policy(script)}">'),
            Markup('<meta name="viewport" content="width=device-width, initial-scale=1">'),
            element("title", title),
            element("style", Markup(style)),
        )
        whole = element("html", element("head", *head), element("body", *body), lang="zh-CN")
        return f"<!DOCTYPE html>\n{whole}\n"

    def _head(self, title: str) -> Markup:
        facts = self.facts.binder
        pieces = sum(len(volume.plan.pieces) for volume in self.volumes)
        pages = sum(volume.pages for volume in self.volumes)
        told = (
            f"依据文件：{facts.document_number}" if facts.document_number else "",
            f"年度：{years_text(facts.years)}",
            f"编制单位：{facts.compiled_by}" if facts.compiled_by else "",
            f"编制日期：{day_text(facts.on)}",
            f"共{len(self.volumes)}册、{pieces}件、{pages}页",
        )
        return element("header", element("h1", title), element("p", "　".join(filter(None, told))))

    def _lacking(self) -> Markup:
        """What is missing and what is not printed, before everything else."""
        standings = {
            n: self.facts.coverage.standings[n] for groups in self.tree.values() for g in groups for n in g.numbers
        }
        gaps = {number: standing for number, standing in standings.items() if standing.gaps}
        slips = self._slips
        unprinted = [one for one in slips if one[3].file is not None]
        words = (
            f"{len(gaps)}个小项（含否决项）材料有缺口，共{sum(len(one.gaps) for one in gaps.values())}处"
            if gaps
            else "各小项材料没有缺口",
            f"{len(unprinted)}个文件未能打印" if unprinted else "全部文件均已收入",
            f"{len(slips) - len(unprinted)}件只有纸质原件" if len(slips) > len(unprinted) else "",
        )
        parts = [element("h2", "缺少和未收入的材料", id="lacking"), element("p", "；".join(filter(None, words)) + "。")]
        if unprinted:
            parts.insert(1, element("p", "本检查本不完整：有文件未能收入，见“未收入正文的材料”。", class_="warning"))
        if gaps:
            shown = [
                leads(f"#n{number}", f"{sub_item_mark(number)}{_SIGNS[one.state]}{one.state.label}")
                for number, one in gaps.items()
            ]
            parts.append(element("p", "有缺口的小项：", joined(Markup(f"{one} ") for one in shown)))
        if slips:
            parts.append(element("p", leads("#absent", f"未收入正文的材料（{len(slips)}处）")))
        return element("section", *parts, class_="lacking")

    def _absent(self) -> Markup:
        """What stands in the volumes as a slip sheet, and why."""
        rows = [
            (
                leads(link(volume.pdf.name, run.start + 1), f"{volume.plan.name} 第{run.labels[0]}页"),
                piece.title,
                WITHHELD if piece.is_withheld else part.file.path if part.file else "纸质原件",
                masked(reason, [piece]),
            )
            for volume, run, piece, part, reason in self._slips
        ]
        shown = table(("位置", "题名", "文件", "原因"), rows) if rows else element("p", "全部材料均已收入正文。")
        return element("section", element("h2", "未收入正文的材料"), shown, id="absent")

    @cached_property
    def _slips(self) -> list[tuple[BoundVolume, Run, Piece, Part, str]]:
        return [(volume, *one) for volume in self.volumes for one in volume.laid.not_printed]

    def _contents(self) -> Markup:
        """All numbers with their states, as links."""
        parts: list[str] = [element("h2", "目录")]
        for heading, groups in self.tree.items():
            items = [
                element("li", leads(f"#{one.anchor}", one.title), " ", *(self._sign(number) for number in one.numbers))
                for one in groups
            ]
            parts += [element("h3", heading), element("ul", *items)]
        legend = "　".join(f"{sign} {state.label}" for state, sign in _SIGNS.items())
        return element("nav", *parts, element("p", legend, class_="small"), aria_label="目录")

    def _sign(self, number: int) -> Markup:
        state = self.facts.coverage.standings[number].state
        label = f"小项{number}：{state.label}"
        return joined(
            (
                element("a", f"{number}{_SIGNS[state]}", href=f"#n{number}", class_=f"sign {state.value}", title=label),
                " ",
            )
        )

    def _tree(self) -> Iterator[Markup]:
        for index, (heading, groups) in enumerate(self.tree.items()):
            shown = [self._group(one) for one in groups]
            yield element("section", element("h2", heading), *shown, id="tree" if index == 0 else "")

    def _group(self, group: _Group) -> Markup:
        self.job.check()
        return element("section", element("h3", group.title), *map(self._number, group.numbers), id=group.anchor)

    def _number(self, number: int) -> Markup:
        """One sub-item: its text, how it stands, what is missing, its pieces."""
        standing = self.facts.coverage.standings[number]
        shares = self.sections.get(number, ())
        section = shares[0][1] if shares else None
        parts: list[str] = [
            element("h4", f"{sub_item_mark(number)}{self.facts.catalogue.text_of(number)}"),
            element(
                "p",
                element("span", f"{_SIGNS[standing.state]} {standing.label}", class_=f"state {standing.state.value}"),
                *_told(section, standing),
            ),
        ]
        if section is not None and (asked := demand(section)):
            parts.append(element("p", asked, class_="small"))
        if standing.gaps:
            listed = [element("li", self._gap(gap.year, gap.text)) for gap in standing.gaps]
            parts.append(element("ul", *listed, class_="gaps"))
        rows = [_row(one) for volume, share in shares for one in held(volume, share)]
        nothing = "本册未收入此项的材料。" if section is None else "目前没有归入本项的材料。"
        parts.append(table(_PIECES, rows) if rows else element("p", nothing, class_="small"))
        return element("article", *parts, id=f"n{number}")

    def _gap(self, year: int | None, reason: str) -> str:
        return f"缺：{f'{year}年度　' if year else ''}{masked(reason, self._withheld)}"

    def _volumes(self) -> Markup:
        rows = [
            (
                leads(link(volume.pdf.name, 1), volume.plan.name),
                str(len(volume.plan.pieces)),
                str(volume.pages),
                "；".join(filter(None, ("不完整" if volume.laid.partial else "", volume_note(volume)))),
            )
            for volume in self.volumes
        ]
        return element("section", element("h2", "卷册"), table(_VOLUMES, rows), id="volumes")


def _groups(catalogue: Catalogue) -> Iterator[tuple[str, _Group]]:
    for dimension in catalogue.dimensions:
        heading = f"{chinese_number(dimension.number)}、{dimension.title}"
        for item in dimension.items:
            numbers = tuple(sub.number for sub in item.sub_items)
            yield heading, _Group(f"item-{item.number}", f"{item.number}．{item.title}", numbers)
    if catalogue.vetoes:
        yield "否决项", _Group("vetoes", "否决项", tuple(veto.number for veto in catalogue.vetoes))


def _told(section: Section | None, standing: Standing) -> Iterator[str]:
    if section is not None and section.departments:
        units = [f"{name}（牵头）" if name == section.lead else name for name in section.departments]
        yield f"　责任单位：{'、'.join(units)}"
    if standing.points:
        yield f"　分值：{points_text(standing.points)}分"


def _row(one: Held) -> tuple[str, ...]:
    piece, evidence = one.piece, described(one.piece)
    absent = "" if piece.printed_at else stand_in(piece, one.volume.laid.slips)
    notes = (referred(piece), f"未收入正文（{absent}）" if absent else "", remark(piece))
    place = f"{one.volume.plan.name} 第{one.runs[0].labels[0]}页"
    return (
        piece.code,
        leads(link(one.volume.pdf.name, one.page), piece.title),
        evidence.document_number,
        evidence.dated.isoformat() if evidence.dated else "",
        place,
        "；".join(filter(None, notes)),
    )
