"""What the folder cannot decide by itself and a person is asked: once, with the answer remembered."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class QuestionKind(StrEnum):
    """What is asked."""

    MOVED = "moved"
    """A file moved into the folder of another number: where does its evidence belong now?"""
    DUPLICATE = "duplicate"
    """A file has the very bytes of another: two pieces, or one piece with a spare copy?"""
    NEAR_DUPLICATE = "near_duplicate"
    """A picture or scan looks like another, though its bytes differ: saved anew, or scanned twice?"""


class Answer(StrEnum):
    """What a person may answer. KEEP, MOVE and BOTH to MOVED; APART and COPY to the others, LATER to NEAR_DUPLICATE."""

    KEEP = "keep"
    MOVE = "move"
    BOTH = "both"
    APART = "apart"
    """Two pieces in their own right."""
    COPY = "copy"
    """The later file is a spare copy: its own piece is put aside (recycled)."""
    LATER = "later"
    """The later file is the better one of the same: the earlier piece is put aside (recycled)."""

    @property
    def label(self) -> str:
        """The answer as a button says it."""
        return {
            Answer.KEEP: "保持原归入",
            Answer.MOVE: "改归新文件夹",
            Answer.BOTH: "两处都归入",
            Answer.APART: "各算一件",
            Answer.COPY: "只算一件",
            Answer.LATER: "只留后一件",
        }[self]


@dataclass(frozen=True, slots=True)
class Question:
    """One open or answered question. id 0: not yet stored.

    MOVED: evidence `evidence_id` was under `number` and its file now lies in the folder of `other`.
    DUPLICATE: a file of `evidence_id` has the same bytes as one of evidence `other`; NEAR_DUPLICATE: it looks like one.
    """

    id: int
    kind: QuestionKind
    evidence_id: int
    number: int
    other: int
    path: str
    asked_at: dt.datetime
    answer: Answer | None = None
