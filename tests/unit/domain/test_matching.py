"""Which requirement a title serves: every sort of paper, what is too little, what a person says."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foodsafe_desktop.domain.evidence import Condition, Evidence, EvidenceFile, Verdict
from foodsafe_desktop.domain.matching import Reading, TitleReader, reader_of, serves
from foodsafe_desktop.domain.requirements import Cadence, Requirement, RequirementList
from tests.shipped_edition import shipped_edition
from tests.unit.domain.listed import LISTED, MEETING, REPORT, TITLES


@pytest.fixture(scope="session")
def shipped() -> RequirementList:
    return shipped_edition().requirements


def read(shipped: RequirementList, number: int, title: str, *, is_picture: bool = False) -> Reading:
    return reader_of(shipped.of(number)).read(title, is_picture=is_picture)


def served(found: Reading) -> list[tuple[str, tuple[str, ...]]]:
    return [(match.requirement, match.parts) for match in found.matches]


def test_every_requirement_of_the_shipped_list_is_served_by_its_own_title(shipped: RequirementList) -> None:
    wrong = []
    for one in shipped.requirements:
        titles = [(f"{one.title.removesuffix('材料')}{part}", {part}) for part in one.parts] or [(one.title, set())]
        for title, parts in titles:
            matches = read(shipped, one.number, title).matches
            if [match.requirement for match in matches] != [one.id] or not parts <= set(matches[0].parts):
                wrong.append((one.id, title, matches))
    assert not wrong


@pytest.mark.parametrize(
    ("number", "title", "expected"),
    [
        (1, "示政办发〔2022〕12号 督办事项通知（扫描件）", [("1-supervise", ("督办通知",))]),
        (4, "示食安办〔2022〕3号 调整通知", [("4-adjustment", ())]),
        (8, "关于印发《食品安全抽检监测结果通报会商报告制度》的通知", [("8-system", ())]),
        (8, "上半年会议通知（示食安办〔2023〕14号）", [("8-meeting", ("会议通知",))]),
        (8, "下半年会商会议签到", [("8-meeting", ("签到表",))]),
        (8, "会商会议通知及签到表", [("8-meeting", ("签到表",))]),
        (8, "2023年抽检监测结果分析报告", [("8-report", ())]),
        (16, "粮食质量安全监督检查记录", [("16-inspection", ())]),
        (17, "超标粮食处置台帐", [("17-ledger", ())]),
        (20, "风险分级台账", [("20-grading", ())]),
        (28, "2024年监督抽检计划", [("28-plan", ())]),
        (34, "农村牧区假冒伪劣食品专项整治工作总结", [("34-summary", ("农村牧区假冒伪劣食品整治总结",))]),
        (39, "经费预算", [("39-budget", ())]),
        (59, "放心食品超市自我承诺书", [("59-pledge", ())]),
        (105, "农贸市场改造前照片", [("105-photos", ("改造前照片",))]),
        (108, "情况说明", [("108-statement", ())]),
    ],
)
def test_titles_as_offices_write_them(
    shipped: RequirementList, number: int, title: str, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    found = read(shipped, number, title)
    assert served(found) == expected
    assert all(match.why for match in found.matches)


@pytest.mark.parametrize(
    ("number", "title"),
    [
        (8, "IMG_0001"),
        (8, "2023"),
        (8, ""),
        (8, "粮食烘干整改报告"),
        (9, "监测报告"),
        (25, "陪餐制通知"),
        (31, "行刑衔接工作报告"),
        (34, "案件情况"),
        (40, "执法装备"),
        (105, "农贸市场改造前后对比照片"),
        # another matter
        (8, "学校家长会签到表"),
        (8, "2023年3月春节联欢会会议通知"),
        (8, "人事任免会议纪要"),
        (8, "郊游现场照片"),
        (8, "食品安全宣传周会议签到表"),
        (9, "春节联欢会工作方案"),
        # what a title speaks of is not what it is
        (4, "关于补报食药安委全体会议会议通知、签到表、会议纪要、现场照片的催办通知"),
        (4, "食药安委全体会议（会议通知、签到表、会议纪要、现场照片）缺失说明"),
        (4, "食药安委全体会议（会议通知、签到表、会议纪要、现场照片）"),
        (8, "关于未召开抽检监测会商会议的情况说明会议通知签到表会议纪要现场照片"),
        (1, "关于未开展督办通知的说明及办理情况反馈"),
        (15, "关于做好无害化处理台账登记的函"),
        # drafts, forms, demands
        (3, "食品安全工作问责处理文件拟稿"),
        (3, "撤销食品安全工作表彰奖励文件的决定"),
        (3, "区级党政领导干部食品安全职责清单催报单"),
        (3, "关于报送党政领导干部履行食品安全职责情况报告的通知"),
        (9, "食源性疾病监测工作方案（征求意见稿）"),
        (9, "食源性疾病病例报送统计表模板"),
        (9, "食源性疾病监测医疗机构名册（空表）"),
        # the opposite of what is asked
        (109, "关于发生重大食品安全事故的情况说明"),
        (109, "重大及以上食品安全事故情况说明"),
        (108, "关于发生重大食品安全事故的情况说明"),
        (108, "未落实党政领导干部食品安全责任制情况说明"),
        (111, "群众食品安全满意度未达标情况说明"),
        (110, "发生引发广泛关注的食品安全事件情况说明"),
        (17, "超标粮食收购台账的情况说明（已发生）"),
    ],
)
def test_what_serves_nothing_is_said_to(shipped: RequirementList, number: int, title: str) -> None:
    found = read(shipped, number, title)
    assert not found.matches
    assert found.why.startswith("未对应到佐证要求")


def test_a_picture_is_a_photograph_unless_its_title_names_a_paper(shipped: RequirementList) -> None:
    assert served(read(shipped, 8, "2022年抽检监测会商会议", is_picture=True)) == [("8-meeting", ("现场照片",))]
    assert not read(shipped, 8, "2022年抽检监测会商会议").matches
    assert served(read(shipped, 8, "会议通知", is_picture=True)) == [("8-meeting", ("会议通知",))]


def test_a_set_asks_which_part_a_title_means(shipped: RequirementList) -> None:
    found = read(shipped, 8, "抽检监测会商会议材料")
    assert not found.matches
    assert "未说明是成套材料中的哪一件（会议通知、签到表、会议纪要、现场照片）" in found.why


def test_two_as_like_are_for_a_person_to_tell_apart() -> None:
    two = [
        Requirement("16-a", 16, "收购检查记录", "台账", Cadence.ONCE),
        Requirement("16-b", 16, "出库检查记录", "台账", Cadence.ONCE),
    ]
    found = TitleReader(two).read("检查记录", is_picture=False)
    assert not found.matches
    assert "与“收购检查记录”、“出库检查记录”同样相近，请指定其一" in found.why
    assert served(TitleReader(two).read("出库检查记录表", is_picture=False)) == [("16-b", ())]


def test_a_statement_stands_in_where_the_title_allows_it(shipped: RequirementList) -> None:
    found = read(shipped, 28, "2023年度无不合格食品的情况说明")
    assert served(found) == [("28-handling", ()), ("28-files", ())]
    assert "允许以情况说明代替" in found.matches[0].why
    assert not read(shipped, 16, "无此类情况的情况说明").matches
    assert not read(shipped, 28, "情况说明").matches


@pytest.mark.parametrize("ending", ["", "（扫描件）", "2022", "20220616", "（第一次）", "扫描件", "（终稿）.pdf"])
@pytest.mark.parametrize("part", ["会议通知", "签到表", "会议纪要", "现场照片"])
def test_a_bare_part_is_taken_for_what_its_folder_says(shipped: RequirementList, part: str, ending: str) -> None:
    assert served(read(shipped, 8, f"{part}{ending}")) == [("8-meeting", (part,))]


def test_a_matter_may_be_told_in_the_words_of_the_sub_item() -> None:
    requirements = (MEETING,)
    assert not reader_of(requirements).read("创建动员会议纪要", is_picture=False).matches
    found = reader_of(requirements, "召开创建动员会议。").read("创建动员会议纪要", is_picture=False)
    assert served(found) == [("8-meeting", ("会议纪要",))]


def test_statements_that_deny_as_asked_serve(shipped: RequirementList) -> None:
    found = read(shipped, 109, "2023年未发生重大及以上食品安全事故的情况说明")
    assert served(found) == [("109-statement", ())]
    assert served(read(shipped, 15, "无害化处理台账")) == [("15-ledger", ())]


class TestAPersonsWord:
    def named(self, *words: str, title: str = "会商会议纪要") -> list[tuple[str, tuple[str, ...]]]:
        return served(serves(Evidence(1, title), (), LISTED.of(8), words))

    def test_decides_alone(self) -> None:
        assert self.named("8-report") == [("8-report", ())]
        assert self.named("8-report", "8-photos") == [("8-photos", ()), ("8-report", ())]

    def test_names_a_part_or_leaves_it_to_the_title_or_means_the_whole_set(self) -> None:
        assert self.named("8-meeting#签到表") == [("8-meeting", ("签到表",))]
        assert self.named("8-meeting") == [("8-meeting", ("会议纪要",))]
        assert self.named("8-meeting", title="会商会议合订本") == [("8-meeting", ())]
        both = [("8-meeting", ("会议通知", "签到表"))]
        assert self.named("8-meeting", title="会商会议通知及签到表") == both

    def test_of_what_is_not_asked_serves_nothing(self) -> None:
        found = serves(Evidence(1, "会商会议纪要"), (), LISTED.of(8), ("2-plan",))
        assert found == Reading((), "所指定的佐证要求不在本项清单中")


def test_formats_of_all_files_decide_what_is_a_picture() -> None:
    def files(*formats: str) -> list[EvidenceFile]:
        return [EvidenceFile(at, f"{at}", 1, None, Verdict(each, Condition.OK)) for at, each in enumerate(formats, 1)]

    piece, photos = Evidence(1, "抽检工作"), (LISTED.by_id["8-photos"], REPORT)
    assert served(serves(piece, files("jpeg", "png"), photos)) == [("8-photos", ())]
    for other in (("jpeg", "pdf"), ("tiff",), ()):
        assert not serves(piece, files(*other), photos).matches


def test_where_anything_will_do_no_title_is_read() -> None:
    plain = Requirement("8-annual", 8, "佐证材料", "", Cadence.EACH_YEAR)
    assert served(serves(Evidence(1, "IMG_0001"), (), (plain,))) == [("8-annual", ())]
    assert "征求意见" in serves(Evidence(1, "方案（征求意见稿）"), (), (plain,)).why
    veto = Requirement("108-statement", 108, "证明该否决情形不存在的情况说明", "", Cadence.ONCE)
    assert not serves(Evidence(1, "关于发生事故的情况说明"), (), (veto,)).matches
    assert serves(Evidence(1, "关于未发生事故的情况说明"), (), (veto,)).matches


@given(st.sampled_from(TITLES) | st.text(max_size=30), st.randoms(use_true_random=False), st.booleans())
def test_the_order_of_requirements_does_not_matter(title: str, chance: random.Random, is_picture: bool) -> None:
    for number in (8, 28):
        shuffled = list(LISTED.of(number))
        chance.shuffle(shuffled)
        one = TitleReader(LISTED.of(number)).read(title, is_picture=is_picture)
        other = TitleReader(shuffled).read(title, is_picture=is_picture)
        assert set(one.matches) == set(other.matches)
        assert bool(one.why) is not bool(one.matches)


def test_what_was_read_once_is_kept() -> None:
    reader = TitleReader((MEETING,))
    assert reader.read("会商会议纪要", is_picture=False) is reader.read("会商会议纪要", is_picture=False)
