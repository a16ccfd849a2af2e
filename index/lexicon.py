"""How texts are compared: folded characters, words and character bigrams."""

import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, pairwise, zip_longest
from operator import add
from typing import TYPE_CHECKING

from index.documents import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from opencc import OpenCC

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
HAN = re.compile(f"[{_HAN}]")
HAN_ONLY = re.compile(f"[{_HAN}]+")
UNSPACED = rf"\u3040-\u30ff{_HAN}"
"""Kana and Han, as a class of a pattern."""
_UNSPACED = re.compile(f"[{UNSPACED}]")
_OTHER_WORD = rf"[^\W_{_HAN}]+(?:[.,][0-9]+)*%?"
TERM = re.compile(f"[{_HAN}]+|{_OTHER_WORD}")
# Marks that publishers use for one another; folding makes them one.
_PUNCTUATION = str.maketrans(
    dict.fromkeys("“”„«»「」『』", '"')
    | dict.fromkeys("‘’", "'")
    | dict.fromkeys("〔【﹝", "[")
    | dict.fromkeys("〕】﹞", "]")
    | dict.fromkeys("—–―‐~〜∼·•・", "-")
)

_COLON = "︰"  # of vertical lines, by which texts from Taiwan write a colon; NFKC makes two stops of it


@dataclass(frozen=True, slots=True)
class Folded:
    """A text made comparable: NFKC, lower case, simplified characters, one kind of quotation mark, no needless space.

    `offsets[i]` is the position in the original of the character that `text[i]` came from; it has one more entry,
    the original's length, so that every span of `text` maps back.
    """

    text: str
    offsets: Sequence[int]

    def original(self, start: int, end: int) -> Span:
        """The span of the original text that `text[start:end]` (not empty) was folded from."""
        return Span(self.offsets[start], self.offsets[end - 1] + 1)

    def find_all(self, needle: str) -> Iterator[Span]:
        """Original spans of every occurrence of `needle`, itself already folded."""
        at = self.text.find(needle) if needle else -1
        while at >= 0:
            yield self.original(at, at + len(needle))
            at = self.text.find(needle, at + 1)


@cache
def _converters() -> tuple["OpenCC", "OpenCC"]:
    """Japanese characters → traditional Chinese, traditional → simplified, by OpenCC's tables."""
    from opencc import OpenCC

    return OpenCC("jp2t"), OpenCC("t2s")


def _simplified(character: str) -> str:
    """A traditional Chinese or Japanese character as a simplified one, any other as it is."""
    if not HAN.match(character):
        return character
    to_traditional, to_simplified = _converters()
    simplified: str = to_simplified.convert(character)
    # Characters of today's Chinese keep their Chinese reading: 予 is not Japanese for 豫 here, nor 衛 for 衞.
    if simplified == character and not _in_gb2312(character):
        simplified = to_simplified.convert(to_traditional.convert(character))
    return simplified if len(simplified) == 1 else character


def _in_gb2312(character: str) -> bool:
    try:
        return bool(character.encode("gb2312"))
    except UnicodeEncodeError:
        return False


@cache
def _folded_character(character: str) -> str:
    # A spacing accent decomposes into a space and the accent; only a space of the text itself is one.
    folded = unicodedata.normalize("NFKC", ":" if character == _COLON else character).casefold()
    folded = folded if folded.isspace() else "".join(folded.split())
    return "".join(map(_simplified, folded)).translate(_PUNCTUATION)


def simplified(text: str) -> str:
    """The text in simplified characters, full-width letters and digits as others write them; all else as it is.

    Each character stays one, so that a span of the one is a span of the other.

    >>> simplified("重點實驗室（Ｇ６０）每屆任期幾年？")
    '重点实验室（G60）每届任期几年？'
    """
    return _whole_simplified(text) if len(text) >= _LONG else text.translate(_SIMPLIFIED)


def as_written(words: str, plain: str, text: str, start: int = 0, end: int | None = None) -> str:
    """Words found in `plain`, the simplified `text`, as the text itself writes them, whatever white space stands
    between them; as they are where it has none.

    >>> as_written("网络办法", simplified("《網絡辦法》"), "《網絡辦法》")
    '網絡辦法'
    """
    if not words or plain == text:
        return words
    at = plain.find(words, start, end)
    if at >= 0:
        return text[at : at + len(words)]
    parted = re.compile(r"\s*".join(map(re.escape, words))).search(plain, start, len(plain) if end is None else end)
    return "".join(text[parted.start() : parted.end()].split()) if parted else words


