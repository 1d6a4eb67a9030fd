"""Chinese text broken into lines (禁则): no mark that closes begins a line, no mark that opens ends one."""

from collections.abc import Callable

_NO_START = "，。；：、）》”！？％"
_NO_END = "（《“〔"


def broken(text: str, width: Callable[[str], float], room: float, indent: float = 0) -> list[str]:
    """Lines of at most `room` (the first `indent` shorter), in the units of `width`; a closing mark may hang over."""
    lines = [""]
    used = indent
    for character in text:
        step = width(character)
        if used + step > room and lines[-1] and character not in _NO_START:
            kept = lines[-1].rstrip(_NO_END)
            carried = lines[-1][len(kept) :] if kept else ""
            lines[-1] = kept or lines[-1]
            lines.append(carried)
            used = sum(width(one) for one in carried)
        lines[-1] += character
        used += step
    return lines


def balanced(text: str, width: Callable[[str], float], room: float) -> list[str]:
    """A title's lines, of about equal length instead of a full one and a rest."""
    total = sum(width(one) for one in text)
    count = int(total // room) + 1
    return broken(text, width, room if count == 1 else min(room, total / count + max(width(one) for one in text) * 0.6))
