"""Volumes, order, ordinals, codes and references, before any page is known."""

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foodsafe_desktop.domain.arranging import plan_volumes, scope_title, slip_reason
from foodsafe_desktop.domain.binder import VolumePlan
from foodsafe_desktop.domain.catalogue import Dimension, Doubt
from foodsafe_desktop.domain.dossier import Dossier, Election
from foodsafe_desktop.domain.errors import ScopeUnknown
from foodsafe_desktop.domain.evidence import Condition, Presence
from foodsafe_desktop.domain.gaps import State, coverage
from foodsafe_desktop.domain.sheets import part_refs, stand_in
from tests.unit.builders import (
    SMALL,
    Held,
    catalogue,
    dossier,
    elections,
    evidence_of,
    files_of,
    held,
    holdings,
    item,
    sub,
)


def volumes(one: Dossier, scope: str = "all") -> tuple[VolumePlan, ...]:
    return plan_volumes(SMALL, one, coverage(SMALL, one), scope)


def sub_item_volume(*pieces: Held) -> VolumePlan:
    return volumes(dossier(*pieces), "sub-item:8")[0]


class TestScopes:
    def test_the_whole_set_is_a_volume_an_item_and_one_for_the_vetoes(self) -> None:
        found = volumes(dossier())
        assert [(one.number, one.key) for one in found] == [
            (1, "item-1"),
            (8, "item-8"),
            (26, "item-26"),
            (29, "item-29"),
            (30, "item-30"),
            (31, "item-31"),
            (32, "vetoes"),
        ]
        assert [one.name for one in found[:2]] == ["第01卷 党政同责", "第08卷 食品抽检"]
        assert [section.number for section in found[-1].sections] == [108, 109]
        assert {section.kind for section in found[-1].sections} == {"veto"}

    @pytest.mark.parametrize(
        ("scope", "keys"),
        [
            ("item:8", ["item-8"]),
            ("box:1", [one.key for one in volumes(dossier())]),
            ("dimension:1", ["item-1", "item-8"]),
            ("dimension:2", ["item-26", "item-29", "item-30", "item-31"]),
            ("sub-item:28", ["sub-item-28"]),
            ("sub-item:108", ["sub-item-108"]),
            ("department:区教育局", ["department-区教育局"]),
            ("department:市监局", ["department-区市场监管局"]),
            ("department: 区教育局 ", ["department-区教育局"]),
            (" all ", [one.key for one in volumes(dossier())]),
        ],
    )
    def test_scopes(self, scope: str, keys: list[str]) -> None:
        assert [one.key for one in volumes(dossier(), scope)] == keys

    @pytest.mark.parametrize(
        "scope",
        [
            "",
            "everything",
            "all:1",
            "item",
            "item:",
            "item:7",
            "item:32",
            "item:八",
            "item:-1",
            "item:1.0",
            "box:0",
            "box:",
            "dimension:3",
            "dimension:x",
            "sub-item:7",
            "sub-item:112",
            "sub-item:x",
            "department:",
            "department:区园林局",
            "department:区",
            "ITEM:8",
        ],
    )
    def test_scopes_that_name_nothing_are_refused(self, scope: str) -> None:
        with pytest.raises(ScopeUnknown, match="装订范围"):
            volumes(dossier(), scope)

    def test_a_department_gets_all_its_lines_and_nothing_else(self) -> None:
        (found,) = volumes(dossier(held(28), held(8)), "department:区教育局")
        assert [section.number for section in found.sections] == [28]
        assert len(found.pieces) == 1

    def test_items_not_chosen_make_no_volume_unless_they_hold_something(self) -> None:
        chosen = Election(items=frozenset({29, 31}))
        assert "item-30" not in [one.key for one in volumes(dossier(election=chosen))]
        assert "item-30" in [one.key for one in volumes(dossier(held(86), election=chosen))]
        with pytest.raises(ScopeUnknown):
            volumes(dossier(election=chosen), "item:30")

    def test_a_missing_item_still_makes_a_volume_that_says_so(self) -> None:
        (found,) = volumes(dossier(), "item:8")
        assert [section.standing.state for section in found.sections] == [State.MISSING, State.MISSING]
        assert found.pieces == ()

    @pytest.mark.parametrize(
        ("scope", "title"),
        [
            ("all", ""),
            (" item:8 ", "第8大项"),
            ("box:32", "第32盒"),
            ("dimension:2", "第2方面"),
            ("sub-item:108", "第108小项"),
            ("department: 市监局", "区市场监管局"),
        ],
    )
    def test_what_a_scope_is_called(self, scope: str, title: str) -> None:
        assert scope_title(SMALL, scope) == title


