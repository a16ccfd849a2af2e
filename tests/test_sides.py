"""Two things beside one another: which two a question compares, and what is told of them."""

import pytest

from index.ingest import ingest
from rag.comparisons.sides import things_compared
from rag.engine import PolicyQA
from rag.records import Question
from rag.settings import Settings

ZONES = """东港新城建设方案

一、总体布局

东港新城总面积约60.6平方公里，主要分为研发策源区、制造承载区、生态融合区和辐射联动区四个功能区。

研发策源区以高校院所为主体，集聚高能级创新主体，构筑原始创新高地，面积约8.5平方公里。

制造承载区以滨江地区为核心，主要承接研发策源区的成果转化项目，推动大中小企业融通创新，面积约30平方公里。

二、支持政策

对个人购买新能源乘用车补贴2万元、购买燃油乘用车补贴1.5万元。对入园企业给予3—5年房租减免。

到2026年，园区产值达到800亿元，入园企业达到150家；到2028年，园区产值达到1200亿元，入园企业达到240家。

个人违规搭建的，处五十元以上二百元以下罚款；单位违规搭建的，处五百元以上五千元以下罚款。

在园区工作未满十年的人才，住房补贴期限为三年，十年以上的人才，住房补贴期限为五年。

合同期限三个月以上不满一年的，试用期不得超过一个月；三年以上的，试用期不得超过六个月。

对购机的最高补助1.4万元。对作业的每亩补助5元。

中型、大型站房分别最高补贴30万元、50万元。

东园重点发展导航产业，西园重点发展材料产业。

到2026年，城区和乡村公交发车间隔缩短到10分钟和25分钟。

新区展览馆每周开放6天，每次可接待200人。

不再规定站房与道路的距离，只规定占地最小面积：充电站80平方米，加氢站100平方米，洗车站50平方米。

设立冷库，应当具备下列条件：

（一）有自有仓房；

（二）有备用电源。

设立渔市，应当具备下列条件：

（一）有固定摊位；

（二）有排水设施。

园区用电量从2021年3.2亿度增长到2024年5.6亿度。

职工工龄满1年不满10年的，年假5天；已满10年不满20年的，年假10天。

（二）工龄满1年不满10年的职工，请病假累计2个月以上的，不享受年假。

结婚年龄，男不得早于二十二周岁，女不得早于二十周岁。

园区要建设节能材料等3个国家中心和纤维等16个省级中心。

伤残补助金标准为：一级27个月的本人工资，二级25个月的本人工资；七级13个月的本人工资，十级7个月的本人工资。

三、附则

本方案自2024年3月1日起施行，有效期至2029年2月28日。
"""
LABS = """关于印发《东港市实验室管理办法》的通知

第一条 实验室主任每届任期五年，累计任职不超过两届。

第二条 实验室建设期为2年。

第三条 本办法自2023年5月1日起施行，有效期至2028年4月30日。
"""


LETTERS = {
    "fine": """行政处罚决定书

港湾表面处理有限公司：

你单位未经批准排放废水，罚款五万元。

你单位如不服本决定，可在六个月内向东港铁路运输法院提起行政诉讼。
""",
    "other_fine": """市场监管局处罚决定书

当事人：南岸饮品店

如不服本决定，可在六个月内向南岸开发区人民法院提起行政诉讼。
""",
}
FARMS = {
    "city": """东港市关于贯彻落实全省农业机械化规划的实施意见

根据市政府《东港市推进农业发展行动方案（2021—2025年）》目标任务，到2025年，主要粮食作物耕种收机械化率达到98%以上。
""",
    "state": """农业发展情况的报告

2021年，农作物耕种收机械化率超过72%，农机应用终端超过60万台。
""",
}


PLATFORMS = {
    "platforms": """东港市概念验证平台实施方案

对创新主体建设的概念验证平台给予补助，支持金额不超过300万元。

统筹布局科技平台，新增具备中试条件的实验室10个。
"""
}


