"""Questions over the whole scope: a verdict for every document, with its passage."""

import re
from collections.abc import Generator, Sequence
from dataclasses import dataclass

from index.documents import DocumentInfo
from index.lexicon import HAN, fold_text
from index.local import LocalIndex
from rag.citations import escape_markers
from rag.claims import Quantity, claims_of
from rag.compose import LONGEST_EXCERPT, Draft, Quotations, excerpt, names, shorten
from rag.evidence import Match, Scorer
from rag.messages import say
from rag.question import Understanding
from rag.records import Coverage, Finding, Progress, Verdict
from rag.retrieval import passages_by_document

STATED, RELATED = 0.75, 0.42
"""Extent to which a sentence must hold the proposition for its document to state it, and to come close."""
_CLOSEST = 5  # sentences of a document that are looked at for the figures asked for
_PHRASE = 4  # characters of a phrase that is quoted as not used
_ALIKE = 0.1  # sentences whose extents differ by less are told apart by their score
_LIST = re.compile(r"[\u4e00-\u9fff]{1,8}(?:、[\u4e00-\u9fff]{1,8})+")


@dataclass(frozen=True, slots=True)
class _Examined:
    """What a document says: its best sentence, and whether that meets the figures that the question asks for."""

    match: Match | None
    verdict: Verdict


def survey(
    index: LocalIndex, infos: Sequence[DocumentInfo], understanding: Understanding, quotations: Quotations
) -> Generator[Progress, None, Draft]:
    """Examine every document, telling the progress after each, and report."""
    scorer = Scorer(index, understanding)
    conditions = [q for q in claims_of(understanding.standalone).quantities if q.percent or q.bound]
    query = " ".join(term.text for term in understanding.terms)
    passages = passages_by_document(index, infos, query, understanding.filters)
    examined: dict[str, _Examined] = {}
    for count, info in enumerate(infos, 1):
        ranked = scorer.rank(passages(info))
        examined[info.id] = examine(ranked, conditions)
        yield Progress(stage="examine", done=count, total=len(infos))
    return _report(infos, examined, understanding, quotations)


def examine(ranked: Sequence[Match], conditions: Sequence[Quantity] = ()) -> _Examined:
    """The verdict on a document from its ranked sentences.

    stated or related by how much of the proposition the best sentence covers; a figure that the question asks for
    (两成以上) and the sentence does not reach makes it related at most.
    """
    closest = sorted(ranked, key=lambda match: (-extent(match), -match.score))[:_CLOSEST]
    close = [match for match in closest if extent(match) >= RELATED]
    if not close:
        return _Examined(None, "absent")
    meeting = [match for match in close if meets(match, conditions)]
    if meeting and extent(meeting[0]) >= STATED:
        return _Examined(meeting[0], "stated")
    alike = [match for match in close if extent(match) > extent(close[0]) - _ALIKE]
    return _Examined(max(alike, key=lambda match: match.score), "related")


def extent(match: Match) -> float:
    """How much of the proposition the sentence holds, in 0…1: of all its words and of those it turns on.

    Likeness of meaning alone is never more than related.
    """
    return min(match.score, STATED - 0.01) if match.by_meaning else min(match.coverage, match.core)


def meets(match: Match, conditions: Sequence[Quantity]) -> bool:
    """Whether the sentence states a figure for each condition: 20%以上 meets «at least 20%», 18%以上 does not."""
    stated = claims_of(match.sentence.text).quantities if conditions else frozenset()
    return all(any(_reaches(quantity, condition) for quantity in stated) for condition in conditions)


def _reaches(quantity: Quantity, condition: Quantity) -> bool:
    if quantity.percent != condition.percent:
        return False
    if condition.bound == "min":
        return quantity.value >= condition.value and quantity.bound != "max"
    if condition.bound == "max":
        return quantity.value <= condition.value and quantity.bound != "min"
    return quantity.value == condition.value


