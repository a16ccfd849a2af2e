"""What one file holds, as read: its documents, and their vectors where the model is light enough to be everywhere."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from index.chunking import embedding_text
from index.documents import Document
from index.errors import UnreadableFile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.embedding import Embedder

log = logging.getLogger(__name__)

_BATCH = 1024  # passages embedded at once
_MOST = 16_384  # passages of one file that are embedded with it; more would fill a worker with their vectors
_PLAIN = (".txt", ".md", ".markdown", ".text")
_PLAIN_BYTES = 256 << 10


@dataclass(frozen=True, slots=True)
class Content:
    """The documents of a file. `vectors` has a row for each of their chunks in order, by the model `embedder`, as they
    are stored; None where they are still to be embedded: without a light model, and where they are too many.
    `failure` says why there are no documents."""

    documents: tuple[Document, ...] = ()
    vectors: "NDArray[np.float16] | None" = None
    embedder: str = ""
    failure: str | None = None


def read(path: Path, embedder: "Embedder | None" = None) -> Content:
    """The content of a file, embedded if there is an embedder. Whatever goes wrong with it is its `failure`."""
    from index import reading  # with all its patterns, of no use to a run that finds nothing new

    try:
        documents = tuple(reading.read_documents(path, source=path.name))
        for document in documents:
            document.path.encode("utf-8")
        count = sum(len(document.chunks) for document in documents)
        if embedder is None or count > _MOST:
            return Content(documents)
        return Content(documents, _embedded(documents, count, embedder), embedder.name)
    except UnreadableFile as error:
        return Content(failure=str(error))
    except Exception as error:
        # A file may hit what no reader foresaw; it must not take the other thousand with it.
        log.debug("%s", path, exc_info=True)
        return Content(failure=f"{path}: 处理失败 / could not be processed: {error!r}")


def _embedded(documents: Sequence[Document], count: int, embedder: "Embedder") -> "NDArray[np.float16]":
    import numpy as np

    vectors = np.empty((count, embedder.dimension), "<f2")
    texts = (embedding_text(d.metadata.title, chunk) for d in documents for chunk in d.chunks)
    for start in range(0, count, _BATCH):
        vectors[start : start + _BATCH] = embedder.embed_documents(list(islice(texts, _BATCH)))
    return vectors


def is_plain(path: Path) -> bool:
    """Whether it is a short file of text that no parser has to take apart, so that it can be read anywhere."""
    try:
        if path.suffix.lower() not in _PLAIN or path.stat().st_size > _PLAIN_BYTES:
            return False
        start = path.read_bytes().lstrip()
    except OSError:
        return True  # it cannot be read anywhere
    return b"\0" not in start and not start.startswith((b"%PDF", b"PK", b"<", b"{", b"[", b"\xd0\xcf"))
