"""The same asked of several years: «2014年和2017年的补助各是多少，差多少», «2013、2014、2015这三年哪年最多»."""

import re
from collections.abc import Sequence

from index.documents import DocumentInfo
from rag.comparisons.aspects import DOES, EITHER, MORE, WHICH_YEAR, Aspect, aspects_asked
from rag.comparisons.named import NamedSide, NamedSides
from rag.comparisons.things import Found, asked_alone, speaks_of
from rag.comparisons.values import asked_amounts, nearest_amount
from rag.language import wording
from rag.language.amounts import Amount, reached
from rag.language.terms import normalise
from rag.refusals.enough import answers, fills_cell
from rag.run import Run
from rag.scoping.editions import is_yearly, years_of
from rag.selection.evidence import Match
from rag.selection.sentence import Sentence
from rag.selection.years import YearsAsked
from rag.understanding.question import Understanding

_NOUN = "(?:的?[\u4e00-\u9fff]{0,6}?(?:报告|公报|预算|要点))?"
_NEXT = rf"(?:年度?)?{_NOUN}(?:以及|还是|[、,和与及跟同])+(?=(?:19|20)\d\d)"
_LIST = re.compile(
    rf"(?:(?:19|20)\d\d{_NEXT})+(?P<last>(?:19|20)\d\d)(?:年度?|(?=[这那][两二三四五六七八九十几]年))(?P<noun>{_NOUN})"
    r"(?:[这那]?(?:[两二三四五六七八九十几]|各)年(?:间|里|中)?)?"
)
"""2013、2014和2015年."""
_RANGE = re.compile(
    r"(?<![\d.])(?P<first>(?:19|20)\d\d)年?[至到~-](?P<last>(?:19|20)\d\d)年"
    r"(?:[这那]?(?:[两二三四五六七八九十几]|各)年)?(?:间|期间|之间|里|中)?"
    r"(?=[^。?]*(?:哪一?年|每年|各年|逐年|分年))"
)
"""2013到2016年，哪一年…: every year between them."""
_THAN = re.compile(
    r"(?<![\d.])(?P<one>(?:19|20)\d\d)年度?(?P<said>[^。?;]{0,24}?)(?:,)?(?:相?比(?!例)|较(?!大|高|好)|相?对比|跟|同|和|与)(?:起)?"
    r"(?P<other>(?:19|20)\d\d)年度?(?:的|时|同期|相比|比|来说|里)*(?P<behind>[^。?;,]{0,16})"
)
"""2021年安排的比2020年多了还是少了."""
_APART = re.compile(
    rf"(?:两年|两者|二者|前后|彼此|它们|一共)*(?:之间)?的?(?:相差|差距|差额|差|变化|(?<![最至不])(?:{MORE})(?P<does>{DOES})?)(?:了|出|是|有|为)*(?:大?约|大概)?"
    r"(?:多少|几(?:个|倍|成)?|多大)[^,。?;、]{0,6}"
)
_GROWTH = re.compile("(?:增长|上涨)了?(?:多少|几)|百分之几|同比")
_EACH = re.compile(
    rf"{wording.ASKS_EACH}|都(?=[^,。?]{{0,8}}(?:{wording.INTERROGATIVE}))|{wording.COMPARE}|{wording.APART}|有变化"
)
_TITLE = re.compile("《[^》]*》|<[^>]*>")
_TRIED = 3  # ordered sentences of which the first that is of the year is taken
_MOST = 12  # years that are compared
_NEAR = 8  # characters between a year and its value


def years_compared(text: str) -> NamedSides | None:
    """The years that a question compares, ascending, and what it asks of each; None where it compares none.

    >>> def asked(text): return [aspect.of("2014年") for aspect in years_compared(text).aspects]
    >>> asked("2014年和2017年计划的补助每人各是多少，差多少？"), asked("专项债，2021年拟安排的比2020年多了还是少了？")
    (['2014年计划的补助每人是多少?'], ['专项债,2014年拟安排是多少?'])
    >>> found = years_compared("2013、2014、2015这三年，哪一年贫困人口减得最多？减了多少？")
    >>> [side.name for side in found.sides], found.aspects[0].of("2013年"), found.aspects[0].utmost
    (['2013年', '2014年', '2015年'], '2013年,贫困人口减了多少?', ('最多',))
    >>> years_compared("2010年到2015年增长多少？") is None
    True
    """
    asked = normalise(text).strip()
    found = _listed(asked) or _than(asked)
    if found is None:
        return None
    years, before, behind, compares = found
    which, utmost = behind, WHICH_YEAR.search(behind)
    if not (compares or utmost or _EACH.search(behind) or _APART.search(behind) or EITHER.search(behind)):
        return None
    if not utmost:
        which = _APART.sub(
            lambda m: f"{m['does']}多少,差多少" if m["does"] else ",差多少", EITHER.sub(",差多少", which)
        )
    which = re.sub("的(?=,|$)", "", which)
    years = tuple(sorted(set(years)))
    aspects = aspects_asked(f"{before}\0{which}") if 1 < len(years) <= _MOST else []
    sides = tuple(NamedSide(f"{year}年", year=year) for year in years)
    return NamedSides(sides, tuple(aspects)) if aspects else None


