"""Spreadsheets and CSV: each row a line with the names of its columns, or a document where it has a text."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO, StringIO
from itertools import chain, islice
from typing import Any

from index.errors import UnreadableFile
from index.loaders import limits, records
from index.loaders.builder import TextBuilder
from index.loaders.fields import TEXT, field_of
from index.loaders.loaded import Loaded
from index.loaders.text import decode

Row = Sequence[str]

_SAMPLE = 50  # rows that show what a table is
_LONGEST_NAME = 60  # characters of a column's name
_DOCUMENT = 200  # characters on average in a column that holds documents
_SHEET_ROWS = 1_048_576  # of a sheet in Excel; a file may claim more
_DELIMITERS = ",\t;|"


def load_csv(data: bytes) -> Iterator[Loaded]:
    """The rows of a CSV or TSV file. Raises UnreadableFile when it cannot be decoded or split."""
    text = decode(data)
    first = text[:_HEAD].split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    csv.field_size_limit(limits.TEXT_CHARACTERS)
    try:
        yield from _documents(csv.reader(StringIO(text, newline=""), delimiter=delimiter), None)
    except csv.Error as error:
        raise UnreadableFile(f"CSV 无法解析 / the CSV cannot be parsed: {error}") from error


_HEAD = 10_000  # characters within which the first line ends


def load_xlsx(data: bytes) -> Iterator[Loaded]:
    """The visible sheets of a workbook, each a document. Raises whatever openpyxl stumbles over in a damaged one."""
    from openpyxl import load_workbook

    workbook = load_workbook(BytesIO(data), read_only=True, data_only=True)
    try:
        sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
        for sheet in sheets:
            sheet.reset_dimensions()  # what the file says of its size may be wrong
            rows = (tuple(_shown(cell) for cell in row) for row in islice(sheet.iter_rows(), _SHEET_ROWS))
            yield from _documents(rows, sheet.title if len(sheets) > 1 else None)
    finally:
        workbook.close()


def _shown(cell: Any) -> str:
    """A cell as it is shown, as far as that changes what it says: dates, percentages, whole numbers."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float)):
        percent = "%" in (cell.number_format or "")
        return f"{value * 100:.10g}%" if percent else f"{value:.15g}"
    if hasattr(value, "isoformat"):
        return str(value.isoformat(" ") if hasattr(value, "hour") and hasattr(value, "year") else value).removesuffix(
            " 00:00:00"
        )
    return str(value)


def _documents(rows: Iterable[Sequence[str]], member: str | None) -> Iterator[Loaded]:
    """The table as one document or, where a column holds texts, as one a row."""
    filled: Iterator[Row] = (row[: limits.COLUMNS] for row in rows if any(cell.strip() for cell in row))
    sample = list(islice(filled, _SAMPLE))
    above, names = _header(sample)
    rest = chain(sample[len(above) + bool(names) :], filled)
    if names and _holds_documents(names, sample[len(above) + 1 :]):
        for number, row in enumerate(islice(rest, limits.ROWS), 1):
            record = list(zip(names, row, strict=False))
            if records.has_text(record):
                yield records.document(record, f"{member}/{number}" if member else str(number))
        return
    builder = TextBuilder()
    for row in above:
        builder.add(" ".join(cell for cell in row if cell.strip()))
    count = 0
    for row in rest:
        count += 1
        if count > limits.ROWS:
            break
        if names:
            padded = [*names, *[""] * (len(row) - len(names))]
            builder.add_record(zip(padded, row, strict=False))
        elif sum(1 for cell in row if cell.strip()) > 1:
            builder.add_row(row)
        else:
            builder.add(" ".join(row))
    notices = (
        [f"只收录前 {limits.ROWS} 行 / only the first {limits.ROWS} rows were taken"] if count > limits.ROWS else []
    )
    yield builder.build(member, {"title": above[0][0]} if above else {}, notices)


def _header(sample: Sequence[Row]) -> tuple[Sequence[Row], Row | None]:
    """The lines above the table and the names of its columns, None where its first full row is data."""
    for position, row in enumerate(sample):
        cells = [cell.strip() for cell in row if cell.strip()]
        if len(cells) < 2:
            continue
        wordy = all(len(cell) <= _LONGEST_NAME and not _has_number(cell) for cell in cells)
        if wordy and len(set(cells)) == len(cells) and position + 1 < len(sample):
            return sample[:position], [" ".join(cell.split()) for cell in row]
        break
    return (), None


def _has_number(cell: str) -> bool:
    return cell.replace(",", "").replace(".", "").removesuffix("%").removeprefix("-").isdecimal() and len(cell) != 4


def _holds_documents(names: Row, sample: Sequence[Row]) -> bool:
    """Whether the table has a title's column and one whose cells are as long as documents."""
    fields = [field_of(name) for name in names]
    if "title" not in fields or TEXT not in fields:
        return False
    texts = [row[at] for row in sample for at, field in enumerate(fields) if field == TEXT and at < len(row)]
    texts = [text for text in texts if text.strip()]
    return sum(len(text) for text in texts) >= _DOCUMENT * max(len(texts), 1)
