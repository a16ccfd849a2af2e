"""The class that a value falls into: of 已满10年不满20年的，年休假10天 it is the rule for who has worked 12 years."""

import operator
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.documents import Span
from index.numerals import written_number

_UNITS: dict[str, tuple[str, float]] = {
    "%": ("%", 1),
    "元": ("元", 1), "块": ("元", 1), "块钱": ("元", 1),
    "年": ("time", 365), "个月": ("time", 30.4), "个星期": ("time", 7), "周": ("time", 7), "天": ("time", 1),
    "日": ("time", 1), "个工作日": ("working days", 1), "小时": ("time", 1 / 24), "个小时": ("time", 1 / 24),
    "岁": ("岁", 1), "周岁": ("岁", 1),
    "人": ("人", 1), "名": ("人", 1),
    "平方米": ("㎡", 1), "平方公里": ("㎡", 1e6), "公顷": ("㎡", 1e4), "亩": ("㎡", 2000 / 3),
    "米": ("m", 1), "公里": ("m", 1000), "千米": ("m", 1000), "厘米": ("m", 0.01), "毫米": ("m", 0.001),
    "吨": ("kg", 1000), "公斤": ("kg", 1), "千克": ("kg", 1), "斤": ("kg", 0.5), "克": ("kg", 0.001),
    "立方米": ("l", 1000), "升": ("l", 1), "毫升": ("l", 0.001),
    "马力": ("马力", 1), "千瓦": ("kw", 1), "万千瓦": ("kw", 1e4), "度": ("度", 1),
    "张": ("张", 1), "枚": ("张", 1), "株": ("株", 1), "棵": ("株", 1), "层": ("层", 1), "座": ("座", 1),
    "户": ("户", 1), "家": ("家", 1), "分": ("分", 1), "次": ("次", 1), "辆": ("辆", 1), "只": ("只", 1),
    "头": ("头", 1), "匹": ("只", 1), "件": ("件", 1),
}  # fmt: skip
"""What is measured in each unit, and how much one is."""
_NUMERALS = "零〇一二三四五六七八九十百千万亿两"
_FIGURE = re.compile(
    rf"(?<![\d.第月{_NUMERALS}a-z])(?P<hundredths>百分之)?"
    rf"(?P<number>\d+(?:,\d{{3}})*(?:\.\d+)?\s?[十百千万亿]*|[{_NUMERALS}]+)"
    rf"(?P<unit>\s?(?:{'|'.join(sorted(_UNITS, key=len, reverse=True))}))?"
)
_BOUNDS_BEFORE = (
    ("at_most", "<=", "不超过|不高于|不大于|不多于|至多|未超过"),
    ("below", "<", "不满|未满|不足|未达到?|不到|小于|低于|少于|短于"),
    ("at_least", ">=", "达到或者?超过|不少于|不低于|不小于|至少|已?年?满|达到?"),
    ("above", ">", "超过|超出|高于|大于|多于|长于"),
)
_BEFORE = re.compile(
    f"(?:{'|'.join(f'(?P<{name}>{words})' for name, _, words in _BOUNDS_BEFORE)})"
    r"(?P<between>[^\W\d_]{0,8}?)(?:每[^\W\d_]{1,2})?$"
)
_LITTLE = 1e-6  # share of a value by which one below or above it is told apart from it
_COUNTED = "个台部套箱册份条篇项所种用美港日欧吨"
"""How what a round number counts begins where it counts no money: 8000万用户."""
_REACH = 14  # characters before a figure in which such a word stands
_BEHIND = re.compile(
    r"(?:\((?:含|(?P<excluding>不含))[^()]{0,2}\))?"
    r"(?:[^\W\d_]{0,2}?(?:及|或者?)?(?:(?P<lower>以上)|(?P<upper>以下|以内|之内)|(?P<over>以外)))?(?:\((?:含|不含)[^()]{0,3}\))?"
)
_TO = re.compile(r"\s?(?:\((?P<mark>含|不含)[^()]{0,2}\))?(?:至|到|-)(?=[\d百零一二三四五六七八九十两])")
_JOINED = re.compile(r"[,、]?\s?(?:但|且|并且?|而|至|到|又)?\s?")
_CONDITION = re.compile(r"[^,。;:!?()]{0,12}?(?:的|时)(?!罚|补|奖|资助|支持|经费|费用|期限|有期|拘留|标准|部分处)")
_CONSEQUENCE = re.compile(
    r"(?:处|处以|并处|罚款?|判处|给予|奖励|补助|补贴|资助|支持|缴纳|交纳|支付|赔偿|延长|拘留|保持)"
    r"[^,。;:]{0,6}$"
)


