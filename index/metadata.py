"""What a policy document says of itself: title, number, issuer, dates, region, genre, what it refers to.

Rules follow GB/T 9704 (格式 of official documents): the number is an agency code, a year in 〔 〕 and 号; the signature
is the issuer with the date below it. Statutes have a note below the title instead, which tells who adopted them and
when. Nothing is guessed: what no rule finds stays empty.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from index import letters, origin, references
from index.dates import DATE, days_after, iso_date, with_western_years, years_after
from index.delivery import SPOKEN, congress_in, delivered
from index.documents import Metadata
from index.enactment import Enactment, enactment, order_in
from index.lexicon import as_written, simplified
from index.numerals import numeral
from index.organisations import ORGANISATION, ORGANISATIONS, each, may_end_in_one
from index.references import NUMBER
from index.stated import FIELDS
from index.titles import GENRES

_DIGIT = "一二三四五六七八九"
_SIGNED = re.compile(rf"({ORGANISATIONS})(发布|公布)?\s*\Z")
_DATE = re.compile(DATE)
_HAN_BEFORE = re.compile(r"[\u4e00-\u9fff]+\Z")
_LONGEST_NAME = 30  # characters of a name in front of what the pattern takes of it
_LONGEST_SIGNATURE = 600  # characters of the issuers' names above a date
_GOES_ON = re.compile(r"\s*(?:[起前后至期内的]|通过|批准|审议|\d{1,2}[时点])|[^\S\n]*第")  # behind a date in a sentence
_GENRE = re.compile(rf"({GENRES})(?:[（(][^）)]*[）)]|》)*(?:\s\S+)?$")  # 民法典 物权编: a part of it
_NOTE = r"(?:[\[〔［]\d+[\]〕］])"  # the number of a footnote behind a title
_STATUTE = re.compile(
    r"\s*([\u4e00-\u9fff]{1,4}(?:(?<![办方做看])法典?|条例|规则))[^\S\n]*(?:\n|\Z)"
)  # a short name alone: 民法
_GENRE_NAMES = {"法": "法律", "法典": "法律"}
_NAMES_IN_TABLES = {
    field: "|".join(r"[^\S\n]*".join(name) for name in names if not name.isascii())
    for field, names in FIELDS.items()
    if field not in ("region", "keywords", "addressees", "source_url")
}
_ALL_NAMES = "|".join(_NAMES_IN_TABLES.values())
_LABEL = re.compile(rf"(?:{_ALL_NAMES})[*\s]*[:：|]")
_LABEL_ALONE = re.compile(
    rf"^[^\S\n]*(?:(?:\d+\.[^\S\n])?[\[【][^\S\n]*({_ALL_NAMES})[^\S\n]*[\]】][^\S\n]*[:：]?\n?"
    rf"|({_ALL_NAMES})[^\S\n]*[:：]?[^\S\n]*\n(?!.*[:：]))",
    re.MULTILINE,
)
"""A label in brackets, [发文字号], or on the line above its value."""
_BRACKETED = re.compile(rf"[\[【][^\S\n]*({_ALL_NAMES})[^\S\n]*[\]】][^\S\n]*[:：]?(?=[^\s:：])")
_TABLE_REACH = 2_000  # characters from the start that hold a page's table
_ROWS = re.compile(r"^([^|：\n]{1,60}：)[^\n]* \| [^\n]*\n(?:\1[^\n]*\n?)+", re.MULTILINE)
"""Rows of a table, each with the names of its columns; what they state they state of others."""
_NEXT_LABEL = re.compile(r"\s(?=[\u4e00-\u9fff]{2,8}[:：])")  # on the same line
_VALID = {"是": "有效", "否": "失效"}  # how a page may answer [有效性]
_NOTHING = frozenset({"无", "暂无", "不详", "未知", "—", "-"})
_LABELS = frozenset(name for names in FIELDS.values() for name in names)  # one behind another: the head of a list
_CITED = re.compile(
    r"《[^》]*》\s*[（(][^）)]*[）)]|^[^\S\n]*(?:相关|有关|政策|原文|解读)(?:文件|政策|原文)[:：].*", re.MULTILINE
)
"""What other documents are called with their numbers."""
_LONGEST_AGENCY = 8  # characters of an agency code (国信办发文)
_AGENCY_START = "国中京津沪渝冀豫云滇辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵黔粤青藏川蜀宁琼法"
_ANNOUNCED = re.compile(r"《([^《》\n]{4,60})》[^。\n]{0,80}?(?:通过|批准)[^。\n]{0,12}?现予以?公布")
_BODY = re.compile(r"^[^\S\n]*(?:#+[^\S\n]*|\*\*)?(?:第[^\S\n]?[一1][^\S\n]?[编章条]|一、)", re.MULTILINE)
_HEAD = 400  # characters of a head that nothing marks the end of
_HEADED = re.compile(r"\s*[^\n。]{2,60}\n")
"""A headline; dates of running prose without one are of what it reports."""
_TO_ALL = re.compile(r"各(?:(?<=\A.)|(?<=[\s━─—\u4e00-\u9fff].))[^。\n]{2,80}[：:]")
_ADDRESSED = re.compile(
    r"^[^\S\n]*((?:各|相关|有关|[\u4e00-\u9fff]{2,12}(?:人民政府|委员会|[厅局委办部]))[^\n。；：:《]{0,300}?)[：:][^\S\n]*$",
    re.MULTILINE,
)
_ADDRESSEE_REACH = 4_000  # characters from the start
_FORCE = r"(?:正式)?(?:施行|实施|执行|生效|试行)"
_THIS = r"本(?:法|条例|办法|规定|决定|解释|意见|细则|措施|方案|通知|规则|批复|规划|计划|政策|修正案|实施\w{2})"
_IN_FORCE_ON = re.compile(rf"自\s*({DATE})\s*起?{_FORCE}(?!的?《)")
_IN_FORCE_ITSELF = re.compile(rf"{_THIS}[^。\n]{{0,12}}自\s*({DATE})\s*起?{_FORCE}")
_IN_FORCE_ONCE = re.compile(rf"{_THIS}[^。\n]{{0,12}}自(公布|发布|印发|通过)(?:之日起|日起?){_FORCE}")
_IN_FORCE_AFTER = re.compile(
    rf"{_THIS}[^。\n]{{0,12}}自(公布|发布|印发)之日起\s*([{_DIGIT}十两\d]{{1,3}})\s*[日天]后?{_FORCE}"
)
_PERIOD_NAME = r"(?:有效期|执行期|试行期)"
_PERIOD = rf"(?:{_THIS}|起{_FORCE})[^。；\n]{{0,30}}?{_PERIOD_NAME}(?:限|间)?"
_EXPIRES = tuple(
    re.compile(rf"{until}\s*({DATE})")
    for until in (
        rf"{_PERIOD}[^。；\n]{{0,24}}?至",
        rf"{_THIS}[^。；\n]{{0,30}}?{_FORCE}[至到]",
        rf"起{_FORCE}，?[至到]",
        r"有(?<=[。；\s]有)效期限?[^。；\n]{0,24}?至",
        rf"(?:施行|实施|生效)日期[:：|\s]{{1,3}}{DATE}[（(]有效期至",
    )
)
"""Each by itself, so that the search skips to its first character."""
_EXPIRES_UNNAMED = _EXPIRES[1:3]  # without the name of a period
_VALID_FROM = re.compile(rf"(?:{_THIS}[^。；\n]{{0,30}}?|(?<=[。；\s]))有效期限?(?:为|自|从)*\s*({DATE})起?至")
_EXPIRES_AFTER = re.compile(rf"{_PERIOD}[为是:：]*\s*([{_DIGIT}十两\d]{{1,3}})\s*年")


def extract(text: str, stated: Mapping[str, str] | None = None, called: str = "") -> Metadata:
    """Metadata of a document from its canonical text and from what is stated beside it, by field, which goes first.

    `called` is the name of its file, the last that is asked where it is from. Texts in traditional characters are read
    in simplified ones; names and titles are given as they write them.
    """
    plain = simplified(text)
    beside = {name: simplified(value) for name, value in (stated or {}).items()}
    found = _extract(with_western_years(plain), beside, simplified(called))
    own = "\n".join([*(stated or {}).values(), text])
    return _as_written(found, simplified(own), own)


def _as_written(found: Metadata, plain: str, text: str) -> Metadata:
    """The names and titles, found in `plain`, as `text` writes them."""
    if plain == text:
        return found

    def each_one(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(as_written(name, plain, text) for name in names)

    return replace(
        found,
        title=as_written(found.title or "", plain, text) or None,
        issuers=each_one(found.issuers),
        addressees=each_one(found.addressees),
        document_number=as_written(found.document_number or "", plain, text) or None,
        keywords=each_one(found.keywords),
        cites=each_one(found.cites),
        repeals=each_one(found.repeals),
        amends=each_one(found.amends),
    )


def _extract(text: str, stated: Mapping[str, str], called: str) -> Metadata:
    """The metadata of a text in simplified characters."""
    told = {**_table(text), **{name: value for name, value in stated.items() if value not in _NOTHING}}
    head = _head(text)
    title = told.get("title") or _announced(text) or _title(head) or letters.title(text)
    enacted = enactment(head) if title or _HEADED.match(text) or _BODY.search(text) else Enactment()
    signature = _signature(text) if not enacted.issuers else _Signature()
    closing = letters.closing(text) if not enacted.issuers and not signature.issuers else letters.Closing()
    issuers = (
        _split(told.get("issuers"))
        or signature.issuers
        or _issuer_of_title(title or "")
        or enacted.issuers
        or _issuer_of_news(text)
        or closing.issuers
        or letters.letterhead(text)
        or tuple(re.findall(ORGANISATION + r"(?![\u4e00-\u9fff])", told.get("publisher", "")))
    )
    number = _own_number(told.get("document_number", ""), head) or enacted.number
    signed = None if signature.published else signature.date
    given = delivered(text, bool(SPOKEN.search(title or "")))
    issued = iso_date(told.get("issued_on", "")) or (
        given.date if given else signed or enacted.adopted_on or closing.date
    )
    published = _published(iso_date(told.get("published_on", "")), enacted) or (signature.date if not signed else None)
    reply = letters.is_reply(text)
    effective = (
        iso_date(told.get("effective_on", ""))
        or enacted.effective_on
        or _effective(text, issued, published, enacted, reply)
    )
    congress = (given.congress or congress_in(title or "")) if given else None
    bodies = issuers or ((congress,) if congress else ())
    region, inferred = origin.region(told.get("region"), bodies, title, text, number, called)
    own = references.Own(None if letters.interprets(title or "") else title, number)
    return Metadata(
        title=title,
        region=region.name if region else None,
        region_level=region.level if region else origin.central(bodies, title) or _national(told.get("keywords", "")),
        region_parent=region.parent if region else None,
        region_inferred=inferred,
        issuers=issuers,
        addressees=_split(told.get("addressees")) or _addressees(text, reply),
        document_number=number,
        issued_on=issued,
        published_on=published,
        amended_on=iso_date(told.get("amended_on", "")) or enacted.amended_on,
        effective_on=effective,
        expires_on=iso_date(told.get("expires_on", "")) or _expires(text, effective),
        index_number=told.get("index_number"),
        genre=told.get("genre") or genre_of(title),
        status=_VALID.get(told.get("status", ""), told.get("status")),
        keywords=tuple(filter(None, re.split(r"[、,，;；\s]+", told.get("keywords", "")))),
        source_url=told.get("source_url") or _source_url(text),
        cites=references.cited(text, own),
        repeals=references.repealed(text, own),
        amends=references.amended(text, own),
    )


def _split(names: str | None) -> tuple[str, ...]:
    return tuple(filter(None, re.split(r"[、,，;；\s]+", names or "")))


def _head(text: str) -> str:
    """What stands before the addressees (各市人民政府：) or the first article; without them, the first lines."""
    ends = [
        match.start()
        for match in (
            _TO_ALL.search(text[:3000]),
            _BODY.search(text, 0, 3000),
        )
        if match
    ]
    return text[: min(ends, default=_HEAD)]


def _table(text: str) -> dict[str, str]:
    """Labelled values of a page's meta table, by field: 索引号: 043000-10-2012-005867."""
    head = _BRACKETED.sub(r"\n\1：", text[:_TABLE_REACH])
    head = _LABEL_ALONE.sub(r"\1\2：", _ROWS.sub("", head))
    found: dict[str, str] = {}
    if not _LABEL.search(head):
        return found
    for field, names in _NAMES_IN_TABLES.items():
        dated = field.endswith("_on")
        start = "" if dated else r"(?:^|\|)[^\S\n]*(?:[-*+>|][^\S\n]*)*"
        value = f"({DATE})" if dated else r"([^\s*|][^\n*|]*)"
        match = re.search(rf"{start}(?:{names})[*\s]*[:：|](?:[^\S\n]|\*)*{value}", head, re.MULTILINE)
        said = _NEXT_LABEL.split(match.group(1), maxsplit=1)[0].strip() if match else ""
        if said and said not in _NOTHING | _LABELS:
            found[field] = said
    return found


