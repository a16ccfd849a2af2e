"""Example questions made from the documents that are indexed."""

import re
from collections import Counter

from index.local import LocalIndex

# 同网同价, 互联互通, 共建共享: slogans of policy repeat a character; what few documents say is worth asking.
_SLOGAN = re.compile(r"(?=(([同共互联多双先减降])(?!\2)[\u4e00-\u9fff]\2[\u4e00-\u9fff]))")
_HEADING = re.compile(r"[、）)．.]\s*([\u4e00-\u9fff]{4,10})$")
_READ = 50  # documents that are looked through


def example_questions(index: LocalIndex, language: str) -> list[str]:
    """Questions of different kinds that the documents can answer; empty for an empty index."""
    infos = index.documents()
    chinese = language.startswith("zh")
    found: list[str] = []
    if topic := _topic(index):
        found.append(f"哪些省份提出{topic}政策？" if chinese else f"Which provinces propose {topic}?")
    if numbers := [info.metadata.document_number for info in infos if info.metadata.document_number]:
        number = numbers[0]
        found.append(
            f"{number}是什么时候成文、哪个机关印发的？" if chinese else f"When was {number} issued, and who issued it?"
        )
    if sum(info.metadata.issued_on is not None for info in infos) >= 2:
        found.append(
            "各地文件的成文日期哪份最早，哪份最晚？" if chinese else "Compare the issue dates of all documents"
        )
    if citing := [info.metadata.region for info in infos if info.metadata.cites and info.metadata.region]:
        region = citing[-1]
        found.append(f"{region}的文件引用了哪些文件？" if chinese else f"What does the document of {region} cite?")
    return found


def _topic(index: LocalIndex) -> str | None:
    """The slogan that fewest documents use; without slogans the heading that fewest of several documents share."""
    slogans: Counter[str] = Counter()
    headings: Counter[str] = Counter()
    for info in index.documents()[:_READ]:
        document = index.document(info.id)
        slogans.update({match[1] for match in _SLOGAN.finditer(document.text)})
        found = (_HEADING.search(section.heading) for section in document.sections)
        headings.update({match[1] for match in found if match})
    shared = Counter({heading: count for heading, count in headings.items() if count > 1})
    spread = slogans or shared
    return max(spread, key=lambda topic: (-spread[topic], topic), default=None)
