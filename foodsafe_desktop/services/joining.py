"""与扫描件合并: a paper record and the file that is its scan become one document."""

from dataclasses import replace

from foodsafe_desktop.domain.errors import JoinRefused
from foodsafe_desktop.domain.evidence import Assignment, Evidence, Origin, taken_back
from foodsafe_desktop.services.deciding import Decision
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.ports.store import UnitOfWork

_TAKEN = ("document_number", "author", "reference_code", "secrecy", "retention", "organ", "dated", "year")
"""Facts that the scan's record takes over where it has none of its own."""


def join(archive: Archive, paper_id: int, scan_id: int) -> Decision:
    """Put what is known of a paper on the record of its scan, with its numbers; the paper's own record is recycled.

    Place, pages, kind and holder of the paper go over, and what else the scan's record lacks. Raises JoinRefused
    unless the one has no file, the other has one, and both are live.
    """
    with archive.store.begin() as unit:
        dossier = unit.dossier()
        paper, scan = dossier.evidence.get(paper_id), dossier.evidence.get(scan_id)
        if paper is None or scan is None or paper.recycled or scan.recycled:
            raise JoinRefused("所选材料已不在档案中，或已移入回收状态")
        if dossier.files_of.get(paper_id) or not dossier.files_of.get(scan_id):
            raise JoinRefused("须选一件没有文件的纸质登记和一件有扫描文件的材料")
        numbers = set(dossier.numbers_of.get(scan_id, ()))
        added = [one for one in dossier.assignments if one.evidence_id == paper_id and one.number not in numbers]
        aside, joined = replace(paper, recycled=True), _joined(paper, scan)
        _write(archive, unit, aside, joined, "papers_joined")
        now = archive.clock()
        unit.assign(Assignment(scan_id, one.number, Origin.PERSON, now, archive.who, one.requirements) for one in added)

    def undo() -> None:
        with archive.store.begin() as unit:
            now = unit.dossier().evidence
            parted = taken_back(paper, aside, now[paper_id]), taken_back(scan, joined, now[scan_id])
            _write(archive, unit, *parted, "papers_parted")
            unit.unassign((scan_id, one.number) for one in added)

    return Decision(
        f"已将纸质件《{paper.title}》与扫描件《{scan.title}》合并为一件。",
        undo,
        lambda: join(archive, paper_id, scan_id),
    )


def _joined(paper: Evidence, scan: Evidence) -> Evidence:
    taken = {name: getattr(paper, name) for name in _TAKEN if not getattr(scan, name)}
    note = "\n".join(dict.fromkeys(text for text in (scan.note, paper.note) if text))
    return replace(
        scan,
        paper_place=paper.paper_place or scan.paper_place,
        pages=paper.pages or scan.pages,
        paper_kind=paper.paper_kind or scan.paper_kind,
        holder=paper.holder or scan.holder,
        note=note,
        **taken,
    )


def _write(archive: Archive, unit: UnitOfWork, paper: Evidence, scan: Evidence, verb: str) -> None:
    unit.save_evidence([paper, scan])
    detail: dict[str, object] = {"evidence": [paper.id, scan.id], "title": paper.title}
    unit.record(archive.clock(), archive.who, verb, f"evidence {scan.id}", detail)
