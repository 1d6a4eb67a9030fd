"""文档转换方式: which program an archive has its office documents laid out by."""

from collections.abc import Sequence

from foodsafe_desktop.domain.converting import Conversion, conversion_from_text
from foodsafe_desktop.domain.evidence import EvidenceFile
from foodsafe_desktop.services.deciding import Decision
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.ports.store import UnitOfWork

CONVERTED = frozenset({"doc", "docx", "rtf", "odt", "xls", "xlsx", "ods", "ppt", "pptx", "odp", "eml", "msg"})
"""The formats that office programs lay out, or what is attached to them, as verdicts name them."""
CONVERSION = "conversion"
"""The name under which the store keeps it."""


def conversion_of(unit: UnitOfWork) -> Conversion:
    """The choice, inside a transaction that is open already; AUTO where none was made."""
    return conversion_from_text(unit.setting(CONVERSION))


def save_conversion(archive: Archive, choice: Conversion) -> Decision:
    """Keep the choice; it holds from the next opening of the archive on."""
    with archive.store.begin() as unit:
        before = conversion_of(unit)
    _save(archive, choice)
    return Decision(
        f"文档转换方式已设为“{choice.label}”，下次打开档案时生效。",
        lambda: _save(archive, before),
        lambda: _save(archive, choice),
    )


def try_again(archive: Archive, files: Sequence[EvidenceFile]) -> int:
    """Have documents converted anew that an office program failed on; how many there are of those formats."""
    wanted = [file for file in files if file.verdict.format in CONVERTED]
    for file in wanted:
        archive.renderer.try_again(file)
    return len(wanted)


def _save(archive: Archive, choice: Conversion) -> None:
    with archive.store.begin() as unit:
        unit.set_setting(CONVERSION, choice)
        unit.record(archive.clock(), archive.who, "settings_saved", CONVERSION, {"choice": str(choice)})
