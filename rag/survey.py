"""Questions over the whole scope: a verdict for every document, with its passage."""

import json
import re
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files

from index.documents import Chunk, DocumentInfo, Span
from index.lexicon import fold_text, segment
from index.local import LocalIndex
from rag import rarity
from rag.aliases import with_aliases
from rag.claims import Quantity, claims_of, stated_in
from rag.compose import Draft, Quotations
from rag.dates import plans_end
from rag.evidence import Match, Scorer
from rag.expected import without_dates
from rag.findings import report
from rag.passage import paragraph
from rag.placed import by_places
from rag.propositions import Condition, Proposition
from rag.question import Understanding
from rag.records import Progress, Verdict
from rag.sentence import Sentence, sentences
from rag.strength import denies, only_encourages
from rag.units import unit_asked

_CLOSEST = 5  # sentences of a document that are looked at for the figures asked for
_FURTHER = 2  # sentences that state it besides the one that is quoted
_ALIKE = 0.1  # sentences whose extents differ by less are told apart by their score
_READ_WHOLE = 1_500  # chunks in scope up to which every sentence of every document is scored
_BY_WORDS, _BY_MEANING = 600, 100  # chunks that are scored in a larger scope
_COMMON_VERB = 0.8  # what a common word counts; verbs that count less say little of what is done
_OF_DOCUMENT = 2  # of each document there
_AT_ONCE = 4  # chunks that are looked at for sentences that say it literally before more of the document are read
_STEPS = 50  # progress is told so many times at most
_OF_TITLE, _OF_PARAGRAPH = 0.6, 0.9  # credit of a word in the document's title, and of a year in the paragraph
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBER = re.compile(r"\d|百分之|[一二两三四五六七八九十百千万]+(?:[万亿元个家张名人户倍成]|以上)")
_ORDER: tuple[Verdict, ...] = ("absent", "related", "stated")


@dataclass(frozen=True, slots=True)
class Bounds:
    """From where a verdict is given; `python -m eval surveys` tells what other bounds would give on surveys.

    `stated` and `related` are the extents to which a sentence must hold the proposition for its document to state it,
    and to come close; `held` is the credit from which a sentence has a word in some form; `heavy` and `telling` are
    shares of the weight of a phrase's heaviest word: from `heavy` its last word is what it is about, from `telling` a
    word tells what is asked from other things.
    """

    stated: float
    related: float
    held: float
    heavy: float
    telling: float


