"""Before anything is printed: what a person should know of a plan, and what stands in it as a slip sheet."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from foodsafe_desktop.domain.binder import Part, Piece
from foodsafe_desktop.domain.boxes import capacity, is_large, is_too_thick
from foodsafe_desktop.domain.evidence import WITHHELD, Condition, Fact, Presence
from foodsafe_desktop.domain.recipe import Recipe
from foodsafe_desktop.domain.sheets import BinderPlan, Run, Size

LONGEST_NAME = 200
"""Characters of a file's name beyond which other programs and copies of the set may lose it."""
_WITH_ATTACHED = frozenset({"eml", "msg"})
"""Formats that are printed with what is in them."""
_HELD, _OUTSIDE = "文件过长", "指定的页"
_UNSUITABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffd\ue000-\uf8ff\ud800-\udfff]"
)
"""Characters that are not seen, turn the writing around, or have no meaning anywhere else."""


class RemarkKind(StrEnum):
    """What a remark is about, in the order in which remarks are listed."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    ATTACHED = "attached"
    ENCRYPTED = "encrypted"
    SUSPENDED = "suspended"
    LONG = "long"
    RANGE = "range"
    LOST = "lost"
    CHANGED = "changed"
    PAPER = "paper"
    UNFOUNDED = "unfounded"
    UNDATED = "undated"
    BLANK = "blank"
    NAME = "name"
    THICK = "thick"
    LARGE = "large"
    LANDSCAPE = "landscape"
    SIGNED = "signed"
    EMBEDDED = "embedded"
    OTHER_LAYOUT = "other-layout"

    @property
    def label(self) -> str:
        """The kind in a few Chinese words."""
        return _LABELS[self]

    @property
    def lacks(self) -> bool:
        """Whether something that should print will not."""
        return self in _LACKS


_LABELS = {
    RemarkKind.MISSING: "文件缺失",
    RemarkKind.UNREADABLE: "不能打印",
    RemarkKind.ATTACHED: "附件未打印",
    RemarkKind.ENCRYPTED: "文件加密",
    RemarkKind.SUSPENDED: "暂停使用",
    RemarkKind.LONG: "篇幅过长",
    RemarkKind.RANGE: "页码范围不符",
    RemarkKind.LOST: "图像疑似损坏",
    RemarkKind.CHANGED: "变动待确认",
    RemarkKind.PAPER: "须插入纸质原件",
    RemarkKind.UNFOUNDED: "依据文件未填",
    RemarkKind.UNDATED: "无成文日期",
    RemarkKind.BLANK: "空白页",
    RemarkKind.NAME: "文件名不规范",
    RemarkKind.THICK: "超出盒容量",
    RemarkKind.LARGE: "大于 A4",
    RemarkKind.LANDSCAPE: "横版页面",
    RemarkKind.SIGNED: "电子签名不随印",
    RemarkKind.EMBEDDED: "内嵌文件不随印",
    RemarkKind.OTHER_LAYOUT: "版式有差异",
}
_LACKS = frozenset(
    (
        RemarkKind.MISSING,
        RemarkKind.UNREADABLE,
        RemarkKind.ATTACHED,
        RemarkKind.ENCRYPTED,
        RemarkKind.SUSPENDED,
        RemarkKind.LONG,
        RemarkKind.RANGE,
    )
)


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to know, and where: the volume's name, sub-item, piece and file (empty: the paper or the piece)."""

    kind: RemarkKind
    sentence: str
    volume: str
    number: int
    evidence: int
    path: str = ""


def held_back(pages: int, recipe: Recipe) -> str | None:
    """Why a file of so many pages is not printed, as its slip sheet says it; None if it is."""
    if recipe.longest is None or pages <= recipe.longest:
        return None
    return (
        f"{_HELD}：共{pages}页，超过装订方案所定的{recipe.longest}页，未予打印。"
        "请摘取需要的页另存后放入，或在装订方案中调高上限后重新装订。"
    )


def narrowed(sizes: Sequence[Size], pages: tuple[int, int] | None) -> tuple[tuple[Size, ...], str | None]:
    """The sizes of those pages of a file that are meant, and why they cannot be printed if they are not there."""
    if pages is None:
        return tuple(sizes), None
    first, last = pages
    if not 1 <= first <= last <= len(sizes):
        return (
            (),
            f"{_OUTSIDE}（第{first}页至第{last}页）不在文件之内，该文件共{len(sizes)}页。请核对后重新指定页码范围。",
        )
    return tuple(sizes[first - 1 : last]), None


def remarks(plans: Iterable[BinderPlan]) -> tuple[Remark, ...]:
    """All there is to know of these volumes, what lacks first, else in printing order."""
    found = [remark for plan in plans for remark in _of_volume(plan)]
    kinds = list(RemarkKind)
    return tuple(sorted(found, key=lambda remark: kinds.index(remark.kind)))


