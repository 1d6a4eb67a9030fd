"""Issued page numbers are law: nothing printed loses its number, and old paper plus the exchange is the new volume."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from foodsafe_desktop.domain.binder import BoxPlace, Elsewhere, Part, Piece, Section, VolumePlan
from foodsafe_desktop.domain.blocks import blocks_of
from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.evidence import (
    WITHHELD,
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
from foodsafe_desktop.domain.issued_boxes import emptied, for_box
from foodsafe_desktop.domain.issuing import (
    Change,
    FrozenVolume,
    changed_since,
    changes_of,
    freeze,
    lying_in,
)
from foodsafe_desktop.domain.late_numbers import figures
from foodsafe_desktop.domain.recipe import Grouping, Numbering, Recipe
from foodsafe_desktop.domain.references import as_printed
from foodsafe_desktop.domain.sheets import A4, BinderPlan, Measured, SheetKind, SheetRef, lay_out, order
from foodsafe_desktop.domain.supplements import Action, Step, Supplement, pages_text, record_of, supplement

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
    return freeze(plan, at=AT, who="档案员", path="a.pdf", sha256="0", word="", before=before)


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


def test_a_piece_that_grows_keeps_rising_before_a_supplement_behind_it() -> None:
    first = _issued(_plan([[Paper(1), Paper(2)]]))
    second = _issued(supplement(first, _plan([[Paper(1), Paper(9), Paper(2)]])).plan, first)
    found = supplement(second, _plan([[Paper(1, 2, "b"), Paper(9), Paper(2)]]))
    assert _labels(found.plan) == {1: ("2", "2-0-1"), 9: ("2-1",), 2: ("3",)}


def test_a_late_piece_stays_in_its_sub_item_though_the_next_has_a_supplement_at_its_head() -> None:
    """A year's volume may get a sub-item of which it had nothing; what comes before it later is put before it."""
    first = _issued(_plan([[Paper(1)]]))
    second = _issued(supplement(first, _plan([[Paper(1)], [Paper(2)]])).plan, first)
    found = supplement(second, _plan([[Paper(1), Paper(3)], [Paper(2)]]))
    assert [block.number for block in blocks_of(found.plan) if block.number] == [8, 8, 8, 9, 9]
    assert _labels(found.plan) == {1: ("2",), 3: ("2-0-1",), 2: ("2-2",)}


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


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(SECTIONS, min_size=2, max_size=4), st.booleans(), st.booleans())
@example([[[Paper(1)]], [[Paper(1), Paper(9)]], [[Paper(1, 2, "b"), Paper(9)]]], False, False)
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
        rising = [number for label in labels if (number := figures(label))]
        assert rising == sorted(rising)
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


def _boxed(plan: BinderPlan, number: int, of: int) -> FrozenVolume:
    volume = replace(plan.volume, key=f"item-4.{number}", name=f"第04卷 试验 第{number}盒（共{of}盒）")
    return _issued(replace(plan, volume=replace(volume, box=BoxPlace(number, of))))


def test_a_piece_in_another_box_is_not_new_and_a_late_one_is_new_in_one_box_only() -> None:
    boxes = [_boxed(_plan([[Paper(1), Paper(2)]]), 1, 2), _boxed(_plan([[Paper(3)]]), 2, 2)]
    assert [box.base for box in boxes] == ["item-4", "item-4"]
    now = _dossier(Paper(1), Paper(2), Paper(3))
    assert changes_of(boxes, now) == {}
    late = _dossier(*map(Paper, (1, 2, 3, 9)))
    days = {1: 1, 2: 2, 3: 3, 9: 1}
    dated = {key: replace(one, dated=dt.date(2023, 1, days[key])) for key, one in late.evidence.items()}
    found = changes_of(boxes, replace(late, evidence=dated))
    new = {key: [one.evidence for one in changes if one.change is Change.NEW] for key, changes in found.items()}
    assert new == {"item-4.1": [9], "item-4.2": []}


def _grouped(key: str, papers: Sequence[Paper], grouping: Grouping) -> FrozenVolume:
    plan = _plan([papers], Recipe(grouping=grouping))
    return _issued(replace(plan, volume=replace(plan.volume, key=key)))


def test_a_volume_of_a_year_misses_nothing_of_other_years() -> None:
    frozen = _grouped("year-2023", [Paper(1)], Grouping.YEAR)
    held = _dossier(Paper(1), Paper(2), Paper(3))
    now = replace(held, evidence={**held.evidence, 2: replace(held.evidence[2], year=2024)})
    assert [(one.evidence, one.change) for one in changed_since(frozen, now)] == [(3, Change.NEW)]
    moved = replace(held, evidence={key: replace(one, year=2024) for key, one in held.evidence.items()})
    assert [(one.evidence, one.change) for one in changed_since(frozen, moved)] == [(1, Change.GONE)]


