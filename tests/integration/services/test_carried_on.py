"""What is carried on from the last snapshot and the last reckoning is what a reading from nothing finds. Always."""

import os
import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Engine

from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.errors import DossierError
from foodsafe_desktop.domain.evidence import Evidence
from foodsafe_desktop.domain.gaps import CoverageOptions
from foodsafe_desktop.domain.requirements import Cadence, Requirement
from foodsafe_desktop.services import (
    answering,
    correcting,
    deciding,
    indicators,
    reckoning,
    requirements_editing,
    review,
    serving,
)
from foodsafe_desktop.services.accession import scan
from foodsafe_desktop.services.answering import ANSWERS
from foodsafe_desktop.services.deciding import Decision
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.reckoned import Reckoned
from foodsafe_desktop.services.review import overview
from foodsafe_desktop.services.rules import Rules
from foodsafe_desktop.store import carried, found, open_store
from foodsafe_desktop.store.engine import engine_for
from foodsafe_desktop.store.unit_of_work import SqlUnitOfWork
from foodsafe_desktop.ui import prepared
from foodsafe_desktop.ui.checking.presenter import file_rows, paper_rows
from tests.integration.services.conftest import archive_on_disk
from tests.unit.builders import SMALL
from tests.unit.domain.listed import LISTED

NUMBERS = (1, 2, 8, 28, 72, 80, 108)
PLACES = ("(8) 会商/2022/", "(28) 统计/2023/", "来件/")
some = st.integers(0, 99)
numbers = st.sampled_from(NUMBERS)


class FromNothing:
    """A store that reads the same database and carries nothing on."""

    def __init__(self, engine: Engine, database: Path) -> None:
        self._engine, self._database = engine, database

    @contextmanager
    def begin(self) -> Iterator[SqlUnitOfWork]:
        with self._engine.begin() as connection:
            yield SqlUnitOfWork(connection, self._database)


