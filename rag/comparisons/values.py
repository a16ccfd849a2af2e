"""The values that sentences state of each of several things, and how far two are apart."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.lexicon import bigrams, fold_text
from rag.citations import escape_markers
from rag.composing.compose import LONGEST_EXCERPT, clauses_of, excerpt
from rag.composing.quoting import clauses
from rag.language.amounts import Amount, amounts_in, counts_in, measured_in, reached, told
from rag.language.terms import normalise
from rag.language.units import unit_asked
from rag.messages import say
from rag.selection import expected
from rag.selection.cells import with_units
from rag.selection.evidence import Match
from rag.understanding.question import Understanding

VALUES = ("number", "date")
"""Kinds of answers that are compared as values."""
_NAMED = 0.6  # share of a name's character pairs that a sentence has which names it
_JOINED = ("、", "和", "与", "及")
_LONGEST_JOINED = 16  # characters from the beginning of one of two joined names to that of the other
_PART = re.compile("其中|包括")
_VALUE_IS = "(?:达到?|至|为|到|超过?|突破|[低少高多大小]于|最高|[给补奖]予?|补[助贴]|奖励|罚款?|收|约)"
_HEAD = re.compile(r"^.*[：:](?=[^：:\d一二两三四五六七八九十]{2,}[\d一二两三四五六七八九十])")
_BOUND = re.compile("(?P<most>最[高多大长重]|上限|封顶)|最[低少小短轻]|下限|起步|起点")
_FIGURE = re.compile(r"[\d.%]+|年")
_SHORT = 2  # characters of a word that stands for no longer one
_OWN = 0.5  # characters that a word of the question counts more than its synonym


@dataclass(frozen=True, slots=True)
class Stated:
    """What the documents state of one of several things: the sentence and, where it is one, the value in it. `own` are
    the character pairs by which its name differs from the others'."""

    name: str
    understanding: Understanding
    match: Match
    own: frozenset[str]
    amount: Amount | None = None


def amount_of(
    name: str, others: Sequence[str], exact: bool, understanding: Understanding, match: Match
) -> Amount | None:
    """The value that the sentence states of the thing of that name, not of the others; None where it states none.

    An `exact` name is a condition, which other figures resemble.
    """
    own, rest = _own(name, others), [_own(other, [name]) for other in others]
    text = f"{match.sentence.above}\n{match.sentence.folded}"
    named = _share(own, text)
    if not own or (not named and any(_share(other, text) for other in rest)) or (exact and fold_text(name) not in text):
        return None
    stated = asked_amounts(understanding, match, name + "".join(others))
    of_it = _amounts_of(stated, own, rest, match.sentence.folded) if named else stated
    if not of_it and stated:
        # 标准为：七级13个月，十级7个月: a further item of a list.
        units = {amount.unit for amount in stated}
        every = [a for a in amounts_in(match.sentence.text, understanding.standalone + name) if a.unit in units]
        of_it = _amounts_of(every, own, rest, match.sentence.folded)
    amounts = reached(of_it)
    if named and not any(_joined(own, other, fold_text(a.passage)) for a in stated for other in rest):
        # 到2027年，规模突破1000亿元，起降点达到1500个: what is asked tells which.
        behind = [a for a in stated if _ends_behind(a, own, match.sentence.folded)]
        near = reached([a for a in behind if not _is_of_other(own, rest, fold_text(a.passage))])
        amounts = near if held_beside(near, understanding) > held_beside(amounts, understanding) else amounts
    return nearest_amount(amounts, understanding)


def _own(name: str, others: Sequence[str]) -> frozenset[str]:
    """The character pairs of a name that none of the others has."""
    return frozenset(bigrams(fold_text(name))).difference(*(bigrams(fold_text(other)) for other in others))


def _share(pairs: frozenset[str], text: str) -> float:
    """How many of a name's character pairs a folded text has, in 0…1."""
    return sum(pair in text for pair in pairs) / max(len(pairs), 1)


def asked_amounts(understanding: Understanding, match: Match, names: str) -> list[Amount]:
    """The quantities of the sentence that are not given in the question or the `names` of the things: of the unit asked
    for, and beside what is asked (面积), where it has such."""
    stated = amounts_in(with_units(match.sentence.text), understanding.standalone + names)
    unit = unit_asked(understanding.standalone)
    measured = measured_in(understanding.standalone)
    stated = [a for a in stated if unit and unit.search(normalise(a.written))] or stated
    stated = [a for a in stated if not unit and measured and counts_in(a, measured)] or stated
    words = [t.text for t in understanding.terms if not _FIGURE.fullmatch(t.text)]
    head = expected.head(fold_text(understanding.standalone), words)
    beside, listed, said_of_all = [], "", ""
    for amount in stated:
        # 引育5家自主创新企业、10家骨干企业: a further item is beside what the first is beside.
        said_of_all = "" if listed.endswith((";", "。")) else said_of_all
        listed = fold_text(amount.passage) if not listed.endswith(_JOINED) else listed + fold_text(amount.passage)
        said_of_all = found.group() if (found := _HEAD.match(listed)) else said_of_all
        beside += [amount] if any(word in said_of_all + listed for word in head) else []
    return beside or stated


