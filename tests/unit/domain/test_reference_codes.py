"""档号: formed by either standard, numbered within the lowest class, never given twice and never changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foodsafe_desktop.domain.evidence import Evidence
from foodsafe_desktop.domain.reference_codes import Coding, Scheme, give_codes, is_well_formed, refusal

OLD = Coding("Z109", organ="BGS")
NEW = Coding("Z109", Scheme.DA_T_13_2022, organ="办公室", retention="Y")


@pytest.mark.parametrize(
    ("coding", "code"),
    [
        (OLD, "Z109-WS·2023-D30-BGS-0001"),
        (NEW, "Z109-WS·2023·Y·办公室-0001"),
        (Coding("0109"), "0109-WS·2023-D30-0001"),
    ],
)
def test_the_standards_own_forms(coding: Coding, code: str) -> None:
    assert give_codes(coding, [Evidence(1, "通知", 2023)], []).codes == {1: code}
    assert is_well_formed(code, coding.scheme)


def test_piece_numbers_restart_in_each_lowest_class_and_go_on_behind_known_ones() -> None:
    pieces = [
        Evidence(1, "甲", 2022),
        Evidence(2, "乙", 2023),
        Evidence(3, "丙", 2023, retention="Y"),
        Evidence(4, "丁", 2023),
        Evidence(5, "戊", 2023, reference_code="旧号-7"),
        Evidence(6, "己", 2023, organ="CYB"),
    ]
    given = give_codes(OLD, pieces, ["Z109-WS·2023-D30-BGS-0041", "旧号-7"])
    assert given.codes == {
        1: "Z109-WS·2022-D30-BGS-0001",
        2: "Z109-WS·2023-D30-BGS-0042",
        3: "Z109-WS·2023-Y-BGS-0001",
        4: "Z109-WS·2023-D30-BGS-0043",
        6: "Z109-WS·2023-D30-CYB-0001",
    }


def test_a_piece_without_a_year_gets_none_and_a_sentence() -> None:
    given = give_codes(OLD, [Evidence(1, "无年度的通知")], [])
    assert not given.codes
    assert "无年度的通知" in given.refused[1]


@pytest.mark.parametrize(
    "coding",
    [
        Coding(),
        Coding("Z10"),
        Coding("Z109", category="文书"),
        Coding("Z109", retention="长期"),
        Coding("Z109", organ="办公室"),
    ],
)
def test_what_cannot_form_a_code_is_refused_with_a_sentence(coding: Coding) -> None:
    assert refusal(coding).endswith("。")


def test_what_can_is_not() -> None:
    assert not refusal(OLD)
    assert not refusal(NEW)


PIECES = st.lists(
    st.builds(
        lambda year, retention, organ: Evidence(0, "件", year, retention=retention, organ=organ),
        st.sampled_from([2022, 2023, None]),
        st.sampled_from(["", "Y", "D10"]),
        st.sampled_from(["", "BGS"]),
    ),
    max_size=20,
)


@given(st.lists(PIECES, max_size=4), st.sampled_from([OLD, Coding("Z109")]))
def test_no_code_is_ever_given_twice(batches: list[list[Evidence]], coding: Coding) -> None:
    known: list[str] = []
    for batch in batches:
        numbered = [Evidence(i, p.title, p.year, retention=p.retention, organ=p.organ) for i, p in enumerate(batch)]
        codes = list(give_codes(coding, numbered, known).codes.values())
        assert all(is_well_formed(code, coding.scheme) for code in codes)
        known += codes
    assert len(known) == len(set(known))