_SIGNS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


@dataclass(frozen=True, slots=True)
class Value:
    """A measured value: 1.2 万元 is `Value("元", 12000.0)`."""

    of: str
    amount: float


@dataclass(frozen=True, slots=True)
class Range:
    """A class of values, written at `span` of a folded text; the bounds belong to it as `includes` says."""

    of: str
    least: float
    most: float
    includes: tuple[bool, bool]
    span: Span

    def holds(self, value: Value) -> bool:
        """Whether the value is of the class.

        >>> [Range("年", 1, 10, (True, False), Span(0, 1)).holds(Value("年", n)) for n in (1, 10, 12)]
        [True, False, False]
        """
        least, most = self.includes
        above = value.amount >= self.least if least else value.amount > self.least
        below = value.amount <= self.most if most else value.amount < self.most
        return value.of == self.of and above and below


@dataclass(frozen=True, slots=True)
class _Bound:
    sign: str
    value: Value
    span: Span


def values_asked(folded: str) -> tuple[Value, ...]:
    """The measured values that a folded question gives, years of the calendar and numbers of things left out; of
    不到20马力 one that is a little less.

    >>> values_asked("工龄12年的职工2024年一次投了6000万元,三大领域")
    (Value(of='time', amount=4380.0), Value(of='元', amount=60000000.0))
    """
    figures = (
        (m, v) for m in _FIGURE.finditer(folded) if m["number"] != "一" and (v := _value(m) or _money(m, folded))
    )
    bounds = {bound.span.end: bound.sign for bound in _bounds(folded)}
    beside = {"<": -_LITTLE, ">": _LITTLE}
    return tuple(Value(v.of, v.amount * (1 + beside.get(bounds.get(m.end(), ""), 0))) for m, v in figures)


@lru_cache(maxsize=4_096)
def ranges_of(folded: str) -> tuple[Range, ...]:
    """The classes that a folded text makes a condition of something.

    >>> [(r.least / 365, r.most / 365) for r in ranges_of("已满10年不满20年的,年休假10天;已满20年的,年休假15天")]
    [(10.0, 20.0), (20.0, inf)]
    >>> ranges_of("处五年以下有期徒刑,并处二万元以上二十万元以下的罚金")
    ()
    """
    found: list[Range] = []
    bounds = list(_bounds(folded))
    at = 0
    while at < len(bounds):
        first, second = bounds[at], bounds[at + 1] if at + 1 < len(bounds) else None
        joined = (
            second is not None
            and first.sign in (">", ">=")
            and second.sign in ("<", "<=")
            and first.value.of == second.value.of
            and first.value.amount < second.value.amount
            and bool(_JOINED.fullmatch(folded, first.span.end, second.span.start))
        )
        last = second if joined and second else first
        at += 2 if joined else 1
        span = Span(first.span.start, last.span.end)
        if _CONSEQUENCE.search(folded, max(span.start - 12, 0), span.start) or not _CONDITION.match(folded, span.end):
            continue
        least = first if first.sign in (">", ">=") else None
        most = last if last.sign in ("<", "<=") else None
        found.append(
            Range(
                first.value.of,
                least.value.amount if least else float("-inf"),
                most.value.amount if most else float("inf"),
                (least is None or least.sign == ">=", most is None or most.sign == "<="),
                span,
            )
        )
    return tuple(found)


def _bounds(folded: str) -> Iterator[_Bound]:
    """Lower and upper bounds in order: both of 5万元(含)至10万元."""
    figures = list(_FIGURE.finditer(folded))
    lower: _Bound | None = None
    for n, match in enumerate(figures):
        begin = max(match.start() - _REACH, figures[n - 1].end() if n else 0)
        before = _BEFORE.search(folded, begin, match.start())
        following = figures[n + 1] if n + 1 < len(figures) else None
        to = _TO.match(folded, match.end())
        if to and following and to.end() == following.start():
            value = _value(match) or _value(match, following)
            if value:
                sign = ">" if to["mark"] == "不含" or (before and before["above"]) else ">="
                lower = _Bound(sign, value, Span(match.start(), to.end()))
            continue
        value = _value(match)
        if value is None:
            lower = None
            continue
        behind = _BEHIND.match(folded, match.end())
        if lower is not None and lower.span.end == match.start():
            yield lower
            sign = "<" if behind and behind["excluding"] else "<="
        else:
            sign = _sign(before, behind)
        start = before.start() if before and not before["between"] else match.start()
        if sign:
            yield _Bound(sign, value, Span(start, behind.end() if behind else match.end()))
        lower = None


