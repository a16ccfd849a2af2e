"""What a survey asks of each document: the question without the words that make it a survey."""

import re
from dataclasses import dataclass, field

from rag.language.roles import asks_where, asks_which
from rag.language.terms import terms
from rag.language.which import (
    ADVERBS,
    DOCUMENT,
    DOES,
    ENGLISH_ASKS,
    ENGLISH_DOCUMENTS,
    ENGLISH_KIND,
    ENGLISH_PLACES,
    ENGLISH_SAYS,
    HOW_MANY,
    INSIDE,
    NOT,
    PLACES,
    RULE,
    SEVERAL,
    SPOT,
    SPOT_ASKED,
    WHO,
)
from rag.language.wording import any_of

MARK = "¦"
"""Stands for what is asked for: 哪些省份的文件里."""
_KIND = f"{DOCUMENT}|{RULE}|{PLACES}|{SPOT}"
_RULES = f"(?:{DOCUMENT}|{RULE}|条文|正文|文本)(?:[、和与](?:{DOCUMENT}|{RULE}))*"
_JOINED = "高升供倡取前质拔示案货名留交起单纯"
"""Characters that make 提 a verb of another kind: 提高."""
_COMPLEMENT = "[到及出过了进入在明来]+"
_ALL = "(?:所有的?|全部|[这那](?:些|几[个份部]))"
_EITHER = re.compile("要么(?P<a>[^,]+?),?要么|(?:不管|无论|不论)是?(?P<b>[^,]+?),?还是(?P<c>[^,]+?)[,]?(?:都|均|也)")
_DASH = re.compile("-{2,}|[—–]+|:(?=[^\\d])")
_STATEMENT = "规定|要求|安排|部署|说法|提法|口径|态度|条款|内容|表述|承诺|交代|说明|涉及|提及"
_LIKE_THAT = re.compile(f"(?:[作做]出?了?|有)(?:这[样种]|类似|如此|同样|此类)的?(?:{_STATEMENT})")
"""作了这样的规定, which says nothing of what is ruled."""
_WHETHER = re.compile("(?P<says>[写提讲说定给])没有?(?P=says)")
_NUMBER_OF = re.compile(
    rf"(?<=的)(?:{PLACES}|{SPOT})(?:的?(?:数量|个数|数目)(?:有|是)?(?:多少|几个?)?|多不多|多吗)(?=[?,]|$)"
)
_SEVERAL_TIMES = re.compile(rf"{MARK}(?:[、和与及跟或 ]*{MARK})+")
_LEAD = re.compile(
    "^(?:请问|请|数一数|数数看?|查一查|看一看|找一找|列一列|问一下|问问|我?们?想(?:要)?(?:知道|了解|问|查|找|看|统计|汇总|[弄搞摸]清楚?)(?:一下|[下问])?|(?:帮|给|替)我?们?(?:查|找|看|列|统计)(?:一下|下|一[查找看]|出来?|个)?"
    "|麻烦(?:你|您)?|(?:列|找|查|数|说|统计|看)(?:出来?|一下|举|看看?|下)(?:所有|全部)?|所有|到底|究竟|说说|告诉我|看看|罗列|盘点(?:一下)?|汇总(?:一下)?|统计[,:]|(?:一?[份个])?清单|[,:])+"
)
_ABOUT_ASKER = any_of(
    "^(?:听说|据说|据悉|听人说|网上说|都说|(?:我们?|咱们?|本人|俺们?)(?![国省市县区家])|(?:有个?)?(?:记者|编辑|领导|老板|老师|专家|客户|同事|朋友)(?:们|在)?[想要让叫说问])",
    "(?:做|写|搞|编|开展|准备|撰写|整理)[^,;]{0,24}(?:研究|调研|报道|专题|报告|稿子?|论文|文章|课题|评价|综述|选题|汇报)$",
    "(?:想|需要|为了|打算|正)[先要在把]{0,2}(?:弄清|搞清|了解|知道|摸|排除|筛选|找|查|比较|对比|看看|问)[^,;]{0,4}$",
    "(?:越来越|总有|老有|频发|频频|不断发生|没人[管理]|没下文|怎么办|头疼)",
)
"""A clause that tells why somebody asks: 我们在写调研报告, 听说都在抢人才."""
_WHICH = re.compile(f"{HOW_MANY}|{WHO}|(?<=,)有(?:{PLACES}|{SPOT})(?=在|{DOES})")
_POINTS_BACK = re.compile(
    "这[么样]的?[干做办搞弄]?|(?:(?<=^)|(?<=[,对把有给由让在按就管罚许准止没提求定]))[这此该](?:[一几]?[件种类回个项条点些]|样)?的?"
    "(?:事(?:情|儿)?|情况|情形|行为|做法|现象|问题|划分|区分|要求|规定|办法|手段|措施|制度|[^\u4e00-\u9fff]|$)"
    "|(?<=[对把有给由让在按就管罚许准止没求])这[种类样](?:的)?|[他她它]们?"
)
"""What a clause says of what stands in front of it: 不许这么干."""
_OF_SOME = re.compile(
    f"(?:^|(?<=,))(?:[大多绝]+数|不少|有[的些]|许多|很多|好些|一些|个别|部分)的?(?:{PLACES}|{SPOT})(?:的?(?:{_RULES}))?(?:[都也已经]*(?:规定|要求|提出|搞|有)了?)?"
)
"""What others do, in front of a question for those who do it or don't."""
_META = f"{_STATEMENT}|打算|计划|想法|措施|禁令|义务|做法|限制|推定|制度|先例|好事|优惠|政策|办法|目标|指标|标准"
_NOTHING_OWN = re.compile(
    f"(?:[都也还曾就]*(?:有|定|给|作|做|出|立|设|明确|写明|推出|采取|实行)[了过出下]*)?(?:[这此]|那|[一几]?[样种个类条项]|明确|具体|相应|相关|类似|专门|单独|任何|什么|的)*"
    f"(?:{_META})(?:[、和与或]+(?:{_META}))*"
)
"""A clause that only says that something is ruled: 有这样的规定, 给了明确口径."""
_ASKS_FOR = re.compile(
    "(?:所以|因此|于是)?(?:我们?)?(?:想要?|需要|希望)(?:知道|了解|问|查|找|看)(?:一下|下)?(?=[,:]?(?:在|都|还)?(?:有|是)?(?:哪|谁|多少|几|¦))"
    "|(?:请问|问一下|求问)(?:一下)?|(?:(?<=^)|(?<=[,:;]))我?们?(?:想要?|需要|希望)(?:知道|了解)(?:一下|下)?"
)
_TELLS = (
    f"点(?:[到了]?名|[到出了])(?:提{_COMPLEMENT})?|明文?(?=[写说规讲])|用[到过]了?|提{_COMPLEMENT}|提(?![{_JOINED}])"
    f"|写{_COMPLEMENT}|写(?![字作实生])|讲{_COMPLEMENT}|讲(?![座解师堂述话])"
    f"|说{_COMPLEMENT}|说(?![明服法理])|谈{_COMPLEMENT}|谈(?![判话])|涉及|部署|规定|明确|要求"
)
_VERBS = (
    f"{_TELLS}|搞(?![活好])|做(?![强大好优])|有(?![序机效关限色害毒轨线偿利助条奖些])"
    f"|强调|体现|出现{_COMPLEMENT}?|列[为入进]|把(?!关)|将|对(?![外口接等标称照应])|要(?![素件地闻点么])|想(?!象)"
    "|立法(?=[禁规明要允鼓支限保对])|打算|计划(?!生育|单列)|准备(?!金)|出台|推出|推行|实行|印发|发布"
)
_AMONG = re.compile(
    rf"^{MARK}?(?:在|从|就)(?:(?!写|列|载|提|讲|说|放|纳)[^,?]){{0,30}}?(?:{DOCUMENT}|{RULE}){INSIDE}"
    rf"(?:,|(?=(?:都|也|还|没有?|未|不)*(?:{_TELLS})))(?=[^?]*(?:{HOW_MANY}|{WHO}|谁|有没有))"
)
"""在海南、浙江两地的数字经济文件里,: the documents among which those are that are asked for."""
_ASKED = any_of(
    rf"[在去到]?(?:都|还)?(?:是不是|是否)?(?:都|还)?(?:有|是)?{HOW_MANY}(?:地级|设区的)?(?:{_KIND}|{SPOT_ASKED}|[材资]料(?={INSIDE}))(?:的{_RULES})?{INSIDE}?",
    rf"(?:都|还)?(?:有没有|有|是)?{WHO}(?:们)?(?:的[\u4e00-\u9fff]{{0,4}}?{_RULES}|{DOCUMENT})?{INSIDE}?",
    rf"(?:(?<=^)|(?<=,))(?:是不是|是否)?有(?:{PLACES}|{SPOT})(?=在|{ADVERBS}(?:{DOES}))|[二两三四五六七八九十\d]+家{INSIDE}",
    rf"(?:是不是|是否)?{SEVERAL}(?:{_KIND})(?:的?{_RULES})?{INSIDE}?,?(?:是不是|是否|有没有|有无)?(?=[都全均哪谁给对把将要还也提写讲共]|{MARK})(?:全部|[都全均])*",
    rf"{SEVERAL}(?:{PLACES}|{SPOT})的(?=[^,?]{{1,14}}(?:{DOCUMENT}|{RULE}){INSIDE})",
    rf"(?:在|从)?(?:{SEVERAL}(?:{_KIND})|{DOCUMENT}|{RULE}|省份?|地方|地区|城市)(?:的?{_RULES})?{INSIDE}(?![国央心海])"
    rf"(?:哪[几些个]?[份部个]?)?",
    rf"的?(?:{_KIND})?,?(?:都|一共|总共)?(?:有|是)?(?:{HOW_MANY}|有没有|(?:有|存在)(?=吗))(?=[?,。吗呢呀啊]|$)",
    rf"(?:(?<=^)|(?<=[,、里中头面间{MARK}]))(?:都|一共|总共|共|还)?(?:有|是)?(?:(?:哪[几些]?|几|多少)[个家份部]|哪些|有没有)"
    rf"(?={ADVERBS}{NOT}?(?:{_TELLS}|{DOES}))",
    rf"(?:{SEVERAL})(?:{_KIND})(?:里|中)?,?有?(?:几|多少)[个家份部]|(?:是不是|是否)?只有[一二两三\d]个?(?:{_KIND})|还有谁",
    rf"的{_ALL}?(?:{_KIND})(?:名单|名称|清单)?$",
    rf"(?:在|从)?(?:这|那)(?:一?批|些|几[份个])的?(?:{_KIND}|[材资]料)?{INSIDE}?,?(?={HOW_MANY}|{MARK}|有)",
    rf"{ENGLISH_ASKS} (?:of )?{ENGLISH_KIND}(?:{ENGLISH_DOCUMENTS}|{ENGLISH_PLACES})"
    r"(?: (?:do|does|did|have|has|that))*\b",
)
"""The documents or places that are asked about, in front of what they say or behind it."""
_SAYING = any_of(
    "(?:说|写|讲|交代)得?(?:清楚?|明白)了?|交代了?",
    "^从[^,¦]{2,12}来看(?=,|$)|^就(?=[^,]{2,14}(?:而言|[作做]))|而言(?=,|$)",
    rf"能?[找查见看]得[到见](?=的?(?:{MARK}|[?,]|$))",
    rf"^(?:听说|据说)?有[的些](?:{PLACES}|{SPOT})",
    "最[先早](?=提|写|讲|说|出台|规定|实行|发)|在(?:文件|政策|正文|条文|文本)(?:里|中)?",
    rf"(?:写|列|载|记|放|纳)(?:进|入|在|到|于)(?:了|去|来)*(?:{DOCUMENT}|{RULE}|任务清单)(?:里|中)?[去来]?",
    r"(?:写|列|载|记|放|纳)了?(?:进|入|在|到|于)(?:了|去|来)*(?:里|中)?[去来]?",
    rf"被?{MARK}(?:列[入为进]|[纳归放]入|作为|当[成作]|视为)了?(?:工作|主要|优先|重要)*重点(?:工作|任务)?(?:发展|支持|扶持|培育|推进|建设)?"
    r"(?:的?(?:内容|领域|任务|对象|范围|产业|方向|行列|之列|来抓))?(?=[?,]|$)",
    rf"被(?={MARK})|这[条项点](?:写|列|载|放|纳)(?:进|入|在|到)了?[^,?的]{{0,10}}?(?:{DOCUMENT}|{RULE})的?(?={MARK})",
    rf"(?:也|都)?(?:这[么样]|那[么样]|如此)(?:写|规定|要求|说|做|搞|定|提|明确|安排|办|讲)的?(?={MARK}|[?,]|$)",
    rf"(?<={MARK})的?(?:做法|规定|规矩|要求|政策|安排|提法|主张)(?=[?,]|$)",
    rf"(?<={MARK})(?:是否|是不是|都|全|均|也|还|同时|曾|专门|明确|已经?|有|只|又|一起|,)*(?:(?:{_VERBS})了?)+",
    rf"^(?:都|同时|专门|明确|只|又)*(?:(?:{_VERBS})了?)+(?=.*的[^,。]{{0,4}}{MARK})",
    ENGLISH_SAYS,
    r"(?:提|谈|讲|说|写)(?:到|及|过|了)+|提出(?!口)[来了过]?|出现(?:过|了|在|于)?|见于|载明|(?:作为?|列[为成]|当[成作]?)了?(?:工作)?重点(?:来抓)?|在做",
    rf"(?:[作做]|有)(?:所|了|出|过|具体|明确|专门)*的?(?:{_STATEMENT})",
    rf"(?<={MARK})[作做]出?了(?=[^,?{MARK}]{{2,}}{MARK}[?]?$)|(?:明确|公开)?表[示明](?:要|将|会)?(?=[^,?]{{2,}})",
    "(?:包括|包含)(?:进[来去]|在内)",
)
_FILLING = any_of(
    ",?而(?:不是|并?非)[^,?¦]*|(?:这样|这[种个]|这类|此类|类似)的?(?:规定|要求|政策|内容|措施|安排|做法|条款|说法|表述|承诺)|这[类种]事情?(?![业故项务])"
    "|的?(?:字样|字眼|词语|(?:这[个种样]的?)?(?:说法|提法|表述)|这个词|一词)|(?:这样|这种)的?话"
    "|这(?:一?[条项点]|种)(?:规定|政策|要求|内容|措施)?|(?:的|这[件个回桩种等]?好?)事(?:情|儿)?(?![业故项务])|(?:这|那)个?意思"
    "|这?[一二两三四五六七八]个字|方面的?(?:内容|规定|要求)?|(?:这|那)一?块(?=[,?]|$)|白纸黑字(?:地|的)?|(?:其中)?任何一[样个项种条]"
    "|(?:开了?)?这个?口子|(?P<may>[要需用能可该])不(?P=may)[要以]?"
    rf"|(?:的|(?<=有关|相关|方面))内容(?={MARK}|[?,]|$)|[的了过]?(?:吗|呀|呢|啊|没有)?[?]?$|,文件(?=[ ?]|$)"
)
_SETS = "(?:给|写|列)出|写明|(?<![制拟商])定(?![期价点额向制])|设[定置]|明确|确定"
_FIGURE = any_of(
    f"(?:{_SETS}|提出|规定|有|给(?=了)|安排)[了过出下]*(?:一个|明确|个)?的?"
    "(?:(?:具体|量化|数[量字值额]|死|硬)的?(?:数?目标|指标|标准|要求|数[字目值量额]?)"
    "|数(?:[字目值量额]|(?=的?[,?¦\\s]|$))|量化|金额)",
    f"(?:{_SETS})[了过出下]*(?=[^,?¦]{{2,16}}目标(?:的|$|[,?¦\\s]))",
    "(?:(?:分别|各自?|具体|总共|一共|共)+[补奖给发减免建设]?|要|得|应|该)*(?<!的有|共有)(?<!的)多少"
    "(?:[十百千万亿]?(?:钱|[张个家项名人元万亿户辆台座所处件次倍亩吨米]|平方米|公里|百分点|分|天|日))?(?=[,?¦\\s的]|$)",
)
"""多少张, 给出了具体数量目标, 定了床位目标: a figure that each document must state."""
_ASKING = "多少|几[个家年项元]|什么|怎[么样]|如何|何时|多[大高长久]"
_ANOTHER = re.compile(
    rf"^(?P<asked>[^?]*?{MARK}[^?]*?),(?:[^?,{MARK}]*(?:{_ASKING})[^?]*"
    rf"|(?:而|又有?|还有)?(?:哪[些几][个份家]?|谁|{MARK})(?:只|仅)[^?]*|(?:分别|各自?|都|具体)*(?:是|叫|有|[补奖给发减免建罚])*{MARK})[?]*$"
)
"""分别补多少钱, 哪些只是鼓励: another question behind the survey's."""
_ONLY_SAYS = re.compile(
    r"(?:只|仅)(?:是|仅)?(?:提|讲|写|说|谈|规定|要求)(?:到|及|了|过)*(?P<beside>[^?,]{3,}?)的?(?:[?]|$)"
)
"""哪些提了成立协会,哪些只讲行业自律: what comes close to it."""
_COUNTS = "%|元|块钱?|[个家项名人户辆台座所处件次倍亩吨米张斤头只条]|平方米|公里|百分点"
_FIGURES = f"(?!一定)[\\d.一二三四五六七八九十百千万亿两]+(?:[十百千万亿]*(?:{_COUNTS})|[万亿]*)"
_THEIRS = "(?:的?(?:目标|指标|标准|要求))?(?:都|均)?(?:要|应)?(?:[定做设]?[在到]|为|是|有)?"
_REACHED = any_of(
    rf"{_THEIRS}(?:不?(?:超[过出]?|低于|少于|高于|多于)|达到?|至少|至多|大于|小于)了?\s*{_FIGURES}(?:以[上下内])?",
    rf"{_THEIRS}{_FIGURES}(?:(?:及|或)?以[上下内](?![户人]|工业)|或者?更[多高低少])的?",
)
"""超过60%, 30万元以上: the figure that a document's own must reach."""
_TALKED = f"(?:提[到及出过了]|提(?![{_JOINED}])|写|讲|说(?!明)|谈|涉及)"
_SAID = f"(?:{_TALKED}|规定|明确|部署|要求|出现|包含|包括|列)"
_ADVERBS = "(?:根本|压根|完全|从来?|还|都|也|并|一点|至今|,)*"
_NOT_SAID = any_of(
    rf"{_ADVERBS}(?<!有)(?:没有?|未|尚未|不曾)(?:再|专门|明确|曾|被)?(?={_TALKED})",
    rf"(?:(?<=^)(?=[^,?]*(?:的,)?{MARK})|(?<={MARK})){_ADVERBS}(?:没有?(?:能|去)?(?!收)|未|尚未|还没|不(?={_SAID}|支持|鼓励|要求|搞))",
    rf"{_ADVERBS}(?:没有?|未|尚未)(?:再|专门|明确)?(?:[作做][了出]?|进行|给出)?(?:任何|具体)?(?:规定|部署|安排|要求|表述|说明|承诺|涉及)(?=的?(?:[,?]|$|{MARK}))",
    "只字[未不没](?:有)?(?:提[及到]?|写|讲|说)?|找不到|[查看]不到|看不见|见不到",
)
"""哪些省份没有提出, 没提到的是谁: asks for the documents that do not say it."""
_OR_NOT = re.compile(
    rf"(?P<said>(?:{_SAID}|有)(?:{_COMPLEMENT})?[^,?{MARK}]{{0,12}}?)(?:(?:[、,;和与]*(?:{MARK}|哪[些几个][个份家]?|谁))+|[、,;]?还是)?{_ADVERBS}(?:没有?|未|不)(?:再|能)?"
    rf"(?:{_SAID}|有)?[到及过了]*(?=[,?]|$)"
)
"""写没写, and 哪些写了、哪些没提: asks for both, of which who says it is told and who does not beside."""
_LACKS = re.compile(
    rf"^(?P<has>[^?]*?[^?,¦]{{2}}[^?]*?)[,、]*(?:但是?|却|而|可是?|不过|然而|又|,)(?:又|却|并|都|也|,)*"
    rf"(?:没有?|未|不(?={_SAID}|搞|支持))(?P<lacks>[^,?]{{2,}})"
)
_ONLY = re.compile(
    rf"[只光仅](?P<has>[^,?只]{{2,}}?)[,、]?(?:而|却)?(?:不|没有?|未)(?P<lacks>(?:{_SAID}|搞|支持|[给发补奖设建])[^,?]{{2,}})"
)
_NEITHER = re.compile(
    rf"既(?:没有?|未|不(?![准许让得允能]))(?:{_SAID})?[到及过了]*(?P<a>[^,?{MARK}]{{2,}}?)[,、]*[也又](?:没有?|未|不(?![准许让得允能]))(?:{_SAID})?[到及过了]*(?P<b>[^,?{MARK}]{{2,}})"
)
_BOTH = (
    re.compile("既(?P<a>(?!有建|有住|定|得)[^?]{2,}?)[,、]*(?:又|也|还|且)(?P<b>[^?]{2,})"),
    re.compile("又(?P<a>[^,?又]{2,}?)[,、]*又(?P<b>[^?]{2,})"),
    re.compile("(?:不仅|不但|不光|不单|除了)(?P<a>[^?]{2,}?)(?:[以之]外)?[,、]*(?:还|也|而且|并且?|且)(?P<b>[^?]{2,})"),
    re.compile("(?P<a>[^,?]{2,}?)[,、](?:(?:同时|并且|而且)[又还也]?|又)(?P<b>[^,?]{2,})"),
    re.compile("同时(?P<a>[^,?]{2,}?)(?:和|与|以及|并且?|又)(?P<b>[^,?]{2,})"),
    re.compile(
        "(?P<a>[^,?]{2,}?)[,、]*(?:并且?|而且|同时|以及|又|还)(?P<b>(?:提出|提到|规定|要求|写|部署|涉及|支持|鼓励)[^,?]{2,})"
    ),
)
_MORE = re.compile("[,、](?:还|又|也|并且?)(?=[有要给提写设建搞办发讲])")
"""既有求职补贴,也有租房补贴,还有创业补贴: a third thing."""
_ALL_OF = re.compile(
    rf"(?P<items>[^?,{MARK}]{{2,}}[、和与及跟][^?,{MARK}]{{2,}}?)"
    rf"(?:(?:这?[两二三四五几][项者样个件种])?(?:都|均|全)(?=(?:{_VERBS}|有|列|没落下|没漏|不缺)(?:了|过|进|入|去|文件)*的?,?(?:{MARK}|[?]|$))"
    rf"|这?[两二三四五几][项者样种](?=的?,?(?:{MARK}|[?]|$))|,{MARK}?,?[两二三四五几][项者样个件种](?:都|均|全)[^,?]{{1,6}}$)"
)
"""A和B都写了, A和B两样, A、B、C,哪些地方三样都有: things of which all are meant."""
_FORBIDS = re.compile("^(?:不[允许准让给得]+|不可以|不行)$")
_ENOUGH = 2  # content words from which a clause says something of its own
_BARE_VERB = re.compile(
    rf"(?!.*(?:禁|不[允许准让给得]))(?:{DOES}|{_VERBS}|[建发办设抓推管]|承诺|答应|同意|认可|表明?|态度?|愿意|肯|会|能|可以|想|是|上|[了过着出来去到的都也])+"
)
"""Who does it, of what stands in another clause: 哪些省支持, 哪几个地方给."""
_MEASURE = "天数|时限|期限|年限|时长|金额|数额|额度|比例|数量|数目|人数|次数"
_MEASURED = re.compile(
    rf"(?:写明|定下?|规定|明确|给出|确定|设定)[了过]*(?:具体|明确)?的?(?P<of>[^,?{MARK}]{{0,16}}?)的?(?:具体)?(?:{_MEASURE})(?:\([^()]*\))?"
    rf"(?=的?(?:{MARK}|[,?]|$))"
    rf"|把?(?P<its>[^,?{MARK}]{{1,16}}?)的?(?:{_MEASURE})(?:都|也)?(?:写[明清]楚?|规定|明确|定下?来?)[了过]*(?=的?(?:{MARK}|[,?]|$))"
)
"""写明了育儿假天数: of which a figure is asked for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of each document, in parts that it must all say, or must not say where not `wanted`; `negated` when
    the documents are asked for that do not say it, `figure` when with a figure. `beside` is what those that come close
    only say.
    """

    parts: tuple[tuple[str, bool], ...]
    negated: bool = False
    figure: bool = False
    beside: str = field(default="", repr=False)

    @property
    def text(self) -> str:
        return " ".join(part for part, _ in self.parts)


