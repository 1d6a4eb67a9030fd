"""Make what a system shows of the program: icons in every size, and on Windows its version.

``python packaging/marks.py FOLDER``, with PySide6: ``app-<size>.png``, ``app.ico`` and ``version.txt`` for build.spec.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

ROOT = Path(__file__).resolve().parent.parent
DRAWING = ROOT / "resources" / "icons" / "app.svg"
SIZES = (16, 24, 32, 48, 64, 128, 256)

VERSION = """\
VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}),
  kids=[
    StringFileInfo([StringTable('080404B0', [
      StringStruct('FileDescription', '食安档案'), StringStruct('ProductName', '食安档案'),
      StringStruct('FileVersion', '{version}'), StringStruct('ProductVersion', '{version}'),
      StringStruct('InternalName', 'foodsafe-desktop'), StringStruct('OriginalFilename', 'foodsafe-desktop.exe'),
    ])]),
    VarFileInfo([VarStruct('Translation', [0x0804, 1200])]),
  ],
)
"""


def main(folder: Path) -> None:
    """Write all of it into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    application = QGuiApplication([])
    pictures = {size: png(drawn(size)) for size in SIZES}
    for size, picture in pictures.items():
        (folder / f"app-{size}.png").write_bytes(picture)
    (folder / "app.ico").write_bytes(icon(pictures))
    (folder / "version.txt").write_text(version_resource(program_version()), encoding="utf-8")
    del application


def drawn(size: int) -> QImage:
    """The program's own drawing as a picture of so many pixels."""
    picture = QImage(size, size, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(DRAWING)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture


def png(picture: QImage) -> bytes:
    """A picture as the bytes of a PNG file."""
    buffer = QBuffer(content := QByteArray())
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(picture)
    return bytes(content.data())


def icon(pictures: dict[int, bytes]) -> bytes:
    """Pictures, as PNG by size, as one Windows icon: a header, an entry of 16 bytes for each, then the pictures."""
    entries, place = b"", 6 + 16 * len(pictures)
    for size, content in pictures.items():
        sides = bytes([size % 256, size % 256, 0, 0])  # 256 is written as 0
        numbers = (1).to_bytes(2, "little") + (32).to_bytes(2, "little")
        entries += sides + numbers + len(content).to_bytes(4, "little") + place.to_bytes(4, "little")
        place += len(content)
    head = bytes([0, 0, 1, 0]) + len(pictures).to_bytes(2, "little")
    return head + entries + b"".join(pictures.values())


def version_resource(version: str) -> str:
    """What Windows shows of the program's file as its properties."""
    numbers = ([int(number) for number in re.findall(r"\d+", version)] + [0, 0, 0, 0])[:4]
    return VERSION.format(numbers=tuple(numbers), version=version)


def program_version() -> str:
    """The version that the package names."""
    text = (ROOT / "foodsafe_desktop" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'__version__ = "([^"]+)"', text)
    if found is None:
        raise SystemExit("foodsafe_desktop/__init__.py names no version")
    return found.group(1)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
