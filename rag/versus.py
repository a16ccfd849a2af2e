"""Two things beside one another: a quotation for each with its citation, and how far their values are apart."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from index.lexicon import bigrams, fold_text
from rag import expected, lookup
from rag.amounts import Amount, amounts_in, measured_in, reached, told
from rag.candidates import candidates
from rag.cells import with_units
from rag.citations import escape_markers
from rag.compose import LONGEST_EXCERPT, Draft, Quotations, clauses_of, excerpt
from rag.enough import answers
from rag.evidence import Match
from rag.fields import DATES
from rag.messages import say
from rag.question import Understanding
from rag.quoting import clauses
from rag.run import Run
from rag.sides import Side, Sides
from rag.tables import Told, side_by_side
from rag.terms import normalise
from rag.units import unit_asked

Answering = Callable[[Understanding], Sequence[Match]]
"""Finds the ordered sentences of which the first answers; none where it does not."""

_NAMED = 0.6  # share of a name's character pairs that a sentence has which names it
_MARK = 6  # characters of a number or name in front of what a sentence begins with
_JOINED = ("、", "和", "与", "及")
_LONGEST_JOINED = 16  # characters from the beginning of one of two joined names to that of the other
_PART = re.compile("其中|包括")
_VALUE_IS = "(?:达到?|至|为|到|超过?|突破|[低少高多大小]于|最高|[给补奖]予?|补[助贴]|奖励|罚款?|收|约)"
_BOUND = re.compile("(?P<most>最[高多大长重]|上限|封顶)|最[低少小短轻]|下限|起步|起点")
_FIGURE = re.compile(r"[\d.%]+|年")
_CLAUSE = re.compile("[,;]")
_OWN = 0.5  # characters that a word of the question counts more than its synonym
_TRIED = 3  # ordered sentences of which the first that speaks of the thing is taken


@dataclass(frozen=True, slots=True)
class Stated:
    """What the documents state of one of the two things: the sentence and, where it is one, the value in it. `own` are
    the character pairs by which its name differs from the other's."""

    name: str
    understanding: Understanding
    match: Match
    own: frozenset[str]
    amount: Amount | None = None


def stated_of(side: Side, other: Side, understanding: Understanding, ranked: Sequence[Match]) -> Stated | None:
    """What the first of the ordered sentences states that speaks of the thing; None where none does.

    One that begins with the thing goes before those that mention it. The best may speak of it in words of its own,
    where it speaks of neither by name.
    """
    own, others = _own(side.name, other.name), _own(other.name, side.name)
    found: list[Stated] = []
    if not own:
        return None
    for place, match in enumerate(ranked[:_TRIED]):
        text = f"{match.sentence.above}\n{match.sentence.folded}"
        named, other_named = _share(own, text), _share(others, text)
        if (not named and (place or other_named)) or (side.exact and fold_text(side.name) not in text):
            continue
        stated = asked_amounts(understanding, match, side.name + other.name)
        amounts = reached(_amounts_of(stated, own, others, match.sentence.folded) if named else stated)
        if named and not _joined_in(own, others, stated):
            # 到2027年，规模突破1000亿元，起降点达到1500个: what is asked tells which.
            behind = [a for a in stated if _ends_behind(a, own, match.sentence.folded)]
            rest = reached([a for a in behind if not _is_of_other(own, others, fold_text(a.passage))])
            amounts = rest if held_beside(rest, understanding) > held_beside(amounts, understanding) else amounts
        if amounts or not named:
            found.append(Stated(side.name, understanding, match, own, nearest_amount(amounts, understanding)))
        elif understanding.expects != "number" and named >= other_named and (named >= _NAMED or not place):
            found.append(Stated(side.name, understanding, match, own))
    first = (f for f in found if _begins(own, len(side.name), f.match.sentence.folded, whole=f is not found[0]))
    return next(first, found[0] if found else None)


def _begins(own: frozenset[str], length: int, text: str, whole: bool) -> bool:
    """Whether a folded sentence begins with the thing, but for a number, or one of its clauses where not the `whole`:
    甲园发展动力，乙园发展部件."""
    clauses_of_it = [] if whole else _CLAUSE.split(text)
    beginnings = [text[: length + _MARK], *(clause[: length + 1] for clause in clauses_of_it)]
    return any(_share(own, beginning) >= _NAMED for beginning in beginnings)


