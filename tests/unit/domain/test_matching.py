"""Which requirement a title serves: every sort of paper, what is too little, what a person says."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.evidence import Condition, Evidence, EvidenceFile, Verdict
from foodsafe_desktop.domain.matching import Reading, TitleReader, reader_of, serves
from foodsafe_desktop.domain.requirements import Cadence, Requirement, RequirementList
from foodsafe_desktop.files.requirements_toml import load_requirements
from foodsafe_desktop.shipped import resource_path
from tests.unit.domain.listed import LISTED, MEETING, REPORT, TITLES


@pytest.fixture(scope="session")
def shipped(catalogue: Catalogue) -> RequirementList:
    return load_requirements(resource_path("catalogues", "baiyun-2023-40.requirements.toml"), catalogue)


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
        (8, "会商会议通知及签到表", [("8-meeting", ("会议通知", "签到表"))]),
        (8, "2023年抽检监测结果分析报告", [("8-report", ())]),
        (16, "粮食质量安全监督检查记录", [("16-inspection", ())]),
        (17, "超标粮食处置台帐", [("17-ledger", ())]),
        (20, "风险分级台账", [("20-grading", ())]),
        (28, "2024年监督抽检计划", [("28-plan", ())]),
        (34, "农村牧区假冒伪劣食品专项整治工作总结", [("34-summary", ("农村牧区假冒伪劣食品整治总结",))]),
        (39, "经费预算", [("39-budget", ())]),
        (59, "放心食品超市自我承诺书", [("59-pledge", ())]),
        (105, "农贸市场改造前后对比照片", [("105-photos", ("改造前照片", "改造后照片"))]),
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
