"""Whether words ask something: 谁, 多少, 是否."""

import re

_ASKS = re.compile(
    "谁|多少|几(?!乎)|哪|什么|啥|何时|何地|[有为是]何|怎么|怎样|如何|咋|是否|能否|可否|有没有|没有(?=[?？]|$)|吗|为什么"
    "|(?P<may>[要能会可算用该行准赔收管有没给写定提])[不没](?P=may)|多[久大高长宽深厚远重]|呢(?=[?？;；])|还是(?=[^,，。;；?？]*[?？])|"
    r"\b(?:whom?|whose|what|which|where|how|when (?:did|do|does|is|are|was|were|will|must|should|can))\b|"
    r"(?:^|[.:]\s+)(?:(?:and|or|but|so)\s+)?(?:do|does|did|is|are|was|were|can|could|will|must|should|may|has|have)\b",
    re.IGNORECASE,
)
# What somebody does not know, and 那几天, ask nothing.
_NO_QUESTION = re.compile(
    "(?:查不[出清到]|不(?:知道?|清楚|确定|明确|记得|管|论)|无论|无法(?:确定|查[清明])|没有?(?:[说讲写]清|写明?|约定|规定|注明)|忘了?)[^,，。?？]*|(?:[那这近后好十]|(?<!提)前)几"
)


def asks(part: str) -> bool:
    """Whether a part of a text asks something.

    >>> asks("四川给没给补贴"), asks("我在四川待了好几年了"), asks("不知道怎么办,")
    (True, False, False)
    """
    return bool(_ASKS.search(_NO_QUESTION.sub("", part)))
