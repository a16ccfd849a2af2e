"""The detail that a question asks of a thing, which a sentence that only speaks of the thing lacks."""

import pytest

from rag.language.terms import normalise
from rag.selection.detailed import conditions_and_ways


def lacks(question, text):
    asked, said = normalise(question), normalise(text)
    return any(detail(said, said) for detail in conditions_and_ways(asked))


@pytest.mark.parametrize(
    ("question", "text", "lacking"),
    [
        ("进孵化器要符合哪些条件？", "对符合条件的孵化器按规定给予税收优惠。", True),
        ("进孵化器要符合哪些条件？", "入驻企业应当成立不满三年。", False),
        ("设立基金会的门槛是什么？", "支持社会力量设立基金会。", True),
        ("设立基金会的门槛是什么？", "注册资金不低于二百万元。", False),
        ("成立代理机构要具备什么条件？", "依托代理机构推动服务快速发展。", True),
        ("成立代理机构要具备什么条件？", "有两名以上专利代理师的，可以成立代理机构。", False),
        ("认定集聚区的条件是什么？", "支持有条件的地区建设集聚区。", True),
        ("认定集聚区的条件是什么？", "符合下列条件的，可以认定为集聚区：", False),
        ("人才的认定标准是什么？", "探索将服务人才纳入高层次人才队伍认定范围。", True),
        ("人才的认定标准是什么？", "取得博士学位的，认定为高层次人才。", False),
    ],
)
def test_conditions_are_stated(question, text, lacking):
    assert lacks(question, text) == lacking


@pytest.mark.parametrize(
    ("question", "text", "lacking"),
    [
        ("对出库决定不服怎么申诉？", "经公示无异议的专家进入专家库。", False),  # 异议 may be it
        ("对出库决定不服怎么申诉？", "专家违反规定的，予以出库。", True),
        ("交易凭证丢了怎么补办？", "交易凭证可以作为定价的参考依据。", True),
        ("交易凭证丢了怎么补办？", "凭证遗失的，凭身份证补领。", False),
        ("创业导师怎么选聘？", "建立创业导师机制，对企业进行辅导。", True),
        ("创业导师怎么选聘？", "创业导师由园区从企业家中聘任。", False),
        ("种人参的补贴怎么领？", "重点开发以人参为原料的保健食品。", True),
        ("种人参的补贴怎么领？", "补贴按季度拨付到种植户账户。", False),
        ("卫星终端怎么退货？", "终端应当符合国家标准。", True),
        ("怎么领导这项工作？", "加强统筹。", False),
        ("会员资格怎么注销？", "交易场所合并的，报市科委批准。", True),
    ],
)
def test_how_something_is_done_is_told_by_words_of_doing_it(question, text, lacking):
    assert lacks(question, text) == lacking
