"""The wording by which a question shows what it is: patterns over folded text, and words that say nothing."""

import re
from functools import cache
from typing import Literal

from rag.language.lists import words

Expects = Literal["number", "date", "organisation", "list", "yes_no", "definition", "procedure", "text"]
"""The kind of answer asked for."""


def any_of(*patterns: str) -> re.Pattern[str]:
    """A pattern that is found where one of these is."""
    return re.compile("|".join(patterns))


INTERROGATIVE = "多少|几(?!乎)|什么|啥|怎[么样]|咋|哪|谁|何[时地]|如何|多[久大高长宽深厚远重]"
"""What asks for one of many: 谁, 多少."""
_ASKS = re.compile(
    rf"{INTERROGATIVE}|[有为是]何|是否|能否|可否|有没有|没有(?=[?？]|$)|吗"
    "|(?P<may>[要能会可算用该行准赔收管有没给写定提])[不没](?P=may)|呢(?=[?？;；])|还是(?=[^,，。;；?？]*[?？])|"
    r"\b(?:whom?|whose|what|which|where|how|when (?:did|do|does|is|are|was|were|will|must|should|can))\b|"
    r"(?:^|[.:]\s+)(?:(?:and|or|but|so)\s+)?(?:do|does|did|is|are|was|were|can|could|will|must|should|may|has|have)\b",
    re.IGNORECASE,
)
_NO_QUESTION = re.compile(
    "(?:查不[出清到]|不(?:知道?|清楚|确定|明确|记得|管|论)|无论|无法(?:确定|查[清明])|没有?(?:[说讲写]清|写明?|约定|规定|注明)|忘了?)[^,，。?？]*|(?:[那这近后好十]|(?<!提)前)几"
)
"""What somebody does not know, and 那几天, ask nothing."""

_PLACES = (
    "省份|省市|省区|省分|省|地区|地方|城市|市|州|县|区|地|文件|政策|通知|意见|措施|办法|条例|方案|规划|法规|规定"
    "|法律|行政法规|地方性法规|司法解释|部门规章|规章|决定|细则"
)

THAN = "(?<![占百同环])比(?![例率重如方赛]|较[大高好])"
"""What measures one thing by another; 占比, 比率 and 同比 do not."""
COMPARE = "比较|对比|相比"
APART = (
    "差距|差[别异](?!化)|区别(?!对待|于|化)|异同|(?:什么|[何啥])分别"
    "|(?:什么|哪些|[何啥]|哪[里儿])的?不(?:同|一样)|不(?:同|一样)(?=[,，。?？;；]|$|[在吗么呢点是]|之处|的地方)|差在(?:哪[里儿]?|什么(?:地方)?)"
)
"""What tells things apart; 不同年龄的老人 does not."""
ALIKE = "(?<!不)(?:一样|一致|相同)[吗么]|是否也?(?:一样|一致|相同)"
EACH = "(?:各自(?!治)|分别|各(?!地|类|级|项|种|方|界|部门|有关|自治|[省市县区镇]))"
ASKS_EACH = rf"{EACH}(?=[是为有要定给怎]|[^,。?]{{0,12}}(?:{INTERROGATIVE}))|各自?(?=[,?。]|$)"
"""What asks of each of several: 各由谁来抓, 分别补多少."""
_SIZE = "(?:[高低大小早晚快慢长短先严松轻重强贵]|(?<!多)少|多(?!少))"
WHICH_MORE = (
    rf"(?:谁|哪一?[个家省市地边里份种项部])[^,。?]{{0,20}}?(?<!地){_SIZE}(?:一?[点些])?[呢啊]?(?:[?,。]|$)"
    rf"|谁[最更]|(?:谁|哪一?[个家份])先|最{_SIZE}(?=[?,。]|$|的?是?(?:谁|哪(?!一?[天年月日])))"
)
"""Which of several has more: 哪个高, 谁更严, 最多的是哪家."""

COMPARISON = any_of(
    f"{COMPARE}|{APART}|{ALIKE}|{ASKS_EACH}|{WHICH_MORE}",
    r"\bcompar|\bdiffer(?!ent(?!\s*(?:from|in|between|for|,|[?]|$)))|比べ|違い|비교|차이",
)

BOUND = re.compile("最[早晚高低多少大小长短](?=[^,，。?？]{0,8}?(?:多少|几|百分|多[大久长高宽]|什么时候|何时))")
"""最少几个人 asks for a bound, not for who has the fewest."""

