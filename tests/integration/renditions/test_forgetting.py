"""Pages that were made of a file are dropped when it is taken out of use; the file, and those of others, stay."""

from pathlib import Path

from foodsafe_desktop.domain.evidence import Condition, EvidenceFile, Fixity, Verdict
from foodsafe_desktop.renditions.pages import PageRenderer


def test_all_that_was_made_of_a_file_goes(tmp_path: Path) -> None:
    made = tmp_path / "cache" / "renditions"
    made.mkdir(parents=True)
    for name in ("aa11.pdf", "aa11-1.pdf", "aa11-libreoffice.pdf", "bb22.pdf"):
        (made / name).write_bytes(b"%PDF")
    renderer = PageRenderer(tmp_path / "cache")
    fixity = Fixity(4, 1, "sha256", "aa11")
    renderer.forget(EvidenceFile(1, "a.docx", 1, fixity, Verdict("docx", Condition.OK)))
    renderer.close()
    assert [one.name for one in made.iterdir()] == ["bb22.pdf"]
