"""The ways in which what is asked may be said: 试飞基地或试飞场, 氢能(如制氢、储氢), 骑手、司机等新就业群体."""

import re
from collections.abc import Sequence
from itertools import product
from math import log2

_MOST = 8  # alternatives of one text
_FURTHEST = 9  # words from the break at which a thing may begin or end
_BREAK = re.compile("(、(?:或者?是?)?|或(?!许)者?是?)")
_OR_MORE = re.compile("或者?(?:更[多高低少大长]|以[上下])")
_BRACKET = re.compile(r"\(([^()]*)\)")
_LED = re.compile("^(?:[也即]?就?是指?|即|亦?称|比如|譬如|诸如|例如|包括|包含|含|如|像|特别是|尤其是)[:,]?|等等?$")
_NO_NAME = re.compile("而?(?:不|非|没|无)|除|左右|以[上下内]|仅|只|限|[按每]|.*除外")
"""In brackets what is no other name of what stands in front of them: (而不是…), (按年计)."""
_EXAMPLES = re.compile("[,;](?:比如|譬如|诸如|例如|包括|特别是|尤其是|像|如)说?(?=[^,;]{2,}$)")
_ANOTHER_CLAUSE = re.compile(r"[,;]\s*(?:或者?是?|要么)")
_ALL = re.compile("[和与及跟都均的]|以及|[这那]?[两二三四五几]")
"""Behind things listed of which all are meant."""
_OF_KIND = re.compile("(?:等|[这那此之一诸]一?[类种些样级])的?")
"""Behind a list, in front of what all of it is: 骑手、司机等新就业群体."""

Word = tuple[str, str]  # with its part of speech


def alternatives(text: str) -> list[str]:
    """The texts of which a document has to say one, each once, the whole first where all of it may be meant.

    >>> alternatives("支持购买、租赁或改造保障性住房")
    ['支持购买保障性住房', '支持租赁保障性住房', '支持改造保障性住房']
    >>> alternatives("氢能(如制氢、储氢)"), alternatives("电子认证或数字证书"), alternatives("推广电子签名与认证")
    (['氢能', '制氢', '储氢'], ['电子认证', '数字证书'], ['推广电子签名与认证'])
    """
    found = [each for named in _names(_OR_MORE.sub("", text)) for each in _choices(named)]
    return list(dict.fromkeys(each.strip(" ,、;") for each in found))[:_MOST]


def _names(text: str) -> list[str]:
    """The text, with what in brackets, as an example or behind an «or» is another name of what it says."""
    if either := _ANOTHER_CLAUSE.search(text):
        first = text[: either.start()]
        return [first, first[: first.rfind(",") + 1] + text[either.end() :]]
    if examples := _EXAMPLES.search(text):
        return [text[: examples.start()], *_BREAK.split(text[examples.end() :])[::2]]
    bracket = _BRACKET.search(text)
    if bracket is None:
        return [text]
    before, after, within = text[: bracket.start()], text[bracket.end() :], _LED.sub("", bracket[1].strip())
    if _BREAK.match(within):
        return _names(f"{before}{within}{after}")
    others = [] if _NO_NAME.match(within) or not before.strip() else _BREAK.split(within)[::2]
    return [
        *_names(before + after),
        *(f"{_in_front(before, other)}{other}{after}" for other in others if len(other) > 1),
    ]


def _in_front(before: str, other: str) -> str:
    """What holds for what stands in a bracket too, which is about as long as what it renames: 支持 of
    支持新能源汽车(如氢能汽车). Nothing where only a thing is named."""
    words = _tagged(before)
    kept = next((n for n in range(len(words)) if len(_joined(words[n:])) <= len(other)), 0)
    return _joined(words[:kept]) if words[0][1] in ("v", "p") else ""


