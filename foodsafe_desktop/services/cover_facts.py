"""What covers and closing notes say beside the plan, and who compiles the set."""

from dataclasses import replace

from foodsafe_desktop.domain.issuing import FrozenVolume
from foodsafe_desktop.domain.wording import binder_title
from foodsafe_desktop.services.coding import coding_of
from foodsafe_desktop.services.deciding import Decision
from foodsafe_desktop.services.ports import Archive, BinderFacts
from foodsafe_desktop.services.restoring import ARCHIVE_ID

COMPILED_BY = "compiled_by"
"""The name under which the store keeps who compiles the set."""


def facts_of(archive: Archive, issue: int = 0) -> BinderFacts:
    """What covers, closing notes and codes say beside the plan."""
    catalogue = archive.catalogue
    with archive.store.begin() as unit:
        fonds, archive_id = coding_of(unit).fonds, unit.setting(ARCHIVE_ID) or ""
    return BinderFacts(
        archive_title=binder_title(catalogue.title),
        document_number=catalogue.document_number,
        years=(catalogue.years[0], catalogue.years[-1]),
        on=archive.clock().date(),
        compiled_by=compiled_by(archive),
        fonds=fonds,
        archive_id=archive_id,
        issue=issue,
    )


def facts_as_issued(facts: BinderFacts, frozen: FrozenVolume) -> BinderFacts:
    """The facts with what the cover of an issued volume said first: it stays, whatever the archive's settings are now.

    Of what was issued before this was kept, only the day is known.
    """
    kept = frozen.imprint
    if kept is None:
        return replace(facts, on=frozen.at.date())
    return replace(facts, on=kept.on, fonds=kept.fonds, compiled_by=kept.compiled_by)


def compiled_by(archive: Archive) -> str:
    """Who compiles the set, as covers name them (编制单位); empty where that is filled in by hand."""
    with archive.store.begin() as unit:
        return unit.setting(COMPILED_BY) or ""


def save_compiled_by(archive: Archive, name: str) -> Decision:
    """Say who compiles the set; an empty name leaves a line to write on."""
    before = compiled_by(archive)
    _save_compiled_by(archive, name.strip())
    return Decision(
        "已保存编制单位，下次装订起生效；已发出的卷不变。",
        lambda: _save_compiled_by(archive, before),
        lambda: _save_compiled_by(archive, name.strip()),
    )


def _save_compiled_by(archive: Archive, name: str) -> None:
    with archive.store.begin() as unit:
        unit.set_setting(COMPILED_BY, name)
        unit.record(archive.clock(), archive.who, "settings_saved", COMPILED_BY, {"name": name})
