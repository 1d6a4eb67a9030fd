"""Texts in their own SQLite file: found, replaced, dropped, and thrown away when damaged."""

import logging
import sqlite3
import threading
from contextlib import closing, suppress
from pathlib import Path

import pytest

from foodsafe_desktop.domain.errors import Cancelled, StoreDamaged
from foodsafe_desktop.domain.folding import terms_of
from foodsafe_desktop.domain.texts import FileText, Line, Look, PageText, TextSource, TextState
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports.texts import Matched
from foodsafe_desktop.store import SqliteTextStore, text_store
from tests.fake_texts import text


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "text.sqlite3"


@pytest.fixture
def store(place: Path) -> SqliteTextStore:
    return SqliteTextStore(place)


def found(store: SqliteTextStore, query: str, limit: int = 10) -> list[str]:
    keys = {number: key for key, number in store.places().items()}
    return [keys[number] for number in store.matching(terms_of(query), keys, limit, Job()).places]


def test_what_is_kept_comes_back_whole(store: SqliteTextStore) -> None:
    lines = (Line("会议纪要", 30.1, 40.0, 90.5, 48.2, 0.987),)
    kept = FileText(TextState.READ, (PageText(2, "会议纪要\n𠮷", TextSource.OCR, lines),), "第1页未能识别文字。")
    store.keep([("sha256:1", kept), ("sha256:2", FileText(TextState.SECRET, detail="疑似"))])
    assert store.text_of("sha256:1") == kept
    assert store.text_of("sha256:3") is None
    assert store.states() == {"sha256:1": TextState.READ, "sha256:2": TextState.SECRET}
    assert list(store.places()) == ["sha256:1"]


def test_looks_and_seals_come_back_to_the_last_bit(store: SqliteTextStore) -> None:
    seals = ((118.5, 188.0, 160.0, 230.0),)
    photo, scan = Look(2**64 - 1, 1), Look(0, 2**256 - 2, is_scan=True)
    pages = (PageText(1, "一", TextSource.LAYER, seals=seals),)
    store.keep(
        [
            ("a", FileText(TextState.READ, pages, look=scan)),
            ("b", FileText(TextState.NEEDS_OCR, look=photo)),
            ("c", FileText(TextState.READ)),
        ]
    )
    assert store.looks() == {"a": scan, "b": photo}
    kept = store.text_of("a")
    assert kept is not None
    assert (kept.look, kept.pages) == (scan, pages)


def test_texts_are_found_under_the_digest_that_their_file_has_now(store: SqliteTextStore) -> None:
    store.call_anew([("sha256:1", "sm3:1")])
    assert not store.database.exists(), "nothing was read, so nothing is made"
    store.keep([("sha256:1", text("食品安全")), ("sha256:2", text("会商")), ("sm3:2", text("监测"))])
    before = store.places()
    store.call_anew([("sha256:1", "sm3:1"), ("sha256:2", "sm3:2"), ("sha256:3", "sm3:3")])
    assert found(store, "食品") == ["sm3:1"]
    assert store.places()["sm3:1"] == before["sha256:1"]
    assert store.text_of("sm3:2") == text("监测"), "what is there already stays"


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("食品", ["b", "a"]),
        ("食品安全", ["a"]),
        ("安全生产", ["b"]),
        ("抽检 会商", ["a"]),
        ("[2023]15号", ["a"]),
        ("〔2023〕1", ["a"]),
        ("safe", ["b"]),
        ("品，安", []),
        ('"食品" OR "会商"', []),
        ("𠮷野", ["b"]),
    ],
)
def test_phrases(store: SqliteTextStore, query: str, keys: list[str]) -> None:
    store.keep(
        [("a", text("食品\n安全抽检，示食安办〔2023〕15号", "会商")), ("b", text("食品卫生，安全生产 SAFETY 𠮷野家"))]
    )
    assert found(store, query) == keys


def test_limit_and_wanted(store: SqliteTextStore) -> None:
    store.keep((f"{number}", text("食品安全")) for number in range(9))
    places = store.places()
    assert len(store.matching(terms_of("食品"), places.values(), 4, Job()).places) == 4
    assert store.matching(terms_of("食品"), {places["3"]}, 4, Job()).places == [places["3"]]


def test_few_wanted_texts_are_found_among_many(store: SqliteTextStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_store, "_AT_ONCE", 2)
    monkeypatch.setattr(text_store, "_SCANNED", 3)
    store.keep([(f"{at}", text("食品安全会商" if at % 2 else "食品抽检")) for at in range(20)])
    places, asked = store.places(), terms_of("安全 会商")
    keys = {number: key for key, number in places.items()}
    few = frozenset(places[key] for key in ("19", "12", "9", "4", "1"))
    assert [keys[one] for one in store.matching(asked, few, 10, Job()).places] == ["19", "9", "1"]
    assert [keys[one] for one in store.matching(asked, few, 2, Job()).places] == ["19", "9"]
    assert store.matching(asked, list(few), 10, Job()).places == store.matching(asked, few, 10, Job()).places


def test_that_not_all_few_were_asked_is_said(store: SqliteTextStore, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("_AT_ONCE", 2), ("_SCANNED", 4), ("_ASKED", 3), ("_ENOUGH", 2)):
        monkeypatch.setattr(text_store, name, value)
    store.keep([(f"{at}", text("食品安全")) for at in range(20)])
    every_second = frozenset(list(store.places().values())[::2])
    few = store.matching(terms_of("食品"), every_second, 10, Job())
    assert few == Matched([19, 17, 15, 13, 11], is_all=False)
    monkeypatch.setattr(text_store, "_ENOUGH", 100)
    assert store.matching(terms_of("食品"), every_second, 10, Job()) == Matched(
        sorted(every_second, reverse=True), is_all=True
    )


