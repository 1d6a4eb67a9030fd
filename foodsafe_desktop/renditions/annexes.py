"""What a slip sheet says of a file's content: the files in an archive, how long a film is and three pictures of it.

Made once for a digest and kept in the cache, as listing and decoding take their time.
"""

import base64
import json
from dataclasses import asdict
from pathlib import Path

from foodsafe_desktop.domain.annexes import Annex
from foodsafe_desktop.domain.evidence import Condition
from foodsafe_desktop.domain.wording import size_text
from foodsafe_desktop.renditions.film import frames_of, particulars
from foodsafe_desktop.renditions.inspection import inspect_file
from foodsafe_desktop.renditions.making import put_text
from foodsafe_desktop.renditions.signature import Format
from foodsafe_desktop.renditions.unpacking import contents_of
from foodsafe_desktop.services.ports import NotPrintable

ARCHIVES = frozenset({Format.ZIP, Format.RAR, Format.SEVEN_ZIP})
RECORDINGS = frozenset({Format.MP4, Format.MOV, Format.MP3, Format.WAV})
_MOST_LISTED = 500
"""Files of an archive that are printed, about twelve pages of them."""


def described(source: Path, found: Format, kept: Path) -> NotPrintable:
    """Why an archive or a recording does not print, and what is in it; made, or found at `kept`."""
    known = _read(kept)
    if known is not None:
        return known
    verdict = inspect_file(source)
    if verdict.condition not in (Condition.OK, Condition.UNKNOWN):
        return NotPrintable(verdict.detail)
    annex = _listed(source) if found in ARCHIVES else _heard(source, found)
    said = NotPrintable(verdict.detail, None if annex.is_empty else annex)
    put_text(kept, _written(said))
    return said


def _listed(source: Path) -> Annex:
    contents = contents_of(source)
    shown = contents.members[:_MOST_LISTED]
    members = tuple((one.name, size_text(one.size), one.modified) for one in shown)
    if not members:
        return Annex()
    count = f"超过{len(contents.members)}个" if contents.truncated else f"共{len(contents.members)}个"
    limit = f"，以下列出前{len(shown)}个" if len(shown) < len(contents.members) else ""
    return Annex((), f"压缩包内文件清单（{count}{limit}，未打印其内容）", members)


def _heard(source: Path, found: Format) -> Annex:
    fields = particulars(source, found)
    frames = frames_of(source) if found in (Format.MP4, Format.MOV) else ()
    return Annex(fields, pictures=tuple(one for one, _ in frames), moments=tuple(moment for _, moment in frames))


def _written(said: NotPrintable) -> str:
    annex = said.annex or Annex()
    parts = {**asdict(annex), "pictures": [base64.b64encode(one).decode("ascii") for one in annex.pictures]}
    return json.dumps({**parts, "sentence": said.sentence}, ensure_ascii=False, separators=(",", ":"))


def _read(kept: Path) -> NotPrintable | None:
    try:
        parts = json.loads(kept.read_text("utf-8"))
        annex = Annex(
            tuple((str(label), str(value)) for label, value in parts["fields"]),
            str(parts["heading"]),
            tuple((str(name), str(size), str(moment)) for name, size, moment in parts["members"]),
            tuple(base64.b64decode(one) for one in parts["pictures"]),
            tuple(map(str, parts["moments"])),
        )
        return NotPrintable(str(parts["sentence"]), None if annex.is_empty else annex)
    except (OSError, ValueError, KeyError, TypeError):
        return None
