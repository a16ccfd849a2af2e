"""A fact or a list told in the clauses that answer, with what must be read with them, each piece cited."""

import re
from collections.abc import Callable, Sequence

from index.cleaning import sentence_spans, stripped
from index.documents import Span
from index.lexicon import fold, fold_text, simplified
from index.numerals import ARTICLE_NUMBER, ITEM_NUMBERS
from index.questions import ANSWER
from rag.citations import escape_markers
from rag.composing import sequel
from rag.composing.alongside import own_clause
from rag.composing.completing import completed
from rag.composing.compose import ITEM, LONGEST_EXCERPT, Draft, Quotations, best_of, clauses_of, excerpt, names
from rag.composing.itemised import told_item_by_item
from rag.language.contrast import qualifiers
from rag.language.dates import without_dates
from rag.language.terms import Term, normalise
from rag.scoping.periods import date_of
from rag.selection import passage, ranges
from rag.selection.cells import with_units
from rag.selection.collective import collective_asked
from rag.selection.evidence import Match
from rag.selection.expected import FIGURES, answer_pattern, has_figure
from rag.selection.reading import Near, read
from rag.selection.sentence import Sentence
from rag.understanding.question import Understanding

LONGEST = 360  # code points that are told at once
_ASKS_HOW = re.compile("如何|怎么|怎样")  # is answered by a passage rather than by a sentence
_LONGEST_HOW = 160
_LONGEST_BUT = 240  # code points of a rule with what is excepted
_PART = re.compile("[，,；;]其中[，,]?")
_HOLDING, _ASKED = 3.0, 1.0
"""How much likelier, in logs, what is told has of the clauses that hold the kind of answer, or what is asked about."""
_SYNONYM = 0.9  # of a word of the question, where a clause has another for it
_COST = 0.004  # of a code point, against 1 for all words of the question that the sentence holds and 1 for its answer
_RULE = re.compile(
    r"之一[^。；]{0,8}[，,][^。；]{2,}[：:]\s*$|[的时][，,](?:应当?|不得|可以?|须|由|按)[^。；]*[：:]\s*$"
    r"|(?:不得|禁止|严禁|可以|不予|免[予于]?)[^。；：:]{0,16}(?:下列|以下)[^。；：:]*[：:]\s*$"
)
_CONDITIONS = ("的", "者", "后", "时", "前")  # how a clause ends that is a condition of the next
_OF_EACH = re.compile("(?:分别|依次|各自)[为是]|[各均][为是]")  # what is told of several named in the clause before
_WORD = re.compile(
    r"(?:不|没|无|未|可|能|要|需|应|有|是|会|对|行|算|属|得|必|暂|原则上)[^，,；;：:。！!\d]{0,7}[。！!]"
)
"""A sentence that is hardly more than yes or no: 不能。 要交。"""
_FIGURES_ALONE = re.compile(r"\d[\d.,]*[^\d，,。；;和与及、]{0,8}(?:[和与及、]\d[\d.,]*[^\d，,。；;和与及、]{0,8})+")
"""Figures of several things, which say nothing without these: 20Mbps和4Mbps."""
_CLAUSE_ENDS = re.compile("[，,；;。]")
_MARK = re.compile(rf"\s*(?:{'|'.join(ITEM_NUMBERS)}|{ARTICLE_NUMBER})")
_WHOSE = re.compile(rf"(?:{ARTICLE_NUMBER}\s*)?(?P<said>[^。；;\n]{{2,140}}?的[，,])")
_OCCASION = re.compile(r"(?:为了?|根据|按照|依据|经|鉴于|为贯彻|结合).*[，,]$")


def chosen(ranked: Sequence[Match]) -> list[Match]:
    """The best of the ordered sentences and the further ones that answer with it.

    Of likenesses of meaning the second is often the answer, closely.
    """
    if ranked[0].by_meaning:
        return best_of(ranked)
    return [ranked[0]]


