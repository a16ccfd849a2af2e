import pytest

from index.documents import DocumentInfo, Filters, Metadata
from index.lexicon import fold_text
from rag.language.lists import lines
from rag.language.terms import normalise
from rag.records import Question, Turn
from rag.scoping.mentioned import titles_in
from rag.scoping.scope import is_of, those_of
from rag.understanding.glossary import known_words
from rag.understanding.languages import language
from rag.understanding.question import understand
from rag.understanding.rendering import rendered


def info(identity, **metadata):
    return DocumentInfo(identity, f"{identity}.txt", f"/{identity}.txt", "", 1000, 10, Metadata(**metadata))


DOCUMENTS = [
    info("a", region="浙江", document_number="浙政发〔2020〕3号", title="浙江省支持数字经济若干意见"),
    info("b", region="杭州", region_level="市", region_parent="浙江"),
    info("c", region="云南", region_level="省"),
    info("d", region="甘肃", region_level="省"),
]
OF_COUNTIES = [
    info("e", region="昆山", region_level="县", region_parent="苏州"),
    info("f", region="通州", region_level="县", region_parent="南通"),
    info("g", region="和平", region_level="县", region_parent="天津"),
]


def asked(text, *history):
    turns = [Turn(question=q, answer=a) for q, a in history]
    return understand(Question(question=text, history=turns), DOCUMENTS, Filters())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("哪些省份提出数据要素市场化改革", "survey"),
        ("有哪几个地方要建设算力中心？", "survey"),
        ("多少个省提到了养老服务补贴", "survey"),
        ("Which provinces mention cloud computing?", "survey"),
        ("云南和甘肃的人才补贴有什么差别", "comparison"),
        ("比较各省的人才政策", "comparison"),
        ("云南和甘肃的目标哪个最高", "comparison"),
        ("云南和甘肃，谁要培育的企业多，差多少", "comparison"),
        ("云南和甘肃，谁要培育的企业少", "comparison"),
        ("云南和甘肃的补贴，谁来发、发多少", "survey"),
        ("有困难的企业最晚可以拖到哪天开始实行双休制", "fact"),
        ("浙政发〔2020〕3号由哪个部门解释？", "fact"),
        ("云南的文件发文机关是谁", "metadata"),
        ("甘肃这份通知的文号是多少", "metadata"),
        ("甘肃要培育多少家龙头企业", "fact"),
        ("云南支持哪些产业", "list"),
        ("你好！", "smalltalk"),
        ("谢谢", "smalltalk"),
    ],
)
def test_the_kind_of_question_is_told_by_its_wording_and_scope(text, kind):
    assert asked(text).kind == kind


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("云南的目标", ("云南",)),
        ("滇、甘、浙三省谁提到了冷链", ("云南", "甘肃", "浙江")),
        ("浙江要建的国家超级计算杭州中心", ("浙江",)),
        ("浙江和杭州的补贴", ("浙江", "杭州")),
        ("What does Gansu say about water prices?", ("甘肃",)),
        ("윈난성의 목표는?", ("云南",)),
        ("雲南省的目標", ("云南",)),
    ],
)
def test_regions_are_found_by_any_of_their_names(text, regions):
    assert asked(text).regions == regions


def test_a_place_without_documents_is_sought_and_does_not_widen_the_scope():
    understanding = asked("西藏的补贴标准是多少")
    assert understanding.regions == ()
    assert understanding.sought == ("西藏",)


def test_a_document_number_in_full_width_names_its_document():
    assert asked("浙政发［２０２０］３号 说了什么").filters.document_id == ("a",)
    assert asked("浙政发(2020)3号 说了什么").filters.document_id == ("a",)


def test_the_frame_of_a_question_is_no_content():
    assert [term.text for term in asked("请问哪些省份提出了冷链物流？").terms] == ["冷链", "物流"]


def test_synonyms_stand_for_colloquial_words():
    terms = {term.text: term.others for term in asked("云南由哪个部门领衔").terms}
    assert "牵头" in terms["领衔"]


def test_what_documents_call_a_thing_of_everyday_life_stands_for_it():
    terms = {term.text: term for term in asked("房东不退押金，老楼还能装电梯吗？").terms}
    assert "出租人" in terms["房东"].others
    assert "既有住宅" in terms["老楼"].others
    assert "增设电梯" in terms["装电梯"].others
    # They don't stand for one another, and aren't what the word itself is.
    assert [term.others for term in asked("出租人的义务").terms if term.text == "出租人"] == [()]
    assert "出租人" not in terms["房东"].same


