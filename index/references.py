"""Other documents that a document speaks of: those it cites, repeals and amends."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.lexicon import fold_text

NUMBER = r"[〔\[（(【﹝［〈]\s*(?:[1１][9９]|[2２][0０])\d{2}\s*[〕\]）)】﹞］〉]\s*第?\s*\d{1,5}\s*[号號]"
"""The year and the count of a document number, 〔2012〕124号, with brackets and figures as people write them."""
_TITLE = r"《(?:[^《》\n]|《[^《》\n]{1,80}》){2,120}》"
_KIND = (
    r"(?:法|法典|条例|规定|办法|细则|意见|通知|决定|决议|方案|规划|纲要|计划|措施|解释|批复|规则|公告|通告|标准|目录|指南|宪法"
    r"|规程|章程|要点|修正案|准则|通则|总则|守则|函|建议|报告)"
)
_ORDER = r"(?:第?\d{1,4}号)?令(?:\s?第?\s?\d{1,4}\s?号)?"  # of a ministry or the State Council: 公安部令第104号
_NAMED = re.compile(rf"({_TITLE})(?:\s{{0,9}}[（(]?\s{{0,9}}([\u4e00-\u9fff]{{1,20}}?(?:{NUMBER}|{_ORDER}))[）)]?)?")
_NUMBERED = re.compile(NUMBER)
_AGENCY = re.compile(r"[\u4e00-\u9fff]{1,8}\Z")
_WORDS_BEFORE = re.compile(
    r".*(?:根据|按照|依据|依照|参照|遵照|贯彻|落实|执行|印发|下发|转发|原|和|及|与|的|以|见|在|将|由|对|经|因|为|如)"
)
_DOCUMENT = re.compile(rf"{_KIND}(?:[（(〔\[][^）)〕\]]{{1,20}}[）)〕\]])*\Z")
_INNER = str.maketrans("〈〉<>", "《》《》")
_SHORT = re.compile(rf"(?:若干|实施|指导|暂行|管理|行动|试行|工作|总体|专项)?{_KIND}")  # 《办法》, as said above
_SENTENCE = re.compile(r"[^。；\n]+")
_OUT_OF_FORCE = r"(?:废止|停止执行|停止施行|不再执行|失效|作废)"
_ENDS = re.compile(rf"{_OUT_OF_FORCE}\s*[）)]?\s*(?:[，,][由以]本[^，,]{{1,20}}(?:代替|取代|替代))?\s*\Z")
_ENDED = re.compile(r"(?:\A|[，,]|同时|现|决定)\s*(?:一并|予以)?废止\s*(?=《|[\u4e00-\u9fff]{1,8}[〔\[（(])")
_CHANGED = re.compile(r"(?:作(?:出)?(?:如|以)下(?:修改|修正)|修改为|作(?:出)?修改)")
_PART_CHANGED = re.compile(r"(?:修改|修订|调整|变更|更改)为")
_EXTENDED = re.compile("延长|延续|继续(?:执行|实施|施行|有效)")
# Between the documents of one list: 《甲》（沪科〔2024〕2号）、《乙》和1996年某会通过的《丙》.
_LISTED = re.compile(r"[、，,和及与以\s]|同时|[^《》]{0,60}(?:通过|公布|发布|印发|颁布|下发|批准|制定)的")
_LINE = re.compile(
    r"^[^\S\n]*(?:\|(?P<cells>.+)\||(?:(?:[一二三四五六七八九十百]+、|[（(][^）)]{1,4}[）)]|\d+[．.、])\s*(?:废止)?)?(?P<words>\S.*))$",
    re.MULTILINE,
)
_ROW_NAME = re.compile(r"[^：|《]{1,60}：")  # of a column, which a row says before its cell
_DONE = re.compile("废止|失效|停止执行|修改|修正|修订|继续有效|保留|现行有效")
_ENDING = re.compile("废止|失效|停止执行")
_PART = re.compile(r"\s*(?:文件?)?(?:中|内)?(?:的)?(?:第[一二三四五六七八九十百零〇\d]+[编章节条款项]|附件|附表)")


@dataclass(frozen=True, slots=True)
class Own:
    """What the document itself is called: it cites neither itself nor what it issues (关于印发《甲》的通知).

    What has its title under another number is another document."""

    title: str | None
    number: str | None


@dataclass(frozen=True, slots=True)
class _Mention:
    """A document named in a text: its title in 《 》, its number, or both."""

    start: int
    end: int
    title: str | None
    number: str | None

    def __str__(self) -> str:
        return f"{self.title}（{self.number}）" if self.title and self.number else str(self.title or self.number)


def cited(text: str, own: Own) -> tuple[str, ...]:
    """Documents that the text names, 《title》（number）, 《title》 or a number alone, in order, each once.

    >>> cited("根据国办发〔2011〕58号和《中华人民共和国立法法》《某办法》（甲发〔2012〕3号）。", Own(None, None))
    ('国办发〔2011〕58号', '《中华人民共和国立法法》', '《某办法》（甲发〔2012〕3号）')
    """
    return _each_once(_mentions(text), own)


def title_and_number(cited: str) -> tuple[str, str]:
    """What is cited taken apart; empty where it has none.

    >>> title_and_number("《某办法》（甲发〔2012〕3号）"), title_and_number("甲发〔2012〕3号")
    (('某办法', '甲发〔2012〕3号'), ('', '甲发〔2012〕3号'))
    """
    match = re.fullmatch(rf"(?:《(.+)》)?(?:（?(.*?(?:{NUMBER}|{_ORDER}))）?)?", cited)
    return (match.group(1) or "", match.group(2) or "") if match else ("", "")


def repealed(text: str, own: Own) -> tuple[str, ...]:
    """Documents that the text puts out of force: 《甲办法》（甲发〔2012〕3号）同时废止.

    A document of the same title is an older one of that name. Where only a part of it goes (第三条同时废止), it is
    amended, not repealed.
    """
    found: list[_Mention] = []
    for sentence in _sentences_with(_OUT_OF_FORCE, text):
        if _ENDS.search(sentence.group()):
            found += _list_before_end(text, sentence)
        elif "废止" in sentence.group() and (ended := _ENDED.search(sentence.group())):
            found += _list_to_end(sentence.group()[ended.end() :])
    if own.title and re.search("(?:关于|和|、)(?:宣布)?(?:废止|失效)|清理结果", own.title):
        found += _listed_by_line(text)
    return _each_once(found, Own(None, own.number))


def _sentences_with(pattern: str, text: str) -> Iterator[re.Match[str]]:
    """The sentences in which the pattern, of words alone, is found."""
    end = 0
    for found in re.finditer(pattern, text):
        if found.start() >= end:
            start = max(text.rfind(stop, end, found.start()) for stop in "。；\n") + 1
            sentence = _SENTENCE.match(text, max(start, end))
            if sentence:
                yield sentence
                end = sentence.end()


def amended(text: str, own: Own) -> tuple[str, ...]:
    """Documents that the text changes: a decision to amend (关于修改《甲》的决定), an amendment (刑法修正案), or what
    changes an article of theirs or prolongs them (关于延长《甲》有效期的通知)."""
    title = own.title or ""
    amendment = re.match(r"(.{2,40}?)修正案", title)
    if amendment and "关于" not in title:
        return (f"《{amendment.group(1)}》",)
    said = re.sub(_TITLE, "", title)
    amends = re.search("修改|修正", said)
    found = list(_mentions(title.translate(_INNER))) if amends or _EXTENDED.search(said) else []
    for sentence in _SENTENCE.finditer(text) if amends or _PART_CHANGED.search(text) else ():
        if amends and _CHANGED.search(sentence.group()):
            found += list(_mentions(sentence.group()))[:1]
        elif _PART_CHANGED.search(sentence.group()):
            mentions = list(_mentions(sentence.group()))[:1]
            found += [each for each in mentions if _PART.match(sentence.group(), each.end)]
    return _each_once(found, Own(None, own.number))


def _mentions(text: str) -> Iterator[_Mention]:
    """Documents named in the text, in order."""
    named = [_Mention(*m.span(), m.group(1), m.group(2)) for m in _NAMED.finditer(text)]
    named = [m for m in named if m.number or _is_document(str(m.title))]
    taken = [(m.start, m.end) for m in named if m.number]
    at = 0
    numbered = []
    for match in _NUMBERED.finditer(text):
        while at < len(taken) and taken[at][1] < match.end():
            at += 1
        agency = _AGENCY.search(text, max(0, match.start() - 8), match.start())
        if agency and not (at < len(taken) and taken[at][0] < match.start()):
            code = _WORDS_BEFORE.sub("", agency.group()) or agency.group()
            start = match.start() - len(code)
            numbered.append(_Mention(start, match.end(), None, text[start : match.end()]))
    yield from sorted([*named, *numbered], key=lambda mention: mention.start)


def _is_document(title: str) -> bool:
    """Whether a 《…》 is the title of an official document and not of a magazine, nor short for one (《办法》)."""
    name = title[1:-1]
    return bool(_DOCUMENT.search(name)) and not _SHORT.fullmatch(name)


def _list_before_end(text: str, sentence: re.Match[str]) -> list[_Mention]:
    """The documents listed right before the 废止 that ends the sentence."""
    found: list[_Mention] = []
    start = sentence.start()
    mentions = [_Mention(start + m.start, start + m.end, m.title, m.number) for m in _mentions(sentence.group())]
    for mention in reversed(mentions):
        if _PART.match(text, mention.end):
            break
        if found and not _LISTED.match(text[mention.end : found[-1].start]):
            break
        between = text[mention.end : found[-1].start] if found else ""
        if re.search("根据|修正的|修订的|修改", between):
            break
        found.append(mention)
    return found[::-1]


def _list_to_end(said: str) -> list[_Mention]:
    """The documents of the list that the text begins with."""
    found: list[_Mention] = []
    for mention in _mentions(said):
        follows = _LISTED.match(said[found[-1].end : mention.start]) if found else not mention.start
        if not follows or _PART.match(said, mention.end):
            break
        found.append(mention)
    return found


def _listed_by_line(text: str) -> list[_Mention]:
    """The documents that a decision to repeal lists, each at the start of a line, in a row of a table or after 废止.

    A line that lists none says what is done to those below it: 二、对下列规章予以修改, 附件2：继续有效的文件目录.
    """
    found: list[_Mention] = []
    ending = True
    for line in _LINE.finditer(text):
        listed = _listed(line)
        if listed is None:
            told = _DONE.findall(line.group())
            ending = _ENDING.search(told[-1]) is not None if told else ending
        elif ending:
            found.append(listed)
    return found + [
        m for match in re.finditer(rf"废止(?=《)({_TITLE}[^。\n]*)", text) for m in list(_mentions(match.group(1)))[:1]
    ]


def _listed(line: re.Match[str]) -> _Mention | None:
    """The document that a line of a list or a row of a table names."""
    words = line.group("cells") or line.group("words")
    if "|" not in words:
        return next(_mentions(words), None) if words.startswith("《") else None
    cells = [_ROW_NAME.sub("", cell.strip(), count=1) for cell in words.split("|")]
    title = next((cell for cell in cells if cell.startswith("《") or (len(cell) > 6 and _DOCUMENT.search(cell))), None)
    number = next((cell for cell in cells if _NUMBERED.search(cell) and cell != title), None)
    if title is None:
        return None
    name = re.match(_TITLE, title)
    return _Mention(line.start(), line.end(), name.group() if name else f"《{title}》", number)


def _each_once(mentions: Iterator[_Mention] | list[_Mention], own: Own) -> tuple[str, ...]:
    """The mentions as text, without the document itself; the fuller of two of the same document."""
    number = fold_text(own.number) if own.number else None
    titles = [fold_text(own.title.strip("《》"))] if own.title else []
    titles += [fold_text(match.group()[1:-1]) for match in re.finditer(_TITLE, own.title or "")]
    found: dict[str, _Mention] = {}
    for mention in mentions:
        name = fold_text(mention.title[1:-1].replace("[", "").replace("]", "")) if mention.title else None
        key = fold_text(mention.number) if mention.number else str(name)
        itself = mention.number and key.endswith(number) if number and mention.number else name in titles
        if itself:
            continue
        if key not in found or (mention.title and not found[key].title):
            found[key] = mention
    return tuple(map(str, found.values()))
