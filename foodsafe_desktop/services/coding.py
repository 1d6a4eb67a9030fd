"""Giving 档号: how the archive writes them, and which pieces get one. A code that was given stays."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from foodsafe_desktop.domain.blocks import described_as
from foodsafe_desktop.domain.errors import CodesPrinted, CodingRefused
from foodsafe_desktop.domain.evidence import Evidence
from foodsafe_desktop.domain.issuing import latest
from foodsafe_desktop.domain.reference_codes import Coding, Scheme, give_codes, refusal
from foodsafe_desktop.services.deciding import Decision
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.ports.store import UnitOfWork

_SETTING = "coding."


@dataclass(frozen=True)
class Coded:
    """What became of a wish for codes: the decision with its undo, and the sentences on pieces that got none."""

    decision: Decision
    refused: tuple[str, ...]


def coding_of(unit: UnitOfWork) -> Coding:
    """How codes are written in this archive."""
    kept = {name: unit.setting(_SETTING + name) or "" for name in asdict(Coding())}
    if not kept["scheme"]:
        return Coding()
    return Coding(kept["fonds"], Scheme(kept["scheme"]), kept["category"], kept["retention"], kept["organ"])


def save_coding(archive: Archive, coding: Coding) -> Decision:
    """Keep how codes are written from now on; those that were given stay. Raises CodingRefused."""
    if why := refusal(coding):
        raise CodingRefused(why)
    with archive.store.begin() as unit:
        before, issued = coding_of(unit), latest(unit.issued())
    _save(archive, coding)
    stays = f"已发出的 {len(issued)} 卷仍用发出时的全宗号。" if issued and coding.fonds != before.fonds else ""
    return Decision(
        f"已保存档号规则，已编的档号不变。{stays}", lambda: _save(archive, before), lambda: _save(archive, coding)
    )


def _save(archive: Archive, coding: Coding) -> None:
    with archive.store.begin() as unit:
        for name, value in asdict(coding).items():
            unit.set_setting(_SETTING + name, str(value))
        unit.record(archive.clock(), archive.who, "settings_saved", "coding", asdict(coding))


def give(archive: Archive, evidence_ids: Sequence[int]) -> Coded:
    """Give codes to those of the pieces that have none, in this order. Raises CodingRefused.

    Undone, the pieces have none again; the numbers stay used up, for they may have been written on paper. Those that
    stand on issued paper stay: to take them back is refused. Made once more, the pieces have the very codes they had.
    """
    with archive.store.begin() as unit:
        coding = coding_of(unit)
        if why := refusal(coding):
            raise CodingRefused(why)
        held = unit.dossier().evidence
        known = {piece.reference_code for piece in held.values() if piece.reference_code} | _used_up(unit)
        given = give_codes(coding, [held[key] for key in evidence_ids], known)
        _write(archive, unit, given.codes)
    codes = given.codes
    sentence = f"已为{len(codes)}件编定档号。" if codes else "没有需要编定档号的材料。"
    decision = Decision(sentence, lambda: _take_back(archive, codes), lambda: _give_again(archive, codes))
    return Coded(decision, tuple(given.refused.values()))


def _write(archive: Archive, unit: UnitOfWork, codes: Mapping[int, str]) -> None:
    held = unit.dossier().evidence
    unit.save_evidence([replace(held[key], reference_code=code) for key, code in codes.items()])
    if codes:
        detail: dict[str, object] = {"evidence": sorted(codes), "codes": sorted(codes.values())}
        unit.record(archive.clock(), archive.who, "codes_given", "coding", detail)


def _give_again(archive: Archive, codes: Mapping[int, str]) -> None:
    """Codes that were taken back, to those of the pieces that still have none."""
    with archive.store.begin() as unit:
        held = unit.dossier().evidence
        bare = {key: code for key, code in codes.items() if key in held and not held[key].reference_code}
        _write(archive, unit, bare)


def _take_back(archive: Archive, codes: Mapping[int, str]) -> None:
    """Raises CodesPrinted, with all as it was, where one of the codes stands on paper that was handed out."""
    with archive.store.begin() as unit:
        printed = {
            block.evidence: (described_as(Evidence(0, ""), block.described).reference_code, volume.name)
            for volume in unit.issued()
            for block in volume.blocks
            if block.evidence in codes
        }
        if found := [(code, volume) for key, (code, volume) in printed.items() if code == codes[key]]:
            raise CodesPrinted(*found[0])
        held = unit.dossier().evidence
        mine = [key for key, code in codes.items() if key in held and held[key].reference_code == code]
        unit.save_evidence([replace(held[key], reference_code="") for key in mine])
        unit.record(archive.clock(), archive.who, "codes_taken_back", "coding", {"evidence": sorted(mine)})


def _used_up(unit: UnitOfWork) -> set[str]:
    """Codes that the history knows to have been given, whatever became of them."""
    return {
        str(code)
        for line in unit.history(about={"coding"})
        if line.verb == "codes_given" and isinstance(codes := line.detail.get("codes"), list)
        for code in codes
    }
