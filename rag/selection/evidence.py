"""Passages → sentences scored against the question."""

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import starmap

import numpy as np
from numpy.typing import NDArray

from index.documents import Chunk, Span
from index.lexicon import HAN, bigrams, fold_text
from index.local import LocalIndex
from rag.language.contrast import Qualifier, qualifiers
from rag.language.dates import YEAR
from rag.language.likeness import likeness
from rag.language.terms import normalise
from rag.language.units import unit_asked, unit_held
from rag.scoping.editions import is_yearly
from rag.search.unsaid import NOTHING, Spoken, Unsaid
from rag.selection import expected, ranges
from rag.selection.answering import Features, Grounds, Linear, answering, chance, mean
from rag.selection.collective import Collective, collective_asked
from rag.selection.meaning import Asked, Meaning, prepare
from rag.selection.sentence import Sentence, sentences
from rag.selection.weights import weigh
from rag.selection.years import YearsAsked
from rag.understanding.question import Understanding

# Credit of a term that is not literally in the sentence.
_SYNONYM, _HEADING, _OUTER_HEADING, _PARTIAL = 0.9, 0.9, 0.6, 0.7
_CASE_OF = 0.75  # what a sentence is a case of holds for it; a question about no case is about the sentence before
_SIMILAR, _SIMILAR_FROM = 0.8, 0.5  # credit times the cosine of a word of like meaning, and the least such cosine
_ALREADY_TOLD = 0.3  # times the share of its bigrams that the last answer has
_DUTIES = frozenset(["负责", "牵头", "配合", "主管", "责任", "单位", "部门", "机构", "落实", "承担"])
"""Words of a question after who is responsible that any sentence has which names who is."""
# How much meaning counts beside words: in Chinese, in a language that shares some of its characters, in any other.
_COSINE_SHARE, _COSINE_SHARE_KINDRED, _COSINE_SHARE_FOREIGN = 0.3, 0.5, 0.8
_HALF = 4  # places down the list at which a passage is found half as early
_ALIKE = 0.8  # share of character pairs from which two sentences say the same
_BESIDE = 400  # code points: a sentence that near belongs to the same passage
_BEFORE = 2  # sentences before one that are read with it
_FIRST = 8  # sentences whose mean tells how much is found of any such question
_LONG = 50  # characters from which a sentence is not short
_OF_LETTER = re.compile("来[信电]|留言|反映|投诉|诉求|网[友民]|写信|自称")
"""Words of a question after what somebody asks or complains of, as a letter does that an official replies to."""
_ENDED = re.compile(r"[。;!?.)\"]$|\|")  # a row of a table needs no full stop
_FADES = 200  # code points over which the beginning of a document fades
_WINDOW, _CLOSENESS = 60, 0.4  # code points within which terms belong together, and how much that counts


Alike = Mapping[str, NDArray[np.float32]]
"""For each word of the documents its likeness to each word of the question."""
_Found = dict[str, tuple[float, int]]
"""For each term of the question how far a sentence has it, and where: -1 where only through its headings."""