def test_the_lists_of_words_are_kept_as_texts_are_compared():
    everyday = [word for line in lines("everyday.txt") for word in line.replace(">", " ").split()]
    assert [word for word in everyday if fold_text(word) != word] == []
    assert all(line.count(" > ") == 1 for line in lines("everyday.txt"))


def test_the_words_of_an_english_question_are_read_in_chinese():
    terms = {term.text: term.others for term in asked("How many laboratories must a passport holder register?").terms}
    assert {"实验室", "护照"} <= set(terms)
    assert any("持有人" in (text, *others) for text, others in terms.items())
    assert all("多少" not in (text, *others) for text, others in terms.items())


@pytest.mark.parametrize(
    ("text", "asks", "expects"),
    [
        ("How many companies should Yunnan support?", "多少家企业", "number"),
        ("By when must the licence be renewed?", "什么时候", "date"),
        ("Which authority approves the plan when a company moves?", "哪个部门", "organisation"),
        ("When a company moves, how much is the fine at most?", "罚款最多多少元", "number"),
        ("What share of the rent do tenants pay?", "租金百分之几", "number"),
        ("Quelle est la superficie minimale d'un entrepôt ?", "面积至少多少", "number"),
        ("Jusqu'à quand peut-on déposer la demande ?", "什么时候", "date"),
        ("補助金はいくらですか。", "补贴多少元", "number"),
        ("何営業日以内に届け出る必要がありますか。", "多少个工作日", "number"),
        ("신청은 며칠 안에 처리됩니까?", "多少天", "number"),
        ("누가 계획을 승인합니까?", "谁", "organisation"),
        ("¿Cuántas empresas debe apoyar Yunnan?", "多少家企业", "number"),
        ("¿Cuál es la multa máxima?", "罚款最多多少元", "number"),
        ("¿Hasta cuándo se puede presentar la solicitud?", "什么时候", "date"),
        ("¿Qué departamento aprueba el plan?", "哪个部门", "organisation"),
        ("Wie viele Unternehmen soll Yunnan unterstützen?", "多少家企业", "number"),
        ("Wie hoch ist die Geldbuße höchstens?", "罚款最多多少元", "number"),
        ("Innerhalb von wie vielen Arbeitstagen muss der Antrag bearbeitet werden?", "多少个工作日", "number"),
        ("Welche Behörde genehmigt den Plan?", "哪个部门", "organisation"),
        ("How far ahead must the meeting be announced?", "多久", "date"),
        ("What is the deadline for the report?", "什么时候", "date"),
        ("What is the period of the contract?", "多久", "date"),
        ("There is a grant. What is the overall cap?", "最多多少", "number"),
        ("How big is the new industrial park?", "面积多大", "number"),
        ("How large is the investment fund?", "多少元", "number"),
        ("We moved here. Will the fund pay the rent?", "能否", "yes_no"),
    ],
)
def test_what_a_foreign_question_asks_for_is_asked_as_in_chinese(text, asks, expects):
    found = asked(text)
    assert asks in found.asked
    assert found.expects == expects


def test_a_foreign_word_may_mean_several_chinese_ones_and_those_that_documents_use_come_first():
    text = "Which approval does it need?"
    (approval,) = [term for term in asked(text).terms if term.text == "批准"]
    assert {"核准", "审批"} <= set(approval.others)
    used = understand(Question(question=text), DOCUMENTS, Filters(), used=lambda word: int(word == "审批"))
    assert "审批" in [term.text for term in used.terms]


def test_the_chinese_word_is_meant_that_stands_beside_the_other_in_documents():
    passages = {"码头": 50, "终端设备": 40, "服务": 90, "备服": 20, "头服": 1}
    told = rendered("Who provides the terminal services?", "en", lambda word: passages.get(word, 0))
    assert "终端设备" in [term.text for term in told.terms]
    alone = rendered("Who runs the terminal?", "en", lambda word: passages.get(word, 0))
    assert "码头" in [term.text for term in alone.terms]


def test_places_that_hyphens_join_are_one_name():
    assert "滇甘" in asked("Which court hears appeals of the Yunnan-Gansu court?").standalone


def test_a_place_without_documents_is_sought_by_its_chinese_name():
    assert asked("How many companies does Hainan support?").sought == ("海南",)


def test_a_title_is_named_by_most_of_its_words_in_another_language():
    assert asked("When does the opinion supporting the digital economy take effect?").filters.document_id == ("a",)
    assert asked("When does the notice on fishing boats take effect?").fields == ()


def test_which_of_the_documents_is_a_survey_of_what_follows():
    found = asked("Which of the four documents speak of incubators?")
    assert found.kind == "survey"
    assert [p.phrases for condition in found.conditions for p in condition.alternatives] == [("孵化器",)]