@pytest.fixture(scope="module")
def qa(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sides")
    (folder / "zones.txt").write_text(ZONES, encoding="utf-8")
    (folder / "labs.txt").write_text(LABS, encoding="utf-8")
    ingest([folder], folder / "index")
    return PolicyQA.open(Settings(_env_file=None, index=folder / "index"))


@pytest.mark.parametrize(
    ("question", "first", "second", "differs"),
    [
        (
            "展览中心的东馆和西馆，哪个面积大，大多少？",
            "展览中心的东馆,面积是多少?",
            "展览中心的西馆,面积是多少?",
            True,
        ),
        (
            "报废旧车，买电动车和买燃油车，补贴各多少？",
            "报废旧车,买电动车,补贴多少?",
            "报废旧车,买燃油车,补贴多少?",
            False,
        ),
        ("主任任期和建设期差几年？", "主任任期是多少?", "建设期是多少?", True),
        ("甲园的面积比乙园大多少？", "甲园的面积是多少?", "乙园的面积是多少?", True),
        ("买电动车比买燃油车多补多少？", "买电动车补多少?", "买燃油车补多少?", True),
        ("养老办法和托育细则，谁先到期？", "养老办法,什么时候到期?", "托育细则,什么时候到期?", True),
        ("首次申领，跟续期申领，工本费差在哪里？", "首次申领,工本费是多少?", "续期申领,工本费是多少?", False),
        ("收费站和服务区分别由谁管理？", "收费站由谁管理?", "服务区由谁管理?", False),
        ("小型犬和大型犬的登记要求有什么不同？", "小型犬的登记要求是怎样的?", "大型犬的登记要求是怎样的?", False),
        ("甲城要建的车位和乙城2025年的比，少多少个？", "甲城要建的车位是多少个?", "乙城2025年的车位是多少个?", True),
        ("湖南省级中心比国家级的多建多少个？", "湖南省级中心建多少?", "湖南国家级中心建多少?", True),
        (
            "东库2030年目标比2024年的家底多多少万立方米？",
            "东库2030年目标是多少万立方米?",
            "2024年的家底是多少万立方米?",
            True,
        ),
        ("城镇和农村居民收入各是多少？", "城镇居民收入是多少?", "农村居民收入是多少?", False),
        ("评估优秀的项目和合格的项目，资金差多少？", "评估优秀的项目,资金是多少?", "评估合格的项目,资金是多少?", True),
        (
            "贩卖原粉，判三年以上和判十年以上的起点各是多少？",
            "贩卖原粉,判三年以上的起点是多少?",
            "贩卖原粉,判十年以上的起点是多少?",
            False,
        ),
        (
            "工作满一年和满十年的职工，年休假各几天？",
            "工作满一年的职工,年休假几天?",
            "工作满十年的职工,年休假几天?",
            False,
        ),
        ("满1年和满9年的年假差几天？", "满1年的年假是几天?", "满9年的年假是几天?", True),
        ("工龄满1年和满20年的年假各几天？", "工龄满1年的年假几天?", "工龄满20年的年假几天?", False),
        (
            "攻关项目和企业牵头的联合体，谁能拿到的上限高？",
            "攻关项目,能拿到的上限是多少?",
            "企业牵头的联合体,能拿到的上限是多少?",
            True,
        ),
        ("湖南和吉林的增长目标相差几个百分点？", "湖南的增长目标是多少?", "吉林的增长目标是多少?", True),
        (
            "给航天产业（2025年）和食品工业（2030年）定的目标，哪个更大，各是多少亿？",
            "给航天产业(2025年)定的目标,是多少亿?",
            "给食品工业(2030年)定的目标,是多少亿?",
            True,
        ),
    ],
)
def test_the_same_is_asked_of_each_of_the_two_things(question, first, second, differs):
    found = things_compared(question)
    (aspect,) = found.aspects
    asked = [aspect.of(side.name) for side in found.sides]
    assert (*asked, aspect.differs or bool(aspect.utmost)) == (first, second, differs)


@pytest.mark.parametrize(
    "question",
    [
        "养老机构和托育机构由谁监管？",
        "补贴多少？",
        "哪个部门负责研发和生产？",
        "最多多少人和多少户？",
        "除东库、西库以外的5个库建在哪几座城市？",
        "学校和医院属于哪个大学？",
        "各地要建多少个？",
        "收到申请和材料后几天内答复？",
        "科研院所和高校购买设备最多补几万元？",
        "省和市合计补贴多少？",
        "他跟物业签了合同，和邻居商量好，补贴多少？",
        "哪年形成服务业的龙头、比较完善的体系？",
        "补贴多少钱，奖励多少钱？",
    ],
)
def test_what_asks_of_no_two_things_is_left_as_it_is(question):
    assert things_compared(question) is None


def test_each_is_quoted_and_the_difference_of_two_sentences_is_computed(ask):
    answer = ask("东港新城的研发策源区和制造承载区，哪个面积大，大多少？")
    assert (answer.kind, answer.status) == ("comparison", "answered")
    assert "面积约8.5平方公里[1]" in answer.answer
    assert "面积约30平方公里[2]" in answer.answer
    first = "制造承载区比研发策源区多 21.5平方公里（由所引数字计算：30平方公里 − 8.5平方公里）。[1][2]"
    assert answer.answer.splitlines()[0] == first
    assert [row[0].text for row in answer.table.rows] == ["研发策源区", "制造承载区"]


def test_a_figure_of_each_is_told_where_no_word_says_each(ask):
    answer = ask("实验室建设期和实验室主任任期是几年？")
    assert "实验室建设期为2年[1]" in answer.answer
    assert "实验室主任每届任期五年[2]" in answer.answer


def test_one_sentence_gives_each_its_own_value(ask):
    answer = ask("个人买新能源车和买燃油车，补贴各多少，差多少？")
    assert "补贴2万元[1]" in answer.answer
    assert "补贴1.5万元[1]" in answer.answer
    assert "多 5000元" in answer.answer
    assert len(answer.citations) == 1


def test_chinese_numerals_count(ask):
    assert "多 3年（由所引数字计算：5年 − 2年）" in ask("实验室主任任期和实验室建设期各几年，差几年？").answer


def test_who_behind_what_is_asked_of_each_asks_who():
    found = things_compared("违规捕捞和无证养殖，各罚多少，谁来罚？")
    assert [aspect.of("违规捕捞") for aspect in found.aspects] == ["违规捕捞,罚多少?", "违规捕捞,谁来罚?"]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("年假，工龄满1年和满10年的各有几天，差几天？", "满10年比满1年多 5日"),
        ("男的和女的结婚最低年龄差几岁？", "男比女多 2周岁"),
        ("园区要建的省级和国家级中心各几个，差几个？", "省级比国家级多 13个"),
        ("伤残补助金，一级和十级各是多少个月工资，相差几个月？", "一级比十级多 20个月"),
    ],
)
def test_a_thing_is_told_by_the_sentence_that_answers_when_it_alone_is_asked_about(ask, question, told):
    assert ask(question).answer.startswith(told)


