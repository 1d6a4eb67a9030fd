"""The sample letters of an invented 示例区, fitted to the sub-item they prove: no people, no real office's document.

The words are in `letters_of_offices` and `letters_of_departments`; which letter lies where is said in `contents`.
"""

from foodsafe_desktop.demo import letters_of_departments, letters_of_offices
from foodsafe_desktop.demo.letter_form import Letter

_TEMPLATES = {**letters_of_offices.TEMPLATES, **letters_of_departments.TEMPLATES}


def letter(key: str, year: int, on: tuple[int, int], number: int = 0, sub_item: int = 0) -> Letter:
    """The letter `key` of a year, dated month and day `on`; `number` is its 顺序号 where the office numbers letters."""
    template = _TEMPLATES[key]
    step = year - 2021
    figures = {
        "year": year,
        "next": year + 1,
        "many": 96 + 24 * step,
        "some": 12 + 3 * step,
        "few": 1 + step,
        "sub_item": sub_item,
    }
    return Letter(
        template.office,
        template.code,
        template.title.format(**figures),
        template.to,
        tuple(paragraph.format(**figures) for paragraph in template.body),
        f"{template.code}〔{year}〕{number}号" if template.code and number else "",
        f"{year}年{on[0]}月{on[1]}日",
    )
