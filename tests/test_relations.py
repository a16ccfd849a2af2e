"""Documents that cite, repeal, amend and follow one another, in a real index."""

from pathlib import Path

import pytest

from index import ingest
from index.local import LocalIndex
from index.relations import Relation
from rag.engine import PolicyQA
from rag.records import Question
from rag.settings import Settings

OLD = """关于印发《某市人才住房补贴办法》的通知
某人社规〔2018〕3号

各单位：

一、补贴标准
人才住房补贴每月八百元。

某市人力资源和社会保障局
2018年3月1日
"""
NEW = """某市人才住房补贴管理规定
某人社规〔2024〕7号

各单位：

一、租房资助
按照某府〔2023〕1号文件，租房资助每月一千五百元。
二、附则
本规定自2024年5月1日起施行，原《某市人才住房补贴办法》（某人社规〔2018〕3号）同时废止。

某市人力资源和社会保障局
2024年4月1日
"""
PLAN = """某市人民政府关于人才工作的意见
某府（2023）1號

各单位：

一、目标
引进人才一万名。

某市人民政府
2023年1月5日
"""
FILES = {"old.txt": OLD, "new.txt": NEW, "plan.txt": PLAN}


def build(folder: Path, order: list[str]) -> LocalIndex:
    """An index of the files, ingested one after another."""
    for name in order:
        (folder / name).write_text(FILES[name], encoding="utf-8")
        ingest.ingest([folder / name], folder / "index")
    return LocalIndex.open(folder / "index")


@pytest.mark.parametrize("order", [["old.txt", "new.txt", "plan.txt"], ["plan.txt", "new.txt", "old.txt"]])
def test_references_find_their_documents_whichever_came_first(tmp_path, order):
    index = build(tmp_path, order)
    by_source = {info.source: info.id for info in index.documents()}
    assert index.relations(by_source["new.txt"]) == (
        Relation("cites", "某府〔2023〕1号", by_source["plan.txt"]),
        Relation("cites", "《某市人才住房补贴办法》（某人社规〔2018〕3号）", by_source["old.txt"]),
        Relation("repeals", "《某市人才住房补贴办法》（某人社规〔2018〕3号）", by_source["old.txt"]),
    )
    assert index.relations(by_source["old.txt"]) == (
        Relation("repealed_by", "《某市人才住房补贴办法》（某人社规〔2018〕3号）", by_source["new.txt"]),
    )


def test_a_reference_to_what_was_removed_leads_nowhere(tmp_path):
    index = build(tmp_path, ["old.txt", "new.txt"])
    new = next(info.id for info in index.documents() if info.source == "new.txt")
    ingest.remove(["old.txt"], tmp_path / "index")
    assert {relation.document_id for relation in index.latest().relations(new)} == {None}


def test_an_answer_from_a_repealed_document_says_so(tmp_path):
    build(tmp_path, ["old.txt", "new.txt"])
    qa = PolicyQA.open(Settings(index=tmp_path / "index"))
    answer = qa.ask(Question(question="人才住房补贴每月多少元？"))
    assert [citation.source for citation in answer.citations] == ["old.txt"]
    assert answer.notices == ["《关于印发〈某市人才住房补贴办法〉的通知》已被《某市人才住房补贴管理规定》废止。"]
    answer = qa.ask(Question(question="租房资助每月多少元？"))
    assert [citation.source for citation in answer.citations] == ["new.txt"]
    assert answer.notices == []


def statute(year: int, extra: str = "") -> str:
    return (
        f"# 某市养犬管理条例\n\n2001年3月1日 某市第一届人民代表大会常务委员会第二次会议通过\n\n{extra}\n"
        f"第一条 养犬人应当在{year}年登记犬只。\n\n第二条 本条例自2001年5月1日起施行。\n"
    )