@pytest.mark.parametrize(
    ("documents", "question", "told"),
    [
        (
            LETTERS,
            "港湾表面处理和南岸饮品店都被罚了，不服想打官司，分别要去哪个法院？",
            ["东港铁路运输法院", "南岸开发区人民法院"],
        ),
        (
            FARMS,
            "种地的机械化率，全省2021年和东港2025年的目标，哪个高？",
            ["东港2025年比全省2021年高 26个百分点"],
        ),
        (
            PLATFORMS,
            "概念验证平台和中试平台的支持金额各是多少？",
            ["概念验证平台：", "不超过300万元", "中试平台：未载明"],
        ),
    ],
)
def test_a_thing_is_told_neither_by_its_name_alone_nor_by_the_value_of_another(tmp_path, documents, question, told):
    for name, text in documents.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest([tmp_path], tmp_path / "index")
    answer = PolicyQA.open(Settings(_env_file=None, index=tmp_path / "index")).ask(Question(question=question)).answer
    assert all(words in answer for words in told)


def test_nothing_is_made_up_for_a_thing_without_a_value(ask):
    answer = ask("东港新城的辐射联动区和研发策源区，哪个面积大，大多少？")
    assert "辐射联动区：未载明" in answer.answer
    assert "8.5平方公里" in answer.answer
    assert "由所引数字计算" not in answer.answer
    assert "60.6" not in answer.answer


def test_figures_told_in_the_order_of_the_things_go_to_each_in_turn(ask):
    lines = ask("城区和乡村的公交发车间隔各是多少分钟，差多少？").answer.splitlines()
    assert "乡村比城区多 15分钟" in lines[0]
    assert [line.split("：")[0] for line in lines[1:]] == ["- 城区", "- 乡村"]
    assert "10分钟" in lines[1]
    assert "25分钟" in lines[2]


