"""Dates as documents write them → ISO 8601."""

import re
from datetime import date

from index.numerals import decimal_digits, numeral

_BEFORE_THE_REPUBLIC = 1911  # 民国一年 is 1912
_DIGIT = "一二三四五六七八九"
_YEAR = rf"[\d{_DIGIT}○〇零OＯ]"
_DAY = rf"[\d{_DIGIT}十]{{1,3}}"
# It begins with a set of characters, so that a search skips to them.
DATE = rf"{_YEAR}{_YEAR}{{3}}\s*[年./-]\s*{_DAY}\s*[月./-]\s*{_DAY}\s*日?"
"""A date in figures of any width or in Chinese numerals: 2012-11-02, ２０１２年１１月２日, 二○一二年十一月二日."""


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


_OF_THE_REPUBLIC = re.compile(r"(?:中华)?民国\s*(\d{1,3}|[一二三四五六七八九十百零〇]{1,5})\s*年")


def with_western_years(text: str) -> str:
    """A text in simplified characters with 中华民国一百年 as 2011, as long as before.

    >>> with_western_years("自中华民国113年1月1日起"), iso_date(with_western_years("民国八十六年六月二十五日"))
    ('自2024   年1月1日起', '1997-06-25')
    """
    return _OF_THE_REPUBLIC.sub(_western_year, text) if "民国" in text else text


def _western_year(match: re.Match[str]) -> str:
    year = str(_BEFORE_THE_REPUBLIC + numeral(match.group(1)))
    room = len(match.group()) - 1
    return f"{year:<{room}}年" if len(year) <= room else match.group()


def days_after(start: str, days: int) -> str:
    """The day that comes so many days after the ISO date `start`.

    >>> days_after("2024-02-20", 30)
    '2024-03-21'
    """
    return date.fromordinal(date.fromisoformat(start).toordinal() + days).isoformat()


def years_after(start: str, years: int) -> str | None:
    """The last day of a period of whole years that begins on the ISO date `start`, None beyond the calendar.

    >>> years_after("2025-05-01", 5), years_after("2024-02-29", 1)
    ('2030-04-30', '2025-02-28')
    """
    begin = date.fromisoformat(start)
    try:
        end = begin.replace(year=begin.year + years)
    except ValueError:
        if begin.year + years > date.max.year:
            return None
        return date(begin.year + years, 2, 28).isoformat()
    return date.fromordinal(end.toordinal() - 1).isoformat()
