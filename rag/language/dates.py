"""Years, dates, times of the day and spans of time as documents write them: 腊月二十三, 3月上旬, 每周三, 9时至17时."""

import re
from functools import lru_cache

from index.numerals import numeral

_NUMERAL = "[一二三四五六七八九十]"
_FIGURE = r"[\d一二三四五六七八九十两半每数]+"
_FEASTS = "除夕|春节|元旦|元宵|清明|端午|中秋|重阳|国庆|劳动节"
_DAYS = f"{_FEASTS}|寒假|暑假|节假日|休息日|(?<!个)工作日(?!内)|周末|汛期|农闲|农忙"
_OF_A_YEAR = "[上下]半年|[年月季][初中末底]|年内|年度终了|季度|[春夏秋冬]季|[上中下]旬"
_CLOCK = (
    r"(?<![\d.])\d{1,2}(?:[时点](?![条项个])|:\d\d)|[上下]午|凌晨|夜间|零时|[二两三四五六七八九十]时(?=[至到起前后])"
)

UNITS = "工作日|交易日|自然日|日|天|周|星期|月|季|学期|学年|年|小时|分钟|刻钟?|秒|届"
"""What lengths of time are counted in, as a part of a pattern."""
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
DATE = re.compile(
    rf"\d{{4}}年|[○〇零一二三四五六七八九]{{4}}年|之日|\d+[月日]|十{_NUMERAL}五|期间|日起"
    rf"|(?<![\d个{_NUMERAL[1:-1]}])(?:十?{_NUMERAL}|[正冬腊闰])月(?!度)|{_NUMERAL}日|初{_NUMERAL}|农历|[当次翌]日"
    rf"|{_OF_A_YEAR}|(?:周|星期|礼拜)[一二三四五六日天末]|{_DAYS}|{_CLOCK}"
)
"""A point in time in a folded text."""
SPAN = re.compile(
    rf"{_FIGURE}个?(?:{UNITS})(?!岁)"
    r"|长期|永久|终身|不定期|无固定期限|随时|立即|即时|当[日天场]"
)
"""A length of time, or how often."""
OCCASION = re.compile(
    rf"{_FIGURE}个?(?:工作日|天|周|月|年|小时|分钟)[之以]?[内前后]|[之以][前后]|[期届]满"
    r"|(?<![目此当日先从今然最随])[前后](?=[,、向将应须报方再即])|(?<![及随按定同届当平临小要])时(?=[,、应须由])"
)
"""Before or after what, or within how long of it, something is done: 开工前, 验收合格后, 24小时内."""
DAY = re.compile(
    rf"(?:[农公]历)?(?:\d{{4}}年)?(?:[正冬腊闰]|十?{_NUMERAL}|\d{{1,2}})月"
    rf"(?:初?(?:{_NUMERAL}{{1,3}}|\d{{1,2}})[日号]?|[上中下]旬|[底初末])?"
)
"""A day or a month in a text as published."""
PLAN = re.compile("十([一二三四五六七])五")
"""A plan of five years by its name: 十四五."""
_LAST_OF_TENTH = 2005  # year of 十五; 十一五 is the next plan
CLOCK = re.compile(_CLOCK)
WEEKDAY = re.compile(f"(?:周|星期|礼拜)[一二三四五六日天末]|每[天日周]|{_DAYS}")
_NAMED = re.compile(r"《[^》]*》(?:\([^()]*\))?|[\[(]\d{4}[\])]\s*第?\d+号|(?:19|20)\d\d年版")

_NAMING = ("《", "号", "年版")  # without one of which nothing is named
# Years, dates, numbers of documents and standards, and digits in names (G60, 5G) are no answer to «how many».
_NO_FIGURE = re.compile(
    r"\d{4}(?:年?[-—~至]\d{4})?年(?:\d+月)?(?:\d+日)?|民国[^年。,;]{1,6}年(?:[^月。,;]{1,3}月)?(?:[^日。,;]{1,3}日)?|[\[(<]\d{4}[\])>]\s*\d*号?|第\s*[\d一二三四五六七八九十百零]+(?:-\d+)?\s*[条章款项目号届期](?:之[一二三四五六七八九十])?"
    r"|^[(]?\d+[.、)]|^[(]?[一二三四五六七八九十]+[、)]"
    r"|(?<![a-z])[a-z]{1,4}-?\d+(?![\d.])|(?<![\d.])[2-6]g(?![a-z])"
)


def without_names(folded: str) -> str:
    """A folded text without the titles and numbers of documents, whose dates date nothing else.

    >>> without_names("按《2024年补贴细则》(沪发[2024]6号)执行,自3月起")
    '按执行,自3月起'
    """
    return _NAMED.sub("", folded) if any(mark in folded for mark in _NAMING) else folded


def plans_end(folded: str) -> list[int]:
    """The years in which the five-year plans named in a folded text end.

    >>> plans_end("十二五和十四五时期")
    [2015, 2025]
    """
    return [_LAST_OF_TENTH + 5 * numeral(number) for number in PLAN.findall(folded)]


@lru_cache(maxsize=4096)
def without_dates(folded: str) -> str:
    """A folded text without the figures that answer no «how many».

    >>> without_dates("(二十三)到2030年,5g用户超千万"), without_dates("g60走廊")
    ('到,用户超千万', '走廊')
    """
    return _NO_FIGURE.sub("", folded)
