"""PDF files made by reportlab, read back."""

from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Table

from index.errors import UnreadableFile
from index.loaders import canonical, load_bytes, ocr
from index.loaders.builder import TextBuilder
from index.loaders.layout import write
from index.loaders.lines import Line

FORMATS = Path(__file__).parents[2] / "shared/corpora/formats"
FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
BODY = ParagraphStyle("body", fontName=FONT, fontSize=14, leading=24, firstLineIndent=28, wordWrap="CJK")
TITLE = ParagraphStyle("title", fontName=FONT, fontSize=22, leading=32, alignment=1, wordWrap="CJK")
RIGHT = ParagraphStyle("right", parent=BODY, firstLineIndent=0, alignment=2)
CELL = ParagraphStyle("cell", fontName=FONT, fontSize=10, leading=12, wordWrap="CJK")
ENGLISH = ParagraphStyle("english", fontName="Times-Roman", fontSize=11, leading=14, spaceAfter=8)
ARTICLES = [
    f"第{number}条　为了加快第{number}类高技术服务业发展，对2025年{number % 12 + 1}月31日前完成投资的第{number}批项目"
    f"给予补助，补助金额不超过{number}00万元，由第{number}处负责解释并组织实施。"
    for number in range(1, 25)
]
GRID = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONTNAME", (0, 0), (-1, -1), FONT)]


def pdf(story, frames=((80, 70, 435, 700),), encrypt=None):
    """A document with a running head and the page's number on each page."""

    def furniture(canvas, template):
        canvas.setFont(FONT, 9)
        canvas.drawString(60, 810, "某省人民政府公报　2025年第7期")
        canvas.drawCentredString(297, 30, f"— {template.page} —")

    file = BytesIO()
    document = BaseDocTemplate(file, pagesize=A4, encrypt=encrypt)
    document.addPageTemplates(PageTemplate(frames=[Frame(*frame) for frame in frames], onPage=furniture))
    document.build(story)
    return file.getvalue()


def read(data):
    (loaded,) = load_bytes(data, "a.pdf")
    return loaded


def spaced(text: str) -> str:
    return text.replace("\u3000", " ")


def test_lines_become_paragraphs_across_lines_and_pages_without_running_heads():
    title = "某省人民政府关于加快发展高技术服务业的若干政策措施的实施意见（试行）的通知"
    signature = ["某省人民政府", "2025年1月2日"]
    story = [Paragraph(title, TITLE), *(Paragraph(each, BODY) for each in ARTICLES)]
    loaded = read(pdf([*story, *(Paragraph(each, RIGHT) for each in signature)]))
    assert spaced(loaded.text).split("\n") == [title, *map(spaced, ARTICLES), *signature, ""]
    assert len(loaded.pages) == 3
    assert loaded.pages[0] == 0


def test_a_page_starts_where_its_first_line_does():
    data = pdf([Paragraph(each, BODY) for each in ARTICLES])
    loaded = read(data)
    document = pypdfium2.PdfDocument(data)
    for number, start in enumerate(loaded.pages):
        lines = document[number].get_textpage().get_text_bounded(top=800, bottom=60).split("\r\n")
        first = next(line for line in lines if "公报" not in line)
        beginning = "".join(first.split())
        assert "".join(loaded.text[start : start + 80].split()).startswith(beginning)
    document.close()


def test_columns_are_read_one_after_the_other():
    loaded = read(pdf([Paragraph(each, BODY) for each in ARTICLES], ((50, 60, 235, 700), (310, 60, 235, 700))))
    assert spaced(loaded.text).split("\n") == [*map(spaced, ARTICLES), ""]


def test_columns_drawn_line_by_line_are_read_one_after_the_other():
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4)
    canvas.setFont(FONT, 12)
    for number in range(20):
        for side, left in (("左", 60), ("右", 320)):
            canvas.drawString(left, 780 - 20 * number, f"{side}栏第{number}行的文字内容共有许多字。")
    canvas.save()
    order = read(file.getvalue()).text
    assert order.index("左栏第19行") < order.index("右栏第0行")


