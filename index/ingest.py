"""The pipeline from files to index: what changed is read, embedded and stored, some files at a time."""

import hashlib
import logging
import os
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index import caches, database, locking, store
from index.builtin import builtin_name
from index.chunking import embedding_text
from index.contents import Content, is_plain, read
from index.database import Manifest
from index.documents import Chunk, Document
from index.errors import IndexUnavailable, Interrupted, ModelUnavailable, UnreadableFile
from index.files import check_name, content_hash, find_files, is_settled, stamp
from index.local import model_setting, require_embedder
from index.reports import FileReport, Outcome, Progress, Report
from index.snapshot import Snapshot
from index.store import Source, StoredFile, Writer
from index.workers import CacheKeeper, Workers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.embedding import Embedder

log = logging.getLogger(__name__)

BATCH = 256  # chunks embedded at once
COMMIT = 8192  # chunks stored at once: about what an interrupted ingest may have to do again
FEW = 32  # plain texts that are read without starting a worker
_BEHIND = 4  # times as many chunks, while the caches of those before are still being made

Stop = Callable[[], bool]
"""Asked between files whether to end early."""


def ingest(
    paths: Sequence[Path],
    folder: Path,
    *,
    embedding_model: str | None = None,
    progress: Progress | None = None,
    rebuild: bool = False,
    sync: bool = False,
    stop: Stop = lambda: False,
) -> Report:
    """Bring the index in `folder` up to date with the files at `paths`, folders with all that lies in them.

    An unchanged file costs a look at its size and time, and a hash if these changed; a changed one replaces its
    passages; one that lies elsewhere now keeps its documents; one that cannot be read is reported as failed and keeps
    the passages it had. `sync` also removes what is stored of files that are no longer under the paths. A text that is
    stored already is not stored again: its document gets another source.

    What is done is committed every so often, whole files at a time, so that a run which is killed, or ended by `stop`,
    is gone on with by the next. `rebuild` makes the index anew from these paths alone, with any embedding model, and
    in one piece: the old generation answers until all is done; what lay elsewhere is reported as removed. An index of
    the built-in model takes another one of it, which came with an update of the program, by itself.

    Raises UnreadableFile for a path that does not exist, before anything is changed; IndexUnavailable,
    IndexVersionMismatch, EmbedderMismatch, ModelUnavailable or IndexBusy when the index cannot be written; Interrupted
    when a rebuild was stopped.
    """
    began = time.monotonic()
    files = find_files(paths, folder)
    with locking.write_lock(folder) as lock:
        model = _Model(embedding_model)
        _prepare(folder, model, rebuild)
        with store.writing(folder) as writer:
            run = _Run(folder, lock, writer, model, progress, stop, atomic=rebuild)
            if model.renewed:
                run.embed_again()
            before = run.start_over() if rebuild else []
            done = run.all(files)
            left = len(files) - len(done)
            if rebuild and left:
                raise Interrupted(f"{folder}: 重建已中断，索引保持原样 / rebuild interrupted, the index is as it was")
            if rebuild:
                done += _gone(before, files)
            elif sync and not left:
                done += run.remove_missing(paths, files)
        caches.bring_up_to_date(folder)
        return _report(folder, done, began, left)


def remove(references: Sequence[str], folder: Path) -> Report:
    """Remove documents by id, file name, document number or title; nothing of them stays in the index.

    Raises UnknownDocument before anything is changed, and what opening or writing the index raises.
    """
    began = time.monotonic()
    database.connect(folder).close()  # no folder is made where there is no index
    with locking.write_lock(folder):
        with closing(Snapshot(folder)) as truth:
            found = dict.fromkeys(truth.resolve(reference) for reference in references)
            paths = {identity: Path(truth.info(identity).path) for identity in found}
        with store.writing(folder) as writer:
            reports = [
                FileReport(path, "removed", None, identity, writer.delete_document(identity))
                for identity, path in paths.items()
            ]
        caches.bring_up_to_date(folder)
        return _report(folder, reports, began)


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
        manifest = database.manifest_of(folder)
    except database.NoIndex:
        database.create(folder, **model.description())
    except IndexUnavailable:
        if not rebuild:
            raise
        database.create(folder, **model.description())
    else:
        if not rebuild:
            model.belongs_to(manifest)
            return
        if not model.asked:
            model.setting = manifest.model
        if not database.is_sound(folder):
            database.create(folder, **model.description())


