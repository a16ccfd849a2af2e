"""What can be looked up of a document, and how a question asks for it: 文号是多少, 什么时候施行, 谁印发的."""

import re
from collections.abc import Collection, Mapping
from typing import Literal

from rag.language.wording import DOCUMENT_OR_RULE, any_of

NUMERAL = r"一二三四五六七八九十\d"
_TWO = 2  # dates between which days are counted

Field = Literal[
    "title",
    "document_number",
    "issuers",
    "issued_on",
    "published_on",
    "amended_on",
    "effective_on",
    "expires_on",
    "index_number",
    "cites",
    "repeals",
    "addressees",
    "status",
    "speaker",
    "proposer",
    "chapters",
    "sections",
    "parts",
    "articles",
    "attachments",
    "days_between",
]
"""What can be looked up of a document; `chapters`, `sections`, `parts` and `articles` are how many 章, 节, 部分 and 条
it has, `speaker` who gives the report, `proposer` who raised the 建议 or 提案 that it replies to, `days_between` how
many days lie between two of its dates, which are the other fields asked for."""
DATES: tuple[Field, ...] = ("issued_on", "published_on", "amended_on", "effective_on", "expires_on")
STATES_FIELD = re.compile(
    "(?P<no>没有?|未|缺少?)?(?:有|标明|载明|注明|写明|标注)+(?:了)?(?P<name>文号|发文字号|索引号|成文日期|发布日期|施行日期|日期|发文机关)的"
)
"""有文号的, 没有标明日期的: documents told by what they state of themselves."""
FIELD_NAMES: dict[str, Field] = {
    "文号": "document_number",
    "发文字号": "document_number",
    "索引号": "index_number",
    "成文日期": "issued_on",
    "发布日期": "published_on",
    "施行日期": "effective_on",
    "日期": "issued_on",
    "发文机关": "issuers",
}
"""Names by which such a question speaks of them."""

_MONTH = "哪一?(?:年的?哪一?)?个?月份?|几月份?(?:几[日号])?"
_WHEN = f"哪天|什么时候|何时|哪一天|哪年哪月(?:哪[日天号])?|{_MONTH}"
_WHICH_DAY = f"[^,。?]{{0,3}}?(?:哪一?[天年日]|什么时候|何时|{_MONTH})"  # behind what is done: 网上发布又是哪天
_ENGLISH_BODIES = (
    "departments?|agenc(?:y|ies)|ministr(?:y|ies)|authorit(?:y|ies)|bod(?:y|ies)|organi[sz]ations?|bureaus?|offices?"
)
_ENGLISH_TITLE = (
    r"(?<!professional )(?<!honorary )(?<!job )\btitles?\b"
    r"(?! (?:review|evaluation|appraisal|deed|holder)|s|.{0,60}\b(?:give|award|confer|grant|bestow|hold|earn))"
)
"""Of a document, not of a person."""
_UNITS: Mapping[Field, str] = {
    "chapters": "章",
    "sections": "节",
    "parts": "(?:个?(?:大?部分|大项|大块|大点|板块))",
    "articles": "(?:条|款)",
}
"""What a document is divided into."""
_ENDS = "(?=[?,、]|$|几|多少|内容|条款|组成)"


def _how_many(unit: str) -> tuple[str, ...]:
    """How the number of a document's parts is asked for: 分几章, 一共多少条."""
    return (
        rf"(?<!第)(?<!哪)(?:多少|几){unit}{_ENDS}",
        rf"(?:正文|全文|一共|总共|共)[^,。?]{{0,8}}(?:多少|几){unit}",
        rf"[分由](?:成|为)?(?:了)?(?:哪些?|哪?几|多少){unit}",
    )


