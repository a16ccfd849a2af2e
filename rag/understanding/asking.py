"""What a question in another language asks for, as a Chinese question would: how many, when, who."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from index.documents import Span
from index.numerals import chinese
from rag.language.dates import YEAR
from rag.language.lists import lines

_UNITS = (
    ("家", "(?:企业|公司|机构|单位|银行|医院|学校|高校|商户|网点)$"),
    ("人", "(?:人|人员|人才|专家|教师|学生|职工|员工|医师|农民|劳动者|会计师)$"),
    ("项", "(?:项目|技术|标准|任务|专利|工程)$"),
    ("个", "(?:城市|中心|平台|基地|园区|集群|产业集群|国家|实验室|仓库|站|岗位|社区)$"),
)
"""What things are counted by, and how words for them end."""
_MONEY = re.compile(
    "罚款|补贴|补助|奖励|奖金|津贴|费|价|资金|基金|租金|押金|保证金|工资|收入|投资|贷款|成本|税"
    "|产值|营业额|销售额|交易额|出口额|金额|资本|资产|增加值|损失|赔偿|预算|债|钱|年薪"
)
"""Chinese words of things that are so much money."""
_MEASURE = re.compile(
    f"{_MONEY.pattern}|[额率比值]$|人口|面积|规模|数量|[限龄价费]$|标准$|目标$|指标$"
    "|带宽|速度|容量|距离|长度|宽度|高度|温度|分数|分数线|总量|门槛|起征点"
)
"""Chinese words of what a figure tells."""
_AREA = re.compile(
    "[园小新城街社]区$|创新区|集聚区|示范区|试验区|保护区|基地$|公园$|广场$|实验室$|场地$|用房$|公寓$|住房$|展馆$|仓库$"
)
"""Chinese words of things of which an area says how large they are."""
_SHARES = re.compile("比重|占比|比例|比率|率$|增长|增速")

_FIGURES = {
    "thousand": 3,
    "tausend": 3,
    "mil": 3,
    "million": 6,
    "millions": 6,
    "billion": 9,
    "billions": 9,
    "millón": 6,
    "millones": 6,
    "millionen": 6,
    "mil millones": 9,
    "milliarde": 9,
    "milliarden": 9,
    "milliard": 9,
    "milliards": 9,
    "trillion": 12,
}
_LARGE = re.compile(
    rf"(?P<figure>\d[\d,]*(?:\.\d+)?) ?(?P<times>{'|'.join(sorted(_FIGURES, key=len, reverse=True))})\b"
)
_PLAN = re.compile(
    r"(?P<en>\d{1,2})(?:st|nd|rd|th) five[- ]year|(?P<fr>\d{1,2})e(?:r|me)? plan quinquennal"
    r"|(?P<de>\d{1,2})\. ?fünfjahre?s?plan|\b(?P<es>\d{1,2}|[xvi]{1,5})(?:º|\.)? plan quinquenal"
    r"|第(?P<ja>\d{1,2})次(?:5|五)[かカヶ]年|제?(?P<ko>\d{1,2})차 ?5개년"
)
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5,
    "premier": 1, "première": 1, "deuxième": 2, "troisième": 3, "quatrième": 4,
}  # fmt: skip
_RANKS = {
    "batch": "批", "phase": "期", "round": "轮", "class": "类", "grade": "级", "category": "类", "tier": "级",
    "lot": "批", "tranche": "批", "catégorie": "类", "classe": "类", "type": "类", "level": "级",
}  # fmt: skip
_PERCENT = re.compile(
    r"(?P<figure>\d+(?:\.\d+)?) ?(?:per ?cent\b|pour ?cent\b|por ciento\b|prozent\b|퍼센트|パーセント)"
)
_NUMERALS = {
    "en": "one two three four five six seven eight nine ten eleven twelve",
    "fr": "une? deux trois quatre cinq six sept huit neuf dix onze douze",
    "es": "una? dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "de": "eine[mnr]? zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
}
"""Numbers from 1 in words."""
_IN_DIGITS = 100  # from which numbers are not looked for in Chinese numerals
_RANKED = re.compile(
    rf"\b(?P<number>{'|'.join(_ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th|e))(?: \d{{4}})?(?: [a-z]+)?"
    rf" (?P<of>{'|'.join(_RANKS)})\b"
    rf"|\b(?P<lettered>{'|'.join(_RANKS)}) (?P<letter>[a-f]|\d|i{{1,3}})\b"
)


@dataclass(frozen=True, slots=True)
class Asks:
    """What asks for something in a folded text, as Chinese says it; `bound` is 至少 or 最多 where the least or the most
    is asked for, and `bounds` where that stands."""

    start: int
    end: int
    chinese: str
    bound: str = ""
    bounds: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a folded text as Chinese writes it: 100亿 for 10 billion, 第一批 for the first batch; `others` are
    other ways."""

    start: int
    end: int
    chinese: str
    others: tuple[str, ...] = ()


