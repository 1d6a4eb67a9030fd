"""The form of a sample letter, and the offices of the invented 示例区 that write to each other."""

from dataclasses import dataclass

SAFETY_OFFICE = "示例区食品药品安全委员会办公室"
MARKET_OFFICE = "示例区市场监督管理局"
GOVERNMENT_OFFICE = "示例区人民政府办公室"
EDUCATION_OFFICE = "示例区教育局"
HEALTH_OFFICE = "示例区卫生健康委员会"
FINANCE_OFFICE = "示例区财政局"
GRAIN_OFFICE = "示例区发展和改革委员会"
FARM_OFFICE = "示例区农牧和水务局"

TO_ALL = "各街道办事处，区食药安委各成员单位："
TO_STATIONS = "各市场监管所，机关各股室："
TO_SCHOOLS = "各中小学校、幼儿园："
TO_OFFICE = "示例区食品药品安全委员会办公室："


@dataclass(frozen=True, slots=True)
class Letter:
    """An official letter: `code` is the office's 发文代字 (empty: a letter without 文号), `on` its date as printed."""

    office: str
    code: str
    title: str
    to: str
    body: tuple[str, ...]
    number: str = ""
    on: str = ""