def _title(head: str) -> str | None:
    """The heading above the addressees: a line that ends in a kind of document."""
    marked = re.search(r"^#\s+(\S.*)$", head, re.MULTILINE) or _STATUTE.match(head)
    if marked:
        return marked.group(1).strip()
    several = rf"(?:{ORGANISATION}[^\S\n]+)*"  # 中共中央 国务院关于…
    end = rf"(?:{_NOTE}?\s*$|(?=发布日期|发布时间|{NUMBER}|[━─]))"
    for line in head.split("\n"):
        match = re.match(rf"\s*({several}[^\s。；：:]{{4,90}}?(?:{GENRES})){end}", line)
        if match:
            return match.group(1)
    return None


def _announced(text: str) -> str | None:
    """The title of the statute that stands below the announcement of it.

    >>> _announced("某市人大公告\\n\\n《海堤条例》于2024年6月27日通过，现予公布。\\n\\n海堤条例\\n\\n第一条 …\\n")
    '海堤条例'
    """
    match = _ANNOUNCED.search(text, 0, _TABLE_REACH)
    title = match.group(1) if match else ""
    below = title and re.compile(rf"^[^\S\n]*{re.escape(title)}[^\S\n]*$", re.MULTILINE).search(
        text, match.end() if match else 0
    )
    return title if below else None


