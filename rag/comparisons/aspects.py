"""What a question asks of each of the things that it compares: which has most, how far they are apart, what of each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.language import wording
from rag.language.amounts import UNIT
from rag.language.terms import normalise, terms

_SIZES = "高多大快长|低少小慢短|严宽松紧重轻贵贱久好差狠"
_WHICH = (
    r"(?:其中|是|在|数)*(?:边个|哪(?:一?[个家项种类样份部边方者条省市地座]|边|里|儿)|谁)"
    r"(?:省份?|市|地方?|城市|地区|县|区|文件|办法|规定|方案|条例|法)?(?:的)?"
)
_UTMOST = re.compile(
    rf"(?:{_WHICH}(?P<noun>[^,。?;多少几哪]{{0,12}}?))(?:(?:[最更较]|比较)|(?=先(?![行进导锋生期])|[早晚]|[高低大小长短快慢多少重轻严宽贵狠](?:一?[些点])?(?:呢|啊)?(?:[,。?;]|$)))"
    rf"(?P<size>[{_SIZES.replace('|', '')}先早晚后])(?P<verb>[^,。?;呢啊呀些一多少几]{{0,6}})(?:一?[些点])?(?:呢|啊)?"
)
_UTMOST_OF = re.compile(
    rf"(?P<noun>[^,。?;\0哪]{{0,12}}?)(?:[最更较]|比较)(?P<size>[{_SIZES.replace('|', '')}])的?(?:是)?{_WHICH}"
)
"""规模最大的是哪个."""
_WHICH_DOES = re.compile(rf"^(?P<side>\0都?)?{_WHICH}(?![年天月日种类项]|[?,。]|$)")
"""哪边写明了优惠."""
DOES = r"(?![达于约可能到至要概致了出是有为])[\u4e00-\u9fff]{1,2}?"
"""The verb in 多补多少, 多培育几家."""
_DIFFERS = re.compile(
    r"(?:两者|二者|两[地省市]|它们|彼此|之间|的)*(?:(?:相差|差距|差额|(?<![偏误时公])差)(?:了|出|是|为|有)*"
    rf"|(?:要|会|能)?(?<![最至不延增减扩提缩降加调放])[大多高长低少短快慢](?:[出了])?(?P<does>{DOES})?)"
    r"(?:多少|几|多大|多久)个?[^,。?;、]{0,4}"
)
_HOW_MANY = re.compile(rf"多少(?!个?百分点)[千万亿]*(?:{UNIT}|(?<=亿))|几(?:天|日|个?工作日|个?小时|分钟|周?岁)")
"""How many of which unit two are apart, but not 几年, which months may be."""
_LATER = re.compile(
    r"(?<!最)[早晚先迟]了?(?P<does>[^,。?;\d多几]{0,4}?)了?(?:多久|多长时间|多少个?[天日月年周]|几个?[天日月年周])"
)
"""吉林的文件比广东的晚出来多久, 晚多少天."""
_ALIKE = re.compile(
    "(?:规定|要求|标准|做法|说法|内容|写|定)?得?(?:一样吗|一样不一样|是否(?:一致|相同|一样)|相同吗|一致吗)|(?:是不是|是否)(?:为|是)?同一[个家种项]|是同一[个家种项]吗"
    rf"|(?:各|都|分别)?(?:有)?(?:什么|哪些|何|啥|哪里|哪儿)?的?(?:{wording.APART}|两样|变化)(?:在哪[里儿]?|是什么|吗)?|怎么比|(?:请|帮我)?(?:(?:比较|对比|对照)(?:一下|[说看讲][说看讲])?|比一下)"
)
_QUITE = ("比较", "对比")
"""比较完善 compares nothing."""
_EACH = re.compile(rf"{wording.ASKS_EACH}|(?<=[\0])都")
_OWN = re.compile(wording.EACH)
_ASKS = re.compile(wording.INTERROGATIVE)
MORE = (
    "[高低多少大小快慢长短严松宽紧贵早晚]|增加?|减少?|涨|降低?|[上下]调|上?升|下降|提高|扩大|缩小|增长|变[多少大小高低]"
)
EITHER = re.compile(
    rf"(?:到底|究竟|是)*更?(?:{MORE})(?:了|出|些)?(?:还是|(?<=了)或者?)更?(?:{MORE})(?:了|出|些)?(?:多少|几[^,。?;]{{0,4}})?"
)
"""比它高还是低."""
_ONE_AND_OTHER = re.compile("(?:前者|一个|头一个)(?P<asks>[^,。?;]{1,12}),(?:后者|另?一个)(?P=asks)")
"""前者是几倍,后者是几倍."""
_SPLIT = re.compile(r"[,。;?]|、(?=各|分别|哪|谁)|(?:和|以及|及)(?=哪)")
WHICH_YEAR = re.compile(
    r"(?:其中)?(?:是|在)?哪一?个?年(?:份|度)?的?(?=[^,。?;]{0,12}?(?:[最更较]|[高低大小多少快慢长短]得?(?:一?[些点])?(?:[呢啊,。?;]|$)))"
)
"""The year of several of which one asks."""
_SAYS = re.compile("(?:都|又|又都)?(?:是)?(?:怎么|怎样|如何|咋)(?:样)?(?:说|讲|写|提|规定|要求|定|表述|安排)?的?")
"""What asks nothing more behind what is asked."""
OPEN = "是怎样的?"
"""How a question ends that asks for all that is said of a side."""
_ANY_MEASURES = re.compile(
    r"(?:都|又|分别)*(?:有|采取|做|作|提)(?:了|出)*(?:什么|哪些|何|啥)(?:具体|特别|主要|专门|不同|新)?的?(?P<what>[^,。?的]{0,4}?)"
    r"(?:安排|做法|打算|办法|举措|措施|规定|考虑|部署|说法|提法|表述|动作|招数?|设想)\?$"
)
"""What asks for all that is said of a thing, by words that documents need not have: 有什么安排."""
_GENERIC = ("管", "定", "给", "补", "罚", "要求", "规定")
"""Verbs that measure nothing by themselves: 管得最严."""
_ALONE = re.compile("\0(?:都|分别)?(?:定|是|为|要|达|达到|有|规定|给|到)*(?:了)?多少$")
_LISTED = re.compile(
    r"(?P<before>.*\0(?:,|[省市]?的|在)?)(?P<items>[^,\0]+?)"
    r"(?P<asks>(?:,|上|方面)?(?:是|有|为)?(?:多少个?|几个|怎样的|怎么[^,?]{0,4}|什么)?\?)"
)
MEASURED = re.compile("(?:[率额数量价费钱速值]|比[例重]|占比|标准|规模|面积|里程|金额|年限|期限)(?:的?目标)?$")
"""What has a value."""
_TWICE = re.compile(r"((?:19|20)\d\d年)\1")
"""The year of each of two that one asks about: 湖南2027年比安徽2027年."""
_AS_ASKED = re.compile("什么时候|(?:的|这个?)?(?:门槛|标准|数字?|数值|要求|条件|水平)(?:是多少)?")
"""What means what the clause before asks for: 要有多少注册资本,哪里的门槛低; 哪家落款最早,哪家最晚."""
_LABEL_END = re.compile("(?:是|有|为|要|达到?|定)*(?:多少[^\\W\\d]{0,2}|什么|几[^\\W\\d]{1,2})$")
"""How a clause ends that asks for what its label names."""
_GROWN = re.compile(
    "(?:增加|减少|提高|降低|上升|下降|增长|扩大|缩小|[增减涨升降多少高低])(?:了|出|到)*(?:大?约|大概)?(?:多少|几[^,?]{1,3})[^,?]{0,3}"
)
"""How far two values are apart, behind what asks for them."""
_LASTING = re.compile("(?:期限?|年限|时限|时间|时长)$")
_BY_WHEN = re.compile("哪一?[年天月]|几[年月]|什么时候|何时")
_ORDERS = re.compile("从[高低多少大小长短严松早晚快慢贵便先后]+(?:到|往)|排(?:一?[下排个]|序|列)")
_ALSO = re.compile("[,，。;；?？][^,，。;；?？]{1,10}呢[?？。]*$")
"""What asks the same of another thing: 城区收3元,郊区的呢."""
_SHORTEST = 2  # characters of what a clause asks about
_SHORTEST_ASPECT = 4  # characters of an aspect in a list of them
_MOST_SIZES, _LEAST_SIZES = "高多大快长久重贵狠", "低少小慢短轻"


@dataclass(frozen=True, slots=True)
class Aspect:
    """What is asked of each: the `question` has NUL in the place of the side's name. `utmost` are the words that ask
    which side has most or least (最高, 最低), `differs` whether it is asked how far two are apart, `same` whether or
    how they are alike, `which` which of them says it at all, `either` whether it is asked which way one differs from
    the other (高还是低); `label` tells several aspects apart."""

    label: str
    question: str
    utmost: tuple[str, ...] = ()
    differs: bool = False
    same: bool = False
    which: bool = False
    either: bool = False

    def of(self, name: str) -> str:
        """The question asked of the side of that name."""
        return self.question.replace("\0", name)


@dataclass(slots=True)
class _Clause:
    """A clause that asks: what it asks of each side, by what name, and which utmost."""

    said: str
    label: str
    utmost: list[str]


def aspects_asked(rest: str, bare: bool = False) -> list[Aspect]:
    """What a question asks of each side, whose names NUL stands for; `bare` where a side itself may be measured.

    >>> [a.question for a in aspects_asked("2025年床位占比,\\0哪个省定得最高,哪个最低?")]
    ['\\x002025年床位占比定多少?']
    >>> [(a.question, a.utmost) for a in aspects_asked("\\0都奖励交易,哪里的奖励比例最高?哪里的封顶金额最高?")]
    [('\\x00奖励交易,奖励比例是多少?', ('最高',)), ('\\x00奖励交易,封顶金额是多少?', ('最高',))]
    >>> aspects_asked("到2025年\\0的装机目标高多少?")[0].question
    '到2025年\\x00的装机目标是多少?'
    >>> [a.question for a in aspects_asked("\\0的赔偿,一个是几倍,另一个是几倍?")]
    ['\\x00的赔偿,是几倍?']
    >>> aspects_asked("买\\0多补多少?")[0].question, aspects_asked("\\0差几年?", bare=True)[0].question
    ('买\\x00补多少?', '\\x00是多少?')
    """
    context: list[str] = []
    asked: list[_Clause] = []
    alone: list[str] = []  # the utmost asked for in a clause that says nothing else
    differs = alikes = compares = which = does = eithers = False
    unit = "多少"
    for clause in filter(
        None, (c.strip() for c in _SPLIT.split(WHICH_YEAR.sub("哪个", _ONE_AND_OTHER.sub(r"各\g<asks>", rest))))
    ):
        if asked and not asked[-1].utmost and _GROWN.fullmatch(clause):
            differs = True
            continue
        said, noun, size = _without_which(clause)
        if asked and not size and clause.startswith("谁"):
            said = clause  # 各罚多少,谁来罚
        either = EITHER.sub("", said)
        eithers |= either != said
        if (far := _DIFFERS.search(either)) and (counted := _HOW_MANY.search(far.group())):
            unit = counted.group()
        apart = _DIFFERS.sub(lambda m: f"{m['does']}多少" if m["does"] else "", either)
        if later := _LATER.search(apart):
            differs = True
            if asked and not apart.replace(later.group(), "").strip("\0 的"):
                continue  # 哪个发布得晚,晚多少天
            apart = f"{apart[: later.start()]}什么时候{later['does'] or '出来'}{apart[later.end() :]}"
            asked.append(_Clause(apart, apart.replace("\0", ""), []))
            continue
        each = _EACH.sub("", apart)
        alike = _ALIKE.sub("", each)
        which |= said != clause
        does |= said != clause and not size
        differs |= apart != said or either != said
        alikes |= alike != each
        compares |= alike != each or bool(size)
        own = alike.replace("\0", "").strip("的是 ")
        if noun in _GENERIC:
            noun, own = "", "" if own == noun or (asked and own == f"{noun}多少") else own
        kept = alike.strip(" ,的") if alike != each or apart != said else alike
        if size and asked and (_AS_ASKED.fullmatch(noun or own) or (noun and noun in asked[-1].label)):
            asked[-1].utmost.append(size)  # 封顶各多少,哪个封顶更低; 哪家最早,哪家最晚
        elif size and (noun or own):
            asked.append(_Clause(kept, noun or own, [size]))
        elif size:
            alone.append(size)
            context += [kept] if "\0" in kept else []
        elif alone and not asked and context and MEASURED.search(context[-1]) and not _has_content(kept):
            # 产业规模,哪个大,到哪一年: the year stands beside the value.
            label = context.pop()
            asked.append(
                _Clause(
                    f"{label}是多少" if _BY_WHEN.search(kept) else _joined(label, kept), label.replace("\0", ""), []
                )
            )
        elif (apart != said and not _ASKS.search(apart)) or alike != each:
            context += [kept] if own else ["\0"] if "\0" in kept else []
        elif not _ASKS.search(kept):
            context.append(kept)
        elif asked and _SAYS.fullmatch(own):
            continue  # 要建多少亩,各怎么说
        elif asked and asked[-1].utmost and own and asked[-1].label.endswith(own[0]) and _ASKS.search(own):
            # 人口减得最多,减了多少
            asked[-1].said = asked[-1].said.replace(f"{asked[-1].label}是多少", f"{asked[-1].label[:-1]}{own}")
        elif asked and asked[-1].utmost and not _has_content(kept):
            lasts = _LASTING.search(asked[-1].label) or "什么时候" in asked[-1].said
            # 规模哪个大,到哪一年: the year stands beside the value.
            asked[-1].said = _joined(asked[-1].said, kept) if lasts or not _BY_WHEN.search(kept) else asked[-1].said
        else:
            asked.append(_Clause(kept, own, []))
    if asked:
        asked[-1].utmost += alone
        found = (
            replace(_aspect(c, context, asked), differs=differs, same=alikes, which=does, either=eithers) for c in asked
        )
        return [each for aspect in found for each in _each_listed(aspect)]
    body = _TWICE.sub(r"\1", ",".join(context))
    if not (compares or differs or which) or not (bare or terms(body.replace("\0", ""))):
        return []
    values = differs or alone or MEASURED.search(body)
    measure = _measure(body)
    measure = unit if measure == "多少" else measure
    ends = "" if _ASKS.search(body) or not (compares or differs) else f"是{measure}" if values else "是怎样的"
    return _each_listed(Aspect("", f"{body}{ends}?", tuple(alone), differs, alikes, does, eithers))


def asks_of_each(text: str) -> bool:
    """Whether it says that it asks of each or how they differ, not only which of them it is."""
    return any(pattern.search(text) for pattern in (_DIFFERS, _UTMOST, _UTMOST_OF, _ALIKE, _OWN, EITHER))


def and_of(text: str) -> tuple[str, str]:
    """A question without what it asks the same of at its end, and this; empty where it does not.

    >>> and_of("甲路和乙路最多收几年？中西部呢？"), and_of("甲路收几年？")
    (('甲路和乙路最多收几年', '中西部'), ('甲路收几年？', ''))
    """
    also = _ALSO.search(text)
    said = also.group().strip(",，。;；?？")[:-1] if also else ""
    return (text[: also.start()], said) if also and not wording.asks(said) else (text, "")


def compares_from(text: str) -> int | None:
    """Where a normalised question begins to ask which of several, how far apart they are or what of each; None where
    it does not."""
    found = (pattern.search(text) for pattern in (_DIFFERS, _UTMOST, _UTMOST_OF, _EACH, _ALIKE, EITHER))
    return min((match.start() for match in found if match and match.group() not in _QUITE), default=None)


def is_compared(text: str) -> bool:
    """Whether a question compares.

    >>> is_compared("补贴从高到低排一下"), is_compared("城区收3元,郊区的呢?")
    (True, True)
    >>> is_compared("最多给多少元"), is_compared("最大的蔬菜市场在哪里")
    (False, False)
    """
    asked = normalise(text)
    if and_of(asked)[1]:
        return True
    compares = wording.COMPARISON.search(asked) or _ORDERS.search(asked)
    return bool(compares) or compares_from(asked) is not None


def _each_listed(aspect: Aspect) -> list[Aspect]:
    """The aspects that one lists, else itself.

    >>> [a.question for a in _each_listed(Aspect("", "\\0的年交易额和质检中心数量是多少?"))]
    ['\\x00的年交易额是多少?', '\\x00的质检中心数量是多少?']
    """
    found = _LISTED.fullmatch(aspect.question)
    items = [item.strip("的 ") for item in re.split("、|和|以及|及", found["items"])] if found else []
    if found and "个" in found["asks"]:
        return [aspect]  # 基地、园区建多少个: as one
    if not found or len(items) < 2 or min(map(len, items)) < _SHORTEST_ASPECT or not all(map(terms, items)):
        return [aspect]
    if re.search(rf"[()]|{_ASKS.pattern}", found["items"]):
        return [aspect]
    return [replace(aspect, label=item, question=f"{found['before']}{item}{found['asks']}") for item in items]


def _aspect(clause: _Clause, context: Sequence[str], asked: Sequence[_Clause]) -> Aspect:
    """What one clause asks, with those ahead that ask nothing."""
    named = any("\0" in each.said for each in asked)
    ahead = [said for said in context if said != "\0" or not named]
    if len(asked) == 1 and ahead and _ALONE.match(clause.said):
        # 床位占比,江西定多少: what is asked stands in front.
        body = f"\0{','.join(ahead)}{clause.said}".replace("\0", "").join(("\0", ""))
    else:
        body = ",".join([*ahead, clause.said])
    if "\0" not in body:
        body = f"\0,{body}"
    body = _TWICE.sub(r"\1", body.replace("\0", "", body.count("\0") - 1))
    asks = _ANY_MEASURES.sub(lambda m: f"{m['what']}{OPEN}", f"{body.strip(',')}?")
    return Aspect(_LABEL_END.sub("", clause.label) or clause.label, asks, tuple(clause.utmost))


def _has_content(clause: str) -> bool:
    """Whether a clause says what it asks about: 各到哪天 does not."""
    left = re.sub(rf"{_ASKS.pattern}|[天年月日时候个元亿万吨家]", "", clause.replace("\0", ""))
    return len(re.sub("[到是为要有达于在能会可]", "", left)) >= _SHORTEST


def _joined(before: str, behind: str) -> str:
    """Two clauses that ask one thing: 有效期是多少, 到什么时候; 什么时候到期, 到哪天 asks it twice."""
    if "什么时候" in before:
        return before
    return f"{re.sub('(?:是)?多少$|什么时候$', '', before)}{behind}"


def _without_which(clause: str) -> tuple[str, str, str]:
    """A clause asked of one side, what is measured, and the words that ask for the utmost (最高); empty without."""
    found = _UTMOST.search(clause) or _UTMOST_OF.search(clause)
    if found is None:
        return _WHICH_DOES.sub(lambda m: m["side"] or "", clause, count=1), "", ""
    noun = re.sub("^(?:的|是)|(?:定|管|给|补|规定)?得$|的$|是$", lambda m: m.group().rstrip("得的是"), found["noun"])
    verb = found.groupdict().get("verb") or ""
    size = found["size"]
    before, behind = clause[: found.start()], clause[found.end() :]
    word = found.group()[: found.group().rindex(size)][-1:].replace("比", "较")
    word = (word if word in ("最", "更", "较") else "更") + size
    if size in "先早晚后":
        return f"{before}{noun}什么时候{verb}{behind}", noun or verb, word
    if size not in _MOST_SIZES + _LEAST_SIZES or (noun in ("", "管", "定") and not before.strip("\0")):
        ask = f"{noun}多少" if noun and noun != "管" else ""
    else:
        ask = f"{noun}多少" if noun in ("定", "管", "给", "补", "罚") else f"{noun}是{_measure(noun or before)}"
    return f"{before}{ask}{behind}", noun, word


def _measure(noun: str) -> str:
    """What asks for the value of a thing: 有效期 lasts 多久, which a day may tell."""
    return "多久" if _LASTING.search(noun) else "多少"
