"""How many points a part of a document has, by its headings: 政策措施部分写了几条."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.documents import Document, Section, Span
from index.lexicon import fold_text
from index.numerals import numeral
from rag.citations import escape_markers
from rag.composing.compose import Draft, Quotations
from rag.lookups.form import opening
from rag.messages import say
from rag.selection.meaning import Asked

_LISTED = "(?:一共|总共|共有?|合计|列|写|提|部署|安排|规定|明确|(?<!部)分)+(?:出|成|为)?了?"
_ASKS = re.compile(
    rf"(?:{_LISTED}(?:几|多少)(?![十百千万亿元钱人]|资金|经费|财政)大?(?P<of>[个类项条点款块])?大?|(?:几|多少)(?:大|(?P<points>[项条点款])))"
    "(?=[^,。?;]{0,12}[?]?$)"
)
"""How the points of a text are asked for: 列了几个领域, 有几条, not 要建几个平台."""
_SAYS_NOTHING = re.compile(
    r"一共|总共|共有|合计|部分|里面?|当?中|正文|全文|文件|意见|通知|方案|规划|方面|具体|分别|都?有|是|的|了|[\W_]"
)
"""What of such a question does not say which part it asks about."""
_NUMBER = re.compile(r"^\W*[一二三四五六七八九十百\d]+\W+")
_SEVERAL = re.compile("[、和与及]")
"""In a heading of several things, whose points are of no single one: 基本原则和发展目标."""
_FEWEST = 2  # points of a part
_LIKE = 0.55  # share of what is asked that a part has something like
_AHEAD = 0.1  # how far before the next


@dataclass(frozen=True, slots=True)
class _Part:
    """A section of one thing with its points, which are numbered from one on."""

    section: Section
    points: Sequence[Section]


@dataclass(frozen=True, slots=True)
class PointsAsked:
    """What a question asks how many points of there are, and by what it counts them: 条."""

    topic: str
    of: str


def points_asked(question: str) -> PointsAsked | None:
    """What a question, without what names its document, asks to have the points counted of; None where it does not.

    >>> points_asked("的政策措施部分一共写了几条?"), points_asked("要建几个平台?")
    (PointsAsked(topic='政策措施', of='条'), None)
    >>> points_asked("方案一共安排了多少亿元资金?")
    """
    folded = fold_text(question).strip()
    asked = _ASKS.search(folded)
    topic = _SAYS_NOTHING.sub("", folded[: asked.start()] + folded[asked.end() :]) if asked else ""
    return PointsAsked(topic, asked["of"] or asked["points"] or "个") if asked and topic else None


def points_of(document: Document, asked: PointsAsked, quotations: Quotations, language: str) -> Draft | None:
    """The points of the part of the document whose heading, or whose points' headings, are asked about, with how many
    they are. None where no part stands out."""
    ranked = sorted(((_like(asked.topic, part), n, part) for n, part in enumerate(_parts(document))), reverse=True)
    if not ranked or ranked[0][0] < _LIKE:
        return None
    if len(ranked) > 1 and ranked[1][0] > ranked[0][0] - _AHEAD:
        return None
    like, _, part = ranked[0]

    def told(section: Section) -> str:
        span = _heading(document, section)
        marker = quotations.mark(document.id, span, section.path, like)
        return f"{escape_markers(document.text[span.start : span.end])}[{marker}]"

    count = say("counted", language, count=len(part.points), of=asked.of)
    return Draft("answered", "\n".join([told(part.section) + count, *(f"- {told(point)}" for point in part.points)]))


def _parts(document: Document) -> Iterator[_Part]:
    below: dict[tuple[str, ...], list[Section]] = {}
    for section in document.sections:
        below.setdefault(section.path[:-1], []).append(section)
    for section in document.sections:
        points = below.get(section.path, []) if section.path else []
        numbered = [numeral(each.heading) for each in points] == [n for n, _ in enumerate(points, 1)]
        if len(points) >= _FEWEST and numbered and not _SEVERAL.search(_NUMBER.sub("", section.heading)):
            yield _Part(section, points)


def _like(topic: str, part: _Part) -> float:
    """The share of the topic that the part's heading with each of its points' has something like, on average."""
    texts = [f"{part.section.heading}\n{point.heading}" for point in part.points]
    (meanings,) = Asked(topic).meanings([("", texts)], [("", Span(0, 0))])
    return sum(meaning.pieces for meaning in meanings) / len(meanings)


def _heading(document: Document, section: Section) -> Span:
    """Where the heading stands; the first line of a section whose heading the text does not have, as a title's."""
    start = document.text.find(section.heading, section.start, section.end)
    return Span(start, start + len(section.heading)) if start >= 0 else opening(document.text, section)
