"""Tables as documents have them: which of their rows names the columns, and each row said with those names."""

import pytest

from index.loaders.builder import TextBuilder
from index.loaders.columns import add_table


def lines(rows: list[list[str]], marked: int = 0) -> list[str]:
    builder = TextBuilder()
    add_table(builder, rows, marked)
    return builder.build().text.splitlines()


@pytest.mark.parametrize(
    ("names", "row", "said"),
    [
        (
            ["序号", "重点任务", "责任单位"],
            ["1", "建设加氢站", "市发改委"],
            "序号：1 | 重点任务：建设加氢站 | 责任单位：市发改委",
        ),
        (
            ["指标", "2025年", "2030年"],
            ["研发投入强度", "3.2%", "4%"],
            "指标：研发投入强度 | 2025年：3.2% | 2030年：4%",
        ),
        (["县区", "名额（个）"], ["甲县", "12"], "县区：甲县 | 名额（个）：12"),
        (["类 别", "补助\n标准"], ["种粮", "每亩120元"], "类 别：种粮 | 补助 标准：每亩120元"),
    ],
)
def test_a_row_of_usual_names_is_said_with_each_row_below(names: list[str], row: list[str], said: str) -> None:
    assert lines([names, row]) == [said]


def test_words_above_figures_alone_are_names() -> None:
    rows = [["学院", "本科", "硕士"], ["文学院", "120", "35"], ["理学院", "1,300", "80"]]
    assert lines(rows)[1] == "学院：理学院 | 本科：1,300 | 硕士：80"


@pytest.mark.parametrize(
    "rows",
    [
        [["单位名称", "某机械厂"], ["联系电话", "0431"], ["邮政编码", "130000"]],
        [["索引号", "0431-1", "发文机关", "某市人民政府"], ["有效性", "有效", "成文日期", "2020年1月2日"]],
        [["姓名", "张三", "性别", "男"], ["学历", "本科", "电话", "123"], ["住址", "某县", "邮编", "456"]],
        [["事项名称", "企业认定"], ["办理依据", "某办法第三条"], ["办理时限", "20个工作日"], ["收费标准", "不收费"]],
        [["甲县", "10"], ["乙县", "20"], ["丙县", "30"]],
        [["项目名称", "建设地点", "投资金额"]],
    ],
)
def test_labels_beside_their_values_and_tables_without_names_stay_as_they_are(rows: list[list[str]]) -> None:
    assert lines(rows) == [f"| {' | '.join(row)} |" for row in rows]


def test_what_the_format_marks_as_names_is_taken_for_them() -> None:
    rows = [["学部", "学部", "院系"], ["代号", "简介", "院系"], ["文", "古籍", "中文系"]]
    assert lines(rows, marked=2) == ["学部 代号：文 | 学部 简介：古籍 | 院系：中文系"]
    assert lines([["甲", "乙"], ["丙", "丁"]], marked=1) == ["甲：丙 | 乙：丁"]


def test_a_caption_stands_above_the_rows_and_a_line_across_them_between() -> None:
    rows = [
        ["附表：2025年补助分配"],
        ["序号", "地区", "补助（万元）"],
        ["一、农业"],
        ["1", "甲县", "10"],
        ["序号", "地区", "补助（万元）"],
        ["合计", "合计", "10"],
    ]
    assert lines(rows) == [
        "附表：2025年补助分配",
        "| 一、农业 |",
        "序号：1 | 地区：甲县 | 补助（万元）：10",
        "序号、地区：合计 | 补助（万元）：10",
    ]


def test_a_column_without_a_name_leads_its_row_and_makes_no_heading_of_it() -> None:
    rows = [["", "2025年", "2030年"], ["一、收入", "10", "20"], ["二、支出", "8", "15"]]
    assert lines(rows) == ["| 一、收入 | 2025年：10 | 2030年：20 |", "| 二、支出 | 2025年：8 | 2030年：15 |"]
