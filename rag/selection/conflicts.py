"""Other documents that state another value of the thing asked: an amendment, a newer policy, another province."""

import re
from collections.abc import Mapping, Sequence

from index.documents import DocumentInfo
from index.lexicon import bigrams
from index.numerals import ARTICLE_NUMBER
from rag.language.claims import claims_of
from rag.language.wording import Expects
from rag.scoping.periods import date_of
from rag.selection.answering import Linear, answering
from rag.selection.evidence import Match
from rag.understanding.question import Understanding

_KINDS = ("number", "date")
_MOST = 2  # further documents
_FIGURES = re.compile(r"[\d.,%]+|[一二三四五六七八九十百千万亿两]+")
_MARK = re.compile(rf"^\s*(?:[(（]?[\d一二三四五六七八九十]+[)）、.．]|{ARTICLE_NUMBER})\s*")  # of an item
_NO_VALUE = re.compile(r"第[\d一二三四五六七八九十百]+[条款项章]|[A-Za-z]+\d+")
_OWN = 0.3  # share of the question that the best sentence itself holds: 拒不改正的，处… is said of everything
_ALIKE, _WITHIN = 0.75, 4.0  # share of character pairs but for figures, and how far behind such a sentence may be
_SAME, _BEHIND = 0.97, 1.0  # share of the best one's words, and how far behind a sentence in other words may be
_YEAR = re.compile(r"(?:19|20)\d\d")


def conflicting(
    ranked: Sequence[Match],
    understanding: Understanding,
    infos: Mapping[str, DocumentInfo],
    model: Linear | None = None,
) -> list[Match]:
    """The best of the ordered sentences, and those of others that each state another value of the same thing and
    none that is told, the newest document first; the best alone where none does, or no value is asked."""
    best = ranked[0]
    if understanding.expects not in _KINDS or best.by_meaning or best.features.own < _OWN:
        return [best]
    model = model or answering().ranking
    years = set(_YEAR.findall(understanding.standalone))
    found, told = [best], set(_values(best, understanding.expects))
    for match in ranked[1:]:
        if len(found) > _MOST or model.of(best.features) - model.of(match.features) > _WITHIN:
            break
        values = _values(match, understanding.expects)
        elsewhere = match.sentence.document_id in {each.sentence.document_id for each in found}
        of_the_years = all(year in match.sentence.text for year in years if year in best.sentence.text)
        if elsewhere or match.features.elsewhere or not values or values & told or not of_the_years:
            continue
        if _says_alike(best, match) or _asked_as_much(best, match, model):
            found.append(match)
            told |= values
    found.sort(key=lambda each: date_of(infos[each.sentence.document_id], "issued_on") or "", reverse=True)
    return found


def _values(match: Match, expects: Expects) -> frozenset[object]:
    """The quantities that a sentence states, or the dates where one is asked for; its bare figures (6月底) without."""
    said = _NO_VALUE.sub("", _MARK.sub("", match.sentence.plain))
    claims = claims_of(said)
    if expects == "date" and claims.dates:
        return frozenset(claims.dates)
    return frozenset((q.value, q.percent) for q in claims.quantities) or frozenset(_FIGURES.findall(said))


def _says_alike(best: Match, other: Match) -> bool:
    """Whether the two sentences differ in little but their figures."""
    own, theirs = (set(bigrams(_FIGURES.sub("0", _MARK.sub("", m.sentence.folded)))) for m in (best, other))
    return len(own & theirs) >= _ALIKE * max(len(own | theirs), 1)


def _asked_as_much(best: Match, other: Match, model: Linear) -> bool:
    """Whether the other has all that the best one has of the question, as near together, and is nearly as good."""
    one, two = best.features, other.features
    held = two.coverage >= _SAME * one.coverage and two.close >= _SAME * one.close and two.core >= _SAME * one.core
    alike = (two.unit, two.holds, other.fits) == (one.unit, one.holds, True)
    return held and alike and model.of(one) - model.of(two) <= _BEHIND
