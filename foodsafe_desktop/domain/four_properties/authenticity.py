"""真实性: the record is what it says it is. DA/T 70-2018, family 1."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator

from foodsafe_desktop.domain.evidence import Condition, Evidence, EvidenceFile, Fact, is_withheld
from foodsafe_desktop.domain.four_properties.frame import NO_PACKAGE, Finding, Holdings, Property, Rule
from foodsafe_desktop.domain.papers import PaperKind
from foodsafe_desktop.domain.reference_codes import RETENTION_LABELS, Scheme, is_well_formed
from foodsafe_desktop.domain.validity import Window

_LONGEST = {"题名": 250, "文号": 60, "责任者": 120, "档号": 60, "附注": 2000}
"""Characters. The standard leaves the lengths to the archive; these are more than any description needs."""
_DOCUMENT_NUMBER = re.compile(r"[^\s〔〕]{1,30}〔(?:19|20)\d{2}〕(?:第)?\d{1,5}号")
_NOTICE_NUMBER = re.compile(r"(?:[^\s〔〕]{0,30}(?:公告|令|通告)?)?(?:19|20)\d{2}年第\d{1,4}号|第\d{1,5}号(?:令)?")
_MOST_PAGES = 2000
_INVISIBLE = {"\ufeff", "\u200b", "\u200c", "\u200d", "\u2060", "\ufffd", "\u202a", "\u202b", "\u202d", "\u202e"}


def _described(piece: Evidence) -> Iterator[tuple[str, str]]:
    yield "题名", piece.title
    yield "文号", piece.document_number
    yield "责任者", piece.author
    yield "档号", piece.reference_code
    yield "附注", piece.note


def _fixity(held: Holdings) -> Finding:
    known = [file for file in held.files if file.fixity is not None]
    faults = [f"“{path}”与登记的校验值不符。" for path in held.mismatched]
    faults += [f"“{file.path}”没有校验值，请重新扫描。" for file in _open(held) if file.fixity is None]
    signed = sum(Fact.SIGNED in file.verdict.facts for file in held.files)
    remarks = [f"{signed}个文件含电子签名，证书是否有效本机离线无法核验，须另行人工确认。"] if signed else []
    return Finding(len(known), faults, remarks)


def _open(held: Holdings) -> list[EvidenceFile]:
    """Files in their places that may be opened: a suspended one has no fixity on purpose."""
    return [file for file in held.present if file.verdict.condition is not Condition.SUSPENDED]


def _lengths(held: Holdings) -> Finding:
    faults = [
        f"{held.name(piece)}的{field}有{len(value)}字，超过{_LONGEST[field]}字。"
        for piece in held.pieces
        for field, value in _described(piece)
        if len(value) > _LONGEST[field]
    ]
    return Finding(len(held.pieces), faults)


def _formats(held: Holdings) -> Finding:
    numbered = [piece for piece in held.pieces if piece.document_number.strip()]
    faults = [
        f"{held.name(piece)}的文号“{piece.document_number}”不合“发文机关代字〔年份〕序号”的写法。"
        for piece in numbered
        if not (_DOCUMENT_NUMBER.fullmatch(piece.document_number) or _NOTICE_NUMBER.fullmatch(piece.document_number))
        and not is_withheld(held.dossier.files_of.get(piece.id, ()))
    ]
    return Finding(len(held.pieces), faults)


def _values(held: Holdings) -> Finding:
    kinds = {"", *PaperKind}
    faults = []
    for piece in held.pieces:
        if piece.retention and piece.retention not in RETENTION_LABELS:
            faults.append(f"{held.name(piece)}的保管期限“{piece.retention}”不在永久、30年、10年之列。")
        if piece.paper_kind not in kinds:
            faults.append(f"{held.name(piece)}的纸质件种类“{piece.paper_kind}”不在原件、复印件之列。")
    numbers = held.coverage.standings
    faults += [
        f"有材料归入（{one.number}），而评价细则中没有这个编号。"
        for one in held.dossier.assignments
        if one.number not in numbers
    ]
    return Finding(len(held.pieces), faults)


def _reason(held: Holdings) -> Finding:
    window = Window.of(held.catalogue)
    faults = []
    for piece in held.pieces:
        name, dated = held.name(piece), piece.dated
        if dated is not None and dated > held.today:
            faults.append(f"{name}的日期{dated.isoformat()}晚于检测当日。")
        elif dated is not None and dated < window.start:
            faults.append(f"{name}的日期{dated.isoformat()}早于佐证期限{window.start.isoformat()}。")
        if dated is not None and piece.year is not None and dated.year != piece.year:
            faults.append(f"{name}的年度为{piece.year}，日期却为{dated.isoformat()}。")
        if piece.pages is not None and not 1 <= piece.pages <= _MOST_PAGES:
            faults.append(f"{name}的页数{piece.pages}不在1至{_MOST_PAGES}之间。")
    return Finding(len(held.pieces), faults)


def _characters(held: Holdings) -> Finding:
    faults = [
        f"{held.name(piece)}的{field}含有不可见字符、私用区字符或乱码。"
        for piece in held.pieces
        for field, value in _described(piece)
        if any(_is_odd(one) and not (field == "附注" and one in "\n\t") for one in value)
    ]
    return Finding(len(held.pieces), faults)


def _is_odd(character: str) -> bool:
    return character in _INVISIBLE or unicodedata.category(character) in ("Cc", "Co", "Cs", "Cn")


def _codes(held: Holdings) -> Finding:
    coded = [piece for piece in held.pieces if piece.reference_code]
    if not coded:
        return Finding(0, remarks=("尚未编制档号。",))
    faults = [
        f"{held.name(piece)}的档号“{piece.reference_code}”不合{held.coding.scheme.label}。"
        for piece in coded
        if not any(is_well_formed(piece.reference_code, scheme) for scheme in Scheme)
    ]
    without = len(held.pieces) - len(coded)
    if without:
        faults.append(f"有{without}件尚未编制档号。")
    return Finding(len(held.pieces), faults)


def _repeats(held: Holdings) -> Finding:
    seen: dict[tuple[str, ...], list[Evidence]] = defaultdict(list)
    for piece in held.pieces:
        if piece.reference_code:
            seen["档号", piece.reference_code].append(piece)
        if piece.document_number:
            seen["文号", piece.document_number, piece.title].append(piece)
        dated = piece.dated.isoformat() if piece.dated else str(piece.year or "")
        seen["题名、责任者和日期", piece.title, piece.author, dated].append(piece)
    faults = [
        f"{held.name(pieces[0])}等{len(pieces)}件的{kind[0]}相同，请核对是否重复登记。"
        for kind, pieces in seen.items()
        if len(pieces) > 1
    ]
    return Finding(len(held.pieces), faults)


def _sizes(held: Holdings) -> Finding:
    faults = [
        f"“{file.path}”登记为{file.fixity.size}字节，现为{held.sizes[file.path]}字节。"
        for file in held.files
        if file.fixity is not None and held.sizes.get(file.path, file.fixity.size) != file.fixity.size
    ]
    return Finding(sum(file.path in held.sizes for file in held.files), faults)


def _joined(held: Holdings) -> Finding:
    faults = [
        f"{held.name(piece)}既没有电子文件，也没有登记纸质原件的位置。"
        for piece in held.pieces
        if not held.dossier.files_of.get(piece.id) and not piece.paper_place
    ]
    faults += [f"“{path}”在文件夹中而没有著录，请重新扫描。" for path in held.unexpected]
    return Finding(len(held.pieces) + len(held.unexpected), faults)


RULES = tuple(
    Rule(id_, name, Property.AUTHENTIC, look)
    for id_, name, look in (
        ("GD-1-1", "固化信息有效性", _fixity),
        ("GD-1-2", "元数据项数据长度", _lengths),
        ("GD-1-3", "元数据项数据类型、格式", _formats),
        ("GD-1-4", "设定值域的元数据项值域符合度", _values),
        ("GD-1-5", "元数据项数据值合理性", _reason),
        ("GD-1-6", "元数据项数据包含特殊字符", _characters),
        ("GD-1-7", "档号规范性", _codes),
        ("GD-1-8", "元数据项数据重复性", _repeats),
        ("GD-1-10", "内容数据的电子属性一致性", _sizes),
        ("GD-1-11", "元数据是否关联内容数据", _joined),
        ("GD-1-12", "说明文件和目录文件规范性", NO_PACKAGE),
        ("GD-1-13", "信息包目录结构规范性", NO_PACKAGE),
        ("GD-1-14", "信息包一致性", NO_PACKAGE),
    )
)
