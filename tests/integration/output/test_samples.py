"""All real and hostile PDFs that lie beside the project, in one volume."""

import csv
import io
import subprocess
import warnings
from pathlib import Path

import pikepdf
import pytest

from tests.integration.output.papers import bind, part, plan_of
from tests.integration.output.test_press import _check_numbers, assert_nothing_acts

REFUSED = {"NEEDS-PASSWORD": "文件设有打开密码", "EMPTY": "文件的页面结构已损坏"}
"""How the slip of a file begins, by the index's word for it; all other PDFs are printed."""
LOCKED_TOO = "hostile/pdf-encrypted/issue19484_1.pdf"
"""The index has it as restricted, and says beside it that it needs a password to open."""


@pytest.mark.samples
@pytest.mark.expects_error_log  # qpdf logs what is wrong with the damaged ones
def test_every_sample_is_printed_or_has_its_slip_and_the_volume_is_sound(samples: Path, tmp_path: Path) -> None:
    files = sorted(path for path in samples.rglob("*") if path.suffix in (".pdf", ".fuzz"))
    before = {path: path.read_bytes() for path in files}
    plan = plan_of([[[part(path.relative_to(samples).as_posix())] for path in files]])
    bound = bind(plan, samples, tmp_path)
    assert {path: path.read_bytes() for path in files} == before
    _check_numbers(bound)
    with (samples / "INDEX.tsv").open(encoding="utf-8", newline="") as index:
        said = {
            row["path"]: row["verdict of qpdf/poppler/libreoffice"] for row in csv.DictReader(index, delimiter="\t")
        }
    refused = {path: REFUSED[word] for path, word in said.items() if word in REFUSED and samples / path in files}
    found = {one.path: one.reason.split("，")[0] for one in bound.not_printed}
    assert found == refused | {LOCKED_TOO: REFUSED["NEEDS-PASSWORD"]}
    with pikepdf.open(io.BytesIO(bound.pdf.read_bytes())) as pdf:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of decoders that this machine lacks
            assert pdf.check_pdf_syntax() == []
        assert_nothing_acts(pdf)
    info = subprocess.run(["pdfinfo", bound.pdf], capture_output=True, text=True, check=True).stdout
    assert f"Pages:           {bound.pages}" in info
    assert "JavaScript:      no" in info
