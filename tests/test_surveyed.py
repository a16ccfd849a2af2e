"""What users ask of all documents: frames of surveys around a topic, and questions that only look like them."""

import pytest

from index.documents import DocumentInfo, Filters, Metadata
from index.lexicon import fold_text
from rag.language.terms import terms
from rag.records import Question
from rag.understanding.question import understand
from rag.understanding.surveyed_english import asked_in_english

REGIONS = ("广东", "湖南", "深圳", "四川", "吉林")
DOCUMENTS = [
    DocumentInfo(name, f"{name}.txt", f"/{name}.txt", "", 1000, 10, Metadata(region=name, title=f"{name}若干意见"))
    for name in REGIONS
]
TOPICS = ("冷链物流", "知识产权质押", "信用档案")
OTHER = "风险投资"

SAYING = """哪些省份提出X？
哪些省份的文件里写到了X？
哪几个省把X写进了文件？
X写进了哪些省的文件？
文件里提到X的有哪几家？
提到X的地方有哪些？
提到X的省份有几个？
有几个省提到X？
一共有多少个地方提到了X？
有没有省份提到X？
有没有哪家提到X的？
提到X的文件有没有？
X，都有谁提到了？
X这件事，哪些地方写进了文件？
X的事，哪份文件讲过？
把X列为重点的是哪些省？
把X写进文件的是哪里？
把X写进法规的是哪些地方？
How many documents mention X?
Which provinces propose X?
搞X的，是哪几个地方？
除了广东，还有哪些省提到X？
我想知道哪些地方要搞X
所以想了解一下哪些地方提到X
X这一块，哪些省份提到了？
请问都有哪些省份部署了X？
帮我查一下哪些地方提到X
麻烦列一下提到X的省份
列出所有提到X的文件
各省里谁提到了X？
五个地方里谁提到了X？
这五份文件中哪几份提到X？
哪個省份提到X？
哪個地方談到X？
哪些城市的政策提到X？
广东和湖南，谁提到了X？
有哪些地方在文件中明确要搞X？
哪些省份的规划、意见里涉及X？
涉及X的省有几个
哪些地方有X方面的内容？
关于X，哪些省份作了规定？
对X有要求的是哪些地方？
X在哪些文件里出现过？
X出现在哪几份文件中？
谁家的文件写了X？
都有哪些地方打算搞X呀
是不是每个省都提到了X？
五个地方都提到X了吗？
X是哪几个省提出来的？
讲X的有哪几份？
哪些地区的方案把X作为重点？
哪儿提到了X？
什么地方提到X？
说到X的文件有几份？
规定了X的都有哪些地方？
哪家的文件谈X？
哪份文件专门讲X？
有无文件提及X？
X有哪些省在做？
除深圳外，哪些地方写了X？
五个地方里，有几个写明要搞X？是哪几个？
有几家提到了X，分别是谁？
五地当中几家讲到X？
这五份文件，几份写到了X？
五份文件里有没有讲X的？
谁的文件里有X的表述？
X，哪些省写了这一条？
X这项政策，哪些省有？
哪些地方明文规定了X？
点名X的有哪些省？
哪些省写了X这样的话？
X在几份文件里提到过？
X，五个省里哪几个提了？
是不是只有一个省提到X？
数数看，几个省提到X？
请列出提到X的所有省份
请问X在哪些省份的文件中有体现？
五个省中，X写进文件的有几个？
X，五地里头写没写？写了的是谁？
这几个地方是不是都提出要搞X？哪个没提？
把X放进任务清单的省份，一共几个？
哪一些省把X当成重点来抓？
X被哪几个省的意见点到名？
X，被哪些省列入重点发展？
是不是五个地方全都写了X？
X是不是五个地方全都写了？
五地中哪些写了X，哪些压根没提？
X，十份文件中哪些写了、哪些没写？
请列举所有要求X的省市。
找出部署了X的那几份文件
X，五份文件中有几份作了安排？
地方上哪几家写了X？
X，是哪些省份承诺的？
哪些省、自治区、直辖市规定了X？
X在各省规划里都出现了没有？
X，各地条例都写了吗？哪些没写？
几份文件在正文里写明了X？其中谁最先到期？
X——五地里谁家有这条？
X：哪些地方有安排？
谁规定了X？
想找一下写了X的省份
请统计一下要求X的地区数量
写了X的地方多不多，有哪些？
对X有规定的都有谁
提没提过X？哪些地方提了？
X，这个做法见于哪些地方？
十个地方里，说要搞X的有多少？
除去深圳，还有谁写了X？
X，除了湖南还有谁？
X，这条写进文件的有哪些省、市？
我的手续要等多久？请找出规定了X的地区。
除了吉林，其余四地还有谁写了要搞X？
哪里搞X？
谁家出台了X？
X，这一条哪里有？
X，哪儿有这好事？
搞X的都有谁？
X，是谁要搞的？
想摸一下底：哪些地方写明了X？
各省是否都规定了X？哪些没有？
Which governments mention X?
就X而言，哪些省份有规定？
从各地文件来看，哪些省提到X？
帮我找出所有提到X的城市
盘点一下提到X的地方
给我列个清单：哪些省份提到X
听说有的地方写了X，是哪些地方？
哪省提到X？
提到X的地方有吗？
写了X的有几份，哪几份没写？
啥地方搞X？
有没有谁提到X？
有谁搞X？
有没有哪里搞X？
有地方提到X吗？
提到X的地方，有吗？
X，几家写了？
X，五省里谁写了？
想查哪些省提到X
有哪些地方搞X，有没有？
哪个市的办法中有X？
哪座城市提到X？
哪些省，提到了X？
提到X的，有吗？
五个地方里，提到X的是哪一个？
各家文件有没有提X？
哪些材料里提到了X？
哪些省对X有明确说法？
X，有地方在文件里提吗？""".splitlines()
NOT_SAYING = """哪些省没有提到X？
哪些地方只字未提X？
没提X的是谁？
哪些省没有把X写进去？
哪几份文件里找不到X？
哪些地方对X只字不提？
哪些文件根本没讲X？
哪些地方还没搞X？
哪些文件压根没写X？
五个地方有几个没提到X？
不提X的是哪些省？
哪些省对X没有作出表述？
五地之中，谁没有提到X？
不提X的省有几个，分别是谁？
哪些省的条例里，没有关于X的规定？
X有几个省没写？
没有提X的地方，都有谁？
哪些省没把X包括进来？""".splitlines()
BOTH = """既搞X、又搞Y的，是哪些省？
既要搞X，又要搞Y的省有几个？
哪些省X和Y都提到了？
X和Y都写了的省有哪些？
同时提到X和Y的是哪些文件？
哪些省既有X也有Y？
哪些地方又提X又提Y？
哪些省份提出X并且提出Y？
哪些文件不仅讲X，还讲Y？
哪些省把X、Y都写进了文件？
既写了X又写了Y的文件有几份？
哪些地方除了X以外还有Y？
X和Y两样都点到的，有哪些地方？
搞X、同时又搞Y的地方有哪些？
哪些地方要求X，又要求Y？""".splitlines()
BUT_NOT = """哪些省提到X，但没提Y？
提到X却没提Y的有哪些地方？
哪些文件写了X而没有写Y？
哪些地方只提X不提Y？
写了X，可是没写Y的是哪些省？
哪些地方只搞X不搞Y？""".splitlines()
OF_ONE_RULE = """广东重点发展哪些领域？
湖南把哪些市列为拓展区？
四川的扩展区有哪些市？
企业可以享受哪些税收优惠政策？
申请补贴要具备哪些条件？
建设统计体系由哪些部门负责？
基地建在哪些地区？
哪些企业可以申报专项资金？
引进人才在哪些方面可以打破限制？
要建设哪几个国家质检中心？
高技术服务业包括哪些领域？
支持哪些机构开展商标国际注册？
数字内容服务有哪些业态？
哪些情形应当回避？
谁负责解释？
谁可以申请？
深圳的文件由谁解释？
电子商务由哪家单位牵头？
集成电路设计基地建在哪几个城市？
长株潭基地重点建设哪些产业集群？
到2015年要达到哪些目标？
哪些费用可以减免？
申报需要提交哪些材料？
有哪些措施支持企业上市？
有什么政策支持小微企业？
有没有给企业的税收优惠？
电子商务示范城市有哪些？
从哪些地方引进人才？
承接哪些地区的产业转移？
辐射带动哪些省？
哪些市场主体可以享受优惠？
有几个城市群？
哪些省级平台可以获得补助？
哪些意见被采纳？
哪些措施能降低融资成本？
文件要求哪些单位参加？
条例规定了哪些处罚？
通知印发给哪些单位？
吸引哪些国家的企业来投资？
对哪些地区的企业给予倾斜？
小微企业能拿到几个方面的支持？
哪家银行提供贷款？
谁来监督专项资金的使用？
有几家列入重点企业名单？
有多少个项目写入规划？
有几个国家质检中心？
博士后工作站设在哪里？
办理营业执照，要去哪些地方？
申请补贴，需要哪几份文件？
申请补贴，要交的是哪几份文件？
Which documents do I need to submit to register a company?
服务外包企业可以到哪儿登记？
三份方案各定了几家，要求一样吗？
各地是否可以结合实际制定细则？
每个县都要建一个养老服务中心吗？
所有地区都能申报试点吗？
告诉我办理社保的地方
有几条措施涉及人才？
哪里可以办理登记？
哪里有充电桩？
哪些地方可以停车？
哪些地方容易积水？
哪些城市是示范城市？
各地对人才有哪些支持政策？
要和哪些地区合作？
五项保障措施是哪些？
湖南由谁抓总，深圳又由谁抓总？
文件提到的示范城市有哪几个？
谁可以领求职补贴？
谁来收容流浪犬？
谁给申请人发证？
去哪里领补贴？
哪些城市可以申报试点？
参加会议的有谁？
有城市规划吗？
有市级补贴吗？
奖项有哪几个？
哪个地方负责受理申请？
List all documents issued in 2012""".splitlines()


