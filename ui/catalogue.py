"""The library → HTML: the list of documents, what came of an intake, and the desk of an opened document."""

from collections.abc import Sequence

from index.documents import DocumentInfo
from ui.library import COLUMNS, PAGE_SIZE, Intake, Shelf
from ui.markup import attribute, escape
from ui.messages import Language, Messages, messages


def catalogue_html(
    documents: Sequence[DocumentInfo], shelf: Shelf, total: int, editable: bool, language: Language
) -> str:
    """One page of the documents found, of `total`, as a table to search, sort and open from."""
    words = messages(language)
    head = "".join(_head_html(column, shelf, words) for column in COLUMNS)
    shown = documents[shelf.start : shelf.start + PAGE_SIZE]
    rows = "".join(_row_html(info, info.id == shelf.opened, words) for info in shown)
    again = (
        f'<button type="button" class="link" data-event="again">{words.read_all_again}</button>'
        if editable and total
        else ""
    )
    body = (
        f'<table class="documents"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
        if rows
        else f'<p class="empty">{words.none_found if total else words.no_documents}</p>'
    )
    return (
        f'<section class="catalogue" aria-label="{words.tabs[1]}"><form class="find" data-event="find" role="search">'
        f'<input type="search" name="query" value="{attribute(shelf.query)}" placeholder="{words.find_documents}"'
        f' aria-label="{words.find_documents}"><button>{words.find}</button><span role="status">'
        f"{words.found.format(count=len(documents), total=total)}</span>{again}</form>{body}"
        f"{_pages_html(len(documents), shelf, words)}</section>"
    )


def _head_html(column: str, shelf: Shelf, words: Messages) -> str:
    name = words.catalogue[column]
    state = ("descending" if shelf.descending else "ascending") if column == shelf.column else "none"
    return (
        f'<th scope="col" aria-sort="{state}"><button type="button" data-event="order" data-column="{column}"'
        f' title="{words.sorted_by.format(column=name)}">{name}</button></th>'
    )


def _row_html(info: DocumentInfo, opened: bool, words: Messages) -> str:
    metadata = info.metadata
    day = metadata.issued_on or metadata.published_on
    cells = (metadata.region, metadata.issuer, metadata.document_number, day)
    none = f'<span class="empty">{words.not_stated}</span>'
    columns = "".join(
        f'<td data-label="{words.catalogue[column]}" dir="auto">{escape(cell or "") or none}</td>'
        for column, cell in zip(COLUMNS[1:], cells, strict=True)
    )
    current = ' aria-current="true"' if opened else ""
    return (
        f'<tr{current}><th scope="row"><button type="button" class="link" data-event="open"'
        f' data-document="{attribute(info.id)}" dir="auto">{escape(info.name)}</button></th>{columns}</tr>'
    )


def _pages_html(count: int, shelf: Shelf, words: Messages) -> str:
    if count <= PAGE_SIZE:
        return ""
    last = min(shelf.start + PAGE_SIZE, count)
    buttons = []
    for label, start, possible in (
        (words.previous, shelf.start - PAGE_SIZE, shelf.start > 0),
        (words.following, shelf.start + PAGE_SIZE, last < count),
    ):
        off = "" if possible else " disabled"
        buttons.append(
            f'<button type="button" class="link" data-event="turn" data-start="{start}"{off}>{label}</button>'
        )
    place = f"{shelf.start + 1}–{last} / {count}"
    return f'<nav class="pages" aria-label="{words.pages}">{buttons[0]} {place} {buttons[1]}</nav>'


def intake_html(intake: Intake, language: Language) -> str:
    """How far files are taken in, and what came of each."""
    words = messages(language)
    done = len(intake.files)
    told = words.taken_in if intake.finished else words.taking_in
    bar = "" if intake.finished else f'<progress max="{max(intake.total, 1)}" value="{done}"></progress>'
    items = "".join(
        f'<li class="{file.outcome}"><strong>{words.outcomes[file.outcome]}</strong> <span dir="auto">'
        f"{escape(file.path.name)}</span>{_passages(file.chunks, words)} {escape(file.reason or '')}</li>"
        for file in intake.files
    )
    failure = f'<p class="failure" role="alert">{escape(intake.error)}</p>' if intake.error else ""
    return (
        f'<div class="intake" role="status"><p>{told.format(done=done, total=intake.total)}</p>{bar}</div>'
        f'{failure}<ul class="arrivals">{items}</ul>'
    )


def _passages(count: int, words: Messages) -> str:
    return f" <small>{words.passages.format(count=count)}</small>" if count else ""


def document_tools_html(document: DocumentInfo, editable: bool, language: Language) -> str:
    """What can be done with an opened document."""
    words = messages(language)
    identity = attribute(document.id)
    tools = [
        f'<button type="button" class="link" data-event="only" data-document="{identity}">{words.ask_only}</button>'
    ]
    if editable:
        tools.append(
            f'<button type="button" class="link" data-event="again" data-document="{identity}">'
            f"{words.read_again}</button>"
        )
        tools.append(
            f'<details class="sure"><summary>{words.remove}</summary><p>{words.remove_sure}</p><button type="button"'
            f' class="danger" data-event="remove" data-document="{identity}">{words.remove_yes}</button></details>'
        )
    return f'<div class="document-tools">{"".join(tools)}</div>'