def asking_sentence(text: str) -> str:
    """The first sentence of a normalised text that asks a survey with something to say, else the first of all.

    >>> asking_sentence("申请多久有回音?请找出写明答复时限的地区。"), asking_sentence("哪些省提到商标?分别是谁?")
    ('请找出写明答复时限的地区', '哪些省提到商标')
    """
    said = [sentence for sentence in re.split("[?。!;]", text) if sentence.strip()]
    for n, sentence in enumerate(said):
        if not (asks_which(sentence, regional=True) or asks_where(sentence)):
            continue
        if n and _leans(sentence):
            sentence = f"{_pointed_at(said[n - 1], sentence)};{_POINTS_BACK.sub('', sentence)}"
        if asked_of_each(sentence).text:
            return sentence
    return said[0] if said else text


def _pointed_at(before: str, sentence: str) -> str:
    """What a sentence speaks of that begins with the one before it: 这个 of its last clause, 这种情况 of all of it."""
    whole = _OF_SOME.sub("", before)
    points = _POINTS_BACK.search(sentence)
    return whole.split(",")[-1] if points and re.fullmatch("这(?:[一个条些]+)?", points.group()) else whole


def asked_of_each(text: str) -> Asked:
    """What a normalised survey question asks of each document.

    >>> asked_of_each("把云计算写进文件的是哪些省?").text
    '云计算'
    >>> asked_of_each("哪几份文件里找不到电子认证?"), asked_of_each("哪个文件专门讲冷链物流?").text
    (Asked(parts=(('电子认证', True),), negated=True, figure=False), '冷链物流')
    >>> asked_of_each("既搞三网融合、又支持上市的,是哪些省?").parts
    (('三网融合', True), ('支持上市', True))
    >>> asked_of_each("哪些省提了行业协会,哪些只讲行业自律?").beside
    '行业自律'
    >>> [asked_of_each(q).text for q in ("允许技术入股——哪几地作了这样的规定?", "哪些地方作出了允许技术入股的规定")]
    ['允许技术入股', '允许技术入股']
    >>> asked_of_each("哪些省提到商标,但没提马德里?").parts
    (('商标', True), ('马德里', False))
    """
    context, _, text = _WHETHER.sub(r"\g<says>", text.strip()).rpartition(";")
    text = _ASKS_FOR.sub("", _without_story(text))
    text = _EITHER.sub(lambda m: f"{m['a']}或者" if m["a"] else f"{m['b']}或者{m['c']}", text)
    text = _NUMBER_OF.sub("地方", _LIKE_THAT.sub("", _DASH.sub(",", text)))
    figure, beside = bool(_FIGURE.search(text)), ""
    rest = _AMONG.sub(MARK, _LEAD.sub("", text))
    rest = _SEVERAL_TIMES.sub(MARK, _ASKED.sub(MARK, _ASKED.sub(MARK, rest)))
    rest = re.sub(rf"(?<=的)(?:{_KIND}),?{MARK}", MARK, rest)
    another = _ANOTHER.match(rest)
    if another and _plain(another["asked"]):
        rest, behind = another["asked"], rest
        only = _ONLY_SAYS.search(behind, len(rest))
        beside = _plain(only["beside"]) if only else ""
        figure = bool(_FIGURE.search(rest))
    rest = _OR_NOT.sub(r"\g<said>", rest)
    neither = _NEITHER.search(rest)
    if neither and _plain(neither["a"]) and _plain(neither["b"]):
        return Asked(((_plain(neither["a"]), True), (_plain(neither["b"]), True)), negated=True)
    lacking = _ONLY.search(rest) or _LACKS.search(rest)
    if lacking and _plain(lacking["has"]) and _plain(lacking["lacks"]):
        return Asked(((_plain(lacking["has"]), True), (_plain(lacking["lacks"]), False)))
    negated = bool(_NOT_SAID.search(rest))
    if negated:
        rest = _NOT_SAID.sub("", rest)
    if _MEASURED.search(rest):
        figure, rest = True, _MEASURED.sub(lambda m: m["of"] or m["its"] or "", rest)
    if figure:
        rest = _FIGURE.sub(" ", rest)
    parts = [" ".join(filter(None, (_plain(context), part))) for part in _parts(rest)]
    return Asked(tuple((part, True) for part in parts), negated, figure, "" if negated else beside)