@cache
def _told(spoken_in: str) -> Mapping[str, Sequence[tuple[str, str]]]:
    """What `asking.tsv` has of a language: for each kind the Chinese words and patterns."""
    told: dict[str, list[tuple[str, str]]] = {}
    for code, kind, chinese_words, pattern in (line.split("\t") for line in lines("asking.tsv")):
        if code == spoken_in:
            told.setdefault(kind, []).append((chinese_words, pattern))
    return told


@cache
def _patterns(spoken_in: str) -> Sequence[tuple[re.Pattern[str], str]]:
    told = _told(spoken_in)
    how_many = told["how many"][0][1]
    counted = [(re.compile(how_many.replace("{unit}", unit)), f"多少{of}") for of, unit in told["unit"]]
    macros = [(f"{{{kind}}}", told[kind][0][1]) for kind in ("authority", "auxiliary") if kind in told]
    frames = [(pattern, asks) for asks, pattern in told["frame"]]
    for macro, words in macros:
        frames = [(pattern.replace(macro, words), asks) for pattern, asks in frames]
    return [*counted, *((re.compile(pattern), asks) for pattern, asks in frames)]


def asked_in(text: str, spoken_in: str) -> Asks | None:
    """What asks first in a folded text in a language of `asking.tsv`.

    >>> asked_in("within how many working days must it be filed?", "en").chinese
    '多少个工作日'
    >>> asked_in("within what time must it be renewed?", "en").chinese
    '多久'
    >>> asked_in("which three cities get one?", "en").chinese, asked_in("quelles deux villes ?", "fr").chinese
    ('哪几个城市', '哪几个城市')
    >>> asked_in("罚金はいくらですか", "ja").chinese, asked_in("언제까지 신청하나요?", "ko").chinese
    ('多少元', '什么时候')
    """
    matches = [(pattern.search(text), n, asks) for n, (pattern, asks) in enumerate(_patterns(spoken_in))]
    found = [(match.start(), n, match.end(), asks) for match, n, asks in matches if match]
    if not found:
        return None
    says_more = [each for each in found if each[3] != "能否"]
    start, _, end, asks = min(says_more or found)
    least, most = (re.search(_told(spoken_in)[bound][0][1], text) for bound in ("least", "most"))
    bounds = tuple(Span(*bound.span()) for bound in (least, most) if bound)
    return Asks(start, end, asks, "至少" if least else "最多" if most else "", bounds)


@cache
def _counts(spoken_in: str) -> Sequence[tuple[re.Pattern[str], str]]:
    """What figures with a unit look like in a language, with the unit in Chinese."""
    numerals = "".join(rf"|\b(?:{word})\b" for word in _NUMERALS.get(spoken_in, "").split())
    ends = "" if spoken_in in ("ja", "ko") else r"\b"
    return [
        (re.compile(rf"(?<![\d.,])(?P<figure>\d+(?:\.\d+)?{numerals})[ -]?(?:{words}){ends}"), unit)
        for unit, words in _told(spoken_in)["unit"]
    ]


