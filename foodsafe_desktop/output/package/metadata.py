"""元数据.xml: every piece with its files, for other systems; its elements are named as DA/T 46-2009 names them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import SimpleNamespace
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from foodsafe_desktop.domain.evidence import WITHHELD, Evidence, EvidenceFile, is_withheld, page_count
from foodsafe_desktop.domain.packages import PAYLOAD
from foodsafe_desktop.domain.reference_codes import RETENTION_LABELS
from foodsafe_desktop.output.docx_parts import writable
from foodsafe_desktop.output.reports.facts import item_text
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports.folder import Take
from foodsafe_desktop.services.ports.packages import PackageFacts

_AT_ONCE = 1 << 16
"""Bytes that are written in one go."""
DIGESTS = {"sha256": "SHA-256", "sm3": "SM3"}


def medium(piece: Evidence, files: int) -> str:
    """载体: what a piece is kept on, as far as the archive knows."""
    kept = (("电子", files > 0), ("纸质", piece.paper_place is not None))
    return "、".join(word for word, is_so in kept if is_so)


def format_word(name: str) -> str:
    """A format as people write it: PDF; 未识别 where nobody knows it."""
    return "未识别" if name == "unknown" else name.upper()


def pieces(facts: PackageFacts) -> list[Evidence]:
    """What is handed over: all that nobody put aside; by 档号, and those without one behind, as they were taken in."""
    live = (one for one in facts.report.dossier.evidence.values() if not one.recycled)
    return sorted(live, key=lambda one: (not one.reference_code, one.reference_code, one.id))


def write_metadata(facts: PackageFacts, take: Take, job: Job) -> None:
    """Write the file, piece after piece, without ever holding it."""
    writing = _Writing(take)
    head = {"全宗号": facts.fonds, "立档单位名称": facts.unit, "档案标识": facts.archive_id}
    with writing.element("移交信息包", {"版本": "1", "导出时间": facts.made_at.isoformat(timespec="seconds")}):
        with writing.element("来源"):
            for name, value in head.items():
                writing.text(name, value)
            writing.text("评价细则", facts.report.catalogue.title)
        held = pieces(facts)
        for done, piece in enumerate(held):
            job.step(done, len(held), "写入元数据")
            _write_piece(writing, facts, piece)
    writing.end()


def _write_piece(writing: "_Writing", facts: PackageFacts, piece: Evidence) -> None:
    dossier, catalogue = facts.report.dossier, facts.report.catalogue
    withheld = is_withheld(dossier.files_of.get(piece.id, ()))
    with writing.element("件", {"标识": str(piece.id)}):
        if withheld:
            writing.text("题名", WITHHELD)
            return
        files = facts.files(piece.id)
        retention = piece.retention or facts.retention
        for name, value in {
            "档号": piece.reference_code,
            "题名": piece.title,
            "责任者": piece.author,
            "日期": f"{piece.dated:%Y%m%d}" if piece.dated else "",
            "文件编号": piece.document_number,
            "年度": str(piece.year or ""),
            "保管期限": RETENTION_LABELS.get(retention, retention),
            "机构或问题": piece.organ,
            "密级": piece.secrecy,
            "页数": str(page_count(piece, files) or ""),
            "载体": medium(piece, len(files)),
            "当前位置": piece.paper_place or "",
            "附注": piece.note,
        }.items():
            writing.text(name, value)
        for number in dossier.numbers_of.get(piece.id, ()):
            said = {"编号": str(number), "大项": item_text(catalogue, number)}
            writing.text("归入", catalogue.text_of(number), said)
        for file in files:
            _write_file(writing, facts, file)


def _write_file(writing: "_Writing", facts: PackageFacts, file: EvidenceFile) -> None:
    fixity = file.fixity
    with writing.element("电子文件"):
        writing.text("计算机文件名", PAYLOAD + facts.place(file))
        if file.id in facts.renamed:
            writing.text("原文件名", file.path)
        writing.text("格式信息", file.verdict.format)
        if fixity is not None:
            writing.text("计算机文件大小", str(fixity.size))
            writing.text("数字摘要", fixity.digest, {"算法": DIGESTS.get(fixity.algorithm, fixity.algorithm)})
        writing.text("核验情况", file.verdict.label)


class _Writing:
    """XML as it is written: texts are clean, and what is empty is left out."""

    def __init__(self, take: Take) -> None:
        self._take, self._held = take, bytearray()
        self._out = XMLGenerator(SimpleNamespace(write=self._hold), "utf-8", short_empty_elements=True)
        self._out.startDocument()
        self._depth = 0

    @contextmanager
    def element(self, name: str, said: Mapping[str, str] = {}) -> Iterator[None]:
        """An element with others in it."""
        if self._depth:  # the declaration ends its line itself
            self._line()
        self._out.startElement(name, _attributes(said))
        self._depth += 1
        yield
        self._depth -= 1
        self._line()
        self._out.endElement(name)

    def text(self, name: str, value: str, said: Mapping[str, str] = {}) -> None:
        """An element with a text; none where there is nothing to say."""
        if value or said:
            self._line()
            self._out.startElement(name, _attributes(said))
            self._out.characters(writable(value))
            self._out.endElement(name)

    def end(self) -> None:
        """Write what is still held."""
        self._out.ignorableWhitespace("\n")
        self._out.endDocument()
        self._take(bytes(self._held))

    def _hold(self, part: bytes) -> None:
        self._held += part
        if len(self._held) >= _AT_ONCE:
            self._take(bytes(self._held))
            self._held.clear()

    def _line(self) -> None:
        self._out.ignorableWhitespace("\n" + "  " * self._depth)


def _attributes(said: Mapping[str, str]) -> "AttributesImpl[str]":
    return AttributesImpl({key: writable(value) for key, value in said.items() if value})