def test_a_ruled_table_keeps_its_rows_and_the_lines_in_its_cells():
    rows = [
        ["序号", "任务", "责任单位"],
        [
            "1",
            "支持企业开展研发设计服务，培育一批龙头企业，建设公共服务平台",
            "省科技厅、省发展改革委、省工业和信息化厅",
        ],
        ["2", "完善价格政策", ""],
    ]
    table = Table([[Paragraph(cell, CELL) for cell in row] for row in rows], colWidths=[40, 180, 120], style=GRID)
    loaded = read(pdf([Paragraph(ARTICLES[0], BODY), table, Paragraph(ARTICLES[1], BODY)]))
    lines = spaced(loaded.text).split("\n")
    assert lines[-5:-1] == [
        spaced(ARTICLES[0]),
        f"序号：1 | 任务：{rows[1][1]} | 责任单位：{rows[1][2]}",
        "序号：2 | 任务：完善价格政策",
        spaced(ARTICLES[1]),
    ]


def test_a_cell_over_several_rows_is_said_in_each_of_them():
    rows = [["地区", "年份", "补助（万元）"], ["吉林", "2011", "100"], ["", "2012", "200"], ["合计", "", "300"]]
    style = [*GRID, ("SPAN", (0, 1), (0, 2)), ("SPAN", (0, 3), (1, 3))]
    text = read(pdf([Table(rows, colWidths=[80, 80, 120], style=style)])).text
    assert text.endswith(
        "地区：吉林 | 年份：2011 | 补助（万元）：100\n地区：吉林 | 年份：2012 | 补助（万元）：200\n"
        "地区、年份：合计 | 补助（万元）：300\n"
    )


def test_a_table_that_goes_on_overleaf_keeps_its_columns_and_says_their_names_in_each_row():
    names = [["地区", "补助（万元）", ""], ["", "2024年", "2025年"]]
    rows = [[f"第{number}县", str(number), str(2 * number)] for number in range(1, 60)]
    style = [*GRID, ("SPAN", (1, 0), (2, 0)), ("SPAN", (0, 0), (0, 1))]
    for repeated in (0, 2):
        table = Table([*names, *rows], colWidths=[120, 100, 100], style=style, repeatRows=repeated)
        loaded = read(pdf([table, Paragraph(ARTICLES[0], BODY)]))
        assert len(loaded.pages) > 1
        assert spaced(loaded.text).split("\n")[-61:-1] == [
            *(
                f"地区：第{number}县 | 补助（万元） 2024年：{number} | 补助（万元） 2025年：{2 * number}"
                for number in range(1, 60)
            ),
            spaced(ARTICLES[0]),
        ]


def test_a_table_without_rules_is_told_by_its_gaps():
    rows = [["地区", "年份", "补助（万元）"], ["吉林", "2011", "100"], ["广东", "2012", "200"]]
    text = read(pdf([Table(rows, colWidths=[120, 120, 120], style=GRID[1:])])).text
    assert "地区：吉林 | 年份：2011 | 补助（万元）：100\n地区：广东 | 年份：2012 | 补助（万元）：200\n" in text


def test_english_words_stay_apart_where_lines_are_joined():
    sentence = "The province supports high-technology service firms with grants of up to five million yuan. "
    text = read(pdf([Paragraph(sentence * 5, ENGLISH), Paragraph(sentence * 3, ENGLISH)])).text
    assert text.split("\n")[-3:-1] == [(sentence * 5).strip(), (sentence * 3).strip()]


def test_a_word_broken_at_a_hyphen_goes_on_in_the_next_line():
    file = BytesIO()
    canvas = Canvas(file)
    canvas.setFont("Helvetica", 11)
    for number, line in enumerate(
        ("The city supports high-", "technology firms with grants, pro-", "vided they stay.")
    ):
        canvas.drawString(60, 760 - 16 * number, line)
    canvas.save()
    assert read(file.getvalue()).text == "The city supports high-technology firms with grants, pro-vided they stay.\n"


