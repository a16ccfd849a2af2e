"""The documents of a generation and the passages that each has, listed once and then told from memory."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from index.documents import DocumentInfo, Filters
from index.snapshot import EVERYTHING, Snapshot

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Listing:
    """What a snapshot has, by filters. Thread-safe; nothing is read before it is asked for."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    @cached_property
    def by_id(self) -> Mapping[str, DocumentInfo]:
        """Every document by its id, in the order of file names."""
        return {info.id: info for info in self._snapshot.documents()}

    def documents(self, filters: Filters = EVERYTHING) -> Sequence[DocumentInfo]:
        """The documents in scope, by file name."""
        if filters == EVERYTHING:
            return list(self.by_id.values())
        return [self.by_id[identity] for identity in self._snapshot.document_ids(filters)]

    @cached_property
    def _owners(self) -> "tuple[NDArray[np.int64], NDArray[np.int32], list[str]]":
        """The ids of all chunks, ascending; the place of each one's document in the list of documents; that list."""
        import numpy as np

        documents = list(self.by_id)
        places = {identity: place for place, identity in enumerate(documents)}
        ids, owners = zip(*self._snapshot.chunk_owners(), strict=True) if self._snapshot.chunk_count else ((), ())
        numbers = np.array(ids, np.int64)
        order = np.argsort(numbers)
        return numbers[order], np.array([places[owner] for owner in owners], np.int32)[order], documents

    def owners(self, ids: Sequence[int]) -> dict[int, str]:
        """Chunk id → id of its document, for the ids that exist, ascending."""
        import numpy as np

        known, places, documents = self._owners
        asked = np.unique(np.asarray(ids, np.int64))
        at = np.searchsorted(known, asked)
        there = np.flatnonzero(known[np.minimum(at, len(known) - 1)] == asked) if len(known) else at[:0]
        owning = places[at[there]].tolist()
        return {chunk_id: documents[place] for chunk_id, place in zip(asked[there].tolist(), owning, strict=True)}

    def chunk_ids(self, filters: Filters = EVERYTHING) -> "NDArray[np.int64]":
        """Ids of all chunks of the documents in scope, ascending."""
        import numpy as np

        known, places, documents = self._owners
        within = {info.id for info in self.documents(filters)}
        chosen: NDArray[np.int64] = known[np.array([each in within for each in documents], np.bool_)[places]]
        return chosen
