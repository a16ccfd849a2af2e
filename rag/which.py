"""Which documents or regions say something: how a question shows that it is a survey.

Who asks 享受哪些政策 or 具备哪些条件 asks for the content of a rule. A survey has documents or regions as its
subject and asks whether they say something: 哪些文件提到…, 规定了…的条例有哪些, 哪些省份支持…, X写进了哪些文件.
"""

import re

from rag.wording import any_of

HOW_MANY = (
    "(?:哪一?些个?|哪几[个份部项家]?|哪一?[个份部家]|哪(?=[省市县州](?!场))|有没有(?:哪[些个份部家])?|有无"
    "|(?:一共|总共|共)?(?:有)?(?:多少|几)[个份部家]?)"
)
DOCUMENT = (
    "文件|通知|公告|通告|条例|法规|规章|司法解释|法律|行政法规|地方性法规|部门规章|若干(?:意见|措施|规定)"
    "|(?:实施|指导|行动|工作|建设)(?:意见|方案|细则|计划)"
)
RULE = "(?:政府)?工作报告|政策|意见|措施|办法|规定|方案|规划|纲要|决定|细则|计划(?!生育|单列)|报告"
"""What rules are called, too: 有哪些措施."""
PLACE = (
    "省份|省市|省区|省分|省(?![级内外属厅辖]|直(?!接)|部(?!署)|会(?:城市|[的、,。?]|$))|自治区|直辖市|地方政府(?!债|专项|性|部门|规章)|地区(?!性|生产|间)|城市(?!群|更新|轨道|管理|建设|化|圈)|州(?!际)"
    "|县(?![级域城乡内外])|市(?![场民级直属政值内外容])"
)
SPOT = "地方(?!性|标准|政府|债|财政|税|戏|志|特色|品牌)|地(?![方区级])|区(?!域)"
"""Regions, or spots within one."""
SPOT_ASKED = "地方(?!性|标准|政府|债|税收?收|戏|志|特色|品牌)|地(?![方区级])|区(?!域)"
"""The same behind 哪些: 哪些地方财政给补贴."""
PLACES = f"(?:{PLACE})(?:[、和或](?:{PLACE}))*"
WHO = "(?:谁家?|哪几?家|哪儿|哪里|[什啥]么?地方|哪块儿?)"
_PEOPLE = "单位|企业|公司|银行|机构|部门|医院|学校|高校|媒体"
NOT = "(?:没有?|未|尚未|不曾|不|只字[未不没])"
SAYS = "提|写|规定|涉及|明确|要求|部署|列[入出为了]|引用|援引|出现|包含|包括|讲|说|谈|强调|载明|找不到"
DOES = (
    f"{SAYS}|[作做](?:了|出)|支持|鼓励|引导|推动|禁止|允许|限制|有(?!哪|几|多少)|没|未|不|设|给|把|将|对|就|要|为|关注|安排|加强|推进"
    "|发展|建立|建设|制定|制订|打算|计划|准备|贯彻|落实|转发|实行|开展|采取|承诺|提供|成立|出台了?|想|搞"
)
ADVERBS = "(?:都|也|还|同时|曾|既|明确|专门|已经?|根本|压根|完全|并|只|又|这[么样]|那[么样]|如此)*"
ALSO = (
    "(?:的(?:文件|政策|通知|意见|条例|法规|规定|办法|措施|规划|方案))?(?:里[头面]?|中|内|当中|之中)?,?(?:在(?:文件|政策|正文|条文|文本)[里中])?"
    f"{ADVERBS}"
)
_STATED = (
    "提[到及出过了]|写(?:[到了明进入着过上清]|明白)|讲[到了过明]|说[到了过明]|谈[到了过]|涉及|明确(?:要|提|写|规定|了)|明[说写]|规定了|要求了"
    "|点[到了]?名|部署了|出现[过了]|包含了"
)
"""Verbs of documents that need no noun in front of them to be told from what is said of things: 有几个写明."""
_OBJECT = "(?<![在于到往向从按照遵守对给由把将被让跟和与同])"
"""What stands in front of 哪 where it is the object of a verb: 在哪些地区."""
_PLAIN = "(?!条(?!例)|[项点款种类])(?:(?![按依照据符由经在可应需以])[\u4e00-\u9fff]){0,8}"
"""Words that only say what kind of documents: 哪些人才政策提到."""
_IS = "是(?!不是|否|(?!属|列|被|国家|[省市]级|最)[^,?]{3,}的(?:[?。,]|$))|属于|位于|被(?=[列评选认确纳])"
"""What makes the places themselves the answer: 哪些城市是示范城市, but not 哪些省是靠彩票公益金来办的."""
_CAN = "可以|能|可(?![再循持])|容易|适合|适宜|最(?![先早])"
"""Behind spots of which something holds whoever says it: 哪些地方可以停车."""
_GIVES = (
    "给|发(?!生|现)|免|减|补|奖|搞|管|设|放宽|放开|允许|准许|禁止|不许|不让|不准|支持|鼓励|要求|实行|推行|出台|打算|计划|规定"
    "|有(?:这|类似)"
)
"""What a government does: 哪里搞补贴, but not 哪里办登记."""
_WHERE = "(?:谁家|哪几?家|哪儿|哪里|[什啥]么?地方|哪块儿?)"
_AID = "补贴|补助|奖励|奖金|优惠|扶持|资助|补偿|贴息|减免|津贴|支持政策|好政策"
_PUT_IN = "写进|写入|写在|写到|列入|列进|纳入|载入|出现|见于|包含|记在"
SEVERAL = (
    r"(?:(?:[这那]|上述|以上|其[余他它中])?(?:[二两三四五六七八九十\d]+[个份部家]?|几[个份部家])|[各每][个份部]?|所有的?|全部的?"
    r"|[这那]些?(?:批|些)的?)"
)
"""In front of what makes a set of places or documents: 这五份, 各, 那几个."""
INSIDE = "(?:里[头面]?|中间?|当中|之中|之间|之内)"
_WHETHER = "是否|是不是|有没有|有无|[都全均]"
_SET = (
    rf"{SEVERAL}(?:地方|省级|地级|省市)?(?:{DOCUMENT}|(?:{PLACES}|{SPOT})(?:的?(?:(?!{_WHETHER})[\u4e00-\u9fff]){{0,14}}?(?:{DOCUMENT}|{RULE}))?"
    rf"|(?<=[份部])(?:{RULE}))|地方上"
)
"""A set of places or documents that a question speaks of as such: 五地, 这十份文件, 各省市的养老条例."""
_END = "(?:[呢呀啊吗,。?]|$)"
_PASSIVELY = "列|写|提|点|纳|载|定|确|当|作|视|放"
"""What is done with what is asked about: 被哪些省列入重点."""
_LIST_ALL = "(?:列[出举]|罗列|列一下|[找查数]出|[查数看找]一下|盘点|汇总)"
_ALL = "(?:所有的?|全部|[这那](?:些|几[个份部]))"
_BARE = (
    r"(?:(?<=[¦,、里中内间面头都还又])|(?<=[¦,、里中内间面头都还又的][有是])|^)(?:谁家?|哪几?家|(?:哪[些几]?|几|多少)[个份部家]?)"
    rf"(?:{ADVERBS}{NOT}?(?:{DOES})[^,。?]{{2}}|{_END})"
)
"""Which of a set it is, with no noun of its own: 五地里谁提了, 十份文件中哪些写了."""
_EACH = (
    r"是不是|是否|有没有|有无|[都全均][^,。?]{1,40}(?:吗|了没有?|没有)(?=[?,。]|$)"
    r"|(?P<says>[写提讲说有定给])没有?(?P=says)|有例外吗?"
)
"""Whether all of a set say it."""
ENGLISH_KIND = r"(?:(?:the|these|those|all|other) )?(?:[a-z]+ ){0,2}?"
ENGLISH_DOCUMENTS = "documents?|polic(?:y|ies)"
ENGLISH_PLACES = (
    "provinces?|regions?|cit(?:y|ies)|places?|municipalit(?:y|ies)|localit(?:y|ies)"
    "|(?:(?:local|provincial|city) )?governments?|districts?|counties|prefectures?|jurisdictions?"
)
"""What is asked for, and words in front of it: which of the five regional documents."""
_ENGLISH_ALL = (
    r"\b(?:(?:do|does|did) (?:any|every|each|all)|are there|is there)"
    r"|\b(?:list|name|find|show(?: me)?|tell me) (?:all|every|which|the)"
)
ENGLISH_ASKS = rf"(?:\b(?:which|how many|what|among|any)|{_ENGLISH_ALL})"

