"""Where in a document something stands: 人才政策写在第几条, 居住权在第几章."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from index.documents import Document, Section, Span
from index.lexicon import bigrams, fold_text
from rag.citations import escape_markers
from rag.composing.compose import Draft
from rag.language.terms import Term, normalise
from rag.lookups.form import LEVELS, listed_level, number_of, opening
from rag.messages import say
from rag.run import Run
from rag.selection.candidates import candidates
from rag.selection.sentence import Sentence
from rag.understanding.question import Understanding

_STANDS = "(?:写在|写进|出自|位于|列在|列为|排在?|放在|规定在|属于?|归在?|在|是|见于?|对应)"
_ASKS = re.compile(
    r"第(?:几|多少)个?(?P<unit>编|章|节|条|大?部分|大?项|大?点)|排(?:在)?第几(?:位|个)?(?=[?,。]|$)"
    rf"|{_STANDS}[^,。?]{{0,12}}?哪一?个?(?P<which>编|章|节|条|大?部分)(?=[里中下内]|[?,。]|$)"
)
_HEADING = 30  # characters of a part's first line that may be its heading
_HALF, _ENOUGH = 0.5, 0.6  # shares of the words of what is looked for that a heading and a sentence must hold


def position_asked(question: str) -> re.Match[str] | None:
    """What asks in which numbered part something stands.

    >>> bool(position_asked("人才政策写在深圳这份措施的第几条?")), bool(position_asked("居住权在哪一章?"))
    (True, True)
    >>> bool(position_asked("第三批有几家?")), bool(position_asked("由哪一部分人承担?"))
    (False, False)
    """
    return _ASKS.search(question)


def position_of(run: Run, whole: Understanding) -> Draft | None:
    """The heading of the part in which that stands which a question asks the place of; None where none is found."""
    asked = position_asked(normalise(whole.standalone))
    if asked is None:
        return None
    unit = asked.groupdict()["unit"] or asked.groupdict()["which"] or ""
    wanted = [term for term in whole.terms if len(term.text) > 1 and term.text not in asked.group()]
    nothing = Draft("insufficient_evidence", "")
    ranked = candidates(run.index, replace(whole, terms=tuple(wanted)), run.filters)[0]
    held = next((m for m in ranked if _holds(m.sentence, wanted, run.infos[m.sentence.document_id].name)), None)
    if held is None:
        return nothing
    document = run.index.document(held.sentence.document_id)
    inside = [section for section in document.sections if section.level and section.start <= held.sentence.start]
    part = _part(document, inside, unit) if inside else None
    return _told(run, whole, document, part, unit) if part else nothing


def _untitled(wanted: Sequence[Term], title: str) -> list[Term]:
    """The words that do not only name the document."""
    return [term for term in wanted if term.text.strip() not in (name := fold_text(title)) and name not in term.text]


def _holds(sentence: Sentence, wanted: Sequence[Term], title: str) -> bool:
    """Whether a sentence, with the headings above it, has most of the words that do not only name its document."""
    return _share(_untitled(wanted, title), fold_text(" ".join(sentence.heading_path)) + sentence.folded) >= _ENOUGH


def _share(wanted: Sequence[Term], folded: str) -> float:
    """Share of the words, longer ones counting more, of which a text holds one for the same or its character pairs."""
    weights = [(len(term.text), _held(term, folded)) for term in wanted]
    return sum(weight * held for weight, held in weights) / (sum(weight for weight, _ in weights) or 1)


def _held(term: Term, folded: str) -> float:
    pairs = bigrams(term.text)
    held = sum(pair in folded for pair in pairs) / len(pairs) if pairs else 0.0
    return 1.0 if any(word in folded for word in (term.text, *term.same)) else held


def _part(document: Document, until: Sequence[Section], unit: str) -> Section | None:
    """The part of the kind that the last section is or stands in; of no kind the section itself."""
    last = until[-1]
    levels = LEVELS.get(unit[-2:] if unit.endswith("部分") else unit, ())
    if unit == "条" and not any(section.level in levels for section in document.sections):
        listed = listed_level(document)
        levels = (listed,) if listed else ()
    level = next((one for one in levels if any(section.level == one for section in document.sections)), None)
    if level is None:
        return None if levels else last
    behind = takewhile(lambda section: section.level >= min(level, last.level), reversed(until))
    return next((section for section in behind if section.level == level), None)


def _told(run: Run, whole: Understanding, document: Document, part: Section, unit: str) -> Draft:
    """Its heading, with the number in front where this is not written as the question calls it."""
    span = opening(document.text, part)
    sentence = document.text.find("。", span.start, span.end)
    span = Span(span.start, sentence + 1) if sentence > 0 else span
    said = document.text[span.start : span.end].strip("#* \u3000")
    number = number_of(part, document.text)
    lead = say("placed", whole.language, number=number, unit=unit or "项") if number and "第" not in said[:2] else ""
    marker = run.quotations.mark(document.id, span, part.path, 1.0)
    return Draft("answered", f"{lead}{escape_markers(said)}[{marker}]")
