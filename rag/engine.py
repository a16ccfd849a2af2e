"""One door for every question: `PolicyQA.ask` and `.stream`."""

import re
import time
import uuid
from collections.abc import Generator as Generator_
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from index.documents import Document, DocumentInfo, Span
from index.lexicon import simplified
from index.local import LocalIndex
from index.view import IndexView, Sees
from rag import compose, lifecycle, lookup, quoting, retrieval, versus
from rag.answering import answering, chance
from rag.articles import quote_place
from rag.candidates import candidates, passages, speaks_of
from rag.citations import check_answer, escape_markers, renumber
from rag.comparison import compare
from rag.compose import Draft, Quotations
from rag.conflicts import conflicting
from rag.counting import counted, listed_in
from rag.difference import difference
from rag.errors import GeneratorFailed, InvalidQuestion, InvalidSettings
from rag.evidence import Match, grounds
from rag.filters import index_filters
from rag.labelled import look_up_label
from rag.likeness import static_embedder
from rag.listing import list_documents
from rag.messages import say
from rag.parts import covers, parts_of
from rag.question import Understanding, language, understand
from rag.records import (
    MAX_ANSWER_LENGTH,
    MAX_QUESTION_LENGTH,
    MAX_TURNS,
    Answer,
    Cell,
    Coverage,
    Event,
    Generator,
    IndexState,
    Progress,
    Question,
    QuestionFilters,
    SearchResult,
    Table,
    Timings,
    Token,
    Turn,
)
from rag.settings import Settings
from rag.sides import Sides, sides_of
from rag.spelling import corrected
from rag.summary import summarise
from rag.survey import survey
from rag.terms import normalise
from rag.timeline import timeline

if TYPE_CHECKING:
    from rag.generate import ChatGenerator

ENOUGH, ENOUGH_BY_MEANING = 0.4, 0.28
"""Score of the best sentence from which it answers, and where only its meaning could be compared; below, the documents
do not say."""
ENOUGH_CORE = 0.1
"""Share of the words that a question turns on, without which no score is enough."""
_STANDS_OUT, _AHEAD, _HELD = 0.3, 1.7, 2  # lower score that is enough so far ahead of the second with so many words
_WHOLE = 0.9  # credit of a word that a sentence holds, itself or by a synonym
_PASSAGES = 8  # shown to a language model
_NEAREST = 2  # passages shown under a refusal
_LISTS = 2  # ordered sentences in which a list is looked for that is counted
_EXAMPLES = 4
_FEW = 3  # documents in scope whose labelled lines are looked up


