"""What becomes of an archive's decisions under a newer edition of its catalogue, once the renumbering is confirmed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.corrections import VETO, Correction, CorrectionKind, without_effect
from foodsafe_desktop.domain.dossier import Dossier, Election
from foodsafe_desktop.domain.editions import Edition, Renumbering
from foodsafe_desktop.domain.evidence import Assignment, Omission
from foodsafe_desktop.domain.findings import Finding
from foodsafe_desktop.domain.gaps import Coverage, Gap
from foodsafe_desktop.domain.questions import Question, QuestionKind
from foodsafe_desktop.domain.requirements import (
    Requirement,
    RequirementEdit,
    RequirementList,
    edited,
    omission_statement,
    plain_requirement,
)
from foodsafe_desktop.domain.wording import sub_item_mark


@dataclass(frozen=True)
class Decisions:
    """All that an archive has decided by number: the part of its state that another edition can touch."""

    assignments: tuple[Assignment, ...]
    omissions: tuple[Omission, ...]
    election: Election
    edits: tuple[RequirementEdit, ...]
    corrections: tuple[Correction, ...]
    findings: tuple[Finding, ...]
    questions: tuple[Question, ...]

    def same_as(self, other: "Decisions") -> bool:
        """Whether both say the same, in whatever order."""
        mine, its = ([frozenset(ones) for ones in one.lists] for one in (self, other))
        return mine == its and self.election == other.election

    @property
    def lists(self) -> tuple[tuple[object, ...], ...]:
        """All but the election."""
        return self.assignments, self.omissions, self.edits, self.corrections, self.findings, self.questions

    def laid_over(self, dossier: Dossier) -> Dossier:
        """The holdings with these decisions in place of their own; findings are no part of the holdings."""
        return replace(
            dossier,
            assignments=self.assignments,
            omissions={one.number: one for one in self.omissions},
            election=self.election,
            requirement_edits=self.edits,
            corrections=self.corrections,
            questions=self.questions,
        )


@dataclass(frozen=True)
class Carried:
    """The decisions as they stand under the newer edition, and a sentence on each that could not be carried over."""

    decisions: Decisions
    left_behind: tuple[str, ...]


def decisions_of(dossier: Dossier, findings: Sequence[Finding]) -> Decisions:
    """The decisions in a snapshot of the holdings."""
    return Decisions(
        tuple(dossier.assignments),
        tuple(dossier.omissions.values()),
        dossier.election,
        tuple(dossier.requirement_edits),
        tuple(dossier.corrections),
        tuple(findings),
        tuple(dossier.questions),
    )


def carry_over(
    now: Decisions,
    old: Catalogue,
    edition: Edition,
    renumbering: Renumbering,
    listed: RequirementList = RequirementList(),  # noqa: B008 - frozen
) -> Carried:
    """The decisions under `edition`. `old` is the catalogue as printed so far, `listed` its list, for its titles.

    Numbers without a counterpart lose theirs: evidence then waits in the inbox. Findings stay what they were.
    """
    left: list[str] = []
    corrections = tuple(_corrections(now.corrections, old, edition.catalogue, renumbering, left))
    edits = tuple(_edits(now.edits, renumbering, left))
    serving = _Serving(edited(listed, now.edits), old, edited(edition.requirements, edits), edition.catalogue)
    decisions = Decisions(
        assignments=tuple(_assignments(now.assignments, renumbering, serving, left)),
        omissions=tuple(_omissions(now.omissions, edition.catalogue, renumbering, left)),
        election=_election(now.election, old, edition.catalogue, renumbering, left),
        edits=edits,
        corrections=corrections,
        findings=tuple(replace(one, number=renumbering.get(one.number) or one.number) for one in now.findings),
        questions=tuple(_question(one, renumbering) for one in now.questions),
    )
    return Carried(decisions, tuple(left))


def asked_anew(before: Coverage, after: Coverage, renumbering: Renumbering) -> tuple[Gap, ...]:
    """The gaps under the newer edition that were none before, or stood otherwise: what needs new evidence."""
    former = {(renumbering.get(gap.number), *said) for gap, said in _said(before).items()}
    return tuple(gap for gap, said in _said(after).items() if (gap.number, *said) not in former)


def _said(covered: Coverage) -> dict[Gap, tuple[object, ...]]:
    """Each gap with all that it says but its number, and the evidence that is there nevertheless."""
    checks = [check for standing in covered.standings.values() for check in standing.checks]
    held = {check.gap: frozenset(check.evidence) for check in checks if check.gap}
    return {gap: (gap.requirement, gap.year, gap.quarter, gap.reason, held.get(gap)) for gap in covered.gaps}


@dataclass(frozen=True)
class _Serving:
    """The requirements that assignments may name, under the edition so far and the newer one."""

    former: RequirementList
    old: Catalogue
    newer: RequirementList
    new: Catalogue

    def renamed(self, word: str, number: int, other: int) -> str | None:
        """What a naming (``id`` or ``id#part``) at `number` is at `other`; None: it names nothing there."""
        key, _, part = word.partition("#")
        asked = {one.id: one for one in (*_plain(self.new, other), *self.newer.of(other))}
        if key not in asked:
            plain = zip(_plain(self.old, number), _plain(self.new, other), strict=True)
            key = {was.id: now.id for was, now in plain}.get(key, key)
        one = asked.get(key)
        if one is None or (part and part not in one.parts):
            return None
        return f"{key}#{part}" if part else key

    def title(self, word: str) -> str:
        """What was named, in words."""
        key, _, part = word.partition("#")
        one = self.former.by_id.get(key)
        title = one.title if one else key
        return f"“{title}”中的“{part}”" if part else f"“{title}”"


def _plain(catalogue: Catalogue, number: int) -> tuple[Requirement, ...]:
    """The requirements of a number that stand in no list."""
    return omission_statement(number), plain_requirement(catalogue, number)


def _assignments(
    ones: Sequence[Assignment], renumbering: Renumbering, serving: _Serving, left: list[str]
) -> Iterable[Assignment]:
    """Assignments by evidence and new number; of two numbers that became one the first, with what both name."""
    found: dict[tuple[int, int], Assignment] = {}
    lost: dict[int, int] = {}
    unnamed: dict[tuple[int, str], int] = {}
    for one in ones:
        number = renumbering.get(one.number)
        if number is None:
            lost[one.number] = lost.get(one.number, 0) + 1
            continue
        names = {word: serving.renamed(word, one.number, number) for word in one.requirements}
        for word in (word for word, now in names.items() if now is None):
            unnamed[one.number, word] = unnamed.get((one.number, word), 0) + 1
        kept = found.setdefault((one.evidence_id, number), replace(one, number=number, requirements=()))
        serves = dict.fromkeys((*kept.requirements, *(now for now in names.values() if now is not None)))
        found[one.evidence_id, number] = replace(kept, requirements=tuple(serves))
    left += [
        f"新版中没有与原{sub_item_mark(number)}对应的条目，其 {count} 件材料已退回待归入，原文件未作改动。"
        for number, count in sorted(lost.items())
    ]
    left += [
        f"原{sub_item_mark(number)}的 {count} 件材料曾指定对应佐证要求{serving.title(word)}，"
        "新版清单中没有这一条，指定已取消，请重新核对。"
        for (number, word), count in sorted(unnamed.items())
    ]
    return found.values()


def _omissions(
    ones: Sequence[Omission], new: Catalogue, renumbering: Renumbering, left: list[str]
) -> Iterable[Omission]:
    for one in ones:
        number = renumbering.get(one.number)
        if number is None or new.sub_item(number) is None:
            left.append(f"原{sub_item_mark(one.number)}的合理缺项在新版中没有对应的小项，未予保留。")
        else:
            yield replace(one, number=number)


def _edits(ones: Sequence[RequirementEdit], renumbering: Renumbering, left: list[str]) -> Iterable[RequirementEdit]:
    for one in ones:
        if one.requirement is None:
            yield one
            continue
        number = renumbering.get(one.requirement.number)
        if number is None:
            left.append(
                f"原{sub_item_mark(one.requirement.number)}的佐证要求“{one.requirement.title}”"
                "在新版中没有对应的条目，未予保留。"
            )
        else:
            yield replace(one, requirement=replace(one.requirement, number=number))


def _election(now: Election, old: Catalogue, new: Catalogue, renumbering: Renumbering, left: list[str]) -> Election:
    """The choice of electives, if every chosen 大项 is still an elective of that title and the rule still holds."""
    if now == Election():
        return now
    titles = {item.number: item.title for item in old.items}
    electives = {number for one in new.dimensions if one.elective for number in one.elective.items}
    by_title = {item.title: item.number for item in new.items if item.number in electives}
    items = {by_title.get(titles.get(number, "")) for number in now.items}
    sub_items = {renumbering.get(number) for number in now.sub_items}
    chosen = Election(
        frozenset(number for number in items if number), frozenset(number for number in sub_items if number)
    )
    if None in items or None in sub_items or not _is_allowed(chosen, new):
        left.append("自选项的选择与新版的规则不符，已清空，请重新选择自选项。")
        return Election()
    return chosen


def _is_allowed(chosen: Election, new: Catalogue) -> bool:
    rules = [dimension.elective for dimension in new.dimensions if dimension.elective]
    choosing = [item for item in new.items if item.choose]
    return all(len(chosen.items & set(rule.items)) in (0, rule.choose) for rule in rules) and all(
        len(chosen.sub_items & {sub.number for sub in item.sub_items}) in (0, item.choose) for item in choosing
    )


def _corrections(
    ones: Sequence[Correction], old: Catalogue, new: Catalogue, renumbering: Renumbering, left: list[str]
) -> Iterable[Correction]:
    """Corrections that the newer edition still calls for: what it prints otherwise than the old one is its own word."""
    kept: list[Correction] = []
    for one in ones:
        moved = _renumbered(one, renumbering)
        if moved is None or _is_overtaken(one, moved, old, new) or without_effect(new, [*kept, moved])[-1:] == (moved,):
            left.append(f"{sub_item_mark(one.number)}的{one.kind.label}已不适用于新版，未予保留，请核对新版原文。")
        else:
            kept.append(moved)
    return kept


def _renumbered(one: Correction, renumbering: Renumbering) -> Correction | None:
    if one.kind is CorrectionKind.ITEM_DOUBT:
        return one
    number = renumbering.get(one.number)
    return None if number is None else replace(one, number=number)


def _is_overtaken(one: Correction, moved: Correction, old: Catalogue, new: Catalogue) -> bool:
    """Whether the newer edition prints otherwise what the correction speaks of."""
    former, later = old.sub_item(one.number), new.sub_item(moved.number)
    match one.kind:
        case CorrectionKind.DOUBT_SETTLED | CorrectionKind.ITEM_DOUBT:
            return False
        case CorrectionKind.DEPARTMENTS:
            printed = [sub.departments_as_printed if sub else "" for sub in (former, later)]
            return printed[0] != printed[1]
        case CorrectionKind.TEXT:
            texts = [sub.text if sub else "" for sub in (former, later)]
            return texts[0] != texts[1] or not _same_heading(one.field, old, new)
        case CorrectionKind.ITEM:
            return _title_above(one.number, old) != _title_above(moved.number, new) or not _same_heading(
                one.value, old, new
            )


def _title_above(number: int, catalogue: Catalogue) -> str:
    item = catalogue.item_of(number)
    return item.title if item else ""


def _same_heading(number: str, old: Catalogue, new: Catalogue) -> bool:
    """Whether a 大项 named by its number bears the same title in both; true where no 大项 is named."""
    if number in ("", VETO):
        return True
    titles = [{str(item.number): item.title for item in one.items}.get(number) for one in (old, new)]
    return titles[0] == titles[1]


def _question(one: Question, renumbering: Renumbering) -> Question:
    """A question about a moved file names numbers; one about a duplicate names pieces."""
    if one.kind is not QuestionKind.MOVED:
        return one
    number, other = (renumbering.get(value) or value for value in (one.number, one.other))
    return replace(one, number=number, other=other)
