"""What the log may keep: the program's own words and places, nothing of files, people or businesses."""

import logging
import sys

import pytest

from foodsafe_desktop.ui.discreet import DiscreetFormatter, discreet


@pytest.mark.parametrize(
    "told",
    [
        "[Errno 2] No such file or directory: '/srv/share/zhangsan id.pdf'",
        "cannot copy /srv/share/zhangsan/card.pdf",
        "cannot copy /srv/张三/zhangsan.pdf: broken",
        r"cannot copy D:\zhangsan\card.docx",
        r"cannot copy \\server\zhangsan\card.docx",
        "file 张三身份证.pdf is broken, zhang’s",
        'no key "zhangsan.docx"',
        "无法打开文件“zhangsan.pdf”。",
        "《zhangsan》（2022）",
    ],
)
def test_no_file_or_person_is_named(told: str) -> None:
    kept = discreet(told)
    assert "zhangsan" not in kept
    assert "张三" not in kept
    assert "身份证" not in kept


def test_numbers_of_people_go_and_small_numbers_stay() -> None:
    digits = "1" * 17
    assert discreet(f"row 12 of 112 holds {digits}X and 138{'0' * 8}") == "row 12 of 112 holds … and …"


def test_words_of_the_program_stay() -> None:
    told = "AttributeError: 'NoneType' object has no attribute 'catalogue_text' (sqlite 3.40.1)"
    assert discreet(told) == told


def test_a_traceback_keeps_the_places_in_the_code_and_loses_the_home_folder() -> None:
    try:
        raise FileNotFoundError(2, "No such file or directory", "/srv/lisi/王五的健康证.pdf")
    except FileNotFoundError:
        record = logging.LogRecord("desk", logging.ERROR, __file__, 1, "mistake in %s", ("/srv/lisi",), sys.exc_info())
    kept = DiscreetFormatter("%(levelname)s %(name)s: %(message)s").format(record)
    assert 'unit/ui/test_discreet.py", line' in kept
    assert "FileNotFoundError: [Errno 2] No such file or directory: '…'" in kept
    assert kept.startswith("ERROR desk: mistake in …\nTraceback")
    assert not [word for word in ("lisi", "王五", "健康证") if word in kept]
