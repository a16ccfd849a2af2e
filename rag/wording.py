"""The wording by which a question shows what it is: patterns over folded text, and words that say nothing."""

import re
from functools import cache
from importlib.resources import files
from typing import Literal

Expects = Literal["number", "date", "organisation", "list", "text"]
"""The kind of answer asked for."""
Field = Literal[
    "title",
    "document_number",
    "issuers",
    "issued_on",
    "published_on",
    "effective_on",
    "index_number",
    "cites",
    "articles",
]
"""What can be looked up in a document's metadata; `articles` is how many numbered parts it has."""


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


_PLACES = "省份|省市|省区|省|地区|地方|城市|市|州|县|区|地|文件|政策|通知|意见|措施|办法|条例|方案|规划|法规|规定"

SURVEY = _any(
    rf"(?:哪些|哪几|哪|多少|几|有没有)(?:[个份部项家])?(?:{_PLACES})",
    r"(?:哪些|哪几[个份])(?:的)?[\u4e00-\u9fff]{0,4}(?:省|地区|地方|文件)",
    r"(?:文件|地区|省份|省|地方|地)(?:里|中|当中|之中)?[，,]?(?:都)?(?:有)?(?:哪些|哪几|谁)",
    r"(?:[二三四五六七八九十\d]+[地省市]|各地|各省)[^?]{0,12}(?:有没有|是否|谁)",
    r"which (?:provinces?|regions?|cities|documents?|places?)",
    r"quelles? (?:provinces?|régions?|documents?)",
    r"どの(?:省|地域|地方|文書)",
    r"어느 (?:성|지역|문서)|어떤 (?:성|지역|문서)",
)
"""哪些省份, 哪几份省市文件, 几个省, 五地谁…: asks for documents or their regions."""

COMPARISON = _any(
    "比较|对比|相比|差别|差异|区别|异同|不同|不一样|各是|各为|各有|各自|分别|谁更",
    "最早|最晚|最高|最低|最多|最少|最大|最小",
    r"\bcompar|\bdiffer|比べ|違い|비교|차이",
)

WHICH_DOCUMENT = _any("(?:哪|什么|是)(?:一?[份个部项])?(?:文件|通知|政策|办法|意见)", "which document")

ALL_DOCUMENTS = _any(
    "各省|各地|各市|所有文件|全部文件|(?:all|every|each) (?:documents?|provinces?|regions?)",
    r"(?:这|所有|全部)?[二两三四五六七八九十\d]+[份个](?:地方)?(?:文件|地方|省|地区)",
)

SMALLTALK = re.compile(
    r"(?:你好|您好|嗨|哈喽|早上好|下午好|晚上好|谢谢|多谢|再见|拜拜|你是谁|你叫什么.*|你能做什么|你会什么|怎么用|帮助"
    r"|hi|hello|hey|thanks?|thank you|bye|who are you|what can you do|help|bonjour|merci"
    r"|こんにちは|ありがとう|안녕하세요)[啊呀吗呢吧!?.,~\s]*"
)

_WHEN = "哪天|什么时候|何时|哪一天"
FIELDS: tuple[tuple[Field, re.Pattern[str]], ...] = (
    (
        "cites",
        _any(
            "(?:依据|根据|贯彻|落实|引用|参照|上位).{0,30}(?:哪[一个份]?|什么|名称|标题).{0,6}(?:文件|文号|名称|标题)",
            r"(?<![a-z])cites?(?![a-z])",
        ),
    ),
    ("index_number", _any("索引号|index number")),
    ("document_number", _any("文号|发文字号|文件编号|document number")),
    (
        "published_on",
        _any(
            "(?:网页|网上|网站)?(?:上的?)?(?:发布|公布|公开|上网|挂网)的?(?:日期|时间|日)",
            f"(?:{_WHEN})(?:发布|公布|公开)",
            r"when (?:was|were) .{0,60}published|publication date",
        ),
    ),
    (
        "issued_on",
        _any(
            "(?:成文|落款|印发|签发|签署|发文|出台)的?(?:日期|时间|日|是哪一?[天日])",
            "(?<!发布)(?<!公布)(?<!施行)(?<!实施)(?<!生效)(?:日期|落款)是哪",
            f"(?:{_WHEN}|哪年)(?:成文|印发|签发|出台|下发)",
            "日期(?:分别)?(?:各?是|为)?(?:什么|哪|多少|[?]|$)",
            r"when (?:was|were) .{0,60}issued|issue dates?|dates? of issue",
        ),
    ),
    (
        "effective_on",
        _any(
            "(?:施行|实施|生效|执行|起效)的?(?:日期|时间)",
            f"(?:{_WHEN}|哪年|从何时)(?:起|开始)?(?:正式)?(?:施行|生效)",
            r"effective date|when does .{0,60}take effect",
        ),
    ),
    (
        "issuers",
        _any(
            "(?:哪个|什么|哪些|哪家)(?:机关|单位|部门|机构|政府)(?:出的|印发|发布|签发|制定|下发|发的|出台)",
            "(?:发文|发布|签发|印发|制定)(?:机关|单位|部门|机构)",
            "谁(?:印发|发布|签发|制定|出台)",
            r"who issued|issued by|\bissuer",
        ),
    ),
    ("title", _any("(?:标题|题目|全称|文件名称?)(?:是|叫|为)?(?:什么|[?]|$)|标题|title")),
    (
        "articles",
        _any(
            "(?:多少|几)(?:条|章|款|节|个部分|大项|部分)(?:[?]|$|内容|条款)",
            "(?:正文|全文|一共|总共|共).{0,8}(?:多少|几)(?:条|章|部分|节)",
        ),
    ),
)

