"""Where the things that ship with the program are: fonts, catalogues, icons, migrations.

They live beside the package in a source tree, inside it in an installed wheel, and in the bundle's folder in
a frozen build. This is the only place that knows the difference.
"""

import sys
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@cache
def _root() -> Path:
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle is not None:
        return Path(bundle)
    if (_PACKAGE / "resources").is_dir():
        return _PACKAGE
    return _PACKAGE.parent


def resource_path(*parts: str) -> Path:
    """The absolute path of a shipped resource, e.g. ``resource_path("fonts", "OFL.txt")``."""
    return _root().joinpath("resources", *parts)


def migrations_path() -> Path:
    """The absolute path of alembic's script folder."""
    return _root() / "db" / "migrations"


def manual_path() -> Path | None:
    """The folder with the manual's pages: shipped, or as `make manual` made it in a source tree; None in neither."""
    for folder in (resource_path("manual"), _root() / "build" / "manual"):
        if (folder / "index.html").is_file():
            return folder
    return None
