"""Metadata of real documents, as extracted and then checked against the texts by eye: excerpts of statutes and policies
in `statutes.jsonl` and `policies.jsonl`, and forms found elsewhere."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from index.errors import UnreadableFile
from index.ingest import find_files
from index.metadata import extract
from index.reading import content_hash, read_documents
from index.stated import front_matter


def excerpts(name: str) -> list[dict]:
    return [json.loads(line) for line in Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()]


STATUTES = excerpts("statutes.jsonl")
"""Laws, regulations, interpretations and cases drawn at random over kinds and regions: their head, the articles on
force and repeal, and their end, with what the whole text says, checked by eye. A field left out is not stated."""
POLICIES = excerpts("policies.jsonl")
"""The same of national and Shanghai policies, and of laws that came as DOCX and PDF."""
BY_HAND = excerpts("statutes_by_hand.jsonl")
"""Sixty more, and forty again, drawn at random among those left; what they state was listed by hand from their texts
first and compared then: 579 of 600 fields agreed, 12 of the others were the day of an order, which counts as that of
its signature; of the forty 399 of 400."""
LISTED = ("title", "issuers", "region", "region_level", "document_number", "issued_on", "published_on", "amended_on")
CHECKED = (
    *("title", "issuers", "region", "region_level", "region_parent", "document_number", "issued_on", "published_on"),
    *("amended_on", "effective_on", "expires_on", "genre", "status", "repeals", "amends"),
)


@pytest.mark.parametrize("document", STATUTES + POLICIES, ids=lambda document: document["file"])
def test_a_document_states_what_a_reader_finds_in_it(document):
    stated, text = front_matter(document["text"])
    found = json.loads(json.dumps(asdict(extract(text, stated))))
    assert {name: found[name] for name in CHECKED if found[name]} == document["metadata"]


@pytest.mark.parametrize("document", BY_HAND, ids=lambda document: document["file"])
def test_a_statute_states_what_was_listed_by_hand(document):
    stated, text = front_matter(document["text"])
    found = json.loads(json.dumps(asdict(extract(text, stated))))
    assert {name: found[name] for name in (*LISTED, "effective_on", "status") if found[name]} == document["metadata"]


def test_front_matter_is_stated_metadata_and_no_text(tmp_path):
    path = tmp_path / "抗旱条例.md"
    path.write_text(
        "---\ntitle: 抗旱条例\nstatus: 现行有效\ntags: [水利, 应急]\n---\n# 抗旱条例\n\n第一条 为了抗旱。\n",
        encoding="utf-8",
    )
    document = next(read_documents(path, source=path.name))
    assert document.text == "# 抗旱条例\n\n第一条 为了抗旱。\n"
    assert (document.metadata.status, document.metadata.keywords) == ("现行有效", ("水利", "应急"))


def test_a_side_car_overrides_what_the_document_says(tmp_path):
    path = tmp_path / "notice.txt"
    path.write_text("关于甲的通知\n\n各市人民政府：\n一、总则\n甲省人民政府\n2020年1月2日\n", encoding="utf-8")
    (tmp_path / "notice.txt.meta.yaml").write_text("issued_on: 2020-01-03\nregion: 湖南\n", encoding="utf-8")
    metadata = next(read_documents(path, source=path.name)).metadata
    assert (metadata.issued_on, metadata.region, metadata.region_inferred) == ("2020-01-03", "湖南", False)
    assert metadata.issuers == ("甲省人民政府",)


@pytest.mark.parametrize(
    ("stated", "region", "parent"),
    [
        ("昆山", "昆山", "苏州"),
        ("昆山市", "昆山", "苏州"),
        ("江苏省苏州市昆山市", "昆山", "苏州"),
        ("粤", "广东", None),
        ("长春市朝阳区", "朝阳", "长春"),
        ("朝阳", "朝阳", "辽宁"),  # the city, which counts more than districts of that name
    ],
)
def test_a_region_may_be_stated_by_its_short_name_or_with_what_it_lies_in(stated, region, parent):
    metadata = extract("湖南省人民政府关于甲的通知\n\n各市：\n", {"region": stated})
    assert (metadata.region, metadata.region_parent) == (region, parent)


def test_a_file_whose_side_car_changes_is_another_one(tmp_path):
    path, beside = tmp_path / "notice.txt", tmp_path / "notice.meta.yaml"
    path.write_text("关于甲的通知\n", encoding="utf-8")
    hashes = [content_hash(path)]
    for region in ("湖南", "湖北"):
        beside.write_text(f"region: {region}\n", encoding="utf-8")
        hashes.append(content_hash(path))
    assert len(set(hashes)) == 3
    assert find_files([tmp_path], tmp_path / "index") == [path]


def test_a_side_car_that_is_no_mapping_is_told(tmp_path):
    path = tmp_path / "notice.txt"
    path.write_text("关于甲的通知\n", encoding="utf-8")
    (tmp_path / "notice.meta.yaml").write_text("- a list\n", encoding="utf-8")
    with pytest.raises(UnreadableFile, match=r"notice\.meta\.yaml: 不是 YAML"):
        next(read_documents(path, source=path.name))


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("深府（2012）124号", "深府（2012）124号"),
        ("国办发［２０１１］５８号", "国办发［２０１１］５８号"),
        ("沪府办发【2025】 17 号", "沪府办发【2025】 17 号"),
        ("粤府办〔2012〕第101号", "粤府办〔2012〕第101号"),
        ("国发 〔 2015 〕 40 号", "国发〔 2015 〕 40 号"),
    ],
)
def test_document_numbers_in_all_kinds_of_brackets_and_figures(written, number):
    assert extract(f"关于甲的通知\n{written}\n\n各市人民政府：\n").document_number == number


def test_the_note_below_a_title_may_be_broken_over_lines():
    text = "甲促进法\n\n（2025年4月30日第十四届全国人民代表大会常务委\n员会第十五次会议通过）\n\n第一条 为了乙。\n"
    assert (extract(text).issuers, extract(text).issued_on) == (("全国人民代表大会常务委员会",), "2025-04-30")


@pytest.mark.parametrize(
    ("note", "issued_on", "amended_on", "published_on"),
    [
        (
            "1997年5月8日 国务院令第216号发布\n2017年2月8日 国务院第164次常务会议修订通过",
            *("1997-05-08", "2017-02-08", "1997-05-08"),
        ),
        ("2018年9月3日最高人民法院审判委员会、2018年12月12日最高人民检察院检察委员会通过", "2018-12-12", None, None),
    ],
)
def test_a_later_adoption_amends_and_a_joint_one_is_complete_with_the_last(note, issued_on, amended_on, published_on):
    """The collection gives the first date of the note as that of publication."""
    first = "1997-05-08" if "1997" in note else "2018-09-03"
    metadata = extract(f"# 甲管理规定\n\n{note}\n\n第一条 为了乙。\n", {"published_on": first})
    assert (metadata.issued_on, metadata.amended_on, metadata.published_on) == (issued_on, amended_on, published_on)


def test_a_place_that_a_national_body_rules_on_is_no_region():
    metadata = extract("# 上海航运交易所管理规定\n\n1996年10月3日 交通部令第12号发布\n\n第一条 为了乙。\n")
    assert (metadata.region, metadata.region_level, metadata.issuers) == (None, "国家", ("交通部",))


def test_words_that_sound_like_a_place_make_no_home_of_it():
    text = "# 化妆品管理规定\n\n第一条 普通化妆品由省、自治区、直辖市管理。普通化妆品、普通化妆品、普通化妆品备案。\n"
    assert extract(text).region is None


def test_a_page_may_state_an_order_as_the_number():
    text = "甲乙丙丁法典\n文 号：中华人民共和国主席令第四十五号\n发文日期：2020-05-28\n第一条 为了乙。\n"
    metadata = extract(text)
    assert (metadata.title, metadata.document_number) == ("甲乙丙丁法典", "主席令第四十五号")
    assert (metadata.issued_on, metadata.genre) == ("2020-05-28", "法律")


@pytest.mark.parametrize(
    ("head", "signed", "number", "issuers", "published_on"),
    [
        (
            "甲市人民政府令\n第２３５号",
            "市长　张三\n二〇二一年三月四日",
            "甲市人民政府令第２３５号",
            "甲市人民政府",
            "2021-03-04",
        ),
        ("公安部令\n第 104 号", "部长　李四　2021年3月4日", "公安部令第104号", "公安部", "2021-03-04"),
        ("中华人民共和国国务院令\n第756号", "总理　王五\n2021年3月4日", "国务院令第756号", "国务院", "2021-03-04"),
        ("甲省人民政府令第12号", "现予公布。", "甲省人民政府令第12号", "甲省人民政府", "2021-02-01"),
        ("甲市人民政府令（第12号）", "现予公布。", "甲市人民政府令第12号", "甲市人民政府", "2021-02-01"),
    ],
)
def test_an_order_names_who_promulgates_what_it_stands_above_and_its_signature_when(
    head, signed, number, issuers, published_on
):
    said = "《城市停车管理办法》已经2021年2月1日常务会议通过，现予公布，自2021年5月1日起施行。"
    metadata = extract(f"{head}\n{said}\n{signed}\n城市停车管理办法\n第一条　为了管理停车，制定本办法。\n")
    assert (metadata.document_number, metadata.issuers) == (number, (issuers,))
    assert (metadata.issued_on, metadata.published_on) == ("2021-02-01", published_on)
    assert (metadata.title, metadata.effective_on) == ("城市停车管理办法", "2021-05-01")


@pytest.mark.parametrize(
    "issuers",
    [
        ("国家发展改革委", "财政部", "商务部"),
        ("中共甲市委", "甲市人民政府"),
        ("甲市经济信息化委", "甲市科委"),
        ("甲省高级人民法院", "甲省国资委"),
        ("甲市优化营商环境领导小组",),
        ("中国证监会", "国家税务总局"),
    ],
)
def test_commissions_and_committees_issue_documents_too(issuers):
    title = f"{' '.join(issuers)}关于印发《支持企业意见》的通知"
    said = "各委、办、局：\n请市政府各委支持企业，2020年1月1日前完成。\n"
    metadata = extract(f"{title}\n{said}" + "\n".join(issuers) + "\n2022年3月4日\n")
    assert (metadata.title, metadata.issuers, metadata.issued_on) == (title, issuers, "2022-03-04")


@pytest.mark.parametrize(
    ("title", "issuer", "region", "parent"),
    [
        ("吉林省长春市朝阳区人民政府关于创业的通知", "朝阳区人民政府", "朝阳", "长春"),
        ("长春市朝阳区人民政府关于创业的通知", "长春市朝阳区人民政府", "朝阳", "长春"),
        ("北京市朝阳区人民政府关于创业的通知", "朝阳区人民政府", "朝阳", "北京"),
        ("关于支持企业人才的通知", "江西省南昌市西湖区人民政府", "西湖", "南昌"),
        ("关于支持企业人才的通知", "浙江省杭州市西湖区人民政府", "西湖", "杭州"),
    ],
)
def test_of_districts_of_one_name_it_is_the_one_in_the_place_named_before(title, issuer, region, parent):
    metadata = extract(f"{title}\n各街道：\n请执行。\n{issuer}\n2022年3月4日\n")
    assert (metadata.region, metadata.region_level, metadata.region_parent) == (region, "县", parent)


def test_a_signature_is_one_also_right_above_the_first_chapter_of_what_is_issued():
    text = "关于印发办法的通知\n各区人民政府：\n请执行。\n甲市人民政府\n2024年5月6日\n第一章　总则\n第一条　为了乙。\n"
    assert extract(text).issued_on == "2024-05-06"
    assert extract("甲市人民政府2024年5月6日第12次会议决定如下。\n").issued_on is None


def test_a_long_name_of_an_issuer_is_kept_whole():
    name = "中共大理州委大理州人民政府应对新型冠状病毒感染肺炎疫情防控工作领导小组指挥部"
    assert extract(f"关于甲的通告\n\n一、乙。\n\n{name}\n2020年2月9日\n").issuers == (name,)


def test_what_had_the_same_title_under_another_number_is_cited():
    text = "# 某市某管理办法\n\n沪科规〔2025〕5号\n\n《某市某管理办法》（沪科规〔2020〕3号）将到期。\n"
    assert extract(text).cites == ("《某市某管理办法》（沪科规〔2020〕3号）",)


def test_what_a_notice_cites_behind_its_addressees_is_not_its_own_number():
    text = "密云区社会保险通知 各参保单位、办事群众： 根据《关于做好经办工作的通知》》（人社厅明电[2020] 7号）办理。"
    assert extract(text).document_number is None


def test_the_cells_of_a_pages_table_state_metadata():
    row = "| 索引号 | 043000-1 | 发文机关 | 某市人民政府 | 有效性 | 有效 | 成文日期 | 2020年1月2日 |"
    metadata = extract(f"{row}\n关于甲的通知\n\n各区：\n一、乙。\n")
    assert (metadata.index_number, metadata.issuers, metadata.status) == ("043000-1", ("某市人民政府",), "有效")
    assert metadata.issued_on == "2020-01-02"


def test_a_decision_repeals_what_its_lists_put_out_of_force_and_not_what_they_keep_or_change():
    text = """某市人民政府关于废止、宣布失效和修改部分行政规范性文件的决定

