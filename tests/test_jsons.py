"""JSON and JSON Lines, read back."""

import json

import pytest

from index.errors import UnreadableFile
from index.loaders import limits, load_bytes

RECORDS = [
    {
        "id": 7,
        "标题": "关于甲的通知",
        "正文": "一、总则\n支持企业。",
        "发文机关": "吉林省人民政府",
        "附": {"文号": "吉政发〔2012〕5号"},
    },
    {"title": "关于乙的意见", "content": ["第一段", {"text": "第二段"}], "pubDate": "2012-11-02"},
]


def written(value) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "data",
    [
        written(RECORDS),
        written({"code": 0, "data": RECORDS}),
        b"\n".join(map(written, RECORDS)),
        json.dumps(RECORDS).encode("utf-16"),
    ],
)
def test_every_record_with_a_text_is_a_document(data):
    first, second = load_bytes(data, "a.json")
    assert (first.member, first.text) == ("7", "关于甲的通知\n一、总则\n支持企业。\n")
    assert first.metadata == {
        "title": "关于甲的通知",
        "issuers": "吉林省人民政府",
        "document_number": "吉政发〔2012〕5号",
    }
    assert (second.member, second.text) == ("2", "关于乙的意见\n第一段\n第二段\n")
    assert second.metadata == {"title": "关于乙的意见", "published_on": "2012-11-02"}


def test_a_single_record_is_found_by_its_content():
    (loaded,) = load_bytes(written(RECORDS[0]), "a.txt")
    assert loaded.metadata["title"] == "关于甲的通知"


def test_markup_in_a_text_is_read_as_a_page():
    (loaded,) = load_bytes(
        written({"标题": "通知", "正文": "<p>一、总则</p><table><tr><td>甲</td><td>乙</td></tr></table>"}), "a.json"
    )
    assert loaded.text == "通知\n一、总则\n| 甲 | 乙 |\n"


def test_records_without_a_text_are_rows():
    (loaded,) = load_bytes(
        written([{"地区": "吉林", "补助": 100}, {"地区": "广东", "补助": None, "有效": True}]), "a.json"
    )
    assert loaded.text == "地区：吉林 | 补助：100\n地区：广东 | 有效：是\n"


def test_lines_that_are_no_json_are_told():
    *documents, rest = load_bytes(b"\n".join([*map(written, RECORDS), b"{broken", b""]), "a.jsonl")
    assert len(documents) == 2
    assert rest.notices == ("第 3 行不是有效的 JSON / line 3 is no valid JSON",)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"[" * 200_000, "嵌套超过"),
        (b"[" * 5_000 + b"1" + b"]" * 5_000, "嵌套超过"),
        (b'{"a":' * 150 + b"1" + b"}" * 150, "嵌套超过"),
        (b"{broken}", "不是有效的 JSON"),
        (b"[]", "没有记录"),
        (b"[{}]", "没有文字"),
    ],
)
def test_what_holds_no_records_is_refused(data, reason):
    with pytest.raises(UnreadableFile, match=reason):
        list(load_bytes(data, "a.json"))


def test_records_beyond_the_limit_are_told(monkeypatch):
    monkeypatch.setattr(limits, "ROWS", 1)
    first, rest = load_bytes(written(RECORDS), "a.json")
    assert (first.member, rest.text) == ("7", "")
    assert "只收录前 1 条记录" in rest.notices[0]
