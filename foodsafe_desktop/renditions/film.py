"""What films and recordings say of themselves, and pictures out of films where a decoder is installed.

Length, picture and codec come from MP4 and MOV's index (ISO/IEC 14496-12), WAV's chunks and MP3's frames, read within
narrow limits. Pictures need OpenCV, which comes with the extra for character recognition and may be missing.
"""

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from PIL import Image

from foodsafe_desktop.renditions.media import mp3_rate
from foodsafe_desktop.renditions.signature import Format

_MOST_INDEX, _MOST_BOXES = 64 * 1024 * 1024, 20_000
_LONGEST = 10 * 24 * 3600
_CODECS = {
    b"avc1": "H.264",
    b"avc3": "H.264",
    b"hvc1": "H.265",
    b"hev1": "H.265",
    b"mp4v": "MPEG-4",
    b"av01": "AV1",
    b"vp09": "VP9",
    b"jpeg": "Motion JPEG",
    b"mp4a": "AAC",
    b"samr": "AMR",
    b"sowt": "PCM",
    b"twos": "PCM",
    b"lpcm": "PCM",
    b".mp3": "MP3",
    b"alac": "ALAC",
    b"ac-3": "AC-3",
}
_INSIDE = {b"moov", b"trak", b"mdia", b"minf", b"stbl"}
_WAVE = {1: "PCM", 3: "浮点 PCM", 6: "A-law", 7: "μ-law", 0x55: "MP3"}
_FRAMES, _FRAME_WIDTH = (0.1, 0.5, 0.9), 640
_ONLY_FILES = "protocol_whitelist;file|format_whitelist;mov,mp4,m4a,3gp,3g2,mj2"
"""What FFmpeg is told inside OpenCV: it opens the file and nothing that the file names."""

Fields = tuple[tuple[str, str], ...]


def particulars(source: Path, found: Format) -> Fields:
    """Labels and values; empty where nothing can be read. Never raises."""
    readers = {Format.MP3: _of_mp3, Format.WAV: _of_wav}
    try:
        with source.open("rb") as file:
            return tuple((label, value) for label, value in readers.get(found, _of_boxes)(file) if value)
    except (OSError, ValueError, IndexError, OverflowError, ZeroDivisionError, MemoryError):
        return ()


def length_text(seconds: float) -> str:
    """A length as people say it; empty for none and for what nobody records."""
    if not 0 < seconds < _LONGEST:
        return ""
    whole = max(round(seconds), 1)
    hours, minutes = whole // 3600, whole % 3600 // 60
    return (f"{hours}小时" if hours else "") + (f"{minutes}分" if hours or minutes else "") + f"{whole % 60}秒"


def _of_boxes(file: BinaryIO) -> Iterator[tuple[str, str]]:
    index = _index(file)
    kinds: list[bytes] = []
    for kind, content in _boxes(index, 0, len(index), [0]):
        if kind == b"mvhd":
            yield "时长", length_text(_mvhd(content))
        elif kind == b"hdlr":
            kinds.append(content[8:12])
        elif kind == b"stsd" and kinds:
            codec = content[12:16]
            word = _CODECS.get(codec, codec.decode("ascii", "ignore").strip() if codec.isalnum() else "")
            if kinds[-1] == b"vide":
                width, height = (int.from_bytes(content[at : at + 2], "big") for at in (40, 42))
                yield "画面", "，".join(one for one in (f"{width}×{height}" if width and height else "", word) if one)
            elif kinds[-1] == b"soun":
                yield "声音", word


def _index(file: BinaryIO) -> bytes:
    """The moov box's content, empty if there is none within the limits."""
    at = 0
    for _ in range(_MOST_BOXES):
        file.seek(at)
        header = file.read(16)
        size, head = int.from_bytes(header[:4], "big"), 8
        if size == 1:
            size, head = int.from_bytes(header[8:16], "big"), 16
        if len(header) < 8 or (size < head and size):
            break
        if header[4:8] == b"moov":
            file.seek(at + head)
            return file.read(min(size - head, _MOST_INDEX) if size else _MOST_INDEX)
        if not size:
            break
        at += size
    return b""