_NUMBERED = r"(?:[\u4e00-\u9fff]{0,12}[\[(]\s*\d{4}\s*[\])]\s*第?\d{1,5}号|《[^》]{2,60}》)"
CITING = any_of(
    rf"(?:哪些|哪几|哪|多少|几|有没有)[份个部项]?(?:地方|省份|省|城市|地区|国家|省级)?的?(?:{_PLACES})[^,。?]{{0,12}}?"
    rf"(?:引用|援引|依据|根据|提到|提及|贯彻|落实|参照|上位法|转发)了?(?:的)?(?:是|了)?(?P<cited>{_NUMBERED})",
    rf"(?P<by>{_NUMBERED})(?:这[份个部])?(?:文件|文)?(?:都|是)?被(?:哪些|哪几|多少|几)",
)
"""哪些文件引用了国办发〔2011〕58号: asks for the documents that cite another."""

ISSUED_BY = re.compile(
    r"(?=(?:\d{4}年[^,。?]{0,6}?)?(?:参与|共同|联合|一起)*(?:印发|发布|出台|制定|公布|颁布|下发|签发|发)(?:了|过|的)"
    r"|(?:\d{4}年)?的(?:全部|所有|最新|最近)?(?:文件|政策|通知|规定|司法解释)(?:有|都|里|中|是|吗|么|,|[?]|$))"
)
"""The place behind the issuer by which a question describes its documents."""

PARTS_OF_REGION = re.compile(
    "(?:哪些|哪几个?|多少个?|几个|各个?|所有)(?:地级|设区的)?(?:城市|市|县|区|州)(?:的|制定的?|出台的?|通过的?)[^,。?]{0,10}?"
    "(?:文件|条例|法规|规定|办法|政策|措施)"
)
"""河南哪几个市的条例: the documents of a region's cities, not its own."""
JOINTLY = re.compile("(?:由)?(?:多|几|两|若干)?个?(?:部门|单位|机构|机关)?联合(?:印发|发布|发文|制定|出台|下发)")
IN_FORCE = re.compile("(?:现行有效|现行|有效)的?(?=(?:地方性|行政)?(?:法规|法律|规章|文件|条例|司法解释))")
REPEALED = re.compile(
    "(?:已经?|被)?(?:废止|失效)(?:了)?的?(?=(?:地方性|行政)?(?:法规|法律|规章|文件|条例|司法解释|有))"
)
IN_FORCE_STILL = re.compile("废止|失效|作废|到期|有效(?!期)|还(?:能|可以)用")
"""Whether and until when a document holds."""
ORGANISATIONS = (
    ("工业和信息化部", "工信部"),
    ("国家发展和改革委员会", "国家发改委"),
    ("国家发展和改革委员会", "发改委"),
    ("发展和改革委员会", "发展改革委"),
    ("发展和改革委员会", "发改委"),
    ("发展改革委", "发改委"),
    ("科学技术委员会", "科委"),
    ("经济和信息化委员会", "经信委"),
    ("卫生健康委员会", "卫健委"),
    ("农业农村委员会", "农业农村委"),
    ("市场监督管理局", "市场监管局"),
    ("国家市场监督管理总局", "市场监管总局"),
    ("国家互联网信息办公室", "网信办"),
    ("国家互联网信息办公室", "国家网信办"),
    ("最高人民法院", "最高法院"),
    ("最高人民法院", "最高法"),
    ("最高人民检察院", "最高检"),
    ("中国人民银行", "人民银行"),
    ("中国人民银行", "央行"),
    ("人力资源和社会保障", "人社"),
    ("人力资源社会保障", "人社"),
    ("住房和城乡建设", "住建"),
    ("交通运输", "交通"),
)
"""Full names in the names of organisations and their short forms."""

QUOTED_TITLE = re.compile(
    r"《([^》]{2,60})》|([\u4e00-\u9fff\-0-9()\"]{2,60}?)(?=的?第[一二三四五六七八九十百千零\d]+(?:-\d+)?条)"
)
"""A title in its marks, or what stands before 第…条."""

