"""How each sample file is made: a recipe is a call without arguments that returns the file's bytes."""

from collections.abc import Callable
from functools import partial

from foodsafe_desktop.demo import forms, office, pages, pictures
from foodsafe_desktop.demo.letters import letter

Make = Callable[[], bytes]


def pdf(key: str, year: int, on: tuple[int, int], number: int = 0, sub_item: int = 0) -> Make:
    """A letter as PDF with text."""
    return lambda: pages.letter_pdf(letter(key, year, on, number, sub_item))


def word(key: str, year: int, on: tuple[int, int], number: int = 0, sub_item: int = 0) -> Make:
    """A letter as DOCX."""
    return lambda: office.letter_docx(letter(key, year, on, number, sub_item))


def scan(key: str, year: int, on: tuple[int, int], number: int = 0, seed: int = 1) -> Make:
    """A letter as PDF of one scanned picture."""

    def make() -> bytes:
        one = letter(key, year, on, number)
        return pages.picture_pdf([pictures.jpeg(pictures.scanned_page(one, seed))], one.title)

    return make


def photo(caption: str, taken: str, seed: int, orientation: int = 1) -> Make:
    """A telephone picture of a scene."""
    return partial(pictures.photo, caption, taken, seed, orientation)


def locked(key: str, year: int, on: tuple[int, int], number: int, *, asks: str | None) -> Make:
    """A letter as PDF under passwords: it asks for `asks`, or opens freely where that is None."""
    return lambda: pages.letter_pdf(letter(key, year, on, number), open_with=asks, owner="示例")


def cut_short(key: str, year: int, on: tuple[int, int], number: int) -> Make:
    """A letter as PDF whose copy was interrupted."""
    return lambda: pages.truncated(pages.letter_pdf(letter(key, year, on, number)))


def sign_in(title: str, on: str) -> Make:
    """A sign-in sheet as DOCX."""
    return lambda: office.table_docx(title, f"时间：{on}；地点：区食安办会议室", forms.SIGN_IN_HEAD, forms.SIGN_IN)


def roster(street: str, grids: int) -> Make:
    """A street's roster of informants as DOCX."""
    title = f"{street}食品安全信息员名册"
    return lambda: office.table_docx(title, "按网格登记岗位", forms.ROSTER_HEAD, forms.roster(grids))


def publicity(year: int) -> Make:
    """A poster as PDF with CropBox."""
    lines = ("尚俭崇信守护阳光下的盘中餐", "食品安全宣传周", f"{year}年·示例区")
    return lambda: pages.poster_pdf(lines, "示例区食品药品安全委员会办公室　宣")


def notice_board(year: int) -> Make:
    """A picture of the web page that publishes sampling results."""
    rows = tuple(f"{year}年第{at}期食品安全监督抽检信息公示　　　　{year}-{at * 3:02d}-20" for at in range(1, 5))
    return partial(pictures.screenshot, "食品安全监督抽检信息公示", rows, f"{year}年12月25日")


def short_films(year: int) -> Make:
    """A picture of a list of short films."""
    subjects = ("“洗手”小课堂", "如何识别预包装食品标签", "谣言粉碎机：隔夜菜", "夏季剩菜怎样保存")
    rows = tuple(f"第{at}集　{subject}　　　　播放 {at * 1300} 次" for at, subject in enumerate(subjects, 1))
    return partial(pictures.screenshot, "食品安全科普短视频", rows, f"{year}年11月30日")


def grading(year: int, size: tuple[float, float], *, turned: bool = False) -> Make:
    """The ledger of risk grades on a page that shows as `size`."""
    return lambda: pages.ledger_pdf(forms.grading(year), size, turned=turned)


def equipment() -> bytes:
    """A ZIP with GBK names."""
    return office.zip_gbk(
        {
            "执法装备/装备清单.txt": office.text_gb18030(("执法记录仪 12台", "快检箱 6套", "冷藏采样箱 4个")),
            "执法装备/执法车辆照片.jpg": pictures.photo("执法车辆与快检设备", "2023-05-18", 40),
        }
    )


def video() -> bytes:
    """The smallest MP4 with an index (ISO/IEC 14496-12): known as a film, nothing to play."""
    return (
        _box(b"ftyp", b"mp42\x00\x00\x00\x00mp42isom")
        + _box(b"moov", _box(b"mvhd", bytes(100)))
        + _box(b"mdat", bytes(2040))
    )


def _box(kind: bytes, content: bytes) -> bytes:
    return (8 + len(content)).to_bytes(4, "big") + kind + content
