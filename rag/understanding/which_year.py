"""Questions that ask in which years' documents something is said: 哪几年的报告提到X."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.documents import DocumentInfo
from rag.language.which import ALSO, DOCUMENT, NOT, RULE, SAYS
from rag.language.wording import any_of
from rag.scoping.classes import of_genre
from rag.scoping.editions import is_yearly, years_of
from rag.scoping.periods import Utmost, date_of

YEAR = "(?:哪(?:几|些|一)?个?|有几个?)年(?:份|度|头)?"
"""Asks for a year, or for several."""
KIND = rf"{DOCUMENT}|{RULE}|讲话|公报|工作要点|白皮书|年报"
_NOUN = rf"(?P<noun>[\u4e00-\u9fff]{{0,10}}?(?:{KIND}))"
_INSIDE = "(?:里[头面]?|中|当中|之中|上)?"
FIRST = "最早|最先|首次|首度|第一[次回]|头一[次回]"
LAST = "最近(?:的?一[次回])?|最后(?:的?一[次回])?|最新(?:的?一[次回])?|最晚"
_ONCE = rf"(?:{FIRST}|{LAST})"
_PUT = f"(?:{SAYS}|提|使用|用[到过了]|出现|见于|倡导|启动|部署|强调|有(?!多少))"
_STATES = (
    "(?:提[到及出过了]|写[到入进过了明]|讲[到过了]|说[到过了]|谈[到过了]|用[到过了]|出现|见于|载明|列[入为出]|强调)"
)
_END = "(?:[?,。呢啊呀]|$)"

_OF_DOCUMENTS = (
    re.compile(rf"{YEAR}的?{_NOUN}{_INSIDE}{ALSO}{_ONCE}?{NOT}?(?:被|有)?(?:{_PUT})"),
    re.compile(rf"(?:在|于|进了?|入了?|到了?|是){YEAR}的?{_NOUN}"),
    re.compile(rf"{_PUT}[^,。?]{{1,40}}的,?{_NOUN}(?:都|一共|总共|分别|各)*(?:有|是|出自|来自)*{YEAR}的?{_END}"),
    re.compile(rf"{_ONCE}(?!的)[^,。?]{{1,40}}的,?{_NOUN}(?:都|分别)*(?:有|是|出自|来自)*{YEAR}的?{_END}"),
    re.compile(
        rf"{_NOUN}{_INSIDE},?(?:都|一共|总共)?(?:是|有|在)*{YEAR}(?:的)?{ALSO}{_ONCE}?{NOT}?(?:被|有)?(?:{_PUT})"
    ),
    re.compile(rf"{_NOUN}{_INSIDE},?{_ONCE}[^,。?]{{1,40}}?(?:是|在)+{YEAR}"),
    re.compile(rf"(?:从|自){YEAR}(?:开始|起|才)*(?:写|列|载|放)?(?:进|入|在|到)(?:了)?{_NOUN}"),
)
"""哪几年的报告提到X, X出现在哪些年的报告里, 最早提出X的报告是哪年的."""
_OF_YEARS = (
    re.compile(rf"{YEAR}(?:里|中|的时候)?{ALSO}{_ONCE}?{NOT}?(?:被)?{_STATES}"),
    re.compile(rf"{_ONCE}(?:被)?{_STATES}[^,。?]{{0,40}}?(?:是|在)+{YEAR}"),
    re.compile(rf"{_STATES}[^,。?]{{1,40}}的?(?:都)?(?:是|有|在){YEAR}的?{_END}"),
)
"""哪几年提到X: where every document in scope is of a year."""

_SPAN = re.compile(
    r"(?:从|自|在)?(?P<start>(?:19|20)\d\d)年?(?:[至到~-](?P<end>(?:19|20)\d\d)年?(?:期间|之间|间|,)"
    r"|年(?:(?P<after>及?(?:以后|之后|以来|起|后))|(?P<before>及?(?:以前|之前|前))))(?:的)?"
)
"""2015年以后, 2010到2015年间: the years among which those are that are asked for."""
FRAME = any_of(
    re.sub(r"\?P<\w+>", "?:", _SPAN.pattern),
    rf"(?:在)?(?:{KIND}){_INSIDE},?(?:都|一共|总共)?(?:是|有|在)*{YEAR}",
    rf"(?:在|于|从|自|是)*{YEAR}的?(?:[\u4e00-\u9fff]{{0,10}}?(?:{KIND}))?{_INSIDE}(?:首次|才|开始|起|被)*",
    rf"(?:的?(?:政府工作|工作)?(?:{KIND}))?{_INSIDE},?(?:都|一共|总共|分别)*(?:有|是|出自|来自|在)*{YEAR}的?(?={_END})",
    rf"(?:是|在)*{_ONCE}(?:被)?",
)
"""What of such a question is no part of what is said."""


@dataclass(frozen=True, slots=True)
class Years:
    """The documents, by id, among which those are asked for whose years tell them apart; the first or the last of them
    where `utmost`."""

    documents: tuple[str, ...]
    utmost: Utmost | None = None


def years_asked(text: str, documents: Sequence[DocumentInfo]) -> Years | None:
    """The documents of which a normalised question asks for the years; None where it asks for none, or where the
    documents are not of several years.

    Documents that are told apart by nothing but their years need no noun: 哪几年提到X.
    """
    match = next((m for pattern in _OF_DOCUMENTS if (m := pattern.search(text))), None)
    if match is None and not (any(pattern.search(text) for pattern in _OF_YEARS) and _in_series(documents)):
        return None
    meant = [info for info in (_called(match["noun"], documents) if match else documents) if _within(info, text)]
    if len({year_of(info) for info in meant} - {""}) < 2:
        return None
    first, last = re.search(FIRST, text), re.search(LAST, text)
    utmost = Utmost("issued_on", latest=first is None, count=1) if first or last else None
    return Years(tuple(info.id for info in meant), utmost)


def year_of(info: DocumentInfo) -> str:
    """The year that tells a document from others: in its title, or of its date; empty without one."""
    years = years_of(info)
    dated = date_of(info, "issued_on") or info.metadata.effective_on or ""
    return str(years[0]) if len(years) == 1 else dated[:4]


def _within(info: DocumentInfo, text: str) -> bool:
    """Whether the document is of the years that the text leaves: all where it names no span of them."""
    span = _SPAN.search(text)
    if span is None:
        return True
    first = "" if span["before"] else span["start"]
    last = span["end"] or (span["start"] if span["before"] else "9999")
    return first <= year_of(info) <= last


def _called(noun: str, documents: Sequence[DocumentInfo]) -> Sequence[DocumentInfo]:
    """The documents whose titles end as they are called, or that are of this genre; all where none is."""
    ends = [noun[at:] for at in range(len(noun) - 1)]
    return next((found for end in ends if (found := of_genre(documents, end))), documents)


def _in_series(documents: Sequence[DocumentInfo]) -> bool:
    """Whether most documents have the title of another but for its year."""
    return 2 * sum(is_yearly(info, documents) for info in documents) > len(documents)
