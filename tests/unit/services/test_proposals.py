"""Proposals from the page: shown, taken over by a person's act alone, and taken back."""

import datetime as dt
from dataclasses import replace

import pytest

from foodsafe_desktop.domain.errors import FactsRefused
from foodsafe_desktop.domain.evidence import Evidence
from foodsafe_desktop.domain.texts import content_key
from foodsafe_desktop.services import deciding, proposals
from foodsafe_desktop.services.accession import scan
from foodsafe_desktop.services.history import life_of_evidence
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.proposals import FactField
from foodsafe_desktop.services.review import overview
from tests.fake_texts import text
from tests.fakes import FakeArchive

LETTER = """示例区教育局文件
示教发〔2023〕28号
关于落实陪餐要求的通知
各学校：
请遵照执行。
附件：责任书样式
示例区教育局
2023年8月25日"""
ALL = tuple(FactField)


def take_in(archive: FakeArchive, path: str, words: str | None) -> int:
    """A file with its text read; returns the piece's id."""
    archive.folder.put(path, path.encode())
    scan(archive, Job(), accept_empty=True)
    file = next(one for one in overview(archive).dossier.files if one.path == path)
    if words is not None:
        archive.texts.store.keep([(content_key(file) or "", text(words))])
    return file.evidence_id


def read(archive: Archive, key: int) -> proposals.Proposals:
    return proposals.propose(archive.texts.store, overview(archive).dossier, key)


def held(archive: Archive, key: int) -> Evidence:
    return overview(archive).dossier.evidence[key]


def test_proposing_writes_nothing(archive: FakeArchive) -> None:
    key = take_in(archive, "收件/扫描1.pdf", LETTER)
    before = held(archive, key)
    found = read(archive, key)
    assert {one.field: one.found.value for one in found.fields} == {
        FactField.TITLE: "关于落实陪餐要求的通知",
        FactField.DOCUMENT_NUMBER: "示教发〔2023〕28号",
        FactField.DATED: "2023-08-25",
        FactField.AUTHOR: "示例区教育局",
    }
    assert found.path == "收件/扫描1.pdf"
    assert [one.value for one in found.attachments] == ["责任书样式"]
    assert held(archive, key) == before


def test_accepting_takes_over_what_was_chosen(archive: FakeArchive) -> None:
    key = take_in(archive, "收件/扫描1.pdf", LETTER)
    decision = proposals.accept(archive, key, [FactField.DATED, FactField.AUTHOR])
    now = held(archive, key)
    assert (now.dated, now.year, now.author) == (dt.date(2023, 8, 25), 2023, "示例区教育局")
    assert (now.title, now.document_number) == ("扫描1", "")
    assert "责任者" in decision.sentence
    line = life_of_evidence(archive, key)[-1]
    assert (line.verb, line.detail["dated"]) == ("facts_confirmed", "2023-08-25")


def test_undo_gives_back_only_what_nobody_decided_since(archive: FakeArchive) -> None:
    key = take_in(archive, "收件/扫描1.pdf", LETTER)
    decision = proposals.accept(archive, key, ALL)
    deciding.describe(archive, replace(held(archive, key), title="另定的题名"))
    decision.undo()
    now = held(archive, key)
    assert (now.title, now.document_number, now.dated, now.year, now.author) == ("另定的题名", "", None, None, "")


def test_a_year_that_is_known_stays(archive: FakeArchive) -> None:
    key = take_in(archive, "收件/2022/扫描1.pdf", LETTER)
    proposals.accept(archive, key, [FactField.DATED])
    assert (held(archive, key).year, held(archive, key).dated) == (2022, dt.date(2023, 8, 25))


def test_what_the_page_does_not_say_cannot_be_taken_over(archive: FakeArchive) -> None:
    key = take_in(archive, "收件/扫描1.pdf", "会议记录\n没有落款。")
    with pytest.raises(FactsRefused, match="没有识读到成文日期"):
        proposals.accept(archive, key, [FactField.DATED])
    with pytest.raises(FactsRefused, match="没有选定"):
        proposals.accept(archive, key, [])


def test_a_file_that_was_not_read_proposes_nothing(archive: FakeArchive) -> None:
    found = read(archive, take_in(archive, "收件/扫描1.pdf", None))
    assert (found.path, found.fields) == (None, ())


def test_of_several_files_the_one_that_says_most_counts(archive: FakeArchive) -> None:
    key = take_in(archive, "收件/扫描1.pdf", "附件1\n任务分工表\n序号\t任务")
    other = take_in(archive, "收件/扫描2.pdf", LETTER)
    with archive.store.begin() as unit:
        file = next(one for one in unit.dossier().files if one.evidence_id == other)
        unit.save_files([replace(file, evidence_id=key)])
    assert read(archive, key).path == "收件/扫描2.pdf"
