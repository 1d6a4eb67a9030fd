"""Follow recorded files to the paths where they lie now.

The order in which identity is looked for: the same path; the same bytes, gone from where they were (moved, also when
files change places with each other); the same key on the disk with other bytes (renamed and edited while nobody
looked); the path that it left for another name of which nothing is left (saved by way of that name, slowly). Empty
files are all alike, so they are never followed by their bytes.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import PurePosixPath

from foodsafe_desktop.domain.evidence import EvidenceFile, Fixity, Presence
from foodsafe_desktop.services.reading import Reading

Content = tuple[int, str, str]
"""Size, algorithm and digest."""
_NUMBERS = re.compile(r"\d+")
_ALIKE = 0.5


def differs(former: Fixity | None, now: Fixity | None) -> bool:
    """Whether other bytes were read than those recorded. A file that could not be read has not changed.

    Digests of two algorithms say nothing of each other; size and time speak then.
    """
    if former is None or now is None or former.size == now.size == 0:
        return False
    if former.algorithm != now.algorithm:
        return (former.size, former.mtime_ns) != (now.size, now.mtime_ns)
    return not former.same_content(now)


def content(fixity: Fixity | None) -> Content | None:
    """What files are recognised by; None for those that are empty or were not read."""
    return (fixity.size, fixity.algorithm, fixity.digest) if fixity and fixity.size else None


def follow(
    files: Sequence[EvidenceFile],
    known: Mapping[str, EvidenceFile],
    here: Mapping[str, Reading],
    gone: Sequence[EvidenceFile],
    left_last: Mapping[int, str],
) -> dict[str, EvidenceFile]:
    """Path found → the record that was followed there. `left_last`: see `may_come_back`."""
    new = [reading for path, reading in here.items() if path not in known]
    if not new and not gone and not any(reading.fixity for reading in here.values()):
        return {}
    origins = _by_content(new, gone)
    displaced = [f for f in files if (now := here.get(f.path)) is not None and _is_displaced(f, now)]
    left = _left(gone, origins)
    targets = [reading for reading in new if reading.found.path not in origins]
    origins.update(_changed_places(targets, left, displaced, here))
    targets = [reading for reading in targets if reading.found.path not in origins]
    went = [file for file in _left(gone, origins) if file.presence is Presence.PRESENT]
    origins.update(_by_key(targets, went))
    free = {path for path, reading in here.items() if path not in known and path not in origins and reading.fixity}
    for file in _left(went, origins):
        if left_last.get(file.id) in free:
            origins[left_last[file.id]] = file
            free.discard(left_last[file.id])
    return origins


def may_come_back(files: Iterable[EvidenceFile], found: Iterable[str]) -> list[EvidenceFile]:
    """Records whose file went while a new one appeared in its folder.

    Where the last thing that happened to one was a rename from that very path, it comes back to it.
    """
    here, known = set(found), {file.path for file in files}
    fresh = {folder_of(path) for path in here - known}
    went = (file for file in files if file.path not in here and file.presence is Presence.PRESENT)
    return [file for file in went if folder_of(file.path) in fresh]


def folder_of(path: str) -> str:
    """The folder that a path lies in."""
    return path.rpartition("/")[0]


def _is_displaced(file: EvidenceFile, now: Reading) -> bool:
    """Whether other bytes lie at its path, and the disk does not say that it is the same file, written to anew."""
    return differs(file.fixity, now.fixity_like(file.fixity)) and (file.key is None or file.key != now.found.key)


def _left(files: Iterable[EvidenceFile], origins: Mapping[str, EvidenceFile]) -> list[EvidenceFile]:
    taken = {origin.id for origin in origins.values()}
    return [file for file in files if file.id not in taken]


def _by_content(targets: Iterable[Reading], sources: Iterable[EvidenceFile]) -> dict[str, EvidenceFile]:
    """Targets with the bytes of a source, each source taken once: by key if possible, by name next, else in order.

    Files that were there at the last scan come before those that were missing already.
    """
    lost: dict[Content, list[EvidenceFile]] = defaultdict(list)
    for source in sorted(sources, key=lambda file: (file.presence is Presence.MISSING, file.path)):
        if (has := content(source.fixity)) is not None:
            lost[has].append(source)
    if not lost:
        return {}
    found: dict[Content, list[Reading]] = defaultdict(list)
    for target in targets:
        known = (has for has in map(content, (target.fixity, target.former)) if has in lost and has is not None)
        if (has := next(known, None)) is not None:
            found[has].append(target)
    origins: dict[str, EvidenceFile] = {}
    for has, group in found.items():
        _pair(origins, group, lost[has])
    return origins


def _pair(origins: dict[str, EvidenceFile], targets: Sequence[Reading], sources: Sequence[EvidenceFile]) -> None:
    """Pair targets and sources of one content, in time that grows with their number only."""
    waiting, left = list(targets), list(sources)
    for sign in _SIGNS:
        signed: dict[str, list[EvidenceFile]] = defaultdict(list)
        for source in reversed(left):
            if (mark := sign(source.path, source.key)) is not None:
                signed[mark].append(source)
        unpaired = []
        for target in waiting:
            mark = sign(target.found.path, target.found.key)
            if mark is not None and signed.get(mark):
                origins[target.found.path] = signed[mark].pop()
            else:
                unpaired.append(target)
        waiting, left = unpaired, _left(left, origins)


_SIGNS: Sequence[Callable[[str, str | None], str | None]] = (
    lambda _path, key: key,
    lambda path, _key: path.rpartition("/")[2],
    lambda _path, _key: "",
)


def _changed_places(
    new: Sequence[Reading],
    gone: Sequence[EvidenceFile],
    displaced: Sequence[EvidenceFile],
    here: Mapping[str, Reading],
) -> dict[str, EvidenceFile]:
    """Files that took each other's places, two or more in a ring or a row.

    A record leaves a path that is still in use only if a known file was moved there, and takes one only if the record
    there moved on as well. Otherwise the path decides: what lies there is a new revision (programs that save by
    renaming would lose their file else).
    """
    taken = {file.path: file for file in displaced}
    targets = [*new, *(here[path] for path in taken)]
    origins = _by_content(targets, [*gone, *displaced])
    while wrong := [path for path, origin in origins.items() if _does_not_close(path, origin, origins, taken)]:
        for path in wrong:
            del origins[path]
    return origins


def _does_not_close(
    path: str, origin: EvidenceFile, origins: Mapping[str, EvidenceFile], taken: Mapping[str, EvidenceFile]
) -> bool:
    stays = path in taken and all(one.id != taken[path].id for one in origins.values())
    return stays or (origin.path in taken and origin.path not in origins)


def _by_key(targets: Iterable[Reading], sources: Iterable[EvidenceFile]) -> dict[str, EvidenceFile]:
    """Files with the key of one that is gone: renamed, and perhaps edited as well.

    Disks give the number of a deleted file to the next new one. So the key alone is not believed: the file must have
    gone since the last scan, and size and time be those recorded, or the kind of file be the same and its name, or be
    alike in the same folder.
    """
    lost = {source.key: source for source in sources if source.key is not None}
    origins: dict[str, EvidenceFile] = {}
    for target in targets:
        key = target.found.key
        if key is not None and key in lost and _could_be(lost[key], target):
            origins[target.found.path] = lost.pop(key)
    return origins


def _could_be(source: EvidenceFile, target: Reading) -> bool:
    found, fixity = target.found, source.fixity
    if fixity is not None and (fixity.size, fixity.mtime_ns) == (found.size, found.mtime_ns):
        return not differs(fixity, target.fixity_like(fixity))
    was, now = PurePosixPath(source.path), PurePosixPath(found.path)
    if was.suffix.lower() != now.suffix.lower():
        return False
    return was.name == now.name or (was.parent == now.parent and _are_alike(was.stem, now.stem))


def _are_alike(one: str, other: str) -> bool:
    """Whether a document may have been given the second name for the first: the same numbers, half of the words.

    A notice that was deleted, and a report or the next photo put there instead, are not one document.
    """
    if _NUMBERS.findall(one) != _NUMBERS.findall(other):
        return False
    return SequenceMatcher(None, _NUMBERS.sub("", one), _NUMBERS.sub("", other), autojunk=False).ratio() >= _ALIKE
