"""The four-property check: faults fail, nothing to look at never passes, and nobody is named who must not be."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.evidence import Condition, Evidence, Fact, Omission, Presence
from foodsafe_desktop.domain.four_properties import RULES, Holdings, Result, State, four_properties
from foodsafe_desktop.domain.gaps import coverage
from foodsafe_desktop.domain.personal_data import PersonalData
from foodsafe_desktop.domain.reference_codes import Coding
from foodsafe_desktop.domain.texts import content_key
from tests.unit.builders import SMALL, Held, dossier, held, holdings

TODAY = dt.date(2024, 7, 1)


def _holdings(of: Dossier, **facts: object) -> Holdings:
    sizes = {file.path: file.fixity.size for file in of.files if file.fixity is not None}
    facts = {"sizes": sizes, **facts}
    return Holdings(SMALL, of, coverage(SMALL, of), Coding("Z109"), TODAY, **facts)  # type: ignore[arg-type]


def _by_id(holding: Holdings) -> dict[str, Result]:
    return {one.id: one for one in four_properties(holding)}


def _described(of: Dossier, **facts: object) -> Dossier:
    """The dossier with its first piece described in this way."""
    pieces = dict(of.evidence)
    pieces[1] = replace(pieces[1], **facts)  # type: ignore[arg-type]
    return replace(of, evidence=pieces)


GOOD = _described(
    dossier(held(1, dated=dt.date(2023, 5, 4))), author="示例区市监局", document_number="示市监发〔2023〕16号"
)


def test_ids_and_names_are_each_given_once_and_1_9_is_left_unused() -> None:
    assert len({rule.id for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)
    assert "GD-1-9" not in {rule.id for rule in RULES}


def test_an_archive_without_anything_passes_nothing_that_looks_at_pieces() -> None:
    results = _by_id(_holdings(dossier()))
    passed = {one.id for one in results.values() if one.state is State.PASSED}
    assert passed == {"GD-3-2"}  # the database itself
    assert results["GD-2-9"].state is State.FAILED  # everything is missing


def test_an_omission_without_its_approving_document_is_named_and_no_fault() -> None:
    omitted = dossier(omissions=(8,))
    bare = _by_id(_holdings(omitted))["GD-2-9"]
    assert "其中1项未填依据文件：（8），由人工核对。" in bare.details
    approved = replace(omitted, omissions={8: Omission(8, "辖区内无此类主体", "区食安委〔2023〕3号")})
    founded = _by_id(_holdings(approved))["GD-2-9"]
    assert not any("未填依据文件" in detail for detail in founded.details)
    assert (founded.looked_at, founded.faulty) == (bare.looked_at, bare.faulty)


def test_a_well_kept_piece_passes_what_can_be_checked() -> None:
    results = _by_id(_holdings(GOOD))
    families = {1: (1, 2, 3, 4, 5, 6, 8, 10, 11), 2: (1, 2, 4, 7), 3: (3, 4)}
    for key in (f"{family}-{one}" for family, ones in families.items() for one in ones):
        assert results[f"GD-{key}"].state is State.PASSED, results[f"GD-{key}"]


@pytest.mark.parametrize(
    ("id_", "facts"),
    [
        ("GD-1-2", {"title": "长" * 251}),
        ("GD-1-3", {"document_number": "示市监发(2023)16号"}),
        ("GD-1-4", {"retention": "D40"}),
        ("GD-1-5", {"dated": dt.date(2022, 5, 4)}),  # its year is 2023
        ("GD-1-5", {"dated": dt.date(2024, 7, 2), "year": 2024}),  # tomorrow
        ("GD-1-5", {"pages": 0}),
        ("GD-1-6", {"title": "通知\u200b"}),
        ("GD-1-6", {"author": "示例\ue000局"}),
        ("GD-1-7", {"reference_code": "Z109-2023-1"}),
        ("GD-2-4", {"author": " "}),
        ("GD-2-4", {"dated": None}),
        ("GD-2-6", {"reference_code": "Z109-WS·2023-D30-0003"}),  # 0001 and 0002 are nowhere
    ],
)
def test_a_fault_of_the_description_is_found_and_names_the_piece(id_: str, facts: dict[str, object]) -> None:
    assert _by_id(_holdings(GOOD))[id_].state is not State.FAILED
    result = _by_id(_holdings(_described(GOOD, **facts)))[id_]
    assert (result.state, result.faulty) == (State.FAILED, 1)
    assert "通知" in result.details[0] or "Z109" in result.details[0] or "长" in result.details[0]


@pytest.mark.parametrize(
    ("id_", "facts"),
    [
        ("GD-1-1", {"mismatched": ("甲.pdf",)}),
        ("GD-1-10", {"sizes": {GOOD.files[0].path: 11}}),
        ("GD-1-11", {"unexpected": ("甲.pdf",)}),
        ("GD-2-1", {"missing": ("甲.pdf",)}),
        ("GD-2-2", {"sizes": {}}),
        ("GD-2-5", {"faults": ("操作历史第 3 条起与校验链不符。",)}),
        ("GD-2-7", {"mismatched": ("甲.pdf",)}),
        ("GD-3-2", {"sound": False}),
        ("GD-4-3", {"unexpected": ("甲.pdf",)}),
        ("附-2", {"personal": {content_key(GOOD.files[0]): {PersonalData.MOBILE_NUMBER: 2}}}),
    ],
)
def test_a_fault_of_folder_or_database_is_found(id_: str, facts: dict[str, object]) -> None:
    assert _by_id(_holdings(GOOD))[id_].state is not State.FAILED
    assert _by_id(_holdings(GOOD, **facts))[id_].state is State.FAILED


@pytest.mark.parametrize(
    ("id_", "condition"),
    [
        ("GD-3-4", Condition.DAMAGED),
        ("GD-3-4", Condition.EMPTY),
        ("GD-3-4", Condition.UNKNOWN),
        ("GD-3-8", Condition.ENCRYPTED),
    ],
)
def test_a_file_that_cannot_be_used_is_named(id_: str, condition: Condition) -> None:
    result = _by_id(_holdings(dossier(held(1, condition=condition))))[id_]
    assert (result.state, result.faulty) == (State.FAILED, 1)
    assert "收件/文件1.0.pdf" in result.details[0]


def test_what_is_suspended_is_told_by_its_number_and_never_named() -> None:
    secret = dossier(held(1, condition=Condition.SUSPENDED), held(2, condition=Condition.SUSPENDED))
    results = _by_id(_holdings(secret))
    assert (results["附-1"].state, results["附-1"].faulty) == (State.FAILED, 2)
    assert results["附-1"].details[0].startswith("（1）下有1个文件疑似涉密，已暂停使用，不予列名。")
    whole = "".join(line for one in results.values() for line in one.details)
    assert "收件/文件" not in whole
    assert "尚未读取" not in whole  # nobody is asked to read them


def test_a_suffix_that_lies_and_a_macro_are_told() -> None:
    file = GOOD.files[0]
    other = replace(file, path="收件/文件1.docx", verdict=replace(file.verdict, facts=(Fact.JAVASCRIPT,)))
    results = _by_id(_holdings(replace(GOOD, files=[other])))
    assert results["GD-3-3"].details == ("“收件/文件1.docx”的内容是PDF，扩展名与之不符。",)
    assert results["GD-4-2"].state is State.FAILED


def test_two_pieces_alike_are_asked_about() -> None:
    twice = dossier(held(1), held(2))
    assert _by_id(_holdings(twice))["GD-1-8"].faulty == 1


def test_what_was_not_read_is_not_clean() -> None:
    results = _by_id(_holdings(GOOD))
    assert results["附-1"].state is State.BY_HAND
    assert "另有1个文件的文字尚未读取，未检。" in results["附-2"].details
    key = content_key(GOOD.files[0])
    assert key is not None
    assert _by_id(_holdings(GOOD, read=frozenset({key})))["附-1"].state is State.PASSED


def test_papers_that_are_not_for_everybody_are_left_to_a_person() -> None:
    key = content_key(GOOD.files[0])
    assert key is not None
    read = {"read": frozenset({key})}
    assert _by_id(_holdings(GOOD, **read))["附-3"].state is State.PASSED
    marked = _by_id(_holdings(GOOD, **read, internal={key: "内部资料 注意保管"}))["附-3"]
    assert (marked.state, marked.faulty) == (State.BY_HAND, 0)
    assert marked.details[0].startswith(f"“{GOOD.files[0].path}”标有“内部资料 注意保管”，")
    named = replace(GOOD, files=[replace(GOOD.files[0], path="收件/内部文件.pdf")])
    assert "文件名注明供内部使用" in _by_id(_holdings(named, **read))["附-3"].details[0]


@given(st.lists(holdings, max_size=6))
def test_whatever_is_held(pieces: list[Held]) -> None:
    of = dossier(*pieces)
    secret = {key: Evidence(key, "绝不能出现的题名", 2023) for key, one in of.evidence.items() if _is_secret(of, key)}
    results = four_properties(_holdings(replace(of, evidence={**of.evidence, **secret})))
    assert [one.id for one in results] == [rule.id for rule in RULES]
    for one in results:
        assert one.details
        assert (one.state is State.FAILED) == (one.faulty > 0)
        assert one.state is not State.PASSED or one.looked_at > 0
        assert not any("绝不能出现的题名" in sentence for sentence in one.details)
        assert all(sentence.endswith("。") for sentence in one.details)


def _is_secret(of: Dossier, key: int) -> bool:
    return any(file.verdict.condition is Condition.SUSPENDED for file in of.files_of.get(key, ()))


def test_missing_files_are_not_counted_as_present() -> None:
    gone = dossier(held(1, presence=Presence.MISSING))
    assert _by_id(_holdings(gone))["GD-2-2"].looked_at == 0


def test_a_check_that_is_made_by_hand_never_passes() -> None:
    by_hand = ("GD-2-8", "GD-4-1", "GD-4-4", "GD-4-5", "GD-4-6", "GD-4-7")
    results = _by_id(_holdings(GOOD))
    assert {results[one].state for one in by_hand} == {State.BY_HAND}
