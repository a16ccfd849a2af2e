"""English words and phrases with the Chinese words for them, counted in parallel texts and looked up in CC-CEDICT."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from index.lexicon import HAN
from index.regions import gazetteer
from index.training.alignment import Translations, align
from index.training.corpora import CORPORA, read_corpus, records
from index.training.gloss import meanings
from rag.language.wording import stop_words
from rag.understanding.glossary import bases

_Pair = tuple[Sequence[str], Sequence[str]]
_PARALLEL = ("reports", "tatoeba", "ntrex", "parallel_laws")
_COUNTED = {"laws": 3_000, "news": 8_000}  # documents in which Chinese words are counted
_WORD = re.compile(r"[a-z][a-z'-]*[a-z]")
_ENGLISH = re.compile(r"[a-z][a-z'-]*[a-z](?: [a-z][a-z'-]*[a-z]){0,2}")  # a word or a short phrase that is kept
_ENDS = {"zh": re.compile(r"(?<=[。；;!?])|\n"), "en": re.compile(r"(?<=[.;!?]) |\n")}
_LONGEST = 40  # words of a sentence; longer ones align badly and slowly
_FUNCTION_WORDS = """
i me my we us our you your he him his she her it its they them their this that these those who whom whose which what
where when why how there here all any each every either neither both some such no nor not only own same so than too
very can could will would shall should may might must do does did done be am is are was were been being have has had
having a an the and but if or because as until while of at by for with about against between into through during
before after above below to from up down in out on off over under again further then once also other another one ones
more most many much few less least last let get got go goes going come make made take taken say said says use used
using per via upon within without among across along around since still yet ever never always often just even
according following preceding referred accordance pursuant thereof therein hereby hereinafter respectively tom mary
"""
_MOST = 4  # Chinese words of one in English
_LEAST = 0.1  # geometric mean of both probabilities, from which words are translations
_LISTED, _LISTED_LATER = 0.3, 0.15  # what a dictionary adds to that: by its first meaning of a word, by another
_OFTEN = 8  # times that a word of the dictionary stands in the counted texts: of phrases and of others

_HEAD = """\
# English words and the Chinese words for them, likeliest first: made by python -m eval english --data DIR.
# CC BY-SA 4.0. From CC-CEDICT (https://www.mdbg.net/chinese/dictionary?page=cc-cedict, CC BY-SA 4.0);
# counted in NTREX-128 (https://github.com/MicrosoftTranslator/NTREX, CC BY-SA 4.0), Tatoeba
# (https://tatoeba.org, CC BY 2.0 FR), and the official Chinese and English texts of Government
# Work Reports and of the laws of Taiwan.
"""


def made(data: Path) -> dict[str, tuple[str, ...]]:
    """English word or phrase → its Chinese words, likeliest first. Raises FileNotFoundError."""
    used = _used(data)
    dictionary = meanings((record["simp"], record["en"]) for record in records(data / CORPORA["dictionary"].file))
    listed: dict[str, dict[str, float]] = {}
    for chinese, senses in dictionary.items():
        if used[chinese] < _OFTEN:
            continue
        for place, words in enumerate(senses):
            known = listed.setdefault(" ".join(words), {})
            known[chinese] = max(known.get(chinese, 0.0), _LISTED if place == 0 else _LISTED_LATER)
    pairs = list(_sentences(data))
    seen = _seen(pairs, Counter(word for _, english in pairs for word in english))
    found: dict[str, tuple[str, ...]] = {}
    for english in sorted((listed.keys() | seen.keys()) - {*_FUNCTION_WORDS.split(), *stop_words()}):
        scores = Counter(seen.get(english, {}))
        scores.update(listed.get(english, {}))
        best = [word for word, score in scores.most_common() if score >= _LEAST and used[word] >= _OFTEN]
        several = [word for word in best if len(word) > 1] or best
        if several and _ENGLISH.fullmatch(english) and not any(map(_is_place, several[:_MOST])):
            found[english] = tuple(several[:_MOST])
    return found


def _is_place(word: str) -> bool:
    """Whether it is the name of a place, which the gazetteer knows in English as well."""
    return any(span.end - span.start == len(word) for span, _ in gazetteer().mentions(word))


def _used(data: Path) -> Counter[str]:
    """How often Chinese words stand in laws and news."""
    import rjieba

    counted: Counter[str] = Counter()
    for name, documents in _COUNTED.items():
        for document in islice(read_corpus(name, data), documents):
            for unit in document.units:
                counted.update(word for word in rjieba.cut_for_search(unit.get("zh", "")) if HAN.search(word))
    return counted


def _seen(pairs: Sequence[_Pair], known: Mapping[str, int]) -> dict[str, dict[str, float]]:
    """English word → Chinese word → the geometric mean of the probabilities that each translates the other."""
    based = [(chinese, sorted({_base(word, known) for word in english})) for chinese, english in pairs]
    there, back = align(based), align([(english, chinese) for chinese, english in based])
    return {
        english: {word: _both(there, english, word, share) for word, share in words.items() if word in there}
        for english, words in back.items()
    }


def _both(there: Translations, english: str, chinese: str, share: float) -> float:
    return float((share * there[chinese].get(english, 0.0)) ** 0.5)


def _base(word: str, known: Mapping[str, int]) -> str:
    """The word without its ending, where it occurs without it, too."""
    return next((base for base in bases(word) if known.get(base, 0) >= max(2, known[word] // 10)), word)


def _sentences(data: Path) -> Iterator[_Pair]:
    """The words of sentences in Chinese and in English, each once."""
    import rjieba

    for name in _PARALLEL:
        for document in read_corpus(name, data):
            for unit in [*document.units, document.title]:
                sides = [_ENDS[side].split(unit.get(side, "")) for side in ("zh", "en")]
                if len(sides[0]) != len(sides[1]):
                    sides = [[unit.get("zh", "")], [unit.get("en", "")]]
                for chinese, english in zip(*sides, strict=True):
                    words = sorted({word for word in rjieba.cut(chinese) if HAN.search(word)})
                    others = sorted(set(_WORD.findall(english)))
                    if 0 < len(words) <= _LONGEST and 0 < len(others) <= _LONGEST:
                        yield words, others


def as_table(found: Mapping[str, Sequence[str]]) -> str:
    """The file that `rag.understanding.glossary` reads."""
    return _HEAD + "".join(f"{english}\t{' '.join(words)}\n" for english, words in found.items())
