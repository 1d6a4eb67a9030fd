"""Write packaging/LICENSES.md anew, from the metadata of what is installed beside the interpreter that runs this.

``.venv/bin/python packaging/licences.py``; `make lock` does it whenever versions may have moved.
"""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageMetadata, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "packaging" / "LICENSES.md"
BEFORE = """\
# Licences of what runs with the program

The program is under Apache-2.0 (LICENSE). It runs with the packages below; name, version and licence are read from
their own metadata by `packaging/licences.py`, and a test fails where one is missing here. None is under the AGPL.

| package | version | licence | what it says of itself |
|---|---|---|---|
"""
AFTER = """
What that asks of whoever hands the program on:

- **Qt (PySide6-Essentials, shiboken6), img2pdf, pebble: LGPL.** They are used unchanged and lie as files of their own
  in the frozen program's folder, where anyone can replace them.
- **What wheels bring along under the LGPL:** FFmpeg in opencv-python-headless, libheif and libde265 in pi-heif, and
  (with GCC's exception) run-time libraries in numpy and others. All are shared libraries in folders of their own
  (`opencv_python_headless.libs`, `pi_heif.libs` …) and can be replaced.
- **certifi, pikepdf, tqdm: MPL-2.0.** Used unchanged; their source is on their projects' pages.
- The full texts, and those of what the wheels bring along (qpdf, PDFium, libjpeg-turbo …), go with the program: in each
  package's `*.dist-info` folder, installed and frozen alike. Python itself is under the PSF licence.
- **Fonts** in `resources/fonts`: SIL Open Font License 1.1, text in `resources/fonts/OFL.txt`.
- The build tools (PyInstaller, GPL-2.0 with an exception for what it builds) leave only their start-up code in the
  program, which that exception covers.
"""


def main() -> None:
    """Write the file."""
    rows = [f"| {name} | {version} | {licence} | {words} |" for name, version, licence, words in sorted(installed())]
    TARGET.write_text(BEFORE + "\n".join(rows) + "\n" + AFTER, encoding="utf-8")


def installed() -> list[tuple[str, str, str, str]]:
    """Name, version, licence and summary of everything that the program needs at run time on this machine."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    waiting = {plain(need) for need in project["dependencies"] + extras["ui"] + extras["ocr"]}
    found: dict[str, tuple[str, str, str, str]] = {}
    while waiting:
        name = waiting.pop()
        try:
            package = distribution(name)
        except PackageNotFoundError:
            continue  # needed on other platforms or older Pythons only
        meta = package.metadata
        found[name] = (name, package.version, licence(meta), (meta["Summary"] or "").replace("|", "/"))
        waiting |= {plain(need) for need in package.requires or [] if "extra ==" not in need} - set(found)
    return list(found.values())


def plain(requirement: str) -> str:
    """The normalised package name of a requirement."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0]).lower()


def licence(meta: PackageMetadata) -> str:
    """What the metadata says, best field first: the expression, a short free text, the classifier."""
    free, expression = ("".join(meta.get_all(name) or []) for name in ("License", "License-Expression"))
    classifiers = [line.split(" :: ")[-1] for line in meta.get_all("Classifier") or [] if line.startswith("License")]
    short = free if len(free.splitlines()) == 1 and len(free) <= 60 else ""
    return expression or short or ", ".join(classifiers) or "not stated"


if __name__ == "__main__":
    main()