_DOCUMENTS = any_of(
    rf"{_OBJECT}{HOW_MANY}的?{_PLAIN}?(?:{DOCUMENT}){ALSO}(?:{DOES})",
    rf"{_OBJECT}{HOW_MANY}的?{_PLAIN}?(?:{DOCUMENT}|{RULE}){ALSO}{NOT}?(?:{SAYS})",
    rf"{HOW_MANY}(?:部门|机关|单位|委办局|地方|省|市|地区|城市)的(?:{DOCUMENT}|{RULE})",
    rf"(?<![交带备])的,?(?:都|一共|总共)?(?:有|是)(?:哪几?|几|多少)[份部](?:{DOCUMENT}|{RULE})?{_END}",
    # 提到X的文件有哪些, 讲X的有哪几份, 提到X的文件有没有
    rf"(?:{SAYS})[^,。?]{{1,40}}的(?:[\u4e00-\u9fff]{{0,6}}(?:{DOCUMENT}|{RULE})|(?:{PLACE}|{SPOT}))"
    rf",?(?:都|一共|总共)?(?:有|是)?(?:{HOW_MANY}|有没有)",
    rf"(?:{SAYS})[^,。?]{{1,40}}的,?(?:都|一共|总共)?(?:有|是)(?:{HOW_MANY}(?:{DOCUMENT}|{RULE})|(?:哪?几|多少)[份部])",
    rf"^.{{2,40}}的(?:{DOCUMENT})(?:都|一共|总共)?(?:有|是)(?:{HOW_MANY}){_END}",
    rf"(?:{DOCUMENT}|{RULE})(?:里[头面]?|中|当中|之中)?[,]?(?:都)?(?:有)?(?:哪[些几个份部]*|谁)(?:{ALSO}){NOT}?(?:{SAYS})",
    rf"(?:{DOCUMENT})(?:里[头面]?|中)[^,。?]{{0,4}}?(?:{SAYS})[^,。?]{{1,40}}的,?(?:都|一共|总共)?(?:有|是)(?:{WHO}|{HOW_MANY}){_END}",
    rf"(?:{_PUT_IN})(?:了|在|于|到|过)?{HOW_MANY}(?:的)?(?:(?:{PLACE}|{SPOT})的?)?(?:{DOCUMENT}|{RULE})",
    rf"在{HOW_MANY}(?:(?:{PLACE}|{SPOT})的)?(?:{DOCUMENT}|{RULE})(?:里|中)?(?:都|也|还|曾|被)*(?:{SAYS}|有|是|属于|作为)",
    rf"{_OBJECT}{HOW_MANY}的?{_PLAIN}?(?:{DOCUMENT}|{RULE}){INSIDE}(?:都|也|还)*没?有",
    rf"(?<!由){WHO}(?:的?(?:{DOCUMENT}|{RULE})|们)?(?:里|中)?{ALSO}{NOT}?(?:提[到及出过了]|提(?=[,。?]|$)|写|部署|规定了|涉及|要求了|谈|讲)",
    rf"{_LIST_ALL}[^。?哪谁几]{{2,60}}的{_ALL}?[^,。?]{{0,6}}(?:{DOCUMENT}){_END}",
    # 有几个写明要X, 五份文件里有没有讲X的, 谁的文件里有X的表述
    rf"(?:^|[,里中头面间])(?:一共|总共|共|都|只)?(?:有)?(?:几|多少|哪几|哪些?)[个家份部]"
    rf"{ALSO}{NOT}?(?:{_STATED})",
    rf"只有[一二两三\d]个?(?:{DOCUMENT}|{PLACE}|{SPOT}){ALSO}(?:{_STATED})",
    rf"(?:{DOCUMENT})(?:里[头面]?|中|当中|之中)[,]?(?:都)?有没有(?:{_STATED}|[提讲说写谈])[^,。?]{{1,40}}的{_END}",
    rf"(?<!由){WHO}的(?:{DOCUMENT}|{RULE})(?:里[头面]?|中)?(?:都)?有",
    rf"\b(?:which|what) (?:of )?{ENGLISH_KIND}documents?\b(?! (?:should|must|do i|do we|are (?:needed|required)))",
    r"(?:les)?quels? (?:des )?documents?|どの(?:文書|文书)|(?:어느|어떤) 문서",
    rf"\b(?:which|what) (?:of )?{ENGLISH_KIND}(?:policies|plans|measures|regulations) (?:do not |don't )?"
    r"(?:mention|state|propose|say|call for)",
    rf"how many (?:of )?{ENGLISH_KIND}(?:documents?|policies) (?!were|was|are|have)",
    rf"(?:{_ENGLISH_ALL}) (?:of )?{ENGLISH_KIND}documents?\b(?! (?:i|we|you) | (?:issued|published|from|of)\b)",
    rf"\bamong {ENGLISH_KIND}(?:{ENGLISH_DOCUMENTS}), ?(?:who|which)\b",
)
_REGIONS = any_of(
    rf"{_OBJECT}{HOW_MANY}(?:{PLACES}|{SPOT_ASKED}){ALSO}(?!{_IS}|{_CAN})(?=.)(?![?,。、])",
    rf"(?:^|[,:])(?:都)?(?:{_WHERE})(?!{_PEOPLE})(?:的?政府)?{ADVERBS}(?:{_GIVES})",
    rf"(?:这一?[条项点]|这[种样][^,?]{{0,6}}),?(?:{_WHERE}|谁)(?:都|也)?有|的,?都[有是]{WHO}{_END}",
    rf"(?:^|[,:])哪[里儿]?(?:能)?有[^,?]{{0,16}}(?:{_AID})(?:政策)?{_END}",
    rf"(?:^|[,:])(?:我?们?想)?[去到在上](?:{WHO}|{HOW_MANY}(?:{PLACE}|{SPOT}))[^,?]{{0,16}}?[有拿领得享][^,?]{{0,14}}(?:{_AID}){_END}",
    rf"有[的些](?:{PLACE}|{SPOT})[^?]*是(?:{HOW_MANY}(?:{PLACE}|{SPOT})|{WHO}){_END}",
    rf"[^?]{{2}}的(?:{PLACES}|{SPOT})(?:有|存在)吗{_END}",
    rf"是{WHO}(?:要|想|打算|计划|提|写|说|讲)[^,?]{{0,8}}的{_END}",
    rf"(?:以[上下内]|(?:超过|低于|达到?|不少于)[^,?]{{1,10}})的,?(?:都)?有哪些{_END}",
    rf"(?:^|,)在{HOW_MANY}(?:{PLACES}|{SPOT}),(?=[^,?]{{4}})",
    rf"被{HOW_MANY}(?:{PLACES}|{SPOT})(?:的?(?:{DOCUMENT}|{RULE}))?{INSIDE}?(?={_PASSIVELY})",
    rf"(?:见于|出现在|写[进在]了?){HOW_MANY}(?:{PLACES}|{SPOT})",
    rf"[^?]{{2}}的(?:{PLACES}|{SPOT})(?:的?(?:数量|个数|数目)(?:有|是)?(?:多少|几个?)?|多不多|多吗){_END}",
    rf"有(?:规定|要求|安排|部署|说法|表述)的,?(?:都|一共)?(?:有|是)(?:{WHO}|{HOW_MANY}){_END}",
    rf"谁[^,?谁]{{1,20}},?谁(?:就|还|却)?{NOT}|(?:除[了去]?|[之以]外)[^?]{{0,20}}还有(?:{WHO}|{HOW_MANY}(?:{PLACES}|{SPOT})){_END}",
    rf"(?:^|[,:](?:都|还|一共|总共|共)?(?:有|是)?|的,?(?:都)?(?:有|是)|(?:都|共|一共)有)"
    rf"{HOW_MANY}(?:{PLACE}|{SPOT_ASKED}){ALSO}(?!{_IS}|{_CAN})",
    # X的省有几个, 提到X的是哪里, 写了X的有哪几家
    rf"的(?:{PLACE}|{SPOT}),?(?:都|一共|总共)?(?:有|是)?(?:{HOW_MANY}|有没有|{WHO}){_END}",
    rf"^{NOT}?(?:[^,。?]{{0,12}}(?:里[头面]?|中))?,?{NOT}?(?:都|也|还|只)*(?:{SAYS}|把|既)[^?]{{2,50}}的,?(?:都|一共|总共)?(?:有|是)"
    rf"(?:{WHO}|{HOW_MANY}){_END}",
    rf"(?:^|[,里中头面]|还)(?:都有|有没有|有)?{WHO}(?!{_PEOPLE}){ALSO}{NOT}?(?:{SAYS}|对|把|打算|计划)(?!得)",
    rf"{_LIST_ALL}[^。?哪谁几]{{2,60}}的{_ALL}?(?:{PLACES}|{SPOT})(?:名单|名称|清单)?{_END}",
    rf"(?:\b(?:which|how many|what|among)|{_ENGLISH_ALL}) (?:of )?{ENGLISH_KIND}(?:{ENGLISH_PLACES})\b",
    r"quelles? (?:provinces?|régions?)",
    r"どの(?:省|地域|地方|都市|自治体|地区|市(?!場))|(?:省|地域|地方|都市|自治体|地区|場所|ところ)は(?:どこ|どれ|あり)",
    r"^where (?:can|do|does|is|are)\b.{0,60}\b(?:subsid|grant|allowance|incentive|tax (?:break|relief)|voucher|bonus)",
    r"(?:어느|어떤) (?:성|지역|도시|지방)",
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
    rf"(?:哪几?|几|多少)[份部]|{HOW_MANY}的?{_PLAIN}?(?:{DOCUMENT}|{RULE})",
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
    patterns = (_DOCUMENTS, _REGIONS) if regional else (_DOCUMENTS,)
    sentences = [sentence for sentence in re.split("[?。!]", text) if sentence]
    return any(_of_subjects(pattern, sentence) for pattern in patterns for sentence in sentences) or any(
        _of_a_set(sentence) and (regional or not _OF_PLACES.search(sentence)) for sentence in sentences
    )


def asks_places(text: str) -> bool:
    """Whether the survey of a normalised question asks for places, which are each told once, and not for documents.

    >>> [asks_places(q) for q in ("哪些省份的文件提到商标", "哪几份文件提到商标", "各省有哪些文件提到商标")]
    [True, False, False]
    """
    if _PLACES_ASKED.search(text) or _DOCUMENTS_ASKED.search(text):
        return bool(_PLACES_ASKED.search(text))
    return bool(_OF_PLACES.search(text)) or not _OF_DOCUMENTS.search(text)


def _of_a_set(sentence: str) -> bool:
    """Whether the sentence speaks of a set of places or documents and asks which of them it
    is or whether all are: 这五地是否都…, 十份文件里哪些写了…."""
    spoken_of = _SET_NAMED.search(sentence)
    if spoken_of is None:
        return False
    rest = f"{sentence[: spoken_of.start()]}¦{sentence[spoken_of.end() :]}"
    if _ANY.match(spoken_of.group()) and _MUST.search(rest):
        return bool(_ASKS_BARE.search(rest))  # 每个县都要建站吗 asks what a rule says of them
    return bool(_ASKED_OF_SET.search(rest))


def _of_subjects(pattern: re.Pattern[str], text: str) -> bool:
    """Whether the pattern is found where what is asked for is no object of a verb: 辐射哪些省, 吸引哪些地区的企业."""
    return any(not _is_object(text, match) for match in pattern.finditer(text))


def _is_object(text: str, match: re.Match[str]) -> bool:
    if not re.match("[哪多几]", match.group()):
        return False
    before = re.split("[,。?;:、]", text[: match.start()])[-1]
    said = re.match(
        rf"{HOW_MANY}(?:{_PLAIN})?(?:{DOCUMENT}|{RULE}|{PLACE}|{SPOT}){ALSO}{NOT}?(?:{SAYS})", match.group()
    )
    return bool(before) and not said and _ends_in_verb(before)


def _ends_in_verb(text: str) -> bool:
    import rjieba

    word, tag = rjieba.tag(text)[-1]
    return tag in ("v", "p") and word not in _OF_ASKING
