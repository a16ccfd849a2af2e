"""A conversation as a document to keep: Markdown and DOCX, each answer with its table and references."""

import io
import re
from collections.abc import Iterator, Mapping
from datetime import date

from rag.export import survey_table
from rag.records import Answer
from ui.exchange import Conversation, Exchange
from ui.messages import Language, messages
from ui.references import references
from ui.scope import scope_words

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # characters that XML has no place for
_FONT = "宋体"


def has_table(answer: Answer) -> bool:
    """Whether the answer is a survey or a comparison, which is read as a table."""
    return answer.coverage is not None or answer.table is not None


def answer_text(answer: Answer, source_urls: Mapping[str, str | None], language: Language, today: date) -> str:
    """One answer with its references, as it is copied."""
    listed = references(answer.citations, source_urls, today)
    return "\n".join([answer.answer.strip(), "", messages(language).references, *listed] if listed else [answer.answer])


def markdown(
    name: str, conversation: Conversation, source_urls: Mapping[str, str | None], language: Language, today: date
) -> str:
    """The conversation as Markdown; nothing that was asked or quoted becomes HTML."""
    lines = [f"# {name}", "", messages(language).exported.format(day=today.isoformat()), ""]
    for exchange in conversation:
        lines += [f"## {' '.join(exchange.question.split())}", ""]
        lines += _markdown_of(exchange, source_urls, language, today)
    return "\n".join(lines).replace("<", "&lt;")


def _markdown_of(
    exchange: Exchange, source_urls: Mapping[str, str | None], language: Language, today: date
) -> Iterator[str]:
    words = messages(language)
    if chosen := scope_words(exchange.scope, language):
        yield f"{words.scope}{words.colon}{'；'.join(chosen)}\n"
    answer = exchange.answer
    if answer is None:
        yield f"{exchange.error or words.failed}\n"
        return
    yield f"{answer.answer.strip()}\n"
    if has_table(answer):
        yield from _markdown_table(*survey_table(answer))
    if answer.citations:
        yield f"### {words.references}\n"
        yield from references(answer.citations, source_urls, today)
        yield ""


def _markdown_table(columns: list[str], rows: list[list[str]]) -> Iterator[str]:
    for row in (columns, ["---"] * len(columns), *rows):
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|').replace(chr(10), '；') for cell in row)} |"
    yield ""


def docx(
    name: str, conversation: Conversation, source_urls: Mapping[str, str | None], language: Language, today: date
) -> bytes:
    """The conversation as a Word document."""
    from docx import Document
    from docx.oxml.ns import qn

    words = messages(language)
    document = Document()
    for style in ("Normal", "Title", "Heading 1", "Heading 2"):
        fonts = document.styles[style].element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)  # a theme's font would go before the one named
        for script in ("ascii", "hAnsi", "eastAsia"):
            fonts.set(qn(f"w:{script}"), _FONT)
    document.add_heading(_fit(name), 0)
    document.add_paragraph(words.exported.format(day=today.isoformat()))
    for exchange in conversation:
        document.add_heading(_fit(exchange.question), 1)
        if chosen := scope_words(exchange.scope, language):
            document.add_paragraph(_fit(f"{words.scope}{words.colon}{'；'.join(chosen)}"))
        answer = exchange.answer
        said = answer.answer if answer else exchange.error or words.failed
        for line in said.strip().splitlines():
            document.add_paragraph(_fit(line.replace("**", "").removeprefix("- ")), _style(line))
        if answer is None:
            continue
        if has_table(answer):
            columns, rows = survey_table(answer)
            table = document.add_table(0, len(columns), "Table Grid")
            for row in (columns, *rows):
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = _fit(text)
        if answer.citations:
            document.add_heading(words.references, 2)
            for line in references(answer.citations, source_urls, today):
                document.add_paragraph(_fit(line))
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _style(line: str) -> str:
    return "List Bullet" if line.startswith("- ") else "Normal"


def _fit(text: str) -> str:
    return _UNFIT.sub("", text)