def understood(question, used=lambda word: 1):
    return understand(Question(question=question), DOCUMENTS, Filters(), used=used)


def words(text):
    return {term.text for term in terms(text)}


def conditions(found):
    """The words of each condition, and whether they are wanted."""
    return [({term.text for p in c.alternatives for term in p.terms}, c.wanted) for c in found.conditions]


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize(("frames", "negated"), [(SAYING, False), (NOT_SAYING, True)], ids=["saying", "not saying"])
def test_a_survey_asks_of_each_document_what_stands_in_its_frame(topic, frames, negated):
    wrong = []
    for frame in frames:
        found = understood(frame.replace("X", topic))
        if (found.kind, found.negated, conditions(found)) != ("survey", negated, [(words(topic), True)]):
            wrong.append((frame, found.kind, found.negated, conditions(found)))
    assert not wrong


@pytest.mark.parametrize(("frames", "wanted"), [(BOTH, True), (BUT_NOT, False)], ids=["both", "but not"])
def test_two_things_are_two_conditions(frames, wanted):
    wrong = []
    for frame in frames:
        found = understood(frame.replace("X", TOPICS[0]).replace("Y", OTHER))
        expected = [(words(TOPICS[0]), True), (words(OTHER), wanted)]
        if (found.kind, found.negated, conditions(found)) != ("survey", False, expected):
            wrong.append((frame, found.kind, found.negated, conditions(found)))
    assert not wrong


