"""The house rules that no linter knows: what lies where, how long things are, what a test and a text may not say."""

import ast
import importlib.metadata
import re
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = {"foodsafe_desktop", "resources", "db", "docs", "packaging", "tests"}
PAPERS = {"pyproject.toml", "build.spec", "Makefile", "LICENSE"} | {
    f"{name}.md" for name in ("README", "ARCHITECTURE", "CHANGELOG", "CONTRIBUTING")
}
LOCKS = ("requirements.lock", "requirements-core.lock", "requirements-package.lock")
LICENCE_TEXTS = {"LICENSE", "resources/fonts/OFL.txt"}

MODULE_LINES, TEST_MODULE_LINES, CLASS_LINES, FUNCTION_LINES = 500, 700, 300, 60


def _git(*words: str) -> str:
    return subprocess.run(["git", "-C", str(ROOT), *words], check=True, capture_output=True, text=True).stdout


@cache
def _tracked() -> tuple[str, ...]:
    """Every file of the project, as a POSIX path from its root: what git has, or all that is here without git."""
    if (ROOT / ".git").exists():
        return tuple(name for name in _git("ls-files", "-z").split("\0") if name and (ROOT / name).is_file())
    files = (file for room in sorted(ROOMS) for file in (ROOT / room).rglob("*") if file.is_file())
    return tuple(file.relative_to(ROOT).as_posix() for file in files if "__pycache__" not in file.parts)


@cache
def _texts() -> dict[str, str]:
    """The tracked files that are text, but for the licences' own words."""
    texts = {}
    for name in _tracked():
        content = (ROOT / name).read_bytes()
        if name not in LICENCE_TEXTS and b"\0" not in content[:8000]:
            texts[name] = content.decode("utf-8")
    return texts


def _python(*rooms: str) -> Iterator[tuple[str, ast.Module]]:
    for name in _tracked():
        if name.endswith(".py") and name.startswith(rooms):
            yield name, ast.parse((ROOT / name).read_text(encoding="utf-8"), name)


def _found(pattern: str, passed: Callable[[str], bool] = lambda _name: True) -> list[str]:
    """Where a pattern stands in the project's texts, this module left out, since it must name what it forbids."""
    return [
        f"{name}: {match.group()}"
        for name, text in _texts().items()
        if name != "tests/unit/test_house.py" and passed(name)
        for match in re.finditer(pattern, text)
    ]


def _lock(name: str) -> dict[str, str]:
    """Package name -> version of a lock file."""
    pins = re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
    return dict(pins)


# --- what lies where


def test_top_level_is_exactly_this() -> None:
    top = {name.split("/")[0] for name in _tracked()}
    named = {name for name in top if not name.startswith(".") and not name.endswith(".lock")}
    assert named == ROOMS | PAPERS


def test_packaging_is_no_package() -> None:
    """With an __init__ it would hide the `packaging` package that pytest and others import."""
    assert not (ROOT / "packaging" / "__init__.py").exists()


def test_every_room_says_what_is_in_it() -> None:
    packages = [name for name in _tracked() if re.match(r"foodsafe_desktop/.*__init__\.py$", name)]
    assert packages
    silent = []
    for name in packages:
        said = ast.get_docstring(ast.parse((ROOT / name).read_text(encoding="utf-8"))) or ""
        if len(said.splitlines()) < 3:
            silent.append(name)
    assert not silent


def test_the_map_of_the_services_leaves_none_out() -> None:
    room = ROOT / "foodsafe_desktop" / "services"
    said = ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8"))) or ""
    there = {file.stem for file in room.glob("*.py")} - {"__init__"}
    assert set(re.findall(r"`([a-z_]+)`", said)) == there | {"ports"}


def test_ci_runs_what_anyone_runs() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    commands = [line for line in script.splitlines() if line and not line.startswith(("#", "set ", "cd "))]
    assert commands == ["exec make test </dev/null"]


# --- how long things are


def _length(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_modules_stop_at_their_limit() -> None:
    long = []
    for name, text in _texts().items():
        limit = TEST_MODULE_LINES if name.startswith("tests/") else MODULE_LINES
        if name.endswith(".py") and len(text.splitlines()) > limit:
            long.append(f"{name}: {len(text.splitlines())} lines, {limit} allowed")
    assert not long


def test_classes_and_functions_stop_at_their_limit() -> None:
    long = []
    for name, tree in _python("foodsafe_desktop/", "packaging/"):
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and _length(node) > CLASS_LINES:
                long.append(f"{name}: class {node.name}, {_length(node)} lines")
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _length(node) > FUNCTION_LINES:
                long.append(f"{name}: {node.name}, {_length(node)} lines")
    assert not long


# --- what a test and a text may not say


def test_no_test_waits_for_time_to_pass() -> None:
    waits = []
    for name, tree in _python("tests/"):
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            if called.split(".")[-1] in {"sleep", "msleep", "usleep", "qWait", "qSleep"} or called == "qtbot.wait":
                waits.append(f"{name}:{node.lineno}: {called}")
    assert not waits, "wait for what must happen (waitSignal, waitUntil, join), not for time to pass"


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("a package index", r"(?i)(--|\b)(extra-)?index-url|--?find-links|--trusted-host"),
        ("a registry's host", r"(?i)\b(pypi\.org|pythonhosted\.org|registry\.npmjs|deb\.debian\.org)"),
        ("a home folder", r"(?<![\w.])/(home|Users)/[A-Za-z]\w*|(?<![\w.])/root\b|[A-Za-z]:\\+Users\\+[A-Za-z]\w*"),
        ("an e-mail address", r"[A-Za-z0-9_.+-]+@(?!example\.)[A-Za-z0-9-]+\.[A-Za-z]{2,}"),
        ("an address of a machine", r"\b(10\.\d{1,3}|192\.168|172\.(1[6-9]|2\d|3[01]))(\.\d{1,3}){2}\b"),
    ],
)
def test_no_text_leaks(what: str, pattern: str) -> None:
    assert not _found(pattern), f"{what} is named in the project"


