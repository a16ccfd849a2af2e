"""Documents that a question describes by words of their titles, their year, issuer and kind: 21年的一号文件."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from index.documents import DocumentInfo, Span
from index.lexicon import fold_text, fold_texts
from rag.remembered import RememberedOf
from rag.scoping.classes import GENRES, title_of
from rag.scoping.editions import years_of
from rag.scoping.scope import is_of, regions_of
from rag.scoping.whereabouts import mentions

_KIND = re.compile(
    rf"一号文件|{GENRES}|计划|报告|指南|公报|要点|法典"
    # 企业的那份 is what an enterprise pays or gets, 那份津贴 no document.
    r"|(?P<that>的?那[份场篇])(?:(?P<called>问答|文件|发布会)|(?<!的那[份场篇])(?!补|奖|津贴|钱|资金|合同|证|材料|工资|保险))"
    rf"(?!{GENRES}|计划|报告|指南)"
)
_NICKNAMES = {"一号文件": "中共中央.*(?:乡村|农业|农村)"}
"""What documents are called that their titles do not say: the first of the year of the party's centre, on farming."""
_YEAR = re.compile(r"(?P<year>(?<!\d)(?:19|20)?\d\d)年度?的?")
_YEAR_BEFORE = re.compile(r"(?<![\d-])(?:19|20)?\d\d年度?的$")
_YEARS_BEFORE = re.compile(r"(?P<year>(?<!\d)(?:19|20)?\d\d)年?的?(?:以及|[、,和与跟同及])+$")
_BREAK = re.compile(r"[,。;:?、!》]")
_GIVEN = re.compile("报告|公报|规划|纲要|要点|一号文件")
"""Kinds of documents, not of things that documents speak of: with a year one is described in words of no title too."""
_SAYS_NOTHING = re.compile("[的省市县区里中在对向于按从由和与了份部我及]|关于|[那这]份|[我本][省市]")
_LONGEST, _SHORTEST = 30, 2  # characters of what describes a document, and of a word of it
_MOST = 2  # documents that one description may mean


@dataclass(frozen=True, slots=True)
class Described(Span):
    """Where a text describes a document, and the ids of those meant."""

    documents: tuple[str, ...]


class _Lines:
    """What documents are found by, a line each: who issued it, its title and the name of its file."""

    def __init__(self, documents: Sequence[DocumentInfo]) -> None:
        self.documents = documents
        told = (f"{d.metadata.issuer or ''} {title_of(d)} {d.name} {d.source}" for d in documents)
        self._text = "\n".join(fold_texts(list(told)))
        for mark in "《》\"'":
            self._text = self._text.replace(mark, "")
        ends = accumulate(len(line) + 1 for line in self._text.split("\n"))
        self._ends = list(ends)

    def having(self, pattern: str) -> list[DocumentInfo]:
        """The documents whose line has the pattern."""
        return [self.documents[bisect_right(self._ends, m.start())] for m in re.finditer(rf"{pattern}.*", self._text)]


_lines_of = RememberedOf[Sequence[DocumentInfo], _Lines](_Lines, most=16)


def described_in(text: str, documents: Sequence[DocumentInfo]) -> list[Described]:
    """The places of a normalised question that describe one document or two, in order; of 21年和23年的一号文件 both.

    >>> from index.documents import Metadata
    >>> known = [
    ...     DocumentInfo(y, y, y, "0", 1, 1, Metadata(title=f"关于{of}的意见", issued_on=f"{y}-01-02"))
    ...     for y, of in (("2021", "推进乡村振兴"), ("2023", "做好教育督导"))
    ... ]
    >>> said = "2021年的意见和教育督导意见,22年的意见"
    >>> [(said[d.start : d.end], d.documents) for d in described_in(said, known)]
    [('2021年的意见', ('2021',)), ('教育督导意见', ('2023',))]
    """
    found: list[Described] = []
    floor = 0
    for kind in _KIND.finditer(text):
        if kind.start() < floor:
            continue
        begins = max(floor, kind.start() - _LONGEST, *(m.end() for m in _BREAK.finditer(text, 0, kind.start())), 0)
        for begin in _starts(text, begins, kind.start()):
            if _YEAR_BEFORE.search(text, 0, begin):
                break  # none is of that year
            if of := described(text[begin : kind.end()], documents):
                floor = kind.end() + (text[kind.end() : kind.end() + 1] == "》")
                found += [*_of_years_before(text, begin, kind.end(), documents), Described(begin, floor, of)]
                break
    return found


