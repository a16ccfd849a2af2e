"""The five seed documents, and documents that are not among them."""

import re
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import chunking, cleaning, structure
from index.dates import iso_date
from index.lexicon import fold_text
from index.metadata import extract
from index.reading import read_documents
from index.regions import gazetteer, home_region

SEEDS = Path(__file__).parent.parent / "seeds"
DOCUMENTS = {path.name[:3]: next(read_documents(path, source=path.name)) for path in sorted(SEEDS.glob("*.txt"))}


@pytest.mark.parametrize(
    ("seed", "expected"),
    [
        (
            "000",
            {
                "region": "广东",
                "region_level": "省",
                "issuers": ("广东省人民政府办公厅",),
                "document_number": "粤府办〔2012〕101号",
                "issued_on": "2012-10-12",
                "published_on": "2012-11-08",
                "genre": "通知",
                "region_inferred": False,
            },
        ),
        (
            "001",
            {
                "region": "湖南",
                "issuers": ("湖南省人民政府办公厅",),
                "document_number": None,
                "issued_on": "2013-07-25",
                "published_on": None,
                "title": None,
            },
        ),
        (
            "002",
            {
                "region": "深圳",
                "region_level": "市",
                "region_parent": "广东",
                "issuers": ("深圳市人民政府",),
                "document_number": "深府〔2012〕124号",
                "issued_on": "2012-11-02",
                "published_on": "2012-11-20",
                "index_number": "043000-10-2012-005867",
                "source_url": "http://www.sz.gov.cn/zfgb/2012_1/gb813/201211/t20121120_2066802.htm",
            },
        ),
        (
            "003",
            {
                "region": "四川",
                "region_inferred": True,
                "issuers": (),
                "document_number": None,
                "issued_on": None,
                "published_on": None,
            },
        ),
        (
            "004",
            {
                "region": "吉林",
                "issuers": ("吉林省人民政府办公厅",),
                "document_number": None,
                "issued_on": "2012-11-23",
            },
        ),
    ],
)
def test_metadata_of_the_seeds_is_what_they_state_and_nothing_more(seed, expected):
    metadata = DOCUMENTS[seed].metadata
    assert {name: getattr(metadata, name) for name in expected} == expected


def test_a_document_not_seen_before_gives_its_metadata():
    text = (
        "浙江省财政厅 浙江省科学技术厅\n关于印发《浙江省科技发展专项资金管理办法》的通知\n浙财科教〔2019〕7 号\n\n"
        "各市、县（市、区）财政局、科技局：\n　　根据《国务院关于改进加强中央财政科研项目和资金管理的若干意见》"
        "（国发〔2014〕11号）制定本办法，自2019年5月1日起施行。\n\n浙江省财政厅\n浙江省科学技术厅\n二〇一九年三月二十九日\n"
    )
    metadata = extract(text)
    assert metadata.document_number == "浙财科教〔2019〕7 号"
    assert metadata.issuers == ("浙江省财政厅", "浙江省科学技术厅")
    assert (metadata.region, metadata.region_inferred) == ("浙江", False)
    assert (metadata.issued_on, metadata.effective_on) == ("2019-03-29", "2019-05-01")
    assert metadata.cites == ("《国务院关于改进加强中央财政科研项目和资金管理的若干意见》（国发〔2014〕11号）",)


def test_a_number_that_is_only_cited_is_not_the_documents_own():
    text = "各有关单位：\n　　根据国办发〔2011〕58号文件要求，现提出以下意见。"
    assert extract(text).document_number is None


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("二○一二年十一月二日", "2012-11-02"),
        ("二〇二〇年十月三十一日", "2020-10-31"),
        ("２０１２年１１月８日", "2012-11-08"),
        ("2012-11-08", "2012-11-08"),
        ("2012年11月", None),
        ("2012年13月1日", None),
        ("2012年2月30日", None),
    ],
)
def test_dates_in_any_writing_become_iso_dates(written, date):
    assert iso_date(written) == date


