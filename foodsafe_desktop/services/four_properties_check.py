"""四性检测 of the whole archive, as before a hand-over: everything is read again, nothing is changed."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.four_properties import Holdings, Result, four_properties
from foodsafe_desktop.domain.personal_data import PersonalData, personal_data
from foodsafe_desktop.domain.secrecy import internal_mark
from foodsafe_desktop.domain.texts import TextState
from foodsafe_desktop.services.coding import coding_of
from foodsafe_desktop.services.fixity_check import verify_archive
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive, CheckReport
from foodsafe_desktop.services.reporting import facts_of, refuse_own_places
from foodsafe_desktop.services.review import overview

_READ = (TextState.READ, TextState.EMPTY, TextState.NO_WORDS)


def check(archive: Archive, job: Job, verified: CheckReport | None = None) -> tuple[Result, ...]:
    """Verify every file, look through the texts that were read, and judge the holdings by every check.

    `verified`: a verification that was made just now, so that nothing is read twice. Raises FolderGone, FolderEmptied,
    Cancelled, StoreFailed.
    """
    if verified is None:
        verified = verify_archive(archive, job)
    now = overview(archive)
    with archive.store.begin() as unit:
        coding = coding_of(unit)
    personal, internal, read = _looked_through(archive, now.dossier, job)
    return four_properties(
        Holdings(
            now.catalogue,
            now.dossier,
            now.coverage,
            coding,
            archive.clock().date(),
            {found.path: found.size for found in archive.folder.walk(job).files},
            verified.mismatched,
            verified.missing,
            verified.unexpected,
            verified.faults,
            archive.store.is_sound(),
            personal,
            read,
            internal,
        )
    )


def write_check(archive: Archive, results: Sequence[Result], target: Path) -> None:
    """Write the report: a workbook where `target` ends in ``.xlsx``, else a document.

    Raises CannotWrite, OutputInEvidence, OutputOnArchive.
    """
    refuse_own_places(archive, target)
    facts = facts_of(overview(archive), archive.clock().date())
    archive.reports.four_properties(facts, results, target)


def _looked_through(
    archive: Archive, dossier: Dossier, job: Job
) -> tuple[Mapping[str, Mapping[PersonalData, int]], Mapping[str, str], frozenset[str]]:
    """What texts show of persons, and first pages are marked with, by content; and whose words were read at all."""
    states = archive.texts.store.states()
    wanted = [key for key in dossier.contents if states.get(key) in _READ]
    found: dict[str, Mapping[PersonalData, int]] = {}
    internal: dict[str, str] = {}
    for done, key in enumerate(wanted):
        job.step(done, len(wanted), "查找个人信息和内部资料标志")
        text = archive.texts.store.text_of(key)
        shown = personal_data("\n".join(page.text for page in text.pages)) if text else {}
        if shown:
            found[key] = shown
        if text and text.pages and text.pages[0].page == 1 and (mark := internal_mark(text.pages[0].text)):
            internal[key] = mark
    return found, internal, frozenset(wanted)
