"""Chinese numerals → numbers."""

import re

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_DECIMAL = re.compile(r"\d+")
_UNITS = {"十": 10, "百": 100, "千": 1000}
_YEAR_DIGITS = str.maketrans("〇零○OＯ一二三四五六七八九", "00000123456789")


def decimal_digits(text: str) -> str:
    """Numerals that stand for one digit each, as in years, written as digits.

    >>> decimal_digits("二○一二年")
    '2012年'
    """
    return text.translate(_YEAR_DIGITS)


def numeral(text: str) -> int:
    """The integer that the numerals in `text` write, 0 without any.

    >>> numeral("（二十一）"), numeral("第十条"), numeral("3．"), numeral("第一百零二条")
    (21, 10, 3, 102)
    """
    decimal = _DECIMAL.search(text)
    if decimal:
        return int(decimal.group())
    total = digit = 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _UNITS:
            total += max(digit, 1) * _UNITS[character]
            digit = 0
    return total + digit


def chinese(number: int) -> str:
    """A number from 1 to 99 in Chinese numerals, larger ones in figures.

    >>> chinese(2), chinese(10), chinese(15), chinese(21), chinese(100)
    ('二', '十', '十五', '二十一', '100')
    """
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    return f"{digits[tens] if tens > 1 else ''}{'十' if tens else ''}{digits[ones] if ones else ''}"
