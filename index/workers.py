"""Processes beside the one that writes: some read files, each within bounds of time and memory, so that a file which
breaks its reader breaks nothing else; one brings the caches up to date in the meantime.

Neither `multiprocessing.Pool` nor `concurrent.futures` gives up a task that hangs and goes on, and both import the
user's main module again in every process.
"""

import copyreg
import gc
import os
import resource
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import fields
from multiprocessing.connection import Connection, Pipe, wait
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from index.contents import Content, read
from index.documents import Chunk, Section
from index.errors import ZhengwenError

if TYPE_CHECKING:
    from index.ingest import Stop

SECONDS = 120  # of a clock on the wall for one file
MEMORY = 1 << 30  # bytes of its own that a worker may have
_WORN = MEMORY // 2  # bytes at which a worker is replaced after the file that took them
_MOST = 4  # workers; one reads 1 MB of text in the time in which four are stored
_AHEAD = 8  # files a worker that are read before it is their turn
_AHEAD_BYTES = 16 << 20  # of the files that are read or wait, unless one alone is larger
_TURN = 0.2  # seconds between looks at whether to stop

Job = TypeVar("Job")


class Workers(Generic[Job]):
    """Up to `count` processes, started as they are needed, which load the `model` if they are to `embed`."""

    def __init__(self, model: str | None, *, embed: bool, count: int | None = None) -> None:
        self._arguments = (model, embed)
        self._count = count or _processors()
        self._idle: list[_Worker] = []
        self._busy: dict[Connection[Any, Any], tuple[_Worker, _Turn[Job]]] = {}

    def read(self, jobs: Iterable[tuple[Job, Path]], stop: "Stop") -> Iterator[tuple[Job, Content]]:
        """The content of each file, in their order, until `stop`."""
        coming = iter(jobs)
        turns: deque[_Turn[Job]] = deque()
        following: _Turn[Job] | None = None
        while not stop():
            while len(self._busy) < self._count and len(turns) < _AHEAD * self._count:
                following = following or _next_turn(coming)
                if following is None or (turns and sum(t.size for t in turns) + following.size > _AHEAD_BYTES):
                    break
                turns.append(following)
                self._begin(following)
                following = None
            if not turns:
                return
            content = turns[0].content
            if content is not None:
                yield turns.popleft().job, content
                del content  # it may be large, and would stay while the next file is read
            else:
                ready = wait(list(self._busy), _TURN)
                for connection in [each for each in self._busy if each in ready]:
                    self._end(connection)

    def _begin(self, turn: "_Turn[Job]") -> None:
        worker = self._idle.pop() if self._idle else _Worker(*self._arguments)
        worker.connection.send(("read", turn.path))
        self._busy[worker.connection] = (worker, turn)

    def _end(self, connection: "Connection[Any, Any]") -> None:
        worker, turn = self._busy.pop(connection)
        try:
            turn.content, worn = connection.recv()
        except (EOFError, OSError):
            turn.content = Content(failure=f"{turn.path}: {worker.cause_of_death()}")
            return
        if worn:
            worker.end()
        else:
            self._idle.append(worker)

    def close(self) -> None:
        """End all processes, whatever they are at."""
        for worker in [*self._idle, *(worker for worker, _ in self._busy.values())]:
            worker.end()
        self._idle.clear()
        self._busy.clear()

    def __enter__(self) -> "Workers[Job]":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class CacheKeeper:
    """A process that brings the caches of an index up to date while its writer goes on.

    It has the write lock too: should the writer be killed, the next one waits until this one is done.
    """

    def __init__(self, folder: Path, lock: int) -> None:
        self._folder = folder
        self._lock = lock
        self._worker: _Worker | None = None
        self._at_work = False

    def begin(self) -> None:
        """Start to make the caches of the last committed generation."""
        self._worker = self._worker or _Worker(None, embed=False, inherited=[self._lock])
        self._worker.connection.send(("caches", self._folder))
        self._at_work = True

    def is_at_work(self) -> bool:
        """Whether they are not made yet."""
        return bool(self._worker and self._at_work and not self._worker.connection.poll())

    def wait(self) -> None:
        """Wait until they are made. Where that fails they stay as they were, for whoever needs them to make them."""
        if self._worker and self._at_work:
            try:
                self._worker.connection.recv()
            except (EOFError, OSError):
                self.close()
        self._at_work = False

    def close(self) -> None:
        if self._worker:
            self._worker.end()
        self._worker = None