def test_who_asks_for_the_content_of_a_rule_asks_no_survey():
    assert [question for question in OF_ONE_RULE if understood(question).kind == "survey"] == []


@pytest.mark.parametrize(
    ("question", "said", "negated"),
    [
        ("哪些省的意见把X次数写明了？", "X", False),
        ("让X落地，有哪几个地方这么写？", "让X落地", False),
        ("推广X，是哪些地方的做法？", "推广X", False),
        ("这批文件里有哪些地方发展X？", "发展X", False),
        ("在广东、湖南两地的数字经济和数据文件里，哪个没有提X？", "X", True),
        ("在湖南、吉林两省的规划里写了X的是哪些？", "X", False),
        ("哪些省份支持X，分别补多少钱？", "支持X", False),
        ("哪些地方强制推行X，哪些只是鼓励？", "强制推行X", False),
        ("X这件事，五地文件里哪些提了，哪些只讲自律？", "X", False),
        ("哪几个城市出台了X？", "X", False),
        ("哪些城市规定了X？", "X", False),
        ("哪些地方规定了X，分别是多少天？", "X", False),
        ("企业搞X，哪些省会给补贴？", "企业搞X给补贴", False),
        ("要发展X，是哪些国家级文件提出来的？", "发展X", False),
        ("写明了X天数的有哪几个省？", "X", False),
        ("对X写明具体时限（小时、分钟）的地区有哪些？", "X", False),
        ("哪些省直接写了X（而不是只说按有关规定）？", "直接X", False),
        ("推广X，哪些地方有这样的规定？", "推广X", False),
        ("推广X，哪些省给了明确口径？", "推广X", False),
        ("哪些省要求X，而不是只喊口号？", "X", False),
        ("不少省都搞了X。哪个省没有提这个？", "X", True),
        ("对X要提前公告？哪些地方把这一条写了进去？", "X提前公告", False),
        ("X没被提到的是哪个省？", "X", True),
        ("五家里头，谁搞X？", "X", False),
        ("X在哪些省的文件里找得到？", "X", False),
        ("这些材料里，哪些地方说到了X？", "X", False),
        ("领导让我摸摸家底，单位也催，想问：哪些地方提出发展X？", "发展X", False),
        ("邻居总抱怨，我想知道哪些地方会因为X罚款？", "因为X罚款", False),
    ],
)
def test_where_and_how_it_is_said_is_no_part_of_what_is_said(question, said, negated):
    for topic in TOPICS:
        found = understood(question.replace("X", topic))
        assert (found.kind, found.negated) == ("survey", negated)
        assert conditions(found) == [(words(said.replace("X", topic)), True)]


