"""The files to index: found in folders, and known again without being read."""

import hashlib
import os
import stat
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from index import loaders
from index.errors import UnreadableFile
from index.loaders import limits
from index.stated import SIDE_CAR, side_car_of

_SETTLED = 2.0  # seconds after which a change must have moved a file's time, on file systems that count whole ones


def find_files(paths: Sequence[Path], folder: Path) -> list[Path]:
    """The files at and under the paths, absolute, each once, folders walked in sorted order. A link that leads out of
    the folders is known by its own place, so that a folder is mirrored with what its links lead to.

    Hidden files and folders inside a folder are left out, and so are side-cars and the index `folder` itself. A folder
    that cannot be listed stands for itself, so that it is reported. Raises UnreadableFile for a path that does not
    exist.
    """
    missing = [str(path) for path in paths if not os.path.exists(path)]
    if missing:
        raise UnreadableFile(f"{', '.join(missing)}: 路径不存在 / no such file or folder")
    seen = {identity} if (identity := _identity(folder)) else set()
    roots = [os.path.realpath(path) for path in paths]
    found = dict.fromkeys(file for root in roots for file in _walk(root, roots, seen))
    return [Path(file) for file in found]


def _identity(path: str | Path) -> tuple[int, int] | None:
    """What a folder is known by whatever links lead to it, None where there is none. It takes one look, where the real
    path takes one at every folder above."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _walk(root: str, roots: Sequence[str], seen: set[tuple[int, int]]) -> Iterator[str]:
    """Files at or under the real path; `seen` are folders not to enter (again): a link may lead back up."""
    waiting = [root]
    while waiting:
        path = waiting.pop()
        if not os.path.isdir(path):
            yield path
            continue
        identity = _identity(path)
        if identity in seen:
            continue
        if identity:
            seen.add(identity)
        try:
            with os.scandir(path) as entries:
                inside = sorted(entries, key=lambda entry: entry.name, reverse=True)
        except OSError:
            yield path
            continue
        waiting += [
            _place(entry.path, roots) if entry.is_symlink() else entry.path
            for entry in inside
            if not entry.name.startswith(".") and not entry.name.endswith(SIDE_CAR)
        ]


def _place(link: str, roots: Sequence[str]) -> str:
    """Where a link leads, if something is there and it is at or under one of the real paths; else the link itself."""
    target = os.path.realpath(link)  # which bears a link to itself, other than Path.resolve
    inside = any(target == root or target.startswith(os.path.join(root, "")) for root in roots)
    return target if inside and os.path.exists(target) else link


def check_name(path: Path) -> None:
    """Raises UnreadableFile for a name that cannot be stored."""
    try:
        str(path).encode("utf-8")
    except UnicodeEncodeError as error:
        message = f"{path!r}: 文件名不是有效的 UTF-8，请改名 / the file name is not UTF-8, rename it"
        raise UnreadableFile(message) from error


def stamp(path: Path) -> str:
    """What tells without reading that a file and its side-car are as they were: their sizes, times and inodes.

    Raises UnreadableFile for what must not even be opened (a pipe would wait for ever) or is too large.
    """
    try:
        found = [os.stat(each) for each in (path, side_car_of(path)) if each]
    except OSError as error:
        raise UnreadableFile(f"{path}: 不是可读的文件 / not a readable file: {error.strerror}") from error
    if not all(stat.S_ISREG(status.st_mode) for status in found):
        raise UnreadableFile(f"{path}: 不是可读的文件 / not a readable file")
    if found[0].st_size > limits.FILE_BYTES:
        size, most = found[0].st_size >> 20, limits.FILE_BYTES >> 20
        raise UnreadableFile(f"{path}: {size} MB，最多 {most} MB，请拆分 / at most {most} MB a file, split it")
    return " ".join(f"{status.st_size}-{status.st_mtime_ns}-{status.st_ino}" for status in found)


def is_settled(stamped: str) -> bool:
    """Whether a file with this stamp can be known by it later: one written just now may change and keep its time."""
    newest = max(int(part.split("-")[1]) for part in stamped.split())
    return abs(time.time() - newest / 1e9) > _SETTLED


def content_hash(path: Path) -> str:
    """A hash of the file's bytes, and of its side-car's where it has one, hexadecimal. Raises UnreadableFile."""
    beside = side_car_of(path)
    digests = [loaders.content_hash(each) for each in (path, beside) if each]
    return digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest()
