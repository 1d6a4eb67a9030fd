"""每周一调度 and reports: what each week keeps, who is reminded, and that any week's bulletin prints again."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.errors import Cancelled, NoSuchWeek, NothingOfThatName, OutputInEvidence, SettingRefused
from foodsafe_desktop.domain.findings import compare_weeks
from foodsafe_desktop.domain.gaps import CoverageOptions, OmissionScoring
from foodsafe_desktop.domain.reports import ReportKind
from foodsafe_desktop.services import deciding, reckoning, reporting
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.review import overview
from tests.fakes import NOW, FakeArchive, FakeReports, fake_archive

OUT = Path("/out")


class Days:
    """A clock that stands still until it is told to move on."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> dt.datetime:
        return self.at

    def pass_by(self, days: int) -> None:
        self.at += dt.timedelta(days=days)


@pytest.fixture
def days() -> Days:
    return Days()


@pytest.fixture
def archive(catalogue: Catalogue, days: Days) -> Archive:
    return fake_archive(catalogue, clock=days)


def reports(archive: FakeArchive) -> FakeReports:
    return archive.reports


def test_a_snapshot_keeps_what_the_coverage_says(archive: Archive) -> None:
    week = reporting.remind(archive, OUT, Job()).week
    covered = overview(archive).coverage
    assert week.on == NOW.date()
    assert len(week.gaps) == len(covered.gaps)
    assert ("8-annual", 2022) in week.gaps
    assert (week.secured, week.attainable) == (str(covered.points.secured), str(covered.points.attainable))
    assert dict(week.departments)["区卫健委"] == sum("区卫健委" in gap.departments for gap in covered.gaps)
    assert reporting.kept_weeks(archive) == [week]


def test_one_department_gets_the_very_form_it_would_get_with_all_others(archive: FakeArchive) -> None:
    first, *_, last = (one for one in reporting.remind(archive, OUT, Job()).reminders)
    written = reports(archive).written
    everyone = [one for one in written if one[0].startswith("reminder")]
    written.clear()
    assert reporting.remind_one(archive, everyone[-1][1], OUT) == last != first
    assert written == [everyone[-1]]
    with archive.store.begin() as unit:
        assert unit.history()[-1].detail["departments"] == [everyone[-1][1]]
    with pytest.raises(NothingOfThatName, match="区外事办"):
        reporting.remind_one(archive, "区外事办", OUT)
    assert written == [everyone[-1]]


def test_every_department_that_owes_something_gets_one_form_with_a_number_of_its_own(archive: FakeArchive) -> None:
    report = reporting.remind(archive, OUT, Job())
    owing = {name for gap in overview(archive).coverage.gaps for name in gap.departments}
    forms = [(what, name) for what, name in reports(archive).written if what.startswith("reminder")]
    assert {name for _, name in forms} == owing
    assert len({what for what, _ in forms}) == len(forms) == len(report.reminders)
    assert forms[0][0] == "reminder 101 2024-05-13"  # due on the Monday after this Monday
    assert reports(archive).written[-1] == ("bulletin 1", "2024-05-06")
    assert report.files[0] == report.bulletin


def test_next_week_s_bulletin_shows_what_was_closed(archive: FakeArchive, days: Days) -> None:
    reporting.remind(archive, OUT, Job())
    deciding.register_paper(archive, 8, "会议纪要", 2022, "一号柜", 3)
    days.pass_by(3)
    report = reporting.remind(archive, OUT, Job())
    assert report.week.on == dt.date(2024, 5, 9)
    week = reports(archive).weeks[-1]
    assert week.last_week is not None
    compared = compare_weeks(week.this_week, week.last_week)
    assert (compared.closed, compared.new) == ((("8-annual", 2022),), ())
    assert reports(archive).written[-1] == ("bulletin 2", "2024-05-09")


def test_a_second_run_in_one_week_replaces_the_first_and_keeps_its_issue(archive: FakeArchive, days: Days) -> None:
    days.pass_by(1)
    reporting.remind(archive, OUT, Job())
    days.pass_by(2)
    reporting.remind(archive, OUT, Job())
    assert [what for what, _ in reports(archive).written if what.startswith("bulletin")] == ["bulletin 1"] * 2
    assert reports(archive).weeks[-1].last_week is None


def test_any_week_prints_again_as_it_was(archive: FakeArchive, days: Days) -> None:
    for _ in range(3):
        reporting.remind(archive, OUT, Job())
        days.pass_by(7)
        deciding.register_paper(archive, 9, "监测报告", 2022 + len(reporting.kept_weeks(archive)) - 1, "一号柜", 3)
    first = list(reports(archive).weeks)
    reporting.print_bulletin(archive, dt.date(2024, 5, 10), OUT)
    again = reports(archive).weeks[-1]
    assert (again.this_week, again.last_week) == (first[1].this_week, first[1].last_week)
    assert reports(archive).written[-1] == ("bulletin 2", "2024-05-13")
    with pytest.raises(NoSuchWeek, match="2024年1月2日"):
        reporting.print_bulletin(archive, dt.date(2024, 1, 2), OUT)


@pytest.mark.parametrize(
    "write",
    [
        lambda a, out: reporting.remind(a, out, Job()),
        lambda a, out: reporting.print_bulletin(a, NOW.date(), out),
        lambda a, out: reporting.write_report(a, ReportKind.LEDGER, out / "x.docx"),
        lambda a, out: reporting.write_gap_list(a, overview(a), (), out / "x.xlsx"),
    ],
)
def test_nothing_is_ever_written_into_the_evidence_folder(
    archive: FakeArchive, write: Callable[[FakeArchive, Path], object]
) -> None:
    with pytest.raises(OutputInEvidence):
        write(archive, archive.place.evidence / "x")
    assert reports(archive).written == []


def test_every_report_can_be_asked_for(archive: FakeArchive) -> None:
    for kind in ReportKind:
        reporting.write_report(archive, kind, OUT / f"{kind.label}.docx")
    assert reports(archive).written == [(str(kind), f"{kind.label}.docx") for kind in ReportKind]


def test_cancelling_between_two_forms_stops_there(archive: FakeArchive) -> None:
    job = Job()
    job.report = lambda progress: job.cancel() if progress.done == 2 else None
    with pytest.raises(Cancelled):
        reporting.remind(archive, OUT, job)
    assert len(reports(archive).written) == 2


def test_options_count_at_once_are_undone_and_refused_out_of_range(archive: Archive) -> None:
    before = overview(archive)
    assert before.options == CoverageOptions()
    excluded = CoverageOptions(omissions=OmissionScoring.EXCLUDED, paper_required=True)
    decision = reckoning.save_coverage_options(archive, excluded)
    now = overview(archive)
    assert now.options == excluded == reckoning.coverage_options(archive)
    assert now.coverage.points.attainable < before.coverage.points.attainable
    decision.undo()
    assert overview(archive).coverage == before.coverage
    with pytest.raises(SettingRefused, match="12 个月"):
        reckoning.save_coverage_options(archive, CoverageOptions(date_slack_months=13))
