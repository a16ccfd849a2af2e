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
_SHORTEST_SENTENCE = 5  # code points
# Code points that are read of a text; other languages need about three times as many as Chinese for the same.
_LONGEST = {"zh": 400, "zh_hant": 400, "ja": 500}
_LONGEST_OTHER = 1200
_RUN = 20  # aligned strings taken for one document where the source does not mark its documents
_HELD_OUT = 10  # every tenth run of NTREX is never trained on


@dataclass(slots=True)
class TrainingDocument:
    """Units that stand next to one another; `units[i]` says the same in each of its languages, folded."""

    units: list[dict[str, str]]
    title: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a corpus lies in the data folder and how its documents are read."""

    file: str
    read: Callable[[Path], Iterator[TrainingDocument]]


def records(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a `.jsonl.xz` file."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _folded(texts: dict[str, str]) -> dict[str, str]:
    folded = {
        language: fold_text(text[: _LONGEST.get(language, _LONGEST_OTHER)].lstrip("\ufeff"))
        for language, text in texts.items()
    }
    return {language: text for language, text in folded.items() if text}


def _sentences(text: str) -> list[dict[str, str]]:
    long_enough = (part for part in _SENTENCE_END.split(text) if len(part) > _SHORTEST_SENTENCE)
    return [unit for unit in (_folded({"zh": part}) for part in long_enough) if unit]


def _laws(path: Path) -> Iterator[TrainingDocument]:
    for _, group in groupby(records(path), key=lambda record: record["path"]):
        articles = list(group)
        units = [unit for article in articles for unit in _sentences(article["text"])]
        yield TrainingDocument(units, _folded({"zh": articles[0]["law"]}))


def _parallel_laws(path: Path) -> Iterator[TrainingDocument]:
    for _, group in groupby(records(path), key=lambda record: record["law"]):
        articles = list(group)
        title = {"zh": articles[0]["law"], "en": articles[0]["law_en"]}
        yield TrainingDocument([_folded({"zh": a["zh"], "en": a["en"]}) for a in articles], _folded(title))


def _reports(path: Path) -> Iterator[TrainingDocument]:
    for _, group in groupby(records(path), key=lambda record: record["year"]):
        yield TrainingDocument([_folded({"zh": sentence["zh"], "en": sentence["en"]}) for sentence in group])


def _news(path: Path) -> Iterator[TrainingDocument]:
    for record in records(path):
        yield TrainingDocument(_sentences(record["text"]), _folded({"zh": record.get("title", "")}))


def _sentence_pairs(path: Path) -> Iterator[TrainingDocument]:
    for record in records(path):
        yield TrainingDocument([_folded(record)])


def _runs(path: Path) -> Iterator[TrainingDocument]:
    """Strings follow one another in their source, whose documents are not marked."""
    strings = list(records(path))
    for start in range(0, len(strings), _RUN):
        yield TrainingDocument([_folded(string) for string in strings[start : start + _RUN]])


def _dictionary(path: Path) -> Iterator[TrainingDocument]:
    for record in records(path):
        meanings = [text for text in record["en"] if not text.startswith("CL:")]
        yield TrainingDocument([_folded({"zh": record["simp"], "en": meaning}) for meaning in meanings[:4]])


def _ntrex(path: Path) -> Iterator[TrainingDocument]:
    return (run for number, run in enumerate(_runs(path), 1) if number % _HELD_OUT)


def held_out(data: Path) -> list[dict[str, str]]:
    """The sentences of NTREX that are not trained on, folded, each in all its languages."""
    runs = enumerate(_runs(data / CORPORA["ntrex"].file), 1)
    return [unit for number, run in runs if number % _HELD_OUT == 0 for unit in run.units]


CORPORA = {
    "laws": Source("cn_law_articles.jsonl.xz", _laws),
    "parallel_laws": Source("moj_zhTW_en_article_pairs.jsonl.xz", _parallel_laws),
    "reports": Source("gov_work_report_zh_en.jsonl.xz", _reports),
    "tatoeba": Source("tatoeba_en_zh.jsonl.xz", _sentence_pairs),
    "dictionary": Source("cedict.jsonl.xz", _dictionary),
    "python": Source("python_docs_en_zh.jsonl.xz", _runs),
    "python_multilingual": Source("python_docs_multi.jsonl.xz", _runs),
    "ntrex": Source("ntrex_multi.jsonl.xz", _ntrex),
    "broadcast": Source("xwlb_news.jsonl.xz", _news),
    "news": Source("crud_news.jsonl.xz", _news),
}


def read_corpus(name: str, data: Path) -> Iterator[TrainingDocument]:
    """The documents of the corpus, folded, without empty ones. Raises FileNotFoundError."""
    source = CORPORA[name]
    for document in source.read(data / source.file):
        document.units = [unit for unit in document.units if unit]
        if document.units:
            yield document
