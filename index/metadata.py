"""What a policy document says of itself: title, number, issuer, dates, region, genre, what it cites.

Rules follow GB/T 9704 (格式 of official documents): the number is an agency code, a year in 〔 〕 and 号; the signature
is the issuer with the date below it. Nothing is guessed: what no rule finds stays empty.
"""

import re
from dataclasses import dataclass
from datetime import date

from index.documents import Metadata
from index.lexicon import fold_text
from index.numerals import decimal_digits, numeral
from index.regions import Region, gazetteer, home_province

_DIGIT = "一二三四五六七八九"
DATE = (
    rf"(?:\d{{4}}|[{_DIGIT}○〇零０-９]{{4}})\s*[年./-]\s*[\d{_DIGIT}十０-９]{{1,3}}\s*[月./-]"
    rf"\s*[\d{_DIGIT}十０-９]{{1,3}}\s*日?"
)
"""A date in figures or in Chinese numerals: 2012-11-02, 2012年11月2日, 二○一二年十一月二日."""
_NUMBER = r"[〔\[（(【﹝［〈]\s*(?:19|20)\d{2}\s*[〕\]）)】﹞］〉]\s*第?\s*\d{1,5}\s*号"
# Bodies of the state and the party whose names have no region or subject before the word for what they are. Words
# glued to their front make them part of a sentence: 经国务院2012年12月1日批准.
_CENTRAL_BODY = (
    r"(?<![\u4e00-\u9fff])(?:中共中央(?:办公厅)?|国务院(?:办公厅)?|全国(?:人民代表大会(?:常务委员会)?|人大常委会)"
    r"|最高人民(?:法院|检察院)|中国人民银行|中国(?:科学|工程)院)"
)
_ORGANISATION = (
    rf"(?:{_CENTRAL_BODY}"
    r"|[\u4e00-\u9fff]{2,20}?(?:人民政府(?:办公[厅室])?|人民代表大会(?:常务委员会)?|委员会(?:办公[厅室])?)"
    r"|[\u4e00-\u9fff]{1,20}?[\u4e00-\u9fff](?:厅|(?<![布格结])局|(?<![全干内外])部|(?<!部)署|总局|办公[厅室]|管委会))"
)
"""A name as it stands in titles and signatures; 布局, 干部 and 部署 end like one and are none."""
_ORGANISATIONS = rf"{_ORGANISATION}(?:[\s、]+{_ORGANISATION}){{0,30}}"  # bounded: a list of 50,000 is no signature
_GOES_ON = re.compile(r"\s*(?:[起前后至期内第]|通过|批准|审议)")  # behind a date in a sentence
_HOME_REACH = 20_000  # characters that tell where a text speaks from
_GENRES = (
    "实施细则|实施意见|指导意见|实施方案|行动计划|行动方案|若干措施|若干规定|管理办法|暂行办法|通知|意见|措施|办法|规定|条例"
    "|方案|规划|纲要|决定|决议|公告|通告|通报|批复|函|细则|解释|法"
)
_LABELS = {
    "title": "信息名称|标题|名称|文件名称",
    "issuer": "发布机构|发文机关|发文单位|制发机关|发布单位|成文单位",
    "document_number": "文号|发文字号|发文文号",
    "index_number": "索引号|信息索引号|政府信息索引号",
    "published_on": "发布日期|发布时间|公开日期",
    "issued_on": "成文日期|生成日期|印发日期|发文日期",
    "effective_on": "施行日期|实施日期|生效日期",
    "status": "时效性|效力状态|有效性|时效",
    "genre": "文种|体裁|公文种类",
}
_NOTHING = frozenset({"无", "暂无", "不详", "未知", "—", "-"})
_LONGEST_AGENCY = 8  # characters of an agency code (国信办发文)
_AGENCY_START = "国中京津沪渝冀豫云滇辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵黔粤青藏川蜀宁琼"


