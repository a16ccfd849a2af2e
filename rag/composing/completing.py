"""What must not be cut off the words that answer: the bound of a figure, clauses of the same shape, the other of two
things asked about."""

import re
from collections.abc import Sequence

from index.documents import Span
from index.lexicon import bigrams, fold_text, simplified
from rag.language import dates

_CLAUSE = re.compile(r"[^，,；;。：:\n]+[，,；;。：:]?")
_OPENS = "在由对以到从按向将把为给于"
"""Prepositions with which clauses of one shape begin: 在浦东新区建设…，在闵行区建设…."""
_TWO = re.compile(
    r"(?P<one>[\u4e00-\u9fffa-z0-9]{2,10})(?:和|与|及|以及|跟|、)(?P<two>[\u4e00-\u9fffa-z0-9]{2,10}?)"
    r"(?=呢|各|分别|都|是|有|包括|在|哪|多少|[?,。]|$)"
)
_BOUND = re.compile(
    r"(?<=[\d%％元人年月日天时吨亩米里倍次个名家件户层岁斤克升])(?:及|或者?)?(?:以上|以下|以内|之内|以外)"
)
_CONDITION = re.compile(r"(?P<said>[^，,；;。：:\n]{4,40}(?:的|者|后|时|之?前|期间|情况下))[，,]\s*\Z")
"""A condition at the end of what stands before the words found."""
_GIVEN = 0.5  # of a condition's character pairs, from which a question gives it
_THEN = re.compile(r"(?:的[，,]|[^\d\W][：:])[^，,；;。：:\n]+")
"""What holds in a case, or stands behind a label, that ends what is told: …的，35周岁; 主管机关：市水务局."""
_LONGEST = 150  # code points of what is told so


def completed(question: str, listed: bool, text: str, sentence: Span, found: Span) -> Span:
    """The words found in a sentence with the bound of the figure that they end in (五万元以下), the condition before
    them that the question does not give, the beginning of a day that they begin in the middle of (腊月二十三) and the
    clauses that say the rest of what is asked: where a list is asked for (`listed`), those beside that begin as they
    do; where two things are asked about, those that name them.

    >>> text = "在甲区建设基地，在乙区建设园区，其余的缓建。"
    >>> found = completed("涉及哪些区？", True, text, Span(0, 22), Span(8, 15)); text[found.start : found.end]
    '在甲区建设基地，在乙区建设园区'
    >>> text = "以甲市为主核心区，以乙市为次核心区，丙市为拓展区。"
    >>> found = completed("主核心区和次核心区呢？", False, text, Span(0, 26), Span(9, 17))
    >>> text[found.start : found.end]
    '以甲市为主核心区，以乙市为次核心区'
    >>> text = "台风蓝色预警期间，暂停飞行。"
    >>> found = completed("暂停什么？", False, text, Span(0, 14), Span(9, 13)); text[found.start : found.end]
    '台风蓝色预警期间，暂停飞行'
    >>> text = "主管机关：在中央为经济部；"
    >>> found = completed("主管机关是哪个？", False, text, Span(0, 13), Span(0, 4)); text[found.start : found.end]
    '主管机关：在中央为经济部'
    """
    text = simplified(text)
    for day in dates.DAY.finditer(text, sentence.start, sentence.end):
        if day.start() < found.start < day.end():
            found = Span(day.start(), found.end)
    if bound := _BOUND.match(text, found.end, max(sentence.end, found.end)):
        found = Span(found.start, bound.end())
    if not listed and (held := _THEN.match(text, found.end - 1, max(sentence.end, found.end))):
        found = Span(found.start, held.end())
    found = _with_condition(question, text, sentence, found)
    pieces = [Span(m.start(), m.end()) for m in _CLAUSE.finditer(text, sentence.start, sentence.end)]
    touched = [n for n, piece in enumerate(pieces) if piece.start < found.end and found.start < piece.end]
    if not touched or found.end > sentence.end:
        return found
    first, last = touched[0], touched[-1]
    if last > first:
        found = Span(pieces[first].start, max(pieces[last].end, found.end))
        while text[found.end - 1] in "，,；;：:。":
            found = Span(found.start, found.end - 1)
    if listed and found.start == pieces[first].start:
        while first and _alike(text, pieces[first - 1], pieces[touched[0]]):
            first -= 1
    needed = [n for name in two_asked(question) for n in _naming(name, text, pieces)[:1]]
    if len(needed) == 2:
        first, last = min(first, *needed), max(last, *needed)
    start = pieces[first].start if first < touched[0] else found.start
    end = pieces[last].end if last > touched[-1] else found.end
    while text[end - 1] in "，,；;：:。":
        end -= 1
    return Span(start, end) if end - start <= _LONGEST else found


def _with_condition(question: str, text: str, sentence: Span, found: Span) -> Span:
    """The words found with the condition right before them, where the question does not give it."""
    condition = _CONDITION.search(text[sentence.start : found.start])
    if condition is None:
        return found
    said = set(bigrams(fold_text(condition["said"])))
    given = len(said & set(bigrams(fold_text(question))))
    return found if given >= _GIVEN * len(said) else Span(sentence.start + condition.start("said"), found.end)


def two_asked(question: str) -> Sequence[str]:
    """The two things that a question asks about together, folded; none where it asks about one.

    >>> two_asked("那主核心区和次核心区呢？"), two_asked("有哪些要求？")
    (['那主核心区', '次核心区'], [])
    """
    match = _TWO.search(fold_text(question))
    return [match["one"], match["two"]] if match else []


def _naming(name: str, text: str, pieces: Sequence[Span]) -> list[int]:
    """The clauses that have the name, or as much of the end of it as any has: 主核心区 of 那主核心区."""
    folded = [fold_text(text[piece.start : piece.end]) for piece in pieces]
    for cut in range(max(len(name) - 2, 1)):
        if having := [n for n, piece in enumerate(folded) if name[cut:] in piece]:
            return having
    return []


def _alike(text: str, one: Span, other: Span) -> bool:
    """Whether two clauses begin alike."""
    a, b = text[one.start : one.end], text[other.start : other.end]
    return (a[:1] == b[:1] and a[:1] in _OPENS) or (a[:2] == b[:2] and re.match(r"[\u4e00-\u9fff]{2}", a) is not None)
