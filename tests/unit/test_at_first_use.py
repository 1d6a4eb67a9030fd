"""Things loaded at their first use, and which start of the program needs nothing but the window."""

import pytest

from foodsafe_desktop.__main__ import _only_the_window
from foodsafe_desktop.at_first_use import at_first_use
from foodsafe_desktop.cli import parse


class Thing:
    def __init__(self) -> None:
        self.asked, self.closed = 0, False

    def ask(self) -> int:
        self.asked += 1
        return self.asked

    def close(self) -> None:
        self.closed = True


def test_it_is_loaded_once_and_when_first_asked() -> None:
    made: list[Thing] = []

    def load() -> Thing:
        made.append(Thing())
        return made[-1]

    thing = at_first_use(load)
    thing.close()
    assert not made, "closing is no use"
    assert [thing.ask(), thing.ask()] == [1, 2]
    thing.close()
    assert [one.closed for one in made] == [True]


@pytest.mark.parametrize(
    "argv", [[], ["--archive", "a/b"], ["--archive", "a/dossier.sqlite3"], ["a/dossier.sqlite3"]], ids=" ".join
)
def test_the_window_opens_what_the_parser_would_open(argv: list[str]) -> None:
    parsed = parse(argv)
    assert parsed.command is None
    assert _only_the_window(argv) == (parsed.archive,)


@pytest.mark.parametrize("argv", [["scan", "a"], ["--self-check"], ["--archive"], ["--archive", "--json"], ["a"]])
def test_everything_else_is_left_to_the_parser(argv: list[str]) -> None:
    assert _only_the_window(argv) is None
