"""A file → a document: text, repeated passages, metadata, sections, chunks."""

import hashlib
from pathlib import Path

from index import chunking, cleaning, metadata, structure
from index.documents import Document
from index.loaders import content_hash, read_text

__all__ = ["content_hash", "document_id", "read_document"]


def document_id(path: Path) -> str:
    """Twelve hexadecimal digits that stay the same while the file is edited in its place."""
    return hashlib.sha256(str(path.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:12]


def read_document(path: Path, *, source: str) -> Document:
    """The document in the file, shown to readers as `source`. Raises UnreadableFile."""
    text, digest = read_text(path)
    identity = document_id(path)
    repeats = cleaning.repeated_spans(text)
    sections = structure.sections(text, repeats)
    return Document(
        id=identity,
        source=source,
        path=str(path.resolve()),
        content_hash=digest,
        text=text,
        metadata=metadata.extract(text),
        sections=sections,
        chunks=chunking.chunk(identity, text, sections, repeats),
        repeats=repeats,
    )
