"""Facts of a document, read from its rows: what stands in its proper place, and what only looks like it."""

import datetime as dt

import pytest

from foodsafe_desktop.domain.page_facts import is_organ, may_be_signed, read_facts
from foodsafe_desktop.domain.texts import Line, PageText, TextSource

LETTER = """示例区食品药品安全委员会办公室文件
示食安办〔2023〕11号
关于印发食品安全属地管理分层分级
包保工作方案的通知
各街道办事处，区食药安委各成员单位：
根据《某某办法》（市食安发〔2022〕3号）和2022年12月1日会议要求，制定本方案。
一、按期完成。2023年5月1日前报送名册。
附件：1.食品安全属地管理分层分级包保工作任务
清单
2.包保干部名册
示例区食品药品安全委员会办公室
2023年4月20日
抄送：区委办公室。
示例区食品药品安全委员会办公室 2023年4月21日印发"""


def page(text: str, number: int = 1, *, lines: tuple[Line, ...] = (), seals: tuple = ()) -> PageText:  # type: ignore[type-arg]
    return PageText(number, text, TextSource.LAYER, lines, seals)


def placed(*rows: tuple[str, float, float], score: float = 1.0) -> PageText:
    """A recognised page: rows of (text, left edge, upper edge) in mm, 5 mm high and 5 mm a sign."""
    lines = tuple(Line(text, x, y, x + 5 * len(text), y + 5, score) for text, x, y in rows)
    return PageText(1, "\n".join(text for text, _, _ in rows), TextSource.OCR, lines)


def test_a_letter_says_everything() -> None:
    facts = read_facts([page(LETTER)])
    assert facts.document_number is not None
    assert facts.title is not None
    assert facts.author is not None
    assert facts.document_number.value == "示食安办〔2023〕11号"
    assert facts.title.value == "关于印发食品安全属地管理分层分级包保工作方案的通知"
    assert facts.author.value == "示例区食品药品安全委员会办公室"
    assert facts.date == dt.date(2023, 4, 20)
    assert [one.value for one in facts.attachments] == ["食品安全属地管理分层分级包保工作任务清单", "包保干部名册"]
    found = (facts.document_number, facts.title, facts.author, facts.dated)
    assert all(one is not None and one.is_strong for one in found)


@pytest.mark.parametrize(
    ("row", "value"),
    [
        ("示府发［2023］40号", "示府发〔2023〕40号"),
        ("示府发(2023)40号", "示府发〔2023〕40号"),
        ("示 府 发 【２０２３】 ０４０ 号", "示府发〔2023〕40号"),
        ("示府函〔2023〕4号    签发人：某某", "示府函〔2023〕4号"),
    ],
)
def test_a_number_is_brought_into_its_one_form(row: str, value: str) -> None:
    found = read_facts([page(f"{row}\n关于某事的函")]).document_number
    assert found is not None
    assert (found.value, found.is_strong) == (value, True)


def test_numbers_in_running_text_are_those_of_others() -> None:
    assert read_facts([page("会议记录\n根据示府发〔2023〕40号文件要求，会议决定如下。")]).document_number is None


def test_a_number_with_a_faulty_bracket_has_to_be_looked_at() -> None:
    for row in ("示府发2023〕40号", "示府发〔2023〕第40号"):
        found = read_facts([page(f"{row}\n关于某某工作的通知")]).document_number
        assert found is not None
        assert (found.value, found.is_strong) == ("示府发〔2023〕40号", False)


@pytest.mark.parametrize(
    ("row", "day"),
    [
        ("2023年4月3日", dt.date(2023, 4, 3)),
        ("二〇二三年四月三日", dt.date(2023, 4, 3)),
        ("二○二三年十二月三十一日", dt.date(2023, 12, 31)),
        ("二0二二年十月二十日", dt.date(2022, 10, 20)),
        ("2 0 2 3 年 1 1 月 2 1 日", dt.date(2023, 11, 21)),
        ("2023年4月20日 示", dt.date(2023, 4, 20)),
        ("2023年2月30日", None),
        ("2023年5月1日前", None),
    ],
)
def test_dates_as_documents_write_them(row: str, day: dt.date | None) -> None:
    facts = read_facts([page(f"关于某某工作的通知\n正文。\n示例区教育局\n{row}")])
    assert facts.date == day
    assert facts.dated is None or facts.dated.is_strong


def test_a_year_whose_first_digit_the_seal_hides_is_a_guess() -> None:
    facts = read_facts([page("关于某某工作的通知\n正文。\n示例区教育局\n023年6月15日")])
    assert facts.date == dt.date(2023, 6, 15)
    assert facts.dated is not None
    assert facts.author is not None
    assert (facts.dated.is_strong, facts.author.is_strong) == (False, True)


def test_the_date_of_a_meeting_is_not_that_of_its_minutes() -> None:
    facts = read_facts([page("会商会议纪要\n2022年6月16日\n会议议定三项。\n示例区教育局\n2022年6月20日")])
    assert facts.date == dt.date(2022, 6, 20)