def _starts(text: str, begin: int, end: int) -> Iterator[int]:
    """Where a description may begin: at words, and not within a year or at what only joins it."""
    import rjieba

    at = begin
    for word in rjieba.cut(text[begin:end]):
        if not re.match(r"[和与及跟同比还以或在按对从由的]$|以及|还是|按照|根据|比较|对比|请问?|年", word):
            yield at
        at += len(word)


def _of_years_before(text: str, begin: int, end: int, documents: Sequence[DocumentInfo]) -> Iterator[Described]:
    """What is described alike but for the years in front of it: 21年和 in front of 23年的一号文件."""
    year = _YEAR.match(text, begin)
    before = _YEARS_BEFORE.search(text, 0, begin)
    if year and before:
        yield from _of_years_before(text, before.start(), before.start(), documents)
        if of := described(f"{before['year']}年的{text[year.end() : end]}", documents):
            yield Described(before.start(), before.end("year") + text[before.end("year") :].startswith("年"), of)


def described(text: str, documents: Sequence[DocumentInfo]) -> tuple[str, ...]:
    """The ids of the one or two documents that a normalised description means; none where it means none or more.

    Its words stand in this order in who issued the document and its title, and the kind behind them; with a year those
    that no title has may tell more of it (2022年向人大的报告).
    """
    kinds = list(_KIND.finditer(text))
    if not kinds or kinds[-1].end() != len(text):
        return ()
    kind, called = kinds[-1].group(), text[: kinds[-1].start()]
    years = list(_YEAR.finditer(called))
    if len(years) > 1:
        return ()
    year = years[0] if years else None
    called = _YEAR.sub("", called)
    regions = mentions(called, regions_of(documents))
    for word, _ in regions:
        called = re.sub(f"{re.escape(word)}[省市县区州]?(?:的)?", "", called, count=1)
    words = [word for word in _words(called) if not _SAYS_NOTHING.fullmatch(word)]
    if kind in _NICKNAMES:
        words, ends = [], _NICKNAMES[kind]
    elif kinds[-1]["that"]:
        ends = "问答" if kinds[-1]["called"] == "问答" else ""
    else:
        ends = re.escape(kind)
    if not (words or year or regions) or any(len(word) < _SHORTEST for word in words):
        return ()
    lines = _lines_of.of(documents)
    if year and _GIVEN.fullmatch(kind):
        words = [word for word in words if lines.having(re.escape(word))]
    meant = lines.having(".*?".join([*map(re.escape, words), ends]))
    if year:
        of = int(year["year"])
        of += 2000 if of < 100 else 0
        meant = [d for d in meant if of in years_of(d)]
    for word, region in regions[-1:]:
        meant = [d for d in meant if is_of(d, {region.name}) or word in fold_text(d.name)]
    return tuple(d.id for d in meant) if 0 < len(meant) <= _MOST else ()


def _words(text: str) -> list[str]:
    """The words of a text, characters that stand alone put together: 低空."""
    import rjieba

    words: list[str] = []
    single = False
    for word in rjieba.cut(re.sub(r"[《》\"' ()]", "", text)):
        alone = len(word) == 1 and not _SAYS_NOTHING.fullmatch(word)
        if single and alone:
            words[-1] += word
        else:
            words.append(word)
        single = alone
    return words
