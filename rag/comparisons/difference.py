"""What one document lists that others do not: 广东列的领域比它们多出哪一个."""

import re
from collections import Counter
from collections.abc import Collection, Sequence

from index.cleaning import sentence_spans
from index.documents import Document, DocumentInfo, Section, Span
from index.lexicon import fold_text
from index.local import LocalIndex
from rag.citations import escape_markers
from rag.composing.compose import Draft, Quotations, names
from rag.language import wording
from rag.language.terms import normalise
from rag.messages import say
from rag.scoping.whereabouts import mentions
from rag.selection.sentence import sentences
from rag.understanding.question import Understanding

_NUMBER = re.compile(r"^(?:第?[一二三四五六七八九十百\d]+[、．.]|[（(][一二三四五六七八九十\d]+[)）])\s*")
_KIND = 2  # characters at the end of headings that tell what kind of thing they list: 服务
_SEVERAL = 3  # headings, at least, that make a list
_SENTENCES = 2  # quoted of each of the others, which name the most of what both list


def difference(
    index: LocalIndex, scope: Sequence[DocumentInfo], understanding: Understanding, quotations: Quotations
) -> Draft | None:
    """The headings of the document asked about which no other in scope has in its text; None where it is not asked, or
    the document has no such list."""
    text = normalise(understanding.standalone)
    asked = next((match for pattern in wording.MORE if (match := pattern.search(text))), None)
    indexed = {info.metadata.region for info in scope if info.metadata.region}
    named = mentions(asked["subject"], indexed) if asked else []
    subject = next((info for info in scope if named and info.metadata.region == named[-1][1].name), None)
    if asked is None or subject is None or len(scope) < 2:
        return None
    document = index.document(subject.id)
    listed = _listed(document, asked["noun"] or "")
    others = [info for info in scope if info.id != subject.id]
    texts = [fold_text(index.text(info.id)) for info in others]
    own = [s for s in listed if not any(_core(s) in text for text in texts)]
    if not listed:
        return None
    shown = names(scope, understanding.language)
    told = [
        f"{escape_markers(s.heading)}[{quotations.mark(document.id, _span(document, s), s.path, 1.0)}]" for s in own
    ]
    common = {_core(section) for section in listed if section not in own}
    beside = [f"{escape_markers(shown[info.id])}{_naming(index, info, common, quotations)}" for info in others]
    return Draft(
        "answered" if told else "insufficient_evidence",
        say(
            "has_more",
            understanding.language,
            name=escape_markers(shown[subject.id]),
            others="、".join(beside),
            count=len(told),
            items="；".join(told) or say("nothing", understanding.language),
        ),
    )


def _listed(document: Document, noun: str) -> list[Section]:
    """The headings below the one that names the noun (二、重点发展领域), and those of their kind elsewhere."""
    below = [s for s in document.sections if len(s.path) > 1 and noun and noun in fold_text(s.path[-2])]
    if not below:
        return []
    level = min(section.level for section in below)
    kind = Counter(section.heading[-_KIND:] for section in below if section.level == level).most_common(1)[0][0]
    alike = [s for s in document.sections if s.level == level and (s in below or s.heading.endswith(kind))]
    return alike if len(alike) >= _SEVERAL else []


def _core(section: Section) -> str:
    """A heading as other documents may write it: without its number."""
    return fold_text(_NUMBER.sub("", section.heading))


def _naming(index: LocalIndex, info: DocumentInfo, things: Collection[str], quotations: Quotations) -> str:
    """The markers of the sentences of a document that name most of the things, which it lists too."""
    inside = [s for chunk in index.document_chunks(info.id) for s in sentences(chunk, index.text(info.id))]
    markers, left = "", set(things)
    for _ in range(_SENTENCES):
        best = max(inside, key=lambda s: sum(thing in s.folded for thing in left), default=None)
        named = {thing for thing in left if best and thing in best.folded}
        if best is None or len(named) < _SEVERAL:
            break
        markers += f"[{quotations.mark(info.id, Span(best.start, best.end), best.heading_path, 1.0)}]"
        left -= named
    return markers


def _span(document: Document, section: Section) -> Span:
    """The heading with the first sentence below it on the same line."""
    at = max(document.text.find(section.heading, section.start, section.end), section.start)
    end = min(at + len(section.heading), section.end)
    line = document.text.find("\n", end, section.end)
    rest = sentence_spans(document.text, end, line if line >= 0 else section.end)
    first = next((s for s in rest if re.search(r"\w", document.text[s.start : s.end])), None)
    return Span(at, first.end if first else end)
