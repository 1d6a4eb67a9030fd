"""Plan binders: measure what would be printed, lay every volume out, split it into boxes. Nothing is written."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from foodsafe_desktop.domain.annexes import Annex
from foodsafe_desktop.domain.binder import Elsewhere, Part, Piece, VolumePlan
from foodsafe_desktop.domain.boxes import large_pages, spine_for, split, thickness
from foodsafe_desktop.domain.errors import FolderGone, ScopeUnknown
from foodsafe_desktop.domain.evidence import Condition, EvidenceFile, Presence
from foodsafe_desktop.domain.issuing import FrozenVolume
from foodsafe_desktop.domain.preflight import Remark, held_back, narrowed
from foodsafe_desktop.domain.printed_size import printed
from foodsafe_desktop.domain.recipe import Recipe
from foodsafe_desktop.domain.references import Document, completed, printed_in
from foodsafe_desktop.domain.sheets import A4, BinderPlan, Measured, SheetRef, lay_out, part_refs
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive, BinderFacts, Laid, NotPrintable, Place, Rendition, SeenPages
from foodsafe_desktop.services.ports.renderer import UNREGISTERED

_DESCRIBED = frozenset({"zip", "rar", "7z", "mp4", "mov", "mp3", "wav"})
"""Formats that never print, but of whose content something is said on the slip sheet."""


@dataclass(frozen=True)
class Costs:
    """What volumes take in paper. `large` pages are larger than A4; `spines` are the boxes' widths in mm, in order.

    `coloured` pages are in colour, on `coloured_leaves` of the leaves.
    """

    volumes: int
    pages: int
    leaves: int
    large: int
    spines: tuple[float, ...]
    coloured: int = 0
    coloured_leaves: int = 0


@dataclass(frozen=True)
class BindingPlan:
    """Volumes as they would be printed, a box each, and what a person should know before they are."""

    scope: str
    recipe: Recipe
    volumes: tuple[BinderPlan, ...]
    remarks: tuple[Remark, ...]
    costs: Costs


def costs_of(plans: Sequence[BinderPlan]) -> Costs:
    """What these volumes take in paper."""
    return Costs(
        volumes=len(plans),
        pages=sum(plan.pages for plan in plans),
        leaves=sum(plan.leaves for plan in plans),
        large=sum(large_pages(plan) for plan in plans),
        spines=tuple(spine_for(thickness(plan), plan.recipe) for plan in plans),
        coloured=sum(len(plan.coloured) for plan in plans),
        coloured_leaves=sum(plan.coloured_leaves for plan in plans),
    )


@dataclass
class Planned:
    """A volume on its way to the press: laid out, with the measures and pages of its files."""

    laid: Laid
    parts: dict[SheetRef, Measured]
    pages: dict[SheetRef, Rendition]
    frozen: FrozenVolume | None = None
    """The issue that this is; None where it was never handed out. What was is neither measured nor laid out anew."""

    @property
    def volume(self) -> VolumePlan:
        """The volume as arranged."""
        return self.laid.plan.volume


@dataclass
class Planner:
    """Lays out volumes one after the other: those before are known when references of those after are led there."""

    archive: Archive
    recipe: Recipe
    facts: BinderFacts
    job: Job
    known: dict[Document, Elsewhere] = field(default_factory=dict)
    place: Place = lay_out
    issued: Callable[[str], list[Planned]] = lambda _base: []
    """The boxes of a volume that was issued, by its key; none where it was not."""
    _found: dict[int, Rendition | NotPrintable] = field(default_factory=dict)

    def plan(self, scope: str, volumes: Sequence[VolumePlan], steps: int) -> list[Planned]:
        """All boxes of the volumes of a scope; `steps` is how many the whole job has. Raises ScopeUnknown."""
        kind, _, value = scope.strip().partition(":")
        wanted = int(value) if kind == "box" else None
        made: list[Planned] = []
        done = 0
        for volume in volumes:
            made += self.issued(volume.base) or self._boxes(volume, done, steps)
            done += weight(volume)
            if wanted is not None and len(made) >= wanted:
                return [made[wanted - 1]]
        if wanted is not None:
            raise ScopeUnknown(scope)
        return made

    def whole(self, volume: VolumePlan, steps: int) -> Planned:
        """One volume as it is, however thick."""
        parts, pages = self._measured(volume, 0, steps)
        return Planned(self._laid(volume, parts), parts, pages)

    def again(self, planned: Planned, volume: VolumePlan | None = None) -> None:
        """Lay a volume out anew, after its measures, what is known of others, or itself (`volume`) changed."""
        planned.laid = self._laid(volume or planned.volume, planned.parts)

    def is_current(self, planned: Planned) -> bool:
        """Whether all its references still lead to where the documents are printed."""
        return completed(planned.volume, self.known) == planned.volume

    def _measured(
        self, volume: VolumePlan, done: int, steps: int
    ) -> tuple[dict[SheetRef, Measured], dict[SheetRef, Rendition]]:
        parts: dict[SheetRef, Measured] = {}
        pages: dict[SheetRef, Rendition] = {}
        for index, piece in enumerate(volume.pieces):
            self.job.step(done + index, steps, f"{volume.name}：{piece.title}")
            if piece.printed_at is None:
                self._measure(piece, parts, pages)
        self.job.check()
        return parts, pages

    def _boxes(self, volume: VolumePlan, done: int, steps: int) -> Iterator[Planned]:
        parts, pages = self._measured(volume, done, steps)
        whole = self._laid(volume, parts)
        boxes = split(whole.plan)
        if len(boxes) == 1:
            yield Planned(whole, parts, pages)
            return
        for document in printed_in([whole.plan]):
            del self.known[document]  # each is in a box of its own name, with other page numbers
        for box in boxes:
            yield Planned(self._laid(box, parts), parts, pages)

    def _laid(self, volume: VolumePlan, parts: dict[SheetRef, Measured]) -> Laid:
        volume = completed(volume, self.known)
        laid = self.archive.press.lay_out(volume, self.recipe, self.facts, parts, self.place, self.job.check)
        self.known.update(printed_in([laid.plan]))
        return laid

    def _measure(self, piece: Piece, parts: dict[SheetRef, Measured], pages: dict[SheetRef, Rendition]) -> None:
        for ref, part in zip(part_refs(piece), piece.parts, strict=True):
            found = NotPrintable(part.slip, self._annex(part)) if part.slip is not None else self._pages(part)
            if isinstance(found, NotPrintable):
                parts[ref] = Measured((), slip=found.sentence, annex=found.annex)
                continue
            pages[ref] = found
            sizes, slip = narrowed(found.sizes or (A4,) * found.pages, part.pages)
            slip = slip or held_back(len(sizes), self.recipe)
            sizes = tuple(printed(size, self.recipe) for size in sizes)
            seen = self._seen(part, found) if slip is None else SeenPages()
            made = Measured(sizes, slip, found.notes, _fingerprint(part, found), unprinted=found.unprinted)
            if seen is None:
                parts[ref] = replace(made, colour=None if self.recipe.colour else ())
                continue
            colour = seen.coloured if self.recipe.colour else ()
            parts[ref] = replace(made, colour=colour, blank=seen.blank, lost=seen.lost)

    def _seen(self, part: Part, found: Rendition) -> SeenPages | None:
        """How a part's pages look; a photo sheet as any of its pictures, and a blank one among them is a lost one."""
        pairs = zip(part.files, found.photos or (found.pdf,), strict=True)
        told = [self.archive.renderer.seen_pages(pdf, file, self.job) for file, pdf in pairs]
        known = [one for one in told if one is not None]
        if len(known) < len(told):
            return None
        if part.photos:
            coloured, lost = any(one.coloured for one in known), any(one.lost or one.blank for one in known)
            return SeenPages((0,) * coloured, lost=(0,) * lost)
        [seen] = known
        if part.pages is None:
            return seen
        first, last = part.pages
        among = (seen.coloured, seen.blank, seen.lost)
        return SeenPages(*(tuple(at - first + 1 for at in places if first - 1 <= at < last) for places in among))

    def _pages(self, part: Part) -> Rendition | NotPrintable:
        """A part's pages: those of its file, or the one photo sheet of its pictures."""
        if not part.photos:
            return self._rendition(part.file)
        found: list[Rendition] = []
        for file in part.photos:
            one = self._rendition(file)
            if isinstance(one, NotPrintable):
                return NotPrintable(f"“{file.path.rpartition('/')[2]}”：{one.sentence}")
            found.append(one)
        return replace(found[0], sizes=(A4,), photos=tuple(one.pdf for one in found))

    def _annex(self, part: Part) -> Annex | None:
        """What can be said of a file that is known not to print; one that must not be opened is not."""
        file = part.file
        if file is None or file.presence is not Presence.PRESENT or file.verdict.format not in _DESCRIBED:
            return None
        if file.verdict.condition not in (Condition.OK, Condition.UNKNOWN):
            return None
        found = self._rendition(file)
        return found.annex if isinstance(found, NotPrintable) else None

    def _rendition(self, file: EvidenceFile | None) -> Rendition | NotPrintable:
        """A file's pages, made or found once however often it is printed.

        Raises FolderGone where they would be missing only because the evidence folder is: nothing is bound without
        what a share that is not connected holds.
        """
        if file is None or file.fixity is None:
            return NotPrintable(UNREGISTERED)
        if file.id not in self._found:
            source = self.archive.folder.absolute(file.path)
            made = self._found[file.id] = self.archive.renderer.render(source, file, self.job)
            if isinstance(made, NotPrintable) and file.verdict.condition is Condition.OK and not self._is_there():
                raise FolderGone(str(self.archive.place.evidence))
        return self._found[file.id]

    def _is_there(self) -> bool:
        folder = self.archive.place.evidence
        try:
            return any(folder.iterdir())  # the place where a share is not connected is empty
        except OSError:
            return False


def weight(volume: VolumePlan) -> int:
    """How many steps of progress a volume counts for."""
    return len(volume.pieces) + len(volume.sections)


def _fingerprint(part: Part, found: Rendition) -> str:
    """Equal for equal pages: from the file's digest, the range that is meant and the program that laid it out."""
    fixities = (file.fixity for file in part.files)
    digest = ",".join(f"{one.algorithm}:{one.digest}" for one in fixities if one is not None)
    return f"{digest}#{part.pages or ''}|{found.converter}"