def nearest_amount(amounts: Sequence[Amount], understanding: Understanding) -> Amount | None:
    """The quantity that has most of the question's words beside it; None where there is none, or where two of different
    value have as many."""
    # 最小面积：小型8平方米，外卖店10平方米: what stands in front of a list is said of each of its items.
    beside = [replace(a, passage=_HEAD.sub("", a.passage)) if len(amounts) > 1 else a for a in amounts]
    most = held_beside(beside, understanding)
    nearest = [a for a, b in zip(amounts, beside, strict=True) if held_beside([b], understanding) == most]
    nearest = [a for a in nearest if not _PART.match(a.passage)] or nearest
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
        own = [t.text for t in words if re.search(".{0,2}".join(map(re.escape, t.text)), passage)]
        held = {t.text for t in words if any(w in passage for w in (t.text, *t.others))}
        held |= {word for word in own if len(word) > _SHORT}
        most = max(most, sum(map(len, held)) + _OWN * len(own))
    return most


def _states(amount: Amount) -> bool:
    """Whether the words right in front of a quantity say that it is the value."""
    return bool(re.search(rf"{_VALUE_IS}\s*{re.escape(amount.written)}", normalise(amount.passage)))


def _amounts_of(
    stated: Sequence[Amount], own: frozenset[str], others: Sequence[frozenset[str]], text: str
) -> Sequence[Amount]:
    """The quantities that the sentence states of the thing rather than of another, by the words in front of them.

    What is said of a part (其中) is not said of the whole.
    """
    passages = [fold_text(a.passage) for a in stated]
    for at, passage in enumerate(passages):
        if any(_joined(own, other, passage) for other in others):
            # 城市和农村达到20和4: the first is said of the first; a single value of both.
            listed = at + 1 < len(stated) and passage.rstrip(",").endswith(_JOINED)
            before = sum(_first(own, passage) > _first(other, passage) for other in others) if listed else 0
            return [stated[min(at + before, len(stated) - 1)]]
    named = [_share(own, passage) for passage in passages]
    least = max(max(named, default=0.0), _share(own, text) / 2)
    near = [
        (a, _PART.match(passage) is not None)
        for a, passage, share in zip(stated, passages, named, strict=True)
        if share >= least and not _is_of_other(own, others, passage)
    ]
    return [a for a, part in near if not part] or [a for a, _ in near]


def _is_of_other(own: frozenset[str], others: Sequence[frozenset[str]], passage: str) -> bool:
    """Whether a passage speaks of another thing: it names that more, or as much and before this one."""
    share, first = _share(own, passage), _first(own, passage)
    named = ((_share(other, passage), _first(other, passage)) for other in others)
    return any(o >= _NAMED and (share < o or (share == o and at < first)) for o, at in named)


def _ends_behind(amount: Amount, own: frozenset[str], text: str) -> bool:
    """Whether the passage of a quantity stands in a folded text behind the first words that name the thing."""
    passage = fold_text(amount.passage)
    return text.find(passage) + len(passage) > _first(own, text)


def _joined(own: frozenset[str], others: frozenset[str], passage: str) -> bool:
    """Whether a passage names both things as one subject: 城市和农村的带宽."""
    if min(_share(own, passage), _share(others, passage)) < _NAMED:
        return False
    start, end = sorted((_first(own, passage), _first(others, passage)))
    return end - start <= _LONGEST_JOINED and bool(re.search("[和与及、]", passage[start:end]))


def _first(pairs: frozenset[str], passage: str) -> int:
    return min((at for pair in pairs if (at := passage.find(pair)) >= 0), default=len(passage))


def said(found: Stated) -> str:
    """The clauses of the sentence with the value and the thing, without one those that answer; markers escaped."""
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
    """How far the value `a` of one is from `b` of the other, computed from the quotations."""
    if a.value == b.value:
        return say("same_value", language, value=told(a.value, a.unit))
    words = ("higher_than", "lower_than") if a.unit == "%" else ("more_than", "less_than")
    return say(
        words[a.value < b.value],
        language,
        one=escape_markers(one.name),
        other=escape_markers(other.name),
        difference=told(round(abs(a.value - b.value), 6), "个百分点" if a.unit == "%" else a.unit),
        most=told(max(a.value, b.value), a.unit),
        least=told(min(a.value, b.value), a.unit),
    )
