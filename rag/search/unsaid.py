"""What a question speaks of and a document does not: names, figures, words, the thing that is asked."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial

from index.documents import DocumentInfo
from index.lexicon import HAN, simplified
from index.numerals import chinese
from index.regions import gazetteer

_NAMES = ("nr", "ns", "nt", "nz")  # tags of words that name someone or something
_LATIN = re.compile(r"[a-z][a-z0-9+-]+")
_QUOTED = re.compile(r'"([^"]{2,12})"')
_MARKS = '"“”'  # 杨“数”浦 is 杨数浦
_LEVEL = re.compile("(?:省|市|自治区|自治州|县|区)$")
_SHORTEST = 3  # characters of a place from which its level may be left out: 沙县 is not 沙
_FIGURE = re.compile(r"(?P<digits>\d+(?:\.\d+)?)(?P<behind>[^\W\d_])?")
_NUMERAL_UP_TO = 99
_BEGINNING = 300  # code points in which a document says whom it is to
_PARTY = re.compile(
    r"^(?:(?P<to>[^:：。,，;；\n]{2,40})[:：]|(?:当事人|被?申请人|被处罚人|[甲乙]方|(?:采购|招标)人)[:：](?P<who>[^\n]{2,60}))\s*$",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Unsaid:
    """Shares, in 0…1, of what a question speaks of that is not there: of its names, its figures and the words that say
    what is asked in the whole document, of the weight of all its words in the passage. 0 where it speaks of none."""

    names: float = 0.0
    figures: float = 0.0
    asked: float = 0.0
    words: float = 0.0


NOTHING = Unsaid()


class Spoken:
    """The names, figures and words of a question, to be looked for in documents."""

    def __init__(
        self,
        folded: str,
        spellings: Mapping[str, Sequence[str]],
        weights: Mapping[str, float],
        asked: Collection[str],
        in_sentences: bool = True,
    ) -> None:
        """`folded` is the question, normalised, or its words, where it is not `in_sentences`; `spellings` the ways in
        which each of its words may be written, with the word itself; `weights` what the words weigh, `asked` those that
        say what is asked."""
        self._names = names_of(folded, in_sentences)
        self._figures = tuple({m["digits"]: m["behind"] or "" for m in _FIGURE.finditer(folded)}.items())
        self._spellings = spellings
        self._weights = weights
        self._total = sum(weights.values())
        self._asked = [word for word in asked if word in weights]
        self._of_documents: dict[str, tuple[float, float, float]] = {}
        self._first: dict[str, str] = {}

    def named_first(self, document_id: str, document: str) -> str:
        """Which of the names stand in the line that says whom a letter or a decision is to: its sentences don't repeat
        them."""
        if document_id not in self._first:
            begins = simplified(document[:_BEGINNING]).lower() if self._names else ""
            parties = " ".join(party["to"] or party["who"] for party in _PARTY.finditer(begins))
            self._first[document_id] = " ".join(name for name in self._names if name in parties)
        return self._first[document_id]

    def unsaid(self, info: DocumentInfo, document: str, passage: str) -> Unsaid:
        """What of it the texts do not have, of a document and of one passage of it."""
        if info.id not in self._of_documents:
            self._of_documents[info.id] = self._in_document(info, document)
        around = simplified(f"{info.metadata.title or ''}\n{self.named_first(info.id, document)}\n{passage}").lower()
        absent = sum([weight for word, weight in self._weights.items() if not self._is_in(word, around)])
        return Unsaid(*self._of_documents[info.id], absent / (self._total or 1.0))

    def _in_document(self, info: DocumentInfo, text: str) -> tuple[float, float, float]:
        """The shares of names, figures and words that ask which neither the document nor what is known of it has."""
        stated = info.metadata
        known = (stated.title, stated.region, stated.region_parent, stated.issued_on, stated.published_on)
        written = "\n".join((*filter(None, known), *stated.issuers, text))
        plain = cache(lambda: simplified(written))  # these are needed where something does not stand in it as it is
        bare = cache(lambda: _bare(plain()))

        def absent(is_there: Callable[[str], bool]) -> bool:
            return not (is_there(written) or is_there(plain()) or is_there(bare()))

        return (
            _share(absent(partial(is_named, name)) for name in self._names),
            _share(absent(partial(_is_stated, digits, behind)) for digits, behind in self._figures),
            _share(absent(partial(self._is_in, word)) for word in self._asked),
        )

    def _is_in(self, word: str, text: str) -> bool:
        return any(spelling in text for spelling in self._spellings.get(word, (word,)))


def names_of(folded: str, in_sentences: bool = True) -> tuple[str, ...]:
    """The places, people, bodies and brands that a folded Chinese question names, and what it puts in quotes; people
    and bodies are told from other words in sentences only.

    >>> names_of("深圳富士康的奖金多少"), names_of('台风"卡努"登陆时间')
    (('深圳', '富士康'), ('卡努', '台风'))
    """
    import rjieba

    if not HAN.search(folded):
        return ()
    places = [folded[span.start : span.end] for span, _ in gazetteer().mentions(folded)]
    tags = rjieba.tag(folded) if in_sentences else []
    tagged = [word for word, tag in tags if tag in _NAMES and len(word) > 1]
    return tuple(dict.fromkeys([*places, *_QUOTED.findall(folded), *tagged, *_LATIN.findall(folded)]))


def _bare(text: str) -> str:
    """The text in small letters, without quotation marks."""
    for mark in _MARKS:
        text = text.replace(mark, "")
    return text.lower()


def _share(absent: Iterable[bool]) -> float:
    listed = list(absent)
    return sum(listed) / len(listed) if listed else 0.0


def is_named(name: str, text: str) -> bool:
    """Whether the text has the name; a place may lack its level there.

    >>> is_named("石景山区", "在石景山开工"), is_named("沙县", "沙石")
    (True, False)
    """
    return name in text or (len(name) >= _SHORTEST and _LEVEL.sub("", name) in text)


def _is_stated(digits: str, behind: str, text: str) -> bool:
    """Whether the text has the figure, in digits or, before the same word, in Chinese numerals.

    >>> _is_stated("3", "年", "任期三年"), _is_stated("3", "年", "任期13年")
    (True, False)
    """
    at = text.find(digits)
    while at >= 0:
        if not text[max(at - 1, 0) : at].isdigit() and not text[at + len(digits) : at + len(digits) + 1].isdigit():
            return True
        at = text.find(digits, at + 1)
    numerals = {chinese(int(digits)), "两" if digits == "2" else ""} if digits.isdigit() else set()
    small = digits.isdigit() and 0 < int(digits) <= _NUMERAL_UP_TO
    return small and any(numeral + behind in text for numeral in numerals if numeral)
