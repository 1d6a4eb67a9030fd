"""A paper record and its scan become one document, and can be parted again."""

from dataclasses import replace

import pytest

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.errors import JoinRefused
from foodsafe_desktop.domain.evidence import Evidence, Fact
from foodsafe_desktop.domain.papers import Mismatch, PaperKind, Shelf, Unreconciled, shelf_of, unreconciled_piece
from foodsafe_desktop.services import deciding
from foodsafe_desktop.services.accession import scan
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.joining import join
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.review import overview
from tests.fakes import FakeArchive, fake_archive
from tests.sure import sure

PAPER, SCAN = 2, 1


@pytest.fixture
def archive(catalogue: Catalogue) -> FakeArchive:
    """A scan under (8), and a paper record under (9) that says where the paper lies."""
    archive = fake_archive(catalogue)
    archive.folder.put("(8) 会商/2022/纪要.pdf", b"a")
    scan(archive, Job())
    paper = Evidence(
        0, "纪要", 2022, paper_place="2柜-3层-第5盒", pages=4, paper_kind=PaperKind.ORIGINAL, holder="综合科"
    )
    deciding.register(archive, 9, paper)
    return archive


def test_the_scan_takes_over_place_pages_holder_and_numbers(archive: Archive) -> None:
    before = overview(archive).dossier
    decision = join(archive, PAPER, SCAN)
    now = overview(archive).dossier
    joined = now.evidence[SCAN]
    assert (joined.paper_place, joined.pages, joined.paper_kind, joined.holder) == (
        "2柜-3层-第5盒",
        4,
        "original",
        "综合科",
    )
    assert now.numbers_of[SCAN] == (8, 9)
    assert now.evidence[PAPER].recycled
    decision.undo()
    assert overview(archive).dossier == before
    sure(decision.redo)()
    assert overview(archive).dossier.evidence[SCAN] == joined
    with archive.store.begin() as unit:
        assert [line.verb for line in unit.history(3)] == ["papers_joined", "papers_parted", "papers_joined"]


def test_parting_them_leaves_what_a_scan_found_since(archive: FakeArchive) -> None:
    decision = join(archive, PAPER, SCAN)
    archive.folder.move("(8) 会商/2022/纪要.pdf", "(8) 会商/2023/纪要.pdf")
    scan(archive, Job())
    decision.undo()
    parted = overview(archive).dossier.evidence
    assert (parted[SCAN].year, parted[SCAN].paper_place, parted[PAPER].recycled) == (2023, None, False)


def test_what_the_scan_says_of_itself_stays(archive: Archive) -> None:
    held = overview(archive).dossier.evidence
    deciding.describe(archive, replace(held[SCAN], author="区政府", note="扫描件"))
    deciding.describe(
        archive, replace(held[PAPER], author="区食安办", document_number="白食安办〔2022〕1号", note="装订成册")
    )
    join(archive, PAPER, SCAN)
    joined = overview(archive).dossier.evidence[SCAN]
    assert (joined.author, joined.document_number) == ("区政府", "白食安办〔2022〕1号")
    assert joined.note == "扫描件\n装订成册"


def unreconciled(dossier: Dossier) -> list[Unreconciled]:
    return [one for key in dossier.evidence if (one := unreconciled_piece(dossier, key)) is not None]


@pytest.mark.parametrize(("paper", "scanned"), [(SCAN, PAPER), (PAPER, PAPER), (SCAN, SCAN), (99, SCAN)])
def test_only_a_paper_record_and_a_scan_are_joined(archive: Archive, paper: int, scanned: int) -> None:
    before = overview(archive).dossier
    with pytest.raises(JoinRefused):
        join(archive, paper, scanned)
    assert overview(archive).dossier == before


def test_what_is_recycled_is_not_joined(archive: Archive) -> None:
    deciding.recycle(archive, [PAPER])
    with pytest.raises(JoinRefused):
        join(archive, PAPER, SCAN)


def test_paper_and_scan_are_held_against_each_other(archive: Archive) -> None:
    found = {one.evidence.id: one.mismatch for one in unreconciled(overview(archive).dossier)}
    assert found == {PAPER: Mismatch.UNSCANNED, SCAN: Mismatch.UNLOCATED}
    join(archive, PAPER, SCAN)
    [left] = unreconciled(overview(archive).dossier)
    assert (left.mismatch, left.paper, left.scan) == (Mismatch.PAGES, 4, 1)


def test_no_paper_is_looked_for_behind_what_was_written_on_a_computer(archive: Archive) -> None:
    dossier = overview(archive).dossier
    [file] = dossier.files_of[SCAN]
    for verdict in (replace(file.verdict, facts=(Fact.HAS_TEXT,)), replace(file.verdict, format="docx")):
        other = replace(dossier, files=[replace(one, verdict=verdict) if one == file else one for one in dossier.files])
        assert [one.mismatch for one in unreconciled(other)] == [Mismatch.UNSCANNED]


@pytest.mark.parametrize(
    ("text", "shelf"),
    [
        ("2柜-3层-第5盒", Shelf("2", "3", "5")),
        ("3层-第12盒", Shelf("", "3", "12")),
        ("甲柜", Shelf("甲", "", "")),
        ("", Shelf()),
        ("档案室东墙", None),
        ("2柜-靠窗", None),
    ],
)
def test_places_are_read_and_written_alike(text: str, shelf: Shelf | None) -> None:
    assert shelf_of(text) == shelf
    if shelf is not None:
        assert str(shelf) == text