def quote_answer(matches: Sequence[Match], understanding: Understanding, quotations: Quotations) -> Draft:
    """Quoted sentences in the order of their documents, each with its marker; several are named with their dates."""
    by_document: dict[str, list[Match]] = {}
    for match in matches:
        by_document.setdefault(match.sentence.document_id, []).append(match)
    shown = names([quotations.infos[i] for i in by_document], understanding.language)
    lines = []
    for document_id, matches in by_document.items():
        told = [_told(m, understanding, quotations) for m in sorted(matches, key=lambda m: m.sentence.start)]
        dated = date_of(quotations.infos[document_id], "issued_on")
        of = f"{shown[document_id]}（{dated}）" if dated else shown[document_id]
        name = f"{escape_markers(of)}：" if len(by_document) > 1 else ""
        lines.append(name + "".join(told))
    return Draft("answered", "\n".join(f"- {line}" if len(lines) > 1 else line for line in lines))


def _told(match: Match, understanding: Understanding, quotations: Quotations) -> str:
    """What answers of a sentence, with what behind it says what holds otherwise."""
    told = _alone(match, understanding, quotations)
    text = quotations.index.text(match.sentence.document_id)
    cited = quotations.citations[-1]
    behind = sequel.otherwise(understanding, text, Span(match.sentence.start, match.sentence.end))
    return told + _piece(match, behind if behind and behind.end > cited.end else None, quotations, text)


def _alone(match: Match, understanding: Understanding, quotations: Quotations) -> str:
    """The clauses of the sentence that answer, with what must be read with them: date, list, who is responsible."""
    sentence = match.sentence
    text = quotations.index.text(sentence.document_id)
    listed = told_item_by_item(match, understanding, quotations, text) or _ruled(match, understanding, quotations, text)
    if listed:
        return listed
    if apart := _of_one(understanding, sentence, text):
        marker = quotations.around(match, Span(sentence.start, sentence.end))
        return f"{escape_markers(text[apart.start : apart.end])}[{marker}]"
    before = sentence.lead if _wants_date(understanding, sentence) else None
    after = sentence.responsible if understanding.expects == "organisation" else None
    if understanding.expects not in FIGURES and (whole := _behind_a_word(sentence, text)):
        marker = quotations.around(match, whole)
        return f"{escape_markers(text[whole.start : whole.end])}[{marker}]"
    case = _whose_case(sentence, text) or _but_of(understanding, sentence, text, quotations)
    if not before and not after and (words := _words(match, understanding, quotations, text, case)):
        return words
    before = before or case
    asks_how = _ASKS_HOW.search(understanding.standalone)
    further = _further(text, sentence) if asks_how else ""
    title = fold_text(quotations.infos[sentence.document_id].metadata.title or "")
    said = f"{clauses(sentence, understanding, title)}{escape_markers(further.rstrip())}"
    whole = Span(
        before.start if before else sentence.start, max(sentence.end + len(further), after.end if after else 0)
    )
    if len(whole) > LONGEST:
        marker = quotations.around(match, Span(sentence.start, sentence.end + len(further)))
        return f"{_piece(match, before, quotations, text)}{said}[{marker}]{_piece(match, after, quotations, text)}"
    front = _beside(text, before, Span(before.end, sentence.start)) if before else ""
    behind = _beside(text, after, Span(sentence.end, after.start)) if after else ""
    return f"{front}{said}{behind}[{quotations.around(match, whole)}]"


def _of_one(understanding: Understanding, sentence: Sentence, text: str) -> Span | None:
    """The clause of the sentence that alone tells of what is asked about, of several side by side."""
    if understanding.expects not in ("text", "list") or not understanding.language.startswith("zh"):
        return None
    found = own_clause(understanding.standalone, understanding.terms, text, Span(sentence.start, sentence.end))
    return stripped(text, found) if found else None


def _whose_case(sentence: Sentence, text: str) -> Span | None:
    """The condition of the sentence of which this one rules on a case: 擅自移动界桩的，"""
    of = sentence.case_of
    condition = _WHOSE.match(simplified(text), of.start, of.end) if of else None
    return Span(condition.start("said"), condition.end()) if condition else None


