"""题名 read from the page: the rows behind the number, or at the head, that end as a document's title does."""

import re
from collections.abc import Sequence

from foodsafe_desktop.domain.page_rows import Found, Row, joined
from foodsafe_desktop.domain.written_dates import is_date

_HEAD_ROWS, _FIRST_ROWS, _TITLE_ROWS = 10, 3, 6
_TITLE_LENGTH, _SHORTEST_TITLE, _ROW_OF_TITLE = 120, 5, 40
"""Of rows and signs: how many are looked at, and how long a title may be and must be, and a row of one."""
_CENTRED = 12.0
"""mm between the middles of rows that are centred on the same line."""
_OFFICIAL = "决议|决定|命令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要"
_TITLE_END = re.compile(
    rf"(?:{_OFFICIAL}|方案|办法|规定|细则|计划|预案|总结|制度|规则|规程|要点|说明|情况说明|简报|台账|名单|名册|清单|记录"
    r"|统计表|汇总表|登记表|签到表|签到册|检查表|记录表|评分表|会议议程|承诺书|责任书|协议|合同|章程|规划|复函|倡议书|公示|标准|指南|目录|证明)(?:\([^)]{1,16}\))?$"
)
_FORMAL_END = re.compile(rf"(?:的|会议)(?:{_OFFICIAL})(?:\([^)]{{1,16}}\))?$")
_NOT_TITLE = re.compile(
    r"[。;；]|:$|^(?:抄送|附件|主办|签发人|紧急程度|特急|加急|份号|电话|传真|地址|邮编)|^[\d\W]+$|^第?\d+页"
)


def title_in(rows: Sequence[Row], number_at: int) -> tuple[Found | None, int]:
    """题名 in the rows behind the number, or at the head of a page without one; and the index of the row behind it."""
    starts = range(number_at, min(len(rows), number_at + (3 if number_at else _HEAD_ROWS)))
    for start in starts:
        part, end = _title_from(rows, start)
        if part:
            value = "".join(row.tight for row in part)
            plain = "".join(row.plain for row in part)
            is_formal = bool(_FORMAL_END.search(plain)) and (bool(number_at) or start <= _FIRST_ROWS)
            sure = is_formal and all(row.is_clear for row in part)
            return Found(value, part[0].page, joined([row.box for row in part]), sure), end
    return None, number_at


def _title_from(rows: Sequence[Row], start: int) -> tuple[list[Row], int]:
    """The rows of a title that begins at `start`, and the index behind them; none where no title begins there."""
    part: list[Row] = []
    for at in range(start, min(len(rows), start + _TITLE_ROWS)):
        row = rows[at]
        if row.page != rows[start].page or _NOT_TITLE.search(row.plain) or is_date(row):
            break
        part.append(row)
        plain = "".join(one.plain for one in part)
        if len(plain) > _TITLE_LENGTH:
            break
        if _TITLE_END.search(plain) and not _goes_on(rows, at):
            return (part, at + 1) if len(plain) > _SHORTEST_TITLE else ([], start)
    return [], start


def _goes_on(rows: Sequence[Row], at: int) -> bool:
    """Whether the row behind belongs to the title, though it could end here: …实施方案 / 的通知."""
    if at + 1 >= len(rows) or rows[at + 1].page != rows[at].page:
        return False
    here, behind = rows[at], rows[at + 1]
    if _NOT_TITLE.search(behind.plain) or is_date(behind):
        return False
    if behind.plain.startswith("的") or re.fullmatch(r"\([^)]{1,16}\)", behind.plain):
        return True
    if here.box and behind.box:
        heights = here.box[3] - here.box[1], behind.box[3] - behind.box[1]
        middles = (here.box[0] + here.box[2]) / 2, (behind.box[0] + behind.box[2]) / 2
        alike = max(heights) < 1.15 * max(0.1, min(heights)) and abs(middles[0] - middles[1]) < _CENTRED
        return alike and bool(_FORMAL_END.search(behind.plain)) and len(behind.plain) < _ROW_OF_TITLE
    return False
