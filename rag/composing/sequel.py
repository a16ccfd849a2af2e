"""What stands behind a sentence in its passage and belongs to its answer: what holds otherwise."""

import re

from index.cleaning import sentence_spans
from index.documents import Span
from index.lexicon import simplified
from rag.selection.passage import paragraph
from rag.understanding.question import Understanding

BUT = re.compile("但是?[，,]?|不过[，,]")
_OTHERWISE = re.compile(
    r"(?P<condition>(?=[^，,。；;]{0,8}?(?:未|不|没有?|无法|逾期|超[过出]|[低高少多]于))[^，,。；;]{2,40}(?:的|者|时|后)[，,]"
    r"|(?:未|不|没有?|无法|逾期|超[过出]|[低高少多]于|[^，,。；;]{1,8}?不(?=[合达符满足]))[^，,。；;]{1,30}?(?:的|者|时))"
    r"[^。；;]{0,40}?(?:不得|不予|不能|不再|不可|不[补奖付退赔收计给发享]|无[权需]|免[于予除交收]?|可以|视为|取消|停止)"
)
"""A sentence that says what holds where the condition of the one before is not met: 不满300架次的当年不补."""
_SENTENCES, _LONGEST = 4, 240  # sentences behind one, and code points of both
_SHARED = 3  # characters that a condition has of the sentence before


def otherwise(understanding: Understanding, text: str, span: Span) -> Span | None:
    """The sentence behind one that says whether one may which says when one may not, or the other way round: one that
    begins with 但, or whose condition the first speaks of."""
    if understanding.expects != "yes_no":
        return None
    plain = simplified(text)
    behind = sentence_spans(text, span.end, max(paragraph(text, span).end, span.end))[:_SENTENCES]
    for number, found in enumerate(behind):
        if found.end - span.start > _LONGEST:
            return None
        rule = _OTHERWISE.match(plain, found.start, found.end)
        if (number == 0 and BUT.match(plain, found.start)) or (rule and _share(rule["condition"], plain, span)):
            return found
    return None


def _share(condition: str, text: str, span: Span) -> bool:
    """Whether the condition and the sentence have characters of a word or figure in common."""
    said = text[span.start : span.end]
    return any(condition[at : at + _SHARED] in said for at in range(len(condition) - _SHARED + 1))
