"""What a reader must know of the force of the documents that an answer cites."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from index.documents import DocumentInfo
from index.local import LocalIndex
from rag.messages import say

_VOID = re.compile("废止|失效|无效")
_INNER = str.maketrans("《》", "〈〉")
_MOST = 5  # notices of one answer; of further documents only their number is told


def notices(
    index: LocalIndex, infos: Mapping[str, DocumentInfo], cited: Iterable[str], language: str, today: date
) -> list[str]:
    """One notice for each cited document that is repealed, expired, superseded, amended or not yet in force."""
    identities = list(dict.fromkeys(cited))
    touched = index.touched(identities)
    told = (_notice(index, infos, each, each in touched, language, today) for each in identities)
    found = [notice for notice in told if notice]
    more = len(found) - _MOST
    return [*found[:_MOST], say("more_notices", language, count=more)] if more > 0 else found


def _notice(
    index: LocalIndex,
    infos: Mapping[str, DocumentInfo],
    identity: str,
    touched: bool,
    language: str,
    today: date,
) -> str | None:
    """The weightiest thing to tell of the document's force, None where there is nothing. `touched`: whether others may
    bear on it."""
    info = infos[identity]
    metadata = info.metadata
    title = _inside(info.name)
    others: dict[str, DocumentInfo] = {}
    for relation in index.relations(identity) if touched else ():
        other = infos.get(relation.document_id or "")
        if other:
            others[relation.kind] = max(others.get(relation.kind, other), other, key=_dated)
    if "repealed_by" in others:
        return say("repealed", language, title=title, by=_inside(others["repealed_by"].name))
    if metadata.status and _VOID.search(metadata.status):
        return say("void", language, title=title, status=metadata.status)
    if metadata.expires_on and metadata.expires_on < today.isoformat():
        return say("expired", language, title=title, date=metadata.expires_on)
    if "newer" in others:
        newer = others["newer"]
        return say("newer", language, title=title, date=_dated(info), by=f"{newer.source}（{_dated(newer)}）")
    if "amended_by" in others:
        return say("amended", language, title=title, by=_inside(others["amended_by"].name))
    if metadata.effective_on and metadata.effective_on > today.isoformat():
        return say("not_in_force", language, title=title, date=metadata.effective_on)
    return None


def _inside(title: str) -> str:
    """A title as it stands in 《 》."""
    return title.translate(_INNER)


def _dated(info: DocumentInfo) -> str:
    return info.metadata.amended_on or info.metadata.issued_on or info.metadata.published_on or ""
