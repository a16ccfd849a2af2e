"""Documents that come one a year under one title, and the years of them that a question speaks of: 2018年的报告."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.documents import DocumentInfo
from index.lexicon import fold_text
from rag.language.dates import YEAR
from rag.remembered import RememberedOf

_DATED = re.compile(r"(?<!\d)(?:19|20)\d\d年?度?")
_MET = re.compile(r"^在[^,。]{2,60}届[^,。]{2,40}会议上的")
_KINDS = "报告|公报|要点|计划|安排|规划|方案|意见|通知|讲话|预算|决算|白皮书|蓝皮书|年鉴|年报"
_KIND_AT_END = re.compile(rf"(?:{_KINDS})$")
_ENGLISH = {
    "report": "报告",
    "communique": "公报",
    "bulletin": "公报",
    "plan": "计划",
    "budget": "预算",
    "speech": "讲话",
}
_ONE = r"(?<![\d.])(?:(?:19|20)\d\d|\d\d(?=年|(?:[、,和与及跟~至到-]\d\d)+年))年?度?"
_SEVERAL = rf"{_ONE}(?:(?:[、,和与及跟~至到-]|以及){_ONE})*"
_NAMED = re.compile(
    rf"(?P<years>{_SEVERAL})(?:这[一二两三四五六七八九十几]+年)?的?"
    r"(?!以?[前后来]|之[前后]|起|底|末|初|[上下]半年|\d+月|[一二三四]季度|[到至])"
    rf"(?P<called>[^\d,。?;年]{{0,16}}?(?:{_KINDS})+)(?!病例|期|义务|制度|书|单位|主体|人数?|目标|任务|要求的)"
)
_NAMED_IN_ENGLISH = re.compile(
    rf"(?<!\d)(?P<years>(?:19|20)\d\d)(?:'s)?\s(?P<called>(?:[a-z]+\s){{0,5}}?(?:{'|'.join(_ENGLISH)}))\b"
)
_RANGE = re.compile(r"[~至到-]")
_BESIDE = re.compile(
    "(?:国务院|国家|全国|中央|总理|省长|市长|区长|县长|[\u4e00-\u9fff]{2,5}(?:省|市|区|县|局|厅|部|委)|两会|人大|人民代表大会|会议|大会"
    "|[上所作做的那这份个篇次]|提交|发布|公布|编制|印发)*"
)
"""Who gave it and where, between the year and what it is called."""
_VERBS = frozenset(("计划", "安排", "规划", "预算", "决算", "意见", "通知"))
_NAMES_IT = re.compile(r"[里中内上,。?:;]|提[出到及]|[说讲]|$")
"""What follows a word that may be a verb where it is none: 2024年的安排里, but 2024年安排改造多少."""
_SHORTEST = 2  # characters of what a document is called


@dataclass(frozen=True, slots=True)
class Editions:
    """The documents of the years, with the words that name them; none where there are others of the kind, but none of
    these years."""

    documents: tuple[DocumentInfo, ...]
    spoken: tuple[str, ...]


def years_of(info: DocumentInfo) -> tuple[int, ...]:
    """The years that a document is of: those in its title, else that of its date; none without either.

    >>> from index.documents import Metadata
    >>> def of(**stated): return years_of(DocumentInfo("1", "a", "a", "0", 1, 1, Metadata(**stated)))
    >>> of(title="2021年统计公报", issued_on="2022-02-28"), of(title="政府工作报告", issued_on="2015-03-05")
    ((2021,), (2015,))
    """
    metadata = info.metadata
    titled = tuple(dict.fromkeys(map(int, YEAR.findall(fold_text(metadata.title or "")))))
    dated = metadata.issued_on or metadata.published_on
    return titled or ((int(dated[:4]),) if dated else ())


@lru_cache(maxsize=100_000)
def yearless(title: str) -> str:
    """The folded title without what tells one year's document from another's.

    >>> yearless("2015年政府工作报告"), yearless("在第十一届全国人民代表大会第三次会议上的政府工作报告")
    ('政府工作报告', '政府工作报告')
    """
    return re.sub(r"[\s()\[\]_]+|-$", "", _DATED.sub("", _MET.sub("", fold_text(title))))


def _comes_yearly(title: str) -> bool:
    """Whether documents of the title may come once a year: a statute under one title has several versions instead.

    >>> _comes_yearly("政府工作报告"), _comes_yearly("甲市2021年防汛办法"), _comes_yearly("甲条例")
    (True, True, False)
    """
    folded = fold_text(title)
    return bool(_KIND_AT_END.search(yearless(title)) or YEAR.search(folded))


class _Yearly:
    """Which documents come one a year."""

    def __init__(self, documents: Sequence[DocumentInfo]) -> None:
        self.series: dict[tuple[str, str | None], list[DocumentInfo]] = {}
        for info in documents:
            if info.metadata.title and years_of(info) and _comes_yearly(info.metadata.title):
                self.series.setdefault((yearless(info.metadata.title), info.metadata.region), []).append(info)
        self.series = {key: of for key, of in self.series.items() if len({years_of(d) for d in of}) > 1}
        self.ids = frozenset(info.id for of in self.series.values() for info in of)


_yearly = RememberedOf[Sequence[DocumentInfo], _Yearly](_Yearly, most=16)


def is_yearly(info: DocumentInfo, documents: Sequence[DocumentInfo]) -> bool:
    """Whether it is one of several documents of one title and region and of different years."""
    return info.id in _yearly.of(documents).ids


def editions_in(text: str, documents: Sequence[DocumentInfo]) -> Editions | None:
    """The documents that a normalised question names by what they are and their years: 按2018年的公报, 13年报告里.

    None where it names none, or where no such documents of several years are there.
    """
    series = _yearly.of(documents).series
    found: dict[str, DocumentInfo] = {}
    spoken: list[str] = []
    for match in _NAMED.finditer(text) if series else ():
        told = match["called"] not in _VERBS or "的" in match.group() or _NAMES_IT.match(text, match.end())
        for name in _names(match["called"]) if told else ():
            if meant := [of for (title, _), of in series.items() if _is_called(name, title)]:
                there = {year for of in meant for info in of for year in years_of(info)}
                if years := _years_said(match["years"], there):
                    alike = [*(info for of in meant for info in of), *_others(name, documents, meant)]
                    found |= {info.id: info for info in _of_years(alike, years)}
                    spoken.append(match.group())
                break
    for match in _NAMED_IN_ENGLISH.finditer(text) if series else ():
        name = _ENGLISH[match["called"].split()[-1]]
        if meant := [of for (title, _), of in series.items() if name in title]:
            found |= {info.id: info for of in meant for info in _of_years(of, {int(match["years"])})}
            spoken.append(match.group())
    return Editions(tuple(found.values()), tuple(spoken)) if spoken else None


def _names(called: str) -> Iterator[str]:
    """What the words behind the years may call a document, the longest first; none begins within a word, and none
    leaves out more than who gave it and where.

    >>> list(_names("国务院的统计公报")), list(_names("减贫情况报告"))
    (['国务院的统计公报', '的统计公报', '统计公报'], ['减贫情况报告'])
    """
    import rjieba

    rest = called
    for word in rjieba.cut(called):
        if len(rest) >= _SHORTEST and _BESIDE.fullmatch(called[: len(called) - len(rest)]):
            yield rest
        rest = rest[len(word) :]


def _is_called(name: str, title: str) -> bool:
    """Whether the title, without years, has all words of the name, its last one at the end or before 的通知.

    >>> _is_called("预算报告", "关于中央预算执行情况与中央预算草案的报告"), _is_called("公报", "关于公报的报告")
    (True, False)
    """
    import rjieba

    *words, kind = rjieba.cut(name)
    core = re.sub(r"的?(?:通知|函)$", "", title) if not title.endswith(kind) else title
    return core.endswith(kind) and all(word in title for word in words if word != "的")


def _others(
    name: str, documents: Iterable[DocumentInfo], series: Iterable[Sequence[DocumentInfo]]
) -> list[DocumentInfo]:
    """Documents beside the series that are called so too."""
    known = {info.id for of in series for info in of}
    return [
        info
        for info in documents
        if info.id not in known and info.metadata.title and _is_called(name, yearless(info.metadata.title))
    ]


def _years_said(said: str, there: Iterable[int]) -> set[int]:
    """The years that are named, one by one or from one to another; two figures are a year only where it is there.

    >>> [sorted(_years_said(said, (2017, 2018))) for said in ("2013年至2015年", "2017、18年", "30年")]
    [[2013, 2014, 2015], [2017, 2018], []]
    """
    figures = re.findall(r"\d+", said)
    years = [int(f) if len(f) == 4 else 2000 + int(f) for f in figures]
    named = [year for year, f in zip(years, figures, strict=True) if len(f) == 4 or year in there]
    return set(range(named[0], named[-1] + 1) if named and _RANGE.search(said) else named)


def _of_years(documents: Sequence[DocumentInfo], years: set[int]) -> list[DocumentInfo]:
    """The documents of these years; of several of one title whose titles name two years, those issued in the year."""
    of = [info for info in documents if years & set(years_of(info))]
    last = [info for info in of if years_of(info)[-1] in years]
    return last if any(len(years_of(info)) > 1 for info in of) and last else of