def test_years_and_figures_stand_in_the_chinese_words_of_a_question():
    assert {"2025年", "500"} <= set(asked("By 2025, are 500 firms to be supported?").asked.split())


def test_figures_and_plans_are_written_as_in_chinese():
    found = asked("How many firms with sales above 10 billion yuan are in the second batch of the 14th Five-Year Plan?")
    assert {"100亿", "第二批", "十四五"} <= {term.text for term in found.terms}


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("After six months or 12 years of work in a four-storey building, who pays 30 percent?", "6个月 12年 4层 30%"),
        ("¿Quién paga después de tres años?", "3年"),
        ("Wer zahlt nach 15 Jahren?", "15年"),
        ("Qui paie les frais après deux mois ?", "2个月"),
        ("20년 이상 근무하면 누가 지급합니까?", "20年"),
        ("Who pays after 2015 years?", "2015年"),
    ],
)
def test_figures_have_their_units(text, figures):
    assert set(figures.split()) <= set(asked(text).asked.split())


def test_a_figure_with_its_unit_is_looked_for_in_chinese_numerals():
    (term,) = [term for term in asked("Who pays after six months?").terms if term.text == "6个月"]
    assert term.others == ("六个月",)


def test_the_characters_of_a_japanese_question_are_asked_for_too():
    assert {"市长", "通常"} <= set(asked("市長の実験室は通常何人ですか。").asked.split())


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("How many permanent staff are there?", "固定人员"),
        ("When is the unemployment benefit paid?", "失业保险金"),
        ("Who manages the landfill?", "填埋场"),
        ("What noise is allowed at night?", "夜间"),
        ("Who approves unauthorised logging?", "擅自"),
        ("Can dogs go without a muzzle?", "嘴套"),
        ("What does the constitution say?", "宪法"),
        ("有給休暇は何日ですか。", "年休假"),
        ("과태료는 얼마입니까?", "罚款"),
        ("Combien de jours dure le congé de paternité ?", "陪产假"),
        ("¿Cuál es la fianza del alquiler?", "押金"),
        ("Wer stellt den Führerschein aus?", "驾驶证"),
    ],
)
def test_words_of_policies_are_read_as_in_policies(text, word):
    assert word in asked(text).rendering


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Who brings the case, or may bring one?", "携带"),
        ("What special groups get help?", "专项"),
        ("What happens to a doctoral student?", "师生关系"),
        ("Who may have a conflict of interest?", "回避"),
        ("¿Qué pasa con los hijos mayores de 18 años?", "老年人"),
        ("Wer ist für die Veröffentlichung der Liste zuständig?", "出版物"),
    ],
)
def test_words_of_many_meanings_are_not_read_as_what_one_policy_says(text, word):
    assert word not in asked(text).rendering


@pytest.mark.parametrize(("text", "spoken_in"), [("¿Qué plazo hay?", "es"), ("Wie hoch ist die Miete?", "de")])
def test_spanish_and_german_are_told_apart(text, spoken_in):
    assert language(text) == spoken_in


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("¿Cuándo entra en vigor el dictamen sobre la economía digital?", "effective_on"),
        ("Wann tritt die Stellungnahme zur digitalen Wirtschaft in Kraft?", "effective_on"),
        ("Quelle est la date de publication de l'avis sur l'économie numérique ?", "published_on"),
        ("디지털 경제 의견의 문서 번호는 무엇입니까?", "document_number"),
        ("Which departments jointly issued the opinion on the digital economy?", "issuers"),
        ("What is the title of the opinion on the digital economy?", "title"),
    ],
)
def test_what_is_looked_up_of_a_document_is_asked_for_in_other_languages(text, field):
    assert field in asked(text).fields


@pytest.mark.parametrize(
    "text", ["What is needed for the professional title review?", "What title does Zhejiang award to skilled workers?"]
)
def test_the_title_of_a_person_is_none_of_a_document(text):
    assert asked(text).fields == ()


@pytest.mark.parametrize(("name", "columns"), [("glossary.txt", 5), ("glossary_es_de.txt", 3)])
def test_the_glossaries_are_folded_and_have_a_column_for_each_language(name, columns):
    rows = [[cell.strip() for cell in line.split("|")] for line in lines(name)]
    assert {len(row) for row in rows} == {columns}
    assert len({row[0] for row in rows}) == len(rows)
    words = [word for row in rows for cell in row for word in cell.split(", ")]
    assert [word for word, folded in zip(words, map(fold_text, words), strict=True) if word != folded] == []