@dataclass(frozen=True, slots=True)
class Match:
    """A sentence with how well it answers, in 0…1; `matched` has each term's credit.

    `coverage` is the share of the question's weight that the sentence holds, `core` the share among the words that
    weigh most: without these it speaks of something else; `missing` is the share of the heaviest word that neither the
    sentence nor its headings nor its document's title hold, `unknown` that of the words that no document uses,
    `scoped` whether the question names its document or region, `unsaid` what of the question neither the passage nor
    the document speaks of, `asks_figure` whether it asks for a figure and `unit_lacking` whether for one of a unit of
    which the sentence has none, `elsewhen` whether the sentence of a document that comes once a year is of another year
    than the question, `within` how much of a survey's question it has something like with what introduces it and the
    sentences before. `fits` when it holds the kind of thing asked for, `by_meaning`
    when the question shares no word with any document and only meanings could be compared.
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
    unsaid: Unsaid = NOTHING
    asks_figure: bool = False
    unit_lacking: bool = False
    elsewhen: bool = False
    within: float = 0.0


def ordered(ranked: Iterable[Match], model: Linear | None = None) -> list[Match]:
    """The matches by how well they answer; of a question compared by meaning, by their score."""
    model = model or answering().ranking
    return sorted(
        ranked,
        key=lambda m: (
            not m.fits,
            -m.score if m.by_meaning else -model.of(m.features),
            m.sentence.document_id,
            m.sentence.start,
        ),
    )


def grounds(ranked: Sequence[Match], model: Linear | None = None) -> Grounds:
    """What speaks for and against the first of the ordered matches, of which there is one at least."""
    model = model or answering().ranking
    best = ranked[0]
    rival = next((match for match in ranked[1:] if _rivals(best, match)), None)
    score = model.of(best.features)
    return Grounds(
        score=model.share(best.features),
        ahead=chance(score - model.of(rival.features)) if rival else 1.0,
        missing=best.missing,
        unknown=best.unknown,
        scoped=float(best.scoped),
        names_unsaid=best.unsaid.names,
        figures_unsaid=best.unsaid.figures,
        asked_unsaid=best.unsaid.asked,
        words_unsaid=best.unsaid.words,
        figure=float(best.asks_figure),
        unit_lacking=float(best.unit_lacking),
        best=best.features,
        usual=mean([match.features for match in ranked[:_FIRST]]),
    )


def _rivals(first: Match, second: Match) -> bool:
    """Whether the second is of another passage, says something else and is no less of the place asked about."""
    best, other = first.sentence, second.sentence
    if second.features.elsewhere > first.features.elsewhere:
        return False
    if best.document_id == other.document_id and abs(other.start - best.end) < _BESIDE:
        return False
    pairs = set(bigrams(best.folded))
    return len(pairs & set(bigrams(other.folded))) < _ALIKE * len(pairs)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a chunk stands among those found: 1 for the first and 0.5 for the fifth; its score and the best of its
    document's as shares of the best of all; and 1 when its document is not known to be of the region asked about."""

    early: float
    passage: float
    document: float
    elsewhere: float


def _places(chunks: Sequence[Chunk], scores: Sequence[float], elsewhere: Collection[str]) -> list[_Place]:
    scores = scores or [0.0] * len(chunks)
    top = max(scores, default=0.0) or 1.0
    best: dict[str, float] = {}
    for chunk, score in zip(chunks, scores, strict=True):
        best[chunk.document_id] = max(score, best.get(chunk.document_id, 0.0))
    return [
        _Place(
            _HALF / (_HALF + place),
            score / top,
            best[chunk.document_id] / top,
            float(chunk.document_id in elsewhere),
        )
        for place, (chunk, score) in enumerate(zip(chunks, scores, strict=True))
    ]


