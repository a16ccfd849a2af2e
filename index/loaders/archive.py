"""ZIP archives: every file in them a document of its own, names in GBK and archives in archives included."""

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from index.errors import UnreadableFile
from index.loaders import limits
from index.loaders.loaded import Loaded
from index.loaders.mail import Member
from index.loaders.text import canonical

_IGNORED = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_ENCRYPTED = 0x1
_UTF8 = 0x800


def load_zip(data: bytes, member: Member) -> Iterator[Loaded]:
    """What the files in the archive give. Raises UnreadableFile when it cannot be opened or holds too much."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        files = [info for info in archive.infolist() if not info.is_dir() and not _is_ignored(info.filename)]
        if len(files) > limits.MEMBERS:
            raise UnreadableFile(
                f"压缩包内有 {len(files)} 个文件，超过 {limits.MEMBERS} 个 / {len(files)} files in the archive, "
                f"more than {limits.MEMBERS}"
            )
        if sum(info.file_size for info in files) > limits.ARCHIVE_BYTES:
            raise UnreadableFile(f"解压后超过 {limits.ARCHIVE_BYTES >> 30} GB / more than that when unpacked")
        seen: set[str] = set()
        for info in files:
            name = _unique(_name(info), seen)
            try:
                content = _content(archive, info)
            except UnreadableFile as error:
                yield Loaded("", name, notices=(f"{name}: {error}",))
                continue
            except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
                reason = f"{name}: 已损坏或不支持的压缩方法 / damaged, or packed in an unknown way: {error}"
                yield Loaded("", name, notices=(reason,))
                continue
            yield from member(content, name)


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """The bytes of a file. Raises UnreadableFile for one that is encrypted or too large, and what zipfile raises."""
    if info.flag_bits & _ENCRYPTED:
        raise UnreadableFile("已加密，请先去掉密码 / encrypted: remove the password first")
    if info.file_size > limits.FILE_BYTES:
        raise UnreadableFile(f"解压后超过 {limits.FILE_BYTES >> 20} MB / more than that when unpacked")
    if info.file_size > limits.RATIO_FLOOR and info.file_size > limits.RATIO * max(info.compress_size, 1):
        raise UnreadableFile("压缩比异常，可能是压缩炸弹 / packed suspiciously well, perhaps a zip bomb")
    with archive.open(info) as file:
        return file.read(info.file_size)


def _is_ignored(name: str) -> bool:
    return name.startswith(_IGNORED) or posixpath.basename(name) in _IGNORED


def _name(info: zipfile.ZipInfo) -> str:
    """The file's path in the archive. Programs on Chinese Windows write it in GBK and do not say so."""
    name = info.filename
    if not info.flag_bits & _UTF8:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            raw = name.encode("utf-8", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return canonical(name.replace("\\", "/")).replace("\n", " ").strip("/ ") or "?"


def _unique(name: str, seen: set[str]) -> str:
    """The name, with a number where the archive has it already."""
    number, unique = 1, name
    while unique in seen:
        number += 1
        unique = f"{name} ({number})"
    seen.add(unique)
    return unique
