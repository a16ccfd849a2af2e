"""One run: every gold question asked of the engine and judged."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import Protocol

from eval.gold import GoldQuestion
from eval.judging import faults, find_evidence, region_verdicts, touches
from eval.metrics import Outcome
from index.documents import Document, DocumentInfo
from index.errors import UnknownDocument
from index.lexicon import Folded, fold
from rag.citations import check_answer, verify
from rag.records import Answer, Question


class Asked(Protocol):
    """What is measured: the engine."""

    def ask(self, question: Question) -> Answer: ...


class Documents(Protocol):
    """The documents that the engine answers from."""

    def documents(self) -> Sequence[DocumentInfo]: ...

    def document(self, document_id: str) -> Document: ...


@dataclass(frozen=True)
class Texts:
    """Canonical texts of the index, and the gold documents among them folded for finding evidence."""

    of: Callable[[str], str]  # by document id; empty for an unknown one
    gold: tuple[tuple[str, str, Folded], ...]  # id, file name, folded text


def texts_of(documents: Documents, gold: Iterable[GoldQuestion]) -> Texts:
    """The texts that judging these gold questions needs; others are read when a citation names them."""
    named = {evidence.doc for question in gold for evidence in question.evidence}

    @cache
    def text_of(document_id: str) -> str:
        try:
            return documents.document(document_id).text
        except UnknownDocument:
            return ""

    infos = [(info.id, Path(info.source).name) for info in documents.documents()]
    return Texts(text_of, tuple((id_, name, fold(text_of(id_))) for id_, name in infos if name in named))


def run(gold: Iterable[GoldQuestion], engine: Asked, texts: Texts) -> Iterator[Outcome]:
    """The outcome of each question as it is answered. A question that raises is a wrong one, with the error's text."""
    for question in gold:
        started = perf_counter()
        answer, error = _ask(engine, question)
        milliseconds = 1000 * (perf_counter() - started)
        yield judged(question, answer, texts, milliseconds=milliseconds, error=error)


def _ask(engine: Asked, question: GoldQuestion) -> tuple[Answer | None, str | None]:
    try:
        return engine.ask(question.asked()), None
    except Exception as error:  # whatever goes wrong, the user has no answer: that is what is measured
        return None, f"{type(error).__name__}: {error}"


def judged(
    gold: GoldQuestion, answer: Answer | None, texts: Texts, *, milliseconds: float, error: str | None = None
) -> Outcome:
    """The outcome of one question from the engine's answer, or from the error when there is none."""
    wanted = gold.regions.verdicts if gold.regions else {}
    if answer is None:
        evidence = find_evidence(gold, texts.gold, ())
        verdicts = {region: (right, None) for region, right in wanted.items()}
        faulty = (f"出错 / failed: {error}",)
        return Outcome(gold, None, error, milliseconds, faulty, evidence=evidence, verdicts=verdicts)
    evidence = find_evidence(gold, texts.gold, answer.citations)
    given = region_verdicts(answer.coverage)
    return Outcome(
        gold=gold,
        answer=answer,
        error=None,
        milliseconds=milliseconds,
        faults=faults(gold, answer),
        citation_faults=tuple(check_answer(answer.answer, answer.citations, texts.of, _elsewhere(answer))),
        valid=tuple(verify(texts.of(citation.document_id), citation) for citation in answer.citations),
        touching=tuple(touches(citation, evidence) for citation in answer.citations),
        evidence=evidence,
        verdicts={region: (right, given.get(region)) for region, right in wanted.items()},
    )


def _elsewhere(answer: Answer) -> Iterator[int]:
    """Markers outside the wording: in a survey's findings and a comparison's cells."""
    for finding in answer.coverage.findings if answer.coverage else ():
        yield from finding.citations
    for row in answer.table.rows if answer.table else ():
        for cell in row:
            yield from cell.citations
