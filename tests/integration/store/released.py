"""What each released version's archive holds: ``python -m tests.integration.store.released`` writes today's.

An archive of every schema that ever left the house is kept in ``tests/data/archives``, made by the program of its day,
and opens in today's. A new schema gets a new entry here; an old entry is never touched again.
"""

import datetime as dt
import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from foodsafe_desktop.domain.blocks import Block
from foodsafe_desktop.domain.corrections import Correction, CorrectionKind
from foodsafe_desktop.domain.dossier import Election
from foodsafe_desktop.domain.evidence import (
    Assignment,
    Condition,
    Evidence,
    EvidenceFile,
    Fact,
    Fixity,
    Omission,
    Origin,
    Presence,
    Verdict,
)
from foodsafe_desktop.domain.findings import Finding, WeekSnapshot
from foodsafe_desktop.domain.issuing import FrozenVolume
from foodsafe_desktop.domain.papers import PaperKind
from foodsafe_desktop.domain.questions import Answer, Question, QuestionKind
from foodsafe_desktop.domain.recipe import Grouping, Numbering, Position, Recipe
from foodsafe_desktop.domain.requirements import Basis, Cadence, IndicatorValue, Requirement, RequirementEdit
from foodsafe_desktop.domain.sheets import SheetKind
from foodsafe_desktop.services.ports.store import BinderRecord, UnitOfWork
from foodsafe_desktop.store import found
from foodsafe_desktop.store.migrate import newest
from tests.shipped_edition import TEXT

ARCHIVES = Path(__file__).resolve().parents[2] / "data" / "archives"
SETTINGS = {"evidence_folder": "evidence", "ignore": "*.bak\n\udcff"}

_WHO = "档案员@综合科"
_EAST = dt.timezone(dt.timedelta(hours=8))
_NOON = dt.datetime(2024, 5, 6, 12, 0, 0, 123456, tzinfo=_EAST)


def _fill_0001(unit: UnitOfWork) -> None:
    pieces = unit.save_evidence(
        [
            Evidence(0, "关于印发食品安全工作要点的通知", 2023, dt.date(2023, 3, 1), "白食安委〔2023〕4号", "区食安委"),
            Evidence(0, "培训签到表", 2022, reference_code="08-2022-3", secrecy="内部", note="原件\n模糊"),
            Evidence(0, "会议纪要", None, paper_place="3柜-2层-7盒", pages=12),
            Evidence(0, "重复的通知\udcff", 2023, recycled=True),
        ]
    )
    notice, sheet, minutes, again = (one.id for one in pieces)
    digest = Fixity(48_213, 1_683_000_000_123_456_789, "sha256", "ab" * 32)
    files = [
        EvidenceFile(0, "008 机构队伍/2023/通知.pdf", notice, digest, Verdict("pdf", Condition.OK, "", 3, True)),
        EvidenceFile(
            0, "008 机构队伍/2022/签到表.jpg", sheet, None, Verdict("jpeg", Condition.UNREADABLE, "无权读取。")
        ),
        EvidenceFile(0, "名\udcff称\x1b.docx", again, digest, Verdict("docx", Condition.DAMAGED, "坏。"), changed=True),
        EvidenceFile(
            *(0, "旧/遗失.doc", minutes, None, Verdict("ole", Condition.UNKNOWN)),
            presence=Presence.MISSING,
            revision=4,
        ),
    ]
    unit.save_files(files)
    unit.assign(
        [
            Assignment(notice, 8, Origin.FOLDER, _NOON, _WHO),
            Assignment(notice, 41, Origin.PERSON, _NOON.astimezone(dt.UTC), "他人"),
            Assignment(sheet, 8, Origin.FOLDER, _NOON, _WHO),
        ]
    )
    unit.save_omission(Omission(97, "辖区内无此类企业"))
    unit.save_election(Election(frozenset({29, 31, 33, 36}), frozenset({96, 103})))
    unit.add_binder(BinderRecord("item-4", "binders/第4项.pdf", "cd" * 32, 128, True, _NOON))
    for verb, subject, detail in (
        ("file_taken_in", "008 机构队伍/2023/通知.pdf", {"sha256": "ab" * 32}),
        ("assigned", "number 41", {"evidence": [notice]}),
        ("file_missing", "旧/遗失.doc\udcff", {}),
    ):
        unit.record(_NOON, _WHO, verb, subject, detail)


