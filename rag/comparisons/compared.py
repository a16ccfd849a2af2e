"""A question that compares places, documents, years or things, or asks of each in a clause of its own."""

import re
from collections.abc import Callable, Generator
from dataclasses import replace

from rag.comparisons.against import compared_with_before
from rag.comparisons.aspects import Aspect, and_of, aspects_asked
from rag.comparisons.beside import compare_named, nothing_told
from rag.comparisons.difference import difference
from rag.comparisons.named import NamedSide, NamedSides, mentioned_in, named_sides
from rag.comparisons.separately import asked_separately, tell_separately
from rag.comparisons.sides import sides_first, things_compared
from rag.comparisons.years_beside import years_compared
from rag.composing.compose import Draft, names
from rag.language import wording
from rag.language.terms import normalise
from rag.records import Event, Progress
from rag.run import Run
from rag.understanding.question import Understanding

_BOTH = 2  # places that are compared
_FEW, _MOST = 12, 6  # documents that are all compared; of more, how many


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
    for compares in (named, listed_by(years_compared), things, None if named else _each_in_scope(run, whole)):
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


def _each_in_scope(run: Run, whole: Understanding) -> NamedSides | None:
    """The regions that a question compares without listing them, else the documents in scope, of many those of the best
    sentences, each asked what it asks of all."""
    if whole.kind != "comparison" or whole.fields or (whole.sought and not whole.regions):
        return None
    infos = run.index.documents(whole.filters)
    sides = tuple(NamedSide(region, region) for region in whole.regions)
    if len(sides) < _BOTH:
        if len(infos) > _FEW:
            best = dict.fromkeys(m.sentence.document_id for m in run.candidates(whole)[0])
            infos = [run.infos[identity] for identity in list(best)[:_MOST]]
        shown = names(infos, whole.language)
        sides = tuple(NamedSide(shown[info.id], None, (info.id,)) for info in infos)
    if not sides:
        return None
    return NamedSides(sides, _asked_of_each(run, whole))


def _asked_of_each(run: Run, whole: Understanding) -> tuple[Aspect, ...]:
    """What a question asks of all that it compares, without their names; in another language the whole of it."""
    if not whole.language.startswith("zh"):
        differs = bool(re.search(r"\b(?:differ\w*|how much (?:more|less)|gap)\b", whole.question.lower()))
        return (Aspect("", whole.question, differs=differs),)
    asked = wording.ALL_DOCUMENTS.sub("\0", normalise(whole.standalone))
    for mention in reversed(mentioned_in(asked, run.index.documents(run.filters))):
        asked = f"{asked[: mention.start]}\0{asked[mention.end :]}"
    ahead, _, behind = re.sub("\0[省市]?(?:(?:以及|[、,和与及跟同])*\0[省市]?)*", "\0", asked).rpartition("\0")
    asked = "\0".join((ahead.replace("\0", ""), behind))
    return tuple(aspects_asked(asked)) or (Aspect("", asked),)


def _is_told_of_each(whole: Understanding, named: NamedSides) -> bool:
    """Whether what is asked of places or documents is told of each alone or not at all: of all documents together a
    survey tells, but not which of them has most."""
    of_all = whole.kind == "survey" and not any(aspect.utmost for aspect in named.aspects)
    return not of_all and whole.kind not in ("smalltalk", "documents", "timeline", "summary")
