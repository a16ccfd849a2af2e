"""Classes of documents that questions speak of: kinds of law, levels of government, genres."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from index.documents import DocumentInfo
from index.lexicon import fold_text
from index.regions import gazetteer

GENRES = (
    "实施细则|实施意见|指导意见|实施方案|行动计划|行动方案|若干措施|若干规定|若干意见|管理办法|管理细则|暂行办法|暂行规定|工作方案|建设方案"
    "|通知|意见|措施|办法|规定|条例|方案|规划|纲要|决定|决议|公告|通告|通报|批复|细则"
)
"""What titles end in, longest first."""
_COURTS = re.compile("最高人民法院|最高人民检察院")
_GOVERNMENT_NUMBER = re.compile(r"令|发|办|函|规")
_LOCAL_FORMS = re.compile("(?:条例|规定|办法|规则|细则|决定|决议|若干规定)$")
_NATIONAL_ORDINANCE = re.compile("(?:条例|规定|办法|细则)$")
_LAW = re.compile("(?:法|法典)$")


def title_of(info: DocumentInfo) -> str:
    """The folded title of what the document is, empty where it states none."""
    return _core(info.metadata.title or "")


@lru_cache(maxsize=100_000)
def _core(title: str) -> str:
    """The folded title of what a document is: inside 《》 where it issues something, no brackets behind it.

    >>> _core("关于印发《上海市科技专家库管理办法（2025年）》的通知")
    '上海市科技专家库管理办法'
    """
    inner = re.search(r"(?:印发|发布|公布)\s*《(.+)》", title)
    core = fold_text(inner.group(1) if inner else title)
    return re.sub(r"(?:\([^()]*\)|的通知|\[[^\]]*\])+$", "", core)


def _filed(info: DocumentInfo, name: str) -> bool:
    """Whether its folder or its metadata says so: 地方性法规/浙江/x.md."""
    return info.metadata.genre == name or f"/{name}/" in info.path


def _by_state_council(info: DocumentInfo) -> bool:
    """Whether the council itself or its office issued it, not one of its commissions alone."""
    return bool({"国务院", "国务院办公厅"} & set(info.metadata.issuers))


def _local_regulation(info: DocumentInfo) -> bool:
    metadata = info.metadata
    if _filed(info, "地方性法规"):
        return True
    by_congress = any("人民代表大会" in issuer for issuer in metadata.issuers)
    unnumbered = not _GOVERNMENT_NUMBER.search(metadata.document_number or "")
    stated = bool(metadata.region) and not metadata.region_inferred and metadata.region_level in ("省", "市", "县")
    return (
        stated and bool(_LOCAL_FORMS.search(title_of(info))) and (by_congress or (not metadata.issuers and unnumbered))
    )


def _judicial(info: DocumentInfo) -> bool:
    courts = _COURTS.search(info.metadata.title or "") or any(map(_COURTS.search, info.metadata.issuers))
    return _filed(info, "司法解释") or (bool(courts) and not info.metadata.region)


def _law(info: DocumentInfo) -> bool:
    national = not info.metadata.region and not _judicial(info)
    return national and (_filed(info, "法律") or bool(_LAW.search(title_of(info))))


def _administrative(info: DocumentInfo) -> bool:
    if _filed(info, "行政法规"):
        return True
    return _by_state_council(info) and not info.metadata.region and bool(_NATIONAL_ORDINANCE.search(title_of(info)))


def _level(level: str) -> Callable[[DocumentInfo], bool]:
    return lambda info: info.metadata.region_level == level


def _of_city(info: DocumentInfo) -> bool:
    """Whether it is a city's, be this one of the four that are of the level of provinces."""
    region = gazetteer().named(info.metadata.region or "")
    of_four = region is not None and region.level == "省" and region.full_name.endswith("市")
    return info.metadata.region_level == "市" or of_four