def alternatives(question):
    (condition,) = understood(question).conditions
    return [proposition.text for proposition in condition.alternatives]


def test_what_stands_in_brackets_is_another_name():
    assert alternatives("新药上市之前的试验（临床前研究），被哪些省列入重点？") == ["新药上市之前的试验", "临床前研究"]


def test_who_does_what_of_a_clause_in_front_says_it_in_no_other_way():
    assert len(alternatives("企业装储能，哪些省发补贴？")) == 1
    assert len(alternatives("让企业走出去，到国外闯市场，哪些省写了？")) == 1
    assert alternatives("让企业“走出去”，到国外闯市场，哪些省写了？")[1] == '让企业"走出去"'


def test_a_story_in_front_is_no_part_of_what_is_asked():
    fronts = ("我们在写一份调研报告，", "听说各地都在抢人才，", "纠纷越来越多，", "做课题研究，想先了解一下：")
    asked = [understood(f"{front}哪些省给{TOPICS[0]}发补贴？") for front in fronts]
    assert [conditions(found) for found in asked] == [[(words(f"{TOPICS[0]}发补贴"), True)]] * len(fronts)
    assert words("投诉") < conditions(understood("总有人投诉快递，想知道哪些省不许这么干？"))[0][0]


def test_what_a_question_points_back_to_stands_in_the_sentence_before():
    found = understood("有人遛狗不捡粪，物业也不管。哪些省对这种行为罚款？")
    assert words("遛狗捡粪罚款") <= conditions(found)[0][0]
    found = understood("有些林地早年毁坏，找不到责任人。哪些省规定这种情况由政府修复？")
    assert not found.negated
    assert words("毁坏政府修复") <= conditions(found)[0][0]


def test_who_does_not_allow_what_stands_in_front_forbids_it():
    assert "禁止" in conditions(understood("遛狗时让狗下河，哪些省不允许？"))[0][0]


def test_who_lacks_something_is_no_document_that_does_not_say_it():
    found = understood("没钱看病的人，哪些地方有医疗救助？")
    assert (found.negated, conditions(found)) == (False, [(words("没钱看病的人医疗救助"), True)])


def test_a_figure_to_reach_is_no_word_of_what_is_said():
    frames = ("X超过30万元的是哪些省？", "X不低于500个的有哪些？", "哪些省把X定在1000亿元以上？")
    found = [conditions(understood(frame.replace("X", "贷款额度"))) for frame in frames]
    assert found == [[(words("贷款额度"), True)]] * len(frames)


def test_what_stands_in_no_document_is_no_way_to_say_it():
    found = understand(
        Question(question="哪些地方提出同外省联手、共享或协作？"),
        DOCUMENTS,
        Filters(),
        used=lambda word: int(word != "联手"),
    )
    assert [p.text for p in found.conditions[0].alternatives] == ["同外省共享", "同外省协作"]


def test_a_figure_is_asked_for_where_its_measure_is_named():
    asked = (
        "写明了X天数的有哪几个省？",
        "哪些省把X次数写明了？",
        "五地里，说要搞X的有多少？",
        "要求X的地区数量是多少？",
    )
    figures = [understood(question.replace("X", TOPICS[0])).conditions[0].figure for question in asked]
    assert figures == [True, True, False, False]


@pytest.mark.parametrize(
    "question", ["X和Y，哪些省两样都有？", "有几个省提到了X和Y两样？", "X、Y两样都没落下的是哪些省？"]
)
def test_all_of_several_things_are_asked_for(question):
    found = understood(question.replace("X", TOPICS[0]).replace("Y", OTHER))
    assert (found.negated, conditions(found)) == (False, [(words(TOPICS[0]), True), (words(OTHER), True)])


