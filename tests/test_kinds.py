"""Lists of documents, articles, timelines, summaries: the kinds of question that quote documents by their structure."""

import pytest

from index.ingest import ingest
from rag.engine import PolicyQA
from rag.records import Question
from rag.settings import Settings

RULES = """# 云溪市冷链物流管理条例

2019年3月1日 云溪市第七届人民代表大会常务委员会第三次会议通过

## 第一章 总则

第一条 为了规范冷链物流，制定本条例。

第二条 本条例所称冷链物流，是指食品在规定温度下的运输和储存。

冷库的建设应当符合规划。

第三条 下列单位应当备案：

（一）冷库经营者；

（二）承运冷链食品的企业。

## 第二章 附则

第四条 本条例自2019年6月1日起施行。
"""
NOTICE = """# 云溪市人民政府关于印发《云溪市冷链物流行动方案》的通知

云政发〔2021〕8号

各区人民政府：

为贯彻《云溪市冷链物流管理条例》，现将《云溪市冷链物流行动方案》印发给你们。到2025年，建成冷库20座。

云溪市人民政府
2021年5月6日
"""


@pytest.fixture(scope="module")
def rules(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rules")
    (folder / "rules.md").write_text(RULES, encoding="utf-8")
    (folder / "notice.md").write_text(NOTICE, encoding="utf-8")
    ingest([folder], folder / "index")
    return PolicyQA.open(Settings(index=folder / "index"))


def asked(qa, text):
    return qa.ask(Question(question=text))


@pytest.mark.parametrize(
    ("question", "listed"),
    [
        ("2012年印发的文件有哪些？", {"广东", "深圳", "吉林"}),
        ("２０１２年印发的文件有几份", {"广东", "深圳", "吉林"}),
        ("2013年以后印发的有哪些文件？", {"湖南"}),
        ("2012年11月以前印发的文件有哪些", {"广东"}),
        ("西部省份的文件有几份？", {"四川"}),
        ("一共收录了多少份文件？", {"广东", "湖南", "深圳", "四川", "吉林"}),
        ("收录了几份省级文件？", {"广东", "湖南", "四川", "吉林"}),
        ("列出所有2012年的文件", {"广东", "深圳", "吉林"}),
        ("有文号的文件有哪些", {"广东", "深圳"}),
        ("没有标明日期的文件有几份", {"四川"}),
        ("深圳市政府2012年印发的文件有哪些", {"深圳"}),
        ("What documents were issued in 2012?", {"广东", "深圳", "吉林"}),
    ],
)
def test_documents_are_listed_by_date_level_and_part_of_the_country(qa, question, listed):
    answer = asked(qa, question)
    assert answer.kind == "documents"
    assert {row[1].text for row in answer.table.rows} == listed
    assert answer.answer.startswith((f"共 {len(listed)} 份", f"{len(listed)} documents"))


def test_that_no_document_is_of_a_class_is_told_with_how_many_were_looked_through(qa):
    answer = asked(qa, "收录了多少份国务院文件？")
    assert answer.status == "insufficient_evidence"
    assert "共 0 份：所收录的 5 份文件中没有这样的文件" in answer.answer


def test_an_article_is_quoted_whole_with_its_paragraphs_and_items(rules):
    assert "冷库的建设应当符合规划" in asked(rules, "云溪市冷链物流管理条例第二条").answer
    third = asked(rules, "《云溪市冷链物流管理条例》第三条说了什么").answer
    assert "（一）冷库经营者" in third
    assert "（二）承运冷链食品的企业" in third


def test_a_paragraph_and_an_item_are_quoted_alone(rules):
    paragraph = asked(rules, "云溪市冷链物流管理条例第二条第二款").answer
    assert paragraph == "冷库的建设应当符合规划。[1]"
    assert asked(rules, "云溪市冷链物流管理条例第三条第二项").answer == "（二）承运冷链食品的企业。[1]"


def test_an_article_of_a_document_that_is_not_there_is_refused(rules):
    answer = asked(rules, "云溪市养犬管理条例第一条")
    assert answer.status == "insufficient_evidence"
    assert answer.answer.startswith("没有收录所问的文件")


def test_an_article_that_is_not_there_is_refused(rules):
    answer = asked(rules, "云溪市冷链物流管理条例第九条")
    assert answer.status == "insufficient_evidence"
    assert "没有第9条" in answer.answer


def test_numbered_headings_stand_for_articles_where_a_document_has_none(qa):
    answer = asked(qa, "深圳的措施第十三条说了什么？")
    assert "（十三）在高技术服务领域进一步放开市场准入" in answer.answer


def test_a_timeline_runs_from_the_earliest_document_to_the_latest(qa):
    answer = asked(qa, "按时间顺序梳理各地高技术服务业政策")
    assert answer.kind == "timeline"
    dates = [row[0].text for row in answer.table.rows]
    assert dates == ["2012-10-12", "2012-11-02", "2012-11-23", "2013-07-25"]
    assert "1 份文件未载明日期" in answer.answer
    assert all(row[2].citations for row in answer.table.rows)


def test_a_summary_quotes_every_part_with_its_headings(qa):
    answer = asked(qa, "四川的意见主要讲了哪些内容？请概括")
    assert answer.kind == "summary"
    for heading in ("一、指导思想和发展目标", "二、重点任务", "三、保障措施", "（二）加大财税支持"):
        assert heading in answer.answer
    assert all(line.endswith(("]", "）")) for line in answer.answer.split("\n"))


def test_documents_that_cite_another_are_told_from_those_that_do_not(qa):
    answer = asked(qa, "哪些文件引用了国发〔2010〕32号？")
    assert {f.region for f in answer.coverage.findings if f.verdict == "stated"} == {"四川"}
    assert answer.coverage.examined_documents == 5


def test_two_questions_in_one_are_answered_one_after_the_other(qa):
    answer = asked(qa, "广东要培育多少家骨干企业，同网同价又由谁负责？")
    first, second = answer.answer.split("\n")
    assert first.startswith("1. ")
    assert "100家" in first
    assert "物价局" in second


def test_a_part_without_evidence_says_so_beside_the_other_answer(qa):
    answer = asked(qa, "吉林的营业收入增速目标是多少？吉林给高层次人才发多少安家费？")
    first, second = answer.answer.split("\n", 1)
    assert "18％" in first
    assert "没有依据回答此问题" in second


def test_several_aspects_are_columns_of_a_comparison(qa):
    answer = asked(qa, "比较湖南和吉林的电子商务年交易额和省级质检中心建设数量")
    assert answer.table.columns == ["地区", "电子商务年交易额", "省级质检中心建设数量"]
    assert [row[0].text for row in answer.table.rows] == ["湖南", "吉林"]
    assert "1000亿元" in answer.table.rows[1][1].text
    assert "60个" in answer.table.rows[0][2].text
    assert all(cell.citations or cell.text == "未载明" for row in answer.table.rows for cell in row[1:])


def test_the_lowest_value_is_found_among_quantities_of_one_unit(qa):
    answer = asked(qa, "几个省里哪个省的营业收入增速目标最低？")
    assert answer.answer.startswith("最低：吉林")
    assert "18%" in answer.answer.split("\n")[0]


@pytest.mark.parametrize("question", ["吉林和湖南的文件哪个先发？", "湖南和吉林的意见，哪份发得早？"])
def test_which_document_came_out_first_is_told_by_its_date(qa, question):
    assert asked(qa, question).answer.startswith("最早：吉林，2012-11-23")


def test_who_issued_first_is_told_by_dates(qa):
    answer = asked(qa, "广东和吉林谁先印发文件？")
    assert answer.answer.startswith("最早：广东，2012-10-12")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("最近印发的文件是哪一份？", "湖南 001_604bf5e73b8d6515.txt"),
        ("哪份通知最早？", "广东省人民政府办公厅转发"),
        ("最新的深圳文件是哪份？", "深圳市人民政府印发"),
        ("2012年下半年印发了几份文件？", "共 3 份"),
        ("有没有深圳的文件？", "共 1 份"),
        ("粤府办开头的文件有几份？", "共 1 份"),
        ("广东省人民政府办公厅发了什么文件？", "粤府办〔2012〕101号"),
        ("深圳市政府参与印发的文件有哪些？", "深府〔2012〕124号"),
    ],
)
def test_documents_are_told_by_date_issuer_and_number(qa, question, said):
    answer = asked(qa, question)
    assert (answer.kind, answer.status) == ("documents", "answered")
    assert said in answer.answer


