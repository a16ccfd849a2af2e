"""Clauses that borrow what they speak of from the one before: 全体居民人均收入48936元。其中，农村居民33215元."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.cleaning import sentence_spans
from index.documents import Span
from index.lexicon import fold_text
from rag.language.terms import Term
from rag.selection.passage import paragraph

_LONGEST, _MOST = 45, 6  # folded characters of such a clause, and clauses behind one that lends
_NOUN = 2  # characters at least that a clause which lends has more in front of its figure
_NUMERAL = r"(?:\d[\d,.]*|[一二三四五六七八九十百千两]+(?=[元万个倍成天月年]))"
_UNIT = r"(?P<unit>[十百千万亿]*(?:个?百分点|[^\W\d]|%))"
_CLAUSE = re.compile(
    r"(?:其中|而|但)?[,:]?(?P<of>[^\d,;:。%()]{2,10}?)(?:则|也|均|都|同样|仍|一律)*(?P<related>分别|统一)?"
    rf"(?:为|是|按|达到?|补|奖|减|收|支付|执行|不超过|最高|最低|每[^\d,;。]{{1,4}}?)*{_NUMERAL}{_UNIT}"
)
_MEASURE = re.compile(
    "(?:[率额数量值价费税债]|收入|支出|投资|资金|安排|面积|里程|人口|规模|标准|补[贴助]|奖励|[贷存]款|比[重例]|人次)$"
)
"""How words end that say themselves what a figure measures."""
_FIGURE = re.compile(_NUMERAL + _UNIT)
_SCALE = "十百千万亿"


@dataclass(frozen=True, slots=True)
class Borrower:
    """A clause with the folded words that say of whom it is (`of`), and whether it relates its figures to those before
    (分别为), so that it says little without them."""

    span: Span
    of: str
    related: bool


def borrowers(text: str, span: Span) -> Iterator[Borrower]:
    """The clauses right behind a sentence in its paragraph that give a figure of the same unit for others.

    >>> text = "全体居民人均可支配收入48936元，增长5.6%。其中，城镇居民60874元；农村居民33215元。全市另有20人。"
    >>> [(found.of, text[found.span.start : found.span.end]) for found in borrowers(text, Span(0, 25))]
    [('城镇居民', '其中，城镇居民60874元；'), ('农村居民', '农村居民33215元。')]
    """
    units = _units(text, span)
    for sentence in sentence_spans(text, span.end, max(paragraph(text, span).end, span.end))[:_MOST] if units else ():
        clause = _clause(text, sentence)
        if clause is None or clause["unit"].lstrip(_SCALE) not in units:
            return
        yield Borrower(sentence, clause["of"], bool(clause["related"]))


def lender(text: str, span: Span) -> Span | None:
    """The sentence in the paragraph from which the clause borrows what it speaks of; None where it borrows nothing.

    >>> text = "全体居民人均可支配收入48936元。其中，城镇居民60874元；农村居民33215元。"
    >>> found = lender(text, Span(32, 43)); text[found.start : found.end]
    '全体居民人均可支配收入48936元。'
    """
    clause = _clause(text, span)
    if clause is None:
        return None
    before = sentence_spans(text, paragraph(text, span).start, span.start)[-_MOST:]
    unit = clause["unit"].lstrip(_SCALE)
    longest, lends = len(clause["of"]) + _NOUN, None
    for sentence in reversed(before):
        if unit not in _units(text, sentence):
            break
        other = _clause(text, sentence)
        if other is None:
            return sentence
        if len(other["of"]) >= longest:
            longest, lends = len(other["of"]), sentence
    return lends


def asked_of(terms: Sequence[Term], text: str, span: Span) -> list[Borrower]:
    """Those of the clauses behind a sentence that are of what the question names and the sentence does not."""
    said = fold_text(text[span.start : span.end])
    words = [word for term in terms for word in (term.text, *term.others) if len(word) > 1 and word not in said]
    return [found for found in borrowers(text, span) if any(word in found.of for word in words)]


def _clause(text: str, span: Span) -> re.Match[str] | None:
    """The clause that a span is, if it says only of whom its figure is, not what that measures."""
    folded = fold_text(text[span.start : span.end]).strip() if len(span) <= _LONGEST else ""
    clause = _CLAUSE.match(folded)
    return clause if clause and not _MEASURE.search(clause["of"]) else None


def _units(text: str, span: Span) -> set[str]:
    return {match["unit"].lstrip(_SCALE) for match in _FIGURE.finditer(fold_text(text[span.start : span.end]))}
