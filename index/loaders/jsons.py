"""JSON and JSON Lines: every record with a text is a document, records without one are rows."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from index.errors import UnreadableFile
from index.loaders import limits, records
from index.loaders.fields import TEXT, field_of
from index.loaders.loaded import Loaded
from index.loaders.records import Record
from index.loaders.text import decode

_IDENTITY = ("id", "_id", "uuid", "编号", "序号")


def load_json(data: bytes) -> Iterator[Loaded]:
    """The documents of the records. Raises UnreadableFile when it is neither JSON nor JSON Lines, or has no records."""
    text = decode(data)
    notices: list[str] = []
    try:
        found = _records(_parsed(text)) if len(data) <= limits.MARKUP_BYTES else None
    except json.JSONDecodeError:
        found = None
    lines = _lines(text, notices) if found is None else found
    rows: list[Record] = []
    count = 0
    for number, value in enumerate(lines, 1):
        count += 1
        if count > limits.ROWS:
            notices.append(f"只收录前 {limits.ROWS} 条记录 / only the first {limits.ROWS} records were taken")
            break
        record = _flat(value)
        if records.has_text(record):
            yield records.document(record, _identity(value, number))
        elif record:
            rows.append(record)
    if rows or notices:
        table = records.table(iter(rows))
        yield Loaded(table.text, None, table.headings, notices=tuple(notices))
    if not count:
        raise UnreadableFile("JSON 中没有记录 / no records in the JSON")


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError as error:
        raise UnreadableFile(_TOO_DEEP) from error


_TOO_DEEP = f"JSON 嵌套超过 {limits.JSON_DEPTH} 层 / the JSON is nested deeper than {limits.JSON_DEPTH} levels"


def _lines(text: str, notices: list[str]) -> Iterator[Any]:
    """The values of JSON Lines; lines that are none are told in `notices`."""
    bad: list[int] = []
    good = 0
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = _parsed(line)
        except json.JSONDecodeError:
            bad.append(number)
            if len(bad) > _MOST_BAD and len(bad) > good:
                break
            continue
        good += 1
        yield value
    if not good:
        raise UnreadableFile("不是有效的 JSON / not valid JSON")
    if bad:
        some = ", ".join(map(str, bad[:10])) + ("…" if len(bad) > 10 else "")
        notices.append(f"第 {some} 行不是有效的 JSON / line {some} is no valid JSON")


_MOST_BAD = 100  # lines


def _records(value: Any) -> Sequence[Any]:
    """The list of records that the value is or holds; else the value itself, as the only one."""
    if isinstance(value, list):
        return value
    if isinstance(value, dict):
        lists = [each for each in value.values() if isinstance(each, list) and each and isinstance(each[0], dict)]
        if lists and not records.has_text([(name, each) for name, each in value.items() if isinstance(each, str)]):
            return max(lists, key=len)
    return [value]


def _identity(value: Any, number: int) -> str:
    """What tells the record from the others: its own identifier, or its number."""
    if isinstance(value, dict):
        for name in _IDENTITY:
            if isinstance(value.get(name), (str, int)) and str(value[name]).strip():
                return str(value[name])[:100]
    return str(number)


def _flat(value: Any) -> Record:
    """The names and values in a record, whatever they are nested in; what is in a text's field is text.

    Raises UnreadableFile when it is nested too deep.
    """
    found: list[tuple[str, str]] = []
    waiting: list[tuple[str, Any, int]] = [("", value, 0)]
    while waiting:
        name, each, depth = waiting.pop()
        if depth > limits.JSON_DEPTH:
            raise UnreadableFile(_TOO_DEEP)
        if isinstance(each, dict):
            inside = [(name if field_of(name) == TEXT else str(key), held, depth + 1) for key, held in each.items()]
            waiting += reversed(inside)
        elif isinstance(each, list):
            waiting += [(name, held, depth + 1) for held in reversed(each)]
        elif isinstance(each, bool):
            found.append((name, "是" if each else "否"))
        elif each is not None and str(each).strip():
            found.append((name, str(each)))
    return found
