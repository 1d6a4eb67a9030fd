"""What the window keeps from one day to the next: its place, size and look, and which archives were opened."""

import zlib
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

from foodsafe_desktop.ui.appearance import SCALES, Look

_FORMER, _PANES = 4, 2


class Remembered:
    """An ini file, None: in the user's own configuration folder; nothing of the archive is in it."""

    def __init__(self, file: Path | None = None) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
        file = file or Path(folder) / "foodsafe-desktop" / "window.ini"
        self._settings = QSettings(str(file), QSettings.Format.IniFormat)

    def geometry(self) -> QByteArray | None:
        """The window's kept geometry, None if never kept."""
        value = self._settings.value("window/geometry")
        return value if isinstance(value, QByteArray) else None

    def keep_geometry(self, geometry: QByteArray) -> None:
        """Keep the window's geometry."""
        self._settings.setValue("window/geometry", geometry)

    def sizes(self, name: str) -> list[int] | None:
        """The kept widths or heights of a splitter's panes, None if never kept."""
        value = self._settings.value(f"window/{name}")
        texts = value if isinstance(value, list) else []
        return [int(text) for text in texts] if len(texts) == _PANES and all(map(str.isdecimal, texts)) else None

    def keep_sizes(self, name: str, sizes: list[int]) -> None:
        """Keep the widths or heights of a splitter's panes."""
        self._settings.setValue(f"window/{name}", [str(size) for size in sizes])

    def former(self) -> list[Path]:
        """Roots of the archives opened before, newest first, whether they are still there or not."""
        value = self._settings.value("archives/former", [])
        texts = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        return [Path(text) for text in texts if text]

    def forget(self, root: Path) -> None:
        """Take an archive off the list."""
        with suppress(OSError):
            self._tree_file(root).unlink(missing_ok=True)
        self._settings.setValue("archives/former", [str(one) for one in self.former() if one != root])

    def keep_opened(self, root: Path) -> None:
        """Put an archive at the head of the list."""
        roots = [str(root), *(str(one) for one in self.former() if one != root)]
        self._settings.setValue("archives/former", roots[:_FORMER])

    def tree(self, root: Path) -> str:
        """The lines of an archive's tree as `keep_tree` kept them; empty where they never were."""
        try:
            return self._tree_file(root).read_text(encoding="utf-8")
        except (OSError, ValueError):
            return ""

    def keep_tree(self, root: Path, lines: str) -> None:
        """Keep the lines of an archive's tree, so that they show while it is opened the next time."""
        with suppress(OSError):  # then it shows once it is read
            self._tree_file(root).write_text(lines, encoding="utf-8")

    def _tree_file(self, root: Path) -> Path:
        place = zlib.crc32(str(root.absolute()).encode("utf-8", "surrogateescape"))
        return Path(self._settings.fileName()).with_name(f"tree-{place:08x}.json")

    def look(self) -> Look:
        """The theme that was chosen."""
        value = self._settings.value("window/look")
        return Look(value) if value in list(Look) else Look.SYSTEM

    def keep_looks(self, look: Look, scale: int) -> None:
        """Keep the choice of theme, and the size of the letters in per cent."""
        self._settings.setValue("window/look", look.value)
        self._settings.setValue("window/scale", str(scale))
        self.save()

    def scale(self) -> int:
        """The size of the letters that was chosen, in per cent."""
        text = str(self._settings.value("window/scale", SCALES[0]))
        return int(text) if text.isdecimal() and int(text) in SCALES else SCALES[0]

    def flag(self, name: str) -> bool | None:
        """Whether something was shown when it was last left, None if nobody ever said."""
        value = self._settings.value(f"window/{name}-shown")
        return None if value is None else str(value) == "yes"

    def keep_flag(self, name: str, *, on: bool) -> None:
        """Keep whether something is shown."""
        self._settings.setValue(f"window/{name}-shown", "yes" if on else "no")

    def table(self, name: str) -> str:
        """What was kept of a table's columns, empty if nothing was."""
        value = self._settings.value(f"tables/{name}")
        return value if isinstance(value, str) else ""

    def keep_table(self, name: str, said: str) -> None:
        """Keep a table's columns."""
        self._settings.setValue(f"tables/{name}", said)

    def save(self) -> None:
        """Write the file now."""
        self._settings.sync()
