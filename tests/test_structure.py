"""Sections and the paths that readers cite, in forms that official documents have."""

from hypothesis import given
from hypothesis import strategies as st

from index.chunking import chunk
from index.cleaning import repeated_spans
from index.documents import Section, Span
from index.loaders.loaded import FormatHeading
from index.paragraphs import cited_path
from index.structure import sections

STATUTE = """# 某市物业管理条例

2020年5月1日 某市第十届人民代表大会常务委员会第二次会议通过

## 第一章　总则

第一条　为了规范物业管理，制定本条例。

第二条　物业服务企业应当履行下列义务：

（一）公示收费标准；

（二）保存下列资料：

1.图纸；

2.合同。

业主可以查阅前款规定的资料。

### 第一节　附则

第三条　本条例自2020年7月1日起施行。
"""


def paths(text: str, headings: tuple[FormatHeading, ...] = ()) -> list[tuple[str, ...]]:
    return [section.path for section in sections(text, (), headings)]


def place(text: str, words: str) -> tuple[str, ...]:
    """The path under which the words are cited."""
    start = text.index(words)
    section = next(s for s in reversed(sections(text)) if s.start <= start)
    return cited_path(text, section.path, Span(start, start + len(words)))


def test_items_are_parts_of_their_article_and_the_title_is_in_no_path():
    assert paths(STATUTE) == [
        (),
        ("第一章　总则",),
        ("第一章　总则", "第一条"),
        ("第一章　总则", "第二条"),
        ("第一章　总则", "第一节　附则"),
        ("第一章　总则", "第一节　附则", "第三条"),
    ]


def test_a_citation_names_the_paragraph_the_item_and_the_point_of_an_article():
    chapter = "第一章　总则"
    assert place(STATUTE, "制定本条例") == (chapter, "第一条")
    assert place(STATUTE, "物业服务企业") == (chapter, "第二条第一款")
    assert place(STATUTE, "公示收费标准") == (chapter, "第二条第一款第一项")
    assert place(STATUTE, "2.合同") == (chapter, "第二条第一款第二项第二目")
    assert place(STATUTE, "1.图纸；\n\n2.合同") == (chapter, "第二条第一款第二项")
    assert place(STATUTE, "查阅前款") == (chapter, "第二条第二款")
    assert place(STATUTE, "2.合同。\n\n业主可以") == (chapter, "第二条")


def test_decimal_numbers_are_headings_where_they_count_on():
    text = """某省突发环境事件应急预案

目  录
1 总则 ........ 1
1.1 编制目的 ..... 1
2 组织指挥体系 ... 3

1 总则
1.1 编制目的
为健全机制，制定本预案。
1.2 事件分级
1.5亿元以上的损失为重大。
2 组织指挥体系
2.1 省级机构
2.1.1 指挥部
3人以上值班。
2.1.2 办公室
设在生态环境厅。
3 附则
本预案自印发之日起实施。
"""
    assert paths(text) == [
        (),
        ("1 总则",),
        ("1 总则", "1.1 编制目的"),
        ("1 总则", "1.2 事件分级"),
        ("2 组织指挥体系",),
        ("2 组织指挥体系", "2.1 省级机构"),
        ("2 组织指挥体系", "2.1 省级机构", "2.1.1 指挥部"),
        ("2 组织指挥体系", "2.1 省级机构", "2.1.2 办公室"),
        ("3 附则",),
    ]


def test_an_article_without_paragraphs_is_cited_by_its_item_alone():
    text = "第九条 有下列情形之一的，不予受理：\n（一）甲；\n（二）乙。\n"
    assert place(text, "乙") == ("第九条第二项",)


def test_a_caption_belongs_to_the_heading_of_its_article():
    text = "第一条（立法目的）\n为了甲。\n乙。\n"
    assert paths(text) == [("第一条（立法目的）",)]
    assert place(text, "乙") == ("第一条第二款",)


def test_articles_whose_spaces_were_lost_count_as_far_as_they_go_on():
    text = "第一条为了甲，依照\n第二条规定。\n第二条本办法适用于乙。\n第九条丙。\n"
    assert paths(text) == [("第一条",), ("第二条",)]


def test_a_signature_is_glued_to_no_clause_and_what_it_issues_starts_anew():
    text = (
        "关于印发《甲行动方案》的通知\n\n各区：\n\n一、请执行。\n\n附件：甲行动方案\n\n某市科学技术委员会\n某市商务委员会\n\n"
        "2025年7月10日\n\n**甲行动方案**\n\n为了乙。\n\n一、目标\n增长。\n\n附件1\n任务表\n"
    )
    assert [(s.path, text[s.start : s.end].split()[0]) for s in sections(text)] == [
        ((), "关于印发《甲行动方案》的通知"),
        (("一、请执行",), "一、请执行。"),
        (("落款",), "某市科学技术委员会"),
        ((), "**甲行动方案**"),
        (("一、目标",), "一、目标"),
        (("附件1",), "附件1"),
    ]


