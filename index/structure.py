"""Headings of a policy document (第一章, 第二条, 一、, （一）, 1., Markdown #) → its sections."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.cleaning import touches
from index.documents import Section, Span
from index.numerals import numeral

_NUMERAL = "一二三四五六七八九十百千零〇"
_SPACE = r"[^\S\n]"  # of any kind: pages indent with U+3000, U+2003 and U+00A0
_LINE = rf"^{_SPACE}*(?:\*\*)?{_SPACE}*"
_GLUED = r"(?<=[。；！？:：）)\u4e00-\u9fff])"
# Level → how its number is written. Decimal numbers need a following non-digit: 1.5亿元 is no heading.
_NUMBERS = (
    (2, rf"第[{_NUMERAL}\d]+编(?![{_NUMERAL}])"),
    (3, rf"第[{_NUMERAL}\d]+章"),
    (4, rf"第[{_NUMERAL}\d]+节"),
    (5, rf"第[{_NUMERAL}\d]+条(?:之[{_NUMERAL}]+)?(?=[^\S\n]|\*\*)"),
    (6, rf"[{_NUMERAL}]{{1,4}}、"),
    (7, rf"[（(][{_NUMERAL}]{{1,4}}[）)]"),
    (8, r"\d{1,2}[．.、](?!\d)"),
    (9, r"[（(]\d{1,2}[）)]"),
)
_MARKDOWN = re.compile(r"^(#{1,6})[ \t]+(\S.*)$", re.MULTILINE)
_ATTACHMENT = re.compile(_LINE + r"(附件[\d一二三四五六七八九十]*)[:：]?[ \t\u3000]*\S{0,40}$", re.MULTILINE)
_AT_LINE_START = [(level, re.compile(_LINE + f"({number})", re.MULTILINE)) for level, number in _NUMBERS]
# Where line breaks were lost, a heading follows a sentence or another heading and is short.
_IN_TEXT = [
    (6, re.compile(rf"(?<=[。；！？）)\n])([{_NUMERAL}]{{1,3}}、)(?=[^。，；、：\n]{{2,25}}(?:[（(][{_NUMERAL}]|。))")),
    (7, re.compile(_GLUED + rf"([（(][{_NUMERAL}]{{1,3}}[）)])(?=[^。，；、：\n]{{2,25}}。)")),
    (8, re.compile(r"(?<=[。；！？）)])(\d{1,2}[．.、])(?=[^\d\s])")),
]
_HEADING_END = re.compile(r"[。；：:\n]")
_LONGEST = 40  # characters of a heading; a longer first sentence is text, and the number alone is the heading


@dataclass(frozen=True, slots=True)
class _Mark:
    """A place where a heading starts."""

    start: int
    level: int
    number: str


def sections(text: str, repeats: Sequence[Span] = ()) -> tuple[Section, ...]:
    """The sections of `text` in order; together they cover it.

    A heading's number and its words belong to its section. Where whole blocks repeat, the text was shuffled on its
    way here: then a 一、 or （一） heading that does not continue the count is a stray block, cited under its own
    heading alone, and what follows it goes on under the last heading that did.

    >>> [s.path for s in sections("一、总则\\n内容。\\n（一）目标。增长20%。")]
    [('一、总则',), ('一、总则', '（一）目标')]
    """
    marks = [mark for mark in _marks(text) if not touches(repeats, Span(mark.start, mark.start + 1))]
    found: list[Section] = []
    if not marks or text[: marks[0].start].strip():
        found.append(Section(0, 0, "", (), 0, marks[0].start if marks else len(text)))
    stack: list[tuple[int, str, int]] = []  # level, heading, count
    ends = [*(mark.start for mark in marks[1:]), len(text)]
    for mark, end in zip(marks, ends, strict=False):
        heading = _heading(text, mark, end)
        parents = [entry for entry in stack if entry[0] < mark.level]
        count = numeral(mark.number)
        stray = bool(repeats) and mark.level in (6, 7) and not _continues(stack, mark.level, count)
        if stray:
            path: tuple[str, ...] = (heading,)
        else:
            stack = [*parents, (mark.level, heading, count)]
            path = tuple(entry[1] for entry in stack)
        # White space above the first heading belongs to it: sections leave no gap.
        found.append(Section(len(found), mark.level, heading, path, mark.start if found else 0, end))
    return tuple(found)


def _continues(stack: Sequence[tuple[int, str, int]], level: int, count: int) -> bool:
    last = next((entry[2] for entry in reversed(stack) if entry[0] == level), 0)
    return count == last + 1


def _marks(text: str) -> list[_Mark]:
    marks = {m.start(): _Mark(m.start(), 1, m.group(1)) for m in _MARKDOWN.finditer(text)}
    for m in _ATTACHMENT.finditer(text):
        marks.setdefault(m.start(1), _Mark(m.start(1), 1, m.group(1)))
    for level, pattern in _AT_LINE_START:
        for m in pattern.finditer(text):
            marks.setdefault(m.start(1), _Mark(m.start(1), level, m.group(1)))
    in_text = [_Mark(m.start(1), level, m.group(1)) for level, p in _IN_TEXT for m in p.finditer(text)]
    if len(in_text) > len(marks):
        marks = {mark.start: mark for mark in in_text} | marks
    return [marks[start] for start in sorted(marks)]


def _heading(text: str, mark: _Mark, end: int) -> str:
    """The number with the short sentence behind it: （一）总体目标."""
    if mark.number.startswith("#"):
        return text[mark.start : end].split("\n", 1)[0].lstrip("# \t").strip()
    after = mark.start + len(mark.number)
    if mark.number.endswith("条"):
        return mark.number
    stop = _HEADING_END.search(text, after, end)
    # Pages in Markdown set headings in bold.
    heading = text[mark.start : stop.start() if stop else end].strip().rstrip("*")
    return heading if len(heading) <= _LONGEST else mark.number.rstrip("、．.")
