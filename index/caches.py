"""The caches beside SQLite, FAISS and tantivy, as one: opened at one generation, repaired when they are not."""

import logging
import time
from dataclasses import dataclass
from pathlib import Path

from index import keywords, locking, vectors
from index.errors import IndexBusy, IndexUnavailable
from index.keywords import KeywordIndex
from index.snapshot import Snapshot
from index.vectors import VectorIndex

log = logging.getLogger(__name__)

_LOCK_TURN = 0.1  # seconds


@dataclass(frozen=True, slots=True)
class Opened:
    """The three stores at the same generation."""

    snapshot: Snapshot
    vectors: VectorIndex
    keywords: KeywordIndex


def open_all(folder: Path, before: Opened | None = None, wait: float = locking.LOCK_WAIT) -> Opened:
    """The last committed generation, its caches repaired first if need be.

    What `before` holds of it is not read again. Raises IndexBusy when the caches are not ready and
    the writer that makes them so does not finish within `wait` seconds, and what opening a Snapshot raises.
    """
    deadline = time.monotonic() + wait
    while True:
        opened = _try(folder, before)
        if opened:
            return opened
        try:
            # A short wait each time: the writer that is at work may finish these caches and go on with something long.
            with locking.write_lock(folder, min(_LOCK_TURN, wait)):
                bring_up_to_date(folder, thorough=True)
        except IndexBusy:
            if time.monotonic() >= deadline:
                raise


def _try(folder: Path, before: Opened | None) -> Opened | None:
    snapshot = Snapshot(folder)
    state, count = snapshot.manifest.state, snapshot.chunk_count
    dense = vectors.load(folder, state, snapshot.manifest.dimension, before.vectors if before else None)
    lexical = keywords.load(folder, state, before.keywords if before else None) if dense is not None else None
    if dense is not None and lexical is not None and len(dense) == len(lexical) == count:
        return Opened(snapshot, dense, lexical)
    snapshot.close()
    return None


def bring_up_to_date(folder: Path, *, thorough: bool = False) -> None:
    """Make both caches hold the last committed generation, without trusting what is there if asked to be `thorough`.

    Call it under the write lock.
    """
    truth = Snapshot(folder)
    try:
        vectors.catch_up(folder, truth, thorough=thorough)
        keywords.catch_up(folder, truth, thorough=thorough)
    except (OSError, RuntimeError, ValueError) as error:
        raise IndexUnavailable(
            f"{folder}: 无法写入检索文件（{error}），文档已保存，排除原因后会自动重建 / the search files cannot be "
            f"written ({error}); the documents are safe, and the files are made anew once the cause is gone"
        ) from error
    finally:
        truth.close()
