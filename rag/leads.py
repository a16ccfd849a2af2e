"""The line that introduces the list asked for, before a sentence that only speaks of what is listed."""

import re
from collections.abc import Callable, Sequence

from index.documents import Span
from index.lexicon import fold_text
from rag import passage
from rag.answering import answering
from rag.evidence import Match

_NEAR = 2.5  # by the model, how far behind the best the line may be
_HELD_LESS = 0.2  # share of the question's words that it may hold less
_ASKS_WHICH = re.compile("哪(?:些|几[个类种家项条])?(?P<noun>[\u4e00-\u9fff]{2})")
_LISTED = "(?:下列|以下)[^,;。:]{0,6}?"
_ENUMERATED = re.compile("、[^,;。]*[、和及与]")


def of_the_list_asked(
    question: str, listed: bool, ranked: Sequence[Match], text_of: Callable[[str], str]
) -> list[Match]:
    """The ordered sentences, in front the line that introduces a list (下列单位应当…：) where a list is asked for
    (`listed`, or 哪些单位) and the best, of the same document, has none and hardly holds more of the question."""
    asked = _ASKS_WHICH.search(fold_text(question))
    if not ranked or not (listed or asked) or ranked[0].by_meaning:
        return list(ranked)
    best, model = ranked[0], answering().ranking
    named = re.compile(_LISTED + re.escape(asked["noun"])) if asked else None
    text = text_of(best.sentence.document_id)
    if best.sentence.introduction or passage.items(text, Span(best.sentence.start, best.sentence.end)):
        return list(ranked)
    if listed and _ENUMERATED.search(best.sentence.folded):
        return list(ranked)
    least = model.of(best.features) - _NEAR
    near = (
        m
        for m in ranked[1:]
        if m.sentence.document_id == best.sentence.document_id
        and m.fits
        and m.coverage >= best.coverage - _HELD_LESS
        and model.of(m.features) >= least
        and (listed or (named and named.search(m.sentence.folded)))
        and passage.items(text, Span(m.sentence.start, m.sentence.end))
    )
    first = next(near, None)
    return [first, *(m for m in ranked if m is not first)] if first else list(ranked)
