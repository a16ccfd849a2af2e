"""Markers in an answer ↔ verified quotations."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from index.documents import DocumentInfo, Span, page_of
from index.paragraphs import cited_path
from rag.records import Citation

MARKER = re.compile(r"\[(\d{1,3}|\d{5,})\]")
"""A reference to a citation. A year in brackets, 粤府办[2012]101号, has four digits and is none."""
_FIRST_LONG = 1000


def marker(number: int) -> int:
    """What marks the citation of that number, from 1, while an answer is made: no number of four digits.

    >>> marker(999), marker(1000), marker(1001)
    (999, 10000, 10001)
    """
    return number if number < _FIRST_LONG else number + 9 * _FIRST_LONG


def escape_markers(quotation: str) -> str:
    r"""Text of a document, safe inside an answer: a footnote [3] of its own is not taken for a marker.

    >>> escape_markers("见注[3]")
    '见注\\[3\\]'
    """
    return MARKER.sub(r"\\[\1\\]", quotation)


def strip_markers(answer: str, replacement: str = "") -> str:
    """`answer` with every marker replaced.

    >>> strip_markers("年均增长20%以上[1][2]。")
    '年均增长20%以上。'
    """
    return MARKER.sub(replacement, answer)


def markers(answer: str) -> list[int]:
    """The different markers of `answer` in order of appearance.

    >>> markers("甲[3]，乙[1][3]。")
    [3, 1]
    """
    return list(dict.fromkeys(int(match.group(1)) for match in MARKER.finditer(answer)))


def cite(
    info: DocumentInfo, document_text: str, span: Span, *, heading_path: Iterable[str], marker: int, score: float
) -> Citation:
    """The citation of `document_text[span.start:span.end]`, in an article told down to its paragraph and item.

    Raises ValueError when the span is empty or outside.
    """
    if not 0 <= span.start < span.end <= len(document_text):
        raise ValueError(f"No text at {span.start}:{span.end} of {info.source} ({len(document_text)} characters)")
    metadata = info.metadata
    return Citation(
        marker=marker,
        document_id=info.id,
        title=info.name,
        region=metadata.region,
        issuer=metadata.issuer,
        document_number=metadata.document_number,
        issued_on=metadata.issued_on,
        published_on=metadata.published_on,
        heading_path=list(cited_path(document_text, tuple(heading_path), span)),
        quote=document_text[span.start : span.end],
        start=span.start,
        end=span.end,
        page=page_of(info, span.start),
        source=info.source,
        score=score,
    )


def verify(document_text: str, citation: Citation) -> bool:
    """Whether the quotation is what the document says at those offsets."""
    return bool(citation.quote) and document_text[citation.start : citation.end] == citation.quote


def renumber(
    answer: str, citations: Sequence[Citation], elsewhere: Iterable[int] = ()
) -> tuple[str, list[Citation], dict[int, int]]:
    """Answer and citations numbered 1, 2, 3 … in order of appearance, and the way from old numbers to new ones.

    Citations of the same span share a number; those that neither the answer nor `elsewhere` (the markers of a
    table's cells and of a survey's findings) refers to are left out. Raises ValueError for a marker without citation.
    """
    by_marker = {citation.marker: citation for citation in citations}
    numbers: dict[int, int] = {}
    of_span: dict[tuple[str, int, int], int] = {}
    kept: list[Citation] = []
    for old in dict.fromkeys([*markers(answer), *elsewhere]):
        if old not in by_marker:
            raise ValueError(f"Marker [{old}] has no citation; there are {sorted(by_marker)}")
        citation = by_marker[old]
        key = (citation.document_id, citation.start, citation.end)
        if key not in of_span:
            of_span[key] = len(kept) + 1
            kept.append(citation.model_copy(update={"marker": len(kept) + 1}))
        numbers[old] = of_span[key]
    renamed = MARKER.sub(lambda match: f"[{numbers[int(match.group(1))]}]", answer)
    return re.sub(r"(\[\d{1,3}\])(?:\1)+", r"\1", renamed), kept, numbers


def check_answer(
    answer: str, citations: Sequence[Citation], text_of: Callable[[str], str], elsewhere: Iterable[int] = ()
) -> list[str]:
    """What is wrong with the citations of an answer, in words; empty when all hold.

    Every marker has exactly one citation, every citation is referred to (in the answer or `elsewhere`), and every
    quote is the slice of `text_of(document_id)` that it claims to be.
    """
    problems = []
    numbers = [citation.marker for citation in citations]
    used = {*markers(answer), *elsewhere}
    problems += [f"[{number}] has no citation" for number in sorted(used - set(numbers))]
    problems += [f"[{number}] is not referred to" for number in sorted(set(numbers) - used)]
    times = Counter(numbers)
    problems += [f"[{number}] stands for several citations" for number in sorted(times) if times[number] > 1]
    problems += [
        f"[{citation.marker}] is not {citation.source} at {citation.start}:{citation.end}: {citation.quote[:40]!r}"
        for citation in citations
        if not verify(text_of(citation.document_id), citation)
    ]
    return problems
