"""Whether the text of a first page bears a mark of state secrecy (保守国家秘密法; 密级★保密期限).

Pages behind the first are judged by the starred form alone.

Names are judged in `placing.bears_secrecy_mark`, before a file is opened. This is for what only the page shows: then
neither the text nor the words that matched are kept, only that it was so.
"""

import re
from itertools import islice

_NOT_SECRET = re.compile(
    r"工作秘密|商业秘密|国家秘密|保守.{0,4}秘密|保密(?:法|条例|制度|协议|承诺|教育)|非涉密|不涉密|无密级"
)
_LEVEL = r"[绝絕机機秘]\s*密"
_TERM = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*(?:年|个月)|长期|\d{4}\s*年|启用前|公布前"
_STARRED = re.compile(rf"{_LEVEL}\s*(?:[★☆✭⭐]|[*＊※]\s*(?={_TERM}|$))", re.MULTILINE)
_STARRED_LINE = re.compile(rf"{_LEVEL}\s*[★☆✭⭐]\s*(?:(?:{_TERM}).{{0,6}})?")
_NAMED = re.compile(r"密[ 　]*级(?:\s*[:：]\s*|\t)(?:绝\s*密|机\s*密|秘\s*密)(?!\s*[□☐○◻/／、])")
"""Of levels that are offered to be ticked, on a form not filled in, none is said."""
_LINE = re.compile(rf"{_LEVEL}[\s　]*(?:特\s*急|加\s*急|(?:{_TERM}).{{0,6}})?")
_COPY = re.compile(r"(?:份\s*号\s*[:：]?\s*)?\d{6}")
_HEAD, _HEAD_INSIDE = 6, 3
"""Lines at the head of a page on which a mark may stand by itself: GB/T 9704-2012, 7.2.2, puts it on the second."""
_LONGEST = 20_000


_SUBJECT = r"(?!的|管理|保护|事项|制度|清单|范围|目录|控制)"
_INTERNAL = re.compile(
    rf"工作秘密{_SUBJECT}|内部(?:资料|文件|材料|刊物){_SUBJECT}|仅?供内部(?:使用|参考|传阅)"
    r"|(?:不得|严禁|请勿|禁止)外(?:传|泄)|(?:注意|妥善)保(?:管|存|密)"
)
_INTERNAL_NAME = re.compile(rf"工作秘密{_SUBJECT}|内部(?:资料|文件){_SUBJECT}|[（(]内部[)）]")
_LONGEST_MARK, _HEAD_OF_INTERNAL = 24, 12


def internal_mark(first_page: str) -> str:
    """What says that a paper is not for everybody, though no state secret: 工作秘密, 内部资料 注意保管, 严禁外传.

    Such a mark stands in a short line of its own near the head of the first page. Empty: there is none.
    """
    lines = (" ".join(line.split()) for line in first_page[:_LONGEST].splitlines() if line.strip())
    return next((one for one in islice(lines, _HEAD_OF_INTERNAL) if _is_internal(one)), "")


def _is_internal(line: str) -> bool:
    found = _INTERNAL.search(line)
    return found is not None and len(line) <= _LONGEST_MARK and not line.endswith(("。", "；", "，", "、"))


def name_bears_internal_mark(path: str) -> bool:
    """Whether a file's own name says that it is not for everybody."""
    return _INTERNAL_NAME.search(path.rpartition("/")[2]) is not None


def later_page_bears_secrecy_mark(page: str) -> bool:
    """Whether a page behind the first begins as a marked document does: several papers scanned into one file.

    Only the form with a star counts, in a line of its own: what a level alone may mean inside a paper nobody knows.
    """
    head = list(islice((line.strip() for line in page[:_LONGEST].splitlines() if line.strip()), _HEAD_INSIDE))
    return any(_STARRED_LINE.fullmatch(line) for line in head)


def text_bears_secrecy_mark(first_page: str) -> bool:
    """Whether the text of a document's first page carries a secrecy mark. Talk of secrecy (保密条例) is none."""
    text = _NOT_SECRET.sub("", first_page[:_LONGEST])
    if _STARRED.search(text) or _NAMED.search(text):
        return True
    head = list(islice((line.strip() for line in text.splitlines() if line.strip()), _HEAD))
    if any(_LINE.fullmatch(line) for line in head):
        return True
    return len(head) > 1 and bool(_COPY.fullmatch(head[0])) and bool(re.match(_LEVEL, head[1]))