class _Turn(Generic[Job]):
    """A job on its way: `content` is None until the file is read."""

    def __init__(self, job: Job, path: Path) -> None:
        self.job = job
        self.path = path
        self.size = _size(path)
        self.content: Content | None = None


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # whoever reads it will say so
        return 0


def _next_turn(coming: Iterator[tuple[Job, Path]]) -> _Turn[Job] | None:
    job = next(coming, None)
    return _Turn(*job) if job else None


class _Worker:
    """A process at the other end of a connection, in a session of its own: Ctrl-C is for this process alone, and what
    the worker started ends with it."""

    def __init__(self, model: str | None, embed: bool, inherited: Sequence[int] = ()) -> None:
        self.connection, theirs = Pipe()
        program = "from index.workers import serve; serve()"
        with theirs:
            self._process = subprocess.Popen(
                # -P: the folder that the user happens to be in is no place to import from.
                [sys.executable, "-P", "-c", program, str(theirs.fileno()), model or "", "embed" if embed else ""],
                env=os.environ
                | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
                | {"OMP_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"},
                pass_fds=[theirs.fileno(), *inherited],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )

    def cause_of_death(self) -> str:
        status = self.end()
        if status == -signal.SIGALRM:
            return f"读取超过 {SECONDS} 秒，已放弃 / given up after {SECONDS} seconds"
        how = signal.Signals(-status).name if status < 0 else f"exit code {status}"
        return f"读取进程崩溃，可能内存不足 / the process that read it died, perhaps for want of memory: {how}"

    def end(self) -> int:
        """End the process, if it did not end by itself; returns how it did."""
        self.connection.close()
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        return self._process.wait()


def _processors() -> int:
    """How many workers are of use: more than `_MOST` would wait for the one process that writes."""
    there = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(there, _MOST)


def _quickly_pickled(kind: type) -> None:
    """Have a dataclass pickled by its values alone: those that are frozen and have slots go three times as slowly by
    themselves, and a file has thousands."""
    values = attrgetter(*(field.name for field in fields(kind)))
    copyreg.pickle(kind, lambda record: (kind, values(record)))


def serve() -> None:
    """What a worker does: read the files whose paths it is sent, and send back what they hold and whether the worker
    should be replaced; bring the caches of the indexes up to date whose folders it is sent."""
    _, number, model, embed = sys.argv
    connection = Connection(int(number))
    for kind in (Chunk, Section):
        _quickly_pickled(kind)
    embedder = None
    if embed:
        from index.embedding import load_embedder

        embedder = load_embedder(model or None)
    # What there is by now stays: the collector need not look at it again, nor at what is new so often.
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    _limit(resource.RLIMIT_DATA, MEMORY)  # all private memory on Linux; other systems hold nobody to it
    _limit(resource.RLIMIT_CORE, 0)
    while True:
        try:
            task, path = connection.recv()
        except EOFError:
            return
        if task == "caches":
            connection.send(_bring_up_to_date(path))
            continue
        # The system ends the process when the time is up, whatever it is at, and with or without its parent.
        signal.setitimer(signal.ITIMER_REAL, SECONDS)
        content = read(path, embedder)
        signal.setitimer(signal.ITIMER_REAL, 0)
        connection.send((content, _memory() > _WORN))
        del content  # it may be large, and would stay until the next file is read


def _limit(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    least = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (least, least))


def _bring_up_to_date(folder: Path) -> bool:
    from index import caches

    try:
        caches.bring_up_to_date(folder)
    except ZhengwenError:
        return False
    return True


def _memory() -> int:
    """Bytes that this process has had in memory at most. Linux counts what its parent had, too, in `ru_maxrss`."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return int(status.partition("VmHWM:")[2].split(maxsplit=1)[0]) << 10
    except (OSError, IndexError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # macOS, where it is in bytes
