"""Every printed size of the forms, in mm (type sizes in points), each with the standard it comes from.

Where no standard prescribes a size it says so: those are this program's own and may be changed here.
"""

from dataclasses import dataclass

from foodsafe_desktop.lettering.fonts import Face
from foodsafe_desktop.lettering.typesetting import Style

A4 = (210.0, 297.0)
"""ISO 216 / GB/T 148."""
A4_LANDSCAPE = (297.0, 210.0)


@dataclass(frozen=True, slots=True)
class Frame:
    """Page size and the margins that nothing but the stamped page number crosses."""

    page: tuple[float, float]
    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Usable width."""
        return self.page[0] - self.left - self.right

    @property
    def end(self) -> float:
        """Lower edge of the usable height, from the top of the page."""
        return self.page[1] - self.bottom


LETTER_FRAME = Frame(A4, left=28, top=37, right=26, bottom=35)
"""GB/T 9704-2012 5.2: 天头 37, 订口 28, 版心 156 × 225. Cover, divider, slip sheet."""
TABLE_FRAME = Frame(A4, left=25, top=20, right=15, bottom=15)
"""GB/T 9705-2008, 卷内文件目录: 20, 25, 15, 15. Closing note and volume index."""
CONTENTS_FRAME = Frame(A4_LANDSCAPE, left=25, top=25, right=15, bottom=15)
"""DA/T 22-2015 prefers landscape; the margins of GB/T 9705-2008, with 25 at the top too, where it is bound."""

# 归档文件目录, DA/T 22-2015: columns and their order; 页号 is added before 备注 as GB/T 9705-2008 has it.
# No standard prescribes the widths; these add up to the 257 of the frame.
CONTENTS_COLUMNS = (
    ("序号", 10.0),
    ("档号", 43.0),
    ("文号", 33.0),
    ("责任者", 32.0),
    ("题名", 68.0),
    ("日期", 19.0),
    ("密级", 11.0),
    ("页数", 11.0),
    ("页号", 13.0),
    ("备注", 17.0),
)
CONTENTS_ROW = 9.0
"""Least row height; this program's own (local habit in portrait is 15)."""

# 卷内文件目录, GB/T 9705-2008: columns and their order. No widths are known; these add up to 170.
VOLUME_CONTENTS_COLUMNS = (
    ("顺序号", 15.0),
    ("文号", 27.0),
    ("责任者", 27.0),
    ("题名", 53.0),
    ("日期", 18.0),
    ("页号", 15.0),
    ("备注", 15.0),
)
VOLUME_CONTENTS_ROW = 12.0
"""Least row height; this program's own."""

INDEX_COLUMNS = (
    ("卷号", 11.0),
    ("方面", 20.0),
    ("卷题名", 36.0),
    ("盒", 15.0),
    ("小项", 22.0),
    ("责任单位", 30.0),
    ("件数", 10.0),
    ("页数", 10.0),
    ("备注", 16.0),
)
"""总目录: no standard; together 170."""
SIGNATURE_COLUMNS = (
    ("责任单位（盖章）", 54.0),
    ("负责小项", 40.0),
    ("件数", 13.0),
    ("分管领导签字", 32.0),
    ("经办人", 26.0),
    ("联系电话", 30.0),
    ("日期", 24.0),
    ("审核意见", 38.0),
)
"""责任单位签字确认表: no standard, the fields are practice; together 257."""
SIGNATURE_SHEET_ROW = 22.0
"""Least height of a row to be signed and sealed; this program's own. A seal is larger and is pressed over the rules."""
LIST_ROW = 7.5
"""Least row height of lists on portrait forms; this program's own."""
SIGNATURE_ROW = 13.0
"""Height of a line to be signed by hand on the closing note; this program's own."""
WRITING_LINE = 10.0
"""From one line to be written on by hand to the next; this program's own."""
FIELD_LABEL = 30.0
"""Width of the labels where a sheet lists labels with values; this program's own."""
RUNNING_HEAD_TOP = 22.0
"""Where the running head of dividers and the sheets like them begins; this program's own."""
SEAL = 45.0
"""Free paper, each way, for a seal: those of organs of a county and below are at most 45 across (国发〔1999〕25号)."""