def _counted(text: str, spoken_in: str) -> Iterator[Figure]:
    """The figures with a unit, a year among which counts nothing."""
    for pattern, unit in _counts(spoken_in):
        for match in pattern.finditer(text):
            said = match["figure"]
            if not said[0].isdigit():
                words = _NUMERALS[spoken_in].split()
                said = str(next(n for n, word in enumerate(words, 1) if re.fullmatch(word, said)))
            if not (unit == "年" and YEAR.fullmatch(said)):
                small = said.isdigit() and 0 < int(said) < _IN_DIGITS
                yield Figure(*match.span(), f"{said}{unit}", (f"{chinese(int(said))}{unit}",) if small else ())


def figures_in(text: str, spoken_in: str = "en") -> list[Figure]:
    """The figures of a folded text that Chinese writes in another way, each place once.

    >>> [f.chinese for f in figures_in("above 10 billion yuan in the 14th five-year plan, second batch, category c")]
    ['100亿', '十四五', '第二批', 'c类']
    >>> [f.chinese for f in figures_in("six months or 12 years in a six-storey building, 20 percent")]
    ['20%', '6个月', '12年', '6层']
    """
    found = [Figure(*match.span(), f"{match['figure']}%") for match in _PERCENT.finditer(text)]
    for match in _LARGE.finditer(text):
        whole = float(match["figure"].replace(",", "")) * 10 ** _FIGURES[match["times"]]
        value, unit = (whole / 1e8, "亿") if whole >= 1e8 else (whole / 1e4, "万") if whole >= 1e4 else (whole, "")
        found.append(Figure(*match.span(), f"{value:g}{unit}"))
    for match in _PLAN.finditer(text):
        number = next(filter(None, match.groups()))
        found.append(Figure(*match.span(), f"{chinese(int(number) if number.isdigit() else _roman(number))}五"))
    for match in _RANKED.finditer(text):
        rank, letter = _RANKS[match["of"] or match["lettered"]], match["letter"] or ""
        if match["number"]:
            n = _ORDINALS.get(match["number"]) or int(re.sub(r"\D", "", match["number"]))
        else:
            n = len(letter) if letter.startswith("i") else int(letter) if letter.isdigit() else 0
        found.append(Figure(*match.span(), f"第{chinese(n)}{rank}" if n else f"{letter}{rank}"))
    for figure in _counted(text, spoken_in):
        if all(figure.end <= other.start or other.end <= figure.start for other in found):
            found.append(figure)
    return found


def _roman(numeral: str) -> int:
    """The number that x, v and i write.

    >>> _roman("xiv"), _roman("xii")
    (14, 12)
    """
    values = [{"x": 10, "v": 5, "i": 1}[letter] for letter in numeral]
    following = (*values[1:], 0)
    return sum(-value if value < then else value for value, then in zip(values, following, strict=True))


def is_money(word: str) -> bool:
    """Whether the Chinese word is of so much money.

    >>> is_money("罚款"), is_money("面积")
    (True, False)
    """
    return bool(_MONEY.search(word))


def with_unit(asks: str, thing: Sequence[str]) -> str:
    """What asks for a figure with what it counts: of companies 多少家, of a fine 多少元.

    `thing` are the Chinese words of what is asked about.

    >>> [with_unit(*each) for each in (("多少", ["企业"]), ("多少", ["罚款"]), ("什么", ["面积"]), ("什么", ["政策"]))]
    ['多少家', '多少元', '多少', '什么']
    >>> with_unit("多大", ["示范区"]), with_unit("多大", ["基金"])
    ('面积多大', '多少元')
    """
    if asks == "多大":
        return "面积多大" if any(map(_AREA.search, thing)) else with_unit("多少", thing)
    if asks not in ("多少", "什么") or (asks == "什么" and not any(map(_MEASURE.search, thing))):
        return asks
    if any(map(_SHARES.search, thing)):
        return "百分之几"
    if any(map(is_money, thing)):
        return "多少元"
    return next((f"多少{unit}" for unit, ends in _UNITS if any(re.search(ends, word) for word in thing)), "多少")
