"""Files → texts, one reader per format."""

import hashlib
import logging
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

from index.errors import UnreadableFile
from index.loaders import limits
from index.loaders.kinds import Kind, kind_of
from index.loaders.loaded import FormatHeading, Loaded
from index.loaders.text import canonical, decode, load_text

__all__ = ["FormatHeading", "Loaded", "canonical", "content_hash", "decode", "load", "load_bytes"]

log = logging.getLogger(__name__)

_REASONS = 5  # that are told of an archive of which nothing could be read


def load(path: Path) -> Iterator[Loaded]:
    """The documents in the file, one or several, told apart by its content.

    What cannot be read inside an archive or a message is given without text, its notices saying why. Raises
    UnreadableFile when there is nothing to read in the whole file.
    """
    try:
        size = path.stat().st_size
        if size > limits.FILE_BYTES:
            raise UnreadableFile(
                f"文件有 {size >> 20} MB，超过 {limits.FILE_BYTES >> 20} MB，请拆分或解压 / {size >> 20} MB, "
                f"more than {limits.FILE_BYTES >> 20} MB: split or unpack it"
            )
        reasons: list[str] = []
        read = False
        for loaded in load_bytes(path.read_bytes(), path.name):
            read = read or bool(loaded.text)
            reasons += loaded.notices
            yield loaded
        if not read:
            raise UnreadableFile("；".join(reasons[:_REASONS]))
    except OSError as error:
        raise UnreadableFile(f"{path}: 无法读取 / cannot be read: {error.strerror}") from error
    except UnreadableFile as error:
        raise UnreadableFile(f"{path}: {error}") from error


def load_bytes(data: bytes, name: str, depth: int = 0) -> Iterator[Loaded]:
    """The documents in a file of that content and name, and notices of what in it cannot be read.

    Raises UnreadableFile, with the reason, when it gives neither, or breaks off.
    """
    if not data.strip():
        raise UnreadableFile("文件为空 / the file is empty")
    found = False
    try:
        for loaded in _reader(kind_of(data, name), name, depth)(data):
            if loaded.text.strip() or loaded.notices:
                found = True
                yield loaded
    except UnreadableFile:
        raise
    except Exception as error:
        # The libraries let through whatever a damaged file makes them stumble over.
        log.debug("%s", name, exc_info=True)
        raise UnreadableFile(f"文件已损坏或无法解析 / damaged, or cannot be parsed: {error!r}") from error
    if not found:
        raise UnreadableFile("文件中没有文字 / there is no text in the file")


def _reader(kind: Kind, name: str, depth: int) -> Callable[[bytes], Iterator[Loaded]]:
    """What reads a kind of file; each reader's libraries are loaded with it."""

    def member(data: bytes, inside: str) -> Iterator[Loaded]:
        return _member(data, inside, depth + 1)

    match kind:
        case "text":
            return load_text
        case "html":
            from index.loaders.html import load_html

            return load_html
        case "pdf":
            from index.loaders.pdf import load_pdf

            return load_pdf
        case "ofd":
            from index.loaders.ofd import load_ofd

            return lambda data: load_ofd(_checked(data, limits.MARKUP_BYTES))
        case "docx":
            from index.loaders.docx import load_docx

            return lambda data: load_docx(_checked(data, limits.MARKUP_BYTES))
        case "pptx":
            from index.loaders.pptx import load_pptx

            return lambda data: load_pptx(_checked(data, limits.MARKUP_BYTES))
        case "xlsx":
            from index.loaders.tables import load_xlsx

            return lambda data: load_xlsx(_checked(data, limits.FILE_BYTES))  # its sheets are not held whole
        case "csv":
            from index.loaders.tables import load_csv

            return load_csv
        case "json":
            from index.loaders.jsons import load_json

            return load_json
        case "eml":
            from index.loaders.mail import load_mail

            return lambda data: load_mail(data, member)
        case "zip":
            from index.loaders.archive import load_zip

            return lambda data: load_zip(data, member)
        case "xls" | "ods":
            from index.loaders.office import load_spreadsheet

            return lambda data: load_spreadsheet(data, kind)
        case "doc" | "wps" | "rtf" | "odt":
            from index.loaders.office import load_document

            return lambda data: load_document(data, kind)


def _member(data: bytes, name: str, depth: int) -> Iterator[Loaded]:
    """The documents of a file inside another one, by their place in it; why, where there are none."""
    if depth > limits.NESTING:
        reason = f"嵌套超过 {limits.NESTING} 层 / nested deeper than {limits.NESTING} levels"
        yield Loaded("", name, notices=(f"{name}: {reason}",))
        return
    try:
        for loaded in load_bytes(data, name, depth):
            place = name if loaded.member is None else f"{name}!/{loaded.member}"
            yield Loaded(loaded.text, place, loaded.headings, loaded.pages, loaded.metadata, loaded.notices)
    except UnreadableFile as error:
        yield Loaded("", name, notices=(f"{name}: {error}",))


def _checked(data: bytes, most: int) -> bytes:
    """An Office file as it is. Raises UnreadableFile where one of its parts has more than so many bytes."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        for part in package.infolist():
            if part.file_size > most and part.filename.endswith((".xml", ".rels")):
                raise UnreadableFile(f"{part.filename} 解压后超过 {most >> 20} MB / larger than that when unpacked")
    return data


def content_hash(path: Path) -> str:
    """SHA-256 of the file's bytes, hexadecimal. Raises UnreadableFile."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UnreadableFile(f"{path}: 无法读取 / cannot be read: {error.strerror}") from error
