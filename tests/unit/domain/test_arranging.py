"""Groupings, references and page ranges: what else a binder may be made of than items."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foodsafe_desktop.domain.arranging import plan_volumes
from foodsafe_desktop.domain.binder import VolumePlan
from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.errors import ScopeUnknown
from foodsafe_desktop.domain.gaps import coverage
from foodsafe_desktop.domain.recipe import Grouping, Recipe
from foodsafe_desktop.domain.references import Document, completed, document_of, printed_in
from foodsafe_desktop.domain.sheets import A4, Measured, SheetKind, lay_out, order
from tests.unit.builders import SMALL, Held, dossier, held, holdings


def arranged(one: Dossier, scope: str = "all", **recipe: object) -> tuple[VolumePlan, ...]:
    return plan_volumes(SMALL, one, coverage(SMALL, one), scope, Recipe(**recipe))  # type: ignore[arg-type]


def described(one: Dossier, **facts: tuple[str, str]) -> Dossier:
    """The dossier with 保管期限 and 机构 of its pieces by number: ``e1=("Y", "办公室")``."""
    kept = {key: one.evidence[key] for key in one.evidence}
    for name, (retention, organ) in facts.items():
        key = int(name[1:])
        kept[key] = replace(kept[key], retention=retention, organ=organ)
    return Dossier(kept, one.files, one.assignments, one.omissions, one.election)


def ranged(one: Dossier, ranges: dict[tuple[int, int], tuple[int, int]]) -> Dossier:
    """The dossier with page ranges by piece and number."""
    assignments = tuple(replace(a, pages=ranges.get((a.evidence_id, a.number))) for a in one.assignments)
    return Dossier(one.evidence, one.files, assignments, one.omissions, one.election)


class TestReferences:
    def test_a_document_is_printed_at_its_first_number_and_referred_to_after_it(self) -> None:
        found = arranged(dossier(held(8, 28, 108)))
        pieces = [(volume.key, piece) for volume in found for piece in volume.pieces]
        assert [(key, piece.number) for key, piece in pieces] == [("item-8", 8), ("item-8", 28), ("vetoes", 108)]
        assert pieces[0][1].printed_at is None
        for _, piece in pieces[1:]:
            assert piece.printed_at is not None
            place = piece.printed_at
            assert (place.key, place.volume, place.number) == ("item-8", "第08卷 食品抽检", 8)
            assert place.code == pieces[0][1].code

    def test_it_is_printed_everywhere_where_the_recipe_wants_that(self) -> None:
        found = arranged(dossier(held(8, 28)), repeat=True)
        assert all(piece.printed_at is None for volume in found for piece in volume.pieces)

    def test_an_excerpt_of_one_sub_item_holds_what_it_has(self) -> None:
        (found,) = arranged(dossier(held(8, 28)), "sub-item:28")
        assert [piece.printed_at for piece in found.pieces] == [None]

    def test_a_volume_of_the_set_refers_to_one_that_is_not_compiled_with_it(self) -> None:
        (found,) = arranged(dossier(held(8, 86)), "item:30")
        (piece,) = found.pieces
        assert piece.printed_at is not None
        assert (piece.printed_at.key, piece.printed_at.page) == ("item-8", None)

    def test_other_pages_of_a_file_are_another_document(self) -> None:
        one = ranged(dossier(held(8, 28, 108)), {(1, 8): (1, 3), (1, 28): (4, 4), (1, 108): (1, 3)})
        found = {piece.number: piece for volume in arranged(one) for piece in volume.pieces}
        assert [found[number].printed_at is None for number in (8, 28, 108)] == [True, True, False]
        assert [found[number].parts[0].pages for number in (8, 28, 108)] == [(1, 3), (4, 4), (1, 3)]

    def test_a_range_counts_pages_of_the_first_file(self) -> None:
        one = ranged(dossier(held(8, files=3)), {(1, 8): (2, 2)})
        (piece,) = (piece for volume in arranged(one) for piece in volume.pieces)
        assert [part.pages for part in piece.parts] == [(2, 2)]

    @given(st.lists(holdings, max_size=8), st.sampled_from(Grouping))
    def test_every_document_is_printed_once_and_before_all_that_refers_to_it(
        self, pieces: list[Held], grouping: Grouping
    ) -> None:
        one = dossier(*pieces)
        printed: set[Document] = set()
        for volume in arranged(one, grouping=grouping):
            for piece in volume.pieces:
                if piece.printed_at is None:
                    assert document_of(piece) not in printed
                    printed.add(document_of(piece))
                else:
                    assert document_of(piece) in printed
        assert {key for key, _ in printed} == {e.id for group in one.assigned_to.values() for e in group}

    def test_pages_are_filled_in_once_they_are_known(self) -> None:
        first, *_, last = arranged(dossier(held(8), held(8, 108)), "all")[1:]
        recipe = Recipe()
        laid = lay_out(first, recipe, dict.fromkeys(order(first, recipe), Measured((A4,))))
        (piece,) = completed(last, printed_in([laid])).pieces
        assert piece.printed_at is not None
        assert piece.printed_at.page == "3"
        refs = [ref for ref in order(last, recipe) if ref.ordinal]
        assert [ref.kind for ref in refs] == [SheetKind.REFERENCE]


class TestGroupings:
    def test_by_sub_item(self) -> None:
        found = arranged(dossier(held(8)), grouping=Grouping.SUB_ITEM)
        assert all(len(volume.sections) == 1 and volume.number == volume.sections[0].number for volume in found)
        assert arranged(dossier(held(8)), "sub-item:8", grouping=Grouping.SUB_ITEM)[0].key == "sub-item-8"
        keys = [volume.key for volume in arranged(dossier(), "item:8", grouping=Grouping.SUB_ITEM)]
        assert keys == ["sub-item-8", "sub-item-28"]

    def test_by_department(self) -> None:
        found = arranged(dossier(held(28)), grouping=Grouping.DEPARTMENT)
        with_it = [volume for volume in found if volume.pieces]
        assert len(with_it) == 2  # two departments answer for it: one prints it, the other refers to it
        assert [volume.pieces[0].printed_at is None for volume in with_it] == [True, False]
        assert found[-1].key == "vetoes"

    def test_by_year_with_what_is_missing_of_that_year(self) -> None:
        one = dossier(held(8, year=2022), held(8, year=2023), held(28, year=None))
        found = {volume.key: volume for volume in arranged(one, grouping=Grouping.YEAR)}
        assert list(found) == ["year-2022", "year-2023", "year-2024", "year-none"]
        assert [piece.evidence.id for piece in found["year-2022"].pieces] == [1]
        assert [piece.evidence.id for piece in found["year-none"].pieces] == [3]
        for year in (2022, 2023, 2024):
            standings = [section.standing for section in found[f"year-{year}"].sections]
            assert {gap.year for standing in standings for gap in standing.gaps} <= {year}
        assert found["year-2024"].sections

    def test_an_archival_box_never_mixes_year_retention_or_organ(self) -> None:
        one = described(
            dossier(held(8, 28), held(8), held(28, year=2022), held(108), held(8)),
            e1=("D10", "办公室"),
            e2=("Y", "办公室"),
            e4=("Y", ""),
            e5=("Y", "办公室"),
        )
        found = arranged(one, grouping=Grouping.ARCHIVE)
        assert [volume.title for volume in found] == [
            "2022年度　期限未定　机构未定",
            "2023年度　永久　办公室",
            "2023年度　永久　机构未定",
            "2023年度　10年　办公室",
        ]
        assert [[piece.evidence.id for piece in volume.pieces] for volume in found] == [[3], [2, 5], [4], [1]]
        assert all(piece.printed_at is None for volume in found for piece in volume.pieces)

    @given(st.lists(st.tuples(holdings, st.sampled_from([("Y", "甲"), ("D10", ""), ("", "乙")])), max_size=8))
    def test_archival_boxes_hold_every_document_once(self, drawn: list[tuple[Held, tuple[str, str]]]) -> None:
        facts = {f"e{key}": kind for key, (_, kind) in enumerate(drawn, 1)}
        one = described(dossier(*(piece for piece, _ in drawn)), **facts)
        found = arranged(one, grouping=Grouping.ARCHIVE)
        for volume in found:
            kinds = {(e.year, e.retention, e.organ) for e in (piece.evidence for piece in volume.pieces)}
            assert len(kinds) == 1
        held_ids = [piece.evidence.id for volume in found for piece in volume.pieces]
        assert sorted(held_ids) == sorted({e.id for group in one.assigned_to.values() for e in group})
        assert len({volume.key for volume in found}) == len(found)

    @pytest.mark.parametrize("grouping", Grouping)
    @pytest.mark.parametrize("scope", ["item:99", "dimension:9", "sub-item:112", "department:无此局", "box:0"])
    def test_scopes_that_name_nothing_are_refused_in_every_grouping(self, grouping: Grouping, scope: str) -> None:
        with pytest.raises(ScopeUnknown):
            arranged(dossier(held(8)), scope, grouping=grouping)

    @pytest.mark.parametrize("grouping", Grouping)
    @pytest.mark.parametrize("scope", ["item:8", "dimension:1", "sub-item:8", "department:市监局"])
    def test_every_scope_gives_volumes_in_every_grouping(self, grouping: Grouping, scope: str) -> None:
        found = arranged(dossier(held(8), held(28)), scope, grouping=grouping)
        assert found
        assert len({volume.key for volume in found}) == len(found)


class TestPhotoSheets:
    def test_pictures_that_follow_each_other_stand_together(self) -> None:
        one = dossier(held(8, files=7))
        kinds = ["pdf", "jpeg", "png", "jpeg", "pdf", "jpeg", "jpeg"]
        files = [
            replace(file, verdict=replace(file.verdict, format=kind))
            for file, kind in zip(one.files, kinds, strict=True)
        ]
        pictured = Dossier(one.evidence, files, one.assignments, one.omissions, one.election)
        (piece,) = (piece for volume in arranged(pictured, photos=2) for piece in volume.pieces)
        assert [len(part.photos) for part in piece.parts] == [0, 2, 1, 0, 2]
        assert [file for part in piece.parts for file in part.files] == files
        (plain,) = (piece for volume in arranged(pictured) for piece in volume.pieces)
        assert [len(part.files) for part in plain.parts] == [1] * 7
