"""`index.lexicon.fold_text` as a normalizer inside tokenizer.json, so that every library folds as the index does."""

import struct
import unicodedata
from base64 import b64encode
from typing import Any

from index.lexicon import _folded_character
from index.tokenizer import WORD_START

_LEAF = 1 << 31
_HAS_LEAF = 1 << 8
_MAX_OFFSET = 1 << 21
_WHITESPACE = r"[\s\x1c-\x1f\x85]+"
# The classes of `index.lexicon._is_spaced`, in the syntax of the tokenizers library.
_SPACED = r"[\p{L}\p{M}\p{N}&&[^\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]]"
_LETTER = _SPACED.replace(r"\p{N}", "")


def folding_normalizer() -> dict[str, Any]:
    """The normalizer's JSON: folds as `fold_text` does, then marks where a word of a spaced script begins.

    Sequences of base letter and combining mark that Unicode could compose are the one difference: each code point is
    folded by itself here, as in `fold_text`, but a lone capital loses the mark behind it.
    """
    steps: list[dict[str, Any]] = [
        {"type": "Lowercase"},
        {"type": "Precompiled", "precompiled_charsmap": b64encode(characters_map(folded_characters())).decode()},
        _replace(_WHITESPACE, " "),
        _replace(f"(?<!{_SPACED}) | (?!{_SPACED})", ""),
        _replace(f"(?<!{_LETTER})(?={_LETTER})", WORD_START),
    ]
    return {"type": "Sequence", "normalizers": steps}


def _replace(pattern: str, content: str) -> dict[str, Any]:
    return {"type": "Replace", "pattern": {"Regex": pattern}, "content": content}


def folded_characters() -> dict[str, str]:
    """Every character that folding changes, with what it becomes. Surrogates and unassigned ones are left out."""
    mapping = {}
    for code in range(0x110000):
        character = chr(code)
        if unicodedata.category(character) in ("Cs", "Cn", "Co") or character.isspace():
            continue
        folded = _folded_character(character)
        if folded != character:
            mapping[character] = folded
    return mapping


def characters_map(mapping: dict[str, str]) -> bytes:
    """`mapping` in SentencePiece's precompiled form: size and units of a double-array trie, then its values.

    The units are those of Darts-clone (https://github.com/s-yata/darts-clone): bits 0-7 hold the label, bit 8 that a
    value follows, bits 10-30 the offset to the children; a leaf has bit 31 and the position of its value.
    """
    values = bytearray()
    positions = {}
    for value in dict.fromkeys(mapping.values()):
        positions[value] = len(values)
        values += value.encode() + b"\0"
    units = _double_array({key.encode(): positions[value] for key, value in mapping.items()})
    return struct.pack("<I", 4 * len(units)) + struct.pack(f"<{len(units)}I", *units) + bytes(values)


def _double_array(keys: dict[bytes, int]) -> list[int]:
    """Units of the trie of `keys`; the children of the node at `p` lie at `p ^ offset(p) ^ label`."""
    root: dict[int, Any] = {}
    for key, value in keys.items():
        node = root
        for byte in key:
            node = node.setdefault(byte, {})
        node[-1] = value
    units, used, taken_bases = [0], {0}, set[int]()
    first_free = {True: 1, False: 1}  # below it too few positions are free; for nodes with one child, with several
    stack = [(0, root)]
    while stack:
        position, node = stack.pop()
        labels = [max(label, 0) for label in node]
        base = first_free[len(labels) == 1]
        while base in taken_bases or any((base ^ label) in used for label in labels):
            base += 1
        if position ^ base >= _MAX_OFFSET:
            raise ValueError(f"The trie of {len(keys)} keys is too large for a double array.")
        first_free[len(labels) == 1] = base
        taken_bases.add(base)
        used.update(base ^ label for label in labels)
        units.extend([0] * (1 + max(base ^ label for label in labels) - len(units)))
        units[position] |= (position ^ base) << 10
        for label, child in node.items():
            if label == -1:
                units[position] |= _HAS_LEAF
                units[base] = _LEAF | child
            else:
                units[base ^ label] = label
                stack.append((base ^ label, child))
    units.extend([0] * (-len(units) % 256))
    return units