def test_the_gazetteer_knows_levels_parents_and_other_names():
    known = gazetteer()
    assert (known.named("深圳").parent, known.named("粤").name, known.named("Jilin").name) == ("广东", "广东", "吉林")
    assert known.of_issuer("广东省深圳市人民政府").name == "深圳"
    assert [region.name for _, region in known.mentions("쓰촨성과 湖南省")] == ["四川", "湖南"]


def test_a_text_that_names_places_of_many_provinces_has_no_home():
    assert home_region("北京、上海、广州、成都、武汉、西安等地先行先试。") is None


def test_repeated_blocks_of_the_guangdong_file_are_indexed_once():
    document = DOCUMENTS["000"]
    repeated = "加快推进国家知识产权局专利审查协作广东中心"
    assert document.text.count(repeated) == 2
    assert sum(repeated in chunk.text for chunk in document.chunks) == 1
    heading = "广东省人民政府办公厅转发省发展改革委关于加快发展高技术服务业实施意见的通知发布日期"
    assert document.text.count(heading) == 2
    assert sum(heading in chunk.text for chunk in document.chunks) == 1


def test_collapsing_repeats_loses_no_sentence():
    for document in DOCUMENTS.values():
        indexed = "".join(chunk.text for chunk in document.chunks)
        for span in cleaning.sentence_spans(document.text):
            assert document.text[span.start : span.end] in indexed


def test_a_clause_path_is_what_a_reader_would_cite():
    chunk = next(c for c in DOCUMENTS["000"].chunks if "同网同价" in c.text)
    assert chunk.heading_path[:2] == ("三、主要任务及分工", "（二）完善市场环境")
    chunk = next(c for c in DOCUMENTS["001"].chunks if "411工程" in c.text)
    assert chunk.heading_path == ("二、重点任务", "（三）切实推进两大基地建设", "1、长株潭（国家）高技术服务产业基地")


def test_articles_chapters_and_markdown_headings_are_sections():
    text = "# 某条例\n第一章 总则\n第一条　为了发展。\n第二条　适用于本省。\n第二章 附则\n第三条　自公布之日起施行。\n"
    paths = [section.path for section in structure.sections(text)]
    assert paths[-1] == ("第二章 附则", "第三条")
    assert ("第一章 总则", "第二条") in paths


def test_a_reference_to_an_article_is_no_heading():
    assert [s.path for s in structure.sections("第一条　依照\n第二条规定办理。")] == [("第一条",)]


POLICY = st.lists(
    st.sampled_from(
        [
            "一、总则\n",
            "（一）目标。",
            "增长20%以上。",
            "1．支持企业，",
            "由省物价局负责；",
            "\n",
            "　　",
            "第一条　",
            "各市：\n",
            "附件：表\n",
            "The province supports firms, e.g. No. 5 of Annex A. ",
            "支持高技术服务业企业，" * 33,
            "长" * 700,
        ]
    ),
    max_size=30,
).map("".join)


@given(POLICY)
def test_sections_cover_the_text_and_chunks_are_slices_inside_one_section(text):
    repeats = cleaning.repeated_spans(text)
    sections = structure.sections(text, repeats)
    assert [s.start for s in sections] == [0, *(s.end for s in sections[:-1])]
    assert not sections or sections[-1].end == len(text)
    for chunk in chunking.chunk("d", text, sections, repeats):
        assert chunk.text == text[chunk.start : chunk.end]
        assert 0 < len(chunk.text) <= chunking.TARGET
        assert any(s.start <= chunk.start and chunk.end <= s.end and s.path == chunk.heading_path for s in sections)


@given(POLICY)
def test_every_sentence_is_in_a_chunk_or_said_elsewhere(text):
    repeats = cleaning.repeated_spans(text)
    chunks = chunking.chunk("d", text, structure.sections(text, repeats), repeats)
    indexed = "".join("".join(chunk.text.split()) for chunk in chunks)
    for span in repeats:
        for sentence in cleaning.sentence_spans(text, span.start, span.end):
            assert "".join(text[sentence.start : sentence.end].split()) in indexed


