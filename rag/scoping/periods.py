"""The period of time by whose dates a question restricts its documents: 2012年以后印发的, 2026年1月1日起施行."""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from index.documents import DocumentInfo
from index.numerals import numeral
from rag.language import wording

DateField = Literal["issued_on", "published_on", "effective_on"]

_ISSUED = "印发|印制|下发|签发|发文|成文|制定|落款|通过"
_PUBLISHED = "发布|公布|出台|颁布|公开|推出|发出"
_EFFECTIVE = "施行|实施(?!意见|方案|细则|办法|规划|纲要)|生效|执行|起效"
_DOCUMENTS = "文件|政策|通知|意见|措施|办法|条例|方案|规划|法规|规定|规章|法律|决定|公告|公报|报告|细则|司法解释"


def _day(prefix: str) -> str:
    """A year, month or day: 2012年, 2012年10月, 2012-10-12."""
    return (
        rf"(?P<{prefix}year>(?:19|20)\d\d)(?:年|[-./](?=\d\d?[-./月])|(?=[-~至到](?:19|20)\d\d))"
        rf"(?:(?P<{prefix}month>\d\d?)[-./月](?:(?P<{prefix}day>\d\d?)日?)?)?"
    )


_PERIOD = re.compile(
    rf"(?P<span>{_day('')}(?P<part>[上下]半年|第?[一二三四1-4]季度)?(?:[-~至到]{_day('to_')}(?:期间|之间)?"
    r"|(?P<after>及?(?:以后|之后|后|以来|起))|(?P<before>及?(?:以前|之前|前))|(?:当年|全年|年内|以内)?))"
    rf"(?:[^,。;?]{{0,16}}?(?P<verb>{_ISSUED}|{_PUBLISHED}|{_EFFECTIVE})"
    rf"|的?(?P<noun>{_DOCUMENTS})(?!目标|期|任务|要求))"
)
_AGO = re.compile(
    rf"(?P<which>今年|去年|前年|近(?P<n>[一二两三四五六七八九十\d]+)年(?:来|内)?)[^,。;?]{{0,12}}?(?P<verb>{_ISSUED}|{_PUBLISHED}|{_EFFECTIVE})"
)


_WESTERN = re.compile(
    r"(?:issued|published|documents|policies|notices)[^?.]{0,12} "
    r"(?P<how>in|since|after|before) (?P<year>(?:19|20)\d\d)\b"
)
_OF_DOCUMENT = re.compile(rf"过?的(?:[^,。;?]{{0,20}}?(?:{_DOCUMENTS}|《|[份部件])|(?=[有里中是都]|\W|$))")
"""What stands behind the verb of what is said of a document."""
_MATTER = re.compile("[的了]")  # behind a noun that is a verb there: 2015年前规划的平台


_COUNT = re.compile(r"([一二两三四五六七八九十\d]+)[份个部项]")


@dataclass(frozen=True, slots=True)
class Utmost:
    """The `count` latest documents, or earliest, by a date of theirs."""

    field: DateField
    latest: bool
    count: int

    def of(self, documents: Iterable[DocumentInfo]) -> list[DocumentInfo]:
        """They, and those of the same day as the last of them; a document without a date is none of them."""
        dated = [info for info in documents if date_of(info, self.field)]
        dated.sort(key=lambda info: date_of(info, self.field) or "", reverse=self.latest)
        if not dated:
            return []
        last = date_of(dated[min(self.count, len(dated)) - 1], self.field)
        return [info for n, info in enumerate(dated) if n < self.count or date_of(info, self.field) == last]


