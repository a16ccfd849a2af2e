"""Which documents a question speaks of: by region, number, title, issuer, date, level or genre."""

import re
from collections.abc import Collection, Iterable, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache

from index.documents import DocumentInfo, Filters
from index.lexicon import fold_text
from index.references import title_and_number
from index.regions import Region, gazetteer
from index.store import number_key
from rag.language import wording
from rag.language.fields import fields_in
from rag.language.roles import asks_which
from rag.remembered import RememberedOf
from rag.scoping.classes import genre_of, of_genre
from rag.scoping.editions import editions_in
from rag.scoping.mentioned import titles_in
from rag.scoping.own import aims, asks_of_its_own
from rag.scoping.referred import by_number
from rag.scoping.sorts import sort_of
from rag.scoping.spoken_of import spoken_of
from rag.scoping.traits import traits_of
from rag.scoping.whereabouts import located, mentions, ways, with_documents

_BEFORE_TITLE = (
    r"(?:省|市|自治区|自治州|自治县|地区|[区县州])?(?:[一-鿿]{0,10}?(?:[厅局委]|政府(?:办公[厅室])?|办公室))?"
    r"(?:的|关于|印发|发布|出台)*(?:[\"《〈]|关于)*"
)
"""What stands between the name of a place and the title of its document."""
_BY_TITLE = r"(?:按照?|依[照据]|根据)[\"《〈]?"
"""What stands in front of a title by which something is done: 湖北的养老机构按养老服务条例."""
_NONE = ("",)  # the id of no document: nothing is in scope


@dataclass(frozen=True, slots=True)
class Loosely:
    """The documents that a description may mean for all that is known of them, None where it may mean any, and the
    words that name their scope, without those of the description where it is not sure that they are meant."""

    open_to: tuple[str, ...] | None
    spoken: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """The documents that a question names; all of them when it names none.

    `sought` are places that it mentions without being restricted to them: a province without documents, a city in the
    name of a project; `located` the regions by the names in `regions` or `sought` where it asks about the place, in
    which what is laid down for what this lies in holds too. `spoken` are the words that named the scope, `identified`
    when it was a number, or the turn before that spoke of the document.
    `document_ids` are those it names; `within` those that its dates, issuers, levels and classes leave, None where it
    gives none of these, `described` the words by which it gives them, and `loosely` what nothing known rules out;
    `listed` those of the genre that it asks for, None likewise. `titles` is how many titles named the documents, of
    which one may have parts and versions. `referred` is a document that is not there, as those that are write it: these
    are then the scope where its number is given, and it is theirs that is asked for.
    """

    regions: tuple[str, ...] = ()
    sought: tuple[str, ...] = ()
    located: tuple[tuple[str, Region], ...] = ()
    document_ids: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()
    identified: bool = False
    excludes: bool = False
    within: tuple[str, ...] | None = None
    described: tuple[str, ...] = ()
    loosely: Loosely | None = None
    listed: tuple[str, ...] | None = None
    genre: str | None = None
    titles: int = 0
    referred: str | None = None

    @property
    def names(self) -> int:
        """How many regions or documents it names; leaving some out or describing them names none."""
        return 0 if self.excludes else len(self.regions) + (self.titles or len(self.document_ids))

    def narrow(self, given: Filters) -> Filters:
        """The caller's filters narrowed to the scope, which was found among the documents that pass them."""
        ids = self.document_ids
        if self.within is not None:
            within = set(self.within)
            ids = tuple(i for i in ids if i in within) if ids else self.within
            ids = ids or _NONE
        return replace(given, region=self.regions or given.region, document_id=ids or given.document_id)

    def undescribed(self) -> "Scope":
        """The scope without what its dates, issuers, levels and classes leave, which are words of what is asked then:
        2023年12月北京发布的政策 is told in documents that are not known to be of that month."""
        if not self.described:
            return self
        spoken = tuple(word for word in self.spoken if word not in self.described)
        return replace(self, within=None, described=(), listed=None, genre=None, spoken=spoken)

    def loosened(self) -> "Scope":
        """The scope of a question about what texts say, whose words for its documents may be words for something else:
        of those that the metadata tells nothing of the texts tell."""
        if self.loosely is None:
            return self
        described = self.described if self.loosely.open_to is not None else ()
        return replace(self, within=self.loosely.open_to, spoken=self.loosely.spoken, described=described)

    def of_genre(self, least: int = 1) -> "Scope":
        """The scope narrowed to the genre that is asked for, where so many of its documents are of it."""
        if self.listed is None or self.genre is None or len(self.listed) < least:
            return self
        within = set(self.listed if self.within is None else self.within)
        return replace(self, within=tuple(i for i in self.listed if i in within), spoken=(*self.spoken, self.genre))


