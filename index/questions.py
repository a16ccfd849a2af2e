"""Where a document asks and where it answers: questions of a page that answers them, letters that are replied to."""

import re
from collections.abc import Iterator

from index.documents import Span

_SPACE = r"[^\S\n]*"
_BEGIN = rf"^{_SPACE}(?:#+[ \t]+)?(?:\*\*)?{_SPACE}"
_COUNT = r"[\d一二三四五六七八九十]{0,3}"
_MARK = (
    rf"(?:[【\[]?问题?{_SPACE}{_COUNT}[】\]]?{_SPACE}[:：、.．]|[【\[]问{_COUNT}[】\]]"
    rf"|Q{_SPACE}\d{{0,3}}(?:{_SPACE}[:：、.．]|[^\S\n]))"
)
QUESTION = re.compile(
    rf"{_BEGIN}(?P<question>{_MARK}{_SPACE}(?P<words>[^\n]{{2,118}}?[？?])(?:\*\*)?){_SPACE}$", re.MULTILINE
)
"""A line that is a question by its mark: 问1：…？ Q2 …？ 【问】…？"""
ANSWER = re.compile(
    rf"{_BEGIN}(?:[【\[]?答{_COUNT}[】\]]?{_SPACE}[:：、.．]|[【\[]答[】\]]|A{_SPACE}\d{{0,3}}(?:[:：、.．]|[^\S\n])){_SPACE}",
    re.MULTILINE,
)
"""How the answer to a question begins."""
_LETTER = re.compile(
    rf"{_BEGIN}(?:[【\[]?(?:来信|留言|诉求|咨询|投诉|信件|反映|提问|来电|求助|建议|网[民友]|市民|群众)"
    rf"(?:的?(?:内容|问题|描述|详情|正文|留言|来信|咨询|提问|诉求|投诉))(?:[】\]][:：]?|[:：])|内{_SPACE}容[:：]|问[:：](?![^\n]*[？?]{_SPACE}$))",
    re.MULTILINE,
)
_REPLY = re.compile(
    rf"{_BEGIN}(?:[【\[]?(?:官方|部门|单位|领导)?(?:答复|回复|办理|处理|承办|受理)(?:的?(?:内容|结果|单位|意见|情况|时间|机构|部门))?(?:[】\]][:：]?|[:：])"
    rf"|答[:：])",
    re.MULTILINE,
)
_HEAD = 8_000  # code points within which a letter stands and is replied to


def letters(text: str) -> Iterator[Span]:
    """The letters that a reply quotes, from what marks each to what marks its reply; none where either is not marked.

    >>> text = "标题：电梯\\n来信内容：\\n邻居说不能报。怎么办？\\n答复内容：\\n可以申报。"
    >>> [text[letter.start : letter.end] for letter in letters(text)]
    ['来信内容：\\n邻居说不能报。怎么办？\\n']
    """
    at = 0
    while letter := _LETTER.search(text, at, _HEAD):
        reply = _REPLY.search(text, letter.end(), _HEAD)
        if reply is None:
            return
        yield Span(letter.start(), reply.start())
        at = reply.end()


def asked(text: str) -> tuple[Span, ...]:
    """All that a text asks and does not say: the letters that it quotes, and the lines that are questions; in order."""
    asks = "?" in text or "？" in text
    lines = [Span(*match.span("question")) for match in QUESTION.finditer(text)] if asks else []
    quoted = list(letters(text))
    apart = [line for line in lines if not any(line.overlaps(letter) for letter in quoted)]
    return tuple(sorted([*quoted, *apart], key=lambda span: span.start))
