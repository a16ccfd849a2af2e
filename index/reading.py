"""A file → its documents: text, repeated passages, metadata, sections, chunks."""

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from index import chunking, cleaning, loaders, metadata, similar, stated, structure
from index.documents import Document, Metadata
from index.files import content_hash
from index.loaders import Loaded
from index.titles import fuller_title

__all__ = ["content_hash", "document_id", "read_documents"]

MEMBER = "!/"
"""Between the path of a file and that of a document inside it."""
_COMMENT = re.compile(r"<!--(?:(?!<!--|-->).)*-->", re.DOTALL)  # of Markdown, which no reader sees


def document_id(path: Path, member: str | None = None) -> str:
    """Twelve hexadecimal digits that stay the same while the file is edited in its place."""
    return hashlib.sha256(_inside(os.path.abspath(path), member).encode("utf-8", "surrogateescape")).hexdigest()[:12]


def read_documents(path: Path, *, source: str) -> Iterator[Document]:
    """The documents in the file, shown to readers as `source`. Raises UnreadableFile.

    What cannot be read inside the file is a document without text, whose notices say why. What a side-car states holds
    for all of them.
    """
    digest = content_hash(path)
    override = stated.side_car(path)
    for loaded in loaders.load(path):
        yield _document(loaded, override, path, source, digest)


def _document(loaded: Loaded, override: Mapping[str, str], path: Path, source: str, digest: str) -> Document:
    identity = document_id(path, loaded.member)
    text, told = loaded.text, dict(loaded.metadata)
    if not (loaded.headings or loaded.pages):  # which are offsets of the whole text
        front, text = stated.front_matter(text)
        told |= front
        text = _COMMENT.sub("", text)
    sentences = cleaning.sentences(text)
    repeats, sketch = cleaning.repeated_spans(text, sentences), similar.sketch(sentences)
    del sentences  # of a long text they take more memory than all the rest
    sections = structure.sections(text, repeats, loaded.headings)
    return Document(
        id=identity,
        source=_inside(source, loaded.member),
        path=_inside(os.path.abspath(path), loaded.member),
        content_hash=digest,
        text=text,
        metadata=_metadata(text, {**told, **override}, _inside(source, loaded.member)),
        sections=sections,
        chunks=chunking.chunk(identity, text, sections, repeats),
        repeats=repeats,
        pages=loaded.pages,
        notices=loaded.notices,
        sketch=sketch,
    )


def _metadata(text: str, stated: Mapping[str, str], source: str) -> Metadata:
    """What the document says of itself, with the title that its file's name gives more fully."""
    found = metadata.extract(text, stated, re.split(r"[/\\]", source)[-1])
    fuller = fuller_title(found.title, source) if found.title else None
    return replace(found, title=fuller) if fuller else found


def _inside(file: str, member: str | None) -> str:
    return file if member is None else f"{file}{MEMBER}{member}"
