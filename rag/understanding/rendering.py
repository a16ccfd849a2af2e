"""A question in another language in Chinese words: what is known of its words, its figures, places and what it asks."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.documents import Span
from index.lexicon import fold_text
from index.regions import Region
from rag.language.dates import YEAR
from rag.language.terms import Term
from rag.scoping.whereabouts import named_in
from rag.understanding.asking import Asks, Figure, asked_in, figures_in, is_money, with_unit
from rag.understanding.glossary import Known, bare, known_words

_BEFORE = 8  # in front of it, in Japanese and Korean
_APART = " " * 8 + "," + " " * 8
"""Between what asks with its thing and the other words, which are not asked for."""
_COUNTING = re.compile("多少[^元\\W]|哪")
_DETERMINERS = re.compile(
    r"(?:the|an?|of|for|its?|their|his|her|s|such|usual|total|overall|is|are|was|were|new|de|du|des|la|les?|l|d|est|sont|ist|sind|wird|el|los|las|del|al|der|die|das|des|dem|den|eine?[rsnm]?|von|\W|[.])*"
)
"""What stands between what asks and its thing."""
_BETWEEN = re.compile(r"[\s'’-]*")
_FIGURE = re.compile(r"(?<![\w.])\d+(?:[.,]\d+)*%?")
_HYPHENS = ("-", "–", "·", "・")
_CHARACTERS = re.compile("[\u4e00-\u9fff]{2,}")
"""Japanese words as Chinese has them too."""
_NOTHING = frozenset(["场合", "必要", "地域", "自治体", "文书", "对象", "可能", "予定", "地方", "都市", "以下", "以上"])
"""Those that do not say what is asked about."""
_HOW_MUCH = re.compile("how much|combien|cuánto|wie ?viel")
_HOW_LARGE = "多大"
_UTMOST = re.compile("minimum|maximum|cap|ceiling|upper limit")
_MEANINGS = 4  # Chinese words of one beside that are tried
_TOGETHER = 0.1  # share of the passages with a word that have it next to another, from which the two belong together
_ADJECTIVE_LAST = ("fr", "es")
_VERB_FINAL = ("ja", "ko")  # languages in which what asks stands behind its thing


@dataclass(frozen=True, slots=True)
class Rendering:
    """The Chinese words of a question in its order, set apart among them what `asks` with its thing; `terms` are those
    that it is about, each with the others that may be meant."""

    text: str = ""
    asks: str = ""
    terms: tuple[Term, ...] = ()


def rendered(text: str, spoken_in: str, used: Callable[[str], int] = lambda word: 1) -> Rendering:
    """The question in Chinese words; of a word's those come first that documents use, of which `used` tells how many
    passages do.

    >>> rendered("What is the fine?", "en").text, rendered("企業を何社育成しますか", "ja").asks
    ('罚款多少元', '多少家')
    >>> [rendered(q, "en").asks for q in ("How much was it fined?", "What are the minimum staff of a lab?")]
    ['多少元', '多少人']
    >>> rendered("What was Lishui's GDP?", "en").text.split()
    ['生产总值多少', ',', '丽水']
    """
    folded = fold_text(text)
    asks = asked_in(folded, spoken_in)
    figures = figures_in(folded, spoken_in)
    places = [Figure(span.start, span.end, region.name) for span, region in named_in(bare(folded))]
    masked = list(folded)
    taken = [(figure.start, figure.end) for figure in (*figures, *places)]
    if asks:
        taken += [(asks.start, asks.end), *((bound.start, bound.end) for bound in asks.bounds)]
    for start, end in taken:
        masked[start:end] = "." * (end - start)
    known = _by_use(known_words("".join(masked), spoken_in), folded, spoken_in, used)
    thing = _thing(asks, known, "".join(masked), spoken_in) if asks else []
    told: list[tuple[int, str]] = [(w.start, w.chinese[0]) for w in known if w not in thing]
    told += [(f.start, f.chinese) for f in (*figures, *places)]
    if spoken_in == "ja":
        for word in known:
            masked[word.start : word.end] = "." * (word.end - word.start)
        told += [(m.start(), m.group()) for m in _CHARACTERS.finditer("".join(masked)) if m.group() not in _NOTHING]
    plain = _FIGURE.finditer("".join(masked))
    told += [(m.start(), f"{m.group()}年" if YEAR.fullmatch(m.group()) else m.group()) for m in plain]
    words = thing[-1].chinese if thing else ()
    if asks and not thing and _HOW_MUCH.search(folded, asks.start, asks.end):
        words = tuple(word.chinese[0] for word in known if is_money(word.chinese[0]))
    elif asks and asks.chinese == _HOW_LARGE and not is_money("".join(words)):
        words = (*words, *(word.chinese[0] for word in known if word.start >= asks.end))
    asking = with_unit(asks.chinese, words) if asks else ""
    if asks and asks.bound and asking in ("什么", "哪些"):  # the minimum staff: 至少多少人
        counted = with_unit("多少", words)
        named = any(_UTMOST.fullmatch(folded, bound.start, bound.end) for bound in asks.bounds)
        asking = counted if counted != "多少" or (named and asking == "什么") else asking
    if asks:
        about = "".join(word.chinese[0] for word in thing)
        bound = asks.bound if asking.startswith(("多少", "多久", "百分")) else ""
        together = f"{bound}{asking}{about}" if _COUNTING.match(asking) else f"{about}{bound}{asking}"
        told.append((asks.start, f"{_APART}{together}{_APART}"))
    terms = [Term(word.chinese[0], word.chinese[1:]) for word in known]
    terms += [Term(figure.chinese, figure.others) for figure in figures]
    text = " ".join(dict.fromkeys(word for _, word in sorted(told))).strip(_APART)
    return Rendering(text, asking, _each_once(terms))


def with_places_joined(text: str) -> str:
    """The text with places that hyphens join called as in Chinese, where they are one name.

    >>> with_places_joined("the Beijing-Tianjin-Hebei region and Chengdu–Chongqing courts")
    'the 京津冀 region and 成渝 courts'
    """
    runs: list[list[tuple[Span, Region]]] = []
    for span, region in named_in(text):
        if runs and text[runs[-1][-1][0].end : span.start] in _HYPHENS:
            runs[-1].append((span, region))
        else:
            runs.append([(span, region)])
    for run in reversed([run for run in runs if len(run) > 1]):
        short = "".join(next((a for a in region.aliases if len(a) == 1), region.name[0]) for _, region in run)
        text = text[: run[0][0].start] + short + text[run[-1][0].end :]
    return text


def _each_once(terms: Sequence[Term]) -> tuple[Term, ...]:
    return tuple({term.text: term for term in reversed(terms)}.values())[::-1]


def _by_use(known: Sequence[Known], text: str, spoken_in: str, used: Callable[[str], int]) -> list[Known]:
    """The words with those of their Chinese words first that documents use, most of all next to a Chinese word of the
    one beside: 终端 rather than 码头 in terminal services."""
    chosen: list[Known] = []
    together = [_BETWEEN.fullmatch(text, a.end, b.start) is not None for a, b in pairwise(known)]
    for n, word in enumerate(known):
        before = known[n - 1].chinese[:_MEANINGS] if n and together[n - 1] else ()
        after = known[n + 1].chinese[:_MEANINGS] if n < len(together) and together[n] else ()
        if spoken_in in _ADJECTIVE_LAST:
            before, after = after, before
        frequency = {each: used(each) for each in word.chinese}
        beside = {each: _beside(each, before, after, used) / max(frequency[each], 1) for each in word.chinese}
        listed = [each for each in word.chinese if frequency[each]] or list(word.chinese)
        fitting = max(listed, key=beside.__getitem__)
        first = [fitting] if beside[fitting] >= _TOGETHER else []
        chosen.append(replace(word, chinese=tuple(dict.fromkeys((*first, *listed, *word.chinese)))))
    return chosen


def _beside(word: str, before: Sequence[str], after: Sequence[str], used: Callable[[str], int]) -> int:
    """How many passages may have the word next to one of the others, by the characters that meet there."""
    pairs = [other[-1] + word[0] for other in before] + [word[-1] + other[0] for other in after]
    return max(map(used, pairs), default=0)


def _thing(asks: Asks, known: Sequence[Known], text: str, spoken_in: str) -> list[Known]:
    """The words of what is asked about: the run of known words behind what asks, or in front of it."""
    if spoken_in in _VERB_FINAL:
        before = [word for word in known if word.end <= asks.start]
        near = bool(before) and asks.start - before[-1].end <= _BEFORE
        return before[-1:] if near and not _CHARACTERS.search(text, before[-1].end, asks.start) else []
    after = [word for word in known if word.start >= asks.end]
    if not after or not _DETERMINERS.fullmatch(text, asks.end, after[0].start):
        return []
    run = [after[0]]
    for word, then in pairwise(after):
        if not _BETWEEN.fullmatch(text, word.end, then.start):
            break
        run.append(then)
    return run
