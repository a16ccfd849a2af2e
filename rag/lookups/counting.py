"""How many things a text lists that it does not count itself: 岳阳、衡阳、常德为拓展区 are three."""

import re
from dataclasses import dataclass

from index.lexicon import fold_text, simplified
from rag.understanding.question import Understanding

_ASKS = re.compile(
    r"(?:(?:一共|总共)[一-鿿]{1,2}了|一共|总共|共|合计)?(?:(?:可以)?分[为成]?|划分[为成]|包括|包含|涉及|有|是|为)?(?:几|多少)"
    r"(?P<of>[大小]?[个类种项家座所处条级档])(?P<noun>[^,。?;呢啊呀]{0,4})"
)
_TOTAL = re.compile(
    "一共|总共|共有|合计|分[为成]?(?:几|多少)|有(?:几|多少)|(?:几|多少)[个类种项家座所处级档][^,。?;]{0,2}[?]?$"
)
_BOUND = re.compile("最[多少高低]|至[多少]|起码|不得?[超少低]|上限|下限")
"""Asks for a limit, which no list tells: 股东最多可以有几个."""
_ASKED = "有哪些"
_CLAUSE = re.compile(r"[^，,；;：:。]+")
_LAST = re.compile(r"^(?P<item>[^、]{2,}?)(?:以及|和|与)(?P<last>[^、]{2,})$")
_JOINS = frozenset(["和", "与", "及", "以及"])
_PLACES = frozenset("省市州县区镇乡村岛国")
_FEWEST, _LONGEST = 3, 24  # items of a list, at least, and characters of one


@dataclass(frozen=True, slots=True)
class Counted:
    """A question that asks how many there are, asked as a list, with what it counts: 几个市 → 个, 市."""

    question: str
    of: str
    noun: str


def counted(question: str) -> Counted | None:
    """The question after a list of what it counts, None where it counts no things.

    >>> counted("湖南的拓展区一共有几个市？")
    Counted(question='湖南的拓展区有哪些市?', of='个', noun='市')
    >>> counted("湖南的拓展区总共圈进了几个市？").question
    '湖南的拓展区有哪些市?'
    >>> counted("专家按专长分成几类？").question, counted("补贴几万元？"), counted("股东最多可以有几个？")
    ('专家按专长有哪些?', None, None)
    """
    folded = fold_text(question)
    asked = _ASKS.search(folded)
    if asked is None or not _TOTAL.search(folded) or _BOUND.search(folded):
        return None
    rest = folded[asked.start("noun") :]
    return Counted(f"{folded[: asked.start()]}{_ASKED}{rest}", asked["of"][-1], asked["noun"])


def listed_in(sentence: str, understanding: Understanding, noun: str) -> tuple[str, int] | None:
    """The clause of a sentence that lists what is asked, with how many it lists; None where that is not sure.

    It has the last word that the question says of them. A list that may go on (等) is none, but one of places (等市).
    """
    folded = fold_text(understanding.standalone)
    asked = folded.find(_ASKED)
    before = [t for t in understanding.terms if len(t.text) > 1 and folded.rfind(t.text, 0, asked) >= 0]
    if not before:
        return None
    last = max(before, key=lambda term: (folded.rfind(term.text, 0, asked) + len(term.text), len(term.text)))
    for clause in map(str.strip, _CLAUSE.findall(sentence)):
        said = fold_text(clause)
        ends = re.search("等(?![次级待候])|其[他它]", said)
        if not any(word in said for word in (last.text, *last.others)) or (
            ends and not (noun[:1] in _PLACES and said.startswith(noun[0], ends.end()))
        ):
            continue
        if len(noun) > 1 and noun[-1] not in said:
            continue  # 服务标准、质量标准、评价体系 are no 等级
        if count := _items(simplified(clause)):
            return clause, count
    return None


def _items(clause: str) -> int:
    """How many things the clause lists; 0 where it lists too few, or in a way that leaves it open.

    >>> _items("岳阳、衡阳、常德为拓展区"), _items("采取征集、特邀入库和交换共享方式"), _items("甲、乙基地和丙、丁基地")
    (3, 3, 0)
    """
    import rjieba

    items = clause.split("、")
    if len(items) > 1 and (joined := _LAST.match(items[-1])):
        items[-1:] = [joined["item"], joined["last"]] if _JOINS & set(rjieba.cut(items[-1])) else [items[-1]]
    sure = len(items) >= _FEWEST and max(map(len, items)) <= _LONGEST
    return len(items) if sure and not any(_JOINS & set(rjieba.cut(item)) for item in items) else 0