def _own(name: str, other: str) -> frozenset[str]:
    """The character pairs of a name that the other has not."""
    return frozenset(bigrams(fold_text(name))) - frozenset(bigrams(fold_text(other)))


def _share(pairs: frozenset[str], text: str) -> float:
    """How many of a name's character pairs a folded text has, in 0…1."""
    return sum(pair in text for pair in pairs) / max(len(pairs), 1)


def asked_amounts(understanding: Understanding, match: Match, names: str) -> list[Amount]:
    """The quantities of the sentence: of the unit asked for, and beside what is asked (面积), where it has such."""
    stated = amounts_in(with_units(match.sentence.text), understanding.standalone + names)
    unit = unit_asked(understanding.standalone)
    measured = measured_in(understanding.standalone)
    stated = [a for a in stated if unit and unit.search(normalise(a.written))] or stated
    stated = [a for a in stated if not unit and measured == "%" and a.unit == measured] or stated
    words = [t.text for t in understanding.terms if not _FIGURE.fullmatch(t.text)]
    head = expected.head(fold_text(understanding.standalone), words)
    beside, listed = [], ""
    for amount in stated:
        # 引育5家自主创新企业、10家骨干企业: a further item is beside what the first is beside.
        listed = fold_text(amount.passage) if not listed.endswith(_JOINED) else listed + fold_text(amount.passage)
        beside += [amount] if any(word in listed for word in head) else []
    return beside or stated


def nearest_amount(amounts: Sequence[Amount], understanding: Understanding) -> Amount | None:
    """The quantity that has most of the question's words beside it; None where there is none, or where two of different
    value have as many."""

    most = held_beside(amounts, understanding)
    nearest = [amount for amount in amounts if held_beside([amount], understanding) == most]
    if len({amount.passage for amount in nearest}) == 1 and len(nearest) > 1:
        # 每千人口拥有3岁以下婴幼儿托位数达到4.3个: what is reached, not what it is measured by.
        nearest = [a for a in nearest if _states(a)] or nearest
    if len({amount.unit for amount in nearest}) == 1 and (bound := _BOUND.search(normalise(understanding.standalone))):
        # 处五十元以上二百元以下: the one at the end that is asked for
        return (max if bound["most"] else min)(nearest, key=lambda amount: amount.value)
    return nearest[0] if nearest and len({amount.value for amount in nearest}) == 1 else None


def held_beside(amounts: Sequence[Amount], understanding: Understanding) -> float:
    """How many characters of the question's words, but for years and other figures, stand beside one of the quantities
    at most; its own words and what they shorten (高铁: 高速铁路) count a little more than synonyms."""
    words = [t for t in understanding.terms if not _FIGURE.fullmatch(t.text)]
    most = 0.0
    for passage in (fold_text(amount.passage) for amount in amounts):
        held = [t.text for t in words if any(w in passage for w in (t.text, *t.others))]
        own = [w for w in held if re.search(".{0,2}".join(map(re.escape, w)), passage)]
        most = max(most, sum(map(len, held)) + _OWN * len(own))
    return most


def _states(amount: Amount) -> bool:
    """Whether the words right in front of a quantity say that it is the value."""
    return bool(re.search(rf"{_VALUE_IS}\s*{re.escape(amount.written)}", normalise(amount.passage)))


def _amounts_of(stated: Sequence[Amount], own: frozenset[str], others: frozenset[str], text: str) -> Sequence[Amount]:
    """The quantities that the sentence states of the thing rather than of the other, by the words in front of them.

    What is said of a part (其中) is not said of the whole.
    """
    passages = [fold_text(a.passage) for a in stated]
    for at, passage in enumerate(passages):
        if _joined(own, others, passage):
            # 城市和农村达到20和4: the first is said of the first; a single value of both.
            listed = at + 1 < len(stated) and passage.rstrip(",").endswith(_JOINED)
            return [stated[at + (listed and _first(own, passage) > _first(others, passage))]]
    named = [_share(own, passage) for passage in passages]
    least = max(max(named, default=0.0), _share(own, text) / 2)
    near = [
        (a, _PART.match(passage) is not None)
        for a, passage, share in zip(stated, passages, named, strict=True)
        if share >= least and not _is_of_other(own, others, passage)
    ]
    return [a for a, part in near if not part] or [a for a, _ in near]


