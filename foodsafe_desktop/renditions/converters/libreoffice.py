"""LibreOffice without a window: a profile of its own for each document, no macros, nothing loaded from outside."""

import os
import re
import shutil
import subprocess
from functools import cached_property
from pathlib import Path

from foodsafe_desktop.renditions.converters.children import ConversionFailed, run_child
from foodsafe_desktop.renditions.signature import CONVERTED, Format
from foodsafe_desktop.services.job import Job

_SECONDS = 180.0
_ITEM = '<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
_SCRIPTING, _NET = "/org.openoffice.Office.Common/Security/Scripting", "/org.openoffice.Inet/Settings"
_PROFILE = (
    (_SCRIPTING, "MacroSecurityLevel", "3"),
    (_SCRIPTING, "DisableMacrosExecution", "true"),
    (_SCRIPTING, "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("/org.openoffice.Office.Calc/Content/Update", "Link", "1"),
    (_NET, "ooInetProxyType", "2"),
    (_NET, "ooInetHTTPProxyName", "127.0.0.1"),
    (_NET, "ooInetHTTPProxyPort", "9"),
    (_NET, "ooInetHTTPSProxyName", "127.0.0.1"),
    (_NET, "ooInetHTTPSProxyPort", "9"),
)
"""What a fresh profile is told: no macros, no links followed, and a proxy that answers nobody."""
_NOWHERE = "http://127.0.0.1:9"
_ENVIRONMENT = {"http_proxy": _NOWHERE, "https_proxy": _NOWHERE, "ALL_PROXY": _NOWHERE, "SAL_USE_VCLPLUGIN": "svp"}


class LibreOffice:
    """A converter. `program` is its executable."""

    name = "LibreOffice"
    formats = CONVERTED

    def __init__(self, program: Path) -> None:
        self._program = program

    @cached_property
    def key(self) -> str:
        """Name and version, fit for a file name."""
        try:
            said = subprocess.run(  # noqa: S603 - a program that was found, with words of our own
                [str(self._program), "--version"],
                check=False,
                capture_output=True,
                timeout=30,
                text=True,
                errors="replace",
            ).stdout
        except (OSError, subprocess.TimeoutExpired):
            said = ""
        version = re.search(r"\d+(?:\.\d+)+", said)
        return f"libreoffice-{version[0] if version else 'x'}"

    def convert(self, source: Path, found: Format, scratch: Path, job: Job) -> Path:
        """A PDF of the document, in `scratch`, a folder of its own. Raises ConversionFailed, OSError, Cancelled."""
        profile = scratch / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_settings(), encoding="utf-8")
        document = scratch / f"document.{found}"  # names lie, and some are too long or too strange
        shutil.copyfile(source, document)
        command = [str(self._program), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
        command += ["--nolockcheck", "--nodefault", "--nologo", "--convert-to", "pdf", "--outdir", str(scratch)]
        code = run_child([*command, str(document)], scratch, _SECONDS, job, _ENVIRONMENT)
        made = scratch / "document.pdf"
        if not made.is_file() or made.stat().st_size == 0:
            raise ConversionFailed(f"没有给出页面，返回代码{code}")
        return made


def _settings() -> str:
    items = "".join(_ITEM.format(path=path, name=name, value=value) for path, name, value in _PROFILE)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        f'xmlns:xs="http://www.w3.org/2001/XMLSchema">{items}</oor:items>'
    )


def find_libreoffice() -> LibreOffice | None:
    """The LibreOffice of this machine, None if there is none in the usual places."""
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return LibreOffice(Path(found))
    roots = [os.environ.get(name, "") for name in ("ProgramFiles", "ProgramFiles(x86)", "ProgramW6432")]
    places = [Path(root) / "LibreOffice" / "program" / "soffice.com" for root in roots if root]
    places += [Path("/opt/libreoffice/program/soffice"), Path("/usr/lib/libreoffice/program/soffice")]
    return next((LibreOffice(place) for place in places if place.is_file()), None)
