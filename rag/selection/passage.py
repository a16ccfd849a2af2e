"""What of a document must be read together with a sentence: its date, who is responsible, the items of its list.

Texts may be in traditional characters; they are read in simplified ones, which stand in the same places.
"""

import re
from collections.abc import Iterator

from index.cleaning import sentence_spans, stripped
from index.documents import Span
from index.lexicon import simplified
from index.numerals import ITEM_NUMBERS

_ASIDE = re.compile(r"[（(](?P<inside>[^（）()]{2,120})[）)][。\s]*$")
_RESPONSIBLE = re.compile(
    r"负责|牵头|配合|(?:责任|主办|协办|承办|实施)(?:单位|部门)"
    r"|^[^，。；：\d]{1,14}[委局办厅部会院府署处](?:、[^，。；：\d]{1,14}[委局办厅部会院府署区]){0,9}$"
)
_BODY = r"[\u4e00-\u9fff]{1,14}?[委局办厅部会院府署处](?:等(?:有关|相关)?(?:部门|单位))?"
_DUTY = r"(?:牵头|负责|配合|参与|落实|具体|组织|实施|监督)+"
_DUTIES = rf"(?:由|请)?{_BODY}(?:[、和及与]{_BODY}){{0,12}}(?:按照?(?:各自)?职责(?:分工)?(?:分别)?)?{_DUTY}"
_ALL_DUTY = re.compile(
    rf"{_DUTIES}(?:[，、；]{_DUTIES}){{0,6}}[。；]?"
    r"|(?:责任|牵头|配合|主管|主办|协办|承办|实施|负责|参与|参加|协同|监督)(?:单位|部门|机构|主体)[：:][^\n]{2,200}"
    r"|[（(][^（）()\n]{2,120}[）)]"
)
"""A line or sentence that only names who is responsible for what stands in front of it."""
_SAYS_DUTY = re.compile("负责|牵头|配合|(?:单位|部门|机构|主体)[：:]")
_REACH, _PARAGRAPHS = 400, 3  # code points and paragraphs behind a sentence in which its responsible line may stand
_LEAD = re.compile(r"(?:[到至]|截至)?\d{4}年(?:\d{1,2}月)?(?:底|末|前|之前|以前|初|上半年|下半年)?[，,]")
_MARKS = (
    *map(re.compile, ITEM_NUMBERS),
    re.compile(r"[①-⑳]"),
    re.compile(r"——"),
    re.compile(r"[-*•·]\s"),
    re.compile(r"[一二三四五六七八九十]是"),
)
"""How the items of a list begin."""
_BEGINS = re.compile(r"[：:][^\S\n]*(?=[（(][一1][）)]|①|1[．.、](?!\d)|一是)")
"""What stands before the first item of a list that begins in the line that introduces it."""
_BETWEEN = "。；;：:"
"""What stands before an item in the line of the one before it."""
_INTRODUCES = re.compile(r"[：:]$|(?:如下|下列[^。；，]{0,10}|(?<![及或])以下[^。；，\d]{0,8})。?$")
_MOST = 40  # items of one list
_ROW = re.compile(r"[^\S\n]*[^：|\n]{1,60}：[^|\n]* \| ")
_MOST_ROWS = 60
_INTRODUCES_TABLE = re.compile(r"[：:]$|(?:[下如]表|如下|以下)(?:所示|[（(][^（）()]{0,20}[）)])?[：:。]?$")
"""How a line ends that introduces the table below it."""
_CASE = re.compile(
    r"(?:其中|但是?|且)?[，,]?(?:[^，,。；：:违]{0,10}情节|后果|影响|性质|拒不|拒绝|逾期|经[^，,。；]{0,12}[仍后]|屡教|再次|造成|致使|构成|尚不|有违法所得|没有违法所得|违法所得"
    r"|无违法所得|货值金额|涉案金额|数额|无法)[^，,。；：:]{0,24}的?[，,]"
    r"[^。；]{0,40}?(?:处|罚|责令|吊销|追究|没收|给予|予以|取消|依法|可以|暂扣|撤销)"
)
"""One case of what the sentence before says: 情节严重的，处…"""
_FAR = 600  # code points in front of a case within which stands what it is a case of


