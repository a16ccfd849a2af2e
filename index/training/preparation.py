"""Training data → one file of folded documents a corpus, with English glosses beside a part of the Chinese."""

import json
import logging
import random
from collections.abc import Iterator
from pathlib import Path

from index.training.corpora import CORPORA, TrainingDocument, _records, read_corpus
from index.training.gloss import Glossary, gloss, glossary

_GLOSSED = {"news": 0.5, "broadcast": 0.5, "laws": 0.15}  # corpus → share of its documents
_logger = logging.getLogger(__name__)


def prepare(data: Path, work: Path, seed: int) -> None:
    """Write `work/corpora/NAME.jsonl` for every corpus that is not there yet."""
    folder = work / "corpora"
    folder.mkdir(parents=True, exist_ok=True)
    entries = ((record["simp"], record["en"]) for record in _records(data / CORPORA["dictionary"][0]))
    meanings: Glossary | None = None
    for name in CORPORA:
        target = folder / f"{name}.jsonl"
        if target.exists():
            continue
        if meanings is None:
            meanings = glossary(entries)
        documents = read_corpus(name, data)
        if name in _GLOSSED:
            documents = _with_glosses(documents, meanings, _GLOSSED[name], random.Random(seed))
        count = _write(documents, target)
        _logger.info("%s: %d documents", name, count)


def _with_glosses(
    documents: Iterator[TrainingDocument], meanings: Glossary, share: float, random_state: random.Random
) -> Iterator[TrainingDocument]:
    for document in documents:
        if random_state.random() < share:
            for texts in (*document.units, document.title):
                if "zh" in texts:
                    texts["gloss"] = gloss(texts["zh"], meanings, random_state)
        yield document


def _write(documents: Iterator[TrainingDocument], target: Path) -> int:
    unfinished = target.with_suffix(".part")
    count = 0
    with unfinished.open("w", encoding="utf-8") as lines:
        for document in documents:
            count += 1
            record = {"title": document.title, "units": document.units}
            lines.write(json.dumps(record, ensure_ascii=False) + "\n")
    unfinished.replace(target)
    return count


def prepared(work: Path, name: str) -> Iterator[TrainingDocument]:
    """The documents of a prepared corpus."""
    with (work / "corpora" / f"{name}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            yield TrainingDocument(record["units"], record["title"])
