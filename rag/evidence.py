"""Passages → sentences scored against the question."""

import math
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from index.cleaning import sentence_spans
from index.documents import Chunk
from index.embedding import Embedder, load_embedder
from index.lexicon import HAN, bigrams, fold_text, segment
from index.local import LocalIndex
from rag.question import Understanding
from rag.terms import Term
from rag.wording import Expects

# How much a term counts by what it is: names and things decide, verbs and numbers less, the rest little.
_PART_OF_SPEECH = {
    **dict.fromkeys(("n", "e", "j"), 1.0),
    "x": 0.9,
    **dict.fromkeys(("l", "i"), 0.8),
    "v": 0.7,
    **dict.fromkeys(("a", "b", "t"), 0.6),
    "m": 0.5,
}
_OTHER_PART_OF_SPEECH = 0.4
# Credit of a term that is not literally in the sentence.
_SYNONYM, _HEADING, _OUTER_HEADING, _PARTIAL = 0.9, 0.9, 0.6, 0.7
_SIMILAR, _SIMILAR_FROM = 0.8, 0.5  # credit times the cosine of a word of like meaning, and the least such cosine
_WORDS_REMEMBERED = 256  # chunks whose words' vectors are, which take five times the room
_REMEMBERED = 4_096  # chunks whose sentences and vectors are kept in memory
_UNKNOWN_DISCOUNT = 0.4  # further times that: a word of the asker's own proves little there
_UNKNOWN_NAME, _UNKNOWN_OTHER = 0.5, 0.35  # weight of a word that no document uses: another wording, or not there
_ALREADY_TOLD = 0.3  # times the share of its bigrams that the last answer has
_CORE = 0.8  # times the heaviest term's weight: the words that a question turns on
_ONE_CHARACTER = 0.3
_IN_TITLE = 0.4
_CONTEXT = 0.4  # weight of words from the turn before
# How much meaning counts beside words: in Chinese, in a language that shares some of its characters, in any other.
_COSINE_SHARE, _COSINE_SHARE_KINDRED, _COSINE_SHARE_FOREIGN = 0.3, 0.5, 0.8
_NEGATIONS = ("不", "未", "无", "非")
_ASIDE = re.compile(r"[（(][^（）()]*[）)]")
# A figure, or Chinese numerals with what they count; 一批 and 第一 count nothing, 三个代表 is a name.
_NUMBER = re.compile(
    r"\d|(?:[二三四五六七八九十百千万亿两]|(?<![统第])一(?!批|些|定|般|体|系列|步))+(?:家|个(?!代表)|户|项|人|名|成|倍|条|种|座|所|大|类|级|元|吨|亩|米|公里|岁|天|年|月|日|小时|次|分)"
)
_DATE = re.compile(r"\d{4}年|[○〇一二三四五六七八九]{4}年|之日|\d+月|十[一二三四五]五|期间|年底|年内|日起")
_ORGANISATION = re.compile(r"负责|牵头|会同|主管|配合|[厅局委办部]|人民政府|机构|小组")
_ENUMERATION = re.compile(r"、[^。；]*[、和及与]")
_MONEY = re.compile(r"[元币]")
_ASKS_MONEY = re.compile(r"(?:多少|几)[十百千万亿]*元|多少钱|多大.{0,4}(?:资金|投资)|how much money")
_LINE, _STOPS = 14, "。;!?"  # folded characters of a line that is no sentence, and what ends one
# A heading with such a word is a rule of its own: 本措施自发布之日起实施.
_SAYS = re.compile(r"自.*起|负责|不得|应当|可以|免|给予")
_TYPE_BONUS = 0.1
_WINDOW, _CLOSENESS = 60, 0.4  # code points within which terms belong together, and how much that counts


