"""What the documents state of each place or document that a question names, and which of them states the utmost."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from index.dates import DATE, iso_date
from index.documents import DocumentInfo
from index.lexicon import bigrams, fold_text
from index.numerals import numeral
from index.regions import gazetteer
from rag.citations import escape_markers, markers, strip_markers
from rag.comparisons.aspects import Aspect
from rag.comparisons.counterparts import counterpart
from rag.comparisons.dates_beside import dates_compared
from rag.comparisons.named import NamedSide, NamedSides
from rag.comparisons.things import Found, asked_alone, found_of_things, speaks_of, value_of
from rag.comparisons.values import VALUES, Stated, asked_amounts, difference, nearest_amount, said
from rag.comparisons.years_beside import found_of_years, year_value
from rag.composing import quoting
from rag.composing.compose import LONGEST_EXCERPT, Draft, Quotations, best_of, excerpt
from rag.composing.tables import Told, side_by_side
from rag.language.amounts import Amount, amounts_in, counts_in, measured_in, reached, told
from rag.language.terms import normalise
from rag.language.units import unit_asked
from rag.lookups import lookup
from rag.messages import say
from rag.refusals.enough import answers, fills_cell
from rag.run import Run
from rag.scoping.scope import is_of
from rag.selection import expected
from rag.selection.bounds import bound_asked
from rag.selection.cells import with_units
from rag.selection.evidence import Match
from rag.understanding.question import Understanding

_ASKS_COUNT = re.compile("几|多少")
_ITEM = re.compile(r"\s*(?:[（(][一二三四五六七八九十\d]+[)）]|\d+[.．、])")
_LISTS = re.compile(r"[：:]\s*$")
_RATE = re.compile("每|均")
"""What tells a rate, which has no difference from a total that nobody asks for."""
_ANY_FIGURE = re.compile(r"\d|[二两三四五六七八九十百千][一-鿿]")
_AMOUNT = re.compile(
    r"\b(?:amounts?|how (?:many|much)|maximum|minimum|percentages?|yuan|rmb|number of|rates?)\b", re.IGNORECASE
)
"""What an English question calls what has a figure."""
_BOTH = 2  # sides that may be alike
_LONGEST, _TEXT = 240, 900  # characters of a cell at most, and of all where they are told at length
_LOOKED, _FURTHER, _NEARLY_AS_MUCH = 5, 2, 0.8
"""Ordered sentences among which those are that are told beside the first, how many, and their share of its score."""
_TRIED = 4  # ordered sentences of which the first with a value is taken where one is asked for
_MOST = re.compile("[高多大快长久重贵狠]$")
_LEAST = re.compile("[低少小慢短轻]$")
_FIRST, _LAST = re.compile("[先早]$"), re.compile("[晚后]$")
_TITLED, _TITLED_LACKED = 0.4, 0.1
"""Score of a sentence that answers with the words of its document's title, and how much of the question it may lack."""
_LACKED = 0.45  # share of the question's weight in a word that a sentence which answers one side may not lack
_SPAN = re.compile("几[个年天周小]|多[久长]|多少")
_LONG = re.compile("[长短久]$")
_LASTS = re.compile(
    r"(?:有效期|期限)[^。；\d一二三四五六七八九十]{0,4}(?P<years>[\d一二三四五六七八九十]{1,3})年(?!\d|[一二三四五六七八九十]+月)"
)
_ENDS = re.compile("到期|有效|失效|截止|终止|结束|届满")


