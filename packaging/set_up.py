"""Make a clone ready to run and to test; quick and silent when it already is.

``python3 packaging/set_up.py`` sees to the system's packages (Qt's libraries, a Chinese font, Python's venv) and to
``.venv`` with everything in requirements.lock. With ``core`` it makes ``.venv-core``, the environment without Qt,
from requirements-core.lock; with ``package`` ``.venv-package``, which freezes the program. Packages come from
wherever this machine's own pip and apt settings say. As root missing system packages are installed with apt;
otherwise one sentence names them.

Standard library only: on a fresh machine nothing else is there yet.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = (3, 11)

# What PySide6-Essentials 6.9 links against and does not bring along, for its offscreen, xcb and wayland platforms:
# read with `readelf -d` from the libraries and plugins of the wheel. Shared object -> Debian package.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libstdc++.so.6": "libstdc++6",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
ENVIRONMENTS = ("", "core", "package")
CHINESE_FONT = "fonts-noto-cjk"
PROGRAMS = {"": {"fc-list": "fontconfig"}, "package": {"objdump": "binutils"}}


class SetUpStopped(Exception):
    """Setting up cannot go on; the message is one sentence for the person at the keyboard."""


def main(arguments: list[str]) -> int:
    """Set up ``.venv``, or ``.venv-NAME`` for the one NAME given. Returns the exit code."""
    name = arguments[0] if arguments else ""
    if len(arguments) > 1 or name not in ENVIRONMENTS:
        print("usage: set_up.py [core | package]", file=sys.stderr)
        return 2
    try:
        require_python()
        provide_system_packages(name)
        provide_environment(f"-{name}" if name else "")
    except SetUpStopped as stopped:
        print(stopped, file=sys.stderr)
        return 2
    return 0


def require_python() -> None:
    """Refuse an interpreter that is too old for the program."""
    if sys.version_info < OLDEST_PYTHON:
        raise SetUpStopped(
            f"Python {OLDEST_PYTHON[0]}.{OLDEST_PYTHON[1]} or newer is needed, but {sys.executable} is "
            f"{sys.version.split()[0]}: name a newer one with `make PYTHON=/path/to/python3 …`."
        )


# --- the system's packages


def provide_system_packages(name: str) -> None:
    """Install what is missing where this person may; otherwise raise the sentence that names it."""
    missing = missing_packages(name)
    if missing and may_install():
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
        print(f"Installing system packages: {' '.join(missing)}", flush=True)
        carry_out([*apt, "update"], environment, quiet=True)
        carry_out([*apt, "install", "--yes", "--no-install-recommends", *missing], environment, quiet=True)
        missing = missing_packages(name)
    if missing:
        raise SetUpStopped(
            f"{len(missing)} system packages are missing: have an administrator run "
            f"`apt-get install --no-install-recommends {' '.join(missing)}`, then repeat this command."
        )


def missing_packages(name: str) -> list[str]:
    """The Debian packages that this machine lacks for the environment of that name, sorted."""
    missing = set()
    importlib.invalidate_caches()
    if importlib.util.find_spec("ensurepip") is None:
        missing.add("python3-venv")
    if sys.platform == "linux" and name != "core":
        present = shared_objects()
        missing.update(package for library, package in QT_LIBRARIES.items() if library not in present)
        missing.update(package for program, package in PROGRAMS[name].items() if shutil.which(program) is None)
        if name == "" and not has_chinese_font():  # freezing draws nothing
            missing.add(CHINESE_FONT)
        if name == "package" and not has_python_library(present):
            missing.add(f"libpython3.{sys.version_info[1]}")
    return sorted(missing)


def has_python_library(present: set[str]) -> bool:
    """Whether PyInstaller finds this interpreter as a shared library, among the system's own or beside it."""
    library = sysconfig.get_config_var("INSTSONAME") or ""
    return library in present or (Path(sysconfig.get_config_var("LIBDIR") or "/") / library).is_file()


def shared_objects() -> set[str]:
    """The file names of all libraries that this system's loader finds by itself."""
    ldconfig = shutil.which("ldconfig", path=f"{os.environ.get('PATH', '')}:/sbin:/usr/sbin")
    if ldconfig is None:
        raise SetUpStopped("This system has no `ldconfig`, so its libraries cannot be listed: install glibc's tools.")
    listing = subprocess.run([ldconfig, "-p"], check=True, capture_output=True, text=True).stdout
    return {line.split()[0] for line in listing.splitlines() if "=>" in line}


def has_chinese_font() -> bool:
    """Whether the system's font list holds a face that covers Simplified Chinese."""
    fc_list = shutil.which("fc-list")
    if fc_list is None:
        return False
    found = subprocess.run([fc_list, ":lang=zh-cn", "family"], check=False, capture_output=True, text=True)
    return bool(found.stdout.strip())


def may_install() -> bool:
    """Whether this person is root on a system with apt."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


# --- the environments


def provide_environment(suffix: str) -> None:
    """Make ``.venv<suffix>`` hold exactly what ``requirements<suffix>.lock`` says, and the project itself, editable."""
    environment = ROOT / f".venv{suffix}"
    lock = ROOT / f"requirements{suffix}.lock"
    locked, project = environment / "locked.stamp", environment / "project.stamp"
    locked_wanted = fingerprint([lock], sys.version.split()[0], str(environment), sysconfig.get_platform())
    project_wanted = fingerprint([ROOT / "pyproject.toml", ROOT / "foodsafe_desktop" / "__init__.py"], locked_wanted)
    pip = [str(python_of(environment)), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    if read(locked) != locked_wanted:
        # From empty: pip adds what a lock names, but never takes away what it names no longer.
        print(f"Setting up {environment.name} from {lock.name} …", flush=True)
        carry_out([sys.executable, "-m", "venv", "--clear", str(environment)])
        carry_out([*pip, "--require-hashes", "--only-binary", ":all:", "--requirement", str(lock)])
        locked.write_text(locked_wanted, encoding="ascii")
    if read(project) != project_wanted:
        carry_out([*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)])
        project.write_text(project_wanted, encoding="ascii")


def python_of(environment: Path) -> Path:
    """The interpreter of a virtual environment."""
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def fingerprint(files: list[Path], *words: str) -> str:
    """One hash over the files' bytes and the words: equal means nothing that matters has changed."""
    total = hashlib.sha256("\0".join(words).encode())
    for file in files:
        total.update(file.read_bytes())
    return total.hexdigest()


def read(stamp: Path) -> str:
    """A stamp's text, empty where there is none."""
    return stamp.read_text(encoding="ascii") if stamp.is_file() else ""


def carry_out(command: list[str], environment: dict[str, str] | None = None, *, quiet: bool = False) -> None:
    """Run a command; raise a sentence that names it where it fails. ``quiet`` holds its output back until then."""
    held = subprocess.PIPE if quiet else None
    done = subprocess.run(
        command,
        check=False,
        env=environment,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=held,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
    )
    if done.returncode != 0:
        print(done.stdout or "", file=sys.stderr, end="")
        raise SetUpStopped(f"Setting up stopped because this command failed, see above: {' '.join(command)}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
