"""What every error has, and the one that is none: a job that was cancelled."""

from collections.abc import Sequence


class DossierError(Exception):
    """Base of all; `str(error)` is the sentence for the archivist, complete with its full stop."""

    def __init__(self, sentence: str, detail: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.detail = detail


class Cancelled(Exception):
    """The running job was cancelled; whatever it had not finished is as it was before.

    `finished` names the volumes that were complete by then: these stay. `sentence` says so to the archivist.
    """

    def __init__(self, finished: Sequence[str] = ()) -> None:
        self.finished = tuple(finished)
        self.sentence = f"已取消，未完成的部分没有写入。{naming_finished(self.finished)}"
        super().__init__(self.sentence)


def naming_finished(finished: Sequence[str]) -> str:
    """That these volumes were complete before and stay, as a sentence; empty where there are none."""
    if not finished:
        return ""
    few = "、".join(f"“{name}”" for name in finished)
    named = few if len(finished) <= 3 else f"“{finished[0]}”至“{finished[-1]}”"
    return f"此前已编制完成的{len(finished)}卷（{named}）已写入并登记，继续有效。"
