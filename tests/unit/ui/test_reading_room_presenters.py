"""What preview, inbox and search say and keep, without Qt."""

from dataclasses import replace

import pytest

from foodsafe_desktop.domain.catalogue import Catalogue
from foodsafe_desktop.domain.evidence import NOT_INSPECTED, Condition, EvidenceFile, Fact, Fixity, Presence, Verdict
from foodsafe_desktop.domain.suggesting import Suggestion
from foodsafe_desktop.domain.texts import FileText, TextSource, TextState
from foodsafe_desktop.services import deciding
from foodsafe_desktop.services.accession import scan
from foodsafe_desktop.services.job import Job
from foodsafe_desktop.services.ports import Archive
from foodsafe_desktop.services.review import Overview, overview
from foodsafe_desktop.services.searching import Hit, SearchResult, Snippet
from foodsafe_desktop.ui.inbox.presenter import accepted_first, badge, heading, inbox_rows, sure_ones
from foodsafe_desktop.ui.preview.kept import Kept
from foodsafe_desktop.ui.preview.layout import GAP, MARGIN, POINT, Layout
from foodsafe_desktop.ui.preview.presenter import (
    NOTHING,
    WITHHELD,
    Way,
    file_facts,
    look_at,
    making_sentence,
    size_text,
    words_meanwhile,
)
from foodsafe_desktop.ui.search.presenter import hit_rows, reading_of, result_text
from tests.fake_texts import text
from tests.fakes import fake_archive

A4 = (600.0, 800.0)


@pytest.fixture
def archive(catalogue: Catalogue) -> Archive:
    made = fake_archive(catalogue)
    for path in (
        "报送/乙 会议纪要.pdf",
        "报送/甲 签到表.pdf",
        "(8) 会商/2022/会商纪要.pdf",
        "报送/秘密 情况通报.pdf",
        "坏.bad",
    ):
        made.folder.put(path, path.encode())
    scan(made, Job())
    return made


def piece(now: Overview, word: str) -> int:
    return next(key for key, one in now.dossier.evidence.items() if word in one.title)


class TestPreview:
    def test_a_pdf_is_looked_at_itself_and_other_formats_as_pages_made_of_them(self, archive: Archive) -> None:
        now = overview(archive)
        assert look_at(now, piece(now, "会商纪要")).way is Way.ITSELF
        [file] = now.dossier.files_of[piece(now, "会商纪要")]
        files = [replace(file, verdict=Verdict("docx", Condition.OK))]
        changed = replace(now, dossier=replace(now.dossier, files=files))
        assert look_at(changed, file.evidence_id).way is Way.MADE

    def test_a_pdf_that_would_keep_a_viewer_busy_for_ever_is_not_opened_in_the_window(self, archive: Archive) -> None:
        now = overview(archive)
        [file] = now.dossier.files_of[piece(now, "会商纪要")]
        files = [replace(file, verdict=Verdict("pdf", Condition.OK, "图形操作过多。", printable=False))]
        changed = replace(now, dossier=replace(now.dossier, files=files))
        assert look_at(changed, file.evidence_id).way is Way.MADE

    def test_what_bears_a_secrecy_mark_is_never_opened(self, archive: Archive) -> None:
        now = overview(archive)
        shown = look_at(now, piece(now, "情况通报"))
        assert (shown.way, shown.sentence) == (Way.NOTHING, WITHHELD)

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"presence": Presence.MISSING}, "不在原处"),
            ({"verdict": Verdict("pdf", Condition.ENCRYPTED, "设有密码。")}, "设有密码。"),
            ({"verdict": Verdict("pdf", Condition.DAMAGED)}, "文件损坏，无法预览。"),
            ({"verdict": NOT_INSPECTED}, "尚未核验"),
            ({"fixity": None}, "尚未登记校验值"),
        ],
    )
    def test_what_cannot_be_shown_is_explained(self, archive: Archive, changes: dict[str, object], said: str) -> None:
        now = overview(archive)
        [file] = now.dossier.files_of[piece(now, "会商纪要")]
        dossier = replace(now.dossier, files=[replace(file, **changes)])  # type: ignore[arg-type]
        shown = look_at(replace(now, dossier=dossier), file.evidence_id)
        assert shown.way is Way.NOTHING
        assert said in shown.sentence

    def test_paper_says_where_it_lies(self, archive: Archive) -> None:
        deciding.register_paper(archive, 8, "登记簿", 2022, "2柜-3层-第5盒", 12)
        now = overview(archive)
        shown = look_at(now, piece(now, "登记簿"))
        assert "2柜-3层-第5盒" in shown.sentence
        assert ("页数", "12页") in shown.facts

    def test_nothing_and_what_is_gone_show_nothing(self, archive: Archive) -> None:
        assert look_at(overview(archive), None) == look_at(overview(archive), 999) == NOTHING

    def test_of_several_files_the_asked_one_is_shown_and_never_one_beyond_the_last(self, archive: Archive) -> None:
        now = overview(archive)
        [file] = now.dossier.files_of[piece(now, "会商纪要")]
        two = [file, replace(file, id=77, path="(8) 会商/2022/附件.pdf")]
        shown = look_at(replace(now, dossier=replace(now.dossier, files=two)), file.evidence_id, 5)
        assert (shown.at, shown.names[shown.at]) == (1, "附件.pdf")

    def test_facts_are_those_of_record_and_inspection(self) -> None:
        verdict = Verdict("pdf", Condition.OK, "", 12, True, (Fact.SIGNED, Fact.NO_TEXT))
        fixity = Fixity(52_428_800, 1, "sha256", "0123456789abcdef")
        facts = dict(file_facts(EvidenceFile(1, "a/b.pdf", 1, fixity, verdict, revision=3)))
        assert facts == {
            "状态": "可用",
            "类型": "PDF 文件",
            "页数": "12页",
            "特征": "含电子签名、无文字层",
            "大小": "50.0 MB",
            "校验值": "SHA-256 0123456789ab…",
            "版次": "第3版（内容变动过2次）",
            "路径": "a/b.pdf",
        }
        gone = EvidenceFile(1, "a/b.pdf", 1, fixity, verdict, Presence.MISSING)
        assert dict(file_facts(gone))["状态"] == "文件缺失（上次核验：可用）"
        assert [size_text(size) for size in (512, 2048)] == ["512 字节", "2 KB"]


