"""What a question compares with what the turn before asked about: 那吉林呢,比它高还是低."""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.documents import DocumentInfo
from rag.comparisons.aspects import EITHER, OPEN, Aspect, aspects_asked
from rag.comparisons.named import NamedSides, mentioned_in
from rag.language import wording
from rag.language.terms import normalise, terms
from rag.records import Turn
from rag.understanding.followup import standalone
from rag.understanding.leaning import asked_of_anything

_COMPARES = re.compile(
    rf"{wording.THAN}|[跟和与同][^,。?]{{1,12}}(?:(?<!不)一样|相同|差)|{wording.APART}|{wording.WHICH_MORE}|差(?:多少|几)|[两二][地省边者]|谁[管定给]"
)
_POINTS = re.compile(
    r"比(?:起)?(?:它|他|那[里边个]?|前者|前面|刚才)(?:的)?|[跟和与同](?:它|前者|刚才|前面)(?:的)?(?:相?比)?|同样的?"
    r"|[两二](?:地|省|市|边|者|家)(?:之间)?的?|^那?么?(?=\0)|\0(?:那边)?呢|[跟和与同比]\0(?:那边)?的?(?:相?比)?|(?<=\0)的|有没有"
)
_THAN = re.compile(wording.THAN)
_BACK = re.compile("[它他]|那[里边]|前者|前面|刚才|上面|之前|[跟和与同比][^,。?;]{0,4}(?:原来|上次)")
"""What means the side of the turn before."""
_NUMERALS = "〇一二三四五六七八九十"
_SAYS_HOW = re.compile("(?:补|做|规定|说|写|定)?法|规定|做法")


def compared_with_before(text: str, history: Sequence[Turn], documents: Sequence[DocumentInfo]) -> NamedSides | None:
    """What of the turn before is asked of the places or documents of both; None where the text compares nothing with
    what was asked before."""
    if not history:
        return None
    asked = normalise(text).strip()
    before = normalise(standalone(history[-1].question, history[:-1], documents)[0])
    own, earlier = mentioned_in(asked, documents), mentioned_in(before, documents)
    if not own or not earlier or not _COMPARES.search(asked):
        return None
    new = [m for n, m in enumerate(own) if not any(m.is_same(other) for other in (*earlier, *own[:n]))]
    if not new or len(new) + 1 >= len(_NUMERALS):
        return None
    said = asked
    for mention in reversed(own):
        said = f"{said[: mention.start]}\0{said[mention.end :]}"
    sides = (*(m.side for m in new), earlier[0].side)
    if len(new) > 1 and not (_BACK.search(asked) or re.search(f"{_NUMERALS[len(sides)]}个?[地省市者家份]", asked)):
        sides = sides[:-1]  # 那吉林和湖南有什么不同
    rest = _POINTS.sub("\0", said)
    rest = re.sub(r"[\0,]*\0[\0,]*", "\0", rest)
    found = aspects_asked(rest if rest.startswith("\0") else f"\0{rest}")
    if found and any(map(_has_content, found)):
        return NamedSides(sides, tuple(replace(a, question=_once(a.question)) for a in found))
    whole = f"{before[: earlier[0].start]}\0{before[earlier[0].end :]}"
    what = aspects_asked(whole) or [Aspect("", whole)]
    differs = any(a.differs or a.utmost for a in found) or bool(_THAN.search(asked))
    return NamedSides(
        sides,
        tuple(
            Aspect(
                a.label, _once(a.question), (), differs, any(f.same for f in found), either=bool(EITHER.search(asked))
            )
            for a in what
        ),
    )


def _once(question: str) -> str:
    """The question with the side's name in its first place only."""
    ahead, _, behind = question.partition("\0")
    return f"{ahead}\0{behind.replace(chr(0), '').lstrip(',')}"


def _has_content(aspect: Aspect) -> bool:
    """Whether an aspect says what is asked about by itself: not 补法, 规定."""
    said = _SAYS_HOW.sub("", aspect.question.removesuffix(OPEN).replace("\0", ""))
    return any(term.text not in asked_of_anything() for term in terms(said))
