"""The ways in which what is asked may be said: 试飞基地或试飞场, 氢能(如制氢、储氢), 骑手、司机等新就业群体."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.language.coordination import Word, best_cut, joined, tagged

_MOST = 8  # alternatives of one text
_SHORTEST = 2  # characters of what is an alternative of its own
_SHORT = 3  # characters of things that are told to end together by their beginning together
_LISTED = 3  # pieces of a text in which two things are listed, the break between them being one
_BREAK = re.compile("(、(?:或者?是?)?|或(?!许)者?是?)")
_ALL = re.compile("[和与及跟]|以及|[这那]?[两二三四五几]?[者样个项件]?[都均全]")
"""Behind things listed of which all are meant."""
_OR_MORE = re.compile("或者?(?:更[多高低少大长]|以[上下])")
_BRACKET = re.compile(r"\(([^()]*)\)")
_LED = re.compile("^(?:也?即|也?就?是指?|亦?称|比如|譬如|诸如|例如|包括|包含|含|如|像|特别是|尤其是)[:,]?|等等?$")
_OR_LED = re.compile("^(?:或者?是?|及|和)")
_NO_NAME = re.compile("而?(?:不|非|没|无)|除|左右|以[上下内]|仅|只|限|[按每]|[都均](?:算|可|行)|[^()]*除外")
"""In brackets what is no other name of what stands in front of them: (而不是…), (按年计)."""
_ANOTHER_CLAUSE = re.compile(r"[,;]\s*(?:或者?是?|要么)")
_EXAMPLES = re.compile("[,;](?:比如|譬如|诸如|例如|包括|特别是|尤其是|像|如)(?:说)?(?=[^,;]{2,}$)")
_OF_KIND = re.compile(r"(?:等|(?:这|那|此|之|一|诸)(?:一?[类种些样级]|几[类种样项个])|之类)的?")
"""Behind a list, in front of what all of it is: 骑手、司机等新就业群体."""
_NAMES = "nbajlitmsx"
"""Parts of speech that names of things are made of."""
_DOES = frozenset(("p", "v", "vn", "vd"))
"""Those of the word with which what is done begins."""
_BOUNDS = frozenset(",;: ")


@dataclass(frozen=True, slots=True)
class _Listing:
    """A text around things of which any is meant: `head` and `tail` belong to each of the `items`; `open` where they
    are only put side by side, which may mean all."""

    head: str
    items: tuple[str, ...]
    tail: str
    open: bool


def alternatives(text: str) -> list[str]:
    """The texts of which a document has to say one, each once, the whole first where all of it may be meant.

    >>> alternatives("支持购买、租赁或改造保障性住房")
    ['支持购买保障性住房', '支持租赁保障性住房', '支持改造保障性住房']
    >>> alternatives("建(或升级)服务平台、服务中心")
    ['建服务平台', '建服务中心', '升级服务平台', '升级服务中心']
    >>> alternatives("给狗植入电子芯片(电子标识)")
    ['给狗植入电子芯片', '给狗植入电子标识']
    >>> alternatives("氢能(如制氢、储氢)"), alternatives("电子认证或数字证书"), alternatives("推广电子签名与认证")
    (['氢能', '制氢', '储氢'], ['电子认证', '数字证书'], ['推广电子签名与认证'])
    """
    text = _OR_MORE.sub("", text)
    found = [each for one in _of_brackets(text) for clause in _of_clauses(one) for each in _of_listings(clause)]
    return list(dict.fromkeys(each.strip(" ,、;") for each in found))[:_MOST]


def _of_brackets(text: str) -> list[str]:
    """The text with what stands in brackets in the place of what it is another name of."""
    bracket = _BRACKET.search(text)
    if bracket is None:
        examples = _EXAMPLES.search(text)
        return [text] if examples is None else [text[: examples.start()], *_items(text[examples.end() :])]
    before, after, within = text[: bracket.start()], text[bracket.end() :], bracket[1].strip()
    rest = _of_brackets(before + after)
    if _NO_NAME.match(_LED.sub("", within)) or not before.strip():
        return rest
    if led := _OR_LED.match(within):
        return _of_brackets(f"{before}或{within[led.end() :]}{after}")
    others = _items(_LED.sub("", within))
    words = tagged(before)
    return [*rest, *(f"{_in_front(words, other)}{other}{after}" for other in others)]


def _in_front(words: Sequence[Word], other: str) -> str:
    """What of the words in front of a bracket holds for what stands in it too, which is as long as what it renames:
    支持 of 支持新能源汽车(如氢能汽车). Nothing where these words only name a thing."""
    kept = len(words)
    while kept and len(joined(words[kept:])) < len(other):
        kept -= 1
    return joined(words[:kept]) if kept and words[0][1] in _DOES else ""


def _items(text: str) -> list[str]:
    return [item for item in re.split("[、,;]|或者?是?", text) if len(item) >= _SHORTEST]


def _of_clauses(text: str) -> list[str]:
    """The text with one of two clauses between which there is an «or»: 招用毕业生,给补贴,或者减税."""
    either = _ANOTHER_CLAUSE.search(text)
    if either is None:
        return [text]
    first, second = text[: either.start()], text[either.end() :]
    shared = re.match("(?:.*[,;])?", first)
    return [first, f"{shared.group() if shared else ''}{second}"]


def _of_listings(text: str, whole: bool = True) -> list[str]:
    """The text with one of the things listed in it, for each listing, behind itself where the `whole` may be meant."""
    listing = _listing(text)
    if listing is None:
        return [text]
    if listing.tail.startswith("、"):  # 建中心或者设立标志牌、界桩
        last = _of_listings(f"{listing.head}{listing.items[-1]}{listing.tail}", False)
        return [*(f"{listing.head}{item}" for item in listing.items[:-1]), *last]
    behind = _of_listings(listing.tail, False) if listing.tail else [""]
    told = [f"{listing.head}{item}{tail}" for item in listing.items for tail in behind]
    return [text, *told] if listing.open and whole else told


def _listing(text: str) -> _Listing | None:
    """The first listing of the text of which any is meant."""
    pieces = _BREAK.split(text)  # what is listed, and the breaks between
    if len(pieces) < _LISTED:
        return None
    last, open_ = _end(pieces)
    left, right = _behind_bound(pieces[0]), _before_bound(pieces[last])
    if not left.strip() or not right.strip():
        return None
    head, beyond = pieces[0][: len(pieces[0]) - len(left)], pieces[last][len(right) :]
    middle = pieces[2:last:2]
    shared, one, other, tail = _sides(left, right, middle)
    if open_ and (_ALL.match(tail) or (tail.startswith("的") and not tagged(other)[-1][1].startswith("n"))):
        return None  # 宽带、泛在、安全的网络 is all of it
    if behind := _OF_KIND.match(tail):
        tail = _behind_name(tail[behind.end() :])
    rest = tail + beyond + "".join(pieces[last + 1 :])
    return _Listing(f"{head}{shared}", (one, *middle, other), rest, open_)


def _end(pieces: Sequence[str]) -> tuple[int, bool]:
    """The place of the last thing of the listing that the pieces begin with, and whether no «or» stands in it."""
    for n in range(2, len(pieces), 2):
        either = pieces[n - 1] != "、"
        more = n + 2 < len(pieces) and not (either and pieces[n + 1] == "、")
        if not more or _goes_on(pieces[n]):
            return n, not any(each != "、" for each in pieces[1 : n + 1 : 2])
    return 2, pieces[1] == "、"


def _goes_on(item: str) -> bool:
    """Whether what stands between two breaks goes on behind the thing: 田间地头建预冷."""
    words = tagged(item)
    does = (n for n, (word, tag) in enumerate(words[:-1]) if n and (tag in ("v", "p") or word in _BOUNDS))
    return bool(re.search("[,; ]|[和与及跟]", item)) or any(does)


def _sides(left: str, right: str, middle: Sequence[str]) -> tuple[str, str, str, str]:
    """What belongs to all things listed in front of them, the first and the last of them, and what belongs to all
    behind them; those between are `middle`.

    >>> _sides("新建试飞基地", "试飞场的", [])
    ('新建', '试飞基地', '试飞场', '的')
    >>> _sides("国家级", "省级质检中心", []), _sides("开展助餐", "助洁服务", ["助浴"])
    (('', '国家级', '省级', '质检中心'), ('开展', '助餐', '助洁', '服务'))
    """
    kind = _OF_KIND.search(right)
    whole = right if kind is None or not kind.start() else right[: kind.start()]
    before, behind = tagged(left), tagged(whole)
    at, to = _cut(before, behind, middle)
    if kind is not None and kind.start():
        to = len(behind)
    one, other = joined(before[at:]), joined(behind[:to])
    if kind is None and at and len({each[0] for each in (one, other, *middle)}) == 1 and len(one) <= _SHORT:
        other = right[: len(one)] if all(len(m) == len(one) for m in middle) else other
    return left[: len(left) - len(one)], one, other, right[len(other) :]


def _cut(left: Sequence[Word], right: Sequence[Word], middle: Sequence[str]) -> tuple[int, int]:
    """Where the first thing begins in what stands in front and the last ends in what stands behind; what is in
    quotation marks is one."""
    at, to = best_cut(left, right, [tagged(each) for each in middle])
    if left[-1][0] == '"':
        at = next((n for n in range(len(left) - 2, -1, -1) if left[n][0] == '"'), 0)
    if right[0][0] == '"':
        to = next((n + 1 for n in range(1, len(right)) if right[n][0] == '"'), 1)
    return at, to


def _words_of_name(words: Sequence[Word]) -> int:
    """How many words at the beginning name a thing, of which the first may be a verb: 移动支付."""
    for count, (word, tag) in enumerate(words):
        named = tag[:1] in _NAMES or tag == "vn" or (tag == "v" and not count)
        if not named or word in _BOUNDS:
            return count
    return len(words)


def _behind_name(text: str) -> str:
    """The text behind the name of a thing at its beginning: 给建驿站 of 新就业群体给建驿站."""
    words = tagged(_before_bound(text))
    noun = next((n for n, (_, tag) in enumerate(words) if tag.startswith("n")), len(words) - 1)
    goes_on = bool(words) and _words_of_name(words[noun + 1 : noun + 2]) > 0
    end = noun + 1 + (_words_of_name(words[noun + 1 :]) if goes_on else 0)
    return text[len(joined(words[:end])) :]


def _behind_bound(text: str) -> str:
    return re.split("[,; ]", text)[-1]


def _before_bound(text: str) -> str:
    return re.split("[,; ]", text)[0]