class _Run:
    """The files of one ingest on their way into the database."""

    def __init__(
        self,
        folder: Path,
        lock: int,
        writer: Writer,
        model: _Model,
        progress: Progress | None,
        stop: Stop,
        *,
        atomic: bool,
    ) -> None:
        self._folder = folder
        self._lock = lock
        self._writer = writer
        self._model = model
        self._progress = progress
        self._stop = stop
        self._atomic = atomic
        self._waiting: list[tuple[str | None, Chunk]] = []  # chunks to embed, with their documents' titles
        self._uncommitted = 0  # chunks
        self._reports: dict[int, FileReport] = {}
        self._total = 0  # files

    def start_over(self) -> list[StoredFile]:
        """Empty the index; returns what it held."""
        before = [stored for path in self._writer.files() if (stored := self._writer.file(path))]
        self._writer.start_over(**self._model.description())
        return before

    def all(self, files: Sequence[Path]) -> list[FileReport]:
        """Take in every file until told to stop; their reports in the order of the files."""
        self._total = len(files)
        with (
            closing(self._contents(self._jobs(files))) as contents,
            closing(CacheKeeper(self._folder, self._lock)) as keeper,
        ):
            for job, content in contents:
                self._tell(job, self._take_in(job, content))
                due = COMMIT * (_BEHIND if keeper.is_at_work() else 1)
                if self._uncommitted >= due and not self._atomic:
                    # Readers have the generation before, whole, until its successor and its caches are there.
                    keeper.wait()
                    self._commit()
                    keeper.begin()
                del content  # it may be large, and would stay while the next file is read
            keeper.wait()
        self._commit()
        return [report for _, report in sorted(self._reports.items())]

    def _tell(self, job: "_Job", report: FileReport) -> None:
        self._reports[job.number] = replace(report, seconds=time.monotonic() - job.began)
        if self._progress:
            self._progress(self._reports[job.number], len(self._reports), self._total)

    def _contents(self, jobs: "Iterator[_Job]") -> "Generator[tuple[_Job, Content], None, None]":
        """What the files hold. A few plain texts are read here: a worker takes half a second to start."""
        first = list(islice(jobs, FEW))
        if all(is_plain(job.path) for job in first):
            for job in first:
                if self._stop():
                    return
                yield job, read(job.path)
            first = list(islice(jobs, 1))
        if first and not self._stop():
            from index.embedding import is_light

            model = self._model.setting
            if model is not None:
                self._model.embedder()  # is it still the one that the index was built with?
            workers: Workers[_Job] = Workers(model, embed=is_light(model))
            with workers:
                yield from workers.read(((job, job.path) for job in chain(first, jobs)), self._stop)

    def _commit(self) -> None:
        if self._waiting:
            self._embed_waiting()
        if not self._atomic:
            self._writer.commit()
        self._uncommitted = 0

    def remove_missing(self, paths: Sequence[Path], files: Sequence[Path]) -> list[FileReport]:
        """Remove what is stored of files under the paths that are not among the files found there."""
        found = {str(path) for path in files}
        unlisted = [f"{path}/" for path in files if path.is_dir()]
        roots = [os.path.realpath(path) for path in paths]
        return [
            self._remove(stored, "文件已不在 / the file is gone")
            for path in self._writer.files()
            if path not in found
            and any(path == root or path.startswith(os.path.join(root, "")) for root in roots)
            and not path.startswith(tuple(unlisted))
            and (stored := self._writer.file(path))
        ]

    def _remove(self, stored: StoredFile, reason: str) -> FileReport:
        self._writer.drop_file(stored.path)
        return _file_report(Path(stored.path), "removed", reason, stored)

    def embed_again(self) -> None:
        """Give every passage stored before this run the vector of the present model."""
        log.warning(
            "%s: 内置模型已更新，重新计算全部段落的向量 / the built-in model is another one by now: "
            "all passages are embedded again",
            self._folder,
        )
        self._writer.change_model(**self._model.description())
        with closing(Snapshot(self._folder)) as before:
            passages = before.chunks_between(0)
            while batch := list(islice(passages, BATCH)):
                vectors = self._vectors([embedding_text(title, chunk) for title, chunk in batch])
                self._writer.replace_vectors([chunk.id for _, chunk in batch], vectors)
        self._commit()

    def _jobs(self, files: Sequence[Path]) -> "Iterator[_Job]":
        """The files that have to be read. The others are dealt with on the way."""
        for number, path in enumerate(files):
            if self._stop():
                return
            job = _Job(number, path, time.monotonic())
            try:
                check_name(path)
                job.stored = self._writer.file(str(path))
                job.stamp = stamp(path)
                if job.stored and job.stored.stamp == job.stamp:
                    self._tell(job, _file_report(path, "unchanged", None, job.stored))
                    continue
                job.digest = content_hash(path)
                if job.stored and job.stored.content_hash == job.digest:
                    self._writer.put_file(str(path), job.digest, job.lasting_stamp)
                    self._tell(job, _file_report(path, "unchanged", None, job.stored))
                    continue
            except UnreadableFile as error:
                self._tell(job, _failed(job, str(error)))
                continue
            twin = self._twin(path, job.digest)
            if twin:
                self._tell(job, self._same_bytes(job, twin))
            else:
                yield job

    def _twin(self, path: Path, digest: str) -> StoredFile | None:
        """A stored file that is read in the same way and has the same bytes, before all one that is no longer there."""
        others = [other for other in self._writer.files_of(digest) if Path(other).suffix == path.suffix]
        others.sort(key=os.path.lexists)
        return self._writer.file(others[0]) if others else None

    def _same_bytes(self, job: "_Job", twin: StoredFile) -> FileReport:
        """Take in a file with the bytes of a stored one, which was moved here or is still there too."""
        path = str(job.path)
        self._writer.drop_file(path)
        if not os.path.lexists(twin.path):
            self._writer.move_file(twin, path, job.path.name, job.lasting_stamp)
            return _file_report(job.path, "moved", f"原在 / was at {twin.path}", twin)
        self._writer.put_file(path, twin.content_hash, job.lasting_stamp)
        for source in store.elsewhere(twin, path, job.path.name):
            self._writer.link(source, path)
        return _file_report(job.path, "duplicate", f"内容相同 / same as {twin.path}", twin)

    def _take_in(self, job: "_Job", content: Content) -> FileReport:
        """Put what was read of a file in place of what it had."""
        try:
            if content.failure:
                raise UnreadableFile(content.failure)
            if stamp(job.path) != job.stamp:
                raise UnreadableFile(
                    f"{job.path}: 读取时文件有变化，下次再收录 / it changed while it was read, the next run takes it"
                )
        except UnreadableFile as error:
            return _failed(job, str(error))
        path = str(job.path)
        earlier = {source.path: source.document_id for source in job.stored.sources} if job.stored else {}
        self._writer.drop_file(path)
        self._writer.put_file(path, job.digest, job.lasting_stamp)
        notices = [notice for document in content.documents for notice in document.notices]
        held: list[Source] = []  # its documents, and which of them other files had before
        twins: list[Source] = []
        for document, vectors in _with_vectors(content):
            twin = self._writer.document_of(document.text)
            if twin:
                self._writer.link(twin._replace(path=document.path, source=document.source), path)
                twins.append(twin)
            else:
                document = self._identified(document, earlier.get(document.path))
                self._add(document, path, vectors, content.embedder)
            held.append(twin or Source(document.path, document.source, document.id, len(document.chunks)))
        notices += [f"内容相同 / same as {twin.path}" for twin in twins]
        outcome: Outcome = "duplicate" if held and len(twins) == len(held) else "updated" if job.stored else "added"
        return _file_report(job.path, outcome, "；".join(notices) or None, StoredFile("", "", "", tuple(held)))

    def _identified(self, document: Document, earlier: str | None) -> Document:
        """The document with the id that it had, or else with one that no other has: one that was moved keeps the id
        that came of its old place, where there may be another by now."""
        identity, number = earlier or document.id, 0
        while self._writer.has_document(identity):
            number += 1
            identity = hashlib.sha256(f"{document.id} {number}".encode()).hexdigest()[: len(document.id)]
        if identity == document.id:
            return document
        chunks = tuple(replace(chunk, document_id=identity) for chunk in document.chunks)
        return replace(document, id=identity, chunks=chunks)

    def _add(self, document: Document, file: str, vectors: "NDArray[np.float16] | None", embedder: str) -> None:
        self._writer.add_document(document, file)
        self._uncommitted += len(document.chunks)
        if vectors is not None:
            self._writer.add_chunks(document.chunks, self._sound(vectors, len(document.chunks), embedder))
            return
        for chunk in document.chunks:
            self._waiting.append((document.metadata.title, chunk))
            if len(self._waiting) == BATCH:
                self._embed_waiting()

    def _embed_waiting(self) -> None:
        """Embed and store the chunks that wait."""
        texts = [embedding_text(title, chunk) for title, chunk in self._waiting]
        self._writer.add_chunks([chunk for _, chunk in self._waiting], self._vectors(texts))
        self._waiting.clear()

    def _vectors(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """The texts' vectors, (n, dimension). Raises ModelUnavailable when the model gives something else."""
        embedder = self._model.embedder()
        return self._sound(embedder.embed_documents(texts), len(texts), embedder.name)

    def _sound(self, vectors: "NDArray[np.floating[Any]]", count: int, embedder: str) -> "NDArray[np.floating[Any]]":
        """The vectors themselves. Raises ModelUnavailable when they are not `count` of the index's model."""
        import numpy as np

        manifest = self._writer.manifest
        shape = (count, manifest.dimension)
        if embedder != manifest.embedder or vectors.shape != shape or not np.isfinite(vectors).all():
            raise ModelUnavailable(
                f"{embedder}: 向量无效 / gave vectors of shape {vectors.shape} for {shape}, or not finite"
            )
        return vectors


@dataclass(slots=True)
class _Job:
    """A file on its way, with what is known of it: what is stored of it, and its stamp and hash before it is read."""

    number: int
    path: Path
    began: float
    stored: StoredFile | None = None
    stamp: str = ""
    digest: str = ""

    @property
    def lasting_stamp(self) -> str:
        """The stamp to know the file by later; none for one written just now, which may change and keep it."""
        return self.stamp if is_settled(self.stamp) else ""


def _with_vectors(content: Content) -> "Iterator[tuple[Document, NDArray[np.float16] | None]]":
    """The documents that have text, with their chunks' vectors."""
    start = 0
    for document in content.documents:
        end = start + len(document.chunks)
        if document.text:
            yield document, None if content.vectors is None else content.vectors[start:end]
        start = end


def _failed(job: _Job, reason: str) -> FileReport:
    kept = "（保留原有内容 / its earlier passages are kept）" if job.stored else ""
    return _file_report(job.path, "failed", reason + kept, job.stored)


def _gone(before: Sequence[StoredFile], files: Sequence[Path]) -> list[FileReport]:
    """Reports of the files that a rebuild left out."""
    reason = "不在重建的路径中 / not among the paths of the rebuild"
    kept = {str(path) for path in files}
    return [_file_report(Path(stored.path), "removed", reason, stored) for stored in before if stored.path not in kept]


def _file_report(path: Path, outcome: Outcome, reason: str | None, stored: StoredFile | None) -> FileReport:
    return FileReport(path, outcome, reason, stored.document_id if stored else None, stored.chunks if stored else 0)


def _report(folder: Path, reports: Sequence[FileReport], began: float, left: int = 0) -> Report:
    return Report(tuple(reports), database.manifest_of(folder).generation, time.monotonic() - began, left)
