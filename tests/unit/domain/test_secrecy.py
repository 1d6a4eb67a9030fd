"""Secrecy marks on first pages: what is one, and what only talks of secrecy."""

import pytest

from foodsafe_desktop.domain.secrecy import (
    internal_mark,
    later_page_bears_secrecy_mark,
    name_bears_internal_mark,
    text_bears_secrecy_mark,
)


@pytest.mark.parametrize(
    "page",
    [
        "机密★5年\n关于……的报告",
        "000123\n秘密★\n特急",
        "绝 密 ★ 长期",
        "某区人民政府文件\n密级：秘密\n正文",
        "机密\n特急\n关于做好……的通知",
        "秘密 一年\n会议纪要",
        "000045\n机密 6个月 特急",
        "标题\n附图 机密*10年",
        "密级\t机密\t份数",
    ],
)
def test_marks(page: str) -> None:
    assert text_bears_secrecy_mark(page)


@pytest.mark.parametrize(
    ("page", "marked"),
    [
        ("000123\n机密★5年\n特急\n关于……的报告", True),
        ("秘 密★", True),
        ("文件左上角标注\n“机密★5年”字样", False),
        ("秘密\n会议纪要", False),
        ("一、标注\n二、位置\n三、示例\n机密★5年", False),
    ],
)
def test_pages_behind_the_first(page: str, marked: bool) -> None:
    assert later_page_bears_secrecy_mark(page) is marked


@pytest.mark.parametrize(
    "page",
    [
        "",
        "材料登记表\n密级：秘密□ 机密□ 绝密□",
        "材料登记表\n密级：绝密/机密/秘密",
        "关于开展保密教育的通知\n认真贯彻保守国家秘密法",
        "执法人员不得泄露商业秘密。\n本件不涉密。",
        "密级：无\n公开",
        "会议就加强机密文件管理作了部署",
        "工作秘密\n内部资料",
        "一\n二\n三\n四\n五\n六\n秘密",
        "000123\n关于……的通知",
        "绝密级档案管理办法（节选）",
    ],
)
def test_no_marks(page: str) -> None:
    assert not text_bears_secrecy_mark(page)


def test_a_mark_is_not_drowned_by_talk_of_secrecy() -> None:
    assert text_bears_secrecy_mark("国家秘密\n机密★5年")


@pytest.mark.parametrize(
    ("page", "mark"),
    [
        ("内部资料　注意保管\n关于……的通报", "内部资料 注意保管"),
        ("工作秘密★1年\n示食安办〔2023〕5号", "工作秘密★1年"),
        ("标题\n（仅供内部参考，严禁外传）\n正文", "（仅供内部参考，严禁外传）"),
        ("关于加强工作秘密管理的通知", ""),
        ("会议强调，有关材料不得外传。", ""),
        ("内部资料管理制度", ""),
        ("\n".join(["正文"] * 20) + "\n内部资料", ""),
    ],
)
def test_papers_that_are_not_for_everybody(page: str, mark: str) -> None:
    assert internal_mark(page) == mark
    assert not text_bears_secrecy_mark(page)


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("(8) 会商/会议纪要（内部）.pdf", True),
        ("内部资料/a.pdf", False),
        ("内部文件.doc", True),
        ("内部控制总结.doc", False),
        ("工作秘密保护制度.doc", False),
    ],
)
def test_names_of_papers_that_are_not_for_everybody(path: str, marked: bool) -> None:
    assert name_bears_internal_mark(path) is marked
