"""Fits the weights of `rag.search.ranking`: questions written by hand and cloze questions, over their own corpora."""

import json
import lzma
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval import softmax
from eval.benchmarks import Benchmark, CorpusDocument, Query
from eval.jsonl import filled_lines
from eval.retrieval import index_corpus
from index.errors import ZhengwenError
from index.lexicon import HAN, segment
from index.local import LocalIndex
from index.regions import gazetteer
from rag.search.ranking import FEATURES, features
from rag.search.retrieval import candidates
from rag.search.wordings import wordings

QUESTIONS = Path(__file__).parent / "gold/ranking.jsonl"
LAWS, NEWS, BROADCAST = "cn_law_articles.jsonl.xz", "crud_news.jsonl.xz", "xwlb_news.jsonl.xz"
_NEWS, _BROADCASTS = 2_500, 800  # news that nobody asks about, for the others to be told from
_TOPICS, _OTHER_LAWS = 700, 500  # laws on what several regions have a law on, and others
_CLOZE = {"passages": 700, "laws": 900}  # cloze questions over each corpus
_CLOZE_ID = "cloze-"  # their ids begin so
_CLOZE_COUNTS = 3.0  # there are half as many as questions written by hand, which are mostly on single articles
_PULL = 0.01  # of the weights towards zero, against the mean over the questions
_FOLDS = 5
_ASKING = ("是什么", "有哪些", "是多少", "怎么规定", "如何", "包括哪些", "什么", "多少", "谁", "由谁", "哪些", "多久")


class InvalidTrainingData(ZhengwenError):
    """A file of the training data that is missing or does not hold what it should."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what was measured of each passage found for it, (passages, features).

    `right` tells the passages of a document that answers it, `counts` what the question counts in the fit.
    """

    question: str
    features: NDArray[np.float64]
    right: NDArray[np.bool_]
    counts: float = 1.0

    @property
    def script(self) -> str:
        return "chinese" if HAN.search(self.question) else "foreign"


def corpora(data: Path, seed: int = 7) -> Iterator[Benchmark]:
    """Each corpus with its questions. Raises InvalidTrainingData.

    One is of passages: law articles and news, with questions written by hand and cloze questions; one is of whole laws,
    many on the same subject in different regions.
    """
    laws, news, broadcasts = (records(data / name) for name in (LAWS, NEWS, BROADCAST))
    asked = [json.loads(line) for _, line in filled_lines(QUESTIONS, InvalidTrainingData)]
    rng = random.Random(seed)
    yield _passages(asked, laws, {NEWS: news, BROADCAST: broadcasts}, rng)
    yield _whole_laws(asked, laws, rng)


def records(path: Path) -> list[dict[str, Any]]:
    try:
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]
    except (OSError, ValueError, lzma.LZMAError) as error:
        raise InvalidTrainingData(f"{path}: 无法读取 / cannot be read: {error}") from error


def text_of(name: str, record: Mapping[str, Any]) -> str:
    """The text of a passage that questions are asked about: of an article with its number before it."""
    return f"{record['article']} {record['text']}" if name == LAWS else str(record["text"])


def _passages(
    asked: Sequence[Mapping[str, Any]],
    laws: Sequence[Mapping[str, Any]],
    news: Mapping[str, Sequence[Mapping[str, Any]]],
    rng: random.Random,
) -> Benchmark:
    named = {laws[question["record"]]["law"] for question in asked if question["file"] == LAWS}
    documents = {
        f"{LAWS}:{number}": CorpusDocument(f"{LAWS}:{number}", text_of(LAWS, article), article["law"])
        for number, article in enumerate(laws)
        if article["law"] in named and article["text"].strip()
    }
    for name, others in ((NEWS, _NEWS), (BROADCAST, _BROADCASTS)):
        chosen = {question["record"] for question in asked if question["file"] == name}
        for number in sorted(chosen | set(rng.sample(range(len(news[name])), others))):
            record = news[name][number]
            key = f"{name}:{number}"
            if record["text"].strip():
                documents[key] = CorpusDocument(key, record["text"], record.get("title"))
    queries = [
        Query(f"asked-{number}", question["question"], frozenset([f"{question['file']}:{question['record']}"]))
        for number, question in enumerate(asked)
    ]
    written = [document for key, document in documents.items() if not key.startswith(LAWS)]
    return _benchmark("passages", documents, queries, written, rng)


def _whole_laws(
    asked: Sequence[Mapping[str, Any]], articles: Sequence[Mapping[str, Any]], rng: random.Random
) -> Benchmark:
    laws: dict[str, list[str]] = {}
    for article in articles:
        laws.setdefault(article["law"], []).append(text_of(LAWS, article))
    subjects: dict[str, list[str]] = {}
    for law in laws:
        subjects.setdefault(_subject(law), []).append(law)
    shared = [law for several in subjects.values() if len(several) > 1 for law in several]
    single = [law for several in subjects.values() if len(several) == 1 for law in several]
    named = [articles[question["record"]]["law"] for question in asked if question["file"] == LAWS]
    chosen = dict.fromkeys(
        named + rng.sample(shared, min(_TOPICS, len(shared))) + rng.sample(single, min(_OTHER_LAWS, len(single)))
    )
    documents = {law: CorpusDocument(law, "\n".join(laws[law]), law) for law in chosen}
    questions = [question["question"] for question in asked if question["file"] == LAWS]
    queries = [
        Query(f"asked-{number}", question, frozenset([law]))
        for number, (question, law) in enumerate(zip(questions, named, strict=True))
    ]
    return _benchmark("laws", documents, queries, list(documents.values()), rng)


