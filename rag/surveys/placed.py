"""What the documents of one place say together: who asks which places say something is told of each place once."""

from collections.abc import Iterable, Mapping, Sequence

from index.documents import DocumentInfo
from rag.surveys.verdicts import Examined


def by_places(infos: Iterable[DocumentInfo]) -> list[list[DocumentInfo]]:
    """The documents of each place, in order; one that states no place is by itself."""
    places: dict[str, list[DocumentInfo]] = {}
    for info in infos:
        places.setdefault(info.metadata.region or info.id, []).append(info)
    return list(places.values())


def saying_most(infos: Sequence[DocumentInfo], examined: Mapping[str, Examined]) -> list[DocumentInfo]:
    """Of the documents of a place those with the strongest verdict, the best first."""
    most = max(examined[info.id].strength for info in infos)
    saying = [info for info in infos if examined[info.id].strength[0] == most[0]]
    return sorted(saying, key=lambda info: -examined[info.id].strength[1])