@pytest.mark.parametrize(
    ("text", "spoken_in", "words"),
    [
        ("les petites et moyennes entreprises", "fr", ["中小企业"]),
        ("l'impot sur les societes", "fr", ["企业所得税"]),  # without accents
        ("중소기업에게 보조금을", "ko", ["中小企业", "补贴"]),  # with particles
        ("知的財産権の保護", "ja", ["知识产权"]),
        ("registered patents", "en", ["登记", "专利"]),  # with endings
        ("las patentes y los contratos laborales", "es", ["专利", "劳动合同"]),
        ("la tecnología de datos públicos", "es", ["技术", "公共数据"]),  # with accents
        ("der öffentlichen Mietwohnungen", "de", ["公共租赁住房"]),
        ("die Krankenversicherungsbeiträge", "de", ["医疗保险"]),
        ("die Mindestlohnbehörde", "de", ["最低工资", "部门"]),  # of two parts
    ],
)
def test_words_are_known_in_their_forms(text, spoken_in, words):
    known = [word.chinese for word in known_words(fold_text(text), spoken_in)]
    assert [any(word in chinese for chinese in known) for word in words] == [True] * len(words)


def test_a_place_in_an_english_question_is_no_word_of_it():
    understanding = asked("Which elevators does Yunnan inspect?")
    assert understanding.regions == ("云南",)
    assert not any("云南" in term.text for term in understanding.terms)
    assert any(term.text == "电梯" for term in understanding.terms)


def test_the_same_question_is_asked_of_another_region():
    understanding = asked("那甘肃呢？", ("云南要培育多少家龙头企业？", "100家。"))
    assert understanding.standalone.startswith("甘肃要培育多少家龙头企业")
    assert understanding.regions == ("甘肃",)


@pytest.mark.parametrize(
    ("first", "then", "whole"),
    [
        ("云南的生物基地由谁建设？", "数字基地呢", "云南的数字基地由谁建设?"),
        ("云南的骨干企业培育多少家？", "那龙头企业呢？", "云南的龙头企业培育多少家?"),
        ("云南对个人最多补多少？", "那单位呢？", "云南对单位最多补多少?"),
        ("工作满10年不满20年的，休假几天？", "要是满20年的呢？", "工作满20年的,休假几天?"),
        ("云南要培育多少家龙头企业？", "换成甘肃呢？", "甘肃要培育多少家龙头企业?"),
    ],
)
def test_a_bare_topic_takes_the_place_of_what_is_parallel_to_it(first, then, whole):
    assert asked(then, (first, "没有列举。")).standalone == whole


def test_a_year_that_the_first_question_had_none_of_is_put_into_no_place():
    assert asked("那到2030年呢？", ("云南要培育多少家龙头企业？", "100家。")).standalone == "那到2030年呢？"


@pytest.mark.parametrize(
    ("first", "then", "whole"),
    [
        ("2016年计划改造多少套？", "2018年呢？", "2018年计划改造多少套?"),
        ("2016年的报告里定了多少？", "那2018年的报告呢？", "2018年的报告里定了多少?"),
        ("赤字率拟按多少安排？", "换成2021年呢", "2021年赤字率拟按多少安排?"),
        ("二〇一六年政府工作报告定了多少？", "第二年的报告怎么说？", "2017年政府工作报告定了多少?"),
        ("2016年计划改造多少套？", "前一年呢", "2015年计划改造多少套?"),
        ("2016年到2018年改造多少套？", "2019年呢", "2019年呢"),
    ],
)
def test_a_year_takes_the_place_of_that_of_the_first_question(first, then, whole):
    assert asked(then, (first, "600万套。")).standalone == whole


def test_the_year_after_is_reckoned_from_the_turn_before():
    found = asked("为什么下一年又往下调了？", ("2020年赤字率拟按多少安排？", "3.6%以上。"))
    assert (found.standalone, found.context) == ("为什么2021年又往下调了？", "2021年赤字率拟按多少安排?")
    found = asked("那一年的赤字率是多少？", ("哪一年减贫最多？", "2013年，减少1650万人。[1]"))
    assert found.standalone == "2013年的赤字率是多少？"


def test_the_third_way_is_the_third_that_a_sentence_listed():
    turn = ("入库有哪几种方式？", "入库采取公开征集、特邀入库和交换共享三种方式。[1]")
    assert asked("第三种方式是什么意思？", turn).standalone == "交换共享方式是什么意思？"
    assert asked("第三条怎么说？", turn).standalone == "第三条怎么说？"


def test_a_question_in_traditional_characters_is_understood_in_simplified_ones():
    understanding = asked("雲南重點實驗室每屆任期幾年（Ｇ６０）？")
    assert (understanding.standalone, understanding.language) == ("云南重点实验室每届任期几年（G60）？", "zh-Hant")


