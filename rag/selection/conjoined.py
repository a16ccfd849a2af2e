"""Two things that a question in another language asks about at once: the minimum staff and floor space."""

import re
from collections.abc import Sequence

from index.lexicon import fold_text
from rag.selection.evidence import Match
from rag.understanding.glossary import Known, known_words
from rag.understanding.question import Understanding

_JOINS = {
    "en": r"(?:, ?| )and (?:for )?(?:the |its |their |an? )?",
    "fr": r"(?:, ?| )et (?:pour )?(?:la |les? |l['’]|des |du |de |une? )?",
    "es": r"(?:, ?| )y (?:para )?(?:la |el |las |los |una? |de )?",
    "de": r"(?:, ?| )und (?:für )?(?:die |das |der |den |dem |des |eine[nrms]? )?",
    "ja": "と(?![しいなっ共は言])、?|および|及び",
    "ko": "[와과] | 및 ",
}
"""What joins two things, up to the second; と言う joins none."""
_ASKS = re.compile(
    r"(?:what|which|how|who|whom|when|where|whether|at|by|in|do|does|is|are|can|must|quel|combien|qui|quand|cu|qu|wer|wie|was|wann)"
)
"""How a question of its own begins behind it."""
_CHARACTERS = re.compile("[\u4e00-\u9fff]{2,}")
"""Japanese words as Chinese may have them too."""
_SHORTEST = 2  # characters of a word that tells a thing
_FURTHER = 8  # ordered sentences among which the other one may be


def conjoined(ranked: Sequence[Match], understanding: Understanding) -> Match | None:
    """Of the ordered sentences, of which there is one at least, that of the best one's document which has the one of
    two joined things that the best has not; None where it has both, or no sentence has the other."""
    joins = _JOINS.get(understanding.language)
    if joins is None or ranked[0].by_meaning:
        return None
    text = fold_text(understanding.question)
    known = known_words(text, understanding.language)
    if understanding.language == "ja":
        known += [Known(*run.span(), (run.group(),), False) for run in _CHARACTERS.finditer(text)]
    for join in re.finditer(joins, text):
        if _ASKS.match(text, join.end()):
            continue
        for thing in _beside(join, known):
            if not _has(ranked[0], thing) and (other := _with(ranked, thing)):
                return other
    return None


def _beside(join: re.Match[str], known: Sequence[Known]) -> list[Known]:
    """The known words right in front of and right behind what joins them."""
    before = [word for word in known if word.end == join.start()]
    after = [word for word in known if word.start == join.end()]
    return [*before[-1:], *after[:1]]


def _with(ranked: Sequence[Match], thing: Known) -> Match | None:
    document = ranked[0].sentence.document_id
    near = (m for m in ranked[1:_FURTHER] if m.fits and m.sentence.document_id == document and not m.features.lacks)
    return next((match for match in near if any(word in match.sentence.folded for word in thing.chinese)), None)


def _has(match: Match, thing: Known) -> bool:
    said = match.sentence.introduced
    return any(word in said or len(word) < _SHORTEST for word in thing.chinese)
