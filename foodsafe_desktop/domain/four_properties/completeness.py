"""完整性: nothing is lacking. DA/T 70-2018, family 2."""

from collections import defaultdict

from foodsafe_desktop.domain.evidence import Condition
from foodsafe_desktop.domain.four_properties.frame import (
    NO_METADATA,
    NO_PACKAGE,
    Finding,
    Holdings,
    Property,
    Rule,
    State,
)
from foodsafe_desktop.domain.gaps import State as Standing
from foodsafe_desktop.domain.shelves import omission_basis
from foodsafe_desktop.domain.wording import size_text, sub_item_mark

_FIELDS = "题名、文号、责任者、日期、年度、保管期限、机构（问题）、档号、密级、页数、纸质原件位置、附注"


def _counts(held: Holdings) -> Finding:
    faults = [f"登记而找不到：“{path}”。" for path in held.missing]
    faults += [f"在文件夹而未登记：“{path}”。" for path in held.unexpected]
    on_paper = sum(not held.dossier.files_of.get(piece.id) for piece in held.pieces)
    summary = f"登记材料{len(held.pieces)}件，其中只有纸质的{on_paper}件；电子文件{len(held.files)}个。"
    return Finding(len(held.pieces), faults, (summary,))


def _bytes(held: Holdings) -> Finding:
    known = [(file.path, file.fixity.size) for file in held.present if file.fixity is not None]
    recorded, found = sum(size for _, size in known), sum(held.sizes.get(path, 0) for path, _ in known)
    faults = [] if recorded == found else [f"登记{recorded}字节，文件夹中为{found}字节。"]
    return Finding(len(known), faults, (f"登记共{size_text(recorded)}。",))


def _fields(held: Holdings) -> Finding:
    faults = [] if held.sound else ["数据库自检未通过，著录项是否齐全无法确认。"]
    return Finding(len(held.pieces), faults, (f"每件设有著录项：{_FIELDS}。",))


def _required(held: Holdings) -> Finding:
    faults = []
    for piece in held.pieces:
        wanted = (("题名", piece.title.strip()), ("责任者", piece.author.strip()), ("日期", piece.dated))
        lacking = [field for field, value in (*wanted, ("年度", piece.year)) if not value]
        if lacking:
            faults.append(f"{held.name(piece)}缺{'、'.join(lacking)}。")
    return Finding(len(held.pieces), faults)


def _history(held: Holdings) -> Finding:
    said = "登记、归入、变动、移出等操作逐条记入操作历史，校验链完好。"
    return Finding(len(held.pieces), held.faults, () if held.faults else (said,))


def _running_numbers(held: Holdings) -> Finding:
    runs: dict[str, list[int]] = defaultdict(list)
    for piece in held.dossier.evidence.values():  # a recycled piece keeps its number: it was given
        stem, _, number = piece.reference_code.rpartition("-")
        if stem and number.isascii() and number.isdigit():
            runs[stem].append(int(number))
    faults = []
    for stem, numbers in sorted(runs.items()):
        lacking = sorted(set(range(1, max(numbers) + 1)) - set(numbers))
        if lacking:
            faults.append(f"“{stem}”缺件号{_listed(lacking)}。")
        if len(set(numbers)) < len(numbers):
            faults.append(f"“{stem}”有重复的件号。")
    return Finding(sum(map(len, runs.values())), faults, () if runs else ("尚未编制档号。",))


def _listed(numbers: list[int]) -> str:
    shown = "、".join(f"{one:04d}" for one in numbers[:10])
    return shown if len(numbers) <= 10 else f"{shown}等{len(numbers)}个"


def _contents(held: Holdings) -> Finding:
    faults = [f"“{path}”不在原处。" for path in held.missing]
    faults += [f"“{path}”的内容与登记时不同。" for path in held.mismatched]
    unread = {file.path for file in held.files if file.verdict.condition is Condition.UNREADABLE}
    faults += [f"“{path}”无法读取。" for path in sorted(unread.difference(held.missing, held.mismatched))]
    return Finding(len(held.files), faults)


def _scope(held: Holdings) -> Finding:
    standings = held.coverage.standings.values()
    demanded = [one for one in standings if one.state not in (Standing.NOT_CHOSEN, Standing.RESERVED)]
    faults = [
        f"{sub_item_mark(gap.number)}{f'{gap.year}年' if gap.year else ''}{gap.text}。" for gap in held.coverage.gaps
    ]
    omitted = [one.number for one in standings if one.state is Standing.OMITTED]
    remarks = [f"合理缺项{len(omitted)}项，不在检测之内。"] if omitted else []
    unfounded = [number for number in omitted if not omission_basis(held.catalogue, held.dossier, number)]
    if unfounded:
        marks = "、".join(map(sub_item_mark, unfounded))
        remarks.append(f"其中{len(unfounded)}项未填依据文件：{marks}，由人工核对。")
    return Finding(len(demanded), faults, remarks)


def _attachments(_held: Holdings) -> Finding:
    said = "正文列有附件的，附件是否齐全须逐件翻看；程序从页面读出的附件名称列在材料的“页面著录”中，供核对。"
    return Finding(0, remarks=(said,), state=State.BY_HAND)


RULES = tuple(
    Rule(id_, name, Property.COMPLETE, look)
    for id_, name, look in (
        ("GD-2-1", "总件数相符性", _counts),
        ("GD-2-2", "总字节数相符性", _bytes),
        ("GD-2-3", "元数据项完整性", _fields),
        ("GD-2-4", "元数据必填著录项目完整性", _required),
        ("GD-2-5", "过程信息完整性", _history),
        ("GD-2-6", "连续性元数据项检测", _running_numbers),
        ("GD-2-7", "内容数据完整性", _contents),
        ("GD-2-8", "附件数据完整性", _attachments),
        ("GD-2-9", "归档范围检测", _scope),
        ("GD-2-10", "信息包元数据完整性", NO_METADATA),
        ("GD-2-11", "信息包内容数据完整性", NO_PACKAGE),
    )
)
