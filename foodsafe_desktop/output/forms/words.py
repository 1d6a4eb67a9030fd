"""Sentences and notations that several forms share."""

from collections.abc import Iterable

from foodsafe_desktop.domain.binder import Section, VolumePlan
from foodsafe_desktop.domain.gaps import State
from foodsafe_desktop.domain.wording import chinese_number


def volume_mark(plan: VolumePlan) -> str:
    """第四卷; empty for a volume that stands alone."""
    return f"第{chinese_number(plan.number)}卷" if plan.number else ""


def box_text(plan: VolumePlan) -> str:
    """第2盒／共3盒; empty for a volume that is whole in one."""
    return f"第{plan.box.number}盒／共{plan.box.of}盒" if plan.box else ""


def volume_heading(plan: VolumePlan) -> str:
    """方面, 第四卷, title and which box on one line, nothing twice."""
    dimension = "" if plan.dimension == plan.title else plan.dimension
    return "　".join(part for part in (dimension, volume_mark(plan), plan.title, box_text(plan)) if part)


def years_text(years: tuple[int, int]) -> str:
    """2022—2024年; one year alone without the dash."""
    first, last = years
    return f"{first}年" if first == last else f"{first}—{last}年"


def departments_of(sections: Iterable[Section]) -> tuple[str, ...]:
    """All responsible departments in order of their first mention."""
    return tuple(dict.fromkeys(name for section in sections for name in section.departments))


def number_range(sections: tuple[Section, ...]) -> str:
    """（8）—（9） for the sections of a volume; gaps in between are not told."""
    if not sections:
        return ""
    first, last = sections[0].heading, sections[-1].heading
    return first if first == last else f"{first}—{last}"


def demand(section: Section) -> str:
    """What a section asks for where it is not simply evidence for each year; else empty."""
    if section.kind == "veto":
        return (
            "本项为否决项，一旦存在即一票否决。须附责任单位出具的情况说明（加盖公章），"
            "写明评价期内不存在上述情形，并附上级通报、统计数据或核查记录作为依据。"
        )
    if section.standing.state is State.OMITTED:
        return "本项按合理缺项处理。须附《合理缺项情况说明》，写明缺项事由和依据，由责任部门签字、加盖公章。"
    if section.standing.state is State.NOT_CHOSEN:
        return "本项为未选用的自选项，不要求佐证材料，不计入完成情况。"
    if section.standing.state is State.RESERVED:
        return "原文缺本项文字，待核；在核定之前不要求佐证材料。"
    return ""
