"""Several questions in one: 吉林的目标是多少？文件是谁印发的？"""

import re
from collections.abc import Generator, Sequence
from dataclasses import replace
from itertools import pairwise

from index.documents import Span
from index.lexicon import simplified
from rag.composing import quoting
from rag.composing.compose import Draft
from rag.going_on import go_on, is_exchanged
from rag.language import wording
from rag.language.dates import without_dates
from rag.language.fields import fields_in
from rag.language.roles import asks_which
from rag.language.terms import normalise, terms
from rag.language.units import unit_asked
from rag.messages import say
from rag.nearby import decides, has_kind, leans_on, nearby
from rag.records import MAX_TURNS, Event, Turn
from rag.run import Run
from rag.selection import expected
from rag.selection.answering import answering
from rag.selection.bounds import bound_asked
from rag.selection.evidence import Match
from rag.selection.sentence import Sentence
from rag.understanding.question import Understanding

_ASKED_WITH = re.compile(
    "哪(?:一?[个些家级几]*)(?:部门|单位|机构|机关|地方)?|什么(?:时候|时间|地方|人)?|谁|何时|何地|(?:多少|几)[^\\W\\d]?|[由归到按在向要需为是有从和与]|\\W"
)
"""What of a question says nothing of what it asks about."""
# A part that begins so asks about what the part before it found.
_LEANS = re.compile(
    "^(?:是?(?:什么|哪个?)(?:职务|职位|身份)|担任什么|任什么|各自|分别|各|其中|两者|它们|是不是同|是否(?:一致|相同)|它?和|与|为什么|原因|理由|具体|怎么提|怎么说|依据|是哪[几些一])"
)
# 谁牵头，谁配合 asks once who does what.
_WHO = re.compile("^(?:由|归)?(?:谁|哪(?:些|个|几个)?(?:部门|单位))来?(?:负责|牵头|配合|主管|协助|参与|落实)[?？]*$")
_ASKS_WHO = re.compile("谁|哪(?:些|个|几个)?(?:部门|单位)")
_BREAK = re.compile(
    r"[?？;；]+\s*|[,，。、]\s*(?:另外|还有|以及|并且|同时|然后|再问|顺便)?"
    r"|\s+(?=and (?:how (?!to)|by when|(?:when|who) (?:do|does|is|must|should|will)"
    r"|what (?:is|are|share|percentage)))"
)
# 居民也一样吗 asks whether what was told of one thing holds for another.
_AS_BEFORE = re.compile("也(?:都|会|能)?是?(?:一样|同样|相同)")
_DOCUMENT = re.compile(wording.DOCUMENT_OR_RULE)
_EVERYWHERE = re.compile("全国|国家|中央|国务院|各[地省市]|(?:别|其他|其它)的?(?:省|市|地方|地区)")
"""What a part says that is not about the place that the question names."""
_ENDED = re.compile(r"(?:[?？;；]|か。)\s*$")
_SHORTEST = 3  # characters of a part
_SUBJECT = 2  # characters that say what is asked about, of a part behind or in front of 、
_BOTH = 2  # places that are compared
_SECOND, _NEAR = (
    2,
    1.5,
)  # ordered sentences that may answer a part, and how far behind by the model one beside it may be
_LESS = 0.5  # by the model, of a sentence that answers a part as well as the best does


def parts_of(text: str) -> list[str]:
    """The questions that a text asks one after the other; the text itself where it asks one.

    A survey or a comparison is one question with what is asked of its findings, and metadata is looked up together.

    >>> parts_of("广东要培育多少家企业，由谁负责？")
    ['广东要培育多少家企业', '由谁负责？']
    >>> parts_of("停车泊位建设谁负责，谁配合？")
    ['停车泊位建设谁负责，谁配合？']
    >>> parts_of("多少天公布一次？来不及备案的，几天内补办？")
    ['多少天公布一次？', '来不及备案的，几天内补办？']
    >>> parts_of("固定人员最少几个人、场地最小多大？"), len(parts_of("由谁、在什么时候公布？"))
    (['固定人员最少几个人', '场地最小多大？'], 1)
    >>> len(parts_of("哪些省提到云计算？各自怎么说？")), len(parts_of("文号是多少，什么时候印发的？"))
    (1, 1)
    """
    plain = simplified(text)
    cuts = [0, *(match.end() for match in _BREAK.finditer(plain)), len(text)]
    pieces = [Span(start, end) for start, end in pairwise(cuts) if plain[start:end].strip()]
    joined: list[Span] = []
    for span in pieces:
        piece, before = plain[span.start : span.end], plain[joined[-1].start : joined[-1].end] if joined else ""
        questions = (
            wording.asks_in_any_language(piece)
            and not _LEANS.match(piece)
            and len(piece.strip("?？,，;； ")) >= _SHORTEST
        )
        if before.endswith("、"):
            questions = questions and _has_subject(before) and _has_subject(piece)
        # What asks nothing by itself belongs to the question behind it, or at the end to the one before.
        same = bool(_WHO.match(piece.strip()) and _ASKS_WHO.search(before))
        begins = bool(_ENDED.search(before) and not wording.asks_in_any_language(piece) and span is not pieces[-1])
        if joined and not begins and (not wording.asks_in_any_language(before) or not questions or same):
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    if len(joined) < 2 or not _apart([plain[span.start : span.end] for span in joined]):
        return [text]
    return [text[span.start : span.end].strip().rstrip(",，;；、") for span in joined]


