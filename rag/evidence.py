"""Passages → sentences scored against the question."""

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from index.cleaning import sentence_spans
from index.documents import Chunk, Span
from index.lexicon import HAN, bigrams, fold_text
from index.local import LocalIndex
from rag import passage
from rag.answering import Features, Grounds, Linear, answering, chance
from rag.likeness import likeness, static_embedder
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
    r"\d|(?:[二三四五六七八九十百千万亿两]|(?<![统第])一(?!批|些|定|般|体|系列|步))+"
    r"(?:家|个(?!代表)|户|项|人|名|成|倍|条|种|座|所|大|类|级|元|吨|亩|斤|平方|米|公里|岁|天|周|年|月|日|小时|次|分|届|件|辆|台|套)"
    r"|[百千万亿]{2}"
)
_DATE = re.compile(r"\d{4}年|[○〇一二三四五六七八九]{4}年|之日|\d+月|十[一二三四五]五|期间|年底|年内|日起")
_DATE_OR_SPAN = re.compile(_DATE.pattern + r"|[\d一二两三四五六七八九十半]+个?(?:工作日|日|天|周|月|年|小时|分钟)")
_ASKS_SPAN = re.compile("几[年月天日周]|几个[月工小]|多久|多长时间|多少[年天日]")
_ORGANISATION = re.compile(r"负责|牵头|会同|主管|配合|[厅局委办部]|人民政府|机构|小组")
# Who does it: a word of responsibility or of deciding, or bodies named one after another.
_RESPONSIBLE = re.compile(
    r"负责|牵头|会同|主管|配合|责任(?:单位|部门)|(?:批准|聘任|审批|认定|组织|受理|印发)"
    r"|[委局办厅部会院府](?:[、和及与]|等部门)"
)
_ENUMERATION = re.compile(r"、[^。；]*[、和及与]")
# Years, dates and numbers of documents and standards are no answer to «how many».
_NO_FIGURE = re.compile(
    r"\d{4}(?:年?[-—~至]\d{4})?年(?:\d+月)?(?:\d+日)?|[\[(<]\d{4}[\])>]\s*\d*号?|第\s*[\d一二三四五六七八九十百]+\s*[条章款号届期]"
    r"|^[(]?\d+[.、)]|^[(]?[一二三四五六七八九十]+[、)]"
)
_KINDS_OF_FIGURE = tuple(
    (re.compile(asks), re.compile(holds))
    for asks, holds in (
        (r"(?:多少|几)[十百千万亿]*[元块]|多少钱|多大.{0,4}(?:资金|投资)|how much money", r"[元币]"),
        (r"百分之几|百分之多少|几成", r"%|百分之|[一二三四五六七八九]成|分之|倍|番|全(?:部|额)|免"),
    )
)
"""Questions after figures of one kind, and what such a figure looks like."""
_TITLE = re.compile(
    r"(?:通知|意见|措施|办法|方案|计划|规划|纲要|规定|细则|条例|公告|决定|报告)>?(?:[\[(<].{2,20}[\])>])?$"
)
_FORMULA = re.compile(
    "印发给你们|现予印发|特此(?:通知|公告)"
)  # says that there is a document, nothing of what is in it
_LINE, _STOPS = 14, "。;!?"  # folded characters of a line that is no sentence, and what ends one
# A heading with such a word is a rule of its own: 本措施自发布之日起实施.
_SAYS = re.compile(r"自.*起|负责|不得|应当|可以|免|给予")
_TYPE_BONUS = 0.1
_ASKS_DEFINITION = re.compile(
    r"^(?:什么|何)(?:是|叫|谓|为)|(?:是|指的?是?)什么(?:意思)?\??$|(?:含义|定义)|什么意思|具体指"
)
_UNIT = re.compile(
    r"(?:多少|几|百分)(?P<unit>之几|比例|比重|个工作日|平方米|平方公里|公里|万亩|亩|亿元|万元|元|年|天|周|个月|小时|[^\W\d几])"
)
_INTERROGATIVE = re.compile(r"多少|百分之几|几|什么|哪|谁|何时|如何|怎[样么]")
_HALF = 4  # places down the list at which a passage is found half as early
_NEAR = 5  # characters between a word and the one that asks
_ALIKE = 0.8  # share of character pairs from which two sentences say the same
_BESIDE = 400  # code points: a sentence that near belongs to the same passage
_BEFORE = 2  # sentences before one that are read with it
_LONG = 50  # characters from which a sentence is not short
_WINDOW, _CLOSENESS = 60, 0.4  # code points within which terms belong together, and how much that counts