def test_an_archival_box_misses_only_what_belongs_into_it() -> None:
    frozen = _grouped("archive-2023-y10-none", [Paper(1)], Grouping.ARCHIVE)
    held = _dossier(Paper(1), Paper(2), Paper(3))
    kept = {key: replace(one, retention="y10" if key != 2 else "y30") for key, one in held.evidence.items()}
    again = Assignment(1, 28, Origin.FOLDER, AT, "档案员")
    elsewhere = Assignment(3, 28, Origin.FOLDER, AT, "档案员")
    now = replace(held, evidence=kept, assignments=[held.assignments[0], held.assignments[1], again, elsewhere])
    found = [(one.number, one.evidence, one.change) for one in changed_since(frozen, now)]
    assert found == [(28, 3, Change.NEW)]


def test_the_name_of_an_organ_may_end_like_the_key_of_a_box() -> None:
    plan = _plan([[Paper(1)]])
    frozen = _issued(replace(plan, volume=replace(plan.volume, key="archive-2023-none-监管.2", name="第01卷 监管.2")))
    assert frozen.base == "archive-2023-none-监管.2"


def test_what_is_withheld_is_not_named_among_the_changes() -> None:
    frozen = _issued(_plan([[Paper(1)]]))
    now = _dossier(Paper(1), Paper(2))
    secret = replace(now.files[1], verdict=replace(now.files[1].verdict, condition=Condition.SUSPENDED))
    [change] = changed_since(frozen, replace(now, files=[now.files[0], secret]))
    assert (change.change, change.title) == (Change.NEW, WITHHELD)


def test_the_first_of_several_files_stands_for_a_range_of_pages() -> None:
    plan = _plan([[Paper(1)]])
    piece = plan.volume.pieces[0]
    part = replace(piece.parts[0], pages=(1, 1))
    section = replace(plan.volume.sections[0], pieces=(replace(piece, parts=(part,)),))
    frozen = _issued(replace(plan, volume=replace(plan.volume, sections=(section,))))
    now = _dossier(Paper(1))
    second = replace(_file(Paper(2)), evidence_id=1)
    ranged = replace(now.assignments[0], pages=(1, 1))
    assert changed_since(frozen, replace(now, files=[now.files[0], second], assignments=[ranged])) == ()


def _codes(volume: VolumePlan) -> dict[int, str]:
    return {piece.evidence.id: piece.code for piece in volume.pieces}


def test_the_code_of_a_piece_that_was_taken_out_is_not_given_again() -> None:
    first = _issued(_plan([[Paper(1), Paper(2)]]))
    second = _issued(supplement(first, _plan([[Paper(1)]])).plan, first)
    late = for_box(_volume([[Paper(1), Paper(9)]]), [second], "item-4", [first, second])
    assert _codes(late) == {1: "4-(8)-2023-001", 9: "4-(8)-2023-003"}


def test_a_code_is_one_pieces_in_whatever_volume_it_is_printed() -> None:
    """The pieces of one sub-item and year may lie in boxes of several organs."""
    other = replace(_issued(_plan([[Paper(2)]])), key="archive-2023-none-b")
    mine = replace(_issued(_plan([[Paper(1)]])), key="archive-2023-none-a")
    whole = replace(_volume([[Paper(1), Paper(7)]]), key="archive-2023-none-a")
    assert _codes(for_box(whole, [mine], mine.key, [mine, other])) == {1: "4-(8)-2023-001", 7: "4-(8)-2023-003"}


STAMPED = Recipe(archive_stamp=True)


def test_numbers_on_archive_stamps_stay_and_late_pieces_count_on() -> None:
    frozen = _issued(_plan([[Paper(1), Paper(2)]], STAMPED))
    late = for_box(_volume([[Paper(9), Paper(1), Paper(2)]]), [frozen], "item-4", [frozen])
    assert {piece.evidence.id: piece.ordinal for piece in late.pieces} == {1: 1, 2: 2, 9: 3}
    plain = _issued(_plan([[Paper(1), Paper(2)]]))
    listed = for_box(_volume([[Paper(9), Paper(1), Paper(2)]]), [plain], "item-4", [plain])
    assert [piece.ordinal for piece in listed.pieces] == [1, 2, 3]