def extract(text: str) -> Metadata:
    """Metadata of a document from its canonical text."""
    head = _head(text)
    table = _table(text)
    signature = _signature(text)
    title = table.get("title") or _title(head)
    number = _own_number(table.get("document_number") or "", head)
    issuers = _issuers(table.get("issuer") or "", signature.issuers)
    if not issuers and title:
        issuers = _issuer_of_title(title)
    region, inferred = _region(issuers, title, text)
    return Metadata(
        title=title,
        region=region.name if region else None,
        region_level=region.level if region else _central(issuers),
        region_parent=region.parent if region else None,
        region_inferred=inferred,
        issuers=issuers,
        document_number=number,
        issued_on=iso_date(table.get("issued_on", "")) or signature.date,
        published_on=iso_date(table.get("published_on", "")),
        effective_on=iso_date(table.get("effective_on", "")) or _effective(text),
        index_number=table.get("index_number"),
        genre=table.get("genre") or _genre(title),
        status=table.get("status"),
        source_url=_source_url(text),
        cites=_citations(text, number),
    )


def iso_date(text: str) -> str | None:
    """The first date of `text` in ISO 8601, None without a valid one.

    >>> iso_date("二○一二年十一月二日"), iso_date("2012.11.8"), iso_date("2012年13月1日")
    ('2012-11-02', '2012-11-08', None)
    """
    match = re.search(DATE, text)
    if not match:
        return None
    year, month, day = (part for part in re.split(r"\s*[年月日./-]\s*", match.group()) if part)
    try:
        found = date(int(decimal_digits(year)), numeral(month), numeral(day))
    except ValueError:
        return None
    return found.isoformat() if 1900 <= found.year <= 2100 else None


def _head(text: str) -> str:
    """What stands before the addressees (各市人民政府：) or, without them, the first lines."""
    salutation = re.search(r"(?:^|\n|(?<=[━─—\u4e00-\u9fff]))各[^。\n]{2,80}[：:]", text[:3000])
    return text[: salutation.start() if salutation else 400]


def _table(text: str) -> dict[str, str]:
    """Labelled values of a page's meta table: 索引号: 043000-10-2012-005867."""
    head = text[:2000]
    found: dict[str, str] = {}
    for key, labels in _LABELS.items():
        spaced = "|".join(r"[^\S\n]*".join(label) for label in labels.split("|"))
        dated = key.endswith("_on")
        start = "" if dated else r"^[^\S\n]*(?:[-*+>|][^\S\n]*)*"
        value = f"({DATE})" if dated else r"([^\s*][^\n*]*)"
        match = re.search(rf"{start}(?:{spaced})[*\s]*[:：](?:[^\S\n]|\*)*{value}", head, re.MULTILINE)
        if match and match.group(1).strip() not in _NOTHING:
            found[key] = match.group(1).strip()
    return found


def _title(head: str) -> str | None:
    """The heading above the addressees: a line that ends in a kind of document."""
    marked = re.search(r"^#\s+(\S.*)$", head, re.MULTILINE)
    if marked:
        return marked.group(1).strip()
    several = rf"(?:{_ORGANISATION}[^\S\n]+)*"  # 中共中央 国务院关于…
    end = rf"(?:\s*$|(?=发布日期|发布时间|{_NUMBER}|[━─]))"
    for line in head.split("\n"):
        match = re.match(rf"\s*({several}[^\s。；：:]{{4,90}}?(?:{_GENRES})){end}", line)
        if match:
            return match.group(1)
    return None


def _own_number(labelled: str, head: str) -> str | None:
    """The document's own number. Numbers inside （ ） behind a 《title》 are citations."""
    for text in (labelled, re.sub(r"《[^》]*》\s*[（(][^）)]*[）)]", "", head)):
        match = re.search(rf"([\u4e00-\u9fff]{{1,12}})({_NUMBER})", text)
        if match:
            agency = match.group(1)
            if not labelled and len(agency) > _LONGEST_AGENCY:
                # Glued to the words before it: the code starts at the last sign of a region or of the state.
                starts = [i for i, c in enumerate(agency) if c in _AGENCY_START]
                agency = agency[starts[-1] :] if starts else agency[-3:]
            return agency + match.group(2)
    return None


@dataclass(frozen=True, slots=True)
class _Signature:
    issuers: tuple[str, ...] = ()
    date: str | None = None


