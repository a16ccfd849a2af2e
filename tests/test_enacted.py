"""When a statute was adopted and approved is told from the note below its title."""

import re

import pytest

from index.ingest import ingest
from rag.engine import PolicyQA
from rag.records import Question
from rag.settings import Settings

STATUTE = """北港市湖泊保护条例

2019年8月30日 北港市第六届人民代表大会常务委员会第二十次会议通过

2019年11月29日 西岭省第十三届人民代表大会常务委员会第十五次会议批准

2023年6月1日 西岭省第十四届人民代表大会常务委员会第三次会议批准的《关于修改〈北港市湖泊保护条例〉的决定》修正

第一条 为了保护湖泊，制定本条例。

第二条 围湖建设的申请，由市人民政府批准，2020年1月1日前通过验收的除外。
"""
OTHER = """北港市公园管理条例

（2001年5月10日北港市第三届人民代表大会常务委员会第九次会议通过　2001年7月20日西岭省第九届人大常委会批准）

第一条 为了管理公园，制定本条例。
"""
CODE = """中华人民共和国湖泊法典

（2020年5月28日第十三届全国人民代表大会第三次会议通过）

第一条 为了保护湖泊，制定本法。
"""
PART = """中华人民共和国森林法典 第{part}编

（2021年5月8日第十三届全国人民代表大会第四次会议通过）

第一条 为了保护森林，制定本编。
"""
ON_CODE = """最高人民法院关于适用《中华人民共和国湖泊法典》{part}编的解释

（2020年12月{day}日最高人民法院审判委员会第1825次会议通过）

第一条 根据湖泊法典，制定本解释。
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    folder = tmp_path_factory.mktemp("enacted")
    (folder / "湖泊.txt").write_text(STATUTE, encoding="utf-8")
    (folder / "公园.txt").write_text(OTHER, encoding="utf-8")
    (folder / "法典.txt").write_text(CODE, encoding="utf-8")
    for day, part in enumerate(("总则", "水质", "航运", "渔业"), 20):
        (folder / f"{part}.txt").write_text(ON_CODE.format(part=part, day=day), encoding="utf-8")
    for part in ("一", "二", "三", "四"):
        (folder / f"森林{part}.txt").write_text(PART.format(part=part), encoding="utf-8")
    ingest([folder], folder / "index")
    qa = PolicyQA.open(Settings(_env_file=None, index=folder / "index"))
    return lambda text: qa.ask(Question(question=text))


@pytest.mark.parametrize(
    ("question", "dates"),
    [
        ("北港市湖泊保护条例是哪天通过的？", ["2019年8月30日"]),
        ("北港市湖泊保护条例是什么时候经省人大常委会批准的？", ["2019年11月29日"]),
        ("《北港市湖泊保护条例》由省人大常委会哪天批准？", ["2019年11月29日"]),
        ("北港市公园管理条例的批准时间是哪天？", ["2001年7月20日"]),
        ("北港市公园管理条例哪年通过？", ["2001年5月10日"]),
        ("湖泊法典是哪天通过的？", ["2020年5月28日"]),
        ("森林法典哪天通过？", ["2021年5月8日"]),  # which lies there in parts
    ],
)
def test_the_note_tells_when_a_statute_was_adopted_or_approved(ask, question, dates):
    answer = ask(question)
    assert answer.status == "answered"
    assert re.findall(r"\d{4}年\d+月\d+日", answer.answer) == dates


def test_when_something_else_is_approved_is_not_told_by_the_note(ask):
    assert "会议批准" not in ask("按北港市湖泊保护条例，围湖申请什么时候批准？").answer
    assert "2020年5月28日" not in ask("《湖泊法典》水质编的解释什么时候通过？").answer.split("\n")[0]
