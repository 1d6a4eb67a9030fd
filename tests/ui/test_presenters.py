"""What tree, page and table say, without Qt's help."""

import re
from decimal import Decimal

from foodsafe_desktop.domain.gaps import State
from foodsafe_desktop.domain.wording import points_text
from foodsafe_desktop.services import deciding
from foodsafe_desktop.services.ports import Archive, CheckReport
from foodsafe_desktop.services.review import overview
from foodsafe_desktop.ui.evidence.presenter import PLACE, STATE, TITLE, Sign, evidence_rows
from foodsafe_desktop.ui.page.presenter import page
from foodsafe_desktop.ui.reports import check_sentence
from foodsafe_desktop.ui.scopes import scope_of
from foodsafe_desktop.ui.tree.nodes import CATALOGUE, INBOX, VETOES, Kind, Node, NodeKey, leaves_of, visible_keys
from foodsafe_desktop.ui.tree.presenter import build_nodes, missing_others, state_counts
from foodsafe_desktop.ui.wording import time_left, tip_text


def sub(number: int) -> NodeKey:
    return NodeKey(Kind.SUB_ITEM, number)


def nodes_by_key(archive: Archive) -> dict[NodeKey, Node]:
    found: dict[NodeKey, Node] = {}

    def add(nodes: tuple[Node, ...]) -> None:
        for node in nodes:
            found[node.key] = node
            add(node.children)

    add(build_nodes(overview(archive)))
    return found


def test_tree_holds_every_number_of_the_catalogue_once(archive: Archive) -> None:
    numbers = [leaf.key.number for leaf in leaves_of(build_nodes(overview(archive)))]
    assert numbers == list(range(1, 113))


def test_tree_says_state_years_and_pieces(archive: Archive) -> None:
    nodes = nodes_by_key(archive)
    assert (nodes[sub(8)].word, nodes[sub(8)].counts) == ("部分", "2/3项 · 9件")
    assert (nodes[sub(4)].word, nodes[sub(4)].counts) == ("缺失", "0/3项 · 0件")
    assert (nodes[sub(20)].word, nodes[sub(20)].counts) == ("合理缺项", "缺说明 · 0件")
    assert (nodes[NodeKey(Kind.VETO, 108)].word, nodes[NodeKey(Kind.VETO, 109)].word) == ("有说明", "缺说明")
    assert nodes[NodeKey(Kind.RESERVED, 112)].counts == "不计缺失"
    assert nodes[INBOX].counts == "3件待归入"


def test_parents_add_up_and_are_partial_between_missing_and_complete(archive: Archive) -> None:
    nodes = nodes_by_key(archive)
    first = nodes[NodeKey(Kind.DIMENSION, 1)]
    assert first.state is State.PARTIAL
    assert first.counts == "齐全 0/30 · 13件"
    assert nodes[NodeKey(Kind.DIMENSION, 2)].state is State.MISSING
    assert nodes[VETOES].counts == "有说明 1/4 · 1件"


def test_filter_by_number_finds_that_line_and_its_parents_only(archive: Archive) -> None:
    nodes = build_nodes(overview(archive))
    wanted = frozenset({INBOX, CATALOGUE, NodeKey(Kind.DIMENSION, 1), NodeKey(Kind.ITEM, 4), sub(8)})
    for text in ("8", "（8）", "(8)", " ８ ", "第8项", "第8小项", "8."):
        assert visible_keys(nodes, text, frozenset()) == wanted


def test_filter_by_text_looks_into_text_departments_and_headings(archive: Archive) -> None:
    nodes = build_nodes(overview(archive))
    assert sub(46) in (visible_keys(nodes, "农畜产品", frozenset()) or ())
    by_department = visible_keys(nodes, "区纪委监委", frozenset()) or frozenset()
    assert sub(3) in by_department
    assert sub(4) not in by_department
    below_heading = visible_keys(nodes, "党政同责", frozenset()) or frozenset()
    assert {sub(1), sub(2), sub(3)} <= below_heading
    assert sub(4) not in below_heading