def _choices(text: str) -> list[str]:
    """The text with one of the things listed in it, for each listing, behind itself where all of it may be meant."""
    pieces = _BREAK.split(text)
    last = next((n for n in range(2, len(pieces), 2) if _ends_at(pieces, n)), 0)
    left, middle, right = pieces[0].split(",")[-1].split(" ")[-1], pieces[2:last:2], re.split("[,; ]", pieces[last])[0]
    if last == 0 or not all([left, *middle, right]):
        return [text]
    kind = _OF_KIND.search(right)
    one, other = _ends(left, right, middle)
    other = right[: kind.start()] if kind and kind.start() else other
    head, rest = pieces[0].removesuffix(one), "".join(pieces[last:]).removeprefix(other)
    is_open = all(each == "、" for each in pieces[1:last:2])
    if is_open and _ALL.match(rest):
        return [text]
    if rest.startswith("、"):  # 建中心或者设立标志牌、界桩
        return [*(f"{head}{item}" for item in (one, *middle)), *_choices(f"{head}{other}{rest}")]
    tails = _choices(_behind_kind(rest))[:_MOST]
    told = [f"{head}{item}{tail}" for item in (one, *middle, other) for tail in tails]
    return [text, *told] if is_open else told


def _ends_at(pieces: Sequence[str], n: int) -> bool:
    """Whether a listing ends with that piece, which goes on behind the thing: 田间地头建预冷."""
    goes_on = re.search("[,; ]", pieces[n]) or any(tag in ("v", "p") for _, tag in _tagged(pieces[n])[1:-1])
    return bool(goes_on) or (pieces[n - 1] != "、" and pieces[n + 1 :][:1] == ["、"]) or n == len(pieces) - 1


def _behind_kind(text: str) -> str:
    """The text without what says at its beginning what all things listed are: 给建驿站 of 等新就业群体给建驿站."""
    if not (kind := _OF_KIND.match(text)):
        return text
    words = _tagged(text[kind.end() :])
    nouns = [_is_noun(word) for word in words] + [False]
    end = next((n for n in range(len(words)) if nouns[n] and not nouns[n + 1]), -1)
    return _joined(words[end + 1 :])


def _ends(left: str, right: str, middle: Sequence[str]) -> tuple[str, str]:
    """The end of what stands in front of a listing's first break and the beginning of what stands behind its last that
    are most alike, and most like what is between; how much each trait counts are rules of thumb.

    >>> _ends("国家级", "省级质检中心", []), _ends("开展助餐", "助洁服务", ["助浴"])
    (('国家级', '省级'), ('助餐', '助洁'))
    """
    before, behind, between = _tagged(left), _tagged(right), [_tagged(each) for each in middle]

    def likely(cut: tuple[int, int]) -> float:
        one, other = before[cut[0] :], behind[: cut[1]]
        pairs = [(one, between[0]), (between[-1], other)] if between else [(one, other)]
        tag = before[cut[0] - 1][1] if cut[0] else ""
        begins = 0.9 * (tag in ("v", "p")) - 1.5 * (tag[:1] in ("a", "b"))
        noun_cut_off = any(_is_noun(word) for word in behind[cut[1] : cut[1] + 1])
        particles = [sum(tag[0] == "u" for _, tag in words) for words in (one, other, other[-1:])]
        apart = bool(particles[0]) != bool(particles[1])
        return sum(map(_alike, pairs)) + begins - 2.0 * noun_cut_off - 1.5 * (apart + particles[2])

    places = product(range(max(len(before) - _FURTHEST, 0), len(before)), range(1, min(len(behind), _FURTHEST) + 1))
    at, to = max(places, key=likely)
    return _joined(before[at:]), _joined(behind[:to])


def _alike(pair: tuple[Sequence[Word], Sequence[Word]]) -> float:
    """How alike two things begin and end, and how long they are."""
    (one, first), (other, second) = ((_joined(words), words[0][1][0]) for words in pair)
    ends = 3.0 * (one[-1] == other[-1]) + 1.7 * (one[0] == other[0]) + 1.1 * (first == second)
    return ends - 2.2 * abs(log2(len(one) / len(other)))


def _is_noun(word: Word) -> bool:
    return word[1][0] == "n" or word[1] == "vn"


def _joined(words: Sequence[Word]) -> str:
    return "".join(word for word, _ in words)


def _tagged(text: str) -> list[Word]:
    """The words with their parts of speech; what is in quotation marks is one."""
    import rjieba

    parts = re.split('("[^"]*")', text)
    return [word for part in parts for word in ([(part, "n")] if part[:1] == '"' else rjieba.tag(part))]