class TestLayout:
    def test_pages_hang_below_each_other_as_wide_as_the_pane(self) -> None:
        layout = Layout((A4, A4), 620)
        assert layout.page_size(0) == (600, 800)
        assert layout.tops == (MARGIN, MARGIN + 800 + GAP)
        assert layout.height == MARGIN + 1600 + GAP + MARGIN

    def test_only_pages_in_sight_are_shown(self) -> None:
        layout = Layout((A4,) * 5, 620)
        assert list(layout.shown(0, 300)) == [0]
        assert list(layout.shown(700, 300)) == [0, 1]
        assert list(layout.shown(layout.tops[4], 5_000)) == [4]
        assert list(Layout((), 620).shown(0, 300)) == []

    def test_a_zoom_is_of_the_paper_and_narrow_pages_stand_in_the_middle(self) -> None:
        layout = Layout((A4, (1200.0, 800.0)), 400, 1.0)
        assert layout.page_size(0)[0] == round(600 * POINT)
        assert layout.left(1) == MARGIN
        assert layout.left(0) > layout.left(1)

    def test_zooming_goes_step_by_step_and_stops(self) -> None:
        layout = Layout((A4,), 620, 1.0)
        assert layout.next_zoom(0, larger=True) == 1.25
        assert layout.next_zoom(0, larger=False) == 0.75
        assert Layout((A4,), 620, 5.0).next_zoom(0, larger=True) == 5.0


def test_kept_pictures_never_take_more_than_their_room_and_the_longest_unused_goes_first() -> None:
    kept: Kept[int, str] = Kept(100)
    for page in range(4):
        kept.put(page, f"page {page}", 30)
        kept.get(0)
    assert (kept.used, kept.get(0), kept.get(1), kept.get(3)) == (90, "page 0", None, "page 3")
    kept.put(9, "huge", 500)
    assert (kept.used, kept.get(9), kept.get(0)) == (500, "huge", None)


