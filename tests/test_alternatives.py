"""The ways in which what is asked may be said."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from eval.__main__ import app
from eval.coordination import held_out, phrases
from eval.gold import InvalidGold
from rag.language.coordination import committed
from rag.understanding.alternatives import alternatives

MARKED = Path(__file__).parent.parent / "eval/gold/coordination.txt"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("规划或培育服务业集聚区", ["规划服务业集聚区", "培育服务业集聚区"]),
        ("手机支付或移动支付", ["手机支付", "移动支付"]),
        ("企业研发投入给补助或者奖励", ["企业研发投入给补助", "企业研发投入给奖励"]),
        ("按航线或者按架次给补贴", ["按航线给补贴", "按架次给补贴"]),
        ("免征、减征或缓征企业所得税", ["免征企业所得税", "减征企业所得税", "缓征企业所得税"]),
        ("建设国家级或省级质检中心", ["建设国家级质检中心", "建设省级质检中心"]),
        ("允许国有企业或事业单位参与建设", ["允许国有企业参与建设", "允许事业单位参与建设"]),
        ("组建专利联盟或者知识产权方面的联盟", ["组建专利联盟", "组建知识产权方面的联盟"]),
        ("给毕业生发租房补贴或者直接给住房", ["给毕业生发租房补贴", "给毕业生直接给住房"]),
        ("犬只进电梯要戴嘴套或者抱起来", ["犬只进电梯要戴嘴套", "犬只进电梯要抱起来"]),
        ("供热企业交风险保证金或应急资金", ["供热企业交风险保证金", "供热企业交应急资金"]),
        ("建湿地宣教中心或者设立湿地标志牌、界桩", ["建湿地宣教中心", "设立湿地标志牌", "设立湿地界桩"]),
        ("答应给企业减免行政收费或手续费", ["答应给企业减免行政收费", "答应给企业减免手续费"]),
        ("减免租金或水电费", ["减免租金", "减免水电费"]),
        ("民宿免税或者给奖励", ["民宿免税", "民宿给奖励"]),
        ("在屋顶装太阳能板,或者换用环保的制冷剂", ["在屋顶装太阳能板", "换用环保的制冷剂"]),
        ("超级计算中心或集合票据", ["超级计算中心", "集合票据"]),
        ("拿到8000元或更多补贴", ["拿到8000元补贴"]),
    ],
)
def test_either_of_two_things_is_one_way(text, said):
    assert alternatives(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("企业用水、用电、用气同价", ["企业用水同价", "企业用电同价", "企业用气同价"]),
        ("开展助餐、助浴、助洁服务", ["开展助餐服务", "开展助浴服务", "开展助洁服务"]),
        ("修宽带、建信息网络", ["修宽带", "建信息网络"]),
        ("骑手、网约车司机等新就业群体 给建驿站", ["骑手 给建驿站", "网约车司机 给建驿站"]),
        ('"三支一扶"、特岗教师、西部计划这类基层服务项目', ['"三支一扶"', "特岗教师", "西部计划"]),
    ],
)
def test_each_of_things_listed_is_a_way_beside_all_of_them(text, said):
    assert alternatives(text) == [text, *said]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("氢能(包括制氢、储氢)", ["氢能", "制氢", "储氢"]),
        ("发展生物技术,特别是基因检测", ["发展生物技术", "基因检测"]),
        ("发展生物基材料,比如聚乳酸", ["发展生物基材料", "聚乳酸"]),
        ("新建(改建、扩建)小区配建充电桩", ["新建小区配建充电桩", "改建小区配建充电桩", "扩建小区配建充电桩"]),
        ("建(或升级)服务平台", ["建服务平台", "升级服务平台"]),
        ("给新能源车(不含混动)停车优惠", ["给新能源车停车优惠"]),
        ("给村级站点补贴(按年、按件都算)", ["给村级站点补贴"]),
        ("企业免税(个体户、小微企业除外)", ["企业免税"]),
        ("同港澳(台)合作", ["同港澳合作"]),
    ],
)
def test_what_stands_in_brackets_is_another_way_or_says_nothing(text, said):
    assert alternatives(text) == said


@pytest.mark.parametrize("text", ["推广电子签名与认证", "建设泛在、融合、安全的信息网络", "税收和土地都放开"])
def test_what_leaves_no_choice_is_one_way(text):
    assert alternatives(text) == [text]


def test_where_things_begin_and_end_is_learnt_for_other_phrases():
    read = phrases(MARKED)
    found = [phrase.is_cut_right(committed()) for phrase in read]
    assert sum(found) > 0.7 * len(read)
    assert sum(held_out(read)) > 0.62 * len(read)


def test_phrases_that_mark_nothing_are_no_examples(tmp_path):
    (tmp_path / "phrases.txt").write_text("给[骑手/司机]建驿站\n给司机建驿站\n", encoding="utf-8")
    with pytest.raises(InvalidGold, match=r"phrases\.txt:2: .*给司机建驿站"):
        phrases(tmp_path / "phrases.txt")
    result = CliRunner().invoke(app, ["coordination", str(tmp_path / "phrases.txt")])
    assert (result.exit_code, "phrases.txt:2" in result.output) == (2, True)


def test_fitted_weights_are_written_where_asked(tmp_path):
    result = CliRunner().invoke(app, ["coordination", str(MARKED), "--output", str(tmp_path / "weights.json")])
    assert result.exit_code == 0, result.output
    written = (tmp_path / "weights.json").read_text(encoding="utf-8")
    assert '"one character last"' in written
    assert len(written.splitlines()) > 50
