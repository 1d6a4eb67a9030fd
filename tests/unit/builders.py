"""Small catalogues and dossiers made by hand, for tests of rules: say only what the test is about."""

import datetime as dt
import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from hypothesis import strategies as st

from foodsafe_desktop.domain.catalogue import (
    Catalogue,
    Department,
    Dimension,
    ElectiveRule,
    Item,
    Reserved,
    SubItem,
    Veto,
)
from foodsafe_desktop.domain.dossier import Dossier, Election
from foodsafe_desktop.domain.evidence import (
    Assignment,
    Condition,
    Evidence,
    EvidenceFile,
    Fixity,
    Omission,
    Origin,
    Presence,
    Verdict,
)

AT = dt.datetime(2024, 7, 1, 9, tzinfo=dt.UTC)


def sub(
    number: int, points: str | None = None, *, omission: bool = False, departments: tuple[str, ...] = ()
) -> SubItem:
    offices = departments or ("区市监局",)
    worth = Decimal(points) if points else None
    return SubItem(
        number, f"第{number}小项的要求", offices, "、".join(offices), points=worth, reasonable_omission=omission
    )


def item(number: int, title: str, points: str, *subs: SubItem, choose: int | None = None) -> Item:
    return Item(number, title, Decimal(points), subs, choose=choose)


def catalogue(*dimensions: Dimension, vetoes: tuple[int, ...] = (), reserved: tuple[int, ...] = ()) -> Catalogue:
    return Catalogue(
        id="small",
        title="小细则",
        document_number="示府发〔2023〕1号",
        issued_by="示例区人民政府",
        evidence_from=dt.date(2022, 1, 1),
        application_month=(2024, 6),
        acceptance_month=(2024, 12),
        dimensions=dimensions,
        vetoes=tuple(Veto(number, f"否决情形{number}") for number in vetoes),
        reserved=tuple(Reserved(number, "原文缺，待核") for number in reserved),
        departments=(Department("区市场监管局", ("区市监局", "市监局")), Department("区教育局")),
    )


SMALL = catalogue(
    Dimension(
        1,
        "基础工作",
        (
            item(1, "党政同责", "3", sub(1), sub(2), sub(3, omission=True)),
            item(8, "食品抽检", "2", sub(8), sub(28, departments=("区教育局", "市监局"))),
        ),
    ),
    Dimension(
        2,
        "示范引领",
        (
            item(26, "主体责任", "5", sub(72, "1"), sub(73, "4")),
            item(29, "机制创新", "5", sub(80, "2.5", omission=True), sub(81, "2.5"), sub(82, "2.5"), choose=2),
            item(30, "三小治理", "5", sub(86, "1"), sub(87, "4")),
            item(31, "农村治理", "5", sub(89, "5"), sub(100, None)),
        ),
        elective=ElectiveRule((29, 30, 31), 2, Decimal(10)),
    ),
    vetoes=(108, 109),
    reserved=(112,),
)
"""Two dimensions, six items (29–31: choose two; 29: choose two of three), vetoes 108 and 109, 112 reserved."""


@dataclass(frozen=True)
class Held:
    """One piece of evidence with its files' state, and where it is assigned."""

    numbers: tuple[int, ...]
    year: int | None = 2023
    title: str = "通知"
    dated: dt.date | None = None
    condition: Condition = Condition.OK
    presence: Presence = Presence.PRESENT
    changed: bool = False
    recycled: bool = False
    files: int = 1
    paper_place: str | None = None
    printable: bool = True
    note: str = ""
    detail: str = ""
    name: str = ""


def held(*numbers: int, **facts: object) -> Held:
    return Held(numbers, **facts)  # type: ignore[arg-type]


def evidence_of(key: int, one: Held) -> Evidence:
    return Evidence(
        key,
        one.title,
        one.year,
        one.dated,
        note=one.note,
        paper_place=one.paper_place,
        recycled=one.recycled,
    )


def files_of(key: int, one: Held) -> list[EvidenceFile]:
    name = one.name or f"文件{key}"
    verdict = Verdict("pdf", one.condition, one.detail, 1, printable=one.printable)
    return [
        EvidenceFile(
            key * 100 + at,
            f"收件/{name}.{at}.pdf",
            key,
            Fixity(10, 1, "sha256", f"{key:032x}{at:032x}"),
            verdict if at == 0 else Verdict("pdf", Condition.OK, "", 1, printable=True),
            one.presence,
            changed=one.changed,
        )
        for at in range(one.files)
    ]


def dossier(*pieces: Held, omissions: Iterable[int] = (), election: Election | None = None) -> Dossier:
    """A dossier whose evidence has ids 1, 2, 3 … in the order given."""
    numbered = list(enumerate(pieces, 1))
    return Dossier(
        evidence={key: evidence_of(key, one) for key, one in numbered},
        files=[file for key, one in numbered for file in files_of(key, one)],
        assignments=[
            Assignment(key, number, Origin.FOLDER, AT, "测试") for key, one in numbered for number in one.numbers
        ],
        omissions={number: Omission(number, "辖区内无此类主体") for number in omissions},
        election=election or Election(),
    )


def shuffled(one: Dossier, chance: random.Random) -> Dossier:
    """The same holdings in another order."""
    return replace(
        one,
        evidence=dict(chance.sample(list(one.evidence.items()), len(one.evidence))),
        files=chance.sample(one.files, len(one.files)),
        assignments=chance.sample(one.assignments, len(one.assignments)),
        indicator_values=chance.sample(one.indicator_values, len(one.indicator_values)),
    )


NUMBERS = (*(one.number for one in SMALL.sub_items), *(one.number for one in SMALL.vetoes))

conditions = st.sampled_from(Condition)
holdings = st.builds(
    Held,
    numbers=st.sets(st.sampled_from(NUMBERS), max_size=3).map(lambda found: tuple(sorted(found))),
    year=st.sampled_from((None, 2021, 2022, 2023, 2024, 2025)),
    title=st.sampled_from(("通知", "纪要", "合理缺项情况说明", "第二次会议", "第十次会议", "附件10", "附件2")),
    dated=st.none() | st.dates(dt.date(2021, 1, 1), dt.date(2024, 12, 31)),
    condition=conditions,
    presence=st.sampled_from(Presence),
    changed=st.booleans(),
    recycled=st.booleans(),
    files=st.integers(0, 3),
    paper_place=st.none() | st.just("一号柜-1层-1盒"),
    printable=st.booleans(),
)
good_holdings = st.builds(
    Held,
    numbers=st.sets(st.sampled_from(NUMBERS), min_size=1, max_size=3).map(lambda found: tuple(sorted(found))),
    year=st.sampled_from((2022, 2023, 2024)),
    title=st.sampled_from(("通知", "合理缺项情况说明")),
)
elections = st.builds(
    Election,
    items=st.sampled_from([frozenset[int](), frozenset({29, 30}), frozenset({29, 31}), frozenset({30, 31})]),
    sub_items=st.sampled_from([frozenset[int](), frozenset({80, 81}), frozenset({81, 82})]),
)
