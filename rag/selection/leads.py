"""The line that introduces the list asked for, before a sentence that only speaks of what is listed."""

import re
from collections.abc import Callable, Sequence

from index.documents import Span
from index.lexicon import fold_text
from rag.selection import passage
from rag.selection.ahead import put_ahead
from rag.selection.answering import answering
from rag.selection.evidence import Match

_NEAR = 2.5  # by the model, how far behind the best the line may be
_MORE, _BEHIND = 0.05, 1.5  # share of the question that a line must hold more than a best one that lists things itself
_ASKS_WHICH = re.compile("哪(?:些|几[个类种家项条])?(?P<noun>[\u4e00-\u9fff]{2})")
_LISTED = "(?:下列|以下)[^,;。:]{0,6}?"
_ENUMERATED = re.compile("、[^,;。]*[、和及与]")


def of_the_list_asked(
    question: str, listed: bool, ranked: Sequence[Match], text_of: Callable[[str], str]
) -> list[Match]:
    """The ordered sentences, in front the line that introduces a list (下列单位应当…：) where a list is asked for
    (`listed`, or 哪些单位) and the best has none: one that holds more of the question, or of the same document and
    hardly less where the best names nothing one after the other."""
    asked = _ASKS_WHICH.search(fold_text(question))
    if not ranked or not (listed or asked) or ranked[0].by_meaning:
        return list(ranked)
    best = ranked[0]
    if best.sentence.introduction or _introduces(best, text_of):
        return list(ranked)
    if listed and (whole := _holding_more(ranked, text_of)):
        return [whole, *(m for m in ranked if m is not whole)]
    if listed and _ENUMERATED.search(best.sentence.folded):
        return list(ranked)
    named = re.compile(_LISTED + re.escape(asked["noun"])) if asked else None
    return put_ahead(
        ranked,
        _NEAR,
        lambda m: bool(listed or (named and named.search(m.sentence.folded))) and _introduces(m, text_of),
    )


def _introduces(match: Match, text_of: Callable[[str], str]) -> bool:
    sentence = match.sentence
    return bool(passage.items(text_of(sentence.document_id), Span(sentence.start, sentence.end)))


def _holding_more(ranked: Sequence[Match], text_of: Callable[[str], str]) -> Match | None:
    """The first line near the best sentence that introduces a list and holds more of the question, of any document."""
    best, model = ranked[0], answering().ranking
    least, held = model.of(best.features) - _BEHIND, best.coverage + _MORE
    near = (m for m in ranked[1:] if m.fits and m.coverage >= held and model.of(m.features) >= least)
    return next((m for m in near if m.features.elsewhere <= best.features.elsewhere and _introduces(m, text_of)), None)