def _sign(before: re.Match[str] | None, behind: re.Match[str] | None) -> str:
    """What the words around a figure make of it, those behind it first; empty where it is no bound."""
    if behind and (behind["lower"] or behind["upper"] or behind["over"]):
        return ">=" if behind["lower"] else "<=" if behind["upper"] else ">"
    return next((sign for name, sign, _ in _BOUNDS_BEFORE if before and before[name]), "")


def _value(match: re.Match[str], unit: re.Match[str] | None = None) -> Value | None:
    """The value of a figure, in the unit of another one where it has none: 3-6个月."""
    name = ((match["unit"] or "") or (unit["unit"] or "" if unit else "")).strip()
    if match["hundredths"]:
        name = "%"
    known = _UNITS.get(name)
    number = match["number"].replace(" ", "")
    if known is None or not re.search(r"[\d零〇一二三四五六七八九十百千两]", number):
        return None
    amount = written_number(number)
    if name == "年" and amount >= 1000:
        return None
    return Value(known[0], amount * known[1])


def _money(match: re.Match[str], folded: str) -> Value | None:
    """The amount of money that a round number without a unit is: 投了8000万."""
    bare = match["unit"] is None and match["number"].strip()[-1] in "万亿"
    counted = folded[match.end() : match.end() + 1] in _COUNTED if match.end() < len(folded) else False
    return Value("元", written_number(match["number"].replace(" ", ""))) if bare and not counted else None


def fits(asked: Sequence[Value], folded: str) -> bool | None:
    """Whether one of the values asked about is of a class that the folded text rules on; None where it rules on no
    class of such values, or states the value itself.

    >>> rule = "基础研究投入达到或超过1亿元/年的企业,给予一次性财政补助1000万元"
    >>> fits(values_asked("投2亿元"), rule), fits(values_asked("投6000万元"), rule), fits(values_asked("有30人"), rule)
    (True, False, None)
    """
    classes = [(value, r) for r in ranges_of(folded) for value in asked if r.of == value.of]
    if not classes:
        return None
    if any(r.holds(value) for value, r in classes):
        return True
    bounds = [r.span for r in ranges_of(folded)]
    stated = {_value(m) for m in _FIGURE.finditer(folded) if not any(s.start <= m.start() < s.end for s in bounds)}
    return None if stated & set(asked) else False


def is_class_of(asked: Sequence[Value], cell: str) -> bool:
    """Whether a folded cell of a table is the class of one of the values asked about, or the value itself.

    >>> [is_class_of(values_asked("六层老楼"), cell) for cell in ("6层", "4-5层", "3-8层", "7层及以上", "第6层楼板")]
    [True, False, True, False, False]
    """
    bounds = list(_bounds(cell))
    if not bounds:
        whole = _FIGURE.fullmatch(cell)
        return whole is not None and _value(whole) in asked
    for value in asked:
        of = [b for b in bounds if b.value.of == value.of]
        if of and all(_SIGNS[b.sign](value.amount, b.value.amount) for b in of):
            return True
    return False


def ruling(asked: Sequence[Value], folded: str) -> Span | None:
    """What of a folded text that rules on several classes is about that of the value asked about, the narrowest: from
    its class up to the next one.

    >>> said = "满1年不满10年的,休5天,满10年的,休10天"
    >>> found = ruling(values_asked("12年"), said); said[found.start : found.end]
    '满10年的,休10天'
    """
    listed = [r for r in ranges_of(folded) if any(r.of == value.of for value in asked)]
    holding = [r for r in listed if any(r.holds(value) for value in asked)]
    if len(listed) < 2 or not holding:
        return None
    best = max(holding, key=lambda r: (r.least, -r.most))
    following = [r.span.start for r in listed if r.span.start > best.span.start]
    start, end = best.span.start, min(following, default=len(folded))
    if following:  # back to the clause that the next class stands in
        end = max((m.end() for m in re.finditer("[,;。]", folded[start:end])), default=end - start) + start
    start = max((m.end() for m in re.finditer("[,;。:]", folded[:start])), default=0)
    return Span(start, end)