@dataclass(frozen=True)
class Sentence:
    """A sentence of a chunk with the asides that belong to it: `（省物价局负责）` stays with what it is about."""

    document_id: str
    heading_path: tuple[str, ...]
    start: int
    end: int
    text: str

    @cached_property
    def folded(self) -> str:
        return fold_text(self.text)

    @cached_property
    def heading(self) -> str:
        """The heading right above, folded."""
        return fold_text(self.heading_path[-1]) if self.heading_path else ""

    @cached_property
    def outer_headings(self) -> str:
        """The headings above that one, folded."""
        return fold_text(" ".join(self.heading_path[:-1]))

    @cached_property
    def is_label(self) -> bool:
        """Whether it says nothing by itself: the heading of its section, a signature, a date line."""
        short = len(self.folded) <= _LINE and self.folded[-1] not in _STOPS and ":" not in self.folded
        alone = short or self.folded.rstrip("。") == self.heading
        return alone and not _SAYS.search(self.folded)

    @cached_property
    def boundaries(self) -> frozenset[int]:
        """Offsets in `folded` where a word starts or ends."""
        import rjieba

        offsets, at = {0}, 0
        for word in rjieba.cut(self.folded):
            at += len(word)
            offsets.add(at)
        return frozenset(offsets)

    def find(self, term: str) -> int:
        """Where the folded term stands in `folded`, -1 if nowhere; pieces of two words that meet are no term.

        上市 is not in 各地级以上市政府, nor 超过 in 不超过.
        """
        at = self.folded.find(term)
        while at >= 0:
            crosses = any(at < offset < at + len(term) for offset in self.boundaries)
            whole = not crosses or (at in self.boundaries and at + len(term) in self.boundaries)
            if whole and self.folded[at - 1 : at] not in _NEGATIONS:
                return at
            at = self.folded.find(term, at + 1)
        return -1

    def names(self, place: str) -> bool:
        """Whether the sentence or a heading above it has the folded name."""
        return self.find(place) >= 0 or place in self.heading or place in self.outer_headings


@dataclass(frozen=True, slots=True)
class Match:
    """A sentence with how well it answers, in 0…1; `matched` has each term's credit.

    `coverage` is the share of the question's weight that the sentence holds, `core` the share among the words that
    weigh most: without these it speaks of something else. `fits` when it holds the kind of thing asked for,
    `by_meaning` when the question shares no word with any document and only meanings could be compared.
    """

    sentence: Sentence
    score: float
    coverage: float
    core: float
    fits: bool
    by_meaning: bool
    matched: dict[str, float]


@lru_cache(maxsize=_REMEMBERED)
def sentences(chunk: Chunk) -> tuple[Sentence, ...]:
    """The sentences of a chunk; one that is only an aside in brackets joins the sentence before it."""
    spans: list[tuple[int, int]] = []
    for span in sentence_spans(chunk.text):
        text = chunk.text[span.start : span.end]
        if spans and _ASIDE.fullmatch(text):
            spans[-1] = (spans[-1][0], span.end)
        else:
            spans.append((span.start, span.end))
    return tuple(
        Sentence(chunk.document_id, chunk.heading_path, chunk.start + a, chunk.start + b, chunk.text[a:b])
        for a, b in spans
    )


@lru_cache(maxsize=_REMEMBERED)
def _sentence_vectors(chunk: Chunk) -> NDArray[np.float32]:
    """The meaning of each of the chunk's sentences, (sentences, dimension), unit rows."""
    return static_embedder().embed_documents([sentence.text for sentence in sentences(chunk)])


@lru_cache(maxsize=_WORDS_REMEMBERED)
def _word_vectors(chunk: Chunk) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    """The chunk's words of two characters and more with their meanings, (words, dimension), unit rows."""
    words = tuple({word for word in segment(fold_text(chunk.text)) if len(word) > 1})
    return words, static_embedder().embed_documents(words)


@lru_cache(maxsize=1)
def static_embedder() -> Embedder:
    """The built-in model whatever the index was embedded with: it costs microseconds a sentence."""
    return load_embedder(None)