def _report(
    infos: Sequence[DocumentInfo],
    examined: dict[str, _Examined],
    understanding: Understanding,
    quotations: Quotations,
) -> Draft:
    language = understanding.language
    shown = {identity: escape_markers(name) for identity, name in names(infos, language).items()}
    groups: dict[Verdict, list[DocumentInfo]] = {
        v: [info for info in infos if examined[info.id].verdict == v] for v in ("stated", "related", "absent")
    }
    model = next((examined[info.id].match for info in groups["stated"]), None)
    longest = min(LONGEST_EXCERPT, max(900 // max(len(infos) - len(groups["absent"]), 1) - 20, 60))
    findings = {info.id: _finding(info, "absent", [], None) for info in groups["absent"]}
    parts: dict[Verdict, list[str]] = {"stated": [], "related": [], "absent": []}
    for group in ("stated", "related"):
        for info in groups[group]:
            match = examined[info.id].match
            assert match is not None
            marker = quotations.sentence(match)
            note = _difference(match, model, understanding) if group == "related" else None
            findings[info.id] = _finding(info, group, [marker], note)
            quote = excerpt(match.sentence, understanding.terms, longest)
            told = f"（{escape_markers(note)}）" if note else ""
            parts[group].append(f"- {shown[info.id]}：{quote}[{marker}]{told}")
        if groups[group]:
            parts[group] = [say(group, language, count=len(groups[group])), *shorten(parts[group], language)]
    if groups["related"] and not groups["stated"]:
        parts["stated"] = [say("stated_none", language)]
    if groups["absent"]:
        listed = "、".join(shorten([shown[info.id] for info in groups["absent"]], language))
        parts["absent"] = [say("absent", language, count=len(groups["absent"]), names=listed)]
    # Who asks which documents do not say it gets these first.
    order: tuple[Verdict, ...] = ("stated", "related", "absent")
    if understanding.negated:
        order = ("absent", "stated", "related")
    lines = [line for verdict in order for line in parts[verdict]]
    lines.append(say("examined", language, examined=len(infos), scope=len(infos)))
    coverage = Coverage(
        scope_documents=len(infos),
        examined_documents=len(examined),
        complete=len(examined) == len(infos),
        findings=[findings[info.id] for info in infos],
    )
    found = bool(groups["stated"] or groups["related"] or (understanding.negated and infos))
    return Draft("answered" if found else "insufficient_evidence", "\n".join(lines) if found else "", coverage=coverage)


def _finding(info: DocumentInfo, verdict: Verdict, markers: list[int], note: str | None) -> Finding:
    return Finding(
        document_id=info.id,
        title=info.name,
        region=info.metadata.region,
        verdict=verdict,
        citations=markers,
        note=note,
    )


def _difference(match: Match, model: Match | None, understanding: Understanding) -> str | None:
    """How a related passage differs: which of the question's words it does not use, which listed things it lacks."""
    language = understanding.language
    missing = [t for t, credit in match.matched.items() if credit < 0.5 and HAN.match(t) and len(t) > 1]
    phrases = dict.fromkeys(_phrase(term, understanding) for term in missing)
    notes = [say("other_words", language, words="、".join(phrases))] if phrases else []
    if model is not None:
        lacking = _lacking(fold_text(model.sentence.text), fold_text(match.sentence.text))
        if lacking:
            notes.append(say("lacks", language, items="、".join(lacking)))
    return "；".join(notes) or None


def _phrase(term: str, understanding: Understanding) -> str:
    """The term with a neighbour in the question where the two make a phrase: 同网同价, not 同网 alone."""
    text = fold_text(understanding.standalone)
    joined = [pair for t in understanding.terms for pair in (term + t.text, t.text + term) if t.text != term]
    return next((pair for pair in joined if len(pair) <= _PHRASE and pair in text), term)


def _lacking(model: str, other: str) -> list[str]:
    """Things that the model sentence lists, of which the other sentence lists only some: those it does not name.

    >>> _lacking("企业用水、用电、用气同价", "企业用水、用气同价")
    ['用电']
    """
    for listed in _LIST.findall(model):
        items = listed.split("、")
        size = min(len(item) for item in items)
        # The outer items run on into the sentence around the list; they are as long as the shortest one.
        items = [items[0][-size:], *items[1:-1], items[-1][:size]]
        absent = [item for item in items if item not in other]
        if len(items) >= 3 and 0 < len(absent) < len(items) - 1 or len(items) == 2 and len(absent) == 1:
            return absent
    return []
