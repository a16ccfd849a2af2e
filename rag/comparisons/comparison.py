"""Documents beside one another: a row a document, a column an aspect, each cell quoted; values compared as values."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from index.documents import DocumentInfo, Filters
from index.lexicon import fold_text
from index.local import LocalIndex
from rag.citations import escape_markers
from rag.composing.compose import LONGEST_EXCERPT, Draft, Quotations, best_of, excerpt, names, shorten
from rag.composing.tables import Told, side_by_side
from rag.language import wording
from rag.language.amounts import Amount, amounts_in
from rag.language.terms import normalise, terms
from rag.messages import say
from rag.records import Status
from rag.scoping.classes import title_of
from rag.search import retrieval
from rag.selection.evidence import Match, Scorer, ordered
from rag.understanding.question import Understanding

Enough = Callable[[Sequence[Match]], bool]

_FEW = 12  # documents that are all compared; of more, the best of each region or, without regions, of all
_BEST = 6
_SHORTEST_ASPECT = 4  # characters of an aspect in a list of them; 用水、用电 are parts of one
_HITS = 40  # passages by which the best documents are found
_TEXT = 1_000  # code points that all cells may have together
_VALUE_REACH = 4  # sentences of a document that are looked through for a value
_TRIED = 3  # sentences of a document that a cell may begin with
_LACKED = 0.35  # share of an aspect's weight in a word that a sentence on it may not lack


@dataclass(frozen=True, slots=True)
class _Value:
    """A quantity that a sentence states of what is compared."""

    amount: Amount
    match: Match


def compare(
    index: LocalIndex,
    scope: Sequence[DocumentInfo],
    understanding: Understanding,
    quotations: Quotations,
    enough: Enough,
) -> tuple[Draft, list[Match]]:
    """The comparison, and the nearest sentence of each document for a refusal; 未载明 where a document has nothing."""
    infos = _compared(index, scope, understanding)
    filters = understanding.filters if len(infos) == len(scope) else Filters(document_id=tuple(i.id for i in infos))
    passages = retrieval.passages_by_document(index, infos, understanding.standalone, filters)
    aspects = aspects_of(understanding)
    scorers = [Scorer(index, aspect) for aspect in aspects]
    ranked = [
        [_in_order(scorer.rank(passages(info)), aspect) for aspect, scorer in zip(aspects, scorers, strict=True)]
        for info in infos
    ]
    nearest = [best[0] for row in ranked for best in row[:1] if best]
    found = [[_cell(best, enough) for best in row] for row in ranked]
    lead = _extreme(infos, ranked, understanding, quotations, enough)
    return _table(infos, aspects, found, lead, understanding, quotations), nearest


def _in_order(ranked: list[Match], aspect: Understanding) -> list[Match]:
    """A document's sentences as a question of fact orders them where it asks for a value or a body; else by score."""
    extreme = wording.EXTREME.search(normalise(aspect.standalone))
    return ordered(ranked) if aspect.expects in ("number", "date", "organisation") and not extreme else ranked


def _cell(ranked: Sequence[Match], enough: Enough) -> list[Match]:
    """The first of a document's best sentences that speaks of the aspect, with what adds to it; empty: 未载明."""
    speaking = (ranked[n:] for n in range(min(len(ranked), _TRIED)) if speaks_of(ranked[n]))
    return next((best_of(rest) for rest in speaking if enough(rest)), [])


def speaks_of(match: Match) -> bool:
    """Whether the sentence lacks neither a word that most of the aspect is about nor a figure of the unit asked for."""
    return match.by_meaning or (match.missing < _LACKED and not match.unit_lacking)


def _compared(index: LocalIndex, scope: Sequence[DocumentInfo], understanding: Understanding) -> Sequence[DocumentInfo]:
    """The documents that get a row: all of a few; of many, those whose passages match the question best."""
    if len(scope) <= _FEW:
        return scope
    known = {info.id: info for info in scope}
    chosen: list[str] = []
    for region in understanding.regions or (None,):
        filters = replace(understanding.filters, region=(region,)) if region else understanding.filters
        hits = retrieval.search(index, understanding.focus, _HITS, filters)
        owners = index.owners([chunk_id for chunk_id, _ in hits])
        weights: dict[str, float] = defaultdict(float)
        for chunk_id, score in hits:
            weights[owners[chunk_id]] += score
        titled = {i: w * (2 if _in_title(known[i], understanding) else 1) for i, w in weights.items() if i in known}
        best = sorted(titled, key=lambda i: (-titled[i], i))
        chosen += best[: 1 if understanding.regions else _BEST]
    return [known[identity] for identity in chosen]


