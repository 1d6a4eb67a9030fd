"""What checklist, gaps, findings and overview say, without Qt's help."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from foodsafe_desktop.domain.catalogue import Doubt
from foodsafe_desktop.domain.requirements import Basis, Cadence, Requirement
from foodsafe_desktop.services import correcting, deciding, indicators, rectifying, requirements_editing, serving
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.review import overview
from foodsafe_desktop.ui.findings.presenter import DEADLINE, EVIDENCE, STATE, finding_rows
from foodsafe_desktop.ui.findings.presenter import summary as finding_summary
from foodsafe_desktop.ui.gaps.presenter import BASIS, NO_YEAR, GapFilter, choices, gap_rows
from foodsafe_desktop.ui.gaps.presenter import summary as gap_summary
from foodsafe_desktop.ui.overview.grid_presenter import grid_table
from foodsafe_desktop.ui.overview.presenter import summary
from foodsafe_desktop.ui.page.asked import Checklist, Mark, RequirementRow, checklist
from foodsafe_desktop.ui.page.presenter import Page, page
from foodsafe_desktop.ui.tree.nodes import Kind, NodeKey
from tests.fakes import NOW
from tests.sure import sure
from tests.ui.desktop import asked_archive

TODAY = NOW.date()


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return asked_archive(tmp_path)


def asked(archive: Archive, number: int = 8) -> Checklist:
    return checklist(overview(archive), number)


def row(archive: Archive, requirement: str, number: int = 8) -> RequirementRow:
    return next(one for one in asked(archive, number).rows if one.requirement.id == requirement)


def shown(archive: Archive, number: int = 8, kind: Kind = Kind.SUB_ITEM) -> Page:
    return page(overview(archive), NodeKey(kind, number))


class TestChecklist:
    def test_each_requirement_says_kind_cadence_basis_and_parts(self, archive: Archive) -> None:
        talks = row(archive, "8-meeting")
        assert talks.note.startswith("会议　每年至少2套　原文要求　成套：")
        assert [cell.word for cell in talks.cells] == ["部分", "缺失", "缺失"]
        assert talks.can_edit
        assert not talks.can_restore

    def test_a_year_before_a_requirement_begins_is_not_asked_for(self, archive: Archive) -> None:
        now = overview(archive)
        late = next(
            one for one in now.requirements.requirements if one.from_year == 2023 and one.cadence == "each_year"
        )
        cells = row(archive, late.id, late.number).cells
        assert (cells[0].mark, cells[0].word) == (Mark.NOT_ASKED, "不要求")
        assert cells[1].mark is not Mark.NOT_ASKED

    def test_years_say_how_the_number_stands(self, archive: Archive) -> None:
        assert next(head.words for head in asked(archive, 9).years) == ("2022年", "缺失")

    def test_customary_papers_are_advised_where_they_hold_nothing_back(self, archive: Archive) -> None:
        now = overview(archive)
        advised = next(gap for one in now.coverage.standings.values() for gap in one.advice if gap.title != "疑点核对")
        cells = row(archive, advised.requirement, advised.number).cells
        assert {cell.word for cell in cells if cell.mark is Mark.ADVISED} == {"建议补充"}

    def test_what_serves_nothing_is_listed_with_its_reason_and_served_by_a_word(self, archive: Archive) -> None:
        pieces = {one.title: one for one in asked(archive).unserved}
        piece = pieces["2024年执法人员名册 第二册"]
        assert piece.why.startswith("未对应到佐证要求")
        assert not any(piece.title in remark for remark in asked(archive).remarks)
        serving.serve(archive, [piece.evidence], 8, ["8-notice"])
        assert piece.title not in {one.title for one in asked(archive).unserved}
        cell = row(archive, "8-notice").cells[2]
        assert (cell.word, cell.reason) == ("齐全", "1件")
        assert piece.title in cell.tip

    def test_no_secret_title_is_said(self, archive: Archive) -> None:
        text = repr(asked(archive))
        assert "机密 情况通报" not in text

    def test_edits_are_said_and_what_was_struck_can_be_restored(self, archive: Archive) -> None:
        before = row(archive, "8-notice").requirement
        requirements_editing.strike_out(archive, "8-report")
        requirements_editing.save_requirement(
            archive, Requirement("8-own-1", 8, "自定的一条", "报告", Cadence.ONCE, basis=Basis.PRACTICE)
        )
        changed = Requirement(before.id, 8, "抽检结果通报", before.kind, before.cadence)
        requirements_editing.save_requirement(archive, changed)
        edits = {one.requirement.id: (one.edit, one.can_edit, one.can_restore) for one in asked(archive).rows}
        assert edits["8-notice"] == ("已修改", True, True)
        assert edits["8-own-1"] == ("自增", True, False)
        assert edits["8-report"] == ("已停用", False, True)
        assert [cell.word for cell in row(archive, "8-report").cells] == ["不要求"]

    def test_an_omission_asks_for_its_statement_alone(self, archive: Archive) -> None:
        [one] = asked(archive, 20).rows
        assert one.requirement.id == "20-omission"
        assert asked(archive, 20).indicators == ()

    def test_a_line_not_chosen_asks_for_nothing(self, archive: Archive) -> None:
        deciding.choose_electives(archive, frozenset({29, 30, 31, 32}), frozenset({80, 81}))
        words = {cell.word for one in asked(archive, 107).rows for cell in one.cells}
        assert words == {"不要求"}


class TestIndicators:
    def cells(self, archive: Archive) -> dict[int | None, tuple[str, str]]:
        [one] = asked(archive).indicators
        return {cell.year: (cell.word, cell.value) for cell in one.cells}

    def test_open_reached_missed_exempt(self, archive: Archive) -> None:
        [one] = asked(archive).indicators
        assert one.note.startswith("应不低于2次")
        assert self.cells(archive) == dict.fromkeys((2022, 2023, 2024), ("未填", ""))
        indicators.enter_value(archive, one.indicator.id, 2022, Decimal(1))
        indicators.enter_value(archive, one.indicator.id, 2023, Decimal(2))
        indicators.mark_not_applicable(archive, one.indicator.id, 2024, "当年未召开")
        assert self.cells(archive) == {2022: ("未达标", "1"), 2023: ("缺佐证", "2"), 2024: ("缺佐证", "")}
        [now] = asked(archive).indicators
        assert [cell.not_applicable for cell in now.cells] == [False, False, True]
        assert now.cells[2].note == "当年未召开"


class TestCorrections:
    def test_a_settled_doubt_becomes_a_record_with_its_ground(self, archive: Archive) -> None:
        [line] = shown(archive).doubts
        assert isinstance(line.doubt, Doubt)
        correcting.settle_doubt(archive, 8, line.doubt, "经与原件核对", reading="区卫健委、区教育局")
        after = shown(archive)
        assert after.doubts == ()
        departments, settled = after.corrections
        assert departments.text.startswith("责任部门更正：")
        assert departments.printed == sure(archive.rules.edition.catalogue.sub_item(8)).departments_as_printed
        assert "依据：经与原件核对" in settled.ground
        assert settled.text.startswith("疑点核实：【责任部门】")
        assert dict(after.facts)["责任部门"].startswith("区卫健委")

    def test_text_and_place_show_what_is_printed(self, archive: Archive) -> None:
        printed = shown(archive).text
        correcting.change_text(archive, 8, "更正后的文字。", "原件")
        correcting.move_sub_item(archive, 8, 5, "原件")
        after = shown(archive)
        assert after.text == "更正后的文字。"
        assert after.crumb.endswith("5．源头治理")
        assert [line.printed for line in after.corrections] == [printed, "第4大项"]

    def test_a_reserved_number_becomes_a_line_once_its_text_is_entered(self, archive: Archive) -> None:
        assert shown(archive, 112, Kind.RESERVED).can_enter
        correcting.enter_reserved(archive, 112, "补录的文字。", 5, "原件第12页")
        after = shown(archive, 112)
        assert after.text == "补录的文字。"
        [line] = after.corrections
        assert line.text == "文字更正：补录的文字。（列入第5大项）"
        assert line.printed == "保留号，未印文字"

    def test_doubts_of_an_item_are_settled_on_its_page(self, archive: Archive) -> None:
        item = next(one for one in archive.catalogue.items if one.doubts)
        doubt = shown(archive, item.number, Kind.ITEM).doubts[0].doubt
        assert doubt is not None
        correcting.settle_doubt(archive, item.number, doubt, "原件", of_item=True)
        after = shown(archive, item.number, Kind.ITEM)
        assert len(after.corrections) == 1
        assert doubt not in [line.doubt for line in after.doubts]


class TestGaps:
    def test_rows_are_all_gaps_and_all_advice(self, archive: Archive) -> None:
        now = overview(archive)
        rows = gap_rows(now)
        assert tuple(one.gap for one in rows if not one.advice) == now.coverage.gaps
        assert sum(1 for one in rows if one.advice) == sum(len(one.advice) for one in now.coverage.standings.values())
        assert {one.cells[BASIS] for one in rows} == {"原文要求", "惯例建议", "细则规定"}

    def test_filters_join(self, archive: Archive) -> None:
        rows = gap_rows(overview(archive))
        wanted = GapFilter(department="区卫健委", year=2023, basis="原文要求", text="（9）")
        left = [one for one in rows if wanted.leaves(one)]
        assert left
        assert {(one.gap.number, one.gap.year, one.basis) for one in left} == {(9, 2023, "原文要求")}
        assert all("区卫健委" in one.gap.departments for one in left)
        assert {one.gap.year for one in rows if GapFilter(year=NO_YEAR).leaves(one)} == {None}
        assert not any(one.advice for one in rows if GapFilter().leaves(one))
        assert any(one.advice for one in rows if GapFilter(with_advice=True).leaves(one))

    def test_choices_count_what_there_is(self, archive: Archive) -> None:
        rows = gap_rows(overview(archive))
        offered = choices(rows)
        counted = dict(offered.departments)
        assert counted["区卫健委"] == sum(1 for one in rows if GapFilter(department="区卫健委").leaves(one))
        assert [year for year, _ in offered.years][-1] == NO_YEAR
        assert sum(count for _, count in offered.years) == len(overview(archive).coverage.gaps)

    def test_summary_counts_numbers_and_points(self, archive: Archive) -> None:
        now = overview(archive)
        left = [one for one in gap_rows(now) if not one.advice]
        said = gap_summary(left[:1], len(left))
        assert said.startswith(f"缺口 1 项（共{len(left)}项），涉及 1 个编号，影响 ")

    def test_detail_names_line_requirement_reason_and_departments(self, archive: Archive) -> None:
        one = next(one for one in gap_rows(overview(archive)) if one.gap.requirement == "8-meeting")
        assert one.detail.startswith("（8）食品安全抽检监测结果通报")
        assert f"2022年　{one.gap.text}。责任部门：" in one.detail


class TestFindings:
    def test_overdue_comes_first_and_says_by_how_long(self, archive: Archive) -> None:
        rectifying.raise_finding(archive, 1, "甲", deadline=TODAY + dt.timedelta(days=3))
        past = TODAY - dt.timedelta(days=9)
        rectifying.raise_finding(archive, 8, "乙", found_on=past, deadline=past + dt.timedelta(days=4))
        first, second = finding_rows(overview(archive), TODAY)
        assert (first.finding.what, first.cells[STATE]) == ("乙", "已逾期5天")
        assert (second.cells[STATE], second.cells[DEADLINE]) == ("整改中", (TODAY + dt.timedelta(days=3)).isoformat())
        assert finding_summary((first, second)) == "问题 2 个：已逾期 1，整改中 1"

    def test_a_closed_one_names_its_evidence(self, archive: Archive) -> None:
        rectifying.raise_finding(archive, 108, "丙")
        held = next(one for one in overview(archive).dossier.evidence.values() if "会议纪要" in one.title)
        rectifying.close(archive, 1, held.id)
        [one] = finding_rows(overview(archive), TODAY)
        assert (one.cells[STATE], one.cells[EVIDENCE]) == ("已销号", held.title)
        assert one.key == NodeKey(Kind.VETO, 108)


class TestSummary:
    def test_cards_say_points_days_and_phases(self, archive: Archive) -> None:
        points, progress, days, waiting = summary(overview(archive), dt.date(2024, 6, 1)).cards
        assert points.figure.endswith("/130 分")
        assert progress.figure.startswith("齐全 0/")
        assert days.title == "距验收（2024年12月）"
        assert days.figure == "还有 213 天"
        assert days.more[0] == "申报（2024年6月）：还有 29 天"
        assert days.more[1].startswith("当前阶段：")
        assert waiting.figure == "收件箱 3 件"
        late = summary(overview(archive), dt.date(2025, 1, 1)).cards[2]
        assert (late.figure, late.presses) == ("已过 1 天", True)

    def test_dimensions_add_up_to_the_whole(self, archive: Archive) -> None:
        now = overview(archive)
        lines = summary(now, TODAY).progress
        assert len(lines) == 5
        assert lines[0].title == "一、基础工作"
        assert all(0 <= line.permille <= 1000 for line in lines)

    def test_departments_come_by_what_they_cost(self, archive: Archive) -> None:
        chase = summary(overview(archive), TODAY).chase
        assert [one.at_risk for one in chase] == sorted((one.at_risk for one in chase), reverse=True)
        owed = sum(1 for gap in overview(archive).coverage.gaps if chase[0].name in gap.departments)
        assert chase[0].gaps == owed

    def test_the_best_electives_are_suggested_until_they_are_chosen(self, archive: Archive) -> None:
        before = summary(overview(archive), TODAY).electives
        assert before is not None
        assert "现选：尚未选定。建议改选：第" in before.said
        deciding.choose_electives(archive, before.best.items, before.best.sub_items)
        after = summary(overview(archive), TODAY).electives
        assert after is not None
        assert after.is_chosen

    def test_deductions_explain_all_that_is_at_risk(self, archive: Archive) -> None:
        now = overview(archive)
        said = summary(now, TODAY)
        assert len(said.deductions) == len(said.deduction_keys)
        assert said.verdict.startswith("模拟得分 ")
        assert "（109）" in said.verdict


def test_grid_names_what_is_there_and_what_is_missing(archive: Archive) -> None:
    table = grid_table(overview(archive))
    assert len(table.rows) == 112
    assert table.years[:1] == ("2019年",)
    assert table.years[-1] == "不分年度"
    one = table.rows[7]
    assert one.label.startswith("（8）食品安全抽检")
    assert any("缺：" in cell.tip for cell in one.cells)
    assert "机密" not in repr(table)
