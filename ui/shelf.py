"""The library tab in Gradio: the documents, uploading, and the one that is open."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from index.documents import DocumentInfo
from index.errors import UnknownDocument
from ui.catalogue import catalogue_html, document_tools_html, intake_html
from ui.components import QUIET, fields, html, told
from ui.library import COLUMNS, Library, Shelf, found
from ui.messages import messages
from ui.page import ChatPage, Session
from ui.reader import document_html, unopened_html
from ui.render import Desk


@dataclass(frozen=True, slots=True)
class ShelfParts:
    """The components of the library tab."""

    catalogue: Any
    intake: Any
    files: Any
    opened: Any
    shelf: Any

    def drawn(self) -> tuple[Any, ...]:
        """The components that a change of the library redraws."""
        return (self.catalogue, self.opened, self.shelf)


def lay_out_shelf(library: Library) -> ShelfParts:
    """The components, inside the tab that is being laid out."""
    import gradio as gr

    with gr.Row(elem_id="shelf"):
        with gr.Column(elem_id="stock"):
            files = gr.File(
                label=messages("zh").upload,
                file_count="multiple",
                height=72,
                elem_id="files",
                visible=library.editable(),
            )
            intake = html("intake")
            catalogue = html("catalogue", "find", "order", "turn", "open", "again")
        opened = html("opened", "open", "again", "remove", "only")
    return ShelfParts(catalogue, intake, files, opened, gr.State(Shelf()))


class ShelfPage:
    """The tab's components as the library and a shelf show them."""

    def __init__(self, library: Library, page: ChatPage, parts: ShelfParts) -> None:
        self._library = library
        self._page = page
        self._parts = parts

    def draw(self, shelf: Shelf, session: Session) -> dict[Any, Any]:
        """Everything of the tab but what is being taken in."""
        documents, editable = self._library.documents(session.reader), self._library.editable(session.reader)
        listed = catalogue_html(found(documents, shelf), shelf, len(documents), editable, session.language)
        opened = self._opened(documents, shelf, session)
        return {self._parts.catalogue: listed, self._parts.opened: opened, self._parts.shelf: shelf}

    def _opened(self, documents: Sequence[DocumentInfo], shelf: Shelf, session: Session) -> str:
        language = session.language
        info = next((info for info in documents if info.id == shelf.opened), None)
        if info is None:
            return unopened_html(language)
        try:
            document = self._page.document(session, info.id)
        except UnknownDocument:
            return unopened_html(language)
        tools = document_tools_html(info, self._library.editable(session.reader), language)
        title = messages(language).facets["document_id"]
        desk = Desk(language, documents=self._page.documents(session))
        return document_html(document, None, desk, self._page.standing(session, info.id), above=tools, title=title)


def wire_shelf(
    library: Library, page: ChatPage, parts: ShelfParts, session: Any, changed: Callable[[Any], None]
) -> ShelfPage:
    """Wire what happens inside the tab; `changed` is told each event that may have changed the library."""
    import gradio as gr

    shown = ShelfPage(library, page, parts)
    inputs, outputs = [parts.shelf, session], list(parts.drawn())

    def find(shelf: Shelf, session: Session, press: gr.EventData) -> dict[Any, Any]:
        query = (fields(press).get("query") or [""])[0]
        return shown.draw(replace(shelf, query=query, start=0), session)

    def order(shelf: Shelf, session: Session, press: gr.EventData) -> dict[Any, Any]:
        column = str(press.column) if press.column in COLUMNS else "title"
        descending = column == shelf.column and not shelf.descending
        return shown.draw(replace(shelf, column=column, descending=descending, start=0), session)

    def turn(shelf: Shelf, session: Session, press: gr.EventData) -> dict[Any, Any]:
        return shown.draw(replace(shelf, start=max(int(press.start), 0)), session)

    def read(shelf: Shelf, session: Session, press: gr.EventData) -> dict[Any, Any]:
        return shown.draw(replace(shelf, opened=str(press.document)), session)

    def take_out(shelf: Shelf, session: Session, press: gr.EventData) -> dict[Any, Any]:
        for info in library.documents(session.reader):
            if info.id == press.document and library.editable(session.reader):
                library.take_out(info, session.reader)
        return shown.draw(replace(shelf, opened=None), session)

    def read_again(shelf: Shelf, session: Session, press: gr.EventData) -> Iterator[dict[Any, Any]]:
        chosen = getattr(press, "document", None)
        documents = [info for info in library.documents(session.reader) if chosen in (None, info.id)]
        if library.editable(session.reader):
            for intake in library.read_again(documents):
                yield {parts.intake: intake_html(intake, session.language)}
        yield shown.draw(shelf, session)

    def upload(files: list[str] | None, shelf: Shelf, session: Session) -> Iterator[dict[Any, Any]]:
        if library.editable(session.reader) and files:
            try:
                for intake in library.take_in([Path(file) for file in files], session.reader):
                    yield {parts.intake: intake_html(intake, session.language)}
            except OSError as error:
                gr.Warning(f"{error.filename}: {error.strerror}")
        yield {**shown.draw(shelf, session), parts.files: None}

    changed(parts.files.upload(upload, [parts.files, *inputs], [*outputs, parts.intake, parts.files], **QUIET))
    for component in (parts.catalogue, parts.opened):
        changed(component.again(read_again, inputs, [*outputs, parts.intake], **QUIET))
        component.open(told(read), inputs, outputs, **QUIET)
    parts.catalogue.find(told(find), inputs, outputs, **QUIET)
    parts.catalogue.order(told(order), inputs, outputs, **QUIET)
    parts.catalogue.turn(told(turn), inputs, outputs, **QUIET)
    changed(parts.opened.remove(told(take_out), inputs, outputs, **QUIET))
    return shown
