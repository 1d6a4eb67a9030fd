"""Names that Windows takes for devices, and signs that it forbids."""

import pytest

from foodsafe_desktop.domain.file_names import FORBIDDEN, is_device


@pytest.mark.parametrize(
    "name", ["con", "NUL.txt", "nul .tar.gz", "COM0", "com¹.pdf", "lpt9", "CONIN$", "conout$.txt", "aux.", "LPT1.txt_"]
)
def test_a_device_is_one_under_any_ending(name: str) -> None:
    assert is_device(name)


@pytest.mark.parametrize("name", ["console", "_con", "com", "com10", "报告 con.pdf", "(8) aux", "con1.txt", ""])
def test_a_name_that_only_begins_or_ends_alike_is_none(name: str) -> None:
    assert not is_device(name)


def test_what_is_no_text_is_forbidden_like_the_signs_of_the_shell() -> None:
    assert FORBIDDEN.sub("_", 'a:b*?"<>|/\\\n\x7f' + b"\xd6".decode("utf-8", "surrogateescape") + "（一）…䶮") == (
        "a_b___________（一）…䶮"
    )
