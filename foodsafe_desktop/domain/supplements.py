"""What comes after issuing: late and changed evidence fitted in between printed pages, and the paper to exchange.

The numbers of an issued volume are law. A supplement (补编) has pages 12-1, 12-2 behind page 12, or an addendum behind
the last page. Only sheets that differ are printed again; the list of sheets to exchange (换页清单) says what to take
out and what to put in. No number that was ever printed is given to anything else.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from foodsafe_desktop.domain.blocks import Block, BlockKey, blocks_and_runs, blocks_of
from foodsafe_desktop.domain.issuing import FrozenVolume
from foodsafe_desktop.domain.late_numbers import Figures, between, figures
from foodsafe_desktop.domain.paper_codes import page_name, parted
from foodsafe_desktop.domain.recipe import Numbering
from foodsafe_desktop.domain.sheets import (
    BODY,
    BinderPlan,
    Run,
    SheetKind,
    SheetRef,
    counted,
    has_name,
    page_text,
    with_blanks,
)
from foodsafe_desktop.domain.wording import day_text

_SIGNED = frozenset((SheetKind.SIGNATURES, SheetKind.LATE_SIGNATURES, SheetKind.COMMITMENT))
"""Never printed anew: there are signatures and seals on them. What comes late is signed for on a 补签表."""
_ALWAYS = frozenset((SheetKind.CONTENTS, SheetKind.CLOSING))
"""Printed anew with every supplement: they say what is in the volume and what was exchanged."""
_TO_SIGN = "新增、变动材料签字确认"
_Placed = tuple[Block, tuple[Run, ...]]
"""A block under the labels that it has in the volume, with its runs."""
_Told = tuple[list["Step"], set[SheetRef]]
"""Steps in printed order, and the runs that they print again."""


class Action(StrEnum):
    """What to do with paper."""

    TAKE_OUT = "take-out"
    PUT_IN = "put-in"
    EXCHANGE = "exchange"

    @property
    def label(self) -> str:
        """The action in Chinese, as the list prints it."""
        return {"take-out": "抽出", "put-in": "插入", "exchange": "替换"}[self.value]


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the 换页清单: labels of pages to take `out`, of pages to put `into` the volume, and `after` which.

    `after` is a `page_name`, empty before the first page of the body.
    """

    action: Action
    title: str
    code: str
    out: tuple[str, ...]
    into: tuple[str, ...]
    after: str
    reason: str
    by_piece: bool = False
    """Whether the labels count in the piece, each from 1."""

    @property
    def pages(self) -> str:
        """The pages that the step is about, as a list writes them: 第12—13页, 本件第1—2页, 目录1."""
        if self.is_matter:
            return pages_text(self.labels)
        return f"{'本件' if self.by_piece and self.code else ''}第{pages_text(self.labels)}页"

    @property
    def labels(self) -> tuple[str, ...]:
        """The pages that the step is about: those that are put in, else those that are taken out."""
        return self.into or self.out

    @property
    def is_matter(self) -> bool:
        """Whether it is about a sheet that has a name and no number."""
        return has_name(self.labels[0])

    @property
    def where(self) -> str:
        """Behind which page sheets are put in, as a list says it; empty for what is not put in."""
        if self.action is not Action.PUT_IN:
            return ""
        piece, label = parted(self.after)
        if not label:
            return "正文首页之前"
        return f"{piece}{page_text(label)}之后"

    @property
    def given_up(self) -> tuple[str, ...]:
        """The pages that are taken out for good where others take their place."""
        return tuple(label for label in self.out if self.into and label not in self.into)


@dataclass(frozen=True)
class Supplement:
    """The volume as it will be once the steps are done, in printed order; and the runs that are to be printed."""

    plan: BinderPlan
    steps: tuple[Step, ...]
    reprinted: frozenset[SheetRef]

    @property
    def is_empty(self) -> bool:
        """Whether the printed volume stands as it is."""
        return not self.steps


