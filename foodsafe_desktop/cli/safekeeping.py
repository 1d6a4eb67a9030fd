"""The `check`, `backup` and `restore` commands."""

import argparse

from foodsafe_desktop.cli.commands import Outcome, Say, closing
from foodsafe_desktop.domain.four_properties import State
from foodsafe_desktop.services import backups, four_properties_check
from foodsafe_desktop.services.front import Front
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.settings import save_backup_schedule

_SHOWN = 10
"""Sentences of one check that are said; the report and the JSON hold all."""


def check(front: Front, options: argparse.Namespace, say: Say, job: Job) -> Outcome:
    """Judge the holdings by the four properties; with `--docx` or `--xlsx`, write the report."""
    with closing(front.open_archive(options.archive_root)) as archive:
        results = four_properties_check.check(archive, job)
        for target in (options.docx, options.xlsx):
            if target is not None:
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


def restore(front: Front, options: argparse.Namespace, say: Say, _job: Job) -> Outcome:
    """Say what differs; with `--yes`, put the copy in the place of the archive's database."""
    done = front.restore(options.copy, options.archive_root, replace=options.yes, other_archive=options.other_archive)
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
