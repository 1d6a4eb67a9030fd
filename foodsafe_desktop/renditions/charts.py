"""What a chart or diagram inside an OOXML document says: its title, and the names and values that it keeps a copy of.

ECMA-376 part 1, chapter 21.2 (charts) and 21.4 (diagrams). Nothing is drawn: the values stand in a chart's own part,
so that they can be printed and found where nobody here draws it.
"""

import re
import xml.parsers.expat
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

CHART = re.compile(r"(?:word|xl|ppt)/charts/chart(?:ex)?\d*\.xml", re.IGNORECASE)
DIAGRAM = re.compile(r"(?:word|xl|ppt)/diagrams/data\d*\.xml", re.IGNORECASE)
LONGEST_PART = 16 * 1024 * 1024
_MOST_POINTS, _MOST_SERIES, _LONGEST = 500, 50, 400
_DEEPEST = 200
_KINDS = {
    **dict.fromkeys(("barChart", "bar3DChart"), "柱形图或条形图"),
    **dict.fromkeys(("lineChart", "line3DChart"), "折线图"),
    **dict.fromkeys(("pieChart", "pie3DChart", "ofPieChart"), "饼图"),
    "doughnutChart": "圆环图",
    "scatterChart": "散点图",
    "bubbleChart": "气泡图",
    "radarChart": "雷达图",
    **dict.fromkeys(("areaChart", "area3DChart"), "面积图"),
    "stockChart": "股价图",
    "surfaceChart": "曲面图",
    "surface3DChart": "曲面图",
}
_LABELS, _VALUES = frozenset({"cat", "xVal"}), frozenset({"val", "yVal"})


@dataclass(slots=True)
class Series:
    """A row of values and what each stands for, by place; both as they were last reckoned."""

    name: str = ""
    labels: dict[int, str] = field(default_factory=dict)
    values: dict[int, str] = field(default_factory=dict)


@dataclass(slots=True)
class Chart:
    """A chart: title (may be empty), kinds in Chinese, series with their values."""

    title: str = ""
    kinds: list[str] = field(default_factory=list)
    series: list[Series] = field(default_factory=list)

    @property
    def heading(self) -> str:
        """图表“各街道抽检批次”（折线图）."""
        kinds = f"（{'、'.join(self.kinds)}）" if self.kinds else ""
        return f"图表“{self.title}”{kinds}" if self.title else f"图表{kinds}"

    @property
    def rows(self) -> list[list[str]]:
        """A table of the values: names of the series on top, what the values stand for at the left. May be empty."""
        places = sorted({at for one in self.series for at in one.values})[:_MOST_POINTS]
        if not places:
            return []
        labels = next((one.labels for one in self.series if one.labels), {})
        names = [one.name or f"系列{at}" for at, one in enumerate(self.series, 1)]
        lines = [[labels.get(at, str(at + 1)), *(one.values.get(at, "") for one in self.series)] for at in places]
        return [["", *names], *lines]

    @property
    def words(self) -> str:
        """All of it on one line."""
        head, *lines = self.rows or [[]]
        parts = [
            f"{name}：" + "，".join(f"{line[0]} {line[at]}" for line in lines if line[at])
            for at, name in enumerate(head)
            if at
        ]
        return f"{self.heading}：{'；'.join(parts)}" if parts else f"{self.heading}（文件中没有保存数值）"


class NoChart(ValueError):
    """The part is no XML, or such as no program writes."""


@dataclass(slots=True)
class _Reader:
    chart: Chart = field(default_factory=Chart)
    _path: list[str] = field(default_factory=list)
    _texts: list[str] = field(default_factory=list)
    _point: int = 0
    _title: list[str] = field(default_factory=list)

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        word = name.rpartition(":")[2]
        self._path.append(word)
        if len(self._path) > _DEEPEST:
            raise NoChart
        if word in _KINDS and _KINDS[word] not in self.chart.kinds:
            self.chart.kinds.append(_KINDS[word])
        elif word == "ser" and len(self.chart.series) < _MOST_SERIES:
            self.chart.series.append(Series())
        elif word == "pt":
            place = attributes.get("idx", "0")
            self._point = int(place) if place.isascii() and place.isdecimal() else 0
        self._texts.clear()

    def take(self, text: str) -> None:
        if self._path[-1] in ("v", "t"):
            self._texts.append(text)

    def end(self, name: str) -> None:
        word = self._path.pop()
        text = " ".join("".join(self._texts).split())[:_LONGEST]
        if word == "t" and "title" in self._path and "plotArea" not in self._path:
            self._title.append(text)
            self.chart.title = "".join(self._title)
        elif word == "v" and "ser" in self._path and self.chart.series:
            self._value(text)
        self._texts.clear()

    def _value(self, text: str) -> None:
        one, inside = self.chart.series[-1], frozenset(self._path)
        if "tx" in inside:
            one.name = f"{one.name} {text}".strip()
        elif _LABELS & inside and len(one.labels) < _MOST_POINTS:
            known = one.labels.get(self._point)  # of several levels, the innermost stands first
            one.labels[self._point] = f"{text} {known}" if known and "multiLvlStrCache" in inside else _plain(text)
        elif _VALUES & inside and len(one.values) < _MOST_POINTS:
            one.values[self._point] = _plain(text)


def _plain(text: str) -> str:
    """A number without the tail that reckoning in binary leaves; other text as it is."""
    try:
        return f"{float(text):.12g}" if len(text) > 12 else text
    except ValueError:
        return text


def read_chart(content: bytes) -> Chart:
    """A chart from its part. Raises NoChart."""
    reader = _Reader()
    parser = xml.parsers.expat.ParserCreate()
    parser.EntityDeclHandler = _refuse
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.begin, reader.end
    parser.CharacterDataHandler = reader.take
    try:
        parser.Parse(content[:LONGEST_PART], True)  # noqa: FBT003 - expat takes it by place only
    except xml.parsers.expat.ExpatError as error:
        raise NoChart from error
    return reader.chart


def _refuse(*_declaration: object) -> None:
    raise NoChart


_TEXT = re.compile(rb"<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)</(?:\w+:)?t>")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))


def diagram_words(content: bytes) -> str:
    """The texts of a diagram (SmartArt) on one line; empty if it has none."""
    texts = [found[1].decode("utf-8", "replace") for found in _TEXT.finditer(content[:LONGEST_PART])]
    line = "；".join(" ".join(text.split()) for text in texts if text.strip())[: 10 * _LONGEST]
    for written, sign in _ENTITIES:
        line = line.replace(written, sign)
    return f"图形中的文字：{line}" if line else ""


def chart_texts(package: zipfile.ZipFile, members: Iterable[zipfile.ZipInfo]) -> Iterator[str]:
    """What the charts and diagrams among the members say, a line each; those that are no charts say nothing."""
    for one in members:
        name = one.filename.replace("\\", "/").lstrip("/")
        if one.file_size > LONGEST_PART:
            continue
        if CHART.fullmatch(name):
            try:
                yield read_chart(package.read(one)).words
            except NoChart:
                continue
        elif DIAGRAM.fullmatch(name) and (words := diagram_words(package.read(one))):
            yield words