@dataclass(frozen=True, slots=True)
class SideTold:
    """What is told of one side on one aspect, with its marker; `stated` holds the value that is compared."""

    text: str
    cited: tuple[int, ...]
    stated: Stated
    further: tuple[tuple[str, tuple[int, ...]], ...] = ()

    @property
    def pieces(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """All that is told, each piece with its markers."""
        return ((self.text, self.cited), *self.further)


def compare_named(run: Run, whole: Understanding, named: NamedSides) -> tuple[Understanding, Draft] | None:
    """The answer of each side to each aspect, from the best passage of any of its documents, with the utmost and the
    difference where asked; None where nothing is stated of any, or the question is better asked as one."""
    if whole.kind in ("smalltalk", "documents", "timeline") or (whole.kind == "survey" and not named.each):
        return None
    if whole.kind == "summary" and not (named.each and named.sides[0].documents):
        return None
    compared = replace(whole, kind="comparison")
    if dated := dates_compared(run, named):
        run.clock("retrieve")
        return compared, lookup.order_by_date(*dated, run.quotations, whole.language)
    if whole.fields:
        return None
    found: list[list[Found]] | None
    if named.sides[0].year:
        if (found := found_of_years(run, whole, named)) is None:
            return None
    elif any(side.region or side.documents for side in named.sides):
        found = [[found_of(run, side, aspect) for aspect in named.aspects] for side in named.sides]
        told = {best[0].sentence if best else None for row in found for _, best, _ in row}
        if not named.each and len(told) == 1 and None not in told:
            return None  # 在云南、贵州投入了多少: one sentence tells of all
    else:
        things = found_of_things(run, whole, named)
        if things is None or isinstance(things, Draft):
            return (compared, things) if things else None
        found = things
    for at in range(0 if named.sides[0].year else len(named.aspects)):
        answering = [best[0] for row in found for best in [row[at][1]] if best]
        for row in found if answering else ():
            asked, best, ranked = row[at]
            row[at] = (asked, best or counterpart(run, asked, ranked, answering), ranked)
    if not any(ranked for row in found for _, ranked, _ in row):
        return None
    if named.sides[0].region and _lacks_figures(whole, found):
        return compared, nothing_told(named, whole.language)
    longest = longest_of(len(named.sides) * len(named.aspects))
    rows = [
        [
            told_of(side, named.sides, aspect, asked, ranked, run.quotations, longest) if ranked else None
            for aspect, (asked, ranked, _) in zip(named.aspects, row, strict=True)
        ]
        for side, row in zip(named.sides, found, strict=True)
    ]
    columns = [_of_one_unit(a, column) for a, column in zip(named.aspects, zip(*rows, strict=True), strict=True)]
    run.clock("retrieve")
    return compared, _draft(named, list(zip(*columns, strict=True)), whole.language)


def _lacks_figures(whole: Understanding, found: Sequence[Sequence[Found]]) -> bool:
    """Whether amounts are asked for and no sentence found has any figure."""
    english = bool(_AMOUNT.search(whole.question))
    asked = all(each.expects == "number" or english for row in found for each, _, _ in row)
    return asked and not any(_ANY_FIGURE.search(best[0].sentence.text) for row in found for _, best, _ in row if best)


def longest_of(cells: int) -> int:
    """How many characters one of so many cells may have.

    >>> longest_of(2), longest_of(12)
    (240, 150)
    """
    return min(_LONGEST, max(LONGEST_EXCERPT, _TEXT // max(cells, 1)))


def _of_one_unit(aspect: Aspect, column: Sequence[SideTold | None]) -> list[SideTold | None]:
    """Where values are compared, the cells without those whose figures count nothing of what is measured, or of what
    several others count: 10家企业 beside 2000亿元 and 1000亿元."""
    if not (aspect.utmost or aspect.differs or _ASKS_COUNT.search(aspect.question)):
        return list(column)
    amounts = [amounts_in(with_units(t.stated.match.sentence.text)) if t else [] for t in column]
    counts = _counts(aspect, aspect.question)
    of_measure = [any(map(counts, found)) if counts else False for found in amounts]
    units = Counter(t.stated.amount.unit for t in column if t and t.stated.amount)
    unit, count = units.most_common(1)[0] if units else ("", 0)
    if not any(of_measure):
        several = count >= 2
        of_measure = [not several or any(a.unit in (unit, "") for a in found) for found in amounts]
    valued = [t.stated.amount is not None if t else False for t in column]
    return [
        t if right or not found or not any(valued) else None
        for t, found, right in zip(column, amounts, of_measure, strict=True)
    ]


def _counts(aspect: Aspect, question: str) -> Callable[[Amount], bool] | None:
    """Tells whether a quantity counts what is measured or is of the unit asked for; None where neither is named."""
    measured = None if _ASKS_COUNT.search(aspect.label) else measured_in(aspect.label)
    unit = None if measured else unit_asked(question)
    if unit:
        return lambda amount: bool(unit.search(normalise(amount.written)))
    measured = measured or measured_in(question)
    return (lambda amount: counts_in(amount, measured)) if measured else None


def found_of(run: Run, side: NamedSide, aspect: Aspect) -> Found:
    """The question asked of the side alone, the ordered sentences of which the first answers it, and all of them."""
    of = side.documents or tuple(info.id for info in run.index.documents(run.filters) if _is_of(info, side))
    # Words of a document's name tell which one is meant, not what is asked of it.
    alone = asked_alone(run, aspect.of("" if side.documents else side.name).lstrip(",的"))
    asked, ranked = _within(run, alone, of)
    if answers(run.index, ranked, asked) and ranked[0].missing < _LACKED:
        return asked, ranked, ranked
    speaking = [m for m in ranked[:_TRIED] if speaks_of(m)]
    # What the title says no sentence has to say again.
    titled = [m for m in speaking if m.fits and m.features.title and m.score >= _TITLED and m.missing < _TITLED_LACKED]
    if fills_cell(speaking) or titled:
        return asked, speaking if fills_cell(speaking) else titled, ranked
    # What is asked in another language names all places, of which the others' documents tell nothing of this one.
    elsewhere = run.answering(alone) if side.region and len(alone.regions) < _BOTH else []
    return asked, elsewhere, ranked


def _within(run: Run, alone: Understanding, of: Sequence[str]) -> tuple[Understanding, list[Match]]:
    """The question asked of these documents only, or of those of them that it names, and the ordered sentences."""
    inside = tuple(identity for identity in alone.filters.document_id if identity in of)
    filters = replace(run.filters, document_id=inside or tuple(of))
    asked = replace(alone, filters=filters, regions=(), sought=(), located=())
    return asked, run.candidates(asked)[0]


def _is_of(info: DocumentInfo, side: NamedSide) -> bool:
    """Whether a document is of the side's region, or of what this lies in and called after it."""
    region = side.region or ""
    named = region in info.source and info.metadata.region in (None, *_holders(region))
    return named or is_of(info, {region})


@lru_cache(maxsize=4096)
def _holders(region: str) -> tuple[str, ...]:
    found = gazetteer().named(region)
    return (found.parent,) if found and found.parent else ()


def told_of(
    side: NamedSide,
    sides: Sequence[NamedSide],
    aspect: Aspect,
    asked: Understanding,
    ranked: Sequence[Match],
    quotations: Quotations,
    longest: int = LONGEST_EXCERPT,
) -> SideTold:
    """The words of the first sentence that answers, where a value is asked for the first that has one, and of what is
    told beside it, of values one more sentence that has such."""
    day = asked.expects == "date" and not _SPAN.search(asked.standalone)
    valued = not day and (aspect.differs or bool(aspect.utmost) or asked.expects in VALUES)
    match, amount = ranked[0], None
    thing = not (side.region or side.documents or side.year)
    if valued and thing:
        amount = value_of(side, sides, asked, match)
    elif valued:
        # 有效期至2027年12月31日 tells how long without a quantity.
        lasts = asked.expects == "date" and _months(ranked[0].sentence.text) is not None
        match, amount = next(_with_values(side, aspect, asked, ranked[:1] if lasts else ranked), (ranked[0], None))
    own = frozenset(bigrams(fold_text(side.name)))
    stated = Stated(side.name, asked, match, own, amount)
    of_list = (_ITEM.match if match.sentence.introduction else _LISTS.search)(match.sentence.text)
    if of_list and not valued and asked.expects not in VALUES:
        text = quoting.quote_answer([match], asked, quotations).text
        line = re.sub(r"\n-?\s*", "；", re.sub(r"(?<=[：:])\n-?\s*", "", strip_markers(text)))
        return SideTold(line, tuple(markers(text)), stated)
    beside = [m for m in _open(ranked, longest) if m.sentence != match.sentence]
    if valued or asked.expects in VALUES:
        beside = [m for m in beside if expected.holds_answer(asked, m.sentence) and _is_like(m, amount)][:1]
    further = tuple(
        (excerpt(m.sentence, asked.terms, longest, values=valued), (quotations.sentence(m),)) for m in beside
    )
    words = excerpt(match.sentence, asked.terms, longest, values=valued and amount is None)
    if amount is not None and (thing or fold_text(amount.written) not in fold_text(words)):
        words = said(stated)
    return SideTold(words, (quotations.sentence(match),), stated, further)


def _is_like(match: Match, amount: Amount | None) -> bool:
    """Whether the sentence has a quantity of the unit of that which is told, where one is: no 0.2元 beside 40万千瓦."""
    return amount is None or any(a.unit == amount.unit for a in amounts_in(with_units(match.sentence.text)))


def _open(ranked: Sequence[Match], longest: int) -> list[Match]:
    """The first sentence with what adds to it and, where cells have room, two that say nearly as much of what is
    asked."""
    chosen = best_of(ranked)
    if longest >= _LONGEST:
        near = [m for m in ranked[1:_LOOKED] if speaks_of(m) and m.score >= _NEARLY_AS_MUCH * ranked[0].score]
        most = sorted(near, key=lambda m: -m.score)[:_FURTHER]
        chosen = [*chosen, *(m for m in near if m in most and m not in chosen)][: 1 + _FURTHER]
    return [chosen[0], *(m for m in chosen[1:] if speaks_of(m) or m.missing <= chosen[0].missing)]


def _with_values(
    side: NamedSide, aspect: Aspect, asked: Understanding, ranked: Sequence[Match]
) -> Iterator[tuple[Match, Amount | None]]:
    """The sentences that state values of what is asked, each with the value beside most of the question's words; None
    where several are."""
    counts = _counts(aspect, asked.standalone)
    tried = ranked[:_TRIED]
    of_measure = [m for m in tried if counts and any(map(counts, amounts_in(with_units(m.sentence.text))))]
    for match in of_measure or tried:
        stated = amounts_in(with_units(match.sentence.text), asked.standalone)
        of_unit = list(filter(counts, stated)) if counts and not _ASKS_COUNT.search(aspect.label) else []
        amounts = reached(of_unit or asked_amounts(asked, match, side.name))
        if side.year and (of_year := year_value(side.year, asked, match)):
            yield match, of_year
        elif amounts:
            name = fold_text(side.name)
            beside = replace(asked, terms=tuple(t for t in asked.terms if t.text not in name))
            yield match, nearest_amount(amounts, beside)


def nothing_told(named: NamedSides, language: str) -> Draft:
    """The refusal of what is stated of no side."""
    rows = [(side.name, [None] * len(named.aspects)) for side in named.sides]
    head = say("region" if all(side.region for side in named.sides) else "compared", language)
    lines, table = side_by_side(head, [aspect.label for aspect in named.aspects], rows, language)
    return Draft("insufficient_evidence", "\n".join(lines), table=table)


def _draft(named: NamedSides, rows: Sequence[Sequence[SideTold | None]], language: str) -> Draft:
    several = len(named.aspects) > 1
    lines = []
    for at, aspect in enumerate(named.aspects):
        if summed := _summed(aspect, named.sides, [row[at] for row in rows], language):
            between = "" if aspect.utmost and summed.startswith(aspect.utmost[0]) else "："
            lines.append(f"{aspect.label}{between}{summed}" if several else summed)
    head = say("region" if all(side.region for side in named.sides) else "compared", language)
    shown = [
        (side.name, [Told(t.pieces) if t else None for t in row]) for side, row in zip(named.sides, rows, strict=True)
    ]
    told_lines, table = side_by_side(head, [aspect.label for aspect in named.aspects], shown, language)
    return Draft("answered", "\n".join([*lines, *told_lines]), table=table)


def _summed(aspect: Aspect, sides: Sequence[NamedSide], column: Sequence[SideTold | None], language: str) -> str:
    """Who has the utmost, how far two are apart by the figures quoted, and whose values are not stated; empty where
    nothing of this is asked, or no values can be compared."""
    shown = [t for t in column if t]
    if aspect.which and 0 < len(shown) < len(column):
        return say("states_it", language, names="、".join(escape_markers(t.stated.name) for t in shown))
    lines = [f"{word}：{winners}" for word in aspect.utmost if (winners := _winners(word, shown))]
    valued = [(t, t.stated.amount) for t in shown if t.stated.amount]
    if aspect.same and not valued:
        only = [(t, amount) for t in shown if (amount := _only_amount(t.stated))]
        valued = only if len(only) == len(column) == _BOTH else []
    compares = aspect.differs or aspect.same or bool(aspect.utmost)
    if compares and len(valued) == len(column) == 2:
        # The larger is told to be more; of two years the later is told against the earlier.
        turned = sides[0].year is not None or (not aspect.either and valued[0][1].value < valued[1][1].value)
        (one, a), (other, b) = valued[::-1] if turned else valued
        alike = bool(_RATE.search(a.passage)) == bool(_RATE.search(b.passage))
        ends = (a.is_end or b.is_end) and not bound_asked(aspect.question)
        if a.unit == b.unit and (aspect.differs or alike) and not ends:
            cited = "".join(f"[{m}]" for m in dict.fromkeys([*valued[0][0].cited, *valued[1][0].cited]))
            lines = [line for line, word in zip(lines, aspect.utmost, strict=False) if not _MOST.search(word)]
            lines.append(difference(one.stated, other.stated, a, b, language) + cited)
    silent = [side.name for side, t in zip(sides, column, strict=True) if not (t and _ANY_FIGURE.search(t.text))]
    if compares and valued and silent:
        lines.append(say("no_value", language, names="、".join(map(escape_markers, silent))))
    return "；".join(lines)


def _only_amount(stated: Stated) -> Amount | None:
    """The quantity of a sentence that has one and none besides."""
    amounts = amounts_in(stated.match.sentence.text, stated.understanding.standalone)
    return amounts[0] if len(amounts) == 1 else None


def _winners(word: str, column: Sequence[SideTold]) -> str:
    """Whose value is the utmost, with the value; empty without two that can be compared."""
    values: list[tuple[float | str, str, SideTold]] = []
    if _FIRST.search(word) or _LAST.search(word):
        values = [(day, day, t) for t in column if (day := _day(t.stated))]
    elif _MOST.search(word) or _LEAST.search(word):
        units = Counter(t.stated.amount.unit for t in column if t.stated.amount)
        unit = units.most_common(1)[0][0] if units else ""
        of_unit = [(t.stated.amount, t) for t in column if t.stated.amount and t.stated.amount.unit == unit]
        values = [(amount.value, told(amount.value, unit), t) for amount, t in of_unit]
        if len(values) < 2 and _LONG.search(word):
            spans = [(months, t) for t in column if (months := _months(t.stated.match.sentence.text))]
            values = [(months, told(months, "月"), t) for months, t in spans]
    if len(values) < 2:
        return ""
    pick = max if _MOST.search(word) or _LAST.search(word) else min
    best = pick(value for value, *_ in values)
    return "、".join(
        f"{escape_markers(t.stated.name)}，{shown}" + "".join(f"[{m}]" for m in t.cited)
        for value, shown, t in values
        if value == best
    )


def _day(stated: Stated) -> str | None:
    """The date that a sentence states, of one that says how long something holds the last."""
    dates = [iso_date(m.group()) for m in re.finditer(DATE, stated.match.sentence.text)]
    known = [day for day in dates if day]
    return (known[-1] if _ENDS.search(stated.understanding.standalone) else known[0]) if known else None


def _months(text: str) -> int | None:
    """How long a sentence says that something holds.

    >>> _months("自2024年6月1日起施行，有效期至2026年12月31日"), _months("有效期五年"), _months("每年申报")
    (31, 60, None)
    """
    if span := _LASTS.search(text):
        return 12 * numeral(span["years"])
    dates = [date.fromisoformat(day) for m in re.finditer(DATE, text) if (day := iso_date(m.group()))]
    if len(dates) < 2:
        return None
    first, last = min(dates), max(dates) + timedelta(days=1)
    return (last.year - first.year) * 12 + last.month - first.month