def _is_of_other(own: frozenset[str], others: frozenset[str], passage: str) -> bool:
    """Whether a passage speaks of the other thing: it names it more, or as much and before this one."""
    share, other = _share(own, passage), _share(others, passage)
    if other < _NAMED or share > other:
        return False
    return share < other or _first(others, passage) < _first(own, passage)


def _ends_behind(amount: Amount, own: frozenset[str], text: str) -> bool:
    """Whether the passage of a quantity stands in a folded text behind the first words that name the thing."""
    passage = fold_text(amount.passage)
    return text.find(passage) + len(passage) > _first(own, text)


def _joined_in(own: frozenset[str], others: frozenset[str], stated: Sequence[Amount]) -> bool:
    return any(_joined(own, others, fold_text(amount.passage)) for amount in stated)


def _joined(own: frozenset[str], others: frozenset[str], passage: str) -> bool:
    """Whether a passage names both things as one subject: 城市和农村的带宽."""
    if min(_share(own, passage), _share(others, passage)) < _NAMED:
        return False
    start, end = sorted((_first(own, passage), _first(others, passage)))
    return end - start <= _LONGEST_JOINED and bool(re.search("[和与及、]", passage[start:end]))


def _first(pairs: frozenset[str], passage: str) -> int:
    return min((at for pair in pairs if (at := passage.find(pair)) >= 0), default=len(passage))


def compare_sides(run: Run, whole: Understanding, sides: Sides) -> tuple[Understanding, Draft] | None:
    """What is stated of each of two things and how far that is apart; None where the question is better asked as
    one: of documents of regions beside one another, or where neither thing or one sentence for both is found."""
    if whole.kind in ("survey", "smalltalk", "documents", "timeline"):
        return None
    asked = [
        run.understand(run.question.model_copy(update={"question": side.question}))
        for side in (sides.first, sides.second)
    ]
    if whole.kind == "comparison" and whole.regions and not sides.differs and asked[0].regions == asked[1].regions:
        return None
    dates = [name for name in asked[0].fields if name in DATES and name in asked[1].fields]
    scopes = [run.index.documents(each.filters) for each in asked]
    compared = replace(whole, kind="comparison")
    if dates and all(len(scope) == 1 for scope in scopes):
        documents = [scope[0] for scope in scopes]
        return compared, lookup.order_by_date(dates[0], documents, run.quotations, whole.language)
    if not all(each.kind in ("fact", "list") for each in asked):
        return None
    draft = _beside(run, sides, whole, asked)
    run.clock("retrieve")
    return (compared, draft) if draft else None


def _beside(run: Run, sides: Sides, whole: Understanding, asked: Sequence[Understanding]) -> Draft | None:
    """What is stated of each of the two, 未载明 where nothing is, and the difference of two values of one unit.

    `asked` are the questions after each. None where nothing is stated of either, or one sentence speaks of both without
    a value for each.
    """
    two = (sides.first, sides.second)
    ranked, _ = candidates(run.index, whole, run.filters)
    stated = _together(two, whole, ranked if _names_both(two, ranked) or answers(run.index, ranked, whole) else [])
    stated = stated or _each(two, asked, run.answering)
    if sides.joined and not all(stated):
        return None
    if not any(each and each.amount for each in stated) and not sides.joined:
        return None
    rates = {"每" in each.amount.passage for each in stated if each and each.amount}
    # 每亩5元 and 最高1.4万元 have no difference that nobody asks for.
    apart = sides.differs or (not sides.clauses and asked[0].expects in ("number", "date") and len(rates) == 1)
    return _told(two, stated, run.quotations, whole.language, apart) if _apart(two, stated) else None


