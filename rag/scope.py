"""Which documents a question speaks of: by region, number or title."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from index.documents import DocumentInfo, Filters
from index.lexicon import bigrams, fold_text
from index.regions import Region, gazetteer
from index.store import number_key
from rag import wording

_SHORTEST_TITLE, _TITLE_SHARE = 6, 0.75  # character pairs of a title that can be recognised, and how many of them


@dataclass(frozen=True, slots=True)
class Scope:
    """The documents that a question names; all of them when it names none.

    `sought` are places that it mentions without being restricted to them: a province without documents, a city in the
    name of a project. `spoken` are the words that named the scope, `identified` when it was a number.
    """

    regions: tuple[str, ...] = ()
    sought: tuple[str, ...] = ()
    document_ids: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()
    identified: bool = False
    excludes: bool = False

    @property
    def names(self) -> int:
        """How many regions or documents it names; leaving some out names none."""
        return 0 if self.excludes else len(self.regions) + len(self.document_ids)

    def narrow(self, given: Filters) -> Filters:
        """The caller's filters narrowed to the scope, which was found among the documents that pass them."""
        return replace(given, region=self.regions or given.region, document_id=self.document_ids or given.document_id)


def scope_of(text: str, documents: Sequence[DocumentInfo]) -> Scope:
    """The scope of a normalised question among `documents`."""
    key = number_key(text)
    identified = {
        document.id: number
        for document in documents
        for number in (document.metadata.document_number, document.metadata.index_number)
        if number and number_key(number) in key
    }
    if identified:
        return Scope(document_ids=tuple(identified), spoken=_as_written(text, identified.values()), identified=True)
    indexed = {document.metadata.region for document in documents if document.metadata.region}
    named = mentions(text, indexed)
    left_out = {region.name for _, region in _left_out(text, indexed)}
    kept: list[tuple[str, Region]] = []
    for word, region in named:
        # 广东加快国家超级计算深圳中心…: the city inside the province's sentence is part of a name, not the scope.
        inside = any(region.parent == other.name for _, other in kept)
        joined = re.search(rf"[、和与及跟同]{re.escape(word)}|{re.escape(word)}[、和与及跟同]", text)
        if region.name in indexed - left_out and (joined or not inside):
            kept.append((word, region))
    words = [word for word, region in named if (word, region) in kept or region.name in left_out]
    spoken = {m.group() for word in words for m in re.finditer(re.escape(word) + "(?:省|市|自治区|地区)?", text)}
    spoken |= {m.group() for m in wording.EXCEPT.finditer(text)}
    in_regions = [d for d in documents if not kept or d.metadata.region in {region.name for _, region in kept}]
    titled = tuple(document.id for document in _titled(text, in_regions))
    others = tuple(d.id for d in documents if d.metadata.region not in left_out) if left_out and not kept else ()
    return Scope(
        regions=() if titled else tuple(dict.fromkeys(region.name for _, region in kept)),
        sought=() if titled else tuple(dict.fromkeys(word for word, _ in named if word not in words)),
        document_ids=titled or others,
        spoken=tuple(sorted(spoken, key=len, reverse=True)),
        excludes=bool(others) and not titled,
    )


def mentions(text: str, indexed: set[str]) -> list[tuple[str, Region]]:
    """Regions named in a folded text in order: by name, or by a run of abbreviations (粤湘川吉, 粤、湘、深)."""
    known = gazetteer()
    found = {span.start: (text[span.start : span.end], region) for span, region in known.mentions(text)}
    initials = {name[0]: known.named(name) for name in indexed if name}
    letter = f"[{''.join(known.abbreviations)}{''.join(initials)}]"
    for run in re.finditer(rf"(?:(?<![\u4e00-\u9fff])|(?<=[跟和与比在对从])){letter}(?:[、,和与]?{letter})+", text):
        if any(run.start() <= at < run.end() for at in found):
            continue
        letters = [c for c in run.group() if c in known.abbreviations or c in initials]
        if sum(c in known.abbreviations and known.abbreviations[c].name in indexed for c in letters) < 2:
            continue
        for offset, character in enumerate(run.group()):
            region = known.abbreviations.get(character) or initials.get(character)
            if region:
                found[run.start() + offset] = (character, region)
    return [found[at] for at in sorted(found)]


def _left_out(text: str, indexed: set[str]) -> list[tuple[str, Region]]:
    """Regions that the question leaves out: 除了广东."""
    return [mention for match in wording.EXCEPT.finditer(text) for mention in mentions(match.group(), indexed)]


def _as_written(text: str, numbers: Iterable[str]) -> tuple[str, ...]:
    """The numbers as the question writes them, whatever its brackets."""
    keys = [number_key(number) for number in numbers]
    return tuple(m.group() for m in wording.NUMBER.finditer(text) if any(number_key(m.group()) in k for k in keys))


def _titled(text: str, documents: Sequence[DocumentInfo]) -> list[DocumentInfo]:
    """Documents whose title the question says, whole or nearly: most of its character pairs.

    A title that a fifth of the documents share in substance names none of them.
    """
    asked = set(bigrams(text))
    named = []
    for document in documents:
        title = _core_title(document.metadata.title or "")
        if len(title) >= _SHORTEST_TITLE and len(title & asked) >= _TITLE_SHARE * len(title):
            named.append(document)
    return named if len(named) <= 2 or len(named) * 5 <= len(documents) else []


@lru_cache(maxsize=100_000)
def _core_title(title: str) -> frozenset[str]:
    """Character pairs of what a title is about: 某市印发《关于促进消费的若干措施》的通知 → 促进消费的若干措施."""
    inner = re.search(r"《(.+)》", title)
    core = fold_text(inner.group(1) if inner else title)
    core = re.sub(r"^.*?(?:印发|转发|发布|批转)(?=.{6})", "", core)
    return frozenset(bigrams(re.sub(r"[\"']|的(?:通知|公告|通告|决定|批复)$|^关于", "", core)))