def _signature(text: str) -> _Signature:
    """The issuers directly followed by their date, wherever the page puts the two; else those of a title that has its
    date below it."""
    for match in re.finditer(rf"({_ORGANISATIONS})\s*({DATE})", text):
        date = iso_date(match.group(2))
        if date and not _GOES_ON.match(text, match.end()):
            return _Signature(tuple(re.split(r"[\s、]+", match.group(1).strip())), date)
    return _signature_of_title(text)


def _signature_of_title(text: str) -> _Signature:
    """Who a title names, with the date that stands alone in brackets below it: （2023年1月2日）."""
    dated = rf"^[^\S\n]*(\S.*(?:{_GENRES}))[^\S\n]*\n\s*[（(]\s*({DATE})\s*[）)]\s*$"
    match = re.search(dated, text[:3000], re.MULTILINE)
    return _Signature(_issuer_of_title(match.group(1)), iso_date(match.group(2))) if match else _Signature()


def _issuers(stated: str, signed: tuple[str, ...]) -> tuple[str, ...]:
    """The issuers by a page's table, or by the signature where the table only shortens it (工信部) or names none."""
    named = tuple(name for name in re.split(r"[、，,;；\s]+", stated) if name)
    if not signed or not named:
        return named or signed
    shortened = all(any(_shortens(name, whole) for whole in signed) for name in named)
    organisations = all(re.fullmatch(_ORGANISATION, name) for name in named)
    return signed if shortened or not organisations else named


def _shortens(name: str, whole: str) -> bool:
    """Whether all characters of the name come in its order in the whole one.

    >>> _shortens("工信部", "工业和信息化部"), _shortens("公安部", "工业和信息化部")
    (True, False)
    """
    rest = iter(whole)
    return all(character in rest for character in name)


def _issuer_of_title(title: str) -> tuple[str, ...]:
    several = rf"(?:等[{_DIGIT}十\d]+(?:部门|单位))?"
    match = re.match(rf"({_ORGANISATIONS}){several}(?:关于|印发|转发|办公厅)", title)
    return tuple(re.split(r"[\s、]+", match.group(1))) if match else ()


def _region(issuers: tuple[str, ...], title: str | None, text: str) -> tuple[Region | None, bool]:
    """The region stated by the issuer or the title; else, for a text that says 我省, the one it speaks from."""
    for stated in (*issuers, title or ""):
        region = gazetteer().of_issuer(stated)
        if region:
            return region, False
    if not _central(issuers) and re.search("[我本]省|全省|我市|本市|全市|我区|本区|自治区", text):
        home = home_province(text[:_HOME_REACH])
        return home, home is not None
    return None, False


def _central(issuers: tuple[str, ...]) -> str | None:
    central = re.compile(rf"国务院|{_CENTRAL_BODY}|^(?:国家|中华人民共和国|中央|海关总署|.{{1,8}}部$)")
    return "国家" if any(central.search(issuer) for issuer in issuers) else None


def _genre(title: str | None) -> str | None:
    """The kind of document that the title ends in; a 《…》 or （…） behind it does not count."""
    match = re.search(rf"({_GENRES})(?:[（(][^）)]*[）)])?$", title or "")
    return match.group(1) if match else None


def _effective(text: str) -> str | None:
    match = re.search(rf"自\s*({DATE})\s*起(?:正式)?(?:施行|实施|执行|生效)", text)
    return iso_date(match.group(1)) if match else None


def _source_url(text: str) -> str | None:
    match = re.match(r"\s*(https?://\S+)", text) or re.search(
        r"(?:来源|原文|网址|链接|URL)[^\n:：]{0,6}[:：][^\n]{0,80}?(https?://[^\s)）\]]+)", text[:2000]
    )
    return match.group(1) if match else None


def _citations(text: str, own: str | None) -> tuple[str, ...]:
    """Documents referred to: 《title》（number）, a number alone, in order, each once."""
    found: dict[str, str] = {}
    for match in re.finditer(rf"(《[^》\n]{{4,80}}》)?[（(]?\s{{0,9}}([\u4e00-\u9fff]{{1,8}}{_NUMBER})", text):
        title, number = match.groups()
        if own and fold_text(number).endswith(fold_text(own)):
            continue
        key = fold_text(number)
        if key not in found or (title and not found[key].startswith("《")):
            found[key] = f"{title}（{number}）" if title else number
    return tuple(found.values())
