import pytest

from rag.language.claims import Claims, DocumentNumber, Quantity, claims_of, stated_in


@pytest.mark.parametrize(
    ("text", "quantities"),
    [
        ("年均增长18％以上", {Quantity(18, True, "min")}),
        ("两成以上", {Quantity(20, True, "min")}),
        ("不超过百分之五", {Quantity(5, True, "max")}),
        ("not more than 5 percent", {Quantity(5, True, "max")}),
        ("at least 500 agencies", {Quantity(500, False, "min")}),
        ("1157亿元，超过4000Ｇ", {Quantity(115_700_000_000), Quantity(4000, False, "min")}),
        ("115.7 billion yuan", {Quantity(115_700_000_000)}),
        ("一千一百五十七亿元", {Quantity(115_700_000_000)}),
        ("1,000项和3.5万人", {Quantity(1000), Quantity(35_000)}),
        ("20，100家", {Quantity(20), Quantity(100)}),
        ("二十一条", {Quantity(21)}),
        ("两个国家中心、三家企业", {Quantity(2), Quantity(3)}),
        ("10到15家", {Quantity(10), Quantity(15)}),
        ("建设2015个基地", {Quantity(2015)}),
    ],
)
def test_numbers_of_any_script_are_values_with_bounds(text, quantities):
    assert claims_of(text).quantities == quantities


@pytest.mark.parametrize("text", ["一批骨干企业", "统一标准", "千方百计", "四川和九江", "一般工业企业"])
def test_words_with_numerals_in_them_count_nothing(text):
    assert claims_of(text).quantities == frozenset()


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("二○一二年十一月二日", "2012-11-02"),
        ("2012年11月2日", "2012-11-02"),
        ("发布日期:2012-11-08", "2012-11-08"),
        ("2 November 2012", "2012-11-02"),
        ("November 2, 2012", "2012-11-02"),
        ("2012年11月", "2012-11"),
        ("二〇一五年", "2015"),
        ("到2015年", "2015"),
        ("2015년까지", "2015"),
        ("by 2015", "2015"),
    ],
)
def test_dates_are_iso_and_no_quantities(text, date):
    assert claims_of(text) == Claims(dates=frozenset({date}))


def test_a_span_of_years_is_two_years():
    assert claims_of("2012—2015年") == claims_of("2012年至2015年") == Claims(dates=frozenset({"2012", "2015"}))


@pytest.mark.parametrize("numerals", ["两" + "亿" * 45, "三" + "万" * 90, "9" * 400 + "亿", "二千" * 5_000 + "个"])
def test_numerals_beyond_all_measure_are_no_failure(numerals):
    assert claims_of(f"投资{numerals}元").quantities


def test_quantities_are_stated_of_their_own_clause():
    text = "“十二五”期间，培育100家创新能力较强、服务水平较高的骨干企业，到2015年建成国家级中心25个、省级中心60个。"
    assert [(stated.quantity.value, stated.before, stated.after) for stated in stated_in(text)] == [
        (100, "培育", "家创新能力较强、服务水平较高的骨干企业"),
        (25, "到|年建成国家级中心", "个"),
        (60, "省级中心", "个"),
    ]


def test_a_decimal_is_no_date():
    assert claims_of("2012.13").quantities == {Quantity(2012.13)}


def test_document_numbers_are_one_claim_in_every_kind_of_bracket():
    expected = {DocumentNumber("府办", 2012, 101)}
    for text in ("粤府办〔2012〕101号", "粤府办[2012]101号", "粤府办（2012）101号", "粤府办［２０１２］１０１号"):
        claims = claims_of(text)
        assert claims.document_numbers == expected
        assert claims.quantities == frozenset()


def test_places_organisations_and_titles_are_names():
    claims = claims_of("四川省由省物价局会同发改委落实《国务院办公厅关于加快发展高技术服务业的指导意见》")
    assert claims.regions == {"四川"}
    assert {"物价局", "发改委"} <= claims.organisations
    assert claims.titles == {"国务院办公厅关于加快发展高技术服务业的指导意见"}


def test_places_are_recognised_in_other_languages():
    assert claims_of("Jilin and Hunan").regions == {"吉林", "湖南"}


def test_layout_and_parts_of_words_are_no_organisations():
    assert claims_of("优化空间格局，全部干部内部培训").organisations == frozenset()


def test_what_must_not_be_less_is_a_least_and_what_must_not_be_more_a_most():
    assert {q.bound for q in claims_of("占比不得低于65%，不应少于5日").quantities} == {"min"}
    assert {q.bound for q in claims_of("不得超过20人，不能高于3%").quantities} == {"max"}
