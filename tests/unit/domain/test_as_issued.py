"""An issued volume is told again from what was frozen of it, sheet by sheet."""

import datetime as dt
from dataclasses import replace

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from foodsafe_desktop.domain.as_issued import as_issued
from foodsafe_desktop.domain.binder import Piece, Section
from foodsafe_desktop.domain.blocks import blocks_of, described_as, description_of
from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.evidence import Evidence
from foodsafe_desktop.domain.issuing import FrozenVolume
from foodsafe_desktop.domain.recipe import Numbering, Recipe
from foodsafe_desktop.domain.sheets import BinderPlan, SheetKind
from foodsafe_desktop.domain.supplements import supplement
from tests.unit.domain.test_issuing import SECTIONS, Paper, _dossier, _flat, _issued, _once, _plan


def _told(frozen: FrozenVolume, plan: BinderPlan, dossier: Dossier) -> BinderPlan:
    sections = {section.number: section for section in plan.volume.sections}

    def of(number: int, pieces: tuple[Piece, ...]) -> Section:
        return replace(sections[number], pieces=pieces)

    return as_issued(frozen, [frozen], [frozen], dossier, of)


@settings(suppress_health_check=[HealthCheck.too_slow])
@example([[[], [Paper(1)]], [[Paper(2)], [Paper(1)]]], False, Numbering.VOLUME, True)
@given(st.lists(SECTIONS, min_size=1, max_size=2), st.booleans(), st.sampled_from(Numbering), st.booleans())
def test_every_sheet_is_where_it_was_under_its_number(
    states: list[list[list[Paper]]], duplex: bool, numbering: Numbering, addendum: bool
) -> None:
    width, recipe = max(map(len, states)), Recipe(duplex=duplex, numbering=numbering)
    plan = _plan(_once(states[0], width), recipe)
    frozen = _issued(plan)
    for state in states[1:]:
        plan = supplement(frozen, _plan(_once(state, width), recipe), addendum=addendum).plan
        frozen = _issued(plan, frozen)
    told = _told(frozen, plan, _dossier(*_flat(_once(states[-1], width))))

    def sheets(of: BinderPlan) -> list[object]:
        return [(run.ref.kind, run.ref.number, run.start, run.labels, run.sizes, run.slip) for run in of.runs]

    assert sheets(told) == sheets(plan)
    assert [block.labels for block in blocks_of(told)] == [block.labels for block in frozen.blocks]
    first_sheets = list(dict.fromkeys(block.number for block in frozen.blocks))
    by_sub_item = sorted(frozen.blocks, key=lambda block: first_sheets.index(block.number))
    assert [(one.code, one.evidence.id) for one in told.volume.pieces] == [
        (block.code, block.evidence) for block in by_sub_item if block.evidence
    ]


def test_what_is_gone_from_the_holdings_is_told_all_the_same() -> None:
    frozen = _issued(_plan([[Paper(1, 2), Paper(2)]]))
    told = _told(frozen, _plan([[Paper(1, 2), Paper(2)]]), Dossier(evidence={}, files=(), assignments=()))
    assert [(piece.title, told.piece_label(piece)) for piece in told.volume.pieces] == [("材料1", "2"), ("材料2", "4")]


def test_what_was_issued_before_files_and_sizes_were_kept_is_told_under_its_numbers() -> None:
    plan = _plan([[Paper(1, 2), Paper(2)]], Recipe(duplex=True))
    frozen = _issued(plan)
    old = replace(frozen, blocks=tuple(replace(block, runs=(), ordinal=0) for block in frozen.blocks))
    told = _told(old, plan, _dossier(Paper(1), Paper(2)))
    assert [run.labels for run in told.runs] == [run.labels for run in plan.runs]
    assert {run.colour for run in told.runs if run.ref.kind is SheetKind.PART} == {None}


def test_a_description_comes_back_as_it_was_printed() -> None:
    printed = Evidence(7, "通知", 2023, dt.date(2023, 5, 1), "白食安委〔2023〕4号", "区食安办", "Z109-WS·2023-D30-0001")
    now = replace(printed, title="改过的题名", dated=None, reference_code="", organ="BGS")
    described = description_of(printed, Recipe())
    assert description_of(described_as(now, described), Recipe()) == described
    stamped = Recipe(archive_stamp=True)
    assert description_of(described_as(now, description_of(printed, stamped)), stamped) == description_of(
        printed, stamped
    )