Alike = Mapping[str, NDArray[np.float32]]
"""For each word of the documents its likeness to each word of the question."""
_Found = dict[str, tuple[float, int]]
"""For each term of the question how far a sentence has it, and where: -1 where only through its headings."""


@dataclass(frozen=True)
class Sentence:
    """A sentence of a chunk with the asides that belong to it: `（省物价局负责）` stays with what it is about.

    `lead` is the date at the beginning of its paragraph that holds for it too, `responsible` the aside at the
    paragraph's end that names who is responsible, each when it lies outside the sentence.
    """

    document_id: str
    heading_path: tuple[str, ...]
    start: int
    end: int
    text: str
    lead: Span | None = None
    lead_text: str = ""
    responsible: Span | None = None

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
        """Whether it says nothing by itself: a title, its section's heading, a signature, a date line, a question."""
        words = self.folded.strip("#* ")
        if not words or words.endswith("?") or _FORMULA.search(words):
            return True
        short = len(words) <= _LINE and words[-1] not in _STOPS and ":" not in words
        title = words[-1] not in _STOPS and bool(_TITLE.search(words)) and not re.search("[,。;]", words)
        alone = short or title or words.rstrip("。") == self.heading
        return alone and not _SAYS.search(words)

    @cached_property
    def _pieces(self) -> list[str]:
        import rjieba

        return rjieba.cut(self.folded)

    @cached_property
    def boundaries(self) -> frozenset[int]:
        """Offsets in `folded` where a word starts or ends."""
        return frozenset(accumulate(map(len, self._pieces), initial=0))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words of two characters and more, each once."""
        return tuple(dict.fromkeys(word for word in self._pieces if len(word) > 1))

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
    weigh most: without these it speaks of something else; `missing` is the share of the heaviest word that neither the
    sentence nor its headings nor its document's title hold, `unknown` that of the words that no document uses,
    `scoped` whether the question names its document or region.
    `fits` when it holds the kind of thing asked for,
    `by_meaning` when the question shares no word with any document and only meanings could be compared.
    """

    sentence: Sentence
    score: float
    coverage: float
    core: float
    fits: bool
    by_meaning: bool
    matched: dict[str, float]
    features: Features = Features()
    missing: float = 0.0
    unknown: float = 0.0
    scoped: bool = False


@lru_cache(maxsize=_REMEMBERED)
def sentences(chunk: Chunk, text: str = "") -> tuple[Sentence, ...]:
    """The sentences of a chunk; one that is only an aside in brackets joins the one before it.

    What lies beside them is known when the document's text is given.
    """
    spans: list[Span] = []
    for span in sentence_spans(chunk.text):
        if spans and _ASIDE.fullmatch(chunk.text[span.start : span.end]):
            spans[-1] = Span(spans[-1].start, span.end)
        else:
            spans.append(span)
    return tuple(_sentence(chunk, text, Span(chunk.start + span.start, chunk.start + span.end)) for span in spans)


def _sentence(chunk: Chunk, text: str, span: Span) -> Sentence:
    lead = passage.lead(text, span) if text else None
    responsible = passage.responsible(text, span) if text else None
    if responsible is not None and responsible.start < span.end:
        responsible = None
    return Sentence(
        chunk.document_id,
        chunk.heading_path,
        span.start,
        span.end,
        chunk.text[span.start - chunk.start : span.end - chunk.start],
        lead,
        fold_text(text[lead.start : lead.end]) if lead else "",
        responsible,
    )


@lru_cache(maxsize=_REMEMBERED)
def _sentence_vectors(chunk: Chunk, text: str) -> NDArray[np.float32]:
    """The meaning of each of the chunk's sentences, (sentences, dimension), unit rows."""
    return static_embedder().embed_documents([sentence.text for sentence in sentences(chunk, text)])


def ordered(ranked: Iterable[Match], model: Linear | None = None) -> list[Match]:
    """The matches by how well they answer; of a question compared by meaning, by their score."""
    model = model or answering().ranking
    return sorted(
        ranked,
        key=lambda m: (-m.score if m.by_meaning else -model.of(m.features), m.sentence.document_id, m.sentence.start),
    )


