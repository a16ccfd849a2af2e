"""Documents of one sort that a question speaks of together: 各省市的人口与计划生育条例, 哪些城市的养犬条例."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.documents import DocumentInfo
from index.lexicon import fold_text, segment
from rag.language import wording
from rag.language.which import ADVERBS, DOCUMENT, DOES, HOW_MANY, INSIDE, NOT, PLACES, RULE, SEVERAL, SPOT
from rag.scoping.classes import title_of

_SORT = re.compile(
    rf"(?:(?:{SEVERAL}|{HOW_MANY})(?:地级|设区的)?(?:{PLACES}|{SPOT})(?P<of>的)|{SEVERAL}(?:{PLACES}|{SPOT})|(?<=[进入在])地方性?)"
    rf"(?P<sort>(?P<topic>[\u4e00-\u9fff]{{2,14}}?)(?:{DOCUMENT}|{RULE}))"
    rf"(?={INSIDE}|[,。?、]|$|[哪谁有几是的]|多少|{ADVERBS}{NOT}?(?:{DOES}))"
)
_SAYS_LITTLE = frozenset(["管理", "工作", "有关", "相关", "地方", "地方性", "现行", "各自", "自己", "本地"])
_SEVERAL = 2  # documents that are a sort
_APART = 6  # characters of a title over which a short form may be spread: 环卫 for 环境卫生


@dataclass(frozen=True, slots=True)
class Sort:
    """The `documents` and the `words` by which the question calls them."""

    words: str
    documents: tuple[DocumentInfo, ...]


def sort_of(text: str, documents: Sequence[DocumentInfo]) -> Sort | None:
    """The sort of documents that a normalised question asks among; None where it names none, or none that several
    documents are of.

    >>> from index.documents import Metadata
    >>> titles = ("临江市市容和环境卫生管理条例", "云溪市市容环境卫生条例", "云溪市养犬条例")
    >>> infos = [DocumentInfo(t, t, t, "", 1, 1, Metadata(title=t, region=t[:2])) for t in titles]
    >>> found = sort_of("哪几个市的市容环卫条例规定了停车?", infos)
    >>> found.words, len(found.documents), sort_of("哪几个市的条例规定了养犬办法?", infos)
    ('市容环卫条例', 2, None)
    """
    for match in _SORT.finditer(text):
        topic = match["topic"]
        words = [w for w in segment(topic) if len(w) > 1 and w not in _SAYS_LITTLE | wording.stop_words()]
        held = [info for info in documents if words and all(_names(_called(info), word) for word in words)]
        if len(held) >= _SEVERAL:
            return Sort(match["sort"], tuple(held))
    return None


def _called(info: DocumentInfo) -> str:
    """The title, or the name of the file of a document that states none."""
    return title_of(info) or fold_text(info.name)


def _names(title: str, word: str) -> bool:
    return word in title or bool(len(word) == 2 and _short(word).search(title))


@lru_cache(maxsize=256)
def _short(word: str) -> re.Pattern[str]:
    """What a word of two characters may be short for."""
    return re.compile(f"{re.escape(word[0])}.{{1,{_APART - 2}}}{re.escape(word[1])}")