def _fill_0003(unit: UnitOfWork) -> None:
    _fill_0001(unit)
    [scanned] = unit.save_evidence([Evidence(0, "抽检情况通报", 2024, dt.date(2024, 2, 29))])
    seen = tuple(one.value for one in (Fact.NO_TEXT, Fact.RESTRICTED, Fact.SIGNED))
    verdict = Verdict("pdf", Condition.OK, "", 1, True, seen)
    fixity = Fixity(7, 1_700_000_000_000_000_001, "sm3", "ef" * 32)
    unit.save_files([EvidenceFile(0, "(12) 抽检\u0301/通报.pdf", scanned.id, fixity, verdict, key="2049:77")])
    unit.assign([Assignment(scanned.id, 12, Origin.PERSON, _NOON, _WHO, ("12-a", "12-b"))])
    rule = Requirement(
        "12-a", 12, "抽检通报", "通报", Cadence.EACH_YEAR, 2, None, ("通报", "附表"), Basis.PRACTICE, 2023
    )
    unit.save_requirement_edits([RequirementEdit("12-a", rule), RequirementEdit("12-c", None)])
    unit.save_indicator_values(
        [
            IndicatorValue("抽检批次", 2023, Decimal("4.50"), note="千人批次"),
            IndicatorValue("覆盖率", None, None, not_applicable=True),
        ]
    )
    unit.save_questions(
        [
            Question(0, QuestionKind.MOVED, scanned.id, 12, 13, "(13) 别处/通报.pdf", _NOON, Answer.BOTH),
            Question(0, QuestionKind.DUPLICATE, scanned.id, 0, 1, "副本\udcff.pdf", _NOON),
        ]
    )
    unit.save_correction(Correction(0, CorrectionKind.TEXT, 44, "", "经核对的文字", "与原件核对", _NOON, _WHO))
    gone = unit.save_correction(Correction(0, CorrectionKind.ITEM, 45, "", "9", "误", _NOON, _WHO))
    unit.remove_correction(gone.id)
    day = dt.date(2024, 3, 4)
    unit.save_finding(Finding(0, 12, "缺附表", day, "自查组", "区市场监管局", day, scanned.id, day, "已补"))
    unit.save_finding(Finding(0, 8, "未签字", day, "自查组", "区卫健局"))
    gaps = frozenset({("12-a", 2023), ("8", 0)})
    unit.save_snapshot(WeekSnapshot(day, gaps, "31.5", "100", (("区卫健局", 1),)))
    unit.record(_NOON, _WHO, "finding_raised", "number 12", {"finding": 1})


def _fill_0005(unit: UnitOfWork) -> None:
    _fill_0003(unit)
    coded, copied = unit.save_evidence(
        [
            Evidence(
                *(0, "专项整治方案", 2024, dt.date(2024, 1, 8), "白食安办〔2024〕2号", "区食安办", "4-(12)-2024-001"),
                retention="D30",
                organ="区食安办",
            ),
            Evidence(
                *(0, "宣传海报", 2024),
                paper_place="1柜-2层-3盒",
                pages=2,
                paper_kind=PaperKind.COPY,
                holder="区市场监管局\udcff",
            ),
        ]
    )
    fixity = Fixity(9_120, 1_704_700_800_000_000_000, "sha256", "0f" * 32)
    verdict = Verdict("pdf", Condition.OK, "", 12, True, (Fact.HAS_TEXT.value,))
    [plan] = unit.save_files([EvidenceFile(0, "(12) 抽检/2024/方案.pdf", coded.id, fixity, verdict)])
    unit.assign(
        [
            Assignment(coded.id, 12, Origin.PERSON, _NOON, _WHO, ("12-a",), (1, 8)),
            Assignment(coded.id, 13, Origin.PERSON, _NOON, _WHO, (), (9, 12)),
            Assignment(copied.id, 12, Origin.PERSON, _NOON, _WHO),
        ]
    )
    blocks = (
        Block(SheetKind.DIVIDER, 12, 0, "隔页", "", ("1",), "a1"),
        Block(
            *(SheetKind.PART, 12, coded.id, coded.title, coded.reference_code, ("2", "3"), "b2"),
            *("专项整治方案\x1f白食安办〔2024〕2号", ((plan.id, f"sha256:{fixity.digest}#1-8"),), 1),
        ),
        Block(SheetKind.PART, 12, copied.id, copied.title, "", ("4",), "c3", copied.title, ((0, "paper:2"),), 2),
    )
    recipe = Recipe("自定", Grouping.YEAR, duplex=True, numbering=Numbering.PIECE, position=Position.BOTTOM_OUTER)
    volume = FrozenVolume(
        *(0, "item-4", 1, "第04卷 风险监测", _NOON, _WHO, "binders/第04卷.pdf", "0f" * 32, "缺附表，先行发出"),
        *(recipe, blocks, frozenset("1234")),
    )
    exchanged = (*blocks[:2], replace(blocks[2], labels=("4", "4-1"), fingerprint="d4"))
    supplement = replace(volume, issue=2, word="", blocks=exchanged, taken=volume.taken | {"4-1"})
    for verb, issue in (("issued", volume), ("supplemented", supplement)):
        unit.add_issued(issue)
        unit.record(_NOON, _WHO, verb, issue.name, {"key": issue.key, "issue": issue.issue, "sha256": issue.sha256})


def _fill_0006(unit: UnitOfWork) -> None:
    _fill_0005(unit)
    unit.save_omission(Omission(58, "辖区内无此类主体", "白食安委〔2023〕3号《关于核定合理缺项的批复》\udcff"))


FILLED: Mapping[str, Callable[[UnitOfWork], None]] = {
    "0001": _fill_0001,
    "0003": _fill_0003,
    "0005": _fill_0005,
    "0006": _fill_0006,
}
"""What fills an archive, by the schema version of the program that made it."""


def make(database: Path, version: str) -> None:
    """An archive of today's schema and catalogue with what one of `version` held."""
    with closing(found(database, TEXT, SETTINGS)) as store, store.begin() as unit:
        FILLED[version](unit)


def _keep_todays() -> None:
    kept = ARCHIVES / f"{newest()}.sqlite3"
    if kept.exists():
        raise SystemExit(f"{kept} was made by the program of its day and stays as it is")
    with tempfile.TemporaryDirectory() as scratch:
        make(Path(scratch) / "dossier.sqlite3", newest())
        shutil.copyfile(Path(scratch) / "dossier.sqlite3", kept)


if __name__ == "__main__":
    _keep_todays()