def _but_of(understanding: Understanding, sentence: Sentence, text: str, quotations: Quotations) -> Span | None:
    """The sentence in front of one that begins with 但, which says alone half of what holds; None where it is told."""
    if understanding.expects in FIGURES or not sequel.BUT.match(sentence.text.strip()):
        return None
    line = passage.paragraph(text, Span(sentence.start, sentence.end))
    before = sentence_spans(text, line.start, sentence.start)[-1:]
    told = any(
        c.document_id == sentence.document_id and c.start < b.end and b.start < c.end
        for b in before
        for c in quotations.citations
    )
    return before[0] if before and not told and sentence.end - before[0].start <= _LONGEST_BUT else None


def _behind_a_word(sentence: Sentence, text: str) -> Span | None:
    """A sentence that is hardly more than yes or no with the one behind it in its paragraph, which says of what; None
    for any other."""
    begin = ANSWER.match(text, sentence.start)
    start = begin.end() if begin else sentence.start
    if not _WORD.fullmatch(simplified(text), start, sentence.end):
        return None
    line = passage.paragraph(text, Span(sentence.start, sentence.end))
    after = sentence_spans(text, sentence.end, max(line.end, sentence.end))[:1]
    return Span(start, after[0].end) if after and after[0].end - start <= _LONGEST_BUT else None


def _beside(text: str, span: Span, between: Span) -> str:
    """A piece in front of or behind the sentence, with … where words stand between them."""
    said = escape_markers(one_line(text, span))
    if not text[between.start : between.end].strip():
        return said
    return f"{said}…" if span.end <= between.start else f"…{said}"


def one_line(text: str, span: Span) -> str:
    """A piece of a text, with ； between its lines."""
    return re.sub(r"\s*\n\s*", "；", text[span.start : span.end])


def _ruled(match: Match, understanding: Understanding, quotations: Quotations, text: str) -> str:
    """A case of a rule (下列情形之一的，应当…：) with the rule, which says what then holds; empty when it is none, and
    where the case itself has the figure or time asked for."""
    sentence, rule = match.sentence, match.sentence.introduction
    if rule is None or not _RULE.search(simplified(text), rule.start, rule.end) or has_figure(understanding, sentence):
        return ""
    head = f"{escape_markers(text[rule.start : rule.end])}[{quotations.around(match, rule)}]"
    case = quotations.around(match, Span(sentence.start, sentence.end))
    return f"{head}\n- {escape_markers(sentence.text.rstrip('；;。'))}[{case}]"


def _words(match: Match, understanding: Understanding, quotations: Quotations, text: str, case: Span | None) -> str:
    """What answers behind the `case` that it holds in, cited with all sentences that it is of; empty where it is not
    sure. A figure or a body is told alone."""
    sentence = match.sentence
    chosen = Span(sentence.start, sentence.end)
    if stood_for := _stood_for(understanding, text, chosen):
        marker = quotations.mark(sentence.document_id, chosen, sentence.heading_path, match.score)
        return f"{escape_markers(text[stood_for.start : stood_for.end])}[{marker}]"
    near = _near(sentence, understanding, fold_text(quotations.infos[sentence.document_id].metadata.title or ""))
    row = " | " in sentence.text  # of a table, whose cells say little without the names of their columns
    span = None
    if understanding.language.startswith("zh") and not row:
        alone = chosen if understanding.expects == "yes_no" else None  # what holds otherwise is told behind it
        if whole := _of_the_whole(understanding, text, chosen) or _ruling(understanding, text, chosen) or alone:
            span = read(understanding.standalone, text[: whole.end], whole, near)
        else:
            span = read(understanding.standalone, text, chosen, near)
    mark = _MARK.match(simplified(text), chosen.start, chosen.end)
    if span is None or (mark and span.end <= mark.end()):
        return ""
    around = Span(chosen.start, max(chosen.end, passage.paragraph(text, span).end if span.end > chosen.end else 0))
    span = completed(understanding.standalone, understanding.expects == "list", text, around, span)
    if _FIGURES_ALONE.fullmatch(fold_text(text[span.start : span.end])):
        span = _whole_clause(text, chosen, span)
    if mark and span.start < mark.end() < span.end:
        span = Span(mark.end() + len(text[mark.end() : span.end]) - len(text[mark.end() : span.end].lstrip()), span.end)
    begin = min(
        chosen.start, sentence.case_of.start if sentence.case_of else chosen.start, case.start if case else chosen.start
    )
    whole = Span(begin, max(chosen.end, span.end))
    if len(whole) > LONGEST:
        whole, case = Span(chosen.start, whole.end), None
    marker = quotations.mark(sentence.document_id, whole, sentence.heading_path, match.score)
    front = ""
    if case and case.end <= span.start and understanding.expects not in (*FIGURES, "organisation"):
        span = Span(chosen.start, span.end)
        front = _beside(text, case, Span(case.end, span.start))
    return f"{front}{escape_markers(text[span.start : span.end])}[{marker}]"


