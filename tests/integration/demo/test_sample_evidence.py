"""The sample evidence is the same every time, of every kind it promises, and is read as it is meant."""

import hashlib
import io
import zipfile
from collections import Counter
from pathlib import Path

import docx
import openpyxl
import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageOps
from PIL.TiffImagePlugin import TiffImageFile

from foodsafe_desktop.demo import disturb, election, lay_evidence, paper_records
from foodsafe_desktop.demo.contents import TEMPORARY
from foodsafe_desktop.demo.laying import places
from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.evidence import Assignment, Condition, Evidence, EvidenceFile, Origin, Verdict
from foodsafe_desktop.domain.gaps import Coverage, State, coverage
from foodsafe_desktop.domain.placing import bears_secrecy_mark, facts_by_name, number_by_folder
from foodsafe_desktop.renditions.inspection import inspect_file
from tests.unit.builders import AT, SMALL


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Path:
    folder = tmp_path_factory.mktemp("evidence")
    lay_evidence(folder, catalogue)
    return folder


def relative(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def states(folder: Path) -> dict[str, tuple[str, int]]:
    return {
        path: (hashlib.sha256((folder / path).read_bytes()).hexdigest(), (folder / path).stat().st_mtime_ns)
        for path in relative(folder)
    }


def test_two_makings_are_alike_byte_for_byte(laid: Path, tmp_path: Path, catalogue: Catalogue) -> None:
    lay_evidence(tmp_path, catalogue)
    assert states(tmp_path) == states(laid)


def test_every_place_is_laid_and_nothing_else(laid: Path, catalogue: Catalogue) -> None:
    assert relative(laid) == sorted([*(place.path for place in places(catalogue)), *TEMPORARY])
    assert 60 <= len(places(catalogue)) <= 100


def test_every_path_is_read_as_meant(catalogue: Catalogue) -> None:
    for place in places(catalogue):
        found = number_by_folder(place.path, catalogue)
        assert (found.number if found else None, facts_by_name(place.path).year) == (place.number, place.year), (
            place.path
        )


@pytest.mark.parametrize(
    ("begin", "number", "year"),
    [
        ("(8) 抽检会商/2022/", 8, 2022),
        ("（20）风险分级/2023年/", 20, 2023),
        ("028 抽检/2024年度/", 28, 2024),
        ("31.行刑衔接/2022年/", 31, 2022),
        ("36、信息员/2022年/东街街道/", 36, 2022),
        ("第9小项 食源性疾病监测/2023年度/", 9, 2023),
        ("２６．开学检查/20230301", 26, 2023),
        ("29-抽检公示/2023/", 29, 2023),
        ("01 基础工作/01 党政同责/(001)", 1, 2022),
        ("（108）否决项", 108, None),
        ("（112）待核/", None, None),
        ("(150) 编号有误/", None, 2023),
        ("08 食品抽检/2023/", None, 2023),
        ("2022/1号文件/", None, 2022),
        ("3.15/", None, 2023),
        ("12月/", None, None),
    ],
)
def test_awkward_folders(laid: Path, catalogue: Catalogue, begin: str, number: int | None, year: int | None) -> None:
    path = next(path for path in relative(laid) if path.startswith(begin) and path not in TEMPORARY)
    found = number_by_folder(path, catalogue)
    assert (found.number if found else None, facts_by_name(path).year) == (number, year)


def test_names_fit_on_any_disk(laid: Path) -> None:
    for path in relative(laid):
        assert all(len(part.encode()) <= 255 and part == part.strip(" .") for part in path.split("/")), path
        assert len(path) <= 160
        assert not set(path) & set('\\:*?"<>|')


def test_temporary_files_are_there(laid: Path) -> None:
    assert "(8) 抽检会商/2022/~$会议纪要.docx" in relative(laid)
    assert any(path.endswith(".tmp") for path in relative(laid))


def test_one_name_bears_a_secrecy_mark_and_no_other(laid: Path) -> None:
    assert [path for path in relative(laid) if bears_secrecy_mark(path)] == [
        "（42）公安专业力量/2023/机密★3年 专项行动部署（样例）.pdf"
    ]


def test_there_are_duplicates_and_equal_names_of_different_content(laid: Path) -> None:
    files = [laid / path for path in relative(laid) if path not in TEMPORARY]
    contents = Counter(path.read_bytes() for path in files)
    assert sorted(contents.values())[-2:] == [2, 2]
    rosters = [path for path in files if path.name == "信息员名册.docx"]
    assert len({path.read_bytes() for path in rosters}) == len(rosters) == 2


class TestPdfs:
    def opened(self, laid: Path, path: str) -> pikepdf.Pdf:
        return pikepdf.open(laid / path)

    def test_a_letter_has_text_and_embedded_fonts(self, laid: Path) -> None:
        document = pypdfium2.PdfDocument(laid / "006 创建工作机制/2023/示食安办〔2023〕5号 创建工作方案.pdf")
        text = document[0].get_textpage().get_text_range()
        document.close()
        assert "示食安办〔2023〕5号" in text
        assert "一项一档" in text
        assert "\ufffe" not in text

    def test_a_scan_has_none(self, laid: Path) -> None:
        document = pypdfium2.PdfDocument(laid / "(8) 抽检会商/2023/上半年会议纪要（扫描）.pdf")
        assert document[0].get_textpage().count_chars() == 0
        assert [type(one) for one in document[0].get_objects()] == [pypdfium2.PdfImage]
        document.close()

    def test_sizes_turns_and_crops(self, laid: Path) -> None:
        with self.opened(laid, "（20）风险分级/2022年/风险分级台账（横排）.pdf") as pdf:
            assert [round(float(edge)) for edge in pdf.pages[0].mediabox] == [0, 0, 842, 595]
        with self.opened(laid, "（20）风险分级/2023年/风险分级台账（旋转）.pdf") as pdf:
            assert pdf.pages[0].Rotate == 90
            assert [round(float(edge)) for edge in pdf.pages[0].mediabox] == [0, 0, 595, 842]
        with self.opened(laid, "(18)粮食检验/2023/库存粮食质量监测汇总表（A3）.pdf") as pdf:
            assert [round(float(edge)) for edge in pdf.pages[0].mediabox] == [0, 0, 1191, 842]
        with self.opened(laid, "（37）宣传周/2023/宣传周海报（印刷稿）.pdf") as pdf:
            crop, media = pdf.pages[0].cropbox, pdf.pages[0].mediabox
            assert all(float(media[at]) < float(crop[at]) for at in (0, 1))
            assert all(float(crop[at]) < float(media[at]) for at in (2, 3))

    def test_locked_and_broken(self, laid: Path) -> None:
        with self.opened(laid, "（47）应急预案/2023/示政办发〔2023〕22号 应急预案.pdf") as pdf:
            assert pdf.is_encrypted
            assert len(pdf.pages) >= 1
        with pytest.raises(pikepdf.PasswordError):
            self.opened(laid, "第9小项 食源性疾病监测/2024年度/监测报告（加密）.pdf")
        with pytest.raises(pypdfium2.PdfiumError):
            pypdfium2.PdfDocument(laid / "028 抽检/2022年度/2022年监督抽检计划.pdf")

    def test_every_other_pdf_opens_and_draws_something(self, laid: Path) -> None:
        broken = ("2022年监督抽检计划.pdf", "监测报告（加密）.pdf")
        pdfs = [path for path in relative(laid) if path.endswith(".pdf") and (laid / path).stat().st_size]
        assert len(pdfs) > 20
        for path in pdfs:
            if path.endswith(broken):
                continue
            document = pypdfium2.PdfDocument(laid / path)
            for page in document:
                assert page.render(scale=0.1, grayscale=True).to_pil().getextrema()[0] < 230, path
            document.close()


class TestPictures:
    @pytest.mark.parametrize(
        ("path", "orientation"),
        [
            ("(8) 抽检会商/2022/会议照片20220616.jpg", 6),
            ("(8) 抽检会商/2023/下半年会议照片.jpg", 8),
            ("025校长负责制/2023/陪餐照片.jpg", 3),
            ("２６．开学检查/20230301春季开学检查.jpg", 1),
        ],
    )
    def test_photos_stored_turned_show_upright(self, laid: Path, path: str, orientation: int) -> None:
        with Image.open(laid / path) as photo:
            assert photo.getexif()[0x0112] == orientation
            upright = ImageOps.exif_transpose(photo).convert("RGB")
        assert upright.size == (1280, 960)
        red, green, _ = upright.crop((70, 75, 71, 76)).tobytes()
        assert red > 150 > green, "the banner hangs at the top"

    def test_tiff_has_pages_and_png_opens(self, laid: Path) -> None:
        with Image.open(laid / "第9小项 食源性疾病监测/2023年度/监测报告传真件.tif") as fax:
            assert isinstance(fax, TiffImageFile)
            assert (fax.n_frames, fax.mode, fax.info["compression"]) == (2, "1", "group4")
        with Image.open(laid / "29-抽检公示/2023/抽检公示网页截图.png") as shot:
            assert shot.size == (1200, 760)


class TestOfficeFiles:
    def test_every_docx_opens_and_says_something(self, laid: Path) -> None:
        paths = [path for path in relative(laid) if path.endswith(".docx") and path not in TEMPORARY]
        assert len(paths) > 5
        for path in paths:
            assert len(docx.Document(str(laid / path)).paragraphs) > 1, path

    def test_every_xlsx_opens_with_its_rows(self, laid: Path) -> None:
        paths = [path for path in relative(laid) if path.endswith(".xlsx")]
        assert len(paths) > 3
        for path in paths:
            book = openpyxl.load_workbook(laid / path)
            assert book.active is not None
            assert book.active.max_row > 2, path
            book.close()
        scores = openpyxl.load_workbook(laid / "(2)评议考核/2023年/评议考核得分汇总表.xlsx")
        assert scores.active is not None
        assert [cell.value for cell in scores.active[2]] == ["东街街道", 38, 37, 18, 93, "优秀"]

    def test_old_text_is_gb18030(self, laid: Path) -> None:
        text = (laid / "38 投诉举报/2022年/热线统计.txt").read_bytes()
        with pytest.raises(UnicodeDecodeError):
            text.decode("utf-8")
        assert "热线接通率" in text.decode("gb18030")

    def test_old_zip_has_names_in_gbk(self, laid: Path) -> None:
        content = (laid / "（40） 装备配备/2023/执法装备.zip").read_bytes()
        with zipfile.ZipFile(io.BytesIO(content), metadata_encoding="gbk") as packed:
            assert packed.namelist() == ["执法装备/装备清单.txt", "执法装备/执法车辆照片.jpg"]
            assert not any(member.flag_bits & 0x800 for member in packed.infolist())
            assert packed.testzip() is None


def test_no_template_is_left_unfilled(laid: Path) -> None:
    letters = [path for path in relative(laid) if path.endswith(".docx") and path not in TEMPORARY]
    assert len(letters) > 10
    for path in letters:
        text = "".join(paragraph.text for paragraph in docx.Document(str(laid / path)).paragraphs)
        assert len(text) >= 20
        assert not set("{}") & set(text), path


@pytest.fixture(scope="module")
def covered(laid: Path, catalogue: Catalogue) -> Coverage:
    """The coverage of the sample evidence with the decisions that go with it; what bears a mark is not opened."""
    evidence, files, assignments = {}, [], []
    for key, place in enumerate(places(catalogue), 1):
        evidence[key] = Evidence(key, place.path.rpartition("/")[2], place.year)
        secret = bears_secrecy_mark(place.path)
        verdict = Verdict("unknown", Condition.SUSPENDED) if secret else inspect_file(laid / place.path)
        files.append(EvidenceFile(key, place.path, key, None, verdict))
        if place.number is not None:
            assignments.append(Assignment(key, place.number, Origin.FOLDER, AT, ""))
    for key, paper in enumerate(paper_records(catalogue), 1000):
        evidence[key] = Evidence(key, paper.title, paper.year, paper_place=paper.place, pages=paper.pages)
        assignments.append(Assignment(key, paper.number, Origin.PERSON, AT, ""))
    return coverage(catalogue, Dossier(evidence, files, assignments, election=election(catalogue)))


def test_every_state_shows(covered: Coverage) -> None:
    assert {number: covered.standings[number].state for number in (8, 20, 33, 39, 70, 3, 10, 12, 98, 112)} == {
        8: State.COMPLETE,
        20: State.COMPLETE,
        33: State.PARTIAL,
        39: State.PARTIAL,
        70: State.PARTIAL,
        3: State.MISSING,
        10: State.OMITTED,
        12: State.OMITTED,
        98: State.NOT_CHOSEN,
        112: State.RESERVED,
    }
    assert all(covered.count(state) for state in State)


def test_reasons_of_every_kind_show(covered: Coverage) -> None:
    gaps = covered.gaps
    assert [gap.year for gap in gaps if gap.number == 33] == [2022, 2023]
    reasons = "；".join(gap.reason for gap in gaps)
    for word in ("损坏", "加密", "空文件", "未能核验", "暂停使用", "存放位置未登记", "合理缺项尚无", "尚无证明该否决"):
        assert word in reasons


def test_statements_of_omissions_and_vetoes_are_there_and_not(covered: Coverage) -> None:
    standings = covered.standings
    assert [bool(standings[number].gaps) for number in (10, 19, 89, 12)] == [False, False, False, True]
    assert [bool(standings[number].gaps) for number in (108, 109, 111, 110)] == [False, False, False, True]


def test_something_lies_where_nothing_was_chosen(covered: Coverage) -> None:
    assert (covered.standings[102].state, covered.standings[102].assigned) == (State.NOT_CHOSEN, 1)


def test_the_election_obeys_the_rules(catalogue: Catalogue) -> None:
    chosen = election(catalogue)
    (rule,) = [dimension.elective for dimension in catalogue.dimensions if dimension.elective]
    assert len(chosen.items) == rule.choose
    assert chosen.items <= set(rule.items)
    for one in catalogue.items:
        lines = chosen.sub_items & {sub.number for sub in one.sub_items}
        assert len(lines) == (one.choose if one.choose and one.number in chosen.items else 0)


def test_a_disturbed_folder_has_one_file_changed_and_one_gone(tmp_path: Path, catalogue: Catalogue) -> None:
    lay_evidence(tmp_path, catalogue)
    before = states(tmp_path)
    disturb(tmp_path, catalogue)
    after = states(tmp_path)
    assert set(before) - set(after) == {"035志愿服务/2023/志愿服务活动.jpg"}
    assert set(after) <= set(before)
    assert [path for path in after if after[path] != before[path]] == [
        "4、食安委组成单位调整/2022年/示食安办〔2022〕3号 调整通知.docx"
    ]


def test_another_catalogue_gets_what_it_has_numbers_for(tmp_path: Path) -> None:
    lay_evidence(tmp_path, SMALL)
    disturb(tmp_path, SMALL)
    numbers = {found.number for path in relative(tmp_path) if (found := number_by_folder(path, SMALL))}
    assert numbers == {1, 2, 8, 28, 72, 73, 81, 86, 89, 108, 109}
    assert len(election(SMALL).items) == 2
    assert paper_records(SMALL) == ()