EXPECTS: tuple[tuple[Expects, re.Pattern[str]], ...] = (
    (
        "date",
        _any(
            "哪一?年|哪年|哪天|哪一天|什么时候|何时|时间节点|多久|几年|几月",
            r"when\b|what year|quand|いつ|何年|언제",
        ),
    ),
    (
        "number",
        _any(
            "多少|百分之几|几成|(?<!哪)几[个家户项名人座所条种类倍%]|多大|多高",
            "how (?:many|much|fast|high)|what (?:rate|percentage)|combien|quel taux|quel pourcentage",
            "何社|何人|いくつ|몇|얼마",
        ),
    ),
    (
        "organisation",
        _any(
            "谁|(?:哪[个些几家]?|什么)(?:省直)?(?:部门|单位|机构|机关|厅局|委办局)|归.{0,3}管|挑头|牵头",
            r"\bwho\b|which (?:agency|department|body)|どの部門|어느 부서",
        ),
    ),
    (
        "list",
        _any(
            r"哪(?:些|几|[二两三四五六七八九十\d]+[大个项类种条块张家])|包括|分别|什么样?的",
            r"which\b|quels?\b|どの|어느",
        ),
    ),
)

FRAME = _any(
    "请问|请|帮我|告诉我|查一下|想知道|有没有|是不是|是否|能否|可否|可不可以|为什么|怎么样|怎样|怎么|如何|多少|百分之几",
    "哪些个?|哪几[个份类种项]?|哪[俩个]?|哪一?[年天个份项条种]?|什么时候|何时|什么样|什么|几[个份家户项名条种类]",
    "分别|各自|各是|一共|总共|到底|究竟|具体",
    "(?:都|也)?(?:提出|提到|写到|写了|提了|列为|列出|涉及|部署|说的|叫做?|属于)[了过的来]?",
    "(?:省份|省市|省|地区|地方|文件)(?=[里中的，,?]|$)|省份|地区|地方|文件|政策|内容|方面|情况",
)
"""The frame of a question, taken out before its content words are read."""

COUNTED = re.compile(r"[一二两三四五六七八九十\d]+[份地省市个项条家户种类次字]|省市|区域")
"""五份, 三省, 两地: how many things a question is about, not what about them."""

NEGATED = re.compile("(?:没有?|未|不曾)(?P<verb>提出|提到|提及|提|写|规定|涉及|明确|部署|列)")
"""哪些省份没有提出: asks for the documents that do not say it."""

EXCEPT = re.compile("(?:除了?|除去|不算|不包括)(?P<names>[^,，?]{1,30}?)(?:以外|之外|外|[,，])")
"""除了广东，: what a question leaves out."""

NUMBER = re.compile(r"[\u4e00-\u9fff]{0,12}[\[(<]\s*\d{4}\s*[\])>]\s*第?\d{1,5}号|\d{5,}[\d-]+")
"""A document or index number in a folded question."""

PRONOUNS = _any(
    "它们?|他们|该|其中|上述|前者|后者|(?:后|前)面(?:那|这)?[个项条]",
    "这[一个项条份些]?|那[一个项条份些]|此|剩下|另外|还有|同样",
)
ORDINAL = _any(
    "(?P<last>后者|后面(?:那|这)?[个项条]|最后(?:一|那)?[个项条])",
    "(?P<first>前者|前面(?:那|这)?[个项条]|第一[个项条])",
    "第(?P<n>[二三四五六七八九十])[个项条]",
)


@cache
def stop_words() -> frozenset[str]:
    """Folded words that carry a question without saying what it is about."""
    lines = files("rag").joinpath("data/stopwords.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
