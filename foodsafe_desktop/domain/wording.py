"""How numbers and years are written in Chinese archives: the few notations that every room prints alike."""

import datetime as dt
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

_DIGITS = "〇一二三四五六七八九"


def chinese_number(value: int) -> str:
    """1 → 一, 10 → 十, 36 → 三十六, up to 9999; for headings such as 第三卷 and 二、能力建设."""
    if not 0 < value < 10_000:
        return str(value)
    text, zero = "", False
    for unit, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            text += ("〇" if zero and text else "") + _DIGITS[digit] + mark
            zero = False
        else:
            zero = True
    return text[1:] if text.startswith("一十") else text


def sub_item_mark(number: int) -> str:
    """8 → （8）, the way the catalogue prints a sub-item's number."""
    return f"（{number}）"


def volumes_named(names: Sequence[str]) -> str:
    """The names of volumes in a sentence: the first three of them, and how many there are."""
    few = "、".join(f"“{name}”" for name in names[:3])
    return few + (f"等{len(names)}卷" if len(names) > 3 else "")


def zero_padded(number: int) -> str:
    """4 → 04, so that file names sort by volume."""
    return f"{number:02d}"


def points_text(points: Decimal) -> str:
    """分值 as people read it: two places at most, half up, no trailing zeros: 2.500 → 2.5, a third → 0.33."""
    text = f"{points.quantize(Decimal('0.01'), ROUND_HALF_UP):f}".rstrip("0").rstrip(".")
    return "0" if text in ("", "-0") else text


def day_text(day: dt.date) -> str:
    """2024年6月3日, GB/T 9704-2012 7.3.5.4: Arabic, full year, no leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def month_text(month: tuple[int, int]) -> str:
    """(2024, 12) → 2024年12月."""
    return f"{month[0]}年{month[1]}月"


_FIELD_WORDS = {
    "item": "所属大项",
    "text": "内容",
    "title": "名称",
    "number": "编号",
    "departments": "责任部门",
    "lead": "牵头部门",
    "deadline": "完成时限",
    "points": "分值",
    "group": "必选/自选",
    "choose": "任选项数",
    "reasonable_omission": "合理缺项",
}


def field_word(field: str) -> str:
    """What people call a field of the catalogue that a doubt or a correction is about; itself where it has no word."""
    return _FIELD_WORDS.get(field, field)


def size_text(size: int) -> str:
    """Bytes as a person reads them: 1.2 MB."""
    amount, unit = float(size), "字节"
    for unit in ("字节", "KB", "MB", "GB"):
        if round(amount, 1) < 1024 or unit == "GB":
            break
        amount /= 1024
    return f"{int(amount)} {unit}" if unit == "字节" else f"{amount:.1f} {unit}"


def binder_title(catalogue_title: str) -> str:
    """What covers and spines call the set: the catalogue's title with its own kind of document taken off."""
    for ending in ("任务分工表", "评价细则", "分工表", "细则"):
        if catalogue_title.endswith(ending):
            return catalogue_title.removesuffix(ending) + "佐证材料"
    return catalogue_title
