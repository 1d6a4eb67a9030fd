"""How a numbered line of the catalogue can stand. By itself: the window draws its tree before any rule is loaded."""

from enum import StrEnum


class State(StrEnum):
    """小项的状态, one of six."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    MISSING = "missing"
    OMITTED = "omitted"
    NOT_CHOSEN = "not_chosen"
    RESERVED = "reserved"

    @property
    def label(self) -> str:
        """The state's Chinese word."""
        return _STATE_LABELS[self]


_STATE_LABELS = {
    State.COMPLETE: "齐全",
    State.PARTIAL: "部分",
    State.MISSING: "缺失",
    State.OMITTED: "合理缺项",
    State.NOT_CHOSEN: "未选自选项",
    State.RESERVED: "待核",
}
