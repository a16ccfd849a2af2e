"""How close the product's answers come to reference answers, and whether they cite the document that has them."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from eval.benchmarks import Benchmark, Query
from eval.metrics import Share
from eval.runs import Asked
from rag.citations import strip_markers
from rag.records import Question


@dataclass(frozen=True, slots=True)
class Reply:
    """What one query was answered. A refusal has no text to compare and no document, whatever it shows as nearest."""

    query: Query
    text: str
    document_id: str | None  # of the citation with the best score
    f1: float
    milliseconds: float

    @property
    def right_document(self) -> bool:
        return self.document_id in self.query.relevant

    def json(self) -> dict[str, Any]:
        return {
            "id": self.query.id,
            "question": self.query.question,
            "said": self.text,
            "reference": self.query.answer,
            "right_document": self.right_document,
            "f1": round(self.f1, 4),
            "milliseconds": round(self.milliseconds, 1),
        }


def replies(benchmark: Benchmark, engine: Asked) -> Iterator[Reply]:
    """The answer to each query that has a reference answer, in the order of the queries."""
    for query in benchmark.queries:
        if query.answer is None:
            continue
        started = perf_counter()
        answer = engine.ask(Question(question=query.question))
        milliseconds = 1000 * (perf_counter() - started)
        if answer.status != "answered":
            yield Reply(query, "", None, 0.0, milliseconds)
            continue
        best = max(answer.citations, key=lambda citation: citation.score, default=None)
        text = strip_markers(answer.answer)
        f1 = character_f1(text, query.answer)
        yield Reply(query, text, best.document_id if best else None, f1, milliseconds)


def character_f1(said: str, reference: str) -> float:
    """Harmonic mean of precision and recall over characters, each counted as often as it stands.

    Compared after NFKC and case folding, letters and digits only.

    >>> round(character_f1("年均增长20％以上。", "20%"), 3), character_f1("", "20%")
    (0.4, 0.0)
    """
    ours, theirs = _characters(said), _characters(reference)
    shared = (ours & theirs).total()
    return 2 * shared / (ours.total() + theirs.total()) if shared else 0.0


def _characters(text: str) -> Counter[str]:
    return Counter(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def figures(replies: Sequence[Reply]) -> dict[str, float]:
    """Mean F1 and the shares of queries answered and answered from a right document; a refusal counts 0 in each."""
    return {
        "F1": _mean(reply.f1 for reply in replies),
        "document": Share.of(reply.right_document for reply in replies).value or 0.0,
        "answered": Share.of(reply.document_id is not None for reply in replies).value or 0.0,
    }


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed) if listed else 0.0