_DOCUMENT = (
    "文件|通知|条例|法规|规章|司法解释|法律|公告|实施细则|实施意见|指导意见|实施方案|行动计划|行动方案|若干措施|若干规定|若干意见|管理办法|管理细则"
    "|暂行办法|暂行规定|工作方案|建设方案"
)
DOCUMENT_OR_RULE = f"{_DOCUMENT}|政策|意见|措施|办法|规定|方案|规划|纲要|决定|细则"
_ISSUED = "印发|发布|出台|制定|公布|颁布|下发|施行|实施|生效|成文"
_HOW_MANY = "哪些|哪几[份部个件项]?|哪一?[份部件]|几[份部个件]|多少[份部个件]?"
_UTMOST = r"最[近新后晚早](?!几|[一二两三四五六七八九十\d]+个?[年月天])"
LISTING = any_of(
    rf"(?:有|包括)(?:{_HOW_MANY})[^,。?]{{0,16}}?(?:{_DOCUMENT})(?:[?]|$)",
    rf"(?:收录了?|{_ISSUED})(?:了|过)?(?:{_HOW_MANY})(?:[^,。?]{{0,16}}?(?:{DOCUMENT_OR_RULE}))?(?:[?]|$)",
    rf"(?:开头|打头|字头|起头)的(?:{DOCUMENT_OR_RULE})?(?:一共|总共|共|都)?(?:有|是)?(?:{_HOW_MANY})(?:{DOCUMENT_OR_RULE})?(?:[?]|$)",
    rf"(?:{_DOCUMENT})(?:(?:一共|总共|共|都)?(?:有|是)|一共|总共|共)(?:{_HOW_MANY})(?:[?]|$)",
    rf"(?:有没有|有无|是否有|是否收录了?|库里有|里面有|其中有)[^,。?哪]{{0,20}}?(?:{_DOCUMENT})(?:吗|么)?(?:[?]|$)",
    rf"(?:{_ISSUED}|发)(?:了|过)(?:什么|啥)(?:{DOCUMENT_OR_RULE})(?:[?]|$)",
    rf"(?:{_ISSUED})的?(?:{DOCUMENT_OR_RULE})?(?:一共|总共|共|都)?(?:有|是)(?:{_HOW_MANY})(?:{DOCUMENT_OR_RULE})?(?:[?]|$)",
    rf"^(?:请)?(?:列出|列举|列一下)(?:一下)?(?:所有|全部)?[^,。?]{{0,20}}(?:{_DOCUMENT})(?:清单|列表|名单)?(?:[?]|$)",
    rf"(?:{_HOW_MANY})(?:{DOCUMENT_OR_RULE})(?:是|由)?[^,。?]{{0,20}}?(?:{_ISSUED})的?(?:[?]|$)",
    rf"(?:有|多少|几)[份部](?:{DOCUMENT_OR_RULE})(?:[?]|$)",
    r"(?:what|which|how many) (?:documents?|policies|notices)(?: were| was| are| have been)? (?:issued|published)",
)
"""2012年印发的文件有哪些, 收录了几份国务院文件: asks for documents by what is known of them, not by what they say."""
UTMOST = any_of(
    rf"{_UTMOST}的?(?:{_ISSUED})?的?(?:那|这)?(?:[一二两三四五六七八九十\d]+[份个部项])?的?"
    rf"(?:[^,。?最]{{0,16}}?(?:{DOCUMENT_OR_RULE}))?(?:都|分别)?(?:是|有|叫)(?:{_HOW_MANY}|什么)(?:{DOCUMENT_OR_RULE})?(?:[?]|$)",
    rf"(?:{_HOW_MANY}|什么)(?:{DOCUMENT_OR_RULE})(?:是)?{_UTMOST}的?(?:{_ISSUED})?的?(?:[?]|$)",
)
"""最近发布的文件是哪一份, 哪份文件最新: asks for the documents at one end of the dates."""
NUMBERED_SO = re.compile(
    "(?:文号)?(?:是|以|为)?[\"']?(?P<agency>[\u4e00-\u9fff]{2,8}?)[\"']?字?(?:开头|打头(?![阵炮])|字头|起头)的?"
)
"""沪府办发开头的: documents told by the beginning of their numbers."""
LISTING_FRAME = any_of(
    r"最[近新后晚早](?:的?[一二两三四五六七八九十\d]+[份个部项])?|有没有|有无|是否有|库里有?|里面有?|其中有?|什么|开始|正式|参与|共同|联合|一起|发(?=了|过)",
    rf"(?:{_HOW_MANY})(?:{DOCUMENT_OR_RULE})?|收录了?|列出|列举|列一下|所有|全部|清单|列表|名单|一共|总共|{_ISSUED}|开头|字头|文号"
    r"|(?:what|which|how many) (?:documents?|policies|notices)|\b(?:were|was|are|have been|issued|published)\b"
    rf"|(?:关于|有关|涉及|针对)|方面的?|(?:{DOCUMENT_OR_RULE})(?=吗?[?]|吗?$|(?:都|一共|总共)?(?:有|是))",
)
"""What of such a question is no topic."""
SAYS = any_of("提出|提到|提及|规定了?(?=.)|写[到了明]|涉及|明确|要求|部署|包含|列[了为入]|引用")
"""What documents do with what they say."""
WHETHER = any_of("有没有|是否|是不是|(?<![由归])谁|哪个?(?:省|地方|市)")

