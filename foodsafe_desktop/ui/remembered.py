"""What the window keeps from one day to the next: its place and size, and which archives were opened."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

_FORMER = 4


class Remembered:
    """An ini file in the user's own configuration folder; nothing of the archive is in it."""

    def __init__(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
        self._settings = QSettings(str(Path(folder) / "foodsafe-desktop" / "window.ini"), QSettings.Format.IniFormat)

    def shape(self, name: str) -> QByteArray | None:
        """A kept geometry or splitter state, None if never kept."""
        value = self._settings.value(f"window/{name}")
        return value if isinstance(value, QByteArray) else None

    def keep_shape(self, name: str, shape: QByteArray) -> None:
        """Keep a geometry or splitter state."""
        self._settings.setValue(f"window/{name}", shape)

    def former(self) -> list[Path]:
        """Roots of the archives opened before that are still there, newest first."""
        value = self._settings.value("archives/former", [])
        texts = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        return [Path(text) for text in texts if Path(text).is_dir()]

    def keep_opened(self, root: Path) -> None:
        """Put an archive at the head of the list."""
        roots = [str(root), *(str(one) for one in self.former() if one != root)]
        self._settings.setValue("archives/former", roots[:_FORMER])

    def save(self) -> None:
        """Write the file now."""
        self._settings.sync()