def test_a_heading_that_wraps_all_others_tells_no_place():
    assert paths("# 甲规划\n\n## 政策全文\n\n一、目标\n\n（一）乙\n")[-1] == ("一、目标", "（一）乙")
    assert paths("# 甲案\n\n## 要点\n\n丙。\n\n## 案情\n\n丁。\n")[-1] == ("案情",)


def test_a_table_of_contents_is_no_place():
    text = "甲法\n目　录\n第一章　总　则\n第二章　附则\n第一章　总则\n第一条　乙。\n第二章　附则\n第二条　丙。\n"
    assert paths(text) == [
        (),
        ("第一章　总则",),
        ("第一章　总则", "第一条"),
        ("第二章　附则",),
        ("第二章　附则", "第二条"),
    ]


def test_numbers_that_run_on_over_the_parts_are_no_stray_blocks():
    text = "甲乙丙丁戊己庚辛壬癸子丑。\n一、甲\n（一）乙。\n二、丙\n（二）丁。\n甲乙丙丁戊己庚辛壬癸子丑。\n"
    repeats = repeated_spans(text)
    assert repeats
    assert [s.path for s in sections(text, repeats)][-1] == ("二、丙", "（二）丁")


def test_headings_that_the_format_marks_hold_those_it_does_not():
    text = "总则\n一、目标\n甲。\n保障\n组织\n乙。\n"
    marked = tuple(
        FormatHeading(text.index(words), text.index(words) + 2, level)
        for words, level in (("总则", 1), ("保障", 1), ("组织", 2))
    )
    assert paths(text, marked) == [("总则",), ("总则", "一、目标"), ("保障",), ("保障", "组织")]


PIECES = [
    *("# 甲条例\n", "## 第一章 总则\n", "第一条　乙", "第二条丙，", "（一）丁；\n", "1.戊。\n", "\n", "　　"),
    *("一、己\n", "（二）庚。", "附件：表\n", "附件1\n", "某省人民政府\n", "2020年1月2日\n", "甲行动方案\n"),
    *("**二、辛**\n", "壬。" * 200),
]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join), st.data())
def test_sections_leave_no_gap_and_every_passage_lies_in_one_and_can_be_cited(text, data):
    starts = sorted(data.draw(st.sets(st.integers(0, max(len(text) - 1, 0)), max_size=3)))
    headings = tuple(FormatHeading(start, min(start + 5, len(text)), 1 + start % 3) for start in starts)
    repeats = repeated_spans(text)
    found: tuple[Section, ...] = sections(text, repeats, headings)
    assert [s.start for s in found] == [0, *(s.end for s in found[:-1])]
    assert not found or found[-1].end == len(text)
    for passage in chunk("d", text, found, repeats):
        assert passage.text == text[passage.start : passage.end]
        assert any(s.start <= passage.start and passage.end <= s.end for s in found)
        path = cited_path(text, passage.heading_path, Span(passage.start, passage.end))
        assert len(path) == len(passage.heading_path)


def test_articles_counted_in_figures_and_with_spaces_are_articles():
    text = "河川管理條例\n第 一 章 總則\n第 1 條　甲。\n第 1-1 條　乙：\n一、丙。\n第二章 罰則\n第 2 條　丁。\n"
    assert [s.path for s in sections(text)[1:]] == [
        ("第 一 章 總則",),
        ("第 一 章 總則", "第 1 條"),
        ("第 一 章 總則", "第 1-1 條"),
        ("第二章 罰則",),
        ("第二章 罰則", "第 2 條"),
    ]


def test_a_question_is_the_heading_of_its_answer():
    text = (
        "办事问答\n问1：什么是公租房？“市区”包括哪些地方？\n答：公租房是住房。\n问2：要交哪些材料？\n答：材料如下：\n"
        "（1）申请表；\n（2）户口簿。\n**Q3 能退吗？**\nA 能。你问几天？\n单身能申请吗？\n\n答：可以。\n"
        "问题怎么办？大家想一想。\n"
    )
    assert [section.path for section in sections(text)] == [
        (),
        ("问1：什么是公租房？“市区”包括哪些地方？",),
        ("问2：要交哪些材料？",),
        ("问2：要交哪些材料？", "（1）申请表"),
        ("问2：要交哪些材料？", "（2）户口簿"),
        ("Q3 能退吗？",),
        ("单身能申请吗？",),
    ]
    text = "一、问：名誉权案件如何管辖？\n\n答：适用第二十九条。\n二、问：死者呢？\n\n答：近亲属有权起诉。\n"
    assert [section.path for section in sections(text)] == [("一、问：名誉权案件如何管辖？",), ("二、问：死者呢？",)]


def test_a_question_that_nobody_answers_is_no_heading():
    text = "一、调研\n有人会问为什么要改？\n原因在于群众不便。\n“问”计于民怎么做？\n"
    assert [section.path for section in sections(text)] == [("一、调研",)]
