"""What a caller restricts a question to, checked and put in the index's own terms."""

from collections.abc import Iterable

from index.documents import Filters
from index.errors import UnknownDocument
from index.local import LocalIndex
from index.regions import gazetteer
from rag.errors import InvalidQuestion
from rag.records import QuestionFilters


def index_filters(filters: QuestionFilters, index: LocalIndex) -> Filters:
    """The filters as the index takes them: 广东省 and 粤 are the region 广东, a document may be named in any way.

    Raises InvalidQuestion for a region that is none, an unknown document, or dates the wrong way round.
    """
    if filters.issued_from and filters.issued_to and filters.issued_from > filters.issued_to:
        raise InvalidQuestion(
            f"issued_from {filters.issued_from} 晚于 issued_to {filters.issued_to}，请对调 / is after it: exchange them"
        )
    return Filters(
        region=tuple(_region(name, index) for name in filters.region),
        issuer=tuple(filters.issuer),
        document_number=tuple(filters.document_number),
        document_id=tuple(_document(reference, index) for reference in filters.document_id),
        genre=tuple(filters.genre),
        issued_from=filters.issued_from,
        issued_to=filters.issued_to,
    )


def _region(name: str, index: LocalIndex) -> str:
    indexed = dict.fromkeys(info.metadata.region for info in index.documents() if info.metadata.region)
    if name in indexed:
        return name
    region = gazetteer().named(name)
    if region is None:
        raise InvalidQuestion(f"region {name!r} 不是地区 / is no region. 已收录 / indexed: {_listed(indexed)}")
    return region.name


def _document(reference: str, index: LocalIndex) -> str:
    try:
        return index.resolve(reference)
    except UnknownDocument as error:
        raise InvalidQuestion(f"document_id {reference!r}: {error}") from error


def _listed(names: Iterable[str]) -> str:
    return "、".join(names) or "—"
