"""The inspectors come: the set goes onto a USB stick, and what was copied can be checked there."""

from pathlib import Path

import pikepdf
import pytest

from foodsafe_desktop.app import main
from tests.journeys.conftest import Command


def test_a_part_of_the_set_is_copied_checked_and_renewed(
    command: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root, stick = tmp_path / "创建档案", tmp_path / "U盘" / "检查本"
    command("init", root)
    folder = root / "evidence" / "(8) 抽检会商" / "2022"
    folder.mkdir(parents=True)
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.save(folder / "抽检会商会议纪要 2022-05-01.pdf")
    (folder / "会议签到表.pdf").write_bytes(b"%PDF-1.4 broken")
    command("scan", root)
    code, out = command("inspector-copy", root, "--out", stick, "--scope", "item:4", "--full-text")
    assert (code, out["partial"], out["volumes"]) == (1, True, ["第04卷 风险监测.pdf"])
    assert "会议签到表" in Path(out["page"]).read_text(encoding="utf-8")
    code, check = command("verify", stick)
    assert (code, check["checked"], check["unexpected"]) == (0, 2, [])
    (stick / "第04卷 风险监测.pdf").write_bytes(b"changed")
    code, check = command("verify", stick)
    assert (code, check["mismatched"]) == (1, ["第04卷 风险监测.pdf"])
    assert command("inspector-copy", root, "--out", stick, "--scope", "item:4")[0] == 1
    assert command("verify", stick)[0] == 0
    (stick / "多出.pdf").write_bytes(b"%PDF")
    assert main(["verify", str(stick)]) == 0
    assert "未列入清单：多出.pdf" in capsys.readouterr().err
    code, refused = command("inspector-copy", root, "--out", root, "--scope", "item:4")
    assert code == 2
    assert "已有其他内容" in refused["error"]