TIMELINE = any_of(
    "时间线|时间轴|时间顺序|时间先后|时间脉络|先后顺序|发展历程|历史沿革|沿革|演变|脉络|大事记|一步步|历次",
    r"timeline|chronolog",
)
SUMMARY = any_of(
    "(?:总结|概括|归纳)(?![^?]*,[^?]*(?:多少|(?<!分)几(?!句)|哪|谁|何时))|摘要|概述|概要|梗概|要点|主要(?:内容|讲|说|写|规定)|(?<![要应该须需能可])(?:讲|说|写)了?(?:些|哪些)?(?:什么|内容|啥)(?:[?]|$)",
    "大意|核心内容|重点内容|summar|main points|what is .{0,40} about",
)
OF_SUMMARY = any_of(
    "总结|概括|摘要|概述|概要|归纳|梗概|要点|主要|内容|一下|简要|简单|给我|大意|核心|重点|这[份部个]|那[份部个]|讲|说|写|什么|哪些|梳理"
)
OF_TIMELINE = any_of(
    "时间线|时间轴|时间(?:先后)?顺序|时间先后|时间脉络|先后顺序|发展历程|历史沿革|沿革|演变|脉络|大事记|一步步|历次|时间|梳理|整理|列个?"
    "|按照?|出台|发展|变化|各地|是怎么|法规|法律|条例|政策|文件|规定|办法"
)
"""Words that ask for a summary or a timeline, which are not what it is to be about."""

ARTICLE = re.compile(
    "第(?P<number>[〇零一二三四五六七八九十百千两\\d]+|\\([一二三四五六七八九十\\d]+\\))(?:-(?P<minor>\\d{1,2}))?(?P<unit>条|章|节|部分)"
    "(?:之(?P<sub>[一二三四五六七八九十]))?(?:第(?P<first>[一二三四五六七八九十\\d]+)项(?=第))?"
    "(?:第(?P<paragraph>[一二三四五六七八九十\\d]+)款)?(?:第\\(?(?P<item>[一二三四五六七八九十\\d]+)\\)?项)?"
)
"""第十二条第二款第（三）项, in Taiwan 第12-1条第二项第三款: a place in a document."""

Grouping = Literal["region", "year", "level"]
GROUPED: tuple[tuple[Grouping, re.Pattern[str]], ...] = (
    ("region", any_of("按(?:照)?(?:省份?|地区|地域|城市|省市)|分(?:省|地区)")),
    ("year", any_of("按(?:照)?(?:年份|年度|年(?=[列分排归汇整,?]|$)|时间)|分年")),
    ("level", any_of("按(?:照)?(?:层级|级别|层次)")),
)
"""By what the findings of a survey are put together."""

MORE = (
    re.compile(
        "(?P<subject>[^,。?;]*?)(?P<noun>[\u4e00-\u9fff]{2})?(?:要)?比[^,。?;]{1,16}?多(?:出|了|列|写)?了?(?:哪|什么|几)"
    ),
    re.compile(
        "(?:跟|和|与|同|比起)[^,。?;]{1,20}?(?P<noun>[\u4e00-\u9fff]{2})(?:相比|比较|比起来|比)?,"
        "(?P<subject>[^,。?;]{2,12}?)(?:多[出列写了]?[来了]*的?|独有的?)[^,。?;]{0,6}?(?:是|有)?(?:哪|什么|几)"
    ),
)
"""广东列的领域比它们多出哪一个: asks what one document lists that others do not."""
EXTREME = re.compile(
    "(?:最(?:(?P<most>[高多大快长重严狠贵])|[低少小慢短轻松宽])|(?<!或)(?<!或者)(?<!甚至)(?:(?P<more>更[高多大快长])|更[低少小慢短]))"
    "(?=[?,。!]|$|的(?:是|省|地方|城市|地区|文件|[?]|$)|是(?:哪|谁)|些)"
)
"""最高, 最少: asks who states the largest or the smallest value."""
WHICH_DOCUMENT = any_of(f"(?:哪|什么|是)(?:一?[份个部项])?(?:{DOCUMENT_OR_RULE})", "which document")

