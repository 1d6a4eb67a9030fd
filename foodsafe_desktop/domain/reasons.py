"""Reasons of gaps by kind, so that lists can be narrowed to one: a gap says why in words, and may have several."""

from enum import StrEnum

from foodsafe_desktop.domain.checks import Gap


class ReasonKind(StrEnum):
    """缺失原因, as a person asks for it."""

    NOTHING = "nothing"
    TOO_FEW = "too_few"
    SET = "set"
    DATE = "date"
    FILE = "file"
    PAPER = "paper"
    INDICATOR = "indicator"
    STATEMENT = "statement"
    DOUBT = "doubt"

    @property
    def label(self) -> str:
        """The kind in Chinese."""
        return _LABELS[self]


_LABELS = {
    ReasonKind.NOTHING: "无佐证材料",
    ReasonKind.TOO_FEW: "份数不足",
    ReasonKind.SET: "成套不全",
    ReasonKind.DATE: "年度或日期不符",
    ReasonKind.FILE: "文件缺失或不可用",
    ReasonKind.PAPER: "纸质原件未落实",
    ReasonKind.INDICATOR: "指标未填或未达标",
    ReasonKind.STATEMENT: "缺情况说明",
    ReasonKind.DOUBT: "疑点未核实",
}

# The beginnings of what `checks`, `validity` and `gaps` say. A test holds every sentence of theirs against this.
_SAID = (
    (ReasonKind.STATEMENT, ("合理缺项尚无", "尚无")),
    (ReasonKind.INDICATOR, ("指标",)),
    (ReasonKind.DOUBT, ("疑点",)),
    (ReasonKind.NOTHING, ("无佐证材料",)),
    (ReasonKind.SET, ("成套材料不全",)),
    (ReasonKind.TOO_FEW, ("仅有",)),
    (ReasonKind.PAPER, ("仅登记纸质件", "仅有电子文件")),
    (ReasonKind.DATE, ("未注明", "年度", "成文日期", "不在要求的期间")),
    (ReasonKind.FILE, ("文件", "空文件")),
)


def kinds_of(gap: Gap) -> tuple[ReasonKind, ...]:
    """The kinds of a gap's reasons, the first said first; never none."""
    found = [kind for part in gap.reason.split("；") if (kind := _kind(part)) is not None]
    return tuple(dict.fromkeys(found)) or (ReasonKind.NOTHING,)


def _kind(part: str) -> ReasonKind | None:
    if "尚缺" in part:
        return ReasonKind.SET
    # The longest beginning wins: 仅有电子文件 is not 仅有1份.
    fits = [(len(word), kind) for kind, words in _SAID for word in words if part.startswith(word)]
    return max(fits)[1] if fits else None
