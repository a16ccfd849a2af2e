"""The lock that a writer holds on the folder of an index, across processes and threads."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import IndexBusy, IndexUnavailable

LOCK = "write.lock"
LOCK_WAIT = 5.0  # seconds until a writer or a repair gives way to the one at work


@contextmanager
def write_lock(folder: Path, wait: float = LOCK_WAIT) -> Iterator[int]:
    """Hold the folder's write lock; gives its file descriptor.

    Raises IndexBusy after `wait` seconds, IndexUnavailable when nothing can be written there.

    The operating system gives it back when its holder dies, however that happens, and every process too that was given
    the descriptor.
    """
    import fcntl

    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / LOCK).open("a+")
    except OSError as error:
        raise IndexUnavailable(
            f"{folder}: 不能在此建立索引，请换一个 --index 目录 / no index can be kept here, choose another --index: "
            f"{error.strerror}"
        ) from error
    deadline = time.monotonic() + wait
    with lock as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise IndexBusy(
                        f"{folder}: 另一个进程正在写入索引，请等它完成后重试 / another process is writing to the "
                        "index; try again when it is done"
                    ) from None
                time.sleep(0.02)
        yield file.fileno()
