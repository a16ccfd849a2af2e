"""The scope that a visitor chooses: which documents a question is asked of, by facets with their counts."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from index.documents import DocumentInfo
from rag.records import QuestionFilters
from ui.messages import Language, messages

MOST_VALUES = 200  # of a facet that are listed, those with the most documents first
_YEAR = "year"
_LEVELS = ("国家", "省", "市", "县")


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet: how many documents it would leave, and whether it is chosen."""

    key: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """What documents can be told apart by; `name` is the field of the filters, or `year`."""

    name: str
    values: tuple[Value, ...]


Scope = Mapping[str, Sequence[str]]
"""Chosen values by the name of their facet."""


def _year(info: DocumentInfo) -> str | None:
    return info.metadata.issued_on[:4] if info.metadata.issued_on else None


_VALUES: dict[str, Callable[[DocumentInfo], Iterable[str | None]]] = {
    "region": lambda info: [info.metadata.region],
    "level": lambda info: [info.metadata.region_level],
    "issuer": lambda info: info.metadata.issuers,
    _YEAR: lambda info: [_year(info)],
    "genre": lambda info: [info.metadata.genre],
    "document_id": lambda info: [info.id],
}


def facets(documents: Sequence[DocumentInfo], scope: Scope, language: Language) -> tuple[Facet, ...]:
    """Every facet over the documents; a value's count is what choosing it would leave beside the other facets."""
    names = messages(language).levels | {info.id: info.name for info in documents}
    found = []
    for name, values_of in _VALUES.items():
        others = {other: chosen for other, chosen in scope.items() if other != name}
        counts: Counter[str] = Counter()
        for info in documents:
            counts.update(dict.fromkeys(filter(None, values_of(info)), int(_passes(info, others))))
        chosen = scope.get(name, ())
        ranked = sorted(counts.items(), key=lambda item: _order(name, *item))
        listed = dict.fromkeys([*chosen, *(value for value, _ in islice(ranked, MOST_VALUES))])
        ordered = [value for value, _ in ranked if value in listed]
        ordered += [value for value in chosen if value not in counts]
        found.append(
            Facet(
                name,
                tuple(Value(key, names.get(key, key), counts.get(key, 0), key in chosen) for key in ordered),
            )
        )
    return tuple(found)


def _order(name: str, value: str, count: int) -> tuple[object, ...]:
    if name == _YEAR:
        return (-int(value),)
    if name == "level":
        return (_LEVELS.index(value) if value in _LEVELS else len(_LEVELS), value)
    return (-count, value)


def _passes(info: DocumentInfo, scope: Scope) -> bool:
    return all(set(chosen) & set(_VALUES[name](info)) for name, chosen in scope.items() if chosen)


def in_scope(documents: Iterable[DocumentInfo], scope: Scope) -> list[DocumentInfo]:
    """The documents that every facet lets through."""
    return [info for info in documents if _passes(info, scope)]


def filters_of(documents: Sequence[DocumentInfo], scope: Scope) -> QuestionFilters:
    """The filters that a scope means.

    Years are a range from the first day of the first to the last day of the last one chosen; where another year lies
    between them, or a level is chosen, of which the filters know nothing, the documents themselves are named.
    """
    years = sorted(scope.get(_YEAR, ()))
    given = {name: list(chosen) for name, chosen in scope.items() if chosen and name in QuestionFilters.model_fields}
    between = {year for info in documents if (year := _year(info)) and years and years[0] <= year <= years[-1]}
    if scope.get("level") or between - set(years):
        return QuestionFilters(document_id=[info.id for info in in_scope(documents, scope)])
    if years:
        return QuestionFilters(**given, issued_from=f"{years[0]}-01-01", issued_to=f"{years[-1]}-12-31")
    return QuestionFilters(**given)


def checked(scope: Scope, documents: Sequence[DocumentInfo]) -> dict[str, list[str]]:
    """The scope without what no document has: it comes from the browser, and documents go."""
    known = {name: {value for info in documents for value in values_of(info)} for name, values_of in _VALUES.items()}
    kept = {name: [v for v in chosen if v in known[name]] for name, chosen in scope.items() if name in known}
    return {name: chosen for name, chosen in kept.items() if chosen}


def scope_words(scope: Scope, language: Language) -> list[str]:
    """What a question was restricted to, in words: one entry a facet."""
    words = messages(language)
    return [
        words.some_documents.format(count=len(chosen))
        if name == "document_id"
        else words.separator.join(words.levels.get(value, value) for value in chosen)
        for name, chosen in scope.items()
    ]
