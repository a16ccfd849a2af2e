"""The detail that a question asks of a thing: its conditions, who is in it, how it is applied for, what has come of it;
a sentence that only speaks of the thing lacks it."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial

from rag.language.content import NOUN_TAGS
from rag.language.terms import Term

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
_ASKS_MEMBERS = re.compile(
    "(?:里面?|当中|其中|名单[上里中]?|现在|目前|共|已经?)(?:都|分别)*(?:有|是|包括)(?:哪些|哪几[家个所])(?:企业|公司|单位|机构|医院|学校|高校|院校|项目|银行|平台)?[?。]?$"
)
_ASKS_BODIES = re.compile(
    "(?P<bodies>企业|公司|机构|单位|医院|学校|银行|协会)(?:都|分别|一共|主要)*(?:有|是|包括)(?:哪些|哪几[家个所])"
)
_ENUMERATES = re.compile("[、:;]|包括|分别")
_ASKS_PRESENT = re.compile("已经|目前|现在有|现有|至今|截至|迄今")
_ASKS_PLAN = re.compile("目标|计划|打算|[将想]要|应当?")
_ASKS_WHICH = re.compile("哪[些几家个]|谁")
_TO_BE = re.compile("鼓励|支持(?!力度|政策)|引导|推[动进]|加快|力争|打造|培育|探索|争取")
_IS_SO = re.compile(r"已|目前|截至|现有|累计|获[批评得]|(?:19|20)\d\d年|完成了|建成了")
_ASKS_WHETHER = re.compile("(?:有没有|是否有|有无)(?P<things>[^,。?]{2,24})[?。]?$")
_OF_ANY = re.compile("(?:的|规定|要求|限制|政策|办法|说法|标准|条件|计划|安排|措施|情况|内容|方面)+$")
"""What of a thing that is asked about says nothing: 处罚 of 有没有处罚规定."""
_OF_MANY_WORDS = re.compile(
    "例外|特殊|特例|区别|不同|变化|差别|关系|影响|好处|后果|责任|期限|时间|时限|年龄|金额|数量|上限|下限|门槛|其他|别的"
)
"""What a sentence tells without the word: 有没有期限, 应当在30日内."""
_ALIKE = (("补贴", "补助", "奖励", "奖", "资助", "津贴", "扶持资金"), ("罚款", "处罚", "罚"), ("优惠", "减", "免"))
_THINGS = (*NOUN_TAGS, "v")  # and deeds


def details(asked: str, terms: Sequence[Term]) -> Iterator[Lacks]:
    """What of the details that the normalised question, of those terms, asks a sentence may lack."""
    if _ASKS_MEMBERS.search(asked):
        yield lambda said, _: not _ENUMERATES.search(said)
    if bodies := _ASKS_BODIES.search(asked):
        yield partial(_has_none, bodies["bodies"])
    if _ASKS_PRESENT.search(asked) and _ASKS_WHICH.search(asked) and not _ASKS_PLAN.search(asked):
        yield lambda said, _: bool(_TO_BE.search(said)) and not _IS_SO.search(said)
    if thing := _asked_whether(asked, terms):
        yield lambda said, around: not any(word in around or set(word) <= set(said) for word in thing)  # 电竞: 电子竞技


def _has_none(bodies: str, _: str, around: str) -> bool:
    """Whether it has none of the bodies: 入驻企业有哪些 is answered by 企业, or by what companies are called."""
    return not re.search(f"{bodies}|公司|集团|[一-鿿]{{2}}(?:厂|行|院|所|校|大学|中心)", around)


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


def _asked_whether(asked: str, terms: Sequence[Term]) -> tuple[str, ...]:
    """The spellings of the thing of which the question asks whether there is any: 奖励 of 有没有上市奖励."""
    import rjieba

    found = _ASKS_WHETHER.search(asked)
    things = rjieba.tag(_OF_ANY.sub("", found["things"])) if found else []
    word, tag = things[-1] if things else ("", "")
    if tag[:1] not in _THINGS or len(word) < 2 or _OF_MANY_WORDS.search(word):
        return ()
    alike = next((words for words in _ALIKE if word in words), ())
    return (word, *alike, *next((term.others for term in terms if term.text == word), ()))
