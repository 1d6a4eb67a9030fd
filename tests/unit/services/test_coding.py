"""Giving 档号: once given a code is used up, also after undo; pieces that have one keep it."""

from pathlib import Path

import pytest

from foodsafe_desktop.domain.errors import CodesPrinted, CodingRefused
from foodsafe_desktop.domain.evidence import Evidence
from foodsafe_desktop.domain.reference_codes import Coding
from foodsafe_desktop.services import coding, issuing
from foodsafe_desktop.services.accession import scan
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive
from tests.fakes import FakeArchive


@pytest.fixture(autouse=True)
def _held(archive: Archive) -> None:
    with archive.store.begin() as unit:
        unit.save_evidence([Evidence(0, "通知", 2023), Evidence(0, "纪要", 2023), Evidence(0, "无年度", None)])


def _codes(archive: Archive) -> list[str]:
    with archive.store.begin() as unit:
        return [one.reference_code for one in unit.dossier().evidence.values()]


def test_nothing_is_coded_before_the_fonds_is_known(archive: Archive) -> None:
    with pytest.raises(CodingRefused, match="全宗号"):
        coding.give(archive, [1, 2])
    assert _codes(archive) == ["", "", ""]


def test_codes_are_given_in_order_and_pieces_without_a_year_are_named(archive: Archive) -> None:
    coding.save_coding(archive, Coding("Z109"))
    given = coding.give(archive, [2, 1, 3])
    assert _codes(archive) == ["Z109-WS·2023-D30-0002", "Z109-WS·2023-D30-0001", ""]
    assert ["无年度" in sentence for sentence in given.refused] == [True]
    assert coding.give(archive, [1, 2]).decision.sentence == "没有需要编定档号的材料。"


def test_a_code_on_issued_paper_is_not_taken_back(archive: FakeArchive) -> None:
    archive.folder.put("(8) 会商/2022/a.pdf", b"a")
    scan(archive, Job())
    coding.save_coding(archive, Coding("Z109"))
    with archive.store.begin() as unit:
        held = list(unit.dossier().evidence)
    given = coding.give(archive, held)
    issuing.issue(archive, "item:4", Path("/out"), Job())
    with pytest.raises(CodesPrinted, match="Z109"):
        given.decision.undo()
    assert all(_codes(archive)[:2])
    said = coding.save_coding(archive, Coding("Z200")).sentence
    assert said.endswith("已发出的 1 卷仍用发出时的全宗号。")


def test_a_code_taken_back_is_not_given_again(archive: Archive) -> None:
    coding.save_coding(archive, Coding("Z109"))
    coding.give(archive, [1]).decision.undo()
    assert _codes(archive) == ["", "", ""]
    coding.give(archive, [2])
    assert _codes(archive)[1] == "Z109-WS·2023-D30-0002"


def test_the_rule_comes_back_as_saved_and_undo_puts_the_old_one_back(archive: Archive) -> None:
    decision = coding.save_coding(archive, Coding("Z109", organ="BGS"))
    with archive.store.begin() as unit:
        assert coding.coding_of(unit) == Coding("Z109", organ="BGS")
    decision.undo()
    with archive.store.begin() as unit:
        assert coding.coding_of(unit) == Coding()
