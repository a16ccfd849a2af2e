"""Answers as text for a terminal."""

from rag.records import Answer, Citation


def render(answer: Answer) -> str:
    """The answer with its sources below it."""
    lines = [answer.answer]
    if answer.citations:
        lines += ["", "来源 / sources"]
        lines += [_source(citation) for citation in answer.citations]
    lines += [f"! {notice}" for notice in answer.notices]
    return "\n".join(lines)


def _source(citation: Citation) -> str:
    about = [citation.region, citation.document_number, citation.issued_on, " › ".join(citation.heading_path)]
    page = f" 第{citation.page}页 / p. {citation.page}" if citation.page else ""
    where = f"{citation.source}{page} {citation.start}:{citation.end}"
    return f"[{citation.marker}] {' · '.join(part for part in about if part) or citation.title} ({where})"
