"""Another sentence in front of the best, where it has what is asked for and is hardly worse."""

from collections.abc import Callable, Sequence

from rag.selection.answering import answering
from rag.selection.evidence import Match

_HELD_LESS = 0.2  # share of the question's words that it may hold less


def put_ahead(ranked: Sequence[Match], behind: float, wanted: Callable[[Match], bool]) -> list[Match]:
    """The ordered sentences, of which there is one at least, in front the first one wanted of the best one's document
    that is no farther `behind` it by the model."""
    best, model = ranked[0], answering().ranking
    least = model.of(best.features) - behind
    near = (
        m
        for m in ranked[1:]
        if m.fits
        and m.sentence.document_id == best.sentence.document_id
        and m.coverage >= best.coverage - _HELD_LESS
        and model.of(m.features) >= least
        and wanted(m)
    )
    first = next(near, best)
    return [first, *(m for m in ranked if m is not first)]