@cache
def committed() -> Bounds:
    """Those of `rag/data/survey.json`, set by hand: fitted ones were no better on surveys kept from the fit."""
    return Bounds(**json.loads(files("rag").joinpath("data/survey.json").read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class Said:
    """What a document has to be judged by: its sentences scored, and those that hold the proposition word for word."""

    ranked: tuple[Match, ...] = ()
    literal: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True)
class Examined:
    """What a document says: its verdict and the sentences that it rests on, one for each condition met; `further` are
    others that state the same."""

    verdict: Verdict
    matches: tuple[Match, ...] = ()
    further: tuple[Match, ...] = ()

    @property
    def strength(self) -> tuple[int, float]:
        """What is stronger is greater: the verdict, then the score of its best sentence."""
        return _ORDER.index(self.verdict), max((match.score for match in self.matches), default=0.0)


def survey(
    index: LocalIndex, infos: Sequence[DocumentInfo], understanding: Understanding, quotations: Quotations
) -> Generator[Progress, None, Draft]:
    """Examine every document, telling the progress, and report."""
    conditions = understanding.conditions if understanding.cited else with_aliases(index, understanding.conditions)
    examiners = [
        [Examiner(index, infos, understanding, proposition) for proposition in condition.alternatives]
        for condition in conditions
    ]
    found: dict[str, list[Examined]] = {}
    literal: set[str] = set()
    step = max(len(infos) // _STEPS, 1)
    for count, info in enumerate(infos, 1):
        read = [[(examiner, examiner.read(info)) for examiner in either] for either in examiners]
        found[info.id] = [
            max((e.verdict(said, committed()) for e, said in either), key=lambda e: e.strength) for either in read
        ]
        literal |= {info.id} if any(said.literal for either in read for _, said in either) else set()
        if count % step == 0 or count == len(infos):
            yield Progress(stage="examine", done=count, total=len(infos))
    examined = {info.id: together(conditions, found[info.id]) for info in infos}
    if understanding.by_place and len(conditions) > 1:
        examined |= _in_their_places(infos, conditions, found)
    if understanding.by_year and literal and _is_phrase(conditions):
        examined = {i: e if i in literal else _at_most_related(e) for i, e in examined.items()}
    return report(infos, examined, understanding, quotations)


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


def together(conditions: Sequence[Condition], found: Sequence[Examined]) -> Examined:
    """The verdict on a document that has to meet all conditions: as strong as the weakest of those wanted, and related
    where it states one of them at least."""
    if any(not c.wanted and e.verdict == "stated" for c, e in zip(conditions, found, strict=True)):
        return Examined("absent")
    wanted = [examined for condition, examined in zip(conditions, found, strict=True) if condition.wanted]
    verdict = min((examined.verdict for examined in wanted), key=_ORDER.index)
    if verdict == "absent" and any(examined.verdict == "stated" for examined in wanted):
        verdict = "related"
        wanted = [examined for examined in wanted if examined.verdict == "stated"]
    matches = tuple(match for examined in wanted for match in examined.matches) if verdict != "absent" else ()
    shown = {match.sentence for match in matches}
    further = (match for examined in wanted for match in examined.further if match.sentence not in shown)
    return Examined(verdict, matches, tuple(further) if verdict == "stated" else ())


class Examiner:
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
        self._scorer = Scorer(index, own, [t.text for t in proposition.terms if _says_little(t.text, proposition)])
        self._things = [term for term in self._scorer.weights if not _leads(term, proposition)]
        self._alone = _alone(index, proposition)
        self._asked = fold_text(understanding.standalone)
        self._figure = _figure_asked(understanding)
        self._prefers = self._figure or (_figure(understanding) if understanding.expects == "number" else None)
        self._found: dict[Bounds, tuple[Sequence[str], Sequence[str]]] = {}
        self._index = index
        self._whole = sum(info.chunk_count for info in infos) <= _READ_WHOLE
        self._literal: dict[str, list[int]] = {}
        self._close: dict[str, list[Chunk]] = {}
        if not self._whole:
            self._literal = self._holding({info.id for info in infos})
            if not self._exactly:
                self._close = self._nearest(own)

    def read(self, info: DocumentInfo) -> Said:
        """The sentences of a document that its verdict depends on."""
        if self._whole:
            chunks: Sequence[Chunk] = self._index.document_chunks(info.id)
            if self._exactly:
                return Said(literal=self._said(chunks))
            return Said(
                tuple(self._scorer.rank(chunks)), () if self._quantities or self._figure else self._said(chunks)
            )
        if literal := self._said(self._read_on(self._literal.get(info.id, ()))):
            return Said(literal=literal)
        return Said(tuple(self._scorer.rank(self._close.get(info.id, ()))))

    def verdict(self, said: Said, bounds: Bounds) -> Examined:
        """The verdict from the scored sentences, without regard to what is done with the things spoken of.

        Policies do the same in many words (引进, 鼓励…投资): a sentence that has all the things has the proposition.
        One that lacks the thing itself, of which the other words tell the kind (科技园 of 大学科技园), has it not.
        """
        telling, needed = self._words(bounds) if said.ranked else ((), ())
        ranked = [self._of_things(self._with_more(match), telling, needed, bounds) for match in said.ranked]
        judged = judge(ranked, bounds, self._meets, self._prefers)
        literal = [match for match in said.literal if not self._says_otherwise(match)]
        if said.literal and not literal and judged.verdict != "stated":
            return Examined("related", said.literal[:1])
        if not literal or (judged.verdict == "stated" and len(judged.further) >= _FURTHER):
            return judged
        stated = (*judged.matches, *judged.further) if judged.verdict == "stated" else ()
        every = {match.sentence: match for match in (*literal, *stated)}
        first = stated[0] if stated else literal[0]
        further = [match for match in every.values() if match.sentence != first.sentence]
        return Examined("stated", (first,), tuple(further[:_FURTHER]))

    def _words(self, bounds: Bounds) -> tuple[Sequence[str], Sequence[str]]:
        """The telling and the needed words, found once for the bounds."""
        if bounds not in self._found:
            weights = self._scorer.weights
            telling = _telling(self._proposition, weights, bounds)
            self._found[bounds] = telling, _needed(self._index, self._proposition, weights, bounds)
        return self._found[bounds]

    def _meets(self, match: Match) -> bool:
        """Whether the sentence states the figures that are asked for, or any where some is."""
        if self._figure and not self._figure.search(without_dates(match.sentence.folded)):
            return False
        return meets(match, self._quantities)

    def _with_more(self, match: Match) -> Match:
        """The match credited with words that its document's title says of all of it, and with the years that its
        paragraph or the title tell."""
        info = self._index.by_id[match.sentence.document_id]
        title = fold_text(info.metadata.title or "")
        credits: dict[str, float] = {}
        for term in self._proposition.terms:
            credit = match.matched.get(term.text)
            if credit is None or credit >= _OF_TITLE:
                continue
            if _YEAR.fullmatch(term.text):
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

    def _of_things(self, match: Match, telling: Sequence[str], needed: Sequence[str], bounds: Bounds) -> Match:
        if match.by_meaning:
            return match
        held = {term: match.matched[term] for term in self._things if term in match.matched}
        total = sum(self._scorer.weights[term] for term in held)
        coverage = sum(self._scorer.weights[term] * credit for term, credit in held.items()) / total if total else 0.0
        if match.core >= bounds.stated and coverage > match.coverage:
            match = replace(match, coverage=coverage)
        words = [term for term in match.matched if len(term) > 1]
        # Single characters prove nothing.
        nothing = bool(words) and all(match.matched[term] < bounds.held for term in words)
        if nothing or any(match.matched.get(term, 1.0) < bounds.held for term in needed):
            return replace(match, coverage=min(match.coverage, bounds.related - 0.01))
        if self._says_otherwise(match):
            return replace(match, coverage=min(match.coverage, bounds.stated - 0.01))
        if self._alone and not _has(match.sentence, self._alone):
            return replace(match, coverage=min(match.coverage, bounds.stated - 0.01))
        if any(match.matched.get(term, 1.0) < bounds.held for term in telling):
            return replace(match, coverage=min(match.coverage, bounds.stated - 0.01))
        return match

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
            if len(found) > _FURTHER:
                break
        return tuple(_literally(sentence, self._proposition) for sentence in found or labels[:1])

    def _read_on(self, ids: Sequence[int]) -> Iterator[Chunk]:
        """The chunks in order, read as they are asked for."""
        for start in range(0, len(ids), _AT_ONCE):
            yield from self._index.chunks(ids[start : start + _AT_ONCE])

    def _holding(self, scope: set[str]) -> dict[str, list[int]]:
        """The chunks of each document in scope that hold all phrases of the proposition."""
        if not self._proposition.phrases or self._quantities or self._figure:
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


def _figure_asked(understanding: Understanding) -> re.Pattern[str] | None:
    """The figure that each document must state, where that is asked: 多少张, 给出了数量目标."""
    return _figure(understanding) if any(condition.figure for condition in understanding.conditions) else None


def _figure(understanding: Understanding) -> re.Pattern[str]:
    return unit_asked(understanding.standalone) or _NUMBER


def _leads(word: str, proposition: Proposition) -> bool:
    """Whether the word is a verb in front of the thing that it does something with: 引进 of 引进风险投资, but not 供给
    of 供给侧."""
    return _tags(word) <= {"v", "vn", "vd"} and any(_begins(phrase, word) for phrase in proposition.phrases)


@lru_cache(maxsize=4096)
def _begins(phrase: str, word: str) -> bool:
    """Whether the phrase begins with the word and another of more than a character follows."""
    return phrase.startswith(word) and len(next(iter(segment(phrase[len(word) :])), "")) > 1


def _says_little(word: str, proposition: Proposition) -> bool:
    """Whether the word is a verb that is common everywhere, in front of a noun: 解决 of 企业解决融资担保."""
    return (
        _tags(word) <= {"v", "vn", "vd"}
        and rarity.commonness(word) < _COMMON_VERB
        and any(_before_noun(word, phrase) for phrase in proposition.phrases)
    )


@lru_cache(maxsize=4096)
def _before_noun(word: str, phrase: str) -> bool:
    """Whether the word is a verb of the phrase and a noun stands behind it."""
    import rjieba

    tagged = rjieba.tag(phrase)
    pairs = zip(tagged, tagged[1:], strict=False)
    return any(this == (word, "v") and (tag[:1] in "njb" or tag == "vn") for this, (_, tag) in pairs)


def _alone(index: LocalIndex, proposition: Proposition) -> str:
    """The only content word of a proposition where documents use it: what they call otherwise comes close to it."""
    words = [term.text for term in proposition.terms]
    return words[0] if len(words) == 1 and len(words[0]) > 1 and index.chunk_frequency(words[0]) else ""


def _has(sentence: Sentence, word: str) -> bool:
    return sentence.find(word) >= 0 or word in sentence.above


@lru_cache(maxsize=4096)
def _tags(word: str) -> set[str]:
    import rjieba

    return {tag for _, tag in rjieba.tag(word)}


def _needed(index: LocalIndex, proposition: Proposition, weights: Mapping[str, float], bounds: Bounds) -> list[str]:
    """Words without which a sentence speaks of something else: of the weightiest phrase of several words its last,
    which it is about (科技园 of 大学科技园), and nouns that no document uses (托育 of 托育机构).

    A last word that is a verb or says little (产业 of 动漫产业) is not needed.
    """
    dated = [term for term in weights if _YEAR.fullmatch(term)]
    phrase, own = _weightiest(proposition, weights)
    if len(own) < 2:
        return dated
    heavy = bounds.heavy * max(weights[term] for term in own)
    about = [term for term in own if phrase.endswith(term) and weights[term] >= heavy]
    about = [term for term in about if len(term) > 1 or _tags(term) == {"n"}]  # 券 of 消费券
    spelled = {term.text: (term.text, *term.others) for term in proposition.terms}
    unknown = [
        term
        for term in own
        if len(term) > 1 and not any(map(index.chunk_frequency, spelled[term])) and _names_kind(term, phrase)
    ]
    return [*(term for term in about if _tags(term) != {"v"}), *unknown, *dated]


def _names_kind(word: str, phrase: str) -> bool:
    """Whether the word, which is no verb, says what kind of thing the phrase is about: 托育 of 托育机构, but not 抱团
    of 企业抱团成立联盟."""
    import rjieba

    if _tags(word) & {"m", "v", "r", "d"}:
        return False
    behind = rjieba.tag(phrase[phrase.index(word) + len(word) :])
    return len(behind) < 2 or behind[0][1] not in ("v", "p", "d", "r", "c", "f")


def _telling(proposition: Proposition, weights: Mapping[str, float], bounds: Bounds) -> list[str]:
    """Words of the weightiest phrase without which a sentence says less than was asked: 境外 of 境外设立研发机构."""
    _, own = _weightiest(proposition, weights)
    heavy = bounds.telling * max((weights[term] for term in own), default=0.0)
    return [term for term in own if weights[term] >= heavy and len(term) > 1 and not _leads(term, proposition)]


def _weightiest(proposition: Proposition, weights: Mapping[str, float]) -> tuple[str, list[str]]:
    """The phrase whose words weigh most together, with these words."""
    of_phrases = {phrase: [term for term in weights if term in phrase] for phrase in proposition.phrases}
    phrase = max(of_phrases, key=lambda p: sum(weights[term] for term in of_phrases[p]), default="")
    return phrase, of_phrases.get(phrase, [])


def _literally(sentence: Sentence, proposition: Proposition) -> Match:
    credits = {term.text: 1.0 for term in proposition.terms}
    return Match(sentence, score=1.0, coverage=1.0, core=1.0, fits=True, by_meaning=False, matched=credits)


def judge(
    ranked: Sequence[Match],
    bounds: Bounds,
    meets: Callable[[Match], bool] = lambda match: True,
    prefers: re.Pattern[str] | None = None,
) -> Examined:
    """The verdict on a document from its ranked sentences.

    stated or related by how much of the proposition the best sentence covers; a figure that the question asks for
    (两成以上) and the sentence does not reach makes it related at most. Of sentences that state it one is told with the
    figure that it `prefers`.
    """
    extents = {id(match): _extent(match, bounds) for match in ranked}
    closest = sorted(ranked, key=lambda match: (-extents[id(match)], -match.score))[:_CLOSEST]
    close = [match for match in closest if extents[id(match)] >= bounds.related]
    if not close:
        return Examined("absent")
    stated = [match for match in close if meets(match) and extents[id(match)] >= bounds.stated]
    if prefers:
        stated.sort(key=lambda match: not prefers.search(without_dates(match.sentence.folded)))
    if stated:
        return Examined("stated", (stated[0],), tuple(stated[1 : 1 + _FURTHER]))
    alike = [match for match in close if extents[id(match)] > extents[id(close[0])] - _ALIKE]
    return Examined("related", (max(alike, key=lambda match: match.score),))


def _extent(match: Match, bounds: Bounds) -> float:
    """How much of the proposition the sentence holds, in 0…1: of all its words and of those it turns on.

    Likeness of meaning alone is never more than related.
    """
    return min(match.score, bounds.stated - 0.01) if match.by_meaning else min(match.coverage, match.core)


def meets(match: Match, conditions: Sequence[Quantity]) -> bool:
    """Whether the sentence states a figure for each condition, of what most of its words speak of: 20%以上 meets
    «at least 20%», 18%以上 does not, nor does a higher figure of another thing."""
    if not conditions:
        return True
    words = [word for word, credit in match.matched.items() if credit]
    stated = [(sum(word in each.clause for word in words), each.quantity) for each in stated_in(match.sentence.text)]
    most = max((count for count, _ in stated), default=0)
    own = [quantity for count, quantity in stated if count == most]
    return all(any(_reaches(quantity, condition) for quantity in own) for condition in conditions)


def _reaches(quantity: Quantity, condition: Quantity) -> bool:
    if quantity.percent != condition.percent:
        return False
    if condition.bound == "min":
        return quantity.value >= condition.value and quantity.bound != "max"
    if condition.bound == "max":
        return quantity.value <= condition.value and quantity.bound != "min"
    return quantity.value == condition.value