class TestSections:
    def test_only_what_the_catalogue_prints_as_lead_is_lead(self) -> None:
        (single,) = volumes(dossier(), "sub-item:28")
        assert len(single.sections[0].departments) == 2
        assert single.sections[0].lead is None

    def test_lead_and_doubts_are_those_of_the_catalogue(self) -> None:
        doubt = Doubt("departments", "列错位")
        led = replace(sub(8, departments=("区教育局",)), lead="市监局", doubts=(doubt,))
        above = Doubt("choose", "未印任选几项")
        one = catalogue(Dimension(1, "甲", (replace(item(1, "乙", "3", led), doubts=(above,)),)))
        (found,) = plan_volumes(one, dossier(), coverage(one, dossier()), "item:1")
        assert found.sections[0].departments == ("区市场监管局", "区教育局")
        assert found.sections[0].lead == "区市场监管局"
        assert found.sections[0].doubts == (above, doubt)


class TestStandIns:
    def test_pieces_say_what_stands_in_their_place(self) -> None:
        plan = sub_item_volume(held(8, files=2), held(8, files=0))
        files, paper = plan.pieces
        first, second = part_refs(files)
        assert stand_in(files, ()) == ""
        assert stand_in(files, {second}) == "含替代页"
        assert stand_in(files, {first, second}) == "替代页"
        assert stand_in(paper, set(part_refs(paper))) == "纸质件"


class TestOrder:
    def test_by_year_then_date_then_natural_name_with_the_unknown_last(self) -> None:
        found = sub_item_volume(
            held(8, year=None, name="甲"),
            held(8, year=2023, name="附件10"),
            held(8, year=2023, name="附件2"),
            held(8, year=2023, dated=dt.date(2023, 5, 1), name="乙"),
            held(8, year=2023, dated=dt.date(2023, 4, 1), name="丙"),
            held(8, year=2022, name="第十次"),
            held(8, year=2022, name="第二次"),
        )
        assert [piece.evidence.id for piece in found.pieces] == [7, 6, 5, 4, 3, 2, 1]
        assert [piece.ordinal for piece in found.pieces] == [1, 2, 3, 4, 5, 6, 7]

    def test_codes_count_within_number_and_year(self) -> None:
        one = dossier(held(8, year=2022), held(8, year=2022), held(8, year=None), held(28, year=2022))
        (found,) = volumes(one, "item:8")
        assert [piece.code for piece in found.pieces] == [
            "8-(8)-2022-001",
            "8-(8)-2022-002",
            "8-(8)-无年度-001",
            "8-(28)-2022-001",
        ]
        assert [piece.ordinal for piece in found.pieces] == [1, 2, 3, 4]

    def test_a_vetos_code_has_no_item(self) -> None:
        (found,) = volumes(dossier(held(108, year=2024)), "sub-item:108")
        assert [piece.code for piece in found.pieces] == ["(108)-2024-001"]

    def test_files_of_a_piece_keep_path_order(self) -> None:
        (piece,) = sub_item_volume(held(8, files=3)).pieces
        assert [part.file.path for part in piece.parts if part.file] == [f"收件/文件1.{at}.pdf" for at in range(3)]

    def test_titles_and_remarks(self) -> None:
        found = sub_item_volume(
            held(8, title="甲"),
            held(8, title="乙", files=0),
            held(8, title="丙", changed=True, note="原件在水务局"),
            held(8, title="部署", condition=Condition.SUSPENDED),
        )
        said = {piece.evidence.title: (piece.title, piece.remark) for piece in found.pieces}
        assert said == {
            "甲": ("甲", ""),
            "乙": ("乙", ""),
            "丙": ("丙", "内容变动待确认；原件在水务局"),
            "部署": ("［疑似涉密，不予列名］", ""),
        }