def _without_story(text: str) -> str:
    """The text without clauses in front of the one that asks that only tell why somebody asks, with all in front of a
    colon where one of these stands there.

    >>> _without_story("我们在写调研报告,哪些省提出托位补贴"), _without_story("做民宿的,哪些省给他们补贴")
    ('哪些省提出托位补贴', '做民宿的,哪些省给他们补贴')
    """
    clauses = re.findall("[^,;:]+[,;:]?", text)
    asking = next((n for n, clause in enumerate(clauses) if _WHICH.search(clause)), 0)
    told = [n for n, clause in enumerate(clauses[:asking]) if _ABOUT_ASKER.search(clause.rstrip(",;:"))]
    begins = max((n + 1 for n, clause in enumerate(clauses[:asking]) if clause.endswith(":") and told), default=0)
    if asking and _says_enough(clauses[asking]):
        wants = (n for n in range(asking + 1) if _ASKS_FOR.match(clauses[n]) and n not in told)
        begins = next(wants, asking if told else begins)
    return "".join(clauses[begins:])


def _says_enough(clause: str) -> bool:
    """Whether a clause that asks says of itself what is asked, with nothing that stands in front of it."""
    return not _leans(clause) and len(terms(_own(clause))) >= _ENOUGH


def _leans(clause: str) -> bool:
    """Whether what a clause asks is said in front of it."""
    return bool(_POINTS_BACK.search(clause)) or _says_nothing(_own(clause) or "有", asks=True)