def test_three_things_are_three_conditions():
    found = understood("哪些地方既有求职补贴，也有租房补贴，还有创业补贴？")
    assert conditions(found) == [(words(said), True) for said in ("求职补贴", "租房补贴", "创业补贴")]


def test_what_places_are_said_to_do_is_no_place_itself():
    assert understood("有哪些地方是免费提供办公场地的？").kind == "survey"
    assert understood("哪些城市是国家级示范城市？").kind != "survey"


@pytest.mark.parametrize(
    "question",
    [
        "哪里的条文写了免责？",
        "哪里学别人搞了河长制？",
        "哪几个市可以没收犬只？",
        "这条禁令在哪些地方有？",
        "专门写了保护企业权利的有谁？",
        "谁给企业发房租补贴？",
        "告诉我，要求建立电子档案的城市",
        "罚款上限达到两千元或更高的是哪些城市？",
        "Do any of the regulations say what happens then?",
        "犬の登録を求めている市はどこですか？",
        "由住建部门管养犬的，有吗？",
        "哪几部条例的罚款上限达到十万元？",
    ],
)
def test_what_governments_do_and_documents_say_is_asked_of_all(question):
    assert understood(question).kind == "survey"


def test_who_goes_furthest_is_asked_by_comparing():
    assert {understood(q).kind for q in ("罚得最重的是哪个省？", "处罚最轻的是哪里？")} == {"comparison"}


def test_who_forbids_it_says_so():
    found = understood(f"哪些省不允许{TOPICS[0]}？")
    assert (found.kind, found.negated) == ("survey", False)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("要么搞X要么搞Y的有哪些地方？", ["X", "搞Y"]),
        ("不管是X还是Y都给补贴的地方有哪些？", ["X给补贴", "Y给补贴"]),
    ],
)
def test_either_of_two_clauses_is_enough(question, said):
    def named(text):
        return text.replace("X", TOPICS[0]).replace("Y", OTHER)

    assert alternatives(named(question)) == [named(each) for each in said]


@pytest.mark.parametrize(
    ("question", "negated"),
    [("介護休暇を定めている省はどこですか？", False), ("介護休暇を定めていない地域はどこですか？", True)],
)
def test_a_survey_in_japanese_asks_for_places(question, negated):
    found = understood(question)
    assert (found.kind, found.negated, found.by_place) == ("survey", negated, True)


@pytest.mark.parametrize(
    "question",
    [
        "想开养老院，去哪个省有建设补贴？",
        "在哪些省建电站能拿到补偿？",
        "哪有储能补贴？",
        "Where can firms get tax relief?",
    ],
)
def test_where_aid_is_given_is_asked_of_all(question):
    assert understood(question).kind == "survey"


def test_who_forbids_two_things_says_both():
    found = understood("哪几个省，既不准养烈性犬，也不准养大型犬？")
    assert (found.negated, [wanted for _, wanted in conditions(found)]) == (False, [True, True])


def test_neither_of_two_things_is_said():
    found = understood(f"哪几个地方既没写{TOPICS[0]}也没写{OTHER}？")
    assert (found.negated, conditions(found)) == (True, [(words(TOPICS[0]), True), (words(OTHER), True)])


@pytest.mark.parametrize(
    ("question", "alternatives", "negated"),
    [
        ("Which of the five documents call for incubators or patents?", [{"孵化器"}, {"专利"}], False),
        ("Which provinces do not mention cloud computing?", [{"云计算"}], True),
        ("Which regional policies mention cloud computing?", [{"云计算"}], False),
        ("How many of these provinces talk about cloud computing?", [{"云计算"}], False),
        ("Name all provinces that support cloud computing.", [{"云计算"}], False),
        ("Does every province mention cloud computing?", [{"云计算"}], False),
        ("Among the five documents, who mentions cloud computing?", [{"云计算"}], False),
        ("Do any cities not mention cloud computing?", [{"云计算"}], True),
    ],
)
def test_a_survey_in_english_asks_for_its_words_in_chinese(question, alternatives, negated):
    found = understood(question)
    (condition,) = found.conditions
    assert (found.kind, found.negated) == ("survey", negated)
    assert [{term.text for term in p.terms} for p in condition.alternatives] == alternatives


