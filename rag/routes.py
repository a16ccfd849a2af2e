"""The ways by which a question is answered, in the order in which they are tried."""

from collections.abc import Generator

from index.lexicon import fold_text
from rag.citations import escape_markers
from rag.comparisons.aspects import is_compared
from rag.comparisons.at_length import told_at_length
from rag.comparisons.compared import tell_compared
from rag.composing.compose import Draft, excerpt
from rag.going_on import go_on
from rag.lookups.changes import changes_asked, changes_of
from rag.lookups.contacts import contact_asked, contact_row
from rag.parts import answer_parts, parts_of
from rag.position import position_of
from rag.records import Event
from rag.run import Run
from rag.selection import rows
from rag.understanding.question import Understanding


def answered(run: Run, whole: Understanding) -> Generator[Event, None, tuple[Understanding, Draft]]:
    """The answer to a question, and the question as it was answered, by the first way that has one."""
    compared = yield from tell_compared(run, whole)
    if compared:
        return compared
    of_fact = whole.kind in ("fact", "list")
    if (of_fact or whole.kind == "summary") and (placed := position_of(run, whole)):
        return whole, placed
    if of_fact and (told := _contact(run, whole) or _changed(run, whole)):
        return whole, told
    parts = parts_of(whole.question) if whole.kind not in ("survey", "comparison", "smalltalk") else []
    if len(parts) > 1:
        return (yield from answer_parts(run, whole, parts))
    if goes_on := go_on(run, whole):
        return whole, goes_on
    draft = yield from run.extract(whole)
    return whole, told_at_length(run, whole, draft) if of_fact and is_compared(whole.question) else draft


def _contact(run: Run, whole: Understanding) -> Draft | None:
    """Where it is asked whom to turn to, the row of a table of contacts that names the matter, of the document that the
    best sentence is of."""
    best = next(iter(run.candidates(whole)[0]), None) if contact_asked(whole.question) else None
    if best is None or whole.sought or best.features.elsewhere:
        return None
    sentence = best.sentence
    text = run.index.text(sentence.document_id)
    row = contact_row(text, whole.terms, fold_text(run.infos[sentence.document_id].name))
    if row is None:
        return None
    marker = run.quotations.mark(sentence.document_id, row, sentence.heading_path, best.score)
    return Draft("answered", f"{escape_markers(rows.told(text, row, True))}[{marker}]")


def _changed(run: Run, whole: Understanding) -> Draft | None:
    """The changes that a question asks for (比例和时限怎么变), each in its clause; None where none is told."""
    ranked = run.answering(whole) if changes_asked(whole.question) else []
    if not ranked:
        return None
    of = ranked[0].sentence.document_id
    title = fold_text(run.infos[of].name)
    told = changes_of(whole, [m for m in ranked if m.sentence.document_id == of], title, run.index.text(of))
    lines = [f"- {excerpt(m.sentence, whole.terms)}[{run.quotations.sentence(m)}]" for m in told]
    return Draft("answered", "\n".join(lines)) if told else None
