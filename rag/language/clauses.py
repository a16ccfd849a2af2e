"""Whether figures, offices and denials stand in a source beside the words that they are said of.

A figure or an office that the source knows of another matter is no evidence: neither 培育20家企业 nor 建设100个基地 is
borne out by 培育100家企业，建设20个基地.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from index.cleaning import sentence_spans
from index.lexicon import fold_text, simplified
from rag.language.claims import Quantity, Stated, claims_of
from rag.language.content import content_words, length_held, words_without_regions

_WORDS_BEFORE = 3  # of a figure that say what it counts; those before them may be a subject of the whole sentence
_DUTY = "负责|牵头|承担|会同|配合|主管|解释|单位"
_ASIDE = re.compile(rf"[（(][^（）()]*(?:{_DUTY})[^（）()]*[）)]")
_NAMES_ONLY = re.compile("[(由]|责任|牵头|主管")
_NEGATION = re.compile(r"不|没有|未|无|勿|禁止|\bnot?\b|\bwithout\b|ない|않|없")
_NOT_NEGATION = re.compile(
    r"不断|不仅|不但|不同|未来|无线|无缝|无人|非常|不低于|不少于|不小于|不超过|不高于|不多于|不足"
)


def quantity_agrees(own: Quantity, claimed: Quantity) -> bool:
    """Whether it is the number, with the bound that is claimed of it."""
    return (own.value, own.percent) == (claimed.value, claimed.percent) and claimed.bound in (None, own.bound)


def named_in(office: str, folded: str) -> bool:
    """Whether the text names the organisation, in full where the name is short: 发改委 for 发展改革委."""
    return re.search(".{0,3}?".join(map(re.escape, office)), folded) is not None


def figure_agrees(said: Stated, otherwise: Sequence[str], own: Sequence[Stated]) -> bool:
    """Whether the source states the figure of what it is said of.

    `otherwise` are words to go by where the figure's own clause has none (湖南是20%).
    """
    words = [*content_words(said.before)[-_WORDS_BEFORE:], *content_words(said.after)] or otherwise[-_WORDS_BEFORE:]
    agreeing = [stated.clause for stated in own if quantity_agrees(stated.quantity, said.quantity)]
    return bool(agreeing) and _belongs(words, agreeing, (stated.clause for stated in own))


def offices_agree(said: str, duties: Sequence[str], header: str) -> bool:
    """Whether the source gives the organisations of each clause to what the clause speaks of.

    `duties` are the source's, as `duties_of` gives them. `header` (folded) names organisations and headings that hold
    for the whole source; an organisation that it names may issue or ask what the source says, but is responsible only
    where the source says so.
    """
    for clause in _clauses(said):
        offices = claims_of(clause).organisations
        if not re.search(_DUTY, clause):
            offices = frozenset(office for office in offices if not named_in(office, header))
        if not offices:
            continue
        words = [word for word in words_without_regions(_without_names(clause, offices)) if word not in header]
        theirs = [duty for duty in duties if all(named_in(office, duty) for office in offices)]
        if not theirs or not _belongs(words, theirs, duties):
            return False
    return True


def _without_names(clause: str, offices: Iterable[str]) -> str:
    """The clause without the organisations, and what their full names begin with: 由省人力资源社会保障厅 leaves 由."""
    for office in offices:
        clause = re.sub(rf"(?:(?<=[、由为:(])[^、由为:(]{{0,10}})?{re.escape(office)}", "\n", clause)
    return clause


def duties_of(text: str) -> Iterator[str]:
    """Folded pieces of a source that name organisations together with what they are named for.

    An aside such as （省物价局负责） is about all that its paragraph says since the aside before it.

    >>> list(duties_of("同网同价。税费从轻。（省物价局负责）改革税收（省财政厅负责）。"))
    ['同网同价。税费从轻。(省物价局负责)', '改革税收(省财政厅负责)']
    """
    matter = ""
    for line in simplified(text).splitlines():
        start = 0
        for aside in _ASIDE.finditer(line):
            matter = _if_words(line[start : aside.start()]) or matter
            yield fold_text(matter + aside.group())
            start = aside.end()
        matter = _if_words(line[start:]) or matter
        for piece in _ASIDE.split(line):
            sentences = (piece[span.start : span.end] for span in sentence_spans(piece))
            yield from (fold_text(sentence) for sentence in sentences if claims_of(sentence).organisations)


def _if_words(text: str) -> str:
    return text if re.search(r"\w", text) else ""


def denials_agree(said: str, cited: Sequence[str], translated: bool = False) -> bool:
    """Whether what is denied is denied by what is cited, and the other way round.

    >>> denials_agree("增设前置审批", ["不增设前置审批"]), denials_agree("不增设审批", ["不增设前置审批"])
    (False, True)
    >>> denials_agree("不得推进改革", ["推进改革。不得收取手续费。"])
    False
    """
    denied_there = [clause for text in cited for clause in _clauses(text) if _denied(clause)]
    for clause in _clauses(said):
        denied = _denied(clause)
        if denied and not denied_there:
            return False
        if translated:
            continue
        if any(not any(_mostly(words, there) for there in denied_there) for words in denied if words):
            return False
        if not denied and any(_affirms(clause, words) for there in denied_there for words in _denied(there)):
            return False
    return True


def _affirms(clause: str, denied: Sequence[str]) -> bool:
    return bool(denied) and length_held(denied[:1], clause) > 0 and _mostly(denied, clause)


def _denied(clause: str) -> list[list[str]]:
    """The content words after each negation of a folded clause."""
    plain = _NOT_NEGATION.sub(" ", clause)
    return [content_words(plain[match.end() :]) for match in _NEGATION.finditer(plain)]


def _clauses(text: str) -> list[str]:
    """Folded clauses; one that says nothing but names (由省物价局负责) goes with the one before it."""
    clauses: list[str] = []
    for clause in filter(None, re.split(r"[,;。!?\n]", "\n".join(map(fold_text, text.splitlines())))):
        names = claims_of(clause).organisations if clauses else frozenset()
        if names and (_NAMES_ONLY.match(clause) or not set(words_without_regions(clause)) - names):
            clauses[-1] += clause
        else:
            clauses.append(clause)
    return clauses


def _belongs(words: Sequence[str], own: Iterable[str], all_: Iterable[str]) -> bool:
    """Whether one of its own texts holds half of the words, and no other text holds more of them."""
    best = max(length_held(words, text) for text in own)
    return 2 * best >= sum(map(len, words)) and best >= max(length_held(words, text) for text in all_)


def _mostly(words: Sequence[str], text: str) -> bool:
    return 2 * length_held(words, text) >= sum(map(len, words))
