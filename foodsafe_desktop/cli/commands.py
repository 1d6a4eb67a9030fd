"""What each command does: call the service, say the outcome to people, return it for programs."""

import argparse
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path

from foodsafe_desktop.cli.binding import binder_facts, say_binders
from foodsafe_desktop.cli.outcome import Outcome, Say, reports_wanted
from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.errors import NothingOfThatName
from foodsafe_desktop.domain.gaps import Coverage, Gap, State
from foodsafe_desktop.domain.wording import points_text, sub_item_mark
from foodsafe_desktop.services import accession, binders, fixity_check, health, reporting, review
from foodsafe_desktop.services.front import Front
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import CheckReport
from foodsafe_desktop.services.restoring import is_package

_FEW = 20
"""Files of a kind that are named to people at a terminal; programs get all."""


def init(front: Front, options: argparse.Namespace, say: Say, _job: Job) -> Outcome:
    """Make an archive."""
    root, evidence, catalogue = options.archive_root, options.evidence, options.catalogue
    archive = front.found_archive(root, evidence, catalogue, skeleton=options.skeleton)
    with closing(archive):
        counts = archive.catalogue.counts
        say(f"已新建档案：{archive.place.root}")
        say(f"佐证材料文件夹：{archive.place.evidence}")
        say(
            f"评价细则：{archive.catalogue.title}（{counts.dimensions} 个方面、{counts.items} 个大项、"
            f"{counts.sub_items} 个小项、{counts.vetoes} 个否决项、{counts.reserved} 个保留号，"
            f"疑点 {counts.doubts} 处）"
        )
        return Outcome(
            {
                "archive": str(archive.place.root),
                "evidence": str(archive.place.evidence),
                "catalogue": archive.catalogue.id,
                "counts": asdict(counts),
            }
        )


def scan(front: Front, options: argparse.Namespace, say: Say, job: Job) -> Outcome:
    """Bring the archive up to date with its folder."""
    with closing(front.open_archive(options.archive_root)) as archive:
        accepted = {"accept_changes": options.accept_changes, "accept_empty": options.accept_empty}
        report = accession.scan(archive, job, **accepted)
        found = health.file_health(archive)
    say_scan(report, say)
    _say_health(found, say)
    return Outcome({**asdict(report), **asdict(found)}, report.needs_attention)


def gaps(front: Front, options: argparse.Namespace, say: Say, _job: Job) -> Outcome:
    """Say what is missing."""
    wanted = reports_wanted(options)
    with closing(front.open_archive(options.archive_root)) as archive:
        now = review.overview(archive)
        rows = _chosen(now.catalogue, now.coverage, options.department, options.year)
        for target in wanted:
            reporting.write_gap_list(archive, now, rows, target)
            say(f"已写入缺失清单：{target}")
    _say_gaps(now.coverage, rows, say)
    if not now.folder_online:
        say("佐证材料文件夹当前不可访问（离线），以上按最近一次扫描的结果列出。")
    return Outcome({**_gap_facts(now.coverage, rows), "folder_online": now.folder_online}, bool(rows))


def remind(front: Front, options: argparse.Namespace, say: Say, job: Job) -> Outcome:
    """Write the weekly bulletin and a reminder for every department that owes something."""
    with closing(front.open_archive(options.archive_root)) as archive:
        report = reporting.remind(archive, options.out, job)
    for path in report.files:
        say(f"  {path}")
    say(f"已生成每周调度通报和 {len(report.reminders)} 份催报单，共有 {len(report.week.gaps)} 处缺口。")
    facts = {
        "files": [str(path) for path in report.files],
        "bulletin": str(report.bulletin),
        "reminders": [str(path) for path in report.reminders],
        "week": report.week.on.isoformat(),
    }
    return Outcome(facts, bool(report.week.gaps))


def verify(front: Front, options: argparse.Namespace, say: Say, job: Job) -> Outcome:
    """Check an archive, a binder or a package against its recorded fixity."""
    path: Path = options.path
    unexpected = "未列入清单"
    if (path / "dossier.sqlite3").exists():
        unexpected = "未登记"
        with closing(front.open_archive(path)) as archive:
            report = fixity_check.verify_archive(archive, job)
    elif is_package(path):
        report = front.verify_package(path, job)
    else:
        report = front.verify_binder(path)
    _say_check(report, say, unexpected)
    return Outcome({"ok": report.ok, **asdict(report)}, not report.ok)


