"""Headings of a policy document (第一章, 第二条, 一、, （一）, 1., 问1：, those its format marks) → its sections."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise, takewhile, zip_longest

from index.cleaning import touches
from index.dates import DATE
from index.documents import Section, Span
from index.lexicon import as_written, fold_text, simplified
from index.loaders.loaded import FormatHeading
from index.numerals import ARTICLE_NUMBER, numeral
from index.organisations import ORGANISATIONS, may_end_in_one
from index.paragraphs import CAPTION
from index.titles import GENRES

ARTICLE = 5
"""Level of 第…条; what is numbered below it are its items (项), no sections of their own."""
_NUMERAL = "一二三四五六七八九十百千零〇"
_SPACE = r"[^\S\n]"  # of any kind: pages indent with U+3000, U+2003 and U+00A0
_AFTER = r"(?<=[。；！？）)\n].)"  # looks back over the first character of a number
_GLUED = r"(?<=[。；！？:：）)\u4e00-\u9fff].)"
_SHORT_LINE = r"(?=[^。；\n]{0,40}$)"
# Level → how its number is written. Decimal numbers need a following non-digit: 1.5亿元 is no heading.
_NUMBERS = {
    2: rf"第{_SPACE}?[{_NUMERAL}\d]+{_SPACE}?分?编(?![{_NUMERAL}]){_SHORT_LINE}",
    3: rf"第{_SPACE}?[{_NUMERAL}\d]+{_SPACE}?章{_SHORT_LINE}|附{_SPACE}*则(?={_SPACE}*$)",
    4: rf"第{_SPACE}?[{_NUMERAL}\d]+{_SPACE}?节{_SHORT_LINE}",
    5: rf"{ARTICLE_NUMBER}(?=\s|\*\*|[（(【](?![{_NUMERAL}\d])|$)",
    6: rf"[{_NUMERAL}]{{1,4}}、",
    7: rf"[（(][{_NUMERAL}]{{1,4}}[）)]",
    8: r"\d{1,2}[．.、](?!\d)",
    9: r"[（(]\d{1,2}[）)]",
}
_MARKED = re.compile(
    rf"^{_SPACE}*(?P<hashes>#{{1,6}}[ \t]+)?{_SPACE}*(?P<bold>\*\*)?{_SPACE}*"
    rf"(?:{'|'.join(f'(?P<l{level}>{number})' for level, number in _NUMBERS.items())}"
    rf"|(?P<attached>附(?:件|表|录)[\d{_NUMERAL}]*(?=[:：\s]|\*\*|$))[:：]?{_SPACE}*\S{{0,40}}{_SPACE}*$"
    r"|(?P<title>(?<=[ \t])\S.*$))",
    re.MULTILINE,
)
# An article whose number is glued to its text counts only if it goes on from the one before: 第二条规定 is a reference.
_GLUED_ARTICLE = re.compile(
    rf"^{_SPACE}*(第[{_NUMERAL}\d]+条)(?![之第的所中至、和或及款项规修删改增\s*（(【])", re.MULTILINE
)
# Numbers as plans for emergencies and standards have them: 1 总则, 1.1 编制目的. They count only in their order.
_DECIMAL_LINE = re.compile(
    rf"^{_SPACE}*(?:#+[ \t]+)?(?:\*\*)?(\d{{1,2}}(?:[．.]\d{{1,2}}){{0,4}})[．.、]?{_SPACE}*(?=[^\d\s．.、%％])",
    re.MULTILINE,
)
_DECIMAL = 8  # level of 1., at which 1 and the numbers below it stand too
_QUESTION = 10
"""Level of a question that is answered below it: 问1：…？ or Q1 …？, or a line that ends so above 答：…"""
_QUESTION_ORDER = 7.5  # among the levels: 1. and （1） are items of its answer
_ASKED = rf"[【\[]?(?:问题?|[QＱ])(?:[】\]]|{_SPACE}?\d{{1,3}}(?!\d)|(?=[:：]))"
_ANSWERED = r"\s*(?:\*\*)?[【\[]?(?:答复?|回复|解答|[AＡ])[】\]:：\s]"
_QUESTION_LINE = re.compile(
    rf"^{_SPACE}*(?:\*\*)?{_SPACE}*(?P<words>(?P<asked>{_ASKED})?[^\n]{{2,80}}[?？])[^\S\n*]*(?:\*\*)?{_SPACE}*$"
    rf"(?(asked)|(?={_ANSWERED}))",
    re.MULTILINE,
)
# Where line breaks were lost, a heading follows a sentence or another heading and is short. Each pattern begins with a
# set of characters, so that the search skips to them, and looks back from there.
_IN_TEXT = [
    (6, re.compile(rf"([{_NUMERAL}]{_AFTER}[{_NUMERAL}]{{0,2}}、)(?=[^。，；、：\n]{{2,25}}(?:[（(][{_NUMERAL}]|。))")),
    (7, re.compile(rf"([（(]{_GLUED}[{_NUMERAL}]{{1,3}}[）)])(?=[^。，；、：\n]{{2,25}}。)")),
    (8, re.compile(r"(\d(?<=[。；！？）)].)\d?[．.、])(?=[^\d\s])")),
]
_SIGNED_DATE = re.compile(rf"{DATE}{_SPACE}*$", re.MULTILINE)
_SIGNATURE = re.compile(rf"^{_SPACE}*{ORGANISATIONS}\s*\Z", re.MULTILINE)
_LONGEST_SIGNATURE = 600  # characters of the issuers' names above a date
_TITLE_BELOW = re.compile(
    rf"\s*(?P<line>(?:\*\*)?{_SPACE}*(\S[^\n。；：:*]{{3,80}}?(?:{GENRES})(?:[（(][^\n）)]{{1,20}}[）)])?)[^\S\n*]*\**)"
    rf"{_SPACE}*$",
    re.MULTILINE,
)
_CONTENTS = re.compile(rf"^{_SPACE}*(?:#+[ \t]+)?目{_SPACE}*录{_SPACE}*$", re.MULTILINE)
_PAGE = re.compile(r"[.…·\s]*(?:[(]?-?\d+-?[)]?)?\s*$")  # behind a line of a table of contents
_HEADING_END = re.compile(r"[。；：:\n]")
_CAPTION = re.compile(CAPTION)
_LONGEST = 40  # characters of a heading; a longer first sentence is text, and the number alone is the heading
_LONGEST_MARKED = 120  # of one that the format marks; longer is a paragraph in the wrong style
SIGNATURE, TITLE = "落款", "标题"
"""What stands for the number of a signature, which is its path, and of the title of a document that is issued."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """A place where a section starts. `depth` is that of a heading which the format marks, from 1; `words`, where its
    heading is known already."""

    start: int
    level: int
    number: str
    depth: int | None = None
    words: str | None = None

    @property
    def numbered(self) -> bool:
        return self.level > 1

    def above(self, other: "_Mark") -> bool:
        """Whether `other` is a part of this one's section."""
        if self.numbered and other.numbered:
            return _order(self.level, self.number) < _order(other.level, other.number)
        if self.depth and other.depth:
            return self.depth < other.depth
        return not self.numbered and other.numbered


