"""Training data → one file of folded documents a corpus, with English glosses beside a part of the Chinese."""

import json
import logging
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from index.lexicon import HAN
from index.training.alignment import align
from index.training.corpora import CORPORA, TrainingDocument, read_corpus, records
from index.training.gloss import Glossary, gloss, glossary, meanings

_WORD = re.compile(r"[a-z]+")

_GLOSSED = {"news": 0.6, "broadcast": 0.6, "laws": 0.2}  # corpus → share of its documents
_ALIGNED = ("parallel_laws", "reports", "tatoeba", "python", "ntrex")
_LONGEST_ALIGNED = 40  # words of a sentence; longer ones align badly and slowly
_FUNCTION_WORD = 0.004  # share of all Chinese words from which one is a function word and says nothing in a gloss
_logger = logging.getLogger(__name__)


def prepare(data: Path, work: Path, seed: int) -> None:
    """Write `work/corpora/NAME.jsonl` for every corpus that is not there yet. Raises FileNotFoundError."""
    folder = work / "corpora"
    folder.mkdir(parents=True, exist_ok=True)
    missing = [name for name in CORPORA if not (folder / f"{name}.jsonl").exists()]
    words_of: Glossary | None = None
    # Those that the glosses are learnt from come first.
    for name in sorted(missing, key=lambda name: name in _GLOSSED):
        documents = read_corpus(name, data)
        if name in _GLOSSED:
            words_of = words_of or learnt_glossary(data, work)
            documents = _with_glosses(documents, words_of, _GLOSSED[name], random.Random(seed))
        count = _write(documents, folder / f"{name}.jsonl")
        _logger.info("%s: %d documents", name, count)


def learnt_glossary(data: Path, work: Path) -> Glossary:
    """The dictionary's renderings weighed by the prepared parallel corpora."""
    import rjieba

    forms: Counter[str] = Counter()
    used: Counter[str] = Counter()
    pairs: list[tuple[list[str], list[str]]] = []
    for name in _ALIGNED:
        for document in prepared(work, name):
            for unit in document.units:
                english = sorted(set(_WORD.findall(unit.get("en", ""))))
                forms.update(english)
                chinese = sorted({word for word in rjieba.cut(unit.get("zh", "")) if HAN.search(word)})
                used.update(chinese)
                if len(chinese) <= _LONGEST_ALIGNED and len(english) <= _LONGEST_ALIGNED:
                    pairs.append((chinese, english))
    entries = ((record["simp"], record["en"]) for record in records(data / CORPORA["dictionary"].file))
    renderings = meanings(entries)
    for word in [word for word, count in used.items() if count > _FUNCTION_WORD * used.total()]:
        renderings[word] = []
    made = glossary(renderings, align(pairs), {word for word, count in forms.items() if count > 1})
    _logger.info("%d Chinese words have renderings", len(made.renderings))
    return made


def _with_glosses(
    documents: Iterator[TrainingDocument], words_of: Glossary, share: float, random_state: random.Random
) -> Iterator[TrainingDocument]:
    for document in documents:
        if random_state.random() < share:
            for texts in (*document.units, document.title):
                if "zh" in texts:
                    texts["gloss"] = gloss(texts["zh"], words_of, random_state)
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


def prepared_texts(work: Path) -> Iterator[str]:
    """All texts of the prepared corpora, folded, but the glosses."""
    for name in CORPORA:
        for document in prepared(work, name):
            for texts in (document.title, *document.units):
                yield from (text for language, text in texts.items() if language != "gloss")


def prepared(work: Path, name: str) -> Iterator[TrainingDocument]:
    """The documents of a prepared corpus."""
    with (work / "corpora" / f"{name}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            yield TrainingDocument(record["units"], record["title"])
