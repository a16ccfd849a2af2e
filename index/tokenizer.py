"""Tokenizers: a text → the numbers of its pieces, for which a static embedding model has vectors."""

import json
import re
import sys
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.lexicon import UNSPACED, fold_text

SENTENCEPIECE = "sentencepiece.model"
"""The name of the file beside tokenizer.json that holds its SentencePiece model."""
WORD_START = "▁"
_NOT_A_WORD = rf"[^\p{{L}}\p{{M}}\p{{N}}{WORD_START}]+"
_WORD = rf"{WORD_START}[^\p{{N}}{WORD_START}{UNSPACED}]+"
PRE_TOKENIZER = {
    "type": "Sequence",
    "pretokenizers": [
        {"type": "Split", "pattern": {"Regex": _NOT_A_WORD}, "behavior": "Removed", "invert": False},
        {"type": "Split", "pattern": {"Regex": _WORD}, "behavior": "Isolated", "invert": False},
        {"type": "Split", "pattern": {"Regex": r"\p{N}+"}, "behavior": "Isolated", "invert": False},
    ],
}
"""JSON of the step that cuts a folded text: no punctuation, words of spaced scripts and numbers alone."""


class Tokenizer(Protocol):
    """The one way in which texts are cut."""

    def pieces(self, texts: Sequence[str]) -> list[list[int]]:
        """The numbers of each text's pieces, in order."""
        ...


def load_tokenizer(path: Path) -> Tokenizer:
    """The tokenizer of a tokenizer.json, or of what `sentencepiece_model` made of it, which is read sooner.

    Raises an error of the library that cannot read it.
    """
    made = path.with_name(SENTENCEPIECE)
    model = made.read_bytes() if made.is_file() else sentencepiece_model(path)
    return UnigramTokenizer(model) if model else LibraryTokenizer(path)


def sentencepiece_model(path: Path) -> bytes | None:
    """The SentencePiece model of a tokenizer.json that `index.training` wrote; None for any other."""
    told = json.loads(path.read_text(encoding="utf-8"))
    model = told["model"]
    if (model.get("type"), model.get("unk_id"), told.get("pre_tokenizer")) == ("Unigram", 0, PRE_TOKENIZER):
        return _model_file(model["vocab"])
    return None


class LibraryTokenizer:
    """Any tokenizer, by the tokenizers library."""

    def __init__(self, path: Path) -> None:
        import tokenizers

        self._tokenizer = tokenizers.Tokenizer.from_file(str(path))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    def pieces(self, texts: Sequence[str]) -> list[list[int]]:
        batch = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [encoding.ids for encoding in batch]


class UnigramTokenizer:
    """The tokenizers that `index.training` makes: text folded and cut here, each run by SentencePiece's Unigram model.

    Three times as fast as the tokenizers library, with the same pieces, but that of two ways to cut that are equally
    likely (6 66 and 66 6) it may take the other, and that a mark behind a lone capital stays, as `fold_text` has it.
    """

    def __init__(self, model: bytes) -> None:
        from sentencepiece import SentencePieceProcessor

        self._model = SentencePieceProcessor(model_proto=model)

    def pieces(self, texts: Sequence[str]) -> list[list[int]]:
        found, counts = runs(texts)
        if len(found) <= _FEW:
            pieces = iter([self._model.encode(run) for run in found])
        else:
            pieces = iter(self._model.encode(found, num_threads=1))
        return [list(chain.from_iterable(islice(pieces, count))) for count in counts]


