"""Random lives of a real folder on a real disk with the real store, which is closed and opened in between."""

import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import HealthCheck, settings

from foodsafe_desktop.store import found, open_store
from tests.folder_life import FolderLife
from tests.integration.services.conftest import archive_on_disk
from tests.shipped_edition import TEXT, shipped_edition

CATALOGUE = shipped_edition().catalogue


class LifeOnDisk(FolderLife):
    root: Path | None = None

    def open(self) -> None:
        if self.root is None:
            self.root = Path(tempfile.mkdtemp())
            store = found(self.root / "dossier.sqlite3", TEXT, {})
        else:
            self.archive.close()
            store = open_store(self.root / "dossier.sqlite3", self.root / "backups")
        self.archive = archive_on_disk(CATALOGUE, store, self.root)

    def teardown(self) -> None:
        if self.root is not None:
            self.archive.close()
            shutil.rmtree(self.root)

    def put(self, path: str, content: bytes) -> None:
        self.tick += 1
        target = self.archive.place.evidence / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        os.utime(target, ns=(self.tick, self.tick))

    def move(self, old: str, new: str) -> None:
        evidence = self.archive.place.evidence
        (evidence / new).parent.mkdir(parents=True, exist_ok=True)
        (evidence / old).rename(evidence / new)

    def remove(self, path: str) -> None:
        (self.archive.place.evidence / path).unlink()

    def read_paths(self) -> Sequence[str]:
        return []


TestOnDisk = LifeOnDisk.TestCase
TestOnDisk.settings = settings(
    max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
