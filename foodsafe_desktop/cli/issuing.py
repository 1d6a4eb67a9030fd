"""The commands around handing volumes out: issue, supplement, and what is not as printed any more."""

import argparse
from contextlib import closing
from dataclasses import asdict

from foodsafe_desktop.cli.outcome import Outcome, Say
from foodsafe_desktop.domain.issuing import FrozenVolume
from foodsafe_desktop.domain.supplements import Step
from foodsafe_desktop.domain.wording import volumes_named
from foodsafe_desktop.services import issuing, locating
from foodsafe_desktop.services.front import Front
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.recipes import recipe_named
from foodsafe_desktop.services.review import overview


def issue(front: Front, options: argparse.Namespace, say: Say, job: Job) -> Outcome:
    """Compile volumes and freeze them."""
    with closing(front.open_archive(options.archive_root)) as archive:
        recipe = recipe_named(archive, options.recipe) if options.recipe else None
        out = options.out or archive.place.binders / issuing.ISSUED / "第1次"
        report = issuing.issue(archive, options.scope, out, job, recipe, options.word)
    for volume, bound in zip(report.volumes, report.bound.volumes, strict=True):
        say(f"  {bound.pdf}（{bound.pages} 页）")
        if volume.word:
            say(f"    不完整发出，说明：{volume.word}")
    say(f"已发出 {len(report.volumes)} 卷，页号自此不再改动；其后的增补用 supplement 命令。")
    if report.before:
        before = volumes_named([one.name for one in report.before])
        say(f"{before}此前已经发出，未再发出；有变动的用 supplement 命令补编。")
    facts = {
        "volumes": [_facts(one) for one in report.volumes],
        "issued_before": [_facts(one) for one in report.before],
    }
    return Outcome(facts, report.bound.partial)


def supplement(front: Front, options: argparse.Namespace, say: Say, job: Job) -> Outcome:
    """Exchange sheets of an issued volume; with ``--plan`` only say which."""
    with closing(front.open_archive(options.archive_root)) as archive:
        if options.plan:
            found = issuing.plan_supplement(archive, options.volume, job, addendum=options.addendum)
            _say_steps(found.steps, say)
            return Outcome({"steps": [_step(one) for one in found.steps]}, bool(found.steps))
        volume = next((one for one in issuing.issued_volumes(archive) if one.key == options.volume), None)
        number = volume.issue + 1 if volume else 1
        out = options.out or archive.place.binders / issuing.ISSUED / f"第{number}次"
        report = issuing.issue_supplement(
            archive, options.volume, out, job, addendum=options.addendum, word=options.word
        )
    _say_steps(report.found.steps, say)
    say(f"换页材料：{report.exchange}")
    say(f"换页后的全卷：{report.bound.pdf}")
    facts = {
        **_facts(report.volume),
        "exchange": str(report.exchange),
        "path": str(report.bound.pdf),
        "steps": [_step(one) for one in report.found.steps],
    }
    return Outcome(facts, report.bound.laid.partial)


def issued(front: Front, options: argparse.Namespace, say: Say, job: Job) -> Outcome:
    """Every issued volume, and whether PDF, database and folder still agree with what was printed."""
    with closing(front.open_archive(options.archive_root)) as archive:
        now = overview(archive)
        checks = [issuing.check(archive, one.key, now, job) for one in issuing.issued_volumes(archive)]
    for check in checks:
        volume = check.volume
        pdf = {True: "PDF 完好", False: "PDF 已被改动", None: "PDF 不在原处"}[check.pdf_agrees]
        changed = f"与印发时不同 {len(check.changes)} 件" if check.changes else "与印发时一致"
        say(f"  {volume.key}　{volume.name}　第 {volume.issue} 次发出　{pdf}，{changed}")
        for change in check.changes:
            say(f"    （{change.number}）{change.title}：{change.change.label}")
    if not checks:
        say("尚未发出任何卷册。")
    facts = [
        {
            **_facts(check.volume),
            "pdf_agrees": check.pdf_agrees,
            "agrees": check.agrees,
            "changes": [
                {"number": one.number, "evidence": one.evidence, "title": one.title, "change": one.change.value}
                for one in check.changes
            ],
        }
        for check in checks
    ]
    return Outcome({"volumes": facts}, not all(check.agrees for check in checks))


def locate(front: Front, options: argparse.Namespace, say: Say, _job: Job) -> Outcome:
    """What a sheet of paper is, by the text of its code."""
    with closing(front.open_archive(options.archive_root)) as archive:
        found = locating.locate(archive, options.code)
    say(found.sentence)
    return Outcome(asdict(found), not found.is_current)


def _facts(volume: FrozenVolume) -> dict[str, object]:
    return {
        "key": volume.key,
        "name": volume.name,
        "issue": volume.issue,
        "path": volume.path,
        "sha256": volume.sha256,
        "word": volume.word,
    }


def _step(step: Step) -> dict[str, object]:
    return {
        "action": step.action.value,
        "title": step.title,
        "code": step.code,
        "out": list(step.out),
        "into": list(step.into),
        "after": step.after,
    }


def _say_steps(steps: tuple[Step, ...], say: Say) -> None:
    for step in steps:
        where = f"（{step.where}）" if step.where else ""
        say("　".join(filter(None, (f"  {step.action.label} {step.pages}{where}", step.code, step.title))))
    if not steps:
        say("与已发出的内容一致，无须补编。")
