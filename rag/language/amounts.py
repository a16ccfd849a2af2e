"""Quantities with what they count, so that two of them can be compared: 2万元 and 1.5万元 are 5000元 apart."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.lexicon import simplified
from index.numerals import MULTIPLIERS, written_number
from rag.language.dates import without_dates
from rag.language.terms import normalise

UNIT = (
    "个百分点|%|平方公里|平方米|立方米|公里|公顷|千瓦时?|个?工作日|个?小时|个?钟头|分钟|个月|周岁|摄氏度|°c|块钱?|mbps"
    "|(?!部门)[元家个户名人位项座所处件条种类年月日天周升米亩吨台辆次倍斤套只层张部批期度岁]|分(?!之)"
)
"""What a number counts, as a part of a pattern."""
_AMOUNT = re.compile(
    r"(?<![\d.第a-z])(?:(?P<low>\d+(?:\.\d+)?)(?:%|[百千万亿]+)?\s*(?:[-~至到]|——?)\s*)?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+[万亿]\d+[千百万](?!分)|\d+(?:\.\d+)?"
    r"|(?!一[个家项批些次种类层位名届只套处张部](?!月|工作日|小时))(?<![零〇一二两三四五六七八九十百千])[零〇一二两三四五六七八九十百千]+)\s*"
    rf"(?P<scale>[百千]?[万亿]*)(?P<more>[多余])?\s*(?P<unit>{UNIT}|(?<=[\d百千万亿])(?!以[上下内外])[一-鿿]|(?<=[万亿])(?!\w))"
)
_MEASURES = (
    (re.compile("比例|比重|占比|百分|(?<![频功效辨斜汇])率|增[长速幅](?![额量点极了])|[涨降]幅"), "%"),
    (re.compile("(?<!申请)(?<!受理)(?:期限|时限|年限|时长|任期|周期|试用期|建设期|有效期|多久|多长时间)"), "时间"),
    (re.compile("金额|资金|[费钱款价额]|补助|补贴|奖励|工资|租金|多少[万亿]?元"), "元"),
)
"""What is measured by its name, and what it is counted in."""
_TIMES = ("月", "日", "周", "工作日", "小时", "分钟")
_ALIKE = {"家": "个", "户": "个", "项": "个", "座": "个", "所": "个", "处": "个", "名": "人", "位": "人"}
_ALIKE |= {"天": "日", "岁": "周岁", "个月": "月", "个工作日": "工作日", "个小时": "小时", "个百分点": "%"}
_ALIKE |= {"钟头": "小时", "个钟头": "小时", "摄氏度": "度", "°c": "度", "块": "元", "块钱": "元"}
_ITEM_END = re.compile(r"(?<=[，；;、。])|(?<=,)(?!\d)|(?<=\s\|\s)")
_JOIN = re.compile(r"(?<=\d)[^，；;、,\d和及与]{0,24}[和及与](?!以[上下])(?=[^，；;、,和及与\d]{0,24}\d)")
_RANGE = re.compile(r"\d[至到~-]\d")
_SERIAL = re.compile(r"^\s*\d{1,3}[ \t\u3000]+(?=[\u4e00-\u9fff])")
"""The number of a table's row."""
_REACHES = re.compile(
    "(?:增加|增长|提高|上升|扩大|扩展|发展|延长|上调|下降|减少|降低|降|下调|调整|压减|缩短|缩小|变|增|升|提)?[到至为成](?:了)?(?=[^到至为成]*$)"
)


def measured_in(text: str) -> str | None:
    """The unit in which what a question names is counted; None where it names no such measure.

    >>> measured_in("补贴的比例是多少"), measured_in("封顶金额"), measured_in("预收期限"), measured_in("要建多少")
    ('%', '元', '时间', None)
    """
    return next((unit for name, unit in _MEASURES if name.search(text)), None)