def paragraph(text: str, span: Span) -> Span:
    """The line of the text that the span begins in."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.start)
    return Span(start, len(text) if end < 0 else max(end, span.end))


def responsible(text: str, span: Span) -> Span | None:
    """The aside at the end of the span's paragraph that names who is responsible for what it says, or the sentences and
    lines behind it that name nothing else, if there are any.

    >>> text = "支持企业建设平台。给予补助。（责任单位：市科委、市财政局）"
    >>> found = responsible(text, Span(0, 9)); text[found.start : found.end]
    '（责任单位：市科委、市财政局）'
    >>> text = "（一）核查里程。\\n责任单位：省交通厅\\n配合单位：省公安厅\\n（二）其他。"
    >>> found = responsible(text, Span(0, 8)); text[found.start : found.end]
    '责任单位：省交通厅\\n配合单位：省公安厅'
    """
    text = simplified(text)
    whole = paragraph(text, span)
    aside = _ASIDE.search(text, whole.start, whole.end)
    if aside is not None and _RESPONSIBLE.search(aside["inside"]):
        return Span(aside.start(), aside.start() + len(aside.group().rstrip("。 \t　\r")))
    if not _SAYS_DUTY.search(text, span.end, span.end + _REACH):
        return None
    behind = (s for s in sentence_spans(text, span.end, whole.end) if names_only_who(text[s.start : s.end]))
    return next(behind, None) or _lines_of_duty(text, whole.end, names_only_who(text[span.start : span.end]))


def names_only_who(said: str) -> bool:
    """Whether a sentence or line names who is responsible and nothing else.

    >>> names_only_who("由省财政厅牵头，省交通厅配合。"), names_only_who("市科委会同有关部门组织评审。")
    (True, False)
    """
    said = simplified(said)
    return bool(_SAYS_DUTY.search(said) and _ALL_DUTY.fullmatch(said.strip()))


def _lines_of_duty(text: str, start: int, beside: bool) -> Span | None:
    """The lines one below the other that name who is responsible, behind at most two paragraphs of the same item; where
    the sentence is such a line itself, right `beside` it."""
    found: list[Span] = []
    for number, line in enumerate(_lines(text, start, start + _REACH)):
        said = text[line.start : line.end]
        if names_only_who(said):
            found.append(line)
        elif found or beside or number == _PARAGRAPHS or any(m.match(said) for m in _MARKS) or said[-1] not in "。；":
            break
    return Span(found[0].start, found[-1].end) if found else None


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    """The filled lines that begin in a stretch of the text, without white space around them."""
    while 0 <= start < min(end, len(text)):
        stop = text.find("\n", start)
        stop = len(text) if stop < 0 else stop
        line = stripped(text, Span(start, stop))
        if line.start < line.end:
            yield line
        start = stop + 1


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
    text = simplified(text)
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


def opening(text: str, span: Span) -> Span:
    """What of the span introduces a list whose first item stands in it; all of it where none does.

    >>> text = "优先保障：（一）军人；（二）教师。"
    >>> found = opening(text, Span(0, 11)); text[found.start : found.end]
    '优先保障：'
    >>> [text[item.start : item.end] for item in items(text, found)]
    ['（一）军人；', '（二）教师。']
    """
    begins = _BEGINS.search(simplified(text), span.start, span.end)
    return Span(span.start, begins.end()) if begins else span


def case_of(text: str, span: Span) -> Span | None:
    """The sentence in front of the span, in its paragraph, that says whose case the span is, if it is one.

    >>> text = "擅自移动界桩的，由林业部门责令恢复；情节严重的，处二千元罚款；构成犯罪的，依法追究刑事责任。"
    >>> found = case_of(text, Span(18, 30)); text[found.start : found.end]
    '擅自移动界桩的，由林业部门责令恢复；'
    >>> case_of(text, Span(0, 18)) is None
    True
    """
    text = simplified(text)
    if not _CASE.match(text, span.start, span.end):
        return None
    line = paragraph(text, span)
    if span.start - line.start > _FAR:
        return None
    before = sentence_spans(text, line.start, span.start)
    return next((s for s in reversed(before) if not _CASE.match(text, s.start, s.end)), None)


def _above_table(text: str, line: Span) -> Span | None:
    """The line right above the table of which the line is a row, where it introduces that."""
    for _ in range(_MOST_ROWS):
        end = len(text[: line.start].rstrip())
        line = Span(text.rfind("\n", 0, end) + 1, end)
        if not _ROW.match(text, line.start, line.end):
            line = stripped(text, line)
            return line if _INTRODUCES_TABLE.search(text, line.start, line.end) else None
    return None


def _pieces(text: str, start: int) -> Iterator[Span]:
    """What follows, line by line; the items of one line (一是…；二是…, （一）…；（二）…) one by one."""
    at = start
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if text[at:end].strip():
            line = stripped(text, Span(at, end))
            mark = next((m for m in _MARKS if m.match(text, line.start, line.end)), None)
            begins = _within(text, line, mark) if mark else []
            for left, right in zip([line.start, *begins], [*begins, line.end], strict=True):
                yield stripped(text, Span(left, right))
        at = end + 1


def _within(text: str, line: Span, mark: re.Pattern[str]) -> list[int]:
    """Where items begin in a line that is one itself, behind its first."""
    places = (match.start() for match in mark.finditer(text, line.start + 1, line.end))
    return [at for at in places if text[line.start : at].rstrip()[-1:] in _BETWEEN]


def introduction(text: str, span: Span) -> Span | None:
    """The line, or what of it stands before the first item, that introduces the list of which the span is an item, if
    it is one.

    >>> text = "具备下列条件：\\n（一）身体健康；\\n（二）廉洁自律。"
    >>> found = introduction(text, Span(17, 25)); text[found.start : found.end]
    '具备下列条件：'
    >>> text = "租金见下表：\\n片区：甲区 | 租金：2\\n片区：乙区 | 租金：3"
    >>> found = introduction(text, Span(20, 33)); text[found.start : found.end]
    '租金见下表：'
    """
    text = simplified(text)
    line = paragraph(text, span)
    if _ROW.match(text, line.start, line.end):
        return _above_table(text, line)
    own = next((m for m in _MARKS if m.match(text, span.start, span.end)), None)
    begins = [m for m in _BEGINS.finditer(text, line.start, span.start) if own and own.match(text, m.end())]
    if begins:
        return Span(sentence_spans(text, line.start, begins[-1].end())[-1].start, begins[-1].end())
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
