"""Answers from metadata: number, issuer, dates, title, what is cited; each value cited where the document states it."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from index.cleaning import sentence_spans
from index.dates import DATE, iso_date, with_western_years
from index.delivery import delivered
from index.documents import Document, DocumentInfo, Span
from index.lexicon import fold, fold_text, simplified
from index.references import title_and_number
from rag.citations import escape_markers
from rag.composing.compose import Draft, Quotations, names, shorten
from rag.language.fields import DATES, Field
from rag.lookups.form import attachments, numbered_parts, opening
from rag.lookups.labelled import proposer, speaker
from rag.messages import say
from rag.records import Cell, Status, Table
from rag.selection.passage import paragraph

_DATE_LABELS = {
    "published_on": r"(?:发布|公开)(?:日期|时间)\s*[:：]\s*$",
    "issued_on": r"(?:成文|印发)日期\s*[:：]\s*$",
}
_READ = {"speaker": speaker, "proposer": proposer}
"""Fields that only the text tells."""
_RULES = {
    "amended_on": re.compile("修订|修正|修改"),
    "effective_on": re.compile("施行|实施|生效|执行|启用"),
    "expires_on": re.compile("有效|失效|废止|执行|实施"),
}
_LONGEST_RULE = 150  # characters of a sentence that is cited whole
_ONCE = re.compile(r"自(?:发布|印发|公布|颁布|下发|通过|签发)(?:之日起|日起?)[^。；，\n]{0,12}(?:施行|实施|执行|生效)")
_LASTS = re.compile(
    rf"(?:(?:自\s*)?{DATE}\s*起?(?:施行|实施|执行)[，,]?)?(?:有效|执行|试行)期(?:限|间)?(?:为|是)?[:：]?\s*"
    r"[\d一二三四五六七八九十两]{1,3}\s*年"
)
_OF_ITSELF = re.compile(
    r"本(?:法|条例|办法|规定|决定|意见|细则|措施|方案|通知|规则|规划|计划|政策|指南|公告|实施)|(?:起|开始)[^，。；]{0,4}(?:施行|实施|执行|试行|生效)"
)
_ATTACHED = re.compile(r"^附件?\**[：:]\s*")
_OTHER_DATE: Mapping[Field, Field] = {"published_on": "issued_on", "issued_on": "published_on"}
_FEW_PARTS = 15  # parts whose headings are told
_REFERRING = 3  # documents cited for how they write another
_BEGINNING = 600  # characters that are folded first: to fold thousands of whole documents takes seconds


def look_up(fields: Sequence[Field], infos: Sequence[DocumentInfo], quotations: Quotations, language: str) -> Draft:
    """The values of the fields for every document, one line a document; insufficient when none states any."""
    shown = names(infos, language)
    lines, rows = [], []
    for info in infos:
        cells = [_cell_or_other(name, fields, info, quotations, language) for name in fields if name != "days_between"]
        if "days_between" in fields:
            cells.append(_days_between([name for name in fields if name in DATES], info, cells, language))
        parts = [f"{say(name, language)}：{_cited(cell)}" for name, cell in zip(fields, cells, strict=True)]
        name = f"{escape_markers(shown[info.id])}：" if len(infos) > 1 else ""
        lines.append(name + "；".join(parts))
        rows.append([Cell(text=shown[info.id]), *cells])
    text = "\n".join(shorten([f"- {line}" if len(lines) > 1 else line for line in lines], language))
    table = Table(columns=[say("document", language), *(say(f, language) for f in fields)], rows=rows)
    status: Status = "answered" if quotations.citations else "insufficient_evidence"
    return Draft(status, text, table=table if len(infos) > 1 else None)


def look_up_referred(
    referred: str, fields: Sequence[Field], infos: Sequence[DocumentInfo], quotations: Quotations, language: str
) -> Draft | None:
    """What documents tell of one that is not indexed, as they write it in `referred`: its title, its number, and in
    what words they repeal it. None where no document does."""
    title, number = title_and_number(referred)
    lines = []
    for name in fields:
        told: dict[str, list[int]] = {}
        for info in infos[:_REFERRING]:
            text = quotations.index.text(info.id)
            span = _span(text, "cites", referred)
            if span and name == "repeals":
                span = _repealing(text, span) if referred in info.metadata.repeals else None
                value = text[span.start : span.end] if span else ""
            else:
                value = number if name == "document_number" else title
            if span and value:
                told.setdefault(value, []).append(quotations.mark(info.id, span, (), 1.0))
        lines += [(name, Cell(text=value, citations=markers)) for value, markers in told.items()]
    parts = [_cited(cell) if name == "repeals" else f"{say(name, language)}：{_cited(cell)}" for name, cell in lines]
    return Draft("answered", "；".join(parts)) if parts else None


def _repealing(text: str, mention: Span) -> Span:
    """The sentence that repeals what is mentioned, with the one before it that says from when: 同时废止."""
    around = paragraph(text, mention)
    sentences = list(sentence_spans(text, around.start, around.end))
    at = next(n for n, sentence in enumerate(sentences) if sentence.end > mention.start)
    together = at > 0 and "同时" in simplified(text)[sentences[at].start : sentences[at].end]
    return Span(sentences[at - together].start, sentences[at].end)


def order_by_date(name: Field, infos: Sequence[DocumentInfo], quotations: Quotations, language: str) -> Draft:
    """Documents from the earliest to the latest by one date, of two with the days between; those without one are named
    as such."""
    dated = sorted((d for d in infos if getattr(d.metadata, name)), key=lambda d: str(getattr(d.metadata, name)))
    if not dated:
        return Draft("insufficient_evidence", "")
    shown = names(infos, language)
    entries, rows = [], []
    for info in dated:
        cell = _cell(name, info, quotations, language)
        entries.append(_cited(cell))
        rows.append([Cell(text=shown[info.id]), cell])
    undated = [info for info in infos if not getattr(info.metadata, name)]
    rows += [[Cell(text=shown[info.id]), Cell(text=say("not_stated", language))] for info in undated]
    called = {identity: escape_markers(name) for identity, name in shown.items()}
    lines = [
        say("earliest", language, name=called[dated[0].id], date=entries[0]),
        say("latest", language, name=called[dated[-1].id], date=entries[-1]),
        " → ".join(shorten([f"{called[i.id]} {entry}" for i, entry in zip(dated, entries, strict=True)], language)),
    ]
    if len(dated) < 2:
        lines = lines[-1:]
    if len(dated) == 2:
        earlier, later = (date.fromisoformat(getattr(info.metadata, name)) for info in dated)
        lines.append(say("days_apart", language, count=(later - earlier).days))
    if undated:
        lines.append(say("undated", language, names="、".join(shorten([called[i.id] for i in undated], language))))
    table = Table(columns=[say("document", language), say(name, language)], rows=rows)
    return Draft("answered", "\n".join(lines), table=table)


def _cited(cell: Cell) -> str:
    """A cell's text with its markers, as it stands in an answer."""
    return escape_markers(cell.text) + "".join(f"[{marker}]" for marker in cell.citations)


