"""What a question is after: the thing that is paid for, the deed that is due, the things that it lists, what it calls
by a name."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index.lexicon import HAN, bigrams
from rag.language.content import NOUN_TAGS
from rag.language.terms import Term

Uses = Callable[[str], bool]
"""Whether documents use a word."""

_PAID = re.compile(r"(?:补贴|补助|奖励|奖补|资助|补偿|补|奖)(?=[^,。?]{0,12}?(?:多少|几|多大))")
_FILLS = re.compile(
    "(?:[一总]共|最[高多低少]|至[少多]|能|可以?|会|将|要|给予?|得|拿|领|到|实际|每[一-鿿]|一?次?性|政府|[市省国]里|国家|的|了)+$"
)
"""What stands between a thing and what is paid for it: 手机每件最多能补."""
_DUE = re.compile(
    r"(?:多少|几)个?(?:工作日|[天日周月年]|小时|分钟)(?:[之以]?[内里前])?(?:就|必须|应当?|得|要|能|可以?|才)*"
    r"(?P<deed>(?!的)[一-鿿]{2,14})[?。]?$"
)
_MEASURED = re.compile(
    r"(?P<before>[一-鿿]*?[一-鿿](?:[期金费线额价率券款]|起征点))的?(?:一?般?是|为|有|要|给|定|最[高低多少大长短]|不[能得]?[超低高]过?于?|达?到|至[少多])*"
    "(?:多少|几|多[长久大高])"
)
"""The name of a measure right before the word that asks: 筹建期最长多少个月."""
_LISTED = re.compile(
    r"(?P<first>的(?:[一-鿿]{2,6}、)+)(?P<last>[一-鿿]{2,8}?)(?:(?:以?及|[和与])(?P<also>[一-鿿]{2,8}?))?(?:方面|等)*[一-鿿]{0,4}?(?:[各都]|分别)?(?:定了|有|是|能|可以?)?"
    r"(?:什么|哪些|怎[么样]|如何|何种)"
)
_CALLED = re.compile(
    '"(?P<name>[^"]{2,16})"(?=(?:指的?)?是(?:指|什么|哪)|是?什么(?:时候|意思)|时期|期间|工程|计划|行动|专项|试点)'
)
_PLAN = re.compile("十[一二三四五六七八九]五")
"""A five-year plan and its years: 十四五."""
_THINGS = (*NOUN_TAGS, "v")
_WHOLE = 3  # characters of a word of which two may be a word themselves: 新手机
_SEVERAL = 3  # things of which some sentence has one if any answers, also where no document uses the words


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a sentence must speak of: one of the `words`, each in any of its spellings. Where `here`, it must only if
    its document speaks of one of them somewhere, as it then would with these words."""

    words: Sequence[Sequence[str]]
    here: bool

    def is_missing(self, near: str, document: str) -> bool:
        """Whether the sentence with what is around it speaks of none of them, not even by a part of a longer word."""
        if any(part in near for spellings in self.words for word in spellings for part in (word, *_parts(word))):
            return False
        return not self.here or any(word in document for spellings in self.words for word in spellings)


def wanted(asked: str, terms: Sequence[Term], uses: Uses) -> Iterator[Wanted]:
    """What the normalised question is after, of its terms; words of everyday life, which documents do not use, left
    out.

    >>> from rag.language.terms import terms
    >>> [[word for word, *_ in w.words] for asked in (
    ... "购买手机最高补贴多少钱?", "场所解散后几天内要完成清算?", "对企业的用电、用水和用地有什么优惠?"
    ... ) for w in wanted(asked, terms(asked), bool)]
    [['手机'], ['完成', '清算'], ['用电', '用水', '用地']]
    """
    import rjieba

    for paid in _PAID.finditer(asked):
        if thing := _thing(_FILLS.sub("", asked[: paid.start()]), terms, uses):
            yield Wanted((thing,), here=True)
    if due := _DUE.search(asked):
        deed = [term for term in terms if _is_word(term) and term.text in due["deed"]]
        does = any(rjieba.tag(term.text)[-1][1].startswith("v") for term in deed)
        if does and not any(term.official for term in deed):
            yield Wanted(tuple(_spellings(term) for term in deed), here=True)
    if (measured := _MEASURED.search(asked)) and (noun := _measure(measured["before"], terms, uses)):
        yield Wanted((noun,), here=True)
    things = _listed(listed, terms) if (listed := _LISTED.search(asked)) else []
    if len(things) >= _SEVERAL or any(uses(term.text) for term in things):
        yield Wanted(tuple(_spellings(term) for term in things), here=False)


def names_called(asked: str) -> Sequence[str]:
    """What the normalised question calls by a name in quotation marks, and the five-year plans that it names; not what
    it only puts so.

    >>> names_called('"六不准"是哪六不准?'), names_called('十五五时期要建多少?'), names_called('怎么"量身定做"方案?')
    (['六不准'], ['十五五'], [])
    """
    return [*dict.fromkeys((*(called["name"] for called in _CALLED.finditer(asked)), *_PLAN.findall(asked)))]


def is_unheard(name: str, document: str) -> bool:
    """Whether a document, normalised, does not have the name; a plan's years may be told without it where the document
    names no other plan."""
    missing = name not in document
    return missing and (not _PLAN.fullmatch(name) or bool(_PLAN.search(document)))


def _thing(before: str, terms: Sequence[Term], uses: Uses) -> tuple[str, ...]:
    """The spellings of the noun with which the words in front end; of one that no document uses the word behind what
    is joined to it, too: 手机 of 新手机."""
    import rjieba

    term = max((t for t in terms if _is_word(t) and before.endswith(t.text)), key=lambda t: len(t.text), default=None)
    if term is None or term.official or rjieba.tag(term.text)[-1][1][:1] not in NOUN_TAGS:
        return ()
    rest = term.text[1:]
    joined = len(term.text) == _WHOLE and rjieba.has_word(rest) and not uses(term.text)
    return (*_spellings(term), rest) if joined else _spellings(term)


def _measure(before: str, terms: Sequence[Term], uses: Uses) -> tuple[str, ...]:
    """The spellings of the measure with which the words in front end, of two words where it is none: 筹建期."""
    of = next((t.text for t in terms if len(t.text) == _WHOLE - 1 and before[:-1].endswith(t.text)), "")
    whole = any(_is_word(t) and before.endswith(t.text) for t in terms)
    return _thing(before, terms, uses) if whole or not of else (of + before[-1],)


def _listed(listed: re.Match[str], terms: Sequence[Term]) -> Sequence[Term]:
    """The things that are listed, if each is one word that names a thing: 用电 of 对企业的用电、用水."""
    import rjieba

    words = [term for term in terms if _is_word(term)]
    firsts = [
        max((t for t in words if item.endswith(t.text)), key=lambda t: len(t.text), default=None)
        for item in listed["first"].strip("的、").split("、")
    ]
    lasts = [
        max((t for t in words if item.startswith(t.text)), key=lambda t: len(t.text), default=None)
        for item in filter(None, (listed["last"], listed["also"]))
    ]
    found = [term for term in (*firsts, *lasts) if term is not None]
    whole = len(found) == len(firsts) + len(lasts) and not any(term.official for term in found)
    named = whole and all(rjieba.tag(term.text)[-1][1][:1] in _THINGS for term in found)
    return found if named else []


def _is_word(term: Term) -> bool:
    return len(term.text) > 1 and bool(HAN.match(term.text))


def _spellings(term: Term) -> tuple[str, ...]:
    return (term.text, *term.others)


def _parts(word: str) -> Sequence[str]:
    return bigrams(word) if len(word) >= _WHOLE else ()
