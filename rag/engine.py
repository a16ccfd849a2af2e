"""One door for every question: `PolicyQA.ask` and `.stream`."""

import re
from collections.abc import Generator as Generator_
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from index.documents import Document, DocumentInfo, Span
from index.local import LocalIndex
from index.view import IndexView, Sees
from rag.composing.compose import Draft
from rag.errors import GeneratorFailed, InvalidQuestion, InvalidSettings
from rag.filters import index_filters
from rag.messages import say
from rag.records import (
    MAX_QUESTION_LENGTH,
    Answer,
    Event,
    Generator,
    Progress,
    Question,
    QuestionFilters,
    SearchResult,
    Token,
)
from rag.routes import answered
from rag.run import Run
from rag.search import retrieval
from rag.selection.candidates import passages
from rag.settings import Settings
from rag.understanding.question import Understanding

if TYPE_CHECKING:
    from rag.composing.generate import ChatGenerator

_PASSAGES = 8  # shown to a language model
_EXAMPLES = 4


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
        return self._stream(Run(self.index, question))

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
        from rag.composing.generate import ChatGenerator

        if self._settings.llm is None:
            raise InvalidSettings(
                "没有设置语言模型 / no language model is set: ZHENGWEN_LLM=provider:model, for example openai:qwen3"
            )
        return ChatGenerator(self._settings)

    def _stream(self, run: Run) -> Iterator[Event]:
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
            understanding, draft = yield from answered(run, understanding)
        yield Progress(stage="compose")
        answer = run.finish(understanding, draft, generator)
        yield from (Token(text=piece) for piece in re.findall(r"[^，。；\n]*[，。；\n]?", answer.answer) if piece)
        yield answer

    def _wants_llm(self, question: Question) -> bool:
        chosen = question.generator or self._settings.generator
        return chosen == "llm" or (chosen is None and self._settings.llm is not None)

    def _generate(self, run: Run, understanding: Understanding) -> Generator_[Event, None, Draft]:
        """The model's verified answer; insufficient when it refuses. Raises GeneratorFailed, InvalidSettings."""
        from rag.composing.grounding import dropped_notice, ground
        from rag.composing.prompts import Passage

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
