"""The figures that a survey asks for: whether a sentence reaches them, and which only say of whom."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from index.lexicon import fold_text
from index.numerals import DIGITS, written_number
from rag.language.amounts import UNIT, amounts_in
from rag.language.claims import Quantity, claims_of, stated_in
from rag.language.terms import Term, normalise
from rag.language.units import THINGS
from rag.selection.evidence import Match

_OF_WHOM = re.compile(
    rf"(?:\d+|[{''.join(DIGITS)}十百]+)(?:(?:周?岁|级|层)(?:及|或)?以[上下内]"
    r"|人(?:及|或)?以[上下]的?(?=企业|单位|家庭|机构|组织|公司|用人|团体|学校|班))"
)
"""The figure of those that something holds for."""
_IN_EVERYDAY_WORDS = (
    (re.compile("最少得?|起码得?|少说也?[得要]?"), "至少"),
    (re.compile("(?:甚至|或者?|乃至|以?及)更[多高长大久]|起步|打底|往上"), "以上"),
    (re.compile("或者?更[少低小短]"), "以下"),
)
"""How people say that a figure is the least, or the most."""
_BEYOND = re.compile("(?<!不)(?:超过|超出|高于|大于|多于|不止|低于|少于|小于|不足|不到)")
_LIMIT = re.compile("最[高多长]|上限|顶格|封顶")
_NUMERAL = f"[{''.join(DIGITS)}十百千]+"
_RANGE = re.compile(rf"((?:\d+|{_NUMERAL}))[至到~-]((?:\d+|{_NUMERAL}))([万亿]*)({UNIT})")
_FRACTION = re.compile(r"([\d一二三四五六七八九十]+)分之([\d一二三四五六七八九十]+)")
_ROUGHLY = re.compile("(?:好?几|数|上|成)(?P<scale>[十百千万亿]+)")
"""How much at least, told roughly: 几十万."""
_DIALLED = re.compile(r"(?<=打)\d{3,5}|(?<!\d)\d{3,5}(?=热线|平台|电话|举报|投诉|求助)")
_A_SINGLE = re.compile(rf"[一1]个?[{THINGS}](?![^,。;]{{0,3}}[内后前期里中])|[一1][年日天](?![^,。;]{{0,2}}[内后前期])")
"""What is no figure to reach: 一户人家, 每一天."""
_MONTHS = 12  # of a year, in which times are compared
_THING = "个"  # what anything is counted by
_OF_FIGURE = re.compile(rf"(?:[\d.,]+|[{''.join(DIGITS)}十百千万亿]+)(?:{UNIT})?|(?![{THINGS}])(?:{UNIT})")
"""A word that is a number, its unit or both."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a survey: `bounds` that a sentence has to reach, with their units where these are known, `exact`
    ones that it has to state, by value and unit, and those that say `of_whom` it speaks. `of_limit` where the bounds
    are of the highest that is allowed, `beyond` where it has to be more, or less, than they are: 超过30%."""

    bounds: tuple[tuple[Quantity, str], ...] = ()
    exact: frozenset[tuple[float, str]] = frozenset()
    of_whom: frozenset[Quantity] = frozenset()
    of_limit: bool = False
    beyond: bool = False

    def __bool__(self) -> bool:
        return bool(self.bounds or self.exact or self.of_whom)

    def without(self, words: Iterable[Term]) -> tuple[Term, ...]:
        """The words without those of the figures, which are compared by value."""
        return tuple(word for word in words if not (self and _OF_FIGURE.fullmatch(word.text)))

    def met_by(self, match: Match) -> bool:
        """Whether the sentence states all figures, and speaks of no others than are asked about."""
        return self._reached_by(match) and _states_all(match, self.exact) and _speaks_of(match, self.of_whom)

    def _reached_by(self, match: Match) -> bool:
        """Whether the sentence states a figure for each bound, of what most of its words speak of: 20%以上 meets
        «at least 20%», 18%以上 does not, nor does a higher figure of another thing or in another unit."""
        if not self.bounds:
            return True
        words = [word for word, credit in match.matched.items() if credit]
        stated = [(sum(w in each.clause for w in words), each.quantity) for each in stated_in(match.sentence.text)]
        most = max((count for count, _ in stated), default=0)
        units = dict(_stated(match.sentence.text))
        own = [(quantity, units.get(quantity.value, "")) for count, quantity in stated if count == most]
        return all(
            any(self._reaches(quantity, bound) and not (unit and of and unit != of) for quantity, of in own)
            for bound, unit in self.bounds
        )

    def _reaches(self, quantity: Quantity, asked: Quantity) -> bool:
        """Whether a quantity is as much as is asked; of the highest that is allowed, at most 2000 reaches 1000."""
        if quantity.percent != asked.percent:
            return False
        if self.beyond and quantity.value == asked.value and asked.bound != quantity.bound:
            return False
        if asked.bound == "min":
            return quantity.value >= asked.value and (self.of_limit or quantity.bound != "max")
        if asked.bound == "max":
            return quantity.value <= asked.value and quantity.bound != "min"
        return quantity.value == asked.value


def figures_of(question: str, proposition: str) -> Figures:
    """Those of a survey, from its question and from what that asks of each document.

    >>> figures_of("哪些市给80岁以上老人发津贴", "给80岁以上老人发津贴").of_whom
    frozenset({Quantity(value=80.0, percent=False, bound='min')})
    >>> figures_of("哪些省要招收100人以上", "招收100人以上").bounds
    ((Quantity(value=100.0, percent=False, bound='min'), '个'),)
    >>> sorted(figures_of("暖气得烧到18度、罚两百块的有哪些地方", "暖气得烧到18度、罚两百块").exact)
    [(18.0, '度'), (200.0, '元')]
    >>> figures_of("哪些省发几十万、上百万奖金", "发几十万、上百万奖金").bounds
    ((Quantity(value=100000.0, percent=False, bound='min'), ''),)
    >>> figures_of("树龄八十年以上", "树龄八十年以上").exact, bool(figures_of("能打12345举报", "能打12345举报"))
    (frozenset(), False)
    """
    rough = [written_number(f"一{match['scale']}") for match in _ROUGHLY.finditer(fold_text(question))]
    proposition = _DIALLED.sub("", _ROUGHLY.sub("", fold_text(proposition)))
    official = _DIALLED.sub("", _ROUGHLY.sub("", fold_text(question)))
    for everyday, word in _IN_EVERYDAY_WORDS:
        official = everyday.sub(word, official)
    bounded = {q for q in claims_of(official).quantities if q.percent or q.bound}
    of_whom = _of_whom(official) & bounded
    units = dict(_stated(official))
    values = {quantity.value for quantity in bounded}
    bounds = [(q, units.get(q.value, "")) for q in sorted(bounded - of_whom, key=repr)]
    if rough:
        bounds.append((Quantity(min(rough), False, "min"), ""))
    return Figures(
        bounds=tuple(bounds),
        exact=frozenset(
            (value, unit)
            for value, unit in _stated(_A_SINGLE.sub("", proposition))
            if not values & {value, value / _MONTHS if unit == "月" else value}
        ),
        of_whom=frozenset(of_whom),
        of_limit=bool(_LIMIT.search(official)),
        beyond=bool(_BEYOND.search(official)),
    )


def _stated(text: str) -> frozenset[tuple[float, str]]:
    """Values with their units, things counted by any word alike; a fraction's is 分之.

    >>> sorted(_stated("四分之一以上业主同意的，十五日内处两百到一千块罚款"))
    [(0.25, '分之'), (15.0, '日'), (200.0, '元'), (1000.0, '元')]
    """
    normal = normalise(_RANGE.sub(r"\1\3\4,\2\3\4", fold_text(text)))
    amounts = {
        (a.value, _THING if a.unit and a.unit in THINGS else a.unit) for a in amounts_in(_FRACTION.sub("", normal))
    }
    parts = {(written_number(of) / (written_number(whole) or 1), "分之") for whole, of in _FRACTION.findall(normal)}
    return frozenset(amounts | parts)


def _of_whom(question: str) -> set[Quantity]:
    said = (match.group() for match in _OF_WHOM.finditer(question))
    return {quantity for each in said for quantity in claims_of(each).quantities}


def _speaks_of(match: Match, figures: Collection[Quantity]) -> bool:
    """Whether the sentence, where it says of whom it speaks, says no others: 80岁以上 is not met by 90岁以上 alone."""
    stated = [each.quantity for each in stated_in(match.sentence.text)] if figures else []
    for quantity in figures:
        alike = [q for q in stated if (q.bound, q.percent) == (quantity.bound, quantity.percent)]
        if alike and all(q.value != quantity.value for q in alike):
            return False
    return True


def _states_all(match: Match, figures: Collection[tuple[float, str]]) -> bool:
    stated = _stated(match.sentence.introduced) if figures else frozenset()
    return all(any(value == v and (unit == of or not unit or not of) for v, of in stated) for value, unit in figures)
