"""The note below a statute's title (题注): who adopted it and when, its promulgation, its amendments."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.dates import DATE, iso_date

_DATED = re.compile(DATE)
_IN_DATES = re.compile("[年./-]")  # in every date
_TITLE = re.compile(r"《(?:[^《》\n]|《[^《》\n]*》)*》|<[^<>\n]*>")
_NOW = r"现予以?"  # 通过，现予公布: promulgated on the day of the announcement
_ANNOUNCED = re.compile(rf"通过[^\n。]{{0,20}}?{_NOW}公布")
_ACT = re.compile(r"通过|公布|发布|颁布|(?:修正|修订|修改)(?!的)|施行|实施|生效|批准")
_AMENDED = frozenset(("修正", "修订", "修改"))
_LONGEST = 400  # characters of one event
_SESSION = re.compile(
    r"([\u4e00-\u9fff]{0,12}?)第[一二三四五六七八九十\d０-９]{1,4}届(全国)?([\u4e00-\u9fff]{0,12}人民代表大会(?:常务委员会)?)"
)
_BODIES = re.compile(r"(国务院|最高人民法院|最高人民检察院|中央军事委员会|中央军委)")
_STATE = "中华人民共和国"
_ORDER = re.compile(
    rf"((?:(?:{_STATE})?[\u4e00-\u9fff]{{1,18}}[院部会局署行办]、)*(?:{_STATE})?[\u4e00-\u9fff]{{2,20}}?)"
    r"令\s*[（(]?(第\s*[\d一二三四五六七八九十百零〇]{1,6}\s*号)"
)
_LED = re.compile(
    rf"^[^\S\n]*(?:{_STATE})?[\u4e00-\u9fff]{{2,20}}(?:[院部会局署行办]|政府)令\s*[（(]?第\s*[\d一二三四五六七八九十百零〇]{{1,6}}\s*号"
    r"[）)]?[^\S\n]*$",
    re.MULTILINE,
)
"""An order above what it promulgates, with a line of its own: 某省人民政府令 第235号."""
_SIGNED = re.compile(rf"^[^\S\n]*(?:\S.{{0,30}}[^\S\n])?({DATE})[^\S\n]*$", re.MULTILINE)
_BY_LINES = re.compile(rf"{DATE}[^\S\n]*[\u4e00-\u9fff]{{2,20}}(?:\n+[\u4e00-\u9fff]{{2,20}}?)+?(?:公布|发布|颁布)")
_BEGINS = re.compile(
    r"[起，,、\s]*(?:正式)?(?:施行|实施|生效)|.*(?:公布|发布|通过)之日起?(?:施行|实施|生效)", re.DOTALL
)
_BRACKETED = re.compile(r"[（(][^（()）]{0,2000}[)）]")
_AGENCY = re.compile(r"[^\S\n]*([\u4e00-\u9fff、]{2,120}?)(?:公告)?(?:公布|发布|颁布)")


@dataclass(frozen=True, slots=True)
class Enactment:
    """What the note says; empty for a document without one. `amended_on` is the last amendment, `dates` are all."""

    issuers: tuple[str, ...] = ()
    number: str | None = None
    adopted_on: str | None = None
    promulgated_on: str | None = None
    amended_on: str | None = None
    effective_on: str | None = None
    dates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Event:
    date: str
    words: str  # between this date and the next one, without the titles of other documents
    acts: tuple[str, ...]


def enactment(head: str) -> Enactment:
    """The enactment that the text above the first article tells.

    >>> enactment("某条例\\n2009年2月25日 中华人民共和国国务院令第551号公布\\n2019年3月2日 《决定》修订\\n").number
    '国务院令第551号'
    >>> found = enactment("（2010年5月1日甲省第十一届人民代表大会常务委员会第二次会议通过 自2010年7月1日起施行）")
    >>> found.issuers, found.adopted_on, found.effective_on
    (('甲省人民代表大会常务委员会',), '2010-05-01', '2010-07-01')
    >>> announced = "条例于2024年6月27日通过，现予公布，自2024年10月1日起施行。\\n某市人大常委会\\n2024年7月9日\\n"
    >>> enactment(announced).adopted_on, enactment(announced).promulgated_on
    ('2024-06-27', '2024-07-09')
    >>> enactment("某办法\\n1984年1月7日 国务院\\n\\n中央军委发布\\n").issuers
    ('国务院', '中央军委')
    """
    events = list(_events(head))
    promulgated = _first(events, "公布", "发布", "颁布")
    effective = next((event for event in events if _BEGINS.match(event.words)), None)
    begun = _first([event for event in events if not _AMENDED & set(event.acts)], "通过", "公布", "发布", "颁布")
    issuers = _issuers(begun.words) if begun else ()
    amended = [event.date for event in events if event is not begun and _amends(event, issuers)]
    led = _LED.search(head)
    announced = led or _ANNOUNCED.search(head)
    signed = _SIGNED.search(head, announced.end()) if announced else None
    order = order_in(led.group()) if led else order_in(promulgated.words) if promulgated else None
    return Enactment(
        issuers=order[0] if led and order else issuers,
        number="、".join(order[0]) + order[1] if order else None,
        adopted_on=begun.date if begun else None,
        promulgated_on=(iso_date(signed.group(1)) if signed else None) or (promulgated.date if promulgated else None),
        amended_on=max(amended, default=None),
        effective_on=effective.date if effective else None,
        dates=tuple(filter(None, (iso_date(match.group()) for match in _DATED.finditer(_TITLE.sub("", head))))),
    )


def order_in(words: str) -> tuple[tuple[str, ...], str] | None:
    """Whose order a text names, without the state, and which.

    >>> order_in("中华人民共和国国务院、中华人民共和国中央军事委员会令第510号")
    (('国务院', '中央军事委员会'), '令第510号')
    """
    match = _ORDER.search(words)
    if not match:
        return None
    bodies = tuple(name.removeprefix(_STATE) for name in match.group(1).split("、"))
    return bodies, f"令{''.join(match.group(2).split())}"


def _amends(event: _Event, issuers: tuple[str, ...]) -> bool:
    """Whether the statute was changed then: it says so, or names what was adopted, or its issuer adopted it again."""
    if _AMENDED & set(event.acts) or "通过的" in event.words:
        return True
    return "通过" in event.acts and _issuers(event.words) == issuers


def _events(head: str) -> Iterator[_Event]:
    """What happened on each date, as far as its line goes; a note in brackets may be broken over several lines, and
    so may the names of several issuers. What two bodies did on two days is done on the later one."""
    head = _BRACKETED.sub(lambda match: match.group().replace("\n", ""), head)
    head = _BY_LINES.sub(lambda match: re.sub(r"\n+", "、", match.group()), head)
    for line in filter(_IN_DATES.search, head.split("\n")):
        bare = _TITLE.sub("", line)
        dates = list(_DATED.finditer(bare))
        ends = [*(match.start() for match in dates[1:]), len(bare)]
        before: tuple[str, str] = ("", "")
        for match, end in zip(dates, ends, strict=False):
            date, words = iso_date(match.group()), before[1] + bare[match.end() : end][:_LONGEST]
            if not date:
                continue
            date, before = max(date, before[0]), ("", "")
            if words.endswith("会议、"):
                before = date, words
            else:
                yield _Event(date, words, tuple(_ACT.findall(words)))


def _first(events: list[_Event], *acts: str) -> _Event | None:
    return next((event for event in events if set(acts) & set(event.acts) and "通过的" not in event.words), None)


def _issuers(words: str) -> tuple[str, ...]:
    """Who acted: a congress without the number of its session, the issuer of an order, a court."""
    session = _SESSION.search(words)
    if session:
        place, national, body = session.groups()
        return (f"{place.strip()}{national or ''}{body}",)
    order = order_in(words)
    if order:
        return order[0]
    bodies = tuple(dict.fromkeys(_BODIES.findall(words)))
    agency = _AGENCY.match(words)
    return bodies or (tuple(agency.group(1).split("、")) if agency else ())
