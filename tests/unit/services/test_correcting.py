"""Corrections: in use at once for every service, with a reason, in the history, and undone exactly."""

from collections.abc import Callable

import pytest

from foodsafe_desktop.domain.catalogue import Catalogue, Doubt
from foodsafe_desktop.domain.corrections import Correction, CorrectionKind
from foodsafe_desktop.domain.errors import CorrectionRefused
from foodsafe_desktop.domain.evidence import Evidence
from foodsafe_desktop.services import correcting, deciding
from foodsafe_desktop.services.deciding import Decision
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.review import overview
from tests.sure import sure

WHY = "经与纸质原件核对"


def doubt_of(catalogue: Catalogue, number: int, field: str) -> Doubt:
    sub = catalogue.sub_item(number)
    assert sub is not None
    return next(doubt for doubt in sub.doubts if doubt.field == field)


CORRECTIONS: dict[str, Callable[[Archive], Decision]] = {
    "settle": lambda a: correcting.settle_doubt(a, 8, doubt_of(a.catalogue, 8, "departments"), WHY),
    "settle with the reading": lambda a: correcting.settle_doubt(
        a, 4, doubt_of(a.catalogue, 4, "departments"), WHY, reading="区食品药品安全委员会办公室"
    ),
    "settle of item": lambda a: correcting.settle_doubt(
        a, 29, next(i.doubts[0] for i in a.catalogue.items if i.number == 29), WHY, of_item=True
    ),
    "departments": lambda a: correcting.change_departments(a, 20, ["区工信与科技局", "区教育局"], WHY, lead=True),
    "text": lambda a: correcting.change_text(a, 16, "改正后的文字。", WHY),
    "reserved": lambda a: correcting.enter_reserved(a, 112, "原件第112项。", 36, WHY),
    "reserved veto": lambda a: correcting.enter_reserved(a, 112, "原件第112项。", None, WHY),
    "move": lambda a: correcting.move_sub_item(a, 3, 2, WHY),
}


@pytest.mark.parametrize("name", CORRECTIONS)
def test_a_correction_is_in_use_at_once_and_undone_exactly(archive: Archive, name: str) -> None:
    printed = archive.catalogue
    before = overview(archive)
    decision = CORRECTIONS[name](archive)
    now = overview(archive)
    assert now.catalogue == archive.catalogue != printed
    assert now.printed == printed
    assert now.dossier.corrections
    assert now.idle == ()
    assert decision.sentence.endswith("。")
    decision.undo()
    after = overview(archive)
    assert (after.catalogue, after.dossier) == (printed, before.dossier)


@pytest.mark.parametrize("name", CORRECTIONS)
def test_the_reason_is_in_the_history_and_so_is_the_undo(archive: Archive, name: str) -> None:
    decision = CORRECTIONS[name](archive)
    with archive.store.begin() as unit:
        lines = unit.history()
        kept = unit.corrections()
    assert [line.verb for line in lines] == ["corrected"] * len(kept)
    assert all(line.detail["reason"] == WHY == one.reason for line, one in zip(lines, kept, strict=True))
    decision.undo()
    with archive.store.begin() as unit:
        assert [line.verb for line in unit.history()][len(lines) :] == ["correction_withdrawn"] * len(kept)


def test_a_doubt_settled_with_its_reading_changes_the_departments_too(archive: Archive) -> None:
    CORRECTIONS["settle with the reading"](archive)
    sub = archive.catalogue.sub_item(4)
    assert sub is not None
    assert archive.catalogue.responsible(sub) == ("区食品药品安全委员会办公室",)
    assert [doubt.field for doubt in sub.doubts] == ["item", "text"]
    assert sub.departments_as_printed == "区食品药品监督管理局办公室"


def test_departments_get_their_normalised_names(archive: Archive) -> None:
    CORRECTIONS["departments"](archive)
    sub = archive.catalogue.sub_item(20)
    assert sub is not None
    assert (sub.lead, sub.departments) == ("区工信和科技局", ("区教育局",))


@pytest.mark.parametrize(
    ("refused", "word"),
    [
        (lambda a: correcting.change_text(a, 8, "  ", WHY), "为空"),
        (lambda a: correcting.change_text(a, 8, "文字", " "), "依据"),
        (lambda a: correcting.change_text(a, 112, "文字", WHY), "保留号"),
        (lambda a: correcting.change_departments(a, 8, [], WHY), "为空"),
        (lambda a: correcting.change_departments(a, 108, ["区教育局"], WHY), "没有这一小项"),
        (lambda a: correcting.enter_reserved(a, 8, "文字", 4, WHY), "不是保留号"),
        (lambda a: correcting.enter_reserved(a, 112, "文字", 99, WHY), "第99大项"),
        (lambda a: correcting.move_sub_item(a, 8, 4, WHY), "已在其中"),
        (lambda a: correcting.settle_doubt(a, 8, Doubt("text", "没有"), WHY), "没有这一处疑点"),
        (
            lambda a: correcting.settle_doubt(a, 107, doubt_of(a.catalogue, 106, "points"), WHY, reading="3"),
            "不能同时录入",
        ),
        (lambda a: correcting.withdraw(a, 77), "可能已被撤销"),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence_and_nothing_is_kept(
    archive: Archive, refused: Callable[[Archive], Decision], word: str
) -> None:
    with pytest.raises(CorrectionRefused) as error:
        refused(archive)
    assert word in error.value.sentence
    assert error.value.sentence.endswith("。")
    with archive.store.begin() as unit:
        assert (unit.corrections(), unit.history()) == ([], [])


def test_an_earlier_correction_can_be_withdrawn_later_and_the_one_before_it_stands_again(archive: Archive) -> None:
    correcting.change_text(archive, 8, "第一次", WHY)
    correcting.change_text(archive, 8, "第二次", WHY)
    with archive.store.begin() as unit:
        last: Correction = unit.corrections()[-1]
    taken_back = correcting.withdraw(archive, last.id)
    assert sure(archive.catalogue.sub_item(8)).text == "第一次"
    taken_back.undo()
    assert sure(archive.catalogue.sub_item(8)).text == "第二次"
    with archive.store.begin() as unit:
        assert unit.corrections()[-1] == last


def test_an_entered_number_takes_evidence_and_is_not_taken_away_from_under_it(archive: Archive) -> None:
    entered = CORRECTIONS["reserved"](archive)
    with archive.store.begin() as unit:
        [piece] = unit.save_evidence([Evidence(0, "方案", 2023)])
    assigned = deciding.assign(archive, [piece.id], 112)
    with pytest.raises(CorrectionRefused, match="1 件材料"):
        entered.undo()
    assert archive.catalogue.takes_evidence(112)
    assigned.undo()
    entered.undo()
    assert not archive.catalogue.takes_evidence(112)


def test_a_failing_store_leaves_the_rules_as_they_were(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    printed = archive.catalogue

    def fail(*_args: object) -> None:
        raise OSError("disk full")

    with archive.store.begin() as unit:
        monkeypatch.setattr(type(unit), "record", fail)
    with pytest.raises(OSError, match="disk full"):
        correcting.change_text(archive, 8, "文字", WHY)
    monkeypatch.undo()
    assert archive.catalogue == printed
    with archive.store.begin() as unit:
        assert unit.corrections() == []


def test_every_kind_has_its_chinese_word() -> None:
    assert len({kind.label for kind in CorrectionKind}) == len(CorrectionKind)
