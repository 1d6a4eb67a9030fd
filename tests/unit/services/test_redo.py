"""A day's decisions of every kind: all of them undone in turn, all of them made again, and undone once more."""

import ast
import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import foodsafe_desktop.services
from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.editions import Edition
from foodsafe_desktop.domain.questions import Answer
from foodsafe_desktop.domain.recipe import PRESETS
from foodsafe_desktop.domain.reference_codes import Coding
from foodsafe_desktop.domain.requirements import Cadence, Requirement, RequirementList, annual_requirements
from foodsafe_desktop.services import (
    answering,
    coding,
    correcting,
    deciding,
    recipes,
    rectifying,
    relinking,
    requirements_editing,
    upgrading,
)
from foodsafe_desktop.services.accession import scan
from foodsafe_desktop.services.deciding import Decision
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.review import overview
from foodsafe_desktop.ui.decided import Decided
from tests.fakes import NOW, fake_archive

WHY = "经与纸质原件核对"
OWN = replace(PRESETS[0], name="本区方案")
DAY = NOW.date() + dt.timedelta(days=7)
MEETING = Requirement("8-meeting", 8, "会商会议纪要", "纪要", Cadence.EACH_YEAR)
SCHEME = Requirement("8-scheme", 8, "会商制度", "制度", Cadence.ONCE)


@pytest.fixture
def archive(catalogue: Catalogue) -> Archive:
    """A file that moved to another number's folder, one that is gone and lies elsewhere, and one that stayed."""
    archive = fake_archive(catalogue, requirements=RequirementList((MEETING, SCHEME), ()))
    folder = archive.folder
    for name, content in (("纪要", b"a"), ("通知", b"b"), ("报告", b"c")):
        folder.put(f"(8) 会商/2022/{name}.pdf", content)
    scan(archive, Job())
    folder.move("(8) 会商/2022/纪要.pdf", "(9) 监测/2022/纪要.pdf")
    del folder.files["(8) 会商/2022/通知.pdf"]
    scan(archive, Job())
    folder.put("来件/通知 新扫描.pdf", b"bb", mtime=2)
    scan(archive, Job())
    return archive


def _upgrade(archive: Archive) -> Decision:
    newer = replace(archive.rules.edition.catalogue, id="newer", title="新版任务分工表")
    edition = Edition(newer, "newer catalogue", annual_requirements(newer), "newer requirements")
    held = [line.number for line in newer.sub_items] + [veto.number for veto in newer.vetoes]
    return upgrading.upgrade(archive, edition, dict(zip(held, held, strict=True)))


def _withdraw(archive: Archive) -> Decision:
    return correcting.withdraw(archive, overview(archive).dossier.corrections[0].id)


A_DAY: dict[str, Callable[[Archive], Decision]] = {
    "answer": lambda a: answering.answer(a, [one.id for one in overview(a).questions], Answer.MOVE),
    "relink": lambda a: relinking.relink_file(a, 3, "来件/通知 新扫描.pdf", Job()),
    "accept": lambda a: deciding.accept_changes(a, [3]),
    "departments": lambda a: correcting.change_departments(a, 8, ["区教育局"], WHY),
    "text": lambda a: correcting.change_text(a, 9, "原件第9项。", WHY),
    "withdraw": _withdraw,
    "requirement": lambda a: requirements_editing.save_requirement(a, replace(MEETING, at_least=2)),
    "strike": lambda a: requirements_editing.strike_out(a, "8-scheme"),
    "restore": lambda a: requirements_editing.restore(a, "8-scheme"),
    "coding": lambda a: coding.save_coding(a, Coding("Z109")),
    "codes": lambda a: coding.give(a, [1, 3]).decision,
    "recipe": lambda a: recipes.save_recipe(a, OWN),
    "rename": lambda a: recipes.rename_recipe(a, OWN.name, replace(OWN, name="区级方案")),
    "default": lambda a: recipes.choose_default(a, "区级方案"),
    "remove": lambda a: recipes.remove_recipe(a, "区级方案"),
    "finding": lambda a: rectifying.raise_finding(a, 8, "缺签到表"),
    "findings": lambda a: rectifying.raise_from_gaps(a, overview(a).coverage.gaps[:2]),
    "deadline": lambda a: rectifying.set_deadline(a, 1, DAY),
    "close": lambda a: rectifying.close(a, 1, 1),
    "upgrade": _upgrade,
}


def state(archive: Archive) -> tuple[object, ...]:
    """All that decisions change."""
    now = overview(archive)
    with archive.store.begin() as unit:
        codes = coding.coding_of(unit)
    assigned = tuple(sorted(now.dossier.assignments, key=lambda one: (one.number, one.evidence_id)))
    dossier = replace(now.dossier, assignments=assigned)
    return dossier, now.findings, now.catalogue, now.requirements, codes, recipes.recipes(archive)


def test_a_day_is_taken_back_and_made_again_decision_by_decision(archive: Archive) -> None:
    decided, states = Decided(), [state(archive)]
    for name, make in A_DAY.items():
        decided.keep(make(archive))
        assert state(archive) != states[-1], name
        states.append(state(archive))
    for _ in range(2):
        for name, before in zip(reversed(A_DAY), reversed(states[:-1]), strict=True):
            decision = decided.newest()
            assert decision is not None, name
            decision.undo()
            decided.took_back(decision)
            assert state(archive) == before, name
        for name, after in zip(A_DAY, states[1:], strict=True):
            found = decided.next()
            assert found is not None, name
            decision, again = found
            made = again()
            decided.keep(made if isinstance(made, Decision) else decision, again=True)
            assert state(archive) == after, name


def test_codes_made_again_are_those_that_stand_on_paper_and_nobody_elses(archive: Archive) -> None:
    coding.save_coding(archive, Coding("Z109"))
    given = coding.give(archive, [1, 3]).decision
    codes = {key: piece.reference_code for key, piece in overview(archive).dossier.evidence.items()}
    given.undo()
    coding.give(archive, [3])
    other = overview(archive).dossier.evidence[3].reference_code
    assert given.redo is not None
    given.redo()
    now = {key: piece.reference_code for key, piece in overview(archive).dossier.evidence.items()}
    assert now == {**codes, 3: other}


def test_every_decision_says_how_it_is_made_again() -> None:
    rooms = Path(foodsafe_desktop.services.__file__).parent
    lacking = [
        f"{module.name}:{node.lineno}"
        for module in sorted(rooms.glob("*.py"))
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Decision"
        if len(node.args) + len(node.keywords) < 3
    ]
    assert not lacking
