"""A mark on a first page suspends the file, as one in its name does; a person may release it, and that holds."""

import pytest

from foodsafe_desktop.domain.errors import ReleaseRefused
from foodsafe_desktop.domain.evidence import Condition, EvidenceFile
from foodsafe_desktop.domain.texts import FileText, TextState, content_key
from foodsafe_desktop.services.accession import scan
from foodsafe_desktop.services.inspecting import inspect
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.search_index import search_index
from foodsafe_desktop.services.withholding import release, suspended_at, withhold_marked
from tests.fakes import FakeArchive, FakeFolder
from tests.sure import sure

MARKED, COPY, OTHER = "(8) 会商/2022/会议材料.pdf", "副本.pdf", "(9) 监测/2022/总结.pdf"


def files(archive: Archive) -> dict[str, EvidenceFile]:
    with archive.store.begin() as unit:
        return {file.path: file for file in unit.dossier().files}


def conditions(archive: Archive) -> dict[str, Condition]:
    return {path: file.verdict.condition for path, file in files(archive).items()}


def take_in(archive: Archive) -> None:
    scan(archive, Job())
    inspect(archive, Job())


def found_marked(archive: Archive, path: str) -> None:
    """What reading the file's text leaves behind: the state, and nothing else."""
    key = content_key(files(archive)[path])
    assert key is not None
    archive.texts.store.keep([(key, FileText(TextState.SECRET))])


@pytest.fixture
def shelf(archive: Archive, folder: FakeFolder) -> Archive:
    folder.put(MARKED, b"marked")
    folder.put(OTHER, b"plain")
    take_in(archive)
    found_marked(archive, MARKED)
    return archive


def test_nothing_marked_is_nothing_to_decide(archive: Archive, folder: FakeFolder) -> None:
    folder.put(OTHER, b"plain")
    take_in(archive)
    assert withhold_marked(archive) is None


def test_a_mark_inside_takes_a_file_out_of_use_once(shelf: Archive) -> None:
    decision = withhold_marked(shelf)
    assert decision is not None
    assert decision.paths == (MARKED,)
    assert conditions(shelf) == {MARKED: Condition.SUSPENDED, OTHER: Condition.OK}
    with shelf.store.begin() as unit:
        dossier = unit.dossier()
    assert [one.files[0].path for one in search_index(shelf.catalogue, dossier).entries.values()] == [OTHER]
    assert [file.path for file in dossier.contents.values()] == [OTHER]
    assert withhold_marked(shelf) is None


def test_the_history_says_so_without_a_word_of_it(shelf: Archive) -> None:
    withhold_marked(shelf)
    with shelf.store.begin() as unit:
        [line] = [one for one in unit.history() if one.verb == "file_withheld"]
    file = files(shelf)[MARKED]
    assert file.fixity is not None
    assert (line.subject, line.detail) == (f"evidence {file.evidence_id}", {"digest": file.fixity.digest})


def test_it_stays_so_over_scans_names_and_copies(shelf: Archive, folder: FakeFolder) -> None:
    withhold_marked(shelf)
    folder.put(MARKED, b"marked", 99)
    folder.put(COPY, b"marked")
    take_in(shelf)
    assert conditions(shelf) == {
        MARKED: Condition.SUSPENDED,
        OTHER: Condition.OK,
        COPY: Condition.SUSPENDED,
    }
    folder.move(MARKED, "(8) 会商/2022/改名.pdf")
    take_in(shelf)
    assert conditions(shelf)["(8) 会商/2022/改名.pdf"] is Condition.SUSPENDED


def test_another_content_is_looked_at_anew(shelf: Archive, folder: FakeFolder) -> None:
    withhold_marked(shelf)
    folder.put(MARKED, b"another", 99)
    take_in(shelf)
    assert conditions(shelf)[MARKED] is Condition.OK


def test_a_person_s_release_outlives_what_was_read(shelf: Archive, folder: FakeFolder) -> None:
    decision = withhold_marked(shelf)
    assert decision is not None
    decision.undo()
    assert conditions(shelf)[MARKED] is Condition.OK
    shelf.texts.store.forget_others(())
    found_marked(shelf, MARKED)
    assert withhold_marked(shelf) is None
    folder.put(COPY, b"marked")
    take_in(shelf)
    assert withhold_marked(shelf) is None
    sure(decision.redo)()
    assert conditions(shelf)[MARKED] is Condition.SUSPENDED


def test_pages_made_of_it_go_and_a_later_release_opens_it_again(shelf: FakeArchive, folder: FakeFolder) -> None:
    withhold_marked(shelf)
    assert shelf.renderer.forgotten == [MARKED]
    folder.put(COPY, b"marked")
    take_in(shelf)
    decision = release(shelf, files(shelf)[MARKED].evidence_id, Job())
    assert set(conditions(shelf).values()) == {Condition.OK}
    found_marked(shelf, MARKED)
    assert withhold_marked(shelf) is None
    decision.undo()
    assert conditions(shelf)[COPY] is Condition.SUSPENDED


def test_a_suspended_piece_is_named_by_its_path(shelf: Archive) -> None:
    withhold_marked(shelf)
    assert suspended_at(shelf, MARKED.replace("/", "\\")).title == "会议材料"
    for path in (OTHER, "没有.pdf"):
        with pytest.raises(ReleaseRefused):
            suspended_at(shelf, path)


def test_what_is_suspended_for_its_name_is_not_released(archive: Archive, folder: FakeFolder) -> None:
    folder.put("机密 材料.pdf", b"named")
    take_in(archive)
    with pytest.raises(ReleaseRefused):
        release(archive, files(archive)["机密 材料.pdf"].evidence_id, Job())