class Scorer:
    """Scores sentences against one question: covered terms weighted by rarity, meaning, expected kind of answer.

    Meaning is the cosine of the built-in static model. A word that no document uses also matches words that mean much
    the same.
    """

    def __init__(self, index: LocalIndex, understanding: Understanding, light: Collection[str] = ()) -> None:
        """`light` are words of a survey that say little of what is asked: 解决 of 解决融资担保."""
        self._index = index
        self.understanding = understanding
        self._terms = {term.text: term for term in (*understanding.context_terms, *understanding.terms)}
        foreign = not understanding.language.startswith("zh")
        weighed = weigh(index, understanding, light)
        self.weights, self._context, self._core = weighed.own, weighed.context, weighed.core
        self._unknown, self._foreign = weighed.unknown, weighed.foreign
        self._compared = sorted(self._unknown)
        self.by_meaning = not any(HAN.match(term) for term in self.weights)
        self._cosine_share = _COSINE_SHARE_KINDRED if foreign else _COSINE_SHARE
        if self.by_meaning:
            self._cosine_share = _COSINE_SHARE_FOREIGN
        # 哪些省份提出, 1+1: a frame without content asks for nothing.
        worded = bool(re.search(r"[^\W\d_]{2,}", understanding.focus))
        self._says_something = bool(self.weights or self._context) if not foreign else worded
        self._total = sum(self.weights.values())
        years = [int(term) for term in self.weights if YEAR.fullmatch(term)]
        self._years = YearsAsked(normalise(understanding.focus), years)
        self._asked = Asked(understanding.focus)
        self._surveys = understanding.kind == "survey"
        self._scoped = bool(understanding.filters.region or understanding.filters.document_id)
        self._of_letter = bool(_OF_LETTER.search(understanding.standalone))
        worth = [term for term in self.weights if term not in weighed.measures]
        self._measures = weighed.measures if worth else frozenset[str]()
        self._head = expected.head(fold_text(understanding.asked), worth)
        self._earlier = set(bigrams(fold_text(understanding.earlier_answer)))
        self._pairs = {pair for term in self.weights for pair in bigrams(term)}
        self._unit = unit_asked(understanding.asked)
        self._definition = expected.definition_asked(understanding.asked)
        self._titles: dict[str, str] = {}
        self._asked_pairs = frozenset(bigrams(fold_text(understanding.asked)))
        self._qualifiers: tuple[Qualifier, ...] = ()
        self._values: tuple[ranges.Value, ...] = ()
        self._collective: Collective | None = None
        self._spoken: Spoken | None = None
        if understanding.kind in ("fact", "list") and (not foreign or understanding.rendering):
            self._rule_out(understanding.asked, native=not foreign)

    def _rule_out(self, asked: str, native: bool) -> None:
        """What of a question in Chinese words speaks against sentences that have others of it."""
        spellings = {term.text: (term.text, *term.others) for term in self.understanding.terms}
        self._qualifiers = qualifiers(normalise(asked))
        self._collective = collective_asked(asked)
        self._values = ranges.values_asked(fold_text(asked))
        duties = _DUTIES if self.understanding.expects == "organisation" else frozenset[str]()
        weights = {t: weight for t, weight in self.weights.items() if t not in duties and t not in self._measures}
        self._spoken = Spoken(normalise(asked), spellings, weights, self._head, native)

    def rank(
        self, chunks: Iterable[Chunk], scores: Sequence[float] = (), elsewhere: Collection[str] = ()
    ) -> list[Match]:
        """The sentences of the chunks, which are given best first, best first; mere headings only for a survey.

        `scores` are what search gives the chunks, where it does; `elsewhere` documents not known to be of the region
        that is asked about.
        """
        listed = list(chunks) if self._says_something else []
        read = [sentences(chunk, self._index.text(chunk.document_id)) for chunk in listed]
        alike = likeness(self._compared, (word for inside in read for sentence in inside for word in sentence.words))
        spans = [(chunk.document_id, Span(chunk.start, chunk.end)) for chunk in listed]
        leant_on = [[each.leant_on for each in inside] for inside in read] if self._surveys else []
        meanings = self._asked.meanings(list(map(self._above_and_said, listed, read)), spans, leant_on)
        places = _places(listed, scores[: len(listed)], elsewhere)
        matches = [
            match
            for inside, means, place, chunk in zip(read, meanings, places, listed, strict=True)
            for match in self._matches(inside, means, alike, place, chunk)
        ]
        matches = self._of_meaning([match for match in matches if not match.elsewhen] or matches)
        return sorted(matches, key=lambda match: (-match.score, match.sentence.document_id, match.sentence.start))

    def read_ahead(self, chunks: Iterable[Chunk]) -> None:
        """Cut the sentences of chunks that are to be ranked a few at a time: of all together that is done sooner."""
        read = [(chunk, sentences(chunk, self._index.text(chunk.document_id))) for chunk in chunks]
        leant_on = [each.leant_on for _, inside in read for each in inside if self._surveys and each.leant_on]
        prepare([*leant_on, *(text for above, said in starmap(self._above_and_said, read) for text in (*said, above))])

    def _above_and_said(self, chunk: Chunk, inside: Sequence[Sentence]) -> tuple[str, list[str]]:
        """The title and headings above a chunk, and what its sentences say."""
        above = "\n".join([self._title(chunk.document_id), *chunk.heading_path])
        return above, [self._asked_and_said(sentence) for sentence in inside]

    def _asked_and_said(self, sentence: Sentence) -> str:
        """The sentence behind the question that it answers; where only meanings are compared, which the same question
        above several sentences would make alike, the sentence alone."""
        return sentence.text if self._cosine_share > _COSINE_SHARE else sentence.question + sentence.text

    def _of_meaning(self, matches: list[Match]) -> list[Match]:
        """Where some sentences say what a collective name stands for that the question asks the meaning of, the others
        don't answer."""
        if self._collective is None:
            return matches
        gives = [self._collective.find(match.sentence.folded) is not None for match in matches]
        if not any(gives):
            return matches
        return [replace(m, fits=m.fits and told) for m, told in zip(matches, gives, strict=True)]

    def _matches(
        self, inside: Sequence[Sentence], meanings: Sequence[Meaning], alike: Alike, place: _Place, chunk: Chunk
    ) -> Iterator[Match]:
        unsaid = self._what_is_unsaid(chunk)
        likes = [self._likes(sentence, alike) for sentence in inside]
        found = [
            {term: self._credit(term, sentence, like.get(term)) for term in self.weights}
            for sentence, like in zip(inside, likes, strict=True)
        ]
        for at, sentence in enumerate(inside):
            if self._surveys or not (sentence.is_label or (sentence.asks and not self._of_letter)):
                beside = found[max(at - _BEFORE, 0) : at] + found[at + 1 : at + 2]
                yield self._match(sentence, meanings[at], found[at], beside, place, unsaid)

    def _what_is_unsaid(self, chunk: Chunk) -> Unsaid:
        """What of the question the chunk and its document do not speak of; of a survey or a comparison nothing."""
        if self._spoken is None:
            return NOTHING
        passage = "\n".join([*chunk.heading_path, chunk.text])
        return self._spoken.unsaid(self._index.by_id[chunk.document_id], self._index.text(chunk.document_id), passage)

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
        """The document's title, folded, of one that states none the name of its file, which is mostly that, with whom
        the document is to where the question names this."""
        if document_id not in self._titles:
            first = self._spoken.named_first(document_id, self._index.text(document_id)) if self._spoken else ""
            self._titles[document_id] = f"{fold_text(self._index.by_id[document_id].name)} {first}".rstrip()
        return self._titles[document_id]

    def _match(
        self,
        sentence: Sentence,
        meaning: Meaning,
        found: _Found,
        beside: Sequence[_Found],
        place: _Place,
        unsaid: Unsaid,
    ) -> Match:
        credits = {term: credit for term, (credit, _) in found.items()}
        total = self._total or 1.0
        context = sum(w * self._credit(t, sentence)[0] for t, w in self._context.items()) / total
        title = self._title(sentence.document_id)
        elsewhen = self._is_of_other_years(sentence)
        said, own, near, titled, missing = self._held(found, beside, title, elsewhen)
        coverage = min(said + context, 1.0)
        close = min(self._close_together(found) / total + context, 1.0)
        by_words = (1 - _CLOSENESS) * coverage + _CLOSENESS * close
        score = (1 - self._cosine_share) * by_words + self._cosine_share * meaning.cosine
        score += expected.type_bonus(self.understanding.expects, sentence) - self._told(sentence)
        core = self._core_share(credits) if self._core else 1.0
        ruled = ranges.fits(self._values, sentence.folded) if self._values else None
        fits = ruled is not False and expected.holds_answer(self.understanding, sentence)
        said_with_question = sentence.question + sentence.folded
        defines = bool(ruled) or self._defines(sentence.folded)
        held = defines or expected.holds(self.understanding, sentence)
        features = Features(
            coverage=coverage,
            own=own,
            core=core,
            close=close,
            around=near - said,
            title=titled - said,
            found=place.early,
            passage=place.passage,
            document=place.document,
            elsewhere=place.elsewhere,
            head=max((credits[term] for term in self._head), default=1.0),
            pairs=sum([pair in said_with_question for pair in self._pairs]) / max(len(self._pairs), 1),
            cosine=meaning.cosine,
            pieces=meaning.pieces,
            nearby=meaning.nearby,
            gap=meaning.gap,
            telling=meaning.telling,
            led=meaning.led,
            holds=float(held is True and fits),
            lacks=float(held is False or not fits),
            unit=unit_held(self._unit, sentence.introduction_text + sentence.measured) if self._unit else 0.0,
            defines=float(defines),
            short=max(1 - len(sentence.folded) / _LONG, 0.0),
            contrast=1.0 if elsewhen else self._contrast(sentence, title),
            repeats=self._repeats(sentence),
            unended=float(not _ENDED.search(sentence.folded)),
            beginning=math.exp(-sentence.start / _FADES),
        )
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
            unsaid,
            self.understanding.expects == "number",
            self._unit is not None and not features.unit,
            elsewhen,
            meaning.within,
        )

    def _held(
        self, found: _Found, beside: Sequence[_Found], title: str, elsewhen: bool
    ) -> tuple[float, float, float, float, float]:
        """Shares of the terms' weight: that a sentence has, by itself, with those beside it, with the title; and of the
        heaviest that it lacks with the title, of which years say nothing to one of another year."""
        said = own = near = titled = missing = 0.0
        for term, weight in self.weights.items():
            credit, at = found[term]
            said += weight * credit
            own += weight * credit if at >= 0 else 0.0
            near += weight * max([credit, *[other[term][0] for other in beside]])
            in_title = credit if term not in title or (elsewhen and YEAR.fullmatch(term)) else max(credit, 1.0)
            titled += weight * in_title
            missing = max(missing, weight * (1 - in_title))
        total = self._total or 1.0
        return said / total, own / total, near / total, titled / total, missing / total

    def _defines(self, folded: str) -> bool:
        """Whether a sentence says what the thing is whose meaning, or what the name stands for, that is asked."""
        told = self._collective is not None and self._collective.find(folded) is not None
        return told or (self._definition is not None and bool(self._definition.search(folded)))

    def _repeats(self, sentence: Sentence) -> float:
        """The share of the sentence's character pairs that the question has; of a survey or a comparison not told."""
        if self._spoken is None:
            return 0.0
        pairs = bigrams(sentence.folded)
        return sum([pair in self._asked_pairs for pair in pairs]) / max(len(pairs), 1)

    def _is_of_other_years(self, sentence: Sentence) -> bool:
        """Whether a sentence of a document that comes once a year is of none of the years that are asked about."""
        if self.understanding.kind not in ("fact", "list") or not self._years.years:
            return False
        info = self._index.by_id[sentence.document_id]
        return is_yearly(info, self._index.documents()) and self._years.is_of_others(sentence, info)

    def _contrast(self, sentence: Sentence, title: str) -> float:
        """1 where the sentence, with what it belongs to, speaks of another year, class or kind than the question."""
        if not self._qualifiers:
            return 0.0
        said = " ".join((sentence.heading, sentence.lead_text, sentence.introduced))
        issued = self._index.by_id[sentence.document_id].metadata.issued_on or ""
        of_document = f"{title} {sentence.outer_headings} {issued}"
        return float(any(q.rules_out(said, of_document) for q in self._qualifiers))

    def credited(self, match: Match, credits: Mapping[str, float]) -> Match:
        """The match with some terms credited as given."""
        matched = {**match.matched, **credits}
        gained = self._share(matched) - self._share(match.matched)
        core = self._core_share(matched) if self._core else match.core
        return replace(match, coverage=min(match.coverage + gained, 1.0), core=core, matched=matched)

    def _share(self, credits: Mapping[str, float]) -> float:
        """The share of the terms' weight that the credits make up."""
        return sum([w * credits[term] for term, w in self.weights.items()]) / self._total if self._total else 0.0

    def _core_share(self, credits: Mapping[str, float]) -> float:
        """The same of the terms that the question turns on."""
        total = sum(self.weights[term] for term in self._core)
        return sum(self.weights[term] * credits[term] for term in self._core) / total if total else 0.0

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
        if term in _DUTIES and self.understanding.expects == "organisation" and expected.names_who(sentence):
            return _SYNONYM, -1
        if term in self._measures and expected.has_figure(self.understanding, sentence):
            return _SYNONYM, -1
        if (at := max((sentence.find(other) for other in self._terms[term].others), default=-1)) >= 0:
            return _SYNONYM, at
        if self._years.years and YEAR.fullmatch(term):
            told = self._years.place(int(term), sentence, self._index.by_id[sentence.document_id])
            if told:
                return {"own": 1.0, "above": _HEADING, "outer": _OUTER_HEADING}[told[0]], told[1]
        if term in sentence.heading or term in sentence.lead_text or term in sentence.introduction_text:
            return _HEADING, -1
        if sentence.leant_on and any(word in sentence.leant_on for word in (term, *self._terms[term].others)):
            return _CASE_OF, -1
        # Whoever answers questions on a matter does not say in each one what it is.
        if term in sentence.outer_headings or (sentence.question and term in self._title(sentence.document_id)):
            return _OUTER_HEADING, -1
        if like and term in self._unknown and like[0] >= _SIMILAR_FROM and (at := sentence.find(like[1])) >= 0:
            return _SIMILAR * like[0], at
        if not HAN.match(term) or len(term) < 3:
            return 0.0, -1
        pairs = [term[i : i + 2] for i in range(len(term) - 1)]
        places = [at for pair in pairs if (at := sentence.folded.find(pair)) >= 0]
        return _PARTIAL * len(places) / len(pairs), places[0] if places else -1