def _own_number(labelled: str, head: str) -> str | None:
    """The document's own number. Numbers inside （ ） behind a 《title》 are citations."""
    for text in (labelled, _CITED.sub("", head)):
        match = re.search(rf"([\u4e00-\u9fff]{{1,12}})[^\S\n]?({NUMBER})", text)
        if match:
            agency = match.group(1)
            if not labelled and len(agency) > _LONGEST_AGENCY:
                # Glued to the words before it: the code starts at the last sign of a region or of the state.
                starts = [i for i, c in enumerate(agency) if c in _AGENCY_START]
                agency = agency[starts[-1] :] if starts else agency[-3:]
            return agency + match.group(2)
    order = order_in(labelled)
    return "、".join(order[0]) + order[1] if order else None


@dataclass(frozen=True, slots=True)
class _Signature:
    """Who signs and when; `published` where they are said to publish it then: 最高人民法院发布 2022-03-15."""

    issuers: tuple[str, ...] = ()
    date: str | None = None
    published: bool = False


def _signature(text: str) -> _Signature:
    """The issuers directly followed by their date, wherever the page puts the two; else those of a title that has its
    date below it."""
    for match in _DATE.finditer(text):
        if not may_end_in_one(text, match.start()):
            continue
        signed = _SIGNED.search(text, max(0, match.start() - _LONGEST_SIGNATURE), match.start())
        date = iso_date(match.group()) if signed else None
        if signed and date and not _GOES_ON.match(text, match.end()):
            # A name longer than the pattern allows for is cut at its front.
            whole = _HAN_BEFORE.search(text, max(0, signed.start() - _LONGEST_NAME), signed.start())
            names = (whole.group() if whole else "") + signed.group(1)
            return _Signature(each(names), date, bool(signed.group(2)))
    return _signature_of_title(text)


