import csv
import io

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from rag.errors import ExportFailed
from rag.export import export, spreadsheet, survey_table
from rag.records import Cell, Question, Table
from ui.cli import app


@pytest.fixture(scope="module")
def survey(qa):
    return qa.ask(Question(question="哪些省份提出同网同价政策"))


def test_every_document_of_a_survey_is_a_row_with_verdict_and_passage(survey):
    columns, rows = survey_table(survey)
    assert columns == ["文件", "地区", "判定", "原文", "差别", "文件编号"]
    verdicts = {row[1]: row[2] for row in rows}
    assert verdicts == {"广东": "明确提出", "湖南": "未提及", "深圳": "未提及", "四川": "相近表述", "吉林": "相近表述"}
    (guangdong,) = [row for row in rows if row[1] == "广东"]
    assert "用水、用电、用气与一般工业企业同网同价" in guangdong[3]


def test_csv_opens_in_excel_as_chinese_and_reads_back_row_by_row(survey):
    content = spreadsheet(survey, ".csv")
    assert content.startswith("\ufeff文件".encode())
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    columns, rows = survey_table(survey)
    assert read == [columns, *rows]


def test_xlsx_reads_back_row_by_row(survey, tmp_path):
    export(survey, tmp_path / "survey.xlsx")
    sheet = load_workbook(tmp_path / "survey.xlsx").active
    columns, rows = survey_table(survey)
    assert [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)] == [columns, *rows]


def test_what_looks_like_a_formula_stays_text(survey):
    cell = Cell(text='=HYPERLINK("http://example.org")')
    answer = survey.model_copy(update={"coverage": None, "table": Table(columns=["甲"], rows=[[cell]])})
    assert "'=HYPERLINK" in spreadsheet(answer, ".csv").decode()
    sheet = load_workbook(io.BytesIO(spreadsheet(answer, ".xlsx"))).active
    assert (sheet["A2"].value, sheet["A2"].data_type) == (cell.text, "s")


def test_a_fact_is_exported_by_its_citations(qa):
    answer = qa.ask(Question(question="吉林要培育多少户电子商务应用示范企业"))
    columns, rows = survey_table(answer)
    assert columns[0] == "文件"
    assert len(rows) == len(answer.citations) > 0
    assert any("20户" in row[4] for row in rows)


def test_another_format_and_a_place_that_cannot_be_written_are_told(survey, tmp_path):
    with pytest.raises(ExportFailed, match=r"\.pdf"):
        spreadsheet(survey, ".pdf")
    with pytest.raises(ExportFailed, match="cannot be written"):
        export(survey, tmp_path / "missing" / "a.csv")


def test_the_command_line_saves_a_survey(seeds_index, tmp_path):
    file = tmp_path / "survey.csv"
    question = ["ask", "哪些省份提到了三网融合", "--index", str(seeds_index), "--export", str(file)]
    result = CliRunner().invoke(app, question)
    assert result.exit_code == 0, result.output
    assert "湖南" in file.read_text(encoding="utf-8-sig")
