"""A fact that a question compares with another, told with what stands around it: the other often does."""

from index.cleaning import sentence_spans
from index.documents import Span
from index.lexicon import fold_text
from rag.citations import escape_markers
from rag.comparisons.things import speaks_of
from rag.composing.compose import Draft, select
from rag.composing.quoting import one_line
from rag.run import Run
from rag.selection import passage
from rag.selection.evidence import Match
from rag.understanding.question import Understanding

_LONGEST = 300  # characters that are told together
_MOST = 2  # sentences that begin what is told


def told_at_length(run: Run, whole: Understanding, draft: Draft) -> Draft:
    """What answers a question that compares in whole sentences, with those of its paragraph and one that has what it
    lacks; the draft where it quotes no sentence, or a list."""
    ranked = run.answering(whole) if draft.quoted and "\n" not in draft.text else []
    if not ranked:
        return draft
    chosen = [ranked[0], *(m for m in select(ranked, _MOST)[1:] if speaks_of(m))]
    told: list[tuple[str, Span, Match]] = []
    for match in chosen:
        span = _around(run, match, whole)
        of = match.sentence.document_id
        if not any(of == other and span.overlaps(known) for other, known, _ in told):
            told.append((of, span, match))
    lines = [
        f"{escape_markers(one_line(run.index.text(of), span))}[{run.quotations.around(match, span)}]"
        for of, span, match in told
    ]
    return Draft(draft.status, "\n".join(f"- {line}" if len(lines) > 1 else line for line in lines), kind=draft.kind)


def _around(run: Run, match: Match, whole: Understanding) -> Span:
    """The sentence, with those behind it and in front of it in its paragraph that have words of the question, as long
    as they are told together."""
    sentence = match.sentence
    text = run.index.text(sentence.document_id)
    line = passage.paragraph(text, Span(sentence.start, sentence.end))
    spans = list(sentence_spans(text, min(line.start, sentence.start), max(line.end, sentence.end)))
    start, end = sentence.start, sentence.end
    for span in spans:
        if span.end > end and span.end - start <= _LONGEST and _says(text, span, whole):
            end = span.end
    for span in reversed(spans):
        if span.start < start and end - span.start <= _LONGEST and _says(text, span, whole):
            start = span.start
    return Span(start, end)


def _says(text: str, span: Span, whole: Understanding) -> bool:
    said = fold_text(text[span.start : span.end])
    return any(word in said for term in whole.terms for word in (term.text, *term.others) if len(word) > 1)
