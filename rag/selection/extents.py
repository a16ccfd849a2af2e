"""The words of a sentence and those after it, and the extents of them that may be quoted alone."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from index.cleaning import sentence_spans
from index.documents import Span
from rag.selection import passage

LONGEST = 360  # code points from the beginning of the sentence to the end of what is told with it
_WORDS, _LIST_WORDS = 12, 70  # words of an extent: of any, of one that begins and ends where phrases do
_FIGURE = re.compile(
    r"(?:\d{4}年)?\d{1,2}月\d{1,2}[日号]|\d{4}年\d{1,2}月"
    r"|[\d０-９](?:[\d０-９,，.．]*[\d０-９])?[%％‰]?(?:[-—～~至到][\d０-９][\d０-９.]*[%％‰]?)?"
    r"(?:[百千万亿]*(?:公里|平方米|平方公里|个百分点|个工作日|个月|小时|分钟|周年|万吨|[年月日天号周元吨亩米个家项名人条种座所户台辆件次倍斤级岁]))?"
)
OPEN, CLOSE, CLAUSE, STOP = "“‘《〈「『（(【[〔<", "”’》〉」』）)】]〕>", "，,；;：:", "。！？!?\n"
_LEVELS = ("省", "市", "县", "区", "州")
_BRACKETS = "（(【[〔"
Class = Literal[
    "none", "clause", "stop", "dun", "open", "title", "close", "and", "of", "by", "be", "reach", "at", "etc",
    "preposition", "adverb", "share", "figure", "number", "date", "person", "place", "firm", "body", "verb", "noun",
    "other",
]  # fmt: skip
"""What a word or mark is, as far as it tells where an answer begins and ends; `none` is past the end of a sentence."""
CLASSES: tuple[Class, ...] = get_args(Class)
_MARKS: dict[str, Class] = {
    **dict.fromkeys(STOP, "stop"),
    **dict.fromkeys(CLAUSE, "clause"),
    **dict.fromkeys(OPEN, "open"),
    **dict.fromkeys(CLOSE, "close"),
    "、": "dun",
    "《": "title",
}
_LISTED: tuple[tuple[Class, str], ...] = (
    ("and", "和 及 与 或 或者 以及 并 且"),
    ("of", "的 地 得 了"),
    ("by", "由 经 被 是由 向"),
    ("be", "为 是 即 叫 名为 系 叫做 分别为 分别是"),
    ("reach", "达 达到 至 到 超过 约 近 共 共计 仅 超 不超过 不少于 不低于 有 计 处"),
    ("at", "在 于 从 自 截至"),
    ("etc", "等"),
)
_FUNCTION: dict[str, Class] = {word: name for name, listed in _LISTED for word in listed.split()}
_TAGS: dict[str, Class] = {
    "p": "preposition", "c": "and", "d": "adverb", "t": "date", "nr": "person", "ns": "place", "nt": "body",
    "m": "number", "q": "figure", "vn": "noun", "an": "noun",
    "v": "verb", "vd": "verb", "vg": "verb", "vi": "verb", "vq": "verb",
    "j": "noun", "l": "noun", "i": "noun", "b": "noun", "s": "noun", "f": "noun", "eng": "noun", "z": "noun",
    "n": "noun", "nz": "noun", "ng": "noun", "nrt": "person", "nrfg": "person",
}  # fmt: skip
_SHAPES: tuple[tuple[Class, re.Pattern[str]], ...] = (
    ("share", re.compile(r"[%％‰]$|^百分之|^[一二三四五六七八九]成$")),
    (
        "date",
        re.compile(r"\d年|\d月|\d[日号]|^(?:年底|年初|月底|今天|昨天|明年|去年|今年|日起|之日起?|期间|季度|下月)$"),
    ),
    ("figure", re.compile(r"^[\d０-９].*[^\d０-９.．,，%％]$")),
    ("number", re.compile(r"^[\d０-９]")),
    ("firm", re.compile("(?:公司|集团|企业|银行|厂|商店|旅行社|基金|证券)$")),
    ("body", re.compile("(?:[部局委厅办院会署府校所站队]|部门|单位|机构|机关|组织|中心|大学|检察院|小组|主管|人员)$")),
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word or mark of the text with its part of speech, as jieba's dictionary names it."""

    start: int
    end: int
    text: str
    tag: str
    sentence: int


