"""ZIP archives and e-mail messages: what is in them, and what must not come out."""

import zipfile
from email.message import EmailMessage
from io import BytesIO

import pytest
from docx import Document

from index.errors import UnreadableFile
from index.loaders import limits, load, load_bytes


class RawName(zipfile.ZipInfo):
    """A member whose name is written as these bytes, without saying that it is UTF-8."""

    def __init__(self, raw: bytes) -> None:
        super().__init__(f"{raw.decode('cp437')}{id(self)}")
        self.raw = raw

    def _encodeFilenameFlags(self):  # noqa: N802
        return self.raw, self.flag_bits & ~0x800


def archive(members) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members:
            packed.writestr(name, content)
    return file.getvalue()


def found(data: bytes, name: str = "a.zip"):
    return [(each.member, each.text, each.notices) for each in load_bytes(data, name)]


def word(text: str) -> bytes:
    file = BytesIO()
    document = Document()
    document.add_paragraph(text)
    document.save(file)
    return file.getvalue()


def test_every_file_in_an_archive_is_a_document_of_its_kind():
    data = archive(
        [
            ("政策/", ""),
            ("政策/通知.txt", "一、总则"),
            ("政策/意见.docx", word("二、任务")),
            ("名单.xlsx.csv", "地区,金额\n吉林,1\n"),
            ("__MACOSX/通知.txt", "垃圾"),
            ("政策/.DS_Store", "垃圾"),
            ("盖章.png", b"\x89PNG\r\n\x1a\n"),
        ]
    )
    assert found(data) == [
        ("政策/通知.txt", "一、总则", ()),
        ("政策/意见.docx", "二、任务\n", ()),
        ("名单.xlsx.csv", "地区：吉林 | 金额：1\n", ()),
        ("盖章.png", "", ("盖章.png: 不支持的格式：图片 PNG / a picture, not supported",)),
    ]


def test_names_in_gbk_and_names_that_come_twice():
    data = archive(
        [
            (RawName("吉林\\通知.txt".encode("gb18030")), "甲"),
            (RawName("意见.txt".encode()), "乙"),
            ("../../意见.txt", "丙"),
            (RawName("意见.txt".encode()), "丁"),
        ]
    )
    assert [member for member, _, _ in found(data)] == ["吉林/通知.txt", "意见.txt", "../../意见.txt", "意见.txt (2)"]


def test_archives_in_archives_are_opened_to_a_depth():
    data = archive([("通知.txt", "零")])
    for depth in range(1, 6):
        data = archive([(f"{depth}.zip", data), ("通知.txt", str(depth))])
    texts = [(member, text) for member, text, _ in found(data) if text]
    assert texts == [("5.zip!/4.zip!/通知.txt", "3"), ("5.zip!/通知.txt", "4"), ("通知.txt", "5")]
    told = [notices for _, text, notices in found(data) if not text]
    assert told
    assert all("嵌套超过 3 层" in notices[0] for notices in told)


def test_a_bomb_is_told_and_the_rest_is_read():
    data = archive([("炸弹.txt", b"0" * 30_000_000), ("通知.txt", "一、总则")])
    bomb, notice = found(data)
    assert "压缩炸弹" in bomb[2][0]
    assert notice == ("通知.txt", "一、总则", ())


def test_an_archive_of_too_many_or_too_large_files_is_refused(monkeypatch):
    data = archive([(f"{number}.txt", "内容") for number in range(5)])
    monkeypatch.setattr(limits, "MEMBERS", 4)
    with pytest.raises(UnreadableFile, match="5 个文件|超过 4 个"):
        found(data)
    monkeypatch.setattr(limits, "MEMBERS", 5)
    monkeypatch.setattr(limits, "ARCHIVE_BYTES", 10)
    with pytest.raises(UnreadableFile, match="解压后超过"):
        found(data)


def test_damaged_and_encrypted_members_are_told():
    data = bytearray(archive([("甲.txt", "支持企业发展。" * 100), ("乙.txt", "二、任务")]))
    data[60] ^= 0xFF
    first, second = found(bytes(data))
    assert "已损坏" in first[2][0]
    assert second[1] == "二、任务"
    encrypted = bytearray(archive([("甲.txt", "一"), ("乙.txt", "二")]))
    at = encrypted.index(b"PK\x01\x02")
    encrypted[at + 8] |= 1
    assert "已加密" in found(bytes(encrypted))[0][2][0]


def test_an_archive_that_gives_nothing_is_a_file_that_cannot_be_read(tmp_path):
    path = tmp_path / "图.zip"
    path.write_bytes(archive([("甲.png", b"\x89PNG\r\n\x1a\n")]))
    with pytest.raises(UnreadableFile, match="甲.png: 不支持的格式"):
        list(load(path))
    path.write_bytes(archive([]))
    with pytest.raises(UnreadableFile, match="没有文字"):
        list(load(path))
    path.write_bytes(archive([("甲.txt", "内容" * 99)])[:-60])
    with pytest.raises(UnreadableFile, match="已损坏"):
        list(load(path))


def message(**options) -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "转发：关于甲的通知", "a@example.gov.cn", "b@example.gov.cn"
    mail.set_content("各单位：\n请执行。\n", **options)
    return mail


def test_a_message_and_its_attachments_are_documents():
    mail = message(charset="gb18030")
    mail.add_attachment("一、总则".encode("gb18030"), maintype="text", subtype="plain", filename="通知.txt")
    mail.add_attachment(word("二、任务"), maintype="application", subtype="octet-stream", filename="意见.docx")
    inner = message()
    inner.add_attachment(archive([("丙.txt", "三、保障")]), maintype="application", subtype="zip", filename="丙.zip")
    mail.add_attachment(inner)
    assert [(member, text) for member, text, _ in found(mail.as_bytes(), "a.eml")] == [
        (None, "转发：关于甲的通知\n各单位：\n请执行。\n"),
        ("通知.txt", "一、总则"),
        ("意见.docx", "二、任务\n"),
        ("附件3", "转发：关于甲的通知\n各单位：\n请执行。\n"),
        ("附件3!/丙.zip!/丙.txt", "三、保障"),
    ]


def test_the_page_of_a_message_or_a_web_archive_is_read_as_a_page():
    mail = message()
    mail.add_alternative(
        "<html><body><h2>一、总则</h2><p>支持企业。</p></body></html>", subtype="html", charset="gb18030"
    )
    (loaded,) = load_bytes(mail.as_bytes(), "a.eml")
    assert loaded.text == "一、总则\n支持企业。\n"
    web = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://www.example.gov.cn/a.html\r\nSubject: a\r\n"
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n--b\r\n'
        b"Content-Type: text/html\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + "<html><body><p>支持企业。</p></body></html>".encode()
        + b"\r\n--b--\r\n"
    )
    (loaded,) = load_bytes(web, "a.mhtml")
    assert loaded.text == "支持企业。\n"
