"""Whatever goes into the store comes out the same."""

import datetime as dt
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Table

from foodsafe_desktop.domain.corrections import Correction, CorrectionKind
from foodsafe_desktop.domain.dossier import Dossier, Election
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
from foodsafe_desktop.domain.questions import Answer, Question, QuestionKind
from foodsafe_desktop.domain.requirements import Basis, Cadence, IndicatorValue, Requirement, RequirementEdit
from foodsafe_desktop.services.ports.store import (
    BinderRecord,
    UnitOfWork,
)
from foodsafe_desktop.store import SqliteStore, open_store, tables

NOON = dt.datetime(2023, 5, 1, 12, 0, 0, 123456, tzinfo=dt.timezone(dt.timedelta(hours=8)))

any_text = st.text(st.characters(exclude_categories=()), max_size=40)
big = st.integers(-(2**63), 2**63 - 1)
small = st.integers(-(2**31), 2**31 - 1)
zones = st.integers(-14 * 60, 14 * 60).map(lambda m: dt.timezone(dt.timedelta(minutes=m)))
moments = st.datetimes(timezones=zones)

evidences = st.builds(
    Evidence,
    id=st.just(0),
    title=any_text,
    year=st.none() | st.integers(1, 9999),
    dated=st.none() | st.dates(),
    document_number=any_text,
    author=any_text,
    reference_code=any_text,
    secrecy=any_text,
    note=any_text,
    paper_place=st.none() | any_text,
    pages=st.none() | small,
    recycled=st.booleans(),
)
fixities = st.builds(
    Fixity, size=big, mtime_ns=big, algorithm=st.sampled_from(["sha256", "sm3"]), digest=st.text("0123456789abcdef")
)
verdicts = st.builds(
    Verdict,
    format=st.sampled_from(["pdf", "docx", "unknown"]),
    condition=st.sampled_from(Condition),
    detail=any_text,
    pages=st.none() | small,
    printable=st.booleans(),
    facts=st.lists(st.sampled_from(Fact) | any_text, max_size=4).map(tuple),
)

years = st.integers(1, 9999)
numbers = st.decimals(allow_nan=False, allow_infinity=False)
requirements = st.builds(
    Requirement,
    id=any_text,
    number=small,
    title=any_text,
    kind=any_text,
    cadence=st.sampled_from(Cadence),
    at_least=small,
    within=st.none() | small,
    parts=st.lists(any_text, max_size=4).map(tuple),
    basis=st.sampled_from(Basis),
    from_year=st.none() | years,
)
edits = requirements.map(lambda one: RequirementEdit(one.id, one)) | any_text.map(
    lambda one: RequirementEdit(one, None)
)
indicator_values = st.builds(
    IndicatorValue,
    indicator=any_text,
    year=st.none() | years,
    value=st.none() | numbers,
    not_applicable=st.booleans(),
    note=any_text,
)
corrections = st.builds(
    Correction,
    id=st.just(0),
    kind=st.sampled_from(CorrectionKind),
    number=small,
    field=any_text,
    value=any_text,
    reason=any_text,
    at=moments,
    who=any_text,
)
questions = st.builds(
    Question,
    id=st.just(0),
    kind=st.sampled_from(QuestionKind),
    evidence_id=st.just(0),
    number=small,
    other=small,
    path=any_text,
    asked_at=moments,
    answer=st.none() | st.sampled_from(Answer),
)
findings = st.builds(
    Finding,
    id=st.just(0),
    number=small,
    what=any_text,
    found_on=st.dates(),
    found_by=any_text,
    department=any_text,
    deadline=st.none() | st.dates(),
    closed_on=st.none() | st.dates(),
    note=any_text,
)
snapshots = st.builds(
    WeekSnapshot,
    on=st.dates(),
    gaps=st.frozensets(st.tuples(any_text, small), max_size=6),
    secured=any_text,
    attainable=any_text,
    departments=st.lists(st.tuples(any_text, small), max_size=4).map(tuple),
)


class Undone(Exception):
    pass


@contextmanager
def undone(store: SqliteStore) -> Iterator[UnitOfWork]:
    """A unit of work of which nothing stays, for many examples on one database."""
    with suppress(Undone), store.begin() as unit:
        yield unit
        raise Undone


def _pdf(path: str, evidence_id: int, id_: int = 0) -> EvidenceFile:
    return EvidenceFile(id_, path, evidence_id, Fixity(1, 2, "sha256", "ab"), Verdict("pdf", Condition.OK))


