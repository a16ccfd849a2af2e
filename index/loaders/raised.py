"""Figures set above the line: marks of notes, exponents and parts of units, which read as figures of the text."""

import re

_FIGURES = re.compile(r"\s*(\d{1,3})\s*")


def raised(before: str, words: str) -> str:
    """How raised words are written behind the text before them.

    >>> raised("补助100万元", "2"), raised("10", "8"), raised("500m", "2"), raised("见", "[1]")
    ('〔注2〕', '^8', '2', '[1]')
    """
    figures = _FIGURES.fullmatch(words)
    last = before.rstrip()[-1:]
    if not figures or (last.isascii() and last.isalpha()):
        return words
    return f"^{figures.group(1)}" if last.isdecimal() else f"〔注{figures.group(1)}〕"
