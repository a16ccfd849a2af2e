"""What kind of file some bytes are, told by their content; the suffix decides only between kinds of plain text."""

import re
import struct
import zipfile
from io import BytesIO
from pathlib import PurePosixPath
from typing import Literal

from index.errors import UnreadableFile
from index.loaders import limits

Kind = Literal[
    "pdf",
    "docx",
    "xlsx",
    "zip",
    "doc",
    "xls",
    "odt",
    "ods",
    "rtf",
    "wps",
    "html",
    "json",
    "csv",
    "eml",
    "text",
    "ofd",
    "pptx",
]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?><!--.{0,2000}?-->\s*)*+<(?:!doctype\s+html|html|head|body|meta|title)\b", re.I | re.S
)
_MAIL = re.compile(
    rb"^(?:(?:Received|From|To|Subject|Date|Message-ID|MIME-Version|Return-Path|(?:Content|Snapshot|X)-[\w-]+):"
    rb".*\r?\n(?:[ \t].*\r?\n)*){3}",
    re.I,
)
_MAIL_SENT = re.compile(rb"^(?:From|MIME-Version):", re.I | re.M)
_TABLES, _PLAIN = (".csv", ".tsv"), ("", ".txt", ".text", ".md", ".markdown")
_DOCUMENTS = (
    ".htm",
    ".html",
    ".shtml",
    ".mht",
    ".mhtml",
    ".doc",
    ".wps",
    ".docx",
    ".eml",
    ".json",
    ".jsonl",
    ".ndjson",
    ".xls",
    ".pdf",
    ".ofd",
    ".pptx",
    ".xlsx",
    ".et",
    ".rtf",
    ".odt",
)
_RECORDS = (".json", ".jsonl", ".ndjson")
# What official documents also come as, and what to do about it.
_FOREIGN = {
    b"\x89PNG": "图片 PNG / a picture",
    b"\xff\xd8\xff": "图片 JPEG / a picture",
    b"GIF8": "图片 GIF / a picture",
    b"BM": "图片 BMP / a picture",
    b"II*\0": "图片 TIFF / a picture",
    b"MM\0*": "图片 TIFF / a picture",
    b"Rar!": "RAR 压缩包，请改为 ZIP / a RAR archive: repack it as ZIP",
    b"7z\xbc\xaf": "7z 压缩包，请改为 ZIP / a 7z archive: repack it as ZIP",
    b"\x1f\x8b": "gzip 压缩文件，请先解压 / gzip: unpack it first",
    b"BZh": "bzip2 压缩文件，请先解压 / bzip2: unpack it first",
    b"\xfd7zXZ": "xz 压缩文件，请先解压 / xz: unpack it first",
    b"\x7fELF": "程序 / a program",
    b"MZ": "程序 / a program",
    b"SQLite format 3": "数据库 / a database",
}
_EMPTY_ZIP = b"PK\x05\x06"


def kind_of(data: bytes, name: str) -> Kind:
    """The kind of a file of that name. Raises UnreadableFile, with what to do, for one that no reader takes."""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", _EMPTY_ZIP)):
        return _kind_of_zip(data)
    if data.startswith(_OLE):
        return _kind_of_ole(data)
    if data.startswith(b"{\\rtf"):
        return "rtf"
    for signature, told in _FOREIGN.items():
        if data.startswith(signature) and (len(signature) > 2 or b"\0" in data[:256]):
            raise UnreadableFile(f"不支持的格式：{told}, not supported")
    return _kind_of_text(data, name)


def _kind_of_text(data: bytes, name: str) -> Kind:
    suffix = suffix_of(name)
    start = (
        data[:8192]
        .replace(b"\0", b"")
        .removeprefix(b"\xef\xbb\xbf")
        .removeprefix(b"\xff\xfe")
        .removeprefix(b"\xfe\xff")
    )
    if _HTML.match(start):
        return "html"
    if _MAIL.match(start) and _MAIL_SENT.search(start):
        return "eml"
    if suffix in _TABLES:
        return "csv"
    if suffix in _RECORDS or (
        start.lstrip()[:1] in (b"{", b"[") and suffix not in (".md", ".markdown") and _is_json(data)
    ):
        return "json"
    if suffix in (".htm", ".html", ".shtml"):
        return "html"
    if suffix in _PLAIN or suffix in _DOCUMENTS:
        return "text"
    known = "TXT MD HTML PDF OFD DOCX DOC WPS PPTX XLSX XLS CSV JSON JSONL EML ZIP"
    raise UnreadableFile(f"不支持的格式 {suffix}，支持 {known} / format not supported")


def suffix_of(name: str) -> str:
    """The suffix of a file name, lower case; none where what follows the last dot is no suffix: 第1.2章 规划."""
    suffix = PurePosixPath(name).suffix.lower()
    return suffix if re.fullmatch(r"\.[a-z0-9_]{1,10}", suffix) and not suffix[1:].isdecimal() else ""


def _is_json(data: bytes) -> bool:
    import json

    if len(data) > limits.MARKUP_BYTES:
        return False
    try:
        return isinstance(json.loads(data), (dict, list))
    except (ValueError, RecursionError):
        first = data.lstrip().split(b"\n", 1)[0]
        try:
            return isinstance(json.loads(first), dict)
        except (ValueError, RecursionError):
            return False


def _kind_of_ole(data: bytes) -> Kind:
    """Which program wrote an OLE file: the streams in its directory say, in UTF-16."""

    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        raise UnreadableFile("文件已加密，请先去掉密码 / the file is encrypted: remove its password first")
    if has("WordDocument"):
        return "doc"
    if has("Workbook") or has("Book"):
        return "xls"
    if has("PowerPoint Document"):
        raise UnreadableFile("不支持演示文稿，请另存为 PDF / presentations are not supported: save it as PDF")
    return "wps"


def _kind_of_zip(data: bytes) -> Kind:
    check_directory(data)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
            mimetype = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise UnreadableFile(f"压缩包或 Office 文件已损坏 / the ZIP or Office file is damaged: {error}") from error
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    if mimetype.startswith(b"application/vnd.oasis.opendocument.text"):
        return "odt"
    if mimetype.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return "ods"
    if "OFD.xml" in names:
        return "ofd"
    if "ppt/presentation.xml" in names:
        return "pptx"
    if b"opendocument.presentation" in mimetype:
        raise UnreadableFile("不支持演示文稿，请另存为 PDF / presentations are not supported: save it as PDF")
    return "zip"


def check_directory(data: bytes) -> None:
    """Raises UnreadableFile for an archive whose directory alone would fill the memory when it is opened."""
    tail = data[-66_000:]  # the record at the end, behind which a comment may stand
    sizes = [
        struct.unpack_from(form, tail, at + offset)[0]
        for signature, offset, form in ((b"PK\x05\x06", 12, "<I"), (b"PK\x06\x06", 40, "<Q"))
        if (at := tail.rfind(signature)) >= 0 and len(tail) >= at + offset + 8
    ]
    if any(limits.MEMBERS * _ENTRY < size <= len(data) for size in sizes):
        raise UnreadableFile(
            f"压缩包内的文件超过 {limits.MEMBERS} 个 / more than {limits.MEMBERS} files in the archive"
        )


_ENTRY = 600  # bytes of a directory entry with a long name
