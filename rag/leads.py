"""The line that introduces the list asked for, before a sentence that only speaks of what is listed."""

import re
from collections.abc import Callable, Sequence

from index.documents import Span
from index.lexicon import fold_text
from rag import passage
from rag.ahead import put_ahead
from rag.evidence import Match

_NEAR = 2.5  # by the model, how far behind the best the line may be
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
    best = ranked[0]
    named = re.compile(_LISTED + re.escape(asked["noun"])) if asked else None
    text = text_of(best.sentence.document_id)
    if best.sentence.introduction or passage.items(text, Span(best.sentence.start, best.sentence.end)):
        return list(ranked)
    if listed and _ENUMERATED.search(best.sentence.folded):
        return list(ranked)
    return put_ahead(
        ranked,
        _NEAR,
        lambda m: (
            bool(listed or (named and named.search(m.sentence.folded)))
            and bool(passage.items(text, Span(m.sentence.start, m.sentence.end)))
        ),
    )
