"""The rule of rest, with times passed in. The settle time is two seconds throughout."""

from hypothesis import given
from hypothesis import strategies as st

from foodsafe_desktop.files.quiet import GONE, Look, Settling

SETTLE = 2.0


class Disk:
    """A folder in memory, a watcher that ticks ten times a second, and the moments at which it calls."""

    def __init__(self) -> None:
        self.settling = Settling(SETTLE)
        self.files: dict[str, Look] = {}
        self.changed: dict[str, float] = {}
        self.now = 0.0
        self.calls: list[float] = []
        self.taken: list[set[str]] = []

    def write(self, path: str, size: int) -> None:
        self.files[path], self.changed[path] = (size, round(self.now * 1e9)), self.now
        self.settling.touched(path, self.now)
        self.settling.seen(path, self.files[path], self.now)

    def remove(self, path: str) -> None:
        del self.files[path]
        self.settling.touched(path, self.now)
        self.settling.seen(path, GONE, self.now)

    def rename(self, old: str, new: str) -> None:
        self.files[new], self.changed[new] = self.files.pop(old), self.now
        self.settling.moved(old, new, self.now)
        self.settling.seen(new, self.files[new], self.now)

    def wait(self, seconds: float) -> "Disk":
        end = self.now + seconds
        while self.now < end - 1e-9:
            self.now = min(self.now + 0.1, end)
            for path in self.settling.due(self.now):
                self.settling.seen(path, self.files.get(path, GONE), self.now)
            if self.settling.ready(self.now):
                self.calls.append(round(self.now, 1))
                taken = set(self.files) - self.settling.waiting()
                assert not [path for path in taken if self.now - self.changed.get(path, 0.0) < SETTLE - 1e-6]
                self.taken.append(taken)
        return self


def test_nothing_is_waited_for_before_the_first_change() -> None:
    disk = Disk()
    assert disk.settling.is_idle
    assert disk.wait(100).calls == []


def test_a_file_rests_one_settle_time_after_its_last_change_and_is_told_once() -> None:
    disk = Disk()
    disk.write("a.pdf", 10)
    disk.wait(0.5)
    disk.write("a.pdf", 20)
    assert disk.settling.waiting() == {"a.pdf"}
    disk.wait(60)
    assert disk.calls == [2.5]
    assert disk.taken == [{"a.pdf"}]
    assert disk.settling.is_idle


def test_a_scanner_that_opens_and_closes_a_file_eight_times_is_taken_once_at_the_end() -> None:
    disk = Disk()
    disk.write("scan.pdf", 0)
    for number, pause in enumerate((3, 7, 4, 6, 3, 7, 5, 5), start=1):
        disk.wait(pause)
        disk.write("scan.pdf", number * 100_000)
    assert disk.calls == []
    assert disk.settling.waiting() == {"scan.pdf"}
    disk.wait(120)
    assert len(disk.calls) == 1
    assert disk.now - 120 + SETTLE < disk.calls[0] <= disk.now - 120 + 30 * SETTLE


def test_an_empty_placeholder_is_waited_for_long_but_not_for_ever() -> None:
    disk = Disk()
    disk.write("空.pdf", 0)
    disk.wait(29)
    assert disk.calls == []
    disk.wait(10)
    assert len(disk.calls) == 1


def test_a_file_that_grows_without_any_event_is_no_more_at_rest_than_one_with() -> None:
    disk = Disk()
    disk.write("网络.mp4", 1)
    for size in range(2, 8):
        disk.files["网络.mp4"] = (size, size)
        disk.wait(1.9)
    assert disk.calls == []
    disk.wait(60)
    assert len(disk.calls) == 1


def test_a_growing_file_holds_up_no_other() -> None:
    disk = Disk()
    disk.write("会议.docx", 5)
    for size in range(1, 300):
        disk.write("视频.mp4", size)
        disk.wait(0.1)
    assert len(disk.calls) == 1
    assert disk.calls[0] <= 4 * SETTLE + 0.2
    assert disk.taken == [{"会议.docx"}]
    disk.wait(60)
    assert disk.taken[1:] == [{"会议.docx", "视频.mp4"}]


