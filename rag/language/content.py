"""Content words of a text, and whether another text holds them."""

import re
from collections.abc import Iterable

from index.lexicon import HAN, bigrams, fold_text
from index.regions import gazetteer
from rag.language.synonyms import synonyms

NOUN_TAGS = ("n", "b", "j")
"""How the tags of words begin that name things or tell them apart."""
_FIGURES = re.compile(r"[第分之成零〇○一二两三四五六七八九十百千万亿]+")
# Words that every policy has, whatever it is about.
_FRAME = re.compile(
    "提出|规定|明确|要求|指出|文件|通知|意见|办法|措施|根据|按照|其中|包括|以及|并且|同时|分别|以上|以下|左右|期间|时期|"
    "落实|推进|推动|加快|实行|实施|开展|加强|促进|发展|建设|大力|积极|着力|进一步|政策|目标|责任|单位|部门|该项|工作|"
    "相关|有关|方面|进行|通过|主要|达到|数量|总数|力争|负责|牵头|会同|[该我本由为是][省市县]|"
    "the|of|and|to|in|by|for|is|are|with|at|on|as|that"
)


def content_words(text: str) -> list[str]:
    """Content words of a text, folded: no figures, no function words, nothing of one Chinese character."""
    import rjieba

    runs = re.findall(r"[^\W\d_]+", fold_text(text))
    words = (word for run in runs for word in rjieba.cut(run))
    return [w for w in words if len(w) > 1 and not _FRAME.fullmatch(w) and not _FIGURES.fullmatch(w)]


def words_without_regions(text: str) -> list[str]:
    """Content words of a text that are no names of places, folded."""
    pieces, at = [], 0
    for span, _ in gazetteer().mentions(text):
        pieces.append(text[at : span.start])
        at = span.end
    return content_words("\n".join([*pieces, text[at:]]))


def says(folded: str, word: str) -> bool:
    """Whether the text has the word, one that is used for it, what it abbreviates, or most of its character pairs.

    >>> says("科学技术进步", "科技"), says("用水、用电", "水电"), says("科研所用技术", "科技")
    (True, True, False)
    """
    if word in folded or any(other in folded for other in synonyms(word)):
        return True
    if not HAN.match(word):
        return False
    if len(word) == 2:
        return re.search(f"{word[0]}.{{1,2}}{word[1]}", folded) is not None
    pairs = bigrams(word)
    return 2 * sum(pair in folded for pair in pairs) > len(pairs)


def length_held(words: Iterable[str], folded: str) -> int:
    """The characters of those words that the text says.

    >>> length_held(["骨干", "企业", "基地"], "培育骨干企业")
    4
    """
    return sum(len(word) for word in words if says(folded, word))
