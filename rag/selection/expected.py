"""The kind of answer that a question asks for, and whether a sentence holds one."""

import re
from collections.abc import Iterable
from functools import lru_cache

from index.lexicon import fold_text
from index.regions import gazetteer
from rag.language import dates
from rag.language.dates import without_dates
from rag.language.units import MONEY_ASKED, unit_asked
from rag.language.wording import Expects, any_of
from rag.selection.sentence import Sentence
from rag.understanding.question import Understanding

# A figure, or Chinese numerals with what they count; 一批 and 第一 count nothing, 三个代表 is a name.
_NUMBER = re.compile(
    r"\d|(?:[二三四五六七八九十百千万亿两]|(?<![统第])一(?!批|些|定|般|体|系列|步))+"
    r"(?:家|个(?!代表)|户|项|人|名|成|倍|条|种|座|所|大|类|级|元|吨|亩|斤|平方|米|公里|岁|天|周|年|月|日|小时|刻|次|分|届|件|辆|台|套)"
    r"|[百千万亿]{2}|半数|一半"
)
_SPAN_OR_DATE = any_of(dates.DATE.pattern, dates.SPAN.pattern)
_OCCASION_OR_DATE = any_of(dates.DATE.pattern, dates.OCCASION.pattern)
_ASKS_SPAN = re.compile("几[年月天日周]|几个[月工小钟]|多久|多长|多少[年天日]")
_ASKS_OCCASION = re.compile("什么时候|什么时间|何时")
_KINDS_OF_TIME = (
    (re.compile("几点"), dates.CLOCK),
    (re.compile("(?:周|星期|礼拜)几"), dates.WEEKDAY),
)
"""Questions after times of one kind, and what these look like."""
_ORGANISATION = re.compile(r"负责|牵头|会同|主管|配合|[厅局委办部]|人民政府|机构|小组")
# Who does it: a word of responsibility or of deciding, or bodies named one after another.
_RESPONSIBLE = re.compile(
    r"负责|牵头|会同|主管|配合|责任(?:单位|部门)|(?:批准|聘任|审批|认定|组织|受理|印发)"
    r"|[委局办厅部会院府](?:[、和及与]|等部门)"
    r"|由[^,。;:]{1,20}?(?:承担|负担|支付|赔偿|缴纳|主持|担任|办理|处理|提出|申请)"
    r"|(?:[由向经报到归找]|提请|属于?)[^,。;:]{0,24}(?:部门|机关|机构|政府|法院|检察院|委员会|[局厅院])"
)
_BODY = (
    "部门|机关|机构|单位|政府|委员会|小组|专班|指挥部|办公[厅室]|协会|学会|商会|联盟|中心|公司|企业|集团|法院|检察院|公安|银行|大学"
    "|学校|高校|医院|基金|支队|总队|[省市县区州国]\\w{0,12}[委局厅办院部]|[\u4e00-\u9fff]{2}(?:委|局|厅|办|院|所(?![得有在需属述称列谓指以致])|站|处|署)(?![员托任法理])"
    "(?<![大全格布结开]局)(?<![举主承申交督创兴]办)(?<![大餐客]厅)(?<![出住入]院)(?<![场住厕之]所)(?<![网车]站)"
    "(?<![实用好坏之到去]处)(?<![部签]署)"
    "|(?<![全内外各东西南北中局总干])部(?![分署位件队])"
)
_SOMEBODY = re.compile(
    rf"{_BODY}|国家|财政|个人|本人|自己|自行|[各双他对]方|当事|居民|群众|公民|村民|父母|监护|子女|配偶|亲属|业主|用户|[主书][任记]|总理"
    "|[省市县区州乡镇厅局部院校所会社组]长|[\u4e00-\u9fff](?:者|人(?![民工口均才类次大])|员(?!会)|师|家庭)"
)
_BODIES = re.compile(_BODY)
_ASKS_BODY = re.compile("部门|单位|机构|机关|厅局|委办局|政府|组织")
_ASKS_OFFICE = re.compile("(?:哪|什么)(?:一?个|些|几个)?(?:主管|政府|行政)?(?:部门|机关|厅局|委办局)")
_FIRMS = re.compile(
    "企?事业单位|科研[院机][所构]|工作站|企业|公司|集团|大学|高校|学校|[协学商]会|联盟|基金"
    "|政府(?:与|和|采购|购买|引导|投资|信息)"
)
"""Bodies that are none of those of which 哪个部门 asks for one."""
_APPROVED = re.compile("经[^,。;]{0,20}?(?:同意|批准|批复|审定)")
_ASKS_APPROVAL = re.compile("同意|批|审")
_ASKS_FIRM = re.compile("(?:哪|什么)(?:一?[家个]|些|几[家个])?[^,?]{0,4}?(?:企业|公司)")
_FIRM = re.compile("公司|集团|股份|等企业|企业(?:牵头|负责|组织|承办)")
_ONLY = re.compile("[唯惟]一")
_SAYS_ONLY = re.compile("[唯惟]一|[仅只](?!要|需|需要)|独家|独有")
_ASKS_PLACE = re.compile(
    "哪一?[个座](?P<level>区|县|市|省|岛|镇|城市|国家|街道)(?![域里的])"
    r"|哪[二两三四五六七八九十几\d]+[个座](?P<several>城市|市|省|区|县|镇|街道|国家)(?![域里的场民])"
    r"|哪些(?P<any>国家|城市|省份|市|区|县|镇|街道)(?![域里的场民])"
)
_NO_NAME = re.compile(
    "(?:相关|有关|枢纽|密集|试点|示范|重点|中心|沿海|[各本全的两市县园地社新一二三四五六七八九十]|示范|集聚|聚集|先导|开发|功能|核心)$"
)
"""How a word that is no name ends before 区, 市 and the like: 相关区, 集聚区."""
_ASKS_WHY = re.compile(
    "(?:(?<![作视更定分改列认名称成变])|(?<=[规决]定))为(?:什么|何|啥)"  # 更名为什么 asks what
    "|凭(?:什么|啥)(?=[^,。?]{0,4}(?:认定|判|罚|没收|扣|决定|拒|驳|撤销|取消|不[给予让准]))"  # 凭什么出入: with what
    "|因何|因为?什么|(?:什么|啥|哪些)(?:原因|理由|缘故|考虑)|(?:原因|理由)[^,。?]{0,4}(?:什么|哪|啥)?[?。]?$"
)
_GIVES_REASON = re.compile(
    "因(?!此)|由于|原因|理由|导致|造成|为了|(?:^|[,;])为(?!期|止|例|主)|出于|旨在|所致|引[发起]|担心|[缘源]于|致使|鉴于|考虑到"
)
# What allows, demands, forbids or leaves something without effect: it answers «may one», «must one», «does it count».
_RULES = re.compile(
    "不得|不准|不许|不能|不可|禁止|严禁|可以|允许|准予|应当|必须|[应须]|无需|不需|不必|不予|予以支持|不受理|无效|有效|生效|视为|认定"
    "|属于|不收|免|除外|不适用|适用|不计入|不影响|有权|无权"
)
_ASKS_CONDITIONS = re.compile(
    "(?:什么|哪些|何种|啥)(?:样的)?(?:条件|门槛|资格)|(?:条件|门槛|资格|(?:认定|评定|评选|入选|准入|申报)标准)(?:都|具体|分别)*(?:是|有)(?:什么|哪些|啥)"
)
_UNSAID_CONDITIONS = re.compile(
    "(?:符合|满足|具备|达到|有)(?!下列|以下|如下)[^,。;]{0,6}条件的|条件成熟的|按照?[^,。;]{0,10}规定|不得[因以][^,。;]{2,20}(?:而|为由)|应当(?:责令|依法|追究|予以|给予)|标准化|推[动进]|取得(?=[^,。;]{0,6}(?:突破|进展|成效))"
)
"""Words that look like conditions and state none: 符合条件的企业, 不得因改姓而拒付抚养费."""
_CONDITION = re.compile(
    r"应[当该]?(?!用|急|对)|须|必须|具备|具有|符合|满足|[不未][低少超高大多得能]|以上|以下|得|满|之一|是指|属于|取得|经|持有|通过|下列|如下|条件|\d|无(?!形)|近[一二两三]年|没有"
)
_ENUMERATION = re.compile(r"、[^。；]*[、和及与]")
_INTRODUCES = re.compile(
    r"(?:下列|(?<![及或])以下|如下|之一|包括|分为)[^。；]*[：:](?:\s*[（(]?[一1][）)、.][^。；]*[；。]?)?\s*$|如下。$"
)
_HOW_MANY_LISTED = re.compile(r"(?:下列|以下|如下)[^,。;:]{0,4}?[\d一二三四五六七八九十]+(?:大|个|项|条|种|类|点|方面)")
"""推进以下八个领域的发展, in front of each of the eight."""
_MEASURES = tuple(
    (re.compile(rf"(?:{measured})[^,。?多少几]{{0,4}}(?:多少|几|多[大长高远深宽])"), re.compile(holds))
    for measured, holds in (
        ("面积", "平方|亩|公顷|公里|㎡|km"),
        ("距离|里程|长度|高度|宽度|深度|半径|直径|厚度|间距", "米|里|丈|m"),
        ("年龄", "岁"),
        ("温度|气温", "度|℃"),
        (
            "比例|比重|占比|(?<![频功效辨斜])率",
            r"[%‰倍番]|百分|千分|万分|分之|[\d一二三四五六七八九]成|之比|比\d|\d[:∶比]|一半|[过超]半|半数|全[部额]|基点",
        ),
    )
)
"""Questions after a measure by its name, and what values of it look like."""
_KINDS_OF_FIGURE = (
    *(
        (re.compile(asks), re.compile(holds))
        for asks, holds in (
            (r"(?:多少|几)[十百千万亿]*[元块]|多少钱|多大.{0,4}(?:资金|投资)|how much money", r"[元币]"),
            (
                MONEY_ASKED.pattern,
                r"[元币%]|百分之|分之|[\d一二三四五六七八九十百千]万|[\d十百千]亿|[\d一二三四五六七八九十两]+(?:点\d)?[倍成]|[减免全]",
            ),
            (
                "罚[^,。?]{0,6}多少(?=[?,。呢啊]|$)",
                r"[罚处][^,。;]{0,30}?%|%[^,。;]{0,20}罚|\d(?![\d.]*%)|" + _NUMBER.pattern.removeprefix(r"\d|"),
            ),
            ("(?:多少|几)倍", "[倍番%]|百分之|分之"),
            ("多[长远深宽厚]", "米|里|丈|尺"),
            (
                r"百分之几|百分之多少|几成",
                r"%|百分之|[一二三四五六七八九]成|分之|倍|番|一半|[过超]半|半数|全(?:部|额)|免|\d[:∶]\d",
            ),
        )
    ),
    *_MEASURES,
)
"""Questions after figures of one kind, and what such a figure looks like."""
_TYPE_BONUS = 0.1
FIGURES = ("number", "date")
"""Kinds of answer that a few words of a sentence are."""
_ASKS_DEFINITION = (
    re.compile(
        r"^(?:请问)?(?:(?:什么|何)(?:是|叫做?|谓|为)|(?:如何|怎[么样])(?:定义|理解))(?:所谓的?)?(?P<thing>[^,。?]{2,20}?)[?。]*$"
    ),
    re.compile(
        r"(?:^|[,。])(?:请问|所谓的?)?(?P<thing>[^,。?]{2,20}?)"
        r"(?:(?:具体|到底|究竟)*(?:是|指的?是?)(?:什么|啥)(?:意思|概念)?"
        r"|(?:是|有)?(?:什么|啥)(?:意思|含义)|的(?:含义|定义|意思)(?:是什么)?)[?。]*$"
    ),
)
_WHERE_SAID = re.compile("^.*(?:所[称说指谓]|[中里内]|提[到及出]|规定)的")
_ASKS_WHICH_BODY = re.compile(
    r"(?:^|[,。的])(?P<thing>[^,。?的]{2,10}?(?:部门|单位|机关|机构))(?:现在|目前|到底|究竟|分别|各自?|都)*(?:是|为)(?:谁|哪)"
)
"""登记机关是哪个: asks for the name of a body that is called by what it does."""
_INTERROGATIVE = re.compile(r"多少|百分之几|几|什么|哪|谁|何时|如何|怎[样么]")
_SHORT = 30  # characters below which a sentence may introduce those behind it
_NEAR = 5  # characters between a word and the one that asks


