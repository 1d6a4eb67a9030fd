"""Folder names as departments really write them, and those that only look like numbers."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.placing import (
    FolderNumber,
    bears_secrecy_mark,
    facts_by_name,
    leading_number,
    natural_key,
    number_by_folder,
)
from tests.unit.builders import SMALL

NAMED = {
    "(8)": 8,
    "(8) 抽检会商": 8,
    "（8）抽检会商": 8,
    "（ 8 ）抽检会商": 8,
    "（８）抽检会商": 8,
    "〔8〕抽检": 8,
    "【8】抽检": 8,
    "[8]抽检": 8,
    "⑻抽检会商": 8,
    "(008) 抽检会商": 8,
    "(8)食品抽检": 8,
    "008": 8,
    "008 抽检会商": 8,
    "008抽检会商": 8,
    "028 抽检": 28,
    "8": 8,
    "８": 8,
    "8.": 8,
    "8.会商": 8,
    "8. 会商": 8,
    "８．会商": 8,
    "8、会商": 8,
    "8，会商": 8,
    "8-会商": 8,
    "8—会商": 8,
    "8_会商": 8,
    "8. 2022年会商": 8,
    "第8小项": 8,
    "第8小项 会商": 8,
    "第 8 小项会商": 8,
    "小项8 会商": 8,
    "8小项": 8,
    "100、农村治理": 100,
    "8)": 8,
    "8）抽检会商": 8,
    "（108）否决项": 108,
    "108": 108,
    "  (8) 会商  ": 8,
    "1. 党政领导": 1,
}

UNNAMED = [
    "2022",
    "2022年",
    "2022年度",
    "2022.8",
    "20220816",
    "3.15",
    "3.15晚会",
    "3·15",
    "8.15检查",
    "10.1",
    "10.1国庆检查",
    "1-3月",
    "1、2季度",
    "1—6月汇总",
    "12月",
    "12 月",
    "12  月",
    "8月",
    "８月",
    "8日",
    "1号文件",
    "1 号文件",
    "001号文件",
    "8个一批",
    "8次会议",
    "1 季度",
    "8 周调度",
    "100批次检测报告",
    "100%覆盖",
    "108项清单",
    "100户名单",
    "01 基础工作",
    "1 基础工作",
    "1.基础工作",
    "2、示范引领",
    "02 示范引领",
    "8 食品抽检",
    "08 食品抽检",
    "008 食品抽检",
    "8.食品抽检资料",
    "1、党政同责",
    "（112）待核",
    "112",
    "(150) 编号有误",
    "（7）不在细则内",
    "(0)",
    "(2022)",
    "（2022）8号",
    "第8大项",
    "第八小项",
    "八",
    "抽检（8）",
    "新建文件夹 (8)",
    "2-1 分项",
    "8抽检",
    "",
    "　",
    ".",
    "()",
    "(8",
    "-8",
]


@pytest.mark.parametrize(("folder", "number"), NAMED.items())
def test_folders_that_name_a_number(folder: str, number: int) -> None:
    assert leading_number(folder, SMALL) == number


@pytest.mark.parametrize("folder", UNNAMED)
def test_folders_that_do_not(folder: str) -> None:
    assert leading_number(folder, SMALL) is None


@pytest.mark.parametrize(
    ("folder", "number"),
    [
        ("8 抽检会商", 8),
        ("8　抽检", 8),
        ("8抽检", 8),
        ("20 风险分级", 20),
        ("7 天", None),
        ("10 份材料", None),
        ("15 分钟", None),
        ("24 小时值班", None),
        ("36 人名册", None),
        ("110 报警记录", None),
        ("8 x", None),
    ],
)
def test_a_loose_number_counts_only_where_its_words_speak_of_it(
    catalogue: Catalogue, folder: str, number: int | None
) -> None:
    assert leading_number(folder, catalogue) == number


@given(st.text(max_size=12))
def test_any_name_gives_a_number_of_the_catalogue_or_none(folder: str) -> None:
    number = leading_number(folder, SMALL)
    assert number is None or SMALL.takes_evidence(number)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("(8) 会商/2022/a.pdf", FolderNumber(8, "(8) 会商")),
        ("01 基础工作/08 食品抽检/(028) 抽检/2022/a.pdf", FolderNumber(28, "(028) 抽检")),
        ("(8) 会商/(28) 抽检/a.pdf", FolderNumber(28, "(28) 抽检", (8,))),
        ("(1)/(2)/(1)/(2) x/a.pdf", FolderNumber(2, "(2) x", (1,))),
        ("(8) 会商/(112) 待核/a.pdf", FolderNumber(8, "(8) 会商")),
        ("2022/12月/3.15/a.pdf", None),
        ("(8) 会商.pdf", None),
        ("a.pdf", None),
    ],
)
def test_the_nearest_folder_decides_and_the_file_name_never(path: str, found: FolderNumber | None) -> None:
    assert number_by_folder(path, SMALL) == found


@pytest.mark.parametrize(
    ("path", "year"),
    [
        ("2022/a.pdf", 2022),
        ("2022年/a.pdf", 2022),
        ("2022年度/a.pdf", 2022),
        ("２０２２年/a.pdf", 2022),
        ("2022/2023/a.pdf", 2023),
        ("2022/东街/a.pdf", 2022),
        ("会商/示食安办〔2023〕5号.pdf", 2023),
        ("会商/示食安办（2023）5号 通知.pdf", 2023),
        ("会商/纪要20230615.pdf", 2023),
        ("会商/纪要2023-6-15.pdf", 2023),
        ("会商/2023年6月15日纪要.pdf", 2023),
        ("会商/2023年纪要.pdf", 2023),
        ("会商/2023年纪要（2023）.pdf", 2023),
        ("会商/2022年总结和2023年计划.pdf", None),
        ("会商/2022-2024年汇总.pdf", None),
        ("会商/纪要.pdf", None),
        ("会商/12345热线.pdf", None),
        ("会商/电话20230.pdf", None),
        ("1999/a.pdf", 1999),
        ("2022上半年/a.pdf", 2022),
        ("2022 年材料/a.pdf", 2022),
        ("202206/a.pdf", 2022),
        ("2022-06/a.pdf", 2022),
        ("20220816/a.pdf", 2022),
        ("二〇二二年/a.pdf", 2022),
        ("2022-2023/a.pdf", None),
        ("2000份问卷/a.pdf", None),
        ("会商/GB 2760-2014 学习.pdf", None),
        ("会商/关于转发《国食安办〔2021〕3号》的通知.pdf", None),
        ("会商/材料1926.pdf", None),
        ("会商/总结2022.pdf", 2022),
        ("会商/sheet2006ml.doc", None),
        ("3022/a.pdf", None),
    ],
)
def test_the_year_of_a_path(path: str, year: int | None) -> None:
    assert facts_by_name(path).year == year


def test_facts_of_a_full_name() -> None:
    facts = facts_by_name("(8) 会商/2023年度/示食安办〔2022〕015号 关于会商的通知20230615.v2.pdf")
    assert facts.title == "关于会商的通知20230615.v2"
    assert facts.document_number == "示食安办〔2022〕15号"
    assert facts.dated == dt.date(2023, 6, 15)
    assert (facts.year, facts.year_conflict) == (2023, 2022)


@pytest.mark.parametrize("name", ["纪要20231345.pdf", "纪要2023-02-30.pdf", "纪要.pdf", "2023123.pdf"])
def test_a_date_that_is_none_is_none(name: str) -> None:
    assert facts_by_name(name).dated is None


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("a/通知.PDF", "通知"),
        ("a/.隐藏", ".隐藏"),
        ("无后缀", "无后缀"),
        ("䶮鑫.pdf", "䶮鑫"),
        ("a/通知 .pdf", "通知"),
        ("示食安办〔2022〕5号 会议纪要.pdf", "会议纪要"),
        ("示食安办（2023）12号-方案.docx", "方案"),
        ("关于召开会议的通知（示食安办〔2022〕5号）.pdf", "关于召开会议的通知"),
        ("20230301春季开学检查.pdf", "春季开学检查"),
        ("2024.3.5 春季开学检查情况.pdf", "春季开学检查情况"),
        ("2023年工作总结.pdf", "2023年工作总结"),
        ("20230301.pdf", "20230301"),
        ("示食安办〔2022〕5号.pdf", "示食安办〔2022〕5号"),
    ],
)
def test_a_title_is_the_name_without_number_and_date_around_it(path: str, title: str) -> None:
    assert facts_by_name(path).title == title


@pytest.mark.parametrize(
    "name",
    [
        "转发示食安办〔2022〕5号文件的通知.pdf",
        "关于印发示食安办〔2022〕5号的通知.pdf",
        "落实示食安办〔2022〕5号情况.pdf",
    ],
)
def test_the_number_of_another_document_is_not_taken_for_its_own(name: str) -> None:
    facts = facts_by_name(name)
    assert facts.document_number == ""
    assert f"{facts.title}.pdf" == name


SECRET = [
    "秘 密★1年 部署.pdf",
    "機密 部署.pdf",
    "絕密.pdf",
    "机密★3年 部署.pdf",
    "绝密★启封前.pdf",
    "秘密★1年/a.pdf",
    "（机密）通知.pdf",
    "【秘密】方案.pdf",
    "公安/机密文件/a.pdf",
    "涉密材料/a.pdf",
    "密件 3号.pdf",
    "密电.pdf",
    "机密工作方案.pdf",
    "绝密工作报告.pdf",
    "秘密制度汇编.pdf",
    "国家秘密事项.pdf",
    "机密级文件.pdf",
    "商业秘密保护（机密）.pdf",
    "保密制度/秘密文件.pdf",
]
OPEN = [
    "商业秘密保护办法.pdf",
    "保守国家秘密法宣传.pdf",
    "国家秘密知识培训.pdf",
    "保守商业秘密承诺书.pdf",
    "保密制度.pdf",
    "保密工作总结.pdf",
    "保密协议/承诺.pdf",
    "非涉密网络备案.pdf",
    "不涉密证明.pdf",
    "涉密人员管理制度.pdf",
    "涉密工作培训.pdf",
    "司机密码登记.pdf",
    "报告（加密件）.pdf",
    "加密电子版.pdf",
    "密封采样袋.pdf",
    "高密度聚乙烯.pdf",
    "会议纪要.pdf",
]


@pytest.mark.parametrize("path", SECRET)
def test_names_with_a_secrecy_mark(path: str) -> None:
    assert bears_secrecy_mark(path)


@pytest.mark.parametrize("path", OPEN)
def test_names_without(path: str) -> None:
    assert not bears_secrecy_mark(path)


@pytest.mark.parametrize(
    "ordered",
    [
        ["1", "2", "10"],
        ["附件1.pdf", "附件2.pdf", "附件10.pdf"],
        ["第一次", "第二次", "第九次", "第十次", "第十一次", "第二十次", "第一百次", "第一百二十次"],
        ["（2）", "(10)"],
        ["a/2/x", "a/10/x"],
        ["通知", "通知1", "通知二"],
    ],
)
def test_natural_order(ordered: list[str]) -> None:
    assert [natural_key(text) for text in ordered] == sorted(natural_key(text) for text in ordered)
    assert len({natural_key(text) for text in ordered}) == len(ordered)


@given(st.lists(st.text(alphabet="第一十百2１0é²٣附a /", max_size=8), min_size=2, max_size=8))
def test_natural_keys_of_any_texts_compare(texts: list[str]) -> None:
    ordered = sorted(texts, key=natural_key)
    assert all(natural_key(one) <= natural_key(other) for one, other in pairwise(ordered))
