"""The edition that the program ships, 白府发〔2023〕40号: its file, and what is read from it."""

from functools import cache

from foodsafe_desktop.domain.editions import Edition
from foodsafe_desktop.files.editions import load_edition
from foodsafe_desktop.shipped import resource_path

FILE = resource_path("catalogues", "baiyun-2023-40.toml")
TEXT = FILE.read_text(encoding="utf-8")


@cache
def shipped_edition() -> Edition:
    """The catalogue with the requirement list that belongs to it."""
    return load_edition(FILE)
