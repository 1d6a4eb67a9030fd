"""安全性: nothing harmful, secret or private goes along. DA/T 70-2018, family 4, and two checks of our own."""

from collections import Counter
from collections.abc import Sequence

from foodsafe_desktop.domain.evidence import Condition, Fact
from foodsafe_desktop.domain.four_properties.frame import Finding, Holdings, Property, Rule, State, by_hand
from foodsafe_desktop.domain.secrecy import name_bears_internal_mark
from foodsafe_desktop.domain.texts import content_key
from foodsafe_desktop.domain.wording import sub_item_mark

_RUNS = (".exe", ".com", ".bat", ".cmd", ".vbs", ".js", ".jar", ".lnk", ".scr", ".ps1", ".msi", ".hta")
_SIGN = "须由操作人员确认并签字。"


def _viruses(held: Holdings) -> Finding:
    """What could carry one is named; that there is none only a virus scanner can say."""
    faults = [f"“{file.path}”是可执行文件，不应归档。" for file in held.files if file.path.lower().endswith(_RUNS)]
    for fact, word in ((Fact.MACROS, "宏"), (Fact.JAVASCRIPT, "脚本")):
        carrying = sum(fact in file.verdict.facts for file in held.files)
        if carrying:
            faults.append(f"{carrying}个文件含{word}，请确认来源可靠，或另存为不含{word}的版式文件。")
    return Finding(len(held.files), faults, (f"是否感染病毒由本机的杀毒软件检测，{_SIGN}",), State.BY_HAND)


def _surplus(held: Holdings) -> Finding:
    faults = [f"“{path}”没有登记，是多余文件或新到文件，请重新扫描后归入或移出。" for path in held.unexpected]
    return Finding(len(held.sizes), faults)


def _secrecy(held: Holdings) -> Finding:
    """Suspended files are told by the numbers that they lie under: the report may be handed on."""
    suspended = [file for file in held.files if file.verdict.condition is Condition.SUSPENDED]
    places = Counter(held.dossier.numbers_of.get(file.evidence_id, ()) for file in suspended)
    faults = [
        f"{_under(numbers)}有{count}个文件疑似涉密，已暂停使用，不予列名。请停止使用、保持断网，并按保密规定处理。"
        for numbers, count in sorted(places.items())
    ]
    unread = _unread(held)
    return Finding(len(held.files), faults, unread, State.BY_HAND if unread else None)


def _internal(held: Holdings) -> Finding:
    """No fault, but a person must know before such a paper is shown or copied."""
    remarks = []
    for file in held.files:
        mark = held.internal.get(content_key(file) or "", "")
        if mark or name_bears_internal_mark(file.path):
            said = f"标有“{mark}”" if mark else "文件名注明供内部使用"
            remarks.append(f"“{file.path}”{said}，提供查阅、复制或移交前请核对是否可以提供。")
    unread = _unread(held)
    return Finding(len(held.files), remarks=(*remarks, *unread), state=State.BY_HAND if remarks or unread else None)


def _private(held: Holdings) -> Finding:
    faults = []
    for file in held.files:
        found = held.personal.get(content_key(file) or "")
        if found:
            counted = "、".join(f"{kind.value}{count}个" for kind, count in found.items())
            faults.append(f"“{file.path}”中有{counted}，供查阅或复制前请遮盖。")
    looked_at = sum(content_key(file) in held.read for file in held.files)
    said = "姓名、住址和照片不能靠程序辨认，仍须人工查看。"
    return Finding(looked_at, faults, (*_unread(held), said), State.BY_HAND if held.files else None)


def _under(numbers: Sequence[int]) -> str:
    return "、".join(map(sub_item_mark, numbers)) + "下" if numbers else "待归入的材料中"


def _unread(held: Holdings) -> tuple[str, ...]:
    """A page whose words nobody has read is not clean. What is suspended is not to be read."""
    here = (file for file in held.files if file.verdict.condition is not Condition.SUSPENDED)
    unread = sum(content_key(file) not in held.read for file in here)
    return (f"另有{unread}个文件的文字尚未读取，未检。",) if unread else ()


RULES = (
    Rule("GD-4-1", "系统环境中是否安装杀毒软件", Property.SAFE, by_hand(f"本机是否装有杀毒软件，{_SIGN}")),
    Rule("GD-4-2", "病毒检测", Property.SAFE, _viruses),
    Rule("GD-4-3", "载体中多余文件", Property.SAFE, _surplus),
    Rule("GD-4-4", "载体读取速度", Property.SAFE, by_hand(f"移交载体的读取速度，{_SIGN}")),
    Rule("GD-4-5", "载体外观", Property.SAFE, by_hand(f"移交载体有无划伤、破损，{_SIGN}")),
    Rule("GD-4-6", "光盘合格性", Property.SAFE, by_hand(f"移交用光盘的，{_SIGN}")),
    Rule("GD-4-7", "操作过程安全性", Property.SAFE, by_hand(f"归档操作过程是否符合安全要求，{_SIGN}")),
    Rule("附-1", "涉密标志（本程序另加）", Property.SAFE, _secrecy),
    Rule("附-2", "个人信息（本程序另加）", Property.SAFE, _private),
    Rule("附-3", "工作秘密和内部资料标志（本程序另加）", Property.SAFE, _internal),
)
