"""What documents say of each of the things that a question lists, which are neither places nor documents."""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.documents import Span
from index.lexicon import bigrams, fold_text
from rag.citations import escape_markers
from rag.comparisons.aspects import Aspect
from rag.comparisons.named import NamedSide, NamedSides
from rag.comparisons.values import VALUES, amount_of
from rag.composing.compose import Draft, Quotations, excerpt
from rag.language.amounts import Amount
from rag.refusals.enough import answers, fills_cell
from rag.refusals.refuting import refuted
from rag.run import Run
from rag.selection.evidence import Match
from rag.understanding.languages import language
from rag.understanding.question import Understanding

Found = tuple[Understanding, list[Match], list[Match]]
"""The question asked of a side, the ordered sentences of which the first answers it, and all that may."""

_LACKED = 0.35  # share of a question's weight in a word that a sentence on it may not lack
_NAMED = 0.6  # share of a thing's own words that a sentence has which speaks of it
_VALUED = 4  # sentences among which the first with a value is looked for
_MARK = 6  # characters of a number in front of what a sentence begins with
_LOOKED = 6  # ordered sentences in which the one that speaks of a thing is looked for
_CASES = re.compile(r"[^。\n]{1,150}[。\n]?")


def asked_alone(run: Run, question: str) -> Understanding:
    """The question of one side as one about what documents say."""
    # What is asked in another language of places named in it is told by its words, not by how it compares them.
    plainly = not language(run.question.question).startswith("zh")
    asked = run.understand(run.question.model_copy(update={"question": question}), plainly=plainly, part=True)
    return replace(asked, kind=asked.kind if asked.kind in ("fact", "list") else "fact", fields=(), place=None)


def speaks_of(match: Match) -> bool:
    """Whether the sentence lacks neither a word that most of the question is about nor a figure of the unit asked."""
    return match.by_meaning or (match.missing < _LACKED and not match.unit_lacking)


def found_of_things(run: Run, whole: Understanding, listed: NamedSides) -> list[list[Found]] | Draft | None:
    """For each thing and aspect the question asked of it, the sentences of which the first answers or at least speaks
    of the thing, and all of those; one sentence where it alone tells of all things and has no value of each; None where
    nothing answers any."""
    of_all = run.answering(whole) if len(listed.aspects) == 1 else []
    if of_all:
        each = {value_of(side, listed.sides, whole, of_all[0]) for side in listed.sides}
        if None not in each and len(each) > 1:
            return [[(whole, of_all[:1], [])] for _ in listed.sides]
        if not listed.each and all(fold_text(side.name) in of_all[0].sentence.folded for side in listed.sides):
            return None  # 向亚运会和亚残运会捐赠了多少: one figure of both
    strict = [[_found(run, side, listed.sides, aspect) for aspect in listed.aspects] for side in listed.sides]
    if not any(best for row in strict for _, best, _ in row):
        return None
    found = [[(asked, best or _speaking(may), may) for asked, best, may in row] for row in strict]
    if len(listed.aspects) > 1:
        return found
    if whole.expects in VALUES or listed.aspects[0].utmost or listed.aspects[0].differs:
        found = _with_values(listed.sides, found)
    best = [ranked[0] for row in found for _, ranked, _ in row if ranked]
    if len(best) < len(found) or len({match.sentence for match in best}) > 1:
        return found
    values = {value_of(s, listed.sides, row[0][0], best[0]) for s, row in zip(listed.sides, found, strict=True)}
    if len(values - {None}) > 1:
        return found
    named = any(best[0] in may for row in found for _, _, may in row)
    return _quoted(best[0], whole, run.quotations) if named and run.answering(whole) else None


