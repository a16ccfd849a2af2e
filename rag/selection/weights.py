"""How much each word of a question counts: by its rarity, and less where titles or any answer have it anyway."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from index.lexicon import HAN, fold_text
from index.local import LocalIndex
from rag.language.dates import YEAR
from rag.search import rarity
from rag.understanding.question import Understanding

_UNKNOWN_DISCOUNT = 0.4  # of the weight of a word of the asker's own, which proves little
_MEASURES = frozenset(
    ["目标", "指标", "标准", "数量", "数额", "金额", "额度", "达到", "保持", "实现", "超过", "要求", "钱"]
)
"""Words of a question after a figure that any figure expresses: 产量目标是多少 is answered by 产量保持在1.3万亿斤."""
_EXPRESSED, _EXPRESSED_BY_YEAR = 0.3, 0.1  # of the weight of such a word, and where a survey asks for those of a year
_LIGHT = 0.4  # of the weight of a verb in front of what it does something with
_CORE = 0.8  # times the heaviest term's weight: the words that a question turns on
_IN_TITLE = 0.4
_CONTEXT = 0.4  # weight of words from the turn before


@dataclass(frozen=True, slots=True)
class Weights:
    """The weight of each of a question's `own` words and of those of the turn before, its `context`.

    `core` are the words that the question turns on, `measures` those that any figure expresses, `unknown` the Chinese
    ones that no document uses, which are `foreign` as a share of the weight of all.
    """

    own: Mapping[str, float]
    context: Mapping[str, float]
    core: tuple[str, ...]
    measures: frozenset[str]
    unknown: frozenset[str]
    foreign: float


def weigh(index: LocalIndex, understanding: Understanding, light: Collection[str] = ()) -> Weights:
    """The weights of a question's words; `light` are words of a survey that say little of what is asked."""
    foreign = not understanding.language.startswith("zh")
    translated = understanding.language == "en"  # every word of it, so that what no document uses is not spoken of
    known = {term.text: rarity.is_known(index, term) for term in understanding.terms}
    discount = _UNKNOWN_DISCOUNT if understanding.kind == "survey" or (foreign and not translated) else 1.0
    common = understanding.kind != "survey"  # whose bounds were set on weights without it
    own = {
        term.text: rarity.weight(index, term, common=common) * (1.0 if known[term.text] else discount)
        for term in understanding.terms
    }
    for term in light:
        own[term] *= _LIGHT
    # Words of the turn before help where they are found; a sentence without them lacks nothing.
    context = {
        term.text: _CONTEXT * rarity.weight(index, term) for term in understanding.context_terms if term.text not in own
    }
    own, measures = _less_of_measures(_less_of_title(own, index, understanding), understanding)
    if foreign:
        # Words of another language stand in no document, but numbers, names and Chinese characters may.
        own = {t: w for t, w in own.items() if HAN.match(t) or known[t]}
    heaviest = max(own.values(), default=0.0)
    whole = {t.text: rarity.weight(index, t, known=True) for t in understanding.terms if t.text in own}
    unheard = {} if translated else {t: w for t, w in whole.items() if not known[t]}
    return Weights(
        own,
        context,
        core=tuple(term for term, weight in own.items() if weight >= _CORE * heaviest),
        measures=measures,
        unknown=frozenset(t for t in own if HAN.match(t) and len(t) > 1 and not known[t]),
        foreign=sum(unheard.values()) / (sum(whole.values()) or 1.0),
    )


def _less_of_title(weights: Mapping[str, float], index: LocalIndex, understanding: Understanding) -> dict[str, float]:
    """The weights, less for words of the title of the only document in scope, which tell which is meant and not what
    is asked of it: 深圳的若干措施从…."""
    scope = index.documents(understanding.filters)
    title = fold_text(scope[0].metadata.title or "") if len(scope) == 1 else ""
    return {term: weight * (_IN_TITLE if term in title else 1.0) for term, weight in weights.items()}


def _less_of_measures(
    weights: Mapping[str, float], understanding: Understanding
) -> tuple[dict[str, float], frozenset[str]]:
    """The weights and the words that any figure expresses where one is asked for; where there are others these count
    less."""
    # 提出2020年目标: whoever says what is to be in that year.
    of_year = understanding.kind == "survey" and any(map(YEAR.fullmatch, weights))
    asked = understanding.expects == "number" or of_year
    measures = _MEASURES & set(weights) if asked else frozenset[str]()
    share = _EXPRESSED_BY_YEAR if of_year else _EXPRESSED
    if len(measures) == len(weights):
        return dict(weights), measures
    return {term: weight * (share if term in measures else 1.0) for term, weight in weights.items()}, measures
