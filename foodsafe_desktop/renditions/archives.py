"""What is said of archives: ZIP, RAR and 7z. They are listed, never unpacked, and nothing in them is opened.

A ZIP whose members all pass their checksums within the budget is OK (`packages` reads them). A RAR or 7z whose
directory reads through is UNKNOWN: nobody has read what is in it. So is whatever nobody should unpack: names that lead
out of the folder, links, and archives that would swell beyond all measure.
"""

from pathlib import Path

from foodsafe_desktop.domain.evidence import Condition, Verdict
from foodsafe_desktop.renditions.listing import Listing, Member, NotListed, Why, list_7z, list_rar
from foodsafe_desktop.renditions.signature import Format

VOLUME_SENTENCE = "分卷压缩包的一部分，不能单独打开，未能核验。请合并解压后把文件放入同一文件夹。"
_ASK_AGAIN = "请向报送单位重新索取原文件。"
_DO_NOT_UNPACK = "请勿解压，向报送单位核实后重新报送。"
_KINDS = {Format.RAR: "RAR 压缩包", Format.SEVEN_ZIP: "7z 压缩包", Format.ZIP: "压缩包"}
_NAMED = 3
_LONGEST = 40
_SWOLLEN, _LARGE = 200, 512 * 1024 * 1024
"""Times the archive's own size, and bytes: beyond both, an archive is a bomb. Text and drawings pack 20 to 50 times."""
_NESTED = (".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")


def inspect_archive(path: Path, found: Format) -> Verdict:
    """What is said of a RAR or 7z archive. Raises OSError."""
    kind = _KINDS[found]
    try:
        listing = list_rar(path) if found is Format.RAR else list_7z(path)
    except NotListed as error:
        return not_listed(found, error.why)
    refused = refusal(listing, path.stat().st_size, found)
    if refused:
        return refused
    what = f"{kind}（{contents(listing)}）不能在此解压，未能核验。请解压后把文件放入同一文件夹。"
    return Verdict(found, Condition.UNKNOWN, what)


def not_listed(found: Format, why: Why) -> Verdict:
    """What is said of an archive whose directory was not read."""
    kind = _KINDS[found]
    return {
        Why.BROKEN: Verdict(found, Condition.DAMAGED, f"{kind}不完整或已损坏，不能打开。{_ASK_AGAIN}"),
        Why.LOCKED: Verdict(found, Condition.ENCRYPTED, f"{kind}设有密码，不能打开。请向报送单位索取未加密的文件。"),
        Why.VOLUME: Verdict(found, Condition.UNKNOWN, VOLUME_SENTENCE),
        Why.FOREIGN: Verdict(
            found, Condition.UNKNOWN, f"{kind}的目录过大或结构特殊，未能核验。请解压后把文件放入同一文件夹。"
        ),
    }[why]


def refusal(listing: Listing, packed: int, found: Format = Format.ZIP) -> Verdict | None:
    """Why an archive of `packed` bytes with this listing is not even read; None if nothing speaks against it."""
    kind, files = _KINDS[found], listing.files
    locked = [one for one in files if one.encrypted]
    astray = [one for one in listing.members if one.astray]
    links = [one for one in files if one.link]
    if not listing.members or not files:
        return Verdict(found, Condition.EMPTY, f"{kind}中没有任何文件。{_ASK_AGAIN}")
    if astray:
        what = f"{kind}中有指向解压目录之外的路径（{_names(astray)}），解压可能覆盖其他文件，未能核验。{_DO_NOT_UNPACK}"
        return Verdict(found, Condition.UNKNOWN, what)
    if links:
        what = f"{kind}中有链接文件（{_names(links)}），解压可能指向其他位置，未能核验。{_DO_NOT_UNPACK}"
        return Verdict(found, Condition.UNKNOWN, what)
    if locked:
        what = f"{kind}中的文件设有密码（{_names(locked)}），不能打开。请向报送单位索取未加密的文件。"
        return Verdict(found, Condition.ENCRYPTED, what)
    if listing.size > _LARGE and listing.size > _SWOLLEN * packed:
        times = listing.size // max(packed, 1)
        what = f"{kind}解压后达 {_in_words(listing.size)}，为自身的 {times} 倍，体积异常，未能核验。{_DO_NOT_UNPACK}"
        return Verdict(found, Condition.UNKNOWN, what)
    return None


def contents(listing: Listing) -> str:
    """How many files there are and the first names, as a part of a sentence."""
    files = listing.files
    nested = sum(one.name.lower().endswith(_NESTED) for one in files)
    count = f"超过 {len(files)} 个文件" if listing.truncated else f"{len(files)} 个文件"
    return f"{count}{f'，其中压缩包 {nested} 个' if nested else ''}：{_names(files)}"


def _names(members: "list[Member] | tuple[Member, ...]") -> str:
    named = [one.name if len(one.name) <= _LONGEST else f"…{one.name[1 - _LONGEST :]}" for one in members[:_NAMED]]
    return "、".join(named) + (" 等" if len(members) > _NAMED else "")


def _in_words(size: int) -> str:
    return f"{size / 1024**3:.1f} GB" if size < 1024**4 else f"{size / 1024**4:.1f} TB"
