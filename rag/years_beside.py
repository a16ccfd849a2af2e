"""The same asked of several years: «2014年和2017年的补助各是多少，差多少», «2013、2014、2015这三年哪年最多»."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.documents import DocumentInfo
from rag import wording
from rag.amounts import Amount, reached, told
from rag.aspects import DOES
from rag.candidates import candidates
from rag.citations import escape_markers
from rag.comparison import speaks_of
from rag.compose import Draft, clauses_of, excerpt
from rag.editions import is_yearly, years_of
from rag.enough import answers, fills_cell
from rag.evidence import Match
from rag.messages import say
from rag.question import Understanding
from rag.run import Run
from rag.sentence import Sentence
from rag.tables import Told, side_by_side
from rag.terms import normalise
from rag.versus import asked_amounts, nearest_amount
from rag.years import YearsAsked

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
_MORE = "多|少|高|低|大|小|快|慢|长|短|增加?|减少?|涨|降低?|升|上升|下降|提高|上调|下调|扩大|缩小|增长|变[多少大小高低]"
_EITHER = re.compile(
    rf"(?:是|到底|究竟)*(?:{_MORE})(?:了|出|些)?(?:还是|或者?|、)(?:{_MORE})(?:了|出|些)?(?:多少|几[^,。?;]{{0,4}})?"
)
_APART = re.compile(
    rf"(?:两年|两者|二者|前后|彼此|它们|一共)*(?:之间)?的?(?:相差|差距|差额|差|变化|(?<![最至不])(?:{_MORE})(?P<does>{DOES})?)(?:了|出|是|有|为)*(?:大?约|大概)?"
    r"(?:多少|几(?:个|倍|成)?|多大)[^,。?;、]{0,6}"
)
_GROWTH = re.compile("(?:增长|上涨)了?(?:多少|几)|百分之几|同比")
_WHICH = re.compile(r"(?:其中)?(?:是|在)?哪一?个?年(?:份|度)?的?")
_UTMOST = re.compile(rf"得?(?:最|更|较)(?P<size>{_MORE})(?:些|一些)?")
_EACH = re.compile(
    "(?:各自|分别|各|都)(?=是|为|有|安排|定|[^,。?]{0,8}(?:多少|几|什么|怎))|(?:比较|对比)(?:一下)?|有(?:什么|哪些|何|啥)?(?:不同|变化|区别|差别|差异)"
)
_ASKS = re.compile("多少|几(?!乎)|什么|怎[么样]|哪|如何|多[大高长]")
_MEASURED = re.compile(
    "[率额数量]|标准|目标|规模|资金|补助|补贴|比[重例]|指标|收入|支出|投资|产值|总值|价格|涨幅|增速|面积|里程|人口|[债费税]"
)
"""What has a value."""
_PLANNED = re.compile("计划|拟|预期|目标|安排|预计|打算|部署|要求|提出")
_LESS = re.compile("少|低|小|慢|短|减|降|缩|下")
_TRIED = 3  # ordered sentences of which the first that is of the year is taken
_MOST = 12  # years that are compared
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class YearsBeside:
    """Two or more years, ascending, and the question asked of each of them alone; `least` where it asks which has the
    smallest value, None where it asks for no utmost."""

    years: tuple[int, ...]
    questions: tuple[str, ...]
    least: bool | None = None


def years_beside(text: str) -> YearsBeside | None:
    """The years that a question compares; None where it compares none.

    >>> years_beside("2014年和2017年计划的补助每人各是多少，差多少？").questions
    ('2014年计划的补助每人是多少?', '2017年计划的补助每人是多少?')
    >>> years_beside("专项债，2021年拟安排的比2020年多了还是少了？各是多少").questions
    ('专项债,2020年拟安排是多少?', '专项债,2021年拟安排是多少?')
    >>> found = years_beside("2013、2014、2015这三年，哪一年贫困人口减得最多？减了多少？")
    >>> found.questions[0], found.least
    ('2013年贫困人口减了多少?', False)
    >>> years_beside("2010年到2015年增长多少？") is None
    True
    """
    asked = normalise(text).strip()
    found = _listed(asked) or _than(asked)
    if found is None:
        return None
    years, before, behind, compares = found
    utmost = _UTMOST.search(behind) if _WHICH.search(asked) else None
    if not (compares or utmost or _EACH.search(behind) or _APART.search(behind) or _EITHER.search(behind)):
        return None
    rest = _of_one(behind)
    years = tuple(sorted(set(years)))
    if not 1 < len(years) <= _MOST or rest is None:
        return None
    return YearsBeside(
        years,
        tuple(f"{before}{year}年{rest}?" for year in years),
        bool(_LESS.search(utmost["size"])) if utmost else None,
    )


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
    compared = f"{match['said']}{match['behind']}"
    behind = compared + asked[match.end() :]
    if _GROWTH.search(behind) and not _EITHER.search(behind):
        return None  # which is told as such: 比上年增长6.9%
    measured = _APART.search(behind) or _EITHER.search(behind) or wording.COMPARISON.search(behind)
    years = (int(match["one"]), int(match["other"]))
    return (years, asked[: match.start()], behind, True) if measured else None


def _of_one(behind: str) -> str | None:
    """What is asked of one year: without which of them, how far apart and how each."""
    rest = _WHICH.sub("", _EITHER.sub("", behind))
    apart = _APART.sub(lambda m: f"{m['does']}多少" if m["does"] else "", rest)
    utmost, each = _UTMOST.search(rest), _EACH.search(rest)
    # 各减了多少 asks for the value of each, 少了多少 how far the values are apart.
    rest = apart if _ASKS.search(_EACH.sub("", apart)) or not (utmost or each) else rest
    rest = _EACH.sub("", _UTMOST.sub("", rest))
    pieces = [piece.strip(" 的") for piece in re.split("[,?。;]", rest) if piece.strip(" 的")]
    if not pieces:
        return None
    if len(pieces) > 1 and not _ASKS.search(pieces[0]) and pieces[1].startswith(pieces[0][-1]):
        pieces[:2] = [pieces[0][:-1] + pieces[1]]  # 人口减,减了多少
    joined = ",".join(pieces)
    if not _ASKS.search(joined):
        told = "了多少" if not _PLANNED.search(joined) else "多少"  # what came of it
        joined += told if utmost else "是多少" if apart != behind or _MEASURED.search(joined) else "是什么"
    return re.sub(",(?=是?(?:多少|什么|几))", "", joined)


@dataclass(frozen=True, slots=True)
class _Stated:
    """What is stated of a year: the sentence and, where it is one, the value in it."""

    year: int
    match: Match
    understanding: Understanding
    amount: Amount | None


def compare_years(run: Run, whole: Understanding, beside: YearsBeside) -> tuple[Understanding, Draft] | None:
    """What is stated of each year, in the order of the years, and how far two are apart or which is the utmost.

    None where fewer than two years are told by sentences of their own.
    """
    if whole.kind in ("survey", "smalltalk", "documents", "timeline", "metadata"):
        return None
    asked = [run.understand(run.question.model_copy(update={"question": q, "history": []})) for q in beside.questions]
    if not all(each.kind in ("fact", "list") for each in asked):
        return None
    ranked = [candidates(run.index, each, run.filters)[0] for each in asked]
    if not any(answers(run.index, best, each) for best, each in zip(ranked, asked, strict=True)):
        return None
    found = [
        next(_stated(run, year, beside.years, understanding, best), None)
        for year, understanding, best in zip(beside.years, asked, ranked, strict=True)
    ]
    stated = [each for each in found if each]
    if len(stated) < 2 or len({each.match.sentence for each in stated}) < 2:
        return None
    valued = [each for each in stated if each.amount]
    if len(valued) < 2 and stated[0].understanding.expects == "number":
        return None
    run.clock("retrieve")
    return replace(whole, kind="comparison"), _told(run, beside, found, whole.language)


def _stated(
    run: Run, year: int, years: Sequence[int], understanding: Understanding, ordered: Sequence[Match]
) -> Iterator[_Stated]:
    """What the first of the ordered sentences state that are of the year, where the first answers or speaks of it."""
    if not answers(run.index, ordered, understanding):
        ordered = list(filter(speaks_of, ordered)) if fills_cell(ordered) else []
    asked = YearsAsked(normalise(understanding.standalone), [year])
    for match in ordered[:_TRIED]:
        info = run.infos[match.sentence.document_id]
        named = bool(understanding.filters.document_id)  # whatever the report of the year says
        yearly = not named and is_yearly(info, run.index.documents())
        if asked.is_of_others(match.sentence, info) if yearly else not _names(year, years, match.sentence, info):
            continue
        amounts = reached(asked_amounts(understanding, match, understanding.standalone))
        yield _Stated(year, match, understanding, nearest_amount(amounts, understanding))


def _names(year: int, years: Sequence[int], sentence: Sentence, info: DocumentInfo) -> bool:
    """Whether a sentence names the year, or its document is of that year and it names no other of the years asked."""
    if str(year) not in sentence.folded and any(str(other) in sentence.folded for other in years):
        return False
    return str(year) in f"{sentence.above}{sentence.introduced}" or year in years_of(info)


def _told(run: Run, beside: YearsBeside, found: Sequence[_Stated | None], language: str) -> Draft:
    marks = {each.year: run.quotations.sentence(each.match) for each in found if each}
    told_of = [Told(((_said(each), (marks[each.year],)),)) if each else None for each in found]
    rows = [(say("year", language, year=year), [cell]) for year, cell in zip(beside.years, told_of, strict=True)]
    lines, table = side_by_side(say("compared", language), [""], rows, language)
    valued = [each for each in found if each and each.amount]
    if summed := _summed(beside, valued, marks, language):
        lines.insert(0, summed)
    return Draft("answered", "\n".join(lines), table=table)


def _said(each: _Stated) -> str:
    """The clauses with the value, or the excerpt that answers."""
    if each.amount is None:
        return excerpt(each.match.sentence, each.understanding.terms, _LONGEST)
    said = each.amount.said
    if len(said) > _LONGEST:
        said = clauses_of(said)[-1].strip("，,；;：、。| ")
    begins = each.match.sentence.text.strip().startswith(said[:10])
    return ("" if begins else "…") + escape_markers(said)


def _summed(beside: YearsBeside, valued: Sequence[_Stated], marks: dict[int, int], language: str) -> str:
    """Which year has the utmost value, or how far two are apart, computed from the quotations; empty without values of
    one unit."""
    amounts = [(each.year, each.amount) for each in valued if each.amount]
    units = {amount.unit for _, amount in amounts if amount.unit}
    if len(amounts) < 2 or len(units) > 1:
        return ""
    unit = min(units, default="")
    if beside.least is not None:
        pick = min if beside.least else max
        value = pick(amount.value for _, amount in amounts)
        years = [year for year, amount in amounts if amount.value == value]
        named = "、".join(say("year", language, year=year) for year in years)
        cited = "".join(f"[{marks[year]}]" for year in years)
        return say("least" if beside.least else "most", language, name=named, value=told(value, unit)) + cited
    (first, one), (last, other) = amounts[0], amounts[-1]
    if len(amounts) > 2:
        return ""
    cited = "".join(f"[{marker}]" for marker in dict.fromkeys((marks[first], marks[last])))
    if one.value == other.value:
        return say("same_value", language, value=told(one.value, unit)) + cited
    return (
        say(
            "more_than" if other.value > one.value else "less_than",
            language,
            later=say("year", language, year=last),
            earlier=say("year", language, year=first),
            difference=told(round(abs(one.value - other.value), 6), "个百分点" if unit == "%" else unit),
            most=told(max(one.value, other.value), unit),
            least=told(min(one.value, other.value), unit),
        )
        + cited
    )
