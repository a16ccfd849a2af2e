"""Which documents a question speaks of: by region, number, title, issuer, date, level or genre."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest

from index.documents import DocumentInfo, Filters
from index.lexicon import fold_text
from index.references import title_and_number
from index.regions import Region, gazetteer
from index.store import number_key
from rag import wording
from rag.areas import areas
from rag.classes import class_of, genre_of, of_genre
from rag.editions import editions_in
from rag.fields import FIELD_NAMES, STATES_FIELD
from rag.mentioned import titles_in
from rag.periods import period_of
from rag.referred import by_number
from rag.remembered import RememberedOf

_NONE = ("",)  # the id of no document: nothing is in scope


_TRAITS: tuple[tuple[re.Pattern[str], Callable[[DocumentInfo], bool]], ...] = (
    (wording.JOINTLY, lambda info: len(info.metadata.issuers) > 1),
    (wording.IN_FORCE, lambda info: "有效" in (info.metadata.status or "")),
    (wording.REPEALED, lambda info: bool(re.search("废止|失效", info.metadata.status or ""))),
)
"""How a question may tell documents from others by what is known of them, and whether a document is so."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The documents that a question names; all of them when it names none.

    `sought` are places that it mentions without being restricted to them: a province without documents, a city in the
    name of a project; `located` the regions by the names in `regions` or `sought` where it asks about the place, in
    which what is laid down for what this lies in holds too. `spoken` are the words that named the scope, `identified`
    when it was a number, or the turn before that spoke of the document.
    `document_ids` are those it names; `within` those that its dates, issuers, levels and classes leave, None where it
    gives none of these; `listed` those of the genre that it asks for, None likewise. `titles` is how many titles named
    the documents, of which one may have parts and versions. `referred` is a document that is not there, as those that
    are write it: these are then the scope where its number is given, and it is theirs that is asked for.
    """

    regions: tuple[str, ...] = ()
    sought: tuple[str, ...] = ()
    located: tuple[tuple[str, Region], ...] = ()
    document_ids: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()
    identified: bool = False
    excludes: bool = False
    within: tuple[str, ...] | None = None
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

    def of_genre(self) -> "Scope":
        """The scope narrowed to the genre that is asked for, where any of its documents is of it."""
        if self.listed is None or self.genre is None:
            return self
        within = self.listed if self.within is None else tuple(i for i in self.listed if i in set(self.within))
        return replace(self, within=within, spoken=(*self.spoken, self.genre))


NOWHERE = Scope(document_ids=_NONE)
"""The scope of a question about a document that is not there."""


@dataclass(frozen=True, slots=True)
class _Stated:
    """What documents state of themselves: numbers, each with its document's id and what it is compared by; regions;
    these with what they lie in."""

    numbers: Sequence[tuple[str, str, str]]
    regions: frozenset[str]
    places: frozenset[tuple[str, str | None]]


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
    named = _with_documents(mentions(text, indexed), stated.places)
    left_out = {region.name for _, region in _left_out(text, indexed)}
    kept: list[tuple[str, Region]] = []
    ways = _ways(text, named, indexed)
    for word, region in named:
        if (word, region) in ways:
            continue
        # 广东加快国家超级计算深圳中心…: the city inside the province's sentence is part of a name, not the scope.
        inside = any(region.parent == other.name for _, other in kept)
        joined = re.search(rf"[、和与及跟同]{re.escape(word)}|{re.escape(word)}[、和与及跟同]", text)
        if region.name in indexed - left_out and (joined or not inside):
            kept.append((word, region))
    told = [*kept, *ways]
    words = [word for word, region in named if (word, region) in told or region.name in left_out]
    spoken = {m.group() for word in words for m in re.finditer(re.escape(word) + "(?:省|市|自治区|地区)?", text)}
    spoken |= {m.group() for m in wording.EXCEPT.finditer(text)}
    meant = {region.name for _, region in kept}
    within = [d for d in documents if d.metadata.region_parent in meant] if wording.PARTS_OF_REGION.search(text) else []
    if within:
        # 河南哪几个市的条例: the documents of its cities.
        described = _described(text, Scope(spoken=_longest_first(spoken)), within)
        return replace(described, within=_ids(within)) if described.within is None else described
    in_regions = [d for d in documents if is_of(d, meant)] if kept else documents
    editions = None if citing else editions_in(text, in_regions)
    if editions and not editions.documents:
        return NOWHERE
    for words_of_years in editions.spoken if editions else ():
        text = text.replace(words_of_years, " ")
    groups = [] if citing else titles_in(text, in_regions)
    groups += [[info] for info in (editions.documents if editions else ())]
    titled = tuple(dict.fromkeys(document.id for group in groups for document in group))
    others = tuple(d.id for d in documents if d.metadata.region not in left_out) if left_out and not kept else ()
    sought = () if titled else tuple(dict.fromkeys(word for word, _ in named if word not in words))
    scope = Scope(
        regions=() if titled else tuple(dict.fromkeys(region.name for _, region in kept)),
        sought=sought,
        located=_located(text, named, sought, () if titled else kept),
        document_ids=titled or others,
        spoken=_longest_first({*spoken, *(editions.spoken if editions else ())}),
        excludes=bool(others) and not titled,
        titles=len(groups),
    )
    return scope if titled else _described(text, scope, in_regions)


_TAGS_OF_PLACES = ("ns", "nr")  # the segmenter takes names of counties for people's too
_BEFORE_PLACE = r"(?:^|[\s,。?!:;、\"]|[在到从去往来于]|请问|我们?|咱们?|想知道|现在|目前)"


def _ways(text: str, named: Sequence[tuple[str, Region]], indexed: Set[str]) -> list[tuple[str, Region]]:
    """The regions that only tell where another one lies which is named right behind them: 江苏省泰州市海陵区.

    It is the narrowest that is meant, of which there are documents if there are of any.
    """
    ways: list[tuple[str, Region]] = []
    path: list[tuple[str, Region]] = []
    for mention, then in zip_longest(named, named[1:]):
        path.append(mention)
        behind = then is not None and then[1].lies_in(mention[1])
        if then is not None and behind and re.search(f"{re.escape(mention[0])}[省市州]?{re.escape(then[0])}", text):
            continue
        meant = next((at for at in reversed(range(len(path))) if path[at][1].name in indexed), len(path) - 1)
        ways += path[:meant]
        path = []
    return ways


def _located(
    text: str, named: Sequence[tuple[str, Region]], sought: Sequence[str], kept: Sequence[tuple[str, Region]]
) -> tuple[tuple[str, Region], ...]:
    """The regions that the question asks about as places, by the names that `Scope` has of them."""
    asked = [(region.name, region) for _, region in kept]
    asked += [place for place in named if place[0] in sought and _is_located(text, place[0], named)]
    return tuple(dict.fromkeys(asked))


def _is_located(text: str, word: str, named: Sequence[tuple[str, Region]]) -> bool:
    """Whether the question names the place as the one that it asks about, not in a name (超算长沙中心)."""
    before = "|".join([_BEFORE_PLACE, *(re.escape(other) + "[省市州]?" for other, _ in named if other != word)])
    return re.search(f"(?:{before}){re.escape(word)}", text) is not None


def is_of(info: DocumentInfo, regions: Collection[str]) -> bool:
    """Whether the document is of one of the regions, or of the one that these lie in and called after them:
    河南省新乡潞简王墓保护管理条例 is of 新乡 too."""
    stated = info.metadata
    return stated.region in regions or any(
        _parent(region) == stated.region and region in (stated.title or "") for region in regions if stated.region
    )


@lru_cache(maxsize=4096)
def _parent(region: str) -> str | None:
    found = gazetteer().named(region)
    return found.parent if found else None


def _longest_first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=len, reverse=True))


def _ids(documents: Iterable[DocumentInfo]) -> tuple[str, ...]:
    return tuple(document.id for document in documents)


def _described(text: str, scope: Scope, documents: Sequence[DocumentInfo]) -> Scope:
    """The scope narrowed by what the question says of its documents: part of the country, class, issuer, date."""
    untitled = re.sub("《[^》]*》", " ", text)
    within, spoken = list(documents), list(scope.spoken)
    for words, provinces in areas(untitled):
        within = [info for info in within if _province(info.metadata.region) in provinces]
        spoken.append(words)
    if found := class_of(untitled):
        test, words = found
        within = [info for info in within if test(info)]
        spoken.append(words)
    for pattern, test in _TRAITS:
        if match := pattern.search(untitled):
            within = [info for info in within if test(info)]
            spoken.append(match.group())
    if stating := STATES_FIELD.search(untitled):
        field = FIELD_NAMES[stating["name"]]
        within = [info for info in within if bool(getattr(info.metadata, field)) != bool(stating["no"])]
        spoken.append(stating.group())
    if numbered := wording.NUMBERED_SO.search(untitled):
        agency = numbered["agency"]
        within = [info for info in within if fold_text(info.metadata.document_number or "").startswith(agency)]
        spoken.append(numbered.group())
    if issuers := _issuers(untitled, documents):
        names = {name for _, name in issuers}
        within = [info for info in within if names & set(info.metadata.issuers)]
        spoken += [word for word, _ in issuers]
    if period := period_of(untitled):
        within = [info for info in within if period.holds(info)]
        spoken += period.spoken
    described = len(spoken) > len(scope.spoken)
    genre = genre_of(untitled)
    listed = of_genre(within, genre) if genre else []
    return replace(
        scope,
        within=tuple(info.id for info in within) if described else None,
        spoken=_longest_first(spoken),
        listed=tuple(info.id for info in listed) if listed else None,
        genre=genre if listed else None,
    )


@lru_cache(maxsize=4096)
def _province(region: str | None) -> str | None:
    found = gazetteer().named(region) if region else None
    return found.province if found else None


def _issuers(text: str, documents: Sequence[DocumentInfo]) -> list[tuple[str, str]]:
    """Issuers by which the question describes its documents, as it writes them: 工信部发布的, 深圳市政府的文件."""
    found: list[tuple[str, str]] = []
    for described in wording.ISSUED_BY.finditer(text):
        before = text[: described.start()]
        ending = [
            (spelled, issuer)
            for issuer in {issuer for info in documents for issuer in info.metadata.issuers}
            for spelled in _spellings(issuer)
            if before.endswith(spelled)
        ]
        longest = max((len(spelled) for spelled, _ in ending), default=0)
        found += [(spelled, issuer) for spelled, issuer in ending if len(spelled) == longest]
    return found


@lru_cache(maxsize=4096)
def _spellings(issuer: str) -> tuple[str, ...]:
    """How people write an organisation: in full, 政府 for 人民政府, its short form.

    >>> _spellings("深圳市人民政府")
    ('深圳市人民政府', '深圳市政府', '深圳政府')
    >>> "工信部" in _spellings("工业和信息化部"), "市科委" in _spellings("上海市科学技术委员会")
    (True, True)
    """
    folded = fold_text(issuer)
    short = folded.replace("人民政府", "政府")
    forms = [folded, short, re.sub("[省市](?=政府)", "", short)]
    for full, abbreviated in wording.ORGANISATIONS:
        if full in folded:
            forms.append(folded.replace(full, abbreviated))
            forms.append(re.sub(r"^.{2,7}?(?=[省市])", "", forms[-1]))
    return tuple(dict.fromkeys(forms))


def mentions(text: str, indexed: Set[str]) -> list[tuple[str, Region]]:
    """Regions named in a folded text in order: by name, or by a run of abbreviations (粤湘川吉, 粤、湘、深)."""
    known = gazetteer()
    found = {span.start: (text[span.start : span.end], region) for span, region in known.mentions(text)}
    found |= {at: (region.name, region) for at, region in _short_counties(text, indexed, found).items()}
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


def _short_counties(text: str, indexed: Set[str], found: Mapping[int, tuple[str, Region]]) -> dict[int, Region]:
    """Counties with documents that the text asks about by their short names, which may be ordinary words elsewhere:
    昆山的企业, no 南山路; by where they stand."""
    import rjieba

    known = gazetteer()
    short = [name for name in indexed if name in text and known.counties(name) and not known.named(name)]
    counties: dict[int, Region] = {}
    at = 0
    for word, tag in rjieba.tag(text) if short else ():
        holder = next((region for start, (name, region) in found.items() if start + len(name) == at), None)
        for region in known.counties(word) if word in short and tag in _TAGS_OF_PLACES and at not in found else ():
            if region.lies_in(holder) if holder else re.search(f"{_BEFORE_PLACE}$", text[:at]):
                counties.setdefault(at, region)
        at += len(word)
    return counties


def _with_documents(
    named: Sequence[tuple[str, Region]], places: Set[tuple[str, str | None]]
) -> list[tuple[str, Region]]:
    """The regions named, of counties of one name the one that documents are of, unless another place tells which."""
    known = gazetteer()
    return [
        (
            word,
            region
            if region.level != "县" or any(region.lies_in(other) for _, other in named)
            else next((r for r in known.counties(region.name) if (r.name, r.parent) in places), region),
        )
        for word, region in named
    ]


def _left_out(text: str, indexed: Set[str]) -> list[tuple[str, Region]]:
    """Regions that the question leaves out: 除了广东."""
    return [mention for match in wording.EXCEPT.finditer(text) for mention in mentions(match.group(), indexed)]


def _as_written(text: str, numbers: Iterable[str]) -> tuple[str, ...]:
    """The numbers as the question writes them, whatever its brackets."""
    keys = [number_key(number) for number in numbers]
    return tuple(m.group() for m in wording.NUMBER.finditer(text) if any(number_key(m.group()) in k for k in keys))
