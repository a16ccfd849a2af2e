"""What a sentence claims that can be looked up: quantities, dates, document numbers, names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from index.documents import Span
from index.lexicon import fold_text
from index.numerals import DIGITS, MULTIPLIERS, written_number, written_numbers
from index.regions import gazetteer
from rag.language.dates import PLAN

Bound = Literal["min", "max"]

_ENGLISH_UNITS = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_NUMERAL = "".join([*DIGITS, *MULTIPLIERS])
_MEASURE = "个家项户名人位件次条类种大年月日倍成所座处批份区市省县门级层核点"
_LOWER_BEFORE = (
    "不(?:得|应|能|可|宜)?(?:低于|少于|小于)|超过|高于|大于|至少|突破"
    "|at least|more than|over|above|(?:no|not) (?:less|fewer) than"
)
_UPPER_BEFORE = (
    "不(?:得|应|能|可|宜)?(?:超过|高于|多于|大于)|低于|少于|小于|至多|最多|不足"
    "|at most|less than|below|(?:no|not) more than|up to"
)
_QUANTITY = re.compile(
    rf"(?:(?P<max>{_UPPER_BEFORE})|(?P<min>{_LOWER_BEFORE}))?\s?"
    rf"(?P<hundredths>百分之)?"
    rf"(?:(?P<arabic>\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+)(?P<decimals>\.\d+)?|(?P<chinese>[{_NUMERAL}]+))"
    rf"(?P<scale>\s?(?:{'|'.join(_ENGLISH_UNITS)})|[十百千万亿]*)"
    rf"(?P<percent>\s?%|\s?per\s?cent|个百分点|成(?![立为果员都长本功就熟效]))?"
    rf"(?P<after>[^\W\d_]{{0,3}}?(?:及|或)?(?:以上|以下|以内))?"
)
_DATE = re.compile(
    r"(?<!\d)(?P<year>\d{4}|[〇零○一二三四五六七八九]{4})[年/.-](?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})"
    r"(?:[月/.-](?P<day>(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?!\d)))?(?:月|日)?"
)
# A year by its word, at either end of a span of years, or after a Western word of time.
_YEAR = re.compile(
    r"(?<![\d.])(?P<year>(?:19|20)\d\d)(?=\s?[年년г]|-(?:19|20)\d\d(?!\d))|"
    r"(?<=(?:19|20)\d\d-)(?P<last>(?:19|20)\d\d)(?!\d)|"
    r"(?P<chinese>[一二][〇零○一二三四五六七八九]{3})(?=年)|"
    r"\b(?:in|by|since|until|from|to|of|after|before|en|im|jahr|в|к) (?P<western>(?:19|20)\d\d)(?![\d%,])"
)
_MONTHS = [
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
]
_ENGLISH_DATE = re.compile(
    rf"(?:(?P<before>\d{{1,2}})(?:st|nd|rd|th)? ?(?:of )?)?(?P<month>{'|'.join(_MONTHS)})"
    rf"(?: ?(?P<after>\d{{1,2}})(?!\d)(?:st|nd|rd|th)?)?[,\n]? ?(?P<year>\d{{4}})"
)
_MASK = "|"
_CLAUSE_END = re.compile(r"[\n;。!?]")
# Where the next item of a list has a figure, too, each counts its own: 25个国家级中心和60个省级中心.
_ITEM_END = re.compile(r"(\d[^、和及与\n;。!?]{0,40})[、和及与](?=[^、和及与\n;。!?\d]{0,40}\d)")
_DOCUMENT_NUMBER = re.compile(r"([\u4e00-\u9fff]{2})[\[(]?(\d{4})[\])]?第?(\d{1,5})号")
_ORGANISATION = re.compile(
    r"(?P<rest>.*?)(?:委员会|办公厅|办公室|人民政府|政府|管委会|银行|大学|研究院|研究所|公司|协会|学会|集团|法院|检察院|部门|"
    r"中心|(?<![格布结大时全])局|厅|署|委|(?<![全内外各东西南北中局总干])部)"
)
_TITLE = re.compile(r"《([^《》]+)》")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as a value: 1157亿, 20%, 20%以上. `bound` is None where none is stated."""

    value: float
    percent: bool = False
    bound: Bound | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """A quantity with what its clause says before and after it, folded, places and dates left out."""

    quantity: Quantity
    before: str
    after: str

    @property
    def clause(self) -> str:
        return f"{self.before}\n{self.after}"


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A 发文字号 by the end of its 机关代字, its year and its serial: 粤府办〔2012〕101号 → 府办, 2012, 101."""

    agency: str
    year: int
    serial: int


@dataclass(frozen=True, slots=True)
class Claims:
    """Everything in a text that must be found again in what it cites.

    Dates are ISO 8601, months without a day `2012-10`, years alone `2012`. Titles and organisations are folded.
    """

    quantities: frozenset[Quantity] = frozenset()
    dates: frozenset[str] = frozenset()
    document_numbers: frozenset[DocumentNumber] = frozenset()
    regions: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()


def claims_of(text: str) -> Claims:
    """The claims of a text in any script; Chinese numerals count as the numbers that they write.

    >>> claims_of("湖南到二〇一五年建设一百个示范企业").quantities
    frozenset({Quantity(value=100.0, percent=False, bound=None)})
    >>> claims_of("By 12 October 2012").dates
    frozenset({'2012-10-12'})
    """
    folded = fold_text(text)
    nameless, regions = _without_places(text)
    rest, dates = _without_dates(nameless)
    return Claims(
        quantities=frozenset(quantity for quantity, _ in _quantities(rest)),
        dates=dates,
        document_numbers=frozenset(
            DocumentNumber(agency, int(year), int(serial)) for agency, year, serial in _DOCUMENT_NUMBER.findall(folded)
        ),
        regions=regions,
        organisations=frozenset(_organisations(nameless)),
        titles=frozenset(_TITLE.findall(folded)),
    )


def stated_in(text: str) -> list[Stated]:
    """The quantities of a text with their clauses; items of a list that have figures of their own are clauses.

    >>> [(s.quantity.value, s.before, s.after) for s in stated_in("到2015年，新建实验室3个、中心16个")]
    [(3.0, '新建实验室', '个'), (16.0, '中心', '个')]
    """
    rest, _ = _without_dates(_without_places(text)[0])
    rest = PLAN.sub(_MASK, rest)  # the name of a period; it counts nothing
    stated = []
    for clause in _CLAUSE_END.split(_ITEM_END.sub(r"\1\n", rest)):
        for quantity, span in _quantities(clause):
            stated.append(Stated(quantity, clause[: span.start], clause[span.end :]))
    return stated


def _without_places(text: str) -> tuple[str, frozenset[str]]:
    """The folded text, places and commas between clauses masked, and the names of the places."""
    names = list(gazetteer().mentions(text))
    characters = list(text)
    for span, _ in names:
        # Names of places hold numerals that count nothing: 四川, 九江.
        characters[span.start : span.end] = _MASK * len(span)
    # A comma between clauses is not one between thousands, which folding could no longer tell.
    clauses = re.split(r"\n|，|,\s", "".join(characters))
    return "\n".join(map(fold_text, clauses)), frozenset(region.name for _, region in names)


def _without_dates(folded: str) -> tuple[str, frozenset[str]]:
    """The folded text with document numbers and dates masked, and the dates."""
    rest = _DOCUMENT_NUMBER.sub(_MASK, folded)
    dates = set()
    for pattern in (_DATE, _ENGLISH_DATE):
        for match in pattern.finditer(rest):
            dates |= {date} if (date := _iso(match)) else set()
        rest = pattern.sub(lambda match: _MASK if _iso(match) else match.group(), rest)
    dates |= {f"{int(written_number(year)):04d}" for match in _YEAR.finditer(rest) for year in match.groups() if year}
    return _YEAR.sub(_MASK, rest), frozenset(dates)


def _organisations(folded: str) -> Iterator[str]:
    """Names of organisations, short: of 由省物价局会同有关部门 only 物价局, which names one."""
    import rjieba

    before, before_tag = "", "x"
    for word, tag in rjieba.tag(folded):
        match = _ORGANISATION.fullmatch(word)
        if match and match["rest"]:
            yield word
        elif match and (before_tag[0] in "nj" or before_tag == "vn"):
            yield before + word
        before, before_tag = word, tag


def _iso(match: re.Match[str]) -> str | None:
    """The date in ISO 8601, None when it is none: 2012.13 is a number."""
    parts = match.groupdict()
    month = parts["month"]
    number = _MONTHS.index(month) + 1 if month in _MONTHS else int(written_number(month))
    day = parts.get("day") or parts.get("before") or parts.get("after")
    if not 1 <= number <= 12 or (day and not 1 <= written_number(day) <= 31):
        return None
    # 2012-10 may be a range and 12.10 a decimal; a month needs its word.
    if not day and month not in _MONTHS and "月" not in match.group():
        return None
    year = int(written_number(parts["year"]))
    return f"{year:04d}-{number:02d}" + (f"-{int(written_number(day)):02d}" if day else "")


def _quantities(folded: str) -> Iterator[tuple[Quantity, Span]]:
    for match in _QUANTITY.finditer(folded):
        if match["arabic"]:
            values = [written_number(match["arabic"] + (match["decimals"] or ""))]
        elif _counts(match, folded):
            values = written_numbers(match["chinese"])
        else:
            continue
        percent = bool(match["hundredths"] or match["percent"])
        tenths = (match["percent"] or "").startswith("成")
        bound: Bound | None = "min" if match["min"] else "max" if match["max"] else None
        after = match["after"] or ""
        bound = "min" if after.endswith("以上") else "max" if after else bound
        scale = _scale(match["scale"].strip())
        for value in values:
            yield Quantity(value * scale * (10 if tenths else 1), percent, bound), Span(*match.span())


def _counts(match: re.Match[str], folded: str) -> bool:
    """Whether Chinese numerals count something: 两个, 二十, but not 一般 or 千方百计."""
    numerals = match["chinese"]
    if match["hundredths"] or match["percent"] or len(numerals) > 1 and any(c in DIGITS for c in numerals):
        return True
    following = folded[match.end("chinese") : match.end("chinese") + 1]
    return numerals in DIGITS | {"十": 10} and numerals != "一" and following != "" and following in _MEASURE


def _scale(units: str) -> float:
    """What 万亿 or million after a number multiplies it by."""
    return _ENGLISH_UNITS.get(units) or written_number(f"1{units}")
