"""Judging one answer against its gold question, as `eval/gold/README.md` defines it."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from eval.gold import GoldQuestion
from index.documents import Span
from index.lexicon import Folded, fold_text
from rag.citations import strip_markers
from rag.records import Answer, Citation, Coverage, Verdict

LONGEST = 400  # characters of a right answer, markers not counted
LONGEST_OF_MANY = 1_200  # of questions over all documents
_MANY = ("aggregate", "compare")
_STRENGTH: tuple[Verdict, ...] = ("absent", "related", "stated")


def comparable(text: str) -> str:
    """How gold strings are compared: NFKC, case folded, without white space.

    >>> comparable("超过４０００Ｇ 以上")
    '超过4000g以上'
    """
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def faults(gold: GoldQuestion, answer: Answer) -> tuple[str, ...]:
    """Why the answer is wrong, one reason each; empty when it is right."""
    if not gold.answerable:
        refused = answer.status == "insufficient_evidence"
        return () if refused else ("文件未载明，却作了回答 / answered what the documents do not say",)
    if answer.status != "answered":
        return ("文件有载明，却称无依据 / refused what the documents say",)
    return (*_faults_of_wording(gold, answer.answer), *_faults_of_regions(gold, answer.coverage))


def _faults_of_wording(gold: GoldQuestion, answer: str) -> Iterator[str]:
    # A marker is no part of the wording: [25] does not say 25, and does not join what stands beside it.
    said = comparable(strip_markers(answer, "\N{OBJECT REPLACEMENT CHARACTER}"))
    for group in gold.facts:
        if not any(comparable(spelling) in said for spelling in group):
            yield f"缺少 / misses: {' | '.join(group)}"
    for string in gold.forbidden:
        if comparable(string) in said:
            yield f"不应出现 / must not say: {string}"
    length = len(strip_markers(answer))
    limit = LONGEST_OF_MANY if gold.type in _MANY else LONGEST
    if length > limit:
        yield f"过长 / too long: {length} > {limit}"


def _faults_of_regions(gold: GoldQuestion, coverage: Coverage | None) -> Iterator[str]:
    if gold.regions is None:
        return
    stated = {region for region, verdict in region_verdicts(coverage).items() if verdict == "stated"}
    for region in sorted(set(gold.regions.yes) - stated):
        yield f"漏列地区 / region not stated: {region}"
    for region in sorted(stated - set(gold.regions.yes)):
        yield f"误列地区 / region wrongly stated: {region}"


def region_verdicts(coverage: Coverage | None) -> dict[str, Verdict]:
    """The strongest verdict of every region that a survey found."""
    verdicts: dict[str, Verdict] = {}
    for finding in coverage.findings if coverage else ():
        region = finding.region or finding.title
        verdicts[region] = max(verdicts.get(region, "absent"), finding.verdict, key=_STRENGTH.index)
    return verdicts


def places(folded: Folded, quote: str) -> tuple[Span, ...]:
    """Every place of a gold quotation in a document's text, whatever the line breaks and widths of its characters."""
    return tuple(folded.find_all(fold_text(quote)))


def covers(citation: Span, evidence: Span) -> bool:
    """Whether the citation holds at least half of the evidence.

    >>> covers(Span(0, 5), Span(0, 10)), covers(Span(0, 4), Span(0, 10))
    (True, False)
    """
    return 2 * _shared(citation, evidence) >= len(evidence)


def _shared(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


@dataclass(frozen=True, slots=True)
class EvidenceFound:
    """A gold evidence and whether it was cited. `places` are document ids and spans; empty when it stands nowhere."""

    doc: str
    quote: str
    places: tuple[tuple[str, Span], ...]
    cited: bool


def find_evidence(
    gold: GoldQuestion, texts: Sequence[tuple[str, str, Folded]], citations: Iterable[Citation]
) -> tuple[EvidenceFound, ...]:
    """The evidence of a question with whether a citation of the same document covers it at one of its places.

    `texts` are the index's documents: id, file name, folded text.
    """
    spans = [(citation.document_id, Span(citation.start, citation.end)) for citation in citations]
    found = []
    for evidence in gold.evidence:
        where = tuple(
            (document_id, span)
            for document_id, name, folded in texts
            if name == evidence.doc
            for span in places(folded, evidence.quote)
        )
        cited = any(of == document_id and covers(span, place) for document_id, place in where for of, span in spans)
        found.append(EvidenceFound(evidence.doc, evidence.quote, where, cited))
    return tuple(found)


def touches(citation: Citation, evidence: Iterable[EvidenceFound]) -> bool:
    """Whether the citation shares a character with a gold evidence of its document."""
    span = Span(citation.start, citation.end)
    return any(
        document_id == citation.document_id and span.overlaps(place)
        for found in evidence
        for document_id, place in found.places
    )