_DATE_WORDS: Mapping[Field, str] = {
    "issued_on": "成文|落款|印发|签发|签署|发文|下发|出台|[作做]出"
    "|[作做](?:了|的)?[^,。;]{0,12}(?:报告|讲话|说明)|通过(?=[,。;?)到至]|$)",
    "published_on": "发布|公布|颁布|公开|上网|挂网|上线|见网",
    "effective_on": "施行|实施|生效|执行|起效",
    "expires_on": "失效|到期|期满|有效(?:期|至)|截止|废止|[至到][^,。;]{0,12}止",
}
"""How texts speak of the dates of a document."""
_ASKS: tuple[tuple[Field, re.Pattern[str]], ...] = (
    (
        "cites",
        any_of(
            "(?:依据|根据|贯彻|落实|引用|参照|上位).{0,30}(?:哪[一个份]?|什么|名称|标题).{0,6}(?:文件|文号|名称|标题)",
            r"(?<![a-z])cites?(?![a-z])",
        ),
    ),
    (
        "repeals",
        any_of(
            "(?:哪(?!天|一?[天年])[些几一]?[个部份项件]?|什么(?!时候))[^,。?]{0,10}(?:废止|失效|取代|替代)",
            "(?:废止|取代|替代)了?(?:哪(?!天|一?[天年])|什么(?!时候))",
        ),
    ),
    ("index_number", any_of("索引号|index number")),
    ("document_number", any_of("文号|发文字号|文件编号|几号(?:文|[\u4e00-\u9fff]{0,6}令)|document number")),
    (
        "published_on",
        any_of(
            "(?:网页|网上|网站)?(?:上的?)?(?:发布|公布|公开|上网|挂网)的?(?:日期|时间|日)",
            f"(?:{_WHEN})(?:发布|公布|公开)|(?:发布|公布){_WHICH_DAY}",
            r"when (?:was|were) .{0,60}published|publication date",
        ),
    ),
    (
        "issued_on",
        any_of(
            "(?:成文|落款|印发|签发|签署|发文|出台)的?(?:日期|时间|日|是哪一?[天日])",
            "(?<!发布)(?<!公布)(?<!施行)(?<!实施)(?<!生效)(?:日期|落款)是哪",
            f"(?:{_WHEN}|哪年)(?:正式|落款|由[^,。?]{{1,10}}?)?(?:成文|落款|印发|签发|出台|下发|发出?的|发文)|(?:成文|落款|印发|签发|出台){_WHICH_DAY}",
            f"(?:决定|判决|裁定|裁决|批复|答复|通报|纪要|复函)书?[^,。?]{{0,2}}?(?:{_WHEN})(?:作|做)出的?",
            f"(?:报告|讲话|说明)[^,。?]{{0,4}}?(?:{_WHEN})(?:作|做|讲|发表|宣读)的",
            "谁(?:更|最)?[先早](?:印发|出台|成文|发文|下发)|(?:印发|出台|成文|发文|下发)得?(?:更|最)(?:早|晚)",
            "(?:最早|最晚|更早|更晚)(?:印发|出台|成文|发文|下发)",
            "(?<!施行)(?<!实施)(?<!生效)(?<!发布)(?<!公布)(?<!公开)日期(?:分别)?(?:各?是|为)?(?:什么|哪|多少|[?]|$)",
            r"when (?:was|were) .{0,60}issued|issue dates?|dates? of issue",
        ),
    ),
    (
        "amended_on",
        any_of(f"(?:修订|修正|修改)(?:日期|时间)|(?:{_WHEN}|哪年)[^,。?]{{0,3}}(?:修订|修正|修改)(?:过|的|[?]|$)"),
    ),
    (
        "effective_on",
        any_of(
            "(?:施行|实施|生效|执行|起效)的?(?:日期|时间)",
            f"(?:{_WHEN}|哪年|从何时)(?:起|开始)?(?:正式)?(?:施行|生效|启用|开始实施)",
            f"(?:{_WHEN}|哪年|从何时)(?:起|开始)(?:正式)?(?:实施|执行|实行|用(?=[?了]|$))",
            r"effective date|when (?:do|does|did|will) .{0,80}(?:take|(?:come|enter|go) into|be in) (?:effect|force)",
        ),
    ),
    (
        "expires_on",
        any_of(
            "(?:失效|到期|废止)的?(?:日期|时间)",
            f"(?:{_WHEN}|哪年)(?:会|就|将|才)?(?:失效|到期|过期|期满)",
            f"(?<![证照书格质同])有效期?(?:限)?(?:是|为)?(?:到|至|截至|截止到?)(?:{_WHEN}|哪)",
            f"(?:(?:^|,|它|{DOCUMENT_OR_RULE}|[文条号])(?:还|能|只|要|会|将|一直|可以)*管|管用)到(?:{_WHEN}|哪年|几[月号])",
            r"when (?:do|does|did|will) .{0,80}expire|expiry date|expiration date",
        ),
    ),
    (
        "issuers",
        any_of(
            "(?:哪个|什么|哪些|哪家|哪?几[个家])(?:机关|单位|部门|机构|政府|委办局)(?:共同|联合|一起|一道)*"
            "(?:出的|印发|发布|签发|制定|下发|发的|发文|出台)",
            rf"哪(?:些|[几两{NUMERAL}]+[个家])(?:机关|单位|部门|机构|部委|委办局)?(?:共同|联合|一起|一道)+"
            "(?:印发|发布|签发|制定|下发|发文|发的|发出)",
            "(?:参与|共同|联合)+(?:印发|发布|签发|制定|发文)[^,。?]{0,40}的(?:机关|单位|部门|机构|委办局)",
            "(?:发文|发布|签发|印发|制定)(?:机关|单位|部门|机构)",
            "谁(?:印发|发布|签发|制定|出台|发文|发的)",
            rf"(?:who|which (?:{_ENGLISH_BODIES})) (?:jointly )?(?:issued|published|released)",
            r"issued by|\bissuers?\b(?=$| of\b| is\b| and\b|[?,])",
        ),
    ),
    ("title", any_of("(?:标题|题目|全称|文件名称?)(?:是|叫|为)?(?:什么|[?]|$)|标题|信息名称", _ENGLISH_TITLE)),
    ("addressees", any_of("主送|(?:写|发|印发|下发)给(?:谁|哪)")),
    (
        "status",
        any_of(
            rf"(?:{DOCUMENT_OR_RULE}|法)(?:现在|目前|如今|今天)?(?:还|是否|是不是)?(?:现行)?(?:仍然?|依然)?有效(?:吗|么|不)?(?:[?]|$)|时效性|效力状态|有效性"
        ),
    ),
    (
        "speaker",
        any_of(
            "(?:作|做|发表|宣读)(?:了|的)?[^,。?]{0,24}(?:报告|讲话|说明|发言)的?(?:人)?(?:是|为)?(?:谁|哪位)",
            "(?:报告|讲话|说明),?(?:是|由)+(?:谁|哪位)(?:来|(?:在|向)[^,。?]{1,12})?(?:作|做|讲|宣读|发表)|谁(?:作|做|宣读|发表)的?[^,。?]{0,16}(?:报告|讲话|说明)",
            "报告人",
        ),
    ),
    (
        "proposer",
        any_of(
            "(?:提案|议案|(?:号|[^,。?]的|件|条)建议)(?:最早|当初|到底)?(?:是|由)?(?:谁|哪一?[个位些家名])[^,。?]{0,8}?(?:提|写|联名|领衔)",
            "(?:谁|哪一?[个位些家名](?:代表|委员|党派|单位|人)?)(?:提(?:出|交)?|写|领衔)(?:来)?的?[^,。?]{0,24}(?:提案|议案|建议)",
            "(?:提案|建议)(?:人|者)(?:是|叫|有)?(?:谁|哪|[?]|$)",
            r"who (?:raised|proposed|submitted|made) .{0,60}(?:proposal|suggestion|motion)",
        ),
    ),
    *((name, any_of(*_how_many(unit))) for name, unit in _UNITS.items()),
    (
        "attachments",
        any_of(
            f"附件[{NUMERAL}]?(?:一共|总共|都|分别|名称|标题|的名称)*(?:是|有|叫|包括)(?:什么|哪|几|多少)",
            "(?:哪些|哪几[个份项张]|几[个份项张]|什么|多少[个份项张])附件(?:[?]|$)",
            r"(?:附|带)(?:了|有|着)(?:什么|哪些|哪几[个份张]|几[个份张])(?:附件|附表|表格|表|材料)?(?:[?]|$)",
        ),
    ),
    (
        "days_between",
        any_of(
            "(?:相?隔|间隔|相差|差)了?(?:有|是)?(?:多少|几)个?[天日]|(?:隔|间隔)了?多久|(?:过了?|中间)(?:多少|几)[天日]才"
        ),
    ),
)


