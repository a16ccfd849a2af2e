"""Places that a survey of places speaks of, and does not ask about: 澳门 of 哪些城市与澳门互认资格."""

import re
from collections.abc import Sequence

from index.regions import Region
from rag.language.which import ENGLISH_KIND, ENGLISH_PLACES, HOW_MANY, PLACE, SPOT
from rag.language.wording import any_of

_WITH = "[与和同跟向]"
_ASKED = re.compile(rf"{HOW_MANY}的?[\u4e00-\u9fff]{{0,4}}?(?:{PLACE})(?=.)")
"""The places asked for, with something between them and the name."""
_CITIES_ASKED = re.compile(rf"{HOW_MANY}的?[\u4e00-\u9fff]{{0,4}}?(?<!省)(?:城市|市|州|县|地区)")
"""Those that a province may hold: 列入湖南的拓展区."""
_SPOTS_ASKED = re.compile(rf"{HOW_MANY}(?:{SPOT})")
_ASKED_BEHIND = re.compile(
    rf"[^,。?;:]*的(?:都?有|是)?(?:{HOW_MANY}的?(?:{PLACE}|{SPOT})|(?:{PLACE}|{SPOT})(?:都?有|是)?{HOW_MANY})"
)
_ASKED_IN_ENGLISH = re.compile(
    rf"\bwhich (?:of )?{ENGLISH_KIND}(?:{ENGLISH_PLACES})\b(?! (?:of|from|do|does|did)\b).*"
    "(?<!belong)(?<!belongs) (?:with|to|towards?|from) (?:the )?$"
)
_DONE_WITH = any_of(rf"{_WITH}$", "(?:提[到及]|学习?|借鉴|对[接标]|赴|去|到|引进|来自)了?$")
"""In front of a place that others do something with or speak of."""
_HOLDS = re.compile("(?:在|位于|属于?|隶属于?|归|比|像|是|由|[如及、,:(])$")
"""In front of a place that holds what is asked for, issues it, or with which that is compared."""
_LIKE_IT = re.compile("[^,。?]{0,4}?(?:一样|那样|相比|[更较]|之[外前后])")
_LISTED = re.compile("[、,和与及] ?|,? ?(?:and|or) ")


def spoken_of(text: str, named: Sequence[tuple[str, Region]]) -> list[tuple[str, Region]]:
    """Those of the regions named in a normalised question that what it asks for does something with.

    >>> from rag.scoping.whereabouts import mentions
    >>> asked = ("哪些省与广东、澳门结对?", "广东哪些县市结对?")
    >>> [[word for word, _ in spoken_of(text, mentions(text, set()))] for text in asked]
    [['广东', '澳门'], []]
    """
    words = {word for word, _ in named}
    provinces = {word for word, region in named if region.level == "省"}
    places = sorted({match.span() for word in words for match in re.finditer(re.escape(word), text)})
    asked_about: set[str] = set()
    last, done_with = 0, False
    for start, end in places:
        goes_on = last and _LISTED.fullmatch(text, last, start)
        done_with = done_with if goes_on else _is_spoken_of(text, start, end, text[start:end] in provinces)
        if not done_with:
            asked_about.add(text[start:end])
        last = end
    return [(word, region) for word, region in named if word in text and word not in asked_about]


def _is_spoken_of(text: str, start: int, end: int, is_province: bool) -> bool:
    before = re.split("[?。;]", text[:start])[-1]
    if _LIKE_IT.match(text, end):
        return False
    if _DONE_WITH.search(before):
        first = re.fullmatch(rf"(?:.*[,:])?{_WITH}", before)
        return bool(_ASKED.search(before) or _SPOTS_ASKED.search(before) or (first and _ASKED_BEHIND.match(text, end)))
    if is_province and _CITIES_ASKED.search(before):
        return False
    return bool(_ASKED_IN_ENGLISH.search(before) or (_ASKED.search(before) and not _HOLDS.search(before)))
