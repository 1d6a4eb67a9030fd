"""The words by which titles of papers say what they are: 通知, 签到表, 纪要, 台账. Only data and the reading of it."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class PaperWord:
    """A sort of paper: the kinds of requirement it can serve, and the words that name it.

    `event` words (会议, 培训) say what happened and not what the paper is: a picture may bear them.
    """

    name: str
    kinds: frozenset[str]
    words: tuple[str, ...]
    event: bool = False


def _word(name: str, kinds: str, words: str, *, event: bool = False) -> PaperWord:
    return PaperWord(name, frozenset(kinds.split()), tuple(words.split()), event)


PAPER_WORDS: tuple[PaperWord, ...] = (
    _word("制度", "制度", "制度 办法 规定 细则 规则 规程 章程 守则 机制 指南 手册 公约 规约 行规 程序"),
    _word("方案", "方案", "方案 计划 规划 预案 要点 工作安排 活动安排 重点安排"),
    _word("脚本", "方案", "脚本"),
    _word("通知", "通知", "通知 通告 督办函"),
    _word("通报", "文件 通知 公示", "通报 简报"),
    _word("公告", "公示 通知", "公告"),
    _word("会议", "会议", "会议 会商 联席会 座谈会 全会", event=True),
    _word("培训", "培训", "培训 讲座 授课", event=True),
    _word("签到", "会议 培训", "签到表 签到簿 签到册 签到 签名表 签名册"),
    _word("纪要", "纪要 会议", "纪要 会议记录"),
    _word("课件", "培训", "课件 讲义 讲稿 教案"),
    _word("讲话", "会议", "讲话材料 讲话稿 讲话 发言材料 发言稿 致辞"),
    _word("试卷", "培训", "试卷 考卷 试题 答卷"),
    _word("成绩", "培训", "成绩汇总表 成绩单 成绩表 成绩"),
    _word("宣传资料", "培训", "宣传资料 宣传册 宣传页 宣传单 海报"),
    _word("报道", "截图 公示 文件", "媒体报道 新闻报道 报道"),
    _word("反馈", "报告", "办理情况反馈 办理情况 落实情况反馈 反馈"),
    _word("台账", "台账", "台账 台帐"),
    _word("记录", "台账", "记录表 记录簿 记录 笔录 日志 检查表"),
    _word("清单", "台账", "清单 目录 明细表 明细"),
    _word("名册", "名册", "名册 名单 名录 花名册"),
    _word("登记", "名册 台账", "登记表 登记册 登记簿 登记档案"),
    _word("统计", "统计", "统计表 统计 汇总表 汇总 报表 对比表 计算表 得分表 情况表 一览表 公报 月报 季报 年报"),
    _word("报告", "报告", "报告 汇报 自评 评估 调研 经验材料 经验做法 典型材料"),
    _word("总结", "报告", "总结 小结"),
    _word("照片", "照片", "照片 图片 影像 相片 合影"),
    _word("截图", "截图", "截图 截屏 界面 页面"),
    _word("公示", "公示", "公示 公开 公布 网页 警示 消费提示 辟谣"),
    _word("案卷", "案卷", "案卷 卷宗 决定书 一户一档 移送书"),
    _word("证照", "证照", "证照 许可证 营业执照 证书 资质 健康证 专利证"),
    _word("协议", "协议", "协议书 协议 合同 任务书 保险单 保单 委托书"),
    _word("中标", "协议", "中标通知书 成交通知书 中标 成交"),
    _word("说明", "声明 报告", "情况说明 缺项说明 说明"),
    _word("承诺", "声明", "承诺书 承诺 责任书 责任状 保证书"),
    _word("证明", "声明 证照 报告", "证明"),
    _word("函", "文件", "函"),
    _word("文件", "文件", "文件 决定 批复 意见 任命 命名 复函 三定"),
    _word("预算", "预算", "预算"),
    _word("决算", "预算", "决算"),
    _word("经费", "预算", "经费 拨付"),
)

BY_NAME = {one.name: one for one in PAPER_WORDS}
STATEMENT, PICTURE, SCREEN = "说明", "照片", "截图"

_BY_TEXT = {text: one.name for one in PAPER_WORDS for text in one.words}
_ANY = re.compile("|".join(sorted(map(re.escape, _BY_TEXT), key=len, reverse=True)))
_NUMBER = re.compile(r"[\u4e00-\u9fffA-Za-z]{1,16}\s*[〔\[(【]\s*(?:19|20)\d{2}\s*[〕\])】]\s*(?:第\s*)?\d{1,5}\s*号")
_NOISE = re.compile(
    r"[(\[【][^)\]】]{0,4}(?:扫描|盖章|加密|定稿|终稿|复印|副本|签字|传真|电子版|横排|旋转|A3|A4)[^)\]】]{0,4}[)\]】]"
)
_LONG_NOTE = re.compile(r"\((?:无|未|附|注明|列有|列明|对照|按|含|分|标明|修订)[^)]*\)")
_BEFORE_AND_AFTER = re.compile(r"([\u4e00-\u9fff]{2})前后")
_ISSUING = re.compile(r"(?:印发|转发|批转|下发)(.+?)(?:的?通知)$")
_UNSAID = re.compile(r"(?:19|20)\d{2}|\d+|[^\u4e00-\u9fffA-Za-z]")


def folded(title: str) -> str:
    """A title without what says nothing of its sort: 文号, numbers, （扫描件）, a covering 印发…的通知."""
    text = unicodedata.normalize("NFKC", title)
    text = _NOISE.sub("", _NUMBER.sub("", text) if "号" in text else text)
    text = _BEFORE_AND_AFTER.sub(r"\1前\1后", text)
    text = _UNSAID.sub("", text)
    issued = _ISSUING.search(text)
    return issued[1] if issued and _ANY.search(issued[1]) else text


def without_note(title: str) -> str:
    """A requirement's title without its note: （注明网址和日期）, （无案件的，出具情况说明）."""
    return _LONG_NOTE.sub("", unicodedata.normalize("NFKC", title))


def sorts_in(text: str) -> tuple[str, ...]:
    """Names of the sorts of paper a folded text names, in order of mention; the last says what the paper is."""
    return tuple(_BY_TEXT[found[0]] for found in _ANY.finditer(text))


def bare(text: str) -> str:
    """A folded text without its paper words, a blank in place of each."""
    return _ANY.sub(" ", text)


def bigrams(text: str) -> Iterator[str]:
    """All neighbouring pairs of characters of a text, none across a blank."""
    return (text[at : at + 2] for at in range(len(text) - 1) if " " not in text[at : at + 2])


def without_last(text: str) -> str:
    """A folded text with a blank in place of its last paper word."""
    found = list(_ANY.finditer(text))
    return f"{text[: found[-1].start()]} {text[found[-1].end() :]}" if found else text


@cache
def sort_of(title: str) -> str | None:
    """The sort of paper that a title or a part of a set is: 会议签到表 → 签到; None where it names none."""
    found = sorts_in(folded(title))
    return found[-1] if found else None
