"""Spreadsheets and CSV: each row a line with the names of its columns, or a document where it has a text."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO, StringIO
from itertools import chain, islice
from typing import IO, Any

from index.errors import UnreadableFile
from index.loaders import limits, records
from index.loaders.builder import TextBuilder
from index.loaders.columns import Row, header
from index.loaders.fields import TEXT, field_of
from index.loaders.loaded import Loaded
from index.loaders.text import decode

_SAMPLE = 50  # rows that show what a table is
_DOCUMENT = 200  # characters on average in a column that holds documents
_SHEET_ROWS = 1_048_576  # of a sheet in Excel; a file may claim more
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]{0,80}?ref=["']([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})["']""")
_LONGEST_REFERENCE = 200  # bytes of a merged range in the XML, more or less
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
    from openpyxl.utils import range_boundaries

    workbook = load_workbook(BytesIO(data), read_only=True, data_only=True)
    try:
        sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
        for sheet in sheets:
            sheet.reset_dimensions()  # what the file says of its size may be wrong
            rows = (tuple(_shown(cell) for cell in row) for row in islice(sheet.iter_rows(), _SHEET_ROWS))
            merged = [range_boundaries(each) for each in _merged(sheet._get_source())]
            yield from _documents(_filled(rows, merged), sheet.title if len(sheets) > 1 else None)
    finally:
        workbook.close()


def _merged(sheet: IO[bytes]) -> list[str]:
    """The ranges of merged cells that the XML of a sheet tells behind all its rows, which openpyxl leaves out when it
    reads row by row."""
    found: dict[str, None] = {}
    end = b""
    with sheet:
        while block := sheet.read(1 << 20):
            found.update(dict.fromkeys(each.decode() for each in _MERGED.findall(end + block)))
            end = block[-_LONGEST_REFERENCE:]
    return list(found)


def _filled(rows: Iterable[Row], merged: Sequence[tuple[int, int, int, int]]) -> Iterator[Row]:
    """The rows, each cell of a merged range with what the range says; a caption across the table is said once.

    Ranges are (first column, first row, last column, last row), from 1.
    """
    waiting = sorted(merged, key=lambda each: each[1], reverse=True)
    open_: list[tuple[tuple[int, int, int, int], str]] = []
    for number, row in enumerate(rows, 1):
        cells = list(row)
        while waiting and waiting[-1][1] <= number:
            area = waiting.pop()
            text = cells[area[0] - 1] if area[1] == number and area[0] <= len(cells) else ""
            alone = sum(1 for cell in cells if cell.strip()) == 1
            if text and not (alone and area[1] == area[3]):
                open_.append((area, text))
        open_ = [(area, text) for area, text in open_ if area[3] >= number]
        for (first, _, last, _), text in open_:
            cells += [""] * (min(last, limits.COLUMNS) - len(cells))
            cells[first - 1 : min(last, limits.COLUMNS)] = [text] * (min(last, limits.COLUMNS) - first + 1)
        yield cells


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
    above, names, start = header(sample)
    rest = chain(sample[start:], filled)
    if names and _holds_documents(names, sample[start:]):
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


def _holds_documents(names: Row, sample: Sequence[Row]) -> bool:
    """Whether the table has a title's column and one whose cells are as long as documents."""
    fields = [field_of(name) for name in names]
    if "title" not in fields or TEXT not in fields:
        return False
    texts = [row[at] for row in sample for at, field in enumerate(fields) if field == TEXT and at < len(row)]
    texts = [text for text in texts if text.strip()]
    return sum(len(text) for text in texts) >= _DOCUMENT * max(len(texts), 1)
