"""A question that compares places, documents, years or things, or asks of each in a clause of its own."""

import re
from collections.abc import Callable, Generator
from dataclasses import replace

from rag.comparisons.against import compared_with_before
from rag.comparisons.aspects import Aspect, and_of
from rag.comparisons.beside import compare_named, nothing_told
from rag.comparisons.difference import difference
from rag.comparisons.named import NamedSide, NamedSides, named_sides
from rag.comparisons.separately import asked_separately, tell_separately
from rag.comparisons.sides import sides_first, things_compared
from rag.comparisons.years_beside import years_compared
from rag.composing.compose import Draft
from rag.records import Event, Progress
from rag.run import Run
from rag.understanding.question import Understanding

_BOTH = 2  # places that are compared


def tell_compared(run: Run, whole: Understanding) -> Generator[Event, None, tuple[Understanding, Draft] | None]:
    """What is told of each of the things that a question compares, and the question as one that compares; None where it
    compares none or is better answered as one.

    Places and documents that it names go before what clauses of their own ask of such, these before years and things.
    """
    if whole.kind == "comparison":
        scope = run.index.documents(whole.filters)
        if more := difference(run.index, scope, whole, run.quotations):
            return whole, more
    question = run.question.question
    listed = sides_first(question)
    documents = run.index.documents(run.filters)
    history = run.question.history

    def listed_by(find: Callable[[str], NamedSides | None], text: str = listed) -> NamedSides | None:
        bare, also = ("", "") if history else and_of(text)
        found = find(bare) if also else None
        return found.and_of(also, documents) if found else find(text)

    def find_named(text: str) -> NamedSides | None:
        return named_sides(text, documents)

    named = compared_with_before(question, history, documents) or listed_by(find_named)
    if named is None and not history and not whole.rendering and whole.standalone != question:
        named = listed_by(find_named, sides_first(whole.standalone))  # with what was mistyped put right
    separate = [] if named or whole.kind in ("survey", "smalltalk") else asked_separately(question, documents)
    if separate:
        yield Progress(stage="retrieve")
        if apart := tell_separately(run, whole, separate):
            return apart
    things = None if named or whole.kind == "survey" else listed_by(things_compared)
    for compares in (named or _in_another_language(whole), listed_by(years_compared), things):
        if compares:
            yield Progress(stage="retrieve")
            if compared := compare_named(run, whole, compares):
                return compared
    if named is None or whole.fields or not _is_told_of_each(whole, named):
        return None
    if together := run.of_all(whole):
        return whole, together
    if not named.each and run.answering(whole):
        return None
    run.nearest(whole)
    return replace(whole, kind="comparison"), nothing_told(named, whole.language)


def _in_another_language(whole: Understanding) -> NamedSides | None:
    """The regions that a question in another language compares, each asked the whole of it."""
    if whole.kind != "comparison" or len(whole.regions) < _BOTH or whole.language.startswith("zh") or whole.fields:
        return None
    differs = bool(re.search(r"\b(?:differ\w*|how much (?:more|less)|gap)\b", whole.question.lower()))
    sides = tuple(NamedSide(region, region) for region in whole.regions)
    return NamedSides(sides, (Aspect("", whole.question, differs=differs),))


def _is_told_of_each(whole: Understanding, named: NamedSides) -> bool:
    """Whether what is asked of places or documents is told of each alone or not at all: of all documents together a
    survey tells, but not which of them has most."""
    of_all = whole.kind == "survey" and not any(aspect.utmost for aspect in named.aspects)
    return not of_all and whole.kind not in ("smalltalk", "documents", "timeline", "summary")
