"""Sample pictures: scanned pages, drawn scenes as a telephone takes them, a screenshot, a paged TIFF."""

import io
import random
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from foodsafe_desktop.demo.letter_form import Letter
from foodsafe_desktop.demo.lines import balanced, broken
from foodsafe_desktop.shipped import resource_path

_ORIENTATION, _TAKEN = 0x0112, 0x9003
_TURNED = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}


@lru_cache(maxsize=16)
def _font(file: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(resource_path("fonts", f"{file}.ttf")), size)


def scanned_page(letter: Letter, seed: int) -> Image.Image:
    """A letter as it comes from a scanner at 100 dpi: grey paper, dirt, slightly askew."""
    page = Image.new("RGB", (827, 1169), (247, 246, 240))
    pen = ImageDraw.Draw(page)
    song, bold = _font("NotoSerifSC-Regular", 22), _font("NotoSerifSC-Bold", 30)
    y = 130
    if letter.number:
        head = f"{letter.office}文件"
        pen.text((413, y), head, (190, 30, 30), _font("NotoSerifSC-Bold", min(40, 600 // len(head))), "mm")
        pen.text((413, y + 70), letter.number, (40, 40, 40), song, "mm")
        pen.line((110, y + 100, 720, y + 100), (190, 30, 30), 3)
        y += 160
    for line in balanced(letter.title, bold.getlength, 560):
        pen.text((413, y), line, (30, 30, 30), bold, "mm")
        y += 46
    y += 16
    for index, text in enumerate((letter.to, *letter.body)):
        indent = 44 if index else 0
        for at, line in enumerate(broken(text, song.getlength, 604, indent) if text else ()):
            pen.text((110 + (0 if at else indent), y), line, (45, 45, 45), song)
            y += 37
    pen.text((560, y + 50), letter.office, (45, 45, 45), song, "mm")
    pen.text((560, y + 90), letter.on, (45, 45, 45), song, "mm")
    _stamp(pen, 560, y + 64)
    return _through_scanner(page, seed)


def _stamp(pen: ImageDraw.ImageDraw, x: int, y: int) -> None:
    red = (205, 50, 50)
    pen.ellipse((x - 76, y - 76, x + 76, y + 76), outline=red, width=5)
    pen.text((x, y - 8), "★", red, _font("NotoSerifSC-Regular", 44), "mm")
    pen.text((x, y + 42), "示 例 专 用", red, _font("NotoSerifSC-Bold", 17), "mm")


def _through_scanner(page: Image.Image, seed: int) -> Image.Image:
    chance = random.Random(seed)  # noqa: S311 - dirt on paper, not a secret
    askew = page.rotate(chance.uniform(-1.6, 1.6), Image.Resampling.BICUBIC, fillcolor=(225, 224, 218))
    grain = Image.frombytes("L", (414, 585), chance.randbytes(414 * 585)).resize(askew.size, Image.Resampling.BILINEAR)
    dirty = Image.blend(askew, Image.merge("RGB", (grain, grain, grain)), 0.07)
    pen = ImageDraw.Draw(dirty)
    for _ in range(40):
        x, y = chance.randrange(827), chance.randrange(1169)
        pen.point((x, y), (120, 118, 110))
    pen.line((819, 0, 822, 1169), (205, 203, 196), 2)
    return dirty


def jpeg(picture: Image.Image) -> bytes:
    """The picture as plain JPEG."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=60, dpi=(100, 100))
    return out.getvalue()


def photo(caption: str, taken: str, seed: int, orientation: int = 1) -> bytes:
    """A drawn scene as JPEG with EXIF time; `orientation` 1, 3, 6 or 8: stored turned, to be shown upright."""
    scene = _scene(caption, taken, seed)
    stored = scene.transpose(_TURNED[orientation]) if orientation in _TURNED else scene
    exif = Image.Exif()
    exif[_ORIENTATION] = orientation
    exif.get_ifd(0x8769)[_TAKEN] = taken.replace("-", ":") + " 09:30:00"
    out = io.BytesIO()
    stored.save(out, "JPEG", quality=72, exif=exif)
    return out.getvalue()


def _scene(caption: str, taken: str, seed: int) -> Image.Image:
    """A hall with a banner, a table and a row of people without faces."""
    chance = random.Random(seed)  # noqa: S311 - colours, not a secret
    scene = Image.new("RGB", (1280, 960), (214 + chance.randrange(20), 222, 228))
    pen = ImageDraw.Draw(scene)
    pen.rectangle((0, 640, 1280, 960), fill=(176, 160, 138))
    for column in range(4):
        left = 70 + column * 300
        pen.rectangle((left, 210, left + 230, 470), fill=(168, 201, 222), outline=(120, 130, 140), width=8)
    pen.rectangle((60, 60, 1220, 165), fill=(190, 32, 32))
    size = min(56, 1080 // max(len(caption), 1))
    pen.text((640, 112), caption, (255, 240, 190), _font("NotoSansSC-Bold", size), "mm")
    for index in range(6):
        x = 170 + index * 190 + chance.randrange(-18, 18)
        coat = (chance.randrange(30, 110), chance.randrange(40, 110), chance.randrange(60, 150))
        pen.ellipse((x - 38, 430, x + 38, 516), fill=(226, 190, 160))
        pen.chord((x - 41, 420, x + 41, 500), 180, 360, fill=(46, 40, 38))
        pen.rounded_rectangle((x - 72, 514, x + 72, 720), 36, fill=coat)
    pen.polygon(((90, 690), (1190, 690), (1260, 800), (20, 800)), fill=(132, 88, 56))
    pen.rectangle((20, 800, 1260, 880), fill=(104, 66, 42))
    pen.text((1250, 940), taken.replace("-", "/"), (255, 170, 60), _font("NotoSansSC-Regular", 30), "rb")
    return scene


def screenshot(title: str, rows: tuple[str, ...], taken: str) -> bytes:
    """A web page on a screen, as PNG."""
    shot = Image.new("RGB", (1200, 760), (244, 246, 249))
    pen = ImageDraw.Draw(shot)
    plain = _font("NotoSansSC-Regular", 22)
    pen.rectangle((0, 0, 1200, 52), fill=(222, 226, 232))
    pen.rounded_rectangle((110, 10, 900, 42), 14, fill=(255, 255, 255))
    pen.text(
        (130, 26), "示例区人民政府门户网站 > 食品安全 > 抽检公示", (90, 90, 90), _font("NotoSansSC-Regular", 17), "lm"
    )
    pen.rectangle((0, 52, 1200, 150), fill=(28, 84, 150))
    pen.text((60, 100), title, (255, 255, 255), _font("NotoSansSC-Bold", 32), "lm")
    for index, row in enumerate(rows):
        y = 200 + index * 72
        pen.rectangle((60, y - 26, 1140, y + 34), fill=(255, 255, 255), outline=(214, 220, 228))
        pen.text((84, y + 4), row, (40, 50, 66), plain, "lm")
    pen.text((1140, 730), f"截图时间：{taken}", (110, 110, 110), _font("NotoSansSC-Regular", 18), "rm")
    out = io.BytesIO()
    shot.save(out, "PNG", optimize=True)
    return out.getvalue()


def paged_tiff(letters: tuple[Letter, ...], seed: int) -> bytes:
    """Scanned pages as one bilevel TIFF, CCITT group 4, as copiers send it."""
    pages = [scanned_page(one, seed + index).convert("L") for index, one in enumerate(letters)]
    first, *rest = [page.point(lambda value: 255 if value > 150 else 0).convert("1") for page in pages]
    out = io.BytesIO()
    first.save(out, "TIFF", save_all=True, append_images=rest, compression="group4", dpi=(100, 100))
    return out.getvalue()
