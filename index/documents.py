"""The records of the index: a document, its metadata, its sections and its chunks."""

from bisect import bisect_right
from dataclasses import asdict, dataclass, field, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open range of code points of a canonical text: `text[start:end]`."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about a document. What it does not state is None or empty, never guessed.

    Dates are ISO 8601 (`2012-11-02`). `region` is a short name (广东, 深圳); `region_parent` the province of a
    city. `region_inferred` is true when the region was read from the wording (我省, 来川) and not stated by the
    issuer. `issued_on` is the day of signature or, for a statute, of its adoption; `amended_on` the last amendment.
    `cites`, `repeals` and `amends` are the document numbers and titles that the text refers to.
    """

    title: str | None = None
    region: str | None = None
    region_level: str | None = None  # 国家 | 省 | 市 | 县
    region_parent: str | None = None
    region_inferred: bool = False
    issuers: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    document_number: str | None = None
    issued_on: str | None = None
    published_on: str | None = None
    amended_on: str | None = None
    effective_on: str | None = None
    expires_on: str | None = None
    index_number: str | None = None
    genre: str | None = None
    status: str | None = None
    keywords: tuple[str, ...] = ()
    source_url: str | None = None
    cites: tuple[str, ...] = ()
    repeals: tuple[str, ...] = ()
    amends: tuple[str, ...] = ()

    @property
    def issuer(self) -> str | None:
        """All issuers in one line."""
        return "、".join(self.issuers) or None

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Metadata":
        """The inverse of `dataclasses.asdict` after a trip through JSON; unknown keys are ignored."""
        known = {name: values[name] for name in (f.name for f in fields(cls)) if name in values}
        for name in ("issuers", "addressees", "keywords", "cites", "repeals", "amends"):
            known[name] = tuple(known.get(name) or ())
        return cls(**known)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document under one heading; `start:end` spans its heading and its own body, not its children.

    `path` are the headings from the outermost to this one. The text before the first heading is a section with an
    empty path and level 0.
    """

    ordinal: int
    level: int
    heading: str
    path: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """The unit that is embedded, retrieved and cited.

    `text` is always `document.text[start:end]` and lies inside one section. What is embedded and searched repeats
    the headings, so that （三）完善价格政策 still says which document it is from. `id` is 0 until stored.
    """

    document_id: str
    ordinal: int
    heading_path: tuple[str, ...]
    start: int
    end: int
    text: str
    id: int = 0


@dataclass(frozen=True, slots=True)
class Sketch:
    """The smallest hashes of a document's sentences, ascending, and how many different sentences it has."""

    hashes: tuple[int, ...] = ()
    sentences: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """A document with its canonical text: what the loader got after Unicode-safe clean-up.

    `repeats` are spans of the text that say again what an earlier span says; they are not chunked. `source` is the
    file's name as shown to readers, `path` where the file lay; a document inside a file has both end in `!/` and its
    place there. `pages` are the offsets where its pages start, ascending; empty where it has none. `notices` tell what
    its reader left out; they are not stored. `sketch` is stored, but not read with the document.
    """

    id: str
    source: str
    path: str
    content_hash: str
    text: str
    metadata: Metadata = field(default_factory=Metadata)
    sections: tuple[Section, ...] = ()
    chunks: tuple[Chunk, ...] = ()
    repeats: tuple[Span, ...] = ()
    pages: tuple[int, ...] = ()
    notices: tuple[str, ...] = ()
    sketch: Sketch = Sketch()


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """A document without its text: what listings, filters and citations need.

    `sources` are the names of all the files that hold this very text, `paths` where they lie; `source` and `path` are
    one of them.
    """

    id: str
    source: str
    path: str
    content_hash: str
    characters: int
    chunk_count: int
    metadata: Metadata
    pages: tuple[int, ...] = ()
    sources: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Its title, or its file name where it states none."""
        return self.metadata.title or self.source


def page_of(document: Document | DocumentInfo, offset: int) -> int | None:
    """The number of the page, from 1, that the offset lies on; None where the document has no pages.

    >>> page_of(Document("1", "a.pdf", "/a.pdf", "", "甲乙丙", pages=(0, 2)), 2)
    2
    """
    return max(bisect_right(document.pages, offset), 1) if document.pages else None


def public_metadata(info: DocumentInfo) -> dict[str, Any]:
    """A document's id, file names and metadata as the API and the command line give them."""
    return {"id": info.id, "source": info.source, "sources": list(info.sources), **asdict(info.metadata)}


@dataclass(frozen=True, slots=True)
class Filters:
    """Which documents are in scope; an empty field does not restrict, values of one field are alternatives.

    Issue dates are compared with `issued_on` (成文日期); a document that states none is out as soon as a date is asked.
    """

    region: tuple[str, ...] = ()
    issuer: tuple[str, ...] = ()
    document_number: tuple[str, ...] = ()
    document_id: tuple[str, ...] = ()
    genre: tuple[str, ...] = ()
    issued_from: str | None = None
    issued_to: str | None = None

    def __bool__(self) -> bool:
        return any(getattr(self, f.name) for f in fields(self))