def _has_subject(piece: str) -> bool:
    """Whether it says what is asked about: 场地最小多大, not 由谁."""
    return len(_ASKED_WITH.sub("", piece)) >= _SUBJECT


def _apart(parts: list[str]) -> bool:
    """Whether the parts are questions of their own."""
    folded = [part.lower() for part in parts]
    single = [_AS_BEFORE.sub("", wording.BOUND.sub("", part)) for part in folded]
    of_many = [asks_which(part, regional=True) or bool(wording.COMPARISON.search(part)) for part in single]
    return not any(of_many) and not all(map(fields_in, folded))


def _figure_beside(run: Run, told: Match, asked: Sequence[Understanding]) -> list[Match]:
    """The sentence beside the one that is told which answers one of several parts as well, where each asks for a
    figure: 夜间实测多少分贝 and 限值多少分贝 stand one behind the other."""
    if not all(part.expects == "number" for part in asked):
        return []
    model = answering().ranking
    for part in asked:
        unit = unit_asked(part.standalone)
        inside = replace(part, filters=replace(part.filters, document_id=(told.sentence.document_id,)))
        ranked = run.candidates(inside)[0] if unit else []
        for match in ranked[:_SECOND]:
            near = model.of(match.features) >= model.of(ranked[0].features) - _NEAR
            if near and _adjoins(run, told, match) and has_kind(part, match.sentence):
                return [match]
    return []


def _adjoins(run: Run, one: Match, other: Match) -> bool:
    """Whether two sentences stand one behind the other in a paragraph."""
    first, second = sorted((one.sentence, other.sentence), key=lambda s: s.start)
    between = run.index.text(first.document_id)[first.end : second.start]
    return first.end <= second.start and not between.strip() and "\n" not in between


def _understood(run: Run, parts: Sequence[str], language: str) -> list[Understanding]:
    """The parts taken apart; one that leans on those before it sees them as the turns before."""
    understood, history = [], list(run.question.history)
    for part in parts:
        question = run.question.model_copy(update={"question": part, "history": history[-MAX_TURNS:]})
        understood.append(_of_what_is_said(run, replace(run.understand(question), language=language)))
        history.append(Turn(question=part, answer=""))
    return understood


def _of_the_place(part: Understanding, whole: Understanding) -> Understanding:
    """The part as one about the place that the whole asks about, where it names no place or document itself: 每次几小时
    behind 绵阳派人上门照护，一个月能来几次."""
    named = part.regions or part.located or part.filters.document_id or _EVERYWHERE.search(part.question)
    sought = tuple(name for name in whole.sought if name in dict(whole.located))
    if named or not (whole.regions or sought):
        return part
    filters = replace(part.filters, region=whole.filters.region)
    return replace(part, filters=filters, regions=whole.regions, sought=(*part.sought, *sought), located=whole.located)


def _of_what_is_said(run: Run, part: Understanding) -> Understanding:
    """The part as a question about what documents say where it names none of several: 何时公布？ behind 计划由谁定 does
    not ask when each of them was published."""
    if part.kind != "metadata" or part.filters.document_id or _DOCUMENT.search(part.question):
        return part
    several = len(run.index.documents(part.filters)) > 1
    return replace(part, kind="fact", fields=()) if several else part


def answer_parts(
    run: Run, whole: Understanding, parts: Sequence[str]
) -> Generator[Event, None, tuple[Understanding, Draft]]:
    """The answer to a question in `parts`: one sentence that answers all, or each one's, under the first's kind."""
    asked = [_of_the_place(part, whole) for part in _understood(run, parts, whole.language)]
    ranked = run.answering(whole) if whole.kind in ("fact", "list") else []
    if ranked and _has_figures(ranked[0].sentence, asked) and all(_covers(run, ranked[0], part) for part in asked):
        told = [ranked[0], *_figure_beside(run, ranked[0], asked)]
        return whole, quoting.quote_answer(told, whole, run.quotations)
    return (yield from _answer_each(run, whole, asked, ranked))