def test_what_only_a_document_has_is_asked_of_the_one_that_the_turn_before_was_answered_from():
    turns = [Turn(question="龙头企业培育多少家？", answer="100家。")]

    def found(text):
        question = Question(question=text, history=turns)
        return understand(question, DOCUMENTS, Filters(), lambda asked, answer: "b" if "100" in answer else None)

    assert found("它的文号是多少？").filters.document_id == ("b",)
    assert found("这是哪个文件说的？").fields == ("title", "issuers", "document_number")
    assert found("云南的文号是多少？").regions == ("云南",)
    assert found("这由谁负责？").filters.document_id == ()


def test_a_document_that_others_speak_of_is_asked_of_those_that_do():
    citing = [
        *DOCUMENTS,
        info(
            "e",
            title="云南省办法",
            cites=("《国家指导意见》（国办发〔2011〕58号）",),
            document_number="云政发〔2021〕1号",
        ),
        info("f", title="甘肃省办法", cites=("国办发〔2011〕58号",), repeals=("《甘肃省办法》（甘政发〔2010〕2号）",)),
    ]

    def found(text):
        return understand(Question(question=text), citing, Filters())

    which = found("国办发（2011）58号是什么文件？")
    assert (which.kind, which.fields, which.referred) == (
        "metadata",
        ("title",),
        "《国家指导意见》（国办发〔2011〕58号）",
    )
    assert set(which.filters.document_id) == {"e", "f"}
    assert found("《国家指导意见》的文号是多少？").fields == ("document_number",)
    assert found("原《甘肃省办法》（甘政发〔2010〕2号）什么时候废止的？").fields == ("repeals",)
    assert found("国办发〔2011〕58号由谁负责解释？").kind == "fact"
    assert found("哪些文件引用了国办发〔2011〕58号？").referred is None
    assert found("云政发〔2021〕1号的文号是多少？").referred is None
    assert found("云政发〔1999〕1号什么时候到期？").fields == ()


def test_a_number_that_nothing_speaks_of_is_no_document_here():
    assert asked("国发〔1999〕9号是什么文件？").filters.document_id == ("",)
    assert asked("哪些文件提到国发〔1999〕9号？").filters.document_id == ()


def test_what_a_document_repeals_is_looked_up_and_not_when_it_ends():
    assert asked("浙政发〔2020〕3号废止了哪份文件？").fields == ("repeals",)
    assert asked("浙政发〔2020〕3号哪年废止？").fields == ()
    assert asked("哪些文件已经废止了？").fields == ()


@pytest.mark.parametrize("text", ["浙政发〔2020〕3号是哪部条例？", "浙政发〔2020〕3号是什么办法？"])
def test_a_number_alone_asks_which_document_it_is(text):
    assert asked(text).fields == ("title", "issuers", "document_number")


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("浙江省支持数字经济若干意见还有效吗？", ("status",)),
        ("浙江省支持数字经济若干意见里发放的优惠券还有效吗？", ()),
        ("浙政发〔2020〕3号主送哪些单位？", ("addressees",)),
        ("浙江的数字经济报告是谁作的？", ("speaker",)),
        ("浙江那件政协提案是谁提出来的？", ("proposer",)),
        ("云南第214号建议是哪位代表提的？", ("proposer",)),
        ("谁提出的浙江那件提案？", ("proposer",)),
        ("浙江谁作宣传工作？", ()),
        ("浙江的文件哪天印发，信息名称是什么？", ("issued_on", "title")),
        ("浙江的文件成文是哪一年？", ("issued_on",)),
        ("浙江的文件什么时候修订过？", ("amended_on",)),
    ],
)
def test_what_is_looked_up_of_a_document_is_told_from_what_it_rules(text, fields):
    assert asked(text).fields == fields


def test_the_latter_is_the_last_thing_that_the_answer_listed():
    understanding = asked("后者由谁牵头？", ("云南有哪两个基地？", "昆明生物基地和玉溪数字基地。[1]"))
    assert understanding.standalone == "玉溪数字基地由谁牵头？"


def test_a_pronoun_keeps_the_scope_of_the_turn_before():
    understanding = asked("这一条由谁负责？", ("甘肃如何降低用电价格？", "执行优惠电价。"))
    assert understanding.regions == ("甘肃",)
    assert "用电" in {term.text for term in understanding.context_terms}


def test_the_callers_filters_hold_where_the_question_names_none():
    given = Filters(region=("甘肃",), issued_from="2020-01-01")
    filters = understand(Question(question="补贴多少"), DOCUMENTS, given).filters
    assert (filters.region, filters.issued_from) == (("甘肃",), "2020-01-01")


def test_a_title_said_nearly_whole_names_its_document():
    understanding = asked("支持数字经济若干意见的文号是多少？")
    assert understanding.filters.document_id == ("a",)
    assert understanding.fields == ("document_number",)