def _cell_or_other(
    name: Field, fields: Sequence[Field], info: DocumentInfo, quotations: Quotations, language: str
) -> Cell:
    """The cell of a field; where a document does not state when it was published, also when it was signed, and so the
    other way round."""
    cell = _cell(name, info, quotations, language)
    other = _OTHER_DATE.get(name)
    if cell.citations or other is None or other in fields or not getattr(info.metadata, other):
        return cell
    told = _cell(other, info, quotations, language)
    return (
        told.model_copy(update={"text": f"{cell.text}（{say(other, language)}：{told.text}）"})
        if told.citations
        else cell
    )


def _cell(name: Field, info: DocumentInfo, quotations: Quotations, language: str) -> Cell:
    """A field's value as the document writes it, with the marker of the place."""
    if name in ("chapters", "sections", "parts", "articles"):
        return _parts(name, quotations.index.document(info.id), quotations, language)
    if name == "attachments":
        return _attachments(quotations.index.document(info.id), quotations, language)
    text = quotations.index.text(info.id)
    if name in _READ:
        said = _READ[name](text)
        value = text[said.start : said.end] if said else None
    else:
        value = getattr(info.metadata, name)
    values = [value] if isinstance(value, str) else list(value or ())
    texts, markers = [], []
    for one in values:
        span = _span(text, name, one)
        if span:
            texts.append(_stated(text, span, name, one) if name in DATES else text[span.start : span.end])
            markers.append(quotations.mark(info.id, span, (), 1.0))
    if not texts and name == "effective_on" and (once := _ONCE.search(simplified(text))):
        said = _sentence_around(text, [once.span()], _ONCE) or Span(*once.span())
        texts, markers = [text[once.start() : once.end()]], [quotations.mark(info.id, said, (), 1.0)]
    if not texts and name == "expires_on" and (lasts := _lasting(simplified(text))):
        said = _sentence_around(text, [lasts.span()], _LASTS) or Span(*lasts.span())
        texts = [text[lasts.start() : lasts.end()] + (f"（{value}）" if value else "")]
        markers = [quotations.mark(info.id, said, (), 1.0)]
    if not texts and name == "status":
        return _in_force(info, quotations, language)
    if not texts:
        return Cell(text=say("not_stated", language))
    return Cell(text="、".join(texts), citations=list(dict.fromkeys(markers)))


