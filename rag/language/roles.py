"""The part that what asks plays in a question (who says it, what tells who they are, where it is said), which shows
whether it surveys documents or regions.

Who asks 享受哪些政策 or 具备哪些条件 asks for the content of a rule. A survey has documents or regions as its
subject and asks whether they say something: 哪些文件提到…, 规定了…的条例有哪些, 哪些省份支持…, X写进了哪些文件.
"""

import re
from collections.abc import Iterator

from rag.language.which import (
    ADVERBS,
    ALSO,
    DOCUMENT,
    DOES,
    ENGLISH_ALL,
    ENGLISH_ASKS,
    ENGLISH_DOCUMENTS,
    ENGLISH_KIND,
    ENGLISH_PLACES,
    HOW_MANY,
    INSIDE,
    NOT,
    PLACE,
    PLACES,
    RULE,
    SAYS,
    SEVERAL,
    SPOT,
    SPOT_ASKED,
    WHO,
)
from rag.language.wording import any_of

_WHETHER = "是否|是不是|有没有|有无|[都全均]"
_SET = (
    rf"{SEVERAL}(?:地方|省级|地级|省市)?(?:{DOCUMENT}|(?:{PLACES}|{SPOT})(?:的?(?:(?!{_WHETHER})[\u4e00-\u9fff]){{0,14}}?(?:{DOCUMENT}|{RULE}))?"
    rf"|(?<=[份部])(?:{RULE}))|[二两三四五六七八九十\d]+家(?={INSIDE})|地方上"
)
"""A set of places or documents that a question speaks of as such: 五地, 这十份文件, 各省市的养老条例."""
_END = "[呢呀啊吗]*(?:[,。?]|$)"
_RULES = f"(?:{DOCUMENT}|{RULE}|条文|法条|文本)"
_PLAIN = "(?!条(?!例)|[项点款种类])(?:(?![按依照据符由经在可应需以])[\u4e00-\u9fff]){0,8}?"
"""Words that only say what kind of documents: 哪些人才政策提到."""
_UNIT = re.compile(
    rf"{HOW_MANY}的?(?:地级|设区的)?(?P<places>{PLACES}|{SPOT_ASKED})"
    rf"(?P<theirs>的[\u4e00-\u9fff]{{0,8}}?{_RULES}(?!性)(?:[、和与及]{_RULES})*)?"
    rf"|{HOW_MANY}(?:部门|机关|单位|委办局)的(?P<issued>{_RULES})"
    rf"|{HOW_MANY}的?{_PLAIN}(?:(?P<documents>{DOCUMENT})|(?P<rules>{RULE}|[材资]料(?={INSIDE})))"
    rf"|(?<![由归])(?:有没有|有)?(?P<who>{WHO})(?:们|家)?(?P<whose>(?:的[\u4e00-\u9fff]{{0,6}}?)?(?!规定|要求){_RULES})?"
    rf"|(?P<bare>(?:哪[些几一]?|几|多少)[个家份部]|哪些|(?:有没有|有无|有(?=吗)|存在(?=吗))(?={_END}))"
)
"""What asks for places, for documents, for who it is, or for some of what was named."""
_OPENS = (
    "(?:(?:请问|麻烦|请|帮我|给我)?(?:[想要需]|希望)*(?:知道|了解|问|查查?|看看?|找出?|数一?数|统计|告诉我|说说|讲讲|搞清|弄清|列出?)"
    "(?:一下|下)?|那么?|所以|到底|究竟|目前|还|都|也|各|分别|只|一共|总共|共|有没有|有|是|属于|,)*"
)
_AT_START = re.compile(rf"(?:^|[,:¦、]|(?<=[里中内间面头])){_OPENS}$")
"""What stands in front of a subject."""
_TOPIC = re.compile(
    rf"(?P<said>[^?]{{2,}}?)的?(?:(?<=的)(?P<places>{PLACES}|{SPOT})|(?<=的)[\u4e00-\u9fff]{{0,6}}?(?P<documents>{_RULES})|(?<=的)|(?=,))"
    rf"(?:名单|清单)?{_OPENS}$"
)
"""What stands in front of a question for which of them it is: 提到X的省有, 写了X的是."""
_STATED = (
    "提[到及出过了]|写(?:[到了明进入着过上清]|明白)|讲[到了过明]|说[到了过明]|谈[到了过]|涉及|明确(?:要|提|写|规定|了)|明[说写]|规定了|要求了"
    "|点[到了]?名|部署了|出现[过了]|包含了"
)
"""Verbs of documents that need no noun in front of them to be told from what is said of things: 有几个写明."""
_CAN = "可以|能|可(?![再循持])|容易|适合|适宜|负责|受理|办理|最(?![先早])"
"""Behind spots of which something holds whoever says it: 哪些地方可以停车."""
_JOINS = f"(?:{_CAN})[^,?]{{0,4}}(?:申[报请]|参[加与]|成为|入选|[纳列]入|享受|作为|列为|获|办理|报名|试点)"
"""Behind places that are let in: 哪些城市可以申报, but not 哪几个市可以没收犬只."""
_OF_VERB = re.compile("[在于到往向从按照遵守对给由把将被让跟和与同]$")
"""In front of what something is done to, or where."""
_IS = "是(?!不是|否|(?!属|列|被|国家|[省市]级|最)[^,?]{3,}的(?:[?。,]|$))|属于|位于|被(?=[列评选认确纳])"
"""What makes the places themselves the answer: 哪些城市是示范城市, but not 哪些省是靠彩票公益金来办的."""
_AID = "补贴|补助|奖励|奖金|优惠|扶持|资助|补偿|贴息|减免|津贴|支持政策|好政策|好事|发钱"
_GIVES = (
    "发(?!生|现)|免|减|补|奖|搞|管(?!理)|收(?=费|钱)|罚|设|放宽|放开|允许|准许|禁|不许|不让|不准|支持|鼓励|要求|实行|推行|出台|打算|计划|规定"
    "|有(?:这|类似)|学[^,?]{1,8}[搞设建]"
)
"""What a government does: 哪里搞补贴, but not 哪里办登记."""
_RULES_SO = f"(?:{SAYS}|(?![管罚设])(?:{_GIVES})|把|给(?!付)|有(?!权|资格|义务|责任))"
"""Behind 谁 that is a place: 谁发补贴, but not 谁处罚, 谁维修."""
_ADJECTIVE = r"(?!(?:an?|the|do|does|did|is|are|can|may|must|should|will|if|in|of|for|by|to)\b)[a-z-]+"
_GOES = (
    "apply|register(?:ed)?|report(?:ed)?|complain|go|take|put|thrown?|submit|send|sent|published|posted|filed?|located|held"
    "|stored|kept|pay (?:the|my|a)"
)
_HOLDS_THERE = (
    rf"(?:is|are|was|were|do|does|did|can|could|may|must|should|will|would|has|have|else)\b(?!.{{0,60}}\b(?:{_GOES})\b)"
)
"""Behind where, of which place something holds: where are dogs banned, but not where one applies for something."""
_WHERE = re.compile(
    rf"{HOW_MANY}的?(?:地级|设区的)?(?:(?:{PLACES})(?!{_JOINS}|{_END})|(?:{SPOT_ASKED})(?!{_CAN}|{_END}))"
    rf"|(?<=.)(?<![由归找向跟问让给请叫靠听报])(?<!的有)(?<![是为叫])谁(?:家|(?={ALSO}{NOT}?{_RULES_SO}))"
    rf"|(?<![由归])(?!谁){WHO}(?!(?<=是..){_END}|有[^,?]{{1,4}}\??$|(?:可以|能)(?![拿领享得]|[^,?]*(?:{_AID}|免费|不))|[办申领交缴查登报投举看买找归由]|下载|提交|咨询)"
    rf"|\b(?:which|how many|what|any)(?: of the)?(?: {_ADJECTIVE}){{0,3}} (?:{ENGLISH_PLACES})\b|\bwhere {_HOLDS_THERE}"
)
"""Places, or somebody, but not where one goes for something (到哪里申请), who sees to it or which places a thing has
(有几个市)."""
_TOLD = re.compile(
    f"{SAYS}|(?:^|,)(?:把|既|不但|不仅|{_GIVES})|(?:{_AID})$|以[上下内]$|(?:超过|低于|达到?|不少于)[^,?]{{1,10}}$|(?:^|,)(?:这|那|都)"
)
"""What makes those of a kind of a survey: 写了X的有谁."""
_AIDS = re.compile(f"[^,?]{{0,16}}?[给有发拿领得享][^,?]{{0,14}}?(?:{_AID})")
"""Behind places where one gets something: 去哪个省有建设补贴."""
_THIS = re.compile("(?:这一?[条项点]|这[种样][^,?]{0,6}),?$")
_PASSIVELY = "列|写|提|点|纳|载|定|确|当|作|视|放"
"""What is done with what is asked about: 被哪些省列入重点."""
_PUT_IN = re.compile("(?:写[进入在到]|列[入进]|纳入|载入|出现|见于|包含|记在)[了在于到过]*$")
_FOUND = "有|找得到|能?找到|见得到|存在|出现"
_FOUND_THERE = f"[都也]?(?:{_FOUND}){_END}|,"
_ORDERED = re.compile(
    rf"(?:列[出举]|罗列|列一下|[找查数]出|[查数看找]一下|盘点|汇总|统计)[^。?哪谁几]{{2,60}}的(?:所有的?|全部|[这那](?:些|几[个份部]))?[^,。?]{{0,6}}"
    rf"(?:(?P<places>{PLACES}|{SPOT})|(?P<documents>{DOCUMENT}))(?:名单|名称|清单)?{_END}"
    rf"|(?:告诉我|想[看找])[^。?哪谁几]{{0,60}}(?:{SAYS}|{_GIVES})[^。?哪谁几]{{2,60}}的(?:{PLACES}){_END}"
)
_EXISTS = re.compile(
    rf"(?:^|,)(?:是不是|是否)?有(?:{PLACES}|{SPOT})(?:在|{ADVERBS}(?:{DOES}))[^?]*(?:吗|没有?){_END}"
    rf"|[^?]{{2}}的(?:{PLACES}|{SPOT}),?(?:有|存在)吗{_END}"
    rf"|[^?]{{2}}的(?:{PLACES}|{SPOT})(?:的?(?:数量|个数|数目)(?:有|是)?(?:多少|几个?)?|多不多|多吗){_END}"
    rf"|谁[^,?谁]{{1,20}},?谁(?:就|还|却)?{NOT}"
)
"""Whether there are any, or how many there are."""
_SOME_DO = re.compile(
    rf"只有[一二两三\d]个?(?:{DOCUMENT}|{PLACE}|{SPOT}){ALSO}(?:{_STATED})|(?:{DOCUMENT}){INSIDE},?都?有没有(?:{_STATED}|[提讲说写谈])[^,。?]{{1,40}}的"
)
_BARE = (
    r"(?:(?<=[¦,、里中内间面头都还又])|(?<=[¦,、里中内间面头都还又的][有是])|^)(?:谁家?|哪几?家|(?:哪[些几一]?|几|多少)[个份部家]?)"
    rf"(?:{ADVERBS}{NOT}?(?:(?:{DOES})[^,。?]{{2}}|(?:{SAYS})了?{_END})|没?有{_END}|{_END})"
)
"""Which of a set it is, with no noun of its own: 五地里谁提了, 十份文件中哪些写了."""
_EACH = (
    r"是不是|是否|有没有|有无|[都全均][^,。?]{1,40}(?:吗|了没有?|没有)(?=[?,。]|$)"
    r"|(?P<says>[写提讲说有定给])没有?(?P=says)|有例外吗?"
)
"""Whether all of a set say it."""
_JAPANESE = "省|地域|地方|都市|自治体|地区|市(?!場|场)|県|县"
_FOREIGN_DOCUMENTS = any_of(
    rf"{ENGLISH_ASKS} (?:of )?{ENGLISH_KIND}documents?\b"
    r"(?! (?:should|must|do i|do we|are|i|we|you|issued|published|from|of|were|was|have)\b)",
    rf"{ENGLISH_ASKS} (?:of )?{ENGLISH_KIND}(?:{ENGLISH_DOCUMENTS}) (?:do not |don't |does not |doesn't |that )?"
    r"(?:mention|state|propose|say|call for|require|ban|forbid|let|allow|provide|support)",
    rf"\bamong {ENGLISH_KIND}(?:{ENGLISH_DOCUMENTS}), ?(?:who|which)\b",
    r"(?:les)?quels? (?:des )?documents?|どの(?:文書|文书)|(?:어느|어떤) 문서",
)
_FOREIGN_PLACES = any_of(
    rf"(?:\b(?:which|how many|what|among)|{ENGLISH_ALL}) (?:of )?{ENGLISH_KIND}(?:{ENGLISH_PLACES})\b",
    r"^where (?:can|do|does|is|are)\b.{0,60}\b(?:subsid|grant|allowance|incentive|tax (?:break|relief)|voucher|bonus)",
    rf"どの(?:{_JAPANESE})|(?:{_JAPANESE}|場所|场所|ところ)は(?:どこ|どれ|いくつ|あり)",
    r"quelles? (?:provinces?|régions?)|(?:어느|어떤) (?:성|지역|도시|지방)",
)
_SET_NAMED, _ASKED_OF_SET, _ASKS_BARE = re.compile(_SET), any_of(_BARE, _EACH), re.compile(_BARE)
_ANY = re.compile("[各每]|所有|全部")
_MUST = re.compile("(?:是否|是不是|有没有|[都全均])+(?:可以|能|应当?|必须|须|需要?|得|要(?!求))")
_PLACES_ASKED = any_of(
    rf"{HOW_MANY}的?(?!{DOCUMENT}|{RULE})[\u4e00-\u9fff]{{0,4}}?(?:{PLACE}|{SPOT})",
    rf"(?:{PLACE}|{SPOT})(?:里[头面]?|中|当中|之中|,|都|一共|总共)*(?:有|是)?(?:谁|{HOW_MANY}{_END})",
    rf"\b(?:which|what|how many|any|all|each|every|among|the)\b[^?]{{0,30}}?\b(?:{ENGLISH_PLACES})\b|\brégions?\b",
)
_DOCUMENTS_ASKED = any_of(
    rf"(?:哪几?|几|多少)[份部]|{HOW_MANY}的?{_PLAIN}(?:{DOCUMENT}|{RULE})",
    rf"\b(?:which|what|how many|any|all|each|every|among|the)\b[^?]{{0,30}}?\b(?:{ENGLISH_DOCUMENTS})\b",
)
_OF_PLACES = re.compile(rf"(?:[二两三四五六七八九十\d]+|[各每])个?(?:{PLACE}|{SPOT})")
_OF_DOCUMENTS = any_of(
    rf"(?:{DOCUMENT}|{RULE})(?:里[头面]?|中|当中|之中|,|都|一共|总共)*(?:有|是)?{HOW_MANY}",
    rf"(?:{DOCUMENT})(?:清单|列表|名单)?[?。]?$",
)
_OF_ASKING = frozenset(
    ["有", "还有", "都有", "共有", "没有", "是", "都", "属于", "想", "知道", "想知道"]
    + ["了解", "问", "请问", "一下", "统计", "查", "查查", "看", "看看", "列", "列出"]
    + ["找", "找出", "说", "说说", "讲", "讲讲"]
)
"""Verbs in front of the subject of a survey that only ask."""


