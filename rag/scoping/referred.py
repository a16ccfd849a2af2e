"""Documents that are not indexed and of which indexed ones speak: what these call them, and which these are."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.documents import DocumentInfo
from index.lexicon import fold_text
from index.references import title_and_number
from index.store import number_key
from rag.language import wording
from rag.remembered import RememberedOf

_SHORTEST = 6  # characters of a title that is said without its marks


@dataclass(frozen=True, slots=True)
class Reference:
    """How documents write one that is not indexed, 《title》（number）, and the ids of those that do."""

    written: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _References:
    by_number: dict[str, Reference]
    by_title: dict[str, Reference]


def _references(documents: Sequence[DocumentInfo]) -> _References:
    written: dict[str, list[str]] = {}
    for document in documents:
        for cited in dict.fromkeys((*document.metadata.cites, *document.metadata.repeals)):
            written.setdefault(cited, []).append(document.id)
    own = {number_key(d.metadata.document_number) for d in documents if d.metadata.document_number}
    by_number: dict[str, Reference] = {}
    by_title: dict[str, Reference] = {}
    for cited, ids in written.items():
        title, number = title_and_number(cited)
        key = number_key(number)
        if key in own:
            continue
        fuller = by_number[key].written if title == "" and key in by_number else cited
        reference = Reference(fuller, (*by_number[key].documents, *ids) if key in by_number else tuple(ids))
        if number:
            by_number[key] = reference
        if title and number:
            by_title[fold_text(title)] = reference
    return _References(by_number, by_title)


_known = RememberedOf(_references, most=4)


def by_number(text: str, documents: Sequence[DocumentInfo]) -> Reference | None:
    """The one whose number a normalised question gives."""
    known = _known.of(documents).by_number
    numbers = [number_key(match.group()) for match in wording.NUMBER.finditer(text)]
    return next((known[end] for number in numbers for end in _ends(number) if end in known), None)


def by_title(text: str, documents: Sequence[DocumentInfo]) -> Reference | None:
    """The one with a number whose title a normalised question gives, in 《》 or whole."""
    known = _known.of(documents).by_title
    said = [title for title in known if f"《{title}》" in text or (len(title) >= _SHORTEST and title in text)]
    return known[max(said, key=len)] if said else None


def _ends(number: str) -> list[str]:
    """The number without more and more of the words in front of it: 请问沪科规[2020]3号."""
    return [number[at:] for at in range(number.find("[") + 1)] if "[" in number else []
