"""One document in short: its outermost headings, each with what stands under it and its key sentence."""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from index.documents import Chunk, Document, Section, Span
from index.embedding import Embedder
from index.lexicon import HAN
from rag.citations import escape_markers
from rag.composing.compose import Draft, Quotations, shorten
from rag.records import Status
from rag.selection.sentence import Sentence, sentences

_LENGTH = 1_000  # code points that the key sentences may have together, and one at most and at least
_LONGEST, _SHORTEST_EXCERPT = 90, 40
_MOST_PARTS, _MOST_BELOW = 24, 12
_SHORTEST = 12  # characters of a sentence that says something
_CLAUSE_END = re.compile(r"[，；、：]")
_ARTICLE = 5  # level of 第…条, whose heading is its number alone


def summarise(document: Document, embedder: Embedder, quotations: Quotations, language: str) -> Draft:
    """Every outermost part with its key sentence and the headings below it, all quoted.

    The key sentence of a part is the one nearest in meaning to the part as a whole.
    """
    level = _outermost(document)
    parts = [section for section in document.sections if section.level == level]
    if not parts:
        return _sentences_only(document, embedder, quotations, language)
    lines = []
    longest = min(max(_LENGTH // len(parts), _SHORTEST_EXCERPT), _LONGEST)
    for place, part in enumerate(parts):
        end = parts[place + 1].start if place + 1 < len(parts) else len(document.text)
        chunks = [chunk for chunk in document.chunks if part.start <= chunk.start < end]
        lines.append(_line(document, part, end, chunks, embedder, quotations, longest))
    return Draft("answered", "\n".join(shorten(lines, language, _MOST_PARTS)))


def _outermost(document: Document) -> int:
    """The level of the headings that divide the document: the outermost that has several."""
    counts = Counter(section.level for section in document.sections if section.level > 1 and _headed(section))
    return next((level for level in sorted(counts) if counts[level] > 1), 0)


def _headed(section: Section) -> bool:
    return section.level != _ARTICLE and len(HAN.findall(section.heading)) > 2


def _line(
    document: Document,
    part: Section,
    end: int,
    chunks: Sequence[Chunk],
    embedder: Embedder,
    quotations: Quotations,
    longest: int,
) -> str:
    heading = _heading_span(document, part)
    told = f"- **{_quoted(document, heading)}**[{quotations.mark(document.id, heading, part.path, 1.0)}]"
    below = [s for s in document.sections if part.start < s.start < end and s.level > part.level and _headed(s)]
    level = min((section.level for section in below), default=0)
    below = [section for section in below if section.level == level][:_MOST_BELOW]
    if key := _key_sentence(chunks, embedder):
        marker = quotations.mark(document.id, Span(key.start, key.end), key.heading_path, 1.0)
        told += f"：{_opening(key, longest)}[{marker}]"
    if below:
        spans = [_heading_span(document, section) for section in below]
        told += (
            "（"
            + "；".join(
                f"{_quoted(document, span)}[{quotations.mark(document.id, span, section.path, 1.0)}]"
                for span, section in zip(spans, below, strict=True)
            )
            + "）"
        )
    return told


def _heading_span(document: Document, section: Section) -> Span:
    """Where the section's heading stands in the text."""
    at = document.text.find(section.heading, section.start, section.end)
    return Span(at, at + len(section.heading)) if at >= 0 else Span(section.start, min(section.start + 20, section.end))


def _quoted(document: Document, span: Span) -> str:
    return escape_markers(document.text[span.start : span.end].strip())


def _key_sentence(chunks: Sequence[Chunk], embedder: Embedder) -> Sentence | None:
    """The sentence nearest in meaning to all the others together, None without one that says something."""
    said = [
        sentence
        for chunk in chunks
        for sentence in sentences(chunk)
        if not sentence.is_label and len(sentence.folded) >= _SHORTEST and sentence.folded != sentence.heading
    ]
    if not said:
        return None
    vectors = embedder.embed_documents([sentence.text for sentence in said])
    return said[int(np.argmax(vectors @ vectors.mean(axis=0)))]


def _opening(sentence: Sentence, longest: int) -> str:
    """The sentence, a long one up to the last clause that fits."""
    text = sentence.text.strip()
    if len(text) > longest:
        ends = [match.end() for match in _CLAUSE_END.finditer(text[:longest])]
        text = (text[: ends[-1] - 1] if ends else text[:longest]) + "…"
    return escape_markers(text)


def _sentences_only(document: Document, embedder: Embedder, quotations: Quotations, language: str) -> Draft:
    """The key sentence of each passage, in order, for a document without headings."""
    keys = [key for chunk in document.chunks if (key := _key_sentence([chunk], embedder))]
    lines = []
    for key in keys:
        marker = quotations.mark(document.id, Span(key.start, key.end), key.heading_path, 1.0)
        lines.append(f"- {_opening(key, _LONGEST)}[{marker}]")
    status: Status = "answered" if lines else "insufficient_evidence"
    return Draft(status, "\n".join(shorten(lines, language, _MOST_PARTS)))