def utmost_of(text: str) -> Utmost | None:
    """What a normalised question asks for that wants the documents at one end of the dates.

    >>> utmost_of("最近发布的3份文件是哪些")
    Utmost(field='published_on', latest=True, count=3)
    >>> utmost_of("最新的办法规定补助多少") is None
    True
    """
    match = wording.UTMOST.search(text)
    if match is None:
        return None
    said = match.group()
    verb = re.search(f"{_ISSUED}|{_PUBLISHED}|{_EFFECTIVE}", said)
    count = _COUNT.search(said)
    return Utmost(_field(verb.group() if verb else ""), "早" not in said, numeral(count.group(1)) if count else 1)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` to `end`, ISO 8601, both included, None where open; `spoken` are the words that say it.

    `field` is the date that the question speaks of. A document without this date is judged by the one nearest to it:
    issue and publication stand for each other, nothing stands for the day of effect. `of_document` is whether the words
    can only be said of a document: 2012年印发的办法, not 公司2012年推出了什么.
    """

    field: DateField
    start: str | None
    end: str | None
    spoken: tuple[str, ...]
    of_document: bool = True

    def holds(self, info: DocumentInfo) -> bool:
        """Whether the document's date lies in it; a document without one lies in none."""
        stated = date_of(info, self.field)
        return stated is not None and (self.start or "") <= stated <= (self.end or "9999")


def date_of(info: DocumentInfo, field: DateField) -> str | None:
    """The document's date of that kind, or the one that stands for it."""
    metadata = info.metadata
    if field == "effective_on":
        return metadata.effective_on
    if field == "published_on":
        return metadata.published_on or metadata.issued_on
    return metadata.issued_on or metadata.published_on


def period_of(text: str, today: date | None = None) -> Period | None:
    """The period that a normalised question names with what happened in it; None where it names none.

    A year alone is no such period: 到2015年培育多少家 asks about a target.

    >>> period_of("2012年以后印发的有哪些")
    Period(field='issued_on', start='2012-01-01', end=None, spoken=('2012年以后', '印发'), of_document=True)
    >>> period_of("2026年1月1日起施行的文件").start, period_of("2026年1月1日起施行的文件").end
    ('2026-01-01', '2026-01-01')
    >>> period_of("2012-2015年发布的政策").end, period_of("2012年10月到2013年3月印发的").start
    ('2015-12-31', '2012-10-01')
    >>> period_of("乙公司2012年通过了哪些议案").of_document, period_of("2012年的意见说了什么").of_document
    (False, True)
    >>> period_of("到2015年培育多少家企业") is None, period_of("2020年那份科技攻关的实施意见何时到期") is None
    (True, True)
    """
    match = _PERIOD.search(text)
    if match and not re.search(r"[到至在]$", text[: match.start()]):
        field = _field(match["verb"] or "")
        first: str | None
        last: str | None
        first, last = first_day, last_day = _bounds(match, "")
        if match["part"] and not match["month"]:
            first, last = first_day, last_day = _part(match["year"], match["part"])
        if match["to_year"]:
            last = _bounds(match, "to_")[1]
        on_a_day = field == "effective_on" and match["day"] and match["after"] == "起"
        if match["before"]:
            first, last = None, last_day if match["before"].startswith("及") else _day_before(first_day)
        elif match["after"] and not on_a_day:
            last = None
        behind = text[match.end() :]
        said = bool(_OF_DOCUMENT.match(behind)) if match["verb"] else not _MATTER.match(behind)
        return Period(field, first, last, (match["span"], match["verb"] or match["noun"]), said)
    if western := _WESTERN.search(text):
        stated, how = western["year"], western["how"]
        first = {"in": f"{stated}-01-01", "since": f"{stated}-01-01", "after": f"{int(stated) + 1}-01-01"}.get(how)
        last = {"in": f"{stated}-12-31", "before": f"{int(stated) - 1}-12-31"}.get(how)
        return Period("issued_on", first, last, (f"{how} {stated}",))
    ago = _AGO.search(text)
    if ago is None:
        return None
    year = (today or date.today()).year
    start = {"今": year, "去": year - 1, "前": year - 2}.get(ago["which"][0], year - numeral(ago["n"] or "1"))
    end = year if ago["which"][0] in "今近" else start
    said = bool(_OF_DOCUMENT.match(text, ago.end()))
    return Period(_field(ago["verb"]), f"{start}-01-01", f"{end}-12-31", (ago["which"], ago["verb"]), said)


def _field(verb: str) -> DateField:
    if re.fullmatch(_EFFECTIVE, verb):
        return "effective_on"
    return "published_on" if re.fullmatch(_PUBLISHED, verb) else "issued_on"


def _bounds(match: re.Match[str], prefix: str) -> tuple[str, str]:
    """First and last day of the year, month or day that the groups name."""
    year, month, day = (int(match[f"{prefix}{part}"] or 0) for part in ("year", "month", "day"))
    month = month if 1 <= month <= 12 else 0
    last_month = month or 12
    last_day = calendar.monthrange(year, last_month)[1]
    if month and 1 <= day <= last_day:
        return (f"{year}-{month:02d}-{day:02d}",) * 2
    return f"{year}-{month or 1:02d}-01", f"{year}-{last_month:02d}-{last_day}"


def _part(year: str, part: str) -> tuple[str, str]:
    """First and last day of a half or a quarter of a year.

    >>> _part("2025", "下半年"), _part("2025", "第一季度")
    (('2025-07-01', '2025-12-31'), ('2025-01-01', '2025-03-31'))
    """
    months, number = (6, "上下".index(part[0]) + 1) if part.endswith("半年") else (3, numeral(part))
    last = months * number
    return f"{year}-{last - months + 1:02d}-01", f"{year}-{last:02d}-{calendar.monthrange(int(year), last)[1]}"


def _day_before(day: str) -> str:
    return date.fromordinal(date.fromisoformat(day).toordinal() - 1).isoformat()
