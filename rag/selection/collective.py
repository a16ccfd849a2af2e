"""What a collective name or an abbreviation stands for: the things listed in front of 三大先导产业, in the brackets
behind “三委两局”, the body in front of （以下简称市科委）."""

import re
from dataclasses import dataclass
from functools import lru_cache

from index.documents import Span
from index.lexicon import fold_text
from index.numerals import chinese, numeral

_NUMBER = r"(?:[两二三四五六七八九十]{1,3}|(?<!\d)\d{1,2})"
_OF = "大|个|项|类|种|条|家|方面|张|座"
_ASKS = (
    r"(?:具体|分别|各自|都|究竟|到底|又)*(?:是指|指的?是?|包括|包含|涵盖|有|叫做?|是|在|由|涉及)(?:的是)?了?"
    "(?:哪|什么|啥)"
)
_COUNTED = re.compile(rf"(?P<number>{_NUMBER})(?P<of>{_OF})(?P<thing>[\u4e00-\u9fff]{{2,12}}?)[\"的]?,?{_ASKS}")
_QUOTED = re.compile(rf"\"(?P<name>[^\"]{{2,14}})\"[^,?]{{0,6}}?,?(?:{_ASKS}|(?:什么|啥)意思)")
_BY_SIGN = re.compile(
    rf"(?P<name>{_NUMBER}个?(?![{_OF}年月日天周号元岁分万亿千百])[\u4e00-\u9fff]{{1,2}}?)(?:具体|分别|各自|究竟|到底|又)*"
    r"(?:是指|指的?是?|是|包括|包含|有|叫做?)的?(?:哪|什么|啥|(?=[?]|$))"
)
"""六保是哪六保, 六稳指什么: a number and what each of the things begins or ends with."""
_SIGN = re.compile(rf"(?P<number>{_NUMBER})个?(?P<sign>[\u4e00-\u9fff]{{1,3}})")
_FEWEST, _MOST = 3, 12  # things in a row that are no chance
_FULL = re.compile(r"(?P<name>[\u4e00-\u9fffa-z0-9]{2,14}?)\"?(?:这个简称)?的?(?:全称|全名|完整名称)")
_WHERE_SAID = re.compile("^.*(?:所[称说指谓]|[中里内]|提[到及出])的?|^.{2,}的")
_ITEMS = re.compile("[、和及与]")
_LONGEST = 200  # characters of what a name stands for


@dataclass(frozen=True, slots=True)
class Collective:
    """A name whose meaning is asked, as patterns of texts that give it; `count` things, 0 where none is told."""

    patterns: tuple[re.Pattern[str], ...]
    count: int

    def find(self, folded: str) -> Span | None:
        """Where a folded text says what the name stands for."""
        for pattern in self.patterns:
            for match in pattern.finditer(folded):
                said = match["said"]
                if len(said) <= _LONGEST and (not self.count or len(_ITEMS.findall(said)) >= self.count - 1):
                    return Span(match.start("told"), match.end("told"))
        return None


@lru_cache(maxsize=64)
def collective_asked(question: str) -> Collective | None:
    """The collective name or abbreviation of which a question asks what it stands for.

    >>> asked = collective_asked("上海说的三大先导产业是哪三个？")
    >>> said = "集成电路、生物医药、人工智能三大先导产业规模超过1.8万亿"
    >>> found = asked.find(said); said[found.start : found.end]
    '集成电路、生物医药、人工智能三大先导产业'
    >>> collective_asked("三大先导产业的规模是多少？") is None
    True
    """
    folded = fold_text(question)
    if match := _QUOTED.search(folded):
        return _of_name(match["name"])
    if match := _COUNTED.search(folded):
        count = numeral(match["number"])
        thing = rf"(?:{count}|{chinese(count)}{'|两' if count == 2 else ''})(?:{_OF}){re.escape(match['thing'])}"
        before = re.compile(rf"(?P<told>(?P<said>[^,。;:!?\n]*[、和及与][^,。;:!?\n]*?)(?:等|这)?{thing})")
        signs = _parallel(f"{match['number']}个{match['thing']}")
        return Collective((before, *_behind(rf"{thing}\"?"), *signs), count)
    if match := _BY_SIGN.search(folded):
        return _of_name(match["name"])
    if match := _FULL.search(folded):
        return Collective((_short(re.escape(_WHERE_SAID.sub("", match["name"]))),), 0)
    return None


def _of_name(name: str) -> Collective:
    """What gives a name in quotes, or one of a number and a sign.

    >>> found = _of_name("六稳").find("要稳就业、稳金融、稳外贸、稳外资、稳投资、稳预期,保稳定"); found and found.start
    1
    >>> _of_name("三个一律").find("未培训一律不准上岗,未审批一律不准进仓,未验收一律不准投用。").end
    29
    >>> _of_name("四个自信").find("坚定道路自信、理论自信、制度自信"), _of_name("两山").find("青山、绿水")
    (None, None)
    """
    escaped = re.escape(name)
    return Collective((*_behind(rf"\"?{escaped}\"?"), _short(escaped), *_parallel(name)), 0)


def _parallel(name: str) -> tuple[re.Pattern[str], ...]:
    """So many things in a row that begin, or end, with what the name counts (保居民就业、保基本民生、…, 六保), or that
    have its characters each: 未培训一律不准上岗，未审批一律不准进仓，…."""
    match = _SIGN.fullmatch(name)
    count = numeral(match["number"]) if match else 0
    if not match or not _FEWEST <= count <= _MOST:
        return ()
    item = r"[^、,。;:!?\n和及与]{1,16}"
    within = f"{item}{match['sign']}{item}" if len(match["sign"]) > 1 else f"{match['sign']}{item}"
    rows = (f"{match['sign']}{item}", f"{item}{match['sign']}", within)
    row, ends, middle = (rf"(?:{each}[、,和及与]){{{count - 1}}}{each}" for each in rows)
    return (
        re.compile(rf"(?P<told>(?P<said>{row}))"),
        re.compile(rf"(?P<told>(?P<said>{ends}))(?![\u4e00-\u9fff])"),
        re.compile(rf"(?P<told>(?P<said>{middle}))"),
    )


def _behind(name: str) -> tuple[re.Pattern[str], ...]:
    """What stands behind the name: in brackets, or told by 即, 是指, 包括 and the like."""
    return (
        re.compile(rf"{name}\((?P<told>(?P<said>[^()\n]*[、,和及][^()\n]+))\)"),
        re.compile(
            rf"{name}(?:建设|工程|体系)?(?:,?(?:即|包括|(?:具体)?是指|指的?是|分别[是为])|:|-+)"
            r"(?P<told>(?P<said>[^。;!?\n]*[、,和及\d][^。;!?\n]*))"
        ),
    )


def _short(name: str) -> re.Pattern[str]:
    """What stands in front of （以下简称…）: several things where the name counts them, 三新食品."""
    several = "" if re.match(_NUMBER, name) else "、"
    return re.compile(
        rf"(?P<told>(?P<said>[^,。;:!?\n(){several}]+))\((?:以下)?(?:简称|统称|合称|并称)(?:为|:)?\"?{name}\"?\)"
    )
