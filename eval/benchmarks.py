"""Retrieval benchmarks: questions, and the documents of a corpus that answer them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.jsonl import filled_lines
from index.errors import ZhengwenError


class InvalidBenchmark(ZhengwenError):
    """A benchmark folder that cannot be used; the message names the file and the line."""


@dataclass(frozen=True, slots=True)
class CorpusDocument:
    """A document to find; `title` is None where the corpus gives none."""

    id: str
    text: str
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """A question, the ids of the documents that answer it, one at least, and a reference answer where there is one."""

    id: str
    question: str
    relevant: frozenset[str]
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A corpus and its queries; every relevant document is in the corpus."""

    name: str
    documents: tuple[CorpusDocument, ...]
    queries: tuple[Query, ...]


def load_benchmark(folder: Path) -> Benchmark:
    """The benchmark of a folder: `corpus.jsonl` (docid, text, title if any) and `queries.jsonl` (id, question, docid:
    one or a list, answer if any). Raises InvalidBenchmark."""
    documents: dict[str, CorpusDocument] = {}
    for place, line in _lines(folder / "corpus.jsonl"):
        document = CorpusDocument(
            _string(line, "docid", place), _string(line, "text", place), line.get("title") or None
        )
        if document.id in documents:
            raise InvalidBenchmark(f"{place}: 编号重复 / docid appears twice: {document.id}")
        documents[document.id] = document
    queries: dict[str, Query] = {}
    for place, line in _lines(folder / "queries.jsonl"):
        docid = line.get("docid")
        relevant = frozenset(map(str, docid if isinstance(docid, list) else [docid]))
        unknown = sorted(relevant - documents.keys())
        if unknown or not relevant:
            raise InvalidBenchmark(f"{place}: 语料中没有该文件 / no such document in corpus.jsonl: {unknown or docid}")
        answer = _string(line, "answer", place) if "answer" in line else None
        query = Query(_string(line, "id", place), _string(line, "question", place), relevant, answer)
        if query.id in queries:
            raise InvalidBenchmark(f"{place}: 编号重复 / id appears twice: {query.id}")
        queries[query.id] = query
    return Benchmark(folder.resolve().name, tuple(documents.values()), tuple(queries.values()))


def _lines(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """(file:line, object) of every line that is not blank; there is one at least."""
    filled = filled_lines(path, InvalidBenchmark)
    if not filled:
        raise InvalidBenchmark(f"{path}: 文件为空 / the file is empty")
    for place, line in filled:
        try:
            values = json.loads(line)
        except json.JSONDecodeError as error:
            raise InvalidBenchmark(f"{place}: 不是 JSON / not JSON: {error}") from error
        if not isinstance(values, dict):
            raise InvalidBenchmark(f"{place}: 不是 JSON 对象 / not a JSON object")
        yield place, values


def _string(line: dict[str, Any], name: str, place: str) -> str:
    """A field that must be there and not be blank; numbers count as their digits."""
    value = line.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or not value.strip():
        raise InvalidBenchmark(f"{place}: 缺少字段 / field missing: {name}")
    return value
