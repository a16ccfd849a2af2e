"""Whether passages bear out what a sentence says, and which of their words do.

The check is lexical and strict: it would rather refuse a true sentence than pass one that its passages do not bear
out. It cannot follow an argument; that is what the quotation beside each sentence is for.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property

from index.cleaning import sentence_spans
from index.documents import Span
from index.lexicon import HAN, Folded, fold, fold_text
from index.regions import gazetteer
from rag.composing.prompts import Passage
from rag.language.claims import Claims, Quantity, Stated, claims_of, stated_in
from rag.language.clauses import denials_agree, duties_of, figure_agrees, named_in, offices_agree, quantity_agrees
from rag.language.content import length_held, says, words_without_regions

SHARE_OF_WORDS = 0.7  # of a sentence's content words, by length, that its passages must hold
_SHORTEST_QUOTATION = 8  # comparable characters; a shorter one names something, a longer one is evidence by itself
_WIDEST = 6  # sentences of a passage that one citation may span

_QUOTATION = re.compile(r"“([^“”]+)”|「([^「」]+)」|『([^『』]+)』|«([^«»]+)»|\"([^\"]+)\"")
# Words that decide what a policy does; a sentence may not bring one that its passages do not have.
_DECISIVE = re.compile(
    "取消|废止|废除|撤销|增设|新增|设立|免征|减半|减免|免除|免收|征收|提高|降低|增加|减少|缩短|延长|禁止|严禁|"
    "允许|限制|放宽|收紧|强制|必须|鼓励|奖励|处罚|罚款|补贴|补助|暂停|恢复|扩大|缩小|上调|下调|优先|全部|仅限"
)


@dataclass(frozen=True, slots=True)
class Support:
    """The span of a passage's document that bears something out, and how much of it, from 0 to 1."""

    passage: Passage
    span: Span
    score: float


