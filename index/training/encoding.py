"""Prepared corpora as arrays of piece numbers, one run a unit and language: what batches are drawn from."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.training.corpora import CORPORA, TrainingDocument
from index.training.preparation import prepared
from index.training.tokenizer import load_tokenizer

if TYPE_CHECKING:
    from tokenizers import Tokenizer

LANGUAGES = ("zh", "en", "gloss", "zh_hant", "ja", "ko", "fr", "de", "es", "ru", "vi", "ar", "pt", "it", "th", "id")
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Run:
    """Texts in one language: text `i` is `pieces[starts[i]:starts[i + 1]]`, empty where there is none."""

    pieces: NDArray[np.int32]
    starts: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class EncodedCorpus:
    """`units[language]` has one text for each unit, `titles[language]` one for each document.

    Document `d` has the units `bounds[d]` to `bounds[d + 1] - 1`.
    """

    name: str
    bounds: NDArray[np.int64]
    units: dict[str, Run]
    titles: dict[str, Run]


def encode_corpora(work: Path) -> None:
    """Write `work/encoded/NAME.npz` for every prepared corpus that is not there yet."""
    folder = work / "encoded"
    folder.mkdir(exist_ok=True)
    tokenizer = load_tokenizer(work)
    for name in CORPORA:
        target = folder / f"{name}.npz"
        if not target.exists():
            arrays = _encode(prepared(work, name), tokenizer)
            unfinished = folder / "unfinished.npz"
            np.savez(unfinished, allow_pickle=False, **arrays)
            unfinished.replace(target)
            _logger.info("%s: %.1f million pieces", name, sum(a.size for a in arrays.values()) / 1e6)


class _Runs:
    """Piece numbers gathered language by language."""

    def __init__(self, tokenizer: "Tokenizer") -> None:
        self._tokenizer = tokenizer
        self._pieces: dict[str, list[NDArray[np.int32]]] = {language: [] for language in LANGUAGES}
        self._lengths: dict[str, list[NDArray[np.int64]]] = {language: [] for language in LANGUAGES}

    def add(self, texts: list[dict[str, str]]) -> None:
        for language in LANGUAGES:
            lengths = np.zeros(len(texts), np.int64)
            having = [number for number, text in enumerate(texts) if language in text]
            for number, encoding in zip(
                having,
                self._tokenizer.encode_batch_fast([texts[i][language] for i in having], add_special_tokens=False),
                strict=True,
            ):
                self._pieces[language].append(np.array(encoding.ids, np.int32))
                lengths[number] = len(encoding.ids)
            self._lengths[language].append(lengths)

    def arrays(self, prefix: str) -> Iterator[tuple[str, NDArray[np.generic]]]:
        for language in LANGUAGES:
            if self._pieces[language]:
                starts = np.cumsum(np.concatenate([np.zeros(1, np.int64), *self._lengths[language]]))
                yield f"{prefix}.{language}.pieces", np.concatenate(self._pieces[language])
                yield f"{prefix}.{language}.starts", starts


def _encode(documents: Iterator[TrainingDocument], tokenizer: "Tokenizer") -> dict[str, NDArray[np.generic]]:
    units, titles = _Runs(tokenizer), _Runs(tokenizer)
    sizes = [0]
    while block := list(islice(documents, 500)):
        sizes.extend(len(document.units) for document in block)
        units.add([unit for document in block for unit in document.units])
        titles.add([document.title for document in block])
    return {"bounds": np.cumsum(sizes), **dict(units.arrays("units")), **dict(titles.arrays("titles"))}


def load_encoded(work: Path, name: str) -> EncodedCorpus:
    """An encoded corpus, read whole."""
    runs: dict[str, dict[str, Run]] = {"units": {}, "titles": {}}
    with np.load(work / "encoded" / f"{name}.npz") as arrays:
        for key in arrays.files:
            if key.endswith(".pieces"):
                kind, language, _ = key.split(".")
                runs[kind][language] = Run(arrays[key], arrays[f"{kind}.{language}.starts"])
        return EncodedCorpus(name, arrays["bounds"], runs["units"], runs["titles"])