NOWHERE = Scope(document_ids=_NONE)
"""The scope of a question about a document that is not there."""


@dataclass(frozen=True, slots=True)
class _Stated:
    """What documents state of themselves: numbers, each with its document's id and what it is compared by; regions;
    these with what they lie in."""

    numbers: Sequence[tuple[str, str, str]]
    regions: frozenset[str]
    places: frozenset[tuple[str, str | None]]

    def parts_of(self, region: Region) -> list[Region]:
        """The regions with documents that lie in it, where it has none itself: 襄阳 for 湖北."""
        if region.name in self.regions:
            return []
        return sorted((r for r in _located_at(self.places) if r.lies_in(region)), key=lambda r: r.code)


@lru_cache(maxsize=16)
def _located_at(places: frozenset[tuple[str, str | None]]) -> tuple[Region, ...]:
    """The regions of these names and of what they lie in."""
    known = gazetteer()
    alike = ((name, parent, known.counties(name) or filter(None, [known.named(name)])) for name, parent in places)
    found = (next((r for r in regions if r.parent == parent), None) for _, parent, regions in alike)
    return tuple(filter(None, found))


_key = lru_cache(maxsize=100_000)(number_key)  # of the documents' numbers


def _stated_by(documents: Sequence[DocumentInfo]) -> _Stated:
    numbers = [
        (document.id, number, _key(number))
        for document in documents
        for number in (document.metadata.document_number, document.metadata.index_number)
        if number
    ]
    places = frozenset((d.metadata.region, d.metadata.region_parent) for d in documents if d.metadata.region)
    return _Stated(numbers, frozenset(region for region, _ in places), places)


_stated = RememberedOf(_stated_by, most=16)


def regions_of(documents: Sequence[DocumentInfo]) -> frozenset[str]:
    """The regions that the documents are of."""
    return _stated.of(documents).regions


