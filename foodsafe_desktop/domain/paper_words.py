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


_NEUTRAL = re.compile(
    r"第?[一二三四五六七八九十]+(?:次|季度|期|批|场|届|月份?)"
    r"|食药安委办公室|食药安委|食药安办|食安委办公室|食安委|食安办|食品安全委员会办公室|食品安全委员会"
    r"|市场监管局|市监局|自治区|全区|全市|我区|本区|各区|区级|食品安全|食品|安全|工作|现场|材料|情况|年度|全年"
    r"|上半年|下半年|半年|季度|召开|举办|开展|关于|有关|专题|专项|活动|此类|该情形|情形|事项|进一步|做好|加强|印发"
    r"|扫描件|纸质|原件|复印件|终稿|定稿|[年月日次的和及与等区市第]"
)
"""Words that say nothing of a paper's matter: they lie in titles of every matter."""
_WEAK = re.compile(
    r"结果|人员|管理|机制|单位|企业|部门|制定|落实|组织|建立|健全|完善|有效|运行|至少|每年|每次|全面|进行|要求|实施|推进|重大|重点"
)
"""Words of requirements so common that sharing them proves no common matter."""
_AFTER_HEAD = re.compile(
    r"(?:(?:扫描|复印|传真|原|附|签字|盖章)件|(?:终|定|正式|签发)稿|(?:扫描|盖章|电子|签字|打印|正式)版|副本|扫描)$"
)
_ENDING = re.compile(r"\.[A-Za-z]{2,4}$")
_LAST_BRACKET = re.compile(r"\s*[(\[【〔][^()\[\]【】〔〕]*[)\]】〕]\s*$")
_STOP = re.compile(
    r"模板|样表|空表|空白|范本|征求意见|讨论稿|草稿|草案|初稿|送审稿|代拟稿|拟稿|催报|催办|催收|催交|补报|补交|补送|督促"
    r"|撤销|废止|缺失|缺少|未召开|未开展|未制定|未建立|未报送|未落实|未完成|关于报送|报送.*通知|关于(?:上报|提交|收集).*通知"
)
_NEGATION = re.compile(r"未(?!成年|来)|没有|不存在|零报告|零发生|无(?!害|人机|偿|证|公害|纸|线|障碍|菌|烟|照)")
_OCCURRED = re.compile(r"发生|出现")
_EXPLICIT = re.compile(r"已发生|已经发生|确有发生|确已")
_OMISSION = re.compile(r"(?:缺项情况说明|缺项说明|缺项.*情况说明)$")
_NO_OMISSION = re.compile(r"通报|问题|通知|催|批评|整改")


def plain(title: str) -> str:
    """A title in one width and without a file name's ending, its characters otherwise untouched."""
    return _ENDING.sub("", unicodedata.normalize("NFKC", title).strip())


def trimmed(title: str) -> str:
    """A title up to its last noun: without trailing brackets, numbers, dates and words like 扫描件 and 终稿; folded."""
    text = plain(title)
    while (shorter := _LAST_BRACKET.sub("", text)) != text:
        text = shorter
    text = re.sub(r"[\d年月日号.\-—_/ ]+$", "", text)
    return _AFTER_HEAD.sub("", folded(text))


def ends_as_paper(text: str) -> bool:
    """Whether the last thing a trimmed text says is a paper word."""
    return any(found.end() == len(text) for found in _ANY.finditer(text))


def matter(text: str) -> frozenset[str]:
    """What a folded text is about, as pairs of characters: without paper words and what every title says."""
    return frozenset(bigrams(_NEUTRAL.sub(" ", bare(text))))


def telling(text: str) -> frozenset[str]:
    """The pairs of a requirement's or sub-item's text that show a common matter when a title has one of them."""
    words = folded_wording(text)
    return matter(_WEAK.sub(" ", words)) or matter(words)


def folded_wording(text: str) -> str:
    """A running text with a blank for whatever is no word."""
    return _UNSAID.sub(" ", plain(text))


def stop_word(title: str, allowed: str = "") -> str | None:
    """The word by which a title shows a draft, an empty form, a demand or a lack; None if there is none.

    `allowed`: a requirement's title, whose own words are none.
    """
    wanted = plain(allowed)
    return next((found[0] for found in _STOP.finditer(plain(title)) if found[0] not in wanted), None)


def denies(title: str) -> bool:
    """Whether a title says that something is not there: 未发生, 无不合格."""
    return _NEGATION.search(plain(title)) is not None


def affirms(title: str) -> bool:
    """Whether a title says that something has occurred: 发生 without a negation before it, or 已发生."""
    text = plain(title)
    found, denied = _OCCURRED.search(text), _NEGATION.search(text)
    return _EXPLICIT.search(text) is not None or (
        found is not None and (denied is None or denied.start() > found.start())
    )


def is_omission_statement(title: str) -> bool:
    """Whether a title is that of a 合理缺项情况说明, and not of a paper that only speaks of one."""
    text = plain(title)
    while (shorter := _LAST_BRACKET.sub("", text)) != text:
        text = shorter
    text = _AFTER_HEAD.sub("", re.sub(r"[\d年月日号.\-—_/ ]+$", "", text))
    return bool(_OMISSION.search(text)) and not _NO_OMISSION.search(text) and stop_word(text) is None