def grounds(ranked: Sequence[Match], model: Linear | None = None) -> Grounds:
    """What speaks for and against the first of the ordered matches, of which there is one at least."""
    model = model or answering().ranking
    best = ranked[0]
    rival = next((match for match in ranked[1:] if _rivals(best.sentence, match.sentence)), None)
    score = model.of(best.features)
    features = best.features
    return Grounds(
        score=model.share(features),
        ahead=chance(score - model.of(rival.features)) if rival else 1.0,
        coverage=features.coverage,
        own=features.own,
        core=features.core,
        cosine=features.cosine,
        pairs=features.pairs,
        holds=features.holds,
        lacks=features.lacks,
        unit=features.unit,
        head=features.head,
        missing=best.missing,
        unknown=best.unknown,
        scoped=float(best.scoped),
    )


def _rivals(best: Sentence, other: Sentence) -> bool:
    """Whether the other sentence is of another passage and says something else."""
    if best.document_id == other.document_id and abs(other.start - best.end) < _BESIDE:
        return False
    pairs = set(bigrams(best.folded))
    return len(pairs & set(bigrams(other.folded))) < _ALIKE * len(pairs)


class Scorer:
    """Scores sentences against one question: covered terms weighted by rarity, meaning, expected kind of answer.

    Meaning is the cosine of the built-in static model. A word that no document uses also matches words that mean much
    the same.
    """

    def __init__(self, index: LocalIndex, understanding: Understanding) -> None:
        self._index = index
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
        self._unknown = frozenset(t for t in self.weights if HAN.match(t) and len(t) > 1 and not known[t])
        self._compared = sorted(self._unknown)
        self._scoped = bool(understanding.filters.region or understanding.filters.document_id)
        self._head = _head(fold_text(understanding.standalone), self.weights)
        whole = {
            term.text: _weight(index, term, known=True) for term in understanding.terms if term.text in self.weights
        }
        self._foreign = sum(w for t, w in whole.items() if not known[t]) / (sum(whole.values()) or 1.0)
        self._earlier = set(bigrams(fold_text(understanding.earlier_answer)))
        self._pairs = {pair for term in self.weights for pair in bigrams(term)}
        self._unit = _unit_asked(understanding.standalone)
        self._definition = _definition_asked(fold_text(understanding.standalone), self.weights)
        self._titles: dict[str, str] = {}

    def rank(self, chunks: Iterable[Chunk]) -> list[Match]:
        """The sentences of the chunks, which are given best first, best first; mere headings only for a survey."""
        listed = list(chunks) if self._says_something else []
        read = [sentences(chunk, self._index.text(chunk.document_id)) for chunk in listed]
        alike = likeness(self._compared, (word for inside in read for sentence in inside for word in sentence.words))
        matches = [
            match
            for place, (chunk, inside) in enumerate(zip(listed, read, strict=True))
            for match in self._matches(chunk, inside, alike, _HALF / (_HALF + place))
        ]
        return sorted(matches, key=lambda match: (-match.score, match.sentence.document_id, match.sentence.start))

    def _matches(self, chunk: Chunk, inside: Sequence[Sentence], alike: Alike, found_early: float) -> Iterator[Match]:
        if not inside:
            return
        cosines = _sentence_vectors(chunk, self._index.text(chunk.document_id)) @ self._question
        likes = [self._likes(sentence, alike) for sentence in inside]
        found = [
            {term: self._credit(term, sentence, like.get(term)) for term in self.weights}
            for sentence, like in zip(inside, likes, strict=True)
        ]
        for at, sentence in enumerate(inside):
            if self.understanding.kind == "survey" or not sentence.is_label:
                beside = found[max(at - _BEFORE, 0) : at] + found[at + 1 : at + 2]
                yield self._match(sentence, max(float(cosines[at]), 0.0), found[at], beside, found_early)

    def _likes(self, sentence: Sentence, alike: Alike) -> dict[str, tuple[float, str]]:
        """For each of the question's words the sentence's word most like it, with the cosine."""
        if not self._compared or not sentence.words:
            return {}
        rows = np.array([alike[word] for word in sentence.words])
        best = rows.argmax(axis=0)
        return {
            term: (float(rows[row, n]), sentence.words[row])
            for n, (term, row) in enumerate(zip(self._compared, best, strict=True))
        }

    def _title(self, document_id: str) -> str:
        """The document's title, folded."""
        if document_id not in self._titles:
            title = self._index.by_id[document_id].metadata.title
            self._titles[document_id] = fold_text(title or "")
        return self._titles[document_id]

    def _match(
        self,
        sentence: Sentence,
        cosine: float,
        found: _Found,
        beside: Sequence[_Found],
        found_early: float,
    ) -> Match:
        credits = {term: credit for term, (credit, _) in found.items()}
        total = sum(self.weights.values()) or 1.0
        context = sum(w * self._credit(t, sentence)[0] for t, w in self._context.items()) / total
        coverage = min(self._share(credits, self.weights) + context, 1.0)
        close = min(self._close_together(found) / total + context, 1.0)
        score = (1 - self._cosine_share) * (
            (1 - _CLOSENESS) * coverage + _CLOSENESS * close
        ) + self._cosine_share * cosine
        score += _type_bonus(self.understanding.expects, sentence) - self._told(sentence)
        core = self._share(credits, self._core) if self._core else 1.0
        fits = _holds_answer(self.understanding, sentence)
        title = self._title(sentence.document_id)
        in_title = {term: max(credit, float(term in title)) for term, credit in credits.items()}
        nearby = {term: max(credit, *(f[term][0] for f in beside), 0.0) for term, credit in credits.items()}
        held = _holds(self.understanding, sentence)
        features = Features(
            coverage=coverage,
            own=self._share({t: credit if at >= 0 else 0.0 for t, (credit, at) in found.items()}, self.weights),
            core=core,
            close=close,
            around=self._share(nearby, self.weights) - self._share(credits, self.weights),
            title=self._share(in_title, self.weights) - self._share(credits, self.weights),
            found=found_early,
            head=max((credits[term] for term in self._head), default=1.0),
            pairs=sum(pair in sentence.folded for pair in self._pairs) / max(len(self._pairs), 1),
            cosine=cosine,
            holds=float(held is True and fits),
            lacks=float(held is False or not fits),
            unit=float(self._unit is not None and bool(self._unit.search(sentence.folded))),
            defines=float(self._definition is not None and bool(self._definition.search(sentence.folded))),
            short=max(1 - len(sentence.folded) / _LONG, 0.0),
        )
        missing = max((w * (1 - in_title[t]) for t, w in self.weights.items()), default=0.0) / total
        return Match(
            sentence,
            min(max(score, 0.0), 1.0),
            coverage,
            core,
            fits,
            self.by_meaning,
            credits,
            features,
            missing,
            self._foreign,
            self._scoped,
        )

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

    def _credit(self, term: str, sentence: Sentence, like: tuple[float, str] | None = None) -> tuple[float, int]:
        """How far the sentence has the term, and where in it; -1 where it has it only through its headings."""
        if (at := sentence.find(term)) >= 0:
            return 1.0, at
        if (at := max((sentence.find(other) for other in self._terms[term].others), default=-1)) >= 0:
            return _SYNONYM, at
        if term in sentence.heading or term in sentence.lead_text:
            return _HEADING, -1
        if term in sentence.outer_headings:
            return _OUTER_HEADING, -1
        if like and term in self._unknown and like[0] >= _SIMILAR_FROM and (at := sentence.find(like[1])) >= 0:
            return _SIMILAR * like[0], at
        if not HAN.match(term) or len(term) < 3:
            return 0.0, -1
        pairs = [term[i : i + 2] for i in range(len(term) - 1)]
        places = [at for pair in pairs if (at := sentence.folded.find(pair)) >= 0]
        return _PARTIAL * len(places) / len(pairs), places[0] if places else -1


