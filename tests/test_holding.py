"""What a province or the state lays down holds in its places; what these themselves aim at, have and do is theirs."""

import pytest

from index.documents import Filters
from index.ingest import ingest
from index.regions import gazetteer
from rag.engine import PolicyQA
from rag.records import Question
from rag.scoping.whereabouts import mentions
from rag.selection.candidates import candidates, passages
from rag.selection.holding import is_about, may_hold
from rag.settings import Settings
from rag.understanding.question import understand

DOCUMENTS = {
    "江西": """江西省人民政府关于企业复工的通知

各设区市人民政府：

一、全省行政区域内各类企业复工时间不早于2月9日24时。
二、从湖北来赣返赣人员须居家隔离观察14天。
三、承租国有经营性用房的中小企业，免收2个月房租。
四、药店销售退烧药的，应当登记购药人的姓名。
五、省卫生健康委牵头建立全省发热病人信息平台。
六、到2020年底，全省建成100家标准化发热门诊。
七、支持赣州建设省级应急物资储备中心。

江西省人民政府
2020年1月31日
""",
    "泰州": """泰州市人民政府关于支持企业的意见

各区人民政府：

一、招用外地员工10人以上的企业，每招用1人给予500元补贴。
二、到2022年，全市高新技术企业达到800家。

泰州市人民政府
2020年2月6日
""",
    "海陵": """泰州市海陵区人民政府关于小区管理的通告

一、住宅小区只保留一个出入口，居民凭出入证进出。
二、居民出现发热症状的，拨打电话0523-86332145咨询。

泰州市海陵区人民政府
2020年2月4日
""",
    "国务院": """国务院办公厅关于延长春节假期的通知

各省、自治区、直辖市人民政府：

一、延长2020年春节假期至2月2日，2月3日起正常上班。
二、因疫情防控不能休假的职工，应根据规定安排补休。

国务院办公厅
2020年1月26日
""",
    "广东": """广东省人民政府关于数字经济的意见

各市人民政府：

一、到2025年，全省数字经济规模达到6万亿元。
二、电商企业须在开业后15日内备案。
三、深圳市电子商务交易活跃。2020年交易额达3万亿元。

广东省人民政府
2021年4月1日
""",
}


JOINT = {
    "北京": """北京市人民政府关于社会保障卡的规定

各区人民政府：

一、京津冀社会保障卡持卡人可以在三地图书馆借阅图书。
二、长春与本市互设服务窗口6个。

北京市人民政府
2023年5月1日
""",
    "某市": """关于申报奖补资金的通知

各有关企业：

一、我市企业被首次认定为独角兽企业的，每家奖励30万元。
""",
    "消息": """专班走进田间

7月3日，贵阳的农技专班走进田间地头，重点做好品牌打造。
""",
    "街道": """闻令而动护林区安全

8月15日，龙马潭区发布了森林火险预警通知，鱼塘街道向网格区域安排了巡护工作。
""",
    "云南": "云南省应急规定\n各州要登记抢险车辆。\n云南省人民政府\n2023年1月2日\n",
    "贵州": "贵州省应急规定\n各市要登记抢险车辆。\n贵州省人民政府\n2023年1月2日\n",
    "抢险": "驰援\n据了解，多家企业驰援受灾地区，在云南、贵州等地已投入抢险车辆1200辆，参与道路抢通和群众转移。\n",
    "泰州": DOCUMENTS["泰州"],
    "江岸": """武汉市江岸区教育局关于招生工作的通知

各中小学：

一、小学一年级新生网上报名时间为6月1日至6月7日。
二、新生录取通知书于7月15日前寄出。

武汉市江岸区教育局
2024年4月1日
""",
}


@pytest.fixture(scope="module")
def qa(tmp_path_factory):
    return _over(DOCUMENTS, tmp_path_factory)


@pytest.fixture(scope="module", params=["景宁县", "景宁畲族自治县"])
def counties(request, tmp_path_factory):
    return _over(
        {"丽水": f"丽水市民宿统计\n2023年，{request.param}有民宿86家。\n缙云县有民宿90家。\n"}, tmp_path_factory
    )


@pytest.fixture(scope="module")
def joint(tmp_path_factory):
    return _over(JOINT, tmp_path_factory)


