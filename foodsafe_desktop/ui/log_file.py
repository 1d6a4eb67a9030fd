"""The log that a mistake in the program is written to, for those who maintain it: in the user's own data folder."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from PySide6.QtCore import QStandardPaths

from foodsafe_desktop.ui.discreet import DiscreetFormatter

NAME = "foodsafe-desktop.log"
_BYTES, _FORMER = 1_000_000, 3
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"

_log = logging.getLogger(__name__)


def keep_log(folder: Path | None = None) -> RotatingFileHandler | None:
    """Write warnings and errors to a file from now on; None where no file can be written.

    No file, person or business is named there (`discreet`). `folder`: where it lies (None: the user's data folder).
    """
    # qpdf remarks on every file that departs from the standard; what matters of it is in the file's verdict.
    logging.getLogger("pikepdf").setLevel(logging.CRITICAL)
    try:
        kept = folder or log_folder()
        kept.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Broken file names are no text: escaped, so that the log itself never fails.
        handler = RotatingFileHandler(
            kept / NAME, maxBytes=_BYTES, backupCount=_FORMER, encoding="utf-8", errors="backslashreplace"
        )
    except OSError as error:
        _log.warning("no log file: %s", error)
        return None
    handler.setLevel(logging.WARNING)
    handler.setFormatter(DiscreetFormatter(_FORMAT))
    logging.getLogger().addHandler(handler)
    return handler


def log_folder() -> Path:
    """``foodsafe-desktop/log`` in the user's own data folder of this machine."""
    data = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
    return Path(data) / "foodsafe-desktop" / "log"
