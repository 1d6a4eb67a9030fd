"""Say how large a frozen program is and the oldest glibc that can load it.

``python3 packaging/measure.py FOLDER`` prints the folder's size, its largest files, and the highest GLIBC symbol
that any of its libraries asks for, with the libraries that ask for it.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

SYMBOL = re.compile(r"\bGLIBC_(\d+(?:\.\d+)+)\b")
ELF = b"\x7fELF"


def main(arguments: list[str]) -> int:
    """Measure the one folder that is named."""
    folder = Path(arguments[0])
    files = sorted(
        (f for f in folder.rglob("*") if f.is_file() and not f.is_symlink()), key=lambda f: -f.stat().st_size
    )
    print(f"{folder}: {len(files)} files, {sum(f.stat().st_size for f in files) / 2**20:.0f} MiB")
    for file in files[:10]:
        print(f"  {file.stat().st_size / 2**20:6.1f} MiB  {file.relative_to(folder)}")
    askers = defaultdict(list)
    for file in files:
        if file.open("rb").read(4) == ELF:
            askers[highest_glibc(file)].append(file.relative_to(folder).as_posix())
    for version in sorted(askers, reverse=True)[:3]:
        names = sorted(askers[version])
        print(f"GLIBC {'.'.join(map(str, version))}: {len(names)} libraries, e.g. {', '.join(names[:6])}")
    return 0


def highest_glibc(library: Path) -> tuple[int, ...]:
    """The newest GLIBC version among a library's undefined symbols, (0,) where it asks for none."""
    table = subprocess.run(["objdump", "-T", str(library)], check=True, capture_output=True, text=True).stdout
    versions = (tuple(map(int, found.split("."))) for found in SYMBOL.findall(table))
    return max(versions, default=(0,))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
