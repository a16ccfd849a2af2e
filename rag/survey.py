"""Questions over the whole scope: a verdict for every document, with its passage."""

from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from index.documents import Chunk, DocumentInfo
from index.local import LocalIndex
from rag.claims import Quantity, claims_of
from rag.compose import Draft, Quotations
from rag.evidence import Match, Scorer
from rag.findings import report
from rag.propositions import Condition, Proposition
from rag.question import Understanding
from rag.records import Progress, Verdict
from rag.sentence import Sentence, sentences

STATED, RELATED = 0.75, 0.42
"""Extent to which a sentence must hold the proposition for its document to state it, and to come close."""
_CLOSEST = 5  # sentences of a document that are looked at for the figures asked for
_HELD = 0.5  # credit from which a sentence has a word in some form
_HEAVY = 0.4  # times the weight of the heaviest word of a phrase, from which its last word is what it is about
_TELLING = 0.6  # times that, from which a word tells what is asked from other things
_ALIKE = 0.1  # sentences whose extents differ by less are told apart by their score
_READ_WHOLE = 1_500  # chunks in scope up to which every sentence of every document is scored
_BY_WORDS, _BY_MEANING = 600, 100  # chunks that are scored in a larger scope
_OF_DOCUMENT = 2  # of each document there
_STEPS = 50  # progress is told so many times at most
_ORDER: tuple[Verdict, ...] = ("absent", "related", "stated")


@dataclass(frozen=True, slots=True)
class Examined:
    """What a document says: its verdict and the sentences that it rests on, one for each condition met."""

    verdict: Verdict
    matches: tuple[Match, ...] = ()


