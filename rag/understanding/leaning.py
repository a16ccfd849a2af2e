"""Whether a question leans on the turn before it, or is whole: asks about something that it names itself."""

import re
from functools import cache

from rag.language.lists import words
from rag.language.roles import asks_which
from rag.language.terms import normalise, terms
from rag.scoping.places import place_of

_POINTS = re.compile(
    "它们?|他们|(?<!应)该(?!不)|其(?![他它实余次])|上述|前者|后者|(?:后|前)面(?:那|这)?[个项条]|两者|二者"
    "|这(?!样的|两年)|那(?!样的|曲)|(?<![因如彼由])此(?![外前后次])|剩下|另外|还有|同样|刚才|刚刚"
    r"|\b(?:it|its|they|their|them|this|these|that one|those)\b"
)
"""Pronouns and words that point back."""
_ELLIPSIS = re.compile("(?:呢|又如何)(?=[?!。,]|$)|^(?:那么?|要是|换成|后来|又|也|还|再|and |what about |how about )")
_NO_SUBJECT = re.compile(
    "^(?:请问)?(?:具体|分别|各自|到底|究竟)?(?:出自|见于|有没有|是否|是不是|能否|可否|能不能|可以|要不要|由|归|从|到|需要?|应[当该]|必须"
    "|不得|占|达到?|增长|下降|同比|其中|包括|适用于|为什么|如果|怎么(?:说|写|规定|算|办))"
)

_ASKING = re.compile(
    r"请问|具体|到底|什么时候|何时|哪一?[年天月]|多久|(?:多少|几)[^\W\d]{0,3}|[在到去向找]?哪[些个里儿]?[^\W\d]{0,2}|[向找由]?谁"
    r"|怎么[办样]?|如何|什么(?!是)[^\W\d]{0,2}|能够?|可以|会|要|应该?|需要?|得|吗|么|的|了|最[多少高低]|[至起][少码]|再|还|\W"
)
"""What asks, with the thing that it asks for."""
_IN_CASE = re.compile("(?:如果|要是|万一)?有(?:异议|争议|纠纷|疑问|问题|意见|困难|变化|变动|错误)")
_DEEDS = re.compile(
    "(?:延[期长迟后]|推迟|提前|续[期签]|连任|达到|实现|完成|建成|取消|撤[销回]|恢复|补[办交]|变更|更改|转让|退[还回]|返还|通过|审[核批]"
    "|验收|公示|更新|调整|增加|减少|降低|提高|解除|终止|中止|暂停|停止|继续|重复|叠加|分期|代办|委托|不服|申诉|复[核查议]|反悔|拒绝"
    "|监督|检查|考核|评估|拨付|发放|参加|退出|[交缴收付][钱费]"
    "|[逾过到超]期|查询|下载|办)*"
)
"""What is done with anything: 延期 says not of what, but 离婚 and 退税 do."""


@cache
def asked_of_anything() -> frozenset[str]:
    """Folded words that can be asked of anything (目标, 由谁负责)."""
    return words("aspects.txt")


def leans(text: str, named: bool) -> bool:
    """Whether the question cannot be understood without the turn before; `named` when it names regions or documents.

    >>> leans("补贴标准是多少?", False), leans("火星基地的补贴标准是多少?", False)
    (True, False)
    >>> leans("由谁聘任?", False), leans("这一条由谁负责?", False), leans("哪些文件提到云计算?", False)
    (True, True, False)
    >>> leans("占GDP多大比重?", False), leans("数字经济占GDP多大比重?", False)
    (True, False)
    >>> leans("哪些地方提出给企业补贴?", False), leans("有哪些?", False)
    (False, True)
    """
    folded = normalise(text).strip()
    if _POINTS.search(folded) or _ELLIPSIS.search(folded):
        return True
    if place_of(folded):
        return not named
    own = [term.text for term in terms(folded)]
    which = asks_which(folded, regional=True)
    if not any(word not in asked_of_anything() and len(word) > 1 for word in own):
        return not (own and which)
    return not named and bool(_NO_SUBJECT.search(folded) or _does_only(folded)) and not which


def _does_only(folded: str) -> bool:
    """Whether all that a normalised question says beside what asks is what is done with anything, and not of what.

    >>> [_does_only(q) for q in ("能延期吗?", "什么时候达到?", "在哪些城市?", "有异议怎么办?", "离婚要多久?")]
    [True, True, True, True, False]
    """
    rest = _ASKING.sub("", _IN_CASE.sub("", folded))
    return _DEEDS.fullmatch(rest) is not None