def _boxes(index: bytes, at: int, end: int, seen: list[int], depth: int = 0) -> Iterator[tuple[bytes, bytes]]:
    """The boxes that say something, in order; `seen` counts them all."""
    while at + 8 <= end and seen[0] < _MOST_BOXES and depth < 6:
        seen[0] += 1
        size, kind = int.from_bytes(index[at : at + 4], "big"), index[at + 4 : at + 8]
        if size < 8 or at + size > end:
            return
        if kind in _INSIDE:
            yield from _boxes(index, at + 8, at + size, seen, depth + 1)
        elif kind in (b"mvhd", b"hdlr", b"stsd"):
            yield kind, index[at + 8 : min(at + size, at + 256)]
        at += size


def _mvhd(content: bytes) -> float:
    at, width = (20, 8) if content[0] else (12, 4)
    scale = int.from_bytes(content[at : at + 4], "big")
    return int.from_bytes(content[at + 4 : at + 4 + width], "big") / scale


def _of_wav(file: BinaryIO) -> Iterator[tuple[str, str]]:
    file.seek(12)
    rate, word = 0, ""
    for _ in range(_MOST_BOXES):
        header = file.read(8)
        size = int.from_bytes(header[4:8], "little")
        if len(header) < 8:
            return
        if header[:4] == b"fmt ":
            content = file.read(min(size, 64))
            channels, samples = int.from_bytes(content[2:4], "little"), int.from_bytes(content[4:8], "little")
            rate = int.from_bytes(content[8:12], "little")
            codec = _WAVE.get(int.from_bytes(content[:2], "little"), "")
            word = "，".join(one for one in (codec, f"{samples} Hz", f"{channels}声道") if one)
            file.seek(size - len(content) + size % 2, os.SEEK_CUR)
        elif header[:4] == b"data":
            yield "时长", length_text(size / rate)
            yield "声音", word
            return
        else:
            file.seek(size + size % 2, os.SEEK_CUR)


def _of_mp3(file: BinaryIO) -> Iterator[tuple[str, str]]:
    """By the first frame's rate: exact for a constant one, else said to be about so long."""
    rate, start, frames, samples = mp3_rate(file)
    length = file.seek(0, os.SEEK_END) - start
    if frames:
        yield "时长", length_text(frames * samples[0] / samples[1])
    else:
        about = length_text(length * 8 / rate)
        yield "时长", about and f"约{about}"
    yield "声音", f"MP3，{samples[1]} Hz"


def frames_of(source: Path) -> tuple[tuple[bytes, str], ...]:
    """Three pictures as JPEG, with the moments they were taken at; none where nothing decodes them. Never raises."""
    try:
        # A host may have set it; within this worker it must be so.
        os.environ["OPENCV_FFMPEG_CAPTURE_OPTIONS"] = _ONLY_FILES
        import cv2  # noqa: PLC0415 - an extra that may be missing, and slow to load
    except ImportError:
        return ()
    try:
        film = cv2.VideoCapture(str(source), cv2.CAP_FFMPEG)
        try:
            return tuple(_frames(cv2, film))
        finally:
            film.release()
    except Exception:  # OpenCV raises what it likes on hostile films; then there are no pictures
        return ()


def _frames(cv2: Any, film: Any) -> Iterator[tuple[bytes, str]]:  # noqa: ANN401 - it has no types
    rate, count = film.get(cv2.CAP_PROP_FPS), film.get(cv2.CAP_PROP_FRAME_COUNT)
    if not (0 < rate < 1000 and 0 < count / rate < _LONGEST):
        return
    for part in _FRAMES:
        seconds = count / rate * part
        film.set(cv2.CAP_PROP_POS_MSEC, seconds * 1000)
        read, pixels = film.read()
        if not read:
            continue
        picture = Image.fromarray(pixels[:, :, ::-1].copy())
        picture.thumbnail((_FRAME_WIDTH, _FRAME_WIDTH))
        buffer = io.BytesIO()
        picture.save(buffer, "JPEG", quality=80)
        yield buffer.getvalue(), f"{int(seconds) // 60:02d}:{int(seconds) % 60:02d}"
