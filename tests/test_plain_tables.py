"""Tables in plain text, whose cells stand apart by spaces, tabs or bars, read as those of every other format are."""

import pytest

from index.loaders import canonical, load_bytes


def read(text: str) -> list[str]:
    (loaded,) = load_bytes(text.encode(), "a.txt")
    assert loaded.text == canonical(loaded.text)
    return loaded.text.splitlines()


@pytest.mark.parametrize(
    ("table", "lines"),
    [
        (
            "  县区      户数    补助（元）\n  东湖县    12      3,400\n  南山区    7       900",
            ["县区：东湖县 | 户数：12 | 补助（元）：3,400", "县区：南山区 | 户数：7 | 补助（元）：900"],
        ),
        (
            "序号\t材料\t份数\n1\t身份证 复印件\t2\n2\t户口簿\t1",
            ["序号：1 | 材料：身份证 复印件 | 份数：2", "序号：2 | 材料：户口簿 | 份数：1"],
        ),
        (
            "任务｜牵头单位｜完成时限\n建站｜市水利局｜2025年6月\n\t修渠｜市农业农村局｜2026年1月",
            [
                "任务：建站 | 牵头单位：市水利局 | 完成时限：2025年6月",
                "任务：修渠 | 牵头单位：市农业农村局 | 完成时限：2026年1月",
            ],
        ),
        (  # a row with other columns stays as it stands
            "车型    白天      夜间\n小车    每次3元   免费\n大车    每次6元   1元\n其他    面议",
            ["车型：小车 | 白天：每次3元 | 夜间：免费", "车型：大车 | 白天：每次6元 | 夜间：1元", "其他    面议"],
        ),
    ],
)
def test_rows_are_said_with_the_names_of_their_columns(table: str, lines: list[str]) -> None:
    assert read(f"附件1\n{table}\n\n后记。") == ["附件1", *lines, "", "后记。"]


@pytest.mark.parametrize(
    "text",
    [
        "中小企业科    张三  0312-3089276\n高新技术科    李四  0312-3310852\n企业科    王五  0312-3037158",
        "甲省水利厅    乙省水利厅    丙省水利厅\n丁省水利厅    戊省水利厅    己省水利厅\n2024年1月1日",
        "张三    李四    王五\n赵六    钱七    孙八\n周九    吴十    郑一",
        "单位名称｜某厂｜电话｜123\n地址｜某路｜联系人｜张三\n邮编｜100000｜传真｜456",
        "首页｜新闻｜政策\n本站声明。",
        "一、总则    \n　　第一条　为了规范　管理，制定本办法。\n　　第二条　本办法适用于本市。",
    ],
)
def test_what_names_no_columns_stays_as_it_stands(text: str) -> None:
    assert read(text) == canonical(text).splitlines()