def supplement(frozen: FrozenVolume, now: BinderPlan, *, addendum: bool = False) -> Supplement:
    """Fit what the volume holds now into what is printed. `addendum`: new pieces go behind the last printed page.

    `now` is laid out by the recipe that the volume was issued with. Printed blocks keep their places and numbers.
    """
    found = dict(_blocks_by_key(now))
    order = _printed_order(frozen, now, found, addendum=addendum)
    labels = _Labels(frozen, now)
    placed: list[_Placed] = []
    for key, following in zip(order, _following(frozen, order), strict=True):
        block, runs = found[key]
        if block.kind in BODY:
            after = placed[-1][0].labels[-1] if placed else ""
            given = labels.of(block, after, following, behind=addendum)
            block = replace(block, labels=given)
        placed.append((block, runs))
    steps, reprinted = _steps(frozen, placed)
    return Supplement(_laid(now, placed), tuple(steps), frozenset(reprinted))


def _following(frozen: FrozenVolume, order: Sequence[BlockKey]) -> list[str]:
    """For each block the next label of the body behind it that is printed and stays; empty where none follows."""
    found, label = [], ""
    for key in reversed(order):
        found.append(label)
        if key[0] in BODY and (printed := frozen.by_key.get(key)) is not None:
            label = printed.labels[0]
    return found[::-1]


def _blocks_by_key(plan: BinderPlan) -> Iterator[tuple[BlockKey, _Placed]]:
    for block, runs in blocks_and_runs(plan):
        yield block.key, (block, runs)


def _printed_order(
    frozen: FrozenVolume,
    now: BinderPlan,
    found: Mapping[BlockKey, object],
    *,
    addendum: bool,
) -> list[BlockKey]:
    """What was printed, as it was printed, without what is gone; new blocks behind the one they follow today."""
    order = [block.key for block in frozen.blocks if block.key in found]
    before: Block | None = None
    last_body = next((key for key in reversed(order) if key[0] in BODY), None)
    for block in blocks_of(now):
        if block.key not in frozen.by_key:
            at = order.index(before.key) + 1 if before else 0
            if addendum and block.kind in BODY:
                at = order.index(last_body) + 1 if last_body in order else at
                last_body = block.key
            elif before:
                at = _behind_earlier_supplements(frozen, order, at, {before.number, block.number})
            order.insert(at, block.key)
        before = block
    return order


def _behind_earlier_supplements(frozen: FrozenVolume, order: Sequence[BlockKey], at: int, here: Collection[int]) -> int:
    """Past the blocks of these sub-items that an earlier supplement put in at this place."""
    while at < len(order) and (block := frozen.by_key.get(order[at])) is not None:
        if block.number not in here or not _is_inserted(block, frozen.recipe.prefix):
            break
        at += 1
    return at


def _is_inserted(block: Block, prefix: str) -> bool:
    found = figures(block.labels[0], prefix) if block.kind in BODY else None
    return found is not None and len(found) > 1


@dataclass
class _Labels:
    """Gives page numbers that nobody had, rising in reading order: see `late_numbers`."""

    frozen: FrozenVolume
    now: BinderPlan

    def __post_init__(self) -> None:
        self._prefix = self.now.recipe.prefix
        self._taken = {found for label in self.frozen.taken if (found := figures(label, self._prefix))}

    def of(self, block: Block, after: str, following: str, *, behind: bool) -> tuple[str, ...]:
        """The block's labels: those it had, and new ones. `after` and `following` are the labels around it, or empty.

        `behind`: a new block gets whole numbers, behind the last that was ever given.
        """
        if self.now.recipe.numbering is Numbering.PIECE:
            return block.labels  # each piece counts from 1: there is nothing to collide with
        before = self.frozen.by_key.get(block.key)
        kept = before.labels[: len(block.labels)] if before else ()
        more = len(block.labels) - len(kept)
        if behind and not kept:
            last = max((found[0] for found in self._taken), default=0)
            made: list[Figures] = [(last + step,) for step in range(1, more + 1)]
        else:
            low = figures(kept[-1] if kept else after, self._prefix) or (0,)
            made = between(low, figures(following, self._prefix), more, self._taken) if more else []
        self._taken.update(made)
        return (*kept, *(self._prefix + "-".join(map(str, one)) for one in made))


