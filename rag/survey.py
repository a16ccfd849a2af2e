"""Questions over the whole scope: a verdict for every document, with its passage."""

import re
from collections.abc import Generator, Sequence

from index.documents import DocumentInfo
from index.lexicon import HAN, fold_text
from index.local import LocalIndex
from rag.compose import LONGEST_EXCERPT, Draft, Quotations, excerpt, names
from rag.evidence import Match, Scorer, sentences
from rag.messages import say
from rag.question import Understanding
from rag.records import Coverage, Finding, Progress, Verdict

STATED, RELATED = 0.74, 0.42
"""Coverage of the proposition from which a document states it, and from which its wording is close."""
_LIST = re.compile(r"[\u4e00-\u9fff]{1,8}(?:、[\u4e00-\u9fff]{1,8})+")


def survey(
    index: LocalIndex, infos: Sequence[DocumentInfo], understanding: Understanding, quotations: Quotations
) -> Generator[Progress, None, Draft]:
    """Examine every document, telling the progress after each, and report."""
    scorer = Scorer(index, understanding)
    best: dict[str, Match | None] = {}
    for count, info in enumerate(infos, 1):
        ranked = scorer.rank(s for chunk in index.document_chunks(info.id) for s in sentences(chunk))
        best[info.id] = max(ranked, key=lambda match: (match.coverage, match.score), default=None)
        yield Progress(stage="examine", done=count, total=len(infos))
    return _report(infos, best, understanding, quotations)


def verdict(match: Match | None) -> Verdict:
    """stated, related or absent by how much of the proposition the best sentence covers."""
    if match is None or match.coverage < RELATED:
        return "absent"
    return "stated" if match.coverage >= STATED else "related"


def _report(
    infos: Sequence[DocumentInfo],
    best: dict[str, Match | None],
    understanding: Understanding,
    quotations: Quotations,
) -> Draft:
    language = understanding.language
    shown = names(infos, language)
    verdicts = {info.id: verdict(best[info.id]) for info in infos}
    groups: dict[Verdict, list[DocumentInfo]] = {
        v: [info for info in infos if verdicts[info.id] == v] for v in ("stated", "related", "absent")
    }
    model = next((best[info.id] for info in groups["stated"]), None)
    longest = min(LONGEST_EXCERPT, max(900 // max(len(infos) - len(groups["absent"]), 1) - 20, 60))
    lines: list[str] = []
    findings: dict[str, Finding] = {}
    for group in ("stated", "related"):
        if groups[group]:
            lines.append(say(group, language, count=len(groups[group])))
        elif group == "stated" and groups["related"]:
            lines.append(say("stated_none", language))
        for info in groups[group]:
            match = best[info.id]
            assert match is not None
            marker = quotations.sentence(match)
            note = _difference(match, model, understanding) if group == "related" else None
            quote = excerpt(match.sentence, understanding.terms, longest)
            lines.append(f"- {shown[info.id]}：{quote}[{marker}]" + (f"（{note}）" if note else ""))
            findings[info.id] = _finding(info, group, [marker], note)
    for info in groups["absent"]:
        findings[info.id] = _finding(info, "absent", [], None)
    if groups["absent"]:
        listed = "、".join(shown[info.id] for info in groups["absent"])
        lines.append(say("absent", language, count=len(groups["absent"]), names=listed))
    lines.append(say("examined", language, examined=len(infos), scope=len(infos)))
    coverage = Coverage(
        scope_documents=len(infos),
        examined_documents=len(infos),
        complete=True,
        findings=[findings[info.id] for info in infos],
    )
    found = bool(groups["stated"] or groups["related"])
    return Draft("answered" if found else "insufficient_evidence", "\n".join(lines) if found else "", coverage=coverage)


def _finding(info: DocumentInfo, verdict: Verdict, markers: list[int], note: str | None) -> Finding:
    return Finding(
        document_id=info.id,
        title=info.metadata.title or info.source,
        region=info.metadata.region,
        verdict=verdict,
        citations=markers,
        note=note,
    )


def _difference(match: Match, model: Match | None, understanding: Understanding) -> str | None:
    """How a related passage differs: which of the question's words it does not use, which listed things it lacks."""
    language = understanding.language
    missing = [t for t, credit in match.matched.items() if credit < 0.5 and HAN.match(t) and len(t) > 1]
    longest = [t for t in missing if not any(t != other and t in other for other in missing)]
    notes = [say("other_words", language, words="、".join(longest))] if longest else []
    if model is not None:
        lacking = _lacking(fold_text(model.sentence.text), fold_text(match.sentence.text))
        if lacking:
            notes.append(say("lacks", language, items="、".join(lacking)))
    return "；".join(notes) or None


def _lacking(model: str, other: str) -> list[str]:
    """Things that the model sentence lists, of which the other sentence lists only some: those it does not name.

    >>> _lacking("企业用水、用电、用气同价", "企业用水、用气同价")
    ['用电']
    """
    for listed in _LIST.findall(model):
        items = listed.split("、")
        size = min(len(item) for item in items)
        # The outer items run on into the sentence around the list; they are as long as the shortest one.
        items = [items[0][-size:], *items[1:-1], items[-1][:size]]
        absent = [item for item in items if item not in other]
        if len(items) >= 3 and 0 < len(absent) < len(items) - 1 or len(items) == 2 and len(absent) == 1:
            return absent
    return []
