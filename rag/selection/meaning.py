"""How much alike in meaning the sentences of passages and a question are, by the built-in static model."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.documents import Span
from rag.language.likeness import SideBySide, present, says, static_embedder, unit
from rag.remembered import Remembered

Vector = NDArray[np.float32]
_REMEMBERED = 16_000  # sentences whose pieces are kept in memory
_BEFORE = 2  # sentences before one that are read with it
_GAP = 200  # code points between two passages of which one continues the other
_COMMONEST = 0.01  # weight of what all sentences of a document have


@dataclass(frozen=True, slots=True)
class Meaning:
    """Likenesses of a sentence to the question, each in 0…1.

    `cosine` is that of both as wholes, `pieces` the share of the question's pieces, by how much each says, that the
    sentence has something like (late interaction, as ColBERT's MaxSim), `nearby` the same of the sentence together with
    the two before it, `within` the same with what the sentence is said to lean on too.
    `gap` is the largest share that a single piece loses by having nothing like it in the sentence, in those two, nor in
    the title and headings above: what is asked but not spoken of. `telling` is `pieces` with what few sentences of the
    document have something like counting more: what all of them speak of does not tell which one answers.
    `led` is the same of all that is read by then: the title and headings above, the sentences before it in its passage
    and in those that this continues, and itself.
    """

    cosine: float
    pieces: float
    nearby: float
    within: float
    gap: float
    telling: float
    led: float


_NOTHING = Meaning(0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0)
"""The likeness to a question in which nothing is said."""


@dataclass(frozen=True, slots=True)
class _Said:
    """The numbers of a text's pieces in the model's vocabulary, and the length of its vector."""

    pieces: NDArray[np.int64]
    length: float


def _cut(texts: Sequence[str]) -> list[_Said]:
    model = static_embedder()
    found = [np.array(pieces, np.int64) for pieces in model.pieces(texts)]
    sizes = np.array([len(pieces) for pieces in found])
    lengths = np.zeros(len(found))
    if sizes.any():
        starts = np.concatenate([[0], np.cumsum(sizes[sizes > 0])[:-1]])
        sums = np.add.reduceat(model.piece_vectors(np.concatenate(found)), starts, axis=0)
        lengths[sizes > 0] = np.linalg.norm(sums, axis=1)
    return [_Said(*each) for each in zip(found, lengths.tolist(), strict=True)]


_said = Remembered(_cut, _REMEMBERED)


def prepare(texts: Sequence[str]) -> None:
    """Cut texts whose meanings will be asked for."""
    _said.of(texts)


class Asked:
    """The meaning of a question."""

    def __init__(self, question: str) -> None:
        model = static_embedder()
        vectors = model.piece_vectors(model.pieces([question])[0])
        self._whole = unit(vectors.sum(axis=0, keepdims=True))[0]
        self._pieces = unit(vectors)
        self._says = says(vectors)

    def meanings(
        self,
        read: Sequence[tuple[str, Sequence[str]]],
        places: Sequence[tuple[str, Span]],
        leant_on: Sequence[Sequence[str]] = (),
    ) -> list[list[Meaning]]:
        """The likenesses of the sentences of each passage, which is given with the title and headings above it;
        `places` are the documents that the passages are of and where they stand there, `leant_on` what each sentence
        leans on, empty for most."""
        sizes = [len(sentences) for _, sentences in read]
        known = _said.of([text for above, sentences in read for text in (*sentences, above)])
        said = [each for n, size in enumerate(sizes) for each in known[sum(sizes[:n]) + n :][:size]]
        above = [known[sum(sizes[: n + 1]) + n] for n in range(len(sizes))]
        if not said or not len(self._says):
            return [[_NOTHING] * size for size in sizes]
        row = SideBySide.of([each.pieces for each in said])
        model = static_embedder()
        along = row.spread(model.piece_vectors(row.pieces) @ self._whole)
        cosines = np.add.reduceat(along, row.starts) / np.maximum([each.length for each in said], 1e-9)
        likest = np.maximum(self._pieces @ model.piece_units(row.pieces).T, 0.0)
        best = np.maximum.reduceat(row.spread(likest), row.starts, axis=1)
        owner = np.repeat(np.arange(len(sizes)), sizes)
        there = present(best)
        _, of = np.unique(np.repeat([document for document, _ in places], sizes), return_inverse=True)
        weights = self._says[:, None] * _rarity(there, of)
        weights /= weights.sum(axis=0)
        together = best.copy()
        for back in range(1, _BEFORE + 1):
            beside = owner[back:] == owner[:-back]
            together[:, back:] = np.where(beside, np.maximum(together[:, back:], best[:, :-back]), together[:, back:])
        introducing = self._likest([text for each in leant_on for text in each] or [""] * len(said))
        headings = {id(each): each.pieces for each in above}  # which passages share
        likest_above = {known: self._best(pieces) for known, pieces in headings.items()}
        best_above = np.stack([likest_above[id(each)] for each in above], axis=1)[:, owner]
        gap = (self._says[:, None] * (1 - present(np.maximum(together, best_above)))).max(axis=0)
        led = _led(np.maximum(there, present(best_above)), sizes, places)
        rows = zip(
            np.maximum(cosines, 0.0).tolist(),
            (self._says @ there).tolist(),
            (self._says @ present(together)).tolist(),
            (self._says @ present(np.maximum(together, introducing))).tolist(),
            gap.tolist(),
            (weights * there).sum(axis=0).tolist(),
            (weights * led).sum(axis=0).tolist(),
            strict=True,
        )
        listed = [Meaning(*row) for row in rows]
        ends = np.cumsum(sizes).tolist()
        return [listed[start:end] for start, end in zip([0, *ends], ends, strict=False)]

    def _likest(self, texts: Sequence[str]) -> Vector:
        """The best cosines of the question's pieces with each text's, (pieces, texts), 0 for empty ones."""
        found = np.zeros((len(self._says), len(texts)), np.float32)
        different = [text for text in dict.fromkeys(texts) if text]
        known = {text: self._best(said.pieces) for text, said in zip(different, _said.of(different), strict=True)}
        for n, text in enumerate(texts):
            if text:
                found[:, n] = known[text]
        return found

    def _best(self, pieces: NDArray[np.int64]) -> Vector:
        """The best cosine of each piece of the question with one of the pieces."""
        if not len(pieces):
            return np.zeros(len(self._says), np.float32)
        best: Vector = np.maximum((self._pieces @ static_embedder().piece_units(pieces).T).max(axis=1), 0.0)
        return best


def _rarity(there: Vector, of: NDArray[np.intp]) -> Vector:
    """Inverse frequency of each piece of the question among the sentences of each sentence's document, (pieces,
    sentences): `there` tells how far each sentence has it, `of` the number of its document."""
    document = np.eye(int(of.max()) + 1, dtype=np.float32)[of]
    rarity: Vector = np.log((document.sum(axis=0) + 1) / (there @ document + 0.5))
    return np.maximum(rarity, _COMMONEST)[:, of]


def _led(there: Vector, sizes: Sequence[int], places: Sequence[tuple[str, Span]]) -> Vector:
    """How far each piece is there in each sentence or in one before it in its passage and those that it continues,
    (pieces, sentences)."""
    led = there.copy()
    ends = np.cumsum(sizes)
    last = ("", 0)
    held = np.zeros(len(there), np.float32)
    for number in sorted(range(len(places)), key=lambda n: (places[n][0], places[n][1].start)):
        document, span = places[number]
        if document != last[0] or span.start - last[1] > _GAP:
            held = np.zeros(len(there), np.float32)
        own = led[:, ends[number] - sizes[number] : ends[number]]
        if sizes[number]:
            np.maximum(own[:, 0], held, out=own[:, 0])
            np.maximum.accumulate(own, axis=1, out=own)
            held = own[:, -1]
        last = (document, span.end)
    return led
