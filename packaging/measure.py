"""Say what each part of a frozen program costs, the oldest glibc that can load it, and what it asks of the system.

``python3 packaging/measure.py FOLDER``. Symbolic links cost nothing; sizes are in MiB.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

SYMBOL = re.compile(r"\bGLIBC_(\d+(?:\.\d+)+)\b")
NEEDED = re.compile(r"^\s+NEEDED\s+(\S+)", re.MULTILINE)
ELF = b"\x7fELF"
GLIBC = re.compile(r"lib(c|m|mvec|dl|pthread|rt|util|resolv|anl)\.so\.\d+|ld-linux.*")
OCR = "reading scans"
# A part is told by the first component of a path that one of its patterns fits; the first part that fits has it.
PARTS = (
    (OCR, r"rapidocr|onnxruntime|cv2|opencv_python.*|numpy.*|shapely.*|pyclipper.*|omegaconf.*|flatbuffers|google"),
    ("Qt", r"PySide6|shiboken6|libQt6.*|libicu.*|libpyside.*|libshiboken.*"),
    ("PDF and pictures", r"pikepdf.*|pypdfium2.*|PIL|pillow.*|_?pi(llow)?_heif.*|reportlab|img2pdf.*|zxing.*"),
    ("office files and mail", r"docx|openpyxl|lxml|olefile|xlrd|et_xmlfile|fontTools|pypinyin"),
    ("database", r"sqlalchemy|alembic|mako|markupsafe|libsqlite3.*"),
    ("fonts", r"fonts"),
    ("catalogues, icons, migrations", r"resources|db"),
    ("the program and all Python modules", r"foodsafe-desktop(\.exe)?|base_library\.zip"),
    (
        "Python",
        r"libpython.*|python3.*|lib-dynload|libcrypto.*|libssl.*|libexpat.*|libffi.*|liblzma.*|libbz2.*|libz\..*",
    ),
    ("libraries of the desktop", r"lib(X|x|wayland|font|free|glib|gthread|dbus|pcre|png|brotli|bsd|md|uuid).*"),
)


def main(arguments: list[str]) -> int:
    """Measure the one folder that is named."""
    folder = Path(arguments[0])
    files = [file for file in sorted(folder.rglob("*")) if file.is_file() and not file.is_symlink()]
    sizes = parts(folder, files)
    total = sum(sizes.values())
    print(f"{folder}: {len(files)} files, {mib(total)}, without {OCR}: {mib(total - sizes[OCR])}")
    for part, size in sorted(sizes.items(), key=lambda row: -row[1]):
        print(f"  {mib(size):>10}  {part}")
    libraries = [file for file in files if is_elf(file)]
    askers: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for library in libraries:
        askers[highest_glibc(library)].append(library.name)
    for version in sorted(askers, reverse=True)[:3]:
        names = sorted(askers[version])
        print(f"GLIBC {dotted(version)}: {len(names)} libraries, e.g. {', '.join(names[:6])}")
    print(f"asked of the system: {', '.join(asked(folder, libraries))}")
    return 0


def parts(folder: Path, files: Iterable[Path]) -> dict[str, int]:
    """Bytes of each part; whatever fits none is called the rest."""
    sizes: dict[str, int] = defaultdict(int)
    sizes[OCR] = 0
    for file in files:
        path = file.relative_to(folder).parts
        words = path[1:] if path[0] == "_internal" else path
        if words[:2] == ("resources", "fonts"):
            words = words[1:]
        name = next((part for part, pattern in PARTS if re.fullmatch(pattern, words[0])), "the rest")
        sizes[name] += file.stat().st_size
    return sizes


def is_elf(file: Path) -> bool:
    """Whether a file is a program or library of Linux."""
    with file.open("rb") as opened:
        return opened.read(4) == ELF


def highest_glibc(library: Path) -> tuple[int, ...]:
    """The newest GLIBC version among a library's undefined symbols, (0,) where it asks for none."""
    versions = (tuple(map(int, found.split("."))) for found in SYMBOL.findall(told("-T", library)))
    return max(versions, default=(0,))


def glibc_floor(folder: Path) -> str:
    """The oldest glibc with which everything in a folder loads, as ``2.31``."""
    return dotted(max(highest_glibc(file) for file in folder.rglob("*") if file.is_file() and is_elf(file)))


def asked(folder: Path, libraries: Iterable[Path]) -> list[str]:
    """The libraries that those in the folder ask for and that are not in it, but for glibc's own."""
    present = {file.name for file in folder.rglob("*") if not file.is_dir()}
    needed = {name for library in libraries for name in NEEDED.findall(told("-p", library))}
    return sorted(name for name in needed - present if not GLIBC.fullmatch(name))


def told(option: str, library: Path) -> str:
    """What objdump says of a library."""
    return subprocess.run(["objdump", option, str(library)], check=True, capture_output=True, text=True).stdout


def dotted(version: tuple[int, ...]) -> str:
    """A version as it is written."""
    return ".".join(map(str, version))


def mib(size: int) -> str:
    """Bytes as MiB."""
    return f"{size / 2**20:.1f} MiB"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