def test_of_documents_issued_on_the_last_day_all_are_the_latest(tmp_path):
    for name in ("甲", "乙"):
        text = f"# 云溪市{name}类补助办法\n\n第一条 本办法适用于{name}类企业。\n\n云溪市人民政府\n2021年5月6日\n"
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    ingest([tmp_path], tmp_path / "index")
    answer = asked(PolicyQA.open(Settings(index=tmp_path / "index")), "最近印发的文件是哪一份？")
    assert answer.answer.startswith("按日期最近的 2 份（共 2 份）")


def test_a_commission_of_the_state_council_issues_no_document_of_its(tmp_path):
    text = "# 关于国有企业管理的办法\n\n第一条 企业应当报告。\n\n国务院国有资产监督管理委员会\n2021年5月6日\n"
    (tmp_path / "甲.md").write_text(text, encoding="utf-8")
    ingest([tmp_path], tmp_path / "index")
    qa = PolicyQA.open(Settings(index=tmp_path / "index"))
    assert asked(qa, "有没有国务院文件？").status == "insufficient_evidence"


def test_a_compared_value_is_the_sentence_that_has_it_and_what_a_text_lacks_is_not_stated(tmp_path):
    for city, fine in (("云溪", "处五十元以上两百元以下的罚款"), ("青禾", "可以处五百元罚款")):
        rules = f"第一条 公共场所禁止吸烟，控烟工作适用本条例。\n\n第二条 个人在公共场所吸烟的，{fine}。\n"
        text = f"# {city}市控制吸烟条例\n\n{rules}"
        (tmp_path / f"{city}.md").write_text(text, encoding="utf-8")
    ingest([tmp_path], tmp_path / "index")
    qa = PolicyQA.open(Settings(index=tmp_path / "index"))
    fined = asked(qa, "云溪市控制吸烟条例和青禾市控制吸烟条例对公共场所吸烟的罚款各是多少？")
    assert [("两百元" in row[1].text, "五百元" in row[1].text) for row in fined.table.rows] in (
        [(True, False), (False, True)],
        [(False, True), (True, False)],
    )
    other = asked(qa, "云溪市控制吸烟条例和青禾市控制吸烟条例对吸烟者的年龄有什么不同规定？")
    assert other.status == "insufficient_evidence"
    assert [row[1].text for row in other.table.rows] == ["未载明", "未载明"]