def _lasting(text: str) -> re.Match[str] | None:
    """Where the document says for how many years it holds itself: 本办法自…起施行，有效期5年, not 许可证有效期3年."""
    periods = (
        (m, text[max(text.rfind("\n", 0, m.start()), text.rfind("。", 0, m.start())) + 1 : m.end()])
        for m in _LASTS.finditer(text)
    )
    return next((period for period, said in periods if _OF_ITSELF.search(said)), None)


def _in_force(info: DocumentInfo, quotations: Quotations, language: str) -> Cell:
    """Whether a document that does not state it holds: until when it does, or what is stated beside it."""
    if info.metadata.expires_on:
        until = _cell("expires_on", info, quotations, language)
        return until.model_copy(update={"text": f"{say('expires_on', language)} {until.text}"})
    title = _first(quotations.index.text(info.id), info.metadata.title or "")
    if not info.metadata.status or title is None:
        return Cell(text=say("not_stated", language))
    return Cell(text=info.metadata.status, citations=[quotations.mark(info.id, title, (), 1.0)])


def _stated(text: str, span: Span, name: str, value: str) -> str:
    """A date as the sentence that is cited writes it, where a sentence is."""
    plain = with_western_years(simplified(text))
    dates = (m for m in re.compile(DATE).finditer(plain, span.start, span.end) if iso_date(m.group()) == value)
    written = (text[m.start() : m.end()] for m in dates)
    return next(written, value) if name in _RULES else value


def _span(text: str, name: Field, value: str) -> Span | None:
    """Where a document states the value: a date in any writing, anything else as folded text."""
    if name in DATES:
        return date_span(text, name, value)
    found = _first(text, value)
    if found is None and name == "title":
        return _own_title(text, value)
    if found is None and name in ("cites", "repeals"):
        number = re.search(r"（([^（）]*[号號])）$", value)
        at = _first(text, number.group(1)) if number else None
        return _with_title(text, at, value.split("（")[0]) if at else None
    return found


def _own_title(text: str, fuller: str) -> Span | None:
    """The first line, where it is what is left, without the year, of the title that the file's name gives fully."""
    match = re.search(r"\S[^\n]*(?<=\S)", text)
    line, title = fold_text(match.group()) if match else "", re.sub(r"^\d{4}年", "", fold_text(fuller))
    return Span(*match.span()) if match and line and (line in title or title in line) else None


def _first(text: str, value: str) -> Span | None:
    """The first place where the text holds the value: at its beginning, as most do, or word for word, or folded."""
    wanted = fold_text(value)
    found = next(fold(text[:_BEGINNING]).find_all(wanted), None)
    if found is None and wanted and value in text:
        found = Span(text.index(value), text.index(value) + len(value))
    elif found is None and wanted in fold_text(text):
        found = next(fold(text).find_all(wanted), None)
    return found


