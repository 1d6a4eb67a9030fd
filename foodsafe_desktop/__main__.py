"""Start of the program: `foodsafe-desktop`, or `python -m foodsafe_desktop`."""

import sys


def main() -> int:
    """Run the command line, or the window where no command is given. Returns the exit code."""
    return 0


if __name__ == "__main__":
    sys.exit(main())
