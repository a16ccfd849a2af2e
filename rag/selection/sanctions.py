"""What follows for who breaks a provision, where that is asked and the best sentence is the provision itself, or tells
what follows under a further condition only."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from index.documents import Chunk, Span
from index.lexicon import fold_text
from index.local import LocalIndex
from rag.selection.answering import answering
from rag.selection.evidence import Match
from rag.selection.infringed import rules_on

DISPOSES = re.compile(
    "(?:^|(?<=[,。?]))(?:(?!挪用|贪污|侵[占吞]|私分|收受|赠送|截留|[套骗]取|盗|偷|违|隐[瞒匿]|损[坏毁失]|泄露)[^,。?])*"
    "(?:[产物权屋房款品车股份地]|[房车]子)(?:应?[该当]|可以|能够?|要|又)*(?:怎[么样]|如何)处分"
)
"""财产怎么处分 asks for no sanction, but 挪用公款怎么处分 does."""
_ASKS = re.compile("罚|处分|法律责任|(?:什么|啥)(?:后果|责任)|(?:怎么|如何|怎样)(?:处[理置]|追究)")
_SAYS = re.compile("罚|处分|责令|没收|吊销|警告|拘留|追究")
_FURTHER = re.compile("[并且]具?有(?:下列|以下)|[依按]照(?!下列|以下|前)[^,:]{2,40}规定[^,:]{0,6}处罚")
"""How an item is introduced by a further condition or by what other law follows: 致一人重伤，并具有下列情形之一的：."""
_NEAR, _HELD_LESS = 3.5, 0.2
"""How far behind the best, by the model and by the question's words, what follows in itself may be."""
_NO_ACT = re.compile(r"情节|严重|较轻|轻微|改正|没收|[罚处吊]|^[一二两三几\d]")  # tells what follows, or how many
_WORSE = 2.5  # by the model, how much worse another item of the same list may be


def of_the_sanction_asked(
    question: str, ranked: Sequence[Match], index: LocalIndex, rank: Callable[[Iterable[Chunk]], Sequence[Match]]
) -> list[Match]:
    """The ordered sentences, in front the one that rules on what is done; where the best says nothing of what follows,
    the one that does for who breaks it, naming it by its number alone (违反第三项规定的，处二百元罚款), as if it said
    it again, or else one that tells what follows and is hardly worse. `rank` scores the sentences of chunks."""
    folded = fold_text(question)
    if not ranked or ranked[0].by_meaning or not _ASKS.search(DISPOSES.sub("", folded)):
        return list(ranked)
    ranked = _on_the_act(folded, ranked)
    best = ranked[0]
    if _SAYS.search(best.sentence.folded):
        return ranked
    further = _FURTHER.search(best.sentence.introduction_text)
    if _SAYS.search(best.sentence.introduction_text):
        return _ruling(best, ranked) if further and "罚" in folded else ranked
    text = index.text(best.sentence.document_id)
    rules = {rule.start for rule in rules_on(text, Span(best.sentence.start, best.sentence.end))}
    chunks = index.document_chunks(best.sentence.document_id) if rules else []
    found = rank([chunk for chunk in chunks if any(chunk.start <= at < chunk.end for at in rules)])
    told = [m for m in found if m.sentence.start in rules and m.fits and _SAYS.search(m.sentence.folded)]
    if not told:
        return _ruling(best, ranked) if "罚" in folded else ranked
    rule = max(told, key=lambda m: (m.features.unit, m.features.holds, m.sentence.start))
    return _instead(rule, ranked)


def _instead(other: Match, ranked: Sequence[Match]) -> list[Match]:
    """The ordered sentences, in front another one as if it said what the best one says."""
    best = ranked[0]
    own = {name: getattr(other.features, name) for name in ("head", "holds", "lacks", "unit")}
    first = replace(
        best,
        sentence=other.sentence,
        fits=other.fits,
        features=replace(best.features, **own),
        unit_lacking=other.unit_lacking,
    )
    return [first, *(m for m in ranked if m.sentence != other.sentence)]


def _on_the_act(question: str, ranked: Sequence[Match]) -> list[Match]:
    """The ordered sentences, in front the first of the list that the best is an item of that has what is done, the last
    word in front of 罚 (在湖里游泳罚多少), where the best has less of it."""
    best, model = ranked[0], answering().ranking
    said = question.partition("罚")[0]
    acts = [term for term in best.matched if len(term) > 1 and term in said and not _NO_ACT.search(term)]
    if not acts or "罚" not in question or best.sentence.introduction is None:
        return list(ranked)
    act = max(acts, key=lambda term: said.rfind(term) + len(term))
    least = model.of(best.features) - _WORSE
    beside = (
        m
        for m in ranked[1:]
        if m.fits
        and m.sentence.document_id == best.sentence.document_id
        and m.sentence.introduction == best.sentence.introduction
        and m.matched[act] > best.matched[act]
        and model.of(m.features) >= least
    )
    first = next(beside, best)
    return list(ranked) if first is best else _instead(first, ranked)


def _ruling(best: Match, ranked: Sequence[Match]) -> list[Match]:
    """The ordered sentences, in front the first hardly worse than the best that itself tells what follows."""
    model = answering().ranking
    least, held = model.of(best.features) - _NEAR, best.coverage - _HELD_LESS
    near = (m for m in ranked[1:] if m.fits and m.coverage >= held and model.of(m.features) >= least)
    found = (m for m in near if _SAYS.search(m.sentence.folded) and m.features.elsewhere <= best.features.elsewhere)
    first = next(found, best)
    return [first, *(m for m in ranked if m is not first)]
