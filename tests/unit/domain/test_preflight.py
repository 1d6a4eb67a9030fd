"""What is said of a plan before it is printed."""

from dataclasses import replace

import pytest

from foodsafe_desktop.domain.binder import Part, Piece, Section, VolumePlan
from foodsafe_desktop.domain.evidence import Condition, Presence
from foodsafe_desktop.domain.preflight import RemarkKind, held_back, narrowed, remarks
from foodsafe_desktop.domain.recipe import Recipe
from foodsafe_desktop.domain.sheets import A4, Measured, SheetKind, lay_out, order
from tests.unit.domain.test_sheets import FILE, volume


def remarked(part: Part, measured: Measured, recipe: Recipe | None = None) -> list[tuple[RemarkKind, str]]:
    recipe = recipe or Recipe()
    plan = volume([[1]])
    plan = _with(plan, replace(plan.pieces[0], parts=(part,)))
    found = {ref: measured if ref.kind is SheetKind.PART else Measured((A4,)) for ref in order(plan, recipe)}
    return [(one.kind, one.sentence) for one in remarks([lay_out(plan, recipe, found)])]


def _with(plan: VolumePlan, piece: Piece) -> VolumePlan:
    section: Section = replace(plan.sections[0], pieces=(piece,))
    return replace(plan, sections=(section,))


def kinds(part: Part, measured: Measured) -> set[RemarkKind]:
    return {kind for kind, _ in remarked(part, measured)}


GOOD = Measured((A4,))


def test_of_a_good_file_only_the_missing_date_is_said() -> None:
    assert kinds(Part(FILE, None), GOOD) == {RemarkKind.UNDATED}


@pytest.mark.parametrize(
    ("facts", "slip", "kind"),
    [
        ({"presence": Presence.MISSING}, "最近一次扫描时文件不在原处。", RemarkKind.MISSING),
        ({"verdict": replace(FILE.verdict, condition=Condition.ENCRYPTED)}, "加密。", RemarkKind.ENCRYPTED),
        ({"verdict": replace(FILE.verdict, condition=Condition.DAMAGED)}, "损坏。", RemarkKind.UNREADABLE),
        ({"verdict": replace(FILE.verdict, condition=Condition.SUSPENDED)}, "未打开。", RemarkKind.SUSPENDED),
        ({}, held_back(3500, Recipe(longest=500)), RemarkKind.LONG),
        ({}, narrowed((A4,), (2, 3))[1], RemarkKind.RANGE),
        ({}, "打开时程序异常退出。", RemarkKind.UNREADABLE),
    ],
)
def test_what_cannot_be_printed_is_said_with_its_reason(facts: dict[str, object], slip: str, kind: RemarkKind) -> None:
    found = remarked(Part(replace(FILE, **facts), None), Measured((A4,), slip))  # type: ignore[arg-type]
    assert found[0][0] is kind
    assert kind.lacks
    assert found[0][1].endswith(slip) or kind is RemarkKind.SUSPENDED


@pytest.mark.parametrize(
    ("part", "measured", "kind"),
    [
        (Part(None, "纸质"), Measured((A4,), "纸质"), RemarkKind.PAPER),
        (Part(replace(FILE, changed=True), None), GOOD, RemarkKind.CHANGED),
        (Part(FILE, None), Measured(((297.0, 210.0),)), RemarkKind.LANDSCAPE),
        (Part(FILE, None), Measured((A4, (420.0, 297.0))), RemarkKind.LARGE),
        (Part(replace(FILE, verdict=replace(FILE.verdict, facts=("signed",))), None), GOOD, RemarkKind.SIGNED),
        (
            Part(replace(FILE, verdict=replace(FILE.verdict, facts=("embedded_files",))), None),
            GOOD,
            RemarkKind.EMBEDDED,
        ),
        (Part(FILE, None), Measured((A4,), notes=("由 LibreOffice 转换为页面。",)), RemarkKind.OTHER_LAYOUT),
        (Part(replace(FILE, path=f"8/{'长' * 201}.pdf"), None), GOOD, RemarkKind.NAME),
        (Part(replace(FILE, path="8/a\u202efdp.exe"), None), GOOD, RemarkKind.NAME),
        (Part(FILE, None), Measured((A4,) * 600), RemarkKind.THICK),
    ],
)
def test_what_a_person_should_know_is_said_and_is_no_lack(part: Part, measured: Measured, kind: RemarkKind) -> None:
    assert kind in kinds(part, measured)
    assert not kind.lacks


def test_what_is_left_out_of_a_file_is_a_lack() -> None:
    kind, sentence = remarked(Part(FILE, None), Measured((A4,), unprinted=("附件1“a.zip”未打印。压缩包。",)))[0]
    assert (kind, kind.lacks) == (RemarkKind.ATTACHED, True)
    assert sentence.endswith("的附件1“a.zip”未打印。压缩包。")


def test_what_lacks_is_said_first() -> None:
    plan = volume([[1, 1]])
    recipe = Recipe()
    last = [ref for ref in order(plan, recipe) if ref.kind is SheetKind.PART][-1]
    measured = dict.fromkeys(order(plan, recipe), GOOD) | {last: Measured((A4,), "坏。")}
    found = remarks([lay_out(plan, recipe, measured)])
    assert [one.kind for one in found] == [RemarkKind.UNREADABLE, RemarkKind.UNDATED, RemarkKind.UNDATED]
    assert (found[0].volume, found[0].number, found[0].evidence, found[0].path) == ("第01卷 甲", 1, 2, "a.pdf")


@pytest.mark.parametrize(("basis", "said"), [("", [(1, 0)]), ("区食安委〔2023〕3号", [])])
def test_an_omission_without_its_approving_document_is_said(basis: str, said: list[tuple[int, int]]) -> None:
    plan, recipe = volume([[]]), Recipe()
    plan = replace(plan, sections=(replace(plan.sections[0], omission_basis=basis),))
    found = remarks([lay_out(plan, recipe, dict.fromkeys(order(plan, recipe), GOOD))])
    assert [(one.number, one.evidence) for one in found if one.kind is RemarkKind.UNFOUNDED] == said
    assert not any(one.kind.lacks for one in found)


def test_a_secret_title_is_in_no_remark() -> None:
    secret = replace(FILE, path="密件名.pdf", verdict=replace(FILE.verdict, condition=Condition.SUSPENDED))
    found = remarked(Part(secret, None), Measured((A4,), "未打开。"))
    assert "密件名" not in "".join(sentence for _, sentence in found)


def test_ranges_and_long_files() -> None:
    sizes = (A4, (1.0, 2.0), (3.0, 4.0))
    assert narrowed(sizes, None) == (sizes, None)
    assert narrowed(sizes, (2, 3)) == (sizes[1:], None)
    for pages in ((0, 1), (3, 2), (3, 4)):
        found, why = narrowed(sizes, pages)
        assert found == ()
        assert why is not None
        assert "该文件共3页" in why
    assert held_back(500, Recipe(longest=500)) is None
    assert held_back(501, Recipe(longest=None)) is None
    assert "共3500页" in (held_back(3500, Recipe()) or "")


def test_every_kind_has_a_label() -> None:
    assert len({kind.label for kind in RemarkKind}) == len(RemarkKind)