def test_pages_whose_archive_stamp_reads_otherwise_are_exchanged() -> None:
    plan = _plan([[Paper(1)]], STAMPED)
    piece = plan.volume.pieces[0]
    coded = replace(piece, evidence=replace(piece.evidence, organ="办公室"))
    section = replace(plan.volume.sections[0], pieces=(coded,))
    now = replace(plan, volume=replace(plan.volume, sections=(section,)))
    assert next(step.action for step in supplement(_issued(plan), now).steps) is Action.EXCHANGE
    assert supplement(_issued(_plan([[Paper(1)]])), replace(now, recipe=Recipe())).is_empty


def test_what_is_printed_stays_and_late_references_lead_to_paper() -> None:
    frozen = _issued(_plan([[Paper(1)], [Paper(2)]]))
    now = _dossier(Paper(1), Paper(2))
    lying = lying_in([frozen], now)
    assert lying[1, None].page == "2"
    assert (2, None) not in lying  # it belongs under 8 now, and is printed under 9
    unissued = Elsewhere("item-1", "第01卷", 1, "1-(1)-2023-001")
    pieces = _volume([[Paper(1), Paper(3)]]).pieces
    section = replace(_volume([[]]).sections[0], pieces=tuple(replace(one, printed_at=unissued) for one in pieces))
    volume = replace(_volume([[]]), sections=(section,))
    assert [one.printed_at for one in as_printed(volume, {(8, 1)}, {}).pieces] == [None, unissued]
    other = replace(volume, sections=(replace(section, pieces=(pieces[0],)),))
    assert [one.printed_at for one in as_printed(other, set(), lying).pieces] == [lying[1, None]]


def test_what_was_issued_to_stand_alone_is_referred_to_by_nothing() -> None:
    alone = replace(_issued(_plan([[Paper(1)]])), key="sub-item-8")
    assert lying_in([alone], _dossier(Paper(1))) == {}


def test_lists_write_runs_of_page_numbers_in_short() -> None:
    assert pages_text(("3", "4", "4-1", "4-2", "4-3", "9")) == "3—4、4-1—4-3、9"
    assert pages_text(("目录1", "目录2")) == "目录1—目录2"


def test_a_volume_keeps_its_place_in_the_set_whatever_comes_before_it_later() -> None:
    frozen = replace(_issued(_plan([[Paper(1)]])), name="第03卷 2023年度")
    assert for_box(replace(_volume([[Paper(1)]]), number=4), [frozen], "item-4").number == 3


def test_a_box_into_which_nothing_belongs_any_more_is_emptied() -> None:
    frozen = replace(_grouped("archive-2023-y10-none", [Paper(1)], Grouping.ARCHIVE), name="第02卷 2023年度 10年")
    whole = emptied(frozen)
    assert (whole.key, whole.title, whole.pieces) == ("archive-2023-y10-none", "2023年度　10年", ())
    assert for_box(whole, [frozen], frozen.key).number == 2
    alone = replace(_issued(_plan([[Paper(1)]])), name="第04卷 风险监测 第2盒（共3盒）", key="item-4.2")
    assert (emptied(alone).key, emptied(alone).title, emptied(alone).number) == ("item-4", "风险监测", 4)


def test_a_list_says_behind_which_piece_where_each_counts_from_one() -> None:
    recipe = Recipe(numbering=Numbering.PIECE)
    frozen = _issued(_plan([[Paper(1, 2)]], recipe))
    put_in = supplement(frozen, _plan([[Paper(1, 2), Paper(2)]], recipe)).steps[0]
    assert (put_in.action, put_in.after) == (Action.PUT_IN, "4-(8)-2023-001/2")


def test_what_belongs_into_another_box_today_is_not_said_to_lie_where_it_was_printed() -> None:
    """Else two supplements would each refer to the other, and nobody would print it."""
    frozen = _grouped("archive-2023-none-none", [Paper(1)], Grouping.ARCHIVE)
    now = _dossier(Paper(1))
    assert lying_in([frozen], now)
    moved = replace(now, evidence={1: replace(now.evidence[1], year=2024)})
    assert lying_in([frozen], moved) == {}


def test_a_closing_note_speaks_of_numbered_pages_only() -> None:
    steps = (
        Step(Action.PUT_IN, "纪要", "4-(8)-2023-009", (), ("3-1", "3-2"), "3", "新增"),
        Step(Action.PUT_IN, "责任单位签字确认表（补签）", "", (), ("补签表2",), "签字表1", ""),
        Step(Action.EXCHANGE, "目录", "", ("目录1",), ("目录1", "目录2"), "", ""),
    )
    assert record_of(2, dt.date(2024, 6, 3), steps) == "2024年6月3日第2次发出：插入1处（第3-1—3-2页）。"
