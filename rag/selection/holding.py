"""Whether a sentence speaks of a place, or lays down what holds there: a province's rule for those in its cities."""

import re
from collections.abc import Sequence, Set

from index.documents import Span
from index.lexicon import simplified
from index.local import LocalIndex
from index.regions import Region, gazetteer
from rag.language import wording
from rag.language.terms import normalise
from rag.scoping.areas import unions_of
from rag.scoping.own import asks_of_its_own
from rag.scoping.scope import is_of
from rag.selection import passage
from rag.selection.sentence import Sentence
from rag.understanding.question import Understanding

_LEVEL = re.compile("(?:省|市|自治区|自治州|县|区)$")
_SHORT_PLACE = 2  # characters of a name that is never shortened: 沙县 is not 沙
_BEGINNING, _OFTEN = 200, 3  # code points that say what a document is about, and mentions that say it as well
_APART = frozenset(["71", "81", "82"])
"""How the codes of 台湾, 香港 and 澳门 begin, where what the state lays down does not hold by itself."""
_SPEAKS_FROM = re.compile("[我本全][省市]|[我本]区|[我本全]自治区")

_ASKS_COUNT = re.compile(
    r"(?:多少|几)[十百千万亿]*(?:个(?!工作日|月|小时|星期)|[家户项座所处条种类台辆套只张部名人位例])"
)
_PLAN_OR_RECORD = wording.any_of(
    r"(?:^|[,。;:、(\s])(?:力争)?到(?:19|20)\d\d年(?!\s?\d{1,2}\s?月)|十[一二三四五]五[^,。;]{0,4}末|力争|目标|打造|建成|培育",
    r"(?:安排|投入|新增|下达|设立)[^,。;]{0,16}\d亿|同比(?:增|提)|累计(?:完成|达|实现|投入|建成|培育|发放)|年均|增速|提升[到至]|增加[到至]|增长\d",
    r"(?:建设|新建|布局|设立|引进|创建|发展)[^,。;]{0,4}[\d一二两三四五六七八九十百]+[余多]?[个家座所批项]",
    "(?:加快|大力|重点|优先|积极)(?:发展|建设)|做[大强优]|推[进动][^,。;]{0,12}(?:建设|发展)",
)
"""What a sentence says of what is to be or is in a place as a whole, no rule for those who live and work there."""
_LIMITS = re.compile("每|不得|不[超低少多高]|以[上下内]|应当?|必须|须|可以|至少|至多|最[高多低少]|限")


def speaks_of(index: LocalIndex, sentence: Sentence, place: str) -> bool:
    """Whether the sentence, a heading above it, what comes before it in its paragraph, its document's title or that as
    a whole is about the place, which is written as a folded text has it."""
    known = index.by_id[sentence.document_id].metadata
    # A reply to one is about it; what is sent to many speaks of none of them.
    told = " ".join((known.title or "", *known.issuers, *(known.addressees if len(known.addressees) == 1 else ())))
    if names(sentence, place) or any(name in simplified(told) for name in _spellings(place)):
        return True
    if is_about(index, sentence.document_id, _spellings(place)):
        return True
    region = gazetteer().named(place)
    return region is not None and _goes_on_about(index.text(sentence.document_id), sentence, region)


def names(sentence: Sentence, place: str) -> bool:
    """Whether the sentence or a heading above it names the place: 南昌 for 南昌市, a county by its whole name, 天津 as
    part of 京津冀; a city also by one of its districts."""
    if any(sentence.names(name) for name in _spellings(place)):
        return True
    region = gazetteer().named(place)
    return region is not None and region.full_name.endswith("市") and _names_part(sentence.text, region)


def _names_part(text: str, place: Region) -> bool:
    """Whether a text names what lies in a place: 龙马潭区 is in 泸州."""
    return any(part.lies_in(place) for _, part in gazetteer().mentions(text))


def _spellings(place: str) -> tuple[str, ...]:
    region = gazetteer().named(place)
    if region is None:
        return (place,)
    if region.level == "县":
        return tuple(dict.fromkeys((place, region.full_name, region.called)))
    return (place, region.name, *unions_of(region.name))


def is_about(index: LocalIndex, document_id: str, places: Sequence[str]) -> bool:
    """Whether a document that states no region of its own is about one of the places: a report on 云南 is not of 云南.

    What 广东 says of its 深圳 does not make a document of 深圳 of it.
    """
    metadata = index.by_id[document_id].metadata
    if metadata.region is not None:
        return False
    text = simplified(index.text(document_id))
    short = [_LEVEL.sub("", place) if len(place) > _SHORT_PLACE else place for place in places]
    beginning = f"{simplified(metadata.title or '')} {text[:_BEGINNING]}"
    if any(place in beginning or text.count(place) >= _OFTEN for place in short):
        return True
    regions = (region for place in places if (region := gazetteer().named(place)))
    return any(_names_part(beginning, region) for region in regions)


