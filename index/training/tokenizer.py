"""The tokenizer: Unigram pieces of folded text, none across the edge of a word, a number or a punctuation mark."""

import json
import logging
import random
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.lexicon import HAN
from index.training.corpora import CORPORA
from index.training.normalizer import WORD_START, folding_normalizer
from index.training.preparation import prepared
from index.training.recipe import Recipe

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_logger = logging.getLogger(__name__)
UNKNOWN = "[UNK]"
# Share of the sample's characters that each corpus may fill; English needs as many pieces as Chinese.
_SHARES = {
    "news": 0.30,
    "broadcast": 0.08,
    "laws": 0.12,
    "parallel_laws": 0.18,
    "reports": 0.04,
    "tatoeba": 0.05,
    "dictionary": 0.10,
    "python": 0.04,
    "python_multilingual": 0.04,
    "ntrex": 0.05,
}
_NOT_A_WORD = rf"[^\p{{L}}\p{{M}}\p{{N}}{WORD_START}]+"
_WORD = rf"{WORD_START}[^\p{{N}}{WORD_START}\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+"


def pre_tokenizer() -> dict[str, Any]:
    """JSON of the step that cuts a folded text: no punctuation, words of spaced scripts and numbers alone."""
    return {
        "type": "Sequence",
        "pretokenizers": [
            {"type": "Split", "pattern": {"Regex": _NOT_A_WORD}, "behavior": "Removed", "invert": False},
            {"type": "Split", "pattern": {"Regex": _WORD}, "behavior": "Isolated", "invert": False},
            {"type": "Split", "pattern": {"Regex": r"\p{N}+"}, "behavior": "Isolated", "invert": False},
        ],
    }


def sample_texts(work: Path, recipe: Recipe) -> Iterator[str]:
    """About `recipe.tokenizer_characters` characters of all corpora, each up to its share, spread over its length."""
    random_state = random.Random(recipe.seed)
    for name in CORPORA:
        wanted = recipe.tokenizer_characters * _SHARES[name]
        size = (work / "corpora" / f"{name}.jsonl").stat().st_size / 2  # a rough count of characters
        for document in prepared(work, name):
            if random_state.random() > wanted / size:
                continue
            for texts in (document.title, *document.units):
                yield from (text for language, text in texts.items() if language != "gloss")


def train_tokenizer(work: Path, recipe: Recipe) -> None:
    """Write `work/tokenizer.json`, unless one with these settings is there; what was encoded with another goes."""
    from tokenizers import Tokenizer, models, trainers

    settings, target = work / "tokenizer.settings.json", work / "tokenizer.json"
    if settings.exists() and json.loads(settings.read_text()) == recipe.tokenizer_settings():
        return
    for stale in ("encoded", "hard"):
        shutil.rmtree(work / stale, ignore_errors=True)
    tokenizer = Tokenizer(models.Unigram())
    scaffold = json.loads(tokenizer.to_str()) | {"normalizer": folding_normalizer(), "pre_tokenizer": pre_tokenizer()}
    tokenizer = Tokenizer.from_str(json.dumps(scaffold))
    # Some pieces are taken out afterwards, so more are trained than are wanted.
    trainer = trainers.UnigramTrainer(
        vocab_size=int(recipe.vocabulary * 1.25),
        unk_token=UNKNOWN,
        special_tokens=[UNKNOWN],
        max_piece_length=20,
        show_progress=False,
    )
    tokenizer.train_from_iterator(sample_texts(work, recipe), trainer)
    trained = json.loads(tokenizer.to_str())
    pieces = trained["model"]["vocab"]
    trained["model"]["vocab"] = shortened(pieces, recipe.vocabulary, recipe.longest_han_piece)
    _logger.info("%d pieces trained, %d kept", len(pieces), len(trained["model"]["vocab"]))
    Tokenizer.from_str(json.dumps(trained)).save(str(target), pretty=False)
    settings.write_text(json.dumps(recipe.tokenizer_settings()))


def shortened(pieces: Sequence[tuple[str, float]], size: int, longest_han: int) -> list[tuple[str, float]]:
    """The likeliest `size` pieces, Chinese ones no longer than `longest_han`; single characters and the first stay.

    >>> shortened([("[UNK]", 0), ("的", -2), ("人民政府办", -5), ("政府", -6), ("通关", -7), ("垢", -9)], 4, 4)
    [('[UNK]', 0), ('的', -2), ('政府', -6), ('垢', -9)]
    """
    single = sum(len(piece) == 1 for piece, _ in pieces)
    longer = [
        piece for piece, _ in pieces[1:] if 1 < len(piece) <= longest_han or len(piece) > 1 and not HAN.search(piece)
    ]
    kept = {pieces[0][0], *longer[: size - single - 1]}
    return [(piece, score) for piece, score in pieces if len(piece) == 1 or piece in kept]


def load_tokenizer(work: Path) -> "Tokenizer":
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(work / "tokenizer.json"))
