"""Several questions in one: what belongs together is answered together, what does not one by one."""

import pytest

from index.ingest import ingest
from rag.engine import PolicyQA
from rag.parts import parts_of
from rag.records import Question
from rag.settings import Settings

ASSEMBLY = """东港市人民代表大会议事规则

第一条 代表在全体会议上发言，第一次不超过十分钟，经主持人同意的，可以延长五分钟。

第二条 会议由主席团主持。会议记录保存三十年。
"""
FARMERS = """东港市农民合作社条例

第一条 合作社的成员中，农民至少应当占成员总数的百分之八十。

第二条 可分配盈余按交易量返还的总额不得低于可分配盈余的百分之六十。

第三条 合作社应当每年公布财务报告。
"""
OTHERS = """东港市商会管理办法

第一条 商会的会费收入不得低于全年收入的百分之三十。

第二条 商会盈余按照章程使用。
"""
DEPOSITS = """东港市预付卡管理条例

第一条 预付卡的余额由发卡企业存管。

第二条 单张记名预付卡的有效期不少于三年，面值不超过五千元。

余额自停止使用之日起计算退还期限。有效期满后，发卡企业应当退还余额。

第三条 逾期不退还余额的，由市商务主管部门责令改正；情节严重的，处一万元以上三万元以下罚款。

第四条 发卡企业不得收取押金。但是，卡片成本高于十元的除外。

第五条 消费者遗失预付卡的，发卡企业不予退款；但记名预付卡的合理补卡费用，发卡企业应当承担。

第六条 申请发卡的企业应当具备下列条件：

（一）专职人员在二十人以上；

（二）营业场所面积在三百平方米以上。
"""

NOISE = """东港市柳河路酒吧街噪声投诉的回复
接诉后，我局于6月3日夜间到现场，在窗外1米处监测，等效声级为62.7分贝。按照《社会生活环境噪声排放标准》，该处夜间限值为50分贝，已经超标。
我局责令经营者在三日内整改。
"""

