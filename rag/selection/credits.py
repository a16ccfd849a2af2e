"""The credits of a news text: the agency and reporter in front, the editors behind, which nobody asks about."""

import re

from index.documents import Span

_NEWS = re.compile("记者|编辑[：:]|扫一扫在手机|原标题")  # a text without such a word has none
_DATELINE = re.compile(
    r"(?:原标题[：:]\s*)?[^，。；：:（(\n]{2,24}(?:[电讯]|消息)\s*[（(][^（）()]{0,10}记者[^（）()]{1,14}[）)]\s*|原标题[：:]\s*"
)
_CREDITS = re.compile(
    r"\s*(?:[（(\[]?(?:来源[：:][^。；]{2,24}\s)?(?:责任|网络)编辑[：:](?:\s*[^，。；：:\s]{2,4})?(?=[\s）)\]]|$).*"
    r"|扫一扫在手机.*|[（(][^（）()]{0,10}记者\s[^（）()]*[）)]?\s*)$",
    re.DOTALL,
)


def without_credits(text: str, span: Span) -> Span:
    """The span without the dateline of a news agency in front and the names of editors behind.

    >>> text = "新华社广州电（记者 甲某）广州粮食充足。责任编辑：乙某"
    >>> found = without_credits(text, Span(0, len(text))); text[found.start : found.end]
    '广州粮食充足。'
    """
    if not _NEWS.search(text, span.start, span.end):
        return span
    dateline = _DATELINE.match(text, span.start, span.end)
    start = dateline.end() if dateline else span.start
    credits = _CREDITS.search(text, start, span.end)
    return Span(start, credits.start() if credits else span.end)
