"""The year by which what a paragraph says from there on is to be reached: 2027年前, until it names another one."""

import re
from collections.abc import Collection

_BY = re.compile(
    r"(?:^|[。;,、\s])(?:力争|确保|争取|预计|计划)?[到至在]?(?P<year>(?:19|20)\d\d)年?(?:年?[底末]|之?前|以前|(?<=年)(?=[,,]))"
)
_ANY = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|十[一二三四五六七]五")
_ASKED = re.compile(r"[到至]了?(?P<to>(?:19|20)\d\d)年|(?P<by>(?:19|20)\d\d)年?(?:底|末|前|要)")


def years_to_reach(asked: str) -> frozenset[str]:
    """The years by which the normalised question asks what is to be reached.

    >>> sorted(years_to_reach("2030年前要引育多少家?")), sorted(years_to_reach("2023年发布的文件要建多少家?"))
    (['2030'], [])
    """
    return frozenset(match["to"] or match["by"] for match in _ASKED.finditer(asked))


def is_by_another_year(years: Collection[str], said: str, before: str) -> bool:
    """Whether a sentence that names no year stands in a paragraph of which what is `before` last says by which year,
    and that is none of these.

    >>> is_by_another_year({"2030"}, "引育5家企业。", "2027年前,实现脑控。完成试验。")
    True
    >>> is_by_another_year({"2030"}, "引育5家企业。", "2027年前,实现脑控。2030年前,实现控脑。")
    False
    """
    if not years or _ANY.search(said):
        return False
    last = max(_BY.finditer(before), key=lambda match: match.start(), default=None)
    return last is not None and last["year"] not in years
