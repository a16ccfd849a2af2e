"""What a question in another language is about, in Chinese: policy terms, and English words."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from index.lexicon import fold_text
from rag.language.lists import lines, words
from rag.understanding.languages import language

_COLUMNS = {"glossary.txt": ("ko", "fr", "ja", "en"), "glossary_es_de.txt": ("es", "de")}  # behind the Chinese term
LANGUAGES = tuple(code for codes in _COLUMNS.values() for code in codes)
"""Languages that the glossaries have."""
_TOKEN = re.compile(r"[^\W\d_]+")
_HANGUL = re.compile(r"[\uac00-\ud7af]+")
_LONGEST = 6  # words of a phrase
_LONGEST_WORD = 16  # characters of one in Japanese or Korean
_WHOLE = 3  # syllables from which a Korean word is found inside another
_ENDINGS = (
    ("ies", ("y",)),
    ("es", ("", "e")),
    ("s", ("",)),
    ("ied", ("y",)),
    ("ed", ("", "e")),
    ("ing", ("", "e")),
    ("ion", ("e",)),
    ("ise", ("ize",)),
    ("ised", ("ize",)),
    ("ises", ("ize",)),
    ("ising", ("ize",)),
    ("isation", ("ization", "ize")),
    ("our", ("or",)),
    ("tre", ("ter",)),
)
_FRENCH_ENDINGS = (
    ("aux", ("al", "au")),
    ("eaux", ("eau",)),
    ("es", ("", "e")),
    ("s", ("",)),
    ("x", ("",)),
    ("e", ("",)),
)
_SPANISH_ENDINGS = (
    ("ciones", ("cion",)),
    ("es", ("", "e")),
    ("s", ("",)),
    ("as", ("o", "a")),
    ("os", ("o",)),
    ("a", ("o", "")),
)
_GERMAN_ENDINGS = (
    ("innen", ("",)),
    ("en", ("", "e")),
    ("er", ("", "e")),
    ("es", ("", "e")),
    ("em", ("", "e")),
    ("e", ("",)),
    ("n", ("",)),
    ("s", ("",)),
)
_ENDINGS_OF = {"en": _ENDINGS, "fr": _FRENCH_ENDINGS, "es": _SPANISH_ENDINGS, "de": _GERMAN_ENDINGS}
_BOTH_ENDS = ("fr", "es", "de")  # languages in which the first word of a phrase may have an ending too
_JOINTS = ("", "s", "en", "n")  # between the parts of a German word
_PART = 4  # letters of such a part
_OTHERS = 2  # Chinese words of an English one that is a term, beside its terms
_SHORTEST = 3  # letters of a word without its ending
_ASKING = re.compile(
    r"\bhow (?:many|much|long|often|far|soon|big|large)\b|\baccording to\b|\bwhat (?:kinds?|sorts?) of\b"
)


@cache
def _say_nothing() -> frozenset[str]:
    """English words of questions that do not say what is asked about."""
    return words("english_frames.txt")


@dataclass(frozen=True, slots=True)
class Known:
    """A known word or phrase of a folded text, with its Chinese words, the likeliest first; `is_term` of policies."""

    start: int
    end: int
    chinese: tuple[str, ...]
    is_term: bool


@cache
def _terms(spoken_in: str) -> Mapping[str, tuple[str, ...]]:
    """Folded word or phrase of the language → Chinese terms."""
    file = next(name for name, codes in _COLUMNS.items() if spoken_in in codes)
    column = 1 + _COLUMNS[file].index(spoken_in)
    found: dict[str, list[str]] = {}
    for line in lines(file):
        cells = [cell.strip() for cell in line.split("|")]
        for word in cells[column].split(", ") if cells[column] else ():
            for key in _keys(word, spoken_in):
                terms = found.setdefault(key, [])
                if cells[0] not in terms:
                    terms.append(cells[0])
    return {word: tuple(terms) for word, terms in found.items()}


def _keys(word: str, spoken_in: str) -> Iterator[str]:
    """How a word of the glossary is looked up: French with and without accents, Korean without spaces."""
    if spoken_in in ("ja", "ko"):
        yield word.replace(" ", "")
    else:
        phrase = " ".join(_TOKEN.findall(word))
        yield phrase
        if spoken_in == "fr" and not phrase.isascii():
            yield bare(phrase)


def bare(text: str) -> str:
    """Without accents, each letter in its place.

    >>> bare("tecnología für")
    'tecnologia fur'
    """
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in unicodedata.normalize("NFC", text))


@cache
def _english() -> Mapping[str, tuple[str, ...]]:
    """English word or phrase → its Chinese words."""
    return {
        english.replace("-", " ").replace("'", " "): tuple(words.split())
        for english, words in (line.split("\t") for line in lines("english.tsv"))
    }


def bases(word: str, endings: Sequence[tuple[str, Sequence[str]]] = _ENDINGS) -> Iterator[str]:
    """The word, then without each regular ending that it may have.

    >>> list(bases("cities")), list(bases("planned"))
    (['cities', 'city', 'citi', 'citie', 'citie'], ['planned', 'plann', 'planne', 'plan'])
    """
    yield word
    for ending, instead in endings:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _SHORTEST:
            yield from (stem + letters for letters in instead)
            if ending in ("ed", "ing") and stem[-1] == stem[-2]:
                yield stem[:-1]


def known_words(text: str, spoken_in: str) -> list[Known]:
    """The known words of a folded text in one of the languages of the glossary, in its order; the longest count."""
    if spoken_in not in LANGUAGES:
        return []
    if spoken_in in ("es", "de"):
        text = bare(text)
    if spoken_in == "ja":
        return list(_in_characters(text))
    return list(_in_korean(text) if spoken_in == "ko" else _in_words(text, spoken_in))


def _in_words(text: str, spoken_in: str) -> Iterator[Known]:
    """In a language that puts spaces between words; a policy term rather than another word of its length."""
    tokens = list(_TOKEN.finditer(_ASKING.sub(lambda m: " " * len(m.group()), text)))
    words = [token.group() for token in tokens]
    at = 0
    while at < len(words):
        for size in range(min(_LONGEST, len(words) - at), 0, -1):
            chinese, is_term = _phrase(words[at : at + size], spoken_in)
            if chinese:
                yield Known(tokens[at].start(), tokens[at + size - 1].end(), chinese, is_term)
                at += size
                break
        else:
            if spoken_in == "de":
                yield from _in_parts(tokens[at].start(), words[at])
            at += 1


def _in_parts(start: int, word: str) -> Iterator[Known]:
    """The known parts of a German word that is made of two: Mindestbeitrags|zahlung."""
    for cut in range(len(word) - _PART, _PART - 1, -1):
        parts = [word[:cut], word[cut:]]
        known = [_phrase([parts[0].removesuffix(joint)], "de")[0] for joint in _JOINTS], _phrase([parts[1]], "de")[0]
        first = next(filter(None, known[0]), ())
        if first and known[1]:
            yield Known(start, start + cut, first, True)
            yield Known(start + cut, start + len(word), known[1], True)
            return


def _phrase(words: Sequence[str], spoken_in: str) -> tuple[tuple[str, ...], bool]:
    """The Chinese of a phrase whose last word, in French also the first, may have an ending; whether it is a term."""
    terms = _terms(spoken_in)
    *first, last = words
    endings = _ENDINGS_OF[spoken_in]
    spellings = [" ".join((*first, base)) for base in bases(last, endings)]
    if spoken_in in _BOTH_ENDS:
        if first:
            spellings += [
                " ".join((base, *words[1:-1], b)) for base in bases(words[0], endings) for b in bases(last, endings)
            ]
        spellings += [bare(spelling) for spelling in spellings]
    found = next((terms[s] for s in spellings if s in terms), ())
    if words[0] in _say_nothing() and not first:
        return found, bool(found)
    known = _english() if spoken_in == "en" else {}
    others = next((known[s] for s in spellings if s in known), ())
    return tuple(dict.fromkeys((*found, *(others[:_OTHERS] if found else others)))), bool(found)


def _in_characters(text: str) -> Iterator[Known]:
    terms = _terms("ja")
    at = 0
    while at < len(text):
        size = next((n for n in range(min(_LONGEST_WORD, len(text) - at), 1, -1) if text[at : at + n] in terms), 0)
        if size:
            yield Known(at, at + size, terms[text[at : at + size]], True)
        at += size or 1


def _in_korean(text: str) -> Iterator[Known]:
    """Words at the beginning of what stands between spaces or behind another; particles follow them. A phrase may go
    on behind a space."""
    terms = _terms("ko")
    letters = [at for at, letter in enumerate(text) if not letter.isspace()]
    joined = "".join(text[at] for at in letters)
    begins = [
        n == 0 or letters[n] != letters[n - 1] + 1 or not _HANGUL.match(joined[n - 1]) for n in range(len(letters))
    ]
    at, end = 0, -1
    while at < len(joined):
        least = 2 if begins[at] or end == at else _WHOLE
        size = next(
            (n for n in range(min(_LONGEST_WORD, len(joined) - at), least - 1, -1) if joined[at : at + n] in terms), 0
        )
        if size:
            yield Known(letters[at], letters[at + size - 1] + 1, terms[joined[at : at + size]], True)
            end = at + size
        at += size or 1


def in_chinese(text: str) -> list[str]:
    """The Chinese terms of the known words of a text in another language, in its order, each once.

    >>> in_chinese("Quel objectif de croissance annuelle ?"), in_chinese("중소기업의 세금 혜택")
    (['目标', '年均增长'], ['中小企业', '税收优惠'])
    """
    folded = fold_text(text)
    return list(dict.fromkeys(word.chinese[0] for word in known_words(folded, language(text)) if word.is_term))


def translated(text: str) -> list[tuple[str, ...]]:
    """For each English word or phrase of a text that is no policy term the Chinese words for it, likeliest first.

    >>> [words[0] for words in translated("Who registers a balloon?")]
    ['气球']
    >>> translated("a neighbour") == translated("a neighbor") != []
    True
    """
    found = [word.chinese for word in known_words(fold_text(text), "en") if not word.is_term]
    return list(dict.fromkeys(found))
