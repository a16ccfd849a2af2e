"""Word's automatic numbering: the numbers that a DOCX file only describes, written out."""

from collections.abc import Callable
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")) + (
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


def chinese(number: int) -> str:
    """A number below 10,000 in Chinese numerals.

    >>> [chinese(number) for number in (3, 10, 21, 102, 110, 2010)]
    ['三', '十', '二十一', '一百零二', '一百一十', '二千零一十']
    """
    if not 0 < number < 10_000:
        return str(number)
    text, skipped = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("零" if skipped and text else "") + _DIGITS[digit] + name
        skipped = not digit
    return text.removeprefix("一") if text.startswith("一十") else text


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _of(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if 0 < number <= len(signs) else str(number)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02}",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperRoman": _roman,
    "decimalEnclosedCircle": _of(_CIRCLED),
    "decimalEnclosedCircleChinese": _of(_CIRCLED),
    "decimalFullWidth": lambda number: str(number).translate({ord("0") + i: 0xFF10 + i for i in range(10)}),
    "ideographTraditional": _of(_STEMS),
    "ideographZodiac": _of(_BRANCHES),
    "ideographDigital": lambda number: "".join(_DIGITS[int(digit)] for digit in str(number)),
    "japaneseDigitalTenThousand": lambda number: "".join(_DIGITS[int(digit)] for digit in str(number)),
    **dict.fromkeys(
        ["chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand"]
        + ["taiwaneseCounting", "ideographLegalTraditional", "chineseLegalSimplified"],
        chinese,
    ),
    "none": lambda number: "",
}


class Numbering:
    """The counters of a document's lists, in the order of its paragraphs."""

    def __init__(self, root: Any | None) -> None:
        """`root` is the `w:numbering` element, None for a document without lists."""
        self._levels: dict[str, dict[int, Any]] = {}  # by list, by level
        self._list_of: dict[str, str] = {}  # what paragraphs refer to → the list whose count it shares
        self._starts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()
        if root is None:
            return
        for abstract in root.findall(f"{_W}abstractNum"):
            levels = {int(level.get(f"{_W}ilvl", "0")): level for level in abstract.findall(f"{_W}lvl")}
            self._levels[abstract.get(f"{_W}abstractNumId", "")] = levels
        for number in root.findall(f"{_W}num"):
            identity = number.get(f"{_W}numId", "")
            self._list_of[identity] = _value(number, "abstractNumId") or ""
            for override in number.findall(f"{_W}lvlOverride"):
                start = _value(override, "startOverride")
                if start is not None:
                    self._starts[identity, int(override.get(f"{_W}ilvl", "0"))] = int(start)

    def next(self, identity: str, level: int) -> str:
        """The number of the next paragraph of that list and level, with what follows it; empty for a bullet."""
        abstract = self._list_of.get(identity, "")
        levels = self._levels.get(abstract, {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(abstract, {})
        if identity not in self._begun:
            self._begun.add(identity)
            for (owner, restarted), start in self._starts.items():
                if owner == identity:
                    counts[restarted] = start - 1
        counts[level] = counts.get(level, _start(levels[level]) - 1) + 1
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        if _value(levels[level], "numFmt") == "bullet":
            return ""
        text = _value(levels[level], "lvlText") or ""
        legal = levels[level].find(f"{_W}isLgl") is not None
        for each, definition in levels.items():
            kind = "decimal" if legal else _value(definition, "numFmt") or "decimal"
            number = counts.get(each, _start(definition))
            text = text.replace(f"%{each + 1}", _FORMATS.get(kind, str)(number))
        follows = _value(levels[level], "suff")
        return text if not text or follows == "nothing" or text.endswith(("、", "）", ")", "．")) else f"{text} "


def _start(level: Any) -> int:
    return int(_value(level, "start") or 1)


def _value(element: Any, name: str) -> str | None:
    child = element.find(f"{_W}{name}")
    value = None if child is None else child.get(f"{_W}val")
    return None if value is None else str(value)
