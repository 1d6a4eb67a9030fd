"""What ``plan`` says: every volume before it is printed, to people and as facts for programs."""

from collections.abc import Callable

from foodsafe_desktop.domain.boxes import large_pages, spine_for, thickness
from foodsafe_desktop.domain.sheets import BinderPlan
from foodsafe_desktop.services.planning import BindingPlan

_FEW = 40
"""Remarks that are named to people at a terminal; programs get all."""


def say_plan(plan: BindingPlan, say: Callable[[str], None]) -> None:
    """The plan to people: volumes, what they take in paper, and what to know before printing."""
    for one in plan.volumes:
        say(
            f"  {one.volume.name}：{len(one.volume.pieces)} 件，{one.pages} 页（正文 {one.body_pages} 页），"
            f"{one.leaves} 张，盒脊 {_spine(one):.0f} 毫米"
        )
    for remark in plan.remarks[:_FEW]:
        say(f"  〔{remark.kind.label}〕{remark.volume}：{remark.sentence}")
    if len(plan.remarks) > _FEW:
        say(f"  另有 {len(plan.remarks) - _FEW} 条提示，请在窗口中查看，或用 --json 取得全部。")
    costs = plan.costs
    say(
        f"按“{plan.recipe.name}”共 {costs.volumes} 盒（册），{costs.pages} 页，用纸 {costs.leaves} 张，"
        f"其中大于 A4 的 {costs.large} 页，彩色 {costs.coloured} 页（{costs.coloured_leaves} 张）。"
        "以上为编排结果，未写入任何文件。"
    )


def plan_facts(plan: BindingPlan) -> dict[str, object]:
    """The plan for programs."""
    costs = plan.costs
    return {
        "recipe": plan.recipe.name,
        "volumes": [_volume(one) for one in plan.volumes],
        "pages": costs.pages,
        "leaves": costs.leaves,
        "large_pages": costs.large,
        "coloured_pages": costs.coloured,
        "coloured_leaves": costs.coloured_leaves,
        "boxes": costs.volumes,
        "remarks": [
            {
                "kind": remark.kind.value,
                "sentence": remark.sentence,
                "volume": remark.volume,
                "sub_item": remark.number,
                "evidence": remark.evidence,
                "path": remark.path,
            }
            for remark in plan.remarks
        ],
        "partial": any(one.partial for one in plan.volumes),
    }


def _volume(one: BinderPlan) -> dict[str, object]:
    volume = one.volume
    return {
        "key": volume.key,
        "name": volume.name,
        "box": {"number": volume.box.number, "of": volume.box.of} if volume.box else None,
        "pieces": len(volume.pieces),
        "pages": one.pages,
        "body_pages": one.body_pages,
        "leaves": one.leaves,
        "large_pages": large_pages(one),
        "coloured_pages": len(one.coloured),
        "spine_mm": _spine(one),
        "slips": len(one.slips),
        "partial": one.partial,
    }


def _spine(one: BinderPlan) -> float:
    return spine_for(thickness(one), one.recipe)
