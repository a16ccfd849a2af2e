"""What readers thought of answers → drafts of gold questions, to be completed by hand."""

from collections.abc import Iterable, Iterator
from typing import Any

from rag.records import MAX_ANSWER_LENGTH, Answer
from ui.exchange import Conversation
from ui.messages import CHINESE

_TYPES = {"survey": "aggregate", "comparison": "compare"}
_VERDICTS = {"stated": "yes", "related": "related", "absent": "no"}


def drafts(judged: Iterable[Conversation]) -> Iterator[dict[str, Any]]:
    """One draft a judged answer, the last of each conversation given, in the fields of `eval/gold/README.md`.

    A praised answer is taken to be right: its citations are the evidence, its verdicts the regions. Of a faulted one
    only question and complaint are kept. `facts` are for a person to write.
    """
    for number, conversation in enumerate(judged, 1):
        *earlier, exchange = conversation
        rating, answer = exchange.rating, exchange.answer
        if rating is None or answer is None:
            continue
        praised = rating.verdict == "up"
        kind = "negative" if praised and answer.status != "answered" else _TYPES.get(answer.kind, answer.kind)
        draft: dict[str, Any] = {
            "id": f"f{number:03}",
            "type": kind,
            "lang": answer.language,
            "question": exchange.question,
            "history": [
                {"question": turn.question, "answer": turn.answer.answer[:MAX_ANSWER_LENGTH]}
                for turn in earlier
                if turn.answer
            ],
            "answerable": answer.status == "answered" if praised else True,
            "facts": [],
            "forbidden": [],
            "evidence": _evidence(answer) if praised and answer.status == "answered" else [],
            "note": "；".join(
                ["👍" if praised else "👎", *(CHINESE.reasons[reason] for reason in rating.reasons), rating.note]
            ).strip("；"),
        }
        if praised and (regions := _regions(answer)):
            draft["regions"] = regions
        yield draft


def _evidence(answer: Answer) -> list[dict[str, str]]:
    return [{"doc": citation.source, "quote": citation.quote} for citation in answer.citations]


def _regions(answer: Answer) -> dict[str, list[str]] | None:
    """The verdict of each region; None where a region has several documents that differ, or none is named."""
    verdicts: dict[str, str] = {}
    for finding in answer.coverage.findings if answer.coverage else ():
        if finding.region is None or verdicts.setdefault(finding.region, finding.verdict) != finding.verdict:
            return None
    grouped: dict[str, list[str]] = {"yes": [], "related": [], "no": []}
    for region, verdict in verdicts.items():
        grouped[_VERDICTS[verdict]].append(region)
    return grouped if verdicts else None
