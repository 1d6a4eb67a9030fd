"""Whatever goes into the store comes out the same."""

import datetime as dt
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import fields, replace
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foodsafe_desktop.domain.dossier import Dossier, Election
from foodsafe_desktop.domain.evidence import (
    Assignment,
    Condition,
    Evidence,
    EvidenceFile,
    Fixity,
    Omission,
    Origin,
    Presence,
    Verdict,
)
from foodsafe_desktop.services.ports import BinderRecord, UnitOfWork
from foodsafe_desktop.store import SqliteStore, found, open_store, tables

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
)


class Undone(Exception):
    pass


@contextmanager
def undone(store: SqliteStore) -> Iterator[UnitOfWork]:
    """A unit of work of which nothing stays, for many examples on one database."""
    with suppress(Undone), store.begin() as unit:
        yield unit
        raise Undone


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteStore]:
    with closing(found(tmp_path_factory.mktemp("shared") / "dossier.sqlite3", "", {})) as store:
        yield store


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
        )
        for path in paths
    ]
    omission = Omission(data.draw(small), data.draw(any_text))
    election = Election(data.draw(st.frozensets(small)), data.draw(st.frozensets(small)))
    binder = BinderRecord(data.draw(any_text), data.draw(any_text), "ab" * 32, 12, True, data.draw(moments))
    with undone(shared) as unit:
        evidence = unit.save_evidence(given_evidence)
        assert [replace(one, id=0) for one in evidence] == given_evidence
        files = unit.save_files([replace(one, evidence_id=evidence[0].id) for one in files])
        assignments = [
            Assignment(one.id, 8, data.draw(st.sampled_from(Origin)), data.draw(moments), data.draw(any_text))
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
        unit.save_omission(Omission(3, "辖区内无此类企业"))
        unit.save_omission(Omission(4, "无"))
        unit.remove_omission(4)
        unit.save_election(Election(frozenset({29, 30}), frozenset({90})))
        unit.save_election(Election(frozenset({31}), frozenset()))
        dossier = unit.dossier()
    assert dossier.omissions == {3: Omission(3, "辖区内无此类企业")}
    assert dossier.election == Election(frozenset({31}), frozenset())


def test_binders_are_listed_oldest_first(store: SqliteStore) -> None:
    records = [BinderRecord(key, f"{key}.pdf", "ab", 3, False, NOON) for key in ("item-2", "item-1", "item-2")]
    with store.begin() as unit:
        for record in records:
            unit.add_binder(record)
        assert unit.binders() == records


def test_the_evidence_table_has_the_dataclass_fields() -> None:
    assert list(tables.evidence.columns.keys()) == [field.name for field in fields(Evidence)]
