"""What a question wants: the kind of words that answer it, and where it asks for them."""

import re
from dataclasses import dataclass
from typing import Literal, get_args

from index.lexicon import fold_text

Kind = Literal["who", "when", "number", "name", "list", "what", "how", "yesno"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_BODY = "部门|单位|机构|机关|公司|企业|人(?!大)|位|厅局|委办|协会|组织|律所|银行|医院|集团|媒体|法院"
_MEASURE = (
    "个工作日|个百分点|平方米|平方公里|公里|万吨|亿吨|万亩|亿元|万元|万人|万亿元"
    "|个?(?:年|月|天|小时|周|日|分钟|季度)(?!份)|[个项家人名条件种座所户台辆元吨亩米倍次块套斤度岁分处场篇支只批期票位股]"
)
_PATTERNS: tuple[tuple[Kind, str], ...] = (
    ("what", r"什么(?:是|叫)|何谓|是?指(?:的是)?(?:什么|啥)|(?:什么|啥)意思|含义|定义|what does .* mean|とは|뜻"),
    ("how", r"为(?:什么|何|啥)|(?:什么|啥)(?:原因|理由)|原因|凭什么|\bwhy\b|pourquoi|なぜ|왜|이유"),
    ("when", r"多久|多长时间|(?:多少|几)个?(?:年|月|天|小时|工作日|周|日|分钟)(?!份)|how long|기간|どのくらい"),
    (
        "when",
        r"(?:什么|啥)时(?:候|间)|何时|哪一?[年天月]|几[号时]|时间|日期|\bwhen\b|what (?:year|date|day|time)"
        r"|いつ|何年|언제|quand",
    ),
    (
        "number",
        rf"百分之几|(?:多少|(?<!哪)几(?!乎))[十百千万亿]*(?:{_MEASURE})?|几成|多[大高长重快宽厚深远]"
        r"|how (?:many|much|fast|high|large|big|far)|what (?:rate|percentage|share)"
        r"|combien|いくら|いくつ|何[人件社]|몇|얼마",
    ),
    (
        "who",
        rf"谁|(?:哪(?:[一几]?[个家些位]|几)?|什么)(?:[^，,?]{{0,4}}?)(?:{_BODY})|\bwho(?:m|se)?\b"
        r"|which (?:agency|department|body|ministry|company|authority|court)|誰|どの部門|누가|누구|\bqui\b",
    ),
    ("name", r"哪里|哪儿|何处|何地|(?:什么|啥)地方|在哪|\bwhere\b|どこ|어디|où"),
    (
        "yesno",
        r"是否|吗|(.)不\1|有没有|可否|能否|行不"
        r"|^(?:is|are|do|does|did|can|could|will|was|were|has|have|must|may|should)\b",
    ),
    ("list", r"哪(?:几|些)|(?:都|分别)(?:有|是)?(?:什么|啥)|which|quels|quelles"),
    ("how", r"如何|怎么|怎样|咋|\bhow\b|comment|どう|어떻게"),
    ("name", r"哪|叫(?:什么|啥|做)|什么名|どの|어느|quel"),
    ("what", r"什么|啥|何|\bwhat\b|何|무엇|어떤"),
)
_ASKS = tuple((kind, re.compile(pattern)) for kind, pattern in _PATTERNS)
_ANY = re.compile(
    r"多少|几(?!乎)|什么|哪|谁|何时|如何|怎[样么]|为何|多[久大高长宽厚深远重]|吗|是否|\b(?:who|what|which|when|where|how|why)\b"
)
_EACH = re.compile("分别|各自?(?:[是为有指要]|多少)")
_BOTH = re.compile("[和与及、]")  # figures of two things


@dataclass(frozen=True, slots=True)
class Wanted:
    """The kind wanted, and the place `start:end` of the words that ask in the folded question: its end without such.

    `several` when more than one thing is asked.
    """

    kind: Kind
    question: str
    start: int
    end: int
    several: bool


def wanted(question: str) -> Wanted:
    """What the question wants.

    >>> found = wanted("工业和信息化部到哪家企业督导检查？")
    >>> found.kind, found.question[found.start : found.end]
    ('who', '哪家企业')
    """
    folded = fold_text(question).replace("甚么", "什么")
    several = len(_ANY.findall(folded)) > 1 or bool(_EACH.search(folded))
    for kind, pattern in _ASKS:
        if match := pattern.search(folded):
            several = several or (kind in ("number", "when") and bool(_BOTH.search(folded)))
            return Wanted(kind, folded, match.start(), match.end(), several)
    return Wanted("what", folded, len(folded), len(folded), several)
