"""Files → texts, one reader per format."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from index.errors import UnreadableFile
from index.loaders.loaded import FormatHeading, Loaded
from index.loaders.text import canonical, decode

__all__ = ["FormatHeading", "Loaded", "canonical", "content_hash", "load"]

SUFFIXES = (".markdown", ".md", ".text", ".txt")


def load(path: Path) -> Iterator[Loaded]:
    """The documents in the file, one or several. Raises UnreadableFile when there is none."""
    if path.suffix.lower() not in SUFFIXES:
        known = " ".join(SUFFIXES)
        raise UnreadableFile(f"{path}: 不支持的格式 {path.suffix or '(无)'}，支持 {known} / format not supported")
    try:
        text = canonical(decode(path.read_bytes()))
    except OSError as error:
        raise UnreadableFile(f"{path}: 无法读取 / cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise UnreadableFile(f"{path}: {error}") from error
    if not text.strip():
        raise UnreadableFile(f"{path}: 文件为空 / the file is empty")
    yield Loaded(text)


def content_hash(path: Path) -> str:
    """SHA-256 of the file's bytes, hexadecimal. Raises UnreadableFile."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UnreadableFile(f"{path}: 无法读取 / cannot be read: {error.strerror}") from error
