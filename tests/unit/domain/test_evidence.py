import pytest

from foodsafe_desktop.domain.evidence import Condition, Evidence, EvidenceFile, Fact, Verdict, page_count


def test_every_fact_has_words_of_its_own() -> None:
    labels = [fact.label for fact in Fact]
    assert len(set(labels)) == len(labels)
    assert all(label and not label.isascii() for label in labels)


def test_facts_that_only_a_newer_version_knows_are_kept_but_not_shown() -> None:
    verdict = Verdict("pdf", Condition.OK, facts=(Fact.SIGNED, "sealed_twice", "no_text"))
    assert verdict.fact_labels == ("含电子签名", "无文字层")
    assert Verdict("pdf", Condition.OK).fact_labels == ()


@pytest.mark.parametrize(
    ("of_files", "of_paper", "count"),
    [((3, 4), None, 7), ((3, 4), 9, 7), ((3, None), None, None), ((3, None), 9, 9), ((), 9, 9), ((), None, None)],
)
def test_pages_are_counted_where_all_files_have_them_and_else_on_paper(
    of_files: tuple[int | None, ...], of_paper: int | None, count: int | None
) -> None:
    verdicts = [Verdict("pdf", Condition.OK, pages=pages) for pages in of_files]
    files = [EvidenceFile(at, f"{at}.pdf", 1, None, one) for at, one in enumerate(verdicts)]
    assert page_count(Evidence(1, "甲", pages=of_paper), files) == count
