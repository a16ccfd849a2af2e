"""The kind of every question, and what a second question keeps of the first, over libraries of three sorts.

Questions, kinds and scopes were written by hand before the patterns were; the libraries are the metadata of real
documents: five regional notices, policies of one city and the state, statutes.
"""

import json
from collections import defaultdict
from pathlib import Path

import pytest

from index.documents import DocumentInfo, Filters, Metadata
from index.lexicon import fold_text
from rag.records import Question, Turn
from rag.understanding.question import understand

HERE = Path(__file__).parent


def lines(name):
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def _libraries():
    found = defaultdict(list)
    for number, record in enumerate(lines("library.jsonl")):
        library, source, folder = record.pop("library"), record.pop("source"), record.pop("folder")
        record["issuers"] = tuple(record.get("issuers", ()))
        path = f"/{folder}/{source}"
        found[library].append(DocumentInfo(f"d{number}", source, path, "", 1000, 10, Metadata(**record)))
    return found


LIBRARIES = _libraries()


def understood(library, question, history=()):
    return understand(Question(question=question, history=list(history)), LIBRARIES[library], Filters())


def names(library, ids):
    return [info.source for info in LIBRARIES[library] if info.id in ids]


def as_expected(found, expected):
    """Whether these are the files meant, each by a part of its name."""
    return all(any(part in name for name in found) for part in expected) and all(
        any(part in name for part in expected) for name in found
    )


@pytest.mark.parametrize(("library", "at_least"), [("policies", 0.95), ("seeds", 0.95), ("laws", 0.9)])
def test_the_kind_of_a_question_is_told_from_its_words_and_the_documents(library, at_least):
    asked = [record for record in lines("kinds.jsonl") if record["library"] == library]
    wrong = []
    for record in asked:
        kind = understood(library, record["question"]).kind
        if ("fact" if kind == "list" else kind) != record["kind"]:
            wrong.append(f"{kind} for {record['kind']}: {record['question']}")
    assert 1 - len(wrong) / len(asked) >= at_least, wrong


@pytest.mark.parametrize("library", ["policies", "seeds", "laws"])
def test_only_a_title_that_is_said_restricts_a_question_to_its_document(library):
    wrong = []
    for record in lines("kinds.jsonl"):
        found = understood(library, record["question"])
        if record["library"] == library and found.kind in ("fact", "list", "metadata", "summary", "comparison"):
            files = [] if found.regions else names(library, found.filters.document_id)
            if not as_expected(files, record.get("named", [])):
                wrong.append(f"{files[:3]} for {record.get('named')}: {record['question']}")
    assert not wrong


def keeps(record):
    """Whether the second question has the scope and the words expected, and a whole one nothing of the first."""
    turn = Turn(question=record["first"], answer=record["answer"])
    found = understood(record["library"], record["question"], [turn])
    if not record["leans"]:
        return not found.context and found.filters == understood(record["library"], record["question"]).filters
    scope, said = record.get("scope", []), fold_text(f"{found.standalone} {found.context}")
    in_scope = [*found.regions, *names(record["library"], found.filters.document_id)]
    return (not scope or as_expected(in_scope, scope)) and fold_text(record.get("words", "")) in said


@pytest.mark.parametrize(("leaning", "at_least"), [(True, 0.92), (False, 1.0)])
def test_a_question_keeps_the_scope_of_the_turn_before_only_where_it_leans_on_it(leaning, at_least):
    asked = [record for record in lines("turns.jsonl") if record["leans"] == leaning]
    wrong = [record["question"] for record in asked if not keeps(record)]
    assert len(asked) > 20
    assert 1 - len(wrong) / len(asked) >= at_least, wrong


def test_a_chain_of_questions_that_lean_keeps_what_the_first_was_about():
    turns = [
        Turn(question="深圳的措施由谁解释？", answer="市发展改革委。"),
        Turn(question="什么时候施行？", answer="2012年11月2日。"),
    ]
    assert understood("seeds", "有效期是多久？", turns).regions == ("深圳",)
    assert understood("seeds", "火星基地的补贴标准是多少？", turns).regions == ()


def test_another_region_asked_about_twice_keeps_the_first_question():
    turns = [
        Turn(question="广东要培育多少家骨干企业？", answer="100家。"),
        Turn(question="那湖南呢？", answer="50家。"),
    ]
    assert understood("seeds", "那四川呢？", turns).standalone == "四川要培育多少家骨干企业?"


@pytest.mark.parametrize(
    ("asked", "then", "standalone"),
    [
        ("四川和吉林的人才政策有什么差别？", "那湖南呢？", "四川、吉林和湖南的人才政策有什么差别?"),
        ("四川和吉林哪个增长目标更高？", "湖南和广东呢？", "湖南和广东哪个增长目标更高?"),
        ("四川和吉林，谁要培育的企业多？", "湖南呢？", "四川、吉林和湖南谁要培育的企业多?"),
        ("四川和吉林的增长目标分别是多少？", "湖南呢？", "湖南的增长目标分别是多少?"),
    ],
)
def test_a_place_asked_about_behind_a_comparison_is_compared_too(asked, then, standalone):
    assert understood("seeds", then, [Turn(question=asked, answer="见下表。")]).standalone == standalone


def test_the_cities_of_a_province_are_asked_about_without_the_province():
    found = understood("laws", "河南哪几个市的条例规定了扬尘污染防治？")
    regions = {info.metadata.region_parent for info in LIBRARIES["laws"] if info.id in found.filters.document_id}
    assert found.kind == "survey"
    assert regions == {"河南"}


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("광둥성은 몇 개의 핵심기업을 육성합니까?", {"骨干企业", "培育"}),
        ("Quel avantage pour l'impôt sur les sociétés au Hunan ?", {"企业所得税"}),
        ("広東省の知的財産の目標は？", {"知识产权", "目标"}),
    ],
)
def test_policy_terms_of_other_languages_are_asked_for_in_chinese(question, words):
    found = understood("seeds", question)
    assert words <= set(found.standalone.partition("(")[2].rstrip(")").split())
    assert found.language in ("ko", "fr", "ja")


@pytest.mark.parametrize(
    ("question", "regions"),
    [("20년 이상 근무한 직원은?", ()), ("광둥성광저우시의 목표는?", ("广东",)), ("중국 쓰촨의 목표는?", ("四川",))],
)
def test_no_place_is_named_inside_a_korean_word(question, regions):
    found = understood("seeds", question)
    assert (found.regions, "武汉" in found.sought) == (regions, False)


def test_a_survey_in_another_language_asks_for_the_chinese_term():
    found = understood("seeds", "Which provinces support venture capital?")
    assert found.kind == "survey"
    assert [p.phrases for condition in found.conditions for p in condition.alternatives] == [("创业投资",)]


def test_what_any_rule_does_is_not_what_a_survey_in_japanese_asks_of_each():
    found = understood("seeds", "特許の活用を義務づけている省はどこですか")
    said = {term.text for c in found.conditions for p in c.alternatives for term in p.terms}
    assert found.kind == "survey"
    assert "专利" in said
    assert "应当" not in said


@pytest.mark.parametrize(
    ("library", "question", "kind", "named"),
    [
        ("policies", "上海市技术交易场所管理细则由哪个部门印发？", "metadata", ["技术交易场所"]),
        ("policies", "上海市技术交易场所管理细则规定，交易信息由哪个单位发布？", "fact", ["技术交易场所"]),
    ],
)
def test_who_issues_what_a_document_rules_is_no_issuer_of_it(library, question, kind, named):
    found = understood(library, question)
    assert found.kind == kind
    assert as_expected(names(library, found.filters.document_id), named)