def test_what_is_written_downwards_in_the_margins_comes_after_the_text():
    file = BytesIO()
    canvas = Canvas(file)
    canvas.setFont(FONT, 16)
    text = (
        "　　"
        + "".join(f"第{number}处负责审核第{number}类项目的补贴申请，" for number in "一二三四五六七八九十")
        + "并公布结果。"
    )
    for number in range(0, len(text), 29):
        canvas.drawString(60, 760 - number, text[number : number + 29])
    for number, sign in enumerate("装订线"):
        canvas.drawString(25, 750 - 40 * number, sign)
    canvas.translate(575, 600)
    canvas.rotate(90)
    canvas.setFont(FONT, 9)
    canvas.drawString(0, 0, "某市人民政府公报")
    canvas.save()
    assert read(file.getvalue()).text == f"{text.strip()}\n装订线\n某市人民政府公报\n"


def footnoted(texts, notes) -> bytes:
    """A document of LibreOffice whose paragraphs have these footnotes in the middle, None for none."""
    paragraphs = ""
    for number, (text, note) in enumerate(zip(texts, notes, strict=True), 1):
        half = len(text) // 2
        mark = (
            f'<text:note text:note-class="footnote"><text:note-citation>{number}</text:note-citation><text:note-body>'
            f'<text:p text:style-name="N">{note}</text:p></text:note-body></text:note>'
        )
        paragraphs += f'<text:p text:style-name="B">{text[:half]}{mark if note else ""}{text[half:]}</text:p>'
    styles = "".join(
        f'<style:style style:name="{name}" style:family="paragraph">'
        f'<style:text-properties style:font-size-asian="{size}" fo:font-size="{size}"/></style:style>'
        for name, size in (("B", "14pt"), ("N", "9pt"))
    )
    spaces = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (("office", "office"), ("style", "style"), ("text", "text"), ("fo", "xsl-fo-compatible"))
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {spaces} office:version="1.2" '
        f'office:mimetype="application/vnd.oasis.opendocument.text"><office:styles>{styles}</office:styles>'
        f"<office:body><office:text>{paragraphs}</office:text></office:body></office:document>"
    ).encode()


def test_footnotes_come_behind_the_paragraph_that_their_page_ends_with(tmp_path, libreoffice):
    notes = [
        f"本条所称第{number}类项目，由省发展改革委另行公布。" if number % 4 == 1 else None for number in range(1, 25)
    ]
    (tmp_path / "a.fodt").write_bytes(footnoted(ARTICLES, notes))
    loaded = read(libreoffice(tmp_path / "a.fodt", "pdf").read_bytes())
    lines = loaded.text.splitlines()
    marked = [
        f"{text[: len(text) // 2]}{f'〔注{number // 4 + 1}〕' if note else ''}{text[len(text) // 2 :]}"
        for number, (text, note) in enumerate(zip(ARTICLES, notes, strict=True))
    ]
    assert [spaced(line) for line in lines if line.startswith("第")] == [spaced(line) for line in marked]
    said = [line.split("本", 1)[1] for line in lines if not line.startswith("第")]
    assert said == [note.removeprefix("本") for note in notes if note]
    last_of_page = next(at for at, line in enumerate(lines) if not line.startswith("第"))
    assert loaded.pages[1] < loaded.text.index(lines[last_of_page])  # the paragraph went on overleaf


def test_notes_in_small_type_beside_the_text_come_after_it_and_figures_may_be_raised_in_formulas():
    file = BytesIO()
    canvas = Canvas(file)
    for number, article in enumerate(ARTICLES[:6]):
        canvas.setFont(FONT, 14)
        for row, at in enumerate(range(0, 56, 28)):
            canvas.drawString(150, 780 - 80 * number - 22 * row, article[at : at + 28])
        canvas.setFont(FONT, 9)
        for row, words in enumerate((f"第{number}类项目", "的补助")):
            canvas.drawString(60, 780 - 80 * number - 11 * row, words)
    canvas.setFont(FONT, 14)
    canvas.drawString(150, 200, "面积不少于500m")
    canvas.setFont(FONT, 7)
    canvas.drawString(150 + 14 * 9.5, 207, "2")
    canvas.save()
    lines = read(file.getvalue()).text.splitlines()
    assert [spaced(line) for line in lines[:6]] == [spaced(article[:56]) for article in ARTICLES[:6]]
    assert lines[6].replace(" ", "") == "面积不少于500m2"
    assert lines[7:] == [f"第{number}类项目的补助" for number in range(6)]