def _of_volume(plan: BinderPlan) -> Iterator[Remark]:
    for piece in plan.volume.pieces:
        if piece.printed_at is None:
            yield from _of_piece(plan, piece)
    for section in plan.volume.sections:
        if section.is_omitted and not section.omission_basis and not section.continued:
            sentence = f"{section.heading}列为合理缺项，尚未填写批准缺项的依据文件，请在小项页面补填。"
            yield Remark(RemarkKind.UNFOUNDED, sentence, plan.volume.name, section.number, 0)
    if is_too_thick(plan):
        sentence = (
            f"“{plan.volume.name}”共{plan.leaves}张，厚于最宽的档案盒（可容{capacity(plan.recipe):.0f}毫米）。"
            "单件材料不拆分，请另备更宽的盒，或将该件分册。"
        )
        yield Remark(RemarkKind.THICK, sentence, plan.volume.name, 0, 0)


def _of_piece(plan: BinderPlan, piece: Piece) -> Iterator[Remark]:
    title = f"《{piece.title}》" if not piece.is_withheld else WITHHELD

    def remark(kind: RemarkKind, sentence: str, path: str = "") -> Remark:
        return Remark(kind, sentence, plan.volume.name, piece.number, piece.evidence.id, path)

    for part, run in zip(piece.parts, plan.piece_runs(piece), strict=True):
        path = part.file.path if part.file is not None and not piece.is_withheld else ""
        for kind, sentence in _of_part(part, run):
            yield remark(kind, f"{title}{sentence}", path)
        for file in part.files if path else ():
            if problem := _name_problem(file.path):
                yield remark(RemarkKind.NAME, f"{title}的文件名{problem}。", file.path)
    if piece.evidence.dated is None and not piece.is_withheld:
        yield remark(RemarkKind.UNDATED, f"{title}没有成文日期，按名称排在同年度有日期的材料之后。")


def _of_part(part: Part, run: Run) -> Iterator[tuple[RemarkKind, str]]:
    """Kinds and the rest of their sentences."""
    if part.file is None:
        yield RemarkKind.PAPER, f"须在第{run.labels[0]}页处插入纸质原件。"
        return
    if run.slip is not None:
        yield _why(part, run.slip), f"以替代页代替：{run.slip}"
        return
    for lack in run.unprinted:
        yield RemarkKind.ATTACHED, f"的{lack}"
    if any(file.changed for file in part.files):
        yield RemarkKind.CHANGED, "的内容有变动，尚未确认；将按现有内容打印。"
    yield from _seen_on(run)
    large = [label for label, size in zip(run.labels, run.sizes, strict=True) if is_large(size)]
    if large:
        yield RemarkKind.LARGE, f"有{len(large)}页大于 A4（第{_ranged(large)}页），须用大纸打印后折入，或缩印。"
    landscape = sum(width > height for width, height in run.sizes)
    if landscape:
        yield RemarkKind.LANDSCAPE, f"有{landscape}页为横版。"
    if any(Fact.SIGNED in file.verdict.facts for file in part.files):
        # A signature covers the bytes of its file, and a page that bears a number is none of them.
        yield RemarkKind.SIGNED, "含电子签名，装订本中只印其外观，不再有效；查验签名请用原文件。"
    if any(
        Fact.EMBEDDED_FILES in file.verdict.facts and file.verdict.format not in _WITH_ATTACHED for file in part.files
    ):
        yield RemarkKind.EMBEDDED, "内嵌其他文件，装订本中只印其图标或不印；需要的请取出后放入同一文件夹。"
    for note in run.notes:
        yield RemarkKind.OTHER_LAYOUT, f"：{note}"


def _seen_on(run: Run) -> Iterator[tuple[RemarkKind, str]]:
    if run.lost:
        yield RemarkKind.LOST, f"第{_listed(run, run.lost)}页上的图像显示为空白或数据中断，可能已损坏，请与原件核对。"
    if run.blank:
        yield (
            RemarkKind.BLANK,
            f"有{len(run.blank)}页看不到任何内容（第{_listed(run, run.blank)}页），请核对是否缺页或漏扫。",
        )


def _why(part: Part, slip: str) -> RemarkKind:
    file = part.file
    if file is None:
        return RemarkKind.PAPER
    if slip.startswith(_HELD):
        return RemarkKind.LONG
    if slip.startswith(_OUTSIDE):
        return RemarkKind.RANGE
    if file.verdict.condition is Condition.SUSPENDED:
        return RemarkKind.SUSPENDED
    if file.presence is Presence.MISSING:
        return RemarkKind.MISSING
    return RemarkKind.ENCRYPTED if file.verdict.condition is Condition.ENCRYPTED else RemarkKind.UNREADABLE


def _listed(run: Run, places: Sequence[int]) -> str:
    return _ranged([run.labels[at] for at in places])


def _ranged(labels: Sequence[str]) -> str:
    return labels[0] if len(labels) == 1 else f"{labels[0]}、…、{labels[-1]}" if len(labels) > 2 else "、".join(labels)


def _name_problem(path: str) -> str:
    name = path.rpartition("/")[2]
    if len(name) > LONGEST_NAME:
        return f"过长（{len(name)}个字符），复制到其他电脑时可能丢失，请改短"
    if _UNSUITABLE.search(name):
        return "含有不可见或无法识别的字符，请改名"
    return ""