@pytest.mark.parametrize(
    ("text", "issuers", "issued_on"),
    [
        (
            "关于印发《终端设备管理规定》的通知\n\n各省通信管理局：\n现印发给你们。\n\n国家互联网信息办公室\n国家发展和改革委员会\n"
            "工业和信息化部\n公安部\n海关总署\n国务院国有资产监督管理委员会\n中国科学院\n2025年4月23日\n",
            (
                "国家互联网信息办公室",
                "国家发展和改革委员会",
                "工业和信息化部",
                "公安部",
                "海关总署",
                "国务院国有资产监督管理委员会",
                "中国科学院",
            ),
            "2025-04-23",
        ),
        (
            "国务院关于印发\n应急规划的通知\n\n各省人民政府：\n我省、全省各地。\n\n国务院\n\n2021年12月30日\n",
            ("国务院",),
            "2021-12-30",
        ),
        (
            "中共中央 国务院关于做好重点工作的意见\n（2023年1月2日）\n\n全省各地要守好底线。\n",
            ("中共中央", "国务院"),
            "2023-01-02",
        ),
        ("中共中央办公厅 国务院办公厅关于推进改革的意见\n\n一、总则\n", ("中共中央办公厅", "国务院办公厅"), None),
        ("最高人民法院关于适用法律的解释\n\n一、总则\n", ("最高人民法院",), None),
        ("全国人民代表大会常务委员会关于修改法律的决定\n\n一、总则\n", ("全国人民代表大会常务委员会",), None),
        ("工业和信息化部等七部门关于推动创新的实施意见\n\n一、总则\n", ("工业和信息化部",), None),
    ],
)
def test_bodies_of_the_state_are_issuers_of_the_national_level(text, issuers, issued_on):
    metadata = extract(text)
    assert (metadata.issuers, metadata.issued_on) == (issuers, issued_on)
    assert (metadata.region_level, metadata.region, metadata.region_inferred) == ("国家", None, False)


def test_a_date_within_a_sentence_signs_nothing():
    text = "一、总则\n本规划经国务院2013年1月1日批准，战略布局2013年2月1日完成，教育部2013年3月1日起推进。\n"
    assert (extract(text).issuers, extract(text).issued_on) == ((), None)


@pytest.mark.parametrize("stated", ["工信部", "加快布局", "上海市科学技术委员会"])
def test_the_issuers_are_those_who_sign_whoevers_page_it_is(stated):
    text = f"# 关于创新的意见\n\n**发布机构**: {stated}\n\n一、总则\n\n工业和信息化部\n教育部\n2024年1月18日\n"
    assert extract(text).issuers == ("工业和信息化部", "教育部")


def test_the_publisher_that_a_page_states_is_the_issuer_of_what_nobody_signs():
    text = "# 关于创新的问答实录\n\n**发布机构**: 上海市科学技术委员会\n\n问：为什么？\n"
    assert extract(text).issuers == ("上海市科学技术委员会",)


def test_regions_are_found_as_the_longest_name_of_the_gazetteer_at_each_place():
    known = gazetteer()
    names = sorted(known._names, key=len, reverse=True)
    apart = "(?<![a-z0-9]){}(?![a-z0-9])"
    plain = re.compile("|".join(apart.format(name) if name.isascii() else re.escape(name) for name in names))
    every = "、".join(f"{region.full_name}{region.name} {' '.join(region.aliases)}" for region in known.regions)
    text = f"Jilin jilinx {every} {DOCUMENTS['003'].text}"
    folded = fold_text(text)
    words = {"城区", "郊区", "矿区", "新城区", "老城区"}  # name no region by themselves
    expected = [match.group() for match in plain.finditer(folded) if match.group() not in words]
    found = [(fold_text(text[span.start : span.end]), region) for span, region in known.mentions(text)]
    assert [name for name, _ in found] == expected
    assert all(region in known._sharing[name] for name, region in found)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("南通市通州区的企业", ["320600", "320612"]),
        ("通州区的企业", ["110112"]),
        ("北京市通州区、南通市崇川区", ["110000", "110112", "320600", "320602"]),
        ("西安市新城区的商户", ["610100", "610102"]),
        ("鹤壁城区里养鸡", ["410600"]),  # its inner city, not the district of 晋城
        ("推进新城区建设", []),
        ("遵义道真县的电梯", ["520300", "520325"]),
        ("鄂伦春旗的林场", ["150723"]),
        ("河南县域经济", ["410000"]),  # not of 河南蒙古族自治县
    ],
)
def test_a_county_whose_name_others_have_is_the_one_in_the_place_before(text, codes):
    assert [region.code for _, region in gazetteer().mentions(text)] == codes