def _whole_clause(text: str, chosen: Span, span: Span) -> Span:
    """The clause of the chosen sentence around a span, without the mark behind it."""
    begin = max((mark.end() for mark in _CLAUSE_ENDS.finditer(text, chosen.start, span.start)), default=chosen.start)
    end = _CLAUSE_ENDS.search(text, span.end, max(chosen.end, span.end))
    return stripped(text, Span(begin, end.start() if end else max(chosen.end, span.end)))


def _ruling(understanding: Understanding, text: str, chosen: Span) -> Span | None:
    """What of a sentence that rules on several classes rules on the value that the question gives."""
    values = ranges.values_asked(fold_text(understanding.standalone))
    return _within(text, chosen, lambda folded: ranges.ruling(values, folded))


def _of_the_whole(understanding: Understanding, text: str, chosen: Span) -> Span | None:
    """What of a figure's sentence stands in front of 其中, where the question names nothing of what is behind."""
    part = _PART.search(text, chosen.start, chosen.end)
    if part is None or understanding.expects not in FIGURES:
        return None
    behind = fold_text(text[part.end() : chosen.end])
    words = (word for term in understanding.terms for word in (term.text, *term.others) if len(word) > 1)
    return None if any(word in behind for word in words) else Span(chosen.start, part.start())


def _stood_for(understanding: Understanding, text: str, chosen: Span) -> Span | None:
    """What of a sentence says what the collective name in the question stands for."""
    asked = collective_asked(understanding.standalone)
    return _within(text, chosen, asked.find) if asked else None


def _within(text: str, chosen: Span, find: Callable[[str], Span | None]) -> Span | None:
    """The span of the text that is found in the folded sentence."""
    folded = fold(text[chosen.start : chosen.end])
    found = find(folded.text)
    if found is None:
        return None
    piece = folded.original(found.start, found.end)
    return Span(chosen.start + piece.start, chosen.start + piece.end)


def _further(text: str, sentence: Sentence) -> str:
    """What follows the sentence in its paragraph, whole sentences, as far as both together can be told at once."""
    rest = Span(sentence.end, max(passage.paragraph(text, Span(sentence.start, sentence.end)).end, sentence.end))
    ends = [s.end for s in sentence_spans(text, rest.start, rest.end) if s.end - sentence.start <= _LONGEST_HOW]
    return text[rest.start : ends[-1]] if ends else ""


def _piece(match: Match, span: Span | None, quotations: Quotations, text: str) -> str:
    """A piece beside the sentence, quoted with a marker of its own."""
    if span is None:
        return ""
    marker = quotations.mark(match.sentence.document_id, span, match.sentence.heading_path, match.score)
    return f"{escape_markers(one_line(text, span))}[{marker}]"


def _wants_date(understanding: Understanding, sentence: Sentence) -> bool:
    """Whether the date at the head of the paragraph belongs to the answer: it is asked for, or what the year is."""
    asked = understanding.expects == "date" or any(term.text in sentence.lead_text for term in understanding.terms)
    return asked and sentence.lead_text not in sentence.folded