class Source:
    """A passage made ready for looking claims up: its own text, and what is known of its document."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage

    @cached_property
    def body(self) -> Folded:
        return _unquoted(fold(self.passage.text))

    @cached_property
    def header(self) -> str:
        """Title, region, issuer, number, dates and headings: stated by the document, if not by the passage."""
        p = self.passage
        stated = (p.title, p.region, p.issuer, p.document_number, p.issued_on, p.published_on, *p.heading_path)
        return "\n".join(value for value in stated if value)

    @cached_property
    def folded_header(self) -> str:
        return _unquoted(fold(self.header)).text

    @cached_property
    def claims(self) -> Claims:
        return claims_of(f"{self.header}\n{self.passage.text}")

    @cached_property
    def stated(self) -> list[Stated]:
        """Its quantities, each in its clause."""
        return stated_in(f"{self.header}\n{self.passage.text}")

    @cached_property
    def duties(self) -> list[str]:
        """Its pieces that name organisations with what they are named for, folded."""
        return list(duties_of(self.passage.text))

    @cached_property
    def regions(self) -> frozenset[str]:
        """The regions it names, and the provinces that they lie in."""
        named = [region for name in self.claims.regions if (region := gazetteer().named(name))]
        return self.claims.regions | {region.province for region in named if region.level != "国家"}

    @cached_property
    def sentences(self) -> list[Span]:
        return sentence_spans(self.passage.text)

    def quotation(self, quotation: str) -> Span | None:
        """Where the passage says these words; the parts around an ellipsis in their order."""
        parts = [_unquoted(fold(part)).text for part in re.split(r"…+|\.{3,}", quotation)]
        start, at = None, 0
        for part in (part for part in parts if part):
            at = self.body.text.find(part, at)
            if at < 0:
                return None
            start, at = (at if start is None else start), at + len(part)
        return self.body.original(start, at) if start is not None else None

    @cached_property
    def _claims_of_sentences(self) -> list[tuple[Span, Claims]]:
        return [(span, claims_of(self.passage.text[span.start : span.end])) for span in self.sentences]

    def figures(self, window: Span) -> Claims:
        """The quantities and dates that the sentences of the window state."""
        inside = [claims for span, claims in self._claims_of_sentences if window.overlaps(span)]
        return Claims(
            quantities=frozenset().union(*(claims.quantities for claims in inside)),
            dates=frozenset().union(*(claims.dates for claims in inside)),
        )

    def holds(self, claims: Claims) -> Claims:
        """Those of the claims that the passage or its header states."""
        own = self.claims
        whole = self.folded_header + "\n" + self.body.text
        return Claims(
            quantities=frozenset(q for q in claims.quantities if _states(own, q)),
            dates=frozenset(d for d in claims.dates if any(other.startswith(d) for other in own.dates)),
            document_numbers=claims.document_numbers & own.document_numbers,
            regions=claims.regions & self.regions,
            organisations=frozenset(o for o in claims.organisations if named_in(o, whole)),
            titles=frozenset(t for t in claims.titles if _unquoted(fold(t)).text in whole),
        )


def support(said: str, sources: Sequence[Source], context: str = "") -> list[Support]:
    """The spans of the passages that together bear out what is said; empty when they do not.

    Of `context` only the words must be held, not the figures and names.
    """
    saying = _Saying.of(said, context)
    if not saying.says_something or not _all_held(saying.claims, sources):
        return []
    if any(all(source.quotation(words) is None for source in sources) for words in saying.quotations):
        return []
    translated = saying.script != _script(sources[0].passage.text)
    if not (_quotes_what_it_says(saying) if translated else _says_alike(said, saying, sources)):
        return []
    found = [_best_span(source, saying) for source in sources]
    best = max(found, key=lambda f: f.score)
    if best.score == 0 or not denials_agree(said, [f.text for f in found], translated):
        return []
    return [Support(f.source.passage, f.in_document, f.score) for f in found if f.score >= best.score / 2]


@dataclass(frozen=True, slots=True)
class _Saying:
    """What a piece of the model's answer says, taken apart."""

    claims: Claims
    words: tuple[str, ...]
    quotations: tuple[str, ...]
    script: str

    @classmethod
    def of(cls, text: str, context: str) -> "_Saying":
        quotations = (next(filter(None, match.groups())) for match in _QUOTATION.finditer(text))
        words = words_without_regions(text) or words_without_regions(context)
        return cls(claims_of(text), tuple(words), tuple(quotations), _script(_QUOTATION.sub("", text)))

    @property
    def says_something(self) -> bool:
        return bool(self.words or self.quotations or self.claims != Claims())


@dataclass(frozen=True, slots=True)
class _Found:
    """A span of a passage's own text, with how much it holds of what is said, from 0 to 1."""

    source: Source
    span: Span
    score: float

    @property
    def text(self) -> str:
        return self.source.passage.text[self.span.start : self.span.end]

    @property
    def in_document(self) -> Span:
        return Span(self.source.passage.start + self.span.start, self.source.passage.start + self.span.end)


def _best_span(source: Source, saying: _Saying) -> _Found:
    """The quotation that holds every figure, else the sentences that hold most in the least room."""
    quotations = [span for words in saying.quotations if (span := source.quotation(words))]
    figures = source.holds(saying.claims)
    for span in sorted(quotations, key=len, reverse=True):
        quoted = source.passage.text[span.start : span.end]
        enough = len(_unquoted(fold(quoted)).text) >= _SHORTEST_QUOTATION
        if enough and all(_states(claims_of(quoted), figure) for figure in figures.quantities):
            return _Found(source, span, 1.0)
    windows = [
        _Found(source, Span(first.start, last.end), 0.0)
        for at, first in enumerate(source.sentences)
        for last in source.sentences[at : at + _WIDEST]
    ]
    scored = [replace(window, score=_held(window, saying, figures, quotations)) for window in windows]
    return max(scored, key=lambda found: found.score - len(found.span) / 2_000)


