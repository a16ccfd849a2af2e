"""The pipeline from files to index: what changed is read, embedded and stored in one transaction."""

import logging
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from index import caches, reading, store
from index.chunking import embedding_text
from index.documents import Chunk, Document
from index.errors import IndexUnavailable, ModelUnavailable, UnreadableFile
from index.local import model_setting, require_embedder
from index.snapshot import Snapshot
from index.stated import SIDE_CAR
from index.store import Known, Manifest, Writer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.embedding import Embedder

log = logging.getLogger(__name__)

BATCH = 256  # chunks embedded at once

Outcome = Literal["added", "unchanged", "updated", "removed", "failed"]


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file. `reason` says why it failed or was removed, or what of it was left out; `chunks` counts
    its passages, for a removed file those it had. `document_id` is its document's, of several (an archive's) the first.
    """

    path: Path
    outcome: Outcome
    reason: str | None = None
    document_id: str | None = None
    chunks: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Report:
    """Every file of one run in order, and the generation of the index after it."""

    files: tuple[FileReport, ...]
    generation: int
    seconds: float

    @property
    def counts(self) -> dict[Outcome, int]:
        """How many files had each outcome; outcomes that none had are left out."""
        return dict(Counter(file.outcome for file in self.files))


Progress = Callable[[FileReport, int, int], None]
"""Called after each file with its report, the number of files done, and the number of all."""


def ingest(
    paths: Sequence[Path],
    folder: Path,
    *,
    embedding_model: str | None = None,
    progress: Progress | None = None,
    rebuild: bool = False,
) -> Report:
    """Bring the index in `folder` up to date with the files at `paths`, folders with all that lies in them.

    An unchanged file costs a hash; a changed one replaces its passages; one that cannot be read is reported as failed
    and keeps the passages it had. `rebuild` makes the index anew from these paths alone, with any embedding model;
    what lay elsewhere is reported as removed. An index of the built-in model takes another one of it, which came with
    an update of the program, by itself. The old generation answers until all is done, and if anything breaks.

    Raises UnreadableFile for a path that does not exist, before anything is changed; IndexUnavailable,
    IndexVersionMismatch, EmbedderMismatch, ModelUnavailable or IndexBusy when the index cannot be written.
    """
    began = time.monotonic()
    files = find_files(paths, folder)
    with store.write_lock(folder):
        model = _Model(embedding_model)
        _prepare(folder, model, rebuild)
        with store.writing(folder) as writer:
            run = _Run(writer, model, progress)
            if model.renewed:
                run.embed_again(folder)
            reports = run.all(files, rebuild)
        caches.bring_up_to_date(folder)
        return _report(folder, reports, began)


def remove(references: Sequence[str], folder: Path) -> Report:
    """Remove documents by id, file name, document number or title; nothing of them stays in the index.

    Raises UnknownDocument before anything is changed, and what opening or writing the index raises.
    """
    began = time.monotonic()
    store.connect(folder).close()  # no folder is made where there is no index
    with store.write_lock(folder):
        truth = Snapshot(folder)
        found = dict.fromkeys(truth.resolve(reference) for reference in references)
        documents = [truth.document(identity) for identity in found]
        truth.close()
        with store.writing(folder) as writer:
            reports = [_removed(writer, document.id, Path(document.path)) for document in documents]
        caches.bring_up_to_date(folder)
        return _report(folder, reports, began)


def _removed(writer: Writer, identity: str, path: Path, reason: str | None = None) -> FileReport:
    chunks = writer.delete_document(identity, forget=True)
    return FileReport(path, "removed", reason, identity, chunks)


def find_files(paths: Sequence[Path], folder: Path) -> list[Path]:
    """The files at and under the paths, absolute, each once, folders walked in sorted order.

    Hidden files and folders inside a folder are left out, and so are side-cars and the index `folder` itself. A folder
    that cannot be listed stands for itself, so that it is reported. Raises UnreadableFile for a path that does not
    exist.
    """
    missing = [str(path) for path in paths if not os.path.exists(path)]
    if missing:
        raise UnreadableFile(f"{', '.join(missing)}: 路径不存在 / no such file or folder")
    seen = {folder.resolve()}
    return list(dict.fromkeys(found for path in paths for found in _walk(_real(path), seen)))


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))  # unlike Path.resolve, it bears a link to itself


def _walk(path: Path, seen: set[Path]) -> Iterator[Path]:
    """Files at or under the path; `seen` are folders not to enter (again): a link may lead back up."""
    if not path.is_dir():
        yield path
        return
    if path in seen:
        return
    seen.add(path)
    try:
        names = sorted(os.listdir(path))
    except OSError:
        yield path
        return
    for name in names:
        if not name.startswith(".") and not name.endswith(SIDE_CAR):
            yield from _walk(_real(path / name), seen)


class _Model:
    """The embedding model of a run, loaded only once something has to be embedded."""

    def __init__(self, model: str | None) -> None:
        self.asked = bool(model)
        self.setting = model_setting(model)
        self.renewed = False  # the index was built with the built-in model, which is another one by now
        self._embedder: Embedder | None = None
        self._manifest: Manifest | None = None

    def belongs_to(self, manifest: Manifest) -> None:
        """Settle on the model of an index that is to be continued. Raises EmbedderMismatch."""
        self._manifest = manifest
        if not self.asked:
            self.setting = manifest.model
        elif self.setting != manifest.model:
            self.embedder()
        if manifest.model is None:
            from index.embedding import builtin_name

            self.renewed = builtin_name() != manifest.embedder
            self._manifest = None if self.renewed else manifest

    def embedder(self) -> "Embedder":
        if self._embedder is None:
            from index.embedding import load_embedder

            self._embedder = load_embedder(self.setting)
        return require_embedder(self._manifest, self._embedder) if self._manifest else self._embedder

    def description(self) -> dict[str, Any]:
        """What the manifest keeps of it."""
        embedder = self.embedder()
        return {"model": self.setting, "embedder": embedder.name, "dimension": embedder.dimension}


def _prepare(folder: Path, model: _Model, rebuild: bool) -> None:
    """See to it that there is an index that the run can continue or start over."""
    try:
        manifest = store.manifest_of(folder)
    except store.NoIndex:
        store.create(folder, **model.description())
    except IndexUnavailable:
        if not rebuild:
            raise
        store.create(folder, **model.description())
    else:
        if not rebuild:
            model.belongs_to(manifest)
            return
        if not model.asked:
            model.setting = manifest.model
        if not store.is_sound(folder):
            store.create(folder, **model.description())


class _Run:
    """The files of one ingest on their way into the database."""

    def __init__(self, writer: Writer, model: _Model, progress: Progress | None) -> None:
        self._writer = writer
        self._model = model
        self._progress = progress
        self._known = _by_file(writer.known())
        self._waiting: list[tuple[Chunk, str]] = []  # chunks to embed, with what is embedded of them

    def all(self, files: Sequence[Path], rebuild: bool) -> list[FileReport]:
        """Take in every file, in order."""
        before = self._known
        if rebuild:
            self._writer.start_over(**self._model.description())
            self._known = {}
        reports = []
        for done, path in enumerate(files, 1):
            began = time.monotonic()
            report = replace(self._one(path), seconds=time.monotonic() - began)
            reports.append(report)
            if self._progress:
                self._progress(report, done, len(files))
        self._embed_waiting()
        if rebuild:
            gone = before.keys() - {str(path) for path in files}
            reason = "不在重建的路径中 / not among the paths of the rebuild"
            reports += [_file_report(Path(path), "removed", reason, before[path]) for path in sorted(gone)]
        return reports

    def embed_again(self, folder: Path) -> None:
        """Give every passage stored before this run the vector of the present model."""
        log.warning(
            "%s: 内置模型已更新，重新计算全部段落的向量 / the built-in model is another one by now: "
            "all passages are embedded again",
            folder,
        )
        self._writer.change_model(**self._model.description())
        with closing(Snapshot(folder)) as stored:
            passages = stored.chunks_since(-1)
            while batch := list(islice(passages, BATCH)):
                vectors = self._vectors([embedding_text(title, chunk) for title, chunk in batch])
                self._writer.replace_vectors([chunk.id for _, chunk in batch], vectors)

    def _one(self, path: Path) -> FileReport:
        known = self._known.get(str(path), [])
        try:
            _check_file(path)
            if known and reading.content_hash(path) == known[0].content_hash:
                return _file_report(path, "unchanged", None, known)
            documents = _read(path)
        except UnreadableFile as error:
            kept = "（保留原有内容 / its earlier passages are kept）" if known else ""
            return _file_report(path, "failed", f"{error}{kept}", known)
        for each in known:
            self._writer.delete_document(each.id, forget=False)
        for document in documents:
            self._add(document)
        return FileReport(
            path,
            "updated" if known else "added",
            "；".join(notice for document in documents for notice in document.notices) or None,
            documents[0].id,
            sum(len(document.chunks) for document in documents),
        )

    def _add(self, document: Document) -> None:
        if not document.text:
            return
        self._writer.add_document(document)
        self._waiting += [(chunk, embedding_text(document.metadata.title, chunk)) for chunk in document.chunks]
        while len(self._waiting) >= BATCH:
            self._embed_waiting()

    def _embed_waiting(self) -> None:
        """Embed and store one batch of the chunks that wait."""
        batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
        if batch:
            self._writer.add_chunks([chunk for chunk, _ in batch], self._vectors([text for _, text in batch]))

    def _vectors(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """The texts' vectors, (n, dimension). Raises ModelUnavailable when the model gives something else."""
        import numpy as np

        embedder = self._model.embedder()
        vectors = embedder.embed_documents(texts)
        if vectors.shape != (len(texts), embedder.dimension) or not np.isfinite(vectors).all():
            raise ModelUnavailable(f"{embedder.name}: 向量无效 / gave vectors of shape {vectors.shape} or not finite")
        return vectors


