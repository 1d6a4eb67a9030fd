"""What is in archives, read from their directories: names as they were meant, within limits, nothing unpacked."""

import os
import stat
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foodsafe_desktop.domain.evidence import Condition
from foodsafe_desktop.renditions import listing
from foodsafe_desktop.renditions.inspection import inspect_file
from foodsafe_desktop.renditions.listing import NotListed, Why, list_members
from tests.integration.renditions import archive_makers as archives
from tests.integration.renditions import makers
from tests.integration.renditions.makers import put

GBK = {"通知.docx".encode("gbk"): b"a", "附件\\联通.xls".encode("gbk"): b"bc"}


def names(path: Path) -> list[str]:
    return [one.name for one in list_members(path).members]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (archives.zip_named(GBK), ["通知.docx", "附件/联通.xls"]),
        (archives.zip_named({"䶮镇𠮷.pdf".encode("gb18030"): b""}), ["䶮镇𠮷.pdf"]),
        (archives.zip_named({"通知.docx".encode(): b""}), ["通知.docx"]),
        (archives.zip_named({"通知.docx".encode(): b""}, flag=0x800), ["通知.docx"]),
        # The GBK of this word is UTF-8 as well, of two letters that nobody writes here.
        (archives.zip_named({"通知.docx".encode("gbk"): b""}), ["通知.docx"]),
        (archives.zip_named({"é.txt".encode(): b"", "通知.docx".encode(): b""}), ["é.txt", "通知.docx"]),
        # Neither UTF-8 nor GB 18030: an old name from the west.
        (archives.zip_named({b"caf\x82.txt": b""}), ["café.txt"]),
        (archives.zip_named({b"caf\x82.txt": b"", "名册.txt".encode("gbk"): b""}), ["café.txt", "名册.txt"]),
        (
            archives.zip_named({b"tongzhi.doc": b""}, extra=archives.unicode_path("通知.doc", b"tongzhi.doc")),
            ["通知.doc"],
        ),
        # The field belongs to another name: whoever renamed the member did not know the field.
        (archives.zip_named({b"new.doc": b""}, extra=archives.unicode_path("通知.doc", b"old.doc")), ["new.doc"]),
        (archives.rar_4({"通知.docx".encode("gbk"): b"a"}), ["通知.docx"]),
        (archives.rar_4({"附件\\签到表.xls".encode("gbk"): b"a"}), ["附件/签到表.xls"]),
        (archives.rar_4({"通知.docx".encode(): b"a"}, flags=0x200), ["通知.docx"]),
        (archives.rar_5({"附件/": b"", "附件/通知.docx": b"a"}), ["附件/", "附件/通知.docx"]),
        (archives.seven_zip({"附件/": b"", "附件/通知.docx": b"a"}), ["附件/", "附件/通知.docx"]),
        (archives.seven_zip({"通知.docx": b"a", "䶮𠮷.pdf": b"bc"}, header="packed"), ["通知.docx", "䶮𠮷.pdf"]),
    ],
)
def test_names_are_read_as_they_were_meant(content: bytes, expected: list[str], tmp_path: Path) -> None:
    assert names(put(tmp_path, "a", content)) == expected


@pytest.mark.parametrize(
    "content",
    [
        makers.package({"a.txt": b"12345", "b.txt": b"", "c.txt": b"123"}),
        archives.rar_4({b"a.txt": b"12345", b"b.txt": b"", b"c.txt": b"123"}),
        archives.rar_5({"a.txt": b"12345", "b.txt": b"", "c.txt": b"123"}),
        archives.seven_zip({"a.txt": b"12345", "b.txt": b"", "c.txt": b"123"}),
        archives.seven_zip({"a.txt": b"12345", "b.txt": b"", "c.txt": b"123"}, header="packed"),
    ],
)
def test_sizes_are_those_declared(content: bytes, tmp_path: Path) -> None:
    listed = list_members(put(tmp_path, "a", content))
    assert [(one.name, one.size) for one in listed.members] == [("a.txt", 5), ("b.txt", 0), ("c.txt", 3)]
    assert listed.size == 8
    assert not listed.truncated


ASTRAY = ["../外面.exe", "a/../../外面.exe", "/etc/passwd", "C:\\Windows\\a.dll", "..\\..\\a.exe", "\\\\host\\share\\a"]


