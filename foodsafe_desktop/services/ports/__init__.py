"""What services need of the world, as Protocols. `app` hands in the real ones, unit tests hand in fakes.

In this room, by subject: the evidence folder, inspecting and rendering files, the press, and the `Archive` that holds
them all, with the frozen records that pass through them; and, imported from their own modules by those who need them,
the `store`, the `texts`, the `reports`, the `packages` and the `pages` on a screen. Not in this room: any
implementation.
"""

from foodsafe_desktop.services.ports.archive import Archive, ArchivePlace, Clock
from foodsafe_desktop.services.ports.checking import CheckReport
from foodsafe_desktop.services.ports.folder import EvidenceFolder, FolderListing, FoundFile, Unreachable
from foodsafe_desktop.services.ports.inspector import Inspector
from foodsafe_desktop.services.ports.press import Apart, BinderPress, Place
from foodsafe_desktop.services.ports.recipe_text import RecipeText
from foodsafe_desktop.services.ports.renderer import NotPrintable, Picture, Renderer, Rendition, SeenPages
from foodsafe_desktop.services.ports.volumes import (
    BinderFacts,
    BoundVolume,
    CopyFacts,
    FailedLate,
    Laid,
    NotPrinted,
    SetFiles,
    Sheet,
    SheetLink,
    not_printed,
)

__all__ = [
    "Apart",
    "Archive",
    "ArchivePlace",
    "BinderFacts",
    "BinderPress",
    "BoundVolume",
    "CheckReport",
    "Clock",
    "CopyFacts",
    "EvidenceFolder",
    "FailedLate",
    "FolderListing",
    "FoundFile",
    "Inspector",
    "Laid",
    "NotPrintable",
    "NotPrinted",
    "Picture",
    "Place",
    "RecipeText",
    "Renderer",
    "Rendition",
    "SeenPages",
    "SetFiles",
    "Sheet",
    "SheetLink",
    "Unreachable",
    "not_printed",
]