def test_an_older_text_of_a_statute_knows_the_newer_one(tmp_path):
    amended = "2019年3月1日 某市第五届人民代表大会常务委员会第二次会议修正\n"
    for name, text in (("2001.md", statute(2001)), ("2019.md", statute(2019, amended))):
        (tmp_path / name).write_text(text, encoding="utf-8")
    ingest.ingest([tmp_path / "2001.md", tmp_path / "2019.md"], tmp_path / "index")
    index = LocalIndex.open(tmp_path / "index")
    by_source = {info.source: info.id for info in index.documents()}
    assert index.relations(by_source["2001.md"]) == (Relation("newer", "某市养犬管理条例", by_source["2019.md"]),)
    assert index.relations(by_source["2019.md"]) == (Relation("older", "某市养犬管理条例", by_source["2001.md"]),)


@pytest.mark.parametrize(
    ("stated", "notice"),
    [
        ("status: 已废止\n", "《某市养犬管理条例》的时效性为“已废止”。"),
        ("expires_on: 2020-12-31\n", "《某市养犬管理条例》的有效期已于2020-12-31届满。"),
        ("effective_on: 2099-01-01\n", "《某市养犬管理条例》自2099-01-01起施行，尚未生效。"),
        ("status: 现行有效\n", None),
    ],
)
def test_what_is_stated_of_a_documents_force_is_told_with_the_answer(tmp_path, stated, notice):
    (tmp_path / "a.md").write_text(f"---\n{stated}---\n{statute(2001)}", encoding="utf-8")
    ingest.ingest([tmp_path / "a.md"], tmp_path / "index")
    answer = PolicyQA.open(Settings(index=tmp_path / "index")).ask(Question(question="养犬人应当在哪一年登记犬只？"))
    assert answer.status == "answered"
    assert answer.notices == ([notice] if notice else [])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("关于延长《某市养老补助办法》有效期的通知", "《某市养老补助办法》有效期延长至2099年12月31日。"),
        ("关于提高养老补贴标准的通知", "将某民规〔2015〕3号第一条中“每月200元”调整为“每月300元”。"),
    ],
)
def test_a_document_that_another_prolongs_or_changes_in_part_is_told_to_be_amended(tmp_path, name, said):
    until = "2020" if "延长" in name else "2098"
    head, end = "各区民政局：\n", "\n某市民政局\n{}年3月5日\n"
    old = f"某市养老补助办法\n某民规〔2015〕3号\n\n{head}第一条 养老补助为每月200元。\n"
    old += f"第二条 本办法有效期至{until}年12月31日。\n"
    (tmp_path / "old.txt").write_text(old + end.format(2015), "utf-8")
    (tmp_path / "new.txt").write_text(
        f"某市民政局{name}\n某民规〔2019〕9号\n\n{head}{said}" + end.format(2019), "utf-8"
    )
    ingest.ingest([tmp_path / "old.txt", tmp_path / "new.txt"], tmp_path / "index")
    qa = PolicyQA.open(Settings(index=tmp_path / "index"))
    answer = qa.ask(Question(question="某市养老补助办法规定的养老补助为每月多少元？"))
    assert "old.txt" in {citation.source for citation in answer.citations}
    by = f"某市民政局{name}".replace("《", "〈").replace("》", "〉")
    assert f"《某市养老补助办法》已被《{by}》修改。" in answer.notices


def test_one_look_finds_all_documents_that_others_bear_on(tmp_path):
    index = build(tmp_path, ["old.txt", "new.txt", "plan.txt"])
    by_source = {info.source: info.id for info in index.documents()}
    assert index.touched(by_source.values()) == {by_source["old.txt"]}


def test_a_document_knows_which_refer_to_it(tmp_path):
    index = build(tmp_path, ["old.txt", "new.txt", "plan.txt"])
    by_source = {info.source: info.id for info in index.documents()}
    assert index.cited_by(by_source["plan.txt"]) == (Relation("cited_by", "某府〔2023〕1号", by_source["new.txt"]),)
    assert index.cited_by(by_source["old.txt"]) == (
        Relation("cited_by", "《某市人才住房补贴办法》（某人社规〔2018〕3号）", by_source["new.txt"]),
    )
    assert index.cited_by(by_source["new.txt"]) == ()
