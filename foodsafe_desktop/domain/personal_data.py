"""个人信息: numbers in a text that tell of a natural person, so that they are seen before a paper is shown around.

What is counted is never quoted: a report that repeats the numbers would spread them. Where a number has a check digit
it must hold (GB 11643-1999; Luhn), so that file numbers and 统一社会信用代码 (GB 32100-2015) are not taken for one.
"""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum


class PersonalData(StrEnum):
    """What can be told by its form alone. Names, addresses and faces cannot."""

    IDENTITY_NUMBER = "居民身份证号码"
    MOBILE_NUMBER = "手机号码"
    BANK_CARD = "银行卡号"


_IDENTITY = re.compile(
    r"(?<![0-9A-Za-z])[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_MOBILE = re.compile(r"(?<![\d.\-])(?:(?:\+|00)?86[ -]?)?(1[3-9]\d(?:\d{8}|[ -]\d{4}[ -]\d{4}))(?!\d|\.\d)")
_CARD = re.compile(r"(?<![0-9A-Za-z.\-])[3-6]\d{3}(?: ?\d{4}){3}(?: ?\d{1,3})?(?![0-9A-Za-z.])")


def personal_data(text: str) -> Mapping[PersonalData, int]:
    """How many different ones of each kind a text shows; kinds that it does not show are left out."""
    folded = unicodedata.normalize("NFKC", text)
    identities = {one.upper() for one in _IDENTITY.findall(folded) if _has_check_digit(one)}
    cards = {digits for one in _CARD.findall(folded) if _is_luhn(digits := one.replace(" ", ""))} - identities
    mobiles = {one.replace(" ", "").replace("-", "") for one in _MOBILE.findall(folded)}
    found = {
        PersonalData.IDENTITY_NUMBER: len(identities),
        PersonalData.MOBILE_NUMBER: len(mobiles),
        PersonalData.BANK_CARD: len(cards),
    }
    return {kind: count for kind, count in found.items() if count}


def _has_check_digit(number: str) -> bool:
    """GB 11643-1999, ISO 7064 MOD 11-2."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return number[17].upper() == _CHECK_DIGITS[total % 11]


def _is_luhn(digits: str) -> bool:
    if not 16 <= len(digits) <= 19 or len(set(digits)) < 4:
        return False
    odd = [int(digit) for digit in digits[-1::-2]]
    even = [sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2]]
    return (sum(odd) + sum(even)) % 10 == 0
