"""The detail that a question asks of a thing, which a sentence that only speaks of the thing lacks."""

import pytest

from rag.language.terms import normalise, terms
from rag.selection.detailed import conditions_and_ways, details


def lacks(question, text):
    asked, said = normalise(question), normalise(text)
    return any(detail(said, said) for detail in (*details(asked, terms(asked)), *conditions_and_ways(asked)))


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


@pytest.mark.parametrize(
    ("question", "text", "lacking"),
    [
        ("培育工程里有哪些企业？", "优先将高技术服务企业纳入培育工程。", True),
        ("培育工程里有哪些企业？", "培育工程包括甲公司、乙公司和丙公司。", False),
        ("概念验证平台现在有哪几家？", "对评价突出的平台给予后补助。", True),
        ("概念验证平台现在有哪几家？", "现有平台：甲大学平台。", False),
        ("哪些企业可以享受优惠？", "高新技术企业享受优惠。", False),  # a class is what is asked
        ("哪些企业已经在创业板上市？", "鼓励有实力的企业在创业板上市。", True),
        ("哪些企业已经在创业板上市？", "甲公司2012年在创业板上市。", False),
        ("有哪些企业已经是示范企业？", "重点支持骨干企业成为示范企业。", True),
        ("目前哪些城市开展了试点？", "推进甲市、乙市开展试点。", True),
        ("目前哪些城市开展了试点？", "已在甲市、乙市开展试点。", False),
        ("动漫基地的入驻企业有哪些？", "加快建设国家网络动漫产业发展基地，打造数字娱乐产业。", True),
        ("动漫基地的入驻企业有哪些？", "动漫基地入驻企业12家，包括甲动漫、乙游戏。", False),
        ("目前有哪些计划？", "支持设立专项资金、基金。", False),
        ("目前存在什么问题？", "还存在支持力度不够、人才短缺等问题，推动发展的作用不足。", False),
    ],
)
def test_who_is_in_it_and_what_is_so_already(question, text, lacking):
    assert lacks(question, text) == lacking


@pytest.mark.parametrize(
    ("question", "text", "lacking"),
    [
        ("有没有规定企业上市的奖励？", "鼓励企业在创业板上市。", True),
        ("有没有规定企业上市的奖励？", "对上市企业给予50万元补助。", False),
        ("对认证机构有没有税收优惠？", "支持境外认证机构开展服务。", True),
        ("对认证机构有没有税收优惠？", "认证机构免征所得税。", False),
        ("数字娱乐里有没有电竞？", "发展网络游戏、电子竞技。", False),
        ("逾期有没有处罚规定？", "逾期不改正的，处五百元罚款。", False),
        ("申请有没有期限？", "应当在三十日内申请。", False),
        ("是否有例外规定？", "法律另有规定的除外。", False),
        ("有无年龄限制？", "申请人应当身体健康。", False),  # 年龄 has many words
        ("有没有住房补贴？", "引进人才子女可就近入学。", True),
    ],
)
def test_there_is_one_where_it_is_spoken_of(question, text, lacking):
    assert lacks(question, text) == lacking