def demo(front: Front, options: argparse.Namespace, say: Say, job: Job) -> Outcome:
    """Make the demo archive and go the whole way with it."""
    with closing(front.make_demo(options.archive_root)) as archive:
        say(f"已建立演示档案：{archive.place.root}")
        scanned = accession.scan(archive, job)
        say_scan(scanned, say)
        front.decide_demo(archive)
        accession.scan(archive, job)
        now = review.overview(archive)
        _say_gaps(now.coverage, now.coverage.gaps, say)
        report = binders.bind(archive, "all", options.out or archive.place.binders, job)
    say_binders(report, say)
    summary = {key: value for key, value in _gap_facts(now.coverage, now.coverage.gaps).items() if key != "gaps"}
    facts = {"archive": str(archive.place.root), **binder_facts(report), "gaps": summary}
    # The demo is meant to have gaps and files that cannot be printed: that is its success, not a fault.
    return Outcome(facts)


def _chosen(catalogue: Catalogue, covered: Coverage, department: str | None, year: int | None) -> tuple[Gap, ...]:
    wanted = catalogue.normalised(department) if department else None
    departments = {name for sub in catalogue.sub_items for name in catalogue.responsible(sub)}
    if wanted is not None and wanted not in departments:
        raise NothingOfThatName("责任部门", wanted, sorted(departments))
    if year is not None and year not in catalogue.years:
        raise NothingOfThatName("年度", str(year), [str(one) for one in catalogue.years])
    return tuple(
        gap
        for gap in covered.gaps
        if (wanted is None or wanted in gap.departments) and (year is None or gap.year in (year, None))
    )


def say_scan(report: accession.ScanReport, say: Say) -> None:
    """What a scan met, to people."""
    say(
        f"扫描完成：共 {report.seen} 个文件，新增 {report.new}，变动 {report.changed}，移动 {report.moved}，"
        f"不在原处 {report.missing}，内容重复 {report.duplicates}，不能打开 {report.unreadable}，"
        f"暂停使用 {report.suspended}，用时 {report.seconds:.1f} 秒。"
    )
    for note in report.notes[:_FEW]:
        say(note)
    if len(report.notes) > _FEW:
        say(f"另有 {len(report.notes) - _FEW} 条提示，请在窗口中查看，或用 --json 取得全部。")


def _say_health(found: health.FileHealth, say: Say) -> None:
    """Name the files that need someone, so that no count stands without its names."""
    rows = [
        *(f"不能使用：{one.path}（{one.condition}）{one.detail}" for one in found.problems),
        *(f"内容相同：{'、'.join(group)}" for group in found.equal),
        *(f"待归入（收件箱）：{path}" for path in found.inbox),
    ]
    for row in rows[:_FEW]:
        say(f"  {row}")
    if len(rows) > _FEW:
        say(f"  另有 {len(rows) - _FEW} 条，请在窗口中查看，或用 --json 取得全部。")


def _say_gaps(covered: Coverage, rows: Sequence[Gap], say: Say) -> None:
    words = "，".join(f"{state.label} {covered.count(state)}" for state in State)
    points = covered.points
    say(f"小项与否决项：{words}。")
    attainable, secured, at_risk = (points_text(one) for one in (points.attainable, points.secured, points.at_risk))
    say(f"分值：可得 {attainable}，已落实 {secured}，未落实 {at_risk}。")
    for gap in rows:
        year = f"{gap.year}年 " if gap.year else ""
        owners = f"（{'、'.join(gap.departments)}）" if gap.departments else ""
        say(f"  缺 {sub_item_mark(gap.number)} {year}{gap.text}{owners}")
    say(f"共 {len(rows)} 处缺口。")


def _gap_facts(covered: Coverage, rows: Sequence[Gap]) -> dict[str, object]:
    points = covered.points
    return {
        "complete": covered.count(State.COMPLETE),
        "partial": covered.count(State.PARTIAL),
        "missing": covered.count(State.MISSING),
        "omitted": covered.count(State.OMITTED),
        "not_counted": covered.count(State.NOT_CHOSEN, State.RESERVED),
        "gaps": [
            {
                "sub_item": gap.number,
                "requirement": gap.requirement,
                "title": gap.title,
                "year": gap.year,
                "quarter": gap.quarter,
                "reason": gap.reason,
                "departments": list(gap.departments),
                "points": _number(gap.points),
            }
            for gap in rows
        ],
        "points": {
            "attainable": _number(points.attainable),
            "secured": _number(points.secured),
            "at_risk": _number(points.at_risk),
        },
    }


def _say_check(report: CheckReport, say: Say, unexpected: str) -> None:
    rows = (("内容不符", report.mismatched), ("找不到", report.missing), (unexpected, report.unexpected))
    for word, paths in rows:
        for path in paths:
            say(f"  {word}：{path}")
    for sentence in (*report.faults, *report.notes):
        say(sentence)
    say(f"已核对 {report.checked} 个文件：" + ("全部一致。" if report.ok else "有不一致之处，见上。"))


def _number(value: Decimal) -> float:
    """A JSON number: shares such as 1/3 point are rounded to four places for reading, never for reckoning."""
    return float(round(value, 4))
