"""Training: piece vectors whose mean brings texts that belong together close, all others of the batch apart."""

import logging
import math
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.training.corpora import CORPORA
from index.training.encoding import EncodedCorpus, encode_corpora, load_encoded
from index.training.mining import MINED, mine
from index.training.pairs import QUESTION_WORDS, Bags, PairSampler, samplers
from index.training.recipe import Recipe
from index.training.tokenizer import UNKNOWN, load_tokenizer

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer

_REPORT_EVERY = 100  # steps
_SAVE_EVERY = 500
_logger = logging.getLogger(__name__)


def train(work: Path, recipe: Recipe) -> None:
    """Write `work/vectors.npy`, (pieces, dimension) float32; continue from `work/checkpoint.pt` where there is one."""
    import torch

    encode_corpora(work)
    if recipe.hard_negatives:
        mine(work, recipe.seed)
    corpora = {name: load_encoded(work, name) for name in CORPORA}
    tokenizer = load_tokenizer(work)
    counts = _piece_counts(corpora, tokenizer.get_vocab_size())
    halves = splits(tokenizer.get_vocab()) if recipe.split else None
    weights = torch.nn.Parameter(torch.from_numpy(first_vectors(counts, recipe)))
    optimizer = torch.optim.Adam([weights], lr=recipe.learning_rate, fused=True)
    step = _resume(work, recipe, weights, optimizer)
    close = {name: np.load(work / "hard" / f"{name}.npy") for name in MINED} if recipe.hard_negatives else {}
    drawn = samplers(corpora, close, _question_words(tokenizer) if recipe.questions else {}, recipe.leave_out)
    shares = np.array([s.task.weight * (recipe.gloss if s.task.kind == "gloss" else 1.0) for s in drawn])
    started, losses = time.monotonic(), []
    while step < recipe.steps:
        rng = np.random.default_rng((recipe.seed, step))
        sampler = drawn[rng.choice(len(drawn), p=shares / shares.sum())]
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(step, recipe)
        losses.append(_update(weights, optimizer, sampler, halves, recipe, rng))
        step += 1
        if step % _REPORT_EVERY == 0:
            pace = (time.monotonic() - started) / len(losses)
            mean = float(np.mean(losses[-_REPORT_EVERY:]))
            _logger.info("step %d of %d, loss %.3f, %.2f s a step", step, recipe.steps, mean, pace)
        if step % _SAVE_EVERY == 0:
            _checkpoint(work, recipe, weights, optimizer, step)
    vectors = weights.detach().numpy()
    vectors[tokenizer.token_to_id(UNKNOWN)] = 0
    np.save(work / "vectors.npy", vectors)


def _question_words(tokenizer: "Tokenizer") -> dict[str, list[NDArray[np.int64]]]:
    return {
        language: [np.array(tokenizer.encode(words, add_special_tokens=False).ids) for words in listed.split("|")]
        for language, listed in QUESTION_WORDS.items()
    }


def _update(
    weights: "torch.nn.Parameter",
    optimizer: "torch.optim.Optimizer",
    sampler: PairSampler,
    halves: NDArray[np.int64] | None,
    recipe: Recipe,
    rng: np.random.Generator,
) -> float:
    import torch

    bags = sampler.batch(min(recipe.batch, len(sampler)), rng)
    if halves is not None:
        bags = (split_some(bags[0], halves, recipe.split, rng), split_some(bags[1], halves, recipe.split, rng))
    queries, passages = (embedded(weights, bag) for bag in bags)
    similarities = queries @ passages.T * recipe.scale
    truth = torch.arange(len(queries))
    loss = (
        torch.nn.functional.cross_entropy(similarities, truth)
        + torch.nn.functional.cross_entropy(similarities.T, truth)
    ) / 2
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return float(loss.detach())


