"""Records with named fields: one with a text of its own is a document, the others are rows of a table."""

import re
from collections.abc import Iterator, Sequence

from index.loaders.builder import TextBuilder
from index.loaders.fields import TEXT, field_of, stated
from index.loaders.html import load_html
from index.loaders.loaded import Loaded

Record = Sequence[tuple[str, str]]
"""Names and values, in order; a name may come again."""

_MARKUP = re.compile(r"<(?:p|div|br|table|span)\b[^>]*>", re.IGNORECASE)


def has_text(record: Record) -> bool:
    """Whether a field of the record is the text of a document."""
    return any(field_of(name) == TEXT and value.strip() for name, value in record)


def document(record: Record, member: str) -> Loaded:
    """The document that a record is: its title, its text, and what else it states."""
    fields = stated((name, value) for name, value in record if field_of(name) != TEXT)
    builder = TextBuilder()
    text = "\n".join(_plain(value) for name, value in record if field_of(name) == TEXT)
    title = " ".join(fields.get("title", "").split())
    if title and title not in text[:_TITLE_REACH]:
        builder.add(title, 1)
    for line in text.splitlines():
        builder.add(line)
    return builder.build(member, fields)


_TITLE_REACH = 500  # characters of a text that may show its title


def _plain(value: str) -> str:
    """The text of a field, which may be markup of the page that it was taken from."""
    if not _MARKUP.search(value):
        return value
    (page,) = load_html(f"<html><body>{value}</body></html>".encode())
    return page.text


def table(records: Iterator[Record], member: str | None = None) -> Loaded:
    """The rows as one document, each with its column names."""
    builder = TextBuilder()
    for record in records:
        builder.add_record(record)
    return builder.build(member)
