"""Money of the kind that a question asks for: a fine is no reward, and a deposit no rent."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_FINED = "处[^,。]{0,14}元"
_KINDS = tuple(
    (re.compile(asks), re.compile(says), re.compile(may) if may else None, re.compile(named))
    for asks, says, may, named in (
        (
            "奖励(?!制)|奖金|奖补|补贴|补助|资助|津贴|扶持资金|补多少",
            "奖|补|资助|津贴",
            "支持|扶持|给予|拨付|领取|发放|安排|优惠|减|免",
            "奖励|奖金|补贴|补助|资助|津贴",
        ),
        ("罚|滞纳金", f"罚|滞纳金|没收|{_FINED}", "倍", f"罚|没收|{_FINED}"),
        ("赔", "赔|补偿", "退还|返还|支付|偿|给付|承担|违约金", "赔偿"),
        ("造价|价格|售价|房价|票价|单价|成本|进价|底价", "价|成本", "元/|每", "造价|价格|售价|房价|票价|成本"),
        ("租金|房租", "租", None, "租金"),
        ("工资|月薪|年薪|薪酬|薪水", "薪|工资|报酬|待遇", "收入", "工资|薪酬"),
        ("押金|保证金|定金|订金", "押金|保证金|定金|订金", None, "押金|保证金"),
        ("贷款", "贷", None, "贷款"),
        ("投资", "投资|投入|出资", None, "投资"),
        (
            "产值|营收|营业收入|销售额|(?:产业|经济|市场|总)规模",
            "产值|营收|收入|销售|规模",
            "总额|亿",
            "产值|营业收入|产业规模",
        ),
        ("(?:收|缴|学|手续|服务|报名|工本|物业|停车|住宿)费|费用", "费|收取", "元", "收费|学费|费用"),
    )
)
"""What money is asked for as, how a sentence says that, how it may say it too where it names no other, and how it names
money of the kind."""
_ASKS_AMOUNT = re.compile("多少|几[十百千万亿]*[元块倍]|百分之几|几成")
_BETWEEN = re.compile(
    "(?:的|标准|总额|额度|金额|数额|上限|下限|是|为|有|要|得|给|最[高低多少]|不[低少超高]于?|达到?|至[少多]|能|可以?|应当?|需要?|元|钱|款|息)*"
)
"""What stands between money and what asks how much it is."""
_SHARE_OF = re.compile("[一-鿿]{2}(?:总额)?的(?=(?:多少|几)倍|百分之|几成)")
"""What a share is of: 赔票价的几倍 asks for no 票价."""


@dataclass(frozen=True, slots=True)
class Money:
    """Money of the kinds that a question asks for: a match of `says` says it, one of `may` does where the sentence
    names none of the `others`, kinds that are not asked for."""

    says: Sequence[re.Pattern[str]]
    may: Sequence[re.Pattern[str]]
    others: Sequence[re.Pattern[str]]

    def is_other(self, around: str, above: str) -> bool:
        """Whether neither a normalised sentence nor what is `around` it says such money, or it may but with the heading
        `above` it names another kind."""
        if any(says.search(around) for says in self.says):
            return False
        return not any(may.search(around) for may in self.may) or any(other.search(above) for other in self.others)


def _stands_beside(kind: re.Pattern[str], clause: str, asks: re.Match[str]) -> bool:
    """Whether money of the kind is named right beside what asks how much: of 见习补贴的单位缴多少保证金 the 保证金."""
    between = (
        (named.end(), asks.start()) if named.end() <= asks.start() else (asks.end(), named.start())
        for named in kind.finditer(clause)
    )
    return any(start <= end and _BETWEEN.fullmatch(clause, start, end) for start, end in between)


def money_asked(asked: str, clause: str) -> Money | None:
    """The money of which a normalised question asks the amount in the `clause` that asks; None where it asks for none.

    >>> money = money_asked("开店奖励多少元?", "开店奖励多少元?")
    >>> [money.is_other(said, said) for said in ("给予奖励5万元", "给予支持5万元", "票价5元", "给予支持,票价5元")]
    [False, False, True, True]
    >>> money_asked("向谁申请奖励?", "向谁申请奖励?") is None
    True
    >>> money = money_asked(*["领补贴的单位要交多少保证金?"] * 2)
    >>> [money.is_other(said, said) for said in ("每人补贴500元", "交保证金5万元", "补贴500元,不收押金")]
    [True, False, False]
    """
    clause = _SHARE_OF.sub("", clause)
    own = [kind for kind in _KINDS if kind[0].search(clause)]
    asks = _ASKS_AMOUNT.search(clause)
    if not own or not asks:
        return None
    own = [kind for kind in own if _stands_beside(kind[0], clause, asks)] or own
    others = [named for asks, _, _, named in _KINDS if not asks.search(asked)]
    return Money([says for _, says, _, _ in own], [may for _, _, may, _ in own if may], others)
