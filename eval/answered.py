"""Questions on passages of the training data with where the answer stands, and an index of these and other passages."""

import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from eval.benchmarks import CorpusDocument
from eval.gold import Evidence, GoldQuestion
from eval.jsonl import filled_lines
from eval.ranking import BROADCAST, LAWS, NEWS, QUESTIONS, InvalidTrainingData, records, text_of
from eval.retrieval import index_corpus

_AROUND = 15  # articles before and after one that is asked about
_OTHERS = {NEWS: 1_200, BROADCAST: 400}  # news that nobody asks about


def build(data: Path, folder: Path, every: int = 1, seed: int = 7) -> list[GoldQuestion]:
    """Index passages in an empty folder; the questions whose answers they hold, of all each `every`-th, and the twins
    of these, which none answers. Raises InvalidTrainingData."""
    asked = [json.loads(line) for _, line in filled_lines(QUESTIONS, InvalidTrainingData)][::every]
    found = {name: records(data / name) for name in (LAWS, NEWS, BROADCAST)}
    documents = {document.id: document for document in _documents(asked, found, random.Random(seed))}
    for _ in index_corpus(list(documents.values()), folder, None):
        pass
    questions = ((number, question) for number, question in enumerate(asked) if "answer" in question)
    return [
        gold
        for number, question in questions
        for gold in gold_of(f"passage-{number}", question, documents[_key(question)].text)
    ]


def gold_of(name: str, question: dict[str, Any], text: str) -> Iterator[GoldQuestion]:
    """The question with the quotations of its passage that answer, and its twin, where it has one.

    >>> asked = {"question": "何时施行", "twin": "由谁施行", "wording": "own", "file": "a", "record": 1}
    >>> asked["answer"] = [[1, 5]]
    >>> [(gold.question, [e.quote for e in gold.evidence]) for gold in gold_of("1", asked, "自5月1日起施行")]
    [('何时施行', ['5月1日']), ('由谁施行', [])]
    """
    quoted = [Evidence(doc=_key(question), quote=text[start:end]) for start, end in question["answer"]]
    wording = question["wording"]
    yield GoldQuestion(id=name, type=wording, question=question["question"], answerable=True, evidence=quoted)
    if twin := question.get("twin"):
        yield GoldQuestion(id=f"{name}-twin", type=wording, question=twin, answerable=False)


def _key(question: dict[str, Any]) -> str:
    return f"{question['file']}:{question['record']}"


def _documents(
    asked: Sequence[dict[str, Any]], found: dict[str, list[dict[str, Any]]], rng: random.Random
) -> Iterator[CorpusDocument]:
    """The passages asked about, the articles around them, and other news."""
    for name, others in found.items():
        chosen = {question["record"] for question in asked if question["file"] == name}
        if name in _OTHERS:
            chosen |= set(rng.sample(range(len(others)), _OTHERS[name]))
        else:
            chosen = {near for one in chosen for near in range(one - _AROUND, one + _AROUND + 1)}
        for number in sorted(chosen & set(range(len(others)))):
            record = others[number]
            if (text := text_of(name, record)).strip():
                yield CorpusDocument(f"{name}:{number}", text, record.get("law") or record.get("title"))
