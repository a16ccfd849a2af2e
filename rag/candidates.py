"""The sentences that may answer a question about facts: of the documents in scope, and of those about its region."""

import re
from collections.abc import Sequence

from index.documents import Chunk, Filters
from index.local import LocalIndex
from rag import retrieval
from rag.distinct import distinct
from rag.evidence import Match, Scorer, ordered
from rag.question import Understanding

CHUNKS = 40
"""Retrieved for a question about facts."""
_COPIES = 2  # times as many are looked at, since passages that say the same are read once
_LEVEL = re.compile("(?:省|市|自治区|自治州|县|区)$")
_SHORT_PLACE = 2  # characters of a name that is never shortened: 沙县 is not 沙
_BEGINNING, _OFTEN = 200, 3  # code points that say what a document is about, and mentions that say it as well


def passages(index: LocalIndex, understanding: Understanding, filters: Filters, k: int = CHUNKS) -> list[Chunk]:
    """The chunks in scope that match the question, with what it leans on, best first; of copies one."""
    query = " ".join((understanding.standalone, *(term.text for term in understanding.context_terms)))
    hits = retrieval.search(index, query, k * _COPIES, filters)
    return distinct(index.chunks([chunk_id for chunk_id, _ in hits]), index.by_id, k)


def candidates(index: LocalIndex, understanding: Understanding, filters: Filters) -> tuple[list[Match], list[Match]]:
    """The sentences that may answer, best first, and those of other regions' documents that name the one asked about.

    `filters` are the caller's; the question's own scope is narrower. A document that states no region of its own
    belongs to the region that it is about.
    """
    scorer = Scorer(index, understanding)
    inside = scorer.rank(passages(index, understanding, understanding.filters))
    if not understanding.regions:
        return ordered(inside), []
    everywhere = scorer.rank(passages(index, understanding, filters))
    about = [match for match in everywhere if is_about(index, match.sentence.document_id, understanding.regions)]
    naming = [
        match
        for match in everywhere
        if index.by_id[match.sentence.document_id].metadata.region not in understanding.regions
        and any(match.sentence.names(name) for name in understanding.regions)
    ]
    return ordered([*inside, *about]), ordered(naming)


def speaks_of(index: LocalIndex, match: Match, places: Sequence[str]) -> bool:
    """Whether the sentence, a heading above it or its document as a whole is about every one of the places."""
    return all(match.sentence.names(p) or is_about(index, match.sentence.document_id, (p,)) for p in places)


def is_about(index: LocalIndex, document_id: str, places: Sequence[str]) -> bool:
    """Whether a document that states no region of its own is about one of the places: a report on 云南 is not of 云南.

    What 广东 says of its 深圳 does not make a document of 深圳 of it.
    """
    metadata = index.by_id[document_id].metadata
    if metadata.region is not None:
        return False
    text = index.text(document_id)
    short = [_LEVEL.sub("", place) if len(place) > _SHORT_PLACE else place for place in places]
    beginning = f"{metadata.title or ''} {text[:_BEGINNING]}"
    return any(place in beginning or text.count(place) >= _OFTEN for place in short)
