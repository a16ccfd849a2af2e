"""An index of which whoever asks may know some documents only: the others leave no trace."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from index.documents import Chunk, Document, DocumentInfo, Filters
from index.errors import UnknownDocument
from index.local import LocalIndex
from index.relations import Relation
from index.snapshot import EVERYTHING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.embedding import Embedder

Sees = Callable[[DocumentInfo], DocumentInfo | None]
"""The document as it may be known, without the files that may not; None where it may not be known at all."""

_SAID = ("cites", "repeals", "amends")  # in the document's own words, which may be known with it


class IndexView(LocalIndex):
    """The index as if it held the documents that `sees` lets through and no others.

    No count, title, passage or relation tells of the others; only how rare a word is, is counted over all of them.
    """

    def __init__(self, whole: LocalIndex, sees: Sees) -> None:
        self._whole = whole
        self._sees = sees
        self._visible = {seen.id: seen for info in whole.documents() if (seen := sees(info))}
        self.folder = whole.folder
        self.manifest = whole.manifest
        self.document_count = len(self._visible)
        self.chunk_count = sum(info.chunk_count for info in self._visible.values())

    @property
    def embedder(self) -> "Embedder":
        return self._whole.embedder

    def documents(self, filters: Filters = EVERYTHING) -> Sequence[DocumentInfo]:
        return [self._visible[info.id] for info in self._whole.documents(filters) if info.id in self._visible]

    @cached_property
    def by_id(self) -> Mapping[str, DocumentInfo]:
        return self._visible

    def document(self, document_id: str) -> Document:
        info = self._required(document_id)
        return replace(self._whole.document(document_id), source=info.source, path=info.path)

    def text(self, document_id: str) -> str:
        return self._whole.text(self._required(document_id).id)

    def relations(self, document_id: str) -> tuple[Relation, ...]:
        if document_id not in self._visible:
            return ()
        found = self._whole.relations(document_id)
        hidden = [relation.document_id is not None and relation.document_id not in self._visible for relation in found]
        own = [r if not gone else replace(r, document_id=None) for r, gone in zip(found, hidden, strict=True)]
        kept = (r for r, gone in zip(own, hidden, strict=True) if not gone or r.kind in _SAID)
        return tuple(dict.fromkeys(kept))

    def cited_by(self, document_id: str) -> tuple[Relation, ...]:
        if document_id not in self._visible:
            return ()
        return tuple(each for each in self._whole.cited_by(document_id) if each.document_id in self._visible)

    def touched(self, document_ids: Iterable[str]) -> set[str]:
        return self._whole.touched(each for each in document_ids if each in self._visible)

    def resolve(self, reference: str, among: Iterable[str] | None = None) -> str:
        seen = self._visible.keys() if among is None else self._visible.keys() & set(among)
        if reference in seen:
            return reference
        try:
            return self._whole.resolve(reference, seen)
        except UnknownDocument:  # its words might name what may not be known
            raise _unknown(reference) from None

    def chunks(self, ids: Sequence[int]) -> list[Chunk]:
        return [chunk for chunk in self._whole.chunks(ids) if chunk.document_id in self._visible]

    def owners(self, ids: Sequence[int]) -> dict[int, str]:
        return {chunk: owner for chunk, owner in self._whole.owners(ids).items() if owner in self._visible}

    def document_chunks(self, document_id: str) -> list[Chunk]:
        return self._whole.document_chunks(self._required(document_id).id)

    def vectors(self, ids: Sequence[int]) -> "NDArray[np.float32]":
        return self._whole.vectors(ids)

    def search_vectors(
        self, query: "NDArray[np.float32]", k: int, filters: Filters = EVERYTHING
    ) -> list[tuple[int, float]]:
        return self._whole.search_vectors(query, k, self._within(filters))

    def search_keywords(self, query: str, k: int, filters: Filters = EVERYTHING) -> list[tuple[int, float]]:
        return self._whole.search_keywords(query, k, self._within(filters))

    def chunks_holding(self, text: str) -> list[int]:
        found = self._whole.chunks_holding(text)
        owners = self.owners(found)
        return [each for each in found if each in owners]

    def chunk_frequency(self, term: str) -> int:
        return self._whole.chunk_frequency(term)

    def latest(self) -> "IndexView":
        newest = self._whole.latest()
        return self if newest is self._whole else IndexView(newest, self._sees)

    def close(self) -> None:
        """The whole index stays open: others look at it."""

    def _required(self, document_id: str) -> DocumentInfo:
        if document_id not in self._visible:
            raise _unknown(document_id)
        return self._visible[document_id]

    def _within(self, filters: Filters) -> Filters:
        """The filters, with the documents in sight for those that they name; an id that is none where none is left."""
        if self.document_count == self._whole.document_count:
            return filters
        named = filters.document_id or self._visible
        return replace(filters, document_id=tuple(each for each in named if each in self._visible) or ("",))


def _unknown(reference: str) -> UnknownDocument:
    return UnknownDocument(f"没有文档“{reference}” / no document “{reference}”")
