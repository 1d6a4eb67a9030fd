from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foodsafe_desktop.domain.placing import leading_number
from foodsafe_desktop.files.catalogue_toml import parse_catalogue
from foodsafe_desktop.files.names import Names, safe_folder_name, shown
from foodsafe_desktop.files.skeleton import _heading_folder
from tests.unit.files.test_catalogue_toml import ANOTHER_COUNTY


@pytest.mark.parametrize(
    "name",
    [
        "~$报告.docx",
        "~WRL0001.tmp",
        "上传.TMP",
        "a.pdf.filepart",
        "a.pdf.part",
        "视频.crdownload",
        "视频.mp4.xltd",
        "材料.zip.baiduyun.p.downloading",
        ".~lock.报告.docx#",
        "Thumbs.db",
        "Desktop.ini",
        ".DS_Store",
        "._报告.pdf",
        ".隐藏",
    ],
)
def test_temporary_and_system_files_are_no_evidence(name: str) -> None:
    assert Names().is_passing_file(name)


@pytest.mark.parametrize(
    "name", ["报告.pdf", "~报告.pdf", "tmp", "a.tmp.pdf", "thumbs.db.pdf", "$报告.docx", "part.pdf"]
)
def test_names_that_only_look_like_it_are_evidence(name: str) -> None:
    assert not Names().is_passing_file(name)


def test_system_folders() -> None:
    assert all(Names().is_passing_folder(name) for name in ("$RECYCLE.BIN", "System Volume Information", ".git"))
    assert not Names().is_passing_folder("2022")


def test_an_archives_own_patterns_are_for_files_and_folders_and_know_no_case() -> None:
    names = Names(("*.BAK", " 草稿* "))
    assert names.is_passing_file("报告.bak")
    assert names.is_passing_file("草稿1.docx")
    assert names.is_passing_folder("草稿")
    assert not names.is_passing_file("正式草稿.docx")
    assert not names.is_evidence("(8) 会议/草稿箱/2022/纪要.pdf")
    assert not names.is_evidence("(8) 会议/.git/纪要.pdf")
    assert names.is_evidence("(8) 会议/2022/纪要.pdf")


@given(st.lists(st.text("ab.*?[]!", min_size=1, max_size=5), max_size=4), st.text("ab.c!", min_size=1, max_size=6))
def test_patterns_mean_what_they_mean_everywhere(patterns: list[str], name: str) -> None:
    known = Names().is_passing_file(name)
    assert Names(patterns).is_passing_file(name) == (known or any(fnmatchcase(name, one) for one in patterns))


def test_a_dot_in_a_pattern_is_a_dot() -> None:
    assert not Names(("*.bak",)).is_passing_file("报告bak")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ('a/b\\c:d*e?f"g<h>i|j', "a／b＼c：d＊e？f＂g＜h＞i｜j"),
        ("结尾的点和空格. . ", "结尾的点和空格"),
        ("一\n二\t三", "一 二 三"),
        ("“互联网+明厨亮灶”䶮𠮷", "“互联网+明厨亮灶”䶮𠮷"),
        ("con", "_con"),
        ("LPT1.txt", "_LPT1.txt"),
    ],
)
def test_folder_names_that_windows_can_bear(name: str, safe: str) -> None:
    assert safe_folder_name(name, 40) == safe


def test_a_cut_never_ends_in_a_dot_or_space() -> None:
    assert safe_folder_name("一二三. 四五", 5) == "一二三"


def test_undecodable_names_can_be_printed() -> None:
    name = b"\xd6\xd0.pdf".decode("utf-8", "surrogateescape")
    shown(name).encode("utf-8")
    assert shown(name).endswith(".pdf")
    assert shown("中文.pdf") == "中文.pdf"


def test_a_heading_whose_cleaned_title_would_read_as_a_sub_item_is_written_otherwise() -> None:
    catalogue = parse_catalogue(ANOTHER_COUNTY.replace('title = "机构"', 'title = "机构/人员"'), "某县.toml")
    name = _heading_folder(1, "机构/人员", "大项", catalogue)
    assert leading_number(name, catalogue) is None
    long_title = "很长的标题" * 10
    catalogue = parse_catalogue(ANOTHER_COUNTY.replace('title = "机构"', f'title = "{long_title}"'), "某县.toml")
    assert leading_number(_heading_folder(1, long_title, "大项", catalogue), catalogue) is None
