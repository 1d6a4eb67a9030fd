"""Ranges of one scan for several numbers: checked, told where they overlap, taken back exactly."""

import datetime as dt

import pytest

from foodsafe_desktop.domain.errors import NumberUnknown, PagesRefused, RequirementRefused
from foodsafe_desktop.domain.evidence import Assignment, Condition, Evidence, EvidenceFile, Fixity, Origin, Verdict
from foodsafe_desktop.services.history import life_of_evidence
from foodsafe_desktop.services.page_ranges import PageRange, assign_pages
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.review import overview

AT = dt.datetime(2024, 5, 6, tzinfo=dt.UTC)


def take_in(archive: Archive, *pages: int | None, title: str = "合订扫描件") -> int:
    """A piece with a file of so many pages for each given."""
    with archive.store.begin() as unit:
        (held,) = unit.save_evidence([Evidence(0, title)])
        unit.save_files(
            [
                EvidenceFile(
                    0, f"{title}{at}.pdf", held.id, Fixity(1, 1, "sha256", "0"), Verdict("pdf", Condition.OK, pages=n)
                )
                for at, n in enumerate(pages)
            ]
        )
        return held.id


def ranges(archive: Archive, key: int) -> dict[int, tuple[int, int] | None]:
    return {one.number: one.pages for one in overview(archive).dossier.assignments if one.evidence_id == key}


def test_several_ranges_of_one_file_go_to_several_numbers(archive: Archive) -> None:
    key = take_in(archive, 6)
    decision = assign_pages(archive, key, [PageRange(8, 1, 2), PageRange(9, 5, 5)])
    assert ranges(archive, key) == {8: (1, 2), 9: (5, 5)}
    assert decision.sentence == "《合订扫描件》第1—2页归入（8）、第5页归入（9）。"


def test_an_overlap_is_allowed_and_told(archive: Archive) -> None:
    key = take_in(archive, 6)
    assign_pages(archive, key, [PageRange(10, 2, 4)])
    decision = assign_pages(archive, key, [PageRange(8, 1, 2), PageRange(9, 6, 6)])
    assert "第2页同时归入（8）和（10），将各印一次。" in decision.sentence
    assert decision.sentence.count("同时") == 1


def test_undo_gives_back_what_was_there_and_leaves_other_numbers(archive: Archive) -> None:
    key = take_in(archive, 6)
    with archive.store.begin() as unit:
        unit.assign([Assignment(key, 8, Origin.FOLDER, AT, "folder"), Assignment(key, 10, Origin.FOLDER, AT, "folder")])
    decision = assign_pages(archive, key, [PageRange(8, 1, 3), PageRange(9, 4, 6)])
    assert ranges(archive, key) == {8: (1, 3), 9: (4, 6), 10: None}
    decision.undo()
    assert ranges(archive, key) == {8: None, 10: None}
    assert [one.verb for one in life_of_evidence(archive, key)][-2:] == ["pages_assigned", "pages_taken_back"]


def test_all_pages_again(archive: Archive) -> None:
    key = take_in(archive, 6)
    assign_pages(archive, key, [PageRange(8, 1, 3)])
    assert "全部页归入（8）" in assign_pages(archive, key, [PageRange(8)]).sentence
    assert ranges(archive, key) == {8: None}


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ([PageRange(8, 3, 2)], "不成一段"),
        ([PageRange(8, 0, 2)], "不成一段"),
        ([PageRange(8, 2)], "不成一段"),
        ([PageRange(8, 5, 7)], "全件只有6页，没有第7页"),
        ([PageRange(8, 1, 2), PageRange(8, 4, 5)], "（8）对同一件材料只能归入一段页码"),
    ],
)
def test_what_is_no_range_is_refused_and_nothing_is_assigned(
    archive: Archive, wanted: list[PageRange], sentence: str
) -> None:
    key = take_in(archive, 6)
    with pytest.raises(PagesRefused, match="《合订扫描件》的页码归入未保存") as refused:
        assign_pages(archive, key, [PageRange(9, 1, 1), *wanted])
    assert sentence in refused.value.sentence
    assert ranges(archive, key) == {}


def test_pages_need_a_file_that_has_them(archive: Archive) -> None:
    with pytest.raises(PagesRefused, match="2个文件"):
        assign_pages(archive, take_in(archive, 3, 3), [PageRange(8, 1, 2)])
    with pytest.raises(PagesRefused, match="页数尚不清楚"):
        assign_pages(archive, take_in(archive, None, title="文档"), [PageRange(8, 1, 2)])


def test_numbers_and_requirements_must_be_there(archive: Archive) -> None:
    key = take_in(archive, 6)
    with pytest.raises(NumberUnknown):
        assign_pages(archive, key, [PageRange(999, 1, 2)])
    with pytest.raises(RequirementRefused):
        assign_pages(archive, key, [PageRange(8, 1, 2, ("no-such",))])


def test_requirements_are_named_with_the_range_and_kept_when_it_changes(archive: Archive) -> None:
    key = take_in(archive, 6)
    assign_pages(archive, key, [PageRange(8, 1, 2, ("8-annual",))])
    assign_pages(archive, key, [PageRange(8, 1, 3)])
    [given] = [one for one in overview(archive).dossier.assignments if one.evidence_id == key]
    assert (given.requirements, given.pages) == (("8-annual",), (1, 3))