def holds_answer(understanding: Understanding, sentence: Sentence) -> bool:
    """Whether the sentence has what it cannot answer without: a figure for «how many», one of money for «how much
    money», a share for 百分之几, a time for «when»; that it is the only one for 唯一."""
    asked = fold_text(understanding.asked)
    if _ONLY.search(asked) and not _SAYS_ONLY.search(sentence.introduced):
        return False
    if understanding.expects == "number":
        return bool(_figure_asked(asked).search(without_dates(_of_itself(sentence))))
    if understanding.expects == "organisation" and _ASKS_FIRM.search(asked):
        # Departments that answer for it are no company that does it.
        return bool(_FIRM.search(sentence.folded)) or not names_who(sentence)
    if understanding.expects == "organisation" and not _names_somebody(asked, sentence):
        return False
    if understanding.expects in ("text", "list") and (where := _ASKS_PLACE.search(asked)):
        level = where["level"] or where["several"] or where["any"]
        introduces = bool(where["any"]) and len(sentence.folded) < _SHORT
        return introduces or _names_place(level, asked, sentence.folded)
    if understanding.expects in ("number", "organisation", "yes_no"):
        return True
    if understanding.expects == "date":
        return _is_dated(understanding, sentence)
    return not _ASKS_CONDITIONS.search(asked) or _states_conditions(sentence.introduced)


