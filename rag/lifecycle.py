"""What a reader must know of the force of the documents that an answer cites."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from index.documents import DocumentInfo
from index.local import LocalIndex
from rag.messages import say

_VOID = re.compile("废止|失效|无效")
_PROLONGED = re.compile("延长|延续|继续(?:执行|实施|施行|有效)")
_INNER = str.maketrans("《》", "〈〉")
_MOST = 5  # notices of one answer; of further documents only their number is told


@dataclass(frozen=True, slots=True)
class Force:
    """What a reader must know of a document's force; `values` fill in the notice of that kind."""

    kind: Literal["repealed", "void", "expired", "newer", "amended", "not_in_force"]
    values: Mapping[str, str]

    def notice(self, language: str) -> str:
        """The force in a sentence."""
        return say(self.kind, language, **self.values)


def forces(
    index: LocalIndex, infos: Mapping[str, DocumentInfo], identities: Iterable[str], today: date
) -> dict[str, Force]:
    """The force of those documents that are repealed, expired, superseded, amended or not yet in force, by id."""
    known = list(dict.fromkeys(identity for identity in identities if identity in infos))
    touched = index.touched(known)
    found = ((each, _force(index, infos, each, each in touched, today)) for each in known)
    return {identity: force for identity, force in found if force}


def notices(
    index: LocalIndex, infos: Mapping[str, DocumentInfo], cited: Iterable[str], language: str, today: date
) -> list[str]:
    """One notice for each cited document whose force a reader must know."""
    found = [force.notice(language) for force in forces(index, infos, cited, today).values()]
    more = len(found) - _MOST
    return [*found[:_MOST], say("more_notices", language, count=more)] if more > 0 else found


def _force(
    index: LocalIndex, infos: Mapping[str, DocumentInfo], identity: str, touched: bool, today: date
) -> Force | None:
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
        return Force("repealed", {"title": title, "by": _inside(others["repealed_by"].name)})
    if metadata.status and _VOID.search(metadata.status):
        return Force("void", {"title": title, "status": metadata.status})
    prolonged = "amended_by" in others and _PROLONGED.search(others["amended_by"].name)
    if metadata.expires_on and metadata.expires_on < today.isoformat() and not prolonged:
        return Force("expired", {"title": title, "date": metadata.expires_on})
    if "newer" in others:
        newer = others["newer"]
        return Force("newer", {"title": title, "date": _dated(info), "by": f"{newer.source}（{_dated(newer)}）"})
    if "amended_by" in others:
        return Force("amended", {"title": title, "by": _inside(others["amended_by"].name)})
    if metadata.effective_on and metadata.effective_on > today.isoformat():
        return Force("not_in_force", {"title": title, "date": metadata.effective_on})
    return None


def _inside(title: str) -> str:
    """A title as it stands in 《 》."""
    return title.translate(_INNER)


def _dated(info: DocumentInfo) -> str:
    return info.metadata.amended_on or info.metadata.issued_on or info.metadata.published_on or ""