def runs(texts: Sequence[str]) -> tuple[list[str], list[int]]:
    """The parts of the texts, folded, that no piece crosses the edge of: runs of Han and kana, words, numbers; and how
    many each text has.

    >>> runs(["推进５Ｇ網絡，到2012年", "by the plan"])
    (['推进', '5', '▁g', '网络', '到', '2012', '年', '▁by', '▁the', '▁plan'], [7, 3])
    """
    # A control character is no part of a word and parts the texts, folded and cut in one go.
    folded = fold_text(_END.join([*(text.replace(_END, " \x01 ") for text in texts), ""]))
    codes = np.frombuffer(folded.encode("utf-32-le"), np.uint32)
    kinds = _kinds(codes)
    edges = np.concatenate([[0], np.flatnonzero(kinds[1:] != kinds[:-1]) + 1, [len(kinds)]])
    kind_of = kinds[edges[:-1]] if len(kinds) else kinds
    held = np.flatnonzero(kind_of != _NONE)
    starts, ends = edges[held], edges[held + 1]
    marks = ["" if kind != _LETTERS else WORD_START for kind in kind_of[held].tolist()]
    found = [mark + folded[start:end] for mark, start, end in zip(marks, starts.tolist(), ends.tolist(), strict=True)]
    counts = np.diff(np.searchsorted(starts, np.flatnonzero(codes == ord(_END))), prepend=0)
    return found, counts.tolist()


_END = "\0"
_FEW = 16  # runs that are cut one by one sooner than by the thread that several are given to
_UNKNOWN, _NONE, _LETTERS, _NUMBER, _HAN_OR_KANA = range(5)  # kinds of characters
_UNSPACED = re.compile(f"[{UNSPACED}]")


def _kinds(codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """The kind of each character."""
    table = _table()
    kinds = table[codes]
    if not kinds.all():
        for code in np.unique(codes[kinds == _UNKNOWN]).tolist():
            table[code] = _kind(chr(code))
        kinds = table[codes]
    return kinds


@cache
def _table() -> NDArray[np.uint8]:
    """The kind of each code point, filled as they occur."""
    return np.full(sys.maxunicode + 1, _UNKNOWN, np.uint8)


def _kind(character: str) -> int:
    if character == WORD_START:
        return _HAN_OR_KANA
    category = unicodedata.category(character)[0]
    if category not in "LM":
        return _NUMBER if category == "N" else _NONE
    return _HAN_OR_KANA if _UNSPACED.match(character) else _LETTERS


def _model_file(vocabulary: Sequence[tuple[str, float]]) -> bytes:
    """A Unigram model in SentencePiece's own form, which neither folds nor cuts; its first piece is the unknown one.

    The numbers are those of the fields in
    https://github.com/google/sentencepiece/blob/master/src/sentencepiece_model.proto.
    """
    scores = np.array([score for _, score in vocabulary], "<f4").tobytes()
    pieces = [_piece(text.encode(), scores[4 * at : 4 * at + 4]) for at, (text, _) in enumerate(vocabulary)]
    pieces[0] = _piece(vocabulary[0][0].encode(), scores[:4], _field(3, 2))
    trainer = b"".join(_field(number, value) for number, value in ((3, 1), (40, 0), (41, -1), (42, -1), (43, -1)))
    normalizer = b"".join(_field(number, value) for number, value in ((1, b"identity"), (3, 0), (4, 0), (5, 0)))
    return b"".join((*pieces, _field(2, trainer), _field(3, normalizer)))


def _piece(text: bytes, score: bytes, more: bytes = b"") -> bytes:
    """The field of a piece: `_field` for both its parts would take three times as long, and there are tens of
    thousands."""
    size = _variable(len(text))
    whole = _variable(len(size) + len(text) + len(more) + 6)
    return b"\n%b\n%b%b\x15%b%b" % (whole, size, text, score, more)


def _field(number: int, value: bytes | int) -> bytes:
    """A field of a protocol buffer."""
    if isinstance(value, bytes):
        return _variable(number << 3 | 2) + _variable(len(value)) + value
    return _variable(number << 3) + _variable(value % (1 << 64))


@cache
def _variable(value: int) -> bytes:
    """A whole number, seven bits a byte, the lowest first; all but the last byte have their highest bit set."""
    low = []
    while value >= 128:
        low.append(value % 128 | 128)
        value //= 128
    return bytes((*low, value))