def _states_conditions(said: str) -> bool:
    """Whether it does not only speak of those that meet conditions.

    >>> _states_conditions("面积不低于1000平方米"), _states_conditions("对符合条件的孵化器给予优惠")
    (True, False)
    """
    return bool(_CONDITION.search(_UNSAID_CONDITIONS.sub("", said)))


def _of_itself(sentence: Sentence) -> str:
    """What it says behind what introduces it, without how many things that says that it is one of."""
    return _HOW_MANY_LISTED.sub("", sentence.introduction_text) + sentence.folded


@lru_cache(maxsize=64)
def _figure_asked(asked: str) -> re.Pattern[str]:
    """What a figure of the kind that a folded question asks for looks like."""
    return next((holds for asks, holds in _KINDS_OF_FIGURE if asks.search(asked)), _NUMBER)


def _names_somebody(asked: str, sentence: Sentence) -> bool:
    """Whether the sentence, what introduces it or the headings above it name a body, or for 谁 at least somebody.

    The bodies in the titles of documents and those that agreed to the document do nothing that it says.
    """
    if sentence.responsible is not None:
        return True
    said = dates.without_names(f"{sentence.heading} {sentence.outer_headings} {sentence.introduced}")
    if not _ASKS_APPROVAL.search(asked):
        said = _APPROVED.sub("", said)
    if _ASKS_OFFICE.search(asked):
        said = _FIRMS.sub(",", said)
    return bool((_BODIES if _ASKS_BODY.search(asked) else _SOMEBODY).search(said))


