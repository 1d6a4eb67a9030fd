"""What a test counts on being there."""

from typing import TypeVar

Thing = TypeVar("Thing")


def sure(thing: Thing | None) -> Thing:
    """The thing itself; the test fails where there is none."""
    assert thing is not None
    return thing
