"""The whole collection of real and hostile files through the worker, against what independent tools said of them."""

import csv
from collections.abc import Mapping
from pathlib import Path

import pypdfium2
import pytest

from foodsafe_desktop.domain.converting import Conversion
from foodsafe_desktop.domain.evidence import Condition, EvidenceFile, Fixity, Verdict
from foodsafe_desktop.renditions.listing import list_members
from foodsafe_desktop.renditions.pages import PageRenderer
from foodsafe_desktop.renditions.worker import WorkerInspector
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import NotPrintable, Rendition

pytestmark = pytest.mark.samples

EXPECTED = {
    "OK": Condition.OK,
    "OK-WARN": Condition.OK,
    "NEEDS-PASSWORD": Condition.ENCRYPTED,
    "RESTRICTED": Condition.OK,
    "UNUSABLE": Condition.DAMAGED,
    "PARTIAL": Condition.DAMAGED,
    "EMPTY": Condition.EMPTY,
    "VOLUME": Condition.UNKNOWN,
}
"""The other word of the index (OTHER) says nothing of whether a file opens."""

DISAGREEMENTS = {
    # An encrypted file is unusable too, and here the password is what is in the way.
    "hostile/office-encrypted/testODTEncrypted.odt": Condition.ENCRYPTED,
    "hostile/office-damaged/51832.xls": Condition.ENCRYPTED,
    # The index: "needs an open password", and that the password is not known.
    "hostile/pdf-encrypted/issue19484_1.pdf": Condition.ENCRYPTED,
    # Encrypted with the password that Excel tries by itself; nothing here decrypts, so it is not called OK.
    "hostile/office-encrypted/58616.xlsx": Condition.ENCRYPTED,
    "realistic/office/protect.xlsx": Condition.ENCRYPTED,
    "hostile/office-damaged/60284.xls": Condition.ENCRYPTED,
    # A fuzzer's workbook whose records end early; LibreOffice opens an empty sheet.
    "hostile/office-damaged/clusterfuzz-testcase-minimized-POIHSSFFuzzer-6483562584932352.xls": Condition.DAMAGED,
    # Offsets or checksums of members are wrong: unzip refuses them too.
    "hostile/archives-damaged/bla-stored-dd-nosig.zip": Condition.DAMAGED,
    "hostile/archives-damaged/bla-stored-dd-sizes-differ.zip": Condition.DAMAGED,
    "realistic/archives/testZip_with_DataDescriptor.zip": Condition.DAMAGED,
    "realistic/archives/test-documents-spanned.zip": Condition.DAMAGED,
    # Ways of packing that only old programs know: the names are listed, the contents nobody here has read.
    "hostile/archives-damaged/COMPRESS-380-dd.zip": Condition.UNKNOWN,
    "realistic/archives/imploding-8Kdict-3trees.zip": Condition.UNKNOWN,
    "realistic/archives/moby.zip": Condition.UNKNOWN,
    # Formats of before 1997, and EBCDIC: nobody here opens them, and unknown is not OK.
    "realistic/office/testEXCEL_4.xls": Condition.UNKNOWN,
    "realistic/office/testWordPerfect_42.doc": Condition.UNKNOWN,
    "realistic/text-encodings/english.cp500.txt": Condition.UNKNOWN,
}

FACTS = {
    "hostile/office-active/testWORD_macros.docm": {"macros"},
    "hostile/office-active/testEXCEL_macro.xls": {"macros"},
    "hostile/office-active/testODTMacro.odt": {"macros"},
    "hostile/office-active/testWORD_embeded.docx": {"embedded_files"},
    "hostile/office-active/word_with_embeded.doc": {"embedded_files"},
    "hostile/office-active/ppt_with_embeded.ppt": {"embedded_files"},
    "hostile/office-active/BooleanFunctionsTestCaseData.xls": set(),
    "hostile/pdf-active/externalLink.pdf": {"has_text", "external_links"},
    "hostile/pdf-active/fileAttachment_fileAttachmentAnnotation.pdf": {"has_text", "embedded_files"},
    "hostile/pdf-active/js-colors.pdf": {"no_text", "javascript", "form"},
    "hostile/pdf-encrypted/issue17215.pdf": {"has_text", "restricted"},
    "hostile/pdfa-conformance/veraPDF test suite 6-7-3-t01-pass-a.pdf": {"no_text", "pdf_a"},
    "realistic/email/58214_with_attachment.msg": {"embedded_files"},
    "realistic/ofd/发票示例.ofd": {"signed", "embedded_files"},
    "realistic/ofd/helloworld.ofd": set(),
    "realistic/office/MonteCarlo.xls": {"external_links"},
    "realistic/office/signed.docx": {"signed"},
    "realistic/office/testEXCEL_signed.xlsx": {"signed"},
    "realistic/office/testMSEquation-govdocs-863534.doc": set(),
    # A place to sign in which nobody has signed.
    "realistic/pdf-other/testPDF_sigflags.pdf": {"no_text"},
    "realistic/photos/testJPEG_EXIF.jpg": {"date_taken"},
}
NOT_TEXT_TO_PDFIUM = {
    # Its strings are in brackets of the wrong kind, which PDFium does not take for text.
    "hostile/pdf-damaged/T02-05-01_011_paranthesis-substituted-with-brackets.pdf",
}

