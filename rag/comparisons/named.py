"""Places or documents that a question names to be compared, and what it asks of each: 江西、辽宁和浙江哪里最高."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.documents import DocumentInfo
from rag.comparisons.aspects import Aspect, asks_of_each, aspects_asked
from rag.language.terms import normalise
from rag.scoping.classes import GENRES
from rag.scoping.described import described_in
from rag.scoping.laws import laws_in
from rag.scoping.scope import regions_of
from rag.scoping.versions import versions_in
from rag.scoping.whereabouts import mentions

_JOINS = re.compile(r"[省市县区]?(?:\([^()]{1,12}\))?(?:以及|还有|[、,和与及跟同])+(?:[在对给由向按]|到了?)?")
_THAN = re.compile(r"[省市]?(?P<said>[里中]?的?[^,。?;:]{0,24}?)(?:相?比(?![较例重])(?:起)?|跟|和|与|同)")
_BEHIND_THAN = re.compile("[省市]?(?:的|的?[这那]一?[份个])?(?:相比|比起来|比较|比)?(?:起来)?")
_MEASURED_BY = "[省市]?(?:[两二三四五六七八][省市地])?的?(?:相比|比)"
_COMPARED = re.compile("^(?:相?比(?:较|起来)?|来说)(?=,)")
_LEFT_OUT = re.compile("[省市]?的(?=[,有哪谁各]|一样|分别|是否|相同|差)")
_COUNT = re.compile(r"的?[这那]?(?:[二两三四五六七八\d]|几)(?:[份个部项座家]|省|市|地)[省市地区县]?(?:都|里面?|中)?")
_MARKS = str.maketrans("", "", "《》\"' ")
_COMMON = re.compile(
    "共同|(?:哪|什么)[^,。?]{0,6}(?<!不)(?:相同|一样)|都(?:有|提到|写了)的|重合|交集|多[出了列写提]+哪一?[个项条]"
)
"""What several have in common, or one that one of them has besides, is not told by each alone."""
_MORE_OF = re.compile("(?:要|还)?多(?:出|了|列|写|提)+了?(?=哪|什么)")
_THAN_AHEAD = re.compile(r"^(?:相?比(?:起|较)?|[跟和与])(?=\0)")
"""吉林比湖南多了什么门槛, 比起湖南,吉林多提了哪些."""
_NEW_AND_OLD = re.compile(
    r"(?:新、?旧|旧、?新)(?:两[部版个])?的?([\u4e00-\u9fff]{0,10}?(?:法典?|条例|办法|规定|细则|版)(?![律规治院定]))"
)
"""新旧公司法."""
_OF_A_KIND = re.compile(
    rf"(?P<items>[^,。;:?]{{2,40}}?[、和与及][^,。;:?]{{2,20}}?)(?:[这那]?[两二三四五六七八九十\d]+[份部个])的?(?:{GENRES}|计划|文件)"
)
"""甲和乙两份方案."""
_THAT = "那份"


@dataclass(frozen=True, slots=True)
class NamedSide:
    """One of the things compared, as the question calls it: the documents of a region, or those `documents`, or what is
    said of a `year`; without any a thing that documents speak of, `exact` where it is a condition (满十年), which other
    figures are like."""

    name: str
    region: str | None = None
    documents: tuple[str, ...] = ()
    exact: bool = False
    year: int | None = None


@dataclass(frozen=True, slots=True)
class NamedSides:
    """Two sides or more, in the question's order, and one aspect or more; `each` where the question says that it asks
    of each or how they differ, not only which of them it is."""

    sides: tuple[NamedSide, ...]
    aspects: tuple[Aspect, ...]
    each: bool = True

    def and_of(self, also: str, documents: Sequence[DocumentInfo]) -> "NamedSides":
        """The same with what `…呢` behind it asks of too: another place or document, or another case of each side."""
        if more := [m.side for m in mentioned_in(also, documents) if m.side not in self.sides]:
            return replace(self, sides=(*self.sides, *more))
        cases = (replace(a, label=also, question=f"{also}{a.question}") for a in self.aspects)
        return replace(self, aspects=(*self.aspects, *cases))


def named_sides(text: str, documents: Sequence[DocumentInfo]) -> NamedSides | None:
    """What a question asks of each of several places or documents that it names; None where it names no such list.

    >>> named_sides("甲规划比乙规划多出哪一项?", []) is None
    True
    """
    asked = _NEW_AND_OLD.sub(r"旧\1和新\1", normalise(text).strip())
    if _COMMON.search(asked):
        return None
    found = _mentions_listed(asked, documents)
    if found is None and _OF_A_KIND.search(asked):
        each = _OF_A_KIND.sub(lambda m: re.sub("(?<=.)(?=[、和与及])|$", _THAT, m["items"]), asked)
        found = _mentions_listed(each, documents)
    if found is None:
        return None
    sides, rest = tuple(replace(side, name=side.name.removesuffix(_THAT)) for side in found[0]), found[1]
    rest = _MORE_OF.sub("有", _THAN_AHEAD.sub("", rest))
    aspects = aspects_asked(rest)
    return NamedSides(sides, tuple(aspects), asks_of_each(rest)) if aspects else None


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a text names a place or describes a document."""

    start: int
    end: int
    side: NamedSide

    def is_same(self, other: "Mention") -> bool:
        return (self.side.region, self.side.documents) == (other.side.region, other.side.documents)


