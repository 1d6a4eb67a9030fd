"""The `inspector-copy` command: a set on a USB stick, opened without this program."""

import argparse
from contextlib import closing

from foodsafe_desktop.cli.outcome import Outcome, Say
from foodsafe_desktop.services import inspector_copy as service
from foodsafe_desktop.services.front import Front
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.recipes import recipe_named


def inspector_copy(front: Front, options: argparse.Namespace, say: Say, job: Job) -> Outcome:
    """Make a copy for inspectors."""
    with closing(front.open_archive(options.archive_root)) as archive:
        recipe = recipe_named(archive, options.recipe) if options.recipe else None
        report = service.inspector_copy(archive, options.scope, options.out, job, recipe, full_text=options.full_text)
    say(f"检查本：{report.page}（{len(report.volumes)} 册，双击即可用浏览器打开）")
    if report.partial:
        say("有文件未能收入，检查本已在首页和各小项处注明。")
    for note in report.notes:
        say(f"  {note}")
    facts = {
        "page": str(report.page),
        "volumes": [volume.pdf.name for volume in report.volumes],
        "partial": report.partial,
        "notes": list(report.notes),
    }
    return Outcome(facts, report.partial)
