"""What of an earlier question a bare topic takes the place of: 外交护照呢 that of 公务护照 in 公务护照由谁签发."""

import re
from collections.abc import Iterator
from itertools import takewhile

from rag.language.contrast import qualifiers
from rag.understanding.wanted import wanted

_BREAKS = frozenset("的由是在对给和与及或跟、把将为有要到从向里中让使按以")
"""Words and marks across which no phrase goes."""
_JOINS = re.compile("[和与及跟、]")
_YEAR = re.compile(r"(?:19|20)\d\d年")
_OF_YEAR = re.compile(r"(?:到|在|截至)?(?:19|20)\d\d年[底末初]?")
_THAT = re.compile("(?:(?:那|这)?一?(?:块|边|部分)|方面|的话)$")
_LEVEL = re.compile("(?<=[省市县区])(?:这|那)?一级")  # 省一级 is 省级; 国家一级 is a rank
_SUBJECT = re.compile(r"[^\s,。;、的把将对为在由]{2,12}(?=(?:分别)?(?:是|有|叫|包括|由)$)")
_MEASURED = "[万亿]*(?:[元块年月天日周次倍岁亩吨米度]|小时|分钟|工作日|平方|立方|公里|公顷|百分|千瓦|公斤)"
_COUNTED = re.compile(
    rf"(?:多少|几)[个家名位项条种类座所户台辆套]?(?P<thing>(?!个|{_MEASURED})[^\W\d一二三四五六七八九十]{{2,8}})\?$"
)
"""What is counted: 设计大师 of 要培养多少设计大师, but no 万元 of 补贴多少万元."""
_LEAST, _A_LETTER, _A_LENGTH = 1.5, 2.0, 0.5  # score that is enough; of a character shared, and of one more or less


def exchanged(question: str, topic: str) -> str:
    """The normalised question with the topic in the place of the phrase that is parallel to it: one that begins or
    ends alike and is about as long, else the words before 的 for a topic in 的, else the subject of what is asked.

    Empty where there is none, or where the topic asks something itself.

    >>> exchanged("护照法规定公务护照由谁签发?", "外交护照"), exchanged("工作满1年不满10年,年休假几天?", "满20年的")
    ('护照法规定外交护照由谁签发?', '工作满20年,年休假几天?')
    >>> exchanged("拓展区是哪些市?", "外围支撑点"), exchanged("评估优秀的有什么支持?", "合格的")
    ('外围支撑点是哪些市?', '评估合格的有什么支持?')
    >>> exchanged("到2015年要培育多少家?", "2020年"), exchanged("对个人罚多少?", "单位"), exchanged("要多少?", "何时起")
    ('到2020年要培育多少家?', '对单位罚多少?', '')
    >>> exchanged("要建多少座灯塔?", "码头")
    '要建多少座码头?'
    >>> exchanged("最高补贴多少万元?", "企业"), exchanged("一次预收几个月租金?", "押金")
    ('', '')
    """
    asks, own = wanted(question), wanted(topic)
    if own.start < len(own.question) or len(asks.question) != len(question):
        return ""
    if _OF_YEAR.fullmatch(topic):
        return asked_of_year(question, topic) if _YEAR.search(question) else ""
    topic = _LEVEL.sub("级", _THAT.sub("", topic))
    told = topic.removesuffix("的")
    if other := next((q.others.search(question) for q in qualifiers(told) if q.own.fullmatch(told)), None):
        return f"{question[: other.start()]}{told}{question[other.end() :]}"
    first = _JOINS.split(told)[0]
    phrases = list(_phrases(question, asks.start, asks.end))
    likest = max(phrases, key=lambda p: (_likeness(question[slice(*p)], first), p[1] - p[0]), default=(0, 0))
    before = question[: asks.start]
    if _likeness(question[slice(*likest)], first) >= _LEAST:
        start, end = likest
    elif told != topic and "的" in before:
        of = before.rindex("的")
        start, end = min((p for p in phrases if p[1] == of), key=lambda p: abs(p[1] - p[0] - len(told)), default=(0, 0))
    elif told == topic and (subject := _SUBJECT.search(before)):
        start, end = subject.span()
    elif counted := _COUNTED.search(question):
        start, end = counted.span("thing")
    else:
        return ""
    return f"{question[:start]}{told}{question[end:]}" if start < end else ""


def asked_of_year(question: str, year: str) -> str:
    """The normalised question asked of another year, and of the document of that year if it is called so.

    >>> asked_of_year("2016年报告里定了多少?", "18年"), asked_of_year("2016年定了多少?", "2018年报告")
    ('2018年报告里定了多少?', '2018年报告定了多少?')
    >>> asked_of_year("2016年到2018年增长多少?", "2019年"), asked_of_year("赤字率是多少?", "2019年")
    ('', '2019年赤字率是多少?')
    """
    said = re.search(r"\d+", year)
    if said is None or len(set(_YEAR.findall(question))) > 1:
        return ""
    called = year[said.end() :].lstrip("年度的")
    whole = f"{said.group() if len(said.group()) > 2 else f'20{said.group()}'}年{called}"
    if not _YEAR.search(question):
        return f"{whole}{question}"
    named = rf"{_YEAR.pattern}(?=度?的?[^\d,。?]{{0,8}}{called})"
    return re.sub(named, whole[:5], question) if re.search(named, question) else _YEAR.sub(whole, question)


def _phrases(question: str, asks: int, behind: int) -> Iterator[tuple[int, int]]:
    """The places of runs of whole words without breaks, outside the words that ask, `question[asks:behind]`."""
    import rjieba

    words, at = [], 0
    for word in rjieba.cut(question):
        words.append((word, at, at + len(word)))
        at += len(word)
    for n in range(len(words)):
        run = takewhile(
            lambda w: w[0] not in _BREAKS and w[0].isalnum() and not (w[1] < behind and w[2] > asks), words[n:]
        )
        yield from ((words[n][1], end) for _, _, end in run)


def _likeness(phrase: str, topic: str) -> float:
    """How alike two phrases begin and end, less for each character that one is longer."""
    ends = _shared(phrase[::-1], topic[::-1])
    begins = _shared(phrase[: len(phrase) - ends], topic)
    longer = 0 if ends and begins else abs(len(phrase) - len(topic))
    return _A_LETTER * (ends + begins) - _A_LENGTH * longer if ends else 0.0


def _shared(a: str, b: str) -> int:
    """How many characters both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False)))