def test_a_safe_save_never_shows_the_document_gone() -> None:
    disk = Disk()
    disk.write("报告.docx", 10)
    disk.wait(10)
    disk.write("~WRL1.docx", 12)
    disk.remove("报告.docx")
    assert "报告.docx" in disk.settling.waiting()
    disk.wait(0.3)
    disk.rename("~WRL1.docx", "报告.docx")
    assert disk.settling.waiting() == {"报告.docx", "~WRL1.docx"}
    disk.wait(60)
    assert disk.taken == [{"报告.docx"}, {"报告.docx"}]


def test_both_ends_of_a_rename_come_to_rest_at_one_moment() -> None:
    disk = Disk()
    disk.write("a.pdf", 0)
    disk.rename("a.pdf", "b.pdf")
    disk.rename("b.pdf", "c.pdf")
    for _ in range(400):
        held = disk.settling.waiting()
        assert held in ({"a.pdf", "b.pdf", "c.pdf"}, set())
        disk.wait(0.1)
    assert len(disk.calls) == 1


def test_a_change_of_the_folder_alone_is_told_after_the_settle_time() -> None:
    disk = Disk()
    disk.settling.stirred(0.0)
    assert disk.wait(10).calls == [2.0]
    assert disk.settling.is_idle


def test_what_a_walk_met_too_young_is_told_when_it_rests_and_an_older_wait_is_not_shortened() -> None:
    disk = Disk()
    disk.files["a.pdf"] = (1, 1)
    disk.settling.noted("a.pdf", (1, 1), 0.0)
    disk.wait(1.5)
    disk.settling.noted("a.pdf", (1, 1), disk.now)
    assert disk.wait(10).calls == [2.0]
    disk.settling.seen("别的.pdf", (1, 1), disk.now)
    assert disk.settling.is_idle


def test_forgetting_the_folder_tells_nothing() -> None:
    disk = Disk()
    disk.write("a.pdf", 1)
    disk.settling.forget()
    assert disk.wait(60).calls == []


def test_ten_thousand_files_in_a_minute_are_few_calls_and_none_is_left_out() -> None:
    disk = Disk()
    for number in range(600):
        for part in range(10):
            disk.write(f"{number}-{part}.pdf", 9)
        disk.wait(0.1)
    disk.wait(10)
    assert len(disk.calls) <= 10
    assert disk.taken[-1] == set(disk.files)
    assert disk.settling.is_idle


NAMES = st.sampled_from(["a", "b", "c"])
DEEDS = st.one_of(
    st.tuples(st.just("write"), NAMES, st.integers(0, 3)),
    st.tuples(st.just("grow"), NAMES, st.integers(0, 3)),
    st.tuples(st.just("remove"), NAMES, st.just(0)),
    st.tuples(st.just("rename"), NAMES, NAMES),
)


@given(st.lists(st.tuples(DEEDS, st.floats(0, 9)), max_size=25))
def test_whatever_happens_every_change_is_told_in_the_end_and_no_file_before_it_rested(
    deeds: list[tuple[tuple[str, str, int | str], float]],
) -> None:
    disk = Disk()
    for (deed, path, value), pause in deeds:
        if deed == "write":
            disk.write(path, int(value))
        elif path in disk.files and deed == "remove":
            disk.remove(path)
        elif path in disk.files and deed == "rename" and value != path:
            disk.rename(path, str(value))
        elif path in disk.files and deed == "grow":
            disk.files[path] = (int(value), round(disk.now * 1e9))
        disk.wait(pause)
    before = len(disk.calls)
    busy = not disk.settling.is_idle
    disk.wait(31 * SETTLE)
    assert disk.settling.is_idle
    assert disk.settling.waiting() == set()
    assert (len(disk.calls) > before) is busy