class TestInbox:
    def test_rows_stand_by_folder_and_say_their_first_suggestion(self, archive: Archive) -> None:
        now = overview(archive)
        key = piece(now, "会议纪要")
        rows = inbox_rows(now, {key: (Suggestion(8, 0.92, ("文件夹",)), Suggestion(9, 0.4, ()))})
        told = {row.title: row.cells[2] for row in rows}
        assert [row.cells[1] for row in rows] == ["（根目录）", "报送", "报送", "报送"]
        assert told["乙 会议纪要"].startswith("92%　（8）食品安全")
        assert told["甲 签到表"] == "…"
        assert not next(row for row in rows if "情况通报" in row.title).can_open

    def test_accepting_takes_the_asked_suggestion_of_each_row_that_has_one(self, archive: Archive) -> None:
        now = overview(archive)
        one, other, third = (piece(now, word) for word in ("会议纪要", "签到表", "坏"))
        guesses = {one: (Suggestion(8, 0.8, ()), Suggestion(9, 0.4, ())), other: (Suggestion(4, 0.79, ()),), third: ()}
        rows = inbox_rows(now, guesses)
        assert set(accepted_first(rows)) == {(one, 8), (other, 4)}
        assert accepted_first(rows, 1) == [(one, 9)]
        assert sure_ones(rows) == [(one, 8)]

    def test_counts_are_said_only_where_something_waits(self, archive: Archive) -> None:
        rows = inbox_rows(overview(archive), {})
        assert (heading(rows), badge(4)) == ("收件箱（4件待归入）", "收件箱 4")
        assert (heading(()), badge(0)) == ("收件箱", "收件箱")


class TestSearch:
    def test_a_hit_says_where_it_belongs_and_on_which_page_the_words_stand(self) -> None:
        snippet = Snippet("…会商纪要…", ((1, 3),), 7, TextSource.OCR)
        hit = Hit(3, "会商纪要", ((0, 2),), "a/b.pdf", (8, 9), 2023, "示发〔2023〕1号", snippet, 1.0)
        [row] = hit_rows(SearchResult((hit,), 1, True, 0.01))
        assert row.where == "（8）（9） · 2023年 · 示发〔2023〕1号 · b.pdf · 第7页（文字识别，仅供参考）"
        bare = Hit(4, "登记簿", (), None, (), None, "", None, 1.0)
        [row] = hit_rows(SearchResult((bare,), 1, True, 0.01))
        assert (row.where, row.passage) == ("待归入 · 纸质件", "")

    def test_a_result_says_how_many_and_what_was_not_searched(self) -> None:
        hit = Hit(4, "登记簿", (), None, (), None, "", None, 1.0)
        assert result_text(SearchResult((hit,), 1, True, 0)) == "共 1 件。"
        assert result_text(SearchResult((hit,), 900, False, 0, "注。")) == "至少 900 件，列出前 1 件。注。"
        assert result_text(SearchResult((), 0, True, 0)) == "没有找到。"

    def test_what_was_not_read_is_counted_and_missing_recognition_is_said(self, archive: Archive) -> None:
        dossier = overview(archive).dossier
        keys = list(dossier.contents)
        assert len(keys) == 3  # neither the marked file nor the one that does not open
        states = {keys[0]: TextState.NEEDS_OCR, keys[1]: FileText(TextState.READ).state}
        said = reading_of(dossier, states, "本机未安装文字识别组件。").sentence
        assert said == "还有 1 个文件的正文尚未读取。1 个文件含扫描页，待文字识别。本机未安装文字识别组件。"
        assert reading_of(dossier, dict.fromkeys(keys, TextState.READ), "没有。").sentence == ""


@pytest.mark.parametrize(("seconds", "said"), [(0, "转换成页面。"), (7, "，已用 7 秒。"), (75, "，已用 1 分 15 秒。")])
def test_while_pages_are_made_the_file_is_named_and_the_time_it_takes(seconds: int, said: str) -> None:
    sentence = making_sentence("通知.docx", seconds)
    assert "“通知.docx”" in sentence
    assert said in sentence


def test_words_stand_in_for_pages_that_are_being_made_but_never_those_of_a_secret() -> None:
    read = text("第一页\n", "第二页")
    assert words_meanwhile(read) == "第一页\n\n第二页"
    assert words_meanwhile(None) == ""
    assert words_meanwhile(replace(read, state=TextState.SECRET)) == ""
