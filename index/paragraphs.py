"""Which paragraph (款), item (项) and point (目) of an article a place stands in, as statutes are cited:
第十二条第二款第三项第一目, and in Taiwan 第12條第二項第三款第一目."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.documents import Span
from index.lexicon import simplified
from index.numerals import ARTICLE_NUMBER, chinese, numeral

_NUMERAL = "一二三四五六七八九十百千零〇"
_ARTICLE = re.compile(ARTICLE_NUMBER)
_SPACE = r"[^\S\n]?"
_LINE = r"^[^\S\n]*(?:#+[^\S\n]*)?(?:\*\*)?"
_BEGINNING = re.compile(_LINE, re.MULTILINE)
_NEXT = re.compile(
    rf"{_LINE}(?:第{_SPACE}[{_NUMERAL}\d]+{_SPACE}[编章节]|{_ARTICLE.pattern}(?!第)|附[件表录则])", re.MULTILINE
)
_ITEM = re.compile(rf"[^\S\n]*(?:[（(]([{_NUMERAL}]{{1,4}})[）)]|([{_NUMERAL}]{{1,4}})、)")
_POINT = re.compile(r"[^\S\n]*(\d{1,2})[．.、](?!\d)")
_BELOW_POINT = re.compile(r"[^\S\n]*[（(]\d{1,2}[）)]")
CAPTION = r"[（(【][^（(）)【】\n]{2,20}[）)】](?=\s)"
"""What an article is about, behind its number: 第一条（立法目的）."""
_CAPTION = re.compile(CAPTION)
_REACH = 20_000  # characters that an article may be long


@dataclass(frozen=True, slots=True)
class _Line:
    span: Span
    paragraph: int
    item: str | None
    point: int | None


def cited_path(text: str, path: Sequence[str], span: Span) -> tuple[str, ...]:
    """The heading path of `text[span]`, whose last heading, if an article, is told down to the point.

    A span over several paragraphs keeps the article; an article of one paragraph has no 款.

    >>> text = "第二条　甲。\\n第三条　乙应当：\\n（一）丙；\\n（二）丁。\\n戊。\\n第四条　己。\\n"
    >>> [cited_path(text, ["第三条"], Span(text.index(c), text.index(c) + 1))[-1] for c in "乙丁戊"]
    ['第三条第一款', '第三条第一款第二项', '第三条第二款']
    """
    article = _ARTICLE.match(simplified(path[-1])) if path else None
    lines = _lines(simplified(text), article.group(), span) if article else []
    touched = [line for line in lines if line.span.overlaps(span)]
    paragraphs = {line.paragraph for line in touched}
    if not article or len(paragraphs) != 1:
        return tuple(path)
    several = lines[-1].paragraph > 1
    of_paragraph, of_item = _names(path[-1])
    paragraph = f"第{chinese(paragraphs.pop())}{of_paragraph}" if several else ""
    items = {line.item for line in touched}
    item = next(iter(items)) if len(items) == 1 else None
    points = {line.point for line in touched}
    point = next(iter(points)) if item and len(points) == 1 else None
    below = f"{f'第{item}{of_item}' if item else ''}{f'第{chinese(point)}目' if point else ''}"
    return (*path[:-1], f"{path[-1][: article.end()]}{paragraph}{below}") if paragraph or below else tuple(path)


def _names(heading: str) -> tuple[str, str]:
    """What the paragraphs and the items of an article are called, by how its heading writes it.

    >>> _names("第三条"), _names("第三條"), _names("第 3 條")
    (('款', '项'), ('款', '項'), ('項', '款'))
    """
    if counted_as_in_taiwan(heading):
        return "項", "款"
    return "款", "項" if "條" in heading else "项"


def counted_as_in_taiwan(heading: str) -> bool:
    """Whether an article is headed 第 3 條, as the statutes of Taiwan have it, whose paragraphs are 項 and items 款."""
    return "條" in heading and any(map(str.isdecimal, heading))


def _begin(text: str, article: str, span: Span) -> Span | None:
    """The number of the article, with what stands before it in its line, at the last place before the span's end."""
    reach, at = max(0, span.start - _REACH), text.rfind(article, 0, span.end)
    while at >= reach:
        line = text.rfind("\n", 0, at) + 1
        if line >= reach and (before := _BEGINNING.match(text, line)) and before.end() == at:
            return Span(line, at + len(article))
        at = text.rfind(article, 0, at)
    return None


def _lines(text: str, article: str, span: Span) -> list[_Line]:
    """The lines of the article that holds the span, with the paragraph and item that each belongs to."""
    begin = _begin(text, article, span)
    if begin is None:
        return []
    caption = _CAPTION.match(text, begin.end, span.end)
    start = caption.end() if caption else begin.end
    following = _NEXT.search(text, start, start + _REACH)
    end = following.start() if following else min(len(text), start + _REACH)
    found: list[_Line] = []
    paragraph, item, point = 0, None, None
    for match in re.compile(r"[^\n]*\S[^\n]*").finditer(text, start, end):
        numbered = _ITEM.match(text, match.start(), match.end()) if paragraph else None
        if numbered:
            item, point = numbered.group(1) or numbered.group(2), None
        elif item and (pointed := _POINT.match(text, match.start(), match.end())):
            point = numeral(pointed.group(1))
        elif not (item and _BELOW_POINT.match(text, match.start(), match.end())):
            paragraph, item, point = paragraph + 1, None, None
        # The number of the article is cited with its first paragraph.
        found.append(_Line(Span(match.start() if found else begin.start, match.end()), paragraph, item, point))
    return found
