"""照片页: frames for several pictures on a sheet, with what GB/T 11821-2002 wants said of each below it.

The pictures themselves are laid into the frames by whoever joins the pages: their bytes are not touched here.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from foodsafe_desktop.domain.binder import Piece
from foodsafe_desktop.domain.wording import day_text
from foodsafe_desktop.output.forms.letter import running_head
from foodsafe_desktop.output.forms.paper import Paper
from foodsafe_desktop.output.forms.sizes import HAIRLINE, PHOTO_CAPTION, PHOTO_GAP, TABLE_FRAME, VALUE
from foodsafe_desktop.services.ports import BinderFacts

Rect = tuple[float, float, float, float]
"""x, y of the upper left corner, width, height; mm from the upper left corner of the page."""
_GRIDS = {2: (1, 2), 4: (2, 2), 6: (2, 3)}
"""Pictures on a sheet: how many across and how many down."""
_TOP = 42.0


@dataclass(frozen=True, slots=True)
class Photo:
    """What is said of one picture: its title, the day it was taken if known, and its file's name."""

    title: str
    file: str
    taken: dt.date | None = None


def photo_frames(count: int) -> tuple[Rect, ...]:
    """Where the pictures of a sheet of 2, 4 or 6 stand, row by row."""
    across, down = _GRIDS[count]
    frame = TABLE_FRAME
    width = (frame.width - (across - 1) * PHOTO_GAP) / across
    height = (frame.end - _TOP - (down - 1) * PHOTO_GAP) / down
    return tuple(
        (
            frame.left + column * (width + PHOTO_GAP),
            _TOP + row * (height + PHOTO_GAP),
            width,
            height - PHOTO_CAPTION,
        )
        for row in range(down)
        for column in range(across)
    )


def photo_captions(piece: Piece, photos: Sequence[Photo], count: int, facts: BinderFacts) -> bytes:
    """The sheets for a piece's pictures, `count` (2, 4 or 6) to an A4 page: running head, frames and captions.

    A caption is set smaller until all of it fits.
    """
    if piece.is_withheld:
        raise ValueError(f"piece {piece.code} is withheld")
    paper = Paper(TABLE_FRAME.page)
    frames = photo_frames(count)
    where = f"编号 {piece.code}　照片页"
    for at, photo in enumerate(photos):
        if at and at % count == 0:
            paper.next_page()
        if at % count == 0:
            running_head(paper, facts.archive_title, where, frame=TABLE_FRAME)
        _caption(paper, frames[at % count], at + 1, photo)
    return paper.finished()


def _caption(paper: Paper, frame: Rect, number: int, photo: Photo) -> None:
    x, y, width, height = frame
    paper.box(x, y, width, height, HAIRLINE)
    taken = f"拍摄时间：{day_text(photo.taken)}" if photo.taken else "拍摄时间：未记载"
    text = f"图{number}　{photo.title}\n{taken}\n文件名：{photo.file}"
    paper.shrunk(x, y + height + 1, (width, PHOTO_CAPTION - 1.5), text, VALUE)
