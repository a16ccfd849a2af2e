"""What stands apart from the text of a page: footnotes below it, and what is in its margins."""

import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile

from index.loaders.lines import Line, joined

_SMALL = 0.9  # of the size of the text; notes are set in smaller type
_MARK = re.compile(
    r"\s*(?:〔注|[①-⑳❶-❿⑴-⒇*＊※†‡]|[\[［〔【(（]\s*(?:注\s*)?\d{1,3}\s*[\]］〕】)）]|注\s*\d{0,3}\s*[:：]"
    r"|\d{1,3}(?![\d.．、年月日%％]))"
)
"""What a footnote begins with."""
_WIDE = 8  # characters of a line that shows how far the text of a page reaches
_LINES = 5  # such lines of a page that is mostly text
_STACK = 3  # characters below one another are a line written downwards
_LINE_GAP = 1.5  # characters at most between the lines of a note


@dataclass(frozen=True, slots=True)
class Parted:
    """A page: the lines of its text, and what its notes say."""

    text: Sequence[Line]
    notes: Sequence[str] = ()


def parted(lines: Sequence[Line]) -> Parted:
    """The page of these lines, its notes told by their place and by the size of their type; none on a page with little
    text."""
    size = statistics.median([line.em for line in lines for _ in line.text]) if lines else 0.0
    wide = [line for line in lines if line.em > _SMALL * size and line.right - line.left >= _WIDE * line.em]
    if len(wide) < _LINES:
        return Parted(lines)
    left, right = min(line.left for line in wide), max(line.right for line in wide)
    outside = [line for line in lines if not line.cells and (line.right < left or line.left > right)]
    notes = [*_downwards(outside), *_beside(outside, size, right)]
    notes += _footnotes(lines, size)
    taken = {id(line) for note in notes for line in note}
    return Parted([line for line in lines if id(line) not in taken], [_said(note) for note in notes])


def _downwards(outside: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """What is written downwards in the margins, in turned lines or in one character below another."""

    def place(line: Line) -> int:
        """Where it stands across the page, in characters."""
        return round(line.left / line.em)

    for _, each in groupby(sorted(outside, key=place), key=place):
        stack = sorted(each, key=lambda line: line.top)
        if len(stack) >= _STACK and all(len(line.text) == 1 for line in stack):
            yield stack
    yield from ([line] for line in outside if _is_turned(line))


def _is_turned(line: Line) -> bool:
    return len(line.text) > 2 and line.bottom - line.top > 2 * (line.right - line.left)


def _beside(outside: Sequence[Line], size: float, right: float) -> Sequence[Sequence[Line]]:
    """The notes beside the text, in lines one below another."""
    small = [line for line in outside if line.em <= _SMALL * size and len(line.text) > 1 and not _is_turned(line)]
    notes: list[list[Line]] = []
    for line in sorted(small, key=lambda line: (line.left > right, line.top)):
        last = notes[-1][-1] if notes else None
        below = last is not None and -line.em < line.top - last.bottom < _LINE_GAP * line.em
        if last and below and (last.left > right) == (line.left > right):
            notes[-1].append(line)
        else:
            notes.append([line])
    return notes


def _footnotes(lines: Sequence[Line], size: float) -> Sequence[Sequence[Line]]:
    """The notes below the text: all that stands there is small, and the first line of it has the mark of a note."""
    from_below = sorted(lines, key=lambda line: line.bottom, reverse=True)
    small = list(takewhile(lambda line: line.em <= _SMALL * size and not line.cells, from_below))
    small.sort(key=lambda line: (round(line.top / line.em), line.left))
    if not small or not _MARK.match(small[0].text):
        return []
    notes: list[list[Line]] = []
    for line in small:
        if _MARK.match(line.text) and line.left < small[0].left + 2 * line.em:
            notes.append([line])
        else:
            notes[-1].append(line)
    return notes


def _said(note: Sequence[Line]) -> str:
    if all(len(line.text) == 1 for line in note):
        return "".join(line.text for line in note)
    text = note[0].text
    for line in note[1:]:
        text += joined(text, line.text)
    return text