def test_two_regions_and_a_difference_are_a_comparison_even_with_which():
    assert asked("云南和甘肃的说法有哪些区别").kind == "comparison"


def test_whether_all_places_have_something_is_a_survey():
    assert asked("各省有没有冷链补贴？").kind == "survey"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2020年印发的文件有哪些？", "documents"),
        ("收录了几份省级文件？", "documents"),
        ("谁的文件里写到了冷链物流？", "survey"),
        ("云南、甘肃有没有提到冷链物流？", "survey"),
        ("梳理一下冷链物流政策的时间线", "timeline"),
        ("概括一下云南的文件", "summary"),
        ("概括一下云南的文件，分几点说", "summary"),
        ("云南支持哪些文件的起草", "list"),
    ],
)
def test_lists_of_documents_timelines_and_summaries_are_kinds_of_their_own(text, kind):
    assert asked(text).kind == kind


@pytest.mark.parametrize(
    ("text", "expects"),
    [
        ("冷链物流是什么意思", "definition"),
        ("如何申请冷链补贴", "procedure"),
        ("云南是否支持冷链物流", "yes_no"),
        ("云南由谁负责冷链", "organisation"),
        ("云南由哪几家省直单位负责冷链", "organisation"),
    ],
)
def test_the_kind_of_answer_expected_is_told(text, expects):
    assert asked(text).expects == expects


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("西部省份的目标", {"c", "d"}),
        ("浙政发〔2020〕3号的目标", {"a"}),
        ("西部大开发的优惠政策", set()),
    ],
)
def test_parts_of_the_country_stand_for_their_provinces(text, ids):
    assert set(asked(text).filters.document_id) == ids


def test_another_topic_is_asked_of_the_same_documents():
    understanding = asked("那冷链物流呢？", ("哪些省份提到算力中心？", "明确提出 1 个：\n- 云南：建设算力中心。[1]"))
    assert understanding.standalone == "哪些省份提到冷链物流?"
    assert understanding.kind == "survey"


def test_another_field_is_looked_up_in_the_same_document():
    understanding = asked("那成文日期呢？", ("浙江那份意见的文号是多少？", "文号：浙政发〔2020〕3号[1]"))
    assert understanding.fields == ("issued_on",)
    assert understanding.regions == ("浙江",)


def test_the_second_is_the_second_line_of_the_last_answer():
    turn = ("云南的两个基地是什么？", "- 昆明生物基地：建设中[1]\n- 玉溪数字基地：已建成[2]")
    assert asked("第二个由谁负责？", turn).standalone == "玉溪数字基地由谁负责？"


def test_a_document_called_by_what_its_title_is_about_is_the_one_looked_up():
    understanding = asked("数字经济若干意见的文号是多少？")
    assert understanding.filters.document_id == ("a",)
    assert understanding.fields == ("document_number",)


def test_where_something_lies_is_no_survey_of_places():
    assert asked("算力中心建在哪个区？").kind != "survey"


def test_what_is_asked_of_a_document_in_english_finds_it_by_what_the_glossary_makes_of_its_title():
    found = asked("When do the opinions on the digital economy take effect?")
    assert (found.fields, found.filters.document_id) == (("effective_on",), ("a",))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("先导区要建几个？", ["先导", "建"]),  # 区要 is no word
        ("最多能补贴多少？", ["最多", "补贴"]),
        ("核心主体放在哪里？", ["核心", "主体"]),
        ("概念验证是什么意思？", ["概念", "验证"]),
    ],
)
def test_words_of_a_question_are_words(text, words):
    assert [term.text for term in asked(text).terms] == words


def test_a_rule_of_the_province_that_is_called_after_a_city_is_of_the_city_too():
    tomb = DocumentInfo("1", "a", "a", "", 1, 1, Metadata(title="河南省新乡潞简王墓保护管理条例", region="河南"))
    whole = DocumentInfo("2", "b", "b", "", 1, 1, Metadata(title="河南省文物保护条例", region="河南"))
    other = DocumentInfo("3", "c", "c", "", 1, 1, Metadata(title="关于新乡经验的通知", region="四川"))
    assert [is_of(info, ("新乡",)) for info in (tomb, whole, other)] == [True, False, False]
    for regions in (("新乡",), ("河南",), ("新乡", "河南"), ("广东",), ()):
        assert those_of([tomb, whole, other], regions) == [i for i in (tomb, whole, other) if is_of(i, regions)]
    found = understand(
        Question(question="《河南省新乡潞简王墓保护管理条例》由谁主管墓的保护？"), [tomb, whole, other], Filters()
    )
    assert found.filters.document_id == ("1",)


