"""Make what is handed out of a frozen program: archives that run from anywhere, and Debian's package.

``python3 packaging/dist.py build/package/foodsafe-desktop``, after `make package`; writes dist/ with SHA256SUMS. Same
folder, same bytes: every time in them is that of the last commit. Debian's package is made where dpkg-deb is.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import platform
import shutil
import stat
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import marks
import measure

ROOT = Path(__file__).resolve().parent.parent
DIST, LINUX, MARKS = ROOT / "dist", ROOT / "packaging" / "linux", ROOT / "build" / "marks"
NAME = "foodsafe-desktop"
README = "使用说明.txt"
PROCESSORS = {"x86_64": "amd64", "aarch64": "arm64", "AMD64": "amd64"}
EARLIEST = 315532800
"""1980-01-01: no zip can say an earlier time."""
# What every desktop has and a frozen program must not carry: it belongs to the graphics card's driver and the display.
PROVIDERS = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb.so.1": "libxcb1",
}
RECOMMENDED = {"libcups.so.2": "libcups2"}
"""Qt's plugin for printers asks for these and stays out where they lack: then the print dialog knows no printer."""
CONTROL = """\
Package: {name}
Version: {version}
Architecture: {processor}
Maintainer: foodsafe-desktop <foodsafe-desktop@example.invalid>
Installed-Size: {size}
Depends: libc6 (>= {glibc}), {providers}
Recommends: {recommended}
Section: misc
Priority: optional
Description: 食安档案：食品安全示范创建迎检档案工作台
 整理佐证材料、查缺、编制可直接打印的装订本。离线使用，不需要网络。
"""