def _signature_of_title(text: str) -> _Signature:
    """Who a title, or the line above it, names, with the date that stands alone in brackets below it:
    （2023年1月2日）."""
    title = rf"^[^\S\n]*((?:{ORGANISATIONS}[^\S\n]*\n\s*)?\S.*(?:{GENRES}))[^\S\n]*\n\s*"
    match = re.search(rf"{title}[（(]\s*({DATE})\s*[）)]\s*$", text[:3000], re.MULTILINE)
    return _Signature(_issuer_of_title(match.group(1)), iso_date(match.group(2))) if match else _Signature()


def _issuer_of_title(title: str) -> tuple[str, ...]:
    several = rf"(?:等[{_DIGIT}十\d]+(?:部门|单位))?"
    match = re.match(rf"({ORGANISATIONS}){several}\s*(?:关于|印发|转发|办公厅)", title)
    return each(match.group(1)) if match else ()


def _issuer_of_news(text: str) -> tuple[str, ...]:
    """Who a news agency's report of the document says has issued it: 近日，中共中央、国务院印发了《…》."""
    head = text[:_TABLE_REACH]
    match = re.search(rf"({ORGANISATIONS})(?:联合)?印发了《", head) if "印发了《" in head else None
    return each(match.group(1)) if match else ()


def _published(stated: str | None, enacted: Enactment) -> str | None:
    """The date of publication. Collections of statutes give that of adoption for it, which the statute corrects."""
    if stated is None or stated not in enacted.dates:
        return stated or enacted.promulgated_on
    return enacted.promulgated_on or (stated if stated >= (enacted.adopted_on or "") else None)


