"""Which case of a rule a question asks about: what is done in the ordinary one, or where 情节严重, 拒不改正."""

import re
from collections.abc import Callable, Sequence

from index.documents import Span
from index.lexicon import HAN, bigrams, fold_text
from rag.language.terms import Term
from rag.selection import ranges
from rag.selection.answering import answering
from rag.selection.borrowing import asked_of
from rag.selection.evidence import Match

_CASES = tuple(
    (re.compile(asked), re.compile(said))
    for asked, said in (
        (r"情节(?:不严重|较轻|轻微)|轻微", "较轻|轻微"),
        (r"特别严重", "特别严重"),
        (r"情节较重", "较重"),
        (r"(?<![不没有特])(?<!特别)严重|(?:情节|性质|影响)恶劣|恶劣", "(?<!特别)严重|恶劣"),
        (
            r"拒不|逾期|不听劝|不改正?|屡教|[还仍]不|[还仍依]然?[没未]|到期[没未不]|限期内[没未不]|再次",
            "拒不|拒绝|逾期|不听|仍|屡教|再次",
        ),
        (r"造成|导致|致使|出人命|死[了亡]|后果", "造成|导致|致使|后果"),
    )
)
"""How a question speaks of a case, and how the rule does."""
_ORDINARY = re.compile("不严重|没有?严重|未造成|没有?造成")
_CONDITION = re.compile("^[^,]*")
_CASED = re.compile("^(?:第[一二三四五六七八九十百零]+条 *)?(?:但|其中)?(?P<of>[^,;。:]{2,8})的,")
_BEHIND = 100  # code points
_NEAR = 2.5  # by the model, how far behind a sentence on a case that the question does not name a general one may be


def of_the_case_asked(question: str, ranked: Sequence[Match]) -> list[Match]:
    """The ordered sentences, the best of them replaced by what is ruled on the case that the question asks about: by
    one of its cases, or, where the question speaks of none, by the sentence that it is a case of, if that answers."""
    best, folded = ranked[0], fold_text(question)
    if not HAN.search(folded):
        return list(ranked)
    asked = [said for names, said in _CASES if names.search(folded)]
    head = best.sentence.case_of.start if best.sentence.case_of else best.sentence.start
    family = [m for m in ranked if m.sentence.document_id == best.sentence.document_id and m.fits]
    cases = [m for m in family if m.sentence.case_of and m.sentence.case_of.start == head]
    chosen = next((m for m in [best, *cases] if _is_case(m, asked)), None) or _of_the_value(best, family, folded)
    if chosen is None and best.sentence.case_of and (not asked or _ORDINARY.search(folded)):
        whole = next((m for m in family if m.sentence.start == head and _holds(m) >= _holds(best)), None)
        if whole and (_ORDINARY.search(folded) or not _on_a_case_of_its_own(best, whole, folded)):
            chosen = whole
    chosen = chosen or _general(best, family, folded)
    if chosen is None:
        return list(ranked)
    return [chosen, *(m for m in ranked if m is not chosen)]


def _general(best: Match, family: Sequence[Match], question: str) -> Match | None:
    """The sentence in front of one on a case that the question does not name (难产的，增加15天), which gives a figure
    of the same unit without any condition."""
    if not _on_a_case_unasked(best, question) or not best.features.unit:
        return None
    least = answering().ranking.of(best.features) - _NEAR
    return next(
        (
            m
            for m in family
            if m.sentence.heading_path == best.sentence.heading_path
            and m.sentence.start < best.sentence.start
            and m.features.unit >= best.features.unit
            and answering().ranking.of(m.features) >= least
            and not _CASED.search(m.sentence.folded)
        ),
        None,
    )


def _of_the_value(best: Match, family: Sequence[Match], question: str) -> Match | None:
    """Right behind a best sentence that rules on no class of values the one that does on the narrowest of the value in
    the question, with a figure of the same unit: 七十五周岁以上的，按五年计算 for 78岁."""
    values = ranges.values_asked(question)
    if not values or ranges.fits(values, best.sentence.folded) is not None:
        return None
    behind = (m for m in family if 0 <= m.sentence.start - best.sentence.end < _BEHIND)
    ruling = [m for m in behind if m.features.unit >= best.features.unit and ranges.fits(values, m.sentence.folded)]
    return max(ruling, key=lambda m: max(r.least for r in ranges.ranges_of(m.sentence.folded)), default=None)


def _on_a_case_of_its_own(match: Match, of: Match, question: str) -> bool:
    """Whether the question has words of the sentence's condition that the one has not which it is a case of."""
    condition = _CONDITION.search(match.sentence.folded)
    own = set(bigrams(condition.group() if condition else "")) - {"情节", *bigrams(of.sentence.folded)}
    return bool(own & set(bigrams(question)))


def _on_a_case_unasked(match: Match, question: str) -> bool:
    """Whether the sentence is on a case that the question does not name, by its words or by a value: 78岁."""
    condition = _CASED.search(match.sentence.folded)
    if condition is None or ranges.fits(ranges.values_asked(question), match.sentence.folded):
        return False
    return not set(bigrams(condition["of"])) & set(bigrams(question))


def of_the_class_asked(terms: Sequence[Term], ranked: Sequence[Match], text_of: Callable[[str], str]) -> list[Match]:
    """The ordered sentences, in front the clause behind the best that gives its figure for whom the question names:
    其中，农村居民33215元."""
    if not ranked or ranked[0].by_meaning:
        return list(ranked)
    best = ranked[0].sentence
    spans = [found.span for found in asked_of(terms, text_of(best.document_id), Span(best.start, best.end))]
    inside = (m for m in ranked[1:] if m.fits and m.sentence.document_id == best.document_id)
    first = next((m for m in inside if Span(m.sentence.start, m.sentence.end) in spans), ranked[0])
    return [first, *(m for m in ranked if m is not first)]


def _holds(match: Match) -> float:
    """How far the sentence has the kind of answer asked for."""
    return match.features.holds - match.features.lacks


def _is_case(match: Match, asked: Sequence[re.Pattern[str]]) -> bool:
    """Whether the sentence rules on a case that the question names."""
    condition = _CONDITION.search(match.sentence.folded)
    return bool(match.sentence.case_of and condition and any(said.search(condition.group()) for said in asked))
