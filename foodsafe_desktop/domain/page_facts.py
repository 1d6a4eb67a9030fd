"""Facts read from the page: 文号, 成文日期, 责任者, 题名, 附件, 印章 (GB/T 9704-2012). A person confirms them.

The order of a 公文 is relied upon: letterhead, number, title, addressee, body, attachments, signature, date. Only what
stands in a row of its own counts: numbers and dates in running text are those of other documents.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from foodsafe_desktop.domain.page_rows import Found, Row, joined, rows_of
from foodsafe_desktop.domain.page_titles import title_in
from foodsafe_desktop.domain.texts import Box, PageText
from foodsafe_desktop.domain.written_dates import DATE, date_in, date_row, is_bracketed_date, is_cut, is_date

_MOST_PAGES, _HEAD_ROWS, _MOST_SIGNING, _MOST_ENTRIES = 60, 20, 6, 40
_SHORT_ENTRY, _LONGEST_PAGE = 14, 20_000
"""Signs: of an attachment's name, from which on it may go on in the next row; and of a page that is looked through."""
_NUMBER = re.compile(
    r"^(?:(?P<head>[\u4e00-\u9fff]{2,30})文件)?(?P<word>[\u4e00-\u9fffA-Za-z]{1,12}?)"
    r"(?P<open>[〔\[({【〈<「『]?)(?P<year>(?:19|20)\d{2})(?P<close>[〕\])}】〉>」』]?)(?P<di>第?)0*(?P<count>[1-9]\d{0,4})号"
    r"(?:签发人:?.{0,12})?$"
)
_NOTICE_NUMBER = re.compile(r"^\(?((?:19|20)\d{2})年?第(\d{1,4})号\)?$")
_HEAD = re.compile(r"^[^\u4e00-\u9fff]{0,12}([\u4e00-\u9fff]{3,30})文件$")
_ORGAN = re.compile(
    r"^[\u4e00-\u9fff()·]{1,36}(?:政府|委员会|办公室|领导小组|指挥部|[局厅委部署院社站所办]|中心|街道|办事处|学校|[中小]学|大学"
    r"|幼儿园|公司|协会|学会|商会|联合会|集团|[大支总]队|银行|超市|食堂|市场|厂)$"
)
_NO_ORGAN = re.compile(r"关于|通知|附件|抄送|主送|印发|[^的]的$|落实|开展|以及|各[街区有成]")
_STAMP_ROW = re.compile(r"^\(?(?:盖章|公章|印章|签章|章)\)?$")
_PRINTED = re.compile(rf"^.{{0,30}}?(?:{DATE.pattern})(?:印发|印)$")
_ATTACHED = re.compile(r"^附件:(?P<rest>.*)$")
_ENTRY = re.compile(r"^(?:附件)?\(?(\d{1,2})\)?[.、．:)](?P<name>.*)$")
_NEAR = 45.0
"""mm between the middle of a seal and that of the date it is set upon: a seal's width."""


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a document says of itself; None where nothing was found. `dated` has an ISO date as its value."""

    document_number: Found | None = None
    dated: Found | None = None
    author: Found | None = None
    title: Found | None = None
    attachments: tuple[Found, ...] = ()
    seals: tuple[Found, ...] = ()

    @property
    def date(self) -> dt.date | None:
        """成文日期."""
        return dt.date.fromisoformat(self.dated.value) if self.dated else None


def may_be_signed(text: str) -> bool:
    """Whether a page's text has a row that is a date, alone or behind an organ's name: its places are worth knowing."""
    return any(date_row(Row(row, 1)) for row in text[:_LONGEST_PAGE].split("\n"))


def read_facts(pages: Sequence[PageText]) -> PageFacts:
    """The facts of a document, from its pages in order; only the first sixty are looked at."""
    rows = rows_of(pages, _MOST_PAGES)
    if not rows:
        return PageFacts()
    first = [row for row in rows if row.page == rows[0].page][:_HEAD_ROWS]
    number, at = _number(first)
    title, body = title_in(rows, at)
    signed = _signature(rows, body)
    dated = _agreeing(signed.dated if signed else _other_date(rows), number)
    end = signed.at if signed else len(rows)
    return PageFacts(
        document_number=number,
        dated=dated,
        author=_author(signed, _letterhead(first, at)),
        title=title if title is None or number is None or number.is_strong else replace(title, is_strong=False),
        attachments=tuple(_attachments(rows[body:end])),
        seals=tuple(_seals(pages[:_MOST_PAGES], dated)),
    )


def _number(first: Sequence[Row]) -> tuple[Found | None, int]:
    """文号 in a row of its own, and the index of the row behind it; 0 where there is none."""
    for at, row in enumerate(first):
        for cell in row.cells:
            found = _NUMBER.match(cell.plain)
            if found and (found["open"] or found["close"]) and not found["word"].endswith("第"):
                value = f"{found['word']}〔{found['year']}〕{found['count']}号"
                sure = bool(found["open"] and found["close"] and not found["di"]) and row.is_clear
                return Found(value, row.page, row.box, sure), at + 1
            notice = _NOTICE_NUMBER.match(cell.plain)
            if notice:
                return Found(f"{notice[1]}年第{int(notice[2])}号", row.page, row.box), at + 1
    return None, 0


def _letterhead(first: Sequence[Row], number_at: int) -> Found | None:
    """The organs of a red head, “…文件”, above the number."""
    for row in first[: max(0, number_at - 1) or (0 if number_at else 6)]:
        head = _HEAD.match(row.plain)
        if head:
            return Found(head[1], row.page, row.box, bool(number_at) and row.is_clear)
    return None


@dataclass(frozen=True, slots=True)
class _Signature:
    """The block at a document's end: who signs, when; `at` is the index of its first row."""

    author: Found
    dated: Found
    at: int


