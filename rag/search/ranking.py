"""A second look at the passages that a search found: how much of the question each holds, in words and in meaning."""

import json
import math
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import islice
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.documents import Chunk, DocumentInfo
from index.lexicon import HAN, bigrams, fold_text, fold_texts, words
from index.local import LocalIndex
from index.regions import Region, gazetteer
from rag.language.likeness import SideBySide, present, says, static_embedder
from rag.remembered import Remembered
from rag.search.unsaid import is_named, names_of
from rag.search.wordings import Vector, Wording

FEATURES = (
    "cosine",  # of the question and the passage
    "cosine_share",  # the same, of the best passage's
    "pairs",  # character pairs and foreign words of the question that the passage or its headings hold, by rarity
    "run",  # the longest run of characters that the passage holds
    "headings",  # words that the title or a heading holds, by rarity
    "document",  # words that the passages found of its document hold together, by rarity
    "pieces",  # best match of each piece of the question in the passage: late interaction, ColBERT's MaxSim
    "near",  # share of the question's pieces, by how much each says, that about two sentences have something like
    "close",  # the same within about one sentence; what the title or a heading has counts in both
    "names",  # share of the question's names (places, people, bodies, what is quoted) that its document has: in the
    # passages found of it, its title, region and issuers
    "short",  # 1 for a document of a hundred characters, 0 for one of fifty thousand: of many passages one is like the
    # question by chance
    "region",  # 0 if the question names a region and the document is of one that neither is nor holds it, else 1
)
"""What is measured of a passage, each from 0 to 1."""

_NEAR, _CLOSE = 24, 10  # pieces of a block; a window is two blocks
_REMEMBERED = 4_096  # passages whose folded text and pieces are kept in memory
_LONGEST = 400  # folded characters of a question that are compared
_SHORT, _LONG = 100, 50_000  # characters of the document between which `short` falls, with their logarithm


@dataclass(frozen=True)
class _Passage:
    text: str
    headings: str
    pieces: NDArray[np.int64]
    above: NDArray[np.int64]  # of the title and headings


@dataclass(frozen=True, slots=True)
class _Found:
    """The passages with what every wording is compared with: the folded text and headings of those of each document and
    the place there of each one's, their vectors, (passages, dimensions), the pieces of the headings and of the text of
    each in a row and the vectors of the different ones, at length 1."""

    passages: Sequence[_Passage]
    documents: Mapping[str, str]
    owners: Sequence[int]
    vectors: Vector
    row: SideBySide
    pieces: Vector

    @classmethod
    def of(cls, index: LocalIndex, chunks: Sequence[Chunk]) -> Self:
        passages = _passages.of([_key(index.by_id[chunk.document_id].metadata.title, chunk) for chunk in chunks])
        texts: dict[str, list[str]] = {}
        for chunk, passage in zip(chunks, passages, strict=True):
            texts.setdefault(chunk.document_id, []).extend((passage.text, passage.headings))
        place = {document: n for n, document in enumerate(texts)}
        row = SideBySide.of([part for passage in passages for part in (passage.above, passage.pieces)])
        pieces = static_embedder().piece_units(row.pieces)
        documents = {document: "\n".join(each) for document, each in texts.items()}
        owners = [place[chunk.document_id] for chunk in chunks]
        return cls(passages, documents, owners, index.vectors([chunk.id for chunk in chunks]), row, pieces)


def order(index: LocalIndex, asked: Sequence[Wording], chunks: Sequence[Chunk]) -> list[tuple[int, float]]:
    """The chunks by how well they answer, best first, as (chunk id, score in 0…1). `asked` are the question's
    wordings, its own first."""
    scores = features(index, asked, chunks) @ weights(asked[0].text)
    return sorted(
        ((chunk.id, float(score)) for chunk, score in zip(chunks, scores, strict=True)),
        key=lambda hit: (-hit[1], hit[0]),
    )


def weights(question: str) -> NDArray[np.float64]:
    """The share of each feature in the score, (len(FEATURES),); together 1.

    A question without Chinese characters has few words in common with the documents and has weights of its own.
    """
    return _weights("chinese" if HAN.search(fold_text(question)) else "foreign")