class Life(RuleBasedStateMachine):
    """Files come, change and go, people decide and take back, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp())
        self.database = self.root / "dossier.sqlite3"
        self.other = engine_for(self.database)
        self.tick = 0
        self.made: list[Decision] = []
        self.undone: list[Decision] = []

    @initialize()
    def begin(self) -> None:
        self.archive = archive_on_disk(SMALL, found(self.database, "", {}), self.root)
        self.archive = replace(self.archive, rules=self._rules())

    def teardown(self) -> None:
        self.other.dispose()
        self.archive.close()
        shutil.rmtree(self.root)

    def _rules(self) -> Rules:
        edition = replace(self.archive.rules.edition, requirements=LISTED)
        with self.archive.store.begin() as unit:
            return Rules(edition, unit.corrections())

    def dossier(self) -> Dossier:
        with self.archive.store.begin() as unit:
            return unit.dossier()

    def any(self, number: int) -> list[int]:
        held = sorted(self.dossier().evidence)
        return [held[number % len(held)]] if held else []

    def decide(self, make: Callable[..., Decision], *given: object) -> None:
        try:
            self.made.append(make(self.archive, *given))
            self.undone.clear()
        except DossierError:
            pass  # refused: nothing was decided

    @rule(place=st.sampled_from(PLACES), number=st.integers(0, 3), copy=st.booleans())
    def write(self, place: str, number: int, copy: bool) -> None:
        self.tick += 1
        target = self.archive.place.evidence / place / f"第{number}份抽检结果分析报告.txt"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("同样" if copy else str(self.tick))
        os.utime(target, ns=(self.tick, self.tick))

    @rule(number=some, to=st.none() | st.sampled_from(PLACES))
    def move_or_delete(self, number: int, to: str | None) -> None:
        there = sorted(self.archive.place.evidence.rglob("*.txt"))
        if there:
            one = there[number % len(there)]
            if to is None:
                one.unlink()
            else:
                (self.archive.place.evidence / to).mkdir(parents=True, exist_ok=True)
                one.rename(self.archive.place.evidence / to / f"移来 {one.name}")

    @rule(inspect=st.booleans())
    def scan(self, inspect: bool) -> None:
        scan(self.archive, Job(), accept_empty=True, inspect=inspect)

    @rule(number=some, to=numbers)
    def assign(self, number: int, to: int) -> None:
        self.decide(deciding.assign, self.any(number), to)

    @rule(number=some)
    def unassign(self, number: int) -> None:
        for key in self.any(number):
            for of in self.dossier().numbers_of.get(key, ()):
                self.decide(deciding.unassign, [key], of)

    @rule(number=some, named=st.sampled_from(((), ("8-report",))))
    def serve(self, number: int, named: tuple[str, ...]) -> None:
        self.decide(serving.serve, self.any(number), 8, named)

    @rule(number=some, back=st.booleans())
    def put_aside(self, number: int, back: bool) -> None:
        self.decide(deciding.bring_back if back else deciding.recycle, self.any(number))

    @rule(number=some, title=st.sampled_from(("会商会议纪要", "合理缺项情况说明")), year=st.sampled_from((2022, 2023)))
    def describe(self, number: int, title: str, year: int) -> None:
        for key in self.any(number):
            self.decide(deciding.describe, replace(self.dossier().evidence[key], title=title, year=year))

    @rule(number=some)
    def accept(self, number: int) -> None:
        self.decide(deciding.accept_changes, self.any(number))

    @rule(number=numbers)
    def register(self, number: int) -> None:
        self.decide(deciding.register_paper, number, "抽检结果分析报告", 2023, "1柜", 2)

    @rule(number=numbers, withdraw=st.booleans())
    def omit(self, number: int, withdraw: bool) -> None:
        if withdraw:
            self.decide(deciding.withdraw_omission, number)
        else:
            self.decide(deciding.mark_omission, number, "辖区内无此类主体")

    @rule(items=st.sampled_from((frozenset[int](), frozenset({29, 30}), frozenset({30, 31}))))
    def choose(self, items: frozenset[int]) -> None:
        self.decide(deciding.choose_electives, items, frozenset())

    @rule(year=st.sampled_from((2022, 2023)), value=st.sampled_from((50, 95, None)))
    def measure(self, year: int, value: int | None) -> None:
        if value is None:
            self.decide(indicators.remove_value, "8-rate", year)
        else:
            self.decide(indicators.enter_value, "8-rate", year, Decimal(value))

    @rule(strike=st.booleans())
    def edit_list(self, strike: bool) -> None:
        if strike:
            self.decide(requirements_editing.strike_out, "8-photos")
        else:
            self.decide(
                requirements_editing.save_requirement, Requirement("8-own-1", 8, "抽检方案", "方案", Cadence.EACH_YEAR)
            )

    @rule(number=numbers, text=st.sampled_from(("另一文字", "又一文字")))
    def correct(self, number: int, text: str) -> None:
        self.decide(correcting.change_text, number, text, "核对原件")

    @rule(number=some)
    def answer(self, number: int) -> None:
        waiting = overview(self.archive).questions
        if waiting:
            one = waiting[number % len(waiting)]
            self.decide(answering.answer, [one.id], sorted(ANSWERS[one.kind])[number % len(ANSWERS[one.kind])])

    @rule(practice=st.booleans())
    def settle_options(self, practice: bool) -> None:
        self.decide(reckoning.save_coverage_options, CoverageOptions(practice_counts=practice))

    @precondition(lambda self: self.made)
    @rule()
    def undo(self) -> None:
        self.made[-1].undo()
        self.undone.append(self.made.pop())

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        again = self.undone.pop().redo
        if again is not None:
            made = again()
            if isinstance(made, Decision):
                self.made.append(made)

    @rule(number=some, reads=st.booleans())
    def fail(self, number: int, reads: bool) -> None:
        """What a transaction wrote and then gave up is not there, even where it read its own writing."""
        keys = self.any(number)

        def give_up() -> None:
            with self.archive.store.begin() as unit:
                before = unit.dossier()
                unit.save_evidence([replace(before.evidence[key], title="未保存") for key in keys])
                unit.unassign((one.evidence_id, one.number) for one in before.assignments)
                unit.save_evidence([Evidence(0, "未保存")])
                if reads:
                    assert not unit.dossier().assignments
                raise RuntimeError

        with pytest.raises(RuntimeError):
            give_up()

    @rule(number=some)
    def another_connection_writes(self, number: int) -> None:
        """Another thread has a connection of its own."""
        keys = self.any(number)
        with FromNothing(self.other, self.database).begin() as unit:
            unit.save_evidence([replace(unit.dossier().evidence[key], note=str(number)) for key in keys])

    @rule()
    def close_and_open(self) -> None:
        self.archive.close()
        store = open_store(self.database, self.root / "backups")
        self.archive = replace(archive_on_disk(SMALL, store, self.root), rules=self.archive.rules)
        self.archive = replace(self.archive, rules=self._rules())
        self.made.clear()
        self.undone.clear()

    @invariant()
    def all_is_as_read_from_nothing(self) -> None:
        store = FromNothing(self.other, self.database)
        fresh = replace(self.archive, store=store, reckoned=Reckoned())  # type: ignore[arg-type]
        with self.archive.store.begin() as unit:
            recorded = list(unit.recorded())
        now, wanted = prepared.overview(self.archive), overview(fresh)
        assert recorded == list(wanted.dossier.files)
        assert now == wanted
        assert [*now.dossier.evidence] == [*wanted.dossier.evidence]
        for index in ("files_of", "assigned_to", "numbers_of", "named_requirements", "file_by_id", "inbox"):
            assert getattr(now.dossier, index) == getattr(wanted.dossier, index), index
        for make in (file_rows, paper_rows):
            assert make(now) == make(wanted)


class LifeOfManyRows(Life):
    """The same where two rows of one table are many already."""

    @initialize()
    def begin(self) -> None:
        self._many, carried._MANY = carried._MANY, 1
        super().begin()

    def teardown(self) -> None:
        carried._MANY = self._many
        super().teardown()


TestLife = Life.TestCase
TestLifeOfManyRows = LifeOfManyRows.TestCase
TestLife.settings = settings(
    max_examples=8, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
TestLifeOfManyRows.settings = settings(TestLife.settings, max_examples=3)


@pytest.fixture
def from_nothing(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was read or reckoned from nothing."""
    done: list[str] = []
    read, reckon = SqlUnitOfWork._read, review.coverage_of

    def reading(unit: SqlUnitOfWork) -> Dossier:
        done.append("read")
        return read(unit)

    def reckoning_(*given: Any) -> object:
        done.append("reckoned")
        return reckon(*given)

    monkeypatch.setattr(SqlUnitOfWork, "_read", reading)
    monkeypatch.setattr(review, "coverage_of", reckoning_)
    return done