@lru_cache(maxsize=4096)
def _order(level: int, number: str) -> float:
    if level == _QUESTION:
        return _QUESTION_ORDER
    deeper = len(re.findall(r"[．.]\d", number)) / 10
    return level + (0.5 if number.endswith("分编") else deeper)


def sections(text: str, repeats: Sequence[Span] = (), headings: Sequence[FormatHeading] = ()) -> tuple[Section, ...]:
    """The sections of `text` in order; together they cover it. `headings` are those that its format marks.

    A heading's number and its words belong to its section. The document's own title is in no path, nor is that of a
    document that it issues; a signature is a section of its own. Where whole blocks repeat, the text was shuffled on
    its way here: then a 一、 or （一） that does not continue the count is a stray block, cited under its own heading
    alone, and what follows it goes on under the last heading that did. Texts in traditional characters are read in
    simplified ones, which stand in the same places.

    >>> [s.path for s in sections("一、总则\\n内容。\\n（一）目标。增长20%。")]
    [('一、总则',), ('一、总则', '（一）目标')]
    """
    written, text = text, simplified(text)
    marks = _marks(text, headings)
    if repeats:
        marks = [mark for mark in marks if not touches(repeats, Span(mark.start, mark.start + 1))]
    titles = _titles(marks)
    found: list[Section] = []
    if not marks or text[: marks[0].start].strip():
        found.append(Section(0, 0, "", (), 0, marks[0].start if marks else len(text)))
    stack: list[tuple[_Mark, str]] = []
    counts: dict[int, int] = {}  # level → its last number, which some documents count on over all their parts
    path: tuple[str, ...]
    ends = [*(mark.start for mark in marks[1:]), len(text)]
    for mark, end in zip(marks, ends, strict=False):
        heading = mark.words if mark.words is not None else _heading(text, mark, end)
        heading = as_written(heading, text, written, mark.start, end)
        if mark.level == 0 or mark.start in titles:
            stack, path = [], ()
        elif mark.number == SIGNATURE:
            stack, path = [], (SIGNATURE,)
        elif repeats and mark.level in (6, 7) and not _continues(stack, counts, mark):
            path = (heading,)
        else:
            counts[mark.level] = numeral(mark.number)
            stack = [*(entry for entry in stack if entry[0].above(mark)), (mark, heading)]
            path = tuple(words for _, words in stack)
        # White space above the first heading belongs to it: sections leave no gap.
        found.append(Section(len(found), mark.level, heading, path, mark.start if found else 0, end))
    return tuple(found)


