"""Several files put in place together by a program that may be killed in between."""

import os
import shutil
from pathlib import Path

import pytest

from foodsafe_desktop.in_place import put_in_place
from foodsafe_desktop.output import staging as room
from foodsafe_desktop.output.staging import staging


class Killed(BaseException):
    """Stands for the end of the process: nothing after it runs."""


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a program was killed after the first of three files of a newer set."""
    _put(tmp_path, b"old")
    done: list[Path] = []

    def killed_at_the_second(source: Path, target: Path) -> None:
        if done:
            raise Killed
        done.append(target)
        put_in_place(source, target)

    with monkeypatch.context() as dying:
        dying.setattr(room, "put_in_place", killed_at_the_second)
        dying.setattr(shutil, "rmtree", lambda *_, **__: None)
        dying.setattr(room, "_quietly", lambda *_: None)
        with pytest.raises(Killed):
            _put(tmp_path, b"new")
    return tmp_path


def _put(out: Path, content: bytes) -> None:
    with staging(out) as staged:
        for name in ("卷.pdf", "卷.docx", "卷.json"):
            staged.write(name, content)
        staged.commit()


def _held(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}


def test_the_next_run_completes_what_was_begun(out: Path) -> None:
    assert sorted(_held(out).values()) == [b"new", b"old", b"old"]
    with staging(out):
        pass
    assert _held(out) == dict.fromkeys(("卷.pdf", "卷.docx", "卷.json"), b"new")
    assert not [path for path in out.iterdir() if path.is_dir()]


def test_what_a_person_wrote_since_stays_theirs(out: Path) -> None:
    edited = out / "卷.docx"
    edited.write_bytes(b"by hand")
    os.utime(edited, (4_000_000_000, 4_000_000_000))
    with staging(out):
        pass
    assert _held(out) == {"卷.pdf": b"new", "卷.docx": b"by hand", "卷.json": b"new"}
