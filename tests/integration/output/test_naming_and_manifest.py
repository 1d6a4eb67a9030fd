"""File names that every office system keeps, and manifests that tell a changed volume from an unchanged one."""

import json
from pathlib import Path

import pytest

from foodsafe_desktop.domain.errors import NotVerifiable
from foodsafe_desktop.output.manifest import (
    SUFFIX,
    ManifestBroken,
    printout,
    read_manifest,
    verify_binder,
    written,
)
from foodsafe_desktop.output.naming import name_for, safe_name


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("第04卷 食品抽检", "第04卷 食品抽检"),
        ('部门 a/b\\c:d*e?f"g<h>i|j', "部门 a_b_c_d_e_f_g_h_i_j"),
        ("末尾有点. . ", "末尾有点"),
        ("CON", "_CON"),
        ("com1.卷", "_com1.卷"),
        ("换\n行\t", "换_行_"),
        ("...", "_"),
        ("e\u0301", "\u00e9"),
        ("坏\ud800字", "坏_字"),
    ],
)
def test_names_are_kept_as_far_as_windows_lets_them(name: str, kept: str) -> None:
    assert safe_name(name) == kept


def test_a_long_name_leaves_room_for_its_suffixes() -> None:
    assert len((safe_name("食" * 300) + SUFFIX).encode()) <= 255


def _volume(folder: Path, stem: str, key: str, content: bytes = b"%PDF") -> None:
    (folder / f"{stem}.pdf").write_bytes(content)
    listed = [printout(folder / f"{stem}.pdf", f"{stem}.pdf")]
    (folder / f"{stem}{SUFFIX}").write_bytes(written({"kind": "volume", "key": key}, listed))


def test_names_differing_only_in_case_are_one_name(tmp_path: Path) -> None:
    _volume(tmp_path, "部门 ABC", "one")
    assert name_for(tmp_path, "one", "部门 abc") == "部门 ABC"
    assert name_for(tmp_path, "two", "部门 abc") == "部门 abc（2）"


def test_an_unreadable_manifest_protects_its_name(tmp_path: Path) -> None:
    (tmp_path / f"卷{SUFFIX}").write_text("{", encoding="utf-8")
    assert name_for(tmp_path, "one", "卷") == "卷（2）"


def test_changed_missing_and_unknown_files_are_told_apart(tmp_path: Path) -> None:
    for stem in ("甲", "乙", "丙", "丁"):
        _volume(tmp_path, stem, stem)
    (tmp_path / "乙.pdf").write_bytes(b"%PDX")
    (tmp_path / "丙.pdf").unlink()
    (tmp_path / f"丁{SUFFIX}").write_text("[]", encoding="utf-8")
    (tmp_path / "戊.pdf").write_bytes(b"%PDF")
    check = verify_binder(tmp_path)
    assert check.checked == 2
    assert check.mismatched == ("丁" + SUFFIX, "乙.pdf")
    assert check.missing == ("丙.pdf",)
    assert sorted(check.unexpected) == ["丁.pdf", "戊.pdf"]


def test_a_volume_is_found_by_its_pdf_its_manifest_or_its_folder(tmp_path: Path) -> None:
    _volume(tmp_path, "甲", "item-1")
    for path in (tmp_path, tmp_path / "甲.pdf", tmp_path / f"甲{SUFFIX}"):
        assert verify_binder(path).checked == 1


@pytest.mark.parametrize("name", ["nothing.pdf", "empty", "gone" + SUFFIX])
def test_what_has_no_manifest_cannot_be_verified(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(NotVerifiable):
        verify_binder(tmp_path / name)


def test_a_manifest_does_not_reach_outside_its_folder(tmp_path: Path) -> None:
    secret = tmp_path / "secret.pdf"
    secret.write_bytes(b"x")
    inside = tmp_path / "in"
    inside.mkdir()
    content = json.loads(written({"key": "k"}, [printout(secret, "../secret.pdf")]))
    (inside / f"a{SUFFIX}").write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(ManifestBroken):
        read_manifest(inside / f"a{SUFFIX}")


def test_a_newer_format_is_not_guessed_at(tmp_path: Path) -> None:
    (tmp_path / f"a{SUFFIX}").write_text('{"format": 99, "key": "k", "files": []}', encoding="utf-8")
    with pytest.raises(ManifestBroken):
        read_manifest(tmp_path / f"a{SUFFIX}")