@pytest.mark.parametrize(
    ("text", "regions", "sought"),
    [
        ("浙江省杭州市的补贴", ("杭州",), ()),  # not its province's
        ("浙江杭州的补贴", ("杭州",), ()),
        ("浙江省杭州市西湖区的补贴", ("杭州",), ("西湖区",)),
        ("浙江省宁波市的补贴", ("浙江",), ("宁波市",)),
        ("江西省南昌市的补贴", (), ("南昌市",)),
        ("浙江、杭州的补贴", ("浙江", "杭州"), ()),
        ("云南旧城区的补贴", ("云南",), ()),
    ],
)
def test_of_places_named_one_in_another_the_narrowest_with_documents_is_meant(text, regions, sought):
    understanding = asked(text)
    assert (understanding.regions, understanding.sought) == (regions, sought)


@pytest.mark.parametrize(
    ("text", "located"),
    [
        ("南昌市的企业怎么申请", ["南昌市"]),
        ("企业在南昌怎么申请", ["南昌"]),
        ("江西省南昌市企业怎么申请", ["南昌市"]),
        ("怎么申请国家超级计算长沙中心的课题", []),
        ("云南以昆明为中心往外扩", ["云南"]),
    ],
)
def test_a_place_in_a_name_is_not_where_something_is_asked_about(text, located):
    assert [name for name, _ in asked(text).located] == located


def test_a_city_asked_about_next_stays_sought():
    understanding = asked("那丽江呢？", ("云南要培育多少家龙头企业？", "100家。"))
    assert (understanding.regions, understanding.sought) == ((), ("丽江",))


@pytest.mark.parametrize(
    ("text", "located"),
    [
        ("昆山硕士租房补贴发几个月", ["320583"]),
        ("苏州昆山硕士租房补贴发几个月", ["320583"]),
        ("企业在昆山怎么申请", ["320583"]),
        ("通州区的企业怎么申请", ["320612"]),  # the one of which there are documents
        ("北京市通州区的企业怎么申请", ["110112"]),
        ("和平年代的企业怎么申请", []),
        ("走昆山路怎么申请", []),
        ("海陵的企业怎么申请", []),
    ],
)
def test_a_county_with_documents_is_known_by_its_short_name(text, located):
    understanding = understand(Question(question=text), OF_COUNTIES, Filters())
    assert [region.code for _, region in understanding.located] == located


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("What is the highest rate a credit card issuer may charge?", ()),
        ("Which licence does an issuer of bonds need?", ()),
        ("What is the issuer?", ("issuers",)),
    ],
)
def test_an_issuer_of_something_else_is_not_looked_up(text, fields):
    assert asked(text).fields == fields


OF_PARTS = [
    info("h", region="和平", region_level="县", region_parent="天津"),
    info("i", region="襄阳", region_level="市", region_parent="湖北"),
    info("j", region="江岸", region_level="县", region_parent="武汉"),
    info("k", region="泰安", region_level="市", region_parent="山东"),
]


@pytest.mark.parametrize(
    ("text", "regions", "ids", "sought"),
    [
        ("天津的电镀厂怎么罚？", ("和平",), (), ()),
        ("武汉江岸上学带什么材料？", ("江岸",), (), ()),  # 江岸 is no place by its tag, but in 武汉
        ("武汉上学带什么材料？", ("江岸",), (), ()),
        ("湖北上学带什么材料？", (), ("i", "j"), ()),
        ("湖北和天津上学带什么材料？", ("江岸", "襄阳", "和平"), (), ()),
        ("湖北省上学带什么材料？", (), (), ("湖北省",)),  # asks what the province itself says
        ("湖北计划培育多少家企业？", (), (), ("湖北",)),
        ("湖北的文号是多少？", (), (), ("湖北",)),
        ("武汉市洪山区上学带什么材料？", (), (), ("洪山区",)),
        ("What do Tai’an schools ask for?", ("泰安",), (), ()),
    ],
)
def test_of_a_place_without_documents_those_in_it_are_asked(text, regions, ids, sought):
    understanding = understand(Question(question=text), OF_PARTS, Filters())
    found = (understanding.regions, understanding.filters.document_id, understanding.sought)
    assert found == (regions, ids, sought)


