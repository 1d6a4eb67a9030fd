"""Whoever puts paper together: laying out, binding, exchanging sheets, the set's lists, the inspector's copy."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from foodsafe_desktop.domain.binder import VolumePlan
from foodsafe_desktop.domain.recipe import Recipe
from foodsafe_desktop.domain.sheets import BinderPlan, Measured, SheetRef
from foodsafe_desktop.domain.supplements import Supplement
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports.packages import Package
from foodsafe_desktop.services.ports.renderer import NotPrintable, Rendition
from foodsafe_desktop.services.ports.volumes import BinderFacts, BoundVolume, CopyFacts, Laid, SetFiles

Place = Callable[[VolumePlan, Recipe, Mapping[SheetRef, Measured]], BinderPlan]
"""Gives every run of a volume its place and its numbers, from its measures."""


class Apart(Protocol):
    """A folder apart, unseen inside the folder that files are meant for, on the same disk."""

    @property
    def folder(self) -> Path:
        """Where to compile."""
        ...

    @property
    def token(self) -> str:
        """What was promised; empty where nothing was."""
        ...

    def promise(self, token: str) -> None:
        """Write a token down, so that the next run can tell what was about to happen. Raises CannotWrite."""
        ...

    def put_in_place(self) -> None:
        """Move all files out to where they are meant for; a document there that may have been edited gets another name.

        Raises CannotWrite; what was moved stays, and to do it again completes it.
        """
        ...

    def discard(self) -> None:
        """Take everything away."""
        ...


class BinderPress(Protocol):
    """Puts paper together. All writes are atomic: a target is either complete or as it was before."""

    def lay_out(
        self,
        volume: VolumePlan,
        recipe: Recipe,
        facts: BinderFacts,
        parts: Mapping[SheetRef, Measured],
        place: Place = ...,
        check: Callable[[], None] = ...,
    ) -> Laid:
        """Draw the volume's own sheets and give every run its place, by `place` (None given: from 1 in order).

        `parts` are the measures of the pieces' files; of those with a slip the press draws and measures the slip sheet.
        `check` is called before every sheet, and may raise to stop.
        """
        ...

    def bind(
        self,
        laid: Laid,
        pages_of: Callable[[SheetRef], Rendition | NotPrintable],
        facts: BinderFacts,
        out: Path,
        job: Job,
    ) -> BoundVolume:
        """Compile a volume exactly as laid out into `out` as PDF, DOCX and manifest.

        Raises FailedLate where a file gives no pages after all, CannotWrite; Cancelled leaves nothing.
        """
        ...

    def reissue(self, plan: BinderPlan, issued: Path, facts: BinderFacts, out: Path, job: Job) -> BoundVolume:
        """Put the PDF of an issued volume into `out` byte for byte, with DOCX and manifest; `plan` is what it holds.

        Raises CannotWrite; Cancelled leaves nothing.
        """
        ...

    def exchange(self, bound: BoundVolume, found: Supplement, facts: BinderFacts, job: Job) -> Path:
        """The sheets that a supplement puts in, behind its 换页清单, as one PDF beside the volume that `bound` is now.

        Raises CannotWrite; Cancelled leaves nothing.
        """
        ...

    def index(
        self,
        volumes: Sequence[BoundVolume],
        not_bound: Mapping[str, str],
        facts: BinderFacts,
        out: Path,
        of: str = "",
    ) -> SetFiles:
        """What goes with a set of volumes, in `out`, with a manifest. `not_bound` maps an item's title to the reason.

        `of` says which part of the whole set these are (第4大项): each has an index of its own and leaves those of the
        others alone. Raises CannotWrite.
        """
        ...

    def inspector_copy(
        self, facts: CopyFacts, out: Path, compiled: Callable[[Path], Sequence[BoundVolume]], job: Job
    ) -> Path:
        """A copy for inspectors in `out`: the volumes' PDFs, a page that leads through them, a manifest; that page.

        `compiled` puts the volumes into the folder it is given. All is put in place together; Cancelled leaves `out`
        as it was. Raises CopyFolderTaken where `out` holds anything but an earlier copy, CannotWrite.
        """
        ...

    def package(self, out: Path, size: int, algorithms: Sequence[str]) -> AbstractContextManager[Package]:
        """A hand-over package for `out`, an empty folder or none, of at least `size` bytes.

        `algorithms`: by which its manifests are made, beside SHA-256. Leaving it before it is finished leaves nothing.
        Raises TargetNotEmpty, DiskFull, CannotWrite.
        """
        ...

    def set_apart(self, out: Path, mark: str) -> Apart:
        """A new folder apart in `out`; `mark` tells whose it is. Names in it are such as `out` has room for.

        Raises CannotWrite.
        """
        ...

    def left_apart(self, out: Path, mark: str) -> Sequence[Apart]:
        """The folders of that mark that killed runs left in `out`."""
        ...

    def is_there(self, out: Path) -> bool:
        """Whether that folder is there now: it may be on a stick."""
        ...

    def digest(self, pdf: Path, job: Job) -> str:
        """SHA-256 of a compiled volume as it is now. Raises OSError."""
        ...
