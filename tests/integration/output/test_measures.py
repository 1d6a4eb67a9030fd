"""What sheets measured is known to a program that is just started, and never believed where it matters."""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from foodsafe_desktop.domain.binder import VolumePlan
from foodsafe_desktop.domain.sheets import Measured, SheetRef
from foodsafe_desktop.output import drawing
from foodsafe_desktop.output.measures import NotDrawn
from foodsafe_desktop.output.press import Press
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import BoundVolume, Laid, Rendition
from tests.integration.output.papers import FACTS, PLAIN, measured_in, part, pdf_bytes, plan_of

LATER = replace(FACTS, on=dt.date(2024, 6, 2))
Files = tuple[VolumePlan, Mapping[SheetRef, Measured]]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    (tmp_path / "a.pdf").write_bytes(pdf_bytes(2))
    plan = plan_of([[[part("a.pdf")], [part("b.doc", slip="未能打印。")]]])
    return plan, {ref: replace(one, fingerprint="a") for ref, one in measured_in(plan, tmp_path).items()}


def _bound(press: Press, laid: Laid, source: Path, out: Path) -> BoundVolume:
    return press.bind(laid, lambda _ref: Rendition(source / "a.pdf", 2), FACTS, out, Job())


def test_another_run_knows_every_place_without_drawing(
    files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    volume, parts = files
    laid = Press(tmp_path / "cache").lay_out(volume, PLAIN, FACTS, parts)
    bound = _bound(Press(), laid, tmp_path, tmp_path / "out")
    before = bound.pdf.read_bytes()
    for form in ("contents", "divider", "slip", "closing_note", "cover"):
        monkeypatch.setattr(drawing, form, None)
    again = Press(tmp_path / "cache").lay_out(volume, PLAIN, LATER, parts)
    assert again.plan == laid.plan
    left = _bound(Press(), again, tmp_path, tmp_path / "out")
    assert left.unchanged
    assert left.pdf.read_bytes() == before


def test_what_is_put_together_is_drawn_and_comes_out_the_same(files: Files, tmp_path: Path) -> None:
    volume, parts = files
    first = Press(tmp_path / "cache").lay_out(volume, PLAIN, FACTS, parts)
    known = Press(tmp_path / "cache").lay_out(volume, PLAIN, FACTS, parts)
    assert isinstance(known.sheets, NotDrawn)
    assert dict(known.sheets) == first.sheets
    one = _bound(Press(), first, tmp_path, tmp_path / "one")
    other = _bound(Press(), known, tmp_path, tmp_path / "other")
    assert one.pdf.read_bytes() == other.pdf.read_bytes()
    assert one.manifest.read_bytes() == other.manifest.read_bytes()
    assert other.laid == one.laid


def test_of_another_day_the_new_day_is_printed(files: Files, tmp_path: Path) -> None:
    volume, parts = files
    Press(tmp_path / "cache").lay_out(volume, PLAIN, FACTS, parts)
    known = Press(tmp_path / "cache").lay_out(volume, PLAIN, LATER, parts)
    bound = _bound(Press(), known, tmp_path, tmp_path / "out")
    assert bound.laid == Press().lay_out(volume, PLAIN, LATER, parts).plan


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text[:-20],
        lambda text: text.replace("297", "420", 1),
        lambda _text: "[]",
        lambda _text: "\x00",
        lambda text: json.dumps({**json.loads(text), "sheets": 1}),
    ],
)
def test_what_is_not_whole_is_not_believed(files: Files, tmp_path: Path, spoil: Callable[[str], str]) -> None:
    volume, parts = files
    laid = Press(tmp_path / "cache").lay_out(volume, PLAIN, FACTS, parts)
    (kept,) = (tmp_path / "cache").iterdir()
    text = kept.read_text()
    assert spoil(text) != text
    kept.write_text(spoil(text))
    again = Press(tmp_path / "cache").lay_out(volume, PLAIN, FACTS, parts)
    assert not isinstance(again.sheets, NotDrawn)
    assert again.plan == laid.plan
    assert kept.read_text() == text


def test_what_was_drawn_from_anything_else_is_drawn_anew(files: Files, tmp_path: Path) -> None:
    volume, parts = files
    Press(tmp_path / "cache").lay_out(volume, PLAIN, FACTS, parts)
    others = [
        (replace(volume, title="另一题名"), PLAIN, FACTS),
        (volume, replace(PLAIN, duplex=not PLAIN.duplex), FACTS),
        (volume, PLAIN, replace(FACTS, compiled_by="某局")),
    ]
    for other in others:
        assert not isinstance(Press(tmp_path / "cache").lay_out(*other, parts).sheets, NotDrawn)


def test_without_a_place_to_keep_them_all_is_drawn(files: Files, tmp_path: Path) -> None:
    volume, parts = files
    (tmp_path / "cache").write_bytes(b"")  # a file where the folder should be
    for _ in range(2):
        laid = Press(tmp_path / "cache").lay_out(volume, PLAIN, FACTS, parts)
        assert not isinstance(laid.sheets, NotDrawn)
