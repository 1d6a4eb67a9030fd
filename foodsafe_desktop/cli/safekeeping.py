"""The `check`, `backup`, `restore` and `hand-over` commands."""

import argparse
from contextlib import closing

from foodsafe_desktop.cli.outcome import Outcome, Say, reports_wanted
from foodsafe_desktop.domain.four_properties import State
from foodsafe_desktop.domain.packages import DATABASE
from foodsafe_desktop.services import backups, four_properties_check
from foodsafe_desktop.services import hand_over as service
from foodsafe_desktop.services.front import Front
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.settings import save_backup_schedule

_SHOWN = 10
"""Sentences of one check that are said; the report and the JSON hold all."""


def check(front: Front, options: argparse.Namespace, say: Say, job: Job) -> Outcome:
    """Judge the holdings by the four properties; with `--docx` or `--xlsx`, write the report."""
    wanted = reports_wanted(options)
    with closing(front.open_archive(options.archive_root)) as archive:
        results = four_properties_check.check(archive, job)
        for target in wanted:
            four_properties_check.write_check(archive, results, target)
            say(f"已写出：{target}")
    for one in results:
        say(f"{one.state.value}　{one.property.value}　{one.id} {one.name}")
        for sentence in one.details[:_SHOWN]:
            say(f"    {sentence}")
        if len(one.details) > _SHOWN:
            say(f"    另有{len(one.details) - _SHOWN}条，加 --json、--docx 或 --xlsx 可见全部。")
    count = {state.value: sum(one.state is state for one in results) for state in State}
    say("四性检测：" + "，".join(f"{state}{number}项" for state, number in count.items()) + "。")
    facts = {
        "results": [
            {
                "id": one.id,
                "name": one.name,
                "property": one.property.value,
                "state": one.state.value,
                "details": list(one.details),
                "checked": one.looked_at,
                "faults": one.faulty,
            }
            for one in results
        ],
        "counts": count,
    }
    return Outcome(facts, bool(count[State.FAILED.value]))


def backup(front: Front, options: argparse.Namespace, say: Say, job: Job) -> Outcome:
    """Copy the database into the archive's `backups`."""
    with closing(front.open_archive(options.archive_root)) as archive:
        if options.schedule is not None:
            say(save_backup_schedule(archive, options.schedule).sentence)
        made = backups.back_up(archive, job)
    say(f"已备份并核对：{made.path}")
    return Outcome({"path": str(made.path)})


def hand_over(front: Front, options: argparse.Namespace, say: Say, job: Job) -> Outcome:
    """Make a package of the whole archive."""
    with closing(front.open_archive(options.archive_root)) as archive:
        made = service.hand_over(archive, options.out, job)
    for one in made.left_out[:_SHOWN]:
        say(f"  未装入：{one.path}（{one.reason.value}）")
    if len(made.left_out) > _SHOWN:
        say(f"  另有{len(made.left_out) - _SHOWN}个，见信息包中的未装入清单，或加 --json。")
    for note in (*made.faults, *made.notes):
        say(note)
    say(f"已生成移交信息包：{made.package}（{made.files} 个文件，{made.bytes} 字节）")
    say(f"校验值（manifest-sha256.txt 的 SHA-256）：{made.sha256}")
    facts = {
        "package": str(made.package),
        "files": made.files,
        "bytes": made.bytes,
        "sha256": made.sha256,
        "left_out": [{"path": one.path, "reason": one.reason.value} for one in made.left_out],
        "partial": made.partial,
        "faults": list(made.faults),
        "notes": list(made.notes),
        "seconds": made.seconds,
    }
    return Outcome(facts, made.partial or bool(made.faults))


def restore(front: Front, options: argparse.Namespace, say: Say, job: Job) -> Outcome:
    """Say what differs; with `--yes`, put the copy in the place of the archive's database.

    A package goes into an empty folder, and a copy to where there is no database: nothing can be lost there, and there
    is nothing to ask.
    """
    if options.copy.is_dir():
        return _restore_package(front, options, say, job)
    replace = options.yes or not (options.archive_root / DATABASE).exists()
    done = front.restore(options.copy, options.archive_root, replace=replace, other_archive=options.other_archive)
    for sentence in done.differences.sentences:
        say(sentence)
    if not done.replaced:
        say("以上为差异，尚未作任何改动。确认恢复的，请加 --yes 再执行一次。")
    else:
        kept = f"原数据库留存在“{done.aside}”。" if done.aside else ""
        say(f"已从备份恢复：{done.path}。{kept}请重新扫描，使档案与佐证材料文件夹一致。")
    facts = {
        "path": str(done.path),
        "differences": done.differences.facts,
        "replaced": done.replaced,
        "aside": str(done.aside) if done.aside else None,
    }
    return Outcome(facts, not done.replaced)


def _restore_package(front: Front, options: argparse.Namespace, say: Say, job: Job) -> Outcome:
    done = front.restore_package(options.copy, options.archive_root, job)
    for note in done.notes:
        say(note)
    database = done.root / DATABASE
    say(f"信息包核对无误，已恢复为档案：{done.root}（{done.files} 个文件）。请打开后重新扫描。")
    facts = {"path": str(database), "archive": str(done.root), "files": done.files, "notes": list(done.notes)}
    return Outcome(facts, bool(done.notes))