def scope_of(text: str, documents: Sequence[DocumentInfo]) -> Scope:
    """The scope of a normalised question among `documents`."""
    citing = wording.CITING.search(text)
    key = number_key(text)
    stated = _stated.of(documents)
    identified = {document: number for document, number, its_key in stated.numbers if its_key in key}
    if identified and not citing:
        return Scope(document_ids=tuple(identified), spoken=_as_written(text, identified.values()), identified=True)
    if not citing and (reference := by_number(text, documents)):
        number = _as_written(text, [title_and_number(reference.written)[1]])
        return Scope(document_ids=reference.documents, spoken=number, titles=1, referred=reference.written)
    indexed = stated.regions
    named = with_documents(mentions(text, indexed), stated.places)
    subjects = spoken_of(text, named)
    named = [mention for mention in named if mention not in subjects]
    left_out = {region.name for _, region in _left_out(text, indexed)}
    kept: list[tuple[str, Region]] = []
    passed = ways(text, named, indexed)
    named, divided = _in_parts(text, named, passed, stated)
    for word, region in named:
        if (word, region) in passed:
            continue
        # 广东加快国家超级计算深圳中心…: the city inside the province's sentence is part of a name, not the scope.
        inside = any(region.parent == other.name for _, other in kept)
        joined = re.search(rf"[、和与及跟同]{re.escape(word)}|{re.escape(word)}[、和与及跟同]", text)
        if region.name in indexed - left_out and (joined or not inside):
            kept.append((word, region))
    told = [*kept, *passed]
    words = [word for word, region in named if (word, region) in told or region.name in left_out]
    spoken = {m.group() for word in words for m in re.finditer(re.escape(word) + "(?:省|市|自治区|地区)?", text)}
    spoken |= {
        m.group()
        for m in wording.EXCEPT.finditer(text)
        if mentions(m.group(), indexed) or not _MORE_THAN.match(text, m.end())
    }
    meant = {region.name for _, region in kept}
    within = [d for d in documents if d.metadata.region_parent in meant] if wording.PARTS_OF_REGION.search(text) else []
    if within:
        # 河南哪几个市的条例: the documents of its cities.
        described = _described(text, Scope(spoken=_longest_first(spoken)), within)
        return replace(described, within=_ids(within)) if described.within is None else described
    in_regions = those_of(documents, meant) if kept else documents
    editions = None if citing else editions_in(text, in_regions)
    if editions and not editions.documents:
        return NOWHERE
    for words_of_years in editions.spoken if editions else ():
        text = text.replace(words_of_years, " ")
    sort = sort_of(text, in_regions) if asks_which(text, regional=True) and not citing else None
    untitled = text.replace(sort.words, " ") if sort else text  # 各市的养犬条例 is no document's name
    groups = [] if citing else titles_in(untitled, in_regions)
    groups = [group for group in groups if not any(_is_anothers(text, named, info) for info in group)]
    groups += [[info] for info in (editions.documents if editions else ())]
    titled = tuple(dict.fromkeys(document.id for group in groups for document in group))
    others = tuple(d.id for d in documents if d.metadata.region not in left_out) if left_out and not kept else ()
    sought = () if titled else tuple(dict.fromkeys(word for word, _ in named if word not in words))
    scope = Scope(
        regions=() if titled or divided else tuple(dict.fromkeys(region.name for _, region in kept)),
        sought=sought,
        located=located(text, named, sought, () if titled or divided else kept),
        document_ids=titled or others,
        spoken=_longest_first({*spoken, *(editions.spoken if editions else ())}),
        excludes=bool(others) and not titled,
        titles=len(groups),
    )
    if titled:
        return scope
    unplaced = [d for d in documents if d.metadata.region is None] if kept else []
    if sort:
        described = _described(untitled, scope, sort.documents)
        left = described.within or _ids(sort.documents)
        return replace(described, within=left, loosely=None, spoken=_longest_first({*described.spoken, sort.words}))
    described = _described(text, scope, in_regions, unplaced)
    if not divided or described.within is not None:
        return described
    return replace(described, within=_ids(in_regions), loosely=Loosely(_ids([*in_regions, *unplaced]), scope.spoken))


def _is_anothers(text: str, named: Sequence[tuple[str, Region]], info: DocumentInfo) -> bool:
    """Whether a question calls the document, which is of a known region, by its title behind the name of another place:
    湖南省养老规划 where only 江西 has one."""
    stated, title = info.metadata.region, fold_text(info.metadata.title or "")
    if stated is None or any(region.name == stated for _, region in named):
        return False
    places = _located_at(frozenset([(stated, info.metadata.region_parent)]))
    others = [word for word, r in named if r.name not in title and not any(r.lies_in(place) for place in places)]
    begins = "|".join(map(re.escape, _beginnings(title, stated)))
    called = rf"{_BEFORE_TITLE}(?:{begins})(?![^,。?]*{_BY_TITLE}(?:{begins}))"
    return any(re.search(re.escape(word) + called, text) for word in others)


def _beginnings(title: str, region: str) -> set[str]:
    """The first two characters of a folded title behind each place where it names its region, or of the whole.

    >>> sorted(_beginnings("江岸区教育局关于江岸区招生办法的通知", "江岸")), _beginnings("关于做好春耕的通知", "湖北")
    (['招生', '江岸'], {'做好'})
    """
    ends = [match.end() for match in re.finditer(rf"{re.escape(region)}{_BEFORE_TITLE}", title)]
    return {title[end : end + 2] for end in ends or [2 * title.startswith("关于")]}


def _in_parts(
    text: str, named: Sequence[tuple[str, Region]], passed: Sequence[tuple[str, Region]], stated: _Stated
) -> tuple[list[tuple[str, Region]], bool]:
    """The regions named, for one without documents those in it that have some: 武汉's are those of 江岸区; and whether
    these are several for the only one that is named, so that it is asked about them together."""
    open_to_parts = [] if aims(text) else [m for m in named if m not in passed and not _as_such(text, *m)]
    parts = {mention: stated.parts_of(mention[1]) for mention in open_to_parts}
    told = [(word, part) for word, region in named for part in parts.get((word, region)) or [region]]
    asked = [mention for mention in named if mention not in passed]
    return told, len(asked) == 1 and len(parts.get(asked[0], ())) > 1


