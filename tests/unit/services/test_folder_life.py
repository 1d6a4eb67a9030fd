"""Random lives of a folder in memory: with and without file numbers, whatever happens between two scans."""

from collections.abc import Sequence

from hypothesis import HealthCheck, settings

from tests.fakes import fake_archive
from tests.folder_life import FolderLife
from tests.shipped_edition import shipped_edition

CATALOGUE = shipped_edition().catalogue


class LifeInMemory(FolderLife):
    has_keys = True

    def open(self) -> None:
        if not hasattr(self, "folder"):
            self.archive = fake_archive(CATALOGUE)
            self.folder = self.archive.folder
            self.folder.has_keys = self.has_keys

    def put(self, path: str, content: bytes) -> None:
        self.tick += 1
        self.folder.put(path, content, self.tick)

    def move(self, old: str, new: str) -> None:
        self.folder.files.pop(new, None)
        self.folder.move(old, new)

    def remove(self, path: str) -> None:
        del self.folder.files[path]

    def read_paths(self) -> Sequence[str]:
        read = list(self.folder.read)
        self.folder.read.clear()
        return read


class LifeWithoutFileNumbers(LifeInMemory):
    has_keys = False


MANY = settings(max_examples=80, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck))
TestWithFileNumbers = LifeInMemory.TestCase
TestWithoutFileNumbers = LifeWithoutFileNumbers.TestCase
TestWithFileNumbers.settings = TestWithoutFileNumbers.settings = MANY
