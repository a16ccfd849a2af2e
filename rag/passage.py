"""What of a document must be read together with a sentence: its date, who is responsible, the items of its list."""

import re
from collections.abc import Iterator

from index.documents import Span

_ASIDE = re.compile(r"[（(](?P<inside>[^（）()]{2,120})[）)][。\s]*$")
_RESPONSIBLE = re.compile(
    r"负责|牵头|配合|(?:责任|主办|协办|承办|实施)(?:单位|部门)"
    r"|^[^，。；：\d]{1,14}[委局办厅部会院府署处](?:、[^，。；：\d]{1,14}[委局办厅部会院府署区]){0,9}$"
)
_LEAD = re.compile(r"(?:[到至]|截至)?\d{4}年(?:\d{1,2}月)?(?:底|末|前|之前|以前|初|上半年|下半年)?[，,]")
_MARKS = (
    re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]"),
    re.compile(r"[一二三四五六七八九十]{1,3}、"),
    re.compile(r"[（(]\d{1,2}[）)]"),
    re.compile(r"\d{1,2}[．.、](?!\d)"),
    re.compile(r"[①-⑳]"),
    re.compile(r"——"),
    re.compile(r"[-*•·]\s"),
    re.compile(r"[一二三四五六七八九十]是"),
)
"""How the items of a list begin."""
_INTRODUCES = re.compile(r"[：:]$|(?:如下|下列[^。；，]{0,10}|(?<![及或])以下[^。；，\d]{0,8})。?$")
_MOST = 40  # items of one list


def paragraph(text: str, span: Span) -> Span:
    """The line of the text that the span begins in."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.start)
    return Span(start, len(text) if end < 0 else max(end, span.end))


def responsible(text: str, span: Span) -> Span | None:
    """The aside at the end of the span's paragraph that names who is responsible for what it says, if there is one.

    >>> text = "支持企业建设平台。给予补助。（责任单位：市科委、市财政局）"
    >>> found = responsible(text, Span(0, 9)); text[found.start : found.end]
    '（责任单位：市科委、市财政局）'
    """
    whole = paragraph(text, span)
    aside = _ASIDE.search(text, whole.start, whole.end)
    if aside is None or not _RESPONSIBLE.search(aside["inside"]):
        return None
    return Span(aside.start(), aside.start() + len(aside.group().rstrip("。 \t　\r")))


def lead(text: str, span: Span) -> Span | None:
    """The date at the beginning of the span's paragraph, which holds for all of it, when the span comes after it.

    >>> text = "到2015年，营业收入翻番；培育百家企业。"
    >>> found = lead(text, Span(13, 20)); text[found.start : found.end]
    '到2015年，'
    """
    start = paragraph(text, span).start
    start += len(text[start : span.start]) - len(text[start : span.start].lstrip())
    date = _LEAD.match(text, start)
    return Span(start, date.end()) if date and date.end() <= span.start else None


def items(text: str, span: Span) -> tuple[Span, ...]:
    """The items of the list that the span introduces, in order, each without white space; empty when it does not.

    >>> text = "具备下列条件：\\n（一）身体健康；\\n（二）廉洁自律。\\n其他。"
    >>> [text[item.start : item.end] for item in items(text, Span(0, 7))]
    ['（一）身体健康；', '（二）廉洁自律。']
    """
    if not _INTRODUCES.search(text[span.start : span.end].rstrip()):
        return ()
    found: list[Span] = []
    mark: re.Pattern[str] | None = None
    for piece in _pieces(text, span.end):
        mark = mark or next((m for m in _MARKS if m.match(text, piece.start)), None)
        if mark is None or not mark.match(text, piece.start) or len(found) == _MOST:
            break
        found.append(piece)
    return tuple(found) if len(found) > 1 else ()


def _pieces(text: str, start: int) -> Iterator[Span]:
    """What follows, line by line; the items 一是…；二是… of one line one by one."""
    at = start
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        line = text[at:end]
        if line.strip():
            begins = [m.start() for m in re.finditer(r"(?:(?<=[。；：])|^)\s*[一二三四五六七八九十]是", line)]
            cuts = begins if begins and not line[: begins[0]].strip() else [0]
            for left, right in zip(cuts, [*cuts[1:], len(line)], strict=True):
                piece = line[left:right]
                lead = len(piece) - len(piece.lstrip())
                yield Span(at + left + lead, at + left + lead + len(piece.strip()))
        at = end + 1


def introduction(text: str, span: Span) -> Span | None:
    """The line that introduces the list of which the span is an item, if it is one.

    >>> text = "具备下列条件：\\n（一）身体健康；\\n（二）廉洁自律。"
    >>> found = introduction(text, Span(17, 25)); text[found.start : found.end]
    '具备下列条件：'
    """
    line = paragraph(text, span)
    mark = next((m for m in _MARKS if m.match(text[line.start : line.end].lstrip())), None)
    for _ in range(_MOST if mark else 0):
        end = line.start - 1
        if end <= 0:
            return None
        line = Span(text.rfind("\n", 0, end) + 1, end)
        said = text[line.start : line.end]
        if _INTRODUCES.search(said.rstrip()):
            lead = len(said) - len(said.lstrip())
            return Span(line.start + lead, line.start + lead + len(said.strip()))
        if said.strip() and mark and not mark.match(said.lstrip()):
            return None
    return None