def survey(
    index: LocalIndex, infos: Sequence[DocumentInfo], understanding: Understanding, quotations: Quotations
) -> Generator[Progress, None, Draft]:
    """Examine every document, telling the progress, and report."""
    examiners = [
        [_Examiner(index, infos, understanding, proposition) for proposition in condition.alternatives]
        for condition in understanding.conditions
    ]
    examined: dict[str, Examined] = {}
    step = max(len(infos) // _STEPS, 1)
    for count, info in enumerate(infos, 1):
        found = [max((e.examine(info) for e in either), key=_strength) for either in examiners]
        examined[info.id] = _together(understanding.conditions, found)
        if count % step == 0 or count == len(infos):
            yield Progress(stage="examine", done=count, total=len(infos))
    return report(infos, examined, understanding, quotations)


def _strength(examined: Examined) -> tuple[int, float]:
    return _ORDER.index(examined.verdict), max((match.score for match in examined.matches), default=0.0)


def _together(conditions: Sequence[Condition], found: Sequence[Examined]) -> Examined:
    """The verdict on a document that has to meet all conditions: as strong as the weakest of those wanted."""
    if any(not c.wanted and e.verdict == "stated" for c, e in zip(conditions, found, strict=True)):
        return Examined("absent")
    wanted = [examined for condition, examined in zip(conditions, found, strict=True) if condition.wanted]
    verdict = min((examined.verdict for examined in wanted), key=_ORDER.index)
    matches = tuple(match for examined in wanted for match in examined.matches) if verdict != "absent" else ()
    return Examined(verdict, matches)


class _Examiner:
    """Examines documents on one proposition.

    While the scope is small every sentence is scored. In a larger one a document that holds the proposition word for
    word is found through the index, which knows every chunk that has its bigrams; the others are judged by their best
    chunks by words and by meaning. A document of which the index gives none has none of the words.
    """

    def __init__(
        self, index: LocalIndex, infos: Sequence[DocumentInfo], understanding: Understanding, proposition: Proposition
    ) -> None:
        self._proposition = proposition
        self._quantities = [q for q in claims_of(understanding.standalone).quantities if q.percent or q.bound]
        self._exactly = understanding.cited is not None
        own = replace(understanding, terms=proposition.terms, focus=proposition.text)
        self._scorer = Scorer(index, own)
        self._things = [term for term in self._scorer.weights if not _leads(term, proposition)]
        self._telling = _telling(proposition, self._scorer.weights)
        self._needed = _needed(index, proposition, self._scorer.weights)
        self._index = index
        self._whole = sum(info.chunk_count for info in infos) <= _READ_WHOLE
        self._literal: dict[str, list[int]] = {}
        self._close: dict[str, list[Chunk]] = {}
        if not self._whole:
            self._literal = self._holding({info.id for info in infos})
            if not self._exactly:
                self._close = self._nearest(own)

    def examine(self, info: DocumentInfo) -> Examined:
        """The verdict on a document with its best sentence."""
        if self._whole:
            chunks: Sequence[Chunk] = self._index.document_chunks(info.id)
            if self._exactly:
                return self._said(chunks) or Examined("absent")
            judged = self._judged(chunks)
            return judged if judged.verdict == "stated" or self._quantities else self._said(chunks) or judged
        if said := self._said(self._index.chunks(self._literal.get(info.id, ()))):
            return said
        return self._judged(self._close.get(info.id, ()))

    def _judged(self, chunks: Iterable[Chunk]) -> Examined:
        """The verdict from the chunks' scored sentences, without regard to what is done with the things spoken of.

        Policies do the same in many words (引进, 鼓励…投资): a sentence that has all the things has the proposition.
        One that lacks the thing itself, of which the other words tell the kind (科技园 of 大学科技园), has it not.
        """
        return judge([self._of_things(match) for match in self._scorer.rank(chunks)], self._quantities)

    def _of_things(self, match: Match) -> Match:
        if match.by_meaning:
            return match
        held = {term: match.matched[term] for term in self._things if term in match.matched}
        total = sum(self._scorer.weights[term] for term in held)
        coverage = sum(self._scorer.weights[term] * credit for term, credit in held.items()) / total if total else 0.0
        if match.core >= STATED and coverage > match.coverage:
            match = replace(match, coverage=coverage)
        words = [term for term in match.matched if len(term) > 1]
        nothing = bool(words) and all(match.matched[term] < _HELD for term in words)  # single characters prove nothing
        if nothing or any(match.matched.get(term, 1.0) < _HELD for term in self._needed):
            return replace(match, coverage=min(match.coverage, RELATED - 0.01))
        if any(match.matched.get(term, 1.0) < _HELD for term in self._telling):
            return replace(match, coverage=min(match.coverage, STATED - 0.01))
        return match

    def _said(self, chunks: Iterable[Chunk]) -> Examined | None:
        """Stated by the first sentence that holds the proposition word for word, by a heading only without one."""
        labels = []
        for sentence in (sentence for chunk in chunks for sentence in sentences(chunk)):
            if self._proposition.is_held_by(sentence.folded):
                if not sentence.is_label:
                    return Examined("stated", (_literally(sentence, self._proposition),))
                labels.append(sentence)
        return Examined("stated", (_literally(labels[0], self._proposition),)) if labels else None

    def _holding(self, scope: set[str]) -> dict[str, list[int]]:
        """The chunks of each document in scope that hold all phrases of the proposition."""
        if not self._proposition.phrases or self._quantities:
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
        return found


def _leads(word: str, proposition: Proposition) -> bool:
    """Whether the word is a verb in front of the thing that it does something with: 引进 of 引进风险投资."""
    return _tags(word) <= {"v", "vn", "vd"} and any(p.startswith(word) and p != word for p in proposition.phrases)


def _tags(word: str) -> set[str]:
    import rjieba

    return {tag for _, tag in rjieba.tag(word)}


def _needed(index: LocalIndex, proposition: Proposition, weights: Mapping[str, float]) -> list[str]:
    """Words without which a sentence speaks of something else: of the weightiest phrase of several words its last,
    which it is about (科技园 of 大学科技园), and nouns that no document uses (托育 of 托育机构).

    A last word that is a verb or says little (产业 of 动漫产业) is not needed.
    """
    phrase, own = _weightiest(proposition, weights)
    if len(own) < 2:
        return []
    heavy = _HEAVY * max(weights[term] for term in own)
    about = [term for term in own if phrase.endswith(term) and len(term) > 1 and weights[term] >= heavy]
    spelled = {term.text: (term.text, *term.others) for term in proposition.terms}
    unknown = [
        term
        for term in own
        if len(term) > 1 and not any(map(index.chunk_frequency, spelled[term])) and not _tags(term) & {"m", "v"}
    ]
    return [*(term for term in about if _tags(term) != {"v"}), *unknown]


def _telling(proposition: Proposition, weights: Mapping[str, float]) -> list[str]:
    """Words of the weightiest phrase without which a sentence says less than was asked: 境外 of 境外设立研发机构."""
    _, own = _weightiest(proposition, weights)
    heavy = _TELLING * max((weights[term] for term in own), default=0.0)
    return [term for term in own if weights[term] >= heavy and len(term) > 1 and not _leads(term, proposition)]


def _weightiest(proposition: Proposition, weights: Mapping[str, float]) -> tuple[str, list[str]]:
    """The phrase whose words weigh most together, with these words."""
    of_phrases = {phrase: [term for term in weights if term in phrase] for phrase in proposition.phrases}
    phrase = max(of_phrases, key=lambda p: sum(weights[term] for term in of_phrases[p]), default="")
    return phrase, of_phrases.get(phrase, [])


def _literally(sentence: Sentence, proposition: Proposition) -> Match:
    credits = {term.text: 1.0 for term in proposition.terms}
    return Match(sentence, score=1.0, coverage=1.0, core=1.0, fits=True, by_meaning=False, matched=credits)


def judge(ranked: Sequence[Match], conditions: Sequence[Quantity] = ()) -> Examined:
    """The verdict on a document from its ranked sentences.

    stated or related by how much of the proposition the best sentence covers; a figure that the question asks for
    (两成以上) and the sentence does not reach makes it related at most.
    """
    closest = sorted(ranked, key=lambda match: (-extent(match), -match.score))[:_CLOSEST]
    close = [match for match in closest if extent(match) >= RELATED]
    if not close:
        return Examined("absent")
    meeting = [match for match in close if meets(match, conditions)]
    if meeting and extent(meeting[0]) >= STATED:
        return Examined("stated", (meeting[0],))
    alike = [match for match in close if extent(match) > extent(close[0]) - _ALIKE]
    return Examined("related", (max(alike, key=lambda match: match.score),))


def extent(match: Match) -> float:
    """How much of the proposition the sentence holds, in 0…1: of all its words and of those it turns on.

    Likeness of meaning alone is never more than related.
    """
    return min(match.score, STATED - 0.01) if match.by_meaning else min(match.coverage, match.core)


def meets(match: Match, conditions: Sequence[Quantity]) -> bool:
    """Whether the sentence states a figure for each condition: 20%以上 meets «at least 20%», 18%以上 does not."""
    stated = claims_of(match.sentence.text).quantities if conditions else frozenset()
    return all(any(_reaches(quantity, condition) for quantity in stated) for condition in conditions)


def _reaches(quantity: Quantity, condition: Quantity) -> bool:
    if quantity.percent != condition.percent:
        return False
    if condition.bound == "min":
        return quantity.value >= condition.value and quantity.bound != "max"
    if condition.bound == "max":
        return quantity.value <= condition.value and quantity.bound != "min"
    return quantity.value == condition.value