def _weight(index: LocalIndex, term: Term, known: bool = False) -> float:
    """Rarity in the index (BM25's inverse document frequency) by part of speech; one character counts little.

    A word that no document uses counts less, unless it is taken for `known`.
    """
    import rjieba

    frequency = _frequency(index, term.text) or max((_frequency(index, word) for word in term.others), default=0)
    rarity = math.log(1 + (index.chunk_count - frequency + 0.5) / (frequency + 0.5))
    tags = [tag for _, tag in rjieba.tag(term.text)]
    kind = max(_PART_OF_SPEECH.get(tag[:1], _OTHER_PART_OF_SPEECH) for tag in tags) if tags else 1.0
    if not frequency and not known:
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
    """Whether the sentence has what it cannot answer without: a figure for «how many», one of money for «how much
    money», a share for 百分之几, a time for «when»."""
    asked = understanding.standalone
    if understanding.expects == "number":
        figures = _NO_FIGURE.sub("", sentence.folded)
        for asks, holds in _KINDS_OF_FIGURE:
            if asks.search(asked):
                return bool(holds.search(figures))
        return bool(_NUMBER.search(figures))
    dated = sentence.lead is not None or bool(_time(understanding).search(sentence.folded))
    return understanding.expects != "date" or dated


def _holds(understanding: Understanding, sentence: Sentence) -> bool | None:
    """Whether the sentence holds the kind of answer asked for; None where none is."""
    expects = understanding.expects
    if expects == "organisation":
        return sentence.responsible is not None or bool(_RESPONSIBLE.search(sentence.folded))
    if expects == "date":
        return sentence.lead is not None or bool(_time(understanding).search(sentence.folded))
    if expects == "number":
        return bool(_NUMBER.search(_NO_FIGURE.sub("", sentence.folded)))
    return bool(_ENUMERATION.search(sentence.text)) if expects == "list" else None


