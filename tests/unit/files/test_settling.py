from hypothesis import given
from hypothesis import strategies as st

from foodsafe_desktop.files.watcher import Settling


def test_nothing_is_waited_for_before_the_first_change() -> None:
    settling = Settling(2.0)
    assert settling.remaining(100.0) is None
    assert not settling.came_to_rest(100.0)


def test_every_change_begins_the_wait_anew_and_rest_is_said_once() -> None:
    settling = Settling(2.0)
    settling.touched(10.0)
    settling.touched(11.5)
    assert settling.remaining(12.0) == 1.5
    assert not settling.came_to_rest(13.4)
    assert settling.came_to_rest(13.5)
    assert not settling.came_to_rest(20.0)
    assert settling.remaining(20.0) is None


@given(st.lists(st.floats(0, 10), min_size=1, max_size=20))
def test_rest_comes_exactly_one_settle_time_after_the_last_change(gaps: list[float]) -> None:
    settling, now = Settling(3.0), 0.0
    said = 0
    for gap in gaps:
        said += settling.came_to_rest(now + gap)
        now += gap
        settling.touched(now)
    assert said == sum(gap >= 3.0 for gap in gaps[1:])
    assert settling.came_to_rest(now + 3.0)
