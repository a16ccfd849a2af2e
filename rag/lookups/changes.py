"""What a rule changed, told from what to what: 财政补贴比例由60%提高到70%."""

import re
from collections.abc import Sequence

from index.documents import Span
from index.lexicon import fold_text
from rag.selection import passage
from rag.selection.evidence import Match
from rag.understanding.question import Understanding

_ASKS = re.compile(
    "(?:怎么|怎样|如何|咋)(?:变(?!更)|调整)|(?:什么|哪些|多大|何种|啥)(?:变化|调整|改变)|变化(?:是|有)?(?:什么|多少|多大)|变了(?:什么|多少)|改了(?:什么|哪些)"
)
_CHANGE = re.compile(
    r"[由从][^,;。由从]{1,24}?(?:提[高升]|增[加至到]|上[调升]|扩大|延长|放宽|降[低至到为]|下[调降]|减[少至到]|压[减缩]|缩[短小减]|调[整高低]|变更?|改)"
    r"[^,;。由从]{0,6}?[到至为成][^,;。]"
)
_MOST = 5  # changes that are told


def changes_asked(question: str) -> bool:
    """Whether a question asks how something changed.

    >>> [changes_asked(q) for q in ("比例怎么变？", "新办法有什么变化？", "变更登记怎么办？", "怎么变更法人？")]
    [True, True, False, False]
    """
    return bool(_ASKS.search(fold_text(question)))


def changes_of(asked: Understanding, ranked: Sequence[Match], title: str, text: str) -> list[Match]:
    """Of the ordered sentences those that tell a change, in the paragraph of the first, in the order of the text: those
    that name what is asked about; all where the question names nothing of any and there are several.

    `title` is the folded name of the first one's document, which names what they all are of, and `text` its text.
    """
    if not ranked:
        return []
    best = ranked[0].sentence
    line = passage.paragraph(text, Span(best.start, best.end))
    inside = [
        m for m in ranked if m.sentence.document_id == best.document_id and line.start <= m.sentence.start < line.end
    ]
    beside = [m for m in inside if _CHANGE.search(m.sentence.folded)]
    words = [[w for w in (t.text, *t.others) if w not in title] for t in asked.terms if t.text not in title]
    named = [m for m in beside if any(_has(m, each) for each in words if not all(_has(b, each) for b in beside))]
    told = named or (beside if len(beside) > 1 else [])
    return sorted(told, key=lambda m: m.sentence.start)[:_MOST]


def _has(match: Match, words: Sequence[str]) -> bool:
    return any(word in match.sentence.folded for word in words)
