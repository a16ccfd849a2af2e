"""The training data as documents of aligned units: a sentence or an article in one or more languages."""

import json
import lzma
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from index.lexicon import fold_text

_SENTENCE_END = re.compile(r"(?<=[。！？；!?])|\n")
_LONGEST_UNIT = 400  # code points; longer ones are cut, a unit is meant to be a sentence or an article


@dataclass(slots=True)
class TrainingDocument:
    """Units that stand next to one another; `units[i]` says the same in each of its languages, folded."""

    units: list[dict[str, str]]
    title: dict[str, str] = field(default_factory=dict)


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _folded(texts: dict[str, str]) -> dict[str, str]:
    folded = {language: fold_text(text[:_LONGEST_UNIT]) for language, text in texts.items()}
    return {language: text for language, text in folded.items() if text}


def _sentences(text: str) -> list[dict[str, str]]:
    folded = (_folded({"zh": sentence}) for sentence in _SENTENCE_END.split(text) if sentence and len(sentence) > 5)
    return [unit for unit in folded if unit]


def _laws(path: Path) -> Iterator[TrainingDocument]:
    for _, articles in groupby(_records(path), key=lambda record: record["path"]):
        records = list(articles)
        units = [unit for record in records for unit in _sentences(record["text"])]
        yield TrainingDocument(units, _folded({"zh": records[0]["law"]}))


def _parallel_laws(path: Path) -> Iterator[TrainingDocument]:
    for _, articles in groupby(_records(path), key=lambda record: record["law"]):
        records = list(articles)
        title = {"zh": records[0]["law"], "en": records[0]["law_en"]}
        yield TrainingDocument([_folded({"zh": r["zh"], "en": r["en"]}) for r in records], _folded(title))


def _reports(path: Path) -> Iterator[TrainingDocument]:
    for _, sentences in groupby(_records(path), key=lambda record: record["year"]):
        yield TrainingDocument([_folded({"zh": r["zh"], "en": r["en"]}) for r in sentences])


def _news(path: Path) -> Iterator[TrainingDocument]:
    for record in _records(path):
        yield TrainingDocument(_sentences(record["text"]), _folded({"zh": record.get("title", "")}))


def _sentence_pairs(path: Path) -> Iterator[TrainingDocument]:
    for record in _records(path):
        yield TrainingDocument([_folded({language: text.lstrip("\ufeff") for language, text in record.items()})])


def _aligned(path: Path) -> Iterator[TrainingDocument]:
    """Runs of 20 strings: they follow one another in their source, whose documents are not marked."""
    records = list(_records(path))
    for start in range(0, len(records), 20):
        yield TrainingDocument([_folded(record) for record in records[start : start + 20]])


def _dictionary(path: Path) -> Iterator[TrainingDocument]:
    for record in _records(path):
        meanings = [text for text in record["en"] if not text.startswith("CL:")]
        yield TrainingDocument([_folded({"zh": record["simp"], "en": meaning}) for meaning in meanings[:4]])


CORPORA: dict[str, tuple[str, Callable[[Path], Iterator[TrainingDocument]]]] = {
    "laws": ("cn_law_articles.jsonl.xz", _laws),
    "parallel_laws": ("moj_zhTW_en_article_pairs.jsonl.xz", _parallel_laws),
    "reports": ("gov_work_report_zh_en.jsonl.xz", _reports),
    "tatoeba": ("tatoeba_en_zh.jsonl.xz", _sentence_pairs),
    "dictionary": ("cedict.jsonl.xz", _dictionary),
    "python": ("python_docs_en_zh.jsonl.xz", _aligned),
    "python_multilingual": ("python_docs_multi.jsonl.xz", _aligned),
    "ntrex": ("ntrex_multi.jsonl.xz", _aligned),
    "broadcast": ("xwlb_news.jsonl.xz", _news),
    "news": ("crud_news.jsonl.xz", _news),
}
"""Name → file and reader."""


def read_corpus(name: str, data: Path) -> Iterator[TrainingDocument]:
    """The documents of the corpus, folded, without empty ones. Raises FileNotFoundError."""
    file, reader = CORPORA[name]
    for document in reader(data / file):
        document.units = [unit for unit in document.units if unit]
        if document.units:
            yield document
