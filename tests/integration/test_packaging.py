"""What makes the handed-out files: same folder, same bytes, and nothing lost of who may run what."""

import importlib
import io
import os
import stat
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from PIL import Image

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"
Load = Callable[[str], ModuleType]
WHEN = 1_700_000_000


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Load:
    """Import a script of packaging/, which is no package."""
    pytest.importorskip("PySide6")
    monkeypatch.syspath_prepend(PACKAGING)

    def load(name: str) -> ModuleType:
        monkeypatch.delitem(sys.modules, name, raising=False)
        return importlib.import_module(name)

    return load


@pytest.fixture
def frozen(tmp_path: Path) -> Path:
    """A folder like a frozen program's."""
    folder = tmp_path / "foodsafe-desktop"
    (folder / "_internal" / "PySide6").mkdir(parents=True)
    (folder / "foodsafe-desktop").write_bytes(b"program")
    (folder / "foodsafe-desktop").chmod(0o700)
    (folder / "_internal" / "PySide6" / "libQt6Core.so.6").write_bytes(b"library")
    (folder / "_internal" / "libQt6Core.so.6").symlink_to("PySide6/libQt6Core.so.6")
    return folder


def test_the_same_folder_gives_the_same_bytes_whenever_it_was_made(load: Load, frozen: Path, tmp_path: Path) -> None:
    dist = load("dist")
    made = []
    for turn in range(2):
        for file in frozen.rglob("*"):
            os.utime(file, (turn * 1000, turn * 1000))
        dist.pack_zip(frozen, tmp_path / f"{turn}.zip", WHEN)
        dist.pack_tar(frozen, tmp_path / f"{turn}.tar.gz", WHEN)
        made.append(((tmp_path / f"{turn}.zip").read_bytes(), (tmp_path / f"{turn}.tar.gz").read_bytes()))
    assert made[0] == made[1]


def test_a_tar_keeps_links_and_a_zip_has_files_in_their_place(load: Load, frozen: Path, tmp_path: Path) -> None:
    dist = load("dist")
    dist.pack_tar(frozen, tmp_path / "a.tar.gz", WHEN)
    dist.pack_zip(frozen, tmp_path / "a.zip", WHEN)
    with tarfile.open(tmp_path / "a.tar.gz") as archive:
        link = archive.getmember("foodsafe-desktop/_internal/libQt6Core.so.6")
        program = archive.getmember("foodsafe-desktop/foodsafe-desktop")
    assert (link.issym(), link.linkname) == (True, "PySide6/libQt6Core.so.6")
    assert (program.mode, program.uid, program.uname) == (0o755, 0, "")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.read("foodsafe-desktop/_internal/libQt6Core.so.6") == b"library"
        mode = archive.getinfo("foodsafe-desktop/foodsafe-desktop").external_attr >> 16
    assert stat.S_ISREG(mode)
    assert mode & 0o777 == 0o755


def test_every_part_is_named_and_links_cost_nothing(load: Load, frozen: Path) -> None:
    measure = load("measure")
    (frozen / "_internal" / "resources" / "fonts").mkdir(parents=True)
    (frozen / "_internal" / "resources" / "fonts" / "a.ttf").write_bytes(b"font")
    (frozen / "_internal" / "numpy.libs").mkdir()
    (frozen / "_internal" / "numpy.libs" / "b.so").write_bytes(b"numbers")
    files = [file for file in frozen.rglob("*") if file.is_file() and not file.is_symlink()]
    sizes = measure.parts(frozen, files)
    assert sizes == {measure.OCR: 7, "Qt": 7, "fonts": 4, "the program and all Python modules": 7}


def test_the_windows_icon_holds_every_size(load: Load) -> None:
    marks = load("marks")
    pictures = {}
    for size in marks.SIZES:
        buffer = io.BytesIO()
        Image.new("RGBA", (size, size)).save(buffer, "PNG")
        pictures[size] = buffer.getvalue()
    with Image.open(io.BytesIO(marks.icon(pictures))) as icon:
        assert icon.info["sizes"] == {(size, size) for size in marks.SIZES}


def test_the_version_is_of_four_numbers_for_windows(load: Load) -> None:
    resource = load("marks").version_resource("1.20.3")
    assert "filevers=(1, 20, 3, 0)" in resource
    assert "'ProductVersion', '1.20.3'" in resource
