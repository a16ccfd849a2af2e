"""Questions over the whole scope: a verdict for every document, with its passage."""

import re
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from index.documents import Chunk, DocumentInfo, Span
from index.lexicon import fold_text
from index.local import LocalIndex
from rag.composing.compose import Draft, Quotations
from rag.language.dates import YEAR, plans_end, without_dates
from rag.language.strength import denies, only_encourages
from rag.language.units import measured, unit_asked
from rag.records import Progress
from rag.selection.evidence import Match, Scorer
from rag.selection.passage import paragraph
from rag.selection.sentence import Sentence, sentences
from rag.selection.telling import names_place, officially, says_little, unheard
from rag.surveys.aliases import with_aliases
from rag.surveys.findings import report
from rag.surveys.placed import by_places
from rag.surveys.reached import Figures, figures_of
from rag.surveys.verdicts import (
    COMPARING,
    FURTHER,
    LEADING,
    NOTHING,
    TRAITS,
    Examined,
    Measured,
    committed,
    judge,
    together,
)
from rag.understanding.propositions import Condition, Proposition
from rag.understanding.question import Understanding

_READ_WHOLE = 1_500  # chunks in scope up to which every sentence of every document is scored
_BY_WORDS, _BY_MEANING = 600, 100  # chunks that are scored in a larger scope
_OF_DOCUMENT = 2  # of each document there
_AT_ONCE = 4  # chunks that are looked at for sentences that say it literally before more of the document are read
_CLOSEST = 60  # sentences of a document that are measured
_SCORED = 8  # documents that hold it word for word whose sentences are scored, of many
_PART = 3  # words of which one that no document uses is much of what is asked
_HALF = 0.5  # credit from which a sentence has a word in some form
_STEPS = 50  # progress is told so many times at most
_OF_TITLE, _OF_PARAGRAPH = 0.6, 0.9  # credit of a word in the document's title, and of a year in the paragraph
_NUMBER = re.compile(r"\d|百分之|[一二两三四五六七八九十百千万]+(?:[万亿元个家张名人户倍成]|以上)")