def asks_which(text: str, regional: bool) -> bool:
    """Whether a normalised question asks which documents say something, or which regions, of which documents may be
    several where it is `regional`.

    >>> [asks_which(q, True) for q in ("哪些条例规定了养犬登记", "可以享受哪些政策", "基地建在哪些地区")]
    [True, False, False]
    >>> asks_which("哪些省份支持云计算", True), asks_which("哪些省份支持云计算", False)
    (True, False)
    >>> [asks_which(q, True) for q in ("把云计算写进文件的是哪里", "承接哪些地区的产业转移", "哪些市场主体可以登记")]
    [True, False, False]
    """
    return any(_asks(sentence, regional) for sentence in re.split("[?。!]", text) if sentence)


def asks_where(text: str) -> bool:
    """Whether a normalised question names what it asks for as a place or as somebody, where documents of as many places
    are at hand; `asks_which` wants more, since elsewhere a place is what a rule speaks of.

    >>> [asks_where(q) for q in ("读夜校谁家给补贴", "想读夜校,哪儿管饭", "夜校在哪里报名", "夜校归谁管", "校长是谁")]
    [True, True, False, False, False]
    >>> [asks_where(q) for q in ("where can one get it?", "where do i apply?", "what fine can the city impose?")]
    [True, False, False]
    >>> [asks_where(q) for q in ("逃课谁处罚", "读夜校谁也不收钱", "试点区有几个市", "夜校的总部是哪里")]
    [False, True, False, False]
    >>> asks_where("哪里可以遛狗"), asks_where("哪里可以领养犬补贴")
    (False, True)
    """
    units = ((text[: unit.start()].removesuffix("去"), text[unit.end() :]) for unit in _WHERE.finditer(text))
    return any(not (_OF_VERB.search(before) or _is_object(before) or re.match(_IS, after)) for before, after in units)


