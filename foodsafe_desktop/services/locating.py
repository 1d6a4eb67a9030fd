"""From a sheet of paper back to the record: what the code at its edge stands for."""

from dataclasses import dataclass

from foodsafe_desktop.domain.blocks import Block
from foodsafe_desktop.domain.errors import CodeUnknown
from foodsafe_desktop.domain.issuing import FrozenVolume
from foodsafe_desktop.domain.paper_codes import NumberCode, SheetCode, parted, read_code
from foodsafe_desktop.domain.sheets import page_text
from foodsafe_desktop.domain.wording import sub_item_mark
from foodsafe_desktop.services import rehashed
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.restoring import ARCHIVE_ID


@dataclass(frozen=True)
class Located:
    """What a sheet is: its sub-item's or veto's `number`, 0 for front and back matter; `evidence` 0 where it is none.

    `is_current`: the sheet still lies in the volume's last issue, under this number.
    """

    sentence: str
    number: int
    evidence: int
    volume: str
    label: str
    is_current: bool


def locate(archive: Archive, text: str) -> Located:
    """What the code of that text stands for. Raises CodeUnknown for another archive's, or none at all."""
    code = read_code(text)
    if code is None:
        raise CodeUnknown("这不是本程序印在纸上的码")
    with archive.store.begin() as unit:
        ours, issues = unit.setting(ARCHIVE_ID) or "", rehashed.issued(unit)
    if code.archive_id != ours:
        raise CodeUnknown("这一页属于另一份档案")
    if isinstance(code, NumberCode):
        if not archive.catalogue.takes_evidence(code.number):
            raise CodeUnknown(f"细则中没有编号{sub_item_mark(code.number)}")
        return Located(f"{sub_item_mark(code.number)}的隔页。", code.number, 0, "", "", is_current=True)
    return _sheet(code, [one for one in issues if one.key == code.volume])


def _sheet(code: SheetCode, issues: list[FrozenVolume]) -> Located:
    printed = next((one for one in issues if one.issue == code.issue), None)
    piece, label = parted(code.label)
    page = page_text(label)
    called = f"{piece}的{page}" if piece else page
    if printed is None:
        why = "这一页来自未发出的装订本，页号未固定" if code.issue == 0 else "档案中没有这一次发出的记录"
        raise CodeUnknown(f"{why}（卷{code.volume}，{called}）")
    block = _block(printed, piece, label)
    if block is None:
        raise CodeUnknown(f"“{printed.name}”第{code.issue}次发出的没有{called}")
    last = max(issues, key=lambda one: one.issue)
    now = _block(last, piece, label)
    current = now is not None and (now.key, now.fingerprint) == (block.key, block.fingerprint)
    where = f"{sub_item_mark(block.number)}" if block.number else ""
    named = f"“{block.title}”（{block.code}）" if block.evidence else block.title
    says_it = not block.evidence and page.startswith(block.title)  # as 目录1 does
    stale = "" if current else "此页在后来的补编中已替换或抽出。"
    sentence = f"“{printed.name}”{page if says_it else f'{page}：{where}{named}'}。{stale}"
    return Located(sentence, block.number, block.evidence, printed.key, label, current)


def _block(volume: FrozenVolume, piece: str, label: str) -> Block | None:
    """The block that a page belongs to; `piece` is its 编号 where each piece counts from 1."""
    return next((one for one in volume.blocks if label in one.labels and piece in ("", one.code)), None)
