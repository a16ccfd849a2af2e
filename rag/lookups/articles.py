"""Articles, chapters and paragraphs quoted whole: 某条例第十二条第二款."""

import re
from collections.abc import Sequence

from index.documents import Document, Section, Span
from index.lexicon import simplified
from index.numerals import numeral
from index.paragraphs import counted_as_in_taiwan
from rag.citations import escape_markers
from rag.composing.compose import Draft, Quotations, names
from rag.lookups.form import LEVELS, listed_level, number_of
from rag.messages import say
from rag.scoping.places import Place

_ITEM = re.compile(r"^[^\S\n]*[（(]?(?P<number>[一二三四五六七八九十百\d]+)[）)．.、]", re.MULTILINE)
_LONGEST = 900  # characters of an article that are quoted; a longer one is quoted up to a paragraph's end
_MOST_VERSIONS = 3
_VERSION = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")
_GONE = re.compile("废止|失效")


def quote_place(place: Place, documents: Sequence[Document], quotations: Quotations, language: str) -> Draft:
    """The text of the place in each document that has it, the version in force first; insufficient without any."""
    found = [
        (document, span, section)
        for document in documents
        if (hit := _find(document, place))
        for span, section in [hit]
    ]
    if not documents:
        return Draft("insufficient_evidence", say("no_such_document", language))
    if not found:
        return Draft("insufficient_evidence", say("no_place", language, place=place.spoken))
    found.sort(key=lambda hit: _in_force(hit[0]), reverse=True)
    distinct: dict[str, tuple[Document, Span, Section]] = {}
    for document, span, section in found:
        distinct.setdefault(re.sub(r"\s", "", document.text[span.start : span.end]), (document, span, section))
    shown = names([quotations.infos[document.id] for document, _, _ in distinct.values()], language)
    lines = []
    for document, span, section in list(distinct.values())[:_MOST_VERSIONS]:
        marker = quotations.mark(document.id, span, section.path, 1.0)
        name = f"{escape_markers(shown[document.id])}：" if len(distinct) > 1 else ""
        lines.append(f"{name}{escape_markers(document.text[span.start : span.end].strip())}[{marker}]")
    return Draft("answered", "\n\n".join(lines))


def _in_force(document: Document) -> tuple[bool, str]:
    """What puts versions in order: whether in force, then the latest date that they or their file names state."""
    metadata = document.metadata
    dates = [metadata.issued_on, metadata.published_on, metadata.effective_on, *_VERSION.findall(document.source)]
    return not _GONE.search(metadata.status or ""), max(filter(None, dates), default="")


def _find(document: Document, place: Place) -> tuple[Span, Section] | None:
    """The span of the place and its section: an article with all its paragraphs, a chapter with all its articles."""
    levels = LEVELS[place.unit]
    if place.unit == "条" and not any(section.level == 5 for section in document.sections):
        listed = listed_level(document)
        levels = (listed,) if listed else ()
    for level in levels:
        for position, section in enumerate(document.sections):
            if section.level == level and _numbers(section, document.text) == (place.number, place.sub or 0):
                end = next((s.start for s in document.sections[position + 1 :] if s.level <= level), len(document.text))
                inside = place.turned if counted_as_in_taiwan(section.heading) else place
                return _part(document.text, Span(section.start, end), inside), section
    return None


def _numbers(section: Section, text: str) -> tuple[int, int]:
    """The number of a section, and that behind 之: 第十二条之一 → (12, 1)."""
    opening = simplified(text[section.start : section.end]).lstrip(" \t\u3000*#\n")[:20]
    sub = re.match(r"第[^条]{1,8}条之([一二三四五六七八九十])|第\s?\d+-(\d+)\s?条", opening)
    return number_of(section, text), numeral(sub.group(1) or sub.group(2)) if sub else 0


def _part(text: str, span: Span, place: Place) -> Span:
    """The paragraph and item of an article, the whole article where none is named or found; not endless."""
    paragraphs = _paragraphs(text, span)
    if place.paragraph and place.paragraph <= len(paragraphs):
        span = paragraphs[place.paragraph - 1]
    if place.item:
        starts = [m.start() + span.start for m in _ITEM.finditer(text[span.start : span.end])]
        numbered = {numeral(text[at : at + 8]): at for at in starts}
        if place.item in numbered:
            at = numbered[place.item]
            span = Span(at, next((start for start in starts if start > at), span.end))
    kept = span.start + len(text[span.start : span.end].rstrip("\n #*-\u3000"))
    if kept - span.start > _LONGEST:
        cut = max(
            text.rfind("\n", span.start, span.start + _LONGEST), text.rfind("。", span.start, span.start + _LONGEST)
        )
        kept = cut + 1 if cut > span.start else span.start + _LONGEST
    return Span(span.start, kept)


def _paragraphs(text: str, span: Span) -> list[Span]:
    """The paragraphs (款) of an article: its lines, with the items (项) that belong to the one above."""
    found: list[Span] = []
    for match in re.finditer(r"[^\n]*\S[^\n]*", text[span.start : span.end]):
        line = Span(span.start + match.start(), span.start + match.end())
        if found and _ITEM.match(text, line.start, line.end):
            found[-1] = Span(found[-1].start, line.end)
        elif not text[line.start : line.end].lstrip().startswith(("#", "<!--")):
            found.append(line)
    return found
