"""Everything that decides how a model comes out, besides the data."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Recipe:
    """The settings of one training; the model card says what each was measured to be worth."""

    seed: int = 20261121
    vocabulary: int = 36_000
    """Pieces of the tokenizer."""
    longest_han_piece: int = 4
    """Characters; longer pieces share too little with the words inside them."""
    words: bool = True
    """Whether Chinese pieces are words, and common words of all languages pieces."""
    learnt_pieces: int = 48_000
    """Pieces that are learnt, of which the likeliest stay beside the words."""
    tokenizer_characters: int = 12_000_000
    """Sample that the tokenizer is trained on."""
    dimension: int = 512
    batch: int = 2048
    """Pairs of a step; each is the negative of all others."""
    steps: int = 7_000
    learning_rate: float = 0.02
    scale: float = 20.0
    """Inverse temperature of the softmax over the batch."""
    frequency_weighting: float = 1e-4
    """`a` of the first vectors' length a / (a + p), p the piece's share of the corpus (SIF); 0 means equal lengths."""
    split: float = 0.1
    """Share of long pieces that are taken apart at random, so that the whole and its parts come to agree."""
    hard_negatives: bool = False
    """Whether units of like wording, mined with BM25, come into a batch together."""
    questions: bool = True
    """Whether question words are strewn into queries, so that they come to say nothing."""
    gloss: float = 1.0
    """Weight of the pairs made by translating Chinese word by word with the dictionary."""
    tuning_epochs: int = 8
    """Passes over the questions of `questions.jsonl` after the training."""
    tuning_rate: float = 0.002
    """Learning rate of these at their start, for vectors of which the greatest value is 1."""
    tuning_share: float = 0.7
    """How far the vectors are moved to where the tuning leads."""
    leave_out: tuple[str, ...] = ()
    """Kinds of pairs not to use, as `pairs.TASKS` names them."""

    def tokenizer_settings(self) -> dict[str, int]:
        """Those that the tokenizer depends on."""
        names = ("seed", "vocabulary", "longest_han_piece", "words", "learnt_pieces", "tokenizer_characters")
        return {name: getattr(self, name) for name in names}

    @classmethod
    def load(cls, path: Path) -> "Recipe":
        values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return cls(**values | {"leave_out": tuple(values["leave_out"])})

    def save(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
