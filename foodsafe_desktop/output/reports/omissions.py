"""合理缺项汇总: every sub-item rightly without evidence, why, on what basis, and whether its statement is there."""

from collections.abc import Iterator

from foodsafe_desktop.domain.gaps import Standing, State
from foodsafe_desktop.domain.reports import ReportFacts
from foodsafe_desktop.domain.shelves import omission_basis
from foodsafe_desktop.domain.wording import day_text, sub_item_mark
from foodsafe_desktop.output.reports.facts import basis, departments_of, joined, short_reason, shown_title
from foodsafe_desktop.output.reports.sheet import Column, Grid, Report, Row, Text, TextKind, signatures

_PRINTED, _NONE = "任务分工表注明合理缺项", "未附情况说明"
_UNFOUNDED = "未填依据文件"
_COLUMNS = (
    Column("序号", 11, centred=True),
    Column("小项", 16, centred=True),
    Column("内容", 46),
    Column("责任部门", 28),
    Column("缺项事由", 32),
    Column("依据文件", 24),
    Column("情况说明", 18, centred=True),
    Column("负责人签字", 22),
    Column("责任部门盖章", 28),
)


def omissions(facts: ReportFacts) -> Report:
    """Omissions that the catalogue prints, and those decided in the archive."""
    standings = [one for one in facts.coverage.standings.values() if one.state is State.OMITTED]
    missing = sum(1 for one in standings if one.gaps)
    line = f"{basis(facts.catalogue)}　截至{day_text(facts.on)}　共{len(standings)}项，其中{missing}项{_NONE}"
    unfounded = sum(1 for one in standings if not omission_basis(facts.catalogue, facts.dossier, one.number))
    line += f"，{unfounded}项{_UNFOUNDED}" if unfounded else ""
    rows = tuple(_row(facts, ordinal, one) for ordinal, one in enumerate(standings, start=1))
    note = "注：每一合理缺项须附《合理缺项情况说明》，写明事由和依据，由责任部门负责人签字、加盖公章。"
    grid = Grid("合理缺项", _COLUMNS, rows, "本档案无合理缺项。", least=16)
    blocks = (grid, Text(note, TextKind.NOTE, paper_only=True), signatures("制表", "审核", "日期"))
    return Report("合理缺项汇总表", (line,), blocks)


def _row(facts: ReportFacts, ordinal: int, standing: Standing) -> Row:
    number = standing.number
    decided = facts.dossier.omissions.get(number)
    titles = joined(dict.fromkeys(_titles(facts, standing)))
    # What the archivist says comes before what can only be pointed at.
    pointed = f"{_PRINTED}，见{titles}" if titles != "—" else f"{_PRINTED}，{_NONE}"
    reason = decided.reason if decided else pointed
    ground = omission_basis(facts.catalogue, facts.dossier, number) or _UNFOUNDED
    held = sum(len(ids) for ids in standing.valid.values())
    why = f"：{short_reason(standing.gaps[0].reason)}" if standing.gaps and standing.assigned else ""
    statement = f"{_NONE}{why}" if standing.gaps else f"已附{held}件"
    departments = joined(departments_of(facts.catalogue, number))
    text = facts.catalogue.text_of(number)
    return Row((ordinal, sub_item_mark(number), text, departments, reason, ground, statement, "", ""))


def _titles(facts: ReportFacts, standing: Standing) -> Iterator[str]:
    """The titles of the statements that count."""
    for ids in standing.valid.values():
        yield from (shown_title(facts.dossier, facts.dossier.evidence[key]) for key in ids)
