"""The life of an evidence folder as hypothesis plays it, against a model of what must have become of every file.

`FolderLife` is one state machine for two folders: the one in memory (every run) and a real one on a disk with the real
store (few runs). A subclass says how to make them, and how to carry out the four things that happen to files.
"""

from collections.abc import Sequence

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from foodsafe_desktop.domain.dossier import Dossier
from foodsafe_desktop.domain.evidence import EvidenceFile, Origin, Presence
from foodsafe_desktop.services import deciding
from foodsafe_desktop.services.accession import ScanReport, scan
from foodsafe_desktop.services.history import latest
from foodsafe_desktop.services.inspecting import inspect
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive

FOLDERS = ("", "来件/", "(8) 会商/2022/", "(9) 监测/2023/")
NAMES = (
    "报告.docx",
    "䶮𠮷😀.pdf",
    "é.pdf",
    "e\u0301.pdf",
    "Scan.PDF",
    "scan.pdf",
    "CON",
    "点和空格. .",
    "长" * 83 + ".pdf",
    "\udcd6\udcd0.pdf",
)
places = st.tuples(st.sampled_from(FOLDERS), st.sampled_from(NAMES)).map("".join)
some = st.integers(0, 99)


class FolderLife(RuleBasedStateMachine):
    """`files`: what lies in the folder; `records`: which record a file had when last scanned, where it is clear."""

    archive: Archive

    def __init__(self) -> None:
        super().__init__()
        self.files: dict[str, bytes] = {}
        self.records: dict[str, int] = {}
        self.by_person: set[tuple[int, int]] = set()
        self.events: list[str] = []
        self.tick = 0
        self.scanned = True

    @initialize()
    def begin(self) -> None:
        self.open()

    # What a subclass carries out.

    def open(self) -> None:
        """Make the archive, or open it again."""
        raise NotImplementedError

    def put(self, path: str, content: bytes) -> None:
        """Write a file, new or in place."""
        raise NotImplementedError

    def move(self, old: str, new: str) -> None:
        """Rename; what lies at `new` is replaced."""
        raise NotImplementedError

    def remove(self, path: str) -> None:
        """Delete a file."""
        raise NotImplementedError

    def read_paths(self) -> Sequence[str]:
        """What was read since this was asked last."""
        raise NotImplementedError

    # What happens in the folder.

    def any(self, number: int) -> str:
        return sorted(self.files)[number % len(self.files)]

    def fresh(self) -> bytes:
        self.tick += 1
        return f"content {self.tick}".encode()

    def _put(self, path: str, content: bytes) -> None:
        self.put(path, content)
        self.files[path] = content
        self.scanned = False

    def _move(self, old: str, new: str) -> None:
        self.move(old, new)
        self.files[new] = self.files.pop(old)
        if old in self.records:
            self.records[new] = self.records.pop(old)
        self.scanned = False

    @rule(path=places)
    def create(self, path: str) -> None:
        if path not in self.files:
            self._put(path, self.fresh())
            self.events.append("create")

    @rule(path=places)
    def create_empty(self, path: str) -> None:
        if path not in self.files:
            self._put(path, b"")
            self.events.append("other")

    @precondition(lambda self: self.files)
    @rule(number=some, path=places)
    def copy(self, number: int, path: str) -> None:
        if path not in self.files:
            self._put(path, self.files[self.any(number)])
            self.events.append("other")

    @precondition(lambda self: self.files)
    @rule(number=some)
    def write(self, number: int) -> None:
        self._put(self.any(number), self.fresh())
        self.events.append("write")

    @precondition(lambda self: self.files)
    @rule(number=some)
    def save_by_renaming(self, number: int) -> None:
        path = self.any(number)
        record = self.records.get(path)
        self._put("~$保存中.tmp", self.fresh())
        self._move("~$保存中.tmp", path)
        if record is not None:
            self.records[path] = record
        self.events.append("write")

    @precondition(lambda self: self.files)
    @rule(number=some, path=places)
    def move_away(self, number: int, path: str) -> None:
        old = self.any(number)
        if path not in self.files:
            self.events.append("move" if self.files[old] else "other")
            self._move(old, path)

    @precondition(lambda self: self.files)
    @rule(number=some, path=places)
    def rename_and_edit(self, number: int, path: str) -> None:
        old = self.any(number)
        if path not in self.files:
            self._move(old, path)
            self._put(path, self.fresh())
            self.events.append("other")

    @precondition(lambda self: len(self.files) > 1)
    @rule(one=some, two=some)
    def swap(self, one: int, two: int) -> None:
        first, second = self.any(one), self.any(two)
        if first != second:
            self._move(first, "~$换.tmp")
            self._move(second, first)
            self._move("~$换.tmp", second)
            self.events.append("move" if self.files[first] and self.files[second] else "other")

    @precondition(lambda self: len(self.files) > 1)
    @rule(one=some, two=some)
    def move_over_another(self, one: int, two: int) -> None:
        first, second = self.any(one), self.any(two)
        if first != second:
            self._move(first, second)
            self.events.append("other")

    @precondition(lambda self: self.files)
    @rule(number=some)
    def delete(self, number: int) -> None:
        path = self.any(number)
        self.remove(path)
        del self.files[path]
        self.events.append("delete")
        self.scanned = False

    # What the program does.

    @precondition(lambda self: self.scanned and self.files)
    @rule(number=some, to=st.sampled_from((8, 9, 108)))
    def assign(self, number: int, to: int) -> None:
        evidence = next(f.evidence_id for f in self.dossier().files if f.path == self.any(number))
        deciding.assign(self.archive, [evidence], to)
        self.by_person.add((evidence, to))

    @rule()
    def close_and_open(self) -> None:
        self.open()

    @rule()
    def open_some(self) -> None:
        """Files may have changed, moved and gone since they were registered; that must disturb nothing."""
        waiting = {file.id for file in self.dossier().files if file.verdict.is_pending}
        before = {file.id: file for file in self.dossier().files}
        inspect(self.archive, Job(), seconds=0)
        for file in self.dossier().files:
            lies_there = file.path in self.files and self._lies_as_recorded(before[file.id])
            assert file.verdict == before[file.id].verdict or (file.id in waiting and lies_there)
        self.read_paths()

    def _lies_as_recorded(self, file: EvidenceFile) -> bool:
        assert file.fixity is not None
        return file.fixity.same_content(self.archive.folder.fixity(file.path, Job()))

    @rule()
    def register(self) -> None:
        """A scan after which the program ends before anything is opened."""
        scan(self.archive, Job(), accept_empty=True, inspect=False)
        after = self.dossier()
        self.records = {file.path: file.id for file in after.files if file.presence is Presence.PRESENT}
        self.events.clear()
        self.scanned = True
        self.read_paths()
        self.nothing_is_ever_lost(after)

    @rule()
    def scan(self) -> None:
        before = self.dossier()
        report = scan(self.archive, Job(), accept_empty=True)
        after = self.dossier()
        self._what_happened_is_told(report, before, after)
        self.records = {file.path: file.id for file in after.files if file.presence is Presence.PRESENT}
        self.events.clear()
        self.scanned = True
        self.read_paths()
        again = scan(self.archive, Job())
        assert (again.new, again.changed, again.moved, again.returned, again.questions) == (0, 0, 0, 0, 0)
        assert self.dossier() == after
        assert self.read_paths() == []
        self.every_file_has_one_record_that_says_what_it_is(after)
        self.nothing_is_ever_lost(after)
        self.the_history_tells_where_each_file_is(after)

    def dossier(self) -> Dossier:
        with self.archive.store.begin() as unit:
            return unit.dossier()

    def _what_happened_is_told(self, report: ScanReport, before: Dossier, after: Dossier) -> None:
        """Where only one kind of thing happened it is clear what must be found, file by file."""
        missed = {file.path for file in before.files if file.presence is Presence.MISSING}
        distinct = len({*self.files.values()}) == len(self.files)
        now = {file.path: file.id for file in after.files if file.presence is Presence.PRESENT}
        if distinct and set(self.events) <= {"move"} and not self._one_may_be_missed(before, after):
            assert (report.new, report.changed, report.questions and report.moved == 0) == (0, 0, False)
            assert now == self.records
        if self.events == ["write"]:
            assert (report.new, report.changed, report.moved) == (0, 1, 0)
            assert now == self.records
        if self.events == ["create"] and not missed & set(self.files):
            assert (report.new, report.changed, report.moved) == (1, 0, 0)
        if self.events == ["delete"]:
            assert (report.new, report.changed, report.moved) == (0, 0, 0)
            assert report.missing == len(missed) + 1

    def _one_may_be_missed(self, before: Dossier, after: Dossier) -> bool:
        """Whether a file has the place or the bytes of one that was missed: then it may be that one come back."""
        missed = [file for file in before.files if file.presence is Presence.MISSING]
        places, bytes_ = {file.path for file in missed}, {file.fixity and file.fixity.digest for file in missed}
        there = [file for file in after.files if file.presence is Presence.PRESENT]
        return any(file.path in places or (file.fixity and file.fixity.digest) in bytes_ for file in there)

    # What holds after every scan.

    def every_file_has_one_record_that_says_what_it_is(self, dossier: Dossier) -> None:
        present = [file for file in dossier.files if file.presence is Presence.PRESENT]
        assert sorted(file.path for file in present) == sorted(self.files)
        for file in present:
            assert file.fixity is not None
            assert not file.verdict.is_pending
            assert file.fixity.size == len(self.files[file.path])
            expected = self.archive.folder.fixity(file.path, Job())
            assert file.fixity.same_content(expected)
        self.read_paths()
        assert not {f.path for f in dossier.files if f.presence is Presence.MISSING} & set(self.files)

    def nothing_is_ever_lost(self, dossier: Dossier) -> None:
        assert [file.id for file in dossier.files] == list(range(1, len(dossier.files) + 1))
        assert {file.evidence_id for file in dossier.files} == set(dossier.evidence)
        kept = {(one.evidence_id, one.number) for one in dossier.assignments if one.origin is Origin.PERSON}
        assert kept == self.by_person

    def the_history_tells_where_each_file_is(self, dossier: Dossier) -> None:
        told = latest(self.archive)
        for file in dossier.files:
            life = [line for line in told if line.verb.startswith("file_") and line.detail["file"] == file.id]
            assert life[0].verb == "file_taken_in"
            path, present, revision = life[0].subject, True, 1
            for line in life[1:]:
                if line.verb in ("file_moved", "file_returned") and "from" in line.detail:
                    assert line.detail["from"] == path
                if line.subject != path:
                    assert line.verb in ("file_moved", "file_returned")
                path = line.subject
                present = line.verb != "file_missing"
                revision += line.verb in ("file_changed", "file_replaced")
            assert (path, present, revision) == (file.path, file.presence is Presence.PRESENT, file.revision)