def test_no_number_of_a_person() -> None:
    """Identity numbers (18 digits, GB 11643) and mobile numbers: the program ships nobody's."""
    identity = r"(?<![\w.])[1-9]\d{5}(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\w.])"
    mobile = r"(?<![\w.])1[3-9]\d{9}(?![\w.])"
    assert not _found(f"{identity}|{mobile}", lambda name: not name.endswith(".lock"))


# --- what is locked, and under which licence


def _declared(*extras: str) -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = list(project["dependencies"])
    for extra in extras:
        wanted += project["optional-dependencies"][extra]
    return {re.split(r"[<>=\[ ;~!]", line, maxsplit=1)[0].lower().replace("_", "-") for line in wanted}


@pytest.mark.parametrize(
    ("lock", "extras"),
    [
        ("requirements.lock", ("ui", "test-ui", "dev")),
        ("requirements-core.lock", ("dev",)),
        ("requirements-package.lock", ("ui", "package")),
    ],
)
def test_lock_pins_everything_declared_with_hashes(lock: str, extras: tuple[str, ...]) -> None:
    assert _declared(*extras) <= set(_lock(lock)), "run `make lock`"
    entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text(encoding="utf-8").strip())
    bare = [entry.splitlines()[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry]
    assert not bare


def test_core_lock_is_the_lock_without_qt_and_ocr() -> None:
    everything, core = _lock("requirements.lock"), _lock("requirements-core.lock")
    left_out = _declared("ui", "test-ui", "ocr") - _declared() | {"shiboken6", "numpy", "opencv-python-headless"}
    assert core.items() <= everything.items()
    assert not left_out & set(core)
    assert set(everything) - set(core) >= left_out


def test_locks_agree() -> None:
    everything, package = _lock("requirements.lock"), _lock("requirements-package.lock")
    assert {n: v for n, v in package.items() if everything.get(n, v) != v} == {}


def _runtime() -> set[str]:
    """The names of all that the program needs at run time, as far as it is installed here."""
    seen: set[str] = set()
    waiting = _declared("ui") | _declared("ocr")
    while waiting:
        name = waiting.pop()
        try:
            needs = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue
        seen.add(name)
        plain = {re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0] for line in needs if "extra ==" not in line}
        waiting |= {re.sub(r"[-_.]+", "-", need).lower() for need in plain} - seen
    return seen


def test_every_runtime_dependency_has_its_licence_written_down() -> None:
    rows = re.findall(r"^\| ([a-z0-9-]+) \| (\S+) \| ([^|]+) \|", _texts()["packaging/LICENSES.md"], re.MULTILINE)
    listed = {name: version for name, version, _licence in rows}
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    # A package may be locked twice, for older and newer Pythons: the one installed here is the one written down.
    assert not [name for name in _runtime() if f"{name}=={listed.get(name)}" not in lock]
    assert not [row for row in rows if re.search(r"\bAGPL|Affero", row[2])]


# --- the frozen program


def _spec_lists() -> dict[str, list[str]]:
    tree = ast.parse((ROOT / "build.spec").read_text(encoding="utf-8"))
    return {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id.isupper()
    }


def test_spec_decides_nothing() -> None:
    tree = ast.parse((ROOT / "build.spec").read_text(encoding="utf-8"))
    assert {type(node) for node in tree.body} == {ast.ImportFrom, ast.Assign, ast.Expr}
    assert {("resources", "resources"), ("db", "db")} <= set(_spec_lists()["DATAS"])


def test_spec_takes_every_licence_text_along() -> None:
    rows = re.findall(r"^\| ([a-z0-9-]+) \| \d", _texts()["packaging/LICENSES.md"], re.MULTILINE)
    assert _spec_lists()["LICENSED"] == rows


def test_spec_names_all_that_migrations_import() -> None:
    imported = set()
    for _name, tree in _python("db/migrations/"):
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                imported |= {
                    f"{node.module}.{alias.name}" if node.module == "alembic" else node.module for alias in node.names
                }
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
    standard = {"datetime", "json", "re", "hashlib", "uuid", "typing", "collections.abc"}
    assert imported - standard <= set(_spec_lists()["HIDDEN_IMPORTS"])