class PolicyQA:
    """Answers questions over one index. Thread-safe; each question sees the latest committed generation."""

    def __init__(self, index: LocalIndex, settings: Settings) -> None:
        self._index = index
        self._settings = settings

    @classmethod
    def open(cls, settings: Settings) -> "PolicyQA":
        """Raises IndexUnavailable and its kin when there is no usable index."""
        return cls(LocalIndex.open(settings.index, settings.embedding_model), settings)

    def seen_by(self, sees: Sees) -> "PolicyQA":
        """An engine that knows those documents only which `sees` lets through."""
        return PolicyQA(IndexView(self.index, sees), self._settings)

    @property
    def index(self) -> LocalIndex:
        """The latest generation."""
        self._index = self._index.latest()
        return self._index

    def ask(self, question: Question) -> Answer:
        """The answer. Raises InvalidQuestion for an empty or over-long question."""
        for event in self.stream(question):
            if isinstance(event, Answer):
                return event
        raise AssertionError("a stream ends with its answer")

    def stream(self, question: Question) -> Iterator[Event]:
        """Progress, the verified text in pieces, and last the answer. Raises InvalidQuestion before the first."""
        _check(question)
        return self._stream(_Run(self.index, question))

    def warm_up(self) -> None:
        """Load what the first question would wait for: the model, the segmenter, tables of characters and places."""
        _ = self.index.embedder  # which a survey does without
        self.ask(Question(question="哪些省份支持企业发展"))

    def search(self, query: str, k: int = 10, filters: QuestionFilters | None = None) -> list[SearchResult]:
        """The `k` best passages, best first. Raises InvalidQuestion for an empty or over-long query."""
        _check(Question(question=query))
        index = self.index
        hits = dict(retrieval.search(index, query, k, index_filters(filters or QuestionFilters(), index)))
        infos = {info.id: info for info in index.documents()}
        return [
            SearchResult(
                document_id=chunk.document_id,
                title=infos[chunk.document_id].name,
                region=infos[chunk.document_id].metadata.region,
                heading_path=list(chunk.heading_path),
                text=chunk.text,
                start=chunk.start,
                end=chunk.end,
                score=round(hits[chunk.id], 4),
            )
            for chunk in index.chunks(list(hits))
        ]

    def documents(self, filters: QuestionFilters | None = None) -> Sequence[DocumentInfo]:
        """The documents in scope. Raises InvalidQuestion for a filter that is none."""
        index = self.index
        return index.documents(index_filters(filters or QuestionFilters(), index))

    def document(self, reference: str) -> Document:
        """The document of that id, file name, number or title. Raises UnknownDocument."""
        index = self.index
        return index.document(index.resolve(reference))

    def examples(self, language: str) -> list[str]:
        """Questions that the indexed documents can answer, in Chinese or English."""
        from rag.examples import example_questions

        return example_questions(self.index, language)[:_EXAMPLES]

    @cached_property
    def _generator(self) -> "ChatGenerator":
        from rag.generate import ChatGenerator

        if self._settings.llm is None:
            raise InvalidSettings(
                "没有设置语言模型 / no language model is set: ZHENGWEN_LLM=provider:model, for example openai:qwen3"
            )
        return ChatGenerator(self._settings)

    def _stream(self, run: "_Run") -> Iterator[Event]:
        yield Progress(stage="understand")
        understanding = run.understand(run.question)
        draft: Draft | None = None
        generator = Generator(kind="extractive")
        worded = understanding.kind in ("fact", "list", "comparison") and understanding.place is None
        if worded and self._wants_llm(run.question):
            try:
                draft = yield from self._generate(run, understanding)
                generator = Generator(kind="llm", model=self._generator.name)
            except (GeneratorFailed, InvalidSettings) as error:
                run.quotations.clear()
                run.notices.append(say("llm_failed", understanding.language, reason=error))
        if draft is None:
            understanding, draft = yield from run.extract_parts(understanding)
        yield Progress(stage="compose")
        answer = run.finish(understanding, draft, generator)
        yield from (Token(text=piece) for piece in re.findall(r"[^，。；\n]*[，。；\n]?", answer.answer) if piece)
        yield answer

    def _wants_llm(self, question: Question) -> bool:
        chosen = question.generator or self._settings.generator
        return chosen == "llm" or (chosen is None and self._settings.llm is not None)

    def _generate(self, run: "_Run", understanding: Understanding) -> Generator_[Event, None, Draft]:
        """The model's verified answer; insufficient when it refuses. Raises GeneratorFailed, InvalidSettings."""
        from rag.grounding import dropped_notice, ground
        from rag.prompts import Passage

        yield Progress(stage="retrieve")
        generator = self._generator
        found = passages(run.index, understanding, run.filters, _PASSAGES)
        run.clock("retrieve")
        shown = [Passage.of_chunk(n, run.infos[f.chunk.document_id], f.chunk) for n, f in enumerate(found, 1)]
        if not shown:
            return Draft("insufficient_evidence", "")
        said: list[str] = []
        turn = f"{understanding.context}\n{understanding.earlier_answer}".strip()
        for piece in generator.stream(understanding.standalone, shown, understanding.language, turn):
            said.append(piece)
            yield Progress(stage="generate", done=len(said))
        grounded = ground("".join(said), shown)
        if grounded.dropped:
            run.notices.append(dropped_notice(grounded.dropped, understanding.language))
        if grounded.refused:
            return Draft("insufficient_evidence", "")
        for cited in grounded.citations:
            path = cited.passage.heading_path
            run.quotations.mark(cited.passage.document_id, Span(cited.start, cited.end), path, cited.score)
        return Draft("answered", grounded.text)


