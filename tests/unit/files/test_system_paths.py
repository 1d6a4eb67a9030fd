"""Paths as Windows must be told them, reckoned on any system."""

import pytest

from foodsafe_desktop.files.system_paths import for_system

DEEP = "\\".join(["(8) 会商"] * 40)


@pytest.mark.parametrize(
    "path",
    [
        "C:\\材料\\(8) 会商\\2022\\报告.pdf",
        "\\\\server\\share\\报告.pdf",
        "E:\\\\报告.pdf",
        "C:\\材料\\console.pdf",
        "C:\\材料\\.隐藏\\a.b.c",
        "\\\\?\\C:\\材料\\点.",
    ],
)
def test_a_plain_path_is_said_plainly(path: str) -> None:
    assert for_system(path, is_windows=True) == path


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (f"C:\\{DEEP}\\a.pdf", f"\\\\?\\C:\\{DEEP}\\a.pdf"),
        (f"C:\\{DEEP}/a.pdf", f"\\\\?\\C:\\{DEEP}\\a.pdf"),
        (f"E:\\\\{DEEP}", f"\\\\?\\E:\\{DEEP}"),
        (f"\\\\server\\share\\{DEEP}", f"\\\\?\\UNC\\server\\share\\{DEEP}"),
        ("C:\\材料\\点.", "\\\\?\\C:\\材料\\点."),
        ("C:\\材料\\空格 \\a.pdf", "\\\\?\\C:\\材料\\空格 \\a.pdf"),
        ("C:\\材料\\NUL.txt", "\\\\?\\C:\\材料\\NUL.txt"),
        ("\\\\server\\share\\aux\\a.pdf", "\\\\?\\UNC\\server\\share\\aux\\a.pdf"),
        ("E:\\\\com1", "\\\\?\\E:\\com1"),
    ],
)
def test_what_windows_would_take_for_another_is_said_as_it_is(path: str, said: str) -> None:
    assert for_system(path, is_windows=True) == said


def test_other_systems_take_every_path_as_it_is() -> None:
    assert for_system("/材料/点.", is_windows=False) == "/材料/点."
