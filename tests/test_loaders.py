from contextlib import suppress
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from index.errors import UnreadableFile
from index.loaders import canonical, content_hash, load, load_bytes
from index.loaders.builder import TextBuilder
from index.loaders.kinds import kind_of

TEXT = "第一条 为了加快发展，制定本办法。\n第二条 本办法自发布之日起施行。"


def only(path):
    """The one document in the file."""
    (loaded,) = load(path)
    return loaded


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_encoding_that_policy_files_come_in_is_found(tmp_path, encoding):
    path = tmp_path / "办法.txt"
    path.write_bytes(TEXT.encode(encoding))
    assert only(path).text == TEXT


@pytest.mark.parametrize("encoding", ["big5", "gb18030"])
def test_texts_from_hong_kong_and_taiwan_are_told_from_those_in_gbk(encoding):
    text = "第一條　為了促進創新科技發展，政府會設立基金，資助企業。\n申請人須於每年三月底前提交文件，詳情見附件。\n"
    (loaded,) = load_bytes(text.encode(encoding), "a.txt")
    assert loaded.text == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_damaged_character_is_borne_and_many_are_not(encoding):
    data = (TEXT * 30).encode(encoding)
    (loaded,) = load_bytes(data[:-1], "a.txt")
    assert loaded.text.startswith(TEXT * 29)
    (loaded,) = load_bytes(data[:100] + data[101:], "a.txt")
    assert loaded.text.endswith(TEXT * 25)


