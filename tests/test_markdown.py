"""Tables as Markdown has them, read as those of every other format are."""

import pytest

from index.loaders import canonical, load_bytes
from index.reading import read_documents


def read(text: str) -> list[str]:
    (loaded,) = load_bytes(text.encode(), "a.md")
    assert loaded.text == canonical(loaded.text)
    return loaded.text.splitlines()


def test_each_row_is_a_line_with_the_names_of_its_columns_and_the_text_around_it_stays() -> None:
    table = "| **地区** |补助（元） |\r\n|:----|-----:|\r\n|甲县 |100 |\r\n| 乙县 | 2|\r\n"
    assert read(f"\ufeff一、标准\r\n\r\n{table}\r\n二、附则 | 完\r\n") == [
        *("一、标准", "", "地区：甲县 | 补助（元）：100", "地区：乙县 | 补助（元）：2"),
        *("", "二、附则 | 完"),
    ]


@pytest.mark.parametrize(
    ("table", "lines"),
    [
        ("刑法条文 | 罪名\n--- | ---\n第201条 | 逃税罪", ["刑法条文：第201条 | 罪名：逃税罪"]),  # no bars at the edges
        ("|甲|乙|\n|-|-|\n|一\\|二|三<br>四|", ["甲：一|二 | 乙：三 四"]),
        ("|名称|说明|\n|---|---|\n|甲|", ["| 甲 |"]),
        ("|单位名称|某机械厂|\n|---|---|\n|联系电话|0431|", ["| 单位名称 | 某机械厂 |", "| 联系电话 | 0431 |"]),
        ("|||\n|---|---|\n|序号|任务|\n|1|建站|", ["序号：1 | 任务：建站"]),  # made by programs from Word files
        ("||2025年|2030年|\n|---|---|---|\n|收入|10|20|", ["| 收入 | 2025年：10 | 2030年：20 |"]),
        ("| 甲 | 乙 |\n| 丙 | 丁 |", ["| 甲 | 乙 |", "| 丙 | 丁 |"]),  # without the dashes it is none
        ("甲。\n---\n乙 | 丙", ["甲。", "---", "乙 | 丙"]),
    ],
)
def test_rows_are_told_from_names_and_tables_from_text(table: str, lines: list[str]) -> None:
    assert read(f"前言。\n\n{table}\n\n后记。\n") == ["前言。", "", *lines, "", "后记。"]


def test_a_table_in_html_is_read_as_one() -> None:
    table = "<table border=1><tr><th>地区</th><th>金额</th></tr>\n<tr><td>甲县</td><td>10</td></tr></table>"
    assert read(f"前言。\n{table}\n后记。")[-3:] == ["地区：甲县 | 金额：10", "", "后记。"]


def test_a_row_is_cited_under_its_heading(tmp_path) -> None:
    rows = "\n".join(f"| 第{number}类 | {number}00万元 |" for number in range(1, 30))
    path = tmp_path / "a.md"
    path.write_text(
        f"# 补助办法\n\n## 二、标准\n\n| 类别 | 金额 |\n|---|---|\n{rows}\n\n## 三、附则\n\n完。\n", encoding="utf-8"
    )
    (document,) = read_documents(path, source="a.md")
    (chunk,) = [chunk for chunk in document.chunks if "类别：第7类 | 金额：700万元" in chunk.text]
    assert chunk.heading_path == ("二、标准",)