def _over(documents, tmp_path_factory):
    folder = tmp_path_factory.mktemp("places")
    for name, text in documents.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    index = tmp_path_factory.mktemp("index")
    ingest([folder], index)
    return PolicyQA.open(Settings(_env_file=None, index=index))


@pytest.mark.parametrize(
    ("question", "said", "of"),
    [
        ("南昌市的企业最早什么时候可以复工？", "2月9日", "江西"),
        ("从湖北回到九江的人要隔离几天？", "14天", "江西"),
        ("江西省宜春市药店卖退烧药要登记什么？", "姓名", "江西"),
        ("泰州市姜堰区招用外地员工每人补多少钱？", "500元", "泰州"),
        ("泰州市海陵区招用外地员工每人补多少钱？", "500元", "泰州"),
        ("惠州的电商企业开业后几天内备案？", "15日", "广东"),
        ("南昌市药店按规定要登记购药人的什么？", "姓名", "江西"),
        ("海南省的春节假期延长到哪一天？", "2月2日", "国家"),
    ],
)
def test_what_is_laid_down_above_answers_and_a_notice_says_whose_it_is(qa, question, said, of):
    answer = qa.ask(Question(question=question))
    assert answer.status == "answered"
    assert said in answer.answer
    assert any(f"出自{of}" in notice for notice in answer.notices)


@pytest.mark.parametrize(("chance", "status"), [(0.4, "insufficient_evidence"), (0.5, "answered")])
def test_what_is_laid_down_above_answers_only_where_it_is_sure(qa, monkeypatch, chance, status):
    monkeypatch.setattr("rag.refusals.enough.chance", lambda score: chance)
    assert qa.ask(Question(question="泰州市姜堰区招用外地员工每人补多少钱？")).status == status
    assert qa.ask(Question(question="泰州市招用外地员工每人补多少钱？")).status == "answered"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("泰州市海陵区的小区有几个出入口？", "一个"),
        ("海陵区居民发热打什么电话咨询？", "86332145"),
        ("深圳市2020年电子商务交易额是多少？", "3万亿元"),  # the sentence before names it
    ],
)
def test_what_a_place_itself_says_answers_without_a_notice(qa, question, said):
    answer = qa.ask(Question(question=question))
    assert said in answer.answer
    assert not answer.notices


@pytest.mark.parametrize(
    "question",
    [
        "南昌市要建成多少家标准化发热门诊？",
        "到2020年底南昌市建成几家标准化发热门诊？",
        "南昌市发热病人信息平台由谁牵头建立？",
        "南昌市建设省级应急物资储备中心吗？",
        "泰州市海陵区高新技术企业要达到多少家？",
        "南昌市企业复工方案什么时候印发？",
        "南昌市政府工作报告说了什么？",
        "江苏省招用外地员工每人补多少钱？",
        "苏州市招用外地员工每人补多少钱？",
        "浙江的电商企业开业后几天内备案？",
        "珠海市数字经济规模要达到多少？",
        "珠海市2020年电子商务交易额是多少？",
        "香港的春节假期延长到哪一天？",
        "长沙的企业最早什么时候可以复工？",
    ],
)
def test_a_places_own_affairs_and_other_places_rules_are_refused(qa, question):
    assert qa.ask(Question(question=question)).status == "insufficient_evidence"


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("武汉市江岸区教育局关于招生工作的通知里新生录取通知书几日前寄出？", "7月15日"),
        ("关于招生工作的通知里新生录取通知书几日前寄出？", "7月15日"),
        ("长沙市教育局关于招生工作的通知里新生录取通知书几日前寄出？", None),
        ("《长沙市关于招生工作的通知》里新生录取通知书几日前寄出？", None),
        ("北京市人民政府关于社会保障卡的规定让谁在图书馆借阅图书？", "持卡人"),
        ("河北省关于社会保障卡的规定是哪天发布的？", None),
        ("江岸的中小学按招生工作的通知，录取通知书几日前寄出？", "7月15日"),
        ("河北省人民政府关于社会保障卡的规定是哪天发布的？", None),
        ("河北的持卡人按北京市人民政府关于社会保障卡的规定能借阅图书吗？", "持卡人"),
    ],
)
def test_what_is_called_as_one_of_another_place_is_not_the_document_of_this_one(joint, question, told):
    answer = joint.ask(Question(question=question))
    assert answer.status == ("answered" if told else "insufficient_evidence")
    assert told is None or told in answer.answer


