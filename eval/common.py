"""How often Chinese words stand in laws and news: what the common ones say little, and which are official at all."""

import random
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from eval.ranking import BROADCAST, LAWS, NEWS, records, text_of
from index.lexicon import HAN, fold_text, segment
from index.training.corpora import CORPORA

REPORTS = CORPORA["reports"].file
_SAMPLED = {LAWS: 20_000, NEWS: 12_000, BROADCAST: 8_000}
_READ = 600  # characters of a text
_SHORTEST = 2  # characters of a word
_HEAD = """\
# Words, and the share of 20,000 articles of Chinese laws and 20,000 news items that hold them, the most common
# first: made by python -m eval common --data DIR. Counts only; no text of these is in it.
"""
_OFFICIAL = """\
# Words of Chinese laws and Government Work Reports, no verbs, and how many of 146,817 articles and 9,550 sentences
# hold them, the most common first: made by python -m eval official --data DIR. Counts only; no text is in it.
"""
_LEAST = 3  # articles or sentences that hold an official word
_NAMING = "njblisx"  # how the tags begin of words that name things and what they are like


def shares(data: Path, least: float, seed: int = 5) -> Mapping[str, float]:
    """The share of texts that hold a word, of words that at least such a share holds, the most common first.

    Raises InvalidTrainingData.
    """
    rng = random.Random(seed)
    held: Counter[str] = Counter()
    texts = 0
    for name, count in _SAMPLED.items():
        known = records(data / name)
        for record in rng.sample(known, min(count, len(known))):
            words = set(segment(fold_text(text_of(name, record)[:_READ])))
            held.update(word for word in words if len(word) >= _SHORTEST and HAN.fullmatch(word[:1]))
            texts += 1
    return {word: count / texts for word, count in held.most_common() if count >= least * texts}


def as_table(found: Mapping[str, float]) -> str:
    """The file that `rag.search.rarity` reads: a line a word with its share."""
    return _HEAD + "".join(f"{word}\t{share:.4f}\n" for word, share in found.items())


def official(data: Path) -> Mapping[str, int]:
    """How many articles of laws and sentences of reports hold a word, of words that name things, the most common first.

    Raises InvalidTrainingData.
    """
    import rjieba

    held: Counter[str] = Counter()
    texts = (r.get("text") or r["zh"] for name in (LAWS, REPORTS) for r in records(data / name))
    for text in texts:
        tagged = rjieba.tag(fold_text(text))
        naming = {word for word, tag in tagged if tag[0] in _NAMING or tag == "vn"}
        held.update(word for word in naming if len(word) >= _SHORTEST and HAN.match(word))
    return {word: held[word] for word in sorted(held, key=lambda w: (-held[w], w)) if held[word] >= _LEAST}


def as_counts(found: Mapping[str, int]) -> str:
    """The file that `rag.selection.telling` reads: a line a word with its number of articles."""
    return _OFFICIAL + "".join(f"{word}\t{count}\n" for word, count in found.items())