@pytest.mark.parametrize(
    ("before", "text", "whole"),
    [
        ("云南市级的传承人一年补多少？", "省一级的呢？", "云南省级的传承人一年补多少?"),
        ("云南对小型企业补多少？", "那大型的呢？", "云南对大型企业补多少?"),
        ("大型项目由谁审批？", "小型的呢？", "小型项目由谁审批?"),
        ("市级课题几年结题？", "那国家级呢？", "国家级课题几年结题?"),
        ("线上办理要几天？", "线下呢？", "线下办理要几天?"),
    ],
)
def test_a_counterpart_takes_its_place_and_leaves_the_rest(before, text, whole):
    assert asked(text, (before, "500元。")).standalone == whole


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("第一次买数据的一方有补贴吗？", ("云南",)),
        ("数据商要交多少保证金？", ("云南",)),
        ("新能源汽车有补贴吗？", ()),  # another topic
        ("甘肃的数据交易怎么奖励？", ("甘肃",)),
        ("哪些省份奖励数据交易？", ()),
    ],
)
def test_what_goes_on_about_the_topic_is_asked_of_the_same_place(text, regions):
    assert asked(text, ("云南怎么奖励数据交易？", "按2%奖励。")).regions == regions


STATUTES = [
    info(str(number), title=title, region=region)
    for number, (title, region) in enumerate(
        [
            ("中华人民共和国刑法修正案", None),
            ("中华人民共和国刑法修正案（三）", None),
            ("中华人民共和国刑法修正案（十）", None),
            ("中华人民共和国刑法修正案（十一）", None),
            ("中华人民共和国出境入境管理法", None),
            ("中华人民共和国公民出境入境管理法实施细则", None),
            ("中华人民共和国石油天然气管道保护法", None),
            ("山东省农民专业合作社条例", "山东"),
            ("浙江省农民专业合作社条例", "浙江"),
        ]
    )
]


@pytest.mark.parametrize(
    ("question", "titles"),
    [
        ("刑法修正案（三）里编造恐怖信息判几年？", ["中华人民共和国刑法修正案（三）"]),
        ("《刑法修正案（十一）》什么时候施行？", ["中华人民共和国刑法修正案（十一）"]),
        ("刑法修正案十改了哪一条？", ["中华人民共和国刑法修正案（十）"]),
        ("按出境入境管理法实施细则，多久内要登记？", ["中华人民共和国公民出境入境管理法实施细则"]),
        ("按出境入境管理法，多久内要登记？", ["中华人民共和国出境入境管理法"]),
        ("山东省农民专业合作社条例怎么说？", ["山东省农民专业合作社条例"]),
        ("管道保护法第三十六条怎么说？", ["中华人民共和国石油天然气管道保护法"]),
        ("农民专业合作社里农民至少占多少？", []),
        ("刑法修正案（三）施行以前犯的罪怎么判？", []),
    ],
)
def test_a_statute_is_named_by_its_number_and_its_sort_and_not_by_what_it_is_about(question, titles):
    named = titles_in(normalise(question), STATUTES)
    assert [found.metadata.title for group in named for found in group] == titles


REPORTED = [
    info("old", region="云南", region_level="省", issuers=("云南省人民政府",), issued_on="2019-03-01"),
    info("new", region="云南", region_level="省", issuers=("云南省人民政府",), issued_on="2023-08-04"),
    info("undated", region="云南", region_level="省"),
    info("unplaced"),
    info("other", region="甘肃", region_level="省", issuers=("甘肃省人民政府",), issued_on="2018-05-01"),
    info("state", region_level="国家", issuers=("商务部",), issued_on="2023-05-01"),
]


@pytest.mark.parametrize(
    ("text", "within"),
    [
        ("云南2023年8月发布的养老政策怎么补贴老年人？", {"new", "undated", "unplaced"}),
        ("云南某公司2023年8月推出了什么帮扶？", None),  # what a company does is done in no document's time
        ("云南2015年前规划的平台有多少个？", None),
        ("商务部发布的公告里，无人机怎么出口？", {"state", "undated", "unplaced"}),
        ("京津冀和东北又有雨，要防什么？", {"unplaced", "state"}),
        ("村里落实国家政策靠谁来干？", {"unplaced", "state"}),
        ("把营商环境试点放在哪些地方打头阵？", None),
        ("哪些省2023年8月发布的文件提到养老？", {"new"}),
    ],
)
def test_facts_are_looked_for_in_documents_too_of_which_nothing_is_known_that_the_question_says(text, within):
    ids = understand(Question(question=text), REPORTED, Filters()).filters.document_id
    assert set(ids) == (within or set())


def test_what_titles_end_in_is_no_name_of_a_document():
    urgent = info("urgent", title="某市防汛指挥部关于提升应急响应至三级的紧急通知")
    assert titles_in(normalise("民政部在台风“杜苏芮”的紧急通知里说了什么？"), [urgent, *STATUTES]) == []
    assert titles_in(normalise("提升应急响应的紧急通知说了什么？"), [urgent, *STATUTES]) == []
    assert titles_in(normalise("应急响应至三级的紧急通知说了什么？"), [urgent, *STATUTES]) == [[urgent]]