def _check_file(path: Path) -> None:
    """Raises UnreadableFile for what must not even be opened (a pipe would wait for ever) or cannot be stored."""
    if not path.is_file():
        raise UnreadableFile(f"{path}: 不是可读的文件 / not a readable file")
    try:
        str(path).encode("utf-8")
    except UnicodeEncodeError as error:
        message = f"{path!r}: 文件名不是有效的 UTF-8，请改名 / the file name is not UTF-8, rename it"
        raise UnreadableFile(message) from error


def _read(path: Path) -> list[Document]:
    """The documents in a file. Raises UnreadableFile, whatever it is that goes wrong with this one file."""
    try:
        return list(reading.read_documents(path, source=path.name))
    except UnreadableFile:
        raise
    except Exception as error:
        # A file may hit what no reader foresaw; it must not take the other thousand with it.
        log.exception("%s", path)
        raise UnreadableFile(f"{path}: 处理失败 / could not be processed: {error!r}") from error


def _by_file(known: dict[str, Known]) -> dict[str, list[Known]]:
    """What is stored of every file, by its path."""
    files: dict[str, list[Known]] = {}
    for path, document in known.items():
        files.setdefault(path.split(reading.MEMBER)[0], []).append(document)
    return files


def _file_report(path: Path, outcome: Outcome, reason: str | None, known: Sequence[Known]) -> FileReport:
    identity = known[0].id if known else None
    return FileReport(path, outcome, reason, identity, sum(document.chunks for document in known))


def _report(folder: Path, reports: Sequence[FileReport], began: float) -> Report:
    return Report(tuple(reports), store.manifest_of(folder).generation, time.monotonic() - began)
