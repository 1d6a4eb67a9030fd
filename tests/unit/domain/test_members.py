"""Names out of archives as files on any disk."""

import pytest

from foodsafe_desktop.domain.members import folder_for, free_name, safe_names


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("通知/会议 纪要.pdf", "通知/会议 纪要.pdf"),
        ("..\\..\\windows\\a.exe", "windows/a.exe"),
        ("/etc/passwd", "etc/passwd"),
        ("C:/x.txt", "C_/x.txt"),
        ("a/./../../b.txt", "a/b.txt"),
        ("CON.txt", "_CON.txt"),
        ("lpt1", "_lpt1"),
        ("结尾. /名称..", "结尾/名称"),
        ("a<b>|?*\x00.pdf", "a_b_____.pdf"),
        ("~$纪要.docx", "_~$纪要.docx"),
        (".隐藏", "隐藏"),
        ("", "未命名"),
        ("甲" * 200 + ".pdf", "甲" * 76 + ".pdf"),
        ("1/2/3/4/5/6/7/8/9.pdf", "3/4/5/6/7/8/9.pdf"),
    ],
)
def test_a_member_is_never_written_outside_or_under_a_name_that_a_disk_refuses(name: str, safe: str) -> None:
    assert safe_names([name]) == [safe]


def test_no_two_members_get_one_name() -> None:
    assert safe_names(["A.pdf", "a.PDF", "a.pdf", "b", "b"]) == ["A.pdf", "a (2).PDF", "a (3).pdf", "b", "b (2)"]


def test_a_number_stands_before_the_extension() -> None:
    assert free_name("v1.2/通知", {"v1.2/通知"}) == "v1.2/通知 (2)"


def test_the_folder_bears_the_name_of_its_archive() -> None:
    assert folder_for("(8) 会商/2022/附件.一.zip") == "(8) 会商/2022/附件.一 内文件"
    assert folder_for("附件") == "附件 内文件"
