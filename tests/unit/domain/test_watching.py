"""The folder's settings: what is refused, and what was kept by another program."""

import json

import pytest

from foodsafe_desktop.domain.errors import SettingRefused, SettingsUnreadable
from foodsafe_desktop.domain.watching import FolderSettings, settings_from_text


@pytest.mark.parametrize("pattern", ["", " ", "*", " * ", "**", "?*", "*?", "*.*", "[!~]*", "a/b", "a\\b"])
def test_a_pattern_that_leaves_out_everything_or_nothing_is_refused(pattern: str) -> None:
    with pytest.raises(SettingRefused, match="忽略的文件名"):
        FolderSettings(ignore=("*.bak", pattern))


@pytest.mark.parametrize("pattern", ["*.bak", "*.pdf", "废件", "(8)*", "?", "[0-9]*.tmp", "*副本*"])
def test_a_pattern_that_leaves_out_some_is_taken(pattern: str) -> None:
    assert FolderSettings(ignore=(pattern,)).ignore == (pattern,)


def test_what_was_kept_comes_back_also_from_a_version_with_more_or_less_of_it() -> None:
    kept = FolderSettings(("*.bak",), 5, 10, polling=True, algorithm="sm3")
    assert settings_from_text(kept.to_text()) == kept
    assert settings_from_text(json.dumps({"rescan_minutes": 9, "later": 1})) == FolderSettings(rescan_minutes=9)
    assert settings_from_text(None) == FolderSettings()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "不是",
        "null",
        "[1]",
        "7",
        '{"settle_seconds": "abc"}',
        '{"settle_seconds": 1}',
        '{"settle_seconds": NaN}',
        '{"polling": "no"}',
        '{"rescan_minutes": 2.5}',
        '{"algorithm": "md5"}',
        '{"algorithm": ["sm3"]}',
        '{"ignore": "*.bak"}',
        '{"ignore": [null, "*"]}',
    ],
)
def test_what_another_program_wrote_is_a_sentence_and_not_taken_for_the_defaults(text: str) -> None:
    with pytest.raises(SettingsUnreadable, match="备份"):
        settings_from_text(text)
