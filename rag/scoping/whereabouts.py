"""The regions that a question names, and which of them it asks about as places."""

import re
from collections.abc import Mapping, Sequence, Set
from functools import lru_cache
from itertools import zip_longest

from index.documents import Span
from index.regions import Region, gazetteer

_SEVERAL = 2  # regions that may be compared
_TAGS_OF_PLACES = ("ns", "nr")  # the segmenter takes names of counties for people's too
_BEFORE_PLACE = r"(?:^|[\s,。?!:;、\"]|[在到从去往来于]|请问|我们?|咱们?|想知道|现在|目前)"
_ROAD = "路(?![面灯桥网政由费过线况基权产段上])"
_OF_COUNTY = re.compile(
    rf"[县区市](?![场民域别值容政])|[^\W的对在把和与]{{0,4}}?(?:(?<![公铁道线思出网陆水电航套速]){_ROAD}|街道|大街|大道)"
)
"""What stands behind the name of a county rather than of provinces: 长宁新华路街道, but 宁陕怎么说."""
_OF_NAME = re.compile(f"[东西南北中]{{0,2}}{_ROAD}|大街|河(?=沿岸|两岸|[,。?、和与的]|$)")
"""What makes a name of a street or a river of a region's: 苏州河, 南京东路."""
_WORD_BEGINS = re.compile("(?:^|[^\uac00-\ud7af])(?:중국|[성시구현])?$")
"""What stands in front of a name in Korean, which is none inside a word: 무한 of 근무한."""


def ways(text: str, named: Sequence[tuple[str, Region]], indexed: Set[str]) -> list[tuple[str, Region]]:
    """The regions that only tell where another one lies which is named right behind them: 江苏省泰州市海陵区.

    It is the narrowest that is meant, of which there are documents if there are of any.
    """
    passed: list[tuple[str, Region]] = []
    path: list[tuple[str, Region]] = []
    for mention, then in zip_longest(named, named[1:]):
        path.append(mention)
        behind = then is not None and then[1].lies_in(mention[1])
        if then is not None and behind and re.search(f"{re.escape(mention[0])}[省市州]?{re.escape(then[0])}", text):
            continue
        meant = next((at for at in reversed(range(len(path))) if path[at][1].name in indexed), len(path) - 1)
        passed += path[:meant]
        path = []
    return passed


def located(
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


def named_in(text: str) -> list[tuple[Span, Region]]:
    """The regions named in a folded text; in Korean where a word begins or behind another of them.

    >>> [region.name for _, region in named_in("20년 이상 근무한 직원, 광둥성광저우시")]
    ['广东', '广州']
    """
    found: list[tuple[Span, Region]] = []
    for span, region in gazetteer().mentions(text):
        behind = found[-1][0].end if found else 0
        if _WORD_BEGINS.search(text[behind : span.start]):
            found.append((span, region))
    return found


def mentions(text: str, indexed: Set[str]) -> list[tuple[str, Region]]:
    """Regions named in a folded text in order: by name, or by a run of abbreviations (粤湘川吉, 粤、湘、深)."""
    known = gazetteer()
    found = {
        span.start: (text[span.start : span.end], region)
        for span, region in named_in(text)
        if not _OF_NAME.match(text, span.end)
    }
    found |= {at: (region.name, region) for at, region in _short_counties(text, indexed, found).items()}
    initials, runs = _runs_of_letters(frozenset(indexed))
    for run in runs.finditer(text):
        county = known.counties(run.group()[:2]) and _OF_COUNTY.match(text, run.start() + 2)
        if county or any(run.start() <= at < run.end() for at in found):
            continue
        letters = [c for c in run.group() if c in known.abbreviations or c in initials]
        if sum(c in known.abbreviations and known.abbreviations[c].name in indexed for c in letters) < 2:
            continue
        for offset, character in enumerate(run.group()):
            region = known.abbreviations.get(character) or initials.get(character)
            if region:
                found[run.start() + offset] = (character, region)
    return [found[at] for at in sorted(found)]


@lru_cache(maxsize=16)
def _runs_of_letters(indexed: frozenset[str]) -> tuple[Mapping[str, Region | None], re.Pattern[str]]:
    """The regions by the first characters of their names, and runs of these and of the abbreviations of provinces."""
    known = gazetteer()
    initials = {name[0]: known.named(name) for name in indexed if name}
    letter = f"[{''.join(known.abbreviations)}{''.join(initials)}]"
    before = r"(?:(?<![\u4e00-\u9fff])|(?<=[跟和与比在对从把将给让拿]))"
    return initials, re.compile(rf"{before}{letter}(?:[、,和与比跟同]?{letter})+")


def _short_counties(text: str, indexed: Set[str], found: Mapping[int, tuple[str, Region]]) -> dict[int, Region]:
    """Counties with documents that the text asks about by their short names, which may be ordinary words elsewhere:
    昆山的企业, no 南山路; by where they stand."""
    import rjieba

    known = gazetteer()
    short = [name for name in indexed if name in text and known.counties(name) and not known.named(name)]
    counties: dict[int, Region] = {}
    for start, (place, region) in found.items():
        for inside in (r for name in short if text.startswith(name, start + len(place)) for r in known.counties(name)):
            if inside.lies_in(region):
                counties[start + len(place)] = inside
    at = 0
    for word, tag in rjieba.tag(text) if short else ():
        holder = next((region for start, (name, region) in found.items() if start + len(name) == at), None)
        for region in known.counties(word) if word in short and tag in _TAGS_OF_PLACES and at not in found else ():
            if region.lies_in(holder) if holder else re.search(f"{_BEFORE_PLACE}$", text[:at]):
                counties.setdefault(at, region)
        at += len(word)
    return counties


def with_documents(
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


def of_one_place(text: str, regions: Sequence[Region]) -> bool:
    """Whether of the regions that a text names one only tells where another lies, or from where one comes, and none is
    beside another.

    >>> known = gazetteer()
    >>> asked = ("长沙是湖南唯一的城市", "从湖南去长沙", "湖南和长沙的目标", "长沙的目标比湖南高")
    >>> [of_one_place(text, [known.named("湖南"), known.named("长沙")]) for text in asked]
    [True, True, False, False]
    """
    names = "|".join(re.escape(name) for region in regions for name in (region.full_name, region.name))
    if not names or re.search(rf"(?:{names})[^,。;?]{{0,12}}?(?:[、和与及跟同比]|或者?|还是)(?:{names})", text):
        return False
    narrowest = [region for region in regions if not any(other.lies_in(region) for other in regions)]
    left_for = rf"[从由](?:{names})[^,。;?]{{0,4}}?[去到往赴来飞至](?:{names})"
    return len(narrowest) < _SEVERAL or re.search(left_for, text) is not None