def _with_title(text: str, number: Span, title: str) -> Span:
    """The number with its document's title where it stands right in front: 《…》（国办发〔2011〕58号，以下简称…）."""
    start = text.rfind("《", 0, number.start)
    between = fold_text(text[start : number.start]) if start >= 0 else ""
    return Span(start, number.end) if between.rstrip("(") == fold_text(title) else number


def date_span(text: str, name: str, value: str) -> Span | None:
    """The date with what tells its kind: its label in front (发布日期:) or its issuer above."""
    text = with_western_years(simplified(text))
    given = delivered(text, True) if name == "issued_on" else None
    if given and given.date == value:
        return given.span
    places = [m.span() for m in re.finditer(DATE, text) if iso_date(m.group()) == value]
    label = _DATE_LABELS.get(name)
    for start, end in places:
        before = re.search(label, text[max(0, start - 20) : start]) if label else None
        if before:
            return Span(max(0, start - 20) + before.start(), end)
    if not places:
        return None
    if (rule := _RULES.get(name)) and (enacts := _sentence_around(text, places, rule)):
        return enacts
    start, end = places[-1] if name == "issued_on" else places[0]
    line = text.rfind("\n", 0, max(start - 1, 0)) + 1
    above = text[line:start].strip()
    return Span(line, end) if above and len(above) <= 40 and name == "issued_on" else Span(start, end)


def _sentence_around(text: str, places: Sequence[tuple[int, int]], rule: re.Pattern[str]) -> Span | None:
    """The sentence that states one of the dates by such a rule: 本办法自2025年9月1日起施行."""
    text = simplified(text)
    for start, end in places:
        line = paragraph(text, Span(start, end))
        said = next(s for s in sentence_spans(text, line.start, line.end) if s.end > start)
        if len(said) <= _LONGEST_RULE and rule.search(text, said.start, said.end):
            return said
    return None


def _parts(name: Field, document: Document, quotations: Quotations, language: str) -> Cell:
    """How many numbered parts of a kind run through the whole document, of a few with their headings."""
    kind, parts = numbered_parts(document, name)
    if not parts:
        return Cell(text=say("not_stated", language))
    shown = parts if kind != "articles" and len(parts) <= _FEW_PARTS else [parts[0], parts[-1]][: len(parts)]
    spans = [opening(document.text, section) for section in shown]
    markers = [quotations.mark(document.id, span, s.path, 1.0) for span, s in zip(spans, shown, strict=True)]
    told = say(f"{kind}_count", language, count=len(parts))
    if len(shown) == len(parts) and kind != "articles":
        told += "：" + "；".join(document.text[span.start : span.end].strip("# *") for span in spans)
    return Cell(text=told, citations=markers)


def _attachments(document: Document, quotations: Quotations, language: str) -> Cell:
    """What the document lists or has as its 附件."""
    spans = attachments(document)
    if not spans:
        return Cell(text=say("not_stated", language))
    texts = [_ATTACHED.sub("", document.text[span.start : span.end].strip("# *")) for span in spans]
    return Cell(text="；".join(texts), citations=[quotations.mark(document.id, span, (), 1.0) for span in spans])


def _days_between(dates: Sequence[Field], info: DocumentInfo, cells: Sequence[Cell], language: str) -> Cell:
    """The days from the earlier to the later of two dates that the document states in the cells."""
    values = [getattr(info.metadata, name) for name in dates]
    if len(values) < len(DATES[:2]) or not all(values) or not all(cell.citations for cell in cells):
        return Cell(text=say("not_stated", language))
    earlier, later = sorted(date.fromisoformat(value) for value in values[:2])
    markers = [marker for cell in cells for marker in cell.citations]
    return Cell(
        text=say("days", language, count=(later - earlier).days, earlier=earlier, later=later), citations=markers
    )