def test_values_of_different_units_and_ranges_have_no_difference(ask):
    assert "由所引数字计算" not in ask("展览馆每周开放天数和每次接待人数，差多少？").answer
    assert "由所引数字计算" not in ask("入园企业房租减免和实验室建设期差几年？").answer


def test_which_of_two_documents_expires_first_is_told_by_their_dates(ask):
    answer = ask("东港新城建设方案和实验室管理办法，哪个先到期？各到哪天？")
    assert (answer.kind, answer.status) == ("comparison", "answered")
    assert answer.answer.splitlines()[0].startswith("最早：")
    assert "2028年4月30日" in answer.answer.splitlines()[0]
    assert "2029年2月28日" in answer.answer.splitlines()[1]


def test_conditions_are_compared_only_where_the_document_writes_them_so(ask):
    assert "多 2年" in ask("在园区工作未满十年和十年以上的人才，住房补贴期限各几年，差几年？").answer
    answer = ask("在园区工作满3年和满5年的人才，住房补贴期限差几年？").answer
    assert "由所引数字计算" not in answer
    assert "满5年" not in answer


def test_what_is_asked_tells_which_of_the_figures_behind_a_year(ask):
    answer = ask("园区的入园企业，2028年要比2026年多多少家？").answer
    assert "90家" in answer or "90个" in answer
    assert "240" in answer
    assert "150" in answer


def test_the_bound_that_is_asked_for_is_compared(ask):
    answer = ask("个人违规搭建和单位违规搭建，最高罚款各多少，差多少？").answer
    assert "多 4800元（由所引数字计算：5000元 − 200元）" in answer


def test_two_clauses_that_ask_the_same_are_told_beside_one_another(ask):
    answer = ask("个人违规搭建最高罚多少，单位违规搭建又最高罚多少？")
    assert "二百元" in answer.answer
    assert "五千元" in answer.answer
    assert "由所引数字计算" not in answer.answer


def test_a_sentence_of_both_is_told_once_where_it_has_no_figures(ask):
    answer = ask("东园和西园分别重点发展什么？")
    assert "导航产业，西园重点发展材料产业" in answer.answer


def test_a_sentence_that_names_both_answers_in_whatever_words(ask):
    answer = ask("在新城搞建设能拿的钱里，中型站房和大型站房最高各奖励多少，差多少？").answer
    assert "30万元" in answer
    assert "多 20万元" in answer


def test_figures_by_which_two_conditions_are_told_are_no_values(ask):
    lines = ask("合同期限三个月以上不满一年和三年以上的，试用期最长各是多少？").answer.splitlines()
    assert "试用期不得超过一个月" in lines[0]
    assert "试用期不得超过六个月" in lines[1]


def test_a_rate_and_a_sum_have_no_difference_that_nobody_asks_for(ask):
    answer = ask("对购机的和对作业的，补助各是多少？").answer
    assert "1.4万元" in answer
    assert "5元" in answer
    assert "由所引数字计算" not in answer


def test_the_largest_of_three_is_told_by_the_sentence_of_each_though_one_names_all(ask):
    first = ask("东港新城的研发策源区、制造承载区和生态融合区，哪个面积最大？").answer.splitlines()[0]
    assert first.startswith("最大：制造承载区，30平方公里")
    assert "生态融合区未载明可比较的数值" in first


def test_what_stands_in_front_of_a_list_is_said_of_each_of_its_items(ask):
    first = ask("充电站和加氢站，占地最小面积差多少？").answer.splitlines()[0]
    assert first.startswith("加氢站比充电站多 20平方米")


def test_what_introduces_a_list_is_told_with_its_items(ask):
    lines = ask("设立冷库和设立渔市的条件有什么不同？").answer.splitlines()
    assert "有自有仓房；（二）有备用电源" in lines[0]
    assert "有固定摊位；（二）有排水设施" in lines[1]


def test_a_change_from_one_year_to_another_tells_both(ask):
    answer = ask("2021年和2024年的园区用电量各是多少，差多少？").answer
    assert answer.startswith("2024年比2021年多 2.4亿度（由所引数字计算：5.6亿度 − 3.2亿度）。")


def test_sides_listed_behind_the_question_are_compared(ask):
    assert "30平方公里" in ask("哪个区面积大，研发策源区还是制造承载区？").answer.splitlines()[0]
