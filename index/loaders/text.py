"""Plain text and Markdown: bytes → characters, in one kind of writing."""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress

from index.errors import UnreadableFile
from index.loaders import limits
from index.loaders.loaded import Loaded
from index.loaders.unwrapped import with_lost_breaks

# Invisible characters that carry no text: byte-order marks, zero-width spaces, soft hyphens, bidirectional controls.
_INVISIBLE = "\ufeff\u00ad\u2060\u200b-\u200f\u202a-\u202e\u2066-\u2069"
_CONTROLS = r"\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff"
_DROPPED = re.compile(f"[{_INVISIBLE}{_CONTROLS}]")
_HEAD = 20_000  # characters that show what a text is
_USUAL = "，。、：的之在有不年"  # signs and words of any Chinese text, which none says that is read in a wrong encoding
_DAMAGED = 0.002  # of the characters of a text may be


def decode(data: bytes) -> str:
    """Text of UTF-8 (with or without byte-order mark), UTF-16, GB18030 or Big5 bytes, a few of which may be damaged.

    Raises UnreadableFile with the reason when the bytes are none of these or not text at all.
    """
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", *_utf16_without_mark(data)):
        with suppress(UnicodeDecodeError):
            return _plausible(data.decode(encoding))
    readings = () if marked else (_nearly(data, "utf-8-sig"), _chinese(data), _nearly(data, "gb18030"))
    text = next(filter(None, readings), None)
    if text is None:
        raise UnreadableFile("不是 UTF-8、UTF-16、GB18030 或 Big5 文本 / not UTF-8, UTF-16, GB18030 or Big5 text")
    return _plausible(text)


def _chinese(data: bytes) -> str | None:
    """The bytes in that of the two-byte encodings in which they say more usual words."""
    found = []
    for encoding in ("gb18030", "cp950"):
        with suppress(UnicodeDecodeError):
            found.append(data.decode(encoding))
    return max(found, key=lambda text: sum(map(text[:_HEAD].count, _USUAL)), default=None)


def _nearly(data: bytes, encoding: str) -> str | None:
    """The bytes in that encoding, None where more than a few are not in it."""
    text = data.decode(encoding, errors="replace")
    return text if text.count("\ufffd") <= _DAMAGED * len(text) else None


def _utf16_without_mark(data: bytes) -> tuple[str, ...]:
    """UTF-16 without a mark betrays itself by the zero high bytes of its line breaks and digits."""
    sample = data[:4096]
    if len(data) % 2 or b"\0" not in sample:
        return ()
    return ("utf-16-le",) if sample[1::2].count(0) > sample[0::2].count(0) else ("utf-16-be",)


def _plausible(text: str) -> str:
    """`text` itself. Raises UnreadableFile when it is full of control or private-use characters."""
    sample = "".join(text[:_HEAD].split())
    if sample.isprintable():
        return text
    odd_ones = {c for c in set(sample) if unicodedata.category(c) in ("Cc", "Co", "Cn", "Cs")}
    odd = sum(map(sample.count, odd_ones))
    if odd > 1 + 0.02 * len(sample):
        raise UnreadableFile("是二进制文件，不是文本 / binary, not text")
    return text


def canonical(text: str) -> str:
    r"""`text` with one kind of line break, also where these were lost, and without control or invisible characters;
    nothing else changes.

    >>> canonical("\ufeff一、总则\r\n第一条\x00")
    '一、总则\n第一条'
    """
    return with_lost_breaks(_DROPPED.sub("", re.sub(r"\r\n?|[\u2028\u2029\f\v\x85]", "\n", text)))


def load_text(data: bytes) -> Iterator[Loaded]:
    """The text of the file. Raises UnreadableFile when it is none."""
    text = decode(data)
    if "|" in text or "<" in text:
        from index.loaders import markdown

        text = markdown.with_named_rows(text.replace("\r\n", "\n"))
    if "\t" in text or "  " in text or "｜" in text:
        from index.loaders import plain_tables

        text = plain_tables.with_named_rows(text.replace("\r\n", "\n"))
    text = canonical(text)
    if len(text) > limits.TEXT_CHARACTERS:
        millions = limits.TEXT_CHARACTERS // 1_000_000
        raise UnreadableFile(f"文字超过 {millions} 百万字 / more than {millions} million characters of text")
    yield Loaded(text)
