"""Searching: what is found, in what order, with which passages."""

import datetime as dt

import pytest

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.errors import Cancelled
from foodsafe_desktop.domain.evidence import Assignment, Condition, Evidence, EvidenceFile, Fixity, Origin, Verdict
from foodsafe_desktop.services import search_index as search_index_module
from foodsafe_desktop.services import searching as searching_module
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.search_index import FileKind, Filters, Standing, search_index
from foodsafe_desktop.services.searching import Hit, SearchResult, search_in
from tests.fake_texts import FakeTextStore, text

AT = dt.datetime(2024, 7, 1, tzinfo=dt.UTC)


class Desk:
    """A few pieces of evidence and their texts."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue, self.store = catalogue, FakeTextStore()
        self.evidence: dict[int, Evidence] = {}
        self.files: list[EvidenceFile] = []
        self.assignments: list[Assignment] = []

    def add(
        self,
        title: str,
        *pages: str,
        number: int | None = 8,
        kind: str = "pdf",
        condition: Condition = Condition.OK,
        year: int | None = None,
        document_number: str = "",
        note: str = "",
        recycled: bool = False,
    ) -> int:
        key = len(self.evidence) + 1
        self.evidence[key] = Evidence(key, title, year, note=note, document_number=document_number, recycled=recycled)
        fixity = Fixity(1, 1, "sha256", str(key))
        self.files.append(EvidenceFile(key, f"(8) 街道报送/{key}.{kind}", key, fixity, Verdict(kind, condition)))
        if number is not None:
            self.assignments.append(Assignment(key, number, Origin.FOLDER, AT, "x"))
        if pages:
            self.store.keep([(f"sha256:{key}", text(*pages))])
        return key

    def search(
        self, query: str, filters: Filters | None = None, count: int = 50, job: Job | None = None
    ) -> SearchResult:
        dossier = Dossier(evidence=self.evidence, files=self.files, assignments=self.assignments)
        return search_in(self.store, search_index(self.catalogue, dossier), query, filters or Filters(), count, job)

    def ids(self, query: str, filters: Filters | None = None) -> list[int]:
        return [hit.evidence_id for hit in self.search(query, filters).hits]


@pytest.fixture
def desk(catalogue: Catalogue) -> Desk:
    return Desk(catalogue)


def marked(hit: Hit) -> list[str]:
    assert hit.snippet is not None
    return [hit.snippet.text[begin:end] for begin, end in hit.snippet.ranges]


def test_titles_come_before_texts(desk: Desk) -> None:
    in_text = desk.add("通知", "各单位：请参加抽检会商会议。")
    in_title = desk.add("抽检会商纪要")
    assert desk.ids("抽检会商") == [in_title, in_text]


def test_passage_and_places_are_those_of_the_text_itself(desk: Desk) -> None:
    desk.add("通知", "第一页。", "  全区食品\n安全抽检〔２０２３〕5号，Food\nsafety")
    (hit,) = desk.search("食品安全").hits
    assert hit.snippet is not None
    assert hit.snippet.page == 2
    assert hit.snippet.text == "全区食品安全抽检〔２０２３〕5号，Food safety"
    assert marked(hit) == ["食品安全"]
    assert marked(desk.search("[2023]5号").hits[0]) == ["２０２３〕5号"]


def test_long_texts_are_cut_around_the_word(desk: Desk) -> None:
    desk.add("通知", "甲" * 300 + "会商" + "乙" * 300)
    (hit,) = desk.search("会商").hits
    assert hit.snippet is not None
    assert hit.snippet.text.startswith("…甲")
    assert hit.snippet.text.endswith("乙…")
    assert marked(hit) == ["会商"]
    assert len(hit.snippet.text) < 150


def test_words_may_stand_partly_in_the_title_and_partly_in_the_text(desk: Desk) -> None:
    key = desk.add("抽检结果通报", "检出不合格三批次")
    desk.add("抽检计划", "全年安排")
    desk.add("会议纪要", "不合格三批次")
    assert desk.ids("抽检 不合格") == [key]
    assert marked(desk.search("抽检 不合格").hits[0]) == ["不合格"]
    assert desk.search("抽检 不合格").hits[0].title_ranges == ((0, 2),)


def test_numbers_names_and_notes_are_searched(desk: Desk) -> None:
    one = desk.add("通知", document_number="示食安办〔2023〕15号")
    two = desk.add("照片", note="拍摄于云岩早餐店")
    assert desk.ids("[2023]15") == [one]
    assert desk.ids("云岩") == [two]
    assert desk.ids(f"/{two}.pdf") == [two]


def test_a_folder_weighs_less_than_the_text(desk: Desk) -> None:
    by_folder = desk.add("照片")
    by_text = desk.add("通知", "街道报送的材料")
    assert desk.ids("街道报送") == [by_text, by_folder]


def test_single_signs_are_looked_for_everywhere(desk: Desk) -> None:
    by_title, by_text = desk.add("安", "会商"), desk.add("通知", "公安")
    assert desk.ids("安") == [by_title, by_text]
    assert desk.search("安").note == ""


def test_what_is_looked_for_in_titles_only_is_said(desk: Desk) -> None:
    key = desk.add("附件一、二", "会商")
    desk.add("通知", "附件一、二")
    assert desk.ids("一、二") == [key]
    assert "单个字和符号" in desk.search("一、二").note


def test_a_search_can_be_given_up(desk: Desk) -> None:
    desk.add("通知", "会商")
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        desk.search("会商", job=job)


def test_of_more_than_can_be_ranked_titles_come_first_then_the_newest(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching_module, "_CANDIDATES", 3)
    titled = [desk.add("抽检", note=""), desk.add("抽检")]
    noted = [desk.add("通知", note="抽检") for _ in range(4)]
    result = desk.search("抽检")
    assert [hit.evidence_id for hit in result.hits] == [*reversed(titled), noted[-1]]
    assert (result.total, result.is_exact) == (6, True)
    for _ in range(5):
        desk.add("通知", "会商")
    result = desk.search("会商")
    assert (len(result.hits), result.total, result.is_exact) == (3, 3, False)


@pytest.mark.parametrize("query", ["", "  ", "，。", "没有的词", '"', "NEAR(", "食品 AND"])
def test_nothing_is_found_and_nothing_breaks(desk: Desk, query: str) -> None:
    desk.add("通知", "食品安全")
    assert desk.search(query).hits == ()


def test_filters(desk: Desk) -> None:
    one = desk.add("抽检通知", year=2022)
    two = desk.add("抽检照片", number=9, kind="jpeg", year=2023)
    three = desk.add("抽检", number=None, kind="docx", condition=Condition.DAMAGED)
    paper = desk.add("抽检纸质")
    desk.files.pop()
    assert desk.ids("抽检", Filters(number=9)) == [two]
    assert desk.ids("抽检", Filters(year=2022)) == [one]
    assert desk.ids("抽检", Filters(kind=FileKind.DOCUMENT)) == [three]
    assert desk.ids("抽检", Filters(standing=Standing.INBOX)) == [three]
    assert desk.ids("抽检", Filters(standing=Standing.PROBLEM)) == [three]
    assert desk.ids("抽检", Filters(standing=Standing.PAPER)) == [paper]
    sub = next(sub for sub in desk.catalogue.sub_items if sub.number == 8)
    department = desk.catalogue.responsible(sub)[0]
    assert one in desk.ids("抽检", Filters(department=department))
    assert three not in desk.ids("抽检", Filters(department=department))


def test_suspended_and_recycled_pieces_are_not_found(desk: Desk) -> None:
    desk.add("抽检", "会商", condition=Condition.SUSPENDED)
    desk.add("抽检", "会商", recycled=True)
    assert desk.ids("抽检") == desk.ids("会商") == []


def test_the_first_hits_are_shown_and_all_are_counted(desk: Desk) -> None:
    for number in range(30):
        desk.add(f"通知{number}", "会商")
    result = desk.search("会商", count=10)
    assert (len(result.hits), result.total, result.is_exact) == (10, 30, True)


def test_common_words_are_found_as_rare_ones_are(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for at in range(6):
        desk.add(f"食品安全总结{at}" if at % 3 else f"会议纪要{at}", note="食品" if at == 3 else "")
    one_by_one = desk.ids("食品"), desk.ids("食品 总结")
    monkeypatch.setattr(search_index_module, "_COMMON", 1)
    assert (desk.ids("食品"), desk.ids("食品 总结")) == one_by_one == ([6, 5, 3, 2, 4], [6, 5, 3, 2])


def test_what_did_not_change_is_laid_out_once(desk: Desk) -> None:
    desk.add("通知")
    dossier = Dossier(evidence=desk.evidence, files=desk.files, assignments=desk.assignments)
    former = search_index(desk.catalogue, dossier)
    desk.add("照片")
    now = search_index(desk.catalogue, Dossier(evidence=desk.evidence, files=desk.files), former)
    assert now.entries[1] is not former.entries[1]
    later = search_index(desk.catalogue, Dossier(evidence=desk.evidence, files=list(desk.files)), now)
    assert later.entries[1] is now.entries[1]