def test_names_of_compared_documents_are_no_aspects(tmp_path):
    for name, rule in (("冷链物流", "注册资本不低于五百万元"), ("共享单车", "车辆应当定期检修")):
        (tmp_path / f"{name}.md").write_text(f"# 云溪市{name}管理办法\n\n第一条 {rule}。\n", encoding="utf-8")
    ingest([tmp_path], tmp_path / "index")
    qa = PolicyQA.open(Settings(index=tmp_path / "index"))
    answer = asked(qa, "冷链物流管理办法和共享单车管理办法对注册资本的要求有何区别？")
    assert [[cell.text for cell in row[1:]] for row in answer.table.rows] == [
        ["注册资本不低于五百万元。"],
        ["未载明"],
    ]


DUTIES = """# 云溪省冷链补助办法

（一）车辆核查。对申报补助的车辆逐台核查运营里程。

责任单位：省交通运输厅

配合单位：省公安厅、省市场监管局

（二）资金拨付。补助资金于每年6月底前拨付到位。由省财政厅牵头，省交通运输厅配合。

（三）绩效评价。每年开展一次冷链补助绩效评价。
"""


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("冷链补助的车辆核查由哪些部门负责？", ["省交通运输厅", "省公安厅", "省市场监管局"]),
        ("冷链补助资金的拨付由谁负责，谁配合？", ["省财政厅牵头", "省交通运输厅配合"]),
    ],
)
def test_who_is_told_with_the_lines_and_sentences_behind_that_name_them(tmp_path, question, named):
    (tmp_path / "办法.md").write_text(DUTIES, encoding="utf-8")
    ingest([tmp_path / "办法.md"], tmp_path / "index")
    answer = asked(PolicyQA.open(Settings(index=tmp_path / "index")), question)
    assert answer.status == "answered"
    assert [name for name in named if name not in answer.answer] == []


def test_rows_of_a_table_are_quoted_one_by_one(tmp_path):
    (tmp_path / "分工.csv").write_text("事项,牵头单位\n加装电梯,市住房局\n助餐点建设,市民政局\n", encoding="utf-8")
    ingest([tmp_path / "分工.csv"], tmp_path / "index")
    answer = asked(PolicyQA.open(Settings(index=tmp_path / "index")), "助餐点建设由哪个单位牵头？")
    assert "市民政局" in answer.answer
    assert "市住房局" not in answer.citations[0].quote


def test_what_one_document_lists_beyond_the_others_is_told(qa):
    answer = asked(qa, "湖南、四川、吉林都列了八个领域，广东列的领域比它们多出哪一个？")
    assert answer.answer == "广东比湖南[1]、四川[2]、吉林[3]多出 1 项：（九）现代健康服务[4]"
    # What it lists is quoted with what it says of it, and each of the others where it names what both list.
    assert answer.citations[3].quote.endswith("大力发展现代健康服务业。")
    assert all("信息技术服务" in citation.quote for citation in answer.citations[:3])


def test_a_cited_document_is_quoted_with_its_title_whatever_stands_behind_its_number(qa):
    answer = asked(qa, "四川的意见是为贯彻哪份文件？名称和文号是什么？")
    quotes = [citation.quote for citation in answer.citations]
    assert "《国务院办公厅关于加快发展高技术服务业的指导意见》（国办发〔2011〕58号" in quotes


def test_terms_in_years_and_in_months_are_compared_as_times(tmp_path):
    for name, term in (("甲", "18个月"), ("乙", "3—5年"), ("丙", "2年")):
        text = f"# {name}市公证条例\n\n第一条 公证员的任职期限为{term}。\n"
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    ingest([tmp_path], tmp_path / "index")
    answer = asked(PolicyQA.open(Settings(index=tmp_path / "index")), "哪份条例的公证员任职期限最短？")
    assert answer.kind == "comparison"
    assert answer.answer.split("\n")[0].startswith("最短：甲市公证条例，")
    assert "18个月" in answer.answer.split("\n")[0]
