"""Run every benchmark and write docs/benchmarks.md.

``python -m tests.benchmarks [--small] [--only NAME] [--out FILE] [--keep FOLDER]`` runs each module ``bench_*.py`` in
a process of its own, one after the other, and shows what it prints as it comes. With ``--small`` each takes the
arguments that its own `SMALL` names, and no page is written unless ``--out`` says where. With ``--keep``, what takes
long to make (a hundred thousand texts, an archive of as many files) is kept there and found again by the next run.
"""

import argparse
import ast
import datetime as dt
import importlib.metadata
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from foodsafe_desktop import __version__
from tests.benchmarks.table import VARIABLE, rows, say

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PAGE = ROOT / "docs" / "benchmarks.md"
LIBRARIES = ("PySide6-Essentials", "SQLAlchemy", "pikepdf", "reportlab", "onnxruntime")


def main() -> int:
    """Run them all. Returns the exit code."""
    options = _options()
    found = [file.stem for file in sorted(HERE.glob("bench_*.py"))]
    wanted = [name for name in found if not options.only or name.removeprefix("bench_") in options.only]
    parts, failed, started = [], [], time.monotonic()
    for number, name in enumerate(wanted, 1):
        say(f"\n[{number}/{len(wanted)}] {name}")
        begun = time.monotonic()
        part, code = _part(name, small=options.small, keep=options.keep)
        parts.append(part)
        failed += [name] if code else []
        say(f"[{number}/{len(wanted)}] {time.monotonic() - begun:.0f} s, {time.monotonic() - started:.0f} s in all")
    target = options.out or (None if options.small or options.only else PAGE)
    if target is not None:
        target.write_text(
            _page(parts, time.monotonic() - started, kept=bool(options.keep)), encoding="utf-8", newline="\n"
        )
        say(f"\n{target}")
    if failed:
        say(f"ended with an error, or did not hold a bound of its own: {', '.join(failed)}")
    return 1 if failed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--small", action="store_true", help="small sizes, for a look")
    parser.add_argument("--only", action="append", metavar="NAME", help="this one alone, such as scan")
    parser.add_argument("--out", type=Path, help="write the page there")
    parser.add_argument("--keep", type=Path, help="keep there what takes long to make")
    return parser.parse_args()


def _part(name: str, *, small: bool, keep: Path | None) -> tuple[str, int]:
    """Run one, show what it says, and return its part of the page and its exit code."""
    source = (HERE / f"{name}.py").read_text(encoding="utf-8")
    module = ast.parse(source)
    kept = ("--keep", str(keep / name)) if keep is not None and '"--keep"' in source else ()
    command = [sys.executable, "-m", f"tests.benchmarks.{name}", *(_constant(module, "SMALL") if small else ()), *kept]
    with tempfile.TemporaryDirectory(prefix="bench-rows-") as folder:
        target = Path(folder) / "rows"
        said = []
        with subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, VARIABLE: str(target)}, stdout=subprocess.PIPE, text=True
        ) as process:
            for line in process.stdout or ():
                say(line.rstrip("\n"))
                said.append(line)
        found = rows(target)
    words = (ast.get_docstring(module) or name).split("\n\n")
    title = words[0].partition(": ``")[0].rstrip(".")
    about = " ".join(" ".join(words[1:]).split())
    if not found:
        return f"## {title}\n\n{about}\n\n```\n{''.join(said).strip()}\n```\n", process.returncode
    lines = [f"| {' | '.join(_cell(cell) for cell in row)} |" for row in found]
    table = ["| what | figure | ratio |", "|---|---|---|", *lines]
    return "\n".join([f"## {title}", "", about, "", *table, ""]), process.returncode


def _constant(module: ast.Module, name: str) -> tuple[str, ...]:
    for node in module.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == name:
            return tuple(ast.literal_eval(node.value))
    return ()


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _page(parts: list[str], seconds: float, *, kept: bool) -> str:
    found = " What takes long to make was found where an earlier run had kept it." if kept else ""
    head = f"""# Benchmarks

Made by `make bench` on {dt.datetime.now(dt.UTC):%Y-%m-%d}, in {seconds / 60:.0f} minutes, of version {__version__}.
Ratios are what to compare: machines differ.{found}

| machine | |
|---|---|
{"".join(f"| {what} | {said} |{chr(10)}" for what, said in _machine())}"""
    return "\n".join([head, *parts])


def _machine() -> list[tuple[str, str]]:
    libraries = ", ".join(f"{name} {_version(name)}" for name in LIBRARIES)
    return [
        (
            "processor",
            f"{_found('/proc/cpuinfo', r'model name.*?: (.+)') or platform.processor()}, {os.cpu_count()} cores",
        ),
        ("memory", f"{int(_found('/proc/meminfo', r'MemTotal: *([0-9]+)') or 0) / 1e6:.1f} GB"),
        ("system", _found("/etc/os-release", 'PRETTY_NAME="(.+)"') or platform.platform()),
        ("Python", platform.python_version()),
        ("libraries", libraries),
    ]


def _found(file: str, pattern: str) -> str:
    """What a system's file says; empty where there is none."""
    path = Path(file)
    match = re.search(pattern, path.read_text(encoding="utf-8")) if path.exists() else None
    return match[1].strip() if match else ""


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "not there"


if __name__ == "__main__":
    sys.exit(main())