def _listed(asked: str) -> tuple[tuple[int, ...], str, str, bool] | None:
    """The years of a list or of a range, with what stands before and behind them."""
    if match := _RANGE.search(asked):
        years = tuple(range(int(match["first"]), int(match["last"]) + 1))
        return years, asked[: match.start()], asked[match.end() :], False
    if match := _LIST.search(asked):
        years = tuple(map(int, re.findall(r"(?:19|20)\d\d", match.group())))
        return years, asked[: match.start()], (match["noun"] or "") + asked[match.end() :], False
    return None


def _than(asked: str) -> tuple[tuple[int, ...], str, str, bool] | None:
    """Two years of which one is measured by the other."""
    match = _THAN.search(asked)
    if match is None:
        return None
    again = match["behind"].startswith(match["said"])
    compared = match["behind"] if again else f"{match['said']}{match['behind']}"
    behind = compared + asked[match.end() :]
    if _GROWTH.search(behind) and not EITHER.search(behind):
        return None  # which is told as such: 比上年增长6.9%
    measured = _APART.search(behind) or EITHER.search(behind) or wording.COMPARISON.search(behind)
    years = (int(match["one"]), int(match["other"]))
    return (years, asked[: match.start()], behind, True) if measured else None


def found_of_years(run: Run, whole: Understanding, named: NamedSides) -> list[list[Found]] | None:
    """For each year and aspect the question asked of it, and the ordered sentences of which the first is of that year
    and answers, or speaks of it; None where fewer than two years are told by sentences or values of their own."""
    years = [side.year for side in named.sides if side.year]
    if whole.kind in ("survey", "metadata"):
        return None
    found = [[_found(run, year, years, aspect.of(f"{year}年")) for aspect in named.aspects] for year in years]
    asked = [each for row in found for each, _, _ in row]
    if not any(answers(run.index, ranked, each) for row in found for each, _, ranked in row):
        return None
    if shared := _of_all(years, named.aspects, found):
        return shared
    told = {best[0].sentence for row in found for _, best, _ in row if best}
    valued = sum(any(_states_value(each, best) for each, best, _ in row) for row in found)
    if len(told) < 2 or (asked[0].expects == "number" and valued < 2):
        return None
    return [[(each, best, []) for each, best, _ in row] for row in found]


def _found(run: Run, year: int, years: Sequence[int], question: str) -> Found:
    """The question asked of a year, the sentences of the year among the best of which the first answers, or speaks of
    what is asked, and all of them."""
    understanding = asked_alone(run, question)
    ranked = run.candidates(understanding)[0]
    may = ranked
    if not answers(run.index, ranked, understanding):
        may = list(filter(speaks_of, ranked)) if fills_cell(ranked) else []
    asked = YearsAsked(normalise(understanding.standalone), [year])
    best = []
    for match in may[:_TRIED]:
        info = run.infos[match.sentence.document_id]
        named = bool(understanding.filters.document_id)  # whatever the report of the year says
        yearly = not named and is_yearly(info, run.index.documents())
        if not asked.is_of_others(match.sentence, info) if yearly else _names(year, years, match.sentence, info):
            best.append(match)
    return understanding, best, ranked


def _of_all(years: Sequence[int], aspects: Sequence[Aspect], found: list[list[Found]]) -> list[list[Found]] | None:
    """The best sentence of a year where it gives each its value: 从2012年2.5万亿元增长到2021年9.6万亿元."""
    for row in found if len(aspects) == 1 else ():
        for asked, best, _ in row:
            if best and all(year_value(year, asked, best[0]) for year in years):
                return [[(asked, best[:1], [])] for _ in years]
    return None


def year_value(year: int, asked: Understanding, match: Match) -> Amount | None:
    """The quantity right behind a year in a sentence; None where none is.

    2021年9.6万亿元, 2021年的9.6万亿元, 2021年达到9.6万亿元.
    """
    said = normalise(match.sentence.text)
    for amount in asked_amounts(asked, match, ""):
        if re.search(rf"{year}年[^\d,;。]{{0,{_NEAR}}}{re.escape(amount.written)}", said):
            return amount
    return None


def _states_value(asked: Understanding, best: Sequence[Match]) -> bool:
    return bool(best) and nearest_amount(reached(asked_amounts(asked, best[0], asked.standalone)), asked) is not None


def _names(year: int, years: Sequence[int], sentence: Sentence, info: DocumentInfo) -> bool:
    """Whether a sentence names the year, or its document is of that year and it names no other of the years asked."""
    said = _TITLE.sub("", sentence.folded)  # 根据《2035年远景目标纲要》
    if str(year) not in said and any(str(other) in said for other in years):
        return False
    return str(year) in f"{sentence.above}{sentence.introduction_text}{said}" or year in years_of(info)
