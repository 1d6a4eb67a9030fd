"""Handing volumes out: what is refused, and that what lies on paper already is respected."""

from dataclasses import replace
from pathlib import Path

import pytest

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.errors import AlreadyIssued, BoxesIssuedTogether, IssuedThere, OutputInEvidence
from foodsafe_desktop.domain.issuing import FrozenVolume
from foodsafe_desktop.domain.recipe import Recipe
from foodsafe_desktop.domain.supplements import Action
from foodsafe_desktop.services import deciding
from foodsafe_desktop.services.accession import scan
from foodsafe_desktop.services.binders import bind
from foodsafe_desktop.services.issuing import issue, issue_supplement, issued_volumes, plan_supplement
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.ports.store import UnitOfWork
from tests.fakes import FakeArchive, fake_archive

OUT = Path("/out")
THIN = Recipe(name="薄盒", spines=(10.0,), leaf=0.5)
"""Boxes that hold a dozen leaves beside the forms."""


@pytest.fixture
def archive(catalogue: Catalogue) -> Archive:
    archive = fake_archive(catalogue)
    _put(archive, "(8) 会商/2022/a.pdf")
    _put(archive, "(9) 监测/2022/c.pdf")
    scan(archive, Job())
    return archive


def _put(archive: FakeArchive, *paths: str) -> None:
    for path in paths:
        archive.folder.put(path, path.encode())


def _evidence(archive: Archive, title: str) -> int:
    with archive.store.begin() as unit:
        return next(one.id for one in unit.dossier().evidence.values() if one.title == title)


def _fill(archive: FakeArchive) -> None:
    _put(archive, *(f"(8) 会商/2022/{number:02d}.pdf" for number in range(20)))
    scan(archive, Job())


def test_a_volume_that_grew_into_boxes_is_not_issued_anew(archive: FakeArchive) -> None:
    issue(archive, "item:4", OUT, Job(), THIN)
    _fill(archive)
    with pytest.raises(AlreadyIssued):
        issue(archive, "item:4", OUT, Job(), THIN)


def test_the_boxes_of_a_volume_are_issued_together(archive: FakeArchive) -> None:
    _fill(archive)
    with pytest.raises(BoxesIssuedTogether):
        issue(archive, "box:4", OUT, Job(), THIN)
    assert issued_volumes(archive) == ()
    issue(archive, "item:4", OUT, Job(), THIN)
    assert len(issued_volumes(archive)) > 1
    with pytest.raises(AlreadyIssued):
        issue(archive, "item:4", OUT, Job())


def test_all_volumes_of_a_scope_are_kept_or_none(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    with archive.store.begin() as unit:
        keep = type(unit).add_issued

    def fails_at_the_second(unit: UnitOfWork, volume: FrozenVolume) -> None:
        if volume.key == "item-5":
            raise OSError("disk full")
        keep(unit, volume)

    monkeypatch.setattr(type(unit), "add_issued", fails_at_the_second)
    with pytest.raises(OSError, match="disk full"):
        issue(archive, "all", OUT, Job())
    assert issued_volumes(archive) == ()


def test_what_was_handed_out_is_never_written_over(archive: FakeArchive) -> None:
    issue(archive, "item:4", OUT, Job())
    with pytest.raises(IssuedThere, match="风险监测"):
        bind(archive, "item:4", OUT, Job())
    bind(archive, "item:5", OUT, Job())
    bind(archive, "item:4", Path("/other"), Job())
    _put(archive, "(8) 会商/2022/b.pdf")
    scan(archive, Job())
    with pytest.raises(IssuedThere):
        issue_supplement(archive, "item-4", OUT, Job())
    issue_supplement(archive, "item-4", Path("/second"), Job())
    with pytest.raises(IssuedThere):
        bind(archive, "all", Path("/second"), Job())


def test_a_supplement_is_not_written_among_the_evidence(archive: FakeArchive) -> None:
    issue(archive, "item:4", OUT, Job())
    _put(archive, "(8) 会商/2022/b.pdf")
    scan(archive, Job())
    with pytest.raises(OutputInEvidence):
        issue_supplement(archive, "item-4", archive.place.evidence / "补编", Job())


def test_what_is_printed_stays_printed_though_it_would_come_earlier_in_the_set_today(archive: Archive) -> None:
    issue(archive, "item:4", OUT, Job())
    deciding.assign(archive, [_evidence(archive, "a")], 1)
    assert plan_supplement(archive, "item-4", Job()).is_empty


def test_a_volume_issued_later_refers_to_the_page_that_was_handed_out(archive: Archive) -> None:
    issue(archive, "item:4", OUT, Job())
    deciding.assign(archive, [_evidence(archive, "a")], 28)
    report = issue(archive, "item:8", Path("/eight"), Job())
    [reference] = report.bound.volumes[0].plan.pieces
    assert reference.printed_at is not None
    assert (reference.printed_at.key, reference.printed_at.page) == ("item-4", "2")
    assert plan_supplement(archive, "item-8", Job()).is_empty


def test_what_is_taken_out_where_it_is_printed_is_printed_where_it_was_referred_to(archive: Archive) -> None:
    piece = _evidence(archive, "a")
    deciding.assign(archive, [piece], 28)
    issue(archive, "dimension:1", OUT, Job())
    deciding.unassign(archive, [piece], 8)
    found = plan_supplement(archive, "item-8", Job())
    assert [(step.action, step.code) for step in found.steps if step.code] == [(Action.EXCHANGE, "8-(28)-2022-001")]
    assert [one.printed_at for one in found.plan.volume.pieces] == [None]


def test_the_recipe_of_the_first_issue_holds_for_all(archive: FakeArchive) -> None:
    issue(archive, "item:4", OUT, Job(), replace(THIN, dividers=False))
    _put(archive, "(8) 会商/2022/b.pdf")
    scan(archive, Job())
    assert not plan_supplement(archive, "item-4", Job()).plan.recipe.dividers