def test_that_not_all_were_gone_through_is_said(store: SqliteTextStore, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("_AT_ONCE", 2), ("_MOST_SCANNED", 6), ("_ENOUGH", 2)):
        monkeypatch.setattr(text_store, name, value)
    store.keep([(f"{at}", text("食品安全")) for at in range(20)])
    every_second = list(store.places().values())[::2]
    assert store.matching(terms_of("食品"), every_second, 10, Job()) == Matched([19, 17, 15], is_all=False)
    assert store.matching(terms_of("食品"), [1], 10, Job()) == Matched([1], is_all=True)


def test_single_signs_are_found_anywhere(store: SqliteTextStore) -> None:
    store.keep([("a", text("关于公安", "会商")), ("b", text("安全")), ("c", text("食品"))])
    assert found(store, "安") == ["b", "a"]
    assert found(store, "安 会商") == ["a"]
    assert found(store, "商 公") == ["a"]


def test_the_parts_of_the_index_become_one(store: SqliteTextStore, place: Path) -> None:
    for at in range(9):
        store.keep([(f"{at}", text(f"食品安全{at}", "会商" * at))])
    store.forget_others([f"{at}" for at in range(8)])

    def parts() -> int:
        with closing(sqlite3.connect(place)) as connection:
            return int(connection.execute("SELECT count(DISTINCT segid) FROM words_idx").fetchone()[0])

    before = found(store, "会商")
    assert parts() > 1
    store.gather(Job())
    assert parts() == 1
    assert found(store, "会商") == before == ["7", "6", "5", "4", "3", "2", "1"]
    job = Job()
    job.cancel()
    store.gather(job)  # nothing is left to do, so nothing is given up


def test_a_search_can_be_cancelled(store: SqliteTextStore) -> None:
    store.keep([("a", text("食品安全"))])
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        store.matching(terms_of("食品"), store.places().values(), 4, job)


def test_a_replaced_text_is_found_by_its_new_words_only(store: SqliteTextStore) -> None:
    store.keep([("a", text("旧的内容"))])
    before = store.places()
    assert store.places() is before
    store.keep([("a", text("新的内容"))])
    assert store.places() is not before
    assert found(store, "旧的") == []
    assert found(store, "新的") == ["a"]


def test_others_are_forgotten(store: SqliteTextStore) -> None:
    store.keep([("a", text("食品")), ("b", text("食品"))])
    assert store.forget_others(["a", "c"]) == 1
    assert store.text_of("b") is None
    assert found(store, "食品") == ["a"]


def test_pages_come_one_after_the_other(store: SqliteTextStore) -> None:
    store.keep([("a", text("一", "二")), ("b", text("三"))])
    places = list(store.places().values())
    assert [[page.text for page in pages] for _place, pages in store.pages(places)] == [["一", "二"], ["三"]]


def test_it_may_be_deleted_at_any_time(store: SqliteTextStore, place: Path) -> None:
    store.keep([("a", text("食品"))])
    for file in place.parent.iterdir():
        file.unlink()
    assert store.states() == {}
    store.keep([("b", text("食品"))])
    assert found(store, "食品") == ["b"]


def test_places_are_those_of_the_file_that_is_there(store: SqliteTextStore, place: Path) -> None:
    """A new file may get the very number on the disk that the deleted one had."""
    for _ in range(5):
        for order in (["a", "b"], ["b", "a"]):
            store.keep([(key, text(key)) for key in order])
            assert store.places() == {order[0]: 1, order[1]: 2}
            for one in place.parent.iterdir():
                one.unlink()


@pytest.mark.parametrize("damage", ["noise", "foreign", "version", "cut"])
def test_a_damaged_or_foreign_file_is_thrown_away(
    store: SqliteTextStore, place: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    store.keep([(f"{number}", text("食品安全" * 200)) for number in range(50)])
    with closing(sqlite3.connect(place)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    content = place.read_bytes()
    if damage == "noise":
        place.write_bytes(b"not a database at all" * 500)
    elif damage == "cut":
        place.write_bytes(content[: len(content) // 3])
    else:
        place.unlink()
        with closing(sqlite3.connect(place)) as connection:
            connection.execute("CREATE TABLE theirs (x)")
            if damage == "version":
                connection.execute(f"PRAGMA application_id={0x46535458}")
                connection.execute("PRAGMA user_version=99")
            connection.commit()
    with caplog.at_level(logging.WARNING):
        for _ in range(2):  # the first call may be the one that meets the damage, and says so
            with suppress(StoreDamaged):
                store.states()
                store.keep([("a", text("食品安全"))])
                store.forget_others(["a"])
    assert found(store, "食品安全") == ["a"]
    assert "全文检索缓存已损坏" in caplog.text


def test_two_threads_may_read_and_keep_at_once(store: SqliteTextStore) -> None:
    failures: list[BaseException] = []

    def keep(letter: str) -> None:
        try:
            for number in range(20):
                SqliteTextStore(store.database).keep([(f"{letter}{number}", text("食品安全"))])
                store.places()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=keep, args=(letter,)) for letter in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert len(found(store, "食品", 100)) == 40