@pytest.mark.parametrize(
    ("question", "told", "elsewhere"),
    [
        ("泰州市招用外地员工每人补多少钱？小区居民凭什么出入？", "500元", "出入证"),  # of 海陵 alone
        ("广东的电商企业几日内备案？招用外地员工每人补多少钱？", "15日", "500元"),
        ("长沙的企业最早什么时候可以复工？高新技术企业要达到多少家？", None, "800家"),
        ("长沙的企业最早什么时候可以复工？全国的春节假期延长到哪一天？", "2月2日", "2月9日"),
        ("南昌市的企业最早什么时候可以复工？药店卖退烧药要登记什么？", "姓名", "800家"),
    ],
)
def test_a_further_part_that_names_no_place_is_about_the_place_of_the_first(qa, question, told, elsewhere):
    answer = qa.ask(Question(question=question))
    assert answer.status == ("answered" if told else "insufficient_evidence")
    assert told is None or told in answer.answer
    assert elsewhere not in answer.answer
    assert told is None or not any(elsewhere in citation.quote for citation in answer.citations)


@pytest.mark.parametrize("county", ["景宁县", "景宁畲族自治县"])
def test_an_autonomous_county_is_spoken_of_with_and_without_its_peoples(counties, county):
    assert "86家" in counties.ask(Question(question=f"{county}有民宿多少家？")).answer
    assert counties.ask(Question(question="道真县有民宿多少家？")).status == "insufficient_evidence"


def test_a_place_is_spoken_of_by_the_name_that_it_shares_with_others(joint):
    answer = joint.ask(Question(question="天津的社会保障卡持卡人可以在哪里借阅图书？"))
    assert "图书馆" in answer.answer
    assert answer.status == "answered"
    other = joint.ask(Question(question="重庆的社会保障卡持卡人可以在哪里借阅图书？"))
    assert other.status == "insufficient_evidence"


def test_a_document_that_does_not_say_which_city_it_is_of_may_be_of_the_one_asked_about(joint):
    asked = "首次认定独角兽企业奖励多少万元？"
    assert "30万元" in joint.ask(Question(question=f"我市{asked}")).answer
    assert "30万元" in joint.ask(Question(question=f"泰州{asked}")).answer


def test_a_document_of_no_stated_place_that_begins_with_another_does_not_answer(joint):
    assert "品牌" in joint.ask(Question(question="贵阳的农技专班重点做什么？")).answer
    assert joint.ask(Question(question="泰州的农技专班重点做什么？")).status == "insufficient_evidence"


def test_what_names_all_places_is_not_from_elsewhere(joint):
    answer = joint.ask(Question(question="多家企业在云南、贵州等地投入了多少辆抢险车辆？"))
    assert "1200辆" in answer.answer
    assert answer.table is None


def test_what_names_a_district_speaks_of_its_city(joint):
    assert "巡护" in joint.ask(Question(question="泸州鱼塘街道收到森林火险预警后安排了什么工作？")).answer
    asked = "绵阳鱼塘街道收到森林火险预警后安排了什么工作？"
    assert joint.ask(Question(question=asked)).status == "insufficient_evidence"


def test_what_is_said_of_another_class_only_is_not_answered_by_something_else(joint):
    assert "6月1日" in joint.ask(Question(question="江岸区小学新生网上报名是哪几天？")).answer
    assert joint.ask(Question(question="江岸区初中新生网上报名是哪几天？")).status == "insufficient_evidence"


@pytest.mark.parametrize(
    ("question", "place", "of"),
    [("江苏招用外地员工每人补多少钱？", "江苏", "泰州"), ("Jiangsu 招用外地员工每人补多少钱？", "江苏", "泰州")],
)
def test_a_place_inside_answers_with_a_notice_that_the_place_itself_has_no_document(qa, question, place, of):
    answer = qa.ask(Question(question=question))
    assert "500元" in answer.answer
    assert [notice for notice in answer.notices if place in notice and of in notice]