_NOUN = "文件|政策|通知|意见|措施|办法|条例|方案|规划|法规|规定|规章"
_NOUN_BEHIND = f"(?:{_NOUN})(?<!规定)|规定(?=[里中的,?、]|$|都|有|是|提|涉|写)"
"""The same behind 地方 and 城市, of which 规定 is mostly the verb: 哪些城市规定了."""
_CLASSES: tuple[tuple[re.Pattern[str], Callable[[DocumentInfo], bool]], ...] = tuple(
    (re.compile(pattern), test)
    for pattern, test in (
        (
            r"(?<![出立])(?<!制定|制订|出台|起草)(?:地方性?|省市)的?(?:法规(?!建设|体系)|立法(?=[里中]|都|规定|明确|提|写))",
            _local_regulation,
        ),
        (r"行政法规", _administrative),
        (r"司法解释", _judicial),
        (r"(?:部门)规章", lambda info: _filed(info, "部门规章")),
        (
            r"(?:国家|全国性?|哪些|哪几部|几部|多少部)(?:的)?法律(?!法规|责任|服务|援助)|法律(?=[中里]|规定了|提到)",
            _law,
        ),
        (
            rf"国务院(?:办公厅)?(?:印发的?|发布的?|出台的?|制定的?|的)?(?:{_NOUN})",
            _by_state_council,
        ),
        (
            rf"(?:中央|国家|全国)(?:一级|层面|级|层级|级别)?(?:的)?(?:{_NOUN})|(?:中央|国家)(?:层面|一级)",
            _level("国家"),
        ),
        (rf"省(?:级|里)(?:政府)?(?:层面)?(?:印发|发布)?(?:的)?(?:{_NOUN})|省级层面", _level("省")),
        (rf"(?:地?市级|城市)(?:政府)?(?:层面)?(?:印发|发布)?(?:的)?(?:{_NOUN_BEHIND})|市级层面", _of_city),
        (rf"[县区]级(?:政府)?(?:层面)?(?:印发|发布)?(?:的)?(?:{_NOUN})", _level("县")),
        (
            rf"地方(?:政府|上)?(?:层面|(?:印发|发布|出台)?的?(?:{_NOUN_BEHIND}))|地方(?:政府|上)(?:印发|发布|出台)"
            "|(?:哪些|哪几个|多少个?|各个?)地方政府",
            lambda info: bool(info.metadata.region),
        ),
    )
)
# Many genres are verbs as well: 哪些法规规定了.
_END = "(?=[里中?,、]|$|都|有|是|提|涉|写|引|规定|明确|要求|对|在)"
_ASKED_GENRE = re.compile(
    rf"(?:哪些|哪几|几|多少|所有|全部|各项|[一二两三四五六七八九十\d]+)[份个项部件]?(?:[\u4e00-\u9fff]{{0,12}}?)(?P<genre>{GENRES}){_END}"
    rf"|(?P<before>{GENRES})(?:都|一共|总共|共)?(?:有|是)?(?:哪些|哪几|几|多少)"
)


def class_of(text: str) -> tuple[Callable[[DocumentInfo], bool], str] | None:
    """The class that a normalised question restricts its documents to, as a test, with the words that name it.

    >>> class_of("哪些司法解释提到人脸识别")[1], class_of("哪些省份提到云计算")
    ('司法解释', None)
    >>> class_of("哪些地方政府规定了补贴")[1], class_of("地方政府专项债安排多少")
    ('哪些地方政府', None)
    >>> class_of("哪些城市规定了免费停车"), class_of("哪些城市规定里提到免费停车")[1]
    (None, '城市规定')
    """
    for pattern, test in _CLASSES:
        match = pattern.search(text)
        if match:
            return test, match.group()
    return None


def genre_of(text: str) -> str | None:
    """The genre whose documents a normalised question asks for.

    >>> genre_of("哪些地方性法规规定了居家养老") is None
    True
    >>> genre_of("2025年上海印发了哪些行动方案"), genre_of("这份通知说了什么"), genre_of("行动方案有哪些")
    ('行动方案', None, '行动方案')
    """
    match = _ASKED_GENRE.search(text)
    return (match["genre"] or match["before"]) if match else None


def of_genre(infos: Sequence[DocumentInfo], genre: str) -> list[DocumentInfo]:
    """The documents whose title ends in the genre, or that are stated to be of it."""
    return [info for info in infos if info.metadata.genre == genre or title_of(info).endswith(genre)]
