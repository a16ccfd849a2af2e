"""Citations as references of GB/T 7714—2015, the Chinese standard for bibliographies."""

from collections.abc import Mapping
from datetime import date

from rag.records import Citation


def reference(cited: Citation, source_url: str | None, accessed: date) -> str:
    """The reference to a cited passage: who issued what under which number, when, and where in it: page and headings.

    Official documents are archives, `[A]`, online `[A/OL]` with the day they were read (GB/T 7714—2015, 附录 A.8).
    What the document does not state is left out. An issuer that the title begins with is named once.

    >>> print(reference(_EXAMPLE, "http://example.gov.cn/a", date(2026, 11, 20)).replace(": 京", ":\\n京"))
    北京市人民政府办公厅. 关于转发北京市企业投资项目核准暂行实施办法的通知:
    京政办发〔2005〕37号[A/OL]. (2005-07-12)[2026-11-20]. http://example.gov.cn/a: 第三条.
    >>> reference(_EXAMPLE, None, date(2026, 11, 20))[-34:]
    '京政办发〔2005〕37号[A]. 2005-07-12: 第三条.'
    """
    title = cited.title.removeprefix(cited.issuer or "") or cited.title
    named = title + (f": {cited.document_number}" if cited.document_number else "")
    day = cited.issued_on or cited.published_on
    parts = [cited.issuer, f"{named}[A/OL]" if source_url else f"{named}[A]"]
    if source_url:
        parts += [(f"({day})" if day else "") + f"[{accessed.isoformat()}]", source_url]
    elif day:
        parts.append(day)
    place = ", ".join(filter(None, [str(cited.page or ""), "".join(cited.heading_path)]))
    return ". ".join(filter(None, parts)) + (f": {place}." if place else ".")


def references(citations: list[Citation], source_urls: Mapping[str, str | None], accessed: date) -> list[str]:
    """The references of an answer with their markers, `source_urls` by document id."""
    return [f"[{c.marker}] {reference(c, source_urls.get(c.document_id), accessed)}" for c in citations]


_EXAMPLE = Citation(
    marker=1,
    document_id="d",
    title="北京市人民政府办公厅关于转发北京市企业投资项目核准暂行实施办法的通知",
    region="北京",
    issuer="北京市人民政府办公厅",
    document_number="京政办发〔2005〕37号",
    issued_on="2005-07-12",
    published_on=None,
    heading_path=["第三条"],
    quote="企业投资建设实行核准制的项目，应按国家有关要求编制项目申请报告。",
    start=0,
    end=32,
    source="a.txt",
    score=1.0,
)
