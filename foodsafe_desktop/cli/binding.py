"""The commands that plan and compile binders: what each volume is, to people and as facts for programs."""

import argparse
from contextlib import closing

from foodsafe_desktop.cli.outcome import Outcome, Say
from foodsafe_desktop.domain.boxes import large_pages, spine_for, thickness
from foodsafe_desktop.domain.sheets import BinderPlan
from foodsafe_desktop.services import binders
from foodsafe_desktop.services.front import Front
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.planning import BindingPlan
from foodsafe_desktop.services.recipes import recipe_named

_FEW = 40
"""Remarks that are named to people at a terminal; programs get all."""


def bind(front: Front, options: argparse.Namespace, say: Say, job: Job) -> Outcome:
    """Compile binders."""
    with closing(front.open_archive(options.archive_root)) as archive:
        recipe = recipe_named(archive, options.recipe) if options.recipe else None
        report = binders.bind(archive, options.scope, options.out or archive.place.binders, job, recipe)
    say_binders(report, say)
    return Outcome(binder_facts(report), report.partial)


def plan(front: Front, options: argparse.Namespace, say: Say, job: Job) -> Outcome:
    """Say what binding would print, and write nothing."""
    with closing(front.open_archive(options.archive_root)) as archive:
        recipe = recipe_named(archive, options.recipe) if options.recipe else None
        planned = binders.plan(archive, options.scope, job, recipe)
    _say_plan(planned, say)
    return Outcome(_plan_facts(planned), any(remark.kind.lacks for remark in planned.remarks))


def say_binders(report: binders.BindReport, say: Say) -> None:
    """What was compiled, to people."""
    for volume in report.volumes:
        missing = f"，{len(volume.not_printed)} 个文件未能打印" if volume.not_printed else ""
        say(f"  {volume.pdf}（{volume.pages} 页，{len(volume.plan.pieces)} 件{missing}）")
    for volume in report.volumes:
        for one in volume.not_printed:
            say(f"  未打印：{volume.plan.name} 第 {one.page} 页 {one.path}：{one.reason}")
    say(f"共编制 {len(report.volumes)} 卷，用时 {report.seconds:.1f} 秒。")
    for note in report.notes:
        say(note)
    say(f"总目录：{report.beside.index}")
    say(f"盒脊：{report.beside.spines}")
    say(f"另有：{'、'.join(path.name for path in report.beside.others)}")
    if report.partial:
        say("有文件未能打印，已在备考表中列明；处理后请重新编制。")


def binder_facts(report: binders.BindReport) -> dict[str, object]:
    """What was compiled, for programs."""
    return {
        "volumes": [
            {
                "path": str(volume.pdf),
                "pages": volume.pages,
                "body_pages": volume.body_pages,
                "pieces": len(volume.plan.pieces),
                "sha256": volume.sha256,
                "not_printable": [
                    {"path": one.path, "sub_item": one.number, "page": one.page, "reason": one.reason}
                    for one in volume.not_printed
                ],
                "insert_paper": volume.insert_paper,
                "docx": str(volume.docx),
                "manifest": str(volume.manifest),
            }
            for volume in report.volumes
        ],
        "spines": str(report.beside.spines),
        "index": str(report.beside.index),
        "beside": [str(path) for path in report.beside.others],
        "docx": [str(volume.docx) for volume in report.volumes],
        "partial": report.partial,
        "notes": list(report.notes),
        "seconds": report.seconds,
    }


def _say_plan(plan: BindingPlan, say: Say) -> None:
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


def _plan_facts(plan: BindingPlan) -> dict[str, object]:
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