def _in_title(info: DocumentInfo, understanding: Understanding) -> bool:
    held = [term.text for term in understanding.terms if term.text in title_of(info)]
    return 2 * sum(map(len, held)) >= sum(len(term.text) for term in understanding.terms) > 0


def aspects_of(understanding: Understanding) -> list[Understanding]:
    """The question asked of each aspect that it lists (电子商务目标和人才政策); itself where it lists none."""
    body = wording.COMPARED.sub(" ", understanding.focus)
    listed = max(re.split(r"[,;?。]", body), key=len).strip("、和与及的 ")
    parts = [part.strip("的 ") for part in re.split("、|和|以及|及", listed)]
    own = [terms(part) for part in parts]
    if len(parts) < 2 or not all(own) or min(len(part) for part in parts) < _SHORTEST_ASPECT:
        return [understanding]
    return [replace(understanding, terms=t, focus=part) for part, t in zip(parts, own, strict=True)]


def _table(
    infos: Sequence[DocumentInfo],
    aspects: Sequence[Understanding],
    found: Sequence[Sequence[Sequence[Match]]],
    lead: str,
    understanding: Understanding,
    quotations: Quotations,
) -> Draft:
    language = understanding.language
    shown = names(infos, language)
    longest = min(LONGEST_EXCERPT, max(_TEXT // max(len(infos) * len(aspects), 1), 60))
    rows = []
    for info, row in zip(infos, found, strict=True):
        cells = [
            Told(tuple((excerpt(m.sentence, aspect.terms, longest), (quotations.sentence(m),)) for m in matches))
            for aspect, matches in zip(aspects, row, strict=True)
        ]
        rows.append((shown[info.id], [cell if cell.pieces else None for cell in cells]))
    lines, table = side_by_side(say("region", language), [aspect.focus for aspect in aspects], rows, language)
    stated: Status = "answered" if quotations.citations else "insufficient_evidence"
    return Draft(stated, "\n".join(shorten([lead, *lines] if lead else lines, language)), table=table)


def _extreme(
    infos: Sequence[DocumentInfo],
    ranked: Sequence[Sequence[Sequence[Match]]],
    understanding: Understanding,
    quotations: Quotations,
    enough: Enough,
) -> str:
    """The line that names who states the most or the least, where the question asks; empty without two values."""
    asked = wording.EXTREME.search(normalise(understanding.standalone))
    if asked is None:
        return ""
    values = [_values(best[0], understanding) if enough(best[0]) else [] for best in ranked]
    units = Counter(unit for row in values for unit in dict.fromkeys(value.amount.unit for value in row))
    if not units:
        return ""
    unit = max(units, key=lambda name: units[name])
    stated = [
        (info, next(value for value in row if value.amount.unit == unit))
        for info, row in zip(infos, values, strict=True)
        if any(value.amount.unit == unit for value in row)
    ]
    if len(stated) < 2:
        return ""
    pick = max if asked["most"] or asked["more"] else min
    extreme = pick(value.amount.value for _, value in stated)
    shown = names(infos, understanding.language)
    told = [
        f"{escape_markers(shown[info.id])}，{escape_markers(value.amount.said)}[{quotations.sentence(value.match)}]"
        for info, value in stated
        if value.amount.value == extreme
    ]
    return f"{asked.group()}：" + "；".join(told)


def _values(ranked: Sequence[Match], understanding: Understanding) -> list[_Value]:
    """The quantities of a document's best sentences, nearest to the question's words first."""
    found = []
    for place, match in enumerate(ranked[:_VALUE_REACH]):
        for amount in amounts_in(match.sentence.text):
            near = fold_text(amount.passage)
            held = sum(len(t.text) for t in understanding.terms if any(w in near for w in (t.text, *t.others)))
            found.append((held - place, _Value(amount, match)))
    return [value for near, value in sorted(found, key=lambda pair: -pair[0])]