CALLED = re.compile(
    "(?:名称|名字|题目)(?:是|叫|为)?(?:什么|啥)|叫(?:什么|啥)|是(?:关于|有关|讲|说|管)(?:什么|啥)(?:内容|事情?|方面)?的?(?:[?]|$)"
)
"""What is called how, of a number the document."""

ALL_DOCUMENTS = any_of(
    "各省|各地|各市|所有文件|全部文件|(?:all|every|each) (?:documents?|provinces?|regions?)",
    r"(?:这|所有|全部)?[二两三四五六七八九十\d]+[份个](?:地方)?(?:文件|地方|省|地区)",
)

SMALLTALK = re.compile(
    r"(?:你好|您好|嗨|哈喽|早上好|下午好|晚上好|谢谢|多谢|再见|拜拜|你是谁|你叫什么.*|你能做什么|你会什么|怎么用|帮助"
    r"|hi|hello|hey|thanks?|thank you|bye|who are you|what can you do|help|bonjour|merci"
    r"|こんにちは|ありがとう|안녕하세요)[啊呀吗呢吧!?.,~\s]*"
)

EXPECTS: tuple[tuple[Expects, re.Pattern[str]], ...] = (
    (
        "organisation",  # of which what comes before is the subject: 每周几小时、做几年,由谁来定
        any_of(
            "[,](?:最后|最终|到底|都|要|应该?|得)*(?:由|归)(?:谁|哪一?[个家级]?(?:部门|单位|机关|机构|政府))[^,?多几何哪]{0,10}[?。]?$"
        ),
    ),
    (
        "date",
        any_of(
            "哪一?年|哪年|哪天|哪一天|哪一?个?月份?|什么时候|何时|时间节点|多久|多长时间|(?:期限?|时间|时限|时长)[^,。?]{0,4}多长|(?<![这那近前后好])几[年月天日周号]|几点(?!意见|要求|建议|措施|内容|规定|希望)|(?:周|星期|礼拜)几|(?:哪个|第几个?)季度",
            r"when\b|what year|quand|いつ|何年|언제",
        ),
    ),
    (
        "number",
        any_of(
            "多少|百分之几|(?<![哪这那好])几(?:[个家户项名人座所条种类倍%成分级层次岁块元米亩吨台辆件张批届套只位间门片支株棵头艘架枚篇册卷栋幢床笔遍趟折度秒]|小时|[十百千万亿]+)|多[大高长宽厚深重远]",
            "how (?:many|much|fast|high)|what (?:rate|percentage)|combien|quel taux|quel pourcentage",
            "何社|何人|いくつ|몇|얼마",
        ),
    ),
    (
        "organisation",
        any_of(
            "谁|(?:哪(?:[几一两二三四五六七八九十\\d]*[个家]|些|几)?|什么)(?:省直|市直|省级|市级|政府)?(?:部门|单位|机构|机关|厅局|委办局)|归.{0,3}管|挑头|牵头"
            "|(?:责任|牵头|配合|主管|负责|主办|协办|承办|实施|登记|审批|发证|监管|执法)(?:单位|部门|机构|机关)(?:都|分别)?(?:是|有|为|包括)(?:谁|哪|什么)",
            r"\bwho\b|which (?:agency|department|body)|どの部門|어느 부서",
        ),
    ),
    (
        "list",
        any_of(
            r"哪(?:些|几|[二两三四五六七八九十\d]+(?:[大个项类种条块张家点样级档步门座所处件道桩码款批套支间]|方面|部分))|包括|分别|什么样?的"
            r"|(?:什么|啥)(?:样的?)?(?:基本|具体|硬性|前提|申[请报领])?(?:条件|情形|情况下?|材料|资料|证件|证明|手续|义务|责任|权利|行为|事项|措施)"
            "(?=[^,]{0,4}(?:[?。,]|$)|[才可能会就要])",
            r"which\b|quels?\b|どの|어느",
        ),
    ),
    (
        "definition",
        any_of("什么是|何谓|(?:是指|指的?是|是)什么(?:意思|概念)?(?:[?]|$)|含义|定义|what is meant|definition"),
    ),
    (
        "procedure",
        any_of("(?:怎么|如何|怎样)(?:办|申请|办理|申报|登记|提交|操作)|流程|程序|步骤|手续|how (?:do|can|to)"),
    ),
    (
        "yes_no",
        any_of(
            "是否|有没有|是不是|能否|可否|能不能|可不可以|需不需要|吗(?:[?]|$)",
            "要不要|算不算|管不管|用不用|行不行|准不准|该不该|赔不赔|收不收|合不合",
        ),
    ),
)

