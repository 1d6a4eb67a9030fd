"""Every form against how it was when somebody last looked at it: pages, texts in their places, picture."""

from dataclasses import replace

import pytest

from foodsafe_desktop.output.forms.divider import divider
from tests.golden.forms import FORMS
from tests.golden.likeness import FOLDER, difference, kept_pages, kept_picture, pages_of, picture_of
from tests.integration.output.plans import FACTS, risk_volume

_SLACK = 0.5


@pytest.mark.parametrize("form", FORMS)
def test_the_form_is_as_it_was(form: str) -> None:
    pdf = FORMS[form]()
    found, kept = pages_of(pdf), kept_pages(form)
    assert [page["size"] for page in found] == [page["size"] for page in kept]
    for now, before in zip(found, kept, strict=True):
        assert [text for text, _, _ in now["texts"]] == [text for text, _, _ in before["texts"]]
        for (text, *here), (_, *there) in zip(now["texts"], before["texts"], strict=True):
            assert here == pytest.approx(there, abs=_SLACK), text
    assert difference(picture_of(pdf), kept_picture(form)) == ""


def test_what_is_kept_is_what_is_drawn_and_small() -> None:
    kept = {file.stem: file for kind in ("png", "json") for file in FOLDER.glob(f"*.{kind}")}
    assert set(kept) == set(FORMS)
    assert all((FOLDER / f"{form}{kind}").stat().st_size < 40_000 for form in FORMS for kind in (".png", ".json"))


def test_a_mark_that_is_not_there_is_seen() -> None:
    plan = risk_volume()
    moved = divider(plan.sections[0], plan, FACTS, code="FSD1|档案|小项8", tab=(4, 30))
    other = divider(replace(plan.sections[0], text="别的"), plan, FACTS, code="FSD1|档案|小项8", tab=(3, 30))
    for pdf in (moved, other):
        assert difference(picture_of(pdf), kept_picture("divider"))
