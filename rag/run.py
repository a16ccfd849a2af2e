"""One question on its way to an answer."""

import re
import time
import uuid
from collections.abc import Generator as Generator_
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial

from index.lexicon import simplified
from index.local import LocalIndex
from rag import lifecycle
from rag.citations import check_answer, escape_markers, renumber
from rag.composing import compose, quoting
from rag.composing.compose import Draft, Quotations
from rag.filters import index_filters
from rag.language import wording
from rag.language.dates import DAY, YEAR
from rag.language.fields import DATES, Field, speaks_of_date
from rag.language.likeness import static_embedder
from rag.language.terms import normalise
from rag.lookups import lookup
from rag.lookups.articles import quote_place
from rag.lookups.counting import counted, listed_in
from rag.lookups.enacted import look_up_act
from rag.lookups.labelled import look_up_label
from rag.lookups.listing import list_documents
from rag.lookups.outline import points_asked, points_of
from rag.lookups.summary import summarise
from rag.lookups.timeline import timeline
from rag.messages import say
from rag.records import Answer, Event, Generator, IndexState, Progress, Question, Timings
from rag.refusals.enough import answers
from rag.refusals.refuting import said
from rag.scoping.scope import regions_of, whole_of
from rag.search import retrieval
from rag.search.rarity import frequency
from rag.selection.candidates import candidates
from rag.selection.conflicts import conflicting
from rag.selection.conjoined import conjoined
from rag.selection.evidence import Match
from rag.selection.holding import asked_above, names, only_holds
from rag.selection.sentence import Sentence
from rag.selection.years import speaks_from
from rag.surveys.survey import survey
from rag.understanding.languages import language
from rag.understanding.question import Understanding, understand
from rag.understanding.spelling import corrected

_UNDERSTOOD = 8  # readings of a question, or of its parts, whose candidates are kept while it is answered
_NEAREST = 2  # passages shown under a refusal
_LISTS = 2  # ordered sentences in which a list is looked for that is counted
_ELSE_QUOTED: frozenset[Field] = frozenset(
    (*DATES, "issuers", "cites", "repeals", "addressees", "speaker", "proposer", "attachments")
)
"""Fields that sentences may tell."""
_IN_PARTS: frozenset[Field] = frozenset(("chapters", "sections", "parts", "articles"))
"""Fields that tell how many parts a document has."""
_DATED = re.compile(rf"{DAY.pattern}|\d{{4}}年|之日")
_FEW = 3  # documents in scope whose labelled lines are looked up
_SEVERAL = 2  # regions of which one sentence may tell together