def _with_values(sides: Sequence[NamedSide], found: list[list[Found]]) -> list[list[Found]]:
    """What is found of each thing; where its first sentence names another too and states a value of none (分为甲区和
    乙区，共60平方公里), the first that states one of it, one that begins with it before others; the same where that
    sentence is the first of another too and states a value of that alone, if one states a value of its unit."""
    rows: list[list[Found]] = []
    for side, [(asked, best, may)] in zip(sides, found, strict=True):
        others = "|".join(re.escape(fold_text(other.name)) for other in sides if other != side)
        shared = not best or re.search(rf"(?<![不未])(?:{others})", best[0].sentence.folded)
        of_other = _told_of_another(side, sides, found, best[0]) if best else None
        keeps = (
            best
            if of_other or not shared or any(value_of(each, sides, asked, m) for each in sides for m in best[:1])
            else []
        )
        if keeps and not of_other:
            rows.append([(asked, best, may)])
            continue
        stating = ((m, value_of(side, sides, asked, m)) for m in [*best, *may][:_VALUED])
        valued = [m for m, of_it in stating if of_it and (not of_other or of_it.unit == of_other.unit)]
        begins = [m for m in valued if 0 <= m.sentence.folded.find(fold_text(side.name)) < _MARK]
        rows.append([(asked, (begins or valued or keeps)[:1], [])])
    stated = any(value_of(s, sides, a, m) for s, [(a, best, _)] in zip(sides, rows, strict=True) for m in best[:1])
    return rows if stated else found


def _told_of_another(
    side: NamedSide, sides: Sequence[NamedSide], found: Sequence[Sequence[Found]], match: Match
) -> Amount | None:
    """The value that a sentence states of one other thing alone of which it is the first too; None without such."""
    told = {
        other: value_of(other, sides, asked, match)
        for other, [(asked, best, _)] in zip(sides, found, strict=True)
        if best and best[0].sentence == match.sentence
    }
    values = [of_it for of_it in told.values() if of_it]
    return values[0] if len(values) == 1 and not told.get(side) else None


def value_of(side: NamedSide, sides: Sequence[NamedSide], asked: Understanding, match: Match) -> Amount | None:
    """The value that the sentence states of one of the things; None where it states none."""
    return amount_of(side.name, [other.name for other in sides if other != side], side.exact, asked, match)


def _found(run: Run, side: NamedSide, sides: Sequence[NamedSide], aspect: Aspect) -> Found:
    """The question asked of one thing, the ordered sentences of which the first answers it and, where one does, speaks
    of the thing, and all those that speak of it."""
    asked = asked_alone(run, aspect.of(side.name))
    ranked = run.candidates(asked)[0]
    others = [other.name for other in sides if other != side]
    speaking = [m for m in ranked[:_LOOKED] if _names(m, side, others, asked)]
    if not answers(run.index, ranked, asked):
        return asked, [], [m for m in speaking if not refuted(m.sentence, asked, run.index)]
    telling = [m for m in speaking if _says_more(m, side) or value_of(side, sides, asked, m)]
    return asked, telling or ranked, speaking


def _says_more(match: Match, side: NamedSide) -> bool:
    """Whether a sentence is more than a line like the addressee of a letter, with no word of the question but those of
    the thing's name."""
    name = fold_text(side.name)
    if match.by_meaning or not match.sentence.text.rstrip().endswith(("：", ":")):
        return True
    return any(credit and term not in name for term, credit in match.matched.items())


def _speaking(speaking: list[Match]) -> list[Match]:
    """The sentences that speak of a thing where the first may tell of it what another tells of another thing."""
    return speaking if fills_cell(speaking) or (speaking and speaks_of(speaking[0])) else []


def _names(match: Match, side: NamedSide, others: Sequence[str], asked: Understanding) -> bool:
    """Whether a sentence, with what stands above it, has the words by which a thing differs from the others listed, in
    their own characters or by words that say the same and stand in none of the others' names."""
    folded = fold_text(side.name)
    text = f"{match.sentence.above}\n{match.sentence.folded}"
    if side.exact:
        return bool(re.search(rf"(?<![不未]){re.escape(folded)}", text))
    shared = set.intersection(*(set(bigrams(fold_text(other))) for other in others))
    own = [pair for pair in bigrams(folded) if pair not in shared]
    if own and sum(pair in text for pair in own) >= _NAMED * len(own):
        return True
    names = [fold_text(other) for other in others]
    terms = [t for t in asked.terms if t.text in folded and not all(t.text in name for name in names)]
    if any(word in name and name in text for t in terms for word in t.others for name in names):
        return False  # 中试平台, in a sentence on 概念验证平台
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
