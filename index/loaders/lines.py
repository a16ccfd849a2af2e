"""A line of text on a page, and how two lines are joined."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text on its page, in points from the left and the top; `em` is the width of a character. `cells` are
    those of a row of a table."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    em: float
    cells: tuple[str, ...] = ()


def is_broken(text: str) -> bool:
    """Whether the text ends within a word, at a hyphen."""
    return text.endswith("-") and text[-2:-1].isascii() and text[-2:-1].isalpha()


def joined(before: str, text: str) -> str:
    """`text` as it follows `before`: with a space between words of Latin script, but none within a word."""
    if is_broken(before):
        return text
    return f" {text}" if before[-1:].isascii() and text[:1].isascii() and text[:1].isalnum() else text
