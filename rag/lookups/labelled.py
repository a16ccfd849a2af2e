"""What documents state in labelled lines and in the line below their title: 信息分类: 市委市政府文件, who reports."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.documents import DocumentInfo, Span
from index.letters import addressee, is_reply
from index.lexicon import fold_text, simplified
from rag.citations import escape_markers
from rag.composing.compose import Draft, Quotations, names
from rag.language.contrast import qualifiers
from rag.messages import say

_HEAD, _FOOT = 2_000, 400  # code points at the beginning and the end of a document that hold its labels
_NUMBERED = r"\d{1,2}[.．、]|[（(][一二三四五六七八九十\d]{1,2}[)）]"
_LINE = re.compile(
    rf"^[^\S\n]*(?:(?:[-*+>|]|(?P<item>{_NUMBERED}))[^\S\n]*)?"
    r"(?P<bold>\*\*)?(?P<label>[\u4e00-\u9fff][\u4e00-\u9fff \u3000]{1,10}[\u4e00-\u9fff])"
    r"(?:\*\*)?[^\S\n]*[:：](?:\*\*)?[^\S\n]*(?P<value>[^\n]*?)[^\S\n|]*$",
    re.MULTILINE,
)
_APART = r"(?:[^\S\n]{2,}|\u3000+|[，,；;][^\S\n]*)"
_AMONG = re.compile(
    rf"(?:^|(?<=[\n，,；;（(])|(?<=[^\S\n]{{2}})|(?<=\u3000))[^\S\n（(]*"
    r"(?P<label>[\u4e00-\u9fff]{2,10})[:：][^\S\n]*"
    rf"(?P<value>[^\n]*?)(?=\n|\Z|{_APART}[\u4e00-\u9fff]{{2,10}}[:：]|[^\S\n]{{2,}}|\u3000)",
    re.MULTILINE,
)
"""One of several labels that stand in a line: 回复单位：某局    回复时间：2024年5月6日."""
_LONGEST = 150  # code points of a value; what is longer is somebody's words
_SHORT, _CLAUSES = 40, re.compile("[，。；]")  # of a value beside others
_TOP = 120  # code points above the text, where a label stands alone: 答复类别：A类
_NOTHING = frozenset(["", "无", "暂无", "不详"])
_CALL = re.compile("电话$|热线$|手机$|邮箱$|邮编$|传真$|邮政编码$")
_NUMBER = re.compile(r"\d{3,4}-?\d{3}")
_OF_KIND = re.compile("(?:分类|类别|类型)$")
_KIND = re.compile("哪一?[个种]?类|什么类|类别|类型")
_OFFICE = "(?:主任|部长|省长|市长|区长|县长|总理|主席|书记|院长|检察长|署长|局长|厅长|行长|委员长|秘书长|理事长|会长)"
_NAMED = r"[\u4e00-\u9fff](?:[^\S\n]?[\u4e00-\u9fff]){1,3}"
_SPEAKERS = (
    re.compile(
        rf"^[^\S\n]*((?:报告人[:：][^\S\n]*)?[\u4e00-\u9fff、]{{2,40}}?{_OFFICE}[^\S\n]+{_NAMED})[^\S\n]*$",
        re.MULTILINE,
    ),
    re.compile(rf"^[^\S\n]*[—（(][^\n]*\n\s*([\u4e00-\u9fff、]{{2,40}}?{_OFFICE}{_NAMED})[^\S\n]*$", re.MULTILINE),
)
"""With a space before the name; without one only below the line that says when and where."""
_RAISED = re.compile("提案|议案|建议(?:的|》|”|收悉)|[号件]建议")
_SPEAKER_REACH = 600  # code points


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line that states a value under a label, the value empty where the line leaves it so."""

    label: str
    value: str
    span: Span


def labelled(text: str) -> list[Labelled]:
    r"""The labelled lines of a document's head and foot: those that stand together, and those in bold.

    >>> [(l.label, l.value) for l in labelled("文   号: 甲发〔2012〕3号\n关键词:  \n\n各有关单位：\n")]
    [('文号', '甲发〔2012〕3号'), ('关键词', '')]
    """
    plain, foot = simplified(text), max(_HEAD, len(text) - _FOOT)
    found = [*_among(text, plain, 0, _HEAD), *_among(text, plain, foot, len(text))]
    beside = {line.span.start for line in found}
    lines = (*_lines(text, plain, 0, _HEAD), *_lines(text, plain, foot, len(text)))
    return [*(line for line in lines if line.span.start not in beside), *found]


