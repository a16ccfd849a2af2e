"""What a question asks of each of several places or documents in clauses of its own: 吉林的门槛是什么,湖南的路子呢."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from index.documents import DocumentInfo
from rag.citations import escape_markers
from rag.comparisons.aspects import Aspect, aspects_asked, compares_from
from rag.comparisons.beside import SideTold, found_of, longest_of, told_of
from rag.comparisons.named import Mention, NamedSide, mentioned_in
from rag.composing.compose import Draft
from rag.composing.tables import Told, side_by_side
from rag.language import wording
from rag.language.amounts import amounts_in
from rag.language.terms import normalise, terms
from rag.messages import say
from rag.run import Run
from rag.understanding.question import Understanding

_CLAUSE = re.compile(r"[^,。;?]+[,。;?]?")
_AGAIN = re.compile("^(?:那么?|而|至于|换成|然后|再|又)+|(?<=\0)(?:又|则|却|的又|呢)")
_LIKEWISE = re.compile("那?\0(?:省|市)?的?(?:那?一?[份个部边])?(?:文件)?呢")
"""What asks the same of another."""
_OF_FIGURES = re.compile(r"([\u4e00-\u9fff])没\1|有没有|多少|(?<!哪)几(?!乎)|多[大久长高]")


@dataclass(frozen=True, slots=True)
class Separate:
    """One side and what is asked of it alone, one question an aspect."""

    side: NamedSide
    aspects: tuple[Aspect, ...]


@dataclass(slots=True)
class _Group:
    mention: Mention
    said: list[str] = field(default_factory=list)


def asked_separately(text: str, documents: Sequence[DocumentInfo]) -> list[Separate]:
    """The places or documents of which clauses of their own ask, with what they ask; empty where a clause names two,
    one is asked nothing, or fewer than two are named.

    What stands in front of the first is asked of each.
    """
    asked = normalise(text).strip()
    mentions = mentioned_in(asked, documents)
    context: list[str] = []
    groups: list[_Group] = []
    for clause in _CLAUSE.finditer(asked):
        own = [m for m in mentions if clause.start() <= m.start < clause.end()]
        said = clause.group().rstrip(",。;?")
        if any(not m.is_same(own[0]) for m in own):
            return []
        if own:
            at, end = own[0].start - clause.start(), own[0].end - clause.start()
            said = _AGAIN.sub("", f"{said[:at]}\0{re.sub('^[省市](?![域级场])', '', said[end:])}")
            if not groups or not groups[-1].mention.is_same(own[0]):
                groups.append(_Group(own[0]))
        elif not groups:
            if wording.asks(f"{said}?"):
                return []
            context.append(said)
            continue
        elif compares_from(said) == 0 and not terms(said):
            continue
        groups[-1].said.append(said)
    if len(groups) < 2 or any(a.mention.is_same(b.mention) for a, b in combinations(groups, 2)):
        return []
    asking = (any(wording.asks(f"{said}?") for said in group.said) for group in groups)
    if not all(asking) or _LIKEWISE.fullmatch(",".join(groups[0].said)):
        return []
    shared = groups[0].said[0].partition("\0")[0]
    separate: list[Separate] = []
    for group in groups:
        if separate and _LIKEWISE.fullmatch(",".join(group.said)):
            separate.append(replace(separate[0], side=group.mention.side))
            continue
        ahead = [shared.rstrip(":"), *context] if shared and group.said[0].startswith("\0") else context
        whole = ",".join([*ahead, *group.said])
        separate.append(Separate(group.mention.side, tuple(aspects_asked(whole)) or (Aspect("", f"{whole}?"),)))
    return separate


def tell_separately(run: Run, whole: Understanding, separate: Sequence[Separate]) -> tuple[Understanding, Draft] | None:
    """The answers of the sides, each to what is asked of it alone; None where none has any."""
    sides = [each.side for each in separate]
    rows: list[list[SideTold]] = []
    longest = longest_of(sum(len(each.aspects) for each in separate))
    for each in separate:
        found = [(aspect, *found_of(run, each.side, aspect)[:2]) for aspect in each.aspects]
        told = [told_of(each.side, sides, a, asked, best, run.quotations, longest) for a, asked, best in found if best]
        rows.append(list({t.text: t for t in told}.values()))
    run.clock("retrieve")
    if not any(rows):
        return None
    language = whole.language
    named = [
        (side.name, [Told(tuple(piece for t in row for piece in t.pieces)) if row else None])
        for side, row in zip(sides, rows, strict=True)
    ]
    told_lines, table = side_by_side(say("compared", language), [""], named, language)
    silent = [
        each.side.name
        for each, row in zip(separate, rows, strict=True)
        if any(_OF_FIGURES.search(a.question) for a in each.aspects)
        and not any(amounts_in(t.stated.match.sentence.text) for t in row)
    ]
    lines = [say("no_value", language, names="、".join(map(escape_markers, silent)))] if silent else []
    return replace(whole, kind="comparison"), Draft("answered", "\n".join([*lines, *told_lines]), table=table)