def _type_bonus(expects: Expects, sentence: Sentence) -> float:
    pattern = {"number": _NUMBER, "date": _DATE, "organisation": _ORGANISATION, "list": _ENUMERATION}.get(expects)
    if pattern is None:
        return 0.0
    return _TYPE_BONUS if pattern.search(sentence.text) else -_TYPE_BONUS


def answer_pattern(understanding: Understanding, sentence: Sentence) -> re.Pattern[str] | None:
    """What the answer looks like in the folded sentence: a figure of the unit asked for, a time; None: nothing tells.

    A question that asks twice has answers of which no single clause is one.
    """
    if len(_INTERROGATIVE.findall(understanding.standalone)) > 1:
        return None
    if understanding.expects == "number":
        unit = _unit_asked(understanding.standalone)
        return unit if unit and unit.search(sentence.folded) else _NUMBER
    return _time(understanding) if understanding.expects == "date" else None


def _time(understanding: Understanding) -> re.Pattern[str]:
    """A date, or for 几年 and 多久 a span of time as well."""
    return _DATE_OR_SPAN if _ASKS_SPAN.search(understanding.standalone) else _DATE


def _definition_asked(question: str, terms: Iterable[str]) -> re.Pattern[str] | None:
    """What defines the thing whose meaning the question asks: 关口站，是指…; None when it asks something else.

    >>> _definition_asked("什么是关口站?", ["关口站"]).search("(三)关口站,是指用于信号中继的设施").group()
    '关口站,是指'
    """
    if not _ASKS_DEFINITION.search(question):
        return None
    things = sorted((term for term in terms if len(term) > 1), key=lambda term: question.rfind(term))
    return re.compile(rf"{re.escape(things[-1])}[\"”》)]*[,，]?(?:具体)?(?:是指|指的?是|是|指)") if things else None


def _head(question: str, terms: Iterable[str]) -> tuple[str, ...]:
    """The words right before and right after the one that asks: what is asked of the thing.

    >>> _head("重点实验室主任的年薪标准是多少?", ["重点", "实验室", "主任", "年薪", "标准"])
    ('标准',)
    >>> _head("要建多少张病床?", ["建", "病床"])
    ('建', '病床')
    """
    asks = _INTERROGATIVE.search(question)
    if asks is None:
        return ()
    before = [
        (question.rfind(term, 0, asks.start()) + len(term), term)
        for term in terms
        if question.rfind(term, 0, asks.start()) >= 0
    ]
    after = [(question.find(term, asks.end()), term) for term in terms if question.find(term, asks.end()) >= 0]
    near = [term for at, term in [max(before, default=(-1, ""))] if asks.start() - at <= _NEAR]
    near += [term for at, term in [min(after, default=(-1, ""))] if 0 <= at - asks.end() <= _NEAR]
    return tuple(filter(None, near))


def _unit_asked(question: str) -> re.Pattern[str] | None:
    """A figure of the unit that the question asks for: 多少件 asks for 500件, 几个工作日 for 10个工作日.

    >>> _unit_asked("到2027年新增多少件注册证？").search("超500件").group()
    '500件'
    """
    asked = _UNIT.search(fold_text(question))
    unit = "%" if asked and asked["unit"] in ("之几", "比例", "比重") else asked["unit"] if asked else None
    return re.compile(rf"[\d.一二三四五六七八九十百千万亿两余多]+{re.escape(unit)}") if unit else None
