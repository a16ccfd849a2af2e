"""The tokenizer: Unigram pieces of folded text, none across the edge of a word, a number or a punctuation mark."""

import json
import logging
import math
import random
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index.lexicon import HAN
from index.tokenizer import PRE_TOKENIZER, WORD_START
from index.training.corpora import CORPORA
from index.training.normalizer import folding_normalizer
from index.training.preparation import prepared
from index.training.recipe import Recipe

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_logger = logging.getLogger(__name__)
UNKNOWN = "[UNK]"
_RAREST = -15.0  # logarithm of a character's probability; it occurs once or twice in the sample
_LATIN_WORD = re.compile(r"[^\W\d_\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]+")
_HAN_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
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
    scaffold = json.loads(tokenizer.to_str()) | {"normalizer": folding_normalizer(), "pre_tokenizer": PRE_TOKENIZER}
    tokenizer = Tokenizer.from_str(json.dumps(scaffold))
    trainer = trainers.UnigramTrainer(
        vocab_size=recipe.learnt_pieces if recipe.words else recipe.vocabulary,
        unk_token=UNKNOWN,
        special_tokens=[UNKNOWN],
        max_piece_length=20,
        show_progress=False,
    )
    tokenizer.train_from_iterator(sample_texts(work, recipe), trainer)
    trained = json.loads(tokenizer.to_str())
    if recipe.words:
        trained["model"]["vocab"] = with_words(trained["model"]["vocab"], word_counts(work, recipe), recipe)
    _logger.info("%d pieces", len(trained["model"]["vocab"]))
    Tokenizer.from_str(json.dumps(trained)).save(str(target), pretty=False)
    settings.write_text(json.dumps(recipe.tokenizer_settings()))


def word_counts(work: Path, recipe: Recipe) -> Counter[str]:
    """How often each word occurs in the sample; words of spaced scripts as pieces, with the mark of a word's start."""
    import rjieba

    counts: Counter[str] = Counter()
    for text in sample_texts(work, recipe):
        counts.update(WORD_START + word for word in _LATIN_WORD.findall(text))
        counts.update(word for run in _HAN_RUN.findall(text) for word in rjieba.cut(run) if len(word) > 1)
    return counts


def with_words(pieces: Sequence[tuple[str, float]], counts: Counter[str], recipe: Recipe) -> list[tuple[str, float]]:
    """The likeliest of the learnt pieces, without Chinese ones that are no words, and of the words.

    A piece such as 的政策 would hide the word in it, and a rare word in pieces says less than one piece that is it.
    Single characters stay unless they are very rare: they spell what is in no piece.

    >>> recipe = Recipe(vocabulary=5, longest_han_piece=4)
    >>> pieces = [("[UNK]", 0.0), ("的", -2.0), ("的政策", -5.0), ("▁p", -6.0), ("膨", -13.0), ("歕", -15.5)]
    >>> [piece for piece, _ in with_words(pieces, Counter({"政策": 60, "▁policy": 1, "共同体": 1}), recipe)]
    ['[UNK]', '的', '膨', '政策', '▁policy']
    """
    # The library adds up in no fixed order: rounded, its scores are the same each time.
    pieces = [(piece, round(score, 6)) for piece, score in pieces]
    total = sum(counts.values())
    words = {word: math.log(count / total) for word, count in counts.items() if _is_short(word, recipe)}
    learnt = {piece: score for piece, score in pieces[1:] if not HAN.search(piece) or _is_word(piece, recipe)}
    single = {piece: score for piece, score in pieces[1:] if len(piece) == 1 and score > _RAREST}
    longer = {piece: score for piece, score in (words | learnt).items() if len(piece) > 1}
    likeliest = sorted(longer.items(), key=lambda item: (-item[1], item[0]))[: recipe.vocabulary - len(single) - 1]
    return [pieces[0], *single.items(), *likeliest]


def _is_short(piece: str, recipe: Recipe) -> bool:
    return len(piece) <= recipe.longest_han_piece or not HAN.search(piece)


def _is_word(piece: str, recipe: Recipe) -> bool:
    import rjieba

    return _is_short(piece, recipe) and len(rjieba.cut(piece)) == 1


def load_tokenizer(work: Path) -> "Tokenizer":
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(work / "tokenizer.json"))