def main(arguments: list[str]) -> int:
    """Make everything that this platform can from the one folder that is named."""
    folder = Path(arguments[0])
    if not folder.is_dir():
        print(f"{folder} is not there: run `make package` first.", file=sys.stderr)
        return 2
    shutil.rmtree(DIST, ignore_errors=True)
    DIST.mkdir()
    version, when = marks.program_version(), last_commit()
    stem = f"{NAME}-{version}-{sys.platform}-{platform.machine().lower()}"
    with tempfile.TemporaryDirectory() as place:
        portable = Path(place) / stem
        shutil.copytree(folder, portable, symlinks=True)
        shutil.copy(ROOT / "packaging" / "portable.txt", portable / README)
        pack_zip(portable, DIST / f"{stem}.zip", when)
        if sys.platform == "linux":
            pack_tar(portable, DIST / f"{stem}.tar.gz", when)
        if shutil.which("dpkg-deb"):
            pack_deb(folder, Path(place) / "deb", version, when)
    made = sorted(file for file in DIST.iterdir())
    sums = [f"{digest(file)}  {file.name}\n" for file in made]
    (DIST / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")
    for file in made:
        print(f"{measure.mib(file.stat().st_size):>10}  {file.relative_to(ROOT)}")
    return 0


def last_commit() -> int:
    """Seconds since 1970 of the last commit, unless SOURCE_DATE_EPOCH names another time."""
    named = os.environ.get("SOURCE_DATE_EPOCH")
    if named is None:
        git = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
        named = subprocess.run(git, check=False, capture_output=True, text=True).stdout.strip() or str(EARLIEST)
    return max(int(named), EARLIEST)


def files_of(folder: Path) -> list[Path]:
    """All files of a folder, always in the same order."""
    return sorted((file for file in folder.rglob("*") if file.is_file()), key=lambda file: file.as_posix())


def mode(file: Path) -> int:
    """Who may do what with a file once it is unpacked: everyone reads, and runs what is a program."""
    return 0o755 if file.stat().st_mode & stat.S_IXUSR else 0o644


def pack_zip(folder: Path, target: Path, when: int) -> None:
    """A zip of a folder, with the folder itself as its one entry at the top.

    Links become files: the file systems of most memory sticks have none.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for file in files_of(folder):
            entry = zipfile.ZipInfo(file.relative_to(folder.parent).as_posix(), time.gmtime(when)[:6])
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            entry.external_attr = (stat.S_IFREG | mode(file)) << 16
            archive.writestr(entry, file.read_bytes())


def pack_tar(folder: Path, target: Path, when: int) -> None:
    """A tar.gz of a folder, with the folder itself as its one entry at the top. Links stay links."""
    with (
        target.open("wb") as raw,
        gzip.GzipFile("", "wb", 6, raw, mtime=when) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for file in files_of(folder):
            entry = tarfile.TarInfo(file.relative_to(folder.parent).as_posix())
            entry.mtime, entry.mode = when, mode(file)
            if file.is_symlink():
                entry.type, entry.linkname = tarfile.SYMTYPE, str(file.readlink())
                archive.addfile(entry)
                continue
            entry.size = file.stat().st_size
            with file.open("rb") as opened:
                archive.addfile(entry, opened)


def pack_deb(folder: Path, tree: Path, version: str, when: int) -> None:
    """Debian's package: the folder in /opt, a command, a menu entry, icons, and the kind of an archive's file."""
    put: dict[str, Path] = {
        f"usr/share/applications/{NAME}.desktop": LINUX / f"{NAME}.desktop",
        f"usr/share/mime/packages/{NAME}.xml": LINUX / f"{NAME}.xml",
        f"usr/share/doc/{NAME}/copyright": LINUX / "copyright",
        f"usr/share/icons/hicolor/scalable/apps/{NAME}.svg": ROOT / "resources" / "icons" / "app.svg",
    }
    for size in marks.SIZES:
        put[f"usr/share/icons/hicolor/{size}x{size}/apps/{NAME}.png"] = MARKS / f"app-{size}.png"
    shutil.copytree(folder, tree / "opt" / NAME, symlinks=True)
    for place, source in put.items():
        (tree / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, tree / place)
    (tree / "usr" / "bin").mkdir()
    (tree / "usr" / "bin" / NAME).symlink_to(f"/opt/{NAME}/{NAME}")
    processor = PROCESSORS[platform.machine()]
    write_control(folder, tree, version, processor)
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() else mode(path))
        os.utime(path, (when, when), follow_symlinks=False)
    target = DIST / f"{NAME}_{version}_{processor}.deb"
    # xz: the dpkg of UOS 20 and Kylin V10 reads nothing newer.
    command = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z3", "--build", str(tree), str(target)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "SOURCE_DATE_EPOCH": str(when)})


def write_control(folder: Path, tree: Path, version: str, processor: str) -> None:
    """DEBIAN/control, which says what the folder was measured to ask for, and DEBIAN/md5sums."""
    files = [file for file in files_of(tree) if not file.is_symlink()]
    asked = measure.asked(folder, [file for file in files_of(folder) if measure.is_elf(file)])
    unknown = [library for library in asked if library not in {**PROVIDERS, **RECOMMENDED}]
    if unknown:
        raise SystemExit(f"Nothing says which package has {', '.join(unknown)}: put them into the frozen folder.")
    (tree / "DEBIAN").mkdir()
    control = CONTROL.format(
        name=NAME,
        version=version,
        processor=processor,
        size=sum(file.stat().st_size for file in files) // 1024,
        glibc=measure.glibc_floor(folder),
        providers=", ".join(sorted(PROVIDERS[library] for library in asked if library in PROVIDERS)),
        recommended=", ".join(["xdg-utils", *(RECOMMENDED[library] for library in asked if library in RECOMMENDED)]),
    )
    (tree / "DEBIAN" / "control").write_text(control, encoding="utf-8")
    sums = [f"{digest(file, hashlib.md5)}  {file.relative_to(tree).as_posix()}\n" for file in files]
    (tree / "DEBIAN" / "md5sums").write_text("".join(sums), encoding="utf-8")


def digest(file: Path, algorithm: Callable[[], hashlib._Hash] = hashlib.sha256) -> str:
    """A file's digest, in hexadecimal."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, algorithm).hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