@pytest.mark.parametrize("text", ["我省" + " " * 200_000, "我省" + "财政部、" * 50_000, "我省、北京市、" * 25_000])
def test_metadata_of_a_long_text_takes_no_long(text):
    gazetteer().named("广东")
    began = time.perf_counter()
    extract(text)
    assert time.perf_counter() - began < 5  # a tenth of it, unless the time grows with the square of the length


def sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in cleaning.sentence_spans(text)]


def test_english_sentences_are_told_apart():
    text = (
        "Notice No. 12 of 2023. The U.S. market grew by 1.5 percent! Is it open? Ask Dr. Wu of Fig. 3.\n"
        '1. Support firms. 12. Set up "green lanes." (See Sec. 4 below.) See www.gov.cn for more.'
    )
    assert sentences(text) == [
        "Notice No. 12 of 2023.",
        "The U.S. market grew by 1.5 percent!",
        "Is it open?",
        "Ask Dr. Wu of Fig. 3.",
        "1. Support firms.",
        '12. Set up "green lanes."',
        "(See Sec. 4 below.)",
        "See www.gov.cn for more.",
    ]


@pytest.mark.parametrize(
    ("sentence", "ends"),
    [
        ("支持企业上云用数赋智；" + "推进服务业发展，" * 60 + "加快建设。", "，"),
        ("parks supports firms " * 40, "s"),
        ("support 1,000 firms in the parks, " * 30, ","),
        ("长" * 1000 + "。", "长"),
    ],
)
def test_a_sentence_that_is_too_long_is_cut_where_it_hurts_least(sentence, ends):
    text = f"一、总则\n{sentence}"
    chunks = chunking.chunk("d", text, structure.sections(text))
    assert len(chunks) > 2
    assert all(len(chunk.text) <= chunking.TARGET for chunk in chunks)
    assert {chunk.text[-1] for chunk in chunks[1:-1]} == {ends}
    assert "".join("".join(chunk.text.split()) for chunk in chunks) == "".join(text.split())


class Counted(Sequence):
    """Spans that count how often one of them is looked at."""

    def __init__(self, spans):
        self._spans, self.looks = spans, 0

    def __len__(self):
        return len(self._spans)

    def __getitem__(self, position):
        self.looks += 1
        return self._spans[position]


def test_a_document_full_of_repeats_costs_no_more_than_its_length():
    text = "".join(f"第{number}条　第{number}次重申。\n鼓励企业发展高技术服务业。\n" for number in range(2000))
    repeats = Counted(cleaning.repeated_spans(text))
    assert len(repeats) > 1900
    sections = structure.sections(text, repeats)
    assert len(chunking.chunk("d", text, sections, repeats)) > 1900
    assert repeats.looks < 30 * 2 * 4000  # per unit and scan the logarithm of their number, not the number


def test_a_markdown_page_gives_the_metadata_of_its_labels():
    text = (
        "# 关于印发《某市重点实验室管理办法》的通知\n\n- **发布机构**：某市科学技术委员会\n- **发布日期**: 2025-12-29\n"
        "- **文号**: 工信部科〔2025〕10号\n- **来源**: [原文](https://example.gov.cn/a.html)\n\n"
        "**第一章 总则**\n\n\u2003第一条\u00a0为了规范管理，制定本办法。\n"
        "\u2003第二条\u00a0本办法自2026年2月1日起施行。\n"
    )
    metadata = extract(text)
    assert metadata.document_number == "工信部科〔2025〕10号"
    assert (metadata.published_on, metadata.effective_on) == ("2025-12-29", "2026-02-01")
    assert metadata.issuers == ("某市科学技术委员会",)
    assert metadata.source_url == "https://example.gov.cn/a.html"
    assert [s.heading for s in structure.sections(text) if s.level == 5] == ["第一条", "第二条"]
    assert "第一章 总则" in {s.heading for s in structure.sections(text)}
