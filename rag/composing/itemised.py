"""A list told item by item: the items that a sentence introduces, or the rows of a table."""

import re
from collections.abc import Sequence

from index.cleaning import sentence_spans
from index.documents import Span
from index.lexicon import fold_text
from rag.citations import escape_markers
from rag.composing.compose import Quotations, shorten
from rag.messages import say
from rag.selection import passage, rows
from rag.selection.evidence import Match
from rag.selection.expected import has_figure
from rag.understanding.question import Understanding

_LONGEST, _LONGEST_ASKED = 360, 720  # code points of a list, and of one that is asked for
_OF_EACH = re.compile("各(?!自|位|界|方面)|分别|每[个种类级档]")
"""What is asked of all rows of a table: 各等级补贴标准."""
_SHORTEST, _MARKS = 24, 6  # of an item, and of what stands around it


def told_item_by_item(match: Match, understanding: Understanding, quotations: Quotations, text: str) -> str:
    """The list that the sentence introduces or is an item of, each item on a line; empty when there is none.

    An item alone answers unless a list is asked for.
    """
    sentence = match.sentence
    whole = Span(sentence.start, sentence.end)
    span = passage.opening(text, whole)
    # An item that stands beside what introduces it may be asked for itself.
    if understanding.expects != "list" and _held(understanding, text, span) < _held(understanding, text, whole):
        span = whole
    found = passage.items(text, span)
    if found and has_figure(understanding, sentence):
        return ""  # 10个工作日内 is said in front of the list
    if not found and understanding.expects == "list":
        introduction = passage.introduction(text, span)
        # An item that has more of the question than what introduces it is asked for itself.
        if introduction and _held(understanding, text, introduction) >= _held(understanding, text, span):
            span, found = introduction, passage.items(text, introduction)
    if found:
        return _told(match, understanding, quotations, text, span, found)
    of_each = understanding.expects == "list" or _OF_EACH.search(understanding.standalone)
    return _rows(match, understanding, quotations, text) if of_each else ""


def _told(
    match: Match, understanding: Understanding, quotations: Quotations, text: str, span: Span, items: Sequence[Span]
) -> str:
    """What introduces the list with its items; where these are too long, each is cut, and the last are left out."""
    head = f"{escape_markers(text[span.start : span.end])}[{quotations.around(match, span)}]"
    quoted = [_first_sentence(text, item) for item in items]
    said = [text[item.start : item.end].rstrip("；;。") for item in quoted]
    room = (_LONGEST_ASKED if understanding.expects == "list" else _LONGEST) - len(head)
    if sum(len(each) + _MARKS for each in said) > room:
        most = max(room // len(items) - _MARKS, _SHORTEST)
        said = [each if len(each) <= most else each[: most - 1] + "…" for each in said][
            : max(room // (most + _MARKS), 1)
        ]
    lines = [
        f"- {escape_markers(each)}[{quotations.around(match, item)}]" for each, item in zip(said, quoted, strict=False)
    ]
    rest = len(items) - len(lines)
    return "\n".join([head, *lines, *([say("more", understanding.language, count=rest)] if rest else [])])


def _first_sentence(text: str, item: Span) -> Span:
    first = next(iter(sentence_spans(text[item.start : item.end])), Span(0, len(item)))
    return Span(item.start, item.start + first.end)


def _rows(match: Match, understanding: Understanding, quotations: Quotations, text: str) -> str:
    """The rows of a table that are asked for, each on a line; empty where it is none, or one row alone answers."""
    sentence = match.sentence
    span = Span(sentence.start, sentence.end)
    table = rows.rows(text, span)
    before = text[: table[0].start].rstrip().rpartition("\n")[2] if table else ""
    title = quotations.infos[sentence.document_id].name
    found = rows.asked_for(text, table, understanding.terms, fold_text("\n".join([title, before])) + sentence.above)
    if len(found) < 2:
        return ""
    whole = sum(len(rows.told(text, row, True)) + 6 for row in found) <= _LONGEST
    lines = [f"- {escape_markers(rows.told(text, row, whole))}[{quotations.around(match, row)}]" for row in found]
    above = [] if span.end > found[0].start else [f"{escape_markers(sentence.text)}[{quotations.around(match, span)}]"]
    return "\n".join(shorten([*above, *lines], understanding.language))


def _held(understanding: Understanding, text: str, span: Span) -> int:
    """The characters of the question's words that a piece of a text has."""
    folded = fold_text(text[span.start : span.end])
    return sum(len(t.text) for t in understanding.terms if any(word in folded for word in (t.text, *t.others)))