def _signature(rows: Sequence[Row], body: int) -> _Signature | None:
    """The first date that stands in a row of its own below an organ's name, or behind one, after the title."""
    for at in range(body, len(rows)):
        row = rows[at]
        found = date_row(row)
        day = date_in(found) if found else None
        if found is None or day is None:
            continue
        organs, begin = ([row], at) if is_organ(found["before"]) else _organs_above(rows, at, body)
        if not organs or (found["before"] and organs != [row]):
            continue
        names = [found["before"]] if organs == [row] else [one.plain for one in organs]
        sure = all(one.is_clear for one in (*organs, row))
        author = Found("、".join(names), row.page, joined([one.box for one in organs]), sure)
        dated = Found(day.isoformat(), row.page, row.box, sure and not is_cut(row))
        return _Signature(author, dated, begin)
    return None


def _organs_above(rows: Sequence[Row], at: int, body: int) -> tuple[list[Row], int]:
    """The organs that sign above a date, in their order, and the index of the first row of theirs."""
    organs: list[Row] = []
    begin = at
    for index in range(at - 1, max(body, at - _MOST_SIGNING) - 1, -1):
        row = rows[index]
        if _STAMP_ROW.match(row.plain):
            continue
        cells = row.cells
        if not cells or not all(is_organ(cell.plain) for cell in cells):
            break
        organs[:0] = cells
        begin = index
    return organs, begin


def is_organ(text: str) -> bool:
    """Whether a text is an organ's name and nothing else."""
    return bool(_ORGAN.match(text)) and not _NO_ORGAN.search(text)


def _other_date(rows: Sequence[Row]) -> Found | None:
    """Where nobody signs: the last row that is a date, else one in brackets under the title, else that of printing."""
    alone = [row for row in rows if (found := date_row(row)) and not found["before"]]
    bracketed = [row for row in rows[:_HEAD_ROWS] if is_bracketed_date(row)]
    printed = [row for row in rows if _PRINTED.match(row.plain)]
    for row in (*alone[-1:], *bracketed[:1], *printed[-1:]):
        found = DATE.search(row.plain)
        day = date_in(found) if found else None
        if day:
            return Found(day.isoformat(), row.page, row.box)
    return None


def _agreeing(dated: Found | None, number: Found | None) -> Found | None:
    """A date of another year than the number's has to be looked at."""
    year = re.search(r"\d{4}", number.value) if number else None
    if dated is None or year is None or dated.value.startswith(year[0]):
        return dated
    return replace(dated, is_strong=False)


def _author(signed: _Signature | None, head: Found | None) -> Found | None:
    """责任者: who signs, else whose letterhead it is. Where both are there and name different organs, none is sure."""
    if signed is None or head is None:
        return signed.author if signed else head
    if signed.author.value in head.value or head.value in signed.author.value:
        return signed.author
    return replace(signed.author, is_strong=False)


def _attachments(rows: Sequence[Row]) -> Iterator[Found]:
    """The names behind 附件：, one by one, between the body and the signature."""
    for at, row in enumerate(rows):
        begin = _ATTACHED.match(row.plain)
        if begin is None:
            continue
        entry = _ENTRY.match(begin["rest"])
        if entry is None:
            if begin["rest"]:
                yield Found(begin["rest"], row.page, row.box, row.is_clear)
            return
        yield from _entries(rows[at:], entry)
        return


def _entries(rows: Sequence[Row], first: re.Match[str]) -> Iterator[Found]:
    """Numbered names from the row that begins with 附件：; a row without a number continues the name before."""
    names = [(first["name"], rows[0])]
    for row in rows[1:_MOST_ENTRIES]:
        entry = _ENTRY.match(row.plain)
        if entry and int(entry[1]) == len(names) + 1:
            names.append((entry["name"], row))
        elif entry or "。" in row.plain or is_organ(row.plain) or is_date(row) or len(names[-1][0]) < _SHORT_ENTRY:
            break
        else:
            names[-1] = names[-1][0] + row.plain, names[-1][1]
    for name, row in names:
        yield Found(name, row.page, row.box, row.is_clear)


def _seals(pages: Sequence[PageText], dated: Found | None) -> Iterator[Found]:
    """Round red places; one that lies upon the date is a seal for certain."""
    for page in pages:
        for box in page.seals:
            upon = dated is not None and dated.page == page.page and dated.box is not None and _near(box, dated.box)
            yield Found("印章", page.page, box, upon)


def _near(one: Box, other: Box) -> bool:
    middles = [((box[0] + box[2]) / 2, (box[1] + box[3]) / 2) for box in (one, other)]
    return max(abs(middles[0][axis] - middles[1][axis]) for axis in (0, 1)) < _NEAR
