"""Tuning: a trained model's piece vectors, moved until questions that people ask find their passages."""

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.training.corpora import CORPORA, records
from index.training.pairs import Bags
from index.training.recipe import Recipe
from index.training.tokenizer import load_tokenizer
from index.training.trainer import embedded

if TYPE_CHECKING:
    import torch

QUESTIONS = Path(__file__).parent / "questions.jsonl"
_LAWS = CORPORA["laws"].file
_LONGEST = 420  # characters of a passage; a chunk has about 320
_BATCH = 512  # questions of a step
_AT_ONCE = 2_000  # texts cut into pieces
_NEAREST, _HARD = 30, 4  # wrong passages found for a question, and how many of them a step sets against it
_KEEP = 0.6  # of a question's pieces, each time anew
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions with their passages: the pieces of each, and for each question the number of its passage."""

    questions: Sequence[NDArray[np.int64]]
    passages: Sequence[NDArray[np.int64]]
    right: NDArray[np.int64]


def tune(data: Path, work: Path, recipe: Recipe) -> None:
    """Write `work/tuned.npy`: `work/vectors.npy` moved `recipe.tuning_share` of the way to where they are after
    `recipe.tuning_epochs` over the questions.

    A question's passage is set against those of the others in its batch and against wrong ones that the model finds
    near it. Parts of the question are left out at random, so that not one word alone finds the passage. What stays of
    the vectors before keeps languages together that few questions are in.
    """
    import torch

    vectors = np.load(work / "vectors.npy")
    vectors /= np.abs(vectors).max()
    asked = _asked(data, work)
    weights = torch.nn.Parameter(torch.from_numpy(vectors.copy()))
    optimizer = torch.optim.Adam([weights], lr=recipe.tuning_rate)
    near = _nearest(weights.detach(), asked)
    rng = np.random.default_rng(recipe.seed)
    steps = list(_batches(len(asked.questions), recipe.tuning_epochs, rng))
    for step, batch in enumerate(steps):
        for group in optimizer.param_groups:
            group["lr"] = recipe.tuning_rate * (1 - step / len(steps))
        loss = _loss(weights, asked, near, batch, recipe, rng)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        _logger.info("tuning step %d of %d, loss %.3f", step + 1, len(steps), float(loss.detach()))
    moved = recipe.tuning_share * weights.detach().numpy() + (1 - recipe.tuning_share) * vectors
    np.save(work / "tuned.npy", moved.astype(np.float32))


def _asked(data: Path, work: Path) -> Asked:
    """The questions and passages, among these every article of the laws that are asked about."""
    lines = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    read = {file: list(records(data / file)) for file in sorted({line["file"] for line in lines})}
    texts: dict[tuple[str, int], str] = {}
    named = {read[_LAWS][line["record"]]["law"] for line in lines if line["file"] == _LAWS}
    for number, article in enumerate(read.get(_LAWS, ())):
        if article["law"] in named:
            texts[_LAWS, number] = passage(article)
    for line in lines:
        texts[line["file"], line["record"]] = passage(read[line["file"]][line["record"]])
    place = {key: number for number, key in enumerate(texts)}
    tokenizer = load_tokenizer(work)

    def pieces(texts: Sequence[str]) -> list[NDArray[np.int64]]:
        found = []
        for start in range(0, len(texts), _AT_ONCE):  # an encoding takes a hundred bytes a piece
            encoded = tokenizer.encode_batch_fast(texts[start : start + _AT_ONCE], add_special_tokens=False)
            found += [np.array(text.ids or [0], np.int64) for text in encoded]
        return found

    right = np.array([place[line["file"], line["record"]] for line in lines])
    return Asked(pieces([line["question"] for line in lines]), pieces(list(texts.values())), right)


def passage(record: Mapping[str, Any]) -> str:
    """The text of a record of the training data as a chunk has it, its law or title before it."""
    title = record.get("law") or record.get("title") or ""
    text = record.get("text") or record["zh"]
    return f"{title}\n{record.get('article', '')} {text}"[:_LONGEST]


def _batches(count: int, epochs: int, rng: np.random.Generator) -> Iterator[NDArray[np.int64]]:
    for _ in range(epochs):
        order = rng.permutation(count)
        yield from (order[start : start + _BATCH] for start in range(0, count, _BATCH))


def _nearest(weights: "torch.Tensor", asked: Asked) -> NDArray[np.int64]:
    """For each question the wrong passages nearest to it, (questions, up to 30)."""
    passages = _vectors(weights, asked.passages)
    count = min(_NEAREST, len(asked.passages) - 1)
    found = []
    for start in range(0, len(asked.questions), _BATCH):
        right = asked.right[start : start + _BATCH]
        cosines = (_vectors(weights, asked.questions[start : start + _BATCH]) @ passages.T).numpy()
        cosines[np.arange(len(right)), right] = -2
        found.append(np.argpartition(-cosines, count - 1, axis=1)[:, :count].copy())  # not the whole behind it
    return np.concatenate(found)


def _loss(
    weights: "torch.Tensor",
    asked: Asked,
    near: NDArray[np.int64],
    batch: NDArray[np.int64],
    recipe: Recipe,
    rng: np.random.Generator,
) -> "torch.Tensor":
    import torch

    right = asked.right[batch]
    hard = rng.permuted(near[batch], axis=1)[:, :_HARD]
    shown, place = np.unique(np.concatenate([right, hard.ravel()]), return_inverse=True)
    queries = [_some(asked.questions[number], rng) for number in batch]
    similarities = _vectors(weights, queries) @ _vectors(weights, [asked.passages[number] for number in shown]).T
    return torch.nn.functional.cross_entropy(similarities * recipe.scale, torch.from_numpy(place[: len(batch)]))


def _some(pieces: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int64]:
    kept = pieces[rng.random(len(pieces)) < _KEEP]
    return kept if len(kept) else pieces


def _vectors(weights: "torch.Tensor", texts: Sequence[NDArray[np.int64]]) -> "torch.Tensor":
    starts = np.concatenate([[0], np.cumsum([len(text) for text in texts])[:-1]])
    return embedded(weights, Bags(np.concatenate(texts), starts))