@cache
def _weights(script: str) -> NDArray[np.float64]:
    fitted = json.loads(files("rag").joinpath("data/ranking.json").read_text(encoding="utf-8"))["weights"][script]
    row: NDArray[np.float64] = np.array([fitted[name] for name in FEATURES], np.float64)
    return row / float(row.sum())


def features(index: LocalIndex, asked: Sequence[Wording], chunks: Sequence[Chunk]) -> NDArray[np.float64]:
    """What is measured of each chunk, (len(chunks), len(FEATURES)), the mean over the question's wordings."""
    if not chunks:
        return np.ones((0, len(FEATURES)))
    found = _Found.of(index, chunks)
    folded = [fold_text(wording.text)[:_LONGEST] for wording in asked]
    terms = [_by_rarity(index, words(each)) for each in folded]
    pairs = [_by_rarity(index, bigrams(each)) for each in folded]
    rows = np.ones((len(asked), len(chunks), len(FEATURES)))
    rows[:, :, 0:2] = [_cosines(wording.vector, found.vectors) for wording in asked]
    rows[:, :, 2] = _held(pairs, ["\n".join((passage.text, passage.headings)) for passage in found.passages])
    rows[:, :, 3] = _runs(folded, [passage.text for passage in found.passages])
    rows[:, :, 4] = _held(terms, [passage.headings for passage in found.passages])
    rows[:, :, 5] = _held(terms, list(found.documents.values()))[:, found.owners]
    rows[:, :, 6:9] = _matches([wording.text for wording in asked], found)
    rows[:, :, 9] = [_names(index, each, found) for each in folded]
    rows[:, :, 10] = [_shortness(index.by_id[chunk.document_id].characters) for chunk in chunks]
    rows[:, :, 11] = [_regions(index, wording.text, chunks) for wording in asked]
    return np.tensordot([wording.share for wording in asked], rows, axes=1)


def _key(title: str | None, chunk: Chunk) -> tuple[str, str]:
    return "\n".join([*([title] if title else []), *chunk.heading_path]), chunk.text


def _prepared(keys: Sequence[tuple[str, str]]) -> list[_Passage]:
    """Passages of which the headings and the text are given."""
    headings, texts = ([*side] for side in zip(*keys, strict=True))
    above, inside = ([np.array(cut, np.int64) for cut in static_embedder().pieces(side)] for side in (headings, texts))
    return list(map(_Passage, fold_texts(texts), fold_texts(headings), inside, above))


_passages = Remembered(_prepared, _REMEMBERED)


def _cosines(vector: Vector, vectors: Vector) -> NDArray[np.float64]:
    cosines = np.maximum(vectors @ vector, 0.0).astype(np.float64)
    best = float(cosines.max())
    return np.stack([cosines, cosines / best if best > 0 else cosines], axis=1)


def _names(index: LocalIndex, asked: str, found: _Found) -> NDArray[np.float64]:
    names = names_of(asked)
    if not names:
        return np.ones(len(found.passages))
    held = []
    for document, text in found.documents.items():
        known = index.by_id[document].metadata
        about = fold_text("\n".join(filter(None, (known.region, known.region_parent, *known.issuers))))
        held.append(sum(is_named(name, f"{about}\n{text}") for name in names) / len(names))
    return np.array(held)[found.owners]


def _by_rarity(index: LocalIndex, terms: Sequence[str]) -> dict[str, float]:
    """Inverse document frequency of each term among the index's chunks."""
    count = index.chunk_count + 1
    return {term: max(math.log(count / (index.chunk_frequency(term) + 0.5)), 0.01) for term in dict.fromkeys(terms)}


def _held(asked: Sequence[Mapping[str, float]], texts: Sequence[str]) -> NDArray[np.float64]:
    """The share of the terms of each wording, by weight, that each of the folded texts has, (wordings, texts)."""
    terms = list({term: None for each in asked for term in each})
    weights = np.array([[each.get(term, 0.0) for term in terms] for each in asked])
    held = np.array([[term in text for text in texts] for term in terms], np.float64).reshape(-1, len(texts))
    shares: NDArray[np.float64] = weights @ held / np.maximum(weights.sum(axis=1, keepdims=True), 1e-9)
    return shares


