# All steps on Windows 10 or 11: the frozen folder, its self-check, the zip, and the installer where NSIS is.
# powershell -ExecutionPolicy Bypass -File packaging\windows\build.ps1   (Python 3.11 as `py -3.11`, no administrator)
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "..\..")
$folder = "build\package\foodsafe-desktop"
$python = ".venv-package\Scripts\python.exe"

function Run([string] $program) {
    & $program @args
    if ($LASTEXITCODE -ne 0) { throw "$program $args ended with $LASTEXITCODE" }
}

Run py -3.11 packaging\set_up.py
Run .venv\Scripts\python.exe packaging\manual.py
Run py -3.11 packaging\set_up.py package
Run $python packaging\marks.py build\marks
Run $python -m PyInstaller --noconfirm --clean --log-level WARN --distpath build\package --workpath build\pyinstaller build.spec
Run "$folder\foodsafe-desktop.exe" --self-check
Run $python packaging\dist.py $folder

$nsis = Get-Command makensis -ErrorAction SilentlyContinue
if ($null -eq $nsis) {
    Write-Warning "makensis is not there: dist\ has the zip, but no installer."
    exit 0
}
$version = & $python -c "import sys; sys.path.insert(0, 'packaging'); import marks; print(marks.program_version())"
$root = (Get-Location).Path
Run $nsis.Source "/DVERSION=$version" "/DFOLDER=$root\$folder" "/DTARGET=$root\dist\foodsafe-desktop-$version-windows-setup.exe" `
    "/DICON=$root\build\marks\app.ico" packaging\windows\installer.nsi
