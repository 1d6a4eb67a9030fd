"""移交信息包: a bag by RFC 8493, what of an archive goes into it, under which names, and what its manifests say.

Here are the rules alone. Manifests of other people's bags are read by the same rules, and may be hostile.
"""

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.evidence import Condition, EvidenceFile, Presence, is_withheld
from foodsafe_desktop.domain.file_names import FORBIDDEN, is_device

BAGIT, BAG_INFO, PAYLOAD = "bagit.txt", "bag-info.txt", "data/"
BAGIT_TEXT = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
DATABASE, EVIDENCE, BINDERS, LISTS = "dossier.sqlite3", "evidence/", "binders/", "目录/"
"""What lies below ``data/`` in a package of ours: as in an archive's own directory, and lists for those without it."""
ELSEWHERE = "另存"
"""The folder among the volumes for those that lay in other places; see `aside`."""
ORIGINAL_NAMES = f"{LISTS}原文件名.json"
"""Which evidence is not under its own name, by its place below ``data/``; only where there is any."""
_MANIFEST = re.compile(r"(tag)?manifest-([a-z0-9]+)\.txt")
_LINE = re.compile(r"([0-9A-Fa-f]{8,})[ \t]+\*?(?:\./)?(\S.*)", re.DOTALL)
_DRIVE = re.compile(r"[A-Za-z]:")
_LONGEST_PATH, _LONGEST_NAME = 160, 255
"""Characters of a path that Windows still bears in a folder some way down; bytes of a name that Linux bears."""
_SHORTENED = 180


