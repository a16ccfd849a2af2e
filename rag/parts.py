"""Two questions in one: 吉林的目标是多少？文件是谁印发的？"""

import re
from collections.abc import Generator, Sequence
from dataclasses import replace
from itertools import pairwise

from index.documents import Span
from index.lexicon import simplified
from rag import expected, quoting, wording
from rag.compose import Draft
from rag.fields import fields_in
from rag.messages import say
from rag.question import Understanding
from rag.records import MAX_ANSWER_LENGTH, MAX_TURNS, Event, Progress, Turn
from rag.run import Run
from rag.sentence import Sentence
from rag.sides import sides_of
from rag.versus import compare_sides
from rag.which import asks_which
from rag.years_beside import compare_years, years_beside

_ASKS = re.compile(
    "谁|多少|几(?![乎])|哪|什么|何时|何地|怎么|怎样|如何|是否|有没有|吗|为什么|多[久大高长]|"
    r"\b(?:who|what|which|when|where|how|does|is|are)\b",
    re.IGNORECASE,
)
# What somebody does not know, and 那几天, ask nothing.
_NO_QUESTION = re.compile(
    "(?:查不[出清到]|不(?:知道?|清楚|确定|明确|记得|管|论)|无论|无法(?:确定|查[清明])|没[说讲写]清)[^,，。?？]*|[那这近前好]几"
)
# A part that begins so asks about what the part before it found.
_LEANS = re.compile(
    "^(?:是?(?:什么|哪个?)(?:职务|职位|身份)|担任什么|任什么|各自|分别|各|其中|两者|它们|是不是同|是否(?:一致|相同)|它?和|与|为什么|原因|理由|具体|怎么提|怎么说|依据)"
)
# 谁牵头，谁配合 asks once who does what.
_WHO = re.compile("^(?:由|归)?(?:谁|哪(?:些|个|几个)?(?:部门|单位))来?(?:负责|牵头|配合|主管|协助|参与|落实)[?？]*$")
_ASKS_WHO = re.compile("谁|哪(?:些|个|几个)?(?:部门|单位)")
_BREAK = re.compile(r"[?？;；]+\s*|[,，。]\s*(?:另外|还有|以及|并且|同时|然后|再问|顺便)?")
_ENDED = re.compile(r"[?？;；]\s*$")
_SHORTEST = 3  # characters of a part


def parts_of(text: str) -> list[str]:
    """The questions that a text asks one after the other; the text itself where it asks one.

    A survey or a comparison is one question with what is asked of its findings, and metadata is looked up together.

    >>> parts_of("广东要培育多少家企业，由谁负责？")
    ['广东要培育多少家企业', '由谁负责？']
    >>> parts_of("停车泊位建设谁负责，谁配合？")
    ['停车泊位建设谁负责，谁配合？']
    >>> parts_of("多少天公布一次？来不及备案的，几天内补办？")
    ['多少天公布一次？', '来不及备案的，几天内补办？']
    >>> len(parts_of("哪些省提到云计算？各自怎么说？")), len(parts_of("文号是多少，什么时候印发的？"))
    (1, 1)
    """
    plain = simplified(text)
    cuts = [0, *(match.end() for match in _BREAK.finditer(plain)), len(text)]
    pieces = [Span(start, end) for start, end in pairwise(cuts) if plain[start:end].strip()]
    joined: list[Span] = []
    for span in pieces:
        piece, before = plain[span.start : span.end], plain[joined[-1].start : joined[-1].end] if joined else ""
        asks = _asks(piece) and not _LEANS.match(piece) and len(piece.strip("?？,，;； ")) >= _SHORTEST
        # What asks nothing by itself belongs to the question behind it, or at the end to the one before.
        same = bool(_WHO.match(piece.strip()) and _ASKS_WHO.search(before))
        begins = bool(_ENDED.search(before) and not _asks(piece) and span is not pieces[-1])
        if joined and not begins and (not _asks(before) or not asks or same):
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    if len(joined) < 2 or not _apart([plain[span.start : span.end] for span in joined]):
        return [text]
    return [text[span.start : span.end].strip().rstrip(",，;；") for span in joined]