def _national(keywords: str) -> str | None:
    """国家 for what is filed as a kind of statute that only bodies of the whole country make (立法法)."""
    return "国家" if re.search("行政法规|司法解释|部门规章", keywords) else None


def genre_of(title: str | None) -> str | None:
    """The kind of document that the title ends in; a 》 or （…） behind it does not count.

    >>> genre_of("上海市审计条例（2012年修订）"), genre_of("中华人民共和国立法法"), genre_of("关于乙")
    ('条例', '法律', None)
    """
    match = _GENRE.search(title or "")
    return _GENRE_NAMES.get(match.group(1), match.group(1)) if match else None


def _addressees(text: str, reply: bool) -> tuple[str, ...]:
    """主送机关: the line above the text that ends in a colon, as 、 and ， divide it; of a reply whoever it answers."""
    if reply and (answered := letters.addressee(text)):
        return (answered,)
    match = _ADDRESSED.search(text, 0, _ADDRESSEE_REACH)
    body = _BODY.search(text, 0, _ADDRESSEE_REACH)
    if not match or (body and body.start() < match.start()):
        return ()
    return tuple(filter(None, (part.strip() for part in re.split(r"[，,]", match.group(1)))))


def _effective(text: str, issued: str | None, published: str | None, enacted: Enactment, reply: bool) -> str | None:
    """When it says it comes into force, by a date or by that of its publication; a web page's is none, and a reply
    tells of other documents."""
    if enacted.effective_on:
        return enacted.effective_on
    found = list(_IN_FORCE_ITSELF.finditer(text)) or ([] if reply else list(_IN_FORCE_ON.finditer(text))[:1])
    if found:
        return iso_date(found[-1].group(1))
    days = {"公布": published, "发布": enacted.promulgated_on or issued, "印发": issued}
    after = _IN_FORCE_AFTER.search(text)
    start = days.get(after.group(1)) if after else None
    if after and start:
        return days_after(start, numeral(after.group(2)))
    valid = _VALID_FROM.search(text) if "有效期" in text else None
    if valid:
        return iso_date(valid.group(1))
    once = _IN_FORCE_ONCE.search(text)
    if not once:
        return None
    return {"公布": published, "发布": enacted.promulgated_on}.get(once.group(1), issued)


def _expires(text: str, effective: str | None) -> str | None:
    period = re.search(_PERIOD_NAME, text)
    patterns = _EXPIRES if period else _EXPIRES_UNNAMED
    match = next(filter(None, (pattern.search(text) for pattern in patterns)), None)
    if match:
        return iso_date(match.group(1))
    years = _EXPIRES_AFTER.search(text) if period else None
    return years_after(effective, numeral(years.group(1))) if years and effective else None


def _source_url(text: str) -> str | None:
    match = re.match(r"\s*(https?://\S+)", text) or re.search(
        r"(?:来源|原文|网址|链接|URL)[^\n:：]{0,6}[:：][^\n]{0,80}?(https?://[^\s)）\]]+)", text[:2000]
    )
    return match.group(1) if match else None