def _answer_each(
    run: Run, whole: Understanding, asked: Sequence[Understanding], ranked: Sequence[Match]
) -> Generator[Event, None, tuple[Understanding, Draft]]:
    """The answers to the parts, numbered.

    A part is answered by the passage or the document that answers another or, at first, the whole, where that can; one
    without evidence says so. Where no part has any, what answers the whole (`ranked`) does.
    """
    home = ranked[0].sentence if ranked else None
    drafts: list[Draft] = []
    for n, part in enumerate(asked):
        goes_on = go_on(run, part, asked[n - 1] if n else None) if n == 0 or is_exchanged(part) else None
        drafts.append(goes_on or _within(run, part, asked[:n], home) or (yield from run.extract(part)))
    for n, part in enumerate(asked):
        if drafts[n].status == "insufficient_evidence" and (found := _within(run, part, asked, home)):
            drafts[n] = found
    if all(draft.status == "insufficient_evidence" for draft in drafts):
        if ranked:
            return whole, quoting.quote_answer(ranked[:1], whole, run.quotations)
        return whole, Draft("insufficient_evidence", "")
    together = replace(asked[0], question=run.question.question, standalone=whole.standalone)
    told = [
        draft.text if draft.status == "answered" else _unanswered(run, part, draft)
        for n, (part, draft) in enumerate(zip(asked, drafts, strict=True))
        if draft.status == "answered" or not _is_told_of(part, drafts[:n])
    ]
    told = list(dict.fromkeys(told))
    text = "\n".join(f"{n}. {said}" for n, said in enumerate(told, 1)) if len(told) > 1 else told[0]
    table = next((draft.table for draft in drafts if draft.table), None)
    coverage = next((draft.coverage for draft in drafts if draft.coverage), None)
    return together, Draft("answered", text, coverage, table)


def _is_told_of(part: Understanding, before: Sequence[Draft]) -> bool:
    """Whether what answers an earlier part speaks of what this one asks of in its place: 教师可以申请 behind
    公务员能申请吗？老师呢？"""
    about = wording.WHAT_ABOUT.fullmatch(normalise(part.question))
    said = normalise(" ".join(draft.text for draft in before if draft.status == "answered"))
    topic = terms(about["topic"]) if about else ()
    return any(word in said for term in topic for word in (term.text, *term.others))


def _unanswered(run: Run, part: Understanding, draft: Draft) -> str:
    """What is told of a part without evidence."""
    missing = say("insufficient", part.language, count=len(run.index.documents(part.filters)))
    return "\n".join(filter(None, (missing, draft.text)))


def _within(run: Run, part: Understanding, others: Sequence[Understanding], home: Sentence | None) -> Draft | None:
    """The answer to a part in the passage or the document that answers another; None where there is none.

    `others` are the parts whose words it may lean on.
    """
    found = run.quotations.citations[-1] if run.quotations.citations else home
    if part.kind not in ("fact", "list") or found is None or part.filters.document_id:
        return None
    if found.document_id not in {info.id for info in run.index.documents(part.filters)}:
        return None
    inside = _beside(replace(part, filters=replace(part.filters, document_id=(found.document_id,))), others)
    near = nearby(run, inside, found.document_id, Span(found.start, found.end))
    ranked = [] if near and others and leans_on(part) and decides(part) else run.answering(inside)
    told = quoting.chosen(ranked) if ranked else [near] if near else []
    return quoting.quote_answer(told, inside, run.quotations) if told else None


def _beside(part: Understanding, others: Sequence[Understanding]) -> Understanding:
    """A part with the words of the others as those that it leans on."""
    known = {term.text for term in (*part.terms, *part.context_terms)}
    leant = {term.text: term for other in others for term in other.terms if term.text not in known}
    return replace(part, context_terms=(*part.context_terms, *leant.values()))


def _has_figures(sentence: Sentence, asked: Sequence[Understanding]) -> bool:
    """Whether the sentence has as many figures of a unit as parts ask for: 难产的增加15天 tells one of 产假多少天，
    难产加几天."""
    units = [unit.pattern for part in asked if (unit := unit_asked(part.standalone))]
    said = without_dates(sentence.introduced)
    return all(len({figure.group() for figure in re.finditer(unit, said)}) >= units.count(unit) for unit in {*units})


def _covers(run: Run, found: Match, part: Understanding) -> bool:
    """Whether the sentence that answers the whole question answers this part too: it holds what is asked for, and no
    sentence of its document has more of the part's words."""
    sentence = found.sentence
    if expected.holds(part, sentence) is not None and not has_kind(part, sentence):
        return False
    if not expected.holds_answer(part, sentence):
        return False
    if sentence.lender and not any(w in sentence.folded for term in part.terms for w in (term.text, *term.others)):
        return False  # 居民统一为1000元 says nothing of 三级
    if (bound := bound_asked(part.standalone)) and not bound.search(sentence.folded):
        return False
    inside = replace(part, filters=replace(part.filters, document_id=(sentence.document_id,)))
    ranked = run.candidates(inside)[0]
    own = next((m for m in ranked if m.sentence == sentence), None)
    if not ranked:
        return True
    if leans_on(part):
        return expected.holds(part, sentence) is not None  # 期满之后要做什么 is not told by how long it lasts
    model = answering().ranking
    return own is not None and model.of(own.features) >= model.of(ranked[0].features) - _LESS