def is_measure(word: str) -> bool:
    """Whether a word names a measure by itself: 比例, 金额."""
    return any(name.fullmatch(word) for name, _ in _MEASURES)


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity that a piece of a sentence states: `value` in `unit`, as it is `written`, and `passage`, the clause
    that has it with those before it that have no quantity of their own.

    Things counted by other words are of one unit (家, 户: 个), and so are years and months (月); a number that ends its
    clause has none (减少1240万).
    """

    value: float
    unit: str
    written: str
    passage: str

    @property
    def said(self) -> str:
        """The passage without the marks at its ends."""
        return self.passage.strip("，,；;：、。| \n")

    @property
    def is_end(self) -> bool:
        """Whether it is the end of a range: 6个月至24个月.

        >>> [a.is_end for a in amounts_in("发给6个月至24个月的工资，一级为27个月")]
        [True, True, False]
        """
        written, unit = re.escape(self.written), re.escape(self.written.lstrip("0123456789."))
        ends = rf"{written}[至到~-]\d|\d(?:{unit})?[至到~-]{written}"
        return bool(_RANGE.search(self.written) or re.search(ends, normalise(self.passage)))


def counts_in(amount: Amount, measured: str) -> bool:
    """Whether a quantity is counted in what a measure is, of times in any."""
    return amount.unit == measured or (measured == "时间" and amount.unit in _TIMES)


def amounts_in(sentence: str, given: str = "") -> list[Amount]:
    """The quantities of a sentence in order, dates and those that are `given` in a question left out.

    Items that have figures of their own are clauses.

    >>> [(a.value, a.unit, a.passage) for a in amounts_in("新建实验室3个、中心16个")]
    [(3.0, '个', '新建实验室3个、'), (16.0, '个', '中心16个')]
    >>> [(a.value, a.unit) for a in amounts_in("到2015年，任期五年，给予1.5万元，8—10家")]
    [(60.0, '月'), (15000.0, '元'), (8.0, '个'), (10.0, '个')]
    >>> [a.value for a in amounts_in("第一千零十一条 不满一年的，试用期不得超过一个月")]
    [12.0, 1.0]
    >>> [a.passage for a in amounts_in("工作满十年的，补贴三年", given="满十年的补贴几年")]
    ['工作满十年的，补贴三年']
    """
    return list(_amounts(sentence, normalise(given)))


def reached(amounts: Sequence[Amount]) -> list[Amount]:
    """The quantities without those that a change begins with, where it tells what it reaches.

    >>> [a.written for a in reached(amounts_in("高铁里程从9000多公里增加到2万5千公里，补助由420元提高到450元"))]
    ['2万5千公里', '450元']
    >>> [a.written for a in reached(amounts_in("由420元左右起，每人450元"))]
    ['420元', '450元']
    """
    kept = []
    for amount in amounts:
        begun = re.search(rf"[从由][^,从由]{{0,16}}?{re.escape(amount.written)}", normalise(amount.passage))
        behind = normalise(amount.passage)[begun.end() :] if begun else ""
        changed = _REACHES.search(behind)
        if not (changed and any(changed.group() + a.written in behind for a in amounts if a.unit == amount.unit)):
            kept.append(amount)
    return kept


def _amounts(sentence: str, given: str) -> Iterator[Amount]:
    passage = ""
    sentence = _SERIAL.sub("", sentence)
    ends = [*(m.end() for m in _JOIN.finditer(simplified(sentence))), len(sentence)]
    for start, end in pairwise([0, *ends]):
        for clause in filter(None, _ITEM_END.split(sentence[start:end])):
            passage += clause
            found = [m for m in _AMOUNT.finditer(without_dates(normalise(clause))) if m.group() not in given]
            for match in found:
                for number in filter(None, (match["low"], match["number"])):
                    value, unit = _measured(number, match["scale"], match["unit"])
                    yield Amount(value, unit, match.group(), passage)
            if found:
                passage = ""


def _measured(number: str, scales: str, unit: str) -> tuple[float, str]:
    """The value in its unit, years in months.

    >>> _measured("1.5", "万", "元"), _measured("三", "", "年"), _measured("20", "", "家")
    ((15000.0, '元'), (36.0, '月'), (20.0, '个'))
    """
    value = written_number(number + scales)
    return (value * 12, "月") if unit == "年" else (value, _ALIKE.get(unit, unit))


def told(value: float, unit: str) -> str:
    """An amount as people write it: whole years in years, ten thousands in 万 and 亿; a share as it stands, %.

    >>> told(5000, "元"), told(1e11, "元"), told(60, "月"), told(21.5, "平方公里"), told(27659, "元")
    ('5000元', '1000亿元', '5年', '21.5平方公里', '27659元')
    """
    if unit == "月":
        return f"{value / 12:g}年" if value % 12 == 0 else f"{value:g}个月"
    short = ((MULTIPLIERS[w], w) for w in "亿万" if value >= MULTIPLIERS[w])
    # 27659元, not 2.7659万元
    scale, word = next(((s, w) for s, w in short if w == "亿" or round(value / s, 2) == round(value / s, 8)), (1, ""))
    return f"{value / scale:.10g}{word}{'个' if unit == '工作日' else ''}{unit}"
