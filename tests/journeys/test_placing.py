"""What came in by itself: suggestions for the inbox, one scan for several numbers, the same photograph twice."""

from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from foodsafe_desktop.app import Program
from foodsafe_desktop.services.page_ranges import PageRange, assign_pages
from tests.journeys.conftest import Command

_COURIER = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Courier)


@pytest.fixture
def root(command: Command, tmp_path: Path) -> Path:
    root = tmp_path / "创建档案"
    command("init", root)
    return root


def test_the_inbox_is_placed_by_suggestions_that_are_sure(command: Command, root: Path) -> None:
    inbox = root / "evidence" / "微信收到的文件"
    inbox.mkdir()
    (inbox / "春季开学校园食堂联合检查记录台账.txt").write_text("教育、市场监管部门对学校食堂开展开学检查。", "utf-8")
    (inbox / "0001.txt").write_text("1", "utf-8")
    command("scan", root)
    command("text", root)

    code, found = command("place", root)
    assert code == 1
    by_path = {one["path"]: one["suggestions"] for one in found["inbox"]}
    assert by_path["微信收到的文件/0001.txt"] == []
    first = by_path["微信收到的文件/春季开学校园食堂联合检查记录台账.txt"][0]
    assert first["sub_item"] == 26
    assert 0.5 < first["score"] <= 1
    assert "（26）" in first["why"][0]
    assert found["accepted"] == 0

    code, taken = command("place", root, "--accept-suggestions", "0.5")
    assert taken["accepted"] == 1
    assert [one["path"] for one in taken["inbox"]] == ["微信收到的文件/0001.txt"]
    _, hits = command("search", root, "联合检查", "--sub-item", "26")
    assert hits["total"] == 1

    assert command("place", root, "--accept-suggestions", "1.5")[0] == 2


def test_a_binder_prints_only_the_pages_that_belong_to_its_number(command: Command, root: Path) -> None:
    path = root / "evidence" / "合订扫描件.pdf"
    with pikepdf.new() as pdf:
        for number in range(1, 7):
            page = pdf.add_blank_page(page_size=(595, 842))
            page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=_COURIER))
            page.obj.Contents = pdf.make_stream(f"BT /F 20 Tf 100 400 Td (scan-{number}) Tj ET".encode())
        pdf.save(path)
    command("scan", root)
    archive = Program().open_archive(root)
    try:
        with archive.store.begin() as unit:
            [evidence] = unit.dossier().inbox
        assign_pages(archive, evidence.id, [PageRange(8, 2, 3), PageRange(28, 5, 5)])
    finally:
        archive.close()
    _, bound = command("bind", root, "--scope", "sub-item:8", "--out", root.parent / "成册")
    [volume] = bound["volumes"]
    with pypdfium2.PdfDocument(volume["path"]) as pdf:
        words = "".join(page.get_textpage().get_text_range() for page in pdf)
    assert [at for at in range(1, 7) if f"scan-{at}" in words] == [2, 3]


def test_a_photograph_saved_anew_is_a_question_and_nothing_else(command: Command, root: Path) -> None:
    image = Image.linear_gradient("L").resize((1200, 900)).convert("RGB")
    draw = ImageDraw.Draw(image)
    for at in range(12):
        draw.ellipse((90 * at, 60 * at, 90 * at + 200, 60 * at + 160), fill=(20 * at, 255 - 20 * at, 120))
    for name, size, quality in (
        ("(8) 会商/2022/现场.jpg", (1200, 900), 90),
        ("(9) 监测/2023/照片.jpg", (800, 600), 50),
    ):
        target = root / "evidence" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        image.resize(size).save(target, quality=quality)
    _, scanned = command("scan", root)
    assert scanned["questions"] == 0
    _, read = command("text", root, "--no-ocr")
    assert read["questions"] == 1
    _, again = command("text", root, "--no-ocr")
    assert again["questions"] == 0
