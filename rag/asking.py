"""What a question in English, French, Japanese or Korean asks for, as a Chinese question would: how many, when, who."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from index.documents import Span
from index.numerals import chinese

_UNITS = (
    ("家", "(?:企业|公司|机构|单位|银行|医院|学校|高校|商户)$"),
    ("人", "(?:人|人员|人才|专家|教师|学生|职工|员工|医师|农民|劳动者|会计师)$"),
    ("项", "(?:项目|技术|标准|任务|专利|工程)$"),
    ("个", "(?:城市|中心|平台|基地|园区|集群|产业集群|国家|实验室|仓库|站|岗位|社区)$"),
)
"""What things are counted by, and how words for them end."""
_MONEY = re.compile(
    "罚款|补贴|补助|奖励|奖金|津贴|费|价|资金|基金|租金|押金|保证金|工资|收入|投资|贷款|成本|税"
    "|产值|营业额|销售额|交易额|出口额|金额|资本|资产|增加值|损失|赔偿|预算|债|钱|年薪"
)
"""Chinese words of things that are so much money."""
_MEASURE = re.compile(
    f"{_MONEY.pattern}|[额率比]$|面积|规模|数量|[限龄价费]$|标准$|目标$|指标$"
    "|带宽|速度|容量|距离|长度|宽度|高度|温度|分数|分数线|总量|门槛|起征点"
)
"""Chinese words of what a figure tells."""
_SHARES = re.compile("比重|占比|比例|比率|率$|增长|增速")

_COUNTS = {
    "en": (
        ("个工作日", r"(?:working|business|work) ?days?"),
        ("天", r"(?:calendar |natural )?days?"),
        ("个月", "months?"),
        ("年", "years?"),
        ("小时", "hours?"),
        ("分钟", "minutes?"),
        ("人", "people|persons"),
        ("公里", "kilomet(?:er|re)s?|km"),
        ("米", "met(?:er|re)s?"),
        ("平方米", "square met(?:er|re)s?"),
        ("吨", "tons?|tonnes?"),
        ("次", "times"),
        ("元", "yuan|rmb|renminbi"),
    ),
    "fr": (
        ("个工作日", "jours? ouvr(?:ables?|és?)"),
        ("天", "jours?"),
        ("个月", "mois"),
        ("年", "ans?|années?"),
        ("小时", "heures?"),
        ("人", "personnes"),
        ("公里", "kilomètres?|km"),
        ("平方米", "mètres? carrés?"),
        ("米", "mètres?"),
        ("次", "fois"),
        ("元", "yuans?|rmb"),
    ),
    "ja": (
        ("个工作日", "营业日"),
        ("天", "日间?"),
        ("个月", "[かカヶケ]月"),
        ("年", "年间?(?![にまか])"),
        ("小时", "时间"),
        ("分钟", "分(?=以|で|ご|间)"),
        ("人", "人|名"),
        ("家", "社"),
        ("件", "件"),
        ("分", "点"),
        ("岁", "歳|岁|才"),
        ("次", "回|度"),
        ("平方公里", "平方キロ(?:メートル)?"),
        ("平方米", "平方メートル|平米"),
        ("公里", "キロ(?:メートル)?"),
        ("米", "メートル"),
        ("吨", "トン"),
        ("户", "户|世帯"),
        ("套", "套"),
        ("个", "[かカヶケ箇个]所|つ|个"),
        ("元", "元"),
    ),
    "ko": (
        ("个工作日", "(?:영업일|근무일)"),
        ("天", "일"),
        ("个月", "(?:개월|달)"),
        ("年", "년(?!까지|에|부터|도)"),
        ("小时", "시간"),
        ("人", "(?:명|사람)"),
        ("家", "(?:개사|개 ?기업|개 ?업체)"),
        ("件", "건"),
        ("分", "점"),
        ("岁", "(?:세|살)"),
        ("次", "(?:회|번|차례)"),
        ("平方公里", "(?:제곱킬로미터|평방킬로미터)"),
        ("平方米", "(?:제곱미터|평방미터|㎡)"),
        ("公里", "(?:킬로미터|킬로)"),
        ("米", "미터"),
        ("吨", "톤"),
        ("户", "(?:가구|호)"),
        ("个", "(?:개|곳|가지|군데)"),
        ("元", "위안"),
    ),
}
"""Units behind «how many», by what they are in Chinese."""
_HOW_MANY = {"en": "how many (?:{})\\b", "fr": "combien (?:de |d')(?:{})\\b", "ja": "何(?:{})", "ko": "몇 ?(?:{})"}

_AUTHORITY = {
    "en": "agency|agencies|department|departments|body|bodies|authority|authorities|ministry|ministries|bureau|office"
    "|organi[sz]ations?|institutions?|commission|committee|unit|units|court|courts",
    "fr": "organismes?|autorités?|départements?|ministères?|services?|organes?|institutions?|administrations?"
    "|tribunal|tribunaux|commission|juridiction",
    "ja": "部门|部署|机关|机构|省庁|官庁|当局|组织|委员会|裁判所|役所",
    "ko": "부서|기관|부처|위원회|법원|당국|조직|단체",
}

_AUXILIARIES = "do|does|did|is|was|were|are|am|will|must|should|can|could|may|has|have"
_FRAMES: dict[str, tuple[tuple[str, str], ...]] = {
    "en": (
        ("百分之几", r"(?:what|which) (?:share|percentage|proportion|per ?cent|fraction)\b(?: of)?|how many per ?cent"),
        ("哪一年", r"\b(?:in |by |from |since |until )?(?:what|which) year\b"),
        (
            "什么时候",
            r"\b(?:by |from |since |until |on |as of )?(?:what|which) (?:date|day)\b"
            r"|\b(?:by|from|since|until|till) when\b"
            rf"|(?:^|(?<=[,;.?!] ))(?:and )?when (?:{_AUXILIARIES})\b",
        ),
        ("几点", r"(?:at )?what time\b"),
        ("哪几个城市", r"(?:which|what) (?:two|three|four|five|six|\d) (?:cities|towns)\b"),
        ("哪个城市", r"(?:which|what) (?:city|cities|town|towns)(?:'s?)?\b"),
        ("哪个区", r"(?:which|what) districts?\b"),
        ("哪个县", r"(?:which|what) (?:county|counties)\b"),
        ("哪家公司", r"(?:which|what) (?:company|companies|firms?|enterprises?)\b"),
        ("哪个部门", rf"(?:which|what)(?: [a-z-]+)? (?:{_AUTHORITY['en']})\b"),
        (
            "谁",
            r"(?:^|(?<=[,;:.?!] )|\b(?:by|to|from|and|or|know|ask) )(?:who|whom|whose)\b"
            rf"|\bwho (?:{_AUXILIARIES}) (?:the|an?|i|we)\b",
        ),
        ("多久", r"(?:for )?how (?:long|often|soon|quickly|frequently)\b"),
        ("多远", r"how far\b"),
        ("多少岁", r"(?:how old|what age)\b"),
        ("多少元", r"how much (?:money|yuan|rmb|cash)\b(?: off)?|how many yuan"),
        ("多少", r"(?:by )?how much\b|how (?:high|low|fast|large|big|wide|tall|deep|heavy|great|small)\b"),
        ("多少", r"how many\b"),
        ("如何", r"\bhow (?:do|can|to|does|should|must|is|are|will)\b|in what (?:way|manner)"),
        ("什么是", r"what is meant by|what is the definition of"),
        (
            "哪些",
            r"(?:^|(?<=[,;:.?!] )|\b(?:in|of|to|for|from|by|on|under|and|with) )which\b"
            r"|\bwhat (?:are|kinds?|sorts?|types?|\w{3,}s)\b",
        ),
        ("什么", r"\bwhat\b(?: is| was| are| were)?"),
        (
            "能否",
            rf"^(?:{_AUXILIARIES})\b|(?<=[.?!,;] )(?:{_AUXILIARIES}) (?:i|we|they|it|the|an?|he|she|there)\b",
        ),
    ),
    "fr": (
        ("百分之几", r"quel(?:le)?s? (?:pourcentages?|part|proportion)\b|combien (?:de )?pour ?cent|quel taux"),
        ("哪一年", r"(?:en |à partir de )?quelle année"),
        ("什么时候", r"(?:jusqu'à |depuis |d'ici )?(?:à partir de )?(?:\bquand\b|quelle date)"),
        (
            "多久",
            r"(?:pendant )?combien de temps|tous les combien"
            r"|quel(?:le)?s? (?:est )?(?:la |le )?(?:durée|délai|période|fréquence)\b",
        ),
        ("哪几个城市", r"quelles (?:deux|trois|quatre|cinq|six|\d) villes"),
        ("哪个城市", r"(?:quelles?|dans quelles?) villes?"),
        ("哪个部门", rf"(?:par |à )?quel(?:le)?s?(?: est l')? ?(?:{_AUTHORITY['fr']})\b"),
        ("谁", r"(?:\bpar |\bà |^|, )qui\b"),
        (
            "多少元",
            r"quel(?:le)?s? (?:est )?(?:le |la |l')?(?:montant|prix|tarif|amende|somme|coût)\b"
            r"|combien (?:coûte|d'argent)",
        ),
        ("多少", r"combien (?:de |d')"),
        ("多少", r"(?:de )?combien\b"),
        ("如何", r"\bcomment\b"),
        ("哪些", r"\bquels\b|\bquelles\b(?: sont)?|lesquel(?:le)?s"),
        ("什么", r"\bquel(?:le)?\b(?: est)?|qu'est-ce que|\bque\b(?= )"),
        (
            "能否",
            r"^(?:est-ce que|peut-on|faut-il|est-il|doit-on"
            r"|l[ae]s? .{0,60}(?:peuvent|peut|doit|doivent|est|sont)-(?:ils?|elles?))",
        ),
    ),
    "ja": (
        ("百分之几", "何(?:%|パーセント|割)"),
        ("哪一年", "(?:西历)?何年(?=[にまか])"),
        ("什么时候", "いつ(?:から|まで|に)?|何月何日|何日(?=[にまか]ら?)"),
        ("几点", "何时(?!间)"),
        ("多久", "どの(?:くらい|ぐらい)の(?:期间|间)|どれ(?:くらい|ぐらい|だけ)の期间"),
        ("哪几个城市", r"どの[二三四五六\d]つ?の?(?:都市|市)"),
        ("哪个城市", "ど(?:の|この)(?:都市|市|街)"),
        ("哪个部门", f"ど(?:の|この|ちらの)(?:{_AUTHORITY['ja']})|何(?:省|局|庁)(?=が)"),
        ("谁", "(?:谁|だれ|どなた)"),
        ("多少元", "いくら"),
        ("多少", "いくつ|どれ(?:だけ|くらい|ぐらい|ほど)|どの(?:くらい|ぐらい|程度)|何(?:倍|ポイント)"),
        ("如何", "どう(?:やって|すれば|いう手続)|どのように"),
        ("哪些", "どのような|どんな|どれ|どの|どこ|何(?:です|が|を)|何と"),
        (
            "能否",
            "(?:できます|できる|可能です|可能でしょう|必要です|必要があります|许され(?:ます|る)|认められ(?:ます|る)|いいです|よいです|禁止されてい(?:ます|る))か",
        ),
    ),
    "ko": (
        ("百分之几", "몇 ?(?:퍼센트|%|프로)|비율(?:은|이)?(?: 얼마)?(?=[ ?입])"),
        ("哪一年", "몇 ?년(?:도)?(?=까지|에|부터|입니까)|어느 해"),
        ("多少天", "며칠"),
        ("什么时候", "언제(?:까지|부터)?"),
        ("多久", "얼마나 (?:오래|자주)|얼마 ?동안|기간(?:은|이)? 얼마"),
        ("哪几个城市", r"(?:어느|어떤) (?:두|세|네|다섯|\d) ?(?:도시|시)"),
        ("哪个城市", "(?:어느|어떤) (?:도시|시)"),
        ("哪个部门", f"(?:어느|어떤|무슨) (?:{_AUTHORITY['ko']})"),
        ("谁", "누구|누가"),
        ("多少", "얼마|몇"),
        ("如何", "어떻게"),
        ("哪些", "어떤|무엇|어느|어디|무슨|뭐"),
        (
            "能否",
            "수 있(?:나요|습니까|는지|을까요)|(?:가능|허용)(?:한가요|합니까|됩니까|되나요|할까요)"
            "|해도 (?:되나요|됩니까)|해야 (?:하나요|합니까)|필요(?:한가요|합니까)",
        ),
    ),
}
"""What asks for something, as Chinese says it, and what it looks like; the first counts of those that begin at the same
place."""

_AT_LEAST = {
    "en": r"at (?:the )?(?:least|minimum)|\bminimum\b|no less than|not less than",
    "fr": r"au (?:moins|minimum)|\bminim(?:um|ale?s?)\b",
    "ja": "少なくとも|最低|最少|最小|最短",
    "ko": "최소|최저|적어도|최단",
}
_AT_MOST = {
    "en": r"at (?:the )?most|\bmaximum\b|up to (?:what|how)|no more than|not (?:more than|exceed)"
    r"|upper limit|\bcap\b|ceiling",
    "fr": r"au (?:plus|maximum)|\bmaxim(?:um|ale?s?)\b|plafond|jusqu'à combien",
    "ja": "多くとも|最长|最大|最高|最多|上限",
    "ko": "최대|최장|최고|상한",
}

_FIGURES = {
    "thousand": 3,
    "million": 6,
    "millions": 6,
    "billion": 9,
    "billions": 9,
    "milliard": 9,
    "milliards": 9,
    "trillion": 12,
}
_LARGE = re.compile(
    rf"(?P<figure>\d[\d,]*(?:\.\d+)?) ?(?P<times>{'|'.join(sorted(_FIGURES, key=len, reverse=True))})\b"
)
_PLAN = re.compile(
    r"(?P<en>\d{1,2})(?:st|nd|rd|th) five[- ]year|(?P<fr>\d{1,2})e(?:r|me)? plan quinquennal"
    r"|第(?P<ja>\d{1,2})次(?:5|五)[かカヶ]年|제?(?P<ko>\d{1,2})차 ?5개년"
)
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5,
    "premier": 1, "première": 1, "deuxième": 2, "troisième": 3, "quatrième": 4,
}  # fmt: skip
_RANKS = {
    "batch": "批", "phase": "期", "round": "轮", "class": "类", "grade": "级", "category": "类", "tier": "级",
    "lot": "批", "tranche": "批", "catégorie": "类", "classe": "类", "type": "类", "level": "级",
}  # fmt: skip
_RANKED = re.compile(
    rf"\b(?P<number>{'|'.join(_ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th|e))(?: \d{{4}})?(?: [a-z]+)?"
    rf" (?P<of>{'|'.join(_RANKS)})\b"
    rf"|\b(?P<lettered>{'|'.join(_RANKS)}) (?P<letter>[a-f]|\d|i{{1,3}})\b"
)


@dataclass(frozen=True, slots=True)
class Asks:
    """What asks for something in a folded text, as Chinese says it; `bound` is 至少 or 最多 where the least or the most
    is asked for, and `bounds` where that stands."""

    start: int
    end: int
    chinese: str
    bound: str = ""
    bounds: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a folded text as Chinese writes it: 100亿 for 10 billion, 第一批 for the first batch."""

    start: int
    end: int
    chinese: str