@lru_cache(maxsize=64)
def _whole_simplified(text: str) -> str:
    """A document's text in simplified characters: each of its sentences is looked for in it."""
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    table = _simplified_table()
    found = table[codes]
    if (new := found == _UNKNOWN).any():
        for code in np.unique(codes[new]).tolist():
            table[code] = ord(_SIMPLIFIED[code])
        found = table[codes]
    return text if (found == codes).all() else found.tobytes().decode("utf-32-le", "surrogatepass")


class _SimplifiedCharacters(dict[int, str]):
    """Code point → its simplified form, for `str.translate`: filled as characters occur."""

    def __missing__(self, code: int) -> str:
        character = "：" if code == ord(_COLON) else chr(code)
        wide = "０" <= character <= "ｚ" and character.isalnum()
        self[code] = unicodedata.normalize("NFKC", character) if wide else _simplified(character)
        return self[code]


_SIMPLIFIED = _SimplifiedCharacters()


class _FoldedCharacters(dict[int, str]):
    """Code point → its folded form, for `str.translate`: filled as characters occur, every white space a space."""

    def __missing__(self, code: int) -> str:
        folded = _folded_character(chr(code))
        self[code] = " " if folded.isspace() else folded
        return self[code]


_FOLDED = _FoldedCharacters()
_SPACES = re.compile(" +")
_LONG = 400  # characters of a text that is folded faster by numpy
_SEVERAL, _UNKNOWN = sys.maxunicode, sys.maxunicode - 1  # no characters; what folds to several, what is new
_BETWEEN = "\0"  # texts that are folded together; it folds to itself, and the words beside it stay apart


def fold(text: str) -> Folded:
    """The comparable form of `text` with the way back.

    >>> fold("４０００Ｇ  寬帶").text
    '4000g宽带'
    >>> fold("in  the 〔2012〕 plan").text
    'in the[2012]plan'
    >>> fold("Prix du blé à Paris").text
    'prix du blé à paris'
    """
    folded = _characters(text)
    origins: Sequence[int] = range(len(text) + 1)
    if len(folded) != len(text):  # no character folds to nothing, so equal lengths mean one for one
        origins = [at for at, character in enumerate(text) for _ in _FOLDED[ord(character)]]
        origins.append(len(text))
    if " " not in folded:
        return Folded(folded, origins)
    offsets: list[int] = []
    kept = 0
    for spaces in _SPACES.finditer(folded):
        offsets += origins[kept : spaces.start() + _counts(spaces)]
        kept = spaces.end()
    offsets += origins[kept:]
    return Folded(_SPACES.sub(_kept_space, folded), offsets)


def fold_text(text: str) -> str:
    """`fold(text).text`, when the way back is not needed."""
    folded = _characters(text)
    return _SPACES.sub(_kept_space, folded) if " " in folded else folded


def fold_texts(texts: Sequence[str]) -> list[str]:
    """`fold_text` of each, several times as fast for many short ones.

    >>> fold_texts(["in  the ", "〔2012〕 plan", ""])
    ['in the', '[2012]plan', '']
    """
    together = _BETWEEN.join(texts)
    if not texts or together.count(_BETWEEN) >= len(texts):
        return [fold_text(text) for text in texts]
    return fold_text(together).split(_BETWEEN)


def _characters(text: str) -> str:
    """The text with each character folded, spaces and all."""
    if len(text) < _LONG:
        return text.translate(_FOLDED)
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    table = _table()
    folded = table[codes]
    if (new := folded == _UNKNOWN).any():
        for code in np.unique(codes[new]).tolist():
            form = _FOLDED[code]
            table[code] = ord(form) if len(form) == 1 and code < _UNKNOWN else _SEVERAL
        folded = table[codes]
    plain = folded.tobytes().decode("utf-32-le", "surrogatepass").split(chr(_SEVERAL))
    several = [_FOLDED[code] for code in codes[folded == _SEVERAL].tolist()]
    return "".join(chain.from_iterable(zip_longest(plain, several, fillvalue="")))