def _continues(stack: Sequence[tuple[_Mark, str]], counts: Mapping[int, int], mark: _Mark) -> bool:
    last = next((numeral(entry.number) for entry, _ in reversed(stack) if entry.level == mark.level), 0)
    return numeral(mark.number) in (last + 1, counts.get(mark.level, 0) + 1)


def _marks(text: str, headings: Sequence[FormatHeading]) -> list[_Mark]:
    marks = {mark.start: mark for mark in _at_line_start(text)}
    in_text = [_Mark(m.start(1), level, m.group(1)) for level, p in _IN_TEXT for m in p.finditer(text)]
    if len(in_text) > len(marks):
        marks = {mark.start: mark for mark in in_text} | marks
    for mark in _glued_articles(text, marks):
        marks.setdefault(mark.start, mark)
    for mark in _decimals(text):
        marks[mark.start] = mark
    for mark in _questions(text):
        known = marks.get(mark.start)  # 一、问：…？
        marks[mark.start] = replace(known, words=mark.words or known.words) if known else mark
    for heading in headings:
        _mark_format_heading(text, heading, marks)
    for mark in _signatures(text):
        marks.setdefault(mark.start, mark)
    ordered = _behind_contents(text, [marks[start] for start in sorted(marks)])
    return list(_outside_articles(_of_sections(text, ordered)))


def _at_line_start(text: str) -> Iterator[_Mark]:
    for match in _MARKED.finditer(text):
        kind = str(match.lastgroup)
        hashes, bold = match.group("hashes", "bold")
        depth = len(hashes.strip()) if hashes else None
        start = match.start("hashes" if hashes else "bold" if bold else kind)
        if kind == "title":
            if depth:
                yield _Mark(start, 1, "", depth, match.group("title").strip("* \t\u3000#"))
        else:
            yield _Mark(start, 1 if kind == "attached" else int(kind[1:]), match.group(kind), depth)


def _glued_articles(text: str, marks: dict[int, _Mark]) -> Iterator[_Mark]:
    """Articles without a space behind their number, as far as they go on from the last one."""
    articles = sorted((start, numeral(mark.number)) for start, mark in marks.items() if mark.level == ARTICLE)
    last, at = 0, 0
    for match in _GLUED_ARTICLE.finditer(text):
        while at < len(articles) and articles[at][0] < match.start(1):
            last = articles[at][1]
            at += 1
        if numeral(match.group(1)) == last + 1:
            last += 1
            yield _Mark(match.start(1), ARTICLE, match.group(1))


def _decimals(text: str) -> list[_Mark]:
    r"""The headings 1, 1.1, 1.1.1 of a text that counts in this way, which begins again behind a table of contents.

    >>> [mark.number for mark in _decimals("1 总则\n1.1 目的\n2.5亿元。\n1.2 依据\n2 组织\n3人。\n2.1 机构\n")]
    ['1', '1.1', '1.2', '2', '2.1']
    """
    lines = [(tuple(map(int, re.split("[．.]", m.group(1)))), m) for m in _DECIMAL_LINE.finditer(text)]
    found: list[tuple[int, ...]] = []
    marks = []
    for (number, match), (following, _) in zip_longest(lines, lines[1:], fillvalue=((), None)):
        if match and _goes_on(found[-1] if found else (0,), number, following):
            found.append(number)
            marks.append(_Mark(match.start(1), _DECIMAL, match.group(1)))
    return marks if any(len(number) > 1 for number in found) else []


def _goes_on(last: tuple[int, ...], number: tuple[int, ...], following: tuple[int, ...]) -> bool:
    """Whether a number is the next one. A single figure is often none (3人), and has to be gone on from itself."""
    above = number[:-1]
    if number == (*last, 1) or (
        len(last) >= len(number) and number == (*above, last[len(above)] + 1) and last[: len(above)] == above
    ):
        return len(number) > 1 or following in ((), (*number, 1), (number[0] + 1,))
    return number == (1,) and following == (1, 1)


