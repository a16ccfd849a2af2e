"""Numbers as texts write them, in Chinese numerals and in figures, and how items are numbered with them."""

import re

DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
MULTIPLIERS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_DECIMAL = re.compile(r"\d+")
_FIGURES = re.compile(r"\d[\d,.]*")
_PART = re.compile(r"\d+[十百千万亿]+")
_SUMMED = re.compile(rf"(?:{_PART.pattern}){{2,}}")
_ONE_TO_TEN = "一二三四五六七八九十"
ITEM_NUMBERS = (
    rf"[（(][{_ONE_TO_TEN}]{{1,3}}[）)]",
    rf"[{_ONE_TO_TEN}]{{1,3}}、",
    r"[（(]\d{1,2}[）)]",
    r"\d{1,2}[．.、](?!\d)",
)
"""How items are numbered, as parts of patterns: （一） 一、 （1） 1."""
_COUNT = rf"[^\S\n]?(?:[{_ONE_TO_TEN}百千零〇]+|\d+(?:-\d+)?)[^\S\n]?"
ARTICLE_NUMBER = rf"第{_COUNT}条(?:之[{_ONE_TO_TEN}百千零〇]+)?"
"""How articles are numbered, as a part of patterns: 第三条, 第三条之一, and in Taiwan 第 3 条, 第 3-1 条."""
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
        if character in DIGITS:
            digit = DIGITS[character]
        elif character in "十百千":
            total += max(digit, 1) * MULTIPLIERS[character]
            digit = 0
    return total + digit


def written_number(text: str) -> float:
    """The number that figures or Chinese numerals write, with what multiplies it.

    >>> written_number("1.5万"), written_number("二十"), written_number("6,000万"), written_number("2万5千")
    (15000.0, 20.0, 60000000.0, 25000.0)
    """
    figures = _FIGURES.match(text)
    if figures and _SUMMED.fullmatch(text):
        return sum(map(written_number, _PART.findall(text)))
    if not figures:
        return written_numbers(text)[0]
    value = float(figures.group().replace(",", ""))
    for unit in text[figures.end() :]:
        value *= MULTIPLIERS.get(unit, 1)
    return value


def written_numbers(numerals: str) -> list[float]:
    """The numbers that a run of Chinese numerals writes; 十二五 are two.

    >>> written_numbers("二○一二"), written_numbers("一千一百五十七亿"), written_numbers("十二五")
    ([2012.0], [115700000000.0], [12.0, 5.0])
    """
    if all(c in DIGITS for c in numerals):
        return [float("".join(str(DIGITS[c]) for c in numerals))]
    values: list[float] = []
    total = section = 0.0  # floats: a run of 亿 grows to infinity instead of failing
    digit: int | None = None
    for character in numerals:
        if character in DIGITS:
            if digit:
                values.append(float(total + section + digit))
                total = section = 0.0
            digit = DIGITS[character]
        elif MULTIPLIERS[character] < 10_000:
            section += (1 if digit is None else digit) * MULTIPLIERS[character]
            digit = None
        else:
            total = (total + section + (digit or 0) or 1) * MULTIPLIERS[character]
            section, digit = 0.0, None
    return [*values, float(total + section + (digit or 0))]


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