def _held(window: _Found, saying: _Saying, figures: Claims, quotations: Sequence[Span]) -> float:
    """The share of figures, quotations and words that the window holds; a figure weighs as much as four characters."""
    own = window.source.figures(window.span)
    folded = _unquoted(fold(window.text)).text
    held = [(4, _states(own, quantity)) for quantity in figures.quantities]
    held += [(4, date in own.dates) for date in figures.dates]
    held += [(4, window.span.start <= span.start and span.end <= window.span.end) for span in quotations]
    held += [(len(word), says(folded, word)) for word in saying.words]
    total = sum(weight for weight, _ in held)
    return sum(weight for weight, flag in held if flag) / total if total else 0.0


def _all_held(claims: Claims, sources: Sequence[Source]) -> bool:
    """Whether each claim is stated by one of the passages, and a figure by every document that is cited for it.

    吉林20%、湖南18%[1][2] would else pass with the figures exchanged.
    """
    held = [(source.passage.document_id, source.holds(claims)) for source in sources]
    for document_id in {document_id for document_id, _ in held}:
        own = [claims_held for of, claims_held in held if of == document_id]
        if any(all(q not in h.quantities for h in own) for q in claims.quantities):
            return False
    return all(
        any(value in getattr(h, kind.name) for _, h in held)
        for kind in fields(Claims)
        for value in getattr(claims, kind.name)
    )


def _states(own: Claims, claimed: Quantity) -> bool:
    return any(quantity_agrees(quantity, claimed) for quantity in own.quantities)


def _quotes_what_it_says(saying: _Saying) -> bool:
    """Whether a translation has the original beside it, with its figures; nothing else of it can be looked up."""
    long_enough = any(len(_unquoted(fold(words)).text) >= _SHORTEST_QUOTATION for words in saying.quotations)
    quoted = claims_of("\n".join(saying.quotations))
    return long_enough and all(_states(quoted, quantity) for quantity in saying.claims.quantities)


def _says_alike(said: str, saying: _Saying, sources: Sequence[Source]) -> bool:
    """Whether the passages hold its words, and its figures and organisations with the same words about them."""
    return (
        _share(saying.words, sources) >= SHARE_OF_WORDS
        and _decides_alike(said, sources)
        and all(
            any(figure_agrees(stated, saying.words, source.stated) for source in sources) for stated in stated_in(said)
        )
        and offices_agree(
            said,
            [duty for source in sources for duty in source.duties],
            "\n".join(source.folded_header for source in sources),
        )
    )


def _share(words: Sequence[str], sources: Sequence[Source]) -> float:
    """The share, by length, of the words that the passages hold; words of their headers count neither way."""
    needed = [word for word in words if not any(word in source.folded_header for source in sources)]
    held = length_held(needed, "\n".join(source.body.text for source in sources))
    return held / sum(map(len, needed)) if needed else 1.0


def _decides_alike(said: str, sources: Sequence[Source]) -> bool:
    """Whether every word that decides what a policy does is the passages' own."""
    return all(any(word in source.body.text for source in sources) for word in _DECISIVE.findall(fold_text(said)))


def _unquoted(folded: Folded) -> Folded:
    """A folded text without quotation marks, which stand differently in a quotation of a quotation."""
    kept = [at for at, character in enumerate(folded.text) if character not in "\"'"]
    return Folded("".join(folded.text[at] for at in kept), [*(folded.offsets[at] for at in kept), folded.offsets[-1]])


def _script(text: str) -> str:
    """The script that carries the text: kana, hangul, han or other."""
    if re.search(r"[\u3041-\u309f]", text):
        return "kana"
    if re.search(r"[\uac00-\ud7af]", text):
        return "hangul"
    letters = [character for character in text if character.isalpha()]
    return "han" if sum(bool(HAN.match(character)) for character in letters) > 0.3 * len(letters) else "other"