LAID_OUT_BY_OTHERS = ("doc", "ppt", "odt", "rtf")
"""Formats of which an office program makes the pages."""
_NO_PROGRAM = "本机未找到可用的文档转换程序"
_ONLY_DRAWINGS = "工作簿中没有本程序能排版的内容（没有文字"
REFUSED = {
    "hostile/office-active/testEXCEL_embeddedPDF_mac.xlsx": _ONLY_DRAWINGS,
    "hostile/office-damaged/duplicate-filename.xlsx": _ONLY_DRAWINGS,
    "realistic/office/testEXCEL_diagramData.xlsx": _ONLY_DRAWINGS,
    "realistic/office/testEXCEL_textbox.xlsx": _ONLY_DRAWINGS,
    "realistic/office/testEXCEL_various.xlsb": "工作簿采用本程序不能排版的格式（如二进制）",
    "realistic/office/testWORDML_tableInsideParagraph.doc": "文件是 XML 代码",
    "realistic/wps/testWPSAttachment.xls": _ONLY_DRAWINGS,
    "realistic/wps/testWPSAttachment.xlsx": _ONLY_DRAWINGS,
}
"""What may be refused beside those, and the beginning of the sentence that says why; all else gives pages."""


@pytest.fixture(scope="module")
def index(samples: Path) -> list[Mapping[str, str]]:
    with (samples / "INDEX.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@pytest.fixture(scope="module")
def verdicts(samples: Path, index: list[Mapping[str, str]]) -> Mapping[str, Verdict]:
    inspector = WorkerInspector()
    found: dict[str, Verdict] = {}

    def report(place: int, verdict: Verdict) -> None:
        found[index[place]["path"]] = verdict

    inspector.inspect([samples / row["path"] for row in index], Job(), report)
    inspector.close()
    return found


def expected(row: Mapping[str, str], verdict: Verdict) -> Condition | None:
    if row["path"] in DISAGREEMENTS:
        return DISAGREEMENTS[row["path"]]
    if verdict.format in ("rar", "7z"):
        return Condition.UNKNOWN  # nothing here opens them, and unknown is not OK
    return EXPECTED.get(row["verdict of qpdf/poppler/libreoffice"])


def test_every_file_gets_a_verdict_and_no_worker_is_lost(
    index: list[Mapping[str, str]], verdicts: Mapping[str, Verdict]
) -> None:
    assert set(verdicts) == {row["path"] for row in index}
    assert [path for path, one in verdicts.items() if "异常退出" in one.detail or "秒仍未" in one.detail] == []
    assert [path for path, one in verdicts.items() if one.condition is not Condition.OK and not one.detail] == []


def test_verdicts_agree_with_the_index(index: list[Mapping[str, str]], verdicts: Mapping[str, Verdict]) -> None:
    wrong = {}
    for row in index:
        verdict = verdicts[row["path"]]
        wanted = expected(row, verdict)
        if wanted is not None and verdict.condition is not wanted:
            wrong[row["path"]] = (wanted, verdict)
    assert wrong == {}


def test_disagreements_are_still_there(index: list[Mapping[str, str]], verdicts: Mapping[str, Verdict]) -> None:
    said = {row["path"]: EXPECTED.get(row["verdict of qpdf/poppler/libreoffice"]) for row in index}
    assert [path for path in DISAGREEMENTS if said[path] is verdicts[path].condition] == []


def test_pages_agree_with_the_index(index: list[Mapping[str, str]], verdicts: Mapping[str, Verdict]) -> None:
    counted = {row["path"]: int(row["pages"]) for row in index if row["pages"].isdecimal()}
    printable = {path for path, verdict in verdicts.items() if verdict.printable and verdict.pages}
    assert {path: verdicts[path].pages for path in counted if path in printable} == {
        path: pages for path, pages in counted.items() if path in printable
    }


def test_facts_are_seen_in_real_files(verdicts: Mapping[str, Verdict]) -> None:
    assert {path: set(verdicts[path].facts) for path in FACTS} == FACTS
    assert all(verdicts[path].fact_labels for path, facts in FACTS.items() if facts)


def test_text_is_seen_where_pdfium_sees_it(samples: Path, verdicts: Mapping[str, Verdict]) -> None:
    differing = set()
    for path, verdict in verdicts.items():
        if verdict.format == "pdf" and {"has_text", "no_text"} & set(verdict.facts):
            document = pypdfium2.PdfDocument(samples / path)
            shown = any(page.get_textpage().get_text_bounded().strip() for page in document)
            document.close()
            if shown is not ("has_text" in verdict.facts):
                differing.add(path)
    assert differing == NOT_TEXT_TO_PDFIUM


def test_one_folder_is_listed_alike_from_three_kinds_of_archive(samples: Path) -> None:
    listed = [
        {(one.name.removeprefix("test-documents/"), one.size) for one in list_members(path).files}
        for path in (samples / "realistic/archives").glob("test-documents.*")
    ]
    assert len(listed) == 3
    assert len(listed[0]) == 9
    assert listed[0] == listed[1] == listed[2]


def test_whatever_opens_is_printable_but_what_is_packed(verdicts: Mapping[str, Verdict]) -> None:
    opening = [verdict for verdict in verdicts.values() if verdict.condition is Condition.OK]
    printable = {verdict.format for verdict in opening if verdict.printable}
    assert {verdict.format for verdict in opening if not verdict.printable} == {"zip"}
    assert {*LAID_OUT_BY_OTHERS, "docx", "xlsx", "pptx", "xls", "pdf", "ofd", "eml", "msg", "text"} <= printable
    assert {"jpeg", "png", "tiff", "heic"} <= printable


@pytest.fixture(scope="module")
def printed(
    samples: Path, verdicts: Mapping[str, Verdict], tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, Rendition | NotPrintable]:
    """What comes of every printable file where no office program is installed."""
    cache = tmp_path_factory.mktemp("printed")
    inspector = WorkerInspector()
    renderer = PageRenderer(cache, inspector, Conversion.OWN)
    found: dict[str, Rendition | NotPrintable] = {}
    for number, (path, verdict) in enumerate(verdicts.items()):
        if verdict.printable:
            fixity = Fixity(0, 0, "sha256", f"{number:064x}")
            found[path] = renderer.render(samples / path, EvidenceFile(1, path, 1, fixity, verdict), Job())
    inspector.close()
    pages = {path: one.pdf for path, one in found.items() if isinstance(one, Rendition)}
    assert [path for path, pdf in pages.items() if not pdf.is_relative_to(cache) and pdf != samples / path] == []
    return found


def test_whatever_is_called_printable_prints_or_says_why_not(
    verdicts: Mapping[str, Verdict], printed: Mapping[str, Rendition | NotPrintable]
) -> None:
    alone = {path: _NO_PROGRAM for path, verdict in verdicts.items() if verdict.format in LAID_OUT_BY_OTHERS}
    said = {path: one.sentence for path, one in printed.items() if isinstance(one, NotPrintable)}
    assert {path: sentence.split("，")[0] for path, sentence in said.items()}.items() <= (alone | REFUSED).items()
    assert [sentence for sentence in said.values() if not sentence.endswith("。")] == []


def test_as_many_pages_are_printed_as_were_counted(
    index: list[Mapping[str, str]],
    verdicts: Mapping[str, Verdict],
    printed: Mapping[str, Rendition | NotPrintable],
) -> None:
    pages = {path: one.pages for path, one in printed.items() if isinstance(one, Rendition)}
    counted = {path: verdict.pages for path, verdict in verdicts.items() if verdict.pages and path in pages}
    assert {path: pages[path] for path in counted} == counted
    assert all(count >= 1 for count in pages.values())
    # LibreOffice breaks lines elsewhere, so that a long document may end a page or two sooner or later.
    laid = [row for row in index if row["path"] in pages and verdicts[row["path"]].format in ("docx", "pptx")]
    assert len(laid) > 20
    assert [row["path"] for row in laid if abs(pages[row["path"]] - int(row["pages"])) > 2] == []
