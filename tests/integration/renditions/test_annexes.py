"""What a slip sheet says of archives and recordings: never in place of the reason, and never more than is safe."""

import io
import os
import struct
from pathlib import Path

import pytest
from PIL import Image

from foodsafe_desktop.domain.annexes import Annex
from foodsafe_desktop.domain.evidence import Condition
from foodsafe_desktop.renditions.film import frames_of, length_text, particulars
from foodsafe_desktop.renditions.inspection import inspect_file
from foodsafe_desktop.renditions.pages import make_pages
from foodsafe_desktop.renditions.signature import Format
from foodsafe_desktop.services.ports import NotPrintable
from tests.integration.renditions import archive_makers, makers
from tests.integration.renditions.makers import put


def annex(folder: Path, name: str, content: bytes) -> Annex | None:
    found = make_pages(put(folder, name, content), folder / "cache" / f"{name}.pdf")
    assert isinstance(found, NotPrintable)
    assert found.sentence
    assert make_pages(folder / name, folder / "cache" / f"{name}.pdf") == found, "and the same from the cache"
    return found.annex


@pytest.mark.parametrize(
    "content",
    [
        archive_makers.zip_named({"会议纪要.txt".encode("gbk"): b"x" * 2048, "（机密）名单.txt".encode("gbk"): b"y"}),
        archive_makers.rar_5({"会议纪要.txt": b"x" * 2048, "（机密）名单.txt": b"y"}),
        archive_makers.seven_zip({"会议纪要.txt": b"x" * 2048, "（机密）名单.txt": b"y"}),
    ],
    ids=["zip", "rar", "7z"],
)
def test_archives_are_listed_and_marked_names_are_not(content: bytes, tmp_path: Path) -> None:
    found = annex(tmp_path, "a", content)
    assert found is not None
    assert found.heading == "压缩包内文件清单（共2个，未打印其内容）"
    assert [member[:2] for member in found.members] == [
        ("会议纪要.txt", "2.0 KB"),
        ("［疑似涉密，不予列名］", "1 字节"),
    ]


def test_a_long_list_is_cut_and_says_so(tmp_path: Path) -> None:
    found = annex(tmp_path, "a.zip", archive_makers.zip_of_many(600))
    assert found is not None
    assert len(found.members) == 500
    assert "共600个，以下列出前500个" in found.heading


def test_a_damaged_archive_has_only_its_reason(tmp_path: Path) -> None:
    assert annex(tmp_path, "a.zip", b"PK\x03\x04 broken") is None


@pytest.mark.parametrize(
    ("name", "content", "fields"),
    [
        ("a.mp4", makers.film_of(125), (("时长", "2分5秒"), ("画面", "1920×1080，H.265"), ("声音", "AAC"))),
        ("a.wav", makers.wav(2), (("时长", "2秒"), ("声音", "PCM，8000 Hz，1声道"))),
        ("a.mp3", makers.sound(100), (("时长", "约3秒"), ("声音", "MP3，44100 Hz"))),
    ],
)
def test_recordings_say_how_long_they_are(
    name: str, content: bytes, fields: tuple[tuple[str, str], ...], tmp_path: Path
) -> None:
    found = annex(tmp_path, name, content)
    assert found is not None
    assert found.fields == fields


@pytest.mark.parametrize(
    "index",
    [
        b"",
        makers.box(b"mvhd", b"\0"),
        makers.box(b"mvhd", bytes(20)),
        makers.box(b"trak", b"\0\0\0\x08mdia" * 30_000),
        struct.pack(">I4s", 0xFFFFFFFF, b"trak"),
        makers.box(b"trak", makers.box(b"mdia", makers.box(b"hdlr", b"") + makers.box(b"stsd", b""))),
    ],
)
def test_films_that_lie_say_nothing(index: bytes, tmp_path: Path) -> None:
    source = put(tmp_path, "a.mp4", makers.film((b"moov", index)))
    assert particulars(source, Format.MP4) in ((), (("画面", ""),))
    assert frames_of(source) == ()


def test_lengths_in_words() -> None:
    assert [length_text(one) for one in (0, 0.2, 59.6, 3600, 3725, 1e9)] == [
        "",
        "1秒",
        "1分0秒",
        "1小时0分0秒",
        "1小时2分5秒",
        "",
    ]


def test_a_recording_cut_off_is_damaged(tmp_path: Path) -> None:
    assert inspect_file(put(tmp_path, "a.wav", makers.wav())).condition is Condition.OK
    assert inspect_file(put(tmp_path, "b.wav", makers.wav()[:-9])).condition is Condition.DAMAGED


def test_three_pictures_are_taken_from_a_film(tmp_path: Path) -> None:
    cv2 = pytest.importorskip("cv2")
    numpy = pytest.importorskip("numpy")
    made = cv2.VideoWriter(str(tmp_path / "a.mp4"), cv2.VideoWriter_fourcc(*"mp4v"), 10, (320, 240))
    for number in range(100):
        made.write(numpy.full((240, 320, 3), number * 2, numpy.uint8))
    made.release()
    frames = frames_of(tmp_path / "a.mp4")
    assert [moment for _, moment in frames] == ["00:01", "00:05", "00:09"]
    greys = [Image.open(io.BytesIO(jpeg)).convert("L").getpixel((160, 120)) for jpeg, _ in frames]
    assert greys == pytest.approx([20, 100, 180], abs=12)
    assert os.environ["OPENCV_FFMPEG_CAPTURE_OPTIONS"].startswith("protocol_whitelist;file")