@settings(max_examples=60, deadline=None, database=None)
@given(st.data())
def test_every_field_of_holdings_and_decisions_comes_back(shared: SqliteStore, data: st.DataObject) -> None:
    given_evidence = data.draw(st.lists(evidences, min_size=1, max_size=5))
    paths = data.draw(st.lists(any_text, max_size=5, unique=True))
    files = [
        EvidenceFile(
            id=0,
            path=path,
            evidence_id=0,
            fixity=data.draw(st.none() | fixities),
            verdict=data.draw(verdicts),
            presence=data.draw(st.sampled_from(Presence)),
            changed=data.draw(st.booleans()),
            revision=data.draw(small),
            key=data.draw(st.none() | any_text),
        )
        for path in paths
    ]
    omission = Omission(data.draw(small), data.draw(any_text), data.draw(any_text))
    election = Election(data.draw(st.frozensets(small)), data.draw(st.frozensets(small)))
    binder = BinderRecord(data.draw(any_text), data.draw(any_text), "ab" * 32, 12, True, data.draw(moments))
    with undone(shared) as unit:
        evidence = unit.save_evidence(given_evidence)
        assert [replace(one, id=0) for one in evidence] == given_evidence
        files = unit.save_files([replace(one, evidence_id=evidence[0].id) for one in files])
        assignments = [
            Assignment(
                one.id,
                8,
                data.draw(st.sampled_from(Origin)),
                data.draw(moments),
                data.draw(any_text),
                tuple(data.draw(st.lists(any_text, max_size=3))),
            )
            for one in evidence
        ]
        unit.assign(assignments)
        unit.save_omission(omission)
        unit.save_election(election)
        unit.add_binder(binder)
        assert unit.dossier() == Dossier(
            evidence={one.id: one for one in evidence},
            files=tuple(files),
            assignments=tuple(assignments),
            omissions={omission.number: omission},
            election=election,
        )
        assert unit.binders() == [binder]


@settings(max_examples=60, deadline=None, database=None)
@given(st.data())
def test_every_field_of_coverage_comes_back(shared: SqliteStore, data: st.DataObject) -> None:
    given_edits = data.draw(st.lists(edits, max_size=4, unique_by=lambda one: one.id))
    given_values = data.draw(st.lists(indicator_values, max_size=4, unique_by=lambda one: (one.indicator, one.year)))
    given_corrections = data.draw(st.lists(corrections, max_size=4))
    given_questions = data.draw(st.lists(questions, max_size=4))
    given_findings = data.draw(st.lists(findings, max_size=4))
    given_snapshots = data.draw(st.lists(snapshots, max_size=4, unique_by=lambda one: one.on))
    with undone(shared) as unit:
        [piece] = unit.save_evidence([Evidence(0, "通知")])
        unit.save_requirement_edits(given_edits)
        unit.save_indicator_values(given_values)
        corrected = [unit.save_correction(one) for one in given_corrections]
        asked = unit.save_questions([replace(one, evidence_id=piece.id) for one in given_questions])
        found_ = [unit.save_finding(replace(one, rectified_by=piece.id)) for one in given_findings]
        for one in given_snapshots:
            unit.save_snapshot(one)

        dossier = unit.dossier()
        assert {one.id: one for one in dossier.requirement_edits} == {one.id: one for one in given_edits}
        kept = {(one.indicator, one.year): one for one in dossier.indicator_values}
        assert kept == {(one.indicator, one.year): one for one in given_values}
        assert all(str(kept[one.indicator, one.year].value) == str(one.value) for one in given_values)
        assert list(dossier.corrections) == corrected
        assert [replace(one, id=0) for one in corrected] == given_corrections
        assert list(dossier.questions) == asked
        assert [replace(one, id=0, evidence_id=0) for one in asked] == given_questions
        assert unit.findings() == found_
        assert [replace(one, id=0, rectified_by=None) for one in found_] == given_findings
        assert unit.snapshots() == sorted(given_snapshots, key=lambda one: one.on)


def test_an_edit_is_replaced_and_taken_back(store: SqliteStore) -> None:
    changed = Requirement("8-a", 8, "培训签到表", "培训", Cadence.EACH_YEAR, parts=("通知", "签到表"))
    with store.begin() as unit:
        unit.save_requirement_edits([RequirementEdit("8-a", changed), RequirementEdit("8-b", None)])
        unit.save_requirement_edits([RequirementEdit("8-a", None)])
        assert list(unit.dossier().requirement_edits) == [RequirementEdit("8-a", None), RequirementEdit("8-b", None)]
        unit.remove_requirement_edits(["8-a", "never there"])
        assert list(unit.dossier().requirement_edits) == [RequirementEdit("8-b", None)]


