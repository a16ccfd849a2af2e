"""How long something takes or lasts: what tells it, and what only tells how often, or that another thing is at once."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rag.language.dates import PLAN, UNITS
from rag.language.terms import Term

_LASTING = re.compile(
    r"(?<![哪这近前后十到])几(?:年(?!级)|个月|[天周届]|(?<!月几)日|个?(?:工作日|小时|星期|学期))"
    r"|多少个?(?:年|月|天|日|工作日|小时)(?![份生])|多久|多长时间"
)
_HOW_OFTEN = re.compile(
    r"(?:多久|多长时间|几[年月天]|几个月)[^,。?]{0,12}[次轮回遍]|(?:每|隔|多久)[^,。?]{0,4}(?:一[换检查审评报交开发更]|多久|几)"
)
_LENGTH = re.compile(
    rf"(?<![\d.第])(?!(?:19|20)\d\d年)(?:\d{{1,4}}(?:\.\d)?|[一二三四五六七八九十百两半数几]+)[余多]?个?(?:{UNITS})"
    rf"|有效|期[限满间]|长期|永久|终身|为止|(?:截|终)止|{PLAN.pattern}"
)
"""A length of time, and what else says how long; 2024年 is none."""
_POINT = re.compile(
    r"\d{4}年(?:\d+月|[前底末初])|\d+月\d+日|\d{4}年[^。;]{0,24}[至到-][^。;]{0,6}\d{4}年|[之以][前后]|[年月季][底末初]"
)
_AT_ONCE = re.compile("随时|立即|即时|当[日天场]")
_EVERY = re.compile("每一?个?(?:年|月|季度?|周|天|日)")
_CLAUSES = re.compile("[,。;:]")
_BESIDE = 1  # characters between a word and the one that asks


@dataclass(frozen=True, slots=True)
class Lasting:
    """What a question asks the length of: the spellings of the words right beside the one that asks, 保存 of 保存多久;
    `points` where a date may answer."""

    deed: Collection[str]
    points: bool

    def is_untold(self, said: str) -> bool:
        """Whether a folded sentence tells no length of time, or only that something other than the deed is at once.

        >>> keeping = Lasting(("保存",), True)
        >>> [keeping.is_untold(said) for said in ("立即停止传输,保存记录", "立即保存", "每年保存", "保存六十日")]
        [True, False, True, False]
        """
        if _LENGTH.search(_EVERY.sub("", said)) or (self.points and _POINT.search(said)):
            return False
        at_once = [clause for clause in _CLAUSES.split(said) if _AT_ONCE.search(clause)]
        if not at_once:
            return True
        elsewhere = any(word in said for word in self.deed)
        return elsewhere and not any(word in clause for clause in at_once for word in self.deed)


def lasting(asked: str, terms: Sequence[Term]) -> Lasting | None:
    """What the normalised question, of those terms, asks the length of; None where it asks for none, or how often.

    >>> from rag.language.terms import terms
    >>> lasting("记录要保存多久?", terms("记录要保存多久?")).deed[0], lasting("多久检查一次?", []) is None
    ('保存', True)
    """
    found = _LASTING.search(asked)
    if found is None or _HOW_OFTEN.search(asked):
        return None
    before, behind = asked[: found.start()], asked[found.end() :]
    near = [(term, _BESIDE + len(term.text)) for term in terms]
    beside = [term for term, reach in near if term.text in before[-reach:] or term.text in behind[:reach]]
    deed = tuple(word for term in beside if term.text not in found.group() for word in (term.text, *term.others))
    return Lasting(deed, found.group() in ("多久", "多长时间"))