class Reason(StrEnum):
    """Why something of an archive is not in its package, as lists say it."""

    SECRET = "疑似涉密，不得装入，请按保密规定另行移交"  # noqa: S105 - no password
    RECYCLED = "已移入回收站，不移交"
    CHANGED = "内容与登记的不同，请重新扫描并确认变动"
    MISSING = "不在登记的位置，请找回后重新扫描"
    UNREADABLE = "无法读取，请检查权限和存储介质"
    UNSETTLED = "正在写入，请待写完后再移交"
    UNREGISTERED = "尚未登记，请先扫描"
    NOT_VOUCHED = "没有清单证明其内容，请重新编制"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that is not in a package: its path (or what stands for it on lists), and why."""

    path: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Vouched:
    """A line of a manifest: a digest in small hexadecimal digits, and a path as it is on the disk."""

    digest: str
    path: str


def left_out(file: EvidenceFile, dossier: Dossier) -> Reason | None:
    """Why a recorded file does not go into a package, as far as that is known before it is read; None if it does.

    No file of a piece of which one bears a secrecy mark: a document is as secret as its most secret part.
    """
    if is_withheld(dossier.files_of.get(file.evidence_id, ())):
        return Reason.SECRET
    if dossier.evidence[file.evidence_id].recycled:
        return Reason.RECYCLED
    if file.changed:
        return Reason.CHANGED
    if file.presence is not Presence.PRESENT:
        return Reason.MISSING
    if file.fixity is None or file.verdict.condition is Condition.UNREADABLE:
        return Reason.UNREADABLE
    return None


def renamed(paths: Iterable[str]) -> dict[str, str]:
    """Names, below ``evidence/``, for those paths that not every system could bear beside the others.

    Those whose bytes are no text, that Windows reserves or forbids, that are too long, and, of names that differ only
    in case or in how accents are composed, all but the first. All others keep their own.
    """
    taken: set[str] = set()
    found: dict[str, str] = {}
    for path in sorted(paths):
        name = place = _portable(path)
        number = 1
        while (key := unicodedata.normalize("NFC", place).casefold()) in taken:
            number += 1
            folder, slash, last = name.rpartition("/")
            stem, dot, ending = last.rpartition(".")
            place = f"{folder}{slash}{stem or ending}~{number}{dot if stem else ''}{ending if stem else ''}"
        taken.add(key)
        if place != path:
            found[path] = place
    return found


def is_portable(path: str) -> bool:
    """Whether every system can bear this relative path."""
    return _portable(path) == path


def _portable(path: str) -> str:
    parts = [_part(part) for part in path.split("/")]
    place = "/".join(parts)
    if len(place) <= _LONGEST_PATH:
        return place
    digest = hashlib.sha256(path.encode("utf-8", "surrogateescape")).hexdigest()[:12]
    return f"路径过长/{digest} {_cut(parts[-1], _SHORTENED)}"


def _part(name: str) -> str:
    plain = FORBIDDEN.sub("_", name)
    if plain.endswith((" ", ".")):
        plain = f"{plain.rstrip(' .')}_"
    plain = f"_{plain}" if is_device(plain) else plain
    return plain if len(plain.encode()) <= _LONGEST_NAME else _cut(plain, _SHORTENED)


def _cut(name: str, most: int) -> str:
    """A name of at most so many bytes, with its ending where that is short."""
    stem, dot, ending = name.rpartition(".")
    tail = f"{dot}{ending}" if stem and len(ending.encode()) < 12 else ""
    head = name.removesuffix(tail) if tail else name
    while len(head.encode()) + len(tail) > most:
        head = head[:-1]
    return f"{head}{tail}"


def aside(folder: str) -> str:
    """Where volumes go, among the others, that lay in a folder outside `binders`, by that folder as it is recorded.

    So that who has the record finds them, on any machine.
    """
    plain = folder.rstrip("/\\").encode("utf-8", "surrogateescape")
    return f"{ELSEWHERE}/{hashlib.sha256(plain).hexdigest()[:8]}"


def manifest_name(algorithm: str, *, tag: bool = False) -> str:
    """The name of a manifest by that algorithm: of the payload, or of what lies beside it."""
    return f"{'tag' if tag else ''}manifest-{algorithm}.txt"


def manifest_of(name: str) -> tuple[bool, str] | None:
    """Whether a file of that name is a tag manifest, and its algorithm; None for what is no manifest."""
    found = _MANIFEST.fullmatch(name)
    return (bool(found[1]), found[2]) if found else None


def manifest_line(digest: str, path: str) -> str:
    """A line of a manifest (RFC 8493, 2.1.3): of the path, only line ends and per cent signs are encoded."""
    encoded = path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")
    return f"{digest}  {encoded}\n"


def vouched(line: str, *, percent: bool = True) -> Vouched | None:
    """What a line of a manifest says; None where it says nothing that can be understood.

    `percent`: a per cent sign is encoded too, as it is from version 1.0 on.
    """
    found = _LINE.fullmatch(line)
    if found is None:
        return None
    codes = r"%(0[AaDd]|25)" if percent else r"%(0[AaDd])"
    path = re.sub(codes, lambda code: chr(int(code[1], 16)), found[2])
    return Vouched(found[1].lower(), path)


def leads_out(path: str, *, payload: bool) -> bool:
    """Whether a path of a manifest leads out of where it may lead: out of the bag or, of a payload's, of ``data/``."""
    parts = re.split(r"[/\\]", path)
    if not path.strip() or "\0" in path or "" in parts or ".." in parts or "." in parts or _DRIVE.match(path):
        return True
    return path.startswith(PAYLOAD) is not payload


def bag_info(facts: Mapping[str, str]) -> str:
    """bag-info.txt: every fact that is known, each in a line of its own."""
    lines = ((label, " ".join(value.split())) for label, value in facts.items())
    return "".join(f"{label}: {value}\n" for label, value in lines if value)


def labelled(text: str) -> dict[str, str]:
    """The facts of bagit.txt or bag-info.txt by their labels in small letters; long ones go on in indented lines."""
    found: dict[str, str] = {}
    last = ""
    for line in text.splitlines():
        if line[:1] in (" ", "\t") and last:
            found[last] += f" {line.strip()}"
        elif ":" in line:
            label, _, value = line.partition(":")
            last = label.strip().lower()
            found[last] = value.strip()
    return found


def is_partial(reasons: Iterable[LeftOut]) -> bool:
    """Whether anything is lacking that a person did not put aside."""
    return any(one.reason is not Reason.RECYCLED for one in reasons)


def looks_like_package(names: Collection[str]) -> bool:
    """Whether a folder with these names in it is a bag, or one that lost its bagit.txt; an archive is none.

    RFC 8493, 2.1 requires the declaration: what lacks it is said to be unsound by whoever reads the bag.
    """
    return DATABASE not in names and (BAGIT in names or _holds_payload(names))


def _holds_payload(names: Collection[str]) -> bool:
    return PAYLOAD.rstrip("/") in names and any(map(manifest_of, names))