class _Run:
    """One question on its way to an answer: the generation it sees, its quotations, notices and clock."""

    def __init__(self, index: LocalIndex, question: Question) -> None:
        self.index = index
        self.question = question
        self.filters = index_filters(question.filters, index)
        self.infos = index.by_id
        self.quotations = Quotations(index, self.infos)
        self.notices: list[str] = []
        self._nearest: list[Match] = []
        self._last = self._started = time.perf_counter()
        self._spent: dict[str, float] = {"understand": 0.0, "retrieve": 0.0, "compose": 0.0}

    def clock(self, stage: str) -> None:
        """Book the time since the last call on a stage."""
        now = time.perf_counter()
        self._spent[stage] += (now - self._last) * 1000
        self._last = now

    def understand(self, question: Question) -> Understanding:
        """The question with mistyped words put right, taken apart against the documents that pass the filters."""
        text, spoken_in = question.question, language(question.question)
        if spoken_in.startswith("zh"):
            text, mistyped = corrected(simplified(text), self.index.chunk_frequency, self._fit)
            told = (say("mistyped", spoken_in, typed=typed, read=read) for typed, read in mistyped)
            self.notices += [notice for notice in told if notice not in self.notices]
        found = understand(
            question.model_copy(update={"question": text}),
            self.index.documents(self.filters),
            self.filters,
            lambda asked, answer: retrieval.document_of(self.index, asked, answer, self.filters),
        )
        found = replace(found, question=question.question, language=spoken_in)
        self.clock("understand")
        return found

    def _fit(self, text: str) -> float:
        """How well the words of the best passage fit the text."""
        hits = self.index.search_keywords(text, 1, self.filters)
        return hits[0][1] if hits else 0.0

    def extract_parts(self, whole: Understanding) -> Generator_[Event, None, tuple[Understanding, Draft]]:
        """The answer to a question, or to each of several asked at once, one after the other, under the first's kind.

        A part that leans on the one before it sees that as the turn before. A part without evidence says so.
        """
        asked = self.question
        if two := sides_of(asked.question):
            yield Progress(stage="retrieve")
            if compared := self._compare_sides(whole, two):
                return compared
        parts = parts_of(asked.question) if whole.kind not in ("survey", "comparison", "smalltalk") else []
        if len(parts) < 2:
            return whole, (yield from self.extract(whole))
        if one := self._answer_together(whole, parts):
            return whole, one
        understandings, drafts, history = [], [], list(asked.history)
        for part in parts:
            understanding = self.understand(
                asked.model_copy(update={"question": part, "history": history[-MAX_TURNS:]})
            )
            draft = self._within(understanding) or (yield from self.extract(understanding))
            if draft.status == "insufficient_evidence":
                missing = say("insufficient", whole.language, count=len(self.index.documents(understanding.filters)))
                draft = replace(draft, text="\n".join(filter(None, (missing, draft.text))))
            understandings.append(understanding)
            drafts.append(draft)
            history.append(Turn(question=part, answer=draft.text[:MAX_ANSWER_LENGTH]))
        if all(draft.status == "insufficient_evidence" for draft in drafts):
            return whole, Draft("insufficient_evidence", "")
        together = replace(understandings[0], question=asked.question, standalone=whole.standalone)
        text = "\n".join(f"{n}. {draft.text}" for n, draft in enumerate(drafts, 1))
        table = next((draft.table for draft in drafts if draft.table), None)
        coverage = next((draft.coverage for draft in drafts if draft.coverage), None)
        return together, Draft("answered", text, coverage, table)

    def _answer_together(self, whole: Understanding, parts: Sequence[str]) -> Draft | None:
        """The sentence that answers all that is asked; None where none does."""
        if whole.kind not in ("fact", "list") or not (ranked := self._answering(whole)):
            return None
        asked = [self.understand(self.question.model_copy(update={"question": part})) for part in parts]
        if not all(covers(ranked[0].sentence, each) for each in asked):
            return None
        return quoting.quote_answer(ranked[:1], whole, self.quotations)

    def _within(self, understanding: Understanding) -> Draft | None:
        """The answer to a part in the document that answered the one before; None where there is none."""
        if understanding.kind not in ("fact", "list") or not self.quotations.citations:
            return None
        answered = self.quotations.citations[-1].document_id
        scope = {info.id for info in self.index.documents(understanding.filters)}
        if answered not in scope or understanding.filters.document_id:
            return None
        inside = replace(understanding, filters=replace(understanding.filters, document_id=(answered,)))
        ranked = self._answering(inside)
        return quoting.quote_answer(quoting.chosen(ranked), inside, self.quotations) if ranked else None

    def _compare_sides(self, whole: Understanding, sides: Sides) -> tuple[Understanding, Draft] | None:
        """What is stated of each of two things and how far that is apart; None where the question is better asked as
        one: of documents of regions beside one another, or where neither thing or one sentence for both is found."""
        if whole.kind in ("survey", "smalltalk", "documents", "timeline") or (
            whole.kind == "comparison" and whole.regions and not sides.differs
        ):
            return None
        asked = [
            self.understand(self.question.model_copy(update={"question": side.question}))
            for side in (sides.first, sides.second)
        ]
        dates = [name for name in asked[0].fields if name in lookup.DATES and name in asked[1].fields]
        scopes = [self.index.documents(each.filters) for each in asked]
        compared = replace(whole, kind="comparison")
        if dates and all(len(scope) == 1 for scope in scopes):
            documents = [scope[0] for scope in scopes]
            return compared, lookup.order_by_date(dates[0], documents, self.quotations, whole.language)
        if not all(each.kind in ("fact", "list") for each in asked):
            return None
        draft = versus.beside(sides, whole, asked, self._answering, self.quotations)
        self.clock("retrieve")
        return (compared, draft) if draft else None

    def _answering(self, understanding: Understanding) -> list[Match]:
        """The ordered sentences of which the first answers; empty where it does not."""
        ranked, _ = candidates(self.index, understanding, self.filters)
        return ranked if self._answers(ranked, understanding.sought) else []

    def extract(self, understanding: Understanding) -> Generator_[Event, None, Draft]:
        """The answer made of the documents' own words."""
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
            # 西藏的文号: what other regions' documents state is no answer.
            return Draft("insufficient_evidence", "")
        if understanding.kind == "metadata" and understanding.referred:
            told = lookup.look_up_referred(
                understanding.referred, understanding.fields, scope, self.quotations, language
            )
            return told or self._quote(understanding)
        if understanding.kind == "metadata":
            told = lookup.look_up(understanding.fields, scope, self.quotations, language)
            said = understanding.fields == ("speaker",) and told.status == "insufficient_evidence"
            return self._quote(understanding) if said else told
        if understanding.kind == "comparison":
            dates = [name for name in understanding.fields if name in lookup.DATES]
            if dates:
                return lookup.order_by_date(dates[0], scope, self.quotations, language)
            if understanding.fields:
                return lookup.look_up(understanding.fields, scope, self.quotations, language)
            return self._compare(understanding, scope)
        if 0 < len(scope) <= _FEW < len(self.infos) or len(scope) == 1:
            labelled = look_up_label(normalise(understanding.standalone), scope, self.quotations, language)
            if labelled:
                return labelled
        return self._quote(understanding)

    def _quote(self, understanding: Understanding) -> Draft:
        """A fact or a list, from the best sentences in scope; else from another document that names the region."""
        ranked, naming = candidates(self.index, understanding, self.filters)
        self.clock("retrieve")
        self._nearest = ranked[:_NEAREST]
        if not self._answers(ranked, understanding.sought):
            ranked = naming
            if not self._answers(ranked, understanding.sought):
                return self._count(understanding) or Draft("insufficient_evidence", "")
        of = self.infos[ranked[0].sentence.document_id].metadata.region
        if understanding.regions and of is not None and of not in understanding.regions:
            region = "、".join(understanding.regions)
            self.notices.append(say("other_region", understanding.language, region=region))
        chosen = conflicting(ranked, understanding, self.infos)
        told = chosen if len(chosen) > 1 else quoting.chosen(ranked)
        return quoting.quote_answer(told, understanding, self.quotations)

    def _count(self, understanding: Understanding) -> Draft | None:
        """How many things a sentence lists, where the question asks that and no text says it; None otherwise."""
        asked = counted(understanding.standalone) if understanding.expects == "number" else None
        if asked is None:
            return None
        listing = self.understand(self.question.model_copy(update={"question": asked.question}))
        ranked = self._answering(listing) if listing.kind in ("fact", "list") else []
        lists = ((m, listed_in(m.sentence.text, listing, asked.noun)) for m in ranked[:_LISTS])
        match, found = next(((m, f) for m, f in lists if f), (None, None))
        if match is None or found is None:
            return None
        clause, count = found
        marker = self.quotations.sentence(match)
        told = say("counted", understanding.language, count=count, of=asked.of)
        return Draft("answered", f"{escape_markers(clause)}[{marker}]{told}")

    def _answers(self, ranked: Sequence[Match], sought: Sequence[str]) -> bool:
        """Whether the best of the ordered sentences answers, and speaks of every place that the question speaks of."""
        if not ranked or not speaks_of(self.index, ranked[0], sought):
            return False
        if ranked[0].by_meaning:
            return _sure(ranked[0])
        models = answering()
        return ranked[0].fits and chance(models.deciding.of(grounds(ranked))) >= models.enough_of(len(self.infos))

    def _compare(self, understanding: Understanding, scope: Sequence[DocumentInfo]) -> Draft:
        if more := difference(self.index, scope, understanding, self.quotations):
            return more
        draft, nearest = compare(self.index, scope, understanding, self.quotations, lambda ranked: _enough(ranked, ()))
        self._nearest += nearest
        self.clock("retrieve")
        return draft

    def finish(self, understanding: Understanding, draft: Draft, generator: Generator) -> Answer:
        """The answer with its markers in order and every quotation verified.

        Raises AssertionError when a quotation does not hold: a defect, never an answer.
        """
        text = draft.text if draft.status == "answered" else self._refusal(understanding, draft.text)
        elsewhere = _markers_elsewhere(draft)
        text, citations, numbers = renumber(text, self.quotations.citations, elsewhere)
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
            kind=understanding.kind,
            status=draft.status,
            answer=text,
            citations=citations,
            coverage=_renumbered_coverage(draft.coverage, numbers),
            table=_renumbered_table(draft.table, numbers),
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


