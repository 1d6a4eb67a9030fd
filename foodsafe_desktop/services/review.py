"""The one question that every screen asks: how the archive stands right now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from foodsafe_desktop.domain.amending import differing
from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.corrections import Correction, corrected, without_effect
from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.editions import Edition
from foodsafe_desktop.domain.evidence import EvidenceFile, Presence
from foodsafe_desktop.domain.findings import Finding
from foodsafe_desktop.domain.gaps import Coverage, CoverageOptions, coverage, recover
from foodsafe_desktop.domain.issuing import ChangedPiece, FrozenVolume, changes_of, latest
from foodsafe_desktop.domain.questions import Question
from foodsafe_desktop.domain.requirements import RequirementList, edited
from foodsafe_desktop.services import rehashed
from foodsafe_desktop.services.asking import open_in
from foodsafe_desktop.services.deadlines import Deadlines, deadlines_of
from foodsafe_desktop.services.notes import notes_of
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.reckoned import Reckoning
from foodsafe_desktop.services.reckoning import options_of


@dataclass(frozen=True)
class Overview:
    """One consistent picture: the catalogue in use, the holdings, and what follows from the two.

    `printed` is the catalogue before corrections, `idle` the corrections that do not fit it. `requirements` is the
    list in use, with the archive's own edits laid over `listed`, which came with the catalogue; `options` say how
    coverage was reckoned. `questions` wait for an answer, oldest first. `issued` are the last issues of the
    volumes that were handed out, `changes` what is not as they have it, by the volume's key. `deadlines` are the days
    of application and acceptance that the archive was told, `notes` what was noted on numbers.
    """

    catalogue: Catalogue
    dossier: Dossier
    coverage: Coverage
    folder_online: bool
    requirements: RequirementList
    printed: Catalogue
    options: CoverageOptions
    findings: tuple[Finding, ...] = ()
    idle: tuple[Correction, ...] = ()
    listed: RequirementList = field(default_factory=RequirementList)
    questions: tuple[Question, ...] = ()
    issued: tuple[FrozenVolume, ...] = ()
    changes: Mapping[str, tuple[ChangedPiece, ...]] = field(default_factory=dict)
    deadlines: Deadlines = field(default_factory=Deadlines)
    notes: Mapping[int, str] = field(default_factory=dict)


def overview(archive: Archive) -> Overview:
    """Read the archive's holdings once and work out the standing of every number."""
    with archive.store.begin() as unit:
        dossier, findings, options = unit.dossier(), tuple(unit.findings()), options_of(unit)
        issued, deadlines, notes = latest(rehashed.issued(unit)), deadlines_of(unit), notes_of(unit)
    edition = archive.rules.edition
    # What every view asks of a dossier is reckoned here, once, and not on the thread that draws.
    _ = dossier.files_of, dossier.numbers_of, dossier.inbox, dossier.file_by_id
    return Overview(
        catalogue=archive.catalogue,
        dossier=dossier,
        coverage=_reckoned(archive, edition, dossier, options),
        folder_online=is_online(archive.place.evidence, dossier),
        requirements=edited(edition.requirements, dossier.requirement_edits),
        printed=edition.catalogue,
        options=options,
        findings=findings,
        idle=without_effect(edition.catalogue, dossier.corrections),
        listed=edition.requirements,
        questions=open_in(archive.catalogue, dossier),
        issued=issued,
        changes=changes_of(issued, dossier),
        deadlines=deadlines,
        notes=notes,
    )


def _reckoned(archive: Archive, edition: Edition, dossier: Dossier, options: CoverageOptions) -> Coverage:
    """The coverage, gone on from the last one where only holdings and electives have changed since."""
    last = archive.reckoned.last
    if (
        last is None
        or last.edition is not edition
        or last.coverage.rule.options != options
        or last.dossier.corrections != dossier.corrections
        or last.dossier.requirement_edits != dossier.requirement_edits
    ):
        covered = coverage_of(edition, dossier, options)
    else:
        listed = last.coverage.rule.requirements
        covered = recover(last.coverage, dossier, differing(last.dossier, dossier, listed))
    archive.reckoned.last = Reckoning(edition, dossier, covered)
    return covered


def is_online(folder: Path, dossier: Dossier) -> bool:
    """Whether the evidence folder is there: an empty one in place of recorded files is a share that is not mounted."""
    try:
        return folder.is_dir() and (any(folder.iterdir()) or not any(map(_is_present, dossier.files)))
    except OSError:
        return False


def _is_present(file: EvidenceFile) -> bool:
    return file.presence is Presence.PRESENT


def coverage_of(edition: Edition, dossier: Dossier, options: CoverageOptions) -> Coverage:
    """The standing of every number under an edition: the one in use, or one that is only looked at."""
    catalogue = corrected(edition.catalogue, dossier.corrections)
    return coverage(catalogue, dossier, edited(edition.requirements, dossier.requirement_edits), options)
