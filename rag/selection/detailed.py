"""The detail that a question asks of a thing: its conditions, how it is applied for; a sentence that only speaks of the
thing lacks it."""

import re
from collections.abc import Callable
from functools import lru_cache, partial

Lacks = Callable[[str, str], bool]
"""Whether a sentence, normalised with what introduces it, and all that is around it lack the detail."""

_ASKS_CONDITIONS = re.compile(
    "(?:什么|哪些|何种|啥)(?:样的)?(?:条件|门槛|资格)|(?:条件|门槛|资格|(?:认定|评定|评选|入选|准入|申报)标准)(?:都|具体|分别)*(?:是|有)(?:什么|哪些|啥)"
)
_UNSAID_CONDITIONS = re.compile(
    "(?:符合|满足|具备|达到|有)(?!下列|以下|如下)[^,。;]{0,6}条件的|条件成熟的|按照?[^,。;]{0,10}规定|标准化|推[动进]|取得(?=[^,。;]{0,6}(?:突破|进展|成效))"
)
"""Words that look like conditions and state none: 符合条件的企业."""
_CONDITION = re.compile(
    r"应[当该]?(?!用|急|对)|须|必须|具备|具有|符合|满足|[不未][低少超高大多得能]|以上|以下|得|满|之一|是指|属于|取得|经|持有|通过|下列|如下|条件|\d|无(?!形)|近[一二两三]年|没有"
)
_HOW = "(?:怎么|如何|怎样)(?:才能|才可以|可以|能够?|去|来|得|会|进行)*(?:{deed})[^,。?]{{0,4}}(?:[,。?]|$)"
_DEEDS = tuple(
    (re.compile(_HOW.format(deed=deed)), re.compile(told))
    for deed, told in (
        ("申诉|复议", "申诉|复议|复核|复查|异议|诉讼|起诉"),
        ("补办|补领|挂失", "补[办领发换]|挂失"),
        ("退货|退款|退费|退钱", "退"),
        ("选聘|聘任|聘请|遴选|选拔|推选|产生", "聘|选|任命|委[派任]|推荐|产生|抽取|提名"),
        ("领取?(?!导|头|先)|申领", "领|发[放给]|拨付|支付|兑[付现]|申[请报]|到账|给付"),
        ("申请|申报|报名", "申请|申报|报名?|提[交出]|递交|登录|材料"),
        ("认定|评定|评选", "认定|评[定选审]|审[核查定]|标准|条件|办法"),
        ("考核|验收", "考[核评]|验收|绩效|评[价估审]|审[核查]"),
        ("投诉|举报", "投诉|举报|电话|信访|反映|热线"),
        ("查询", "查|网|公[示布开]|平台"),
        ("注销", "注销"),
        ("续期|续签|延期|续展", "[续延展]"),
        ("解冻|解除冻结|恢复资格", "解[冻除]|恢复"),
    )
)
"""What is asked how it is done, and words of which one tells it."""


@lru_cache(maxsize=64)
def conditions_and_ways(asked: str) -> tuple[Lacks, ...]:
    """What a sentence may lack of the conditions and of the ways to do something that the folded question asks; another
    sentence may still have it."""
    deeds = (partial(_tells_no_way, told) for asks, told in _DEEDS if asks.search(asked))
    return (*((_states_no_conditions,) if _ASKS_CONDITIONS.search(asked) else ()), *deeds)


def _tells_no_way(told: re.Pattern[str], _: str, around: str) -> bool:
    return not told.search(around)


def _states_no_conditions(said: str, _: str) -> bool:
    """Whether it only speaks of those that meet conditions.

    >>> _states_no_conditions("对符合条件的孵化器给予优惠", ""), _states_no_conditions("面积不低于1000平方米", "")
    (True, False)
    """
    return not _CONDITION.search(_UNSAID_CONDITIONS.sub("", said))
