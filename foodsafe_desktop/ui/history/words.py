"""The history's verbs and details as a person reads them. No Qt."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from foodsafe_desktop.domain.corrections import CorrectionKind
from foodsafe_desktop.domain.evidence import Condition
from foodsafe_desktop.domain.questions import Answer
from foodsafe_desktop.domain.wording import field_word, sub_item_mark


class Kind(StrEnum):
    """What a line of the history is about, for the filter."""

    FILES = "文件"
    ASSIGNING = "归入"
    DESCRIBING = "著录与回收"
    QUESTIONS = "问题答复"
    CATALOGUE = "细则与要求"
    CHASING = "催报与整改"
    BINDING = "装订"
    SETTINGS = "设置"
    OTHER = "其他"


VERBS: Mapping[str, tuple[Kind, str]] = {
    "file_taken_in": (Kind.FILES, "登记新文件"),
    "files_taken_in": (Kind.FILES, "复制放入文件"),
    "files_put_aside": (Kind.FILES, "撤回放入的文件"),
    "file_missing": (Kind.FILES, "文件不在原处"),
    "file_returned": (Kind.FILES, "文件重新出现"),
    "file_moved": (Kind.FILES, "文件移动"),
    "file_changed": (Kind.FILES, "文件内容变动"),
    "file_replaced": (Kind.FILES, "文件被替换"),
    "file_rehashed": (Kind.FILES, "更换校验算法"),
    "file_updated": (Kind.FILES, "更新文件状态"),
    "file_relinked": (Kind.FILES, "重新指定文件"),
    "file_gave_way": (Kind.FILES, "让出文件位置"),
    "relink_taken_back": (Kind.FILES, "撤销重新指定"),
    "file_withheld": (Kind.FILES, "因疑似涉密标志暂停使用"),
    "file_released": (Kind.FILES, "经核实恢复使用"),
    "members_taken": (Kind.FILES, "从压缩包取出文件"),
    "members_put_back": (Kind.FILES, "撤销取出文件"),
    "change_accepted": (Kind.FILES, "确认内容变动"),
    "change_reopened": (Kind.FILES, "撤销确认变动"),
    "assigned": (Kind.ASSIGNING, "归入"),
    "papers_joined": (Kind.DESCRIBING, "纸质件与扫描件合并"),
    "papers_parted": (Kind.DESCRIBING, "撤销纸质件与扫描件合并"),
    "unassigned": (Kind.ASSIGNING, "移出"),
    "assignments_restored": (Kind.ASSIGNING, "恢复归入关系"),
    "serving_said": (Kind.ASSIGNING, "对应佐证要求"),
    "pages_assigned": (Kind.ASSIGNING, "按页归入"),
    "pages_taken_back": (Kind.ASSIGNING, "撤销按页归入"),
    "suggestions_accepted": (Kind.ASSIGNING, "采纳归入建议"),
    "suggestions_taken_back": (Kind.ASSIGNING, "撤销采纳建议"),
    "described": (Kind.DESCRIBING, "编辑著录"),
    "facts_confirmed": (Kind.DESCRIBING, "确认识读结果"),
    "facts_taken_back": (Kind.DESCRIBING, "撤销确认识读"),
    "paper_registered": (Kind.DESCRIBING, "登记纸质件"),
    "recycled": (Kind.DESCRIBING, "移入回收状态"),
    "brought_back": (Kind.DESCRIBING, "从回收站恢复"),
    "codes_given": (Kind.DESCRIBING, "编定档号"),
    "codes_taken_back": (Kind.DESCRIBING, "撤销编定档号"),
    "issued": (Kind.BINDING, "发出卷册"),
    "supplemented": (Kind.BINDING, "发出补编"),
    "question_asked": (Kind.QUESTIONS, "提出问题"),
    "question_answered": (Kind.QUESTIONS, "答复问题"),
    "answer_taken_back": (Kind.QUESTIONS, "撤销答复"),
    "omission_marked": (Kind.CATALOGUE, "列为合理缺项"),
    "omission_withdrawn": (Kind.CATALOGUE, "取消合理缺项"),
    "electives_chosen": (Kind.CATALOGUE, "选定自选项"),
    "corrected": (Kind.CATALOGUE, "更正细则"),
    "correction_restored": (Kind.CATALOGUE, "恢复更正"),
    "correction_withdrawn": (Kind.CATALOGUE, "撤销更正"),
    "requirement_saved": (Kind.CATALOGUE, "编辑佐证要求"),
    "requirement_struck_out": (Kind.CATALOGUE, "划去佐证要求"),
    "requirement_restored": (Kind.CATALOGUE, "恢复佐证要求"),
    "requirement_put_back": (Kind.CATALOGUE, "撤销要求编辑"),
    "indicator_entered": (Kind.CATALOGUE, "填报指标"),
    "indicator_removed": (Kind.CATALOGUE, "取消指标数值"),
    "catalogue_upgraded": (Kind.CATALOGUE, "换用新版细则"),
    "catalogue_upgrade_undone": (Kind.CATALOGUE, "退回原版细则"),
    "reminded": (Kind.CHASING, "印发催报单"),
    "week_kept": (Kind.CHASING, "留存本周情况"),
    "finding_raised": (Kind.CHASING, "登记问题"),
    "finding_deadline_set": (Kind.CHASING, "调整整改时限"),
    "finding_closed": (Kind.CHASING, "问题销号"),
    "finding_reopened": (Kind.CHASING, "重新打开问题"),
    "finding_put_back": (Kind.CHASING, "撤销问题变更"),
    "finding_withdrawn": (Kind.CHASING, "撤销问题登记"),
    "bound": (Kind.BINDING, "装订"),
    "copied": (Kind.BINDING, "生成检查本"),
    "handed_over": (Kind.BINDING, "生成移交信息包"),
    "note_saved": (Kind.CATALOGUE, "保存备注"),
    "settings_saved": (Kind.SETTINGS, "保存设置"),
    "restored": (Kind.SETTINGS, "从备份恢复"),
    "root_relinked": (Kind.SETTINGS, "更改材料文件夹"),
}

SUBJECTS = {
    "election": "自选项",
    "catalogue": "评价细则",
    "folder_settings": "材料文件夹设置",
    "evidence_folder": "佐证材料文件夹",
    "coverage_options": "计分与核算方式",
    "compiled_by": "编制单位",
    "backup_schedule": "自动备份",
}

_IDENTITIES = (
    *("file", "evidence", "question", "finding", "kind", "sha256", "sm3", "origin", "requirement", "indicator"),
    "set_aside",
)
"""What a line is found by, or what only the machine reads."""
_DIGESTS = {"sha256": "SHA-256", "sm3": "SM3"}


def verb_word(verb: str) -> str:
    """The verb in Chinese; one that a newer version of the program wrote stays as it is."""
    return VERBS[verb][1] if verb in VERBS else verb


def verb_kind(verb: str) -> Kind:
    """What the verb is about."""
    return VERBS[verb][0] if verb in VERBS else Kind.OTHER


def detail_text(verb: str, detail: Mapping[str, object]) -> str:
    """The detail of a line in words, in the order of _SAID; what is not known there follows as it is."""
    known = [key for key in _SAID if key in detail and not (key == "title" and "evidence" in detail)]
    said = [_SAID[key](detail) for key in known]
    said += [f"{key}：{_plain(value)}" for key, value in detail.items() if key not in _SAID and key not in _IDENTITIES]
    if verb in ("file_taken_in", "file_changed", "file_replaced", "file_rehashed"):
        said += [f"{word} {str(detail[key])[:12]}…" for key, word in _DIGESTS.items() if detail.get(key)]
    return "；".join(part for part in said if part)


def _revision(detail: Mapping[str, object]) -> str:
    return f"第{detail['revision']}稿" if detail["revision"] != 1 else ""


def _numbers(detail: Mapping[str, object]) -> str:
    value = detail["number"]
    if isinstance(value, list | tuple):  # a question: where it was, and whose folder it lies in now
        return "→".join(sub_item_mark(int(str(one))) for one in value)
    return f"归入{sub_item_mark(int(str(value)))}"


def _answer(detail: Mapping[str, object]) -> str:
    value = str(detail["answer"])
    return Answer(value).label if value in tuple(Answer) else value


def _condition(detail: Mapping[str, object]) -> str:
    value = str(detail["condition"])
    return f"状态：{Condition(value).label if value in tuple(Condition) else value}"


def _field(detail: Mapping[str, object]) -> str:
    field = str(detail["field"])
    kind = str(detail.get("kind", ""))
    word = CorrectionKind(kind).label if kind in tuple(CorrectionKind) else ""
    return "：".join(part for part in (word, field_word(field) if field else "") if part)


def _scope(detail: Mapping[str, object]) -> str:
    kind, _, number = str(detail["scope"]).partition(":")
    words = {"all": "全部", "dimension": f"第{number}方面", "item": f"第{number}大项", "sub-item": f"小项（{number}）"}
    return f"范围：{words.get(kind, number or kind)}"


def _algorithm(detail: Mapping[str, object]) -> str:
    return f"校验算法：{_DIGESTS.get(str(detail['algorithm']), detail['algorithm'])}"


def _labelled(key: str, word: str) -> Callable[[Mapping[str, object]], str]:
    def said(detail: Mapping[str, object]) -> str:
        value = detail[key]
        return f"{word}：{_plain(value)}" if value not in (None, "", [], ()) else ""

    return said


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "、".join(map(str, value)) or "无"
    return "无" if value is None else str(value)


_SAID: Mapping[str, Callable[[Mapping[str, object]], str]] = {
    "answer": _answer,
    "number": _numbers,
    "field": _field,
    "title": _labelled("title", "题名"),
    "year": _labelled("year", "年度"),
    "document_number": _labelled("document_number", "文号"),
    "from": _labelled("from", "原为"),
    "to": _labelled("to", "改为"),
    "same_as": _labelled("same_as", "内容同"),
    "revision": _revision,
    "condition": _condition,
    "dated": _labelled("dated", "成文日期"),
    "author": _labelled("author", "责任者"),
    "ranges": _labelled("ranges", "页码"),
    "value": _labelled("value", "内容"),
    "reason": _labelled("reason", "理由"),
    "approving_document": _labelled("approving_document", "依据文件"),
    "items": _labelled("items", "大项"),
    "sub_items": _labelled("sub_items", "小项"),
    "what": _labelled("what", "问题"),
    "department": _labelled("department", "责任部门"),
    "departments": _labelled("departments", "部门"),
    "deadline": _labelled("deadline", "时限"),
    "issue": _labelled("issue", "期数"),
    "gaps": _labelled("gaps", "缺口"),
    "secured": _labelled("secured", "已得分"),
    "scope": _scope,
    "pages": _labelled("pages", "页数"),
    "name": _labelled("name", "名称"),
    "ignore": _labelled("ignore", "忽略"),
    "settle_seconds": _labelled("settle_seconds", "静置秒数"),
    "rescan_minutes": _labelled("rescan_minutes", "定时扫描分钟数"),
    "polling": _labelled("polling", "轮询"),
    "algorithm": _algorithm,
    "practice_counts": _labelled("practice_counts", "惯例要求计入"),
    "doubts_count": _labelled("doubts_count", "疑点计入"),
    "paper_required": _labelled("paper_required", "须有纸质件"),
    "omissions": _labelled("omissions", "合理缺项计分"),
    "date_slack_months": _labelled("date_slack_months", "日期宽限月数"),
    "requirements": _labelled("requirements", "要求"),
    "renumbered": _labelled("renumbered", "改号"),
    "left": _labelled("left", "未沿用"),
    "file_count": _labelled("file_count", "文件数"),
    "bytes": _labelled("bytes", "字节"),
    "left_out": _labelled("left_out", "未装入"),
}
