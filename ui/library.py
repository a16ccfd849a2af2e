"""The documents as a library: found, sorted, taken in, read again and taken out."""

import queue
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.documents import DocumentInfo
from index.errors import IndexUnavailable, ZhengwenError
from index.ingest import ingest, remove
from index.lexicon import fold_text
from index.reports import FileReport, Report
from rag.settings import Settings
from ui.access import NOBODY, Access

PAGE_SIZE = 50  # documents of the list shown at once
_MEMBER = "!/"  # stands between the path of a file and that of a document inside it

_COLUMNS: Mapping[str, Callable[[DocumentInfo], str]] = {
    "title": lambda info: info.name,
    "region": lambda info: info.metadata.region or "",
    "issuer": lambda info: info.metadata.issuer or "",
    "document_number": lambda info: info.metadata.document_number or "",
    "issued_on": lambda info: info.metadata.issued_on or info.metadata.published_on or "",
}
COLUMNS = tuple(_COLUMNS)


@dataclass(frozen=True, slots=True)
class Shelf:
    """What of the library one browser tab looks at: a search, an order, a page of it, an opened document."""

    query: str = ""
    column: str = "title"
    descending: bool = False
    start: int = 0
    opened: str | None = None


@dataclass(frozen=True, slots=True)
class Intake:
    """How far files have been taken in; `error` when the run broke off, `finished` when it is over."""

    files: tuple[FileReport, ...] = field(default=())
    total: int = 0
    finished: bool = False
    error: str | None = None


class Library:
    """The documents of an index and the files behind them. Uploads are kept in `uploads` inside the index's folder."""

    def __init__(self, access: Access, settings: Settings) -> None:
        self._access = access
        self._settings = settings

    def editable(self, reader: str = NOBODY) -> bool:
        """Whether the reader may change it."""
        return self._access.may_edit(reader)

    def documents(self, reader: str = NOBODY) -> list[DocumentInfo]:
        """All documents that the reader may know; none while there is no index."""
        try:
            return list(self._access.engine(reader).documents())
        except IndexUnavailable:
            return []

    def take_in(self, files: Sequence[Path], reader: str = NOBODY) -> Iterator[Intake]:
        """Keep uploaded files and index them; one of the same name replaces the earlier. Tells how far it is."""
        uploads = self._access.uploads(reader)
        uploads.mkdir(parents=True, exist_ok=True)
        kept = []
        for file in files:
            target = uploads / (file.name.lstrip(".") or "file")
            shutil.copyfile(file, target)
            kept.append(target)
        yield from self._run(kept)

    def read_again(self, documents: Sequence[DocumentInfo]) -> Iterator[Intake]:
        """Bring the documents up to date with their files; what is gone is reported as failed and stays indexed."""
        paths = dict.fromkeys(Path(info.path.split(_MEMBER)[0]) for info in documents)
        gone = "文件已不在原处，保留已收录的内容 / the file is gone; what was indexed stays"
        missing = tuple(FileReport(path, "failed", gone) for path in paths if not path.exists())
        yield from self._run([path for path in paths if path.exists()], missing)

    def take_out(self, document: DocumentInfo, reader: str = NOBODY) -> None:
        """Remove the document from the index, and its file where the reader uploaded that. Files of the same text that
        the reader may not know stay indexed."""
        whole = self._access.whole().index.by_id[document.id]
        hidden = [Path(path.split(_MEMBER)[0]) for path in whole.paths if path not in document.paths]
        remove([document.id], self._settings.index)
        path = Path(document.path.split(_MEMBER)[0])
        alone = all(other.path.split(_MEMBER)[0] != str(path) for other in self.documents(reader))
        if alone and path.parent == self._access.uploads(reader).resolve():
            path.unlink(missing_ok=True)
        if kept := [path for path in hidden if path.exists()]:
            ingest(kept, self._settings.index, embedding_model=self._settings.embedding_model)

    def _run(self, paths: Sequence[Path], before: tuple[FileReport, ...] = ()) -> Iterator[Intake]:
        """Ingest in a thread of its own, whose events come out one by one."""
        events: queue.SimpleQueue[tuple[FileReport, int] | Report | BaseException] = queue.SimpleQueue()

        def work() -> None:
            try:
                events.put(
                    ingest(
                        paths,
                        self._settings.index,
                        embedding_model=self._settings.embedding_model,
                        progress=lambda file, _, total: events.put((self._told(file), total)),
                    )
                )
            except BaseException as error:
                events.put(error)

        files, total = list(before), len(paths) + len(before)
        yield Intake(tuple(files), total, finished=not paths)
        if not paths:
            return
        threading.Thread(target=work, name="intake").start()
        while True:
            event = events.get()
            if isinstance(event, Report):
                yield Intake((*before, *map(self._told, event.files)), total, finished=True)
                return
            if isinstance(event, ZhengwenError):
                yield Intake(tuple(files), total, finished=True, error=str(event))
                return
            if isinstance(event, BaseException):
                raise event
            files.append(event[0])
            yield Intake(tuple(files), total)

    def _told(self, file: FileReport) -> FileReport:
        """The report without the other file of the same text, which the reader might not know."""
        hides = self._access.limited and file.outcome == "duplicate"
        return replace(file, outcome="added", reason=None) if hides else file


def found(documents: Sequence[DocumentInfo], shelf: Shelf) -> list[DocumentInfo]:
    """The documents that hold every word of the search in what is known of them, in the shelf's order.

    What states nothing in the column of the order comes last either way.
    """
    sought = [fold_text(word) for word in shelf.query.split()]
    kept = [info for info in documents if not sought or _holds(info, sought)]
    key = _COLUMNS.get(shelf.column, _COLUMNS["title"])
    stated = sorted(
        (info for info in kept if key(info)), key=lambda info: (key(info), info.id), reverse=shelf.descending
    )
    return stated + [info for info in kept if not key(info)]


def _holds(info: DocumentInfo, sought: Sequence[str]) -> bool:
    metadata = info.metadata
    known = (info.name, info.source, metadata.region, metadata.issuer, metadata.document_number, metadata.genre)
    text = fold_text(" ".join(filter(None, (*known, metadata.issued_on, metadata.index_number))))
    return all(word in text for word in sought)
