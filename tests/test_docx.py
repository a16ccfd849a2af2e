"""Word documents made by python-docx and by hand, read back."""

from io import BytesIO

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from index.errors import UnreadableFile
from index.loaders import load_bytes

W = nsdecls("w")


def read(document):
    file = BytesIO()
    document.save(file)
    (loaded,) = load_bytes(file.getvalue(), "a.docx")
    return loaded


def paragraph(inner: str, properties: str = ""):
    return parse_xml(f"<w:p {W}><w:pPr>{properties}</w:pPr>{inner}</w:p>")


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def append(document, element):
    document.element.body.insert(len(document.element.body) - 1, element)


def test_headings_come_with_their_level_and_their_place():
    document = Document()
    document.add_heading("某省促进条例", 0)
    document.add_heading("总则", 1)
    document.add_paragraph("为了促进发展，制定本条例。")
    document.add_heading("目的", 2)
    loaded = read(document)
    assert loaded.text == "某省促进条例\n总则\n为了促进发展，制定本条例。\n目的\n"
    found = [(loaded.text[heading.start : heading.end], heading.level) for heading in loaded.headings]
    assert found == [("某省促进条例", 1), ("总则", 1), ("目的", 2)]


def test_a_title_among_the_properties_counts_only_if_the_document_shows_it():
    document = Document()
    document.core_properties.title = "某省促进条例"
    document.add_paragraph("某省 促进条例")
    assert read(document).metadata == {"title": "某省促进条例"}
    document.core_properties.title = "Word Template"
    assert read(document).metadata == {}


NUMBERING = f"""<w:numbering {W}>
<w:abstractNum w:abstractNumId="7"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%3"/><w:isLgl/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/>
<w:lvlText w:val="•"/></w:lvl></w:abstractNum>
<w:num w:numId="7"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="8"><w:abstractNumId w:val="8"/></w:num>
<w:num w:numId="9"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0">
<w:startOverride w:val="1"/></w:lvlOverride></w:num>
</w:numbering>"""


def test_automatic_numbers_are_written_out():
    document = Document()
    document.part.numbering_part._element = parse_xml(NUMBERING)
    for identity, level, text in (
        (7, 0, "总体要求"),
        (7, 1, "指导思想"),
        (7, 1, "目标"),
        (7, 2, "收入"),
        (7, 0, "任务"),
        (7, 1, "研发"),
        (8, 0, "列项"),
        (9, 0, "另一份"),
    ):
        numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{identity}"/></w:numPr>'
        append(document, paragraph(run(text), numbered))
    assert read(document).text.split("\n")[:-1] == [
        "一、总体要求",
        "（一）指导思想",
        "（二）目标",
        "1.1 收入",
        "二、任务",
        "（一）研发",
        "列项",
        "一、另一份",
    ]


def test_tracked_insertions_are_kept_and_deletions_left_out():
    document = Document()
    append(
        document,
        paragraph(
            run("补助") + f"<w:del><w:r><w:delText>100</w:delText></w:r></w:del><w:ins>{run('200')}</w:ins>"
            f"<w:moveFrom>{run('旧')}</w:moveFrom><w:moveTo>{run('新')}</w:moveTo>" + run("万元")
        ),
    )
    append(document, paragraph(run("由省发改委"), "<w:rPr><w:del/></w:rPr>"))
    append(document, paragraph(run("负责。")))
    append(document, paragraph("<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>" + run("可见")))
    assert read(document).text == "补助200新万元\n由省发改委负责。\n可见\n"


def test_a_table_keeps_its_rows_and_says_merged_cells_in_each_of_them():
    document = Document()
    table = document.add_table(rows=3, cols=3)
    for row, texts in zip(
        table.rows, (("地区", "补助", "年份"), ("吉林", "100", "2011"), ("", "200", "2012")), strict=True
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    document.add_paragraph("以上。")
    assert read(document).text == "地区：吉林 | 补助：100 | 年份：2011\n地区：吉林 | 补助：200 | 年份：2012\n以上。\n"


def test_a_frame_of_one_cell_is_text_and_a_table_in_a_cell_stays_in_its_row():
    document = Document()
    frame = document.add_table(rows=1, cols=1)
    frame.cell(0, 0).text = "一、总则"
    frame.cell(0, 0).add_paragraph("内容。")
    outer = document.add_table(rows=1, cols=2)
    outer.cell(0, 0).text = "外"
    inner = outer.cell(0, 1).add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "内甲", "内乙"
    assert read(document).text == "一、总则\n内容。\n| 外 | 内甲 内乙 |\n"


def test_a_text_box_is_read_once_below_its_paragraph():
    document = Document()
    box = f"<w:txbxContent><w:p>{run('框内文字')}</w:p></w:txbxContent>"
    markup = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    append(
        document,
        parse_xml(
            f"<w:p {W} {markup}>{run('正文')}<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{box}"
            f"</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        ),
    )
    assert read(document).text == "正文\n框内文字\n"


def test_raised_figures_are_none_of_the_figures_before_them():
    def above(text: str) -> str:
        return f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>{text}</w:t></w:r>'

    document = Document()
    append(
        document,
        paragraph(run("补助100万元") + above("1") + above("2") + run("，10") + above("8") + run("次，5m") + above("2")),
    )
    append(document, paragraph(run("见") + above("注") + run("释。")))
    assert read(document).text == "补助100万元〔注12〕，10^8次，5m2\n见注释。\n"


def test_a_table_of_contents_is_left_out():
    document = Document()
    append(
        document,
        parse_xml(
            f"<w:sdt {W}><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
            f"<w:sdtContent><w:p>{run('第一章 总则 1')}</w:p></w:sdtContent></w:sdt>"
        ),
    )
    append(document, parse_xml(f"<w:sdt {W}><w:sdtContent><w:p>{run('控件内的文字')}</w:p></w:sdtContent></w:sdt>"))
    assert read(document).text == "控件内的文字\n"


def test_a_document_cut_short_is_refused():
    file = BytesIO()
    document = Document()
    document.add_paragraph("内容。" * 100)
    document.save(file)
    with pytest.raises(UnreadableFile, match="已损坏"):
        list(load_bytes(file.getvalue()[:-2000], "a.docx"))


def test_entities_are_not_expanded():
    from zipfile import ZipFile

    source, result = BytesIO(), BytesIO()
    document = Document()
    document.add_paragraph("前")
    document.save(source)
    bomb = "<!DOCTYPE w [<!ENTITY a '笑'>" + "".join(
        f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    with ZipFile(source) as old, ZipFile(result, "w") as new:
        for name in old.namelist():
            data = old.read(name).decode("utf-8", "surrogateescape")
            if name == "word/document.xml":
                data = data.replace("<w:document", f"{bomb}]><w:document", 1).replace(">前<", ">前&i;<")
            new.writestr(name, data.encode("utf-8", "surrogateescape"))
    try:
        (loaded,) = load_bytes(result.getvalue(), "a.docx")
    except UnreadableFile:
        return
    assert loaded.text == "前\n"