@cache
def _table() -> "NDArray[np.uint32]":
    """The folded form of each code point, filled as they occur."""
    return _unknown()


@cache
def _simplified_table() -> "NDArray[np.uint32]":
    """The simplified form of each code point, filled as they occur."""
    return _unknown()


def _unknown() -> "NDArray[np.uint32]":
    import numpy as np

    return np.full(sys.maxunicode + 1, _UNKNOWN, np.uint32)


def _kept_space(spaces: re.Match[str]) -> str:
    return " " if _counts(spaces) else ""


def _counts(spaces: re.Match[str]) -> bool:
    """Whether the spaces stand between words of scripts that are written with spaces; others do not count."""
    text, start, end = spaces.string, *spaces.span()
    return start > 0 and end < len(text) and _is_spaced(text[start - 1]) and _is_spaced(text[end])


@cache
def _is_spaced(character: str) -> bool:
    """Whether a folded character is part of a word that spaces set off: no Han or kana, no punctuation.

    >>> [_is_spaced(character) for character in "aéд수9同の,"]
    [True, True, True, True, True, False, False, False]
    """
    return unicodedata.category(character)[0] in "LMN" and not _UNSPACED.match(character)


def words(text: str) -> list[str]:
    """Search words of an already folded text, long words preceded by the shorter ones inside them.

    >>> words("完善价格政策ic设计")
    ['完善', '价格', '政策', '价格政策', 'ic', '设计']
    """
    import rjieba

    pieces: list[str] = []
    for run in TERM.findall(text):
        pieces += rjieba.cut_for_search(run)
    return pieces


def segment(text: str) -> list[str]:
    """Words of an already folded text, none inside another.

    >>> segment("完善价格政策")
    ['完善', '价格政策']
    """
    import rjieba

    return [piece for run in TERM.findall(text) for piece in rjieba.cut(run)]


def bigrams(text: str) -> list[str]:
    """Overlapping pairs of Chinese characters of an already folded text, and its other words whole.

    >>> bigrams("同网同价 4000g")
    ['同网', '网同', '同价', '4000g']
    """
    grams: list[str] = []
    for run in TERM.findall(text):
        if not HAN.match(run) or len(run) == 1:
            grams.append(run)
        else:
            grams += map(add, run, run[1:])
    return grams


def bigram_texts(texts: Sequence[str]) -> list[str]:
    """The bigrams of already folded texts, each text's parted by spaces, pairs first.

    >>> bigram_texts(["4000g 同网同价", "", "5 年"])
    ['同网 网同 同价 4000g', '', '5 年']
    """
    import numpy as np

    codes = np.frombuffer("".join(f"{text}\n" for text in texts).encode("utf-32-le", "surrogatepass"), np.uint32)
    ends = np.cumsum([len(text) + 1 for text in texts])
    han = _han_table()[codes]
    starts = np.flatnonzero(han[:-1] & han[1:])
    pairs = np.full((len(starts), 3), ord(" "), np.uint32)
    pairs[:, 0], pairs[:, 1] = codes[starts], codes[starts + 1]
    found = pairs.tobytes().decode("utf-32-le")
    borders = [0, *(np.searchsorted(starts, ends) * pairs.shape[1]).tolist()]
    others = (" ".join(_lone_or_other().findall(text)) for text in texts)
    return [(found[start:end] + rest).rstrip() for (start, end), rest in zip(pairwise(borders), others, strict=True)]


@cache
def _lone_or_other() -> re.Pattern[str]:
    """What is in no pair. It takes ten milliseconds to make and only serves who writes an index."""
    return re.compile(f"(?<![{_HAN}])[{_HAN}](?![{_HAN}])|{_OTHER_WORD}")


@cache
def _han_table() -> "NDArray[np.bool_]":
    """Of each code point whether it is a Chinese character."""
    import numpy as np

    table = np.zeros(sys.maxunicode + 1, np.bool_)
    for first, last in ("㐀䶿", "一鿿", "\uf900\ufaff"):
        table[ord(first) : ord(last) + 1] = True
    return table
