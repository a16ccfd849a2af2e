"""The dates of documents that a question compares: 湖南的规划和吉林的规划，哪个先印发."""

import re

from index.documents import DocumentInfo
from rag.comparisons.named import NamedSide, NamedSides
from rag.language.fields import DATES, Field, fields_in
from rag.language.terms import terms
from rag.run import Run
from rag.scoping.classes import GENRES

_DOCUMENT = rf"[省市]?的?(?:[这那]?一?[份个家])*(?:{GENRES}|文件|计划|报告|那份|这份)*"
_ISSUED: tuple[Field, ...] = ("issued_on", "published_on")
_COMES_OUT = re.compile(rf"\0(?:{_DOCUMENT})?[,的]?(?:是|发|出)?什么时候(?:出来|出|有|发|推出|问世|面世)?的?\?")
_OF_DOCUMENT = re.compile(
    rf"\0(?:{_DOCUMENT})?|什么时候|何时|哪一?[天年日]|日期|时间|是|的"
    "|(?:落款|成文|印发|签发|签署|发文|出台|发布|公布|公开|施行|实施|生效|执行|失效|到期|下发|出来|发出|[出发])"
)
"""What of a question asks for a date of documents themselves."""


def dates_compared(run: Run, named: NamedSides) -> tuple[Field, list[DocumentInfo]] | None:
    """The date that is asked for of documents of the sides, one of each, and these, where each states it of itself, or
    else the day that each was signed or published on; None where something else is asked for or no date is known."""
    question = named.aspects[0].question
    asked: list[Field] = [name for name in fields_in(question.replace("\0", "")) if name in DATES]
    if not asked and _COMES_OUT.fullmatch(question):
        asked = ["issued_on"]
    if not asked or (not all(side.documents for side in named.sides) and terms(_OF_DOCUMENT.sub("", question))):
        return None  # 湖南的平台什么时候建成
    documents = [info for side in named.sides for info in _one_document(run, side)]
    if len(documents) < len(named.sides):
        return None
    dates = [asked[0], *(_ISSUED if asked[0] in _ISSUED else ())]
    known = [name for name in dates if all(getattr(d.metadata, name) for d in documents)]
    if not known and not all(side.documents for side in named.sides):
        known = [name for name in dates if any(getattr(d.metadata, name) for d in documents)]
    return (known[0], documents) if known else None


def _one_document(run: Run, side: NamedSide) -> list[DocumentInfo]:
    """The document that a side means by name or by the region of which there is no other."""
    if side.documents:
        return [run.infos[identity] for identity in side.documents[:1]]
    of = [info for info in run.index.documents(run.filters) if info.metadata.region == side.region]
    return of if len(of) == 1 else []
