"""Plain text and Markdown: bytes → characters, in one kind of writing."""

import re
import unicodedata
from collections.abc import Iterator

from index.errors import UnreadableFile
from index.loaders import limits
from index.loaders.loaded import Loaded
from index.loaders.unwrapped import with_lost_breaks

# Invisible characters that carry no text: byte-order marks, zero-width spaces, soft hyphens, bidirectional controls.
_INVISIBLE = "\ufeff\u00ad\u2060\u200b-\u200f\u202a-\u202e\u2066-\u2069"
_CONTROLS = r"\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff"
_DROPPED = re.compile(f"[{_INVISIBLE}{_CONTROLS}]")


def decode(data: bytes) -> str:
    """Text of UTF-8 (with or without byte-order mark), UTF-16 or GB18030 bytes.

    Raises UnreadableFile with the reason when the bytes are none of these or not text at all.
    """
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", *_utf16_without_mark(data), "gb18030"):
        try:
            return _plausible(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise UnreadableFile("不是 UTF-8、UTF-16 或 GB18030 文本 / not UTF-8, UTF-16 or GB18030 text")


def _utf16_without_mark(data: bytes) -> tuple[str, ...]:
    """UTF-16 without a mark betrays itself by the zero high bytes of its line breaks and digits."""
    sample = data[:4096]
    if len(data) % 2 or b"\0" not in sample:
        return ()
    return ("utf-16-le",) if sample[1::2].count(0) > sample[0::2].count(0) else ("utf-16-be",)


def _plausible(text: str) -> str:
    """`text` itself. Raises UnreadableFile when it is full of control or private-use characters."""
    sample = "".join(text[:20_000].split())
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
        from index.loaders.markdown import with_named_rows

        text = with_named_rows(text.replace("\r\n", "\n"))
    text = canonical(text)
    if len(text) > limits.TEXT_CHARACTERS:
        millions = limits.TEXT_CHARACTERS // 1_000_000
        raise UnreadableFile(f"文字超过 {millions} 百万字 / more than {millions} million characters of text")
    yield Loaded(text)