HAIRLINE, RULE, FRAME_RULE = 0.1, 0.2, 0.35
"""Line widths; GB/T 9704-2012 7.3.10 has 0.25 and 0.35 for the rules of the 版记."""

# 盒脊, DA/T 22-2015: box 310 × 220, spine 20, 30, 40 or 50. Cell heights are not known; these are this program's own.
SPINE_CLEARANCE = 2.0
"""A label is this much narrower than the spine it is stuck on, so that it does not run over the folds."""
SPINE_HEIGHT = 244.0
"""Height of a label: at most 290 fit the box; 244 leaves room for crop marks and the ruler on A4."""

# 归档章, DA/T 22-2015: 45 × 16 in six equal cells, three of 15 across and two of 8 down.
ARCHIVE_STAMP = (45.0, 16.0)
ARCHIVE_STAMP_CELL = (15.0, 8.0)
ARCHIVE_STAMP_TOP = 8.0
"""How far below the upper edge of a first page the stamp stands, in its middle; the standard asks for free paper at the
top, the distance is this program's own."""

QR_LARGE = 25.0
"""A QR code to be read at arm's length, without its quiet zone; this program's own."""
TAB_MARK = (9.0, 12.0)
"""Width, from the outer edge inwards, and height of a divider's mark; this program's own."""
TAB_RANGE = (40.0, 257.0)
"""From where to where, from the top, the marks of a volume's dividers go down the edge; this program's own."""

PHOTO_CAPTION = 20.0
"""Height of what is written below a picture on a photo sheet; this program's own."""
PHOTO_GAP = 6.0
"""Between pictures of a photo sheet; this program's own."""

BOX_FRONT = (176.0, 250.0)
"""Label for the front of a box, B5 (ISO 216), as practice has it; the box is 310 × 220 (DA/T 22-2015)."""
JOB_COLUMNS = (
    ("卷册", 58.0),
    ("单双面", 16.0),
    ("页数", 16.0),
    ("张数", 16.0),
    ("A3页", 16.0),
    ("彩色页", 16.0),
    ("签章处", 16.0),
    ("纸质件", 16.0),
)
"""打印作业单: no standard; together 170."""
CHANGE_COLUMNS = (("动作", 14.0), ("页号", 20.0), ("编号", 34.0), ("题名", 62.0), ("原因", 40.0))
"""换页清单: no standard; together 170."""

# Type sizes of Chinese printing: 一号 26, 二号 22, 小二 18, 三号 16, 四号 14, 小四 12, 五号 10.5, 小五 9.
COVER_TITLE = Style(Face.XIAO_BIAO_SONG, 26, 40)
COVER_VOLUME = Style(Face.XIAO_BIAO_SONG, 22, 34)
COVER_LINE = Style(Face.SONG, 16, 26)
LETTER_TITLE = Style(Face.XIAO_BIAO_SONG, 22, 33)
"""二号小标宋, GB/T 9704-2012 7.3.1."""
LETTER_BODY = Style(Face.SONG, 15.75, 28.99)
"""三号; 28 characters in 156 mm and 22 lines in 225 (GB/T 9704-2012 5.2.3): 16 points would not go in."""
FORM_TITLE = Style(Face.XIAO_BIAO_SONG, 18, 26)
"""小二, as local filing rules have it for the titles of tables."""
SUB_ITEM_TEXT = Style(Face.SONG, 16, 27)
SUB_ITEM_NUMBER = Style(Face.XIAO_BIAO_SONG, 44, 54)
BODY = Style(Face.SONG, 12, 19)
LABEL = Style(Face.HEI, 10.5, 16)
VALUE = Style(Face.SONG, 10.5, 16)
HEADING = Style(Face.HEI_BOLD, 10.5, 16)
CELL = Style(Face.SONG, 9, 12.5)
CELL_HEADING = Style(Face.HEI, 10.5, 14)
BAND = Style(Face.HEI, 9, 12.5)
NOTE = Style(Face.SONG, 9, 13)