def survey(
    index: LocalIndex, infos: Sequence[DocumentInfo], understanding: Understanding, quotations: Quotations
) -> Generator[Progress, None, Draft]:
    """Examine every document, telling the progress, and report."""
    conditions = understanding.conditions if understanding.cited else with_aliases(index, understanding.conditions)
    examiners = [examiners_of(index, infos, understanding, condition) for condition in conditions]
    read: list[dict[str, list[Measured]]] = [{} for _ in conditions]
    step = max(len(infos) // _STEPS, 1)
    for count, info in enumerate(infos, 1):
        for said, either in zip(read, examiners, strict=True):
            said[info.id] = [examiner.read(info) for examiner in either]
        if count % step == 0 or count == len(infos):
            yield Progress(stage="examine", done=count, total=len(infos))
    judged = [judge(said, committed()) for said in read]
    found = {info.id: [each[info.id] for each in judged] for info in infos}
    literal = {i for said in read for i, either in said.items() if any(one.literal for one in either)}
    examined = {info.id: together(conditions, found[info.id]) for info in infos}
    if understanding.by_place and len(conditions) > 1:
        examined |= _in_their_places(infos, conditions, found)
    examined |= _saying_what_is_beside(index, infos, understanding, conditions, examined)
    if understanding.by_year and literal and _is_phrase(conditions):
        examined = {i: e if i in literal else _at_most_related(e) for i, e in examined.items()}
    return report(infos, examined, understanding, quotations)


def _saying_what_is_beside(
    index: LocalIndex,
    infos: Sequence[DocumentInfo],
    understanding: Understanding,
    conditions: Sequence[Condition],
    examined: Mapping[str, Examined],
) -> dict[str, Examined]:
    """The documents that come close by what they say instead: 哪些提了…, 哪些只讲…. Empty where that is not asked."""
    beside = dict.fromkeys(proposition for condition in conditions for proposition in condition.beside)
    found: dict[str, Examined] = {}
    for examiner in examiners_of(index, infos, understanding, Condition(tuple(beside))):
        judged = judge({info.id: [examiner.read(info)] for info in infos}, committed())
        for identity, said in judged.items():
            if examined[identity].verdict == "absent" and said.verdict == "stated":
                found[identity] = _at_most_related(said)
    return found


def _is_phrase(conditions: Sequence[Condition]) -> bool:
    """Whether all that is asked is where one phrase stands: whose years are asked for, of the phrase and not of what
    is like it."""
    return len(conditions) == 1 and len(conditions[0].alternatives[0].phrases) == 1


def _at_most_related(examined: Examined) -> Examined:
    return Examined("related", examined.matches) if examined.verdict == "stated" else examined


def _in_their_places(
    infos: Sequence[DocumentInfo], conditions: Sequence[Condition], found: Mapping[str, Sequence[Examined]]
) -> dict[str, Examined]:
    """The verdicts on documents of places that have several: a place meets conditions by what all of them say. A
    document states what it adds to that; where one says what is not wanted the place is none of those asked for."""
    examined: dict[str, Examined] = {}
    for documents in by_places(infos):
        each = zip(*(found[info.id] for info in documents), strict=True)
        whole = together(conditions, [max(said, key=lambda e: e.strength) for said in each])
        for info in documents:
            own = together(conditions, found[info.id])
            parts = [e for c, e in zip(conditions, found[info.id], strict=True) if c.wanted and e.verdict == "stated"]
            if whole.verdict == "absent":
                own = Examined("absent")
            elif whole.verdict == "stated" and own.verdict != "stated" and parts:
                own = Examined("stated", tuple(match for part in parts for match in part.matches))
            examined[info.id] = own
    return examined


def examiners_of(
    index: LocalIndex, infos: Sequence[DocumentInfo], understanding: Understanding, condition: Condition
) -> list["Examiner"]:
    """One for each alternative of the condition; what is a clause of another has to reach the figures of both."""
    texts = [proposition.text for proposition in condition.alternatives]
    return [
        Examiner(
            index,
            infos,
            understanding,
            each,
            figures_of(understanding.standalone, max((t for t in texts if each.text in t), key=len)),
        )
        for each in condition.alternatives
    ]


class Examiner:
    """Examines documents on one proposition.

    While the scope is small every sentence is scored. In a larger one a document that holds the proposition word for
    word is found through the index, which knows every chunk that has its bigrams; the others are judged by their best
    chunks by words and by meaning. A document of which the index gives none has none of the words.
    """

    def __init__(
        self,
        index: LocalIndex,
        infos: Sequence[DocumentInfo],
        understanding: Understanding,
        proposition: Proposition,
        figures: Figures,
    ) -> None:
        self._figures = figures
        self._proposition = proposition = replace(proposition, terms=self._figures.without(proposition.terms))
        self._exactly = understanding.cited is not None
        own = replace(understanding, terms=proposition.terms, focus=proposition.meant or proposition.text)
        self._scorer = Scorer(index, own, [t.text for t in proposition.terms if says_little(t.text, proposition)])
        weights = self._scorer.weights
        self._years = [word for word in weights if YEAR.fullmatch(word)]
        self._unheard = unheard(index, proposition, weights)
        self._asked = fold_text(understanding.standalone)
        self._figure = _figure_asked(understanding)
        self._prefers = self._figure or (_figure(understanding) if understanding.expects == "number" else None)
        self._scored = 0
        self._index = index
        self._whole = sum(info.chunk_count for info in infos) <= _READ_WHOLE
        self._literal: dict[str, list[int]] = {}
        self._close: dict[str, list[Chunk]] = {}
        if not self._whole:
            self._literal = self._holding({info.id for info in infos})
            if not self._exactly:
                self._close = self._nearest(own)

    def read(self, info: DocumentInfo) -> Measured:
        """What the document says, measured by the sentences that come closest."""
        if self._whole:
            chunks: Sequence[Chunk] = self._index.document_chunks(info.id)
            if self._exactly:
                return replace(NOTHING, literal=self._said(chunks))
            figures = self._figures or self._figure
            return self._measured(self._scorer.rank(chunks), () if figures else self._said(chunks))
        if literal := self._said(self._read_on(self._literal.get(info.id, ()))):
            return self._measured(self._compared_by(info, literal), literal)
        close = self._close.get(info.id)
        return self._measured(self._scorer.rank(close), ()) if close else NOTHING

    def _compared_by(self, info: DocumentInfo, literal: Sequence[Match]) -> Sequence[Match]:
        """The sentences that hold the proposition word for word, scored, of the first documents that have one: enough
        to compare others with."""
        if self._exactly or self._scored >= _SCORED:
            return ()
        self._scored += 1
        held = {match.sentence for match in literal}
        chunks = self._index.chunks(self._literal[info.id][:_AT_ONCE])
        return [match for match in self._scorer.rank(chunks) if match.sentence in held]

    def _measured(self, ranked: Sequence[Match], literal: Sequence[Match]) -> Measured:
        """The sentences that are closest by words and meaning with their traits.

        It does not count what is done with the things spoken of: policies do the same in many words (引进, 鼓励…投资).
        """
        closest = [match for match in map(self._with_more, ranked[:_CLOSEST]) if self._is_of_the_years(match)]
        otherwise = [match for match in literal if self._says_otherwise(match)]
        return Measured(
            matches=tuple(closest),
            rows=np.array([self._traits(match) for match in closest]).reshape(-1, len(TRAITS)),
            leading=np.array([_leading(match) for match in closest]).reshape(-1, len(LEADING)),
            short=np.array([self._falls_short(match) for match in closest], bool),
            preferred=np.array([self._is_preferred(match) for match in closest], bool),
            literal=tuple(match for match in literal if match not in otherwise),
            otherwise=tuple(otherwise),
        )

    def _is_of_the_years(self, match: Match) -> bool:
        """Whether it has, in some form, the years that are asked about."""
        return match.by_meaning or all(match.matched.get(year, 1.0) >= _HALF for year in self._years)

    def _traits(self, match: Match) -> list[float]:
        """As `TRAITS` lists them; the last ones are told by what other documents say."""
        return [
            match.coverage,
            match.features.around,
            match.within,
            match.features.telling,
            min(len(self._scorer.weights) / 10, 1.0),
            max(map(officially, self._lacking(match)), default=0.0),
            float(bool(self._figures) and self._figures.met_by(match)),
            *(0.0 for _ in COMPARING),
        ]

    def _lacking(self, match: Match) -> list[str]:
        """The nouns that no document uses for which the sentence has nothing else."""
        return [] if match.by_meaning else [word for word in self._unheard if match.matched.get(word, 1.0) < _HALF]

    def _falls_short(self, match: Match) -> bool:
        """Whether it comes close at most: it has none of the words in any form, has another figure, denies or only
        encourages what is asked, or lacks a place or much of it, for which official texts have words that no document
        uses (垃圾分类)."""
        unsaid = [word for word in self._lacking(match) if officially(word)]
        lacks = len(unsaid) * _PART >= len(self._scorer.weights) or any(map(names_place, unsaid))
        return (
            match.by_meaning
            or not match.coverage
            or (bool(unsaid) and lacks)
            or not self._meets(match)
            or self._says_otherwise(match)
        )

    def _is_preferred(self, match: Match) -> bool:
        """Whether it tells a figure where one is asked for."""
        return bool(self._prefers and self._prefers.search(without_dates(match.sentence.folded)))

    def _meets(self, match: Match) -> bool:
        """Whether the sentence states the figures that are asked for, or any where some is."""
        if self._figure and not self._figure.search(without_dates(match.sentence.folded)):
            return False
        return self._figures.met_by(match)

    def _with_more(self, match: Match) -> Match:
        """The match credited with words that its document's title says of all of it, and with the years that its
        paragraph or the title tell."""
        info = self._index.by_id[match.sentence.document_id]
        title = _folded(info.metadata.title or "")
        credits: dict[str, float] = {}
        for term in self._proposition.terms:
            credit = match.matched.get(term.text)
            if credit is None or credit >= _OF_TITLE:
                continue
            if YEAR.fullmatch(term.text):
                if self._is_of_year(match.sentence, title, term.text):
                    credits[term.text] = _OF_PARAGRAPH
            elif len(term.text) > 1 and any(word in title for word in (term.text, *term.others)):
                credits[term.text] = _OF_TITLE
        return self._scorer.credited(match, credits) if credits else match

    def _is_of_year(self, sentence: Sentence, title: str, year: str) -> bool:
        """Whether the sentence's paragraph names the year, or the title the year or a plan that ends in it."""
        text = self._index.text(sentence.document_id)
        around = paragraph(text, Span(sentence.start, sentence.end))
        return year in fold_text(text[around.start : around.end]) or year in title or int(year) in plans_end(title)

    def _says_otherwise(self, match: Match) -> bool:
        """Whether the sentence only encourages what is asked as a duty, or says that the weightiest thing that it has
        is not so."""
        said = match.sentence.folded
        held = [term for term in match.matched if match.matched[term] == 1.0]
        heaviest = max(held, key=lambda term: self._scorer.weights.get(term, 0.0), default="")
        return only_encourages(self._asked, said) or bool(heaviest and denies(self._asked, said, heaviest))

    def _said(self, chunks: Iterable[Chunk]) -> tuple[Match, ...]:
        """The first sentences that hold the proposition word for word, a heading only without one."""
        found: list[Sentence] = []
        labels: list[Sentence] = []
        for sentence in (sentence for chunk in chunks for sentence in sentences(chunk)):
            if self._proposition.is_held_by(sentence.folded):
                (labels if sentence.is_label else found).append(sentence)
            if len(found) > FURTHER:
                break
        return tuple(_literally(sentence, self._proposition) for sentence in found or labels[:1])

    def _read_on(self, ids: Sequence[int]) -> Iterator[Chunk]:
        """The chunks in order, read as they are asked for."""
        for start in range(0, len(ids), _AT_ONCE):
            yield from self._index.chunks(ids[start : start + _AT_ONCE])

    def _holding(self, scope: set[str]) -> dict[str, list[int]]:
        """The chunks of each document in scope that hold all phrases of the proposition."""
        if not self._proposition.phrases or self._figures or self._figure:
            return {}
        held = [set(self._index.chunks_holding(phrase)) for phrase in self._proposition.phrases]
        ids = sorted(set.intersection(*held))
        found: dict[str, list[int]] = {}
        for chunk_id, owner in sorted(self._index.owners(ids).items()):
            if owner in scope:
                found.setdefault(owner, []).append(chunk_id)
        return found

    def _nearest(self, understanding: Understanding) -> dict[str, list[Chunk]]:
        """The best chunks by words and by meaning, by document, without the documents that say it literally."""
        query = " ".join(term.text for term in understanding.terms)
        filters = understanding.filters
        hits = [i for i, _ in self._index.search_keywords(query, _BY_WORDS, filters)]
        vector = self._index.embedder.embed_query(understanding.focus)
        hits += [i for i, _ in self._index.search_vectors(vector, _BY_MEANING, filters)]
        owner = self._index.owners(hits)
        chosen: dict[str, list[int]] = {}
        for chunk_id in dict.fromkeys(hits):
            of_document = chosen.setdefault(owner[chunk_id], [])
            if owner[chunk_id] not in self._literal and len(of_document) < _OF_DOCUMENT:
                of_document.append(chunk_id)
        chunks = self._index.chunks([chunk_id for ids in chosen.values() for chunk_id in ids])
        found: dict[str, list[Chunk]] = {}
        for chunk in chunks:
            found.setdefault(chunk.document_id, []).append(chunk)
        self._scorer.read_ahead(chunks)
        return found


_folded = lru_cache(maxsize=4096)(fold_text)  # of titles, which every sentence of a document is read with


def _figure_asked(understanding: Understanding) -> re.Pattern[str] | None:
    """The figure that each document must state, where that is asked: 多少张, 给出了数量目标."""
    return _figure(understanding) if any(condition.figure for condition in understanding.conditions) else None


def _figure(understanding: Understanding) -> re.Pattern[str]:
    return unit_asked(understanding.standalone) or measured(understanding.standalone) or _NUMBER


def _extent(match: Match) -> float:
    """How much of the proposition the sentence holds, in 0…1: of all its words and of those it turns on."""
    return 0.0 if match.by_meaning else min(match.coverage, match.core)


def _leading(match: Match) -> list[float]:
    """As `LEADING` lists them."""
    return [match.features.cosine, _extent(match)]


def _literally(sentence: Sentence, proposition: Proposition) -> Match:
    credits = {term.text: 1.0 for term in proposition.terms}
    return Match(sentence, score=1.0, coverage=1.0, core=1.0, fits=True, by_meaning=False, matched=credits)
