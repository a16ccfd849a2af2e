import pytest

from index.errors import UnreadableFile
from index.loaders import content_hash, load

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