_NO_ARTICLES = re.compile(
    "(?:[航路专热干支管光流产沿]线|[公铁道]路|线路|河流?|街|[隧通航绿管步]道|船|鱼|裤|消息|线索|数据)[^?。文]{0,24}"
    "(?:多少|几)条"
)
"""Other things that are counted by 条."""


def fields_in(text: str) -> dict[Field, re.Match[str]]:
    """What a normalised question asks to be looked up, in the order in which it is told, with the words that ask.

    >>> list(fields_in("哪天印发的?文号是多少?")), list(fields_in("由谁负责?"))
    (['document_number', 'issued_on'], [])
    >>> list(fields_in("从印发到施行隔了几天?")), list(fields_in("从受理到办结隔几天?")), list(fields_in("分几章几条?"))
    (['issued_on', 'effective_on', 'days_between'], [], ['chapters', 'articles'])
    >>> list(fields_in("条例一共几条?")), list(fields_in("开通航线共几条?"))
    (['articles'], [])
    >>> list(fields_in("报告是谁在人大常委会上作的?")), list(fields_in("规划是哪年哪月哪日由国务院印发的?"))
    (['speaker'], ['issued_on'])
    >>> list(fields_in("方案是哪六家联合发的?")), list(fields_in("措施管到哪天?")), list(fields_in("哪几家联合发起?"))
    (['issuers'], ['expires_on'], [])
    >>> list(fields_in("学校暑期托管到几月?")), list(fields_in("那九条能管到什么时候?"))
    ([], ['expires_on'])
    """
    found = {name: match for name, pattern in _ASKS if (match := pattern.search(text))}
    if "articles" in found and _NO_ARTICLES.search(text, 0, found["articles"].end()):
        del found["articles"]
    if between := found.get("days_between"):
        dates = {name: match for name, words in _DATE_WORDS.items() if (match := re.search(words, text))}
        return {**dates, "days_between": between} if len(dates) == _TWO else {}
    return found


def speaks_of_date(text: str, fields: Collection[Field]) -> bool:
    """Whether a text speaks of one of the dates asked for; of one that is not known by its words it may.

    >>> [speaks_of_date(t, ["expires_on"]) for t in ("自发布之日起实施", "有效期至2025年12月31日", "采取有效措施")]
    [False, True, False]
    >>> [speaks_of_date(t, ["issued_on"]) for t in ("批复于3月5日作出", "6月1日会议通过", "通过招标选定")]
    [True, True, False]
    """
    dates = [name for name in fields if name in DATES]
    return any(name not in _DATE_WORDS or re.search(_DATE_WORDS[name], text) for name in dates)


def without_fields(text: str, fields: Collection[Field]) -> str:
    """A normalised question without the words that ask for these."""
    for name, pattern in _ASKS:
        if name in fields:
            text = pattern.sub(" ", text)
    if "days_between" in fields:
        text = re.sub("|".join(_DATE_WORDS.values()), " ", text)
    return text
