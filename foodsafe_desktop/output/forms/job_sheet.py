"""打印作业单: what whoever stands at the printer has to know of each volume."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from foodsafe_desktop.domain.wording import day_text
from foodsafe_desktop.output.forms.flow import Column, Row, Table
from foodsafe_desktop.output.forms.letter import Letter
from foodsafe_desktop.output.forms.paper import GREY, PALE, Paper
from foodsafe_desktop.output.forms.sizes import (
    BAND,
    FORM_TITLE,
    JOB_COLUMNS,
    LIST_ROW,
    NOTE,
    TABLE_FRAME,
)
from foodsafe_desktop.services.ports import BinderFacts

TITLE = "打印作业单"
ADVICE = (
    "按“实际大小”（100%）打印，不缩放、不“适合页面”；先试印首页和目录，核对页号与目录一致后再批量打印。",
    "A3页单独用A3纸打印，折为A4后按页号插入；彩色页如用黑白打印，红头、印章将不能辨认。",
)
_TOTALS = Table(
    tuple(Column(title, width, "left" if title == "卷册" else "centre") for title, width in JOB_COLUMNS), LIST_ROW
)
_DETAILS = Table((Column("", 36, "centre"), Column("", TABLE_FRAME.width - 36)), LIST_ROW, headed=False)


@dataclass(frozen=True, slots=True)
class Place:
    """A page by its printed label, and what is done there: who signs or seals, which original is put in."""

    label: str
    what: str


@dataclass(frozen=True, slots=True)
class VolumeJob:
    """What one volume asks of printer and hand. Pages are printed labels in order; `large` are those larger than A4.

    `pages` counts all pages, `leaves` sheets of paper. `originals` are paper originals to be put in, titles masked.
    `colour` None: all of it is printed in black.
    """

    name: str
    pages: int
    leaves: int
    duplex: bool
    large: tuple[str, ...] = ()
    colour: tuple[str, ...] | None = None
    landscape: tuple[str, ...] = ()
    by_hand: tuple[Place, ...] = ()
    originals: tuple[Place, ...] = ()


def job_sheet(jobs: Sequence[VolumeJob], facts: BinderFacts) -> bytes:
    """The sheet, A4 portrait: a row a volume with totals, then for each volume which pages want what."""
    paper = Paper(TABLE_FRAME.page)
    write_job_sheet(Letter(paper, TABLE_FRAME, lambda page: _head(page, facts)), jobs)
    return paper.finished()


def write_job_sheet(flow: Letter, jobs: Sequence[VolumeJob]) -> None:
    """The sheet without its head."""
    flow.table(_TOTALS, [*(_row(job) for job in jobs), _total(jobs)])
    flow.gap(3)
    everywhere = _everywhere(jobs)
    for text in (*ADVICE, *([f"每卷（盒）都有，不再逐一列出——{'；'.join(everywhere)}。"] if everywhere else [])):
        flow.text(text, NOTE)
    for job in jobs:
        if found := list(_details(job, everywhere)):
            flow.gap(5)
            flow.heading(job.name)
            flow.table(_DETAILS, [Row(cells) for cells in found])
    flow.gap(6)
    flow.to_fill((("打印人", "打印日期"), ("核对人", "核对日期")))


def label_ranges(labels: Sequence[str]) -> str:
    """Printed labels in order, those that count on from one another drawn together: 1—3、12、12-1、目录1—2."""
    runs: list[list[str]] = []
    for label in labels:
        if runs and _follows(runs[-1][-1], label):
            runs[-1].append(label)
        else:
            runs.append([label])
    return "、".join(run[0] if len(run) == 1 else f"{run[0]}—{_split(run[-1])[1]}" for run in runs)


def _follows(before: str, label: str) -> bool:
    (mark, number), (next_mark, next_number) = _split(before), _split(label)
    return mark == next_mark and bool(number and next_number) and int(next_number) == int(number) + 1


def _split(label: str) -> tuple[str, str]:
    """What stands before a label's last number, and that number."""
    mark = label.rstrip("0123456789")
    return mark, label[len(mark) :]


def _row(job: VolumeJob) -> Row:
    sides = "双面" if job.duplex else "单面"
    before = (job.pages, job.leaves, len(job.large))
    colour = str(len(job.colour) or "") if job.colour is not None else "黑白"
    behind = (len(job.by_hand), len(job.originals))
    return Row((job.name, sides, *(str(n or "") for n in before), colour, *(str(n or "") for n in behind)))


def _total(jobs: Sequence[VolumeJob]) -> Row:
    counts = (
        sum(job.pages for job in jobs),
        sum(job.leaves for job in jobs),
        sum(len(job.large) for job in jobs),
        sum(len(job.colour or ()) for job in jobs),
        sum(len(job.by_hand) for job in jobs),
        sum(len(job.originals) for job in jobs),
    )
    cells = (f"合计　{len(jobs)}卷（盒）", *map(str, counts))
    return Row(cells, (2, 1, 1, 1, 1, 1, 1), BAND, PALE)


def _everywhere(jobs: Sequence[VolumeJob]) -> list[str]:
    """What is signed or sealed in every volume alike, once there are several."""
    if len(jobs) < 2:
        return []
    others = [{place.what for place in job.by_hand} for job in jobs]
    return [place.what for place in jobs[0].by_hand if all(place.what in one for one in others)]


def _details(job: VolumeJob, everywhere: Sequence[str]) -> Iterator[tuple[str, str]]:
    for title, labels in (("A3页", job.large), ("彩色页", job.colour or ()), ("横排页", job.landscape)):
        if labels:
            yield f"{title}（{len(labels)}页）", label_ranges(labels)
    for title, places in (("签字、盖章处", _only(job, everywhere)), ("插入纸质原件", job.originals)):
        if places:
            yield f"{title}（{len(places)}处）", "\n".join(f"{place.label}　{place.what}" for place in places)


def _only(job: VolumeJob, everywhere: Sequence[str]) -> tuple[Place, ...]:
    return tuple(place for place in job.by_hand if place.what not in everywhere)


def _head(paper: Paper, facts: BinderFacts) -> float:
    frame = TABLE_FRAME
    y = paper.block(frame.left, frame.top, frame.width, TITLE, FORM_TITLE, "centre")
    line = f"{facts.archive_title}　{day_text(facts.on)}"
    return paper.block(frame.left, y, frame.width, line, NOTE, "centre", GREY) + 2.5
