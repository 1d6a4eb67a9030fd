"""In which encoding a text is that does not say so: found out by how ordinary its characters then are.

UTF-8 proves itself. Of the others most bytes are something in each; only in the right one are many of the characters
those that every Chinese text is full of. What no encoding makes ordinary is taken for GB 18030, and is not certain.
"""

import codecs
import re
from dataclasses import dataclass

SAMPLE = 16_384
"""Bytes that are enough to tell."""
_COMMON = frozenset(
    "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后小么心多天而能"
    "好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意"
    "进把法此实回二理美点月明其种声全工己话者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口"
    "使教西再平真世气信北少关并内加化由却代军产入先山五太水万市体别处总才场师书比住员九性通目报立马数件安表原车白应路"
    "期提感金何更反合放做系计或司利受光王果及界今京务制各任至清物台记边共风干接许八特觉直建南度统色字请交认算论百义科"
    "元社术结六功指思非流每管夫连远资队带花条院变联食品药市监督查抽检验样经营许可餐饮街镇乡村县区委办厅局会议纪要通知"
    "总结方案责任落实整改问题隐患考核评价示范创城宣传培训群众满意率舆情应急处置投诉举报案件农产畜禽校园学堂冷链溯源企单"
    "位材料附目录编号姓名日电话签到表格式填说明年度季半序备注合格不否标准规范文件印发关于做好工作情况报告二三四五六七八"
    "這來國個說們為時會著過學對裡後麼沒於還發當無開見經頭從動兩長樣現將與進實點種聲話問機給業間電門東氣關並內產萬體別"
    "處總場師書員報馬數應車風記邊許覺統請認論義術結連遠資隊帶條變聯監檢驗樣營飲鎮鄉縣區辦廳議紀錄範創傳訓眾滿評價隱題"
    "農園鏈單標準編號簽說責導專備寫語據質縣質類樓號課組織歷親觀讀選擇約給級網絡費雙響願願"
    "，。、；：？！“”（）《》〔〕【】　１２３４５６７８９０－"
)
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u30fc]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x19\x1c-\x1f\x7f\ufffe\uffff]")
_WIDE = ("utf-16-le", "utf-16-be")
_OTHERS = ("big5", "cp932", *_WIDE)
_ORDINARY, _MORE = 0.25, 0.15
"""Share of a text's characters that are ordinary where the encoding is right; by how much more than in GB 18030."""
_FEWEST_WIDE = 4
"""Characters below which 16 bits each are chance."""
_DOUBTFUL, _ENOUGH = 0.1, 8
"""Share below which nothing is certain, where there are so many characters at least."""


@dataclass(frozen=True, slots=True)
class Guess:
    """An encoding by Python's name, and whether there is reason to doubt it."""

    name: str
    is_sure: bool = True


def guess(content: bytes) -> Guess:
    """The likeliest encoding of a text without a mark, by its beginning."""
    sample = content[:SAMPLE]
    if b"\0" not in sample and _read(sample, "utf-8") is not None:
        return Guess("utf-8")
    chinese = _share(sample, "gb18030")
    name, share = max(((other, _share(sample, other)) for other in _OTHERS), key=lambda found: found[1])
    if share >= _ORDINARY and share > chinese + _MORE:
        return Guess(name)
    text = _read(sample, "gb18030") or ""
    return Guess("gb18030", chinese >= _DOUBTFUL or sum(one > "\x7f" for one in text) < _ENOUGH)


def _share(sample: bytes, name: str) -> float:
    """How many of the characters beyond ASCII are ordinary ones, read so; 0 where it cannot be read so.

    In 16 bits a character those of ASCII are ordinary as well: two bytes of another encoding are hardly ever one.
    """
    text = _read(sample, name)
    if text is None or _CONTROL.search(text):
        return 0.0
    if name in _WIDE and len(text) < _FEWEST_WIDE:
        return 0.0
    told = "".join(text.split()) if name in _WIDE else "".join(one for one in text if one > "\x7f")
    ordinary = sum(one in _COMMON for one in told)
    ordinary += len(_KANA.findall(told)) if name == "cp932" else 0
    ordinary += sum(one.isascii() for one in told) if name in _WIDE else 0
    return ordinary / len(told) if told else 0.0


def _read(sample: bytes, name: str) -> str | None:
    try:
        return codecs.getincrementaldecoder(name)().decode(sample)  # the cut may have split a character
    except UnicodeDecodeError:
        return None