@pytest.mark.parametrize("name", ASTRAY)
@pytest.mark.parametrize("kind", ["zip", "rar4", "rar5", "7z"])
def test_names_that_lead_out_are_said_and_nothing_is_written(name: str, kind: str, tmp_path: Path) -> None:
    content = {
        "zip": archives.zip_named({b"a.txt": b"", name.encode("gbk"): b"x"}),
        "rar4": archives.rar_4({b"a.txt": b"", name.encode("gbk"): b"x"}),
        "rar5": archives.rar_5({"a.txt": b"", name: b"x"}),
        "7z": archives.seven_zip({"a.txt": b"", name: b"x"}),
    }[kind]
    archive = put(tmp_path, "a", content)
    assert [one.astray for one in list_members(archive).members] == [False, True]
    verdict = inspect_file(archive)
    assert verdict.condition is Condition.UNKNOWN
    assert "解压目录之外" in verdict.detail
    assert "请勿解压" in verdict.detail
    assert list(tmp_path.iterdir()) == [archive]


@pytest.mark.parametrize("name", ["附件/..通知/a.txt", "a..b", "…/a"])
def test_dots_in_names_are_no_way_out(name: str, tmp_path: Path) -> None:
    assert not any(one.astray for one in list_members(put(tmp_path, "a", makers.package({name: b""}))).members)


@pytest.mark.parametrize(
    "content",
    [
        archives.zip_named({b"a": b"/etc/passwd"}, attributes=archives.LINK),
        archives.rar_5({"a": b""}, extra=archives.RAR_5_LINK),
        archives.seven_zip({"a": b"/etc/passwd"}, attributes=archives.LINK | 0x8000),
        archives.seven_zip({"a": b"/etc/passwd"}, attributes=0x400),
    ],
)
def test_links_are_said(content: bytes, tmp_path: Path) -> None:
    archive = put(tmp_path, "a", content)
    assert [one.link for one in list_members(archive).members] == [True]
    verdict = inspect_file(archive)
    assert verdict.condition is Condition.UNKNOWN
    assert "链接" in verdict.detail


@pytest.mark.parametrize(
    "content",
    [
        archives.zip_named({b"a.doc": b"x"}, flag=1),
        archives.rar_4({b"a.doc": b"x"}, flags=4),
        archives.rar_5({"a.doc": b"x"}, extra=archives.RAR_5_LOCKED),
        archives.seven_zip({"a.doc": b"x"}, coder=archives.AES),
    ],
)
def test_members_with_a_password_are_named(content: bytes, tmp_path: Path) -> None:
    archive = put(tmp_path, "a", content)
    assert [one.encrypted for one in list_members(archive).members] == [True]
    verdict = inspect_file(archive)
    assert verdict.condition is Condition.ENCRYPTED
    assert "a.doc" in verdict.detail


@pytest.mark.parametrize(
    ("content", "why", "condition"),
    [
        (archives.RAR_5_HEADERS_LOCKED, Why.LOCKED, Condition.ENCRYPTED),
        (archives.rar_4({}, main_flags=0x80), Why.LOCKED, Condition.ENCRYPTED),
        (archives.seven_zip({"a": b"x"}, header="locked"), Why.LOCKED, Condition.ENCRYPTED),
        (archives.rar_5({"a": b"x"}, main_flags=1), Why.VOLUME, Condition.UNKNOWN),
        (archives.rar_4({b"a": b"x"}, main_flags=1), Why.VOLUME, Condition.UNKNOWN),
        (archives.rar_5({"a": b"x" * 500})[:300], Why.BROKEN, Condition.DAMAGED),
        (archives.rar_4({b"a": b"x" * 500})[:300], Why.BROKEN, Condition.DAMAGED),
        (archives.rar_5({"abc": b"x" * 500}).replace(b"abc", b"abd"), Why.BROKEN, Condition.DAMAGED),
        (archives.seven_zip({"a": b"x" * 500})[:300], Why.BROKEN, Condition.DAMAGED),
        (archives.seven_zip({"abc": b"x"}).replace(b"b\0c\0", b"b\0d\0"), Why.BROKEN, Condition.DAMAGED),
        (archives.seven_zip({"a": b"x"}, header="packed")[:-1], Why.BROKEN, Condition.DAMAGED),
        (makers.package({"a": b"x" * 500}, 0)[:300], Why.BROKEN, Condition.DAMAGED),
        (archives.zip_named({b"a.doc": b""}, extra=b"\x75\x70\xff\xff\x01"), Why.BROKEN, Condition.DAMAGED),
    ],
)
def test_what_is_not_listed_says_why(content: bytes, why: Why, condition: Condition, tmp_path: Path) -> None:
    archive = put(tmp_path, "a", content)
    with pytest.raises(NotListed) as caught:
        list_members(archive)
    assert caught.value.why is why
    assert inspect_file(archive).condition is condition


@pytest.mark.parametrize(
    "content",
    [makers.package({}), makers.package({"空/": b""}), archives.rar_5({}), archives.seven_zip({"空/": b""})],
)
def test_an_archive_without_files_is_empty(content: bytes, tmp_path: Path) -> None:
    assert inspect_file(put(tmp_path, "a", content)).condition is Condition.EMPTY


