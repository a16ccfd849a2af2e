"""Lists and counts of documents by what is known of them: 2012年印发的有哪些, 收录了几份国务院文件."""

from collections import Counter
from collections.abc import Sequence

from index.documents import DocumentInfo, Span
from index.lexicon import fold, fold_text
from rag.citations import escape_markers
from rag.composing.compose import Draft, Quotations
from rag.language.fields import DATES
from rag.lookups.lookup import date_span
from rag.messages import say
from rag.records import Cell, Table
from rag.scoping.classes import title_of
from rag.scoping.periods import DateField, Utmost, date_of

MOST = 15  # documents named in the text; the table holds all
_MOST_GROUPS = 12
_CITED = 200  # documents whose titles and dates are quoted


def list_documents(
    infos: Sequence[DocumentInfo],
    topic: Sequence[str],
    wanted: Utmost | None,
    indexed: int,
    quotations: Quotations,
    language: str,
) -> Draft:
    """The documents whose titles hold the topic, the latest first, with number and date; how many there are, or those
    at one end of the dates that are wanted.

    That there is none among the `indexed` is an answer, too: everything was looked through.
    """
    chosen = [info for info in infos if all(word in title_of(info) for word in topic)]
    if not chosen:
        return Draft("insufficient_evidence", say("none_listed", language, count=indexed))
    heading = say("listed", language, count=len(chosen))
    if wanted:
        chosen = wanted.of(among := chosen)
        heading = say("latest_of" if wanted.latest else "earliest_of", language, count=len(chosen), among=len(among))
    else:
        chosen.sort(key=lambda info: (date_of(info, "issued_on") or "", info.name), reverse=True)
    columns = [say(name, language) for name in ("document", "region", "document_number", "date")]
    by = wanted.field if wanted else "issued_on"
    rows = [_row(info, by, quotations if place < _CITED else None) for place, info in enumerate(chosen)]
    lines = [heading]
    if len(chosen) > MOST:
        lines.append(say("by_group", language, groups="、".join(_groups(chosen, language))))
    for row in rows[:MOST]:
        told = "，".join(f"{escape_markers(cell.text)}{_markers(cell)}" for cell in row[2:] if cell.text)
        lines.append(f"- {escape_markers(row[0].text)}{_markers(row[0])}" + (f"（{told}）" if told else ""))
    if len(chosen) > MOST:
        lines.append(say("more", language, count=len(chosen) - MOST))
    return Draft("answered", "\n".join(lines), table=Table(columns=columns, rows=rows))


def _groups(infos: Sequence[DocumentInfo], language: str) -> list[str]:
    counts = Counter(info.metadata.region or say("other_regions", language) for info in infos)
    return [say("in_group", language, name=name, count=count) for name, count in counts.most_common(_MOST_GROUPS)]


def _row(info: DocumentInfo, by: DateField, quotations: Quotations | None) -> list[Cell]:
    """Title, region, number and date; each cited where the document states it."""
    metadata = info.metadata
    stated = date_of(info, by)
    field = next((name for name in (by, *DATES) if stated and getattr(metadata, name) == stated), by)
    number = metadata.document_number or ""
    if quotations is None:
        return [Cell(text=text or "") for text in (_name(info), metadata.region, number, stated)]
    text = quotations.index.text(info.id)
    return [
        _cell(info, _name(info), _place(text, metadata.title), quotations),
        Cell(text=metadata.region or ""),
        _cell(info, number, _place(text, number), quotations),
        _cell(info, stated or "", date_span(text, field, stated) if stated else None, quotations),
    ]


def _name(info: DocumentInfo) -> str:
    """The title; for a document that states none, its region and its file."""
    return info.name if info.metadata.title else " ".join(filter(None, (info.metadata.region, info.source)))


def _place(text: str, words: str | None) -> Span | None:
    """Where the text has the words, by its beginning where a document is long."""
    folded = fold(text[:20_000])
    return next(iter(folded.find_all(fold_text(words))), None) if words else None


def _cell(info: DocumentInfo, text: str, span: Span | None, quotations: Quotations) -> Cell:
    return Cell(text=text, citations=[quotations.mark(info.id, span, (), 1.0)] if span else [])


def _markers(cell: Cell) -> str:
    return "".join(f"[{marker}]" for marker in cell.citations)