def _names_place(level: str, asked: str, folded: str) -> bool:
    """Whether the text names a place that the question does not, of the level asked for or from the gazetteer.

    >>> _names_place("区", "建在哪个区?", "在松江区建设"), _names_place("区", "建在哪个区?", "由相关区建设集聚区")
    (True, False)
    """
    import rjieba

    places = (folded[span.start : span.end] for span, _ in gazetteer().mentions(folded))
    named = (match["name"] for match in re.finditer(rf"(?P<name>[\u4e00-\u9fff]{{2,5}}){level}", folded))
    if any(place not in asked for place in places) or any(not _NO_NAME.search(name) for name in named):
        return True
    short = (word for word, tag in rjieba.tag(folded) if tag == "ns" and len(word) > 1)  # 浦东、闵行
    return any(word not in asked for word in short)


def holds(understanding: Understanding, sentence: Sentence) -> bool | None:
    """Whether the sentence holds the kind of answer asked for; None where none is."""
    expects = understanding.expects
    if expects == "organisation":
        return names_who(sentence)
    if expects == "date":
        return _is_dated(understanding, sentence)
    if expects == "number":
        return bool(_NUMBER.search(without_dates(_of_itself(sentence))))
    if expects == "yes_no":
        return bool(_RULES.search(sentence.introduced))
    if expects in ("text", "definition") and _ASKS_WHY.search(fold_text(understanding.asked)):
        return bool(_GIVES_REASON.search(sentence.introduced))
    return _lists(sentence) if expects == "list" else None


def _lists(sentence: Sentence) -> bool:
    """Whether it names several things one after the other, or introduces a list of them."""
    return bool(_ENUMERATION.search(sentence.plain) or _INTRODUCES.search(sentence.plain))


def has_figure(understanding: Understanding, sentence: Sentence) -> bool:
    """Whether a figure or a time is asked for and the sentence itself has one."""
    answer = answer_pattern(understanding, sentence.folded) if understanding.expects in FIGURES else None
    return answer is not None and bool(answer.search(without_dates(sentence.folded)))