def mentioned_in(text: str, documents: Sequence[DocumentInfo]) -> list[Mention]:
    """The places of which there are documents and the documents that a text names, in order."""
    indexed = regions_of(documents)
    versions = versions_in(text, documents)
    others = (d for d in described_in(text, documents) if not any(map(d.overlaps, versions)))
    called = [*versions, *others]
    called += (d for d in laws_in(text, documents) if not any(map(d.overlaps, called)))
    called.sort(key=lambda d: d.start)
    names = [text[d.start : d.end].translate(_MARKS) for d in called]
    found = [Mention(d.start, d.end, NamedSide(n, None, d.documents)) for d, n in zip(called, names, strict=True)]
    at, holder = 0, None
    for word, region in mentions(text, indexed):
        start = text.find(word, at)
        if start < 0 or region.name not in indexed:
            continue
        at = start + len(word)
        if any(d.start <= start < d.end for d in called):
            continue
        last = next((m for m in found if m.side.region and m.end == start), None)
        if last and holder and region.lies_in(holder):  # 泰州市海陵区 is one place
            found.remove(last)
            start = last.start
        found.append(Mention(start, at, NamedSide(text[start:at], region.name)))
        holder = region
    return sorted(found, key=lambda m: m.start)


def _mentions_listed(text: str, documents: Sequence[DocumentInfo]) -> tuple[tuple[NamedSide, ...], str] | None:
    """The places and documents of a list, or of which one is measured by another, and the question with NUL in their
    place."""
    spans = mentioned_in(text, documents)
    for first in range(len(spans)):
        run = [spans[first]]
        for span in spans[first + 1 :]:
            between = text[run[-1].end : span.start]
            both = run[-1].side.region and span.side.region
            if not (_JOINS.fullmatch(between) or (both and not between)):
                break
            run.append(span)
        before = spans[first - 1] if first else None
        than = _THAN.fullmatch(text, before.end, run[0].start) if before and run[0].start > before.end else None
        if before and than and re.match(_MEASURED_BY, text[run[-1].end :]):
            behind = re.sub(
                "^[省市]?(?:[两二三四五六七八][省市地])?的?(?:相比|比)(?:起来|较)?", "", text[run[-1].end :]
            )
            return tuple(m.side for m in (before, *run)), f"{text[: before.start]}\0{than['said']}{behind}"
        if any(not m.is_same(run[0]) for m in run):
            behind = re.sub(r"^[省市县区](?=[^域级])|^\([^()]{1,12}\)|^(?:里面?|中)", "", text[run[-1].end :])
            behind = _COMPARED.sub("", behind)
            rest = _COUNT.sub("", behind, count=1) if _COUNT.match(behind) else behind
            return tuple(m.side for m in run), f"{text[: run[0].start]}\0{rest}"
    for one, other in zip(spans, spans[1:], strict=False):
        than = _THAN.fullmatch(text, one.end, other.start)
        behind = text[other.end :]
        left_out = than and than["said"].startswith("的") and _LEFT_OUT.match(behind)  # 湖南的补贴和四川的有何不同
        again = than and than["said"] and behind.startswith(than["said"])  # 湖南的目标和四川的目标
        if than and again and not one.is_same(other):
            return (one.side, other.side), f"{text[: one.start]}\0{behind}"
        measured = than and ("比" in than.group() or re.match("[省市]?的?(?:相比|比)", behind))
        if than and not one.is_same(other) and (measured or left_out):
            rest = (_LEFT_OUT if left_out else _BEHIND_THAN).sub("", behind, count=1)
            return (one.side, other.side), f"{text[: one.start]}\0{than['said']}{rest}"
    return None