def clauses(sentence: Sentence, understanding: Understanding, title: str = "") -> str:
    """The fewest clauses of the sentence that hold its share of the question and the kind of answer asked for.

    A condition (…的，) stays with what it is the condition of. An aside at the end that says who is responsible stays
    when that is asked. … stands where something was cut. Where nothing tells which clause answers, it is the sentence
    without what it says about its occasion (为…，根据…，). Words of the document's title tell which
    document is meant, not which clause.
    """
    text = with_units(sentence.text.strip())
    number = ITEM.match(simplified(text)) or ANSWER.match(text)
    text = text[number.end() :] if number else text
    aside = passage.responsible(text, Span(0, len(text)))
    body, end = (text[: aside.start], text[aside.start : aside.end]) if aside else (text, "")
    pieces = clauses_of(body)
    pattern = answer_pattern(understanding, sentence.folded)
    if " | " in body and len(body) <= LONGEST_EXCERPT:
        run = (0, len(pieces))  # a cell says little without the one that its row is named by
    elif pattern is None or not understanding.language.startswith("zh"):
        first = next((n for n, piece in enumerate(pieces) if not _OCCASION.match(simplified(piece))), 0)
        run = (first, len(pieces))
    else:
        run = _shortest_run(pieces, pattern, understanding, title)
    said = "".join(pieces[slice(*run)])
    if len(said) > LONGEST_EXCERPT:
        return excerpt(sentence, understanding.terms)
    cut = run[1] < len(pieces)
    said = said.rstrip("，,；;：| ") if cut else said
    kept = end if understanding.expects == "organisation" or (run == (0, len(pieces)) and not cut) else ""
    return ("…" if run[0] else "") + escape_markers(said + kept) + ("…" if cut else "")


def _near(sentence: Sentence, understanding: Understanding, title: str) -> Near:
    """The clauses of the sentence that hold its share of the question and, where that is known, the kind of answer."""
    pattern = answer_pattern(understanding, sentence.folded)
    pieces = clauses_of(sentence.text)
    start, end = _shortest_run(pieces, pattern, understanding, title)
    begin = sentence.start + sum(map(len, pieces[:start]))
    return Near(begin, begin + sum(map(len, pieces[start:end])), _HOLDING if pattern else _ASKED)


def _shortest_run(
    pieces: Sequence[str], answer: re.Pattern[str] | None, understanding: Understanding, title: str
) -> tuple[int, int]:
    """From which clause to which the sentence holds most of the question and the answer in the fewest characters; of
    the question alone where no pattern tells what answers."""
    folded = [fold_text(piece) for piece in pieces]
    terms = [t for t in understanding.terms if t.text not in title] or understanding.terms
    wanted = [[_credit(t, piece) for t in terms] for piece in folded]
    everything = _held(wanted) or 1
    counts = understanding.expects == "number"
    answers = [bool(answer and answer.search(without_dates(piece) if counts else piece)) for piece in folded]
    restricted = qualifiers(normalise(understanding.standalone))
    given = [q for q in restricted if any(q.gives(piece) for piece in folded)]
    others = [any(q.contrasts(p) for q in restricted) or any(q.leaves_open(p) for q in given) for p in folded]
    if all(other for other, answering in zip(others, answers, strict=True) if answering):
        others = [False] * len(pieces)
    best, most = (0, len(pieces)), -1.0
    for start in range(len(pieces)):
        if start and _belong_together(folded[start - 1], folded[start]):
            continue
        for end in range(start + 1, len(pieces) + 1):
            if end < len(pieces) and _belong_together(folded[end - 1], folded[end]):
                continue
            held = _held(wanted[start:end]) / everything
            length = sum(map(len, pieces[start:end]))
            held_by = any(a and not o for a, o in zip(answers[start:end], others[start:end], strict=True))
            value = held + held_by - _COST * length
            if value > most:
                best, most = (start, end), value
    return best


def _credit(term: Term, clause: str) -> float:
    """How much of a word of the question a clause has, in characters."""
    if term.text in clause:
        return len(term.text)
    return _SYNONYM * len(term.text) if any(other in clause for other in term.others) else 0.0


def _held(clauses: Sequence[Sequence[float]]) -> float:
    """How much several clauses have together of the question's words, each of which has some of each."""
    most: list[float] = [max(credits) for credits in zip(*clauses, strict=True)]
    return sum(most)


def _belong_together(clause: str, following: str) -> bool:
    """Whether a clause says nothing without the one behind it: a condition, a label, what is told of each of several.

    >>> _belong_together("情节严重的,", "处十万元罚款"), _belong_together("限额按一、二级,", "分别为15元、18元")
    (True, True)
    >>> _belong_together("责任单位:", "省交通运输厅")
    True
    """
    return clause.rstrip(",").endswith((*_CONDITIONS, ":")) or bool(_OF_EACH.match(following))
