"""Documents that a question tells apart by their years: 2003年的婚姻登记条例 and 2025年的, 2007年的老法和2022年新版."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from index.documents import DocumentInfo
from index.lexicon import bigrams, fold_text
from rag.language.dates import YEAR
from rag.remembered import RememberedOf
from rag.scoping.classes import GENRES
from rag.scoping.described import Described
from rag.scoping.editions import years_of
from rag.scoping.mentioned import short_title

_KIND = rf"(?:{GENRES}|法典?|规则|规程|章程|标准|指南|目录|文件)"
_NAMED = re.compile(
    r"(?<![\d.-])(?P<year>(?:19|20)\d\d)年?(?:修订|修正|公布|发布|出台|印发|施行)?(?P<of>的)?(?:那一?[部份个版])?(?:的)?"
    rf"(?:[新老旧原现](?=版|{_KIND}|[\u4e00-\u9fff]{{2,12}}?{_KIND})|(?<=年)(?=版))?"
    rf"(?:(?P<bare>版本?)|(?P<called>[^\d,。?;:、!和与跟同及比较对向给在按]{{0,12}}?{_KIND}))?(?![生人])"
)
_AGED = re.compile(
    rf"(?P<age>[旧新]|老(?!年|旧)|修[订正改][前后])(?:版|的|版的)?(?P<called>[^\d,。?;:、!和与跟同及比较对向给在按新老旧]{{0,12}}?{_KIND}|(?<=版)|(?<=前)|(?<=后))"
)
"""旧公司法, 新法, 修订后: the first and the last version."""
_OLD = "旧老前"
_MOST = 40  # documents of a year that a bare year may mean
_SAID = 0.5  # share of a title's character pairs that the question has
_WHOSE = ("", "中央", "国家")  # what tells whose the documents of a year are rather than what they are about


class _Versions:
    """The documents by the years that tell their versions apart, and by their titles."""

    def __init__(self, documents: Sequence[DocumentInfo]) -> None:
        self.of_year: dict[int, list[DocumentInfo]] = defaultdict(list)
        of_title: dict[str, dict[int, list[DocumentInfo]]] = defaultdict(lambda: defaultdict(list))
        for info in documents:
            for year in _own_years(info.source, years_of(info)):
                self.of_year[year].append(info)
                of_title[short_title(info.metadata.title or "")][year].append(info)
        self.of_title = {title: of for title, of in of_title.items() if title and len(of) > 1}


_versions_of = RememberedOf[Sequence[DocumentInfo], _Versions](_Versions, most=16)


@lru_cache(maxsize=100_000)
def _own_years(source: str, stated: tuple[int, ...]) -> tuple[int, ...]:
    """The years of a version: those in the name of its file, which tells when it was amended, else those it states."""
    return tuple(dict.fromkeys(map(int, YEAR.findall(fold_text(source))))) or stated


@dataclass(frozen=True, slots=True)
class _Year:
    start: int
    end: int
    year: int
    called: str
    kind: str


def versions_in(text: str, documents: Sequence[DocumentInfo]) -> list[Described]:
    """Where a normalised question names documents by two years or more, with those that it means by each; empty where
    it does not, or of one of the years there is none.

    >>> from index.documents import Metadata
    >>> stated = Metadata(title="甲税条例")
    >>> known = [DocumentInfo(y, f"{y}.md", f"甲条例({y})", "0", 1, 1, stated) for y in ("2003", "2025")]
    >>> [d.documents for d in versions_in("甲税要交多少,2003年的条例跟2025年的对照说说", known)]
    [('2003',), ('2025',)]
    >>> [d.documents for d in versions_in("旧的甲税条例和新条例,甲税各交多少", known)]
    [('2003',), ('2025',)]
    >>> versions_in("2003年和2025年甲税各交多少", known)
    []
    """
    if aged := _aged_in(text, _versions_of.of(documents)):
        return aged
    named = [m for m in _NAMED.finditer(text) if m["called"] or m["bare"] or m["of"]]
    found = [_Year(m.start(), m.end(), int(m["year"]), *_topic_and_kind(m["called"] or "")) for m in named]
    years = {each.year for each in found}
    by_kind = any(m["called"] or m["bare"] for m in named)
    if len(years) < 2 or not by_kind:
        return []
    of_year = _versions_of.of(documents).of_year
    meant = _of_one_title(text, years, of_year) or _of_names(found, of_year)
    if not all(0 < len(meant.get(year, ())) <= _MOST for year in years):
        return []
    return [Described(each.start, each.end, tuple(d.id for d in meant[each.year])) for each in found]


def _aged_in(text: str, versions: _Versions) -> list[Described]:
    """The versions of one document that a question calls old and new, or one of them by its year."""
    years = [(m.start(), m.end(), int(m["year"])) for m in _NAMED.finditer(text)]
    aged = [m for m in _AGED.finditer(text) if not any(m.start() < end and start < m.end() for start, end, _ in years)]
    title = (_most_said(text, versions.of_title) or "") if aged else ""
    aged = [m for m in aged if _is_called(m["called"], title)]
    of = versions.of_title.get(title, {})
    ends = [(m.start(), m.end(), min(of) if m["age"][-1] in _OLD else max(of)) for m in aged if of]
    meant = sorted([*years, *ends])
    if len({year for *_, year in meant}) < 2 or not all(year in of for *_, year in meant):
        return []
    return [Described(start, end, tuple(d.id for d in of[year])) for start, end, year in meant]


def _is_called(called: str, title: str) -> bool:
    """Whether a name is that of a title or nothing but its kind: 公司法, 新法."""
    own = set(bigrams(called)) if not re.fullmatch(_KIND, called) else set()
    return 2 * len(own & set(bigrams(title))) >= len(own)


def _of_one_title(
    text: str, years: set[int], of_year: dict[int, list[DocumentInfo]]
) -> dict[int, list[DocumentInfo]] | None:
    """For each year the document of the title that the question says most of, of those that have one of each year."""
    titles = [{short_title(d.metadata.title or "") for d in of_year.get(year, [])} for year in years]
    title = _most_said(text, set.intersection(*titles))
    if title is None:
        return None
    return {year: [d for d in of_year[year] if short_title(d.metadata.title or "") == title] for year in years}


def _most_said(text: str, titles: Iterable[str]) -> str | None:
    """The title of which the text says most; None where it says little of each, or of what it is about.

    >>> _most_said("养犬管理条例新版和旧版", ["农药管理条例"]), _most_said("农药管理条例新旧版", ["农药管理条例"])
    (None, '农药管理条例')
    """
    pairs = set(bigrams(text))
    said = {title: _share(title, pairs) for title in titles if title and _share(_topic(title), pairs) >= _SAID}
    title = max(said, key=lambda each: (said[each], len(each)), default="")
    return title if title and said[title] >= _SAID else None


def _share(title: str, pairs: Set[str]) -> float:
    own = set(bigrams(title))
    return len(own & pairs) / max(len(own), 1)


def _topic(title: str) -> str:
    """What a title is about: 农药 of 农药管理条例."""
    topic = re.sub(rf"(?:实施|(?:监督)?管理)?{_KIND}$", "", title)
    return topic if len(topic) > 1 else title


def _of_names(found: Sequence[_Year], of_year: dict[int, list[DocumentInfo]]) -> dict[int, list[DocumentInfo]]:
    """For each year the documents that are called so; where nothing but the year is said, those of the same titles, or
    of those whose all are meant of another year."""
    named = [each for each in found if each.called or each.kind]
    meant = {each.year: _called(each, of_year.get(each.year, [])) for each in named}
    titles = {short_title(d.metadata.title or "") for documents in meant.values() for d in documents}
    for year in (each.year for each in found if each.year not in meant):
        of = of_year.get(year, [])
        whose = next((each for each in named if each.called in _WHOSE), None)
        meant[year] = _called(whose, of) if whose else [d for d in of if short_title(d.metadata.title or "") in titles]
    return meant


def _called(named: _Year, documents: Sequence[DocumentInfo]) -> list[DocumentInfo]:
    """The documents that are called so: those whose titles have most of it, of these those of the kind, of these those
    of the shortest title; all of the kind where nothing tells what they are about."""
    titles = {d.id: short_title(d.metadata.title or "") for d in documents}
    if named.called in _WHOSE and named.kind != "标准":
        of = [d for d in documents if not (named.called and d.metadata.region)]
        return [d for d in of if named.kind in ("", "文件") or titles[d.id].endswith(named.kind)]
    own = set(bigrams(named.called if len(named.called) > 1 else named.called + named.kind))
    held = {d.id: len(own & set(bigrams(titles[d.id]))) for d in documents}
    most = max(held.values(), default=0)
    best = [d for d in documents if held[d.id] == most] if 2 * most > len(own) else []
    best = [d for d in best if titles[d.id].endswith(named.kind)] or best
    shortest = min((len(titles[d.id]) for d in best), default=0)
    return [d for d in best if len(titles[d.id]) == shortest]


def _topic_and_kind(called: str) -> tuple[str, str]:
    """What a document is called, taken apart.

    >>> _topic_and_kind("环境噪声法"), _topic_and_kind("文件")
    (('环境噪声', '法'), ('', '文件'))
    """
    kind = re.search(rf"{_KIND}$", called)
    return (called[: kind.start()], kind.group()) if kind else (called, "")