def _steps(frozen: FrozenVolume, placed: Sequence[_Placed]) -> _Told:
    """What is taken out, what of the body is exchanged and put in, then the front and back matter that tells of it."""
    reprinted: set[SheetRef] = set()
    now = {block.key for block, _ in placed}
    by_piece = frozen.recipe.numbering is Numbering.PIECE
    steps = [
        Step(Action.TAKE_OUT, gone.title, gone.code, gone.labels, (), "", "材料已撤出本卷", by_piece)
        for gone in frozen.blocks
        if gone.key not in now
    ]
    relisted = bool(steps)
    after = ""
    for block, runs in (one for one in placed if one[0].kind in BODY):
        before = frozen.by_key.get(block.key)
        if before is None:
            step = Step(Action.PUT_IN, block.title, block.code, (), block.labels, after, "新增", by_piece)
        elif _prints_otherwise(before, block):
            step = Step(
                Action.EXCHANGE, block.title, block.code, before.labels, block.labels, after, "内容有变动", by_piece
            )
        else:
            step = None
            relisted |= before.described != block.described
        if step is not None:
            steps.append(step)
            reprinted |= {run.ref for run in runs}
        after = page_name(block.labels[-1], block.code if by_piece else "")
    if not steps and not relisted:
        return steps, reprinted
    matter, of_matter = _matter_steps(frozen, placed)
    return steps + matter, reprinted | of_matter


def _prints_otherwise(before: Block, now: Block) -> bool:
    return (before.fingerprint, before.labels) != (now.fingerprint, now.labels)


def _matter_steps(frozen: FrozenVolume, placed: Sequence[_Placed]) -> _Told:
    """Contents and closing note go with every change, other front and back matter where it prints otherwise."""
    steps: list[Step] = []
    reprinted: set[SheetRef] = set()
    after = ""
    for block, runs in placed:
        behind, after = after, block.labels[-1]
        before = frozen.by_key.get(block.key)
        if block.kind in BODY or (before and block.kind in _SIGNED):
            continue
        if before is None:
            steps.append(Step(Action.PUT_IN, block.title, "", (), block.labels, behind, _TO_SIGN))
        elif block.kind in _ALWAYS or _prints_otherwise(before, block):
            steps.append(Step(Action.EXCHANGE, block.title, "", before.labels, block.labels, "", "随本次补编更新"))
        else:
            continue
        reprinted |= {run.ref for run in runs}
    return steps, reprinted


def pages_text(labels: Sequence[str]) -> str:
    """Page numbers as a list writes them: 12, 12-1, and runs in short: 4—9, 12-1—12-3."""
    runs: list[list[str]] = []
    for label in labels:
        if runs and label == _next(runs[-1][-1]):
            runs[-1].append(label)
        else:
            runs.append([label])
    return "、".join(run[0] if len(run) == 1 else f"{run[0]}—{run[-1]}" for run in runs)


def _next(label: str) -> str:
    """The label that counts on from this one; empty where it does not end in a number."""
    stem, number = counted(label)
    return "" if number is None else f"{stem}{number + 1}"


def record_of(issue: int, on: dt.date, steps: Sequence[Step]) -> str:
    """What a closing note says of a supplement, in one sentence."""
    noted = [step for step in steps if not step.is_matter and (step.code or step.out != step.into)]
    said = []
    for action in (Action.PUT_IN, Action.EXCHANGE, Action.TAKE_OUT):
        found = [step for step in noted if step.action is action]
        if found:
            pages = pages_text([label for step in found for label in step.labels])
            said.append(f"{action.label}{len(found)}处（第{pages}页）")
    what = "，".join(said) or "目录、备考表更新"
    return f"{day_text(on)}第{issue}次发出：{what}。"


def _laid(now: BinderPlan, placed: Sequence[_Placed]) -> BinderPlan:
    """The plan in printed order: runs with their new places and numbers, blanks where a leaf has to begin."""
    return BinderPlan(now.volume, now.recipe, with_blanks(map(_relabelled, placed), now.recipe))


def _relabelled(placed: _Placed) -> Iterator[Run]:
    block, runs = placed
    labels = iter(block.labels)
    for run in runs:
        yield replace(run, labels=tuple(next(labels) for _ in run.labels))
