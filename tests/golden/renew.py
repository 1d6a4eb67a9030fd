"""Draw every form anew and keep it: ``python -m tests.golden.renew [form ...]``."""

import sys

from tests.golden.forms import FORMS
from tests.golden.likeness import keep


def main() -> None:
    for name in sys.argv[1:] or FORMS:
        keep(name, FORMS[name]())


if __name__ == "__main__":
    main()