class Scorer:
    """Scores sentences against one question: covered terms weighted by rarity, meaning, expected kind of answer.

    Meaning is the cosine of the built-in static model. A word that no document uses also matches words that mean much
    the same.
    """

    def __init__(self, index: LocalIndex, understanding: Understanding) -> None:
        scope = index.documents(understanding.filters)
        titles = [fold_text(info.metadata.title or "") for info in scope] if len(scope) == 1 else []
        self.understanding = understanding
        self._terms = {term.text: term for term in (*understanding.context_terms, *understanding.terms)}
        foreign = not understanding.language.startswith("zh")
        known = {term.text: _known(index, term) for term in self._terms.values()}
        discount = _UNKNOWN_DISCOUNT if understanding.kind == "survey" or foreign else 1.0
        self.weights = {
            term.text: _weight(index, term) * (1.0 if known[term.text] else discount) for term in understanding.terms
        }
        # Words of the turn before help where they are found; a sentence without them lacks nothing.
        self._context = {
            term.text: _CONTEXT * _weight(index, term)
            for term in understanding.context_terms
            if term.text not in self.weights
        }
        for term in self.weights:
            # 深圳的若干措施从…: words of the title tell which document is meant, not what is asked of it.
            if any(term in title for title in titles):
                self.weights[term] *= _IN_TITLE
        self._cosine_share = _COSINE_SHARE
        if foreign:
            self._cosine_share = _COSINE_SHARE_KINDRED
            # Words of another language stand in no document, but numbers, names and Chinese characters may.
            self.weights = {t: w for t, w in self.weights.items() if HAN.match(t) or known[t]}
        self.by_meaning = not any(HAN.match(term) for term in self.weights)
        if self.by_meaning:
            self._cosine_share = _COSINE_SHARE_FOREIGN
        # 哪些省份提出, 1+1: a frame without content asks for nothing.
        worded = bool(re.search(r"[^\W\d_]{2,}", understanding.focus))
        self._says_something = bool(self.weights or self._context) if not foreign else worded
        heaviest = max(self.weights.values(), default=0.0)
        self._core = [term for term, weight in self.weights.items() if weight >= _CORE * heaviest]
        self._question = static_embedder().embed_query(understanding.focus)
        unknown = [t for t in self.weights if HAN.match(t) and len(t) > 1 and not known[t]]
        self._unknown = {term: static_embedder().embed_query(term) for term in unknown}
        self._earlier = set(bigrams(fold_text(understanding.earlier_answer)))

    def rank(self, chunks: Iterable[Chunk]) -> list[Match]:
        """The sentences of the chunks, best first; headings that say nothing else only for a survey."""
        matches = []
        for chunk in chunks if self._says_something else ():
            if sentences(chunk):
                similar = self._similar_words(chunk)
                cosines = _sentence_vectors(chunk) @ self._question
                matches += [
                    self._match(sentence, max(float(cosine), 0.0), similar)
                    for sentence, cosine in zip(sentences(chunk), cosines, strict=True)
                    if self.understanding.kind == "survey" or not sentence.is_label
                ]
        return sorted(matches, key=lambda match: (-match.score, match.sentence.document_id, match.sentence.start))

    def _similar_words(self, chunk: Chunk) -> dict[str, list[tuple[float, str]]]:
        """For each word that no document uses, the chunk's words that may stand for it, most similar first."""
        if not self._unknown:
            return {}
        words, vectors = _word_vectors(chunk)
        found = {}
        for term, vector in self._unknown.items():
            cosines = (float(cosine) for cosine in vectors @ vector)
            close = [(c, w) for c, w in zip(cosines, words, strict=True) if c >= _SIMILAR_FROM]
            found[term] = sorted(close, reverse=True)
        return found

    def _match(self, sentence: Sentence, cosine: float, similar: dict[str, list[tuple[float, str]]]) -> Match:
        found = {term: self._credit(term, sentence, similar.get(term, ())) for term in self.weights}
        credits = {term: credit for term, (credit, _) in found.items()}
        total = sum(self.weights.values()) or 1.0
        context = sum(w * self._credit(t, sentence, ())[0] for t, w in self._context.items()) / total
        coverage = min(self._share(credits, self.weights) + context, 1.0)
        close = min(self._close_together(found) / total + context, 1.0)
        score = (1 - self._cosine_share) * (
            (1 - _CLOSENESS) * coverage + _CLOSENESS * close
        ) + self._cosine_share * cosine
        score += _type_bonus(self.understanding.expects, sentence) - self._told(sentence)
        core = self._share(credits, self._core) if self._core else 1.0
        fits = _holds_answer(self.understanding, sentence)
        return Match(sentence, min(max(score, 0.0), 1.0), coverage, core, fits, self.by_meaning, credits)

    def _share(self, credits: dict[str, float], terms: Collection[str]) -> float:
        """The share of the terms' weight that the credits make up."""
        total = sum(self.weights[term] for term in terms)
        return sum(self.weights[term] * credits[term] for term in terms) / total if total else 0.0

    def _close_together(self, found: dict[str, tuple[float, int]]) -> float:
        """The most weight that terms within one window of the sentence hold; headings count everywhere."""
        everywhere = sum(self.weights[t] * credit for t, (credit, at) in found.items() if at < 0)
        placed = sorted((at, self.weights[t] * credit) for t, (credit, at) in found.items() if at >= 0)
        return everywhere + max(
            (sum(w for at, w in placed if start <= at < start + _WINDOW) for start, _ in placed), default=0.0
        )

    def _told(self, sentence: Sentence) -> float:
        """Penalty for a sentence that the turn before already gave as its answer."""
        if not self._earlier:
            return 0.0
        pairs = set(bigrams(sentence.folded))
        return _ALREADY_TOLD * len(pairs & self._earlier) / max(len(pairs), 1)

    def _credit(self, term: str, sentence: Sentence, similar: Sequence[tuple[float, str]]) -> tuple[float, int]:
        """How far the sentence has the term, and where in it; -1 where it has it only through its headings."""
        if (at := sentence.find(term)) >= 0:
            return 1.0, at
        if (at := max((sentence.find(other) for other in self._terms[term].others), default=-1)) >= 0:
            return _SYNONYM, at
        if term in sentence.heading:
            return _HEADING, -1
        if term in sentence.outer_headings:
            return _OUTER_HEADING, -1
        for cosine, word in similar:
            if (at := sentence.find(word)) >= 0:
                return _SIMILAR * cosine, at
        if not HAN.match(term) or len(term) < 3:
            return 0.0, -1
        pairs = [term[i : i + 2] for i in range(len(term) - 1)]
        places = [at for pair in pairs if (at := sentence.folded.find(pair)) >= 0]
        return _PARTIAL * len(places) / len(pairs), places[0] if places else -1