def _enough(ranked: Sequence[Match], sought: Sequence[str]) -> bool:
    """Whether the best sentence answers: its score, the words that matter, and every place the question speaks of."""
    if not ranked or not all(map(ranked[0].sentence.names, sought)):
        return False
    return _sure(ranked[0]) or (ranked[0].fits and _stands_out(ranked))


def _sure(match: Match) -> bool:
    """Whether the sentence answers whatever the others say."""
    if match.by_meaning:
        return match.fits and match.score >= ENOUGH_BY_MEANING
    return match.fits and match.score >= ENOUGH and match.core >= ENOUGH_CORE


def _stands_out(ranked: Sequence[Match]) -> bool:
    """Whether the best sentence is far ahead of all others and holds several of the question's words."""
    best, second = ranked[0], ranked[1].score if len(ranked) > 1 else 0.0
    held = sum(credit >= _WHOLE for credit in best.matched.values())
    return best.score >= max(_STANDS_OUT, _AHEAD * second) and held >= _HELD


def _check(question: Question) -> None:
    text = question.question
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        raise InvalidQuestion("问题含有残缺的字符，请重新输入 / the question holds half characters: type it again")
    if not text.strip():
        raise InvalidQuestion("问题为空，请输入问题 / the question is empty: type one")
    if len(text) > MAX_QUESTION_LENGTH:
        raise InvalidQuestion(
            f"问题有 {len(text)} 字，最多 {MAX_QUESTION_LENGTH} 字 / the question has {len(text)} characters, "
            f"at most {MAX_QUESTION_LENGTH}: shorten it"
        )


def _markers_elsewhere(draft: Draft) -> list[int]:
    findings = draft.coverage.findings if draft.coverage else []
    rows = draft.table.rows if draft.table else []
    return [m for f in findings for m in f.citations] + [m for row in rows for cell in row for m in cell.citations]


def _renumbered_coverage(coverage: Coverage | None, numbers: dict[int, int]) -> Coverage | None:
    if coverage is None:
        return None
    findings = [f.model_copy(update={"citations": [numbers[m] for m in f.citations]}) for f in coverage.findings]
    return coverage.model_copy(update={"findings": findings})


def _renumbered_table(table: Table | None, numbers: dict[int, int]) -> Table | None:
    if table is None:
        return None

    def renumbered(cell: Cell) -> Cell:
        return cell.model_copy(update={"citations": [numbers[m] for m in cell.citations]})

    return table.model_copy(update={"rows": [[renumbered(cell) for cell in row] for row in table.rows]})
