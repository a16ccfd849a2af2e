"""What a document consists of: its numbered parts and what is attached to it."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from index.documents import Document, Section, Span
from index.lexicon import simplified
from index.numerals import numeral
from rag.language.fields import Field

LEVELS: Mapping[str, tuple[int, ...]] = {
    "编": (2,),
    "章": (3,),
    "节": (4,),
    "条": (5,),
    "部分": (6, 3, 2, 8),
}
"""Levels at which the parts of a document that are called so stand, those of which one is taken first first."""
LISTED = (7, 6, 8)
"""Levels of numbered headings that are called 第…条 where a document has no articles."""
_UNITS: Mapping[Field, str] = {"chapters": "章", "sections": "节", "parts": "部分", "articles": "条"}
_LONGEST = 200  # characters of a heading
_NUMERAL = "一二三四五六七八九十\\d"
_ITEM = rf"(?:[（(]?[{_NUMERAL}]{{1,2}}[.．、）)]|《)"
_LIST = re.compile(
    rf"^[^\S\n]*\**(?:附件?|附表)\**[^\S\n]*[:：][^\n]*(?:\n[^\S\n]*(?={_ITEM})[^\n。]{{2,80}}(?=\n|\Z))*", re.MULTILINE
)
"""附件：1.…, with the lines of its further items."""
_NAMED = re.compile(rf"附件[{_NUMERAL}]{{0,2}}[：:]?《[^》\n]{{2,60}}》|《[^》\n]{{2,60}}》(?=[（(](?:见|详见)?附件)")
_ATTACHED = re.compile(rf"^[^\S\n]*[#*\s]*附(?:件|表|录)[{_NUMERAL}]*[:：]?", re.MULTILINE)


def numbered_parts(document: Document, name: Field) -> tuple[Field, list[Section]]:
    """The parts of the kind that run through the whole document; where it has none of the kind those at the
    top, as `parts` or `articles`."""
    unit = _UNITS[name]
    own = [section for section in document.sections if section.level]
    for level in LEVELS[unit]:
        if found := [s for s in own if s.level == level and number_of(s, document.text)]:
            return name, found
    if name == "articles" and (listed := listed_level(document)):
        return name, [s for s in own if s.level == listed]
    levels = Counter(section.level for section in own if number_of(section, document.text))
    top = min((level for level, count in levels.items() if count > 1), default=0)
    return "articles" if top in LEVELS["条"] else "parts", [section for section in own if section.level == top]


def listed_level(document: Document) -> int | None:
    """The level whose headings are counted as 条 in a document without articles: they run through it."""
    return next((level for level in LISTED if _runs_through(document, level)), None)


def _runs_through(document: Document, level: int) -> bool:
    """Whether the headings of a level count through the whole document: 1, 2, 3 … without starting anew."""
    counts = [number_of(s, document.text) for s in document.sections if s.level == level]
    return len(counts) > 1 and counts == sorted(set(counts))


def number_of(section: Section, text: str) -> int:
    """The number that a section's heading begins with; 0 where it has none.

    >>> text = "第十二条 本办法由市局解释。"
    >>> number_of(Section(0, 5, "第十二条", ("第十二条",), 0, len(text)), text)
    12
    """
    head = re.match(
        r"(?:第\s?|[（(])?[〇零一二三四五六七八九十百千两\d]+",
        simplified(text[section.start : section.end]).lstrip(" \t\u3000*#\n")[:20],
    )
    return numeral(head.group()) if head else 0


def opening(text: str, section: Section) -> Span:
    """A section's first line."""
    line = text[section.start : section.end].split("\n", 1)[0].rstrip()
    return Span(section.start, section.start + min(len(line), _LONGEST))


def attachments(document: Document) -> Sequence[Span]:
    """Where the document lists what is attached to it, else where each of these begins, else where it names them."""
    plain = simplified(document.text)
    if listed := [Span(*match.span()) for match in _LIST.finditer(plain) if len(match.group()) > len("附件：") + 1]:
        return [Span(span.start, span.start + len(plain[span.start : span.end].rstrip())) for span in listed[:1]]
    headed = [opening(document.text, s) for s in document.sections if s.level and _ATTACHED.match(plain, s.start)]
    if headed:
        return headed
    named = {match.group(): Span(*match.span()) for match in reversed(list(_NAMED.finditer(plain)))}
    return sorted(named.values(), key=lambda span: span.start)