def _goes_on_about(text: str, sentence: Sentence, region: Region) -> bool:
    """Whether the place is the last that the paragraph names before the sentence, which names none itself."""
    known = gazetteer()
    before = [named for _, named in known.mentions(_before(text, sentence))]
    return bool(before) and before[-1] == region and not any(True for _ in known.mentions(sentence.text))


def may_hold(index: LocalIndex, document_id: str, region: Region) -> bool:
    """Whether what the document lays down holds in the region: the document is of what this lies in, or of the state.

    One that does not tell where it is from does where it or its title names the region or what this lies in, or neither
    begins with another place (a report on 云南) nor speaks of one of its own (我市).
    """
    stated = index.by_id[document_id].metadata
    holders = [holder.name for holder in gazetteer().holders(region)]
    if stated.region is not None:
        return stated.region in holders
    title = simplified(stated.title or "")
    if stated.region_level is not None:
        return region.code[:2] not in _APART or region.name in title
    text = f"{title} {simplified(index.text(document_id))}"
    if any(name in text for name in (region.name, *holders)):
        return True
    return not _SPEAKS_FROM.search(text) and not begins_anywhere(index, document_id)


def begins_anywhere(index: LocalIndex, document_id: str) -> bool:
    """Whether the document says where it is from, or names a place in its title or at its beginning."""
    stated = index.by_id[document_id].metadata
    if stated.region is not None or stated.region_level is not None:
        return True
    beginning = f"{simplified(stated.title or '')} {simplified(index.text(document_id)[:_BEGINNING])}"
    return any(True for _ in gazetteer().mentions(beginning))


def holds_in(index: LocalIndex, sentence: Sentence, region: Region, understanding: Understanding) -> bool:
    """Whether the sentence is a rule of what the region lies in for those who live and work there, and one is asked
    for: 全省企业不早于2月9日复工 for 南昌, not 全省要培育100家企业."""
    asked, said = normalise(understanding.standalone), normalise(f"{sentence.introduction_text}{sentence.text}")
    if not may_hold(index, sentence.document_id, region) or asks_of_its_own(understanding.standalone):
        return False
    if _PLAN_OR_RECORD.search(said) or (_ASKS_COUNT.search(asked) and not _LIMITS.search(said)):
        return False
    before = _before(index.text(sentence.document_id), sentence)
    return not _is_of_elsewhere(said, asked, region, normalise(before))


def only_holds(index: LocalIndex, sentence: Sentence, understanding: Understanding) -> bool:
    """Whether the sentence, which answers, does so as what holds in the places asked about without speaking of them."""
    if understanding.sought:
        return not all(speaks_of(index, sentence, place) for place in understanding.sought)
    of = index.by_id[sentence.document_id]
    regions = understanding.regions
    if of.metadata.region is None or not regions or is_of(of, regions) or any(names(sentence, r) for r in regions):
        return False
    return any(may_hold(index, of.id, region) for _, region in understanding.located)


def asked_above(understanding: Understanding, indexed: Set[str]) -> str | None:
    """The question with what they lie in for the places that have no documents: 江西的企业 for 南昌市的企业, or
    without where only the state has some. None where that would be another question."""
    places = {name: region for name, region in understanding.located if name in understanding.sought}
    whole = normalise(understanding.standalone)
    if not places or len(places) < len(understanding.sought) or not understanding.language.startswith("zh"):
        return None
    if asks_of_its_own(understanding.standalone):
        return None
    known = gazetteer()
    above = {name: known.holders(region) for name, region in places.items()}
    ways = {holder for holders in above.values() for holder in holders if holder.name not in understanding.regions}
    told, at = "", 0
    for span, region in known.mentions(whole):
        name = whole[span.start : span.end]
        if name in places:
            holder = next((holder.name for holder in above[name] if holder.name in indexed), "")
            instead = "" if holder in understanding.regions else holder
        elif region in ways:
            instead = ""
        else:
            continue
        told += whole[at : span.start] + instead
        at = span.end + (not instead and whole.startswith("的", span.end))
    rest = told + whole[at:]
    return rest if at else None


def _is_of_elsewhere(said: str, asked: str, region: Region, before: str) -> bool:
    """Whether the sentence, or `before` it the last to do so in its paragraph, names places that the question does
    not."""
    known = gazetteer()
    fine = {region, *known.holders(region), *(named for _, named in known.mentions(asked))}
    named = [*list(known.mentions(before))[-1:], *known.mentions(said)]
    return any(place not in fine for _, place in named)


def _before(text: str, sentence: Sentence) -> str:
    """What the sentence's paragraph says before it."""
    return text[passage.paragraph(text, Span(sentence.start, sentence.end)).start : sentence.start]
