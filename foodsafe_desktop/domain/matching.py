"""Which requirement of a number, and which part of a set, a piece of evidence serves.

A person's word (Assignment.requirements) decides alone. Without it the title does: the sort of paper it names, then
the words it shares with the requirement's title. Each piece is read by itself: another piece never changes the answer.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from foodsafe_desktop.domain.evidence import Evidence, EvidenceFile
from foodsafe_desktop.domain.paper_words import (
    BY_NAME,
    PICTURE,
    SCREEN,
    STATEMENT,
    affirms,
    sorts_in,
    stop_word,
    telling,
)
from foodsafe_desktop.domain.requirements import Requirement
from foodsafe_desktop.domain.titles import SetPart, Title, Wanted, read_requirement, read_title

PICTURE_FORMATS = frozenset({"jpeg", "png", "bmp", "gif", "webp", "heic"})
"""Formats of telephones and screens. A TIFF is a scanner's or a fax's: what it shows, its title must say."""

_WHOLE = 720_720
"""One point of likeness, in units that every count of competing requirements up to 16 divides: ties stay exact."""
_ENOUGH = 2 * _WHOLE
_STRONG = 3 * _WHOLE
_TABLES = frozenset({"台账", "名册", "统计"})
_RELATED = {
    **dict.fromkeys(_TABLES, _TABLES),
    "文件": frozenset({"通知", "方案", "制度", "公示"}),
    "公示": frozenset({"截图"}),
    "照片": frozenset({"截图"}),
}
"""Kinds whose papers may do, if the words are alike, where another kind is asked for."""
_COVERING = frozenset({"通知", "函", "说明", "反馈", "公告"})
"""Papers that speak of others without being them: 关于做好台账登记的通知 is no ledger."""
_KEPT = 200_000


@dataclass(frozen=True, slots=True)
class Match:
    """A requirement that a piece serves. `parts`: of a set the parts it is; empty: a single paper, or a whole set."""

    requirement: str
    parts: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a piece serves, and why, in words; without matches `why` is half a sentence for a remark."""

    matches: tuple[Match, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """How well a requirement fits a title."""

    requirement: Requirement
    parts: tuple[str, ...]
    fit: int
    overlap: int
    is_statement: bool
    why: str
    meaning: int = 0
    refused: str = ""

    @property
    def score(self) -> int:
        return self.fit + self.overlap

    @property
    def explained(self) -> str:
        likeness = f"用字与{_quoted(self.requirement.title)}相近" if self.overlap else ""
        return "，".join(filter(None, (self.why, likeness)))


class TitleReader:
    """Reads titles against the requirements of one number. Answers are kept: archives bear the same titles often."""

    def __init__(self, requirements: Sequence[Requirement], wording: str = "") -> None:
        self._wanted = tuple(read_requirement(one) for one in requirements)
        self._wording = telling(wording)
        every = Counter(pair for one in self._wanted for pair in one.pairs)
        self._weights = {pair: _WHOLE // count for pair, count in every.items()}
        self._known: dict[tuple[str, bool], Reading] = {}

    def read(self, title: str, *, is_picture: bool) -> Reading:
        """What evidence of that title serves; `is_picture`: all its files are photographs or screenshots."""
        key = (title, is_picture)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            found = self._known[key] = self._read(title, is_picture=is_picture)
        return found

    def _read(self, title: str, *, is_picture: bool) -> Reading:
        taken_apart = read_title(title, is_picture=is_picture)
        found = [self._candidate(one, taken_apart) for one in self._wanted]
        # Without a paper word only a strong likeness will do; with one, a paper of another sort never does.
        good = [one for one in found if (one.fit and one.score >= _ENOUGH)]
        if taken_apart.head is None:
            good += [one for one in found if one.meaning >= _STRONG]
        best = max((one.score for one in good), default=0)
        top = [one for one in good if one.score == best]
        if not top:
            refused = sorted({one.refused for one in found if one.refused})
            return Reading((), "：".join(["未对应到佐证要求", *refused[:1]]))
        if len(top) > 1 and not all(one.is_statement for one in top):
            named = "、".join(_quoted(one.requirement.title) for one in top)
            return Reading((), f"未对应到佐证要求：题名与{named}同样相近，请指定其一")
        if top[0].requirement.parts and not top[0].parts and not top[0].is_statement:
            parts = "、".join(top[0].requirement.parts)
            return Reading((), f"未对应到佐证要求：题名未说明是成套材料中的哪一件（{parts}），请指定")
        return Reading(tuple(Match(one.requirement.id, one.parts, one.explained) for one in top))

    def _candidate(self, wanted: Wanted, title: Title) -> _Candidate:
        one = wanted.requirement
        refused = _refused(wanted, title)
        if refused:
            return _Candidate(one, (), 0, 0, is_statement=False, why="", refused=refused)
        parts, fit, why = _parts_fit(wanted, title) if wanted.parts else ((), 0, "")
        if not parts:
            fit, why = _kind_fit(wanted, title)
        is_statement = fit < _ENOUGH and _stands_in(wanted, title)
        if is_statement:
            fit, why = _ENOUGH, "题名为情况说明，该要求允许以情况说明代替"
        # A pair of characters that several requirements have tells less.
        overlap = sum(self._weights[pair] for pair in wanted.pairs & title.pairs)
        if title.matter:
            known = self._wording | wanted.telling
            known = known.union(*(part.telling for part in wanted.parts if part.name in parts))
            if not title.matter & known:
                other = "题名所述事项与要求的不是一回事，请指定" if fit else ""
                return _Candidate(one, (), 0, 0, is_statement=False, why="", refused=other)
            if fit and not overlap:
                fit -= _WHOLE  # the right sort of paper, on a neighbouring matter
        meaning = sum(self._weights[pair] for pair in wanted.pairs & title.matter)
        return _Candidate(one, parts, fit, overlap, is_statement, why, meaning)


def _refused(wanted: Wanted, title: Title) -> str:
    """Why a title cannot serve a requirement whatever else it says: a draft, a demand, the opposite; else empty."""
    word = stop_word(title.said, wanted.requirement.title) if title.is_stopped else None
    if word:
        return f"题名含“{word}”，不作佐证材料计"
    if wanted.asks_denial and not title.denies:
        return "题名未写明“未发生”等情形"
    if title.affirms and (wanted.asks_denial or wanted.requirement.kind == "声明" or title.head == STATEMENT):
        return "题名写明已发生"
    if title.denies and not wanted.allows_denial:
        return "题名写明未有此事"
    return ""


def _stands_in(wanted: Wanted, title: Title) -> bool:
    """Whether the title is a statement that there was nothing, where the requirement is content with one."""
    allowed = "情况说明" in wanted.requirement.title and wanted.allows_denial
    return allowed and title.head == STATEMENT and title.denies


@lru_cache(maxsize=512)
def reader_of(requirements: tuple[Requirement, ...], wording: str = "") -> TitleReader:
    """The one reader of these requirements, with what it has read. `wording`: the text of their sub-item or veto."""
    return TitleReader(requirements, wording)


def serves(
    evidence: Evidence,
    files: Sequence[EvidenceFile],
    requirements: tuple[Requirement, ...],
    named: Sequence[str] = (),
    wording: str = "",
) -> Reading:
    """What a piece of evidence serves among the requirements of one number.

    `named`: the requirement ids that a person gave it, ``id`` or ``id#part``; they decide alone. Of a set, ``id``
    without a part leaves the parts to the title, and where that names none the piece is taken for the whole set.
    `wording`: the text of the sub-item or veto, which a title's matter may share instead of the requirement's.
    """
    is_picture = bool(files) and all(file.verdict.format in PICTURE_FORMATS for file in files)
    if not named:
        if any(not one.kind for one in requirements):
            return _read_anything(evidence.title, requirements)
        return reader_of(requirements, wording).read(evidence.title, is_picture=is_picture)
    by_id = {one.id: one for one in requirements}
    matches = [
        Match(one.id, _named_parts(one, word, evidence.title, is_picture=is_picture), "由人指定")
        for word in sorted(set(named))
        if (one := by_id.get(word.partition("#")[0])) is not None
    ]
    return Reading(tuple(matches), "" if matches else "所指定的佐证要求不在本项清单中")


def _read_anything(title: str, requirements: Sequence[Requirement]) -> Reading:
    """Where any paper will do, all but a draft, a form, a demand, or the confession of what must not be."""
    open_ones = [one for one in requirements if not one.kind]
    word = next(filter(None, (stop_word(title, one.title) for one in open_ones)), None)
    if word:
        return Reading((), f"未对应到佐证要求：题名含“{word}”，不作佐证材料计")
    wanted = [one for one in open_ones if not (affirms(title) and "不存在" in one.title)]
    found = tuple(Match(one.id, (), "该要求不限材料种类") for one in wanted)
    return Reading(found, "" if found else "未对应到佐证要求：题名写明已发生")


def _named_parts(one: Requirement, word: str, title: str, *, is_picture: bool) -> tuple[str, ...]:
    part = word.partition("#")[2]
    if part in one.parts:
        return (part,)
    if not one.parts:
        return ()
    wanted, taken_apart = read_requirement(one), read_title(title, is_picture=is_picture)
    full = tuple(part.name for part in wanted.parts if part.text in taken_apart.text)
    return full or tuple(part.name for part in wanted.parts if _is_named(part, taken_apart))


def _quoted(title: str) -> str:
    return f"“{title.replace('“', '‘').replace('”', '’')}”"


def _kind_fit(wanted: Wanted, title: Title) -> tuple[int, str]:
    """2 points: the title's own sort is of the kind asked for (¾ more: the very sort); 1: it names or is akin to it."""
    one = wanted.requirement
    if title.head is None:
        return 0, ""
    if one.kind in _kinds(title.head):
        very_sort = _WHOLE * 3 // 4 if title.head in wanted.sorts else 0
        return _ENOUGH + very_sort, f"题名为“{title.head}”，属于所要的{one.kind}"
    is_it_itself = title.head not in _COVERING or title.text.endswith(("及说明", "和说明"))
    is_it_itself |= any(one.kind in _kinds(name) for name in sorts_in(title.tail)[-1:])
    if is_it_itself and any(one.kind in _kinds(name) for name in title.sorts if name):
        return _WHOLE, f"题名中有所要的{one.kind}"
    if _RELATED.get(one.kind, frozenset()) & _kinds(title.head):
        return _WHOLE, f"题名为“{title.head}”，与所要的{one.kind}相近"
    return 0, ""


def _kinds(sort: str) -> frozenset[str]:
    return BY_NAME[sort].kinds | ({"截图"} if sort == PICTURE else frozenset())


def _parts_fit(wanted: Wanted, title: Title) -> tuple[tuple[str, ...], int, str]:
    """The one part of a set that the title ends as: by full name (3 points), or by a sort that only it has (2).

    What a title names before its last noun is what it speaks of, not what it is.
    """
    full = max((part for part in wanted.parts if title.tail.endswith(part.text)), key=_length, default=None)
    if full:
        return (full.name,), _STRONG, f"题名即成套材料中的“{full.name}”"
    found = [part for part in wanted.parts if _is_headed(part, title) and _is_named(part, title)]
    alike = max((len(part.own & title.pairs) for part in found), default=0)
    best = [part.name for part in found if len(part.own & title.pairs) == alike]
    if len(best) != 1:
        return (), 0, ""
    return (best[0],), _ENOUGH, f"题名为成套材料中的“{best[0]}”"


def _length(part: SetPart) -> int:
    return len(part.text)


def _is_headed(part: SetPart, title: Title) -> bool:
    """Whether the title ends as a paper of the part's sort."""
    if not title.is_closed:
        return False
    return part.sort in (None, title.head) or (part.sort == SCREEN and title.head == PICTURE)


def _is_named(part: SetPart, title: Title) -> bool:
    if part.sort is None:
        return bool(part.own & title.pairs)
    if part.sort not in title.sorts and not (part.sort == SCREEN and PICTURE in title.sorts):
        return False
    return part.is_only_one_of_its_sort or bool(part.own & title.pairs)
