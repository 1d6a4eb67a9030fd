"""An archive of fakes, for every test of a service that needs no more."""

import pytest

from foodsafe_desktop.domain.catalogue import Catalogue
from tests.fakes import FakeArchive, FakeFolder, fake_archive


@pytest.fixture
def archive(catalogue: Catalogue) -> FakeArchive:
    return fake_archive(catalogue)


@pytest.fixture
def folder(archive: FakeArchive) -> FakeFolder:
    return archive.folder
