"""可用性: what is held opens, and will open later. DA/T 70-2018, family 3.

3-5 to 3-7 (software and hardware to come) are left out: their wording could not be verified.
"""

from collections import Counter
from pathlib import PurePosixPath

from foodsafe_desktop.domain.evidence import Condition
from foodsafe_desktop.domain.four_properties.frame import NO_METADATA, Finding, Holdings, Property, Rule

_LISTED = frozenset(
    {
        *("pdf", "ofd", "rtf", "docx", "odt", "text", "wps"),
        *("xls", "xlsx", "ods", "et"),
        *("jpeg", "tiff", "png", "svg"),
        *("wav", "mp3", "mp4", "mov", "eml"),
    }
)
"""Formats that GB/T 18894-2016 lists, or takes over from their open forms; others are admitted and to be converted."""
_SUFFIXES = {
    "pdf": "pdf", "ofd": "ofd", "docx": "docx docm dotx wps", "xlsx": "xlsx xlsm xltx et", "pptx": "pptx pptm ppsx dps",
    "doc": "doc dot wps wpt", "xls": "xls xlt et ett", "ppt": "ppt pps dps dpt", "rtf": "rtf doc", "odt": "odt",
    "ods": "ods", "odp": "odp", "jpeg": "jpg jpeg jpe jfif", "png": "png", "tiff": "tif tiff", "gif": "gif",
    "bmp": "bmp dib", "webp": "webp", "heic": "heic heif", "jp2": "jp2 j2k jpx", "zip": "zip", "rar": "rar", "7z": "7z",
    "eml": "eml mht mhtml", "msg": "msg", "mp4": "mp4 m4v m4a", "mov": "mov", "mp3": "mp3", "wav": "wav",
}  # fmt: skip
_BROKEN = (Condition.DAMAGED, Condition.EMPTY, Condition.UNREADABLE, Condition.UNKNOWN)


def _database(held: Holdings) -> Finding:
    faults = [] if held.sound else ["数据库自检未通过，请从备份恢复。"]
    return Finding(1, faults)


def _formats(held: Holdings) -> Finding:
    faults: list[str] = []
    others: Counter[str] = Counter()
    looked_at = [file for file in held.files if file.verdict.condition is not Condition.SUSPENDED]
    for file in looked_at:
        found, suffix = file.verdict.format, PurePosixPath(file.path).suffix.lower().removeprefix(".")
        if found == "unknown":
            faults.append(f"“{file.path}”的格式未能识别。")
        elif found in _SUFFIXES and suffix not in _SUFFIXES[found].split():
            faults.append(f"“{file.path}”的内容是{found.upper()}，扩展名与之不符。")
        elif found not in _LISTED:
            others[found.upper()] += 1
    counted = "、".join(f"{name} {count}个" for name, count in sorted(others.items()))
    remarks = [f"不在GB/T 18894-2016所列长期保存格式之内、宜转换的：{counted}。"] if counted else []
    return Finding(len(looked_at), faults, remarks)


def _opens(held: Holdings) -> Finding:
    faults = [
        f"“{file.path}”{file.verdict.label}：{file.verdict.detail or '请重新扫描。'}"
        for file in held.present
        if file.verdict.condition in _BROKEN
    ]
    return Finding(len(held.present), faults)


def _openly(held: Holdings) -> Finding:
    faults = [
        f"“{file.path}”设有打开密码，请报送单位提供未加密的文件。"
        for file in held.files
        if file.verdict.condition is Condition.ENCRYPTED
    ]
    return Finding(len(held.files), faults)


RULES = tuple(
    Rule(id_, name, Property.USABLE, look)
    for id_, name, look in (
        ("GD-3-1", "信息包中元数据的可读性", NO_METADATA),
        ("GD-3-2", "目标数据库中的元数据可访问性", _database),
        ("GD-3-3", "内容数据格式检测", _formats),
        ("GD-3-4", "内容数据的可读性", _opens),
        ("GD-3-8", "内容数据格式合规性（无加密）", _openly),
    )
)