INSURANCE = """东港市码头工人保险办法

第一条 在码头工作的外地人和学徒可以参加工伤保险，临时访客不能参加。
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    folder = tmp_path_factory.mktemp("parts")
    for name, text in (
        ("assembly", ASSEMBLY),
        ("farmers", FARMERS),
        ("others", OTHERS),
        ("deposits", DEPOSITS),
        ("noise", NOISE),
        ("insurance", INSURANCE),
    ):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest([folder], folder / "index")
    qa = PolicyQA.open(Settings(_env_file=None, index=folder / "index"))
    return lambda text: qa.ask(Question(question=text))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("广东要培育多少家企业，由谁负责？", ["广东要培育多少家企业", "由谁负责？"]),
        ("多少天公布一次？来不及备案的，几天内补办？", ["多少天公布一次？", "来不及备案的，几天内补办？"]),
        ("要备案吗？有文件为证。", ["要备案吗？有文件为证。"]),
        ("查不清从哪天开始用的，按多少天计费？", ["查不清从哪天开始用的，按多少天计费？"]),
        ("停电的那几天，电费减多少？", ["停电的那几天，电费减多少？"]),
        ("卖给了好几家公司，钱归谁？", ["卖给了好几家公司，钱归谁？"]),
    ],
)
def test_what_asks_nothing_belongs_to_the_question_behind_it(text, parts):
    assert parts_of(text) == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("人员最少几个、场地最小多大？", ["人员最少几个", "场地最小多大？"]),
        ("由哪个部门、哪个单位负责？", ["由哪个部门、哪个单位负责？"]),
        ("误工费赔不赔？交通费呢？", ["误工费赔不赔？", "交通费呢？"]),
        ("交通费呢，也赔吗？", ["交通费呢，也赔吗？"]),
        ("用旧办法还是新办法？有没有例外？", ["用旧办法还是新办法？", "有没有例外？"]),
        ("一件补多少，最多补几件？", ["一件补多少", "最多补几件？"]),
        ("企业最低工资由谁定，什么时候调整？", ["企业最低工资由谁定", "什么时候调整？"]),
        ("When was it issued, and how many apply?", ["When was it issued", "and how many apply?"]),
        ("How many clerks and how much floor space?", ["How many clerks", "and how much floor space?"]),
        ("Who knows when and how to apply?", ["Who knows when and how to apply?"]),
        ("手数料はいくらですか。また何日かかりますか。", ["手数料はいくらですか。", "また何日かかりますか。"]),
        ("몇 년 보관하나요? 개인정보의 경우는요?", ["몇 년 보관하나요?", "개인정보의 경우는요?"]),
        ("When it lasts six months, how often?", ["When it lasts six months, how often?"]),
        ("If a rule is unclear, who explains it?", ["If a rule is unclear, who explains it?"]),
        ("Within what time must I file this, and with whom?", ["Within what time must I file this", "and with whom?"]),
        (
            "Can two firms bid jointly, and how many lots can one win?",
            ["Can two firms bid jointly", "and how many lots can one win?"],
        ),
    ],
)
def test_each_thing_that_is_asked_is_a_part(text, parts):
    assert parts_of(text) == parts


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("申请发卡的企业，专职人员最少几个人、场地最小多大？", ["二十人", "三百平方米"]),
        ("逾期不退预付卡余额，情节严重的罚多少？谁来处理？", ["三万元", "市商务主管部门"]),
        ("单张记名预付卡有效期几年？从哪天开始算？", ["三年", "停止使用之日"]),
        ("发卡企业能不能收取押金？有没有例外？", ["不得收取押金", "高于十元的除外"]),
        ("单张记名预付卡有效期几年？期满之后余额怎么办？", ["三年", "退还余额"]),
        ("For how many years is a prepaid card valid, and what is the maximum?", ["三年", "五千元"]),
    ],
)
def test_a_part_that_says_little_is_answered_by_the_passage_that_answers_the_other(told, question, facts):
    answer = told(question)
    assert all(fact in answer.answer for fact in facts), answer.answer
    assert {citation.source for citation in answer.citations} == {"deposits.txt"}


def test_the_other_half_of_a_rule_is_told_with_what_follows_but(told):
    answer = told("预付卡丢了，企业要承担补卡的合理费用吗？")
    assert "不予退款；但记名预付卡的合理补卡费用" in answer.answer
    assert len(answer.citations) == 1


def test_one_sentence_that_answers_both_parts_is_told_once(told):
    answer = told("代表第一次发言最长几分钟？经主持人同意还能延长几分钟？")
    assert "第一次不超过十分钟" in answer.answer
    assert "可以延长五分钟" in answer.answer
    assert len(answer.citations) == 1
    assert not answer.answer.startswith("1.")


@pytest.mark.parametrize(
    "question",
    ["柳河路酒吧街夜里实测多少分贝，国家限值是多少？", "柳河路酒吧街的夜间限值是多少分贝，现场监测到多少分贝？"],
)
def test_two_figures_in_sentences_beside_one_another_are_both_told(told, question):
    answer = told(question)
    assert all(figure in answer.answer for figure in ("62.7分贝", "50分贝"))
    assert any("62.7分贝" in c.quote for c in answer.citations)


def test_a_further_part_is_answered_by_the_document_of_the_first(told):
    answer = told("农民合作社里农民成员至少占多少？盈余按交易量返还的不能低于多少？")
    assert "百分之八十" in answer.answer
    assert "百分之六十" in answer.answer
    assert {citation.source for citation in answer.citations} == {"farmers.txt"}


def test_a_part_without_evidence_says_so(told):
    answer = told("农民合作社里农民成员至少占多少？合作社的注册资本最低多少万元？")
    assert "百分之八十" in answer.answer
    assert "没有依据回答此问题" in answer.answer


def test_a_part_that_asks_of_what_was_told_already_is_not_refused(told):
    answer = told("在码头工作的外地人能参加保险吗？学徒呢？")
    assert "学徒" in answer.answer
    assert "没有依据回答此问题" not in answer.answer


def test_what_answers_the_whole_is_told_where_no_part_is_answered_by_itself(told, monkeypatch):
    asked = "合作社每年的财务报告由谁公布，多久公布一次？"
    monkeypatch.setattr("rag.run.answers", lambda _, ranked, of, *__: bool(ranked) and of.standalone == asked)
    monkeypatch.setattr("rag.parts._covers", lambda *_: False)
    monkeypatch.setattr("rag.parts._within", lambda *_: None)
    answer = told(asked)
    assert answer.status == "answered"
    assert "每年公布财务报告" in answer.answer
