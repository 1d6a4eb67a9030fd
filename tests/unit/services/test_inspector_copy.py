"""What is copied for inspectors, and that the archive's own binders stay what they are."""

from pathlib import Path

import pytest

from foodsafe_desktop.domain.errors import OutputInEvidence, ScopeUnknown
from foodsafe_desktop.domain.texts import FileText, PageText, TextSource, TextState, content_key
from foodsafe_desktop.services.accession import scan
from foodsafe_desktop.services.binders import bind
from foodsafe_desktop.services.inspector_copy import inspector_copy
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive
from tests.fakes import FakeArchive, FakeFolder, FakePress

OUT = Path("/usb")


@pytest.fixture
def held(archive: FakeArchive, folder: FakeFolder) -> FakePress:
    folder.put("(8) 会商/2022/a.pdf", b"a")
    folder.put("(8) 会商/2023/b.bad", b"b")
    folder.put("(8) 会商/2023/机密 c.pdf", b"c")
    scan(archive, Job())
    return archive.press


def test_a_copy_holds_the_volumes_of_its_scope_and_says_that_it_is_partial(archive: Archive, held: FakePress) -> None:
    report = inspector_copy(archive, "item:4", OUT, Job())
    assert (report.page, report.partial) == (OUT / "index.html", True)
    assert [volume.plan.key for volume in report.volumes] == ["item-4"]
    assert held.copied is not None
    facts, volumes = held.copied
    assert facts.of == "第4大项"
    assert facts.coverage.standings[8].assigned == 3
    assert tuple(volumes) == report.volumes
    assert not inspector_copy(archive, "item:5", OUT, Job()).partial


def test_the_archives_own_binders_stay_registered_as_they_are(archive: Archive, held: FakePress) -> None:
    bind(archive, "item:4", Path("/out"), Job())
    with archive.store.begin() as unit:
        before = unit.binders()
    inspector_copy(archive, "all", OUT, Job())
    with archive.store.begin() as unit:
        assert unit.binders() == before
        last = list(unit.history())[-1]
    assert (last.verb, last.subject, last.detail["volumes"]) == ("copied", str(OUT), 37)


def test_words_of_files_go_along_only_where_they_are_asked_for(archive: Archive, held: FakePress) -> None:
    with archive.store.begin() as unit:
        open_file, withheld = (
            next(one for one in unit.dossier().files if one.path.endswith(end)) for end in ("a.pdf", "c.pdf")
        )
    key = content_key(open_file)
    assert key is not None
    archive.texts.store.keep([(key, FileText(TextState.READ, (PageText(1, "会商", TextSource.LAYER),)))])
    for full_text in (False, True):
        inspector_copy(archive, "item:4", OUT, Job(), full_text=full_text)
        assert held.copied is not None
        facts, _ = held.copied
        found = facts.words(open_file)
        assert (found.pages[0].text if found else None) == ("会商" if full_text else None)
        assert facts.words(withheld) is None


def test_nothing_is_copied_into_the_evidence_or_of_an_unknown_scope(archive: Archive, held: FakePress) -> None:
    with pytest.raises(OutputInEvidence):
        inspector_copy(archive, "all", archive.place.evidence / "copy", Job())
    with pytest.raises(ScopeUnknown):
        inspector_copy(archive, "item:99", OUT, Job())
    assert held.copied is None