def _among(text: str, plain: str, start: int, end: int) -> Iterator[Labelled]:
    r"""The labels of lines that have several, or one beside something else; `plain` is the text in simplified
    characters.

    >>> said = "甲水函〔2024〕4号    签发人：岳某    (C类)\n时间：明天\n"
    >>> [(l.label, l.value) for l in _among(said, said, 0, 40)]
    [('签发人', '岳某')]
    """
    for match in _AMONG.finditer(plain, start, end):
        line = plain[plain.rfind("\n", 0, match.start()) + 1 : match.start()] + plain[match.end() :].split("\n", 1)[0]
        value = text[match.start("value") : match.end("value")].rstrip("。；; \u3000")
        value = value if value.count("（") >= value.count("）") else value.removesuffix("）")
        if line.strip(" \u3000（()）") and 0 < len(value) <= _SHORT and not _CLAUSES.search(value):
            yield Labelled(match["label"], value, Span(match.start("label"), match.start("value") + len(value)))


def _lines(text: str, plain: str, start: int, end: int) -> Iterator[Labelled]:
    """The labels of lines of their own: several together, in bold, numbered, or above the text."""
    matches = [m for m in _LINE.finditer(plain, start, end) if len(m["value"]) <= _LONGEST]
    for n, match in enumerate(matches):
        above, below = (
            matches[n - 1].end() if n else -2,
            matches[n + 1].start() if n + 1 < len(matches) else len(text) + 2,
        )
        short = 0 < len(match["value"]) <= _SHORT and not _CLAUSES.search(match["value"])
        above_all = short and (match.start() < _TOP or match["item"])
        if match["bold"] or above_all or match.start() - above <= 1 or below - match.end() <= 1:
            value = text[match.start("value") : match.end("value")].strip("* \u3000")
            first = match.end() - len(match.group().lstrip())
            label = re.sub(r"\s", "", text[match.start("label") : match.end("label")])
            yield Labelled(label, "" if simplified(value) in _NOTHING else value, Span(first, match.end()))


def label_asked(text: str, lines: Sequence[Labelled]) -> Labelled | None:
    """The line whose label a normalised question says, the longest; or which tells the kind that it asks for.

    None that speaks only of another class, year or kind than the question does.
    """
    asked = qualifiers(text)
    lines = [line for line in lines if not any(q.contrasts(fold_text(line.value)) for q in asked)]
    said = [line for line in lines if fold_text(line.label) in text and _can_be_asked(line.label, text)]
    calls = [line for line in lines if _CALL.search(line.label) or _NUMBER.match(line.value)]
    if len(calls) > 1:  # each of somebody else
        said = [line for line in said if line not in calls]
    if not said and _KIND.search(text):
        said = [line for line in lines if _OF_KIND.search(kind := fold_text(line.label)) and kind[:2] in text]
    return max(said, key=lambda line: len(line.label), default=None)


def _can_be_asked(label: str, text: str) -> bool:
    """Whether a normalised question that has a label may ask for it: for a short one where it asks right beside it.

    >>> [_can_be_asked("记者", text) for text in ("这篇报道的记者是谁?", "谁是记者?", "记者证多久换一次?")]
    [True, False, False]
    >>> _can_be_asked("供稿", "谁供稿的?")
    True
    """
    if len(label) > len("来源") or _CALL.search(label):
        return True
    short = re.escape(fold_text(label))
    return bool(re.search(rf"{short}(?:分别|都)?(?:是|叫|为|来自)(?:谁|哪|什么)|谁{short}", text))


def look_up_label(text: str, infos: Sequence[DocumentInfo], quotations: Quotations, language: str) -> Draft | None:
    """What the documents state under the label that a normalised question says; None where none has such a line."""
    asked = [(info, label_asked(text, labelled(quotations.index.text(info.id)))) for info in infos]
    shown = names(infos, language)
    lines = []
    for info, line in asked:
        if line is not None:
            value = line.value and f"{escape_markers(line.value)}[{quotations.mark(info.id, line.span, (), 1.0)}]"
            name = f"- {escape_markers(shown[info.id])}：" if len(infos) > 1 else ""
            lines.append(f"{name}{line.label}：{value or say('not_stated', language)}")
    if not lines:
        return None
    return Draft("answered" if quotations.citations else "insufficient_evidence", "\n".join(lines))


def proposer(text: str) -> Span | None:
    """Whom a reply to a 建议 or 提案 addresses: who raised it.

    >>> text = "关于第93号建议的答复\\n王小明代表：\\n您提出的建议收悉，现答复如下：\\n"
    >>> found = proposer(text); text[found.start : found.end]
    '王小明代表'
    """
    text = simplified(text)
    if not _RAISED.search(text, 0, _SPEAKER_REACH) or not is_reply(text):
        return None
    name = addressee(text)
    at = text.find(name) if name else -1
    return Span(at, at + len(name)) if name and at >= 0 else None


def speaker(text: str) -> Span | None:
    """The line in a document's head that says who speaks, with the office.

    >>> text = "某省关于教育的报告\\n——2022年3月1日在某会议上\\n省教育厅厅长 王小明\\n各位代表："
    >>> found = speaker(text); text[found.start : found.end]
    '省教育厅厅长 王小明'
    """
    text = simplified(text)
    match = next(filter(None, (pattern.search(text, 0, _SPEAKER_REACH) for pattern in _SPEAKERS)), None)
    return Span(*match.span(1)) if match else None
