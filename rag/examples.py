"""Example questions made from the documents that are indexed."""

import re
from collections import Counter

from index.local import LocalIndex

_QUOTED = re.compile(r"[“\"]([\u4e00-\u9fff]{3,8})[”\"]")
_GENERIC = re.compile(r"意见|通知|措施|以下简称")


def example_questions(index: LocalIndex, language: str) -> list[str]:
    """Questions of different kinds that the documents can answer; empty for an empty index."""
    infos = index.documents()
    regions = list(dict.fromkeys(info.metadata.region for info in infos if info.metadata.region))
    numbers = [info.metadata.document_number for info in infos if info.metadata.document_number]
    chinese = language.startswith("zh")
    found: list[str] = []
    topic = _topic(index)
    if topic:
        found.append(f"哪些省份提出{topic}？" if chinese else f"Which provinces propose {topic}?")
    if len(regions) >= 2:
        a, b = regions[:2]
        found.append(f"{a}和{b}的发展目标有什么不同？" if chinese else f"Compare the goals of {a} and {b}")
    if numbers:
        found.append(f"{numbers[0]}的标题和成文日期是什么？" if chinese else f"What is the title of {numbers[0]}?")
    if regions:
        found.append(f"{regions[-1]}由哪个部门牵头？" if chinese else f"Which department leads in {regions[-1]}?")
    return found


def _topic(index: LocalIndex) -> str | None:
    """A policy phrase that several documents share but not all: the most telling four characters before 政策."""
    spread: Counter[str] = Counter()
    infos = index.documents()
    for info in infos[:50]:
        text = index.document(info.id).text
        spread.update(set(re.findall(r"(?:同|免|减|补|优)[\u4e00-\u9fff]{3}(?=政策|。)", text)))
    return next((phrase for phrase, count in spread.most_common() if count < len(infos)), None)