def words_of(text: str, span: Span, sentence: int = 0) -> list[Word]:
    """The words of a sentence; a figure with its unit, and a date, is one.

    >>> [word.text for word in words_of("最高补助50万元，9月10日起。", Span(0, 16))]
    ['最高', '补助', '50万元', '，', '9月10日起', '。']
    """
    inside = {at for m in _FIGURE.finditer(text, span.start, span.end) for at in range(m.start() + 1, m.end())}
    found: list[Word] = []
    at = span.start
    for piece, tag in _pieces(text[span.start : span.end]):
        if found and at in inside:
            last = found[-1]
            whole = text[last.start : at + len(piece)]
            found[-1] = Word(last.start, at + len(piece), whole, "m", sentence)
        elif found and len(piece) == 1 and tag in ("n", "ng", "zg") and _compounds(found[-1], at):  # 公示 | 期
            last = found[-1]
            found[-1] = Word(last.start, at + 1, last.text + piece, "n", sentence)
        else:
            found.append(Word(at, at + len(piece), piece, tag, sentence))
        at += len(piece)
    return [word for word in found if word.text.strip()]


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """The words of a text with their parts of speech; of what the segmenter made up 由 and 为 are words of their own,
    and levels of government: 由 | 市, 期 | 为, 报 | 省."""
    import rjieba

    for piece, tag in rjieba.tag(text):
        if len(piece) == 2 and piece[0] == "由" and not rjieba.has_word(piece):
            yield from (("由", "p"), (piece[1:], "n"))
        elif len(piece) == 2 and piece[1] == "为" and not rjieba.has_word(piece):
            yield from ((piece[:1], "n"), ("为", "v"))
        elif len(piece) == 2 and piece[1] in _LEVELS and not rjieba.has_word(piece):
            yield from ((piece[:1], "v"), (piece[1:], "n"))
        else:
            yield piece, tag


def _compounds(word: Word, end: int) -> bool:
    """Whether a character behind the word is no word of its own but makes a name of it."""
    return word.end == end and len(word.text) > 1 and word.tag in ("n", "v", "vn", "a", "an", "b")


def class_of(word: Word) -> Class:
    """
    >>> [class_of(word) for word in words_of("由市科委给予50万元。", Span(0, 11))]
    ['by', 'noun', 'body', 'verb', 'figure', 'stop']
    """
    known = _MARKS.get(word.text) or _FUNCTION.get(word.text)
    if known:
        return known
    if word.tag in ("p", "c", "d", "v", "r", "u", "ul", "uz"):
        return _TAGS.get(word.tag, "other")
    return next((name for name, shape in _SHAPES if shape.search(word.text)), _TAGS.get(word.tag, "other"))


def window(text: str, chosen: Span) -> list[Span]:
    """The sentences that the chosen span holds, and those behind it in its paragraph, as far as is told at once."""
    line = passage.paragraph(text, chosen)
    found = sentence_spans(text, chosen.start, max(line.end, chosen.end))
    return [s for s in found if s.start < chosen.end or s.end - chosen.start <= LONGEST]


def extents(words: Sequence[Word], classes: Sequence[Class]) -> list[tuple[int, int]]:
    """First and last word of each extent that may be quoted: of few words within the first sentence, and runs of whole
    clauses of all. None cuts a bracket or a quotation in two."""
    return list(_extents(words, classes))


def _names_body(pair: Sequence[Word], behind: Sequence[Class]) -> bool:
    """Whether the first word is the level of government in the name of the body that the second is: 市 | 科委."""
    return len(pair) > 1 and pair[0].text in _LEVELS and pair[0].end == pair[1].start and behind[0] in ("body", "noun")


def _extents(words: Sequence[Word], classes: Sequence[Class]) -> Iterator[tuple[int, int]]:
    count = len(words)
    kinds = ["none", *classes, "none"]  # shifted by one
    edge = [n in (0, count) or words[n - 1].sentence != words[n].sentence for n in range(count + 1)]
    marks = ("clause", "stop", "dun")
    bare = [c in marks for c in classes]
    clause_starts = [not bare[n] and (edge[n] or kinds[n] in ("clause", "stop")) for n in range(count)]
    clause_ends = [not bare[n] and (edge[n + 1] or kinds[n + 2] in ("clause", "stop")) for n in range(count)]
    starts = [c not in (*marks, "close", "and", "of", "etc") for c in classes]
    # An aside in brackets says nothing without what it stands behind.
    starts = [may and (clause_starts[n] or words[n].text not in _BRACKETS) for n, may in enumerate(starts)]
    ends = [c not in (*marks, "open", "title", "and", "of", "preposition", "by", "be", "at") for c in classes]
    # 市 | 科委 is one name, of which a part says nothing.
    whole = [_names_body(words[n : n + 2], classes[n + 1 : n + 2]) for n in range(count)]
    ends = [may and not cut for may, cut in zip(ends, whole, strict=True)]
    starts = [may and not (n and whole[n - 1]) for n, may in enumerate(starts)]
    opens = ("by", "be", "reach", "at", "preposition", "verb", "open", "title", "of")
    soft_starts = [clause_starts[n] or kinds[n] in opens for n in range(count)]
    soft_ends = [clause_ends[n] or kinds[n + 2] in ("etc", "close", "of", "verb", "open") for n in range(count)]
    deeper = [(w.text in OPEN) - (w.text in CLOSE) for w in words]
    for first in range(count):
        single = words[first].sentence == words[0].sentence and starts[first]
        if not single and not clause_starts[first]:
            continue
        depth = 0
        for last in range(first, count):
            depth += deeper[last]
            if depth < 0:
                break
            inside = words[last].sentence == words[first].sentence
            length = last - first + 1
            if not clause_starts[first] and (not inside or length > _LIST_WORDS):
                break
            run = clause_starts[first] and clause_ends[last]
            phrase = soft_starts[first] and soft_ends[last] and length <= _LIST_WORDS
            few = single and inside and ends[last] and (length <= _WORDS or phrase)
            if depth == 0 and (run or few):
                yield first, last
