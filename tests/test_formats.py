"""Files of several formats in one folder: ingested, asked about and cited with their page, row or place."""

import zipfile
from collections.abc import Callable

import pytest
from openpyxl import Workbook
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

from index.ingest import ingest
from rag.engine import PolicyQA
from rag.records import Answer, Question
from rag.settings import Settings
from ui.terminal import render

FIRST = "第一条　为了支持氢能产业发展，结合本省实际，制定本办法。"
SECOND = "第二条　对建成并投入运营的加氢站，按照设备投资额给予30%的补贴，单站补贴不超过500万元。"


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Answer]:
    files, index = tmp_path_factory.mktemp("files"), tmp_path_factory.mktemp("index")
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("body", fontName="STSong-Light", fontSize=14, leading=24, wordWrap="CJK")
    story = [Paragraph("某省氢能产业管理办法", style), Paragraph(FIRST, style), PageBreak(), Paragraph(SECOND, style)]
    SimpleDocTemplate(str(files / "氢能.pdf")).build(story)
    book = Workbook()
    for row in (
        ["序号", "地区", "政策名称", "补助（万元）"],
        [1, "吉林", "秸秆还田", 120],
        [2, "湖南", "油茶种植", 80],
    ):
        book.active.append(row)
    book.save(files / "补助.xlsx")
    with zipfile.ZipFile(files / "通知.zip", "w") as archive:
        archive.writestr("养老/通知.txt", "关于养老服务的通知\n一、社区食堂\n对在社区食堂就餐的老年人，每餐补贴3元。\n")
        archive.writestr("盖章.png", b"\x89PNG\r\n\x1a\n")
    report = ingest([files], index)
    assert {file.path.name: file.outcome for file in report.files} == dict.fromkeys(
        ("氢能.pdf", "补助.xlsx", "通知.zip"), "added"
    )
    engine = PolicyQA.open(Settings(index=index, _env_file=None))
    return lambda question: engine.ask(Question(question=question))


def test_a_quotation_from_a_pdf_names_its_page(ask):
    answer = ask("加氢站的补贴最多是多少万元？")
    assert "500万元" in answer.answer
    assert (answer.citations[0].source, answer.citations[0].page) == ("氢能.pdf", 2)
    assert "氢能.pdf 第2页 / p. 2" in render(answer)


def test_a_row_of_a_spreadsheet_is_quoted_with_its_column_names(ask):
    answer = ask("秸秆还田的补助是多少万元？")
    assert "补助：120万元" in answer.answer  # the unit of the column is told with its figure
    (citation,) = answer.citations
    assert citation.quote == "序号：1 | 地区：吉林 | 政策名称：秸秆还田 | 补助（万元）：120"
    assert (citation.source, citation.page) == ("补助.xlsx", None)


def test_a_file_in_an_archive_is_cited_by_its_place_in_it(ask):
    answer = ask("老年人在社区食堂就餐每餐补贴多少元？")
    assert "3元" in answer.answer
    assert answer.citations[0].source == "通知.zip!/养老/通知.txt"
