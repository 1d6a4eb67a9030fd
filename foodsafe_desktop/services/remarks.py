"""Sentences about what a scan took in: what a person should look at although nothing is wrong with the file itself."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.evidence import EvidenceFile, Presence
from foodsafe_desktop.domain.placing import FolderNumber, NameFacts, number_by_folder
from foodsafe_desktop.services.comparing import Step
from foodsafe_desktop.services.following import Content, content
from foodsafe_desktop.services.ports import FoundFile


def remarks(catalogue: Catalogue, before: Dossier, steps: Sequence[Step], found: Iterable[FoundFile]) -> Iterator[str]:
    """What is to be said of the known files of a scan, and of names that are nearly alike; each names its file."""
    for step in steps:
        if step.moved and step.before is not None and step.before.evidence_id in before.evidence:
            yield from _left_all_numbers(catalogue, before, step.before.path, step.after)
        if step.changed and before.evidence[step.after.evidence_id].recycled:
            yield f"文件“{step.after.path}”的内容有变动，但其材料已移入回收状态，请核对是否仍应回收。"
        if step.replaced_by is not None:
            yield f"文件“{step.after.path}”的内容已被“{step.replaced_by}”的内容替换，请核对。"
    yield from _last_copies(before, steps)
    yield from _twins([step.after.path for step in steps if step.is_new or step.moved], found)


def _left_all_numbers(catalogue: Catalogue, before: Dossier, was: str, now: EvidenceFile) -> Iterator[str]:
    """A file that left its numbered folder for none: it still counts where it did, and a person should know."""
    old = number_by_folder(was, catalogue)
    held = before.numbers_of.get(now.evidence_id, ())
    if old is not None and old.number in held and number_by_folder(now.path, catalogue) is None:
        yield (
            f"文件“{now.path}”已移出（{old.number}）的文件夹，其材料仍归入（{old.number}）并计为佐证；"
            "如不再使用，请将其移出该小项。"
        )


def remarks_on_place(path: str, folder: FolderNumber | None, facts: NameFacts) -> Iterator[str]:
    """What is to be said of where a new file was placed: by its folder's number, and by what its name says."""
    if folder and folder.passed_over:
        others = "、".join(f"（{number}）" for number in folder.passed_over)
        yield f"文件“{path}”的上级文件夹另有编号{others}，已按最近的（{folder.number}）归入，请核对。"
    if facts.year_conflict is not None:
        years = f"名称中的年度 {facts.year_conflict} 与所在年度文件夹 {facts.year} 不一致"
        yield f"文件“{path}”{years}，已按文件夹计，请核对。"


def _last_copies(before: Dossier, steps: Sequence[Step]) -> Iterator[str]:
    """Files that went while the same bytes lie elsewhere under a piece that was put aside as their copy."""
    went = [(step.after, has) for step in steps if step.went and (has := content(step.after.fixity)) is not None]
    if not went:
        return
    left: dict[Content, list[tuple[bool, str]]] = defaultdict(list)
    now = {step.after.id: step.after for step in steps}
    for file in (now.get(file.id, file) for file in before.files):
        if file.presence is Presence.PRESENT and (has := content(file.fixity)) is not None:
            piece = before.evidence.get(file.evidence_id)  # none yet where the path of a recycled one is used anew
            left[has].append((piece is not None and piece.recycled, file.path))
    for file, has in went:
        copies = left.get(has, [])
        if copies and all(aside for aside, _ in copies) and not before.evidence[file.evidence_id].recycled:
            yield (
                f"文件“{file.path}”已不在原处，而内容相同的“{copies[0][1]}”作为副本处于回收状态，不计入材料。"
                "如应以副本为准，请将其恢复。"
            )


def _twins(paths: Sequence[str], found: Iterable[FoundFile]) -> Iterator[str]:
    """Names that a person takes for the same, and another system too: on Windows one of the two would be lost."""
    if not paths:
        return
    known = [one.path for one in found]
    folded = _folded(known)
    if len(set(folded)) == len(folded):
        return
    alike: dict[str, list[str]] = defaultdict(list)
    for key, path in zip(folded, known, strict=True):
        alike[key].append(path)
    for key in dict.fromkeys(_folded(paths)):
        if len(alike[key]) > 1:
            names = "”与“".join(alike[key])
            yield f"文件“{names}”的名称仅大小写或字符编码写法不同，已分别登记；请改名，以免复制到其他电脑时互相覆盖。"


def _folded(paths: Sequence[str]) -> list[str]:
    """Paths whatever their case and spelling: a hundred thousand in one go, parted by what no name can have in it."""
    return unicodedata.normalize("NFC", "\0".join(paths)).casefold().split("\0")
