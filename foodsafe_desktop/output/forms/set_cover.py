"""总封面 of a whole set of volumes."""

from collections.abc import Sequence

from foodsafe_desktop.domain.wording import day_text
from foodsafe_desktop.output.forms.cover import COMPILED_BY, title_page
from foodsafe_desktop.output.forms.paper import Paper
from foodsafe_desktop.output.forms.sizes import LETTER_FRAME
from foodsafe_desktop.output.forms.volume_index import whole_volumes
from foodsafe_desktop.output.forms.words import years_text
from foodsafe_desktop.services.ports import BinderFacts, BoundVolume

SET_TITLE = "总卷"


def set_cover(volumes: Sequence[BoundVolume], facts: BinderFacts, of: str = "") -> bytes:
    """The cover before the 总目录, A4 portrait, one page: how many volumes, boxes, pieces and pages the set has.

    `of` says which part of the whole set it covers.
    """
    paper = Paper(LETTER_FRAME.page)
    title_page(paper, facts.archive_title, ((of,), SET_TITLE, ""), set_fields(volumes, facts))
    return paper.finished()


def set_fields(volumes: Sequence[BoundVolume], facts: BinderFacts) -> tuple[tuple[str, str], ...]:
    """Labels and values that the cover states; those without a value are left out, but for who compiled the set."""
    pieces = sum(len(volume.plan.pieces) for volume in volumes)
    pages = sum(volume.body_pages for volume in volumes)
    fields = (
        ("依据文件", facts.document_number),
        ("年度区间", years_text(facts.years)),
        ("数量", f"{whole_volumes(volumes)}卷　{len(volumes)}盒　{pieces}件　{pages}页"),
        (COMPILED_BY, facts.compiled_by),
        ("编制日期", day_text(facts.on)),
    )
    return tuple((label, value) for label, value in fields if value or label == COMPILED_BY)
