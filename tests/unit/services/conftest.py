"""An archive of fakes, for every test of a service that needs no more."""

import pytest

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.services.ports import Archive
from tests.fakes import FakeFolder, fake_archive


@pytest.fixture
def archive(catalogue: Catalogue) -> Archive:
    return fake_archive(catalogue)


@pytest.fixture
def folder(archive: Archive) -> FakeFolder:
    assert isinstance(archive.folder, FakeFolder)
    return archive.folder