def test_a_value_is_replaced_and_taken_back_by_indicator_and_year(store: SqliteStore) -> None:
    once = IndicatorValue("64-rate", None, Decimal("98.50"))
    yearly = IndicatorValue("64-rate", 2023, None, not_applicable=True, note="无")
    with store.begin() as unit:
        unit.save_indicator_values([once, yearly])
        unit.save_indicator_values([replace(yearly, value=Decimal(1))])
        assert list(unit.dossier().indicator_values) == [once, replace(yearly, value=Decimal(1))]
        unit.remove_indicator_values([("64-rate", None)])
        assert [one.year for one in unit.dossier().indicator_values] == [2023]


@pytest.mark.parametrize("value", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_refused(store: SqliteStore, value: str) -> None:
    with pytest.raises(ValueError, match="no number"), store.begin() as unit:
        unit.save_indicator_values([IndicatorValue("64-rate", 2023, Decimal(value))])


def test_the_year_that_stands_for_none_is_refused(store: SqliteStore) -> None:
    with pytest.raises(ValueError, match="year 0"), store.begin() as unit:
        unit.save_indicator_values([IndicatorValue("64-rate", 0, Decimal(1))])


def test_an_edit_that_holds_another_requirement_is_refused(store: SqliteStore) -> None:
    other = Requirement("8-b", 8, "通知", "通知", Cadence.ONCE)
    with pytest.raises(ValueError, match="8-b"), store.begin() as unit:
        unit.save_requirement_edits([RequirementEdit("8-a", other)])


def test_questions_and_findings_are_answered_and_closed(store: SqliteStore) -> None:
    with store.begin() as unit:
        [piece] = unit.save_evidence([Evidence(0, "通知")])
        first, second = (Question(0, QuestionKind.MOVED, piece.id, 8, 9, path, NOON) for path in ("a.pdf", "b.pdf"))
        first, second = unit.save_questions([first, second])
        [answered, third] = unit.save_questions([replace(second, answer=Answer.BOTH), replace(second, id=0)])
        assert list(unit.dossier().questions) == [first, answered, third]
        finding = unit.save_finding(Finding(0, 8, "缺签到表", dt.date(2023, 5, 1), "甲", "教育局"))
        closed = unit.save_finding(replace(finding, rectified_by=piece.id, closed_on=dt.date(2023, 6, 1)))
        assert unit.findings() == [closed]
        with pytest.raises(ValueError, match="finding"):
            unit.save_finding(replace(finding, id=77))


def test_a_number_that_the_history_names_is_never_given_again(store: SqliteStore) -> None:
    finding = Finding(0, 8, "缺签到表", dt.date(2023, 5, 1), "甲", "教育局")
    correction = Correction(0, CorrectionKind.TEXT, 112, "veto", "文字", "原件", NOON, "档案员")
    with store.begin() as unit:
        mistaken, wrong = unit.save_finding(finding), unit.save_correction(correction)
        unit.remove_finding(mistaken.id)
        unit.remove_correction(wrong.id)
    with store.begin() as unit:
        assert unit.save_finding(finding).id > mistaken.id
        later = unit.save_correction(correction)
        assert later.id > wrong.id
        assert unit.save_correction(wrong) == wrong
        assert unit.corrections() == [wrong, later]


def test_a_snapshot_of_the_same_day_is_replaced(store: SqliteStore) -> None:
    monday = dt.date(2023, 5, 1)
    with store.begin() as unit:
        unit.save_snapshot(WeekSnapshot(monday, frozenset({("8-a", 2023)}), "1.50", "100", (("教育局", 1),)))
        later = WeekSnapshot(monday + dt.timedelta(days=7), frozenset(), "3.00", "100", ())
        unit.save_snapshot(later)
        better = WeekSnapshot(monday, frozenset(), "2.00", "100", (("教育局", 0), ("公安局", 2)))
        unit.save_snapshot(better)
        assert unit.snapshots() == [better, later]


def test_a_newer_edition_takes_the_place_of_the_catalogue(store: SqliteStore) -> None:
    with store.begin() as unit:
        unit.set_catalogue_text("# 新版")
    with store.begin() as unit:
        assert unit.catalogue_text() == "# 新版"


@settings(max_examples=60, deadline=None, database=None)
@given(any_text, any_text)
def test_any_setting_comes_back(shared: SqliteStore, name: str, value: str) -> None:
    with undone(shared) as unit:
        unit.set_setting(name, value)
        assert unit.setting(name) == value


def test_the_offset_of_a_time_survives(store: SqliteStore) -> None:
    with store.begin() as unit:
        [one] = unit.save_evidence([Evidence(0, "通知")])
        unit.assign([Assignment(one.id, 8, Origin.PERSON, NOON, "档案员")])
        [back] = unit.dossier().assignments
    assert back.at.isoformat() == NOON.isoformat()


def test_names_that_look_alike_stay_different(store: SqliteStore) -> None:
    names = ["通知\udcff.pdf", "通知\udcfe.pdf", "通知\x1bdcff.pdf", "A.pdf", "a.pdf"]
    names += [normalize("NFC", "é.pdf"), normalize("NFD", "é.pdf"), "１.pdf", "1.pdf", "𠮷.pdf", "a .pdf", "a.pdf "]
    with store.begin() as unit:
        [one] = unit.save_evidence([Evidence(0, "通知\udcff")])
        unit.save_files([_pdf(name, one.id) for name in names])
    with store.begin() as unit:
        dossier = unit.dossier()
    assert [file.path for file in dossier.files] == names
    assert dossier.evidence[one.id].title == "通知\udcff"


def test_everything_is_there_after_closing_and_opening(
    store: SqliteStore, database: Path, tmp_path: Path, catalogue_text: str
) -> None:
    with store.begin() as unit:
        [one] = unit.save_evidence([Evidence(0, "通知", 2023, dt.date(2023, 5, 1))])
        unit.save_files([_pdf("008/通知.pdf", one.id)])
        unit.set_setting("evidence", "evidence")
        unit.record(NOON, "档案员", "scan", "", {"new": 1})
        before = unit.dossier()
    store.close()
    with closing(open_store(database, tmp_path / "backups")) as again, again.begin() as unit:
        assert unit.dossier() == before
        assert unit.catalogue_text() == catalogue_text
        assert unit.setting("evidence") == "evidence"
        assert unit.setting("never set") is None
        assert len(unit.history()) == 1


def test_ids_come_back_in_the_order_given_old_and_new_mixed(store: SqliteStore) -> None:
    with store.begin() as unit:
        old = unit.save_evidence([Evidence(0, f"旧{n}") for n in range(3)])
        mixed: list[Evidence] = [Evidence(0, f"新{n}") for n in range(2500)]
        mixed[5:5] = [replace(one, note="改") for one in reversed(old)]
        saved = unit.save_evidence(mixed)
        held = unit.dossier().evidence
    assert [one.title for one in saved] == [one.title for one in mixed]
    assert len({one.id for one in saved}) == len(mixed) == len(held)
    assert all(held[one.id] == one for one in saved)


def test_an_assignment_is_replaced_and_taken_back(store: SqliteStore) -> None:
    with store.begin() as unit:
        [one] = unit.save_evidence([Evidence(0, "通知")])
        first = Assignment(one.id, 8, Origin.FOLDER, NOON, "扫描")
        second = replace(first, origin=Origin.PERSON, who="档案员")
        other = replace(first, number=9)
        unit.assign([first, other])
        unit.assign([first, second])
        assert list(unit.dossier().assignments) == [second, other]
        unit.unassign([(one.id, 8), (one.id, 77)])
        assert list(unit.dossier().assignments) == [other]


def test_omissions_and_elections_are_replaced(store: SqliteStore) -> None:
    with store.begin() as unit:
        unit.save_omission(Omission(3, "无此类企业"))
        unit.save_omission(Omission(3, "辖区内无此类企业", "区食安委〔2023〕3号"))
        unit.save_omission(Omission(4, "无"))
        unit.remove_omission(4)
        unit.save_election(Election(frozenset({29, 30}), frozenset({90})))
        unit.save_election(Election(frozenset({31}), frozenset()))
        dossier = unit.dossier()
    assert dossier.omissions == {3: Omission(3, "辖区内无此类企业", "区食安委〔2023〕3号")}
    assert dossier.election == Election(frozenset({31}), frozenset())


def test_binders_are_listed_oldest_first(store: SqliteStore) -> None:
    records = [BinderRecord(key, f"{key}.pdf", "ab", 3, False, NOON) for key in ("item-2", "item-1", "item-2")]
    with store.begin() as unit:
        for record in records:
            unit.add_binder(record)
        assert unit.binders() == records


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        (Evidence, tables.evidence),
        (Assignment, tables.assignment),
        (Omission, tables.omission),
        (Requirement, tables.requirement_edit),
        (IndicatorValue, tables.indicator_value),
        (Correction, tables.correction),
        (Question, tables.question),
        (Finding, tables.finding),
        (WeekSnapshot, tables.week_snapshot),
    ],
)
def test_a_table_has_the_dataclass_fields(kind: type, table: Table) -> None:
    assert list(table.columns.keys()) == [field.name for field in fields(kind)]
