"""What follows for who breaks a provision, where that is asked and the best sentence is the provision itself."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from index.documents import Chunk, Span
from index.lexicon import fold_text
from index.local import LocalIndex
from rag.selection.evidence import Match
from rag.selection.infringed import rules_on

_ASKS = re.compile("罚|处分|法律责任|(?:什么|啥)(?:后果|责任)|(?:怎么|如何|怎样)(?:处[理置]|追究)")
_SAYS = re.compile("罚|处分|责令|没收|吊销|警告|拘留|追究")


def of_the_sanction_asked(
    question: str, ranked: Sequence[Match], index: LocalIndex, rank: Callable[[Iterable[Chunk]], Sequence[Match]]
) -> list[Match]:
    """The ordered sentences, in front the one that rules on who breaks what the best one says, which names that by its
    number alone (违反第三项规定的，处二百元罚款), as if it said it again. `rank` scores the sentences of chunks."""
    best = ranked[0] if ranked and not ranked[0].by_meaning else None
    if best is None or not _ASKS.search(fold_text(question)) or _SAYS.search(best.sentence.introduced):
        return list(ranked)
    text = index.text(best.sentence.document_id)
    rules = {rule.start for rule in rules_on(text, Span(best.sentence.start, best.sentence.end))}
    chunks = index.document_chunks(best.sentence.document_id) if rules else []
    found = rank([chunk for chunk in chunks if any(chunk.start <= at < chunk.end for at in rules)])
    told = [m for m in found if m.sentence.start in rules and m.fits and _SAYS.search(m.sentence.folded)]
    if not told:
        return list(ranked)
    rule = max(told, key=lambda m: (m.features.unit, m.features.holds, m.sentence.start))
    own = {name: getattr(rule.features, name) for name in ("head", "holds", "lacks", "unit")}
    first = replace(
        best,
        sentence=rule.sentence,
        fits=rule.fits,
        features=replace(best.features, **own),
        unit_lacking=rule.unit_lacking,
    )
    return [first, *(m for m in ranked if m.sentence != rule.sentence)]
