"""Things that a question compares: «买新能源车和买燃油车，补贴各多少，差多少» asks the same of each."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from index.lexicon import fold_text
from index.regions import gazetteer
from rag.comparisons.aspects import MEASURED, aspects_asked, compares_from
from rag.comparisons.named import NamedSide, NamedSides
from rag.language import wording
from rag.language.amounts import UNIT
from rag.language.contrast import qualifiers
from rag.language.terms import normalise, terms

_BOTH_ASKED = re.compile(
    r"(?:(?:至少|至多|起码|最[多少低高小大]|不[得能可]?(?:少于|低于|超过|多于|高于)|须|需|应)*(?:要|有|是|为|达到|达)*)(?:多少|几(?!乎)|多大)"
)
_AS_ONE = re.compile("合计|一共|总共|共计|总[额和量数]|之和|之间|加起来|平均")
_JOIN = re.compile(r"以及|还是|[和与及跟同]|比(?![较例重]|[去上往前同]一?[年期]|上个?[月季])")
_JOINED_BEHIND = re.compile(r",(?=[跟和与同][^,。;:?跟和与及同]{4,30},)")
"""开车打电话,跟骑车打电话,…: one list."""
_LISTED_LAST = re.compile(
    r"(?P<asks>[^？?]*哪[^？?]*?)[，,？?]\s*是?(?P<sides>[^，,？?。；]{1,40}还是[^，,？?。；]{1,20}?)[？?]?"
)
_ASKS = re.compile(wording.INTERROGATIVE)
_LIST = re.compile("、")
_QUOTED = re.compile('"[^"]+"|《[^》]+》')
_QUOTED_AT_END = re.compile('(?:"[^"]+"|《[^》]+》)$')
_LAST = re.compile("以及|还是|[和与及跟同]")
_CONTEXT_END = re.compile(r"(?<=[的里中给对])|(?<=内)(?<!以内)(?!蒙)|(?<=规定)|(?<=要求)")
_NUMERAL = re.compile(r"[\d零一二两三四五六七八九十百千万]")
_SHORTEST = 2  # characters of a thing
_LONGEST = 30
_COUNTERPART = 4  # characters of a word that has a counterpart
_UNLIKE = 3  # characters by which two things may differ in length where no word says that each is asked about
_OF_TIME = re.compile("[后前时内]$")
_CONDITION = re.compile(
    rf"(?:[不未]?(?:满|足|超过?|[低高少多大小]于|达到?))?(?:[\d.,]+|{_NUMERAL.pattern}+)[百千万亿]*(?:{UNIT})(?:以[上下内外])?"
)
_CONDITIONS_END = re.compile(rf"(?:{_CONDITION.pattern})+的?$")
_MEASURED_BY = re.compile("(?<=的)(?:相比|比)(?:起来)?$|相比(?:起来)?$")
_ALL_OF = re.compile("(?:都|均)(?=[\u4e00-\u9fff])")
_NO_PROPERTY = re.compile("以[上下内外]|之[上下内外]")


def sides_first(text: str) -> str:
    """A question with the things in front that it lists at its end; any other as it is.

    >>> sides_first("赤字率哪年最高，2014、2016还是2018？"), sides_first("补贴是按月还是按年发？")
    ('2014年、2016年还是2018年，赤字率哪年最高？', '补贴是按月还是按年发？')
    """
    found = _LISTED_LAST.fullmatch(text.strip())
    if found is None or _ASKS.search(found["sides"]):
        return text
    sides = re.sub(r"(?<!\d)(?:19|20)\d\d(?![\d年])", r"\g<0>年", found["sides"])
    return f"{sides}，{found['asks']}？"


def things_compared(text: str) -> NamedSides | None:
    """The things that a question compares, two or more, by what it asks of each; None where it compares none.

    What is measured of things that stand in front of it is no thing itself.

    >>> found = things_compared("展览中心的东馆和西馆，哪个面积大，大多少？")
    >>> [found.aspects[0].of(side.name) for side in found.sides]
    ['展览中心的东馆,面积是多少?', '展览中心的西馆,面积是多少?']
    >>> found = things_compared("规划里培训机构、养老机构和托育机构的补贴分别是多少？")
    >>> [side.name for side in found.sides], found.aspects[0].of("托育机构")
    (['培训机构', '养老机构', '托育机构'], '规划里托育机构的补贴是多少?')
    >>> found = things_compared("新办法对展览企业和会议企业，补助比例和封顶金额有什么区别？")
    >>> [side.name for side in found.sides], [aspect.label for aspect in found.aspects]
    (['展览企业', '会议企业'], ['补助比例', '封顶金额'])
    >>> things_compared("养老机构和托育机构由谁监管？") is None
    True
    """
    asked = _JOINED_BEHIND.sub("", fold_text(text).strip())
    ask = compares_from(asked)
    joined = ask is None and not _AS_ONE.search(asked)
    if joined and (both := _BOTH_ASKED.search(asked)):
        ask = both.start()
    if ask is None:
        return None
    pieces = re.findall(r"[^,。;:?]*[,。;:?]?", asked[:ask])
    measured: tuple[tuple[str, ...], str] | None = None
    for at in range(len(pieces) - 1, -1, -1):
        said = pieces[at].rstrip(",。;:?")
        if pieces[at].endswith(("?", ";", "。")):
            break  # of another question
        found = None if _leaves_out(said) else _listed(said, pieces[at].endswith(","))
        if found is None:
            if joined and pieces[at]:
                return None  # what is asked of two things stands right behind them
            continue
        context, things, shared = found
        end = pieces[at][len(said) :]
        rest = f"{''.join(pieces[:at])}{context}\0{shared}{end}{''.join(pieces[at + 1 :])}{asked[ask:]}"
        if joined:
            named = _named(things, rest) if _alike(things) else None
            return replace(named, each=False) if named and len(named.aspects) == 1 else None
        if measured is None and all(map(MEASURED.search, things)):
            measured = things, rest
            continue
        return _named(things, rest)
    return _named(*measured) if measured else None


def _leaves_out(piece: str) -> bool:
    """Whether a piece of a question lists what it does not ask about.

    >>> _leaves_out("除甲库、乙库以外的五个库"), _leaves_out("甲库和乙库除补贴外")
    (True, False)
    """
    left_out = wording.EXCEPT.search(piece)
    return bool(left_out and re.search("[、和与及]", left_out["names"] or left_out["place"]))


def _alike(things: Sequence[str]) -> bool:
    """Whether two things look as if the same were asked of both though no word says so."""
    return len(things) == 2 and abs(len(things[0]) - len(things[1])) <= _UNLIKE and not _OF_TIME.search(things[1])


def _named(things: Sequence[str], rest: str) -> NamedSides | None:
    """The things with what is asked of each, by the question with NUL in their place."""
    aspects = aspects_asked(rest, bare=True)
    sides = tuple(NamedSide(thing.rstrip("的"), exact=_is_condition(thing)) for thing in things)
    return NamedSides(sides, tuple(aspects)) if aspects else None


def _listed(piece: str, ended: bool) -> tuple[str, tuple[str, ...], str] | None:
    """The context, the things and what is said of all of them, of a piece of a question that lists two or more."""
    inside = re.sub(r'《[^》]*》|"[^"]*"|\([^()]*\)', lambda m: "\0" * len(m.group()), piece)
    marks = [m.span() for m in _LIST.finditer(inside)]
    behind = marks[-1][1] if marks else len(piece)
    last = next((m for m in _LAST.finditer(inside, behind) if _alone(piece[behind:], m.start() - behind)), None)
    cuts = [*marks, *([last.span()] if last else [])]
    items = [piece[s:e] for s, e in zip([0, *(e for _, e in cuts)], [*(s for s, _ in cuts), len(piece)], strict=True)]
    if len(items) > 2 and all(len(item) >= _SHORTEST for item in items):
        context, first = _begun_as(items[0], items[1])
        final, shared = _ended_as(items[-2], items[-1], ended)
        things = (first, *items[1:-1], final)
        return (context, things, shared) if len(set(things)) == len(things) else None
    two = _split(piece, ended)
    return (two[0], (two[1], two[2]), two[3]) if two else None


def _alone(text: str, at: int) -> bool:
    """Whether a joining word stands by itself in a text: no 和 of 和平."""
    import rjieba

    starts = accumulate(map(len, rjieba.cut(text)), initial=0)
    return at in set(starts)


def _split(piece: str, ended: bool = False) -> tuple[str, str, str, str] | None:
    """The context, the two things and what is said of both, of a piece of a question that joins two things; it is
    `ended` where what is asked stands behind a comma, so that 的 belongs to the second thing."""
    import rjieba

    words = list(rjieba.cut(piece))
    alone = {
        end - len(word) for word, end in zip(words, accumulate(map(len, words)), strict=True) if _JOIN.fullmatch(word)
    }
    inside = re.sub(r'《[^》]*》|"[^"]*"|\([^()]*\)', lambda m: "\0" * len(m.group()), piece)
    joins = [
        join
        for join in _JOIN.finditer(inside)
        if join.group() == "比" or join.start() in alone or (join.start() and inside[join.end() :][:1] == inside[0])
    ] or list(_LIST.finditer(inside))
    if len(joins) > 1:
        exact = [join for join in joins if join.group() in ("和", "与", "还是", "以及", "及", "比")]
        joins = exact
    found = [split for join in joins if (split := _around(piece, join.start(), join.end(), ended))]
    if not found:
        return None
    return min(found, key=lambda split: abs(len(split[1]) - len(split[2])))


def _around(piece: str, start: int, end: int, ended: bool) -> tuple[str, str, str, str] | None:
    left, right = piece[:start], piece[end:]
    than = piece[start:end] == "比"
    right = right if than else _MEASURED_BY.sub("", right)
    if not than and right.endswith("的") and "的" in left[:-1]:
        right += left[left.rindex("的", 0, -1) + 1 :]  # 湖南的目标和四川的
    if places := _places(left, right):
        return places
    if than:
        # 东馆的面积比西馆大: what is compared is said of the first.
        left, shared = _ended_as(right, left, ended)
        other = right
    else:
        other, shared = _ended_as(left, right, ended)
    context, one = _begun_as(left, other)
    if context.endswith("、"):
        return None  # one more of them
    if not (_SHORTEST <= len(one) <= _LONGEST and _SHORTEST <= len(other) <= _LONGEST) or one == other:
        return None
    if not all(terms(normalise(thing)) or _is_condition(thing) for thing in (one, other)):
        return None
    return context, one, other, shared


def _places(left: str, right: str) -> tuple[str, str, str, str] | None:
    """The same where two places are joined: 湖南和吉林的目标.

    >>> _places("湖南", "吉林的目标"), _places("湖南的目标", "吉林")
    (('', '湖南', '吉林', '的目标'), None)
    """
    known = gazetteer()
    one = next((span for span, _ in known.mentions(left) if span.end == len(left)), None)
    other = next((span for span, _ in known.mentions(right) if span.start == 0), None)
    return (left[: one.start], left[one.start :], right[: other.end], right[other.end :]) if one and other else None


def _ended_as(left: str, right: str, ended: bool = False) -> tuple[str, str]:
    """The second thing, which ends as the first does, and what is said of both behind it.

    >>> _ended_as("展览业(2025年)", "旅游业(2030年)定的目标"), _ended_as("东馆", "西馆面积"), _ended_as("展览", "会议")
    (('旅游业(2030年)', '定的目标'), ('西馆', '面积'), ('会议', ''))
    """
    import rjieba

    if all_of := _ALL_OF.search(right, _SHORTEST):
        return right[: all_of.start()], right[all_of.start() :]
    ends = list(accumulate(map(len, rjieba.cut(right))))
    last = left[-1:]
    like = [at for at in ends if at < len(right) and right[:at].endswith(last) and at >= _SHORTEST] if last else []
    # 满1年和满20年的年假: a condition ends where it is one.
    alike = next((at for at in like if _is_condition(right[:at])), like[-1] if like else 0)
    if alike and not right.endswith(last) and not _NO_PROPERTY.match(right[alike:]):
        return right[:alike], right[alike:]
    if (pair := _counterparts(left, right)) and pair[1] < len(right):
        return right[: pair[1]], right[pair[1] :]
    if "的" in right[_SHORTEST:-1] and not left.endswith("的") and "的" not in left:
        # 养老机构和托育机构的补贴: what follows is of both; 牵头的联合体, behind which one asks, is the thing.
        at = right.rindex("的")
        if not ended or MEASURED.search(right):
            return right[:at], right[at:]
    return right, ""


def _counterparts(left: str, right: str) -> tuple[int, int] | None:
    """Where the word begins with which the first thing ends, and where its counterpart ends with which the second
    begins.

    >>> _counterparts("全国城镇", "农村居民收入"), _counterparts("全国城镇", "东部")
    ((2, 2), None)
    """
    for at in range(_SHORTEST, min(len(right), _COUNTERPART) + 1):
        told = next((q.others.search(left) for q in qualifiers(right[:at]) if q.own.fullmatch(right[:at])), None)
        if told and told.end() == len(left):
            return told.start(), at
    return None


def _begun_as(left: str, other: str) -> tuple[str, str]:
    """The context in front of the first thing, and the thing, which begins as the second does or is as long.

    >>> _begun_as("报废旧车改买新能源车", "改买燃油车"), _begun_as("展览中心的东馆", "西馆")
    (('报废旧车', '改买新能源车'), ('展览中心的', '东馆'))
    >>> _begun_as('海洋航运"东港"', '"西港"')
    ('海洋航运', '"东港"')
    """
    import rjieba

    word = next(iter(rjieba.cut(other)), "")
    word = word if len(word) > 1 else other[:2] if '"' in other[1:2] else ""  # 得"合格"
    at = left.rfind(word) if word and not _NUMERAL.match(word) else -1
    if quoted := _QUOTED_AT_END.search(left) if _QUOTED.fullmatch(other) else None:
        at = quoted.start()
    if at >= 0:
        at -= left[:at].endswith(("不", "未", "非"))  # 不超过50万元的 and 超过50万元的
        return left[:at], left[at:]
    places = [span for span, _ in gazetteer().mentions(left)]
    ends = [m.start() for m in _CONTEXT_END.finditer(left)] + [span.end for span in places]
    cuts = accumulate(map(len, rjieba.cut(left)))
    whole = (
        at
        for at in cuts
        if "的" in other
        and not _NO_PROPERTY.match(left[at:])
        and left[at:][-1:] == other[-1]
        and not left[:at].count('"') % 2
    )
    alike = next((at for at in whole if len(left) - at == len(other)), 0)
    if _is_condition(other) and (condition := _CONDITIONS_END.search(left)):
        alike = condition.start()
    elif (pair := _counterparts(left, other)) and pair[1] == len(other):
        alike = pair[0]
    if alike:
        return left[:alike], left[alike:]  # 评估优秀的项目, 合格的项目
    first = [] if any(span.start == 0 for span in places) and not any(gazetteer().mentions(other)) else [0]
    starts = [*first, *(at for at in ends if len(left) - at >= _SHORTEST)] or [0]
    start = min(starts, key=lambda s: (abs(len(left) - s - len(other)), s))
    return left[:start], left[start:]


def _is_condition(thing: str) -> bool:
    """Whether the words are a figure with its bound.

    >>> _is_condition("未满十六周岁"), _is_condition("500万元以上的"), _is_condition("2.0升以下燃油车")
    (True, True, False)
    >>> _is_condition("不超过50万元的"), _is_condition("超过部分")
    (True, False)
    """
    condition = normalise(thing)
    return bool(_CONDITION.search(condition)) and not terms(_CONDITION.sub(" ", condition))