def test_what_the_button_for_missing_counts_is_said_in_words(archive: Archive) -> None:
    held = overview(archive)
    subs = sum(1 for one in held.catalogue.sub_items if held.coverage.standings[one.number].state is State.MISSING)
    counted = [int(number) for number in re.findall(r"\d+", missing_others(held))]
    assert len(counted) == 2
    assert state_counts(held)[State.MISSING] == subs + sum(counted)
    said = dict(page(held, CATALOGUE).facts)["缺失合计"]
    assert said == f"{subs + sum(counted)}，其中{missing_others(held)}"


def test_filter_by_state_joins_with_text(archive: Archive) -> None:
    nodes = build_nodes(overview(archive))
    partial = visible_keys(nodes, "", frozenset({State.PARTIAL})) or frozenset()
    assert {key.number for key in partial if key.kind is Kind.SUB_ITEM} == {1, 8}
    assert visible_keys(nodes, "8", frozenset({State.MISSING})) == frozenset({INBOX, CATALOGUE})
    assert visible_keys(nodes, " ", frozenset()) is None


def test_page_of_a_sub_item_says_all_that_the_catalogue_prints(archive: Archive) -> None:
    shown = page(overview(archive), sub(4))
    facts = dict(shown.facts)
    assert "食品药品监督管理局" in shown.text
    assert facts["责任部门"] == "区食品药品监督管理局办公室"
    assert facts["完成时限"] == "2023年4月初开始，常态化推进"
    assert facts["分值"].startswith("0.67分（细则未单列")
    [row] = shown.asked.rows
    assert [cell.word for cell in row.cells] == ["缺失", "缺失", "缺失"]
    assert any("可能应为“区食品药品安全委员会办公室”" in doubt.text for doubt in shown.doubts)
    assert len(shown.doubts) == 3


def test_page_marks_the_lead_department(archive: Archive) -> None:
    now = overview(archive)
    led = next(one for one in now.catalogue.sub_items if one.lead)
    departments = dict(page(now, sub(led.number)).facts)["责任部门"]
    assert departments.startswith(f"{now.catalogue.normalised(led.lead or '')}（牵头）")


def test_cells_name_file_and_reason_briefly_and_the_tip_in_full(archive: Archive) -> None:
    [row] = page(overview(archive), sub(8)).asked.rows
    first, second, _ = row.cells
    assert (first.word, first.reason) == ("齐全", "2件")
    assert "区食药安委会议纪要（纸质）" in first.tip
    assert second.reason.splitlines()[-1] == "等4处"
    assert "执法装备清单（损坏）" in second.tip
    [changed] = page(overview(archive), sub(1)).asked.rows
    assert changed.cells[1].reason == "文件内容已变动，待确认：督办通知 2023-03-01.pdf"


def test_omission_can_be_marked_or_withdrawn_only_where_that_is_a_decision(archive: Archive) -> None:
    now = overview(archive)
    assert page(now, sub(4)).can_omit
    assert not page(now, sub(4)).can_readmit
    assert page(now, sub(20)).can_readmit
    assert page(now, sub(20)).can_omit, "what was said of it can be changed"
    assert dict(page(now, sub(20)).facts)["依据文件"] == "未填，请补填"
    assert dict(page(now, sub(20)).facts)["缺项理由"].startswith("辖区内无此类")
    printed = next(one.number for one in now.catalogue.sub_items if one.reasonable_omission)
    assert page(now, sub(printed)).can_omit, "its reason can be entered"
    assert dict(page(now, sub(printed)).facts)["依据文件"] == "白府发〔2023〕40号附件"
    assert "依据文件" not in dict(page(now, sub(4)).facts)
    assert page(now, sub(printed)).omitted_in_print
    assert not page(now, sub(printed)).can_readmit


def test_catalogue_page_shows_source_counts_and_contradictions(archive: Archive) -> None:
    shown = page(overview(archive), CATALOGUE)
    facts = dict(shown.facts)
    assert facts["文号"] == "白府发〔2023〕40号"
    assert facts["目录构成"].startswith("5方面，36大项，107小项，否决项4，保留号1")
    assert len(shown.doubts) == 6


def test_every_node_has_a_page_and_rows(archive: Archive) -> None:
    now = overview(archive)
    for key in nodes_by_key(archive):
        assert page(now, key).heading
        assert isinstance(evidence_rows(now, key), tuple)