@pytest.mark.parametrize(
    ("content", "condition", "said"),
    [
        (
            archives.rar_5({"通知.pdf": b"x", "照片.zip": b"y"}),
            Condition.UNKNOWN,
            "RAR 压缩包（2 个文件，其中压缩包 1 个：",
        ),
        (archives.seven_zip({"通知.pdf": b"x"}), Condition.UNKNOWN, "7z 压缩包（1 个文件：通知.pdf）"),
        (makers.package({"通知.pdf": b"x"}), Condition.OK, "压缩包（1 个文件：通知.pdf）"),
    ],
)
def test_the_verdict_shows_the_listing(content: bytes, condition: Condition, said: str, tmp_path: Path) -> None:
    verdict = inspect_file(put(tmp_path, "a", content))
    assert verdict.condition is condition
    assert said in verdict.detail
    assert verdict.detail.endswith("。")
    assert not verdict.printable


@pytest.mark.parametrize("kind", ["zip", "rar4", "rar5", "7z"])
def test_listings_stop_at_their_limit(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "MOST_MEMBERS", 5)
    many = {f"{number}.txt": b"" for number in range(9)}
    content = {
        "zip": makers.package(many),
        "rar4": archives.rar_4({name.encode(): b"" for name in many}),
        "rar5": archives.rar_5(many),
        "7z": archives.seven_zip(dict.fromkeys(many, b"x")),
    }[kind]
    archive = put(tmp_path, "a", content)
    listed = list_members(archive)
    assert listed.truncated
    assert [one.name for one in listed.members] == [f"{number}.txt" for number in range(5)]
    assert "超过 5 个文件" in inspect_file(archive).detail


def test_names_are_fit_to_be_shown(tmp_path: Path) -> None:
    bent = "报告\u202egpj.exe\r\n\x1b[2J" + "长" * 3000
    archive = put(tmp_path, "a", archives.rar_5({bent: b"x"}))
    [name] = names(archive)
    assert name.startswith("报告�gpj.exe���[2J长")
    assert len(name) <= 260
    assert len(inspect_file(archive).detail) < 150


@pytest.mark.parametrize("content", [archives.rar_5({"a": b"x"}, size=10**13), archives.overlapping_zip(50)])
def test_archives_that_would_swell_beyond_measure_are_not_read(content: bytes, tmp_path: Path) -> None:
    verdict = inspect_file(put(tmp_path, "a", content))
    assert verdict.condition is Condition.UNKNOWN
    assert "体积异常" in verdict.detail


def test_a_packed_comment_has_no_program_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    called = tmp_path / "called"
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("unrar", "unar", "lsar", "bsdtar", "7z", "7zz"):
        put(tools, name, f"#!/bin/sh\necho x >> '{called}'\n".encode()).chmod(stat.S_IRWXU)
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
    archive = put(tmp_path, "a.rar", archives.rar_4({b"a.txt": b"x"}, comment=b"packed"))
    assert names(archive) == ["a.txt"]
    assert not called.exists()


def test_no_claim_of_a_7z_directory_costs_more_than_it_is_long(tmp_path: Path) -> None:
    plain = archives.seven_zip({"a": b"x"})
    for claim in (b"\xff" + struct.pack("<Q", 2**62), b"\xf0" + struct.pack("<I", 2**31)):
        for place in (b"\x05\x01\x11", b"\x06\x00\x01", b"\x0b\x01"):
            head = plain[32:].replace(place, place[:-1] + claim if place[-1] == 1 else place[:1] + claim + place[2:], 1)
            start = struct.pack("<QQI", 1, len(head) - 1, zlib.crc32(head[1:]))
            crc = struct.pack("<I", zlib.crc32(start))
            with pytest.raises(NotListed):
                list_members(put(tmp_path, "a", plain[:8] + crc + start + head))


WHOLE = {
    "zip": archives.zip_named(GBK),
    "rar4": archives.rar_4(GBK, comment=b"packed"),
    "rar5": archives.rar_5({"通知.docx": b"a", "附件/": b"", "b": b"c"}),
    "7z": archives.seven_zip({"通知.docx": b"a", "附件/": b"", "b": b"c"}),
    "7z packed": archives.seven_zip({"通知.docx": b"a", "附件/": b"", "b": b"c"}, header="packed"),
}


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kind=st.sampled_from(sorted(WHOLE)), data=st.data())
def test_no_damage_makes_listing_raise_anything_else(kind: str, data: st.DataObject, tmp_path: Path) -> None:
    content = bytearray(WHOLE[kind])
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=8))
        content = content or bytearray(b"x")
    try:
        listed = list_members(put(tmp_path, "a", bytes(content)))
    except NotListed:
        return
    assert all(len(one.name) <= 260 and one.name.isprintable() for one in listed.members)
