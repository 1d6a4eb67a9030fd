"""A folder apart: nothing of it is seen before it is put in place, and what a person edited is kept."""

from pathlib import Path

import pytest

from foodsafe_desktop.domain.errors import CannotWrite
from foodsafe_desktop.output.apart import left_apart, meant_for, set_apart
from foodsafe_desktop.output.manifest import SUFFIX, written
from foodsafe_desktop.output.naming import name_for


def test_what_is_taken_away_leaves_no_folder(tmp_path: Path) -> None:
    out = tmp_path / "已发出" / "第1次"
    made = set_apart(out, "ab")
    (made.folder / "第04卷.pdf").write_bytes(b"x")
    made.discard()
    assert list(tmp_path.iterdir()) == []


def test_everything_comes_to_its_place_and_an_edited_document_stays(tmp_path: Path) -> None:
    (tmp_path / "第04卷.docx").write_bytes(b"edited by hand")
    made = set_apart(tmp_path, "ab")
    for name in ("第04卷.pdf", "第04卷.docx"):
        (made.folder / name).write_bytes(b"new")
    made.promise("token")
    [left] = left_apart(tmp_path, "ab")
    assert left.token == "token"
    assert left_apart(tmp_path, "cd") == []
    left.put_in_place()
    assert sorted((path.name, path.read_bytes()) for path in tmp_path.iterdir()) == [
        ("第04卷.docx", b"new"),
        ("第04卷.pdf", b"new"),
        ("第04卷（发出之前）.docx", b"edited by hand"),
    ]


def test_names_are_those_that_the_place_has_room_for(tmp_path: Path) -> None:
    (tmp_path / "第04卷.pdf").write_bytes(b"another's")
    (tmp_path / f"第04卷{SUFFIX}").write_bytes(written({"kind": "volume", "key": "item-9"}, []))
    made = set_apart(tmp_path, "ab")
    assert meant_for(made.folder) == tmp_path
    assert name_for(made.folder, "item-4", "第04卷") == "第04卷（2）"


def test_a_file_in_the_way_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(CannotWrite):
        set_apart(tmp_path / "file", "ab")
