"""The table of an answer as a sheet: CSV and XLSX."""

import csv
import io
from dataclasses import dataclass

from rag.records import Answer, Citation
from ui.messages import Language, messages

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what spreadsheets take for a formula, whatever a document says


@dataclass(frozen=True, slots=True)
class Sheet:
    """Columns and rows of text."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def has_sheet(answer: Answer) -> bool:
    """Whether the answer has a table to save."""
    return answer.coverage is not None or answer.table is not None


def sheet_of(answer: Answer, language: Language) -> Sheet | None:
    """A survey's findings with their sources, or a comparison; None for an answer without a table."""
    words = messages(language)
    cited = {citation.marker: citation for citation in answer.citations}
    if answer.coverage is not None:
        rows = []
        for finding in answer.coverage.findings:
            found = [cited[marker] for marker in finding.citations]
            rows.append(
                (
                    finding.region or "",
                    words.verdicts[finding.verdict],
                    "\n".join(citation.quote for citation in found),
                    finding.note or "",
                    finding.title,
                    "\n".join(filter(None, (citation.document_number for citation in found))),
                    "\n".join(filter(None, (citation.issued_on for citation in found))),
                    "\n".join(map(_place, found)),
                )
            )
        return Sheet((*words.columns, *words.sheet_columns), tuple(rows))
    if answer.table is not None:
        compared = [
            tuple(cell.text + "".join(f"[{marker}]" for marker in cell.citations) for cell in row)
            for row in answer.table.rows
        ]
        return Sheet(tuple(answer.table.columns), tuple(compared))
    return None


def _place(citation: Citation) -> str:
    path = " › ".join(citation.heading_path)
    return f"{path} ({citation.source} {citation.start}:{citation.end})".strip()


def csv_bytes(sheet: Sheet) -> bytes:
    """UTF-8 with the mark that Excel needs to see that it is; no cell is a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    for row in (sheet.columns, *sheet.rows):
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row])
    return text.getvalue().encode("utf-8-sig")


def xlsx_bytes(sheet: Sheet) -> bytes:
    """A workbook of one sheet, every cell of it text, the columns in sight while it scrolls."""
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    page = book.active
    assert page is not None
    for number, row in enumerate((sheet.columns, *sheet.rows), 1):
        for column, text in enumerate(row, 1):
            cell = page.cell(number, column, ILLEGAL_CHARACTERS_RE.sub("", text))
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=number == 1)
    for column, cells in enumerate(page.iter_cols(), 1):
        longest = max(len(line) for cell in cells for line in str(cell.value or "").split("\n"))
        page.column_dimensions[page.cell(1, column).column_letter].width = min(max(2 * longest + 2, 8), 60)
    page.freeze_panes = "A2"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
