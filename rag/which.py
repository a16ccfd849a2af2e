"""Which documents or regions say something: how a question shows that it is a survey.

Who asks 享受哪些政策 or 具备哪些条件 asks for the content of a rule. A survey has documents or regions as its
subject and asks whether they say something: 哪些文件提到…, 规定了…的条例有哪些, 哪些省份支持….
"""

import re

_HOW_MANY = "(?:哪些|哪几[个份部项家]?|哪[个份部]?|有没有(?:哪[个份部])?|(?:一共|共)?(?:有)?(?:多少|几)[个份部家]?)"
_DOCUMENT = (
    "文件|通知|公告|通告|条例|法规|规章|司法解释|法律|行政法规|地方性法规|部门规章|若干(?:意见|措施|规定)"
    "|(?:实施|指导|行动|工作|建设)(?:意见|方案|细则|计划)"
)
_DOCUMENT_OR_RULE = "政策|意见|措施|办法|规定|方案|规划|纲要|决定|细则|计划|报告"
"""What rules are called, too: 有哪些措施."""
_PLACE = "省份|省市|省分|省|地区|城市|州|县|市"
_SPOT = "地方|地|区(?!域)"
"""Regions, or spots within one."""
_SAYS = "提|写|规定|涉及|明确|要求|部署|列[入出为了]|引用|援引|出现|包含|包括|讲|说|谈|强调"
_DOES = (
    f"{_SAYS}|支持|鼓励|引导|推动|禁止|允许|限制|有(?!哪|几|多少)|没|未|不|设|给|把|将|对|就|要|为|关注|安排|加强|推进"
    "|发展|建立|建设|制定|制订|打算|计划|准备|贯彻|落实|转发|实行|开展|采取|承诺|提供|成立|出台了?"
)
_ALSO = (
    "(?:的(?:文件|政策|通知|意见|条例|法规|规定|办法|措施|规划|方案))?(?:里|中|内|当中|之中)?,?"
    "(?:都|也|还|同时|曾|既|明确|专门|已|已经)*"
)
_OBJECT = "(?<![在于到往向从按照遵守])"
"""What stands in front of 哪 where it is the object of a verb: 在哪些地区."""
_PLAIN = "(?:(?![按依照据符由经在可应需以])[\u4e00-\u9fff]){0,8}"
"""Words that only say what kind of documents: 哪些人才政策提到."""


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


_DOCUMENTS = _any(
    rf"{_OBJECT}{_HOW_MANY}的?{_PLAIN}?(?:{_DOCUMENT}){_ALSO}(?:{_DOES})",
    rf"{_OBJECT}{_HOW_MANY}的?{_PLAIN}?(?:{_DOCUMENT_OR_RULE}){_ALSO}(?:{_SAYS})",
    rf"{_HOW_MANY}(?:部门|机关|单位|委办局|地方|省|市|地区|城市)的(?:{_DOCUMENT}|{_DOCUMENT_OR_RULE})",
    rf"(?:{_SAYS})[^,。?]{{1,40}}的[\u4e00-\u9fff]{{0,6}}(?:{_DOCUMENT}|{_DOCUMENT_OR_RULE}|{_PLACE})"
    rf"(?:都|一共|总共)?(?:有|是){_HOW_MANY}",
    rf"(?:{_SAYS})[^,。?]{{1,40}}的(?:都)?(?:有|是){_HOW_MANY}(?:{_DOCUMENT}|{_DOCUMENT_OR_RULE})",
    rf"(?:{_DOCUMENT}|{_DOCUMENT_OR_RULE})(?:里|中|当中|之中)?[,]?(?:都)?(?:有)?(?:哪[些几个份部]*|谁)(?:{_ALSO})(?:{_SAYS})",
    rf"(?:见于|写在|出现在){_HOW_MANY}(?:{_DOCUMENT})",
    "谁(?:的文件|家|们)?(?:里|中)?(?:都|也|曾|还)?(?:提[到及出过了]|写[到了]|部署|规定了|涉及|要求了?|明确)",
    r"which (?:documents?)|quels? documents?|どの文書|(?:어느|어떤) 문서",
)
_REGIONS = _any(
    rf"{_OBJECT}{_HOW_MANY}(?:{_PLACE}){_ALSO}(?=.)(?![?,。、])",
    rf"{_OBJECT}{_HOW_MANY}(?:{_SPOT}){_ALSO}(?:{_DOES})(?!得|能|准|许)",
    rf"(?:^|[,，]|的(?:都)?(?:有|是)|(?:都|共|一共)有){_HOW_MANY}(?:{_PLACE}|{_SPOT})",
    rf"(?:地区|省份|省|地方|地|{_DOCUMENT}|规划|方案)(?:里|中|当中|之中)?[,]?(?:都)?(?:有)?(?:谁|{_HOW_MANY}(?:{_PLACE}|地方))",
    rf"(?:地区|省份|省|地方)(?:里|中|当中|之中)?[,]?(?:都)?(?:有)?哪[些几]{_ALSO}(?:{_DOES})",
    r"(?:[二三四五六七八九十\d]+[地省市]|各地|各省)[^?]{0,12}(?:有没有|是否|谁)",
    r"which (?:provinces?|regions?|cities|places?)|quelles? (?:provinces?|régions?)",
    r"どの(?:省|地域|地方)|(?:어느|어떤) (?:성|지역)",
)


def asks_which(text: str, regional: bool) -> bool:
    """Whether a normalised question asks which documents say something, or which regions, of which documents may be
    several where it is `regional`.

    >>> [asks_which(q, True) for q in ("哪些条例规定了养犬登记", "可以享受哪些政策", "基地建在哪些地区")]
    [True, False, False]
    >>> asks_which("哪些省份支持云计算", True), asks_which("哪些省份支持云计算", False)
    (True, False)
    """
    return bool(_DOCUMENTS.search(text) or (regional and _REGIONS.search(text)))
