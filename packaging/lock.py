"""Write the lock files anew from pyproject.toml: pinned versions with the hashes of every platform's files.

``python3 packaging/lock.py`` keeps the versions that are locked and still fit; ``--upgrade`` takes the newest.
uv does it, in an environment of its own under build/: it is the one tool that locks for all platforms at once.
"""

from __future__ import annotations

import subprocess
import sys

from set_up import ROOT, python_of

OLDEST_PYTHON = "3.11"
LOCKS = {
    "requirements.lock": ("ui", "ocr", "test-ui", "dev"),
    "requirements-core.lock": ("dev",),
    "requirements-package.lock": ("ui", "ocr", "package"),
}
HOW = ["--universal", "--generate-hashes", "--no-header", "--no-annotate", "--quiet", "--python-version", OLDEST_PYTHON]


def main(arguments: list[str]) -> None:
    """Write every lock file; extra arguments go to uv."""
    tools = ROOT / "build" / "lock"
    subprocess.run([sys.executable, "-m", "venv", str(tools)], check=True)
    python = str(python_of(tools))
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--upgrade", "uv"], check=True)
    for lock, extras in LOCKS.items():
        wanted = [word for extra in extras for word in ("--extra", extra)]
        compile_lock = [python, "-m", "uv", "pip", "compile", "pyproject.toml", "--output-file", lock]
        subprocess.run([*compile_lock, *HOW, *wanted, *arguments], check=True, cwd=ROOT)


if __name__ == "__main__":
    main(sys.argv[1:])
