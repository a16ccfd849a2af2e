"""Sections → chunks, never across a section; a long one splits at sentences."""

from collections.abc import Iterator, Sequence

from index.cleaning import sentence_spans
from index.documents import Chunk, Section, Span

TARGET = 320  # code points; about what the built-in model still tells apart


def chunk(document_id: str, text: str, sections: Sequence[Section], repeats: Sequence[Span] = ()) -> tuple[Chunk, ...]:
    """Chunks of whole sentences, each inside one section and outside `repeats`, at most `TARGET` code points
    unless one sentence is longer."""
    chunks: list[Chunk] = []
    for section in sections:
        for span in _pieces(text, section, repeats):
            chunks.append(
                Chunk(document_id, len(chunks), section.path, span.start, span.end, text[span.start : span.end])
            )
    return tuple(chunks)


def _pieces(text: str, section: Section, repeats: Sequence[Span]) -> Iterator[Span]:
    current: Span | None = None
    for sentence in sentence_spans(text, section.start, section.end):
        if any(repeat.overlaps(sentence) for repeat in repeats):
            if current:
                yield current
            current = None
        elif current and sentence.end - current.start <= TARGET:
            current = Span(current.start, sentence.end)
        else:
            if current:
                yield current
            current = sentence
    if current:
        yield current


def embedding_text(title: str | None, chunk: Chunk) -> str:
    """What is embedded and searched for a chunk: the title, the headings and the text."""
    headings = [heading for heading in chunk.heading_path if not chunk.text.startswith(heading)]
    return "\n".join([*([title] if title else []), *headings, chunk.text])
