"""How texts are compared: folded characters, words and character bigrams."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from operator import add
from typing import TYPE_CHECKING

from index.documents import Span

if TYPE_CHECKING:
    from opencc import OpenCC

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
HAN = re.compile(f"[{_HAN}]")
HAN_ONLY = re.compile(f"[{_HAN}]+")
UNSPACED = rf"\u3040-\u30ff{_HAN}"
"""Kana and Han, as a class of a pattern."""
_UNSPACED = re.compile(f"[{UNSPACED}]")
TERM = re.compile(f"[{_HAN}]+|[^\\W_{_HAN}]+(?:[.,][0-9]+)*%?")
# Marks that publishers use for one another; folding makes them one.
_PUNCTUATION = str.maketrans(
    dict.fromkeys("“”„«»「」『』", '"')
    | dict.fromkeys("‘’", "'")
    | dict.fromkeys("〔【﹝", "[")
    | dict.fromkeys("〕】﹞", "]")
    | dict.fromkeys("—–―‐~〜∼·•・", "-")
)


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
    # Characters of today's Chinese keep their Chinese reading: 予 is not Japanese for 豫 here.
    read = character if _in_gb2312(character) else to_traditional.convert(character)
    simplified: str = to_simplified.convert(read)
    return simplified if len(simplified) == 1 else character


def _in_gb2312(character: str) -> bool:
    try:
        return bool(character.encode("gb2312"))
    except UnicodeEncodeError:
        return False


@cache
def _folded_character(character: str) -> str:
    # A spacing accent decomposes into a space and the accent; only a space of the text itself is one.
    folded = unicodedata.normalize("NFKC", character).casefold()
    folded = folded if folded.isspace() else "".join(folded.split())
    return "".join(map(_simplified, folded)).translate(_PUNCTUATION)


class _FoldedCharacters(dict[int, str]):
    """Code point → its folded form, for `str.translate`: filled as characters occur, every white space a space."""

    def __missing__(self, code: int) -> str:
        folded = _folded_character(chr(code))
        self[code] = " " if folded.isspace() else folded
        return self[code]


_FOLDED = _FoldedCharacters()
_SPACES = re.compile(" +")


def fold(text: str) -> Folded:
    """The comparable form of `text` with the way back.

    >>> fold("４０００Ｇ  寬帶").text
    '4000g宽带'
    >>> fold("in  the 〔2012〕 plan").text
    'in the[2012]plan'
    >>> fold("Prix du blé à Paris").text
    'prix du blé à paris'
    """
    folded = text.translate(_FOLDED)
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
    folded = text.translate(_FOLDED)
    return _SPACES.sub(_kept_space, folded) if " " in folded else folded


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
