"""Line breaks that were lost on the way here: pages copied or crawled with a space for each of them."""

import re
from collections.abc import Iterator

from index.numerals import ITEM_NUMBERS

_LONG = 200  # characters of a line that may be several
_SPACE = r"[^\S\n]"
_STOP = "。！？；：”）】"
_LOST = re.compile(rf"(?<=[{_STOP}]){_SPACE}+(?=[\u4e00-\u9fff“《（【\d])")
"""A space where Chinese text has none: behind a sentence."""
_LEAST = 2  # of them in a line that is several
_NUMBER = rf"{'|'.join(ITEM_NUMBERS)}|第[一二三四五六七八九十百]+[章节条]"
_BREAK = re.compile(
    rf"(?<=[\u4e00-\u9fff{_STOP}》〕\]]){_SPACE}+(?=[\u4e00-\u9fff“《（【\d]|{_NUMBER})|(?<=\S)\u3000{{2,}}(?=\S)"
)
"""Where a line may have ended."""
_BEGINS = re.compile(rf"{_NUMBER}|附件\d*[:：]|[\u4e00-\u9fff]{{2,8}}(?:网讯|报讯)|新华社")
_HEADING = re.compile(rf"(?!(?:{_NUMBER})\s*$|.*[（(《“][^）)》”]*$)[^。！？；，\d][^。！？；，]{{5,40}}")


def with_lost_breaks(text: str) -> str:
    """The text with a line break in the place of each space that stood for one, every other character where it was.

    A line is taken for several when it is long and has spaces behind its sentences. It is broken there, before what
    begins a paragraph (一、, 新华社北京2月13日电) and behind a heading: a short line without punctuation. Other spaces
    set the words of a name or a title apart.

    >>> text = "延长期限" * 50 + "。 放宽返还标准 近日，五部门 印发通知。 二、其他。"
    >>> with_lost_breaks(text).split("\\n")[1:]
    ['放宽返还标准', '近日，五部门 印发通知。', '二、其他。']
    """
    lines = text.split("\n")
    if not any(len(line) > _LONG for line in lines):
        return text
    return "\n".join(map(_broken, lines))


def _broken(line: str) -> str:
    if len(line) <= _LONG or " | " in line or len(_LOST.findall(line)) < _LEAST:
        return line
    characters = list(line)
    for at in _breaks(line):
        characters[at] = "\n"
    return "".join(characters)


def _breaks(line: str) -> Iterator[int]:
    start = 0  # of the line that the break would end
    for space in _BREAK.finditer(line):
        said = line[start : space.start()]
        ends = said[-1:] in _STOP or "\u3000\u3000" in space.group()
        heading = _HEADING.fullmatch(said) and line[space.end()] not in "（(的"
        if ends or heading or _BEGINS.match(line, space.end()):
            yield space.start()
            start = space.end()