def _asks(sentence: str, regional: bool) -> bool:
    if any(asked == "documents" or regional for asked in _asked(sentence)):
        return True
    return _of_a_set(sentence) and (regional or not _OF_PLACES.search(sentence))


def _asked(sentence: str) -> Iterator[str]:
    """What the sentence asks for: `documents` or `places`, by each way to ask that it has."""
    for unit in _UNIT.finditer(sentence):
        before, after = sentence[: unit.start()], sentence[unit.end() :]
        if (
            found := _as_subject(unit, before, after)
            or _as_predicate(unit, before, after)
            or _as_object(unit, before, after)
        ):
            yield found
    if ordered := _ORDERED.search(sentence):
        yield "documents" if ordered["documents"] else "places"
    if _EXISTS.search(sentence) or _FOREIGN_PLACES.search(sentence):
        yield "places"
    if _SOME_DO.search(sentence) or _FOREIGN_DOCUMENTS.search(sentence):
        yield "documents"


def asks_places(text: str) -> bool:
    """Whether the survey of a normalised question asks for places, which are each told once, and not for documents.

    >>> [asks_places(q) for q in ("哪些省份的文件提到商标", "哪几份文件提到商标", "各省有哪些文件提到商标")]
    [True, False, False]
    """
    if _PLACES_ASKED.search(text) or _DOCUMENTS_ASKED.search(text):
        return bool(_PLACES_ASKED.search(text))
    return bool(_OF_PLACES.search(text)) or not _OF_DOCUMENTS.search(text)


