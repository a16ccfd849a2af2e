"""What of clauses side by side a question asks for: 乙区为拓展区 of 甲区为核心区，乙区为拓展区."""

import re
from collections.abc import Sequence

from index.documents import Span
from index.lexicon import fold_text, simplified
from rag.language.terms import Term

_CLAUSE = re.compile(r"[^，,；;]+")
_SHAPE = re.compile(
    r"\s*[在以由将]?(?P<front>[^，,；;。：:]{2,60}?)(?P<does>为|建设|打造|布局|承担|负责)(?P<behind>[^，,；;。：:]{2,40})。?\s*"
)
_SEVERAL = re.compile("分别|各[自是有]?|都|[和与及、]|哪[些几].*哪")
"""What asks for more than one of them."""
_BOTH = 2  # clauses side by side


def own_clause(question: str, terms: Sequence[Term], text: str, span: Span) -> Span | None:
    """The clause of a span of which several have one shape, where it alone has, in front of its verb or behind it, most
    words of the question that not every one has there, and none but it has others; None otherwise.

    >>> from rag.language.terms import terms
    >>> said, asked = "以甲市为核心区，乙市、丙市为拓展区，形成格局", "哪些市是拓展区?"
    >>> found = own_clause(asked, terms(asked), said, Span(0, len(said))); said[found.start : found.end]
    '乙市、丙市为拓展区'
    >>> own_clause("核心区和拓展区是哪里?", terms("核心区和拓展区是哪里?"), said, Span(0, len(said)))
    """
    if _SEVERAL.search(question):
        return None
    plain = simplified(text)
    clauses = [Span(*match.span()) for match in _CLAUSE.finditer(plain, span.start, span.end)]
    shapes = [(clause, _SHAPE.fullmatch(plain, clause.start, clause.end)) for clause in clauses]
    said = {clause: _held(terms, fold_text(text[clause.start : clause.end])) for clause in clauses}
    for does in dict.fromkeys(shape["does"] for _, shape in shapes if shape):
        beside = [(clause, shape) for clause, shape in shapes if shape and shape["does"] == does]
        fronts = _alone([_held(terms, fold_text(shape["front"])) for _, shape in beside])
        behind = _alone([_held(terms, fold_text(shape["behind"])) for _, shape in beside])
        meant = [clause for (clause, _), a, b in zip(beside, fronts, behind, strict=True) if a or b]
        if len(beside) >= _BOTH and len(meant) == 1 and all(has <= said[meant[0]] for has in said.values()):
            return meant[0]
    return None


def _alone(held: Sequence[frozenset[str]]) -> list[bool]:
    """Which of several has more than any other of the terms that not all of them have, if one does."""
    apart = frozenset[str]().union(*held) - held[0].intersection(*held)
    counts = [len(apart & one) for one in held]
    return [count == max(counts) > 0 and counts.count(count) == 1 for count in counts]


def _held(terms: Sequence[Term], clause: str) -> frozenset[str]:
    """The terms that a folded clause has."""
    return frozenset(term.text for term in terms if any(word in clause for word in (term.text, *term.others)))