class Run:
    """One question on its way to an answer: the generation it sees, its quotations, notices and clock."""

    def __init__(self, index: LocalIndex, question: Question) -> None:
        self.index = index
        self.question = question
        self.filters = index_filters(question.filters, index)
        self.infos = index.by_id
        self.quotations = Quotations(index, self.infos)
        self.notices: list[str] = []
        self._nearest: list[Match] = []
        self._mistyped: list[tuple[str, str]] = []
        filters = self.filters  # not self: without a circle it is forgotten with the run
        self._candidates = lru_cache(_UNDERSTOOD)(lambda asked: candidates(index, asked, filters))
        self._last = self._started = time.perf_counter()
        self._spent: dict[str, float] = {"understand": 0.0, "retrieve": 0.0, "compose": 0.0}

    def clock(self, stage: str) -> None:
        """Book the time since the last call on a stage."""
        now = time.perf_counter()
        self._spent[stage] += (now - self._last) * 1000
        self._last = now

    def understand(self, question: Question, plainly: bool = False, part: bool = False) -> Understanding:
        """The question with mistyped words put right, those alone of the whole question where it is a `part` of it,
        taken apart against the documents that pass the filters; if `plainly`, as one after what some text says."""
        text, spoken_in = question.question, language(question.question)
        if part:
            for typed, read in self._mistyped:
                text = text.replace(typed, read)
        elif spoken_in.startswith("zh"):
            text, mistyped = corrected(simplified(text), self.index.chunk_frequency, self._fit)
            self._mistyped = mistyped if question == self.question else self._mistyped
            told = (say("mistyped", spoken_in, typed=typed, read=read) for typed, read in mistyped)
            self.notices += [notice for notice in told if notice not in self.notices]
        found = understand(
            question.model_copy(update={"question": text}),
            self.index.documents(self.filters),
            self.filters,
            lambda asked, answer: retrieval.document_of(self.index, asked, answer, self.filters),
            partial(frequency, self.index),
            plainly,
        )
        found = replace(found, question=question.question, language=spoken_in)
        self.clock("understand")
        return found

    def _fit(self, text: str) -> float:
        """How well the words of the best passage fit the text."""
        hits = self.index.search_keywords(text, 1, self.filters)
        return hits[0][1] if hits else 0.0

    def candidates(self, understanding: Understanding) -> tuple[list[Match], list[Match]]:
        """What `rag.selection.candidates` finds for it, looked for once."""
        return self._candidates(understanding)

    def answering(self, understanding: Understanding) -> list[Match]:
        """The ordered sentences of which the first answers; empty where it does not."""
        ranked, _ = self.candidates(understanding)
        return ranked if answers(self.index, ranked, understanding) else []

    def nearest(self, understanding: Understanding) -> None:
        """Keep what comes nearest to a question without an answer, to be shown under the refusal."""
        self._nearest = self.candidates(understanding)[0][:_NEAREST]

    def extract(self, understanding: Understanding) -> Generator_[Event, None, Draft]:
        """The answer made of the documents' own words; where there is none, that to the question asked plainly."""
        draft = yield from self._extract(understanding)
        plain = draft.status == "insufficient_evidence" and _may_be_told(understanding)
        return (self._plainly(understanding) if plain else None) or draft

    def _extract(self, understanding: Understanding) -> Generator_[Event, None, Draft]:
        scope = self.index.documents(understanding.filters)
        language = understanding.language
        if understanding.kind == "smalltalk":
            return Draft("answered", say("smalltalk", language))
        if understanding.kind == "survey":
            examined = yield from survey(self.index, scope, understanding, self.quotations)
            self.clock("retrieve")
            return examined
        yield Progress(stage="retrieve")
        if understanding.place:
            return quote_place(
                understanding.place, [self.index.document(d.id) for d in scope], self.quotations, language
            )
        if understanding.kind == "documents":
            wanted = understanding.utmost
            return list_documents(scope, understanding.topic, wanted, len(self.infos), self.quotations, language)
        if understanding.kind == "timeline":
            return timeline(self.index, scope, understanding, self.quotations)
        if understanding.kind == "summary":
            return summarise(self.index.document(scope[0].id), static_embedder(), self.quotations, language)
        if understanding.kind in ("metadata", "comparison") and understanding.sought and not understanding.regions:
            return Draft("insufficient_evidence", "")  # 西藏的文号: what other regions' documents state is no answer
        if understanding.kind == "metadata" and understanding.referred:
            told = lookup.look_up_referred(
                understanding.referred, understanding.fields, scope, self.quotations, language
            )
            return told or self._quote(understanding)
        in_parts = understanding.kind == "metadata" and _IN_PARTS.issuperset(understanding.fields)
        if in_parts and (points := self._points(understanding)):
            return points
        if understanding.kind == "metadata":
            return lookup.look_up(understanding.fields, scope, self.quotations, language)
        if understanding.kind == "comparison":
            dates = [name for name in understanding.fields if name in DATES]
            if dates:
                return lookup.order_by_date(dates[0], scope, self.quotations, language)
            if understanding.fields:
                return lookup.look_up(understanding.fields, scope, self.quotations, language)
            return Draft("insufficient_evidence", "")
        asked = normalise(understanding.standalone)
        few = 0 < len(scope) <= _FEW < len(self.infos) or len(scope) == 1
        labelled = look_up_label(asked, scope, self.quotations, language) if few else None
        if told := labelled or look_up_act(asked, scope, self.quotations, language):
            return told
        return self._quote(understanding)

    def _quote(self, understanding: Understanding, surely: bool = False) -> Draft:
        """A fact or a list, from the best sentences in scope; else from another document that names the region."""
        ranked, naming = self.candidates(understanding)
        self.clock("retrieve")
        self._nearest = ranked[:_NEAREST]
        if not answers(self.index, ranked, understanding, surely):
            ranked = naming
            if not answers(self.index, ranked, understanding, surely):
                if held := self._held(understanding):
                    return self._quote(held, surely=True)
                return self._count(understanding) or Draft("insufficient_evidence", "")
        self._tell_whose(ranked[0].sentence, understanding)
        chosen = conflicting(ranked, understanding, self.infos)
        told = chosen if len(chosen) > 1 else quoting.chosen(ranked)
        if len(told) == 1 and (other := conjoined(ranked, understanding)):
            told = [*told, other]
        return replace(quoting.quote_answer(told, understanding, self.quotations), quoted=tuple(told))

    def _plainly(self, understanding: Understanding) -> Draft | None:
        """The question asked as one after what some text says, whatever document that is of: 哪几个部门联合发布的 of a
        document that is only spoken of. None where nothing answers, the best sentence has no date where a document's is
        asked for, or its document is known to be of another year than those that the question names."""
        asked = self._asked_plainly(understanding)
        ranked = next((found for found in self.candidates(asked) if answers(self.index, found, asked)), None)
        if ranked is None or not self._is_of_years(asked, ranked[0].sentence):
            return None
        sentence = ranked[0].sentence.plain
        dated = _DATED.search(sentence) and speaks_of_date(sentence, understanding.fields)
        if not dated and not set(DATES).isdisjoint(understanding.fields):
            return None
        return replace(self._quote(asked), kind=asked.kind)

    def _asked_plainly(self, understanding: Understanding) -> Understanding:
        alone = self.question.model_copy(update={"question": understanding.standalone, "history": []})
        return replace(self.understand(alone, plainly=True), question=understanding.question)

    def _is_of_years(self, asked: Understanding, sentence: Sentence) -> bool:
        """Whether the sentence's document, if it is known when it is from, speaks of one of the years that the question
        names, if it does."""
        info, years = self.infos[sentence.document_id], YEAR.findall(normalise(asked.asked))
        if not years or speaks_from(info) is None:
            return True
        document = said(sentence, info, self.index.text(info.id)).document
        return any(year in document for year in years)

    def _held(self, understanding: Understanding) -> Understanding | None:
        """The question asked of what the places lie in that it asks about and of which there are no documents, to be
        answered by what holds there; None where that cannot be."""
        rest = asked_above(understanding, regions_of(self.index.documents(self.filters)))
        if rest is None:
            return None
        asked = self.understand(self.question.model_copy(update={"question": rest, "history": []}))
        if asked.kind not in ("fact", "list") or asked.sought:
            return None
        of = understanding
        return replace(asked, question=of.question, sought=of.sought, located=of.located)

    def _tell_whose(self, sentence: Sentence, understanding: Understanding) -> None:
        """The notice where another region's document answers, or what holds in a place without naming it."""
        of, language = self.infos[sentence.document_id].metadata.region, understanding.language
        if only_holds(self.index, sentence, understanding):
            places = "、".join(understanding.sought or understanding.regions)
            self.notices.append(say("holds_there", language, place=places, of=of or say("the_state", language)))
        elif understanding.regions and of is not None and of not in understanding.regions:
            self.notices.append(say("other_region", language, region="、".join(understanding.regions)))
        elif of is not None and (place := whole_of(of, understanding.standalone, self.index.documents(self.filters))):
            self.notices.append(say("of_part", language, place=place, of=of))

    def _count(self, understanding: Understanding) -> Draft | None:
        """How many points a part of the document has, or things a sentence lists, where that is asked and no text says
        it; None otherwise."""
        if points := self._points(understanding):
            return points
        asked = counted(understanding.standalone) if understanding.expects == "number" else None
        if asked is None:
            return None
        listing = self.understand(self.question.model_copy(update={"question": asked.question}))
        ranked = self.answering(listing) if listing.kind in ("fact", "list") else []
        lists = ((m, listed_in(m.sentence.text, listing, asked.noun)) for m in ranked[:_LISTS])
        match, found = next(((m, f) for m, f in lists if f), (None, None))
        if match is None or found is None:
            return None
        clause, count = found
        marker = self.quotations.sentence(match)
        told = say("counted", understanding.language, count=count, of=asked.of)
        return Draft("answered", f"{escape_markers(clause)}[{marker}]{told}")

    def _points(self, understanding: Understanding) -> Draft | None:
        """How many points a part of the only document in scope has, where the question asks that."""
        asked = points_asked(understanding.focus)
        scope = self.index.documents(understanding.filters) if asked else []
        if asked is None or len(scope) != 1:
            return None
        return points_of(self.index.document(scope[0].id), asked, self.quotations, understanding.language)

    def of_all(self, understanding: Understanding) -> Draft | None:
        """What one sentence tells of all the regions that the question names without asking how they differ."""
        if len(understanding.regions) < _SEVERAL or wording.COMPARISON.search(normalise(understanding.standalone)):
            return None
        asked = self._asked_plainly(understanding)
        ranked = self.answering(asked)
        told = bool(ranked) and all(names(ranked[0].sentence, region) for region in understanding.regions)
        return replace(self._quote(asked), kind=asked.kind) if told else None

    def finish(self, understanding: Understanding, draft: Draft, generator: Generator) -> Answer:
        """The answer with its markers in order and every quotation verified.

        Raises AssertionError when a quotation does not hold: a defect, never an answer.
        """
        text = draft.text if draft.status == "answered" else self._refusal(understanding, draft.text)
        elsewhere = draft.elsewhere
        text, citations, numbers = renumber(text, self.quotations.citations, elsewhere)
        draft = draft.renumbered(numbers)
        problems = check_answer(text, citations, self.index.text, [numbers[m] for m in elsewhere])
        if problems:
            raise AssertionError(f"unverified citations: {problems}")
        if draft.status == "answered":
            cited = [citation.document_id for citation in citations]
            self.notices += lifecycle.notices(self.index, self.infos, cited, understanding.language, date.today())
        self.clock("compose")
        manifest = self.index.manifest
        total = (time.perf_counter() - self._started) * 1000
        return Answer(
            id=uuid.uuid4().hex,
            question=understanding.question,
            standalone_question=understanding.standalone,
            language=understanding.language,
            kind=draft.kind or understanding.kind,
            status=draft.status,
            answer=text,
            citations=citations,
            coverage=draft.coverage,
            table=draft.table,
            generator=generator,
            index=IndexState(generation=manifest.generation, embedder=manifest.embedder, built_at=manifest.built_at),
            timings_ms=Timings(**{k: round(v, 2) for k, v in self._spent.items()}, total=round(total, 2)),
            notices=self.notices,
        )

    def _refusal(self, understanding: Understanding, found: str) -> str:
        """What was searched, what little was found (文号：未载明) and, marked as no answer, what came nearest."""
        language = understanding.language
        searched = self.index.documents(understanding.filters)
        nothing = found or say("no_documents", language)
        lines = [say("insufficient", language, count=len(searched)) if searched else nothing]
        if found and searched:
            lines.append(found)
        if understanding.sought:
            lines.append(say("unknown_place", language, name="、".join(understanding.sought)))
        if self._nearest:
            lines.append(say("nearest", language))
            for match in self._nearest[:_NEAREST]:
                quote = compose.excerpt(match.sentence, understanding.terms)
                lines.append(f"- {quote}[{self.quotations.sentence(match)}]")
        return "\n".join(lines)


def _may_be_told(understanding: Understanding) -> bool:
    """Whether sentences may tell what was not found where it was looked up, compared, surveyed, or looked for in
    documents of a description."""
    if understanding.kind == "metadata":
        elsewhere = understanding.sought and not understanding.regions
        return not elsewhere and _ELSE_QUOTED.issuperset(understanding.fields)
    if understanding.kind == "survey":
        return bool(understanding.sought)
    of_fact = understanding.kind in ("fact", "list") and understanding.place is None
    return understanding.kind == "comparison" or (of_fact and understanding.described)
