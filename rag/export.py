"""Answers as spreadsheets: the findings of a survey, the table of a comparison or the citations, as CSV or XLSX."""

import csv
import io
from pathlib import Path

from rag.errors import ExportFailed
from rag.messages import say
from rag.records import Answer, Finding

FORMATS = (".csv", ".xlsx")
_LONGEST_CELL = 32_767  # characters that a cell of XLSX holds
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet program would run what begins so


def survey_table(answer: Answer) -> tuple[list[str], list[list[str]]]:
    """Column heads and rows of all that an answer found: every document examined, else its table, else its citations.

    Each row is as long as the heads. Quotations stand as published.
    """
    language = answer.language
    if answer.coverage is not None:
        heads = ("document", "region", "verdict", "passage", "note", "document_id")
        return [say(head, language) for head in heads], [_row(answer, f) for f in answer.coverage.findings]
    if answer.table is not None:
        return answer.table.columns, [[cell.text for cell in row] for row in answer.table.rows]
    heads = ("document", "region", "document_number", "issued_on", "passage", "document_id")
    rows = [
        [c.title, c.region or "", c.document_number or "", c.issued_on or "", c.quote, c.document_id]
        for c in answer.citations
    ]
    return [say(head, language) for head in heads], rows


def spreadsheet(answer: Answer, suffix: str) -> bytes:
    """The file's content. CSV has a byte order mark, without which Excel takes Chinese for Latin.

    Raises ExportFailed for another suffix than `.csv` and `.xlsx`.
    """
    columns, rows = survey_table(answer)
    if suffix == ".csv":
        text = io.StringIO(newline="")
        csv.writer(text).writerows([[_inert(cell) for cell in row] for row in [columns, *rows]])
        return text.getvalue().encode("utf-8-sig")
    if suffix == ".xlsx":
        return _xlsx([columns, *rows])
    raise ExportFailed(f"{suffix or '—'}: 只能导出 / exports only as {' 或 / or '.join(FORMATS)}")


def export(answer: Answer, path: Path) -> None:
    """Write the answer to a file, in the format that its suffix names. Raises ExportFailed."""
    try:
        path.write_bytes(spreadsheet(answer, path.suffix.lower()))
    except OSError as error:
        raise ExportFailed(f"{path}: 无法写入 / cannot be written: {error.strerror}") from error


def _row(answer: Answer, finding: Finding) -> list[str]:
    quotes = {citation.marker: citation.quote for citation in answer.citations}
    return [
        finding.title,
        finding.region or "",
        say(f"verdict_{finding.verdict}", answer.language),
        "\n".join(quotes[marker] for marker in finding.citations),
        finding.note or "",
        finding.document_id,
    ]


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _xlsx(rows: list[list[str]]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        cells = [WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", cell)[:_LONGEST_CELL]) for cell in row]
        for cell in cells:
            cell.data_type = "s"  # text, also where it begins like a formula
        sheet.append(cells)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
