"""The figures that a survey asks for: whether a sentence reaches them, and which only say of whom."""

import re
from collections.abc import Collection, Sequence

from index.lexicon import fold_text
from index.numerals import DIGITS
from rag.claims import Quantity, Stated, claims_of, stated_in
from rag.evidence import Match

_OF_WHOM = re.compile(
    rf"(?:\d+|[{''.join(DIGITS)}十百]+)(?:(?:周?岁|级|层)(?:及|或)?以[上下内]"
    r"|人(?:及|或)?以[上下]的?(?=企业|单位|家庭|机构|组织|公司|用人|团体|学校|班))"
)
"""The figure of those that something holds for."""


_COUNTED = (
    "元块",
    "个家项名人位户辆台座所处件条种类张架批只头",
    "吨斤",
    "亩",
    "倍",
    "次",
    "米",
    "天日",
    "年岁周",
    "度",
)
"""Words behind a figure that say what it counts, those of one kind together."""


_OR_MORE = (re.compile("或者?更[多高大长]|及更[多高大长]"), "以上"), (re.compile("或者?更[少低小短]"), "以下")
_BEYOND = re.compile("(?<!不)(?:超过|超出|高于|大于|多于|不止|低于|少于|小于|不足|不到)")


def figures(question: str) -> set[Quantity]:
    """The figures of a question that say how much it is at least or at most, or what share.

    >>> figures("一次能拿到8000元或更多补贴的有哪些")
    {Quantity(value=8000.0, percent=False, bound='min')}
    """
    text = fold_text(question)
    for pattern, bound in _OR_MORE:
        text = pattern.sub(bound, text)
    return {quantity for quantity in claims_of(text).quantities if quantity.percent or quantity.bound}


def of_whom(question: str) -> set[Quantity]:
    """The figures of a question that only say of whom or what it is, and are none to reach.

    >>> of_whom("哪些市给80岁以上老人发津贴"), of_whom("哪些省要招收100人以上")
    ({Quantity(value=80.0, percent=False, bound='min')}, set())
    """
    said = (match.group() for match in _OF_WHOM.finditer(fold_text(question)))
    return {quantity for each in said for quantity in claims_of(each).quantities}


def speaks_of_them(match: Match, figures: Collection[Quantity]) -> bool:
    """Whether the sentence, where it says of whom it speaks, says no others: 80岁以上 is not met by 90岁以上 alone."""
    stated = [each.quantity for each in stated_in(match.sentence.text)] if figures else []
    for quantity in figures:
        alike = [q for q in stated if (q.bound, q.percent) == (quantity.bound, quantity.percent)]
        if alike and all(q.value != quantity.value for q in alike):
            return False
    return True


def meets(match: Match, conditions: Sequence[Quantity], asked: str = "") -> bool:
    """Whether the sentence states a figure for each condition, of what most of its words speak of.

    20%以上 meets «at least 20%», 18%以上 does not, nor does a higher figure of another thing or one
    that counts something else than the question that is `asked`.
    """
    if not conditions:
        return True
    words = [word for word, credit in match.matched.items() if credit]
    stated = [(sum(word in each.clause for word in words), each) for each in stated_in(match.sentence.text)]
    most = max((count for count, _ in stated), default=0)
    own = [each for count, each in stated if count == most]
    counted, beyond = counted_by(asked), bool(_BEYOND.search(asked))
    return all(any(_reaches(each, condition, counted, beyond) for each in own) for condition in conditions)


def counted_by(question: str) -> str:
    """The words of the kind of which one says what the figure counts that a question asks to be reached; empty where
    none does.

    >>> "元" in counted_by("哪些市补贴超过30万元"), "家" in counted_by("目标在500个以上的有哪些"), counted_by("20%以上")
    (True, True, '')
    """
    folded = fold_text(question)
    found = re.search(r"(?:超过|低于|高于|少于|多于|达到?|至少|至多)\s?[\d.]+[十百千万亿]*(?P<of>.)", folded)
    found = found or re.search(r"[\d.]+[十百千万亿]*(?P<of>.)(?:及|或)?以[上下内]", folded)
    return _kind(found["of"]) if found else ""


def _kind(word: str) -> str:
    return next((kind for kind in _COUNTED if word and word in kind), "")


def _reaches(stated: Stated, condition: Quantity, counted: str, beyond: bool) -> bool:
    """Whether it is as much as the condition wants, or more where that is to be left `beyond`: 超过30%."""
    quantity = stated.quantity
    of = _kind(stated.after[:1])
    if quantity.percent != condition.percent or (counted and of and of != counted):
        return False
    if beyond and quantity.value == condition.value and condition.bound != quantity.bound:
        return False
    if condition.bound == "min":
        return quantity.value >= condition.value and quantity.bound != "max"
    if condition.bound == "max":
        return quantity.value <= condition.value and quantity.bound != "min"
    return quantity.value == condition.value