def _as_such(text: str, word: str, region: Region) -> bool:
    """Whether the text speaks of a province and of nothing in it: by its whole name, 江苏省, or of its document."""
    if region.level != "省" or region.full_name.endswith("市"):
        return False
    whole = f"{re.escape(word)}(?:(?<=[省区])|省|自治区| province| autonomous region)"
    return asks_of_its_own(text) or bool(fields_in(text)) or re.search(whole, text) is not None


def whole_of(part: str, question: str, documents: Sequence[DocumentInfo]) -> str | None:
    """The place without documents that the question names, in which the region lies that a document is of."""
    indexed = regions_of(documents)
    named = [region for _, region in gazetteer().mentions(question) if region.name not in indexed]
    parts = [r for r in _located_at(_stated.of(documents).places) if r.name == part]
    return next((region.name for region in named if any(r.lies_in(region) for r in parts)), None)


def is_of(info: DocumentInfo, regions: Collection[str]) -> bool:
    """Whether the document is of one of the regions, or of the one that these lie in and called after them:
    河南省新乡潞简王墓保护管理条例 is of 新乡 too."""
    stated = info.metadata
    return stated.region in regions or any(
        _parent(region) == stated.region and region in (stated.title or "") for region in regions if stated.region
    )


def those_of(documents: Sequence[DocumentInfo], regions: Collection[str]) -> list[DocumentInfo]:
    """The documents that are of one of the regions."""
    either = {*regions, *map(_parent, regions)} - {None}
    return [d for d in documents if d.metadata.region in either and is_of(d, regions)]


@lru_cache(maxsize=4096)
def _parent(region: str) -> str | None:
    found = gazetteer().named(region)
    return found.parent if found else None


def _longest_first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=len, reverse=True))


def _ids(documents: Iterable[DocumentInfo]) -> tuple[str, ...]:
    return tuple(document.id for document in documents)


def _described(
    text: str, scope: Scope, documents: Sequence[DocumentInfo], unplaced: Sequence[DocumentInfo] = ()
) -> Scope:
    """The scope narrowed by what the question says of its documents: part of the country, class, issuer, date.

    `unplaced` are more that may be meant where the regions are named whose the documents are."""
    traits = traits_of(text, documents)
    within = [info for info in documents if all(trait.test(info) for trait in traits)] if traits else documents
    genre = genre_of(re.sub("《[^》]*》", " ", text))
    listed = of_genre(within, genre) if genre else []
    scope = replace(scope, listed=_ids(listed) if listed else None, genre=genre if listed else None)
    if not traits:
        return scope
    likely = [*documents, *unplaced]
    open_to = [info for info in likely if all(trait.open_to(info) for trait in traits)]
    sure = all(trait.test(info) for info in open_to for trait in traits)
    described = tuple(word for trait in traits for word in trait.spoken)
    spoken = _longest_first([*scope.spoken, *described])
    loosely = Loosely(_ids(open_to) if len(open_to) < len(likely) else None, spoken if sure else scope.spoken)
    return replace(scope, within=_ids(within), described=described, spoken=spoken, loosely=loosely)


_MORE_THAN = re.compile("[,，]?[还也](?!有?(?:谁|哪|多少|几|没))")
"""Behind 除了…以外 where that is asked for as well: 除了补贴以外还给贴息, but not 除了广东还有谁."""


def _left_out(text: str, indexed: Set[str]) -> list[tuple[str, Region]]:
    """Regions that the question leaves out: 除了广东."""
    return [mention for match in wording.EXCEPT.finditer(text) for mention in mentions(match.group(), indexed)]


def _as_written(text: str, numbers: Iterable[str]) -> tuple[str, ...]:
    """The numbers as the question writes them, whatever its brackets."""
    keys = [number_key(number) for number in numbers]
    return tuple(m.group() for m in wording.NUMBER.finditer(text) if any(number_key(m.group()) in k for k in keys))