def _benchmark(
    name: str,
    documents: Mapping[str, CorpusDocument],
    queries: Sequence[Query],
    source: Sequence[CorpusDocument],
    rng: random.Random,
) -> Benchmark:
    """The corpus with its questions and as many cloze questions on `source` as it is due."""
    cloze: list[Query] = []
    while len(cloze) < _CLOZE[name]:
        document = rng.choice(source)
        question = cloze_question(document, rng)
        if question:
            cloze.append(Query(f"{_CLOZE_ID}{len(cloze)}", question, frozenset([document.id])))
    return Benchmark(name, tuple(documents.values()), (*queries, *cloze))


@cache
def _region(law: str) -> str | None:
    """The region that a law's title begins with, as it is written there."""
    return next((law[: span.end] for span, _ in gazetteer().mentions(law) if span.start == 0), None)


def _subject(law: str) -> str:
    return law.removeprefix(_region(law) or "")


def cloze_question(document: CorpusDocument, rng: random.Random) -> str | None:
    """A clause of the document with a hole where a question word stands, some words lost, and sometimes its region
    before it; None where it has no sentence that is long enough."""
    sentences = [s.strip() for s in re.split(r"[。；\n]", document.text) if 18 <= len(s.strip()) <= 90]
    if not sentences:
        return None
    clauses = [clause for clause in re.split(r"[，、：,]", rng.choice(sentences)) if len(clause) >= 4]
    if len(clauses) > 1 and rng.random() < 0.7:
        clauses = clauses[:-1] if rng.random() < 0.6 else [c for c in clauses if rng.random() < 0.6] or clauses[:1]
    words = [word for clause in clauses[:3] for word in segment(clause)]
    if len(words) > 6:
        at, length = rng.randrange(len(words)), rng.randint(1, len(words) // 3)
        words[at : at + length] = [rng.choice(_ASKING)]
    kept = "".join(word for word in words if rng.random() > 0.12)[:45]
    if len(kept) < 8:
        return None
    region = _region(document.title) if document.title else None
    return f"{region if region and rng.random() < 0.5 else ''}{kept}{rng.choice(['', '？', rng.choice(_ASKING)])}"


def measured(benchmark: Benchmark) -> Iterator[Asked | None]:
    """What is measured of the passages found for each question, None for one whose answer is not among them."""
    with TemporaryDirectory() as folder:
        for _ in index_corpus(benchmark.documents, Path(folder), None):
            pass
        index = LocalIndex.open(Path(folder))
        for query in benchmark.queries:
            asked = wordings(index.embedder, query.question)
            chunks = index.chunks([chunk_id for chunk_id, _ in candidates(index, asked)])
            right = np.array([chunk.document_id in query.relevant for chunk in chunks])
            rows = features(index, asked, chunks)
            counts = _CLOZE_COUNTS if query.id.startswith(_CLOZE_ID) else 1.0
            yield Asked(query.question, rows, right, counts) if right.any() else None
        index.close()


def fit(asked: Sequence[Asked]) -> NDArray[np.float64]:
    """The weights, none below 0, that make the right passages likeliest."""
    scale = np.concatenate([one.features for one in asked]).std(axis=0) + 1e-9
    total = sum(one.counts for one in asked)
    groups = [softmax.Group(one.features / scale, one.right, one.counts / total) for one in asked]
    weights: NDArray[np.float64] = softmax.fit(groups, _PULL, lowest=0.0) / scale
    return weights


def held_out(asked: Sequence[Asked]) -> float:
    """R@1 of documents by weights fitted on other questions, a fifth of them at a time."""
    hits = [
        _first(one, weights)
        for fold in range(_FOLDS)
        for weights in [fit([one for number, one in enumerate(asked) if number % _FOLDS != fold])]
        for one in asked[fold::_FOLDS]
    ]
    return sum(hits) / len(asked)


def _first(one: Asked, weights: NDArray[np.float64]) -> bool:
    return bool(one.right[int((one.features @ weights).argmax())])


def as_json(fitted: Mapping[str, NDArray[np.float64]]) -> str:
    """The file that `rag.search.ranking` reads."""
    weights = {
        script: {name: round(float(value), 3) for name, value in zip(FEATURES, row, strict=True)}
        for script, row in fitted.items()
    }
    return json.dumps({"made_by": "python -m eval ranking --data DIR", "weights": weights}, indent=2) + "\n"
