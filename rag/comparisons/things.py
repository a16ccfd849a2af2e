"""What documents say of each of the things that a question lists, which are neither places nor documents."""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.documents import Span
from index.lexicon import bigrams, fold_text
from rag.citations import escape_markers
from rag.comparisons.aspects import OPEN, Aspect
from rag.comparisons.comparison import speaks_of
from rag.comparisons.counterparts import VALUES
from rag.comparisons.named import NamedSide, NamedSides
from rag.comparisons.values import Stated, names_all, names_it, stated_of
from rag.composing.compose import Draft, Quotations, excerpt
from rag.refusals.enough import answers, fills_cell
from rag.run import Run
from rag.selection.evidence import Match
from rag.understanding.languages import language
from rag.understanding.question import Understanding

Found = tuple[Understanding, list[Match], list[Match]]
"""The question asked of a side, the ordered sentences of which the first answers it, and all that may."""

_NAMED = 0.6  # share of a thing's own words that a sentence has which speaks of it
_NEARLY = 0.3  # score of a sentence that says of one thing what another sentence answers of another
_LOOKED = 6  # ordered sentences in which the one that speaks of a thing is looked for
_CASES = re.compile(r"[^。\n]{1,150}[。\n]?")


def asked_alone(run: Run, question: str) -> Understanding:
    """The question of one side as one about what documents say."""
    # What is asked in another language of places named in it is told by its words, not by how it compares them.
    plainly = not language(run.question.question).startswith("zh")
    asked = run.understand(run.question.model_copy(update={"question": question}), plainly=plainly, part=True)
    return replace(asked, kind=asked.kind if asked.kind in ("fact", "list") else "fact", fields=(), place=None)


def found_of_things(
    run: Run, whole: Understanding, listed: NamedSides
) -> tuple[list[list[Found]], NamedSides] | Draft | None:
    """For each thing and aspect what is found, with what can be told of them; what tells of all things at once, where
    one sentence does; None where too little is found of them, or the question is better asked as one.

    The values of all things go before what sentences say of them.
    """
    found = [[_found(run, side, listed.sides, aspect) for aspect in listed.aspects] for side in listed.sides]
    valued = _of_values(run, whole, listed, found)
    filled = sum(bool(row[0][1]) for row in valued)
    if listed.joined or filled == len(valued) or (filled and (listed.aspects[0].differs or listed.aspects[0].utmost)):
        return (valued, listed) if filled == len(valued) or (filled and not listed.joined) else None
    said = _of_sentences(run, whole, listed, found)
    told_apart = said is None or (not isinstance(said, Draft) and whole.expects in VALUES)
    return (valued, listed) if filled and told_apart else said


def _of_values(run: Run, whole: Understanding, listed: NamedSides, found: list[list[Found]]) -> list[list[Found]]:
    """What states a value of each thing: one sentence that has one of each, else the best of each thing; empty cells
    where the question does not ask for one value, or none has any."""
    nothing: list[list[Found]] = [[(asked, [], []) for asked, _, _ in row] for row in found]
    if len(listed.aspects) > 1 or listed.aspects[0].question.endswith(OPEN):
        return nothing
    names = [side.name for side in listed.sides]
    ranked = run.candidates(whole)[0]
    named = bool(ranked) and ranked[0].fits and names_all(names, ranked[0].sentence.folded)
    if named or answers(run.index, ranked, whole):
        shared = [value_of(side, listed.sides, whole, ranked[:1]) for side in listed.sides]
        values = {stated.amount for stated in shared if stated and stated.amount}
        if len(values) > 1 and all(stated and stated.amount for stated in shared):
            return [[(whole, ranked[:1], [])] for _ in shared]
        if named and listed.joined and answers(run.index, ranked, whole):
            return nothing  # 向亚运会和亚残运会捐赠了多少: one figure of both
    asked = [row[0][0] for row in found]
    each = [value_of(s, listed.sides, a, run.answering(a)) for s, a in zip(listed.sides, asked, strict=True)]
    homes = tuple({stated.match.sentence.document_id: None for stated in each if stated})
    for at, stated in enumerate(each):
        if stated is None and homes:
            # What one document says of one thing it may say of another in words of its own.
            inside = replace(asked[at], filters=replace(asked[at].filters, document_id=homes[:1]))
            each[at] = value_of(listed.sides[at], listed.sides, inside, run.answering(inside))
            each[at] = each[at] or _named_value(run, listed.sides[at], listed.sides, asked[at])
    if not (any(stated and stated.amount for stated in each) or listed.joined) or not _tells_apart(listed.sides, each):
        return nothing
    return [
        [(stated.understanding, [stated.match], [])] if stated else row
        for stated, row in zip(each, nothing, strict=True)
    ]


def value_of(
    side: NamedSide, sides: Sequence[NamedSide], asked: Understanding, ranked: Sequence[Match]
) -> Stated | None:
    """What the ordered sentences state of one of the things."""
    others = [other.name for other in sides if other != side]
    return stated_of(side.name, others, side.exact, asked, ranked)