class TestSlips:
    @pytest.mark.parametrize(
        ("facts", "part_of_reason"),
        [
            ({"condition": Condition.SUSPENDED, "presence": Presence.MISSING}, "疑似涉密"),
            ({"presence": Presence.MISSING}, "不在原处"),
            ({"condition": Condition.DAMAGED, "detail": "第3页损坏。"}, "第3页损坏。"),
            ({"condition": Condition.ENCRYPTED}, "文件加密，不能直接打印。"),
            ({"condition": Condition.EMPTY}, "空文件，"),
            ({"condition": Condition.UNKNOWN, "printable": False}, "文件未能核验"),
            ({"condition": Condition.OK, "printable": False}, "不能直接打印"),
        ],
    )
    def test_files_that_cannot_be_printed(self, facts: dict[str, object], part_of_reason: str) -> None:
        one = held(8, **facts)
        reason = slip_reason(files_of(1, one)[0], evidence_of(1, one))
        assert reason is not None
        assert part_of_reason in reason

    def test_a_good_file_needs_no_slip(self) -> None:
        one = held(8, changed=True)
        assert slip_reason(files_of(1, one)[0], evidence_of(1, one)) is None

    @pytest.mark.parametrize(("place", "said"), [(None, "存放位置尚未登记。"), ("一号柜", "存放位置：一号柜。")])
    def test_paper_says_where_it_lies(self, place: str | None, said: str) -> None:
        reason = slip_reason(None, evidence_of(1, held(8, files=0, paper_place=place)))
        assert reason == f"本件为纸质材料，请在此处插入原件。{said}"


pieces_of = st.lists(holdings, max_size=10)


class TestLaws:
    @given(pieces_of, elections)
    def test_every_live_assignment_is_bound_exactly_once(self, pieces: list[Held], election: Election) -> None:
        one = dossier(*pieces, election=election)
        bound = [(piece.evidence.id, piece.number) for plan in volumes(one) for piece in plan.pieces]
        live = [(e.id, number) for number, group in one.assigned_to.items() for e in group]
        assert sorted(bound) == sorted(live)

    @given(pieces_of, elections, st.sampled_from(["all", "dimension:1", "sub-item:8", "department:市监局"]))
    def test_ordinals_and_codes_of_a_volume(self, pieces: list[Held], election: Election, scope: str) -> None:
        for plan in volumes(dossier(*pieces, election=election), scope):
            assert [piece.ordinal for piece in plan.pieces] == list(range(1, len(plan.pieces) + 1))
            assert len({piece.code for piece in plan.pieces}) == len(plan.pieces)
            assert all(piece.number == section.number for section in plan.sections for piece in section.pieces)

    @given(pieces_of)
    def test_pieces_run_by_year_and_date(self, pieces: list[Held]) -> None:
        for plan in volumes(dossier(*pieces)):
            for section in plan.sections:
                for one, after in pairwise(piece.evidence for piece in section.pieces):
                    assert (one.year or 9999) <= (after.year or 9999)
                    if one.year == after.year:
                        assert (one.dated or dt.date.max) <= (after.dated or dt.date.max)

    @given(pieces_of)
    def test_each_piece_has_a_part_for_every_file_or_one_for_its_paper(self, pieces: list[Held]) -> None:
        one = dossier(*pieces)
        for plan in volumes(one):
            for piece in plan.pieces:
                files = one.files_of.get(piece.evidence.id, ())
                assert tuple(part.file for part in piece.parts) == (files or (None,))

    @given(pieces_of)
    def test_a_secret_title_is_on_no_paper(self, pieces: list[Held]) -> None:
        for plan in volumes(dossier(*pieces)):
            for piece in plan.pieces:
                suspended = any(
                    part.file and part.file.verdict.condition is Condition.SUSPENDED for part in piece.parts
                )
                assert suspended is (piece.title != piece.evidence.title)