def test_rows_say_what_is_wrong_in_a_word_and_why_in_a_sentence(archive: Archive) -> None:
    rows = {row.cells[TITLE]: row for row in evidence_rows(overview(archive), sub(8))}
    words = {title: row.cells[STATE] for title, row in rows.items()}
    assert words["执法装备清单（损坏）"] == "损坏"
    assert words["任务分工表（加密）"] == "加密"
    assert words["监管执法人员培训签到表 2023-05-18"] == "文件缺失"
    assert words["机密 情况通报"] == "暂停使用"
    assert words["执法证件登记簿"] == "位置未登记"
    assert words["区食药安委会议纪要（纸质）"] == "有效纸质件"
    assert words["2024年执法人员名册 第二册"] == "有效"
    assert "索取未加密的版本" in rows["任务分工表（加密）"].reason
    assert rows["区食药安委会议纪要（纸质）"].cells[PLACE] == "纸质：2柜-3层-第5盒"


def test_rows_that_do_not_count_say_so(archive: Archive) -> None:
    [outside] = evidence_rows(overview(archive), sub(2))
    assert outside.sign is Sign.NOT_COUNTED
    assert "2019" in outside.reason
    assert {row.sign for row in evidence_rows(overview(archive), INBOX)} == {Sign.WAITING}


def test_no_file_with_a_secrecy_mark_can_be_opened(archive: Archive) -> None:
    rows = {row.cells[TITLE]: row for row in evidence_rows(overview(archive), sub(8))}
    assert not rows["机密 情况通报"].can_open
    assert not rows["监管执法人员培训签到表 2023-05-18"].can_open
    assert rows["2024年执法人员名册 第二册"].can_open


def test_rows_come_by_year_and_natural_order(archive: Archive) -> None:
    titles = [row.cells[TITLE] for row in evidence_rows(overview(archive), sub(8))]
    assert titles.index("2024年执法人员名册 第二册") < titles.index("2024年执法人员名册 第十册")


def test_a_piece_under_two_numbers_is_one_row_of_the_dimension(archive: Archive) -> None:
    piece = evidence_rows(overview(archive), sub(8))[0]
    deciding.assign(archive, [piece.evidence.id], 9)
    rows = evidence_rows(overview(archive), NodeKey(Kind.DIMENSION, 1))
    assert [row.numbers for row in rows if row.evidence.id == piece.evidence.id] == [(8, 9)]


def test_scopes_of_nodes(archive: Archive) -> None:
    scopes = {key: scope_of(archive.catalogue, key) for key in nodes_by_key(archive)}
    assert scopes[INBOX] is None
    assert scopes[NodeKey(Kind.RESERVED, 112)] is None
    named = {key: scope[0] for key, scope in scopes.items() if scope}
    assert named[CATALOGUE] == "all"
    assert named[NodeKey(Kind.DIMENSION, 2)] == "dimension:2"
    assert named[NodeKey(Kind.ITEM, 4)] == "item:4"
    assert named[VETOES] == "box:37"
    assert named[sub(8)] == "sub-item:8"
    assert named[NodeKey(Kind.VETO, 108)] == "sub-item:108"


def test_points_dates_and_times_are_worded_shortly() -> None:
    assert points_text(Decimal("2.500")) == "2.5"
    assert points_text(Decimal(1) / 3) == "0.33"
    assert points_text(Decimal(0)) == "0"
    assert time_left(2, 1, 9) == ""
    assert time_left(60, 10, 10) == "约剩 1 分钟"
    assert time_left(60, 10, 5) == "约剩不到 1 分钟"
    assert time_left(3600, 1, 2) == "约剩 2.0 小时"


def test_a_file_name_cannot_become_markup_in_a_tip() -> None:
    assert tip_text("<b>甲</b>\n乙") == "<p>&lt;b&gt;甲&lt;/b&gt;<br>乙</p>"


def test_a_failed_check_names_the_first_files_and_counts_the_rest() -> None:
    report = CheckReport(10, mismatched=tuple(f"甲{n}.pdf" for n in range(5)))
    said = check_sentence(report)
    assert "内容不一致：甲0.pdf" in said
    assert "（另有 2 条）" in said
    assert check_sentence(CheckReport(3, unexpected=("乙.pdf",))).endswith("另有 1 个新文件尚未扫描。")
