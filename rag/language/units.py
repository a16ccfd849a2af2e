"""Units that questions ask for, and what figures of them look like: 几个工作日, 10天."""

import re

from index.lexicon import fold_text
from rag.language.dates import DATE

_OF_MONEY = "费用?|金|钱|价格?|款|资|薪酬?|补贴|补助|奖励|津贴|收入|利息|税|造价|成本|产值|投资"
MONEY_ASKED = re.compile(
    rf"(?:{_OF_MONEY})(?:的?(?:标准|总额|额度|金额|数额|上限))?(?:是|为|有|要|得|给|最[高低多少]|能|可以|应当?|需要?|交|缴纳?|付|收|拿|领|存|花|出|退)*多少(?=[?,。呢啊呀才]|$)"
    rf"|(?<!百分之)多少(?![天日年月人名家户个件次])[\u4e00-\u9fff]{{0,6}}?(?:{_OF_MONEY})(?=[?,。呢啊呀才]|$)"
)
"""Questions after an amount of money by its name."""
_UNIT = re.compile(
    r"(?:多少|(?<!哪)几|百分)(?:个(?=人))?(?!个?(?:省份?|市|地区|地方|文件|部门|县)[里中的,])(?P<unit>之几|比例|比重|个工作日|平方米|平方公里|公里|万亩|亩|亿元|万元|元|年|天|周|个月|个?小时|个?钟头|个?礼拜|个?星期|分钟"
    r"|[^\W\d几的是了呢吗以之才都就也在于为])"
)
_SAME_UNIT = ("人名位口", "家户个", "元块钱", "次起回", "天日", "项个条", "只条头匹")
"""Words that count the same things."""
_LONGER = {
    "点": "点钟|时(?!间|限|长)",
    "天": "个?(?:工作|自然)日|天",
    "日": "个?(?:工作|自然)日|日",
    "岁": "周?岁",
    "年": "周?年",
    "小时": "个?小时",
    "个小时": "小时",
    "钟头": "个?小时",
    "个钟头": "个?小时",
    "周": "个?星期",
    "礼拜": "周|个?星期",
    "个礼拜": "周|个?星期",
    "星期": "周|个?星期",
    "个星期": "周|星期",
    "个": "个|人次|[人名位项处所座条种类批件]|次(?!性)",
}
"""What figures stand before where the question has the shorter word: 几天 of 10个工作日, 多少个电话 of 五百人次."""
_SIZES = tuple(
    (re.compile(asks), written)
    for asks, written in (
        ("多[宽长高深厚远](?!时)", "公里|千米|米|厘米|毫米|海里|里|尺"),
        ("多重", "吨|公斤|千克|克|斤"),
        ("(?:面积|场地|地方|占地|房屋?|用地|场所|区)[^,。?]{0,6}多大", "平方|亩|公顷|㎡"),
    )
)
"""What figures count that answer how wide, how heavy, how large something is."""
_FIGURES = r"\d.%一二三四五六七八九十百千万亿两余多"
_NUMBER = r"[\d一二三四五六七八九十百千万亿两半几]+\s?[多余]?"
_BARE = (  # 企业数量达到500。用户超千万。
    r"(?:[数量]\w{0,2}(?:达到?|增至|为)|超过?|突破|近|逾)\s?(?:\d+[万亿]?|[一二三四五六七八九十百千]*[十百千万亿]+)(?=以|[^\w%.]|$)"
)
_SCALED = re.compile("(?:多少|几)[十百千万亿]")
_OF_ALL = "[过超]?半数|分之|%"  # 全体组成人员的过半数, 覆盖率达到88%
_OF_THINGS = r"(?!一)[\d二三四五六七八九十百千万两]+[多余]?(?![元年月日天号时分倍百千万亿条])[一-鿿]"  # 三大基地, 七省
_OF_KIND = re.compile(
    r"(?:多少|(?<![举这那])(?<!举出)(?!(?<=哪)几个?[^年月周天日])几(?![一-鿿]{1,8}都))(?:[十千万亿]|百(?!分点))*(?P<unit>亿(?=[?,。;才呢啊呀吧的]|资|投|$)|百分点|平方公里|平方米|公里|公顷|公斤|千克|毫米|厘米|个?工作日|个?小时|分钟|个?月|周?岁"
    r"|[元家户名人位项座所处件条种类年天周米亩吨台辆次倍套只层张部支度个]|分(?!之))(?!(?:以|之)上)"
)
_WHICH_DAYS = re.compile("哪几[年月周天日]")
"""What days, feasts and seasons answer without a figure."""
_NEEDLESS = re.compile("(?<=[少几])个(?=亿|百分点)")
"""个 that counts nothing."""
THINGS = "个家户项名人位座所处件条种类台辆套只层张部支次"
"""Words that things are counted with."""
_COUNTED_ALIKE = (
    "人名位",
    "家户座所处个",
    "项件条",
    "项种类",
    "台辆部套个",
    "套户",
    "张件",
    "只头匹",
    "层",
    "支",
    "次",
)
"""Those of them of which one may stand for another: 多少台, 12部."""
_KINDS = (
    THINGS,
    ("年", "个月", "月", "周", "天", "个工作日", "工作日", "个小时", "小时", "分钟"),
    ("公里", "米", "毫米", "厘米"),
    ("平方公里", "平方米", "公顷", "亩"),
    ("吨", "公斤", "千克"),
    ("周岁", "岁"),
    "元",
    "倍",
    "度",
    "分",
    ("百分点",),
    "亿",
)
"""Units of one kind: a figure of any of them may answer, of things of those counted alike."""
_OTHERWISE = {
    "年": "年|季|月|周|天|(?:工作|自然)?日|小时|分钟|刻",
    "米": "[厘毫]?米|公?里",
    "亩": "平方|亩|公顷|公里",
    "吨": "吨|公?斤|[千毫]?克",
    "元": "元|万|亿|%|倍|分之|全额",
    "倍": "倍|番|%|分之",
    "度": "度|℃|°|千瓦时",
    "百分点": "百分点|%",
    "亿": "亿|[百千]?万(?:元|(?![一-鿿]))",
}
"""How figures of a kind are written otherwise than in its units, by one of them."""