def _questions(text: str) -> Iterator[_Mark]:
    """The questions of a page of questions and answers, and what stands behind the last answer where each is a line."""
    questions = list(_QUESTION_LINE.finditer(text))
    for match in questions:
        yield _Mark(match.start("words"), _QUESTION, "", words=match["words"])
    answers = [text[one.end() : other.start()].strip() for one, other in pairwise(questions)]
    further = [line for answer in answers for line in answer.splitlines()[1:]]
    if answers and not any(len(line) > _LONGEST or "。" in line for line in further):
        begin = len(text) - len(text[questions[-1].end() :].lstrip())
        end = text.find("\n", begin)
        if end >= 0 and text[end:].strip():
            yield _Mark(end + 1, 0, "", words="")


def _mark_format_heading(text: str, heading: FormatHeading, marks: dict[int, _Mark]) -> None:
    """Add the heading to the marks, or tell the one that stands there how deep its format has it."""
    words = text[heading.start : heading.end]
    start = heading.start + len(words) - len(words.lstrip())
    words = " ".join(words.split())
    if not words or len(words) > _LONGEST_MARKED:
        return
    known = marks.get(start)
    marks[start] = replace(known, depth=heading.level) if known else _Mark(start, 1, "", heading.level, words)


def _signatures(text: str) -> Iterator[_Mark]:
    """Each signature, the text behind it, and the title of a document that follows it (印发《…》的通知 comes first)."""
    for date in _SIGNED_DATE.finditer(text):
        if not may_end_in_one(text, date.start()):
            continue
        signed = _SIGNATURE.search(text, max(0, date.start() - _LONGEST_SIGNATURE), date.start())
        if not signed:
            continue
        yield _Mark(signed.start(), 1, SIGNATURE, words="")
        rest = date.end() + 1
        below = _TITLE_BELOW.match(text, rest)
        if below:
            yield _Mark(below.start("line"), 1, TITLE, words=" ".join(below.group(2).split()))
        elif text[rest:].strip():
            yield _Mark(rest, 0, "", words="")


def _behind_contents(text: str, marks: list[_Mark]) -> list[_Mark]:
    """The marks without those of a table of contents, which ends where its first heading comes again."""
    contents = _CONTENTS.search(text)
    first = bisect_left(marks, contents.end(), key=lambda mark: mark.start) if contents else len(marks)
    if first == len(marks):
        return marks
    lines = [_PAGE.sub("", fold_text(text[mark.start : text.find("\n", mark.start)])) for mark in marks[first:]]
    again = next((n for n, line in enumerate(lines) if n and line == lines[0]), 0)
    return marks[:first] + marks[first + again :]


def _of_sections(text: str, marks: Sequence[_Mark]) -> Iterator[_Mark]:
    """The marks without those that begin no section: the list of attachments above a signature, and where nothing but
    white space stands between a signature and the next heading."""
    for mark, following in zip_longest(marks, marks[1:]):
        if mark.level == 1 and mark.number.startswith("附") and following and following.number == SIGNATURE:
            continue
        if mark.level == 0 and following and not text[mark.start : following.start].strip():
            continue
        yield mark


def _outside_articles(marks: Iterable[_Mark]) -> Iterator[_Mark]:
    """The marks without the items of articles: （一） below 第三条 is a part of it."""
    inside = False
    for mark in marks:
        if mark.level <= ARTICLE:
            inside = mark.level == ARTICLE
        if not (inside and mark.level > ARTICLE):
            yield mark


def _titles(marks: Sequence[_Mark]) -> set[int]:
    """Where headings stand that are titles and tell no place: of the document, of what it issues, and, above the first
    number, the only ones of their depth (政策全文)."""
    depths = Counter(mark.depth for mark in marks if mark.depth and not mark.numbered)
    unnumbered = list(takewhile(lambda mark: mark.depth and not mark.numbered, marks))
    wrapping = unnumbered if len(unnumbered) < len(marks) else unnumbered[:1]
    first = {mark.start for mark in wrapping if mark.depth and depths[mark.depth] == 1}
    return first | {mark.start for mark in marks if mark.number == TITLE}


def _heading(text: str, mark: _Mark, end: int) -> str:
    """The number with the short sentence behind it: （一）总体目标."""
    start = text.index(mark.number, mark.start)  # behind the signs of its format
    after = start + len(mark.number)
    if mark.level == ARTICLE:
        caption = _CAPTION.match(text, after, end)
        return text[start : caption.end() if caption else after]
    stop = _HEADING_END.search(text, after, end)
    # Pages in Markdown set headings in bold.
    heading = text[start : stop.start() if stop else end].strip().rstrip("*").rstrip()
    return heading if len(heading) <= _LONGEST else mark.number.rstrip("、．.")