def names_who(sentence: Sentence) -> bool:
    """Whether it names who is responsible, in itself or in what belongs to it."""
    return sentence.responsible is not None or bool(_RESPONSIBLE.search(sentence.folded))


def type_bonus(expects: Expects, sentence: Sentence) -> float:
    pattern = {"number": _NUMBER, "date": dates.DATE, "organisation": _ORGANISATION, "list": _ENUMERATION}.get(expects)
    if pattern is None:
        return 0.0
    return _TYPE_BONUS if pattern.search(sentence.plain) else -_TYPE_BONUS


def answer_pattern(understanding: Understanding, folded: str) -> re.Pattern[str] | None:
    """What the answer looks like in the folded text: a figure of the unit asked for, a time; None: nothing tells.

    A question that asks twice has answers of which no single clause is one.
    """
    if len(_INTERROGATIVE.findall(understanding.asked)) > 1:
        return None
    unit = unit_asked(understanding.asked) if understanding.expects in ("number", "date") else None
    if unit and unit.search(without_dates(folded)):
        return unit
    if understanding.expects == "number":
        return _NUMBER
    if understanding.expects == "organisation":
        return _RESPONSIBLE if _RESPONSIBLE.search(folded) else _ORGANISATION
    return _time(understanding) if understanding.expects == "date" else None


def _is_dated(understanding: Understanding, sentence: Sentence) -> bool:
    """Whether the sentence, or what its paragraph begins with, has a time of the kind asked for."""
    said = dates.without_names(sentence.introduced)
    return sentence.lead is not None or bool(_time(understanding).search(said))


def _time(understanding: Understanding) -> re.Pattern[str]:
    """A date; for 几年 and 多久 a span of time as well, for 什么时候 an occasion."""
    return _time_asked(fold_text(understanding.asked))


@lru_cache(maxsize=64)
def _time_asked(asked: str) -> re.Pattern[str]:
    """The same of a folded question."""
    for asks, holds in _KINDS_OF_TIME:
        if asks.search(asked):
            return holds
    if _ASKS_SPAN.search(asked):
        return _SPAN_OR_DATE
    return _OCCASION_OR_DATE if _ASKS_OCCASION.search(asked) else dates.DATE


def definition_asked(question: str) -> re.Pattern[str] | None:
    """What defines the thing whose meaning the question asks: 关口站，是指…; None when it asks something else.

    >>> definition_asked("什么是关口站?").search("(三)关口站,是指用于信号中继的设施").group()
    '关口站,是指'
    >>> definition_asked("本法的主管机关是哪个?").search("本法主管机关:在中央为经济部").group()
    '主管机关:在中央为'
    >>> definition_asked("概念验证是什么意思?").search("概念验证是转化成果的活动").group()
    '概念验证是'
    """
    folded = fold_text(question)
    if body := _ASKS_WHICH_BODY.search(folded):
        return re.compile(rf"{re.escape(body['thing'])}(?:是|为|[,:](?:在?中央(?:一级)?)?(?:是|为)|:)")
    asked = next((match for pattern in _ASKS_DEFINITION if (match := pattern.search(folded))), None)
    if asked is None:
        return None
    thing = re.escape(_WHERE_SAID.sub("", asked["thing"]).strip("\"'《》 的"))
    return re.compile(rf"{thing}[\"”》)]*(?:\([^()]*\))?[,，]?(?:具体)?(?:是指|指的?是|是|指)")


def head(question: str, terms: Iterable[str]) -> tuple[str, ...]:
    """The words right before and right after the one that asks: what is asked of the thing.

    >>> head("重点实验室主任的年薪标准是多少?", ["重点", "实验室", "主任", "年薪", "标准"])
    ('标准',)
    >>> head("要建多少张病床?", ["建", "病床"])
    ('建', '病床')
    """
    asks = _INTERROGATIVE.search(question)
    if asks is None:
        return ()
    before = [
        (question.rfind(term, 0, asks.start()) + len(term), term)
        for term in terms
        if question.rfind(term, 0, asks.start()) >= 0
    ]
    after = [(question.find(term, asks.end()), term) for term in terms if question.find(term, asks.end()) >= 0]
    near = [term for at, term in [max(before, default=(-1, ""))] if asks.start() - at <= _NEAR]
    near += [term for at, term in [min(after, default=(-1, ""))] if 0 <= at - asks.end() <= _NEAR]
    return tuple(filter(None, near))
