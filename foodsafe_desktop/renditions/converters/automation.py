"""WPS and Microsoft Office on Windows by way of COM, called from a PowerShell child that opens documents read-only.

The office program is a process of its own that COM starts; the script notes which ones are new, so that they can be
ended with it. Macros are off (AutomationSecurity 3, msoAutomationSecurityForceDisable), links are not updated, and a
password that nobody has is given, so that a locked document is an error and no dialogue.
"""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from foodsafe_desktop.renditions.converters.children import ConversionFailed, on_windows, run_child
from foodsafe_desktop.renditions.signature import Format
from foodsafe_desktop.services.job import Job

_SECONDS = 240.0
_WORDS = (Format.DOC, Format.DOCX, Format.RTF, Format.ODT)
_CELLS = (Format.XLS, Format.XLSX, Format.ODS)
_SLIDES = (Format.PPT, Format.PPTX, Format.ODP)
_KINDS: Mapping[Format, str] = {
    **dict.fromkeys(_WORDS, "words"),
    **dict.fromkeys(_CELLS, "cells"),
    **dict.fromkeys(_SLIDES, "slides"),
}
_SCRIPT = r"""
param([string]$ProgId, [string]$Kind, [string]$Source, [string]$Target, [string]$Started)
$ErrorActionPreference = 'Stop'
$names = 'wps','et','wpp','wpscloudsvr','WINWORD','EXCEL','POWERPNT'
$before = @(Get-Process -Name $names -ErrorAction SilentlyContinue | ForEach-Object { $_.Id })
$app = New-Object -ComObject $ProgId
$document = $null
try {
  @(Get-Process -Name $names -ErrorAction SilentlyContinue | ForEach-Object { $_.Id }) |
    Where-Object { $before -notcontains $_ } | Set-Content -Path $Started -Encoding ASCII
  try { $app.AutomationSecurity = 3 } catch { }
  try { $app.DisplayAlerts = 0 } catch { }
  if ($Kind -ne 'slides') { try { $app.Visible = $false } catch { } }
  if ($Kind -eq 'words') {
    $document = $app.Documents.Open($Source, $false, $true, $false, 'x', 'x')
    $document.SaveAs([ref]$Target, [ref]17)
  } elseif ($Kind -eq 'cells') {
    $document = $app.Workbooks.Open($Source, 0, $true, 5, 'x', 'x', $true)
    $document.ExportAsFixedFormat(0, $Target)
  } else {
    $document = $app.Presentations.Open($Source, -1, 0, 0)
    $document.SaveAs($Target, 32)
  }
} finally {
  if ($document -ne $null) {
    if ($Kind -eq 'slides') { try { $document.Close() } catch { } } else { try { $document.Close($false) } catch { } }
  }
  try { $app.Quit() } catch { }
  [void][System.Runtime.InteropServices.Marshal]::FinalReleaseComObject($app)
  [GC]::Collect(); [GC]::WaitForPendingFinalizers()
}
"""


@dataclass(frozen=True, slots=True)
class Automation:
    """A converter. `programs`: the ProgID for each kind of document that is registered."""

    name: str
    key: str
    programs: Mapping[str, str]
    formats: frozenset[Format] = field(init=False)

    def __post_init__(self) -> None:
        known = frozenset(found for found, kind in _KINDS.items() if kind in self.programs)
        object.__setattr__(self, "formats", known)

    def convert(self, source: Path, found: Format, scratch: Path, job: Job) -> Path:
        """A PDF of the document, in `scratch`, a folder of its own. Raises ConversionFailed, OSError, Cancelled."""
        document, made = scratch / f"document.{found}", scratch / "document.pdf"
        script, started = scratch / "convert.ps1", scratch / "started.txt"
        shutil.copyfile(source, document)
        script.write_text(_SCRIPT, encoding="utf-8-sig")  # PowerShell 5 takes others for the machine's code page
        kind = _KINDS[found]
        command = [
            "powershell.exe",
            "-NoProfile",
            "-NonInteractive",
            "-ExecutionPolicy",
            "Bypass",
            "-File",
            str(script),
        ]
        command += [self.programs[kind], kind, str(document), str(made), str(started)]
        try:
            code = run_child(command, scratch, _SECONDS, job, {})
        except BaseException:  # late or cancelled: the office program must not stay behind
            _end_started(started, scratch)
            raise
        if code or not made.is_file() or made.stat().st_size == 0:
            raise ConversionFailed(f"没有给出页面，返回代码{code}")
        return made


def _end_started(started: Path, scratch: Path) -> None:
    """End the office programs that the script saw come up, and no others."""
    try:
        numbers = [one for one in started.read_text(encoding="ascii").split() if one.isdigit()]
    except OSError:
        return
    for one in numbers:
        run_child(["taskkill", "/F", "/PID", one], scratch, 20, Job(), {})


_WPS = {
    "words": ("KWPS.Application", "WPS.Application"),
    "cells": ("KET.Application",),
    "slides": ("KWPP.Application",),
}
_MICROSOFT = {
    "words": ("Word.Application",),
    "cells": ("Excel.Application",),
    "slides": ("PowerPoint.Application",),
}


def find_wps() -> Automation | None:
    """WPS, if it is registered for the person or the machine."""
    return _found("WPS", "wps", _WPS)


def find_microsoft() -> Automation | None:
    """Microsoft Office, if it is registered."""
    return _found("Microsoft Office", "microsoft", _MICROSOFT)


def _found(name: str, key: str, wanted: Mapping[str, tuple[str, ...]]) -> Automation | None:
    if not on_windows():
        return None
    programs: dict[str, str] = {}
    versions: list[str] = []
    for kind, names in wanted.items():
        registered = next((one for one in names if _class_of(one)), None)
        if registered is not None:
            programs[kind] = registered
            versions.append(_class_of(f"{registered}\\CurVer", "") or "")
    version = next((one.rpartition(".")[2] for one in versions if one.rpartition(".")[2].isdigit()), "x")
    return Automation(name, f"{key}-{version}", programs) if programs else None


def _class_of(name: str, below: str = "\\CLSID") -> str | None:
    """A registered class's default value; WPS registers for the person only, which this view of both shows too."""
    winreg: Any = import_module("winreg")  # only on Windows
    try:
        return str(winreg.QueryValue(winreg.HKEY_CLASSES_ROOT, f"{name}{below}"))
    except OSError:
        return None
