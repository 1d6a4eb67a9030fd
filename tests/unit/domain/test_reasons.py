"""Reasons of gaps by kind: every sentence that the rule says falls into the kind a person would look for it under."""

from decimal import Decimal

import pytest

from foodsafe_desktop.domain.checks import Gap
from foodsafe_desktop.domain.evidence import Condition
from foodsafe_desktop.domain.reasons import ReasonKind, kinds_of

K = ReasonKind


def gap(reason: str) -> Gap:
    return Gap(8, "8-x", 2023, reason, (), Decimal(0))


@pytest.mark.parametrize(
    ("reason", "kinds"),
    [
        ("无佐证材料", (K.NOTHING,)),
        ("仅有1份，应有2份", (K.TOO_FEW,)),
        ("成套材料不全，缺签到表", (K.SET,)),
        ("仅有1套，应有2套，尚缺会议通知1份", (K.SET,)),
        ("文件不在原处：(8) 会商/2023/纪要.pdf", (K.FILE,)),
        ("文件内容已变动，待确认：(8) 会商/纪要.pdf", (K.FILE,)),
        ("仅登记纸质件，原件存放位置未登记", (K.PAPER,)),
        ("仅有电子文件，纸质原件存放位置未登记", (K.PAPER,)),
        ("未注明年度", (K.DATE,)),
        ("年度 2019 不在佐证期限（2022—2024）内", (K.DATE,)),
        ("成文日期 2021-03-01 与所属年度 2023 不符", (K.DATE,)),
        ("未注明日期，不能确认所属季度", (K.DATE,)),
        ("不在要求的期间（2023-01-01至2024-12-31）内", (K.DATE,)),
        ("指标未填报数值；指标无佐证材料", (K.INDICATOR,)),
        ("指标未达标：填报80%，应不低于90%", (K.INDICATOR,)),
        ("合理缺项尚无情况说明", (K.STATEMENT,)),
        ("尚无证明该否决情形不存在的情况说明", (K.STATEMENT,)),
        ("疑点未核实：扫描件此处模糊", (K.DOUBT,)),
        ("仅有1份，应有2份；文件损坏：甲.pdf；未注明年度", (K.TOO_FEW, K.FILE, K.DATE)),
    ],
)
def test_every_reason_has_its_kind(reason: str, kinds: tuple[ReasonKind, ...]) -> None:
    assert kinds_of(gap(reason)) == kinds


@pytest.mark.parametrize("condition", [one for one in Condition if one is not Condition.OK])
def test_every_condition_of_a_file_is_a_matter_of_the_file(condition: Condition) -> None:
    assert kinds_of(gap(f"{condition.finding}：甲.pdf")) == (K.FILE,)


def test_every_kind_has_a_word_of_its_own() -> None:
    assert len({kind.label for kind in ReasonKind}) == len(ReasonKind)
