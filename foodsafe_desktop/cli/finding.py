"""The `text`, `search` and `place` commands: read the words of all files, find evidence by them, and place it."""

import argparse
from contextlib import closing
from dataclasses import asdict

from foodsafe_desktop.cli.outcome import Outcome, Say
from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.errors import NothingOfThatName, NumberUnknown
from foodsafe_desktop.domain.texts import TextSource, TextState
from foodsafe_desktop.domain.wording import sub_item_mark
from foodsafe_desktop.services import searching, suggesting, texts, withholding
from foodsafe_desktop.services.front import Front
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.near_duplicates import ask_about_likeness
from foodsafe_desktop.services.search_index import FileKind, Filters, Standing
from foodsafe_desktop.services.withholding import suspended_at, withhold_marked

_FEW = 20
"""Files of a kind that are named to people at a terminal; programs get all."""


def text(front: Front, options: argparse.Namespace, say: Say, job: Job) -> Outcome:
    """Read the words of all files that were not read yet."""
    with closing(front.open_archive(options.archive_root)) as archive:
        report = texts.read_texts(archive, job, options.limit, ocr=not options.no_ocr, again=options.again)
        withheld = withhold_marked(archive)
        questions = ask_about_likeness(archive)
    waiting = f"，还有 {report.remaining} 个待读取" if report.remaining else ""
    say(f"本次读取了 {report.read} 个文件的文字{waiting}。")
    if report.standing:
        say("现有：" + "，".join(f"{state.label} {count}" for state, count in report.standing.items()) + "。")
    for path, sentence in list(report.unreadable.items())[:_FEW]:
        say(f"  {path}：{sentence}")
    if len(report.unreadable) > _FEW:
        say(f"  另有 {len(report.unreadable) - _FEW} 个未能读取，请用 --json 取得全部。")
    for path in report.secret:
        say(f"  {path}：页面带有疑似涉密标志，文字未保存。请停止使用、保持断网，并按保密规定处理。")
    if withheld is not None:
        say(withheld.sentence)
    if report.changed:
        say(f"有 {len(report.changed)} 个文件在最近一次扫描后有变动或已不在原处，文字未保存。请重新扫描后再读取。")
    if report.lacks_ocr and TextState.NEEDS_OCR in report.standing:
        say(report.lacks_ocr)
    if questions:
        say(f"有 {questions} 处照片或扫描件的画面几乎相同，请在窗口的“待答”中确认是否为同一件。")
    return Outcome(
        {
            **asdict(report),
            "standing": dict(report.standing),
            "questions": questions,
            "withheld": list(withheld.paths) if withheld is not None else [],
        },
        bool(withheld or report.secret or report.unreadable or report.changed or questions),
    )


def release(front: Front, options: argparse.Namespace, say: Say, job: Job) -> Outcome:
    """Say whose word is asked for; with `--yes`, take a suspended piece into use again."""
    with closing(front.open_archive(options.archive_root)) as archive:
        piece = suspended_at(archive, options.file)
        if options.yes:
            say(withholding.release(archive, piece.id, job).sentence)
        else:
            say(f"《{piece.title}》因页面带有疑似涉密标志暂停使用，尚未作任何改动。")
            say("经核实不涉密的，请加 --yes 再执行一次；恢复使用由谁、何时确认，记入操作历史。")
    return Outcome({"title": piece.title, "released": bool(options.yes)}, not options.yes)


def place(front: Front, options: argparse.Namespace, say: Say, _job: Job) -> Outcome:
    """Say what waits in the inbox and where it may belong; with a score, assign what is suggested so clearly."""
    with closing(front.open_archive(options.archive_root)) as archive:
        found = suggesting.learn(archive)
        accepted = 0
        if options.accept_suggestions is not None:
            taken = suggesting.accept_above(archive, options.accept_suggestions, found)
            say(taken.sentence)
            accepted, found = taken.count, suggesting.learn(archive)
        waiting = found.waiting()
    for one in waiting[:_FEW]:
        say(f"  {one.path or f'《{one.title}》（纸质件）'}")
        for each in one.suggestions:
            say(f"    {sub_item_mark(each.number)} {each.score:.2f} {'；'.join(each.why)}")
    if len(waiting) > _FEW:
        say(f"  另有 {len(waiting) - _FEW} 件，请用 --json 取得全部。")
    say(f"收件箱中有 {len(waiting)} 件待归入。")
    inbox = [
        {
            "path": one.path,
            "title": one.title,
            "suggestions": [
                {"sub_item": each.number, "score": each.score, "why": list(each.why)} for each in one.suggestions
            ],
        }
        for one in waiting
    ]
    return Outcome({"inbox": inbox, "accepted": accepted}, bool(waiting))


def search(front: Front, options: argparse.Namespace, say: Say, _job: Job) -> Outcome:
    """Find evidence by words in what is known of it and in the text of its files."""
    with closing(front.open_archive(options.archive_root)) as archive:
        filters = _filters(archive.catalogue, options)
        result = searching.search(archive, options.query, filters, count=max(1, options.count))
    for hit in result.hits:
        marks = "、".join(sub_item_mark(number) for number in hit.numbers) or "未归入"
        say(f"  {_marked(hit.title, hit.title_ranges)}（{marks}{f'，{hit.year}年' if hit.year else ''}）")
        if hit.path:
            say(f"    {hit.path}")
        if hit.snippet:
            recognised = "，文字识别" if hit.snippet.source is TextSource.OCR else ""
            say(f"    第{hit.snippet.page}页{recognised}：{_marked(hit.snippet.text, hit.snippet.ranges)}")
    more = "" if result.is_exact else "以上"
    say(f"共找到 {result.total} 件{more}，用时 {result.seconds:.2f} 秒。{result.note}")
    return Outcome(asdict(result))


def _filters(catalogue: Catalogue, options: argparse.Namespace) -> Filters:
    """The filters as given. Raises NumberUnknown and NothingOfThatName for what there is not."""
    if options.sub_item is not None and not catalogue.takes_evidence(options.sub_item):
        raise NumberUnknown(options.sub_item)
    if options.department is not None:
        known = {name for sub in catalogue.sub_items for name in catalogue.responsible(sub)}
        if catalogue.normalised(options.department) not in known:
            raise NothingOfThatName("责任部门", options.department, sorted(known))
    kinds, states = {one.label: one for one in FileKind}, {one.label: one for one in Standing}
    return Filters(
        options.sub_item, options.year, options.department, kinds.get(options.kind), states.get(options.state)
    )


def _marked(text: str, ranges: searching.Ranges) -> str:
    """The text with what was found between marks, for terminals, which know no colours for certain."""
    for begin, end in reversed(ranges):
        text = f"{text[:begin]}【{text[begin:end]}】{text[end:]}"
    return text
