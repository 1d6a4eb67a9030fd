"""The installed program: a wheel carries the catalogues, fonts and migrations, and finds them inside itself."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ASK = """
import sys
sys.path.insert(0, sys.argv[1])
from foodsafe_desktop import shipped
print(shipped.resource_path("catalogues", "baiyun-2023-40.toml"))
print(shipped.resource_path("fonts", "OFL.txt"))
print(shipped.migrations_path() / "env.py")
"""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an unpacked wheel, built from the source tree with what is installed."""
    wheels, site = tmp_path_factory.mktemp("wheels"), tmp_path_factory.mktemp("site")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    done = subprocess.run([*build, "--wheel-dir", str(wheels), str(ROOT)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = wheels.glob("foodsafe_desktop-*.whl")
    zipfile.ZipFile(wheel).extractall(site)
    return site


def test_wheel_holds_what_ships_and_nothing_else(unpacked: Path) -> None:
    assert {path.name for path in unpacked.iterdir() if path.suffix != ".dist-info"} == {"foodsafe_desktop"}
    for room in ("resources", "db"):
        source = {p.relative_to(ROOT / room) for p in (ROOT / room).rglob("*") if p.is_file() and p.suffix != ".pyc"}
        inside = unpacked / "foodsafe_desktop" / room
        assert {p.relative_to(inside) for p in inside.rglob("*") if p.is_file()} == source
    assert list(unpacked.glob("*.dist-info/licenses/LICENSE"))


def test_wheel_finds_what_ships(unpacked: Path, tmp_path: Path) -> None:
    asked = [sys.executable, "-I", "-c", ASK, str(unpacked)]
    answer = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    found = [Path(line) for line in answer.splitlines()]
    assert len(found) == 3
    for path in found:
        assert path.is_file()
        assert path.is_relative_to(unpacked / "foodsafe_desktop")
