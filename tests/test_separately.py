"""What a question asks of each of several places or documents in clauses of its own, and what is told of them."""

import pytest

from index.ingest import ingest
from rag.comparisons.against import compared_with_before
from rag.comparisons.aspects import is_compared
from rag.comparisons.separately import asked_separately
from rag.engine import PolicyQA
from rag.records import Question, Turn
from rag.scoping.versions import versions_in
from rag.settings import Settings

FILES = {
    "湖南省养老服务若干措施.txt": "湖南省养老服务若干措施\n\n一、养老机构预收服务费用不得超过6个月。\n\n"
    "二、对新建养老机构，每张床位补贴3000元。\n\n三、养老护理员由高等学校培养。\n",
    "四川省养老服务条例.txt": "四川省养老服务条例\n\n第一条 养老机构预收服务费用不得超过3个月。\n\n"
    "第二条 养老护理员由省民政厅组织培训。\n\n第三条 鼓励民营企业新建养老机构。\n",
    "甲税条例(2003-05-01).txt": "甲税条例\n\n第一条 甲税的税率为百分之五。\n\n第二条 逾期不缴的，处二千元罚款。\n",
    "甲税条例(2025-03-01).txt": "甲税条例\n\n第一条 甲税的税率为百分之七。\n\n第二条 逾期不缴的，处五千元罚款。\n",
}


@pytest.fixture(scope="module")
def qa(tmp_path_factory):
    folder = tmp_path_factory.mktemp("separately")
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    ingest([folder], folder / "index")
    return PolicyQA.open(Settings(index=folder / "index", _env_file=None))


@pytest.fixture(scope="module")
def ask(qa):
    def ask(question, history=()):
        return qa.ask(Question(question=question, history=[Turn(question=q, answer=a) for q, a in history]))

    return ask


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        (
            "护理员，湖南由谁培养，四川由谁组织培训？",
            {"湖南": "护理员,湖南由谁培养?", "四川": "护理员,四川由谁组织培训?"},
        ),
        (
            "湖南每张床位补多少钱？四川的呢？",
            {"湖南": "湖南每张床位补多少钱?", "四川": "四川每张床位补多少钱?"},
        ),
        ("湖南和四川的养老机构各能预收几个月？", {}),
        ("四川的企业搬到湖南，补贴多少？", {}),
        ("我在四川待了好几年了，湖南养犬不登记怎么罚？", {}),
        ("那湖南呢？四川的床位补多少？", {}),
    ],
)
def test_clauses_of_their_own_ask_of_each(qa, question, asked):
    found = asked_separately(question, qa.documents())
    assert {each.side.name: each.aspects[0].of(each.side.name) for each in found} == asked


def test_each_side_is_told_what_was_asked_of_it(ask):
    answer = ask("湖南每张床位补多少钱，四川由谁组织培训护理员？")
    lines = answer.answer.split("\n")
    assert answer.kind == "comparison"
    assert "3000元" in lines[0]
    assert "省民政厅" in lines[1]


def test_who_gives_no_figure_is_told(ask):
    answer = ask("新建养老机构，湖南每张床位补多少？四川给没给补贴金额？").answer
    assert answer.startswith("四川未载明可比较的数值")
    assert "3000元" in answer


def test_versions_of_a_statute_are_told_apart_by_their_years(ask):
    answer = ask("甲税的税率，2003年的条例和2025年的各是多少？").answer
    assert "2003年的条例：第一条 甲税的税率为百分之五" in answer
    assert "2025年的：第一条 甲税的税率为百分之七" in answer


def test_the_turn_before_tells_what_is_compared(ask):
    before = [("四川的养老机构最多能预收几个月？", "不超过3个月。")]
    answer = ask("那湖南呢，比它多还是少？", before).answer
    assert "湖南比四川多 3个月（由所引数字计算：6个月 − 3个月）" in answer


@pytest.mark.parametrize(
    ("before", "question", "sides"),
    [
        ("湖南的床位补贴多少？", "那四川的占比呢？", []),
        ("湖南的床位补贴多少？", "四川给不同年龄的老人补多少？", []),
        ("湖南的床位补贴多少？", "那四川呢，有什么不同？", ["四川", "湖南"]),
        ("甲税条例规定了什么？", "那四川和湖南的床位补贴有什么不同？", ["四川", "湖南"]),
        ("甲税条例规定了什么？", "那四川和湖南的床位补贴和它有什么不同？", ["四川", "湖南", "甲税条例"]),
    ],
)
def test_only_what_a_question_means_is_compared_with_the_turn_before(qa, before, question, sides):
    found = compared_with_before(question, [Turn(question=before, answer="")], qa.documents())
    assert [side.name for side in (found.sides if found else ())] == sides


