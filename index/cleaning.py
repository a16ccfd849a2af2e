"""Passages that a text says again, found so that each is indexed once."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from index.documents import Span
from index.lexicon import bigrams, fold_text, fold_texts

# A full stop of Latin script ends a sentence before white space, but not behind U.S, No and the number of a list item.
_ABBREVIATED = r"(?<!\b[A-Za-z\d]\.)(?<!\b\d\d\.)(?<!\b(?:No|Mr|Dr|vs|cf)\.)(?<!\b(?:Nos|Art|Sec|Fig|Mrs)\.)"
# It begins with a set of characters, so that the search skips to them.
_SENTENCE_END = re.compile(
    r"[。！？；\n.!?](?:(?<=[。！？；])[。！？；]*[”’」』）)]*|(?<=\n)\n*"
    rf"|(?:(?<=[!?])|(?<=\.){_ABBREVIATED})[”’\"')\]]*(?=\s))"
)
_ROW = re.compile(r"^\S[^\n]*? \| [^\n]*$", re.MULTILINE)  # 地区：吉林 | 补助（万元）：100
_LONGEST_ROW = 320  # characters; what is longer than a passage is told sentence by sentence
_MINIMUM = 10  # folded characters; shorter sentences (headings, 特此通知) recur honestly
_HEADING = re.compile(
    r"(?:第[一二三四五六七八九十百千零〇\d]+[编章节条]|[（(]?[一二三四五六七八九十]+[、）)]|\d+[．.、])\S{0,30}。?\s*$"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a text; `key` is what it says, folded."""

    span: Span
    key: str


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Spans of the sentences of `text[start:end]`, without surrounding white space; a row of a table is one.

    >>> [ "甲。乙；丙"[s.start:s.end] for s in sentence_spans("甲。乙；丙") ]
    ['甲。', '乙；', '丙']
    >>> len(sentence_spans("事项：甲。乙；丙 | 依据：丁。\\n戊。"))
    2
    >>> len(sentence_spans("事项：甲 | 依据：乙\\n事项：丙 | 依据：丁"))
    2
    """
    end = len(text) if end is None else end
    ends = _sentence_ends(text)
    within = ends[bisect_right(ends, start) : bisect_left(ends, end)]
    pieces = [_stripped(text, *pair) for pair in pairwise([start, *within, end])]
    return [piece for piece in pieces if piece.start < piece.end]


@lru_cache(maxsize=4)  # a text is asked about once for each of its sections
def _sentence_ends(text: str) -> list[int]:
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    if " | " not in text:
        return ends
    rows = [Span(*match.span()) for match in _ROW.finditer(text) if len(match.group()) <= _LONGEST_ROW]
    return [end for end in ends if not touches(rows, Span(end - 1, end))]


def stripped(text: str, span: Span) -> Span:
    """The span without the white space at its ends; empty when there is nothing else."""
    return _stripped(text, span.start, span.end)


def _stripped(text: str, start: int, end: int) -> Span:
    bare = text[start:end].lstrip()
    start = end - len(bare)
    return Span(start, start + len(bare.rstrip()))


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of the text, in order."""
    spans = sentence_spans(text)
    return tuple(map(Sentence, spans, fold_texts([text[span.start : span.end] for span in spans])))


def touches(spans: Sequence[Span], span: Span) -> bool:
    """Whether one of the spans, which are in order and do not overlap, overlaps `span`.

    >>> [touches([Span(2, 4), Span(6, 9)], Span(at, at + 1)) for at in (1, 2, 4, 8, 9)]
    [False, True, False, True, False]
    """
    following = bisect_left(spans, span.end, key=lambda each: each.start) if spans else 0
    return following > 0 and spans[following - 1].overlaps(span)


def repeated_spans(text: str, units: Sequence[Sentence] | None = None) -> tuple[Span, ...]:
    """Spans of `text` that say again what another span says, in order, each a run of whole sentences. `units` are its
    sentences where they are known.

    Of two copies of a run the one directly below a heading that names its subject is kept, since there it stands in
    its place; else the first is. A short sentence counts only as part of a longer repeated run.

    >>> text = "本市支持企业建设研发中心并给予补助。\\n一、研发支持\\n本市支持企业建设研发中心并给予补助。"
    >>> [(s.start, s.end) for s in repeated_spans(text)]
    [(0, 18)]
    """
    units = sentences(text) if units is None else units
    first: dict[str, int] = {}
    dropped: set[int] = set()
    at = 0
    while at < len(units):
        earlier = first.get(units[at].key)
        length = _run_length(units, earlier, at) if earlier is not None else 0
        if earlier is None or sum(len(units[at + i].key) for i in range(length)) < _MINIMUM:
            first.setdefault(units[at].key, at)
            at += 1
            continue
        in_place = _below_heading(text, units, at) and not _below_heading(text, units, earlier)
        if in_place:
            first.update((units[at + i].key, at + i) for i in range(length))
        kept_out = earlier if in_place else at
        dropped.update(range(kept_out, kept_out + length))
        at += length
    return tuple(_merge(text, [units[i].span for i in sorted(dropped)]))


def _run_length(units: Sequence[Sentence], earlier: int, later: int) -> int:
    length = 0
    while (
        later + length < len(units)
        and earlier + length < later
        and units[earlier + length].key == units[later + length].key
    ):
        length += 1
    return length


def _below_heading(text: str, units: Sequence[Sentence], at: int) -> bool:
    """Whether the sentence stands directly below a heading that names what it speaks of."""
    if at == 0 or _HEADING.fullmatch(units[at].key):
        return False
    before = units[at - 1].span
    heading = _HEADING.search(text[before.start : before.end][-40:])
    return bool(heading and set(bigrams(fold_text(heading.group()))) & set(bigrams(units[at].key)))


def _merge(text: str, spans: Sequence[Span]) -> list[Span]:
    """Neighbouring spans with only white space between them become one."""
    merged: list[Span] = []
    for span in spans:
        if merged and not text[merged[-1].end : span.start].strip():
            merged[-1] = Span(merged[-1].start, span.end)
        else:
            merged.append(span)
    return merged
