"""OFD files written part by part, as the standard has them, read back."""

import zipfile
from collections.abc import Sequence
from io import BytesIO
from xml.sax.saxutils import escape

import pytest
from PIL import Image, ImageDraw

from index.errors import UnreadableFile
from index.loaders import load_bytes, ocr
from index.metadata import extract

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
SIZE = 5.64  # millimetres, size three
ROWS = 28  # characters in a line


def text(words: str, x: float, y: float, *, size: float = SIZE, attributes: str = "", codes: str = "") -> str:
    """A text object whose first character stands at x, with its base line at y."""
    step = f'DeltaX="g {len(words) - 1} {size}"' if len(words) > 1 else ""
    codes = codes or f'<ofd:TextCode X="0" Y="{size}" {step}>{escape(words)}</ofd:TextCode>'
    box = f'Boundary="{x} {y - size} {size * len(words)} {size}"'
    return f'<ofd:TextObject ID="1" {box} Font="2" Size="{size}" {attributes}>{codes}</ofd:TextObject>'


def rule(x: float, y: float, right: float, bottom: float) -> str:
    return (
        f'<ofd:PathObject ID="3" Boundary="{x} {y} {right - x} {bottom - y}" LineWidth="0.2">'
        f"<ofd:AbbreviatedData>M 0 0 L {right - x} {bottom - y}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def ofd(pages: Sequence[str], template: str = "", extra: dict[str, str] | None = None) -> bytes:
    """The file with these contents of its pages, all of them above the template."""
    uses = '<ofd:Template TemplateID="9" ZOrder="Background"/>' if template else ""
    box = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    layer = (
        '<ofd:Page {}>{}<ofd:Content><ofd:Layer ID="4"><ofd:PageBlock ID="5">{}</ofd:PageBlock></ofd:Layer>'
        "</ofd:Content></ofd:Page>"
    )
    parts = {
        "OFD.xml": f"<ofd:OFD {NS} DocType='OFD'><ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID></ofd:DocInfo>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {NS}><ofd:CommonData>{box}"
        + ('<ofd:TemplatePage ID="9" BaseLoc="Tpls/Tpl_0/Content.xml"/>' if template else "")
        + "</ofd:CommonData><ofd:Pages>"
        + "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
        + "</ofd:Pages></ofd:Document>",
        **{f"Doc_0/Pages/Page_{n}/Content.xml": layer.format(NS, uses, page) for n, page in enumerate(pages)},
        **({"Doc_0/Tpls/Tpl_0/Content.xml": layer.format(NS, "", template)} if template else {}),
        **(extra or {}),
    }
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, content in parts.items():
            package.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{content}')
    return file.getvalue()


def read(data: bytes):
    (loaded,) = load_bytes(data, "a.ofd")
    return loaded


def typed(paragraphs: Sequence[str], top: float = 60) -> str:
    """The paragraphs in lines of 28 characters, the first of each indented by two."""
    found, y = "", top
    for paragraph in paragraphs:
        indented = "　　" + paragraph
        for at in range(0, len(indented), ROWS):
            line = indented[at : at + ROWS]
            indent = len(line) - len(line.lstrip("　"))
            found += text(line.lstrip("　"), 26 + indent * SIZE, y)
            y += 10
    return found


BODY = (
    "为加快氢能产业发展，经市政府同意，现就有关事项通知如下，请各地各部门结合实际认真抓好贯彻落实工作。",
    "一、对建成并投入运营的加氢站，按照设备投资额给予百分之三十的补贴，单站补贴不超过五百万元，由市财政局兑付。",
)


def test_an_official_document_is_read_by_paragraphs_with_its_pages_and_metadata():
    head = text("某市人民政府文件", 60, 40, size=10) + text("某府发〔2024〕7号", 80, 52)
    title = text("关于支持氢能产业发展的通知", 68, 70, size=7.8)
    first = head + title + text("各区人民政府：", 26, 85) + typed(BODY[:1], 95) + text("－1－", 100, 280)
    signature = text("某市人民政府", 120, 90) + text("2024年3月5日", 120, 100)
    loaded = read(ofd([first, typed(BODY[1:], 40) + signature + text("－2－", 100, 280)]))
    assert loaded.text.splitlines() == [
        *("某市人民政府文件", "某府发〔2024〕7号", "关于支持氢能产业发展的通知", "各区人民政府：", *BODY),
        *("某市人民政府", "2024年3月5日"),
    ]
    assert [loaded.text[at:][:2] for at in loaded.pages] == ["某市", "一、"]
    metadata = extract(loaded.text, loaded.metadata)
    assert (metadata.document_number, metadata.issuers) == ("某府发〔2024〕7号", ("某市人民政府",))
    assert (metadata.title, metadata.issued_on) == ("关于支持氢能产业发展的通知", "2024-03-05")


def test_pieces_of_a_line_are_put_together_in_the_order_of_the_page():
    pieces = text("补贴", 26 + 4 * SIZE, 60) + text("对加氢站", 26, 60) + text("每站 ", 26 + 6 * SIZE, 60)
    apart = '<ofd:TextCode X="0" Y="5">共</ofd:TextCode><ofd:TextCode X="5.64" Y="5">三项</ofd:TextCode>'
    scaled = text("甲乙", 26, 80, size=10, attributes='CTM="0.5 0 0 0.5 0 0"')
    page = typed(BODY, 100) + scaled + text("共三项", 26, 70, codes=apart) + pieces
    assert read(ofd([page])).text.splitlines() == ["对加氢站补贴每站", "共三项", "甲乙", *BODY]


def test_words_of_latin_script_stay_apart():
    codes = '<ofd:TextCode X="0" Y="5" DeltaX="2.5 2.5 4.5 2.5 2.5">ABCdef</ofd:TextCode>'
    assert read(ofd([text("ABCdef", 26, 60, size=3, codes=codes)])).text == "ABC def\n"


def test_a_ruled_table_is_read_by_rows_with_the_names_of_its_columns():
    columns, rows = (26, 60, 120, 180), (100, 112, 124, 136)
    cells = [("序号", "任务", "责任单位"), ("1", "建设加氢站", "市发改委"), ("2", "研发补助", "市科技局")]
    drawn = "".join(rule(x, rows[0], x, rows[-1]) for x in columns)
    drawn += "".join(rule(columns[0], y, columns[-1], y) for y in rows)
    drawn += "".join(
        text(cell, x + 3, y + 9, size=4)
        for row, y in zip(cells, rows, strict=False)
        for cell, x in zip(row, columns, strict=False)
    )
    assert read(ofd([typed(BODY[:1]) + drawn])).text == (
        f"{BODY[0]}\n序号：1 | 任务：建设加氢站 | 责任单位：市发改委\n序号：2 | 任务：研发补助 | 责任单位：市科技局\n"
    )


def test_the_text_of_a_template_stands_on_each_page_and_is_a_running_head_there():
    paragraphs = [f"{number * 70}。" for number in "甲乙丙"]
    pages = [typed([paragraph]) for paragraph in paragraphs]
    template = text("某市人民政府公报", 26, 15)
    assert read(ofd(pages, template)).text.splitlines() == paragraphs
    assert read(ofd(pages[:1], template)).text.splitlines()[0] == "某市人民政府公报"


def scanned(*pages: str) -> bytes:
    """A page for each text; one without is only a picture, in which it says ARTICLE 12."""
    image = Image.new("RGB", (840, 1188), "white")
    ImageDraw.Draw(image).text((80, 100), "ARTICLE 12 SUPPORT FIRMS", fill="black", font_size=48)
    file = BytesIO()
    image.save(file, "PNG")
    picture = '<ofd:ImageObject ID="7" Boundary="0 0 210 297" ResourceID="8"/>'
    plain = ofd([page or picture for page in pages])
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(plain)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            listed = b"<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes></ofd:CommonData>"
            new.writestr(name, old.read(name).replace(b"</ofd:CommonData>", listed))
        new.writestr(
            "Doc_0/DocumentRes.xml",
            f'<ofd:Res {NS} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="8" Type="Image">'
            "<ofd:MediaFile>image_8.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>",
        )
        new.writestr("Doc_0/Res/image_8.png", file.getvalue())
    return packed.getvalue()


def test_pages_that_are_only_pictures_are_told_with_what_to_install(monkeypatch):
    monkeypatch.setattr(ocr, "available", lambda: False)
    loaded = read(scanned(typed(BODY), "", ""))
    assert loaded.notices[0].startswith("第 2–3 页只有图像，没有文字，可安装文字识别 pip install 'zhengwen[ocr]'")
    assert len(loaded.pages) == 3
    with pytest.raises(UnreadableFile, match=r"第 1 页只有图像.*zhengwen\[ocr\]"):
        read(scanned(""))
    seal = '<ofd:ImageObject ID="7" Boundary="90 90 42 42" ResourceID="8"/>'
    assert read(ofd([typed(BODY), seal])).notices == ("第 2 页没有文字 / no text on page 2",)


def test_pictures_are_read_where_they_stand(monkeypatch):
    monkeypatch.setattr(ocr, "available", lambda: True)
    asked = []

    def lines_of_picture(data: bytes, width: float, height: float):
        asked.append((Image.open(BytesIO(data)).size, round(width), round(height)))
        yield "第十二条 支持企业。", 80.0, 300.0, 100.0, 114.0, 14.0

    monkeypatch.setattr(ocr, "lines_of_picture", lines_of_picture)
    loaded = read(scanned("", typed(BODY)))
    assert asked == [((840, 1188), 595, 842)]
    assert loaded.text.startswith("第十二条 支持企业。\n为加快")
    assert loaded.notices == ("第 1 页由文字识别读出 / page 1 was read by OCR",)


@pytest.mark.skipif(not ocr.available(), reason="the extra `ocr` is not installed")
def test_a_scan_is_read_where_the_extra_is_installed():
    assert "ARTICLE12SUPPORTFIRMS" in "".join(read(scanned("")).text.split())


def test_a_part_that_is_missing_is_told_and_entities_are_not_expanded():
    with pytest.raises(UnreadableFile, match="缺少"):
        read(
            ofd(
                [typed(BODY)],
                extra={
                    "OFD.xml": f"<ofd:OFD {NS}><ofd:DocBody><ofd:DocRoot>x.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
                },
            )
        )
    bomb = "<!DOCTYPE w [<!ENTITY a '笑'>" + "".join(
        f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    page = f"{bomb}]><ofd:Page {NS}><ofd:Content><ofd:Layer>{typed(('前',))}{text('&i;', 26, 90)}".replace("&amp;", "&")
    page += "</ofd:Layer></ofd:Content></ofd:Page>"
    assert "笑" not in read(ofd([""], extra={"Doc_0/Pages/Page_0/Content.xml": page})).text
