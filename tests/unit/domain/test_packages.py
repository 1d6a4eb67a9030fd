"""What goes into a package, under which names, and what a manifest says: also one that means harm."""

import os
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.evidence import Condition, Evidence, EvidenceFile, Fixity, Presence, Verdict
from foodsafe_desktop.domain.packages import (
    LeftOut,
    Reason,
    bag_info,
    is_partial,
    is_portable,
    labelled,
    leads_out,
    left_out,
    looks_like_package,
    manifest_line,
    manifest_of,
    renamed,
    vouched,
)

DIGEST = "0f" * 32
OK = Verdict("pdf", Condition.OK)
SOUND = EvidenceFile(1, "甲.pdf", 1, Fixity(3, 0, "sha256", DIGEST), OK)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("data/a b.pdf", f"{DIGEST}  data/a b.pdf\n"),
        ("data/100%.pdf", f"{DIGEST}  data/100%25.pdf\n"),
        ("data/行\n尾\r.pdf", f"{DIGEST}  data/行%0A尾%0D.pdf\n"),
        ("data/%0A.pdf", f"{DIGEST}  data/%250A.pdf\n"),
    ],
)
def test_a_line_encodes_line_ends_and_per_cent_and_nothing_else(path: str, line: str) -> None:
    assert manifest_line(DIGEST, path) == line
    read = vouched(line.rstrip("\n"))
    assert read is not None
    assert (read.digest, read.path) == (DIGEST, path)


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1))
def test_every_path_comes_back_from_its_line(path: str) -> None:
    line = manifest_line(DIGEST, f"data/{path}")
    assert line.count("\n") == 1
    read = vouched(line.removesuffix("\n"))
    assert read is not None
    assert read.path == f"data/{path}"


def test_lines_of_other_programs_are_understood() -> None:
    starred = vouched(f"{DIGEST.upper()} *./data/a.pdf")
    assert starred is not None
    assert (starred.digest, starred.path) == (DIGEST, "data/a.pdf")
    older = vouched(f"{DIGEST}\tdata/100%25.pdf", percent=False)
    assert older is not None
    assert older.path == "data/100%25.pdf"
    for line in ("", "no digest", DIGEST, f"{DIGEST}  ", "data/a.pdf"):
        assert vouched(line) is None


@pytest.mark.parametrize(
    "path",
    [
        *("../data/a", "data/../a", "data/..", "/data/a", "C:/data/a", "c:data/a", "data//a", "data/./a", "data/a\0"),
        *("data\\..\\a", "\\\\server\\a", "", " ", "data/", "bagit.txt", "Data/a"),
    ],
)
def test_a_payload_path_may_lead_nowhere_else(path: str) -> None:
    assert leads_out(path, payload=True)


def test_paths_within_lead_within() -> None:
    assert not leads_out("data/evidence/(8)/..甲", payload=True)
    assert not leads_out("bag-info.txt", payload=False)
    assert leads_out("data/a", payload=False), "a tag manifest does not vouch for the payload"


def test_names_that_every_system_bears_are_kept() -> None:
    plain = ["(8) 会商/2022/示食安办〔2022〕5号.pdf", "䶮𠮷.pdf", ".隐藏", "a.tar.gz", "长" * 80 + ".pdf"]
    assert renamed(plain) == {}


def test_names_that_some_system_cannot_bear_get_another() -> None:
    wild = [
        *("CON", "aux.txt", "点.", "空 ", 'a:b*?"<>|.pdf', "反\\斜", "换\n行.pdf", os.fsdecode(b"\xd6\xd0.pdf")),
        *(unicodedata.normalize("NFD", "é.pdf"), unicodedata.normalize("NFC", "é.pdf"), "Scan.PDF", "scan.pdf"),
        *("深" * 60 + "/" + "层" * 70 + "/" + "处" * 80 + ".pdf", "长" * 83 + ".pdf."),
    ]
    names = renamed(wild)
    places = [names.get(path, path) for path in wild]
    assert all(is_portable(place) for place in places)
    keys = {unicodedata.normalize("NFC", place).casefold() for place in places}
    assert len(keys) == len(wild), "no two fall together on any disk"
    assert names["CON"] == "_CON"
    assert names["scan.pdf"] == "scan~2.pdf"
    assert names[wild[-2]].endswith("处.pdf")
    assert renamed(reversed(wild)) == names, "whatever order they come in"


@given(st.sets(st.text(min_size=1, max_size=300).map(lambda one: one.strip("/")).filter(bool), max_size=8))
def test_any_names_at_all_become_portable_and_stay_apart(paths: set[str]) -> None:
    paths = {path for path in paths if "\0" not in path and all(path.split("/"))}
    places = [renamed(paths).get(path, path) for path in paths]
    assert all(is_portable(place) for place in places)
    assert len({unicodedata.normalize("NFC", place).casefold() for place in places}) == len(paths)


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (SOUND, None),
        (replace(SOUND, changed=True), Reason.CHANGED),
        (replace(SOUND, presence=Presence.MISSING), Reason.MISSING),
        (replace(SOUND, fixity=None), Reason.UNREADABLE),
        (replace(SOUND, verdict=Verdict("pdf", Condition.SUSPENDED)), Reason.SECRET),
        (replace(SOUND, verdict=Verdict("pdf", Condition.ENCRYPTED)), None),
        (replace(SOUND, verdict=Verdict("unknown", Condition.UNKNOWN)), None),
    ],
)
def test_what_goes_in_is_what_is_as_recorded(file: EvidenceFile, reason: Reason | None) -> None:
    assert left_out(file, Dossier({1: Evidence(1, "甲")}, (file,))) is reason


def test_a_piece_is_as_secret_as_its_most_secret_file() -> None:
    annex = replace(SOUND, id=2, path="附件.pdf", verdict=Verdict("pdf", Condition.SUSPENDED))
    assert left_out(SOUND, Dossier({1: Evidence(1, "甲")}, (SOUND, annex))) is Reason.SECRET


def test_what_a_person_put_aside_is_named_and_does_not_make_a_package_partial() -> None:
    assert left_out(SOUND, Dossier({1: Evidence(1, "甲", recycled=True)}, (SOUND,))) is Reason.RECYCLED
    assert not is_partial([LeftOut("甲", Reason.RECYCLED)])
    assert is_partial([LeftOut("甲", Reason.RECYCLED), LeftOut("乙", Reason.SECRET)])


def test_facts_come_back_from_bag_info_and_unknown_ones_are_left_out() -> None:
    text = bag_info({"Source-Organization": "", "External-Description": "两\n行", "Payload-Oxum": "12.3"})
    assert text == "External-Description: 两 行\nPayload-Oxum: 12.3\n"
    assert labelled("Payload-Oxum : 12.3\nA: long\n  line\nnone") == {"payload-oxum": "12.3", "a": "long line"}


def test_a_bag_is_known_by_its_files() -> None:
    assert looks_like_package({"bagit.txt"})
    assert looks_like_package({"data", "manifest-md5.txt"})
    assert not looks_like_package({"data", "manifest.json", "第01卷.manifest.json"})
    assert not looks_like_package({"bagit.txt", "dossier.sqlite3"}), "an archive into which somebody put one"
    assert manifest_of("tagmanifest-sm3.txt") == (True, "sm3")
    assert manifest_of("manifest-../x.txt") is None
