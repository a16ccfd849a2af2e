"""What a sentence rules on by number alone: 违反第三项规定的，处二百元罚款 is about what the third item forbids."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.cleaning import sentence_spans, stripped
from index.documents import Span
from index.lexicon import simplified
from index.numerals import ARTICLE_NUMBER, numeral

_NUMERAL = "[一二三四五六七八九十百零〇]+"
_PLACE = re.compile(
    rf"(?P<to>至)?(?:第(?P<number>{_NUMERAL}|\d+)(?P<unit>[条款项])(?:之{_NUMERAL})?|第?[（(](?P<item>{_NUMERAL})[）)]项?"
    r"|(?P<before>前[款条项]))"
)
_ONE = re.sub(r"\?P<\w+>", "?:", _PLACE.pattern)
_BY_NUMBER = re.compile(
    rf"(?:{ARTICLE_NUMBER}\s*|[（(]{_NUMERAL}[）)]\s*)?违反(?:本[一-鿿]{{1,4}}?)?(?P<places>{_ONE}(?:(?:[、和及\s]|以及|或者?)*{_ONE})*)"
    r"(?:的?规定)?(?:之一)?(?:[的者][，,、]|[，,](?=由|责令|处|给予|对|按照))"
)
"""A rule on those who break what stands elsewhere, not told again here."""
_LAST = re.compile(rf"违反[^。；\n]{{0,8}}?(?P<place>第{_NUMERAL}条(?:第{_NUMERAL}款)?)")
_ARTICLE = re.compile(rf"^[#*\s]*(?P<number>{ARTICLE_NUMBER})", re.MULTILINE)
_ITEM = re.compile(rf"[（(](?P<number>{_NUMERAL})[）)]")
_LINE = re.compile(r"[^\n]+")
_LONGEST = 600  # code points of provisions that are read


@dataclass(frozen=True, slots=True)
class _Place:
    """A provision by the numbers of its article, paragraph and item: None where none is named, -1 the one before."""

    article: int | None
    paragraph: int | None = None
    item: int | None = None


def infringed(text: str, span: Span) -> str:
    """What the provisions say that the sentence names by number alone as broken; empty where it names none.

    >>> text = "第一条 禁止：\\n（一）露营；\\n（二）放生。\\n违反第二项规定的，处一百元罚款。"
    >>> infringed(text, Span(text.index("违反"), len(text))), infringed(text, Span(0, 7))
    ('禁止：（二）放生。', '')
    """
    if not _BY_NUMBER.match(simplified(text[span.start : span.end])):
        return ""  # as nearly always: the whole text is not looked at for each of its sentences
    lines = dict.fromkeys(_provisions(simplified(text), span))
    return "".join(text[line.start : line.end] for line in lines)[:_LONGEST]


def rules_on(text: str, span: Span) -> list[Span]:
    """The sentences of the text that rule by number alone on who breaks what the span says.

    >>> text = "第一条 禁止：\\n（一）露营；\\n（二）放生。\\n第二条 违反第一条第二项规定的，处一百元罚款。"
    >>> [[text[rule.start :] for rule in rules_on(text, Span(at, at + 5))] for at in (9, 16)]
    [[], ['第二条 违反第一条第二项规定的，处一百元罚款。']]
    """
    plain = simplified(text)
    found: list[Span] = []
    for match in _BY_NUMBER.finditer(plain):
        line = Span(plain.rfind("\n", 0, match.start()) + 1, max(plain.find("\n", match.end()), match.end()))
        rule = next((s for s in sentence_spans(text, line.start, line.end) if s.start <= match.start() < s.end), None)
        if rule and any(provision.overlaps(span) for provision in _provisions(plain, rule)):
            found.append(rule)
    return found


def _provisions(text: str, span: Span) -> Iterator[Span]:
    """The lines of the provisions that the sentence of the simplified text names by number alone, of an item behind
    the line that introduces it."""
    named = _BY_NUMBER.match(text, span.start, span.end)
    if named is None:
        return
    articles = _articles(text)
    at = bisect_right(articles, span.start, key=lambda article: article[1].start) - 1
    if at < 0:
        return
    earlier = list(_LAST.finditer(text, articles[at][1].start, span.start))
    last = _places(earlier[-1]["place"], None)[-1] if earlier else None
    for place in _places(named["places"], last):
        yield from _lines_of(text, articles, at, place, span)


def _places(named: str, last: _Place | None) -> list[_Place]:
    """The places that are named one after the other: 第八条第一款、第二款; what names no article is of the `last`."""
    found: list[_Place] = []
    for match in _PLACE.finditer(named):
        before = found[-1] if found else last or _Place(None)
        number, unit = numeral(match["item"] or match["number"] or ""), match["unit"] or "项"
        if match["before"]:
            found.append(_Place(-1) if match["before"] == "前条" else _Place(None, -1))
        elif unit == "条":
            found.append(_Place(number))
        elif unit == "款":
            narrows = bool(found) and before == _Place(before.article)
            found[-1 if narrows else len(found) :] = [_Place(before.article, number)]
        else:
            narrows = bool(found) and before.item is None
            first = before.item + 1 if match["to"] and before.item and before.item < number else number
            items = [_Place(before.article, before.paragraph, item) for item in range(first, number + 1)]
            found[-1 if narrows else len(found) :] = items
    return found


def _lines_of(text: str, articles: Sequence[tuple[int, Span]], at: int, place: _Place, span: Span) -> Iterator[Span]:
    """The lines of a place, named in the article at that position; none where it is not found."""
    if place.article == -1:
        own = articles[at - 1][1] if at else None
    elif place.article is None:
        own = Span(articles[at][1].start, span.start)
    else:
        own = next((article for number, article in articles if number == place.article), None)
    paragraphs = list(_paragraphs(text, own)) if own else []
    if place.paragraph:
        paragraphs = paragraphs[-1:] if place.paragraph < 0 else paragraphs[place.paragraph - 1 : place.paragraph]
    for lines in paragraphs:
        if place.item is None:
            yield from lines
        elif item := next((line for line in lines[1:] if _number(text, line) == place.item), None):
            yield from (lines[0], item)


def _number(text: str, line: Span) -> int:
    item = _ITEM.match(text, line.start, line.end)
    return numeral(item["number"]) if item else 0


def _paragraphs(text: str, article: Span) -> Iterator[list[Span]]:
    """The paragraphs (款) of an article, each with the lines of its items (项) behind its own."""
    found: list[Span] = []
    begins = _ARTICLE.match(text, article.start, article.end)
    for match in _LINE.finditer(text, begins.end() if begins else article.start, article.end):
        line = stripped(text, Span(*match.span()))
        if line.start == line.end or text[line.start] == "#":
            continue
        if found and not _ITEM.match(text, line.start):
            yield found
            found = []
        found.append(line)
    if found:
        yield found


@lru_cache(maxsize=64)
def _articles(text: str) -> list[tuple[int, Span]]:
    """The articles of a text with their numbers, in order."""
    begins = list(_ARTICLE.finditer(text))
    ends = [match.start() for match in begins[1:]] + [len(text)]
    return [(numeral(match["number"]), Span(match.start(), end)) for match, end in zip(begins, ends, strict=True)]