@cache
def _patterns(spoken_in: str) -> Sequence[tuple[re.Pattern[str], str]]:
    how_many = _HOW_MANY[spoken_in]
    counted = [(re.compile(how_many.format(written)), f"多少{unit}") for unit, written in _COUNTS[spoken_in]]
    return [*counted, *((re.compile(written), asks) for asks, written in _FRAMES[spoken_in])]


def asked_in(text: str, spoken_in: str) -> Asks | None:
    """What asks first in a folded text in one of the four languages.

    >>> asked_in("within how many working days must it be filed?", "en").chinese
    '多少个工作日'
    >>> asked_in("which three cities get one?", "en").chinese, asked_in("quelles deux villes ?", "fr").chinese
    ('哪几个城市', '哪几个城市')
    >>> asked_in("罚金はいくらですか", "ja").chinese, asked_in("언제까지 신청하나요?", "ko").chinese
    ('多少元', '什么时候')
    """
    matches = [(pattern.search(text), n, asks) for n, (pattern, asks) in enumerate(_patterns(spoken_in))]
    found = [(match.start(), n, match.end(), asks) for match, n, asks in matches if match]
    if not found:
        return None
    says_more = [each for each in found if each[3] != "能否"]
    start, _, end, asks = min(says_more or found)
    least, most = (re.search(bound[spoken_in], text) for bound in (_AT_LEAST, _AT_MOST))
    bounds = tuple(Span(*bound.span()) for bound in (least, most) if bound)
    return Asks(start, end, asks, "至少" if least else "最多" if most else "", bounds)