def _asks(part: str) -> bool:
    return bool(_ASKS.search(_NO_QUESTION.sub("", part)))


def _apart(parts: list[str]) -> bool:
    """Whether the parts are questions of their own."""
    folded = [part.lower() for part in parts]
    of_many = [asks_which(part, regional=True) or bool(wording.COMPARISON.search(part)) for part in folded]
    return not any(of_many) and not all(map(fields_in, folded))


def answer_parts(run: Run, whole: Understanding) -> Generator[Event, None, tuple[Understanding, Draft]]:
    """The answer to a question, to each of the years or of two things that it compares, or to each of several asked at
    once, one after the other, under the first's kind."""
    question = run.question.question
    if (beside := years_beside(question)) and (compared := compare_years(run, whole, beside)):
        return compared
    if two := sides_of(question):
        yield Progress(stage="retrieve")
        if compared := compare_sides(run, whole, two):
            return compared
    parts = parts_of(question) if whole.kind not in ("survey", "comparison", "smalltalk") else []
    if len(parts) < 2:
        return whole, (yield from run.extract(whole))
    if one := _answer_together(run, whole, parts):
        return whole, one
    return (yield from _answer_each(run, whole, parts))


def _answer_each(
    run: Run, whole: Understanding, parts: Sequence[str]
) -> Generator[Event, None, tuple[Understanding, Draft]]:
    """The answers to the parts, numbered.

    A part that leans on the one before it sees that as the turn before. A part without evidence says so.
    """
    asked = run.question
    understandings, drafts, history = [], [], list(asked.history)
    for part in parts:
        understanding = run.understand(asked.model_copy(update={"question": part, "history": history[-MAX_TURNS:]}))
        draft = _within(run, understanding) or (yield from run.extract(understanding))
        if draft.status == "insufficient_evidence":
            missing = say("insufficient", whole.language, count=len(run.index.documents(understanding.filters)))
            draft = replace(draft, text="\n".join(filter(None, (missing, draft.text))))
        understandings.append(understanding)
        drafts.append(draft)
        history.append(Turn(question=part, answer=draft.text[:MAX_ANSWER_LENGTH]))
    if all(draft.status == "insufficient_evidence" for draft in drafts):
        return whole, Draft("insufficient_evidence", "")
    together = replace(understandings[0], question=asked.question, standalone=whole.standalone)
    text = "\n".join(f"{n}. {draft.text}" for n, draft in enumerate(drafts, 1))
    table = next((draft.table for draft in drafts if draft.table), None)
    coverage = next((draft.coverage for draft in drafts if draft.coverage), None)
    return together, Draft("answered", text, coverage, table)


def _answer_together(run: Run, whole: Understanding, parts: Sequence[str]) -> Draft | None:
    """The sentence that answers all that is asked; None where none does."""
    if whole.kind not in ("fact", "list") or not (ranked := run.answering(whole)):
        return None
    asked = [run.understand(run.question.model_copy(update={"question": part})) for part in parts]
    if not all(_covers(ranked[0].sentence, each) for each in asked):
        return None
    return quoting.quote_answer(ranked[:1], whole, run.quotations)


def _within(run: Run, understanding: Understanding) -> Draft | None:
    """The answer to a part in the document that answered the one before; None where there is none."""
    if understanding.kind not in ("fact", "list") or not run.quotations.citations:
        return None
    answered = run.quotations.citations[-1].document_id
    scope = {info.id for info in run.index.documents(understanding.filters)}
    if answered not in scope or understanding.filters.document_id:
        return None
    inside = replace(understanding, filters=replace(understanding.filters, document_id=(answered,)))
    ranked = run.answering(inside)
    return quoting.quote_answer(quoting.chosen(ranked), inside, run.quotations) if ranked else None


def _covers(sentence: Sentence, part: Understanding) -> bool:
    """Whether a sentence that answers the whole question answers this part too: it holds what is asked for, and the
    words of the part, where it has words of its own."""
    if not expected.holds_answer(part, sentence) or expected.holds(part, sentence) is False:
        return False
    words = [(term.text, *term.others) for term in part.terms]
    held = [any(word in sentence.introduced for word in spellings) for spellings in words]
    return len(words) <= 1 or 2 * sum(held) >= len(words)