def _of_a_set(sentence: str) -> bool:
    """Whether the sentence speaks of a set of places or documents and asks which of them it is or whether
    all are: 这五地是否都…, 十份文件里哪些写了…."""
    spoken_of = _SET_NAMED.search(sentence)
    if spoken_of is None:
        return False
    rest = f"{sentence[: spoken_of.start()]}¦{sentence[spoken_of.end() :]}"
    if _ANY.match(spoken_of.group()) and _MUST.search(rest):
        return bool(_ASKS_BARE.search(rest))  # 每个县都要建站吗 asks what a rule says of them
    return bool(_ASKED_OF_SET.search(rest))


def _as_subject(unit: re.Match[str], before: str, after: str) -> str | None:
    """What is asked for by a unit that does or says what comes behind it."""
    starts, who = _AT_START.search(before), unit["who"]
    if starts and (unit["places"] or unit["documents"]):
        after = re.sub(f"^{INSIDE}?,(?=[^?]{{3}})", "", after)
    if re.match(f"{INSIDE}?{_END}", after):
        return None
    aids = _AIDS.match(after) if unit["places"] or (who and re.match("(?:[^,?]|能)?[给有发]", after)) else None
    if aids and (starts or re.search("(?:^|,)[^,?]{0,4}[去到在上]$", before)):
        return "places"
    if _OF_VERB.search(before):
        return None
    says, does = re.match(f"{ALSO}{NOT}?(?:{SAYS})", after), re.match(f"{ALSO}{NOT}?(?:{DOES}|{_GIVES})", after)
    inside = re.match(f"{INSIDE}(?:都|也|还)*没?有", after)
    if unit["places"]:
        can = _CAN if re.fullmatch(SPOT_ASKED, unit["places"]) and not unit["theirs"] else _JOINS
        excluded = re.match(f"{ALSO}(?:{_IS}|{can})|、", after)
        asked = "documents" if unit["theirs"] else "places"
        return asked if not excluded and (says or not _is_object(before)) else None
    if unit["documents"] or unit["rules"] or unit["issued"]:
        reaches = re.match("的[^,?]{2,12}?(?:[超达]|[高低少]于|不足)", after)
        fits = says or inside or unit["issued"] or (unit["documents"] and (does or reaches))
        return "documents" if fits and (says or not _is_object(before)) else None
    of_documents = re.search(f"(?:{DOCUMENT}){INSIDE},?$", before) and (does or re.match("[定设给]", after))
    if of_documents or (re.match(f"{INSIDE}?{ALSO}{NOT}?(?:{_STATED}|提{_END})", after) and (starts or who)):
        return "documents" if unit["whose"] or not who else "places"
    if who and _THIS.search(before) and re.match("[都也]?有", after):
        return "places"
    if not who or not starts:
        return None
    if unit["whose"]:
        return "documents" if says or does or inside else None
    if re.match(f"{ALSO}{NOT}?(?:{SAYS}|对|把|打算|计划)(?!得)", after):
        return "places"
    if unit.group().startswith("有"):
        return "places" if does or re.match("管|定", after) else None
    if who == "谁":
        return "places" if before.endswith("是") and re.match("[要想][^,?]{0,8}的", after) else None
    gives = re.match(f"{ALSO}{NOT}?(?:{_GIVES}|给)|[^,?]{{0,12}}是[^,?]{{2,}}的{_END}", after)
    return "places" if gives else None


