"""The years that a document's words stand for, and whether a sentence is about those that a question names: 去年 in a
report of March 2015 is 2014, whose results it tells, as those of 2015 are told the year after."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from index.documents import DocumentInfo
from index.lexicon import fold_text
from rag.language.dates import YEAR, plans_end
from rag.selection.sentence import Sentence

_TOLD = re.compile(
    r"(?P<last>(?<![比较同与于跟过])(?:去年|上一?年度?)|过去的?一年|刚刚过去的一年|(?<!\d)一年来)|(?P<this>今年|本年度?|新的一年)"
    r"|(?P<before>(?<!提)前年)|(?P<next>明年)"
)
_WORDS = (
    "去年", "上年", "上一年", "过去一年", "过去的一年", "一年来", "今年", "本年", "新的一年", "前年", "明年",
)  # fmt: skip
"""Every match holds one of these: of a text without any, mostly, that is seen sooner."""
_STEPS = {"last": -1, "this": 0, "before": -2, "next": 1}
_SPAN = re.compile(r"(?:过去|这|近|最近)的?[二两三四五六七八九十\d]+年|[二两三四五六七八九十\d]+年来|[上本]届")
_PLANNED = re.compile(
    r"计划|目标|预[期计算]|打算|安排|力争|部署|拟|[将要](?!求)|\b(?:plan|target|goal|aim|will|budget|expect)"
)
_DONE = re.compile(
    r"实际|完成|[增减涨降升多少]了|了[^,。?]{0,2}(?:多少|几|百分)|已经?|同比|比上年|\b(?:actual|achiev|creat|complet|rose|fell|grew|increased|declined)"
)
_HALF = "06-30"  # until then a year's report tells what the year is to bring


class YearsAsked:
    """The years that a question asks about, and whether after what was planned for them or what came of them."""

    def __init__(self, folded: str, years: Sequence[int]) -> None:
        """`folded` is the question without the words that name its scope, normalised."""
        planned, done = bool(_PLANNED.search(folded)), bool(_DONE.search(folded))
        self.years = frozenset(years)
        self._planned, self._done = planned and not done, done and not planned

    def place(self, year: int, sentence: Sentence, info: DocumentInfo) -> tuple[str, int] | None:
        """Where a sentence tells the year from the one it is given in: itself, with the place, or by what is above."""
        start = speaks_from(info)
        if year not in self.years or start is None:
            return None
        own = next((at for told, at in reckoned(sentence.folded, start) if told == year), None)
        if own is not None:
            return "own", own
        for where, text in (
            ("above", sentence.lead_text + sentence.introduction_text + sentence.heading),
            ("outer", sentence.outer_headings),
        ):
            if any(told == year for told, _ in reckoned(text, start)):
                return where, -1
        return None

    def is_of_others(self, sentence: Sentence, info: DocumentInfo) -> bool:
        """Whether a sentence of a document that comes once a year is about none of the years, or tells what they were
        to bring where it is asked what came of them, and the other way round."""
        return bool(self.years) and not any(self._is_of(year, sentence, info) for year in self.years)

    def _is_of(self, year: int, sentence: Sentence, info: DocumentInfo) -> bool:
        start = speaks_from(info)
        dated = info.metadata.issued_on or info.metadata.published_on
        if start is None or dated is None:
            return True
        ahead = year > int(dated[:4]) or (year == int(dated[:4]) and dated[5:] <= _HALF)
        if (self._done and ahead) or (self._planned and not ahead):
            return False
        if year in map(int, YEAR.findall(sentence.introduced)):
            return True
        above = (sentence.lead_text, sentence.heading, sentence.outer_headings)
        levels = [frozenset(told for told, _ in reckoned(sentence.introduced, start))]
        levels += [_years_above(text, start) for text in above]
        return year in next(filter(None, levels), (start,))


@lru_cache(maxsize=10_000)
def _years_above(folded: str, start: int) -> frozenset[int]:
    """The years that a heading is about: one by one, or the last of a plan's; 0 stands for a span of several.

    >>> [sorted(_years_above(said, 2013)) for said in ("2012年工作回顾", "过去五年工作回顾", "十二五时期的目标")]
    [[2012], [0], [2015]]
    """
    told = {*map(int, YEAR.findall(folded)), *(year for year, _ in reckoned(folded, start))}
    if not told:
        told = set(plans_end(folded)[:1])
    return frozenset(told or ({0} if _SPAN.search(folded) else ()))


def reckoned(folded: str, start: int) -> Iterator[tuple[int, int]]:
    """The years that a folded text tells from the one it is given in, each with its place.

    >>> [year for year, _ in reckoned("去年增长6%,今年要保持,比去年低", 2015)]
    [2014, 2015]
    """
    for match in _TOLD.finditer(folded) if any(word in folded for word in _WORDS) else ():
        yield start + _STEPS[match.lastgroup or "this"], match.start()


def speaks_from(info: DocumentInfo) -> int | None:
    """The year from which the document's words reckon: the last one in its title that is next to its date's, as that
    of a communiqué; else its date's. None where it states neither.

    >>> from index.documents import Metadata
    >>> def of(**stated): return speaks_from(DocumentInfo("1", "a", "a", "0", 1, 1, Metadata(**stated)))
    >>> of(title="2021年统计公报", issued_on="2022-02-28"), of(title="政府工作报告", issued_on="2015-03-05")
    (2021, 2015)
    """
    return _speaks_from(info.metadata.title or "", info.metadata.issued_on or info.metadata.published_on or "")


@lru_cache(maxsize=100_000)
def _speaks_from(title: str, dated: str) -> int | None:
    titled = [int(year) for year in YEAR.findall(fold_text(title))]
    if not dated:
        return titled[0] if len(titled) == 1 else None
    issued = int(dated[:4])
    return max((year for year in titled if abs(year - issued) <= 1), default=issued)
