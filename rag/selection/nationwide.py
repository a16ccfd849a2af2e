"""What holds everywhere: laws and regulations of the state, which answer first where a question names no place."""

from collections.abc import Sequence

from index.documents import DocumentInfo
from index.local import LocalIndex
from rag.remembered import RememberedOf
from rag.understanding.question import Understanding

_NOTHING = frozenset[str]()
_STATE = "国家"
_SEVERAL = 2  # regions from which none is meant where none is named


def nationwide(index: LocalIndex, understanding: Understanding) -> frozenset[str]:
    """The ids of the documents that are of no region, where the question names neither a place nor a document and there
    are both such of the state and such of several regions; of one region alone it is that one that is meant."""
    if understanding.regions or understanding.located or understanding.sought or understanding.filters.document_id:
        return _NOTHING
    return _of_no_region.of(index.documents(understanding.filters))


def _holding_everywhere(documents: Sequence[DocumentInfo]) -> frozenset[str]:
    regions = {info.metadata.region for info in documents} - {None}
    of_the_state = any(info.metadata.region_level == _STATE for info in documents)
    if len(regions) < _SEVERAL or not of_the_state:
        return _NOTHING
    return frozenset(info.id for info in documents if info.metadata.region is None)


_of_no_region = RememberedOf(_holding_everywhere, most=16)
