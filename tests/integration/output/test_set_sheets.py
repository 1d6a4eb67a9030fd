"""What goes with a set of volumes: every sheet there is, with what the plans of its volumes say."""

from dataclasses import replace
from pathlib import Path

import pytest

from foodsafe_desktop.domain.binder import BoxPlace, VolumePlan
from foodsafe_desktop.domain.recipe import PLASTIC_SPINES, Grouping, Numbering, Recipe
from foodsafe_desktop.domain.reference_codes import piece_number
from foodsafe_desktop.domain.sheets import Measured, SheetKind, SheetRef, lay_out, order
from foodsafe_desktop.output.manifest import SUFFIX, read_manifest, verify_binder
from foodsafe_desktop.output.press import Press
from foodsafe_desktop.output.set_sheets import SPINES, TRIAL, archival_box, set_sheets, volume_job
from tests.integration.output.plans import FACTS, SECRET, bound, page_count, piece, risk_volume, veto_volume
from tests.integration.output.reading import bare, pages_of, text_of

ARCHIVAL = Recipe(grouping=Grouping.ARCHIVE, dividers=False, omissions=False, signatures=False)


def archival_volume(*codes: str) -> VolumePlan:
    volume = veto_volume()
    held = [
        piece(at, 108, f"情况说明{at}", reference_code=code, retention="Y", organ="BGS")
        for at, code in enumerate(codes, 1)
    ]
    section = replace(volume.sections[0], pieces=tuple(held))
    return replace(volume, number=12, sections=(section,), box=BoxPlace(1, 2))


def test_a_set_has_every_sheet_and_the_manifest_vouches_for_it(tmp_path: Path) -> None:
    made = Press().index([bound(risk_volume()), bound(veto_volume())], {}, FACTS, tmp_path)
    names = [path.name for path in (made.index, made.spines, *made.others)]
    assert names[:6] == ["总目录.pdf", "盒脊.pdf", "总封面.pdf", "盒封面.pdf", "打印作业单.pdf", "盒脊试印样张.pdf"]
    assert all((tmp_path / name).is_file() for name in names)
    (manifest,) = map(read_manifest, tmp_path.glob(f"*{SUFFIX}"))
    assert {one.path for one in manifest.printouts} == set(names[:6])
    assert verify_binder(tmp_path).ok
    assert len(pages_of((tmp_path / "盒封面.pdf").read_bytes())) == 2


def test_the_trial_sheet_has_every_spine_of_the_recipe() -> None:
    volume = bound(risk_volume())
    plastic = replace(volume, laid=replace(volume.laid, recipe=Recipe(spines=PLASTIC_SPINES)))
    found = text_of(set_sheets([volume, plastic], {}, FACTS, "")[TRIAL])
    for width in (20, 30, 40, 50, 35, 55, 75):
        assert f"盒脊{width}毫米" in found
    assert text_of(set_sheets([], {}, FACTS, "")[TRIAL])


def test_archival_boxes_have_the_spine_of_the_standard() -> None:
    codes = ("Z109-WS·2023-Y-BGS-0046", "Z109-WS·2023-Y-BGS-0007", "Z109-WS·2023-Y-BGS-0100")
    volume = bound(archival_volume(*codes))
    volume = replace(volume, laid=replace(volume.laid, recipe=ARCHIVAL))
    box = archival_box(volume.laid, replace(FACTS, fonds="Z109"))
    assert (box.fonds, box.year, box.retention, box.organ, box.number) == ("Z109", "2023", "永久", "BGS", "12-1")
    assert (box.first, box.last) == ("0007", "0100")
    found = text_of(set_sheets([volume], {}, FACTS, "")[SPINES])
    for label in ("起件号0007", "止件号0100", "保管期限"):
        assert label in found
    assert "方面" not in found


def test_pieces_without_a_code_count_by_their_ordinal_as_on_the_archive_stamp() -> None:
    plan = replace(page_count(archival_volume(*[""] * 11)), recipe=ARCHIVAL)
    box = archival_box(plan, FACTS)
    assert (box.first, box.last) == ("1", "11")
    empty = replace(plan, volume=replace(plan.volume, sections=(), box=None))
    assert (archival_box(empty, FACTS).first, archival_box(empty, FACTS).number) == ("", "12")


@pytest.mark.parametrize(
    ("code", "number"),
    [("Z109-WS·2011-Y-BGS-0001", "0001"), ("Z109-WS·2011·Y·办公室-012", "012"), ("甲-0001", ""), ("", "")],
)
def test_the_number_of_a_piece_is_the_end_of_its_code(code: str, number: str) -> None:
    assert piece_number(code) == number


def test_the_job_of_a_volume_says_what_its_plan_says() -> None:
    recipe = Recipe(duplex=True, commitment=True, colour=False)
    volume = risk_volume()
    measured = dict.fromkeys(order(volume, recipe), Measured(((210.0, 297.0),)))
    measured[SheetRef(SheetKind.PART, 8, 1)] = Measured(((210.0, 297.0), (420.0, 297.0), (297.0, 210.0)))
    measured[SheetRef(SheetKind.PART, 8, 6)] = Measured(((210.0, 297.0),), slip="请插入原件。")
    plan = lay_out(volume, recipe, measured)
    job = volume_job(plan)
    assert (job.pages, job.leaves, job.duplex, job.colour) == (plan.pages, plan.leaves, True, None)
    assert (job.large, job.landscape) == (("3",), ("3", "4"))
    assert [place.label for place in job.by_hand] == ["承诺书1", "签字表1", "备考表1"]
    assert [place.what for place in job.originals] == ["风险会商会议签到册（纸质）（2号柜-3层-第5盒）"]


def test_nothing_of_a_withheld_piece_is_on_any_sheet() -> None:
    volume = veto_volume()
    secret = replace(volume.sections[0], pieces=(piece(1, 108, "机密 某专项督查方案", SECRET),))
    made = bound(replace(volume, sections=(secret,)))
    for sheet in set_sheets([made], {}, FACTS, "").values():
        assert bare("某专项督查方案") not in text_of(sheet)


def test_the_job_sheet_names_the_pages_in_colour() -> None:
    plan = page_count(risk_volume(), Recipe())
    runs = [
        replace(run, colour=(0,)) if run.ref.kind is SheetKind.PART and run.ref.ordinal == 1 else run
        for run in plan.runs
    ]
    label = next(run.labels[0] for run in runs if run.colour)
    assert volume_job(replace(plan, runs=tuple(runs))).colour == (label,)
    unknown = tuple(replace(run, colour=None) if run.ref.kind is SheetKind.PART else run for run in plan.runs)
    printed = [label for run in plan.runs if run.ref.kind is SheetKind.PART for label in run.labels]
    assert volume_job(replace(plan, runs=unknown)).colour == tuple(printed)


def test_where_each_piece_counts_from_1_a_page_is_named_with_its_piece() -> None:
    recipe = Recipe(numbering=Numbering.PIECE, archive_stamp=True)
    plan = page_count(risk_volume(), recipe)
    stamped = [f"{one.code}/1" for one in plan.volume.pieces if one.printed_at is None]
    assert list(volume_job(plan).colour or ()) == stamped, "archive stamps are red"
