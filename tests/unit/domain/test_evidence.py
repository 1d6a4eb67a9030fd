from foodsafe_desktop.domain.evidence import Condition, Fact, Verdict


def test_every_fact_has_words_of_its_own() -> None:
    labels = [fact.label for fact in Fact]
    assert len(set(labels)) == len(labels)
    assert all(label and not label.isascii() for label in labels)


def test_facts_that_only_a_newer_version_knows_are_kept_but_not_shown() -> None:
    verdict = Verdict("pdf", Condition.OK, facts=(Fact.SIGNED, "sealed_twice", "no_text"))
    assert verdict.fact_labels == ("含电子签名", "无文字层")
    assert Verdict("pdf", Condition.OK).fact_labels == ()