一、对下列文件予以废止：
1.《甲管理办法》（某府发〔2010〕1号）
2. 《乙暂行规定》
二、对下列文件予以修改：
1.《丙条例》第三条中的“工商”修改为“市场监管”。

附件1：继续有效的文件目录
| 序号 | 文件名称 | 文号 |
| 1 | 某市人民政府关于印发丁办法的通知 | 某府发〔2012〕8号 |
附件2：宣布失效的文件目录
| 序号 | 文件名称 | 文号 |
| 1 | 关于印发戊方案的通知 | 某府发〔2013〕9号 |
| 2 | 《己办法》 | 某府办〔2014〕10号 |
"""
    assert extract(text).repeals == (
        "《甲管理办法》（某府发〔2010〕1号）",
        "《乙暂行规定》",
        "《关于印发戊方案的通知》（某府发〔2013〕9号）",
        "《己办法》（某府办〔2014〕10号）",
    )


def test_what_a_notice_repeals_is_told_from_what_it_only_mentions():
    text = (
        "根据《关于修订〈甲条例〉等十一件地方性法规的决定》修正的《乙条例》和"
        "1999年市政府发布的《丙办法》（市府〔1999〕3号）同时废止。\n"
        "《丁管理办法》第三条同时废止。\n不得擅自废止《戊管理办法》。\n"
    )
    assert extract(text).repeals == ("《乙条例》", "《丙办法》（市府〔1999〕3号）")


def test_a_decision_amends_what_it_changes():
    title = "# 国务院关于修改《甲管理条例》等两件行政法规的决定\n"
    text = f"{title}\n一、将《甲管理条例》第三条修改为：“……”\n二、对《乙管理条例》作如下修改：\n"
    assert extract(text).amends == ("《甲管理条例》", "《乙管理条例》")
    assert extract("# 最高人民法院关于《刑法修正案（九）》时间效力问题的解释\n\n第一条 作如下修改").amends == ()
    assert extract("# 中华人民共和国刑法修正案（七）\n一、将刑法第一条修改为：").amends == ("《中华人民共和国刑法》",)


def test_a_period_of_validity_ends_on_its_last_day():
    text = "# 某市试行办法\n第一条 许可证有效期为三年。\n第二条 本办法自2025年5月1日起施行，有效期五年。\n"
    assert extract(text).expires_on == "2030-04-30"


NOTICE = """甲市民政局关于养老补贴的通知
甲民规〔2024〕2号