FRAME = any_of(
    "(?:是|的|有)?(?:什么|啥)(?:意思|含义)|的(?:含义|定义|意思)(?=是什么|[?]|$)|请问|(?<![申聘邀提恳])请(?![求示假款教])|帮我|告诉我|查一下|想知道|有没有|是不是|是否|能否|可否|可不可以|为什么|怎么样|怎样|怎么|如何|多少|多[大高长远快重]|百分之几",
    "哪些个?|哪几[个份类种项]?|哪俩|哪一?[年天个份项条种]?|什么时候|何时|什么样|什么|几[个份家户项名条种类]",
    "分别|各自|各是|一共|总共|到底|究竟|具体|由谁来?",
    "(?:都|也)?(?:提出|提到|写到|写了|提了|列为|列入|列出|涉及|部署|说的|叫做?|属于)[了过的来]?",
    "(?:省份|省市|省|地区|地方|文件)(?=[里中的，,?]|$)|省份|地区|地方|文件|政策|内容|方面|情况",
)
"""The frame of a question, taken out before its content words are read."""

COUNTED = re.compile(
    r"[一二两三四五六七八九十\d]+[份地省市个项条家户种类次字]|几[分级层次岁块元米亩吨台辆件张]|省市|区域"
)
"""五份, 三省, 两地, 几分: how many things a question is about, not what about them."""

EXCEPT = re.compile(
    "(?:(?<![排扣免解清])除(?!外)了?|除去|不算|不包括|不看)(?P<names>[^,，?]{1,30}?)(?:的话|以外|之外|外|[,，]|(?=还有))|^(?P<place>[\u4e00-\u9fff]{2,8}?)[以之]外"
)
"""除了广东，: what a question leaves out."""

DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]{0,12}[\[(<]\s*\d{4}\s*[\])>]\s*第?\d{1,5}号")
NUMBER = re.compile(rf"{DOCUMENT_NUMBER.pattern}|\d{{5,}}[\d-]+")
"""A document or index number in a folded question."""

WHAT_ABOUT = re.compile(
    "(?:那么?|还有|要是|如果|假如|换[成做]|改成|至于|对于?)*(?P<topic>[^,。?]{2,24}?)"
    "(?:呢|怎么样|又如何|(?:是不是)?[也都同](?:是|有)?(?:一样|这样|如此|样)的?[吗么]?|(?:是不是)?一样(?:的?[吗么])|也是[吗么])[?!。]*"
)
"""那云计算呢, 居民也是一样吗: the last question with another topic."""
ORDINAL = any_of(
    "(?P<last>后者|后面(?:那|这)?[个项条种]|最后(?:一|那)?[个项条种])",
    "(?P<first>前者|前面(?:那|这)?[个项条种])",
    "第(?P<n>[一二三四五六七八九十])(?:[个项条种点家份]|部分|方面)",
)


@cache
def stop_words() -> frozenset[str]:
    """Folded words that carry a question without saying what it is about."""
    return words("stopwords.txt")


def asks(part: str) -> bool:
    """Whether a part of a text asks something.

    >>> asks("四川给没给补贴"), asks("我在四川待了好几年了"), asks("不知道怎么办,")
    (True, False, False)
    """
    return bool(_ASKS.search(_NO_QUESTION.sub("", part)))


_IN_KANA_OR_HANGUL = any_of(
    "(?:いくら|いくつ|いつ|どれ|どこ|だれ|何)(?!で?も)|どの|どう|か[。?？]",
    "얼마|몇|(?:언제|누[가구]|어디|무엇)(?!나|든|서나|서든)|어느|어떤|며칠",
    "(?:나요|까요|는지|니까)[?？ ,]|[은는]요[?？]",
)


def asks_in_any_language(part: str) -> bool:
    """The same of Japanese and Korean too.

    >>> asks_in_any_language("最長何年住めますか。"), asks_in_any_language("하이난성에서")
    (True, False)
    >>> asks_in_any_language("いつでも使えますが、"), asks_in_any_language("누구나 신청할 수 있으며")
    (False, False)
    """
    return asks(part) or bool(_IN_KANA_OR_HANGUL.search(part))