def _own(clause: str) -> str:
    return _plain(_ASKED.sub(MARK, _ASKS_FOR.sub("", clause)))


def _parts(text: str) -> list[str]:
    """The things that a document must all say."""
    for pattern in _BOTH:
        if match := pattern.search(text):
            parts = [_plain(part) for part in (match["a"], *_MORE.split(match["b"]))]
            if all(len(part) > 1 for part in parts):
                return parts
    if match := _ALL_OF.search(text):
        parts = [_plain(part) for part in re.split("[、和与及跟]", match["items"])]
        if all(len(part) > 1 for part in parts):
            return parts
    return [_whole(text)]


def _whole(text: str) -> str:
    """What is said in all clauses. The one that asks who says it adds to what stands in front, 技术转让,哪些省免税, or
    says nothing of its own by a bare verb: 技术转让免税,哪些省承诺."""
    told = [(MARK in clause, _plain(clause)) for clause in re.split("[,;]", text)]
    told = [(asks, said) for asks, said in told if said]
    told = [(asks, _FORBIDS.sub("禁止", said) if asks else said) for asks, said in told]
    own = [(asks, said) for asks, said in told if not _says_nothing(said, asks)]
    completes = any(asks for asks, _ in own[1:])
    return (" " if completes else ",").join(said for _, said in own or told)


def _says_nothing(clause: str, asks: bool) -> bool:
    """Whether the clause, which `asks` who it is, adds nothing to what stands in front of it."""
    return bool(_NOTHING_OWN.fullmatch(clause) or (asks and _BARE_VERB.fullmatch(clause)))


def _plain(text: str) -> str:
    """The text without what says that, where and in which words something is said."""
    for pattern in (_SAYING, _FILLING):
        text = pattern.sub(" ", text)
    if re.search(r"[^\W\d]{2}", without := _REACHED.sub(" ", text).replace(MARK, " ")):
        text = without
    text = re.sub(rf"^(?:{MARK}|[ ,])*(?:(?:{_VERBS})了?)+|^关于", " ", text)
    return re.sub(rf"[{MARK}?\s]+|^[ ,的了]+|[ ,的]+$", " ", text).strip(" ,的")