def _weight(index: LocalIndex, term: Term) -> float:
    """Rarity in the index (BM25's inverse document frequency) by part of speech; one character counts little."""
    import rjieba

    frequency = _frequency(index, term.text) or max((_frequency(index, word) for word in term.others), default=0)
    rarity = math.log(1 + (index.chunk_count - frequency + 0.5) / (frequency + 0.5))
    tags = [tag for _, tag in rjieba.tag(term.text)]
    kind = max(_PART_OF_SPEECH.get(tag[:1], _OTHER_PART_OF_SPEECH) for tag in tags) if tags else 1.0
    if not frequency:
        kind *= _UNKNOWN_NAME if kind == 1.0 else _UNKNOWN_OTHER
    # One character alone is mostly grammar, unless it is known to stand for a word: 押 for 质押.
    return rarity * kind * (_ONE_CHARACTER if len(term.text) == 1 and not term.others else 1.0)


def _known(index: LocalIndex, term: Term) -> bool:
    """Whether a document uses the term or a word that stands for it."""
    return any(_frequency(index, word) for word in (term.text, *term.others))


def _frequency(index: LocalIndex, word: str) -> int:
    """How many chunks hold the word; of a phrase that is no word, at most as many as hold its rarest bigram."""
    pairs = bigrams(word)
    return index.chunk_frequency(word) or min(map(index.chunk_frequency, pairs), default=0)


def _holds_answer(understanding: Understanding, sentence: Sentence) -> bool:
    """Whether the sentence has a figure for «how many», one of money for «how much money», a time for «when»."""
    if understanding.expects == "number":
        asks_money = bool(_ASKS_MONEY.search(understanding.standalone))
        return bool(_NUMBER.search(sentence.folded)) and (not asks_money or bool(_MONEY.search(sentence.folded)))
    return understanding.expects != "date" or bool(_DATE.search(sentence.folded))


def _type_bonus(expects: Expects, sentence: Sentence) -> float:
    pattern = {"number": _NUMBER, "date": _DATE, "organisation": _ORGANISATION, "list": _ENUMERATION}.get(expects)
    if pattern is None:
        return 0.0
    return _TYPE_BONUS if pattern.search(sentence.text) else -_TYPE_BONUS
