"""Passages that say the same in several documents, of which an answer needs one."""

import re
from collections.abc import Iterable, Mapping

from index.documents import Chunk, DocumentInfo
from index.lexicon import fold_text

_WORDS = re.compile(r"[\W_]+")
_SHORTEST = 40  # letters and figures of a passage that is the same in documents of any title


def distinct(chunks: Iterable[Chunk], infos: Mapping[str, DocumentInfo], k: int) -> list[Chunk]:
    """The first `k` passages of those given, best first, without those that repeat a better one word for word.

    Of copies in documents of one title, such as the texts of a statute before and after its amendments, the one of the
    newest document stands in the place of the best. Short passages (本条例自公布之日起施行) are copies only where the
    documents have one title.
    """
    places: dict[tuple[str, str], int] = {}
    kept: list[Chunk] = []
    for chunk in chunks:
        words = _WORDS.sub("", fold_text(chunk.text))
        title = infos[chunk.document_id].metadata.title or chunk.document_id
        mine, anyone = (words, title), (words, "")
        if mine in places:
            place = places[mine]
            kept[place] = max(kept[place], chunk, key=lambda each: _version(infos[each.document_id]))
        elif anyone not in places or len(words) < _SHORTEST:
            if len(kept) == k:
                break
            places[mine] = places[anyone] = len(kept)
            kept.append(chunk)
    return kept


def _version(info: DocumentInfo) -> str:
    """The day that the document's wording is of."""
    metadata = info.metadata
    return metadata.amended_on or metadata.issued_on or metadata.published_on or ""
