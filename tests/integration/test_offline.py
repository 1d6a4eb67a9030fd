"""That the guard against the network bites: every other test relies on it."""

import ast
import importlib.util
import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

import foodsafe_desktop

NETWORK = {"ftplib", "http", "imaplib", "poplib", "requests", "smtplib", "socket", "socketserver", "ssl", "telnetlib"}
NETWORKED_PARTS = ("urllib.request", "PySide6.QtNetwork")
PACKAGE = Path(foodsafe_desktop.__file__).parent


@pytest.mark.parametrize(
    "reach_out",
    [
        socket.socket,
        lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM),
        lambda: socket.create_connection(("127.0.0.1", 9)),
        lambda: socket.getaddrinfo("localhost", 80),
        lambda: urllib.request.urlopen("http://127.0.0.1:9/"),
    ],
)
def test_no_test_reaches_a_network(reach_out: Callable[[], object]) -> None:
    with pytest.raises(AssertionError, match="use the network"):
        reach_out()


def test_processes_of_this_machine_still_talk() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(b"x")
        assert theirs.recv(1) == b"x"


def test_the_program_imports_nothing_that_speaks_to_a_network() -> None:
    found = []
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            speaking = (name for name in names if name.split(".")[0] in NETWORK or name.startswith(NETWORKED_PARTS))
            found += [f"{file.relative_to(PACKAGE)}: {name}" for name in speaking]
    assert not found


@pytest.mark.skipif(importlib.util.find_spec("onnxruntime") is None, reason="reading scans is not installed")
def test_what_reads_scans_reports_nothing_and_keeps_no_number_for_this_machine(tmp_path: Path) -> None:
    names = ("HOME", "TMPDIR", "TEMP", "TMP", "XDG_CACHE_HOME", "LOCALAPPDATA", "APPDATA", "USERPROFILE")
    there = {name: value for name, value in os.environ.items() if not name.startswith("ORT_") and name != "CI"}
    command = [sys.executable, "-c", "import foodsafe_desktop, onnxruntime"]
    subprocess.run(command, check=True, cwd=PACKAGE.parent, env=there | dict.fromkeys(names, str(tmp_path)))
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []
