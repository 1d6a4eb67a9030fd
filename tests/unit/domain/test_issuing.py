"""Issued page numbers are law: nothing printed loses its number, and old paper plus the exchange is the new volume."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foodsafe_desktop.domain.binder import Part, Piece, Section, VolumePlan
from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.evidence import (
    Assignment,
    Condition,
    Evidence,
    EvidenceFile,
    Fixity,
    Origin,
    Presence,
    Verdict,
)
from foodsafe_desktop.domain.gaps import Standing, State
from foodsafe_desktop.domain.issuing import (
    Change,
    FrozenVolume,
    blocks_of,
    changed_since,
    freeze,
)
from foodsafe_desktop.domain.recipe import Numbering, Recipe
from foodsafe_desktop.domain.sheets import A4, BinderPlan, Measured, SheetKind, SheetRef, lay_out, order
from foodsafe_desktop.domain.supplements import (
    Action,
    Supplement,
    supplement,
)

AT = dt.datetime(2024, 6, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Paper:
    """A piece as these tests name it: its evidence id, its content, and how many pages it has."""

    id: int
    pages: int = 1
    content: str = "a"


def _volume(sections: Sequence[Sequence[Paper]]) -> VolumePlan:
    made, ordinal = [], 0
    for offset, papers in enumerate(sections):
        number, here = 8 + offset, []
        for paper in papers:
            ordinal += 1
            evidence = Evidence(paper.id, f"材料{paper.id}", 2023)
            part = Part(_file(paper), None)
            here.append(
                Piece(ordinal, f"4-({number})-2023-{paper.id:03d}", number, evidence, evidence.title, (part,), "")
            )
        standing = Standing(number, State.PARTIAL, Decimal(1), {}, (), len(here), len(here), ())
        made.append(Section(number, "sub_item", "内容", "大项", (), "", standing, tuple(here)))
    return VolumePlan(4, "item-4", "第04卷", "试验", "基础工作", tuple(made))


def _file(paper: Paper) -> EvidenceFile:
    fixity = Fixity(1, 0, "sha256", paper.content)
    return EvidenceFile(paper.id, f"{paper.id}.pdf", paper.id, fixity, Verdict("pdf", Condition.OK, printable=True))


def _plan(sections: Sequence[Sequence[Paper]], recipe: Recipe = Recipe()) -> BinderPlan:  # noqa: B008
    volume = _volume(sections)
    papers = {piece.ordinal: paper for piece, paper in zip(volume.pieces, _flat(sections), strict=True)}

    def measured(ref: SheetRef) -> Measured:
        if ref.kind is SheetKind.PART:
            paper = papers[ref.ordinal]
            return Measured((A4,) * paper.pages, fingerprint=f"{paper.id}:{paper.content}")
        return Measured((A4,), fingerprint=f"{ref.kind}{ref.number}")

    return lay_out(volume, recipe, {ref: measured(ref) for ref in order(volume, recipe)})


def _flat(sections: Sequence[Sequence[Paper]]) -> list[Paper]:
    return [paper for papers in sections for paper in papers]


def _issued(plan: BinderPlan, before: FrozenVolume | None = None) -> FrozenVolume:
    issue = before.issue + 1 if before else 1
    return freeze(plan, issue=issue, at=AT, who="档案员", path="a.pdf", sha256="0", word="", before=before)


def _labels(plan: BinderPlan) -> dict[int, tuple[str, ...]]:
    return {block.evidence: block.labels for block in blocks_of(plan) if block.evidence}


def test_what_did_not_change_needs_no_paper() -> None:
    plan = _plan([[Paper(1), Paper(2, 3)]])
    assert supplement(_issued(plan), plan).is_empty


def test_a_late_piece_gets_numbers_under_the_page_before_it() -> None:
    frozen = _issued(_plan([[Paper(1, 2), Paper(2, 3)], [Paper(3)]]))
    found = supplement(frozen, _plan([[Paper(1, 2), Paper(9, 2), Paper(2, 3)], [Paper(3)]]))
    # 1 is the divider, 2–3 the first piece, 4–6 the second.
    assert _labels(found.plan) == {1: ("2", "3"), 9: ("3-1", "3-2"), 2: ("4", "5", "6"), 3: ("8",)}
    [put_in, *lists] = found.steps
    assert (put_in.action, put_in.into, put_in.after) == (Action.PUT_IN, ("3-1", "3-2"), "3")
    assert {step.title for step in lists} == {"目录", "备考表"}


def test_an_addendum_goes_behind_the_last_page() -> None:
    frozen = _issued(_plan([[Paper(1, 2)], [Paper(3)]]))
    found = supplement(frozen, _plan([[Paper(9, 2), Paper(1, 2)], [Paper(3), Paper(7)]]), addendum=True)
    assert _labels(found.plan) == {1: ("2", "3"), 3: ("5",), 9: ("6", "7"), 7: ("8",)}


def test_a_changed_piece_keeps_its_numbers_and_grows_under_the_last() -> None:
    frozen = _issued(_plan([[Paper(1, 2), Paper(2, 2)]]))
    longer = supplement(frozen, _plan([[Paper(1, 3, "b"), Paper(2, 2)]]))
    assert _labels(longer.plan) == {1: ("2", "3", "3-1"), 2: ("4", "5")}
    assert (longer.steps[0].action, longer.steps[0].out) == (Action.EXCHANGE, ("2", "3"))
    shorter = supplement(frozen, _plan([[Paper(1, 1, "b"), Paper(2, 2)]]))
    assert _labels(shorter.plan) == {1: ("2",), 2: ("4", "5")}


def test_a_number_given_up_is_never_given_again() -> None:
    first = _issued(_plan([[Paper(1), Paper(2)]]))
    without = supplement(first, _plan([[Paper(1)]]))
    assert (without.steps[0].action, without.steps[0].out) == (Action.TAKE_OUT, ("3",))
    second = _issued(without.plan, first)
    again = supplement(second, _plan([[Paper(1), Paper(3)]]))
    assert _labels(again.plan) == {1: ("2",), 3: ("2-1",)}
    third = _issued(again.plan, second)
    later = supplement(third, _plan([[Paper(1), Paper(4), Paper(3)]]))
    assert _labels(later.plan) == {1: ("2",), 3: ("2-1",), 4: ("2-2",)}


def test_an_edited_description_exchanges_only_the_lists() -> None:
    plan = _plan([[Paper(1)]])
    frozen = _issued(plan)
    blocks = tuple(replace(block, described="旧题名") if block.evidence else block for block in frozen.blocks)
    found = supplement(replace(frozen, blocks=blocks), plan)
    assert [step.title for step in found.steps] == ["目录", "备考表"]


def test_numbers_of_single_pieces_start_anew() -> None:
    recipe = Recipe(numbering=Numbering.PIECE)
    frozen = _issued(_plan([[Paper(1, 2)]], recipe))
    found = supplement(frozen, _plan([[Paper(1, 2), Paper(2, 2)]], recipe))
    assert _labels(found.plan) == {1: ("1", "2"), 2: ("1", "2")}


SECTIONS = st.lists(
    st.lists(st.builds(Paper, st.integers(1, 12), st.integers(1, 4), st.sampled_from("abc")), max_size=5),
    min_size=1,
    max_size=3,
)


def _once(sections: list[list[Paper]], width: int) -> list[list[Paper]]:
    """Each evidence once, always as many sections: those of an issued volume do not come and go."""
    seen: set[int] = set()
    kept = [[p for p in papers if not (p.id in seen or seen.add(p.id))] for papers in sections]  # type: ignore[func-returns-value]
    return (kept + [[]] * width)[:width]


def _pile(plan: BinderPlan) -> dict[str, str]:
    """What lies under each page number."""
    return {
        label: f"{block.fingerprint}/{index}"
        for block in blocks_of(plan)
        if block.kind not in (SheetKind.CONTENTS, SheetKind.CLOSING)
        for index, label in enumerate(block.labels)
    }


def _carry_out(pile: dict[str, str], found: Supplement) -> dict[str, str]:
    """What a person has after following the list with the printed sheets in hand."""
    printed = _pile(found.plan)
    pile = dict(pile)
    for step in found.steps:
        for label in step.out:
            pile.pop(label, None)
    for step in found.steps:
        for label in step.into:
            if label in printed:
                pile[label] = printed[label]
    return pile


@given(st.lists(SECTIONS, min_size=2, max_size=4), st.booleans(), st.booleans())
def test_old_paper_and_exchange_are_the_new_volume(
    states: list[list[list[Paper]]], addendum: bool, duplex: bool
) -> None:
    width = max(map(len, states))
    recipe = Recipe(duplex=duplex)
    plan = _plan(_once(states[0], width), recipe)
    frozen = _issued(plan)
    pile = _pile(plan)
    owner = {label: block.key for block in frozen.blocks for label in block.labels}
    for state in states[1:]:
        now = _plan(_once(state, width), recipe)
        found = supplement(frozen, now, addendum=addendum)
        labels = [label for block in blocks_of(found.plan) for label in block.labels]
        assert len(labels) == len(set(labels))
        for block in blocks_of(found.plan):
            for label in block.labels:
                assert owner.setdefault(label, block.key) == block.key
        pile = _carry_out(pile, found)
        assert pile == _pile(found.plan)
        assert sorted(b.evidence for b in blocks_of(found.plan)) == sorted(b.evidence for b in blocks_of(now))
        for run in found.plan.runs:
            assert not duplex or run.start % 2 == 0 or run.ref.part or run.ref.kind is SheetKind.BLANK
        frozen = _issued(found.plan, frozen)


def _dossier(*papers: Paper) -> Dossier:
    return Dossier(
        evidence={p.id: Evidence(p.id, f"材料{p.id}", 2023) for p in papers},
        files=[_file(p) for p in papers],
        assignments=[Assignment(p.id, 8, Origin.FOLDER, AT, "档案员") for p in papers],
    )


@pytest.mark.parametrize(
    ("now", "changes"),
    [
        ((Paper(1), Paper(2)), []),
        ((Paper(1), Paper(2, content="b")), [(2, Change.CHANGED)]),
        ((Paper(1),), [(2, Change.GONE)]),
        ((Paper(1), Paper(2), Paper(3)), [(3, Change.NEW)]),
    ],
)
def test_holdings_alone_tell_what_changed_since_printing(now: tuple[Paper, ...], changes: list[object]) -> None:
    frozen = _issued(_plan([[Paper(1), Paper(2)]]))
    assert [(one.evidence, one.change) for one in changed_since(frozen, _dossier(*now))] == changes


def test_a_missing_or_unconfirmed_file_is_a_change_since_printing() -> None:
    frozen = _issued(_plan([[Paper(1), Paper(2)]]))
    now = _dossier(Paper(1), Paper(2))
    gone = replace(now, files=[replace(now.files[0], presence=Presence.MISSING), replace(now.files[1], changed=True)])
    assert [one.change for one in changed_since(frozen, gone)] == [Change.CHANGED, Change.CHANGED]


def test_an_edited_description_shows_as_such() -> None:
    frozen = _issued(_plan([[Paper(1)]]))
    now = _dossier(Paper(1))
    edited = replace(now, evidence={1: replace(now.evidence[1], document_number="白食安委〔2023〕4号")})
    assert [one.change for one in changed_since(frozen, edited)] == [Change.REDESCRIBED]
