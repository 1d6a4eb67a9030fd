"""Start of the program: `foodsafe-desktop`, or `python -m foodsafe_desktop`."""

import sys
from collections.abc import Sequence
from pathlib import Path


def main() -> int:
    """Run the command line, or the window where no command is given. Returns the exit code."""
    if getattr(sys, "frozen", False) and sys.argv[1:]:
        # Worker processes of a frozen build start this program again; this call turns such a start into a worker.
        import multiprocessing  # noqa: PLC0415 - takes as long to load as the window's frame to show

        multiprocessing.freeze_support()
    asked = _only_the_window(sys.argv[1:])
    if asked is not None:
        # To load the rooms behind it takes many times as long as to show the window.
        from foodsafe_desktop import ui  # noqa: PLC0415 - workers need none of it
        from foodsafe_desktop.at_first_use import at_first_use  # noqa: PLC0415 - as above

        return ui.start(at_first_use(_program), *asked)
    try:
        from foodsafe_desktop.app import main as run  # noqa: PLC0415 - as above

        return run(sys.argv[1:])
    except KeyboardInterrupt:  # Ctrl+C before the command listens for it
        return _cancelled(in_json="--json" in sys.argv)


def _cancelled(*, in_json: bool) -> int:
    from foodsafe_desktop import cli  # noqa: PLC0415 - as above
    from foodsafe_desktop.domain.errors import Cancelled  # noqa: PLC0415 - as above

    code, facts = cli.stopped(Cancelled())
    return cli.told(code, facts) if in_json else code


def _only_the_window(argv: Sequence[str]) -> tuple[Path | None] | None:
    """The archive to be shown, in a tuple, where nothing else is asked; None where arguments are to be parsed."""
    match argv:
        case []:
            return (None,)
        case ["--archive", text] if not text.startswith("-"):
            path = Path(text)
        case [text] if Path(text).name == "dossier.sqlite3":
            path = Path(text)
        case _:
            return None
    return (path.parent if path.name == "dossier.sqlite3" else path,)


def _program():  # type: ignore[no-untyped-def] # noqa: ANN202 - its type would load what it is to put off
    from foodsafe_desktop.app import Program  # noqa: PLC0415 - as above

    return Program()


if __name__ == "__main__":
    sys.exit(main())