def test_a_decision_is_carried_on_and_nothing_is_gathered_up(archive: Archive, from_nothing: list[str]) -> None:
    deciding.register_paper(archive, 8, "纸质件", 2023, "1柜", 2)
    before = overview(archive)
    assert from_nothing == ["read", "reckoned"]
    freed = weakref.ref(before.dossier)
    [key] = before.dossier.evidence
    for year in (2022, 2023, 2024):
        deciding.assign(archive, [key], 9).undo()
        deciding.describe(archive, replace(before.dossier.evidence[key], year=year))
        now = overview(archive)
        assert now.dossier.evidence[key].year == year
    assert now.coverage.standings[8].valid != before.coverage.standings[8].valid
    assert now.dossier.files is before.dossier.files
    assert from_nothing == ["read", "reckoned"]
    del before
    assert freed() is None


def test_what_another_connection_writes_is_read(archive: Archive, from_nothing: list[str], database: Path) -> None:
    deciding.register_paper(archive, 8, "纸质件", 2023, "1柜", 2)
    overview(archive)
    with closing_engine(database) as engine, FromNothing(engine, database).begin() as unit:
        unit.save_evidence([Evidence(1, "由另一连接写入", 2024)])
    assert overview(archive).dossier.evidence[1].title == "由另一连接写入"
    assert from_nothing == ["read", "reckoned", "read"]


@contextmanager
def closing_engine(database: Path) -> Iterator[Engine]:
    engine = engine_for(database)
    yield engine
    engine.dispose()
