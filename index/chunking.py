"""Sections → chunks, never across a section; a long one splits at sentences."""

import re
from collections.abc import Iterator, Sequence

from index.cleaning import sentence_spans, stripped, touches
from index.documents import Chunk, Section, Span

TARGET = 320  # code points; about what the built-in model still tells apart
_CUTS = (re.compile(r"[，、；：]|[,;:](?=\s)"), re.compile(r"\s"))  # where a long sentence is cut, best first


def chunk(document_id: str, text: str, sections: Sequence[Section], repeats: Sequence[Span] = ()) -> tuple[Chunk, ...]:
    """Chunks of whole sentences, each inside one section and outside `repeats`, at most `TARGET` code points; a
    sentence that is longer is cut, at its commas if it has any. `repeats` are in order and do not overlap."""
    chunks: list[Chunk] = []
    for section in sections:
        for span in _pieces(text, section, repeats):
            chunks.append(
                Chunk(document_id, len(chunks), section.path, span.start, span.end, text[span.start : span.end])
            )
    return tuple(chunks)


def _pieces(text: str, section: Section, repeats: Sequence[Span]) -> Iterator[Span]:
    whole = stripped(text, Span(section.start, section.end))
    if 0 < len(whole) <= TARGET and not touches(repeats, whole):
        yield whole
        return
    start, end = 0, 0  # of the piece that grows; empty before the first
    for sentence in sentence_spans(text, section.start, section.end):
        if touches(repeats, sentence):
            if end:
                yield Span(start, end)
            end = 0
            continue
        for part in _parts(text, sentence):
            if end and part.end - start > TARGET:
                yield Span(start, end)
                end = 0
            if not end:
                start = part.start
            end = part.end
    if end:
        yield Span(start, end)


def _parts(text: str, sentence: Span) -> Iterator[Span]:
    """The sentence, in parts of at most `TARGET` code points."""
    if len(sentence) <= TARGET:
        yield sentence
        return
    start = sentence.start
    while sentence.end - start > TARGET:
        part = Span(start, start + _cut(text[start : start + TARGET]))
        start = part.end
        part = stripped(text, part)
        if len(part):
            yield part
    yield stripped(text, Span(start, sentence.end))


def _cut(window: str) -> int:
    """How much of the window to take: up to its last comma or space, all of it where there is none."""
    for pattern in _CUTS:
        places = [match.end() for match in pattern.finditer(window)]
        if places:
            return places[-1]
    return len(window)


def embedding_text(title: str | None, chunk: Chunk) -> str:
    """What is embedded and searched for a chunk: the title, the headings and the text."""
    headings = [heading for heading in chunk.heading_path if not chunk.text.startswith(heading)]
    return "\n".join([*([title] if title else []), *headings, chunk.text])
