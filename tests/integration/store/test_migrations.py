"""The schema's growth: fresh equals migrated, a failed step leaves nothing, a copy was made before."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect

from foodsafe_desktop import shipped
from foodsafe_desktop.domain.errors import CannotWrite, StoreDamaged
from foodsafe_desktop.domain.evidence import Condition, Evidence, EvidenceFile, Verdict
from foodsafe_desktop.store import SqliteStore, open_store, tables
from foodsafe_desktop.store.engine import WORKING, connect
from foodsafe_desktop.store.migrate import newest

NOW = newest()
NEXT, LATER = (f"{int(NOW) + n:04d}" for n in (1, 2))
STEP = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "{revision}", "{before}"
branch_labels = depends_on = None


def upgrade() -> None:
    {body}
"""
ADD = 'op.add_column("evidence", sa.Column("colour", sa.Text()))'
ORPHAN = "INSERT INTO assignment (evidence_id, number, origin, at, who) VALUES (99, 8, '', '', '')"
REBUILD = """
    with op.batch_alter_table("evidence") as batch:
        batch.alter_column("note", nullable=True)
"""


@pytest.fixture
def steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the migrations, to which a test may add steps, under a name that alembic might stumble over."""
    copy = tmp_path / "移 植%(here)s" / "migrations"
    shutil.copytree(shipped.migrations_path(), copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(shipped, "migrations_path", lambda: copy)
    return copy / "versions"


@pytest.fixture
def old(store: SqliteStore, database: Path) -> Path:
    """A closed database of today's version with something in it."""
    with store.begin() as unit:
        [one] = unit.save_evidence([Evidence(0, "通知")])
        unit.save_files([EvidenceFile(0, "通知.pdf", one.id, None, Verdict("pdf", Condition.OK))])
    store.close()
    return database


def _step(steps: Path, revision: str, before: str, body: str) -> None:
    (steps / f"{revision}_step.py").write_text(STEP.format(revision=revision, before=before, body=body), "utf-8")


def _version_and_columns(database: Path) -> tuple[str, set[str]]:
    with closing(sqlite3.connect(database)) as connection:
        [(version,)] = connection.execute("SELECT version_num FROM alembic_version")
        return version, {row[1] for row in connection.execute("PRAGMA table_info(evidence)")}


def test_a_migrated_database_is_what_the_program_expects(store: SqliteStore, database: Path) -> None:
    engine = create_engine(f"sqlite:///{database}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.metadata) == []
    engine.dispose()


def test_every_constraint_has_the_name_that_the_convention_gives(store: SqliteStore, database: Path) -> None:
    fresh = create_engine("sqlite://")
    tables.metadata.create_all(fresh)
    migrated = create_engine(f"sqlite:///{database}")
    for table in tables.metadata.tables:
        names = [
            (
                inspect(engine).get_pk_constraint(table)["name"],
                sorted(str(one["name"]) for one in inspect(engine).get_unique_constraints(table)),
                sorted(str(one["name"]) for one in inspect(engine).get_foreign_keys(table)),
                sorted(str(one["name"]) for one in inspect(engine).get_indexes(table)),
            )
            for engine in (fresh, migrated)
        ]
        assert names[0] == names[1]
        # SQLite takes no name for a key whose numbers it never gives again.
        never_again = tables.metadata.tables[table].dialect_options["sqlite"]["autoincrement"]
        assert names[0][0] == (None if never_again else f"pk_{table}")
    fresh.dispose()
    migrated.dispose()


def test_every_table_is_described() -> None:
    described = (shipped.migrations_path().parent / "README.md").read_text("utf-8")
    assert [table for table in tables.metadata.tables if f"| `{table}` |" not in described] == []


def test_the_steps_stand_alone() -> None:
    steps = [step.read_text("utf-8") for step in (shipped.migrations_path() / "versions").glob("0*.py")]
    assert len(steps) == int(NOW)
    assert [line for step in steps for line in step.splitlines() if "foodsafe_desktop" in line] == []


def test_connections_work_as_agreed(database: Path, store: SqliteStore) -> None:
    with closing(connect(database, WORKING)) as connection:
        found = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("foreign_keys", "journal_mode")}
    assert found == {"foreign_keys": 1, "journal_mode": "wal"}


def test_an_older_database_is_copied_and_brought_up(old: Path, steps: Path, tmp_path: Path) -> None:
    _step(steps, NEXT, NOW, ADD)
    _step(steps, LATER, NEXT, REBUILD)
    backups = tmp_path / "backups"
    with closing(open_store(old, backups)) as store, store.begin() as unit:
        assert [one.title for one in unit.dossier().evidence.values()] == ["通知"]
        assert [one.path for one in unit.dossier().files] == ["通知.pdf"]
    version, columns = _version_and_columns(old)
    assert version == LATER
    assert "colour" in columns
    [copy] = backups.iterdir()
    assert copy.name.startswith(f"dossier_before_{LATER}_")
    version, columns = _version_and_columns(copy)
    assert version == NOW
    assert "colour" not in columns
    with closing(open_store(old, backups)):
        assert list(backups.iterdir()) == [copy]


@pytest.mark.parametrize("failing", [NEXT, LATER])
def test_a_step_that_fails_leaves_nothing_and_runs_once_repaired(
    old: Path, steps: Path, tmp_path: Path, failing: str
) -> None:
    before = _version_and_columns(old)
    _step(steps, NEXT, NOW, ADD)
    other = ADD.replace("colour", "medium")
    _step(steps, LATER, NEXT, other)
    body = ADD if failing == NEXT else other
    _step(steps, failing, f"{int(failing) - 1:04d}", f'{body}\n    raise RuntimeError("step fails")')
    with pytest.raises(RuntimeError, match="step fails"):
        open_store(old, tmp_path / "backups")
    assert _version_and_columns(old) == before

    _step(steps, failing, f"{int(failing) - 1:04d}", body)
    with closing(open_store(old, tmp_path / "backups")) as store:
        assert store.is_sound()
    version, columns = _version_and_columns(old)
    assert version == LATER
    assert columns == before[1] | {"colour", "medium"}


def test_a_step_that_breaks_references_is_undone(old: Path, steps: Path, tmp_path: Path) -> None:
    before = _version_and_columns(old)
    _step(
        steps,
        NEXT,
        NOW,
        f'{ADD}\n    op.execute("{ORPHAN}")',
    )
    with pytest.raises(StoreDamaged):
        open_store(old, tmp_path / "backups")
    assert _version_and_columns(old) == before


def test_without_a_copy_there_is_no_migration(old: Path, steps: Path, tmp_path: Path) -> None:
    before = _version_and_columns(old)
    _step(steps, NEXT, NOW, ADD)
    (tmp_path / "backups").write_text("a file where the directory should be", encoding="ascii")
    with pytest.raises(CannotWrite):
        open_store(old, tmp_path / "backups")
    assert _version_and_columns(old) == before