def _runs(asked: Sequence[str], texts: Sequence[str]) -> NDArray[np.float64]:
    """The length of the longest substring of each wording that each text has, as a share of its own,
    (wordings, texts)."""
    triples = [[each[at : at + 3] for at in range(len(each) - 2)] for each in asked]
    different = {triple for each in triples for triple in each}
    runs = np.zeros((len(asked), len(texts)))
    for column, text in enumerate(texts):
        there = {triple for triple in different if triple in text}
        for row, each in enumerate(asked):
            held = [at for at, triple in enumerate(triples[row]) if triple in there]
            runs[row, column] = longest_run(each, text, held) / max(len(each), 1)
    return runs


def longest_run(asked: str, text: str, held: Sequence[int] = ()) -> int:
    """Length of the longest substring of `asked` that `text` has; `held` are the places in `asked` of the three
    characters that `text` has in a row, all where any are given.

    >>> longest_run("用电同网同价吗", "实现同网同价。"), longest_run("用电同网同价吗", "实现同网同价。", [2, 3])
    (4, 4)
    """
    longest = 0
    for start in held or range(len(asked)):
        while start + longest < len(asked) and asked[start : start + longest + 1] in text:
            longest += 1
    return longest


def _matches(questions: Sequence[str], found: _Found) -> NDArray[np.float64]:
    """Pieces, near and close of each passage for each question, (questions, len(passages), 3)."""
    model = static_embedder()
    cut = model.pieces(questions)
    pieces = np.unique(np.concatenate(cut).astype(np.int64))
    if not len(pieces):
        return np.zeros((len(questions), len(found.passages), 3))
    shares = np.zeros((len(questions), len(pieces)), np.float32)
    for row, each in zip(shares, cut, strict=True):
        np.add.at(row, np.searchsorted(pieces, each), says(model.piece_vectors(each)))
    cosines = found.row.spread(np.maximum(model.piece_units(pieces) @ found.pieces.T, 0.0))
    best = np.maximum.reduceat(cosines, found.row.starts, axis=1)
    above = best[:, ::2]
    columns = [shares @ np.maximum(above, best[:, 1::2])]
    for block in (_NEAR, _CLOSE):
        windows, owner = _windows(cosines, found.row, block)
        held = shares @ present(np.maximum(windows, above[:, owner]))
        columns.append(np.maximum.reduceat(held, np.searchsorted(owner, np.arange(len(found.passages))), axis=1))
    return np.stack(columns, axis=-1)


def _windows(cosines: Vector, row: SideBySide, block: int) -> tuple[Vector, NDArray[np.int64]]:
    """The best cosines of each piece of the question in every two neighbouring blocks of a passage's text,
    (asked, windows), and the number of the passage of each, (windows,)."""
    counts = -(-row.lengths // block)
    part = np.repeat(np.arange(len(counts)), counts)
    starts = row.starts[part] + block * (np.arange(len(part)) - (np.cumsum(counts) - counts)[part])
    blocks = np.maximum.reduceat(cosines, starts, axis=1)[:, part % 2 == 1]
    owner = part[part % 2 == 1] // 2
    beside = owner[:-1] == owner[1:]
    blocks[:, :-1] = np.where(beside, np.maximum(blocks[:, :-1], blocks[:, 1:]), blocks[:, :-1])
    return blocks, owner


def _shortness(characters: int) -> float:
    return math.log(_LONG / min(max(characters, _SHORT), _LONG)) / math.log(_LONG / _SHORT)


def _regions(index: LocalIndex, question: str, chunks: Sequence[Chunk]) -> NDArray[np.float64]:
    asked = _with_parents(region for _, region in gazetteer().mentions(question))
    return np.array([float(not _of_another_region(index.by_id[chunk.document_id], asked)) for chunk in chunks])


def _of_another_region(info: DocumentInfo, asked: Set[str]) -> bool:
    its = {info.metadata.region, info.metadata.region_parent} - {None} or _of_title(info.metadata.title or "")
    return bool(asked and its) and not its & asked


@lru_cache(maxsize=_REMEMBERED)
def _of_title(title: str) -> Set[str]:
    """The first region that a title names, and the one it lies in: of many a document nothing else is known."""
    return _with_parents(region for _, region in islice(gazetteer().mentions(title), 1))


def _with_parents(regions: Iterable[Region]) -> Set[str]:
    """What a province lays down holds in its cities."""
    return frozenset(name for region in regions for name in (region.name, region.parent) if name)
