"""A file → its documents: text, repeated passages, metadata, sections, chunks."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from index import chunking, cleaning, metadata, structure
from index.documents import Document
from index.loaders import Loaded, content_hash, load

__all__ = ["content_hash", "document_id", "read_documents"]

MEMBER = "!/"
"""Between the path of a file and that of a document inside it."""


def document_id(path: Path, member: str | None = None) -> str:
    """Twelve hexadecimal digits that stay the same while the file is edited in its place."""
    return hashlib.sha256(_inside(str(path.resolve()), member).encode("utf-8", "surrogateescape")).hexdigest()[:12]


def read_documents(path: Path, *, source: str) -> Iterator[Document]:
    """The documents in the file, shown to readers as `source`. Raises UnreadableFile.

    What cannot be read inside the file is a document without text, whose notices say why.
    """
    digest = content_hash(path)
    for loaded in load(path):
        yield _document(loaded, path, source, digest)


def _document(loaded: Loaded, path: Path, source: str, digest: str) -> Document:
    identity = document_id(path, loaded.member)
    text = loaded.text
    repeats = cleaning.repeated_spans(text)
    sections = structure.sections(text, repeats)
    return Document(
        id=identity,
        source=_inside(source, loaded.member),
        path=_inside(str(path.resolve()), loaded.member),
        content_hash=digest,
        text=text,
        metadata=metadata.extract(text),
        sections=sections,
        chunks=chunking.chunk(identity, text, sections, repeats),
        repeats=repeats,
        pages=loaded.pages,
        notices=loaded.notices,
    )


def _inside(file: str, member: str | None) -> str:
    return file if member is None else f"{file}{MEMBER}{member}"
