from pathlib import Path

import pytest

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.errors import CannotWrite
from foodsafe_desktop.domain.placing import facts_by_name, leading_number, number_by_folder
from foodsafe_desktop.files.catalogue_toml import parse_catalogue
from foodsafe_desktop.files.skeleton import lay_skeleton
from tests.unit.files.test_catalogue_toml import ANOTHER_COUNTY

FORBIDDEN = set('\\/:*?"<>|')


def year_folders(root: Path) -> list[str]:
    return sorted(folder.relative_to(root).as_posix() for folder in root.glob("**/20??"))


@pytest.mark.parametrize("which", ["shipped", "another"])
def test_every_folder_is_read_back_as_its_own_number_and_year(which: str, catalogue: Catalogue, tmp_path: Path) -> None:
    used = catalogue if which == "shipped" else parse_catalogue(ANOTHER_COUNTY, "某县.toml")
    lay_skeleton(tmp_path, used)
    read: dict[tuple[int, int], str] = {}
    for folder in year_folders(tmp_path):
        found = number_by_folder(f"{folder}/通知.pdf", used)
        year = facts_by_name(f"{folder}/通知.pdf").year
        assert found is not None
        assert year is not None
        assert found.passed_over == ()
        read[found.number, year] = folder
    numbers = [one.number for one in used.sub_items] + [one.number for one in used.vetoes]
    assert set(read) == {(number, year) for number in numbers for year in used.years}
    assert len(read) == len(year_folders(tmp_path))


def test_headings_are_read_as_no_number_and_the_reserved_number_has_no_folder(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    lay_skeleton(tmp_path, catalogue)
    headings = [folder.name for pattern in ("*", "[0-9]*/*") for folder in tmp_path.glob(pattern)]
    assert len(headings) == 5 + 1 + 36
    assert [name for name in headings if leading_number(name, catalogue) is not None] == []
    assert not list(tmp_path.glob("**/*112*"))


def test_names_are_fit_for_windows(catalogue: Catalogue, tmp_path: Path) -> None:
    lay_skeleton(tmp_path, catalogue)
    folders = [folder.relative_to(tmp_path) for folder in tmp_path.glob("**/*")]
    assert not [folder for folder in folders if FORBIDDEN & set(folder.name) or folder.name[-1] in ". "]
    assert max(len(folder.as_posix()) for folder in folders) <= 100


def test_the_contracts_example_is_there(catalogue: Catalogue, tmp_path: Path) -> None:
    made = lay_skeleton(tmp_path, catalogue)
    (folder,) = tmp_path.glob("01 基础工作/01 党政同责/(001) *")
    assert sorted(year.name for year in folder.iterdir()) == ["2022", "2023", "2024"]
    assert [folder.name for folder in tmp_path.glob("否决项/*108*")] == ["(108) 党政领导干部未严格落实"]
    assert made == len(list(tmp_path.glob("**/*")))


def test_laying_again_touches_nothing_and_uses_renamed_folders(catalogue: Catalogue, tmp_path: Path) -> None:
    lay_skeleton(tmp_path, catalogue)
    (folder,) = tmp_path.glob("01 基础工作/01 党政同责/(001) *")
    renamed = folder.rename(folder.with_name("001 责任制度"))
    (renamed / "2022" / "通知.txt").write_text("原样", encoding="utf-8")
    before = sorted(tmp_path.glob("**/*"))
    assert lay_skeleton(tmp_path, catalogue) == 0
    assert sorted(tmp_path.glob("**/*")) == before
    assert (renamed / "2022" / "通知.txt").read_text(encoding="utf-8") == "原样"


def test_a_file_in_the_way_is_a_sentence_and_stays(catalogue: Catalogue, tmp_path: Path) -> None:
    (tmp_path / "01 基础工作").write_text("不是文件夹", encoding="utf-8")
    with pytest.raises(CannotWrite, match="01 基础工作"):
        lay_skeleton(tmp_path, catalogue)
    assert (tmp_path / "01 基础工作").read_text(encoding="utf-8") == "不是文件夹"