REPORTED = {
    "上海": "上海市人民政府关于养老服务的意见\n\n各区人民政府：\n\n一、发展食堂。\n\n上海市人民政府\n2023年5月1日\n",
    "食堂": "近日，金山区山阳镇社区食堂开张，老人就餐每份补贴3元。食堂由镇里的企业经营，每天供应两百份。\n",
    "济南": "济南市人民政府关于环境保护的意见\n\n各区人民政府：\n\n一、保护大明湖。\n\n济南市人民政府\n2023年5月1日\n",
    "电厂": "我省推进转型。山东核电进展顺利，山东光伏加快建设，山东风电并网。我省在济南大明湖畔拆除了明湖热电厂。\n",
    "梧州": "梧州市人民政府关于医院的意见\n\n各县人民政府：\n\n一、建设医院。\n\n梧州市人民政府\n2023年5月1日\n",
    "医院": "广西邕武医院开设夜间门诊，周一至周五晚上可以挂号。\n",
    "公园": "---\ntitle: 走近焦作的公园\n---\n公园免费开放，老年人专用车可以入园。\n",
}


@pytest.fixture(scope="module")
def reported(tmp_path_factory):
    folder, index = tmp_path_factory.mktemp("reported"), tmp_path_factory.mktemp("index")
    for name, text in REPORTED.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    ingest([folder], index)
    return PolicyQA.open(Settings(_env_file=None, index=index)).index


def _first_found(index, question):
    understood = understand(Question(question=question), index.documents(), Filters())
    found = passages(index, understood, Filters())
    return [index.by_id[f.chunk.document_id].name for f in found][:1]


def test_a_report_that_begins_in_a_district_is_about_what_that_lies_in(reported):
    known = {info.name: info.id for info in reported.documents()}
    canteen = next(i for name, i in known.items() if name.startswith("食堂"))
    assert is_about(reported, canteen, ("上海",))
    assert not is_about(reported, canteen, ("济南",))


def test_what_may_be_of_a_province_and_speaks_of_the_city_stands_where_it_is_found(reported):
    [plant] = [info for info in reported.documents() if info.name.startswith("电厂")]
    assert (plant.metadata.region, plant.metadata.region_inferred) == ("山东", True)
    assert _first_found(reported, "济南大明湖畔拆除了哪座热电厂？") == [plant.name]


def test_what_speaks_of_a_province_is_of_it_where_only_a_city_has_documents(reported):
    understood = understand(Question(question="广西邕武医院哪些晚上可以挂号？"), reported.documents(), Filters())
    [best, *_], _ = candidates(reported, understood, Filters())
    assert understood.regions == ("梧州",)
    assert ("邕武" in best.sentence.text, best.features.elsewhere) == (True, 0.0)


def test_a_place_in_the_title_alone_is_named(reported):
    [park] = [info for info in reported.documents() if info.metadata.title == "走近焦作的公园"]
    assert park.metadata.region is None
    assert may_hold(reported, park.id, gazetteer().named("焦作"))
    assert not may_hold(reported, park.id, gazetteer().named("南昌"))


def test_rivers_and_streets_are_no_regions():
    assert mentions("黄浦江、苏州河沿岸的区政府在南京东路做什么", set()) == []
    assert [region.name for _, region in mentions("苏州河道由谁管,南京路灯坏了找谁", set())] == ["苏州", "南京"]


def test_the_name_of_a_county_is_no_run_of_abbreviations():
    indexed = {"上海", "长沙", "宁夏", "新疆", "陕西"}
    assert mentions("长宁新华路街道的活动在哪儿办", indexed) == []
    assert mentions("宁陕城关大道几时通车", indexed) == []
    assert [region.name for _, region in mentions("宁陕县有多少家企业", indexed)] == ["宁陕"]
    for asked in ("宁陕两省怎么说", "宁陕对铁路怎么说", "宁陕的补贴各是多少", "宁陕市场监管有什么要求"):
        assert [region.name for _, region in mentions(asked, indexed)] == ["宁夏", "陕西"]
    assert [region.name for _, region in mentions("沪宁新谁提了云计算", indexed)] == ["上海", "宁夏", "新疆"]
