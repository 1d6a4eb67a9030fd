"""The covers of volumes, boxes and whole sets as documents have them."""

from collections.abc import Iterable, Sequence

from foodsafe_desktop.domain.sheets import BinderPlan
from foodsafe_desktop.output.docx.manuscript import Cell, Manuscript, Par, TableRow
from foodsafe_desktop.output.docx_parts import FANG_SONG, HEI, SONG, Type
from foodsafe_desktop.output.forms.cover import cover_fields, title_lines
from foodsafe_desktop.output.forms.words import box_text, volume_mark
from foodsafe_desktop.services.ports import BinderFacts

_TITLE, _VOLUME = Type(SONG, 26, bold=True), Type(SONG, 22, bold=True)
_LINE, _FIELD, _NAME, _LABEL = Type(FANG_SONG, 16), Type(FANG_SONG, 14), Type(HEI, 14), Type(HEI, 10.5, leading=14)
_FIELDS = (30, 110)


def write_cover(manuscript: Manuscript, laid: BinderPlan, facts: BinderFacts) -> None:
    """A volume's cover. 全宗号 and 保管期限 are filled in by hand, as in print."""
    manuscript.paragraph(Par("全宗号＿＿＿＿＿＿＿＿", _LABEL))
    manuscript.paragraph(Par("保管期限＿＿＿＿＿＿＿", _LABEL, after=70))
    write_title(manuscript, "\n".join(title_lines(facts)), *volume_titles(laid), cover_fields(laid, facts))


def volume_titles(laid: BinderPlan) -> tuple[tuple[str, ...], str]:
    """What stands over a volume's title, and the title with which box it is."""
    plan = laid.volume
    above = tuple(text for text in (plan.dimension, volume_mark(plan)) if text and text != plan.title)
    return above, "\n".join(filter(None, (plan.title, box_text(plan))))


def write_title(
    manuscript: Manuscript, title: str, above: Iterable[str], large: str, fields: Sequence[tuple[str, str]]
) -> None:
    """What all covers share: title, small lines, the large one, and the fields over rules."""
    for par in title_pars(title, above, large):
        manuscript.paragraph(par)
    manuscript.table(_FIELDS, field_rows(fields), ruled=False)


def title_pars(title: str, above: Iterable[str], large: str) -> tuple[Par, ...]:
    """The titles alone."""
    small = (Par(text, _LINE, "center", after=6) for text in above if text)
    return Par(title, _TITLE, "center", after=36), *small, Par(large, _VOLUME, "center", after=60)


def field_rows(fields: Sequence[tuple[str, str]]) -> list[TableRow]:
    """Labels with their values over a rule."""
    return [
        TableRow((Cell((Par(label, _NAME),)), Cell((Par(value, _FIELD),), ruled="bottom")), 10)
        for label, value in fields
    ]