def test_where_nobody_signs_a_date_is_a_guess() -> None:
    for text in ("工作总结\n正文。\n2023年12月20日", "决定\n（2023年12月20日常委会通过）\n正文。"):
        found = read_facts([page(text)]).dated
        assert found is not None
        assert (found.value, found.is_strong) == ("2023-12-20", False)
    assert read_facts([page("工作总结\n2023年12月20日起实行。")]).dated is None


def test_a_date_of_another_year_than_the_number_has_to_be_looked_at() -> None:
    found = read_facts([page("示教发〔2022〕3号\n关于某某工作的通知\n正文。\n示例区教育局\n2023年1月3日")]).dated
    assert found is not None
    assert not found.is_strong


def test_several_organs_sign_together_and_the_letterhead_must_agree() -> None:
    together = read_facts([page("关于某某工作的通知\n正文。\n示例区教育局\t示例区卫健委\n2023年1月3日")]).author
    assert together is not None
    assert together.value == "示例区教育局、示例区卫健委"
    torn = read_facts([page("示例区财政局文件\n示财发〔2023〕3号\n关于某事的通知\n示例区教育局\n2023年1月3日")]).author
    assert torn is not None
    assert (torn.value, torn.is_strong) == ("示例区教育局", False)


def test_the_covering_letter_is_the_document_not_what_it_forwards() -> None:
    first = "关于转发某某办法的通知\n现予转发。\n示例区教育局\n2023年3月3日"
    facts = read_facts([page(first), page("某某办法\n正文。\n示例市教育局\n2022年1月1日", 2)])
    assert facts.date == dt.date(2023, 3, 3)


def test_titles_end_where_the_addressee_or_the_body_begins() -> None:
    def title(text: str) -> str | None:
        found = read_facts([page(text)]).title
        return found.value if found else None

    assert title("示府发〔2023〕4号\n关于印发某某实施方案\n的通知\n各单位：") == "关于印发某某实施方案的通知"
    assert title("示府发〔2023〕4号\n某某管理办法\n（试行）\n第一条 为了规范。") == "某某管理办法（试行）"
    assert title("东街街道食品安全信息员名册\n序号\t姓名") == "东街街道食品安全信息员名册"
    assert title("食品安全会商会议签到表\n时间：2023年5月6日\n姓名\t单位") == "食品安全会商会议签到表"
    assert title("今天下午开会讨论了制度。\n大家都同意。") is None
    assert title("") is None


def test_one_attachment_needs_no_number() -> None:
    facts = read_facts([page("关于某某工作的通知\n正文。\n附件：任务分工表\n示例区教育局\n2023年1月3日")])
    assert [one.value for one in facts.attachments] == ["任务分工表"]
    facts = read_facts([page("附件1\n任务分工表\n序号\t任务")])
    assert facts.attachments == ()


def test_each_fact_has_its_place() -> None:
    scan = placed(
        ("示教发〔2023〕3号", 80, 60),
        ("关于某某工作的通知", 60, 80),
        ("示例区教育局", 120, 200),
        ("2023年1月3日", 122, 210),
    )
    facts = read_facts([scan])
    assert facts.dated is not None
    assert facts.title is not None
    assert (facts.dated.page, facts.dated.box) == (1, (122, 210, 167, 215))
    assert facts.title.box == (60, 80, 105, 85)


def test_what_was_recognised_with_doubt_is_never_strong() -> None:
    scan = placed(("示教发〔2023〕3号", 80, 60), ("关于某某工作的通知", 60, 80), score=0.7)
    facts = read_facts([scan])
    assert facts.document_number is not None
    assert facts.title is not None
    assert not facts.document_number.is_strong
    assert not facts.title.is_strong


def test_a_seal_upon_the_date_is_one_for_certain() -> None:
    scan = placed(("关于某某工作的通知", 60, 80), ("示例区教育局", 120, 200), ("2023年1月3日", 122, 210))
    there = PageText(1, scan.text, scan.source, scan.lines, ((118, 188, 160, 230), (10, 10, 52, 52)))
    assert [one.is_strong for one in read_facts([there]).seals] == [True, False]


@pytest.mark.parametrize(
    "name", ["示例区教育局", "中共示例区委组织部", "东街街道办事处", "某某食品有限公司", "示例区第一小学"]
)
def test_organs(name: str) -> None:
    assert is_organ(name)


@pytest.mark.parametrize("name", ["关于教育局", "特此通知", "各街道办事处", "抄送：区教育局", "为压实责任", "1.教育局"])
def test_no_organs(name: str) -> None:
    assert not is_organ(name)


def test_pages_worth_looking_at_closely() -> None:
    assert may_be_signed("正文。\n示例区教育局\n2023年1月3日")
    assert not may_be_signed("正文到2023年1月3日为止。\n第二行")


def test_nothing_gives_nothing() -> None:
    facts = read_facts([])
    assert (facts.document_number, facts.date, facts.title, facts.attachments, facts.seals) == (
        None,
        None,
        None,
        (),
        (),
    )
