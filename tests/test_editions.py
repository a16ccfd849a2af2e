"""Documents that come one a year, told apart by the year that a question names."""

import pytest

from index.documents import DocumentInfo, Metadata
from rag.language.terms import normalise
from rag.scoping.editions import editions_in, is_yearly
from rag.scoping.scope import NOWHERE, scope_of


def info(number: int, title: str, issued_on: str, region: str | None = None) -> DocumentInfo:
    stated = Metadata(title=title, issued_on=issued_on, region=region)
    return DocumentInfo(f"d{number}", f"{number}.txt", f"/{number}.txt", "h", 10, 1, stated)


BUDGET = "关于{}年中央和地方预算执行情况与{}年中央和地方预算草案的报告"
DOCUMENTS = [
    *(info(year, f"{year}年政府工作报告", f"{year}-03-05") for year in (2016, 2017, 2018)),
    info(2019, "政府工作报告", "2019-03-05"),
    info(2020, "在第十三届全国人民代表大会第三次会议上的政府工作报告", "2020-05-22"),
    *(info(year + 100, f"中华人民共和国{year}年统计公报", f"{year + 1}-02-28") for year in (2017, 2018)),
    *(info(year + 200, BUDGET.format(year - 1, year), f"{year}-03-05") for year in (2017, 2018)),
    *(info(year + 300, f"甲市关于印发{year}年重点工作安排的通知", f"{year}-01-13") for year in (2017, 2018)),
    *(info(year + 400, "政府工作报告", f"{year}-01-13", "北京") for year in (2017, 2018)),
    info(1, "甲条例", "2018-05-06"),
    info(2, "甲条例", "2017-05-06"),  # another version of it
]


def named(text: str) -> list[str] | None:
    found = editions_in(normalise(text), DOCUMENTS)
    return None if found is None else [document.id for document in found.documents]


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        ("2016年政府工作报告定了什么目标？", ["d2016"]),
        ("按2019年的政府工作报告，要办什么？", ["d2019"]),
        ("二〇二〇年的政府报告怎么说", ["d2020"]),
        ("2018年的公报里人口是多少", ["d2118"]),
        ("2017年统计公报显示什么", ["d2117"]),
        ("2018年预算报告拟安排多少赤字", ["d2218"]),
        ("2018年的重点工作安排里有什么", ["d2318"]),
        ("2016年和2018年的公报", ["d2118"]),
        ("16、17年的政府工作报告", ["d2016", "d2017", "d2417"]),
        ("2016年到2018年国务院作的政府工作报告", ["d2016", "d2017", "d2018", "d2417", "d2418"]),
        ("What does the 2018 communique say about the population?", ["d2118"]),
        ("2022年政府工作报告提出了什么", []),
        ("2018年安排改造多少个老旧小区", None),
        ("2017年以后的政府工作报告", None),
        ("2018年城镇新增就业多少", None),
        ("甲条例2018年的修订", None),
    ],
)
def test_a_year_and_a_kind_name_the_documents_of_that_year(question: str, documents: list[str] | None) -> None:
    assert named(question) == documents


def test_what_is_no_document_of_a_year_is_not_taken_for_one_of_another() -> None:
    assert scope_of(normalise("2022年政府工作报告提出了什么"), DOCUMENTS) == NOWHERE
    scope = scope_of(normalise("北京2018年的政府工作报告提出了什么"), DOCUMENTS)
    assert (scope.document_ids, scope.names) == (("d2418",), 1)


def test_one_report_alone_comes_not_one_a_year() -> None:
    assert editions_in("2016年政府工作报告", DOCUMENTS[:1]) is None
    assert [is_yearly(DOCUMENTS[0], DOCUMENTS), is_yearly(DOCUMENTS[-1], DOCUMENTS)] == [True, False]
