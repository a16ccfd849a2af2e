"""Two clauses that ask the same, each of a thing of its own: 湖南由谁抓总，深圳又由谁抓总."""

import re
from dataclasses import dataclass
from itertools import takewhile

from rag.language import wording

_CLAUSE = re.compile(r"[^,。;:?]+[,。;:?]?")
_ASKS = re.compile(wording.INTERROGATIVE)
_TURNS = re.compile("^(?:那么?|而|要是|如果|若是?|换成|换到|至于|然后|再)+")
_AGAIN = re.compile(rf"(?:又|则|却)(?:是(?=最))?(?=[^,]{{0,12}}?(?:{wording.INTERROGATIVE}))")
_AS_A_RULE = re.compile(",?(?:一般|通常|大概|又|则|却)*(?:是|(?<![行作])为)?,?$")
_SAYS_NOTHING = re.compile(
    rf"{_ASKS.pattern}|[是有为要能会可在到给了的得]|[天年月日时候个元钱亿万家人种次]|分别|最[多少长短高低]|一般"
)
_LONGEST = 30  # characters of a thing


@dataclass(frozen=True, slots=True)
class Paired:
    """What stands in front of the first clause (`before`), what the first and the second clause say of their things up
    to what both ask, and `behind`: what both ask and what follows. `again` where a word says that it is asked again.
    """

    before: str
    one: str
    other: str
    behind: str
    again: bool


def paired(asked: str) -> Paired | None:
    """The two clauses of a normalised question that ask the same in the same words; None where there are none.

    >>> found = paired("统筹推进服务业,湖南由谁抓总,深圳又由谁抓总?")
    >>> found.before, found.one, found.other, found.behind
    ('统筹推进服务业,', '湖南', '深圳', '由谁抓总?')
    >>> found = paired("长护险给职工报多少、给居民报多少,差几个百分点?")
    >>> found.one, found.other, found.behind
    ('长护险给职工', '给居民', '报多少,差几个百分点?')
    >>> paired("广东的基地由谁认定,湖南的由谁认定?").other, paired("补贴多少?由谁发?")
    ('湖南的', None)
    """
    clauses = list(_CLAUSE.finditer(re.sub("、(?=[^、,。;?]*(?:多少|几|什么|怎|哪|谁))", ",", asked)))
    asking = [n for n, clause in enumerate(clauses) if _ASKS.search(clause.group())]
    for at, to in zip(asking, asking[1:], strict=False):
        first = clauses[at].group().rstrip(",。;:?")
        second = asked[clauses[at].end() : clauses[to].end()].rstrip(",。;:?")
        plain = _AGAIN.sub("", _TURNS.sub("", second))
        same = _shared_words(first, plain)
        if not same or not _ASKS.search(same):
            continue
        one, other = (_AS_A_RULE.sub("", clause[: -len(same)]) for clause in (first, plain))
        if not (other.strip("的") and one) or _ASKS.search(one + other) or max(len(other), len(one)) > _LONGEST:
            continue
        again = plain != second
        behind = f"{same}{asked[clauses[to].end() - 1 :]}" if asked[clauses[to].end() - 1] in ",。;:?" else f"{same}?"
        return Paired(asked[: clauses[at].start()], one, other, behind, again)
    return None


def tells_what(found: Paired) -> bool:
    """Whether what both clauses ask says what it asks about: 报多少, not 是多少."""
    asks = re.split("[,。;?]", found.behind)[0]
    return bool(_SAYS_NOTHING.sub("", asks))


def _shared_words(one: str, other: str) -> str:
    """The words with which both end.

    >>> _shared_words("城区要建几个", "郊区要建几个")
    '要建几个'
    """
    import rjieba

    words = [list(reversed(rjieba.cut(clause))) for clause in (one, other)]
    same = [a for a, _ in takewhile(lambda pair: pair[0] == pair[1], zip(*words, strict=False))]
    return "".join(reversed(same))
