"""Sound, film and phone photographs: not printed, but whether they are whole can be told."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from foodsafe_desktop.domain.evidence import Condition, Verdict
from foodsafe_desktop.renditions.signature import Format

_ASK_AGAIN = "请向报送单位重新索取原文件。"
_INDEX = {Format.HEIC: b"meta", Format.MP4: b"moov", Format.MOV: b"moov"}
_NOT_PRINTED = {
    Format.MP4: "视频不能打印。请截取关键画面存为图片，放入同一文件夹。",
    Format.MOV: "视频不能打印。请截取关键画面存为图片，放入同一文件夹。",
}
_SOUND = "录音不能打印。请把整理好的文字记录放入同一文件夹。"
_MOST_BOXES = 100_000


def inspect_boxes(path: Path, found: Format) -> Verdict:
    """ISO base media (ISO/IEC 14496-12): the top-level boxes must reach the end of the file and hold the index."""
    length = path.stat().st_size
    with path.open("rb") as file:
        kinds, end = set(), 0
        for kind, end in _boxes(file, length):  # noqa: B007 - `end` of the last box is what counts
            kinds.add(kind)
    if end != length or _INDEX[found] not in kinds:
        return Verdict(found, Condition.DAMAGED, f"文件不完整（结尾缺失或没有索引），不能播放或打开。{_ASK_AGAIN}")
    return Verdict(found, Condition.OK, _NOT_PRINTED.get(found, ""))


def _boxes(file: BinaryIO, length: int) -> Iterator[tuple[bytes, int]]:
    """Kind and end of every top-level box, until one is impossible."""
    at = 0
    for _ in range(_MOST_BOXES):
        file.seek(at)
        header = file.read(16)
        size = int.from_bytes(header[:4], "big")
        if size == 1:
            size = int.from_bytes(header[8:16], "big")
        elif size == 0:
            size = length - at
        if len(header) < 8 or size < 8:
            return
        at += size
        yield header[4:8], at


_BIT_RATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_BIT_RATES_LOW = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_SAMPLE_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_FRAMES_IN_A_ROW = 3


def inspect_mp3(path: Path) -> Verdict:
    """MPEG audio, layer III (ISO/IEC 11172-3, 13818-3): after the ID3 tag, frames must follow upon each other."""
    with path.open("rb") as file:
        head = file.read(10)
        at = 10 + _synchsafe(head[6:10]) if head.startswith(b"ID3") else 0
        file.seek(at)
        sound = file.read(64 * 1024).lstrip(b"\0")
    place = 0
    for _ in range(_FRAMES_IN_A_ROW):
        length = _frame_length(sound[place : place + 4])
        if length == 0:
            return Verdict(Format.MP3, Condition.DAMAGED, f"录音文件不完整或已损坏，不能播放。{_ASK_AGAIN}")
        place += length
    return Verdict(Format.MP3, Condition.OK, _SOUND)


def inspect_wav(path: Path) -> Verdict:
    """WAV (RIFF): the chunk of sound must be as long as it says; recorders that were cut off leave it shorter."""
    length = path.stat().st_size
    with path.open("rb") as file:
        at = 12
        for _ in range(_MOST_BOXES):
            file.seek(at)
            header = file.read(8)
            size = int.from_bytes(header[4:8], "little")
            if len(header) < 8:
                break
            if header[:4] == b"data" and at + 8 + size <= length:
                return Verdict(Format.WAV, Condition.OK, _SOUND)
            at += 8 + size + size % 2
    return Verdict(Format.WAV, Condition.DAMAGED, f"录音文件不完整或已损坏，不能播放。{_ASK_AGAIN}")


def mp3_rate(file: BinaryIO) -> tuple[int, int, int, tuple[int, int]]:
    """The first frame: bits a second, where it begins, frames in all (0: not said), samples of it and a second.

    Raises ValueError where there is none.
    """
    head = file.read(10)
    at = 10 + _synchsafe(head[6:10]) if head.startswith(b"ID3") else 0
    file.seek(at)
    sound = file.read(64 * 1024)
    skipped = len(sound) - len(sound.lstrip(b"\0"))
    header = sound[skipped : skipped + 4]
    if not _frame_length(header):
        raise ValueError
    version, rate, sampling = header[1] >> 3 & 3, header[2] >> 4, header[2] >> 2 & 3
    bits = (_BIT_RATES if version == 3 else _BIT_RATES_LOW)[rate] * 1000
    counted = max(sound.find(b"Xing", skipped, skipped + 64), sound.find(b"Info", skipped, skipped + 64))
    known = counted >= 0 and sound[counted + 7] & 1
    frames = int.from_bytes(sound[counted + 8 : counted + 12], "big") if known else 0
    return bits, at + skipped, frames, (1152 if version == 3 else 576, _SAMPLE_RATES[version][sampling])


def _synchsafe(four: bytes) -> int:
    value = 0
    for byte in four:
        value = value << 7 | byte & 0x7F
    return value


def _frame_length(header: bytes) -> int:
    """Bytes of the frame that begins with these four, 0 if none does."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE6 != 0xE2:
        return 0
    version, rate, sampling = header[1] >> 3 & 3, header[2] >> 4, header[2] >> 2 & 3
    if version not in _SAMPLE_RATES or rate in (0, 15) or sampling == 3:
        return 0
    bits = (_BIT_RATES if version == 3 else _BIT_RATES_LOW)[rate] * 1000
    return (144 if version == 3 else 72) * bits // _SAMPLE_RATES[version][sampling] + (header[2] >> 1 & 1)
