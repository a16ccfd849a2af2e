"""A presentation written part by part, read back."""

import zipfile
from io import BytesIO

import pytest

from index.errors import UnreadableFile
from index.loaders import load_bytes

NS = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)


def box(*paragraphs: str, kind: str = "") -> str:
    holder = f'<p:nvSpPr><p:nvPr><p:ph type="{kind}"/></p:nvPr></p:nvSpPr>' if kind else ""
    lines = "".join(f"<a:p><a:r><a:t>{each}</a:t></a:r></a:p>" for each in paragraphs)
    return f"<p:sp>{holder}<p:txBody>{lines}</p:txBody></p:sp>"


def table(*rows: tuple[str, ...]) -> str:
    cells = "".join(
        f"<a:tr>{''.join(f'<a:tc><a:txBody><a:p><a:r><a:t>{cell}</a:t></a:r></a:p></a:txBody></a:tc>' for cell in row)}"
        "</a:tr>"
        for row in rows
    )
    return (
        f"<p:graphicFrame><a:graphic><a:graphicData><a:tbl>{cells}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )


def pptx(*slides: str, missing: str = "") -> bytes:
    """The slides, whose files are numbered the other way round."""
    names = [f"slide{len(slides) - number}.xml" for number in range(len(slides))]
    listed = "".join(f'<p:sldId id="{256 + n}" r:id="rId{n}"/>' for n in range(len(slides)))
    relations = "".join(f'<Relationship Id="rId{n}" Target="slides/{name}"/>' for n, name in enumerate(names))
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr(
            "ppt/presentation.xml", f"<p:presentation {NS}><p:sldIdLst>{listed}</p:sldIdLst></p:presentation>"
        )
        package.writestr("ppt/_rels/presentation.xml.rels", f"<Relationships>{relations}</Relationships>")
        for name, slide in zip(names, slides, strict=True):
            show, _, shapes = slide.rpartition("|")
            tree = f"<p:cSld><p:spTree>{shapes}</p:spTree></p:cSld>"
            if name == missing:
                continue
            package.writestr(f"ppt/slides/{name}", f"<p:sld {NS} {show}>{tree}</p:sld>")
    return file.getvalue()


def test_slides_are_pages_with_their_titles_texts_and_tables() -> None:
    first = box("养老服务政策解读", kind="ctrTitle") + box("某市民政局", "2024年3月")
    rows = table(("类别", "补助（元）"), ("新建床位", "8000"), ("运营", "300"))
    second = box("一、补助标准", kind="title") + rows + box("2", kind="sldNum")
    (loaded,) = load_bytes(pptx(first, second, f'show="0"|{box("草稿")}'), "a.pptx")
    assert loaded.text.splitlines() == [
        *("养老服务政策解读", "某市民政局", "2024年3月", "一、补助标准"),
        *("类别：新建床位 | 补助（元）：8000", "类别：运营 | 补助（元）：300"),
    ]
    assert [loaded.text[at:][:4] for at in loaded.pages] == ["养老服务", "一、补助", ""]
    assert [loaded.text[each.start : each.end] for each in loaded.headings] == ["养老服务政策解读", "一、补助标准"]


def test_a_presentation_that_lacks_a_slide_is_damaged() -> None:
    with pytest.raises(UnreadableFile, match="已损坏"):
        list(load_bytes(pptx(box("甲"), box("乙"), missing="slide1.xml"), "a.pptx"))