def picture(text: str = "") -> ImageReader:
    image = Image.new("RGB", (600, 800), "white")
    ImageDraw.Draw(image).rectangle((50, 50, 550, 300), outline="black")
    if text:
        ImageDraw.Draw(image).text((80, 100), text, fill="black", font_size=40)
    return ImageReader(image)


def scan(*pages: str | None) -> bytes:
    """A page for each text; None makes one that is only a picture."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4)
    for text in pages:
        if text is None:
            canvas.drawImage(picture("ARTICLE 12 SUPPORT FIRMS"), 0, 0, *A4)
        else:
            canvas.setFont(FONT, 14)
            for position in range(0, len(text), 30):
                canvas.drawString(80, 780 - position, text[position : position + 30])
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def test_a_scan_is_told_with_what_to_install(monkeypatch):
    monkeypatch.setattr(ocr, "available", lambda: False)
    with pytest.raises(UnreadableFile, match=r"第 1–2 页只有图像.*zhengwen\[ocr\]"):
        read(scan(None, None))
    loaded = read(scan(ARTICLES[0] * 3, None, ARTICLES[1] * 3))
    assert loaded.notices[0].startswith("第 2 页只有图像")
    assert len(loaded.pages) == 3
    assert loaded.pages[1] == loaded.pages[2]


@pytest.mark.skipif(not ocr.available(), reason="the extra `ocr` is not installed")
def test_a_scan_is_read_where_the_extra_is_installed():
    loaded = read(scan(None))
    assert "ARTICLE12SUPPORTFIRMS" in "".join(loaded.text.split())
    assert loaded.notices[0].startswith("第 1 页由文字识别读出")


def test_an_encrypted_file_is_refused_and_one_without_a_password_to_open_is_read():
    with pytest.raises(UnreadableFile, match="已加密"):
        read(pdf([Paragraph(ARTICLES[0], BODY)], encrypt=StandardEncryption("secret", strength=128)))
    only_print = StandardEncryption("", ownerPassword="owner", canCopy=0, strength=128)
    assert "第1条" in read(pdf([Paragraph(each, BODY) for each in ARTICLES], encrypt=only_print)).text


def test_a_file_cut_short_is_refused_or_read_as_far_as_it_goes():
    data = pdf([Paragraph(each, BODY) for each in ARTICLES])
    for length in (100, len(data) // 3, len(data) // 2, len(data) - 50):
        try:
            loaded = read(data[:length])
        except UnreadableFile as error:
            assert "/" in str(error)  # noqa: PT017
        else:
            assert all(
                line in map(spaced, ARTICLES) for line in spaced(loaded.text).split("\n") if line.startswith("第")
            )


def test_more_pages_than_any_document_has_are_refused():
    file = BytesIO()
    canvas = Canvas(file)
    for _ in range(5_001):
        canvas.showPage()
    canvas.save()
    with pytest.raises(UnreadableFile, match="5001 页"):
        read(file.getvalue())


@pytest.mark.skipif(not FORMATS.is_dir(), reason="the corpus is not here")
def test_a_law_is_read_character_by_character_and_a_drawing_is_told(monkeypatch):
    law = FORMATS / "中华人民共和国民营经济促进法.pdf"
    loaded = read(law.read_bytes())
    reference = law.with_suffix(".txt").read_text(encoding="utf-8")
    assert "".join(loaded.text.split()) == "".join(reference.split())
    assert "\n第七十八条 本法自2025年5月20日起施行。\n" in loaded.text
    monkeypatch.setattr(ocr, "available", lambda: False)
    with pytest.raises(UnreadableFile, match="第 1 页只有图像"):
        read((FORMATS / "杨“数”浦新质秀带创新区空间布局图.pdf").read_bytes())


def test_a_background_is_no_frame():
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4)
    canvas.setFont(FONT, 12)
    canvas.setFillGray(0.9)
    for left in (80, 128, 176):
        canvas.rect(left, 695, 48, 20, stroke=0, fill=1)
        canvas.rect(left, 675, 48, 20, stroke=0, fill=1)
    canvas.setFillGray(0)
    canvas.drawString(80, 700, "第一条为了发展高技术服务")
    canvas.drawString(80, 680, "业，制定本办法。")
    canvas.save()
    assert read(file.getvalue()).text == "第一条为了发展高技术服务业，制定本办法。\n"


def test_characters_written_out_of_order_are_read_as_they_stand():
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4)
    canvas.setFont(FONT, 14)
    for left, text in ((80, "支持"), (122, "四位一体"), (192, "建设。"), (108, "“"), (178, "”")):
        canvas.drawString(left, 700, text)
    canvas.drawString(80, 676, ARTICLES[0][:20])
    canvas.save()
    assert read(file.getvalue()).text.startswith("支持“四位一体”建设。\n")


def test_characters_set_apart_are_no_words():
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4)
    line = canvas.beginText(80, 700)
    line.setFont(FONT, 14)
    line.setCharSpace(10)
    for text in ("全国人民代表大会常务委员会关于", "修改统计法的决定已经通过并公布"):
        line.textLine(text)
    canvas.drawText(line)
    canvas.save()
    assert read(file.getvalue()).text == "全国人民代表大会常务委员会关于修改统计法的决定已经通过并公布\n"


def test_a_note_in_one_bracket_over_many_lines_is_one_paragraph():
    note = (
        "（1983年12月8日第六届全国人民代表大会第三次会议通过　"
        + "根据1996年5月15日第八届全国人民代表大会决定修正　" * 6
    )
    style = ParagraphStyle("note", parent=BODY, firstLineIndent=0, leftIndent=60, rightIndent=60)
    loaded = read(
        pdf(
            [
                Paragraph("统计法", TITLE),
                Paragraph(f"{note}公布）", style),
                *(Paragraph(each, BODY) for each in ARTICLES),
            ]
        )
    )
    assert "".join(loaded.text.split("\n")[1].split()) == "".join(f"{note}公布）".split())


def test_what_libreoffice_prints_is_read_as_the_document_that_it_printed(tmp_path, libreoffice):
    document = Document()
    for article in ARTICLES[:3]:
        document.add_paragraph(article)
    rows = [
        ("序号", "任务", "责任单位"),
        ("1", "支持企业开展“研发设计”服务，培育一批龙头企业，建设公共服务平台，提升服务能力", "省科技厅、省发展改革委"),
        ("2", "完善价格政策", "省物价局"),
        ("", "同网同价", "省物价局"),
    ]
    table = document.add_table(rows=4, cols=3, style="Table Grid")
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(2, 0).merge(table.cell(3, 0))
    document.add_paragraph("以上任务自发布之日起执行。")
    document.save(tmp_path / "a.docx")
    (printed,) = load_bytes(libreoffice(tmp_path / "a.docx", "pdf").read_bytes(), "a.pdf")
    (original,) = load_bytes((tmp_path / "a.docx").read_bytes(), "a.docx")
    assert "".join(printed.text.split()) == "".join(original.text.split())
    assert printed.text.count("\n序号：") == 3


PLACE = st.floats(0, 800, allow_nan=False)


@given(st.lists(st.lists(st.tuples(PLACE, PLACE, st.floats(1, 400), st.floats(4, 30)), max_size=25), max_size=4))
def test_no_line_is_lost_or_said_twice_wherever_it_stands(places):
    pages = [
        [
            Line(f"第{page}页{number}行。", left, left + width, top, top + em, em)
            for number, (left, top, width, em) in enumerate(lines)
        ]
        for page, lines in enumerate(places)
    ]
    builder = TextBuilder()
    write(builder, pages)
    loaded = builder.build()
    assert loaded.text == canonical(loaded.text)
    assert len(loaded.pages) == len(pages)
    assert list(loaded.pages) == sorted(loaded.pages)
    for lines in pages:
        for line in lines:
            assert loaded.text.count(line.text) == 1
