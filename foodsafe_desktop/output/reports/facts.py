"""What the reports are made from, and the notations that several of them share."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.evidence import WITHHELD, Evidence, is_withheld
from foodsafe_desktop.domain.gaps import Gap
from foodsafe_desktop.domain.reports import ReportFacts
from foodsafe_desktop.domain.requirements import RequirementList
from foodsafe_desktop.domain.wording import points_text

_REASONS = 3
_LEADING_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class GapLine:
    """Gaps that differ only in their year, as one line: the years joined, the points summed."""

    number: int
    requirement: str
    years: str
    reason: str
    points: Decimal


def basis(catalogue: Catalogue) -> str:
    """依据：the number of the source document, or its title where it has none."""
    return f"依据：{catalogue.document_number or catalogue.title}"


def short_day(day: dt.date | None) -> str:
    """2024-06-03 for narrow columns; a dash where there is none."""
    return day.isoformat() if day else "—"


def rounded(points: Decimal) -> Decimal:
    """Points as a cell holds them."""
    return Decimal(points_text(points))


def years_text(years: Iterable[int | None]) -> str:
    """2022—2024 for years without a break, else 2022、2024; a dash where no year is asked for."""
    found = sorted({year for year in years if year})
    if len(found) > 1 and found[-1] - found[0] == len(found) - 1:
        return f"{found[0]}—{found[-1]}"
    return joined(str(year) for year in found)


def item_text(catalogue: Catalogue, number: int) -> str:
    """The 大项 of a number as 4.风险监测; 否决项 or 保留号 for what belongs to none."""
    item = catalogue.item_of(number)
    return f"{item.number}.{item.title}" if item else "否决项" if catalogue.veto(number) else "保留号"


def deadline_of(catalogue: Catalogue, number: int) -> str:
    """The deadline as printed; a dash where none is."""
    sub = catalogue.sub_item(number)
    return (sub.deadline if sub else None) or "—"


def departments_of(catalogue: Catalogue, number: int) -> tuple[str, ...]:
    """The responsible departments of a sub-item, the lead first; none for vetoes and reserved numbers."""
    sub = catalogue.sub_item(number)
    return catalogue.responsible(sub) if sub else ()


def is_collective(name: str) -> bool:
    """Whether a name stands for many offices at once (各成员单位, 各有关单位, 各社区): nobody answers for it alone."""
    return "各" in name


def leads_of(catalogue: Catalogue, numbers: Iterable[int]) -> tuple[str, ...]:
    """The offices printed as 牵头 for these sub-items, none twice."""
    subs = (catalogue.sub_item(number) for number in numbers)
    return tuple(dict.fromkeys(catalogue.normalised(sub.lead) for sub in subs if sub and sub.lead))


def department_in_doubt(catalogue: Catalogue, number: int) -> bool:
    """Whether it is uncertain in the source who is responsible."""
    sub = catalogue.sub_item(number)
    return sub is not None and any(doubt.field == "departments" for doubt in sub.doubts)


def joined(names: Iterable[str]) -> str:
    """Names with 、 between them; a dash where there are none."""
    return "、".join(names) or "—"


def shown_title(dossier: Dossier, evidence: Evidence) -> str:
    """《title》; never the title of a document that bears a secrecy mark."""
    return WITHHELD if is_withheld(dossier.files_of.get(evidence.id, ())) else f"《{evidence.title}》"


def asked_for(catalogue: Catalogue, gap: Gap) -> str:
    """What is asked for: the requirement's or indicator's title, else what the catalogue prints for the number."""
    quarter = f"（第{gap.quarter}季度）" if gap.quarter else ""
    return f"{gap.title or catalogue.text_of(gap.number)}{quarter}"


def named(requirements: RequirementList, key: str) -> str:
    """The title of a requirement or indicator by its id; empty where the list has none of that id."""
    requirement = requirements.by_id.get(key)
    if requirement is not None:
        return requirement.title
    return next((one.title for one in requirements.indicators if one.id == key), "")


def number_of(requirements: RequirementList, key: str) -> int | None:
    """The number that a requirement or indicator belongs to; ids of this program begin with it."""
    requirement = requirements.by_id.get(key)
    if requirement is not None:
        return requirement.number
    found = _LEADING_NUMBER.match(key)
    return int(found[0]) if found else None


def short_reason(reason: str) -> str:
    """The first few of many reasons, so that a row stays shorter than a page; how many there are is said."""
    every = reason.split("；")
    return reason if len(every) <= _REASONS else f"{'；'.join(every[:_REASONS])}；等{len(every)}处"


def gap_lines(facts: ReportFacts, gaps: Sequence[Gap]) -> list[GapLine]:
    """Gaps with neighbours of the same requirement and reason joined."""
    lines = []
    for (number, _, _, reason), group in groupby(
        gaps, key=lambda gap: (gap.number, gap.requirement, gap.quarter, gap.reason)
    ):
        members = list(group)
        years = years_text(gap.year for gap in members)
        points = sum((gap.points for gap in members), Decimal(0))
        lines.append(GapLine(number, asked_for(facts.catalogue, members[0]), years, short_reason(reason), points))
    return lines
