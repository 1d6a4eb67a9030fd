"""A real folder on a disk with the real store and inspection that judges nothing."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.files.evidence_folder import DiskFolder
from foodsafe_desktop.services.ports import Archive, ArchivePlace
from foodsafe_desktop.store import SqliteStore
from tests.fakes import fake_archive

LATER = 4_000_000_000.0
"""Long after any file was written: everything is at rest."""


def archive_on_disk(catalogue: Catalogue, store: SqliteStore, root: Path) -> Archive:
    """An archive in `root` whose folder, store and digests are real."""
    evidence = root / "evidence"
    evidence.mkdir(parents=True, exist_ok=True)
    folder = DiskFolder(evidence, clock=lambda: LATER)
    place = ArchivePlace(root, evidence)
    fakes: Archive = fake_archive(catalogue)
    return replace(fakes, place=place, store=store, folder=folder)


@pytest.fixture
def archive(catalogue: Catalogue, store: SqliteStore, database: Path) -> Archive:
    return archive_on_disk(catalogue, store, database.parent)


@pytest.fixture
def put(archive: Archive) -> Callable[..., Path]:
    """Write a file into the evidence folder; `mtime` in ns makes the times of two writes differ."""

    def write(path: str, content: bytes, mtime: int = 1) -> Path:
        file = archive.place.evidence / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        os.utime(file, ns=(mtime, mtime))
        return file

    return write