def embedded(weights: "torch.Tensor", bags: Bags) -> "torch.Tensor":
    import torch

    summed = torch.nn.functional.embedding_bag(
        torch.from_numpy(bags.pieces), weights, torch.from_numpy(bags.starts), mode="sum"
    )
    return torch.nn.functional.normalize(summed, dim=1)


def learning_rate(step: int, recipe: Recipe) -> float:
    """Rises over the first twentieth of the steps, then falls to zero on a half cosine."""
    rise = max(1, recipe.steps // 20)
    if step < rise:
        return recipe.learning_rate * (step + 1) / rise
    return recipe.learning_rate * 0.5 * (1 + math.cos(math.pi * (step - rise) / max(1, recipe.steps - rise)))


def first_vectors(counts: NDArray[np.int64], recipe: Recipe) -> NDArray[np.float32]:
    """Random directions; a piece's length is its weight in the mean, so frequent pieces begin short (SIF)."""
    rng = np.random.default_rng(recipe.seed)
    vectors = rng.normal(0, 1 / math.sqrt(recipe.dimension), (len(counts), recipe.dimension))
    if recipe.frequency_weighting:
        shares = counts / counts.sum()
        vectors *= (recipe.frequency_weighting / (recipe.frequency_weighting + shares))[:, None]
    return vectors.astype(np.float32)


def splits(vocabulary: dict[str, int]) -> NDArray[np.int64]:
    """For each piece the two pieces it can be taken apart into, (pieces, 2); itself and -1 where there are none.

    >>> splits({"同网": 0, "同": 1, "网": 2}).tolist()
    [[1, 2], [1, -1], [2, -1]]
    """
    halves = np.full((len(vocabulary), 2), -1, np.int64)
    for piece, number in vocabulary.items():
        halves[number, 0] = number
        middle = len(piece) / 2
        for cut in sorted(range(1, len(piece)), key=lambda place: abs(place - middle)):
            first, second = vocabulary.get(piece[:cut]), vocabulary.get(piece[cut:])
            if first is not None and second is not None:
                halves[number] = first, second
                break
    return halves


def split_some(bags: Bags, halves: NDArray[np.int64], share: float, rng: np.random.Generator) -> Bags:
    """The bags with `share` of the pieces that can be taken apart replaced by their halves."""
    parts = np.stack([bags.pieces, np.full_like(bags.pieces, -1)], axis=1)
    chosen = (halves[bags.pieces, 1] >= 0) & (rng.random(len(bags.pieces)) < share)
    parts[chosen] = halves[bags.pieces[chosen]]
    flat = parts.reshape(-1)
    before = np.concatenate([[0], np.cumsum((parts >= 0).sum(axis=1))])
    return Bags(flat[flat >= 0], before[bags.starts])


def _piece_counts(corpora: dict[str, EncodedCorpus], size: int) -> NDArray[np.int64]:
    counts = np.zeros(size, np.int64)
    for corpus in corpora.values():
        for run in corpus.units.values():
            counts += np.bincount(run.pieces, minlength=size)
    return counts


def _checkpoint(
    work: Path, recipe: Recipe, weights: "torch.Tensor", optimizer: "torch.optim.Optimizer", step: int
) -> None:
    import torch

    unfinished = work / "checkpoint.part"
    torch.save(
        {"recipe": repr(recipe), "step": step, "weights": weights, "optimizer": optimizer.state_dict()}, unfinished
    )
    unfinished.replace(work / "checkpoint.pt")


def _resume(work: Path, recipe: Recipe, weights: "torch.Tensor", optimizer: "torch.optim.Optimizer") -> int:
    import torch

    path = work / "checkpoint.pt"
    if not path.exists():
        return 0
    saved = torch.load(path, weights_only=True)
    if saved["recipe"] != repr(recipe):
        _logger.info("%s is of another recipe: training begins anew", path)
        return 0
    with torch.no_grad():
        weights.copy_(saved["weights"])
    optimizer.load_state_dict(saved["optimizer"])
    return int(saved["step"])
