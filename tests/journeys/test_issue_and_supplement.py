"""The day after: a volume was handed out, late evidence comes in, and only what changed is printed."""

from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL.Image import Image

from tests.journeys.conftest import Command

_COURIER = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Courier)


def _pdf(path: Path, words: str, pages: int = 2) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with pikepdf.new() as pdf:
        for number in range(pages):
            page = pdf.add_blank_page(page_size=(595, 842))
            page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=_COURIER))
            page.obj.Contents = pdf.make_stream(f"BT /F 20 Tf 100 400 Td ({words} {number + 1}) Tj ET".encode())
        pdf.save(path)


def _texts(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as pdf:
        return ["".join(page.get_textpage().get_text_range().split()) for page in pdf]


def _picture(path: Path, index: int) -> Image:
    with pypdfium2.PdfDocument(path) as pdf:
        picture: Image = pdf[index].render(scale=2).to_pil()
    return picture


def _labels(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as pdf:
        return [pdf.get_page_label(index) for index in range(len(pdf))]


@pytest.fixture
def root(command: Command, tmp_path: Path) -> Path:
    root = tmp_path / "创建档案"
    command("init", root)
    folder = root / "evidence" / "(8) 抽检会商"
    _pdf(folder / "2022" / "抽检会商会议纪要 2022-05-01.pdf", "first")
    _pdf(folder / "2023" / "抽检会商会议纪要 2023-05-01.pdf", "second", 3)
    command("scan", root)
    return root


@pytest.mark.parametrize("recipe", ["常规装订", "双面装订"])
def test_late_evidence_is_fitted_in_between_issued_pages(command: Command, root: Path, recipe: str) -> None:
    code, out = command("issue", root, "--scope", "item:4", "--recipe", recipe)
    assert code == 0
    [issued] = out["volumes"]
    assert (issued["key"], issued["issue"]) == ("item-4", 1)
    first = root / issued["path"]
    before = _labels(first)

    code, again = command("issue", root, "--scope", "item:4")
    assert code == 2
    assert "已经发出" in again["error"]
    code, quiet = command("issued", root)
    assert (code, quiet["volumes"][0]["agrees"]) == (0, True)
    code, nothing = command("supplement", root, "--volume", "item-4")
    assert code == 2
    assert "无须补编" in nothing["error"]

    folder = root / "evidence" / "(8) 抽检会商"
    _pdf(folder / "2022" / "抽检会商会议纪要 2022-11-01.pdf", "late")
    command("scan", root)
    code, told = command("issued", root)
    assert code == 1
    assert [one["change"] for one in told["volumes"][0]["changes"]] == ["new"]

    code, planned = command("supplement", root, "--volume", "item-4", "--plan")
    late, to_sign = [step for step in planned["steps"] if step["action"] == "put-in"]
    assert to_sign["into"] == ["补签表2"]
    assert not [step for step in planned["steps"] if step["out"] == ["签字表1"]], "a signed sheet stays"
    assert [label.split("-")[1] for label in late["into"]] == ["1", "2"]

    code, done = command("supplement", root, "--volume", "item-4")
    assert (code, done["issue"]) == (0, 2)
    assert done["steps"] == planned["steps"]
    whole, exchange = Path(done["path"]), Path(done["exchange"])
    labels = _labels(whole)
    assert [label for label in labels if label in before or not label] == [
        label for label in labels if label not in (*late["into"], *to_sign["into"])
    ]
    assert set(late["into"]) <= set(labels)
    texts = _texts(whole)
    assert "late1" in texts[labels.index(late["into"][0])]
    assert late["into"][0] in texts[labels.index(late["into"][0])]

    printed = _texts(exchange)
    assert "换页清单" in printed[0]
    assert sum("late" in text for text in printed) == 2
    assert not any("first" in text or "second" in text for text in printed)
    assert first.is_file()

    code, quiet = command("issued", root)
    assert (code, quiet["volumes"][0]["issue"]) == (0, 2)

    [divider] = zxingcpp.read_barcodes(_picture(whole, labels.index("1")))[:1]
    code, found = command("locate", root, divider.text)
    assert (code, found["number"]) == (0, 8)
    archive_id = divider.text.split("|")[1]
    code, found = command("locate", root, f"FSD1|{archive_id}|item-4|2|{late['into'][1]}")
    assert (code, found["number"], found["is_current"]) == (0, 8, True)
    assert "2022-11-01" in found["sentence"] or "抽检会商会议纪要" in found["sentence"]
    code, unknown = command("locate", root, f"FSD1|{archive_id}|item-4|1|{late['into'][1]}")
    assert code == 2
    assert "没有第" in unknown["error"]


def test_a_volume_that_lacks_pages_is_issued_only_with_the_persons_word(command: Command, root: Path) -> None:
    (root / "evidence" / "(8) 抽检会商" / "2024").mkdir()
    (root / "evidence" / "(8) 抽检会商" / "2024" / "抽检会商会议纪要.pdf").write_bytes(b"%PDF-1.7 broken")
    command("scan", root)
    code, refused = command("issue", root, "--scope", "item:4")
    assert code == 2
    assert "不完整" in refused["error"]
    assert command("issued", root)[1]["volumes"] == []
    code, out = command("issue", root, "--scope", "item:4", "--word", "2024年纪要待补，经同意先行发出")
    assert code == 1
    assert out["volumes"][0]["word"] == "2024年纪要待补，经同意先行发出"


def test_what_was_done_to_paper_or_holdings_since_shows(command: Command, root: Path) -> None:
    command("issue", root, "--scope", "item:4")
    _, out = command("issued", root)
    pdf = root / out["volumes"][0]["path"]
    pdf.write_bytes(pdf.read_bytes() + b"\n%")
    _pdf(root / "evidence" / "(8) 抽检会商" / "2022" / "抽检会商会议纪要 2022-05-01.pdf", "other")
    command("scan", root)
    code, out = command("issued", root)
    assert code == 1
    [volume] = out["volumes"]
    assert volume["pdf_agrees"] is False
    assert [one["change"] for one in volume["changes"]] == ["changed"]
    code, verified = command("verify", root)
    assert code == 1
    assert any("第04卷" in path for path in verified["mismatched"])

    code, refused = command("bind", root, "--scope", "item:4")
    assert code == 2
    assert "发出时的 PDF" in refused["error"]
    assert command("supplement", root, "--volume", "item-4")[0] == 0
    assert command("bind", root, "--scope", "item:4")[0] == 0


def test_compiled_again_an_issued_volume_is_what_lies_in_the_cupboard(
    command: Command, root: Path, tmp_path: Path
) -> None:
    """Binding, the set's lists and an inspector's copy hold the PDF that was handed out, whatever came since."""
    command("issue", root, "--scope", "item:4", "--recipe", "双面装订")
    folder = root / "evidence" / "(8) 抽检会商"
    _pdf(folder / "2022" / "抽检会商会议纪要 2022-11-01.pdf", "late")
    command("scan", root)
    command("supplement", root, "--volume", "item-4")
    issued = root / command("issued", root)[1]["volumes"][0]["path"]
    handed_out = issued.read_bytes()
    issued.unlink()
    _, bound = command("bind", root, "--scope", "item:4", "--out", tmp_path / "again")
    assert Path(bound["volumes"][0]["path"]).read_bytes() == handed_out, "lost, and made again"

    issued.write_bytes(handed_out)
    _pdf(folder / "2022" / "抽检会商会议纪要 2022-12-01.pdf", "later")
    command("scan", root)
    _, planned = command("plan", root, "--scope", "item:4")
    assert planned["volumes"][0]["pages"] == len(_labels(issued))
    _, bound = command("bind", root, "--scope", "item:4")
    assert "发出后有变动（1件）" in "".join(bound["notes"])
    again = Path(bound["volumes"][0]["path"])
    assert again.read_bytes() == handed_out
    assert command("verify", again.parent)[0] == 0
    stick = tmp_path / "stick"
    command("inspector-copy", root, "--scope", "item:4", "--out", stick)
    assert next(stick.glob("第04卷*.pdf")).read_bytes() == handed_out
    page = (stick / "index.html").read_text("utf-8")
    assert "2022-11-01" in page
    assert "2022-12-01" not in page

    issued.unlink()
    assert command("bind", root, "--scope", "item:4")[0] == 2


def test_a_copy_from_before_tells_that_what_was_handed_out_would_be_forgotten(command: Command, root: Path) -> None:
    copy = command("backup", root)[1]["path"]
    assert command("issue", root, "--scope", "item:4")[0] == 0
    code, said = command("restore", copy, root)
    assert code == 1
    assert any("发出和补编由 1 次变为 0 次" in sentence for sentence in said["differences"]["sentences"])
