"""Opening pictures with Pillow, and only with the decoder of the format that the content shows."""

import datetime as dt
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pi_heif.as_plugin import register_heif_opener
from PIL import (  # each import registers its decoder; `Image.init()` would register all of Pillow's
    BmpImagePlugin,
    ExifTags,
    GifImagePlugin,
    Image,
    Jpeg2KImagePlugin,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from foodsafe_desktop.domain.evidence import Fact
from foodsafe_desktop.renditions.signature import Format

_DECODERS = {
    Format.JPEG: (JpegImagePlugin.JpegImageFile.format, MpoImagePlugin.MpoImageFile.format),
    Format.PNG: (PngImagePlugin.PngImageFile.format,),
    Format.TIFF: (TiffImagePlugin.TiffImageFile.format,),
    Format.GIF: (GifImagePlugin.GifImageFile.format,),
    Format.BMP: (BmpImagePlugin.BmpImageFile.format,),
    Format.WEBP: (WebPImagePlugin.WebPImageFile.format,),
    Format.JPEG2000: (Jpeg2KImagePlugin.Jpeg2KImageFile.format,),
    Format.HEIC: ("HEIF",),
}
register_heif_opener(thumbnails=False)
DECODER_NAMES = tuple(names[0] for names in _DECODERS.values() if names[0])
"""Of all formats that are decoded here, as Pillow names them (it opens MPO by way of JPEG)."""
_MOST_FRAMES = 2000


class PictureRefused(Exception):
    """The picture does not open. `too_large` tells a picture beyond the limits from a damaged one."""

    def __init__(self, *, too_large: bool) -> None:
        super().__init__()
        self.too_large = too_large


@contextmanager
def open_picture(path: Path, found: Format) -> Iterator[tuple[Image.Image, int]]:
    """The picture and its count of pages: those of a TIFF; the moving frames of others count as one.

    Whatever Pillow raises inside the block comes out as PictureRefused; errors of the disk come out as OSError.
    """
    try:
        with warnings.catch_warnings():
            # Scanners write odd tags, and large is no error: above Pillow's hard limit (179 million pixels) it raises.
            warnings.simplefilter("ignore")
            with Image.open(path, formats=[name for name in _DECODERS[found] if name]) as image:
                pages = int(getattr(image, "n_frames", 1)) if found is Format.TIFF else 1
                if pages > _MOST_FRAMES:
                    raise PictureRefused(too_large=True)
                yield image, pages
    except (Image.DecompressionBombError, MemoryError) as error:
        raise PictureRefused(too_large=True) from error
    except (OSError, SyntaxError, ValueError, KeyError, EOFError, TypeError, ZeroDivisionError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # the disk's, not Pillow's, which says OSError for truncated data and for a compression it lacks
        raise PictureRefused(too_large=False) from error


def decode(image: Image.Image) -> None:
    """Decode the current page to its last row; of a JPEG all data is read, at an eighth's size and cost."""
    image.draft("L", (max(1, image.width // 8), max(1, image.height // 8)))
    image.load()


def facts_of_picture(image: Image.Image) -> tuple[Fact, ...]:
    """Whether a photograph that has been decoded says when it was taken."""
    return (Fact.DATE_TAKEN,) if _taken(image) else ()


def time_taken(image: Image.Image) -> str:
    """When a photograph says that it was taken, to the minute, by its camera's clock; empty if it does not."""
    found = re.match(r"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d)", _taken(image))
    if found is None:
        return ""
    with suppress(ValueError):
        moment = dt.datetime(*map(int, found.groups()))  # type: ignore[arg-type] # noqa: DTZ001 - cameras keep none
        return f"{moment:%Y-%m-%d %H:%M}"
    return ""


def _taken(image: Image.Image) -> str:
    """Exif 2.32, DateTimeOriginal; not in TIFF."""
    with suppress(Exception):  # what is wrong in the notes beside a picture is no fault of the picture
        taken = image.getexif().get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal, "")
        return str(taken).strip() if str(taken).strip(" :0\0") else ""
    return ""
