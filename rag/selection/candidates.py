"""The sentences that may answer a question about facts: of the documents in scope, and of those about its region."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace

from index.documents import Chunk, DocumentInfo, Filters, Span
from index.lexicon import HAN, fold_text
from index.local import LocalIndex
from index.references import title_and_number
from index.regions import Region, gazetteer
from rag.scoping.scope import is_of
from rag.search import retrieval
from rag.selection.answering import answering
from rag.selection.bounds import of_the_bound_asked
from rag.selection.cases import of_the_case_asked, of_the_class_asked
from rag.selection.distinct import distinct
from rag.selection.evidence import Match, Scorer, ordered
from rag.selection.holding import holds_in, is_about, may_hold, names
from rag.selection.leads import of_the_list_asked
from rag.selection.nationwide import nationwide
from rag.selection.reading import likeliness
from rag.selection.rows import of_the_cell_asked, of_the_row_asked
from rag.selection.sanctions import of_the_sanction_asked
from rag.selection.sentence import Sentence
from rag.understanding.question import Understanding

CHUNKS = 20
"""Retrieved for a question about facts."""
_KEPT, _READ, _BEHIND = 40, 6, 3.0  # sentences, of these read at most, and how far behind the best by the model
_COPIES = 2  # times as many are looked at, since passages that say the same are read once


@dataclass(frozen=True, slots=True)
class Found:
    """A chunk with the score that search gives it, in 0…1."""

    chunk: Chunk
    score: float


def passages(index: LocalIndex, understanding: Understanding, filters: Filters, k: int = CHUNKS) -> list[Found]:
    """The passages that match the question, with what it leans on, best first; of copies one.

    `filters` are the caller's. Where the question names a region these are passages of its documents and of those that
    state no region, for many a document of a region does not say so.
    """
    inside, others = _passages(index, understanding, filters, k, nationwide(index, understanding))
    if understanding.regions or not others:
        return inside
    asked = [region.name for _, region in understanding.located]
    naming = [found for found in others if any(name in found.chunk.text for name in asked)]
    return sorted([*inside, *naming], key=lambda found: -found.score)[:k]


def _passages(
    index: LocalIndex, understanding: Understanding, filters: Filters, k: int, first: Set[str]
) -> tuple[list[Found], list[Found]]:
    """The passages, and those of other regions' documents where the question names a region, or a place in one; those
    of the documents `first` are looked at before others."""
    query = _query(index, understanding)
    hits = dict(retrieval.search(index, query, k * _COPIES, understanding.filters, first=first))
    if understanding.regions:
        for chunk_id, score in retrieval.search(index, query, k * _COPIES, _of_any_region(understanding, filters)):
            hits[chunk_id] = max(score, hits.get(chunk_id, 0.0))
    places = [] if understanding.regions else [region for _, region in understanding.located]
    if places:
        holders = tuple(holder.name for place in places for holder in gazetteer().holders(place))
        within = replace(understanding.filters, region=holders)
        for chunk_id, score in retrieval.search(index, query, k * _COPIES, within) if not filters.region else ():
            hits[chunk_id] = max(score, hits.get(chunk_id, 0.0))
    sides: tuple[list[Chunk], list[Chunk]] = ([], [])
    for chunk in index.chunks(sorted(hits, key=lambda chunk_id: (-hits[chunk_id], chunk_id))):
        info = index.by_id[chunk.document_id]
        apart = bool(places) and not any(may_hold(index, info.id, place) for place in places)
        apart = apart or _of_another_region(info, understanding.regions)
        if info.metadata.region_inferred and any(region.name in chunk.text for _, region in understanding.located):
            apart = False  # where it is from is not sure, and it speaks of the place
        sides[apart].append(chunk)
    inside, others = ([Found(c, hits[c.id]) for c in distinct(side, index.by_id, k)] for side in sides)
    return inside, others


def _query(index: LocalIndex, understanding: Understanding) -> str:
    """What is searched for: the question with the words of the turn before; of one in another language its Chinese
    words, a second for each that may be meant, and those of its own that documents use."""
    context = (term.text for term in understanding.context_terms)
    if not understanding.rendering:
        return " ".join((understanding.standalone, *context))
    words = [term.text for term in understanding.terms if not HAN.match(term.text)]
    own = (word for word in words if index.chunk_frequency(word))
    others = (other for term in understanding.terms for other in term.others[:1])
    return " ".join((understanding.rendering, *own, *others, *context))


def candidates(index: LocalIndex, understanding: Understanding, filters: Filters) -> tuple[list[Match], list[Match]]:
    """The sentences that may answer, best first, and those of other regions' documents that name the one asked about or
    hold there.

    `filters` are the caller's; the question's own scope is narrower.
    """
    scorer = Scorer(index, understanding)
    regions = understanding.regions
    first = nationwide(index, understanding)
    found, others = _passages(index, understanding, filters, CHUNKS, first)
    documents = {f.chunk.document_id for f in found}
    elsewhere = documents - first if first else {d for d in documents if not _is_of(index, d, understanding)}
    inside = [
        _there(m, index, regions) for m in scorer.rank([f.chunk for f in found], [f.score for f in found], elsewhere)
    ]
    naming = scorer.rank([f.chunk for f in others], [f.score for f in others]) if others else []
    asked = [place for place in understanding.located if not regions or place[0] in regions]
    named = [m for m in naming if any(_is_for(index, m.sentence, *place, understanding) for place in asked)]
    if understanding.referred:
        called = [fold_text(part) for part in title_and_number(understanding.referred) if part]
        inside = [m for m in inside if any(part in m.sentence.folded for part in called)]
    read = (_read(index, understanding, side) for side in (inside, named))
    best, elsewhere_best = (of_the_sanction_asked(understanding.asked, side, index, scorer.rank) for side in read)
    return best, elsewhere_best


def _there(match: Match, index: LocalIndex, regions: Sequence[str]) -> Match:
    """The sentence, which is not from elsewhere where its document states no region and it names all that are asked
    about: news of 贵州、内蒙古、黑龙江."""
    if not match.features.elsewhere or not regions or index.by_id[match.sentence.document_id].metadata.region:
        return match
    if not all(names(match.sentence, region) for region in regions):
        return match
    return replace(match, features=replace(match.features, elsewhere=0.0))


def _read(index: LocalIndex, understanding: Understanding, ranked: Iterable[Match]) -> list[Match]:
    """The best sentences in order, the first of them read for words that answer; the others count as the least likely
    of these."""
    listed = ordered(ranked)[:_KEPT]
    if not listed or listed[0].by_meaning:
        return listed
    model = answering().ranking
    least = model.of(listed[0].features) - _BEHIND
    near = [m.sentence for m in listed[:_READ] if model.of(m.features) >= least]
    asked = understanding.asked
    reads = [likeliness(asked, index.text(s.document_id), Span(s.start, s.end)) for s in near]
    reads += [min(reads)] * (len(listed) - len(reads))
    read = (replace(m, features=replace(m.features, reads=r)) for m, r in zip(listed, reads, strict=True))
    found = of_the_bound_asked(asked, of_the_case_asked(asked, ordered(read)))
    found = of_the_cell_asked(fold_text(asked), of_the_row_asked(asked, found, index.text))
    found = of_the_class_asked(understanding.terms, found, index.text)
    return of_the_list_asked(asked, understanding.expects == "list", found, index.text)


def _is_for(index: LocalIndex, sentence: Sentence, name: str, region: Region, understanding: Understanding) -> bool:
    """Whether the sentence of another region's document names the place, or holds there."""
    return names(sentence, name) or holds_in(index, sentence, region, understanding)


def _of_any_region(understanding: Understanding, filters: Filters) -> Filters:
    return replace(understanding.filters, region=filters.region)


def _of_another_region(info: DocumentInfo, regions: Sequence[str]) -> bool:
    """Whether the document states a region that is none of those asked about, if any are."""
    return bool(regions) and info.metadata.region is not None and not is_of(info, regions)


def _is_of(index: LocalIndex, document_id: str, understanding: Understanding) -> bool:
    """Whether the document is of one of the regions, or about one or about what they stand for, 广西 for 梧州, without
    stating its own; of no region all are."""
    regions = understanding.regions
    if not regions or is_of(index.by_id[document_id], regions):
        return True
    named = (region.name for _, region in gazetteer().mentions(understanding.asked))
    return is_about(index, document_id, tuple(dict.fromkeys((*regions, *named))))
