"""Start of the program: `foodsafe-desktop`, or `python -m foodsafe_desktop`."""

import multiprocessing
import sys


def main() -> int:
    """Run the command line, or the window where no command is given. Returns the exit code."""
    # Worker processes of a frozen build start this program again; this call turns such a start into a worker.
    multiprocessing.freeze_support()
    from foodsafe_desktop.app import main as run  # noqa: PLC0415 - workers need none of it

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
