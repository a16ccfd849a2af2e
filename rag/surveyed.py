"""What a survey asks of each document: the question without the words that make it a survey."""

import re
from dataclasses import dataclass, field

from rag.which import DOCUMENT, ENGLISH_KIND, HOW_MANY, PLACE, RULE, SPOT, WHO
from rag.wording import any_of

MARK = "¦"
"""Stands for what is asked for: 哪些省份的文件里."""
_KIND = f"{DOCUMENT}|{RULE}|{PLACE}|{SPOT}"
_RULES = f"(?:{DOCUMENT}|{RULE})(?:[、和与](?:{DOCUMENT}|{RULE}))*"
_INSIDE = "(?:里[头面]?|中|当中|之中)"
_MANY = r"(?:这|那)?(?:[一二两三四五六七八九十\d]+[个份部家]?|[各每]个?|所有的?|全部)"
_JOINED = "高升供倡取前质拔示案货名留交起单纯"
"""Characters that make 提 a verb of another kind: 提高."""
_COMPLEMENT = "[到及出过了进入在明]+"


_LEAD = re.compile(
    "^(?:请问|请|数一数|数数看?|查一查|看一看|找一找|列一列|问一下|问问|我?们?想(?:要)?(?:知道|了解|问|查)(?:一下|下)?|(?:帮|给|替)我?们?(?:查|找|看|列|统计)(?:一下|下|一[查找看])?"
    "|麻烦(?:你|您)?|(?:列|找|查|数|说|统计|看)(?:出来?|一下|举|看看?|下)(?:所有|全部)?|所有|到底|究竟|说说|,)+"
)
_TELLS = (
    f"点[到了]?名(?:提{_COMPLEMENT})?|明文?(?=[写说规讲])|用[到过]了?|提{_COMPLEMENT}|提(?![{_JOINED}])"
    f"|写{_COMPLEMENT}|写(?![字作实生])|讲{_COMPLEMENT}|讲(?![座解师堂述话])"
    f"|说{_COMPLEMENT}|说(?![明服法理])|谈{_COMPLEMENT}|谈(?![判话])|涉及|部署|规定|明确|要求"
)
_VERBS = (
    f"{_TELLS}|搞(?![活好])|做(?![强大好优])|有(?![序机效关限色害毒轨线偿利助条奖])"
    f"|强调|体现|出现{_COMPLEMENT}?|列[为入进]|把(?!关)|将|对(?![外口接等标称照应])|要(?![素件地闻点])|想(?!象)"
    "|打算|计划(?!生育|单列)|准备(?!金)|出台|推出|推行|实行|印发|发布"
)
_AMONG = re.compile(
    rf"^{MARK}?(?:在|从|就)(?:(?!写|列|载|提|讲|说|放|纳)[^,?]){{0,30}}?(?:{DOCUMENT}|{RULE}){_INSIDE}"
    rf"(?:,|(?=(?:都|也|还|没有?|未|不)*(?:{_TELLS})))(?=[^?]*(?:{HOW_MANY}|{WHO}|谁|有没有))"
)
"""在海南、浙江两地的数字经济文件里,: the documents among which those are that are asked for."""
_ASKED = any_of(
    rf"在?(?:都|还)?(?:是不是|是否)?(?:都|还)?(?:有|是)?{HOW_MANY}(?:地级|设区的)?(?:{_KIND})(?:的{_RULES})?{_INSIDE}?",
    rf"(?:都|还)?(?:有没有|有|是)?{WHO}(?:们)?(?:的?{_RULES})?{_INSIDE}?",
    rf"(?:是不是|是否)?{_MANY}(?:{_KIND})(?:的{_RULES})?{_INSIDE}?(?:是不是|是否)?(?=都|[哪谁]|{MARK})",
    rf"(?:在|从)?(?:{_MANY}(?:{_KIND})|{DOCUMENT}|{RULE}|省份?|地方|地区|城市)(?:的?{_RULES})?{_INSIDE}(?![国央心海])"
    rf"(?:哪[几些个]?[份部个]?)?",
    rf"的?(?:{_KIND})?,?(?:都|一共|总共)?(?:有|是)?(?:{HOW_MANY}|有没有)(?=[?,。吗呢呀啊]|$)",
    rf"(?:(?<=^)|(?<=[,里中头面间]))(?:都|一共|总共|共)?(?:有?(?:几|多少|哪几)[个家份部]|有没有)"
    rf"(?=(?:都|也|还|曾|专门)*(?:{_TELLS}|有))",
    rf"(?:{_MANY})(?:{_KIND})(?:里|中)?,?有?(?:几|多少)[个家份部]|(?:是不是|是否)?只有[一二两三\d]个?(?:{_KIND})|还有谁",
    rf"的(?:所有|全部)?(?:{DOCUMENT}|省份?|地方|地区|城市)$",
    rf"(?:在|从)?(?:这|那)(?:一?批|些|几[份个])的?(?:{_KIND})?{_INSIDE}?,?(?={HOW_MANY}|{MARK}|有)",
    rf"(?<=[,{MARK}])(?:有)?哪[个几些][个份]?(?=(?:都|也|还|没有?|未|不)*(?:{_TELLS}))",
    rf"\b(?:which|how many|what|do any|does any|did any) (?:of )?{ENGLISH_KIND}"
    r"(?:documents?|polic(?:y|ies)|provinces?|regions?|cit(?:y|ies)|places?)(?: (?:do|does|did|have|has|that))*\b",
)
"""The documents or places that are asked about, in front of what they say or behind it."""
_ENGLISH_SAYS = (
    r"\b(?:mention|state|propose|discuss|include|support|require|say|talk about|call for|speak of|set out|provide for)"
    r"(?:s|d|ed)?(?![a-z])"
)
_ENGLISH_SAYING = re.compile(_ENGLISH_SAYS)
_SAYING = any_of(
    rf"(?:也|都)?(?:这[么样]|那[么样]|如此)(?:写|规定|要求|说|做|搞|定|提|明确|安排|办|讲)的?(?={MARK}|[?,]|$)",
    rf"(?<={MARK})的?(?:做法|规定|要求|政策|安排|提法|主张)(?=[?,]|$)",
    rf"(?<={MARK})(?:都|也|还|同时|曾|专门|明确|已经?|有|只|又|一起|,)*(?:(?:{_VERBS})了?)+",
    rf"^(?:都|同时|专门|明确|只|又)*(?:(?:{_VERBS})了?)+(?=.*的[^,。]{{0,4}}{MARK})",
    rf"(?:写|列|载|记|放|纳)(?:进|入|在|到|于)(?:了|去|来)*(?:{DOCUMENT}|{RULE})?(?:里|中)?[去来]?",
    _ENGLISH_SAYS,
    r"(?:提|谈|讲|说|写)(?:到|及|过|了)+|提出(?!口)[来了过]?|出现(?:过|了|在|于)?|见于|载明|(?:作为?|列为|当[成作])(?:工作)?重点|在做",
    r"[作做](?:了|出|过)*(?:规定|部署|安排|要求)|有(?:所|过|具体|明确)?(?:要求|规定|安排|部署|涉及|提及)",
)
_FILLING = any_of(
    "的?(?:字样|字眼|词语|(?:这[个种样]的?)?(?:说法|提法|表述)|这个词|一词)|(?:这样|这种)的?话"
    "|这(?:一?[条项点]|种)(?:规定|政策|要求|内容|措施)?|(?:的|这[件个回桩])事(?:情|儿)?(?![业故项务])|(?:这|那)个?意思"
    rf"|方面的?(?:内容|规定|要求)?|的?内容(?={MARK}|[?,]|$)|[的了过]?(?:吗|呀|呢|啊|没有)?[?]?$|,文件(?=[ ?]|$)"
)
_FIGURE = any_of(
    "(?:(?:给|提|写|列)出|写明|定下?|规定|设[定置]|明确|确定|有)[了过]?(?:具体|明确)?的?"
    "(?:数[量字值额]|量化|金额|具体)的?(?:数?目标|指标|标准|要求|数)?",
    "(?:分别|各自|各|具体)*(?:要|得|应|该)*"
    "多少(?:钱|[张个家项名人元万亿户辆台座所处件次倍亩吨米]|平方米|百分点|分|天|日)?(?=[,?¦ ]|$)",
)
"""多少张, 给出了具体数量目标: a figure that each document must state."""
_ASKING = "多少|几[个家年项元]|什么|怎[么样]|如何|何时|多[大高长久]"
_ANOTHER = re.compile(
    rf"^(?P<asked>[^?]*?{MARK}[^?]*?),(?:[^?,{MARK}]*(?:{_ASKING})[^?]*"
    rf"|(?:而|又有?|还有)?(?:哪[些几][个份家]?|谁|{MARK})(?:只|仅)[^?]*)[?]*$"
)
"""分别补多少钱, 哪些只是鼓励: another question behind the survey's."""
_ONLY_SAYS = re.compile(
    r"(?:只|仅)(?:是|仅)?(?:提|讲|写|说|谈|规定|要求)(?:到|及|了|过)*(?P<beside>[^?,]{3,}?)的?(?:[?]|$)"
)
"""哪些提了成立协会,哪些只讲行业自律: what comes close to it."""
_REACHED = any_of(
    r"(?:的?(?:目标|指标|标准|要求))?(?:都|均)?(?:定?在|为|是|要)?(?:不?(?:超过|低于|少于|高于|多于)|达到?|至少|至多|大于|小于)\s*[\d.]+%?",
    r"(?:的?(?:目标|指标|标准|要求))?(?:都|均)?(?:定?在|为|是|要)?[\d.]+%?以[上下]",
)
"""超过60%: the figure that a document's own must reach."""
_TALKED = f"(?:提[到及出过了]|提(?![{_JOINED}])|写|讲|说(?!明)|谈|涉及)"
_SAID = f"(?:{_TALKED}|规定|明确|部署|要求|出现|包含|包括|列)"
_ADVERBS = "(?:根本|压根|完全|从来?|还|都|也|并|一点|至今|,)*"
_NOT_SAID = any_of(
    rf"{_ADVERBS}(?<!有)(?:没有?|未|尚未|不曾)(?:再|专门|明确|曾)?(?={_TALKED})",
    rf"(?:(?<=^)|(?<={MARK})){_ADVERBS}(?:没有?(?:能|去)?(?!收)|未|尚未|还没|不(?={_SAID}|支持|鼓励|允许|要求|搞))",
    "只字[未不没](?:有)?(?:提[及到]?|写|讲|说)?|找不到|[查看]不到|看不见|见不到",
)
"""哪些省份没有提出, 没提到的是谁: asks for the documents that do not say it."""
_LACKS = re.compile(
    rf"^(?P<has>[^?]*?[^?,¦]{{2}}[^?]*?)[,、]*(?:但是?|却|而|可是?|不过|然而|又|,)(?:又|却|并|都|也|,)*"
    rf"(?:没有?|未|不(?={_SAID}|搞|支持))(?P<lacks>[^,?]{{2,}})"
)
_ONLY = re.compile(
    rf"只(?P<has>[^,?只]{{2,}}?)[,、]?(?:而|却)?(?:不|没有?|未)(?P<lacks>(?:{_SAID}|搞|支持)[^,?]{{2,}})"
)
_BOTH = (
    re.compile("既(?P<a>(?!有建|有住|定|得)[^?]{2,}?)[,、]*(?:又|也|还|且)(?P<b>[^?]{2,})"),
    re.compile("又(?P<a>[^,?又]{2,}?)[,、]*又(?P<b>[^?]{2,})"),
    re.compile("(?:不仅|不但|不光|不单|除了)(?P<a>[^?]{2,}?)[,、]*(?:还|也|而且|并且?|且)(?P<b>[^?]{2,})"),
    re.compile("同时(?P<a>[^,?]{2,}?)(?:和|与|以及|并且?|又)(?P<b>[^,?]{2,})"),
    re.compile(
        "(?P<a>[^,?]{2,}?)[,、]*(?:并且?|而且|同时|以及|又|还)(?P<b>(?:提出|提到|规定|要求|写|部署|涉及|支持|鼓励)[^,?]{2,})"
    ),
)
_ALL_OF = re.compile(
    r"(?P<items>[^?,¦]{2,}[、和与及跟][^?,¦]{2,}?)(?:这)?(?:[两二三四几][项者样个件])?(?:都|均|全)"
    rf"(?=(?:{_VERBS}|有)(?:了|过|进|入|去|文件)*的?,?(?:{MARK}|[?]|$))"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of each document, in parts that it must all say, or must not say where not `wanted`; `negated` when
    the documents are asked for that do not say it, `figure` when with a figure. `beside` is what those that come close
    only say.
    """

    parts: tuple[tuple[str, bool], ...]
    negated: bool = False
    figure: bool = False
    beside: str = field(default="", repr=False)

    @property
    def text(self) -> str:
        return " ".join(part for part, _ in self.parts)


_ENGLISH_ASKED = re.compile(
    rf"\b(?:which|how many|what|do any|does any|did any) (?:of )?{ENGLISH_KIND}"
    r"(?:documents?|polic(?:y|ies)|plans|measures|regulations|provinces?|regions?|cit(?:y|ies)|places?)\b"
    r"(?: (?:and|or) (?:provinces?|regions?|cit(?:y|ies)|places?|documents?))?(?: (?:that|which|have|has))*"
)
_ENGLISH_NOT = re.compile(r"\b(?:do|does|did) not\b|\b(?:don't|doesn't|didn't)\b|\bfail(?:s|ed)? to\b|\bnever\b")


def asked_in_english(text: str) -> Asked:
    """The same of a question in English, the ways in which it may be said being its parts.

    >>> asked_in_english("which regional documents call for incubators or guarantee funds?").parts
    (('incubators', True), ('guarantee funds', True))
    >>> asked_in_english("which provinces do not mention cloud computing?")
    Asked(parts=(('cloud computing', True),), negated=True, figure=False)
    """
    rest = _ENGLISH_ASKED.sub(" ", text.split("?", 1)[0])
    negated = bool(_ENGLISH_NOT.search(rest))
    rest = _ENGLISH_SAYING.sub(" ", re.sub(r"\b(?:do|does|did)\b", " ", _ENGLISH_NOT.sub(" ", rest)))
    sides = (" ".join(side.split()) for side in re.split(r"\bor\b", rest))
    return Asked(tuple((side, True) for side in sides if side), negated)


def asked_of_each(text: str) -> Asked:
    """What a normalised survey question asks of each document.

    >>> asked_of_each("把云计算写进文件的是哪些省?").text
    '云计算'
    >>> asked_of_each("哪几份文件里找不到电子认证?"), asked_of_each("哪个文件专门讲冷链物流?").text
    (Asked(parts=(('电子认证', True),), negated=True, figure=False), '冷链物流')
    >>> asked_of_each("既搞三网融合、又支持上市的,是哪些省?").parts
    (('三网融合', True), ('支持上市', True))
    >>> asked_of_each("哪些省提了行业协会,哪些只讲行业自律?").beside
    '行业自律'
    >>> asked_of_each("哪些省提到商标,但没提马德里?").parts
    (('商标', True), ('马德里', False))
    """
    figure, beside = bool(_FIGURE.search(text)), ""
    rest = _ASKED.sub(MARK, _AMONG.sub(MARK, _LEAD.sub("", text.strip())))
    another = _ANOTHER.match(rest)
    if another and _plain(another["asked"]):
        rest, behind = another["asked"], rest
        only = _ONLY_SAYS.search(behind, len(rest))
        beside = _plain(only["beside"]) if only else ""
        figure = bool(_FIGURE.search(rest))
    lacking = _ONLY.search(rest) or _LACKS.search(rest)
    if lacking and _plain(lacking["has"]) and _plain(lacking["lacks"]):
        return Asked(((_plain(lacking["has"]), True), (_plain(lacking["lacks"]), False)))
    negated = bool(_NOT_SAID.search(rest))
    if negated:
        rest = _NOT_SAID.sub("", rest)
    if figure:
        rest = _FIGURE.sub(" ", rest)
    return Asked(tuple((part, True) for part in _parts(rest)), negated, figure, "" if negated else beside)


def _parts(text: str) -> list[str]:
    """The things that a document must all say."""
    for pattern in _BOTH:
        if match := pattern.search(text):
            parts = [_plain(match["a"]), _plain(match["b"])]
            if all(len(part) > 1 for part in parts):
                return parts
    if match := _ALL_OF.search(text):
        parts = [_plain(part) for part in re.split("[、和与及跟]", match["items"])]
        if all(len(part) > 1 for part in parts):
            return parts
    return [_plain(text)]


def _plain(text: str) -> str:
    """The text without what says that, where and in which words something is said."""
    for pattern in (_SAYING, _FILLING):
        text = pattern.sub(" ", text)
    if re.search(r"[^\W\d]{2}", without := _REACHED.sub(" ", text).replace(MARK, " ")):
        text = without
    text = re.sub(rf"^(?:{MARK}|[ ,])*(?:(?:{_VERBS})了?)+|^关于", " ", text)
    return re.sub(rf"[{MARK}?\s]+|^[ ,的]+|[ ,的]+$", " ", text).strip(" ,的")