@pytest.mark.parametrize(
    ("question", "versions"),
    [
        ("2003年的民法典和2025年的条例", []),
        ("2003年的标准和2025年的标准", []),
        ("按2003年的养老服务规划,2025年的床位目标是多少", []),
        ("2003年的甲税条例和2025年的", ["甲税条例(2003-05-01).txt", "甲税条例(2025-03-01).txt"]),
        ("旧的甲税条例和新的甲税条例", ["甲税条例(2003-05-01).txt", "甲税条例(2025-03-01).txt"]),
        ("甲税条例旧版和2025年新版", ["甲税条例(2003-05-01).txt", "甲税条例(2025-03-01).txt"]),
        ("甲税条例修订前和修订后", ["甲税条例(2003-05-01).txt", "甲税条例(2025-03-01).txt"]),
        ("新能源车补贴条例和旧车报废条例，哪个补得多", []),
        ("甲税条例里新的规定", []),
        ("2003年的中央文件和2025年的", ["甲税条例(2003-05-01).txt", "甲税条例(2025-03-01).txt"]),
    ],
)
def test_a_year_means_documents_of_the_name_that_stands_with_it(qa, question, versions):
    sources = {info.id: info.source for info in qa.documents()}
    assert [sources[of] for each in versions_in(question, qa.documents()) for of in each.documents] == versions


@pytest.mark.parametrize("sides", ["旧甲税条例和新甲税条例", "新旧甲税条例", "甲税条例旧版和新版"])
def test_the_old_and_the_new_version_are_compared(ask, sides):
    assert ask(f"{sides}，税率有什么不同？").answer.splitlines()[0].startswith("新")


def test_what_no_side_says_is_refused(ask):
    assert ask("湖南和四川的养老机构，消防验收费各是多少元？").status == "insufficient_evidence"


def test_sides_asked_whether_they_rule_alike_are_told_how_far_apart_they_are(ask):
    answer = ask("甲税的罚款，2003年的条例和2025年的规定一样吗？").answer
    assert "2025年的规定比2003年的条例多 3000元" in answer


def test_what_stands_in_front_of_all_clauses_belongs_to_each(ask):
    answer = ask("跟港口合作这一条，湖南讲的是多少元，四川讲的是几个月？")
    assert "3000元" not in answer.answer
    assert "3个月" not in answer.answer


def test_one_sentence_tells_of_all_places(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    told = "2023年，湖南、四川两省投入养老资金50亿元。"
    text = f"全国养老资金公报\n\n一、{told}\n\n二、养老服务质量得到提高。\n"
    (tmp_path / "全国养老资金公报.txt").write_text(text, encoding="utf-8")
    ingest([tmp_path], tmp_path / "index")
    qa = PolicyQA.open(Settings(index=tmp_path / "index", _env_file=None))
    answer = qa.ask(Question(question="湖南和四川养老资金投入多少？"))
    assert (answer.status, "湖南、四川两省投入养老资金50亿元" in answer.answer) == ("answered", True)


@pytest.mark.parametrize(
    ("question", "compares"),
    [
        ("企业没有年报，会被怎么处罚呢？", False),
        ("各有关部门应当几日内报送？", False),
        ("各自治区何时上报？", False),
        ("哪个部门补贴多少钱？", False),
        ("最多给多少元？", False),
        ("May a different firm apply?", False),
        ("How do the two rules differ?", True),
        ("城区收3元，郊区的呢？", True),
        ("两种车哪种补得多？", True),
    ],
)
def test_facts_are_not_taken_for_comparisons(question, compares):
    assert is_compared(question) == compares


def test_a_question_that_compares_is_told_the_sentences_around(tmp_path):
    said = "购买新能源冷藏车的，每辆补助3万元。淘汰国四冷藏车后购买的，每辆补助5万元。"
    text = f"甲市冷链物流办法\n\n第一条 {said}\n\n第二条 本办法由市交通局解释。\n"
    (tmp_path / "甲市冷链物流办法.txt").write_text(text, encoding="utf-8")
    ingest([tmp_path], tmp_path / "index")
    qa = PolicyQA.open(Settings(index=tmp_path / "index", _env_file=None))
    told = qa.ask(Question(question="冷藏车的补助，每辆多少，从高到低排一下")).answer
    assert "每辆补助3万元。淘汰国四冷藏车后购买的，每辆补助5万元" in told
