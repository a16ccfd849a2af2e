"""Spreadsheets and CSV made by openpyxl and csv, read back."""

import csv
import zipfile
from datetime import date, datetime
from io import BytesIO, StringIO

import pytest
from openpyxl import Workbook

from index.errors import UnreadableFile
from index.loaders import limits, load_bytes


def workbook(sheets):
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return book


def saved(book):
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def comma_separated(rows, encoding="utf-8"):
    file = StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue().encode(encoding)


def test_a_row_says_its_column_names_and_values_as_they_are_shown():
    rows = [
        ["2025年补助资金分配表"],
        ["序号", "地区", "补助（万元）", "增长", "批准日期", "备注"],
        [1, "吉林", 100.0, 0.2, date(2025, 1, 2), None],
        [2, "广东", 3.5, 0.155, datetime(2025, 3, 4, 9, 30), True],
    ]
    book = workbook({"资金": rows})
    for row in (3, 4):
        book["资金"].cell(row, 4).number_format = "0.0%"
    (loaded,) = load_bytes(saved(book), "a.xlsx")
    assert loaded.text == (
        "2025年补助资金分配表\n"
        "序号：1 | 地区：吉林 | 补助（万元）：100 | 增长：20% | 批准日期：2025-01-02\n"
        "序号：2 | 地区：广东 | 补助（万元）：3.5 | 增长：15.5% | 批准日期：2025-03-04 09:30:00 | 备注：是\n"
    )
    assert loaded.metadata == {"title": "2025年补助资金分配表"}
    assert [loaded.text[h.start : h.end] for h in loaded.headings] == ["序号：1 | 地区：吉林", "序号：2 | 地区：广东"]


def test_merged_cells_are_said_in_each_row_and_names_in_two_rows_are_joined():
    rows = [
        ["2025年补助资金分配表", None, None, None, None],
        ["地区", "类别", "补助（万元）", None, "备注"],
        [None, None, "2024年", "2025年", None],
        ["吉林", "农业", 1, 2, None],
        [None, "工业", 3, 4, "追加"],
        ["广东", "农业", 5, 6, None],
    ]
    book = workbook({"资金": rows})
    for area in ("A1:E1", "A2:A3", "B2:B3", "C2:D2", "E2:E3", "A4:A5"):
        book["资金"].merge_cells(area)
    (loaded,) = load_bytes(saved(book), "a.xlsx")
    assert loaded.text == (
        "2025年补助资金分配表\n"
        "地区：吉林 | 类别：农业 | 补助（万元） 2024年：1 | 补助（万元） 2025年：2\n"
        "地区：吉林 | 类别：工业 | 补助（万元） 2024年：3 | 补助（万元） 2025年：4 | 备注：追加\n"
        "地区：广东 | 类别：农业 | 补助（万元） 2024年：5 | 补助（万元） 2025年：6\n"
    )


def test_a_first_row_of_words_below_the_names_is_data():
    data = comma_separated([["地区", "政策", "", "备注"], ["吉林", "同网同价", "甲", "乙"], ["广东", "降价", "丙", ""]])
    (loaded,) = load_bytes(data, "a.csv")
    assert loaded.text.splitlines()[0] == "地区：吉林 | 政策：同网同价 | 甲 | 备注：乙"


def test_every_visible_sheet_is_a_document():
    book = workbook({"甲": [["地区", "金额"], ["吉林", 1]], "乙": [["名单"], ["某公司"]], "丙": [["地区"], ["藏"]]})
    book["丙"].sheet_state = "hidden"
    assert [(each.member, each.text) for each in load_bytes(saved(book), "a.xlsx")] == [
        ("甲", "地区：吉林 | 金额：1\n"),
        ("乙", "名单\n某公司\n"),
    ]


def test_a_table_without_column_names_keeps_its_rows():
    (loaded,) = load_bytes(comma_separated([["吉林", "100"], ["广东", "200"]]), "a.csv")
    assert loaded.text == "| 吉林 | 100 |\n| 广东 | 200 |\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_in_any_encoding_and_with_any_delimiter(encoding, delimiter):
    file = StringIO()
    csv.writer(file, delimiter=delimiter).writerows([["地区", "说明"], ["吉林", '含"引号"与，\n换行']])
    (loaded,) = load_bytes(file.getvalue().encode(encoding), "a.csv")
    assert loaded.text == '地区：吉林 | 说明：含"引号"与， 换行\n'


def test_a_table_of_documents_gives_each_with_its_metadata():
    text = "一、总则\n" + "支持企业发展。" * 40
    rows = [["标题", "发文字号", "发布日期", "正文"], ["关于甲的通知", "吉政发〔2012〕5号", "2012-11-02", text]]
    (loaded,) = load_bytes(comma_separated([*rows, ["关于乙的通知", "", "", ""]]), "a.csv")
    assert loaded.text == f"关于甲的通知\n{text}\n"
    assert loaded.member == "1"
    assert loaded.metadata == {
        "title": "关于甲的通知",
        "document_number": "吉政发〔2012〕5号",
        "published_on": "2012-11-02",
    }


def test_rows_beyond_the_limit_are_told(monkeypatch):
    monkeypatch.setattr(limits, "ROWS", 2)
    (loaded,) = load_bytes(comma_separated([["地区", "名称"], ["甲", "子"], ["乙", "丑"], ["丙", "寅"]]), "a.csv")
    assert loaded.text == "地区：甲 | 名称：子\n地区：乙 | 名称：丑\n"
    assert loaded.notices == ("只收录前 2 行 / only the first 2 rows were taken",)


def repacked(data: bytes, part: str, change) -> bytes:
    """The workbook with one part changed."""
    result = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content.decode()) if name == part else content)
    return result.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def test_a_sheet_that_lies_about_its_size_is_read_as_it_is():
    data = saved(workbook({"甲": [["地区", "金额"], ["吉林", 1]]}))
    lying = repacked(data, SHEET, lambda xml: xml.replace('ref="A1:B2"', 'ref="A1:XFD1048576"'))
    assert next(load_bytes(lying, "a.xlsx")).text == "地区：吉林 | 金额：1\n"
    far = repacked(data, SHEET, lambda xml: xml.replace('r="2"', 'r="2000000000"'))
    try:
        list(load_bytes(far, "a.xlsx"))
    except UnreadableFile as error:
        assert "/" in str(error)  # noqa: PT017


def test_entities_in_a_sheet_are_refused():
    bomb = "<!DOCTYPE w [<!ENTITY a '笑'>" + "".join(
        f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    data = saved(workbook({"甲": [["地区", "金额"], ["吉林", 1]]}))
    hostile = repacked(data, SHEET, lambda xml: f"{bomb}]>{xml[xml.index('<worksheet') :]}")
    with pytest.raises(UnreadableFile, match="已损坏"):
        list(load_bytes(hostile, "a.xlsx"))