def test_what_is_asked_in_english_is_held_word_for_word_only_where_most_of_it_is_known():
    (known,) = understood("Which provinces mention venture capital?").conditions[0].alternatives
    (guessed,) = (
        understood("Which plans provide for shared electric scooters near subway exits?").conditions[0].alternatives
    )
    assert (known.phrases, known.meant) == (("创业投资",), "venture capital")
    assert (guessed.phrases, guessed.meant[:15]) == ((), "shared electric")


RULES = (
    "广州市养犬管理条例",
    "深圳经济特区养犬管理条例",
    "成都市养犬管理条例",
    "长沙市献血条例",
    "吉林市市容和环境卫生管理条例",
)


@pytest.mark.parametrize(
    ("question", "among", "said"),
    [
        ("各市养犬管理条例里，规定犬只免疫的是哪几个市？", RULES[:3], "犬只免疫"),
        ("哪些城市的养犬条例要求犬只免疫？", RULES[:3], "犬只免疫"),
        ("各市的市容环卫条例中，哪些规定了停车？", RULES, "市容环卫停车"),  # only one is of the sort
        ("哪些城市规定了犬只免疫办法？", RULES, "犬只免疫办法"),
    ],
)
def test_documents_of_a_sort_are_examined_and_no_others(question, among, said):
    regions = ("广州", "深圳", "成都", "长沙", "吉林")
    documents = [
        DocumentInfo(title, f"{title}.md", f"/{title}.md", "", 1000, 10, Metadata(region=region, title=title))
        for region, title in zip(regions, RULES, strict=True)
    ]
    found = understand(Question(question=question), documents, Filters())
    assert found.kind == "survey"
    assert set(found.filters.document_id or RULES) == set(among)
    assert {term.text for p in found.conditions[0].alternatives for term in p.terms} == words(said)


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("哪些省份的文件提到商标？", True),
        ("四地的文件里，哪个没有提商标？", True),
        ("Which cities mention trademarks in their documents?", True),
        ("哪几份文件提到商标？", False),
        ("各省有哪些文件提到商标？", False),
        ("列出提到商标的文件", False),
        ("Which of the five regional documents mention trademarks?", False),
    ],
)
def test_places_or_documents_are_asked_for(question, places):
    assert understood(question).by_place is places


def test_a_survey_in_japanese_asks_in_those_of_its_characters_that_documents_have():
    found = understood(
        "湿地の権利・登記と浚渫を定めている都市はどこですか？", used=["湿地", "登记", "权利", "都市"].count
    )
    (asked,) = found.conditions[0].alternatives
    told = {word for term in asked.terms for word in (term.text, *term.others)}
    assert {"湿地", "登记", "权利"} <= told
    assert not told & {"浚渫", "都市"}


@pytest.mark.parametrize(
    "question",
    [
        "哪些省提出加强与四川的合作？",
        "哪些城市与澳门互认资格？",
        "哪些地方与香港共建园区？",
        "与台湾共建园区的有哪些地方？",
        "跟四川对接的省份有几个？",
        "哪几个省提到成都？",
        "哪些地方提出向深圳学习？",
        "Which provinces propose closer ties with Hong Kong?",
        "Which of the five governments want to trade with Hong Kong, Macao and Taiwan?",
    ],
)
def test_a_place_that_others_speak_of_is_not_the_one_asked_about(question):
    found = understood(question)
    assert (found.kind, found.filters) == ("survey", Filters())


@pytest.mark.parametrize(
    "question",
    [
        "哪个省的目标更高：吉林还是四川？",
        "哪些省的措施由广东省政府印发？",
        "哪几个城市列入广东的拓展区？",
        "哪些市县享受吉林省的补贴？",
        "Which counties belong to Jilin?",
    ],
)
def test_a_place_among_those_asked_for_or_that_may_hold_them_is_kept(question):
    assert set(understood(question).regions) & {"吉林", "广东"}


@pytest.mark.parametrize(
    ("question", "regions"),
    [
        ("广东的文件里哪些提到融资担保？", ("广东",)),
        ("哪些城市属于广东？", ("广东",)),
        ("哪些地方可以领深圳的补贴？", ("深圳",)),
        ("Which cities in Guangdong promote guarantees?", ("广东",)),
    ],
)
def test_a_place_that_holds_what_is_asked_for_is_the_one_asked_about(question, regions):
    assert understood(question).filters.region == regions


@pytest.mark.parametrize(
    "question",
    ["Which places have specific rules on stray dogs?", "Which plans contain provisions about stray dogs?"],
)
def test_that_there_are_rules_on_it_is_not_what_is_asked(question):
    assert asked_in_english(fold_text(question)).parts == (("stray dogs", True),)