def unit_asked(question: str) -> re.Pattern[str] | None:
    """A figure of the unit that the question asks for: 多少件 asks for 500件, 几个工作日 for 10个工作日.

    >>> unit_asked("到2027年新增多少件注册证？").search("超500件").group()
    '500件'
    >>> unit_asked("场地最小多大？").search("八百平方米").group()
    '八百平方'
    >>> unit_asked("内部推荐的奖金是多少？").search("每人500元").group(), bool(unit_asked("多少人").search("12名"))
    ('500元', True)
    """
    folded = fold_text(question)
    asked = _UNIT.search(folded)
    unit = "%" if asked and asked["unit"] in ("之几", "比例", "比重") else asked["unit"] if asked else None
    if MONEY_ASKED.search(folded):
        unit = "元"
    if unit is None and (size := next((written for asks, written in _SIZES if asks.search(folded)), None)):
        return re.compile(rf"[{_FIGURES}]+(?P<asked>{size})")
    if unit is None:
        return None
    same = next((words for words in _SAME_UNIT if unit in words), "") if len(unit) == 1 else ""
    alike = "".join(f"|{word}" for word in [*same, _LONGER.get(unit, "")] if word not in ("", unit))
    # 2025年 is no span of years.
    figure = r"(?<!\d)(?:\d{1,3}|[一二三四五六七八九十百两半]+)" if unit == "年" else f"[{_FIGURES}]+"
    return re.compile(rf"{figure}(?:(?P<asked>{re.escape(unit)}){alike})")


_MEASURES = tuple(
    (re.compile(asks), re.compile(rf"{_NUMBER}(?:{written})"))
    for asks, written in (
        ("天数|时限|期限|年限|时长", f"个?(?:{_OTHERWISE['年']})"),
        ("金额|数额|额度", _OTHERWISE["元"]),
        ("比例|比重", "%|分之|成"),
        ("人数", "[人名位]"),
        ("数量|数目|个数", "[个家户项名人位座所处件条种类台辆套只张架]"),
    )
)


def measured(question: str) -> re.Pattern[str] | None:
    """A figure of what the question names as measured: 时限 asks for times, 数量 for counts.

    >>> [bool(measured("写明了办理时限的省").search(said)) for said in ("2小时内答复", "奖励300万元")]
    [True, False]
    """
    return next((figure for asks, figure in _MEASURES if asks.search(question)), None)


def unit_held(unit: re.Pattern[str], folded: str) -> float:
    """How far a sentence has a figure of the unit asked for: half where of a word that counts the same things.

    >>> asked = unit_asked("由多少人组成?")
    >>> unit_held(asked, "一般为9至15人"), unit_held(asked, "一位专家"), unit_held(asked, "一次会议")
    (1.0, 0.5, 0.0)
    """
    return max((1.0 if match["asked"] else 0.5 for match in unit.finditer(folded)), default=0.0)


def kind_asked(asked: str, of_time: bool = False) -> re.Pattern[str] | None:
    """A figure of the kind of unit that the question asks for; None where it asks for none, for several, or, if
    `of_time`, for one that measures no time.

    >>> [bool(kind_asked("要建多少家?").search(said)) for said in ("建3个", "300万元/年", "分3次", "计划数(家):3")]
    [True, False, False, True]
    >>> [bool(kind_asked("要投多少个亿?").search(said)) for said in ("改造176个", "投资3.2亿元")]
    [False, True]
    >>> bool(kind_asked("哪几天报名?").search("另行通知")), kind_asked("由哪几位专家评审?")
    (False, None)
    >>> [bool(kind_asked("哪几天闭馆?").search(said)) for said in ("每周一闭馆", "法定节假日闭馆", "闭馆维修")]
    [True, True, False]
    >>> bool(kind_asked("多少天不去兑奖就作废?").search("60个自然日内")), kind_asked("几套体系哪年建成?", of_time=True)
    (True, None)
    """
    units = [match["unit"] for match in _OF_KIND.finditer(_NEEDLESS.sub("", asked))]
    kind = next((kind for kind in _KINDS if units and units[0] in kind), None)
    if len(units) != 1 or kind is None or (of_time and "年" not in kind):
        return None
    things = kind is THINGS
    if things and units[0] != "个":
        kind = "".join(dict.fromkeys("个" + "".join(alike for alike in _COUNTED_ALIKE if units[0] in alike)))
    written = next((words for unit, words in _OTHERWISE.items() if unit in kind), "|".join(kind))
    figures = [rf"{_NUMBER}\s?个?周?(?:{written})(?!工作日|小?时|月|百分点|星期)"]
    figures += [_BARE, rf"(?:{written})数?[量)]*:\s?\d"] if things else []
    figures += [_OF_ALL] if units[0] in "人名户家" and not _SCALED.search(asked) else []
    figures += [_OF_THINGS] if units[0] == "个" else []
    figures += [DATE.pattern] if _WHICH_DAYS.search(asked) else []
    return re.compile("|".join(figures))
