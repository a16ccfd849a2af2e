"""Names of public bodies as they stand in titles and signatures."""

import re

# Bodies of the state and the party whose names have no region or subject before the word for what they are. Words
# glued to their front make them part of a sentence: 经国务院2012年12月1日批准.
CENTRAL_BODY = (
    r"(?<![\u4e00-\u9fff])(?:中共中央(?:办公厅)?|国务院(?:办公厅)?|全国(?:人民代表大会(?:常务委员会)?|人大常委会)"
    r"|最高人民(?:法院|检察院)|中国人民银行|中国(?:科学|工程)院|中国[证银]监会|中国银保监会)"
)
ORGANISATION = (
    rf"(?:{CENTRAL_BODY}"
    r"|[\u4e00-\u9fff]{2,20}?(?:人民政府(?:办公[厅室])?|人民代表大会(?:常务委员会)?|委员会(?:办公[厅室])?)"
    r"|[\u4e00-\u9fff]{1,20}?[\u4e00-\u9fff](?:厅|(?<![布格结])局|(?<![全干内外])部|(?<!部)署|总局|办公[厅室]|管委会"
    r"|领导小组|高级人民法院|统计局[\u4e00-\u9fff]{1,8}调查[总支]?队|(?<![各常政编村居])委(?![员会托任派办、])))"
)
"""布局, 干部, 部署 and 各委 end like the name of a body and are none."""
_BETWEEN = r"[\s、]+"
ORGANISATIONS = rf"{ORGANISATION}(?:{_BETWEEN}{ORGANISATION}){{0,30}}"  # bounded: a list of 50,000 is no signature


def each(names: str) -> tuple[str, ...]:
    """The bodies of a list that `ORGANISATIONS` matched.

    >>> each("工业和信息化部、教育部\\n科学技术部")
    ('工业和信息化部', '教育部', '科学技术部')
    """
    return tuple(re.split(_BETWEEN, names.strip()))


def may_end_in_one(text: str, end: int) -> bool:
    """Whether the last character of `text[:end]`, but for white space, is one that names of bodies end in; cheap, and
    true where `ORGANISATIONS` matches up to there."""
    while end > 0 and text[end - 1].isspace():
        end -= 1
    return end > 0 and text[end - 1] in "府厅室会院行局部署央布委组队"
