"""Whether a question asks what only a place's own documents tell: its aims, figures, projects, people."""

import re

from index.regions import gazetteer
from rag.language import wording
from rag.language.terms import normalise

_OF_ITS_OWN = wording.any_of(
    "目标|力争|排名|占比|比重|增速|增长率|增加值|产值|生产总值|gdp|营收|营业收入|总额|总量|(?:总|常住|户籍)人口|总面积",
    r"到了?(?:19|20)\d\d年(?![\d几]*月)|现有|截至|(?:共|总共|一共)有|(?:投入|投资|投)了?多少|规模(?:是|有|达)|打算|规划(?!许可)",
    "计划(?:[建培引投到在]|是)|(?:建成?|建设|新建|培育|打造|引进|布局|设立)了?[^,。?]{0,6}(?:多少|几|哪)",
    "重点(?:支持|发展|培育|建设|打造)|(?:支持|发展)[^,。?]{0,4}(?:哪|什么)[^,。?]{0,3}(?:产业|行业|领域|项目|园区)",
    "(?:产业|园区|基地|中心|平台|试点|示范区|名单)有?(?:哪些|几)|[多少几](?:亿|万亿)",
    "(?:[省市区县州]长|书记|主任|局长|厅长|组长|总指挥|指挥长)(?:是谁|叫|由谁)",
)
"""What a question asks of a place that only the place's own documents tell: its aims, figures, projects, people."""
_OWN_DOCUMENT = re.compile(
    "[^,。?;的有哪什对]{2,24}?(?<!违反)(?<!采取)(?<!按照)(?<!依照)(?<!符合)(?<!按)"
    "(?:条例|办法|规定|细则|方案|规划|纲要|计划|决定|通告|公告|措施|意见|工作报告|公报|预算|决算)"
)


def asks_of_its_own(question: str) -> bool:
    """Whether the question asks what only the documents of a place itself tell: an aim, a figure, a rule of its own.

    >>> asks_of_its_own("湖北的人才公寓怎么申请？"), asks_of_its_own("湖北计划培育多少家企业？")
    (False, True)
    """
    asked = normalise(question)
    places = [span for span, _ in gazetteer().mentions(asked)]
    return aims(asked) or any(_OWN_DOCUMENT.match(asked, span.end) for span in places)


def aims(asked: str) -> bool:
    """Whether a normalised question asks what a place as a whole aims at or has.

    >>> aims("福建的电梯补多少?"), aims("建了多少电梯?")
    (False, True)
    """
    for span, _ in gazetteer().mentions(asked):  # the name of 福建 builds nothing
        asked = asked[: span.start] + "·" * len(span) + asked[span.end :]
    return bool(_OF_ITS_OWN.search(asked))