def figures_in(text: str) -> list[Figure]:
    """The figures of a folded text that Chinese writes in another way.

    >>> [f.chinese for f in figures_in("above 10 billion yuan in the 14th five-year plan, second batch, category c")]
    ['100亿', '十四五', '第二批', 'c类']
    """
    found = []
    for match in _LARGE.finditer(text):
        whole = float(match["figure"].replace(",", "")) * 10 ** _FIGURES[match["times"]]
        value, unit = (whole / 1e8, "亿") if whole >= 1e8 else (whole / 1e4, "万") if whole >= 1e4 else (whole, "")
        found.append(Figure(match.start(), match.end(), f"{value:g}{unit}"))
    for match in _PLAN.finditer(text):
        number = next(filter(None, match.groups()))
        found.append(Figure(match.start(), match.end(), f"{chinese(int(number))}五"))
    for match in _RANKED.finditer(text):
        if match["number"]:
            number = match["number"]
            n = _ORDINALS.get(number) or int(re.sub(r"\D", "", number))
            found.append(Figure(match.start(), match.end(), f"第{chinese(n)}{_RANKS[match['of']]}"))
        else:
            letter = match["letter"]
            n = len(letter) if letter.startswith("i") else int(letter) if letter.isdigit() else 0
            found.append(
                Figure(
                    match.start(),
                    match.end(),
                    f"第{chinese(n)}{_RANKS[match['lettered']]}" if n else f"{letter}{_RANKS[match['lettered']]}",
                )
            )
    return found


def with_unit(asks: str, thing: Sequence[str]) -> str:
    """What asks for a figure with what it counts: of companies 多少家, of a fine 多少元.

    `thing` are the Chinese words of what is asked about.

    >>> [with_unit(*each) for each in (("多少", ["企业"]), ("多少", ["罚款"]), ("什么", ["面积"]), ("什么", ["政策"]))]
    ['多少家', '多少元', '多少', '什么']
    """
    if asks not in ("多少", "什么") or (asks == "什么" and not any(map(_MEASURE.search, thing))):
        return asks
    if any(map(_SHARES.search, thing)):
        return "百分之几"
    if any(map(_MONEY.search, thing)):
        return "多少元"
    return next((f"多少{unit}" for unit, ends in _UNITS if any(re.search(ends, word) for word in thing)), "多少")
