"""封面 of a volume, and the page that all covers share."""

from collections.abc import Sequence

from foodsafe_desktop.domain.sheets import BinderPlan
from foodsafe_desktop.domain.wording import day_text
from foodsafe_desktop.lettering.typesetting import GOOD_ENDS, MM, Style, lines
from foodsafe_desktop.output.forms.paper import GREY, Paper
from foodsafe_desktop.output.forms.sizes import (
    BODY,
    COVER_LINE,
    COVER_TITLE,
    COVER_VOLUME,
    HAIRLINE,
    LABEL,
    LETTER_FRAME,
    RULE,
)
from foodsafe_desktop.output.forms.words import box_text, departments_of, number_range, volume_mark, years_text
from foodsafe_desktop.services.ports import BinderFacts

_BLANKS = ("全宗号", "保管期限")
COMPILED_BY = "编制单位"
_TITLE_TOP, _FIELDS_BOTTOM, _LABEL_WIDTH = 78.0, 262.0, 30.0


def cover_fields(laid: BinderPlan, facts: BinderFacts) -> tuple[tuple[str, str], ...]:
    """Labels and values that a cover states, in printing order.

    Those without a value are left out, but for who compiled the volume: an empty line to write on.
    """
    plan = laid.volume
    fields = (
        ("依据文件", facts.document_number),
        ("小项范围", number_range(plan.sections)),
        ("年度区间", years_text(facts.years)),
        ("数量", f"{len(plan.pieces)}件　{laid.body_pages}页"),
        ("责任单位", "、".join(departments_of(plan.sections))),
        (COMPILED_BY, facts.compiled_by),
        ("编制日期", day_text(facts.on)),
    )
    return tuple((label, value) for label, value in fields if value or label == COMPILED_BY)


def title_lines(facts: BinderFacts) -> list[str]:
    """The archive's title as it is broken on the cover."""
    return lines(facts.archive_title, COVER_TITLE, _best_width(facts.archive_title, COVER_TITLE))


def cover(laid: BinderPlan, facts: BinderFacts) -> bytes:
    """The volume's cover, A4 portrait, one page (GB/T 9705-2008 fields as far as they fit a set filed by indicator).

    全宗号 and 保管期限 are lines to fill in by hand: the archive that will take the set assigns them.
    """
    plan = laid.volume
    paper = Paper(LETTER_FRAME.page)
    _blanks(paper)
    above = tuple(text for text in (plan.dimension, volume_mark(plan)) if text != plan.title)
    title_page(paper, facts.archive_title, (above, plan.title, box_text(plan)), cover_fields(laid, facts))
    return paper.finished()


def title_page(
    paper: Paper, title: str, heading: tuple[Sequence[str], str, str], fields: Sequence[tuple[str, str]]
) -> None:
    """What the covers of volumes, boxes and whole sets share, on an A4 page.

    The title over a double rule, then `heading`: small lines, the large one, a small one; below them the fields.
    """
    middle = LETTER_FRAME.left + LETTER_FRAME.width / 2
    y = _centred(paper, _TITLE_TOP, title, COVER_TITLE, 3) + 7
    paper.rule(middle - 40, y, middle + 40, y, 0.6)
    paper.rule(middle - 40, y + 1.2, middle + 40, y + 1.2, RULE)
    y += 12
    above, large, below = heading
    for text in filter(None, above):
        y = _centred(paper, y, text, COVER_LINE, 3) + 2
    y = _centred(paper, y + 4, large, COVER_VOLUME, 3)
    if below:
        y = _centred(paper, y + 2, below, COVER_LINE, 1)
    _fields(paper, y + 8, fields)


def _blanks(paper: Paper) -> None:
    x, y = LETTER_FRAME.left, LETTER_FRAME.top
    for label in _BLANKS:
        paper.block(x, y, 22, label, LABEL)
        paper.rule(x + 19, y + 5.2, x + 55, y + 5.2, HAIRLINE)
        y += 8


def _centred(paper: Paper, y: float, text: str, style: Style, most: int) -> float:
    """Centred text in lines of even length, set smaller until it needs at most `most` lines."""
    while style.size > 9 and len(lines(text, style, LETTER_FRAME.width)) > most:
        style = Style(style.face, style.size * 0.9, style.leading * 0.9)
    width = _best_width(text, style)
    return paper.block(LETTER_FRAME.left + (LETTER_FRAME.width - width) / 2, y, width, text, style, "centre")


def _best_width(text: str, style: Style) -> float:
    """The width in which the fewest lines break after a place name or a particle, then come out most even."""
    widths = [LETTER_FRAME.width - step for step in range(0, int(LETTER_FRAME.width) - 40, 2)]
    fewest = len(lines(text, style, widths[0]))
    even = [(width, found) for width in widths if len(found := lines(text, style, width)) == fewest]
    return max(even, key=lambda pair: (sum(line[-1] in GOOD_ENDS for line in pair[1][:-1]), -pair[0]))[0]


def _fields(paper: Paper, top: float, fields: Sequence[tuple[str, str]]) -> None:
    """The fields as ruled lines, set smaller together until they end above the foot of the page."""
    x, style = LETTER_FRAME.left + 8, Style(BODY.face, 14, 24)
    width = LETTER_FRAME.width - 16 - _LABEL_WIDTH
    while style.size > 5 and _height(fields, style, width) > _FIELDS_BOTTOM - top:
        style = Style(style.face, style.size * 0.92, style.leading * 0.92)
    y = max(top, _FIELDS_BOTTOM - _height(fields, style, width))
    for label, value in fields:
        paper.block(x, y, _LABEL_WIDTH, label, Style(LABEL.face, style.size, style.leading), grey=GREY)
        y = paper.block(x + _LABEL_WIDTH, y, width, lines(value, style, width) or [""], style) + 0.8
        paper.rule(x + _LABEL_WIDTH - 2, y, x + _LABEL_WIDTH + width, y, HAIRLINE)
        y += 1.2


def _height(fields: Sequence[tuple[str, str]], style: Style, width: float) -> float:
    return sum(max(1, len(lines(value, style, width))) * style.leading / MM + 2 for _, value in fields)
