"""The simple types of OFD (GB/T 33190-2016, 7.3): numbers, arrays, boxes and matrices, read leniently. Millimetres."""

import math
from collections.abc import Iterator
from typing import NamedTuple

_LARGEST = 1e6
"""Nothing on paper is a kilometre long, and larger numbers only upset those who read the PDF."""
_MOST_NUMBERS = 1_000_000

Matrix = tuple[float, float, float, float, float, float]
"""a b c d e f, as in PDF: x' = ax + cy + e, y' = bx + dy + f."""
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Box(NamedTuple):
    """Left, top, width and height; y grows downwards."""

    x: float
    y: float
    width: float
    height: float


def number(text: str | None, default: float = 0.0) -> float:
    """A number, or the default where there is none; ``#1F`` is hexadecimal."""
    if not text:
        return default
    try:
        value = float(int(text[1:], 16)) if text.startswith("#") else float(text)
    except ValueError:
        return default
    return max(-_LARGEST, min(_LARGEST, value)) if math.isfinite(value) else default


def numbers(text: str | None) -> list[float]:
    """An array of numbers; what is none counts as zero, so that the others keep their places."""
    return [number(one) for one in (text or "").replace(",", " ").split(None, _MOST_NUMBERS)[:_MOST_NUMBERS]]


def deltas(text: str | None, most: int) -> list[float]:
    """Distances from glyph to glyph (11.3): numbers, and ``g n d`` for n times d. No more than `most`."""
    result: list[float] = []
    tokens: Iterator[str] = iter((text or "").replace(",", " ").split(None, _MOST_NUMBERS))
    for token in tokens:
        if len(result) >= most:
            break
        if token.lower() == "g":
            times = int(number(next(tokens, None)))
            result += [number(next(tokens, None))] * max(0, min(times, most - len(result)))
        else:
            result.append(number(token))
    return result


def box(text: str | None) -> Box | None:
    """A box, None where it is not one."""
    found = numbers(text)
    return Box(*found[:4]) if len(found) >= 4 else None


def matrix(text: str | None) -> Matrix:
    """A matrix of six numbers; the identity where it is none."""
    found = numbers(text)
    return (found[0], found[1], found[2], found[3], found[4], found[5]) if len(found) >= 6 else IDENTITY


def times(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that does `first` and `then`."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def shifted(x: float, y: float) -> Matrix:
    """The matrix that moves by x and y."""
    return (1.0, 0.0, 0.0, 1.0, x, y)


def apply(to: Matrix, x: float, y: float) -> tuple[float, float]:
    """Where a matrix takes a point."""
    return to[0] * x + to[2] * y + to[4], to[1] * x + to[3] * y + to[5]


def is_true(text: str | None, *, default: bool) -> bool:
    """An xs:boolean."""
    return default if text is None else text.strip().lower() in ("true", "1")


def pdf(*values: float) -> str:
    """Numbers as PDF writes them: no exponent, no trailing zeros."""
    return " ".join(_pdf(value) for value in values)


def _pdf(value: float) -> str:
    text = f"{value:.5f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