def _as_predicate(unit: re.Match[str], before: str, after: str) -> str | None:
    """What is asked for by a unit that tells which those are of which something is said in front of it."""
    if unit["places"] and re.search("[^,的]是$", before) and re.match(f"的{_END}", after):
        return "places"
    if not re.match(f"{INSIDE}?{_END}", after):
        return None
    if (unit["places"] or unit["who"]) and re.search("(?:除[了去]?[^?]{0,20}|[之以]外),?还有?$", before):
        return "places"
    topic = _TOPIC.search(before)
    if topic is None:
        return None
    any_of_them = (unit["bare"] or "").startswith("有") and re.search("的,?$", before)
    told = any_of_them or _TOLD.search(topic["said"]) or (unit["who"] and re.search("都[有是]?$", before))
    if unit["places"] or topic["places"]:
        return "places"
    of_documents = re.search(f"(?:{DOCUMENT}){INSIDE}", topic["said"]) or (unit["bare"] or "").endswith(("份", "部"))
    if of_documents or topic["documents"] or not (unit["bare"] or unit["who"]):
        return "documents" if told or (topic["documents"] and not unit["who"]) else None
    return "places" if told else None


def _as_object(unit: re.Match[str], before: str, after: str) -> str | None:
    """What is asked for by a unit in which something is written or found, or by which it is done."""
    documents = unit["documents"] or unit["rules"] or unit["issued"] or unit["theirs"] or unit["whose"]
    if not documents and not unit["places"]:
        return None
    found = _PUT_IN.search(before)
    if before.endswith("被"):
        found = re.match(f"{INSIDE}?(?:{_PASSIVELY})", after)
    elif before.endswith("在") and not found:
        found = re.match(
            f"{INSIDE}?[都也还曾被]*(?:{SAYS}|{_FOUND}|是|属于|作为)" if documents else _FOUND_THERE, after
        )
    return ("places" if unit["places"] else "documents") if found else None


def _is_object(before: str) -> bool:
    """Whether what stands in front of a subject is a verb of which it is the object: 辐射哪些省, 吸引哪些地区的企业."""
    import rjieba

    clause = re.split("[,。?;:、]", before)[-1]
    if not clause or _AT_START.search(before):
        return False
    word, tag = rjieba.tag(clause)[-1]
    return tag in ("v", "p") and word not in _OF_ASKING