def _together(two: Sequence[Side], whole: Understanding, ranked: Sequence[Match]) -> list[Stated | None]:
    """What the sentence that answers the whole question states of each, where it has a value for each."""
    both = [stated_of(one, other, whole, ranked[:1]) for one, other in (two, two[::-1])]
    values = [stated.amount for stated in both if stated and stated.amount]
    return both if len(values) == len(both) and values[0] != values[1] else []


def _names_both(two: Sequence[Side], ranked: Sequence[Match]) -> bool:
    """Whether the best sentence speaks of both things by name, so that it answers in whatever words."""
    best = next(iter(ranked), None)
    own = [_own(one.name, other.name) for one, other in (two, two[::-1])]
    return best is not None and best.fits and all(pairs and _share(pairs, best.sentence.folded) == 1 for pairs in own)


def _each(two: Sequence[Side], asked: Sequence[Understanding], answering: Answering) -> list[Stated | None]:
    stated = [stated_of(two[n], two[1 - n], asked[n], answering(asked[n])) for n in range(2)]
    for n in range(2):
        if stated[n] is None and (other := stated[1 - n]):
            # What one document says of the one thing it may say of the other in words of its own.
            filters = replace(asked[n].filters, document_id=(other.match.sentence.document_id,))
            inside = replace(asked[n], filters=filters)
            stated[n] = stated_of(two[n], two[1 - n], inside, answering(inside))
    return stated


def _told(
    two: Sequence[Side], stated: Sequence[Stated | None], quotations: Quotations, language: str, apart: bool
) -> Draft:
    """The lines and the table; how far the values are `apart` where that is told."""
    told_of = [Told(((said(found), (quotations.sentence(found.match),)),)) if found else None for found in stated]
    rows = [(side.name, [cell]) for side, cell in zip(two, told_of, strict=True)]
    lines, table = side_by_side(say("compared", language), [""], rows, language)
    one, other = stated
    if apart and one and other and one.amount and other.amount and one.amount.unit == other.amount.unit:
        markers = dict.fromkeys(marker for row in table.rows for cell in row for marker in cell.citations)
        cited = "".join(f"[{marker}]" for marker in markers)
        lines.append(difference(one, other, one.amount, other.amount, language) + cited)
    return Draft("answered", "\n".join(lines), table=table)


def _apart(two: Sequence[Side], stated: Sequence[Stated | None]) -> bool:
    """Whether the two are told better one by one than by a sentence that speaks of both."""
    one, other = stated
    if one and other:
        same = one.match.sentence == other.match.sentence
        return not same or bool(one.amount and other.amount and one.amount != other.amount)
    found, missing = (one, two[1]) if one else (other, two[0])
    if found is None or missing.exact:
        return False
    names = _own(missing.name, found.name)
    return found.amount is not None or _share(names, found.match.sentence.folded) < _NAMED


def said(found: Stated) -> str:
    """The clauses with the value, or those that answer."""
    if found.amount is None and found.understanding.expects == "number":
        return excerpt(found.match.sentence, found.understanding.terms, values=True)
    if found.amount is None:
        return clauses(found.match.sentence, found.understanding)
    pieces = clauses_of(found.amount.passage.strip())
    start = len(pieces) - 1
    while start and _share(found.own, fold_text("".join(pieces[start:]))) < _share(
        found.own, fold_text("".join(pieces))
    ):
        start -= 1
    words = "".join(pieces[start:]).strip("，,；;：、。| ").rstrip("和与及")
    if len(words) > LONGEST_EXCERPT:
        words = f"{pieces[start].strip('，,；;： ')}…{pieces[-1]}".strip("，,；;：、。| ")
    begins = found.match.sentence.text.strip().startswith(words[:10])
    return ("" if begins else "…") + escape_markers(words)


def difference(one: Stated, other: Stated, a: Amount, b: Amount, language: str) -> str:
    """How far the values are apart, computed from the quotations, and whose is the larger."""
    if a.value == b.value:
        return say("same_value", language, value=told(a.value, a.unit))
    larger = one if a.value > b.value else other
    most, least = max(a.value, b.value), min(a.value, b.value)
    return say(
        "apart",
        language,
        difference=told(round(most - least, 6), "个百分点" if a.unit == "%" else a.unit),
        most=told(most, a.unit),
        least=told(least, a.unit),
        name=escape_markers(larger.name),
    )
