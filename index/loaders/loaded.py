"""What a reader gives of a document: its text with what the file's format says about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FormatHeading:
    """A heading that the format itself marks (a Word style, HTML h1–h6): `text[start:end]`; level 1 is outermost."""

    start: int
    end: int
    level: int


@dataclass(frozen=True, slots=True)
class Loaded:
    """One document of a file. `text` is canonical, and all offsets are of it.

    `member` is the path inside an archive, a sheet or a record; None means the file itself. `pages` are the offsets
    where its pages start, ascending; empty where the format has none. `metadata` is what the format states, raw, by
    the names of the fields of `Metadata`. `notices` tell what was left out; where nothing could be read, `text` is
    empty and they say why.
    """

    text: str
    member: str | None = None
    headings: tuple[FormatHeading, ...] = ()
    pages: tuple[int, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