各区民政局：
一、补贴标准为每月300元。
{}
甲市民政局
2024年3月5日
"""


@pytest.mark.parametrize(
    ("said", "repeals"),
    [
        ("我局印发的《甲市养老补助办法》（甲民发〔2015〕3号）不再执行。", "《甲市养老补助办法》（甲民发〔2015〕3号）"),
        ("原《甲市养老补助办法》同时作废。", "《甲市养老补助办法》"),
        ("《甲市养老补助办法》予以废止，由本通知代替。", "《甲市养老补助办法》"),
        ("同时，废止《甲市养老补助办法》（甲民发〔2015〕3号）。", "《甲市养老补助办法》（甲民发〔2015〕3号）"),
        ("《甲市养老补助办法》与本通知不一致的，以本通知为准。", None),
        ("本通知自印发之日起施行，废止《甲市养老补助办法》第三条。", None),
    ],
)
def test_a_notice_puts_another_document_out_of_force_in_several_ways(said, repeals):
    assert extract(NOTICE.format(said)).repeals == ((repeals,) if repeals else ())


@pytest.mark.parametrize(
    ("said", "effective_on", "expires_on"),
    [
        ("本办法有效期自2018年1月1日至2022年12月31日。", "2018-01-01", "2022-12-31"),
        ("有效期自2020年1月1日起至2024年12月31日止。", "2020-01-01", "2024-12-31"),
        ("本办法自2018年1月1日起试行，试行期2年。", "2018-01-01", "2019-12-31"),
        ("本办法自发布之日起30日后施行，有效期5年。", "2024-04-04", "2029-04-03"),
        ("本措施自公布之日起实施，执行至2023年12月31日。", None, "2023-12-31"),
        ("本办法自2019年3月1日起施行，至2024年2月29日止。", "2019-03-01", "2024-02-29"),
        ("证书的有效期至2024年12月31日。", None, None),
    ],
)
def test_how_long_a_document_is_valid_is_said_in_several_ways(said, effective_on, expires_on):
    metadata = extract(NOTICE.format(said))
    assert (metadata.effective_on, metadata.expires_on) == (effective_on, expires_on)


def test_a_notice_that_changes_an_article_or_prolongs_a_document_amends_it():
    said = "将甲民发〔2015〕3号文件第二条中“每月200元”调整为“每月300元”，增幅由10%调整为20%。"
    assert extract(NOTICE.format(said)).amends == ("甲民发〔2015〕3号",)
    assert extract(NOTICE.format("按照《甲市养老补助办法》，将补贴标准调整为每月300元。")).amends == ()
    prolonging = NOTICE.replace("关于养老补贴的通知", "关于延长《甲市养老补助办法》有效期的通知")
    assert extract(prolonging.format("有效期延长至2027年12月31日。")).amends == ("《甲市养老补助办法》",)


@pytest.mark.parametrize(
    ("title", "region"),
    [
        ("青岛市禁止焚烧抛撒丧葬祭奠物品规定", "青岛"),  # made by the city, approved by the province
        ("山东省青岛西海岸新区条例", "山东"),
        ("青岛前湾保税港区条例", "山东"),  # about a place there
    ],
)
def test_a_rule_that_begins_with_the_name_of_a_city_is_the_citys(title, region):
    approved = "2020年7月24日 山东省第十三届人民代表大会常务委员会第二十二次会议通过"
    assert extract(f"# {title}\n\n{approved}\n\n第一条 为了加强管理，制定本规定。").region == region


@pytest.mark.parametrize(
    ("head", "issued_on", "level", "region"),
    [
        (
            "政府工作报告\n——2015年3月5日在第十二届全国人民代表大会第三次会议上\n国务院总理　甲乙\n",
            "2015-03-05",
            "国家",
            None,
        ),
        (
            "政府工作报告\n国务院总理 甲乙\n——2019年3月5日在第十三届全国人民代表大会第二次会议上\n",
            "2019-03-05",
            "国家",
            None,
        ),
        ("政府工作报告\n第十二届全国人大二次会议，2014年3月5日\n国务院总理 甲乙\n", "2014-03-05", "国家", None),
        (
            "在第十一届全国人民代表大会第三次会议上的政府工作报告\n国务院总理 甲乙\n2010年3月5日\n",
            "2010-03-05",
            "国家",
            None,
        ),
        (
            "政府工作报告\n2021年1月24日在上海市第十五届人民代表大会第五次会议上\n市长　甲乙\n",
            "2021-01-24",
            "省",
            "上海",
        ),
        ("关于2022年预算执行情况与2023年预算草案的报告\n（2023年1月5日）\n财政厅\n", "2023-01-05", None, None),
        ("在企业家座谈会上的讲话\n\n2020年7月21日\n\n甲乙\n", "2020-07-21", None, None),
        (
            "关于《某法（草案）》的说明\n——二〇二〇年五月二十二日在第十三届全国人民代表大会第三次会议上\n",
            "2020-05-22",
            "国家",
            None,
        ),
        ("关于支持企业的通知\n2020年7月21日\n", None, None, None),  # the day on which a page shows it
        ("某条例\n1988年9月8日 某市第十届人民代表大会常务委员会第六次会议\n通过\n", None, None, None),
    ],
)
def test_the_date_below_the_title_of_a_report_or_a_speech_is_that_of_the_document(head, issued_on, level, region):
    metadata = extract(f"{head}各位代表：\n过去一年，成绩来之不易。2016年3月4日讲过两点。\n一、乙。\n")
    assert (metadata.issued_on, metadata.region_level, metadata.region) == (issued_on, level, region)
    assert not metadata.region_inferred


def test_communiques_speeches_and_plans_have_titles():
    titles = (
        "甲省2022年国民经济和社会发展统计公报",
        "在某大会上的讲话",
        "2023年政务公开工作要点",
        "甲市2023年度立法工作计划",
    )
    assert [extract(f"{title}\n\n一、乙。\n").title for title in titles] == list(titles)
    assert extract("甲省2022年统计公报[1]\n\n一、乙。\n").title == "甲省2022年统计公报"


def test_a_title_is_the_fuller_form_that_the_files_name_has(tmp_path):
    path = tmp_path / "2015年政府工作报告.txt"
    path.write_text("政府工作报告\n——2015年3月5日在第十二届全国人民代表大会第三次会议上\n一、乙。\n", encoding="utf-8")
    metadata = next(read_documents(path, source=path.name)).metadata
    assert (metadata.title, metadata.genre, metadata.issued_on) == ("2015年政府工作报告", "报告", "2015-03-05")


def test_what_a_text_in_traditional_characters_states_is_read_and_given_as_it_writes_it():
    stated = extract(
        "東港市人民政府關於印發《溫泉管理辦法》的通知\n東府發〔2024〕12號\n各區人民政府：\n現印發給你們。"
        "《溫泉暫行辦法》（東府發〔2010〕3號）同時廢止。\n東港市人民政府\n2024年5月1日\n"
    )
    assert stated.title == "東港市人民政府關於印發《溫泉管理辦法》的通知"
    assert (stated.issuers, stated.document_number) == (("東港市人民政府",), "東府發〔2024〕12號")
    assert (stated.issued_on, stated.repeals) == ("2024-05-01", ("《溫泉暫行辦法》（東府發〔2010〕3號）",))


def test_a_statute_may_have_a_short_name():
    assert extract("民法\n\n第一條　甲。\n").title == "民法"
    assert extract("辦法\n第一條　甲。\n").title is None


@pytest.mark.parametrize(
    ("text", "region", "inferred"),
    [
        ("周口市召开疫情防控工作会议\n\n河南省要求各地严格管理。河南省已部署，我省各地落实。", "周口", False),
        ("来源：郑州日报\n郑州市市长调研复工\n\n他说，河南省已部署，河南省、我省各地要落实。", "郑州", False),
        ("北京市东城区交道口街道致居民的一封信\n\n请居民在家。", "东城", False),
        ("中共平凉市委网信办关于谣言的公告\n\n一、不得传谣。", "平凉", False),
        ("中共中央办公厅关于作风的规定\n\n一、不得违反。", None, False),
        ("关于工作的公告\n\n我市各单位：南昌市财政局、南昌市公安局和南昌市东湖区要落实江西省要求。", "南昌", True),
        ("关于工作的公告\n\n我省各单位：南昌市、九江市和赣州市要落实江西省要求，全市试点。我省负责。", "江西", True),
        ("关于工作的公告\n\n我市各单位：北京市财政局、北京市公安局和北京市通州区要落实。", "北京", True),
    ],
)
def test_a_headline_and_who_says_our_city_tell_the_city(text, region, inferred):
    metadata = extract(text)
    assert (metadata.region, metadata.region_inferred) == (region, inferred)


@pytest.mark.parametrize(
    ("text", "called", "expected"),
    [
        (
            "哈尔滨市南岗区信访局\n关于某某事项的答复意见书\n李明同志：\n来信收悉。现答复如下：\n一、属实，自2023年1月1日起执行。\n"
            "哈尔滨市南岗区信访局（公章）\n2023年3月4日\n",
            "",
            {
                "title": "关于某某事项的答复意见书",
                "region": "南岗",
                "region_parent": "哈尔滨",
                "issuers": ("哈尔滨市南岗区信访局",),
                "issued_on": "2023-03-04",
                "addressees": ("李明同志",),
            },
        ),
        (
            "天津市河西区城市管理委员会\n行政处罚决定书\n津西城罚字〔2024〕7号\n某某公司：\n你单位违法堆放，决定罚款。\n",
            "",
            {
                "title": "天津市河西区城市管理委员会行政处罚决定书",
                "region": "河西",
                "region_parent": "天津",
                "issuers": ("天津市河西区城市管理委员会",),
                "document_number": "津西城罚字〔2024〕7号",
            },
        ),
        (
            "标题：孩子在哪上学？\n来信内容：我住三楼。\n答复内容：\n您好，可以。\n福州市鼓楼区教育局　　"
            "入学办公室：0591-1\n2024年5月6日\n",
            "",
            {
                "title": "孩子在哪上学？",
                "region": "鼓楼",
                "region_parent": "福州",
                "issuers": ("福州市鼓楼区教育局",),
                "issued_on": "2024-05-06",
            },
        ),
        (
            "《某市补贴细则》政策解读\n相关文件：某市财政局关于印发《某市补贴细则》的通知（某财发〔2023〕6号）\n问：补多少？\n",
            "",
            {"title": "《某市补贴细则》政策解读", "cites": ("《某市补贴细则》", "某财发〔2023〕6号")},
        ),
        ("您好，可以报名。\n鼓楼区教育局\n2024年5月6日\n", "福州市回复.txt", {
            "region": "鼓楼", "region_parent": "福州", "issuers": ("鼓楼区教育局",), "issued_on": "2024-05-06",
        }),
        ("苏环罚字〔2023〕8号\n你厂在江苏违法排污。\n", "", {
            "region": "江苏", "region_inferred": True, "document_number": "苏环罚字〔2023〕8号",
        }),
        ("问：怎么领？\n答：网上申请。\n", "01_关于苏州市补贴的问答.txt", {
            "region": "苏州", "region_parent": "江苏", "region_inferred": True,
        }),
        ("# 甲市指南\n【发布日期】2026年1月8日　【文号】甲审〔2026〕3号\n"
         "| 施行日期 | 2026年2月1日（有效期至2028年1月31日） |\n", "", {
            "title": "甲市指南", "document_number": "甲审〔2026〕3号", "published_on": "2026-01-08",
            "effective_on": "2026-02-01", "expires_on": "2028-01-31",
        }),
        ("株洲某公司诉某银行，法院在长沙审理。\n", "株洲某公司诉某银行案.txt", {}),
    ],
)  # fmt: skip
def test_letters_and_decisions_tell_whose_they_are_in_their_first_and_last_lines(text, called, expected):
    found = asdict(extract(text, None, called))
    names = ("title", "region", "region_parent", "region_inferred", "issuers", "document_number", "issued_on")
    more = ("published_on", "effective_on", "expires_on", "cites")
    given = {name: found[name] for name in (*names, *more, "addressees") if found[name]}
    assert given == expected


def test_a_survey_team_issues_a_communique_with_the_bureau_of_statistics():
    signed = "绍兴市统计局  国家统计局绍兴调查队\n2026年3月18日"
    text = f"绍兴市2025年国民经济和社会发展统计公报\n\n{signed}\n\n一、综合\n增长5%。\n"
    assert extract(text).issuers == ("绍兴市统计局", "国家统计局绍兴调查队")


@pytest.mark.parametrize(
    "prose",
    [
        "据青海省水利厅消息，受降水影响，青海省水利厅2023年8月17日21时发布洪水橙色预警，请沿河单位注意防范。",
        "某某科技于2021年3月9日发布的招股说明书显示，公司拟募集资金11.88亿元。股东会2021年4月1日通过了议案。",
    ],
)
def test_what_running_prose_reports_of_a_day_is_no_date_of_its_own(prose):
    found = extract(prose)
    assert (found.issued_on, found.published_on, found.effective_on, found.issuers) == (None, None, None, ())
    headed = extract(f"某市长期护理保险新闻发布会实录\n\n2025年9月25日15:00，市政府新闻办举行新闻发布会。{prose}")
    assert headed.issued_on == "2025-09-25"
