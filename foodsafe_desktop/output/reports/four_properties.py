"""四性检测报告: every check of DA/T 70-2018 with its result, the faults one by one, and who signs for it."""

from collections.abc import Sequence
from itertools import groupby

from foodsafe_desktop.domain.four_properties import Result, State
from foodsafe_desktop.domain.reports import ReportFacts
from foodsafe_desktop.domain.wording import day_text
from foodsafe_desktop.output.reports.facts import basis
from foodsafe_desktop.output.reports.sheet import Block, Column, Grid, Report, Row, RowKind, Text, TextKind, signatures

_RESULTS = (
    Column("序号", 11, centred=True),
    Column("编号", 20, centred=True),
    Column("检测项目", 62),
    Column("检测数", 18, centred=True),
    Column("问题数", 18, centred=True),
    Column("结果", 22, centred=True),
    Column("说明", 74),
)
_FAULTS = (
    Column("序号", 15, centred=True),
    Column("编号", 22, centred=True),
    Column("检测项目", 58),
    Column("问题", 130),
)
_MOST = 500
"""Faults of one check that are set out one by one; what is beyond is counted, and a line says so."""


def four_properties(facts: ReportFacts, results: Sequence[Result]) -> Report:
    """The report on the archive as it stood on the day of `facts`."""
    count = {state: sum(one.state is state for one in results) for state in State}
    summary = "，".join(f"{state.value}{number}项" for state, number in count.items())
    lines = (f"{basis(facts.catalogue)}　检测日期：{day_text(facts.on)}", f"共{len(results)}项：{summary}")
    note = (
        "注：依据DA/T 70-2018《文书类电子档案检测一般要求》归档环节的检测项目；编号仅供参考。"
        "“人工确认”的项目程序不能代为判定，未经签字不得视为通过。"
    )
    blocks: tuple[Block, ...] = (
        Text("一、检测结果", TextKind.HEADING),
        Grid("检测结果", _RESULTS, tuple(_rows(results)), "没有检测项目。"),
        Text("二、问题明细", TextKind.HEADING),
        Grid("问题明细", _FAULTS, tuple(_faults(results)), "未发现问题。"),
        Text("三、人工确认", TextKind.HEADING),
        Grid("人工确认", _BY_HAND, tuple(_by_hand(results)), "没有须人工确认的项目。", least=12),
        Text(note, TextKind.NOTE, paper_only=True),
        signatures("检测", "复核", "日期"),
    )
    return Report("四性检测报告", lines, blocks)


_BY_HAND = (
    Column("编号", 22, centred=True),
    Column("检测项目", 58),
    Column("确认事项", 75),
    Column("确认结果", 34),
    Column("签字、日期", 36, centred=True),
)


def _rows(results: Sequence[Result]) -> list[Row]:
    rows: list[Row] = []
    ordinal = 0
    for kind, group in groupby(results, key=lambda one: one.property):
        rows.append(Row((kind.value,), RowKind.BAND))
        for one in group:
            ordinal += 1
            rows.append(Row((ordinal, one.id, one.name, one.looked_at, one.faulty, one.state.value, _said(one))))
    return rows


def _said(one: Result) -> str:
    """The remarks alone: the faults have a table of their own."""
    remarks = "".join(one.details[one.faulty :])
    return f"{one.faulty}处，见问题明细。{remarks}" if one.faulty else remarks


def _faults(results: Sequence[Result]) -> list[Row]:
    rows: list[Row] = []
    for one in results:
        for text in one.details[: min(one.faulty, _MOST)]:
            rows.append(Row((len(rows) + 1, one.id, one.name, text)))
        if one.faulty > _MOST:
            rows.append(Row((len(rows) + 1, one.id, one.name, f"另有{one.faulty - _MOST}处未逐条列出。")))
    return rows


def _by_hand(results: Sequence[Result]) -> list[Row]:
    return [
        Row((one.id, one.name, "".join(one.details[one.faulty :]), "", ""))
        for one in results
        if one.state is State.BY_HAND
    ]