def test_line_breaks_become_one_kind_and_invisible_characters_go(tmp_path):
    path = tmp_path / "a.md"
    path.write_bytes("\ufeff一\r\n二\r三\u200b\u202e四\x00".encode())
    assert only(path).text == "一\n二\n三四"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("空.txt", b"", "文件为空"),
        ("空白.txt", b" \n\t", "文件为空"),
        ("图.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "图片 PNG"),
        ("程序.txt", bytes(range(256)) * 20, "二进制|不是 UTF-8"),
        ("坏.txt", "政策".encode() + b"\xff\xfe\x81", "不是 UTF-8"),
        ("表.xlsx", b"PK\x03\x04", "已损坏"),
    ],
)
def test_what_is_no_text_is_refused_with_the_file_and_the_reason(tmp_path, name, data, reason):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnreadableFile, match=reason) as error:
        only(path)
    assert name in str(error.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(UnreadableFile, match=r"没有\.txt"):
        only(tmp_path / "没有.txt")


def test_the_hash_is_of_the_bytes(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"policy")
    assert content_hash(path).startswith("823412d1")


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("通知.txt", b"%PDF-1.4\n", "pdf"),
        ("通知.pdf", "一、总则".encode(), "text"),
        ("通知.doc", "一、总则".encode(), "text"),
        ("通知", "一、总则".encode(), "text"),
        ("第1.2章 规划", "一、总则".encode(), "text"),
        ("通知.doc", b"<html><body>", "html"),
        ("通知.txt", b"<!-- a -->\n<!DOCTYPE html>\n", "html"),
        ("通知.txt", b"{\\rtf1", "rtf"),
        ("通知.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "doc"),
        ("表.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "xls"),
        ("通知.wps", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "wps"),
        ("说明.md", b'{"a": 1}', "text"),
        ("数据.txt", b'{"a": 1}', "json"),
        ("数据.txt", b'{"a": 1}\n{"a": 2}\n', "json"),
        ("程序.py", b"print(1)", None),
        ("通知.rar", b"Rar!\x1a\x07", None),
        ("演示.pptx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "PowerPoint Document".encode("utf-16-le"), None),
        ("表.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), None),
    ],
)
def test_the_kind_is_told_by_the_content(name, data, kind):
    if kind is None:
        with pytest.raises(UnreadableFile, match="/"):
            kind_of(data, name)
    else:
        assert kind_of(data, name) == kind


def test_a_legacy_document_says_what_to_install(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")
    with pytest.raises(UnreadableFile, match="需要 LibreOffice.*reading .doc needs LibreOffice"):
        list(load_bytes(data, "通知.doc"))


@pytest.mark.parametrize("suffix", ["doc", "rtf", "odt"])
def test_a_legacy_document_is_converted(tmp_path, suffix, libreoffice):
    document = Document()
    document.add_heading("总则", 1)
    document.add_paragraph("为了加快发展，制定本办法。")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "吉林", "100"
    document.add_paragraph("以上。")
    document.save(tmp_path / "a.docx")
    loaded = only(libreoffice(tmp_path / "a.docx", suffix))
    assert loaded.text == "总则\n为了加快发展，制定本办法。\n| 吉林 | 100 |\n以上。\n"
    assert [heading.level for heading in loaded.headings] == ([] if suffix == "rtf" else [1])


@pytest.mark.usefixtures("libreoffice")
def test_a_damaged_legacy_document_is_told():
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le")
    with pytest.raises(UnreadableFile, match="LibreOffice"):
        list(load_bytes(data, "通知.doc"))


FLAT = (
    "各部门出台惠企政策 “硬核”举措助企业共渡难关 新华社北京2月13日电（记者 甲）为缓解影响，近期出台 系列举措，"
    + "稳定企业发展，" * 20
    + "帮助企业渡过难关。 放宽稳岗返还标准 近日，人社部等5部门印发通知。标准如下： （一）返还六个月的保险费； "
    "（二）其他。（市人社局负责） 人社部 财政部 2020年2月13日　　附件：1．名单"
)


def test_line_breaks_that_became_spaces_are_put_back(tmp_path):
    (tmp_path / "页面.txt").write_text(FLAT, encoding="utf-8")
    loaded = only(tmp_path / "页面.txt")
    lines = loaded.text.split("\n")
    assert lines[:2] == ["各部门出台惠企政策", "“硬核”举措助企业共渡难关"]
    assert lines[2].startswith("新华社北京2月13日电（记者 甲）为缓解影响，近期出台 系列举措，")
    assert lines[3:7] == [
        "放宽稳岗返还标准",
        "近日，人社部等5部门印发通知。标准如下：",
        "（一）返还六个月的保险费；",
        "（二）其他。（市人社局负责）",
    ]
    assert lines[-1] == "\u3000附件：1．名单"
    assert len(loaded.text) == len(FLAT)


@pytest.mark.parametrize(
    "text",
    [
        FLAT[-110:],
        "希曼斯于 1961年7月 成立了 特设委员会 的特别技术助理 尼古拉斯·戈洛文" * 10,
        "　　" + "为了加快发展，制定本办法。" * 30,
        "事项：甲。 乙 | 依据：丙。 丁。 " * 30,
        "The fees are set by law. They are due on 1 May. " * 30,
    ],
    ids=["short", "links", "indented", "row", "english"],
)
def test_spaces_that_were_no_line_breaks_stay(text):
    assert canonical(text) == text


@given(st.lists(st.sampled_from([" ", "　", "　　", "。", "：", "一、", "2020年", "保障", "（记者 甲）", "政策" * 60])))
def test_line_breaks_are_put_back_at_once(pieces):
    text = canonical("".join(pieces))
    assert canonical(text) == text
    assert len(text) == sum(map(len, pieces))


PARAGRAPH = st.text(st.characters(codec="utf-8") | st.sampled_from("\r\n\t\u200b\ufeff\u2028\x85\x0c一、"), max_size=30)


@given(
    st.lists(st.tuples(st.sampled_from(["heading", "text", "row", "record", "page", "more"]), PARAGRAPH), max_size=20)
)
def test_what_is_put_together_is_canonical_and_its_offsets_hold(parts):
    builder = TextBuilder()
    headings = []
    for kind, text in parts:
        match kind:
            case "heading":
                builder.add(text, 1)
                if canonical(text).strip():
                    headings.append(" ".join(canonical(text).split()))
            case "text":
                builder.add(text)
            case "row":
                builder.add_row([text, "甲"])
            case "record":
                builder.add_record([("列", text), ("值", "甲")])
            case "page":
                builder.start_page()
            case "more":
                builder.add("甲")
                builder.continue_paragraph(text)
    loaded = builder.build()
    found = [loaded.text[each.start : each.end] for each in loaded.headings]
    assert [each for each in found if each in headings] == headings
    assert loaded.text == canonical(loaded.text)
    assert all(0 <= start <= len(loaded.text) for start in loaded.pages)
    assert list(loaded.pages) == sorted(loaded.pages)


@pytest.mark.parametrize("path", sorted((Path(__file__).parent / "fuzz_cases").glob("*")), ids=lambda path: path.name)
def test_what_the_fuzzer_found_is_mended(path):
    with suppress(UnreadableFile):
        for loaded in load_bytes(path.read_bytes(), path.name):
            assert loaded.text == canonical(loaded.text)
            assert all(0 <= heading.start < heading.end <= len(loaded.text) for heading in loaded.headings)