def _named_value(run: Run, side: NamedSide, sides: Sequence[NamedSide], asked: Understanding) -> Stated | None:
    """What a sentence states of one of the things that names it in full, though it has too few of the question's other
    words to answer alone; None where that is no value."""
    others = [other.name for other in sides if other != side]
    near = [m for m in run.candidates(asked)[0][:_LOOKED] if m.fits and not m.unit_lacking and m.score >= _NEARLY]
    stated = value_of(side, sides, asked, [m for m in near if names_it(side.name, others, m.sentence.folded)])
    return stated if stated and stated.amount else None


def _tells_apart(sides: Sequence[NamedSide], stated: Sequence[Stated | None]) -> bool:
    """Whether the things are told better one by one than by a sentence that speaks of several."""
    told = [each for each in stated if each]
    pairs = [(a, b) for n, a in enumerate(told) for b in told[n + 1 :] if a.match.sentence == b.match.sentence]
    if any(not (a.amount and b.amount) or a.amount == b.amount for a, b in pairs):
        return False
    for side in (side for side, each in zip(sides, stated, strict=True) if each is None):
        silent = (each.amount or not names_it(side.name, [each.name], each.match.sentence.folded) for each in told)
        if side.exact or not all(silent):
            return False
    return True


def _of_sentences(
    run: Run, whole: Understanding, listed: NamedSides, strict: list[list[Found]]
) -> tuple[list[list[Found]], NamedSides] | Draft | None:
    """What sentences say of each thing: one cell at least is a sentence that answers; of the others one will do that
    speaks of the thing."""
    if not any(best for row in strict for _, best, _ in row):
        return None
    found = [[(asked, best or _speaking(may), may) for asked, best, may in row] for row in strict]
    answered = bool(run.answering(whole))
    best = [ranked[0] for row in found for _, ranked, _ in row if ranked]
    if len(best) >= len(found) and len({match.sentence for match in best}) == 1:
        named = whole.expects in VALUES or any(best[0] in may for row in found for _, _, may in row)
        return _quoted(best[0], whole, run.quotations) if answered and named else None
    filled = sum(any(ranked for _, ranked, _ in row) for row in found)
    if filled < len(found) and (filled < 2 or answered):
        return None
    if not _apart(listed.sides, found):
        bare = (replace(aspect, utmost=(), differs=False, same=False, which=False) for aspect in listed.aspects)
        listed = replace(listed, aspects=tuple(bare))
    return found, listed


def _found(run: Run, side: NamedSide, sides: Sequence[NamedSide], aspect: Aspect) -> Found:
    """The question asked of one thing, the ordered sentences of which the first answers it and speaks of the thing, and
    those that speak of it."""
    asked = asked_alone(run, aspect.of(side.name))
    ranked = run.candidates(asked)[0]
    others = [other.name for other in sides if other != side]
    speaking = [m for m in ranked[:_LOOKED] if _names(m, side, others, asked)]
    if answers(run.index, ranked, asked):
        return asked, speaking or ranked, speaking
    return asked, [], speaking


def _speaking(speaking: list[Match]) -> list[Match]:
    """The sentences that speak of a thing where the first may tell of it what another tells of another thing."""
    return speaking if fills_cell(speaking) or (speaking and speaks_of(speaking[0])) else []


def _names(match: Match, side: NamedSide, others: Sequence[str], asked: Understanding) -> bool:
    """Whether a sentence, with what stands above it, has the words by which a thing differs from the others listed, in
    their own characters or by words that say the same."""
    folded = fold_text(side.name)
    text = f"{match.sentence.above}\n{match.sentence.folded}"
    if side.exact:
        return bool(re.search(rf"(?<![不未]){re.escape(folded)}", text))
    shared = set.intersection(*(set(bigrams(fold_text(other))) for other in others))
    own = [pair for pair in bigrams(folded) if pair not in shared]
    if own and sum(pair in text for pair in own) >= _NAMED * len(own):
        return True
    terms = [t for t in asked.terms if t.text in folded and not all(t.text in fold_text(other) for other in others)]
    held = sum(len(t.text) * match.matched.get(t.text, 0.0) for t in terms)
    return bool(terms) and held >= _NAMED * sum(len(t.text) for t in terms)


def _quoted(match: Match, whole: Understanding, quotations: Quotations) -> Draft:
    """The sentence; of a paragraph of cases (不超过的部分免征；超过的部分减半) to the end of them."""
    sentence = match.sentence
    text = quotations.index.text(sentence.document_id)
    cases = _CASES.match(text[sentence.end :]) if sentence.text.rstrip().endswith("；") else None
    if cases is None:
        return Draft("answered", f"{excerpt(sentence, whole.terms)}[{quotations.sentence(match)}]")
    span = Span(sentence.start, sentence.end + len(cases.group().rstrip()))
    return Draft("answered", f"{escape_markers(text[span.start : span.end])}[{quotations.around(match, span)}]")


def _apart(sides: Sequence[NamedSide], found: Sequence[Sequence[Found]]) -> bool:
    """Whether no sentence that tells of one thing names another, so that the values in them are theirs."""
    return not any(
        fold_text(other.name) in ranked[0].sentence.folded
        for side, row in zip(sides, found, strict=True)
        for _, ranked, _ in row
        for other in sides
        if ranked and other != side
    )
