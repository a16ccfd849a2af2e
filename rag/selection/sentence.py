"""A sentence of a document with what belongs to it."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate

from index.cleaning import sentence_spans, touches
from index.documents import Chunk, Span
from index.lexicon import fold_text, simplified
from index.questions import asked
from rag.selection import borrowing, passage
from rag.selection.cells import unit_of_table, with_units
from rag.selection.credits import without_credits
from rag.selection.infringed import infringed

_REMEMBERED = 4_096  # chunks whose sentences are kept in memory
_NEGATIONS = ("不", "未", "无", "非")
_ASIDE = re.compile(r"[（(](?![^（）()]{0,10}记者\s)[^（）()]*[）)]")
_TITLE = re.compile(
    r"(?:通知|意见|措施|办法|方案|计划|规划|纲要|规定|细则|条例|公告|决定|报告)>?(?:[\[(<].{2,20}[\])>])?$"
)
_FORMULA = re.compile(
    "印发给你们|现予印发|特此(?:通知|公告)"
)  # says that there is a document, nothing of what is in it
_GREETING = re.compile("(?:答[:：])?[^,。;:!]{0,16},?[您你]们?好[!。,:]*")
_BARE_CELL = re.compile(r"(?<=:)\d[\d.,]*(?= ?(?:\||$))")
"""A figure without a unit in a row."""
_LINE, _STOPS = 14, "。;!?"  # folded characters of a line that is no sentence, and what ends one
# A heading with such a word is a rule of its own: 本措施自发布之日起实施.
_MARK = re.compile(r"^[(（]?(?:\d+(?:\.\d+)*|[一二三四五六七八九十]+)[)）、.]?")
_FIGURE = re.compile(r"\d|[一二三四五六七八九十两]+(?:年|个|月|日|万|倍|次)")  # 二、补助于每年6月底前拨付。
_SAYS = re.compile(
    r"自.*起|负责|不得|应当|可以|免|给予"
    r"|(?:不(?:接受|受理|收取?|予|设|计|支持|适用|包括|含|能|可|准|许)|禁止)(?!.*(?:情[形况]|行为|事项|范围|条件|抗力|清单|目录|性内容|类|区)$)"
)


@dataclass(frozen=True)
class Sentence:
    """A sentence of a chunk with the asides that belong to it: `（省物价局负责）` stays with what it is about.

    `lead` is the date at the beginning of its paragraph that holds for it too, `responsible` the aside at the
    paragraph's end that names who is responsible, `introduction` the sentence that introduces the list of which it is
    an item (有下列行为之一的，处…罚款：), `case_of` the sentence before of which it rules on one case (情节严重的，处),
    `lender` the one from which a clause borrows what it speaks of (农村居民33215元), each when it lies outside the
    sentence. `infringed_text` is what it, or what it is a case of, names by number alone (违反第三项规定的).
    `asks` where it is a part of a question or of a letter that the document replies to.
    """

    document_id: str
    heading_path: tuple[str, ...]
    start: int
    end: int
    text: str
    lead: Span | None = None
    lead_text: str = ""
    responsible: Span | None = None
    introduction: Span | None = None
    introduction_text: str = ""
    case_of: Span | None = None
    case_of_text: str = ""
    lender: Span | None = None
    lender_text: str = ""
    infringed_text: str = ""
    asks: bool = False

    @cached_property
    def folded(self) -> str:
        return fold_text(self.text)

    @cached_property
    def plain(self) -> str:
        """The sentence in simplified characters, one for one."""
        return simplified(self.text)

    @cached_property
    def introduced(self) -> str:
        """The folded sentence behind what introduces it."""
        return self.introduction_text + self.folded

    @cached_property
    def measured(self) -> str:
        """The folded sentence, the figures of a table's row with the unit of their column or of the whole table."""
        if " | " not in self.text:
            return self.folded
        row, unit = fold_text(with_units(self.text)), unit_of_table(self.introduction_text)
        return _BARE_CELL.sub(rf"\g<0>{unit}", row) if unit else row

    @cached_property
    def heading(self) -> str:
        """The heading right above, folded."""
        return _folded_heading(self.heading_path[-1]) if self.heading_path else ""

    @cached_property
    def outer_headings(self) -> str:
        """The headings above that one, folded."""
        return _folded_heading(" ".join(self.heading_path[:-1]))

    @cached_property
    def question(self) -> str:
        """The heading right above where that is a question, which the sentence answers; empty where it is none."""
        return self.heading if self.heading.rstrip("]】").endswith("?") else ""

    @cached_property
    def leant_on(self) -> str:
        """What it does not repeat of the sentences that it belongs to, folded."""
        told = (self.introduction_text, self.case_of_text, self.lender_text, self.infringed_text)
        return " ".join(filter(None, told))

    @property
    def above(self) -> str:
        """What belongs to it without standing in it, folded, a line each: headings, the date and the line before it."""
        return "\n".join((self.heading, self.outer_headings, self.lead_text, self.introduction_text))

    @cached_property
    def is_label(self) -> bool:
        """Whether it says nothing by itself: a title, its section's heading, a signature, a date line, a question, the
        greeting of a letter."""
        words = self.folded.strip("#* ")
        if not words or words.endswith("?") or _FORMULA.search(words) or _GREETING.fullmatch(words):
            return True
        short = len(words) <= _LINE and words[-1] not in _STOPS + ",、" and ":" not in words
        title = words[-1] not in _STOPS and bool(_TITLE.search(words)) and not re.search("[,。;]", words)
        alone = short or title or words.rstrip("。") == self.heading
        rule = words.endswith("。") and _FIGURE.search(_MARK.sub("", words))
        return alone and not rule and not _SAYS.search(words)

    @cached_property
    def _pieces(self) -> list[str]:
        import rjieba

        return rjieba.cut(self.folded)

    @cached_property
    def boundaries(self) -> frozenset[int]:
        """Offsets in `folded` where a word starts or ends."""
        return frozenset(accumulate(map(len, self._pieces), initial=0))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words of two characters and more, each once."""
        return tuple(dict.fromkeys(word for word in self._pieces if len(word) > 1))

    def find(self, term: str) -> int:
        """Where the folded term stands in `folded`, -1 if nowhere; pieces of two words that meet are no term.

        上市 is not in 各地级以上市政府, nor 超过 in 不超过.
        """
        at = self.folded.find(term)
        while at >= 0:
            crosses = any(offset in self.boundaries for offset in range(at + 1, at + len(term)))
            whole = not crosses or (at in self.boundaries and at + len(term) in self.boundaries)
            if whole and self.folded[at - 1 : at] not in _NEGATIONS:
                return at
            at = self.folded.find(term, at + 1)
        return -1

    def names(self, place: str) -> bool:
        """Whether the sentence or a heading above it has the folded name."""
        return self.find(place) >= 0 or place in self.heading or place in self.outer_headings


_folded_heading = lru_cache(maxsize=_REMEMBERED)(fold_text)


@lru_cache(maxsize=_REMEMBERED)
def sentences(chunk: Chunk, text: str = "") -> tuple[Sentence, ...]:
    """The sentences of a chunk, without who wrote or edited news; one that is only an aside in brackets joins the one
    before it.

    What lies beside them is known when the document's text is given.
    """
    spans: list[Span] = []
    for span in sentence_spans(chunk.text):
        if spans and _ASIDE.fullmatch(chunk.text[span.start : span.end]):
            spans[-1] = Span(spans[-1].start, span.end)
        elif (bare := without_credits(chunk.text, span)).end > bare.start:
            spans.append(bare)
    return tuple(_sentence(chunk, text, Span(chunk.start + span.start, chunk.start + span.end)) for span in spans)


def _sentence(chunk: Chunk, text: str, span: Span) -> Sentence:
    lead = passage.lead(text, span) if text else None
    responsible = passage.responsible(text, span) if text else None
    if responsible is not None and responsible.start < span.end:
        responsible = None
    introduction = passage.introduction(text, span) if text else None
    if introduction is not None:
        introduction = sentence_spans(text, introduction.start, introduction.end)[-1]
    case_of = passage.case_of(text, span) if text else None
    lender = borrowing.lender(text, span) if text else None
    return Sentence(
        chunk.document_id,
        chunk.heading_path,
        span.start,
        span.end,
        chunk.text[span.start - chunk.start : span.end - chunk.start],
        lead,
        fold_text(text[lead.start : lead.end]) if lead else "",
        responsible,
        introduction,
        fold_text(text[introduction.start : introduction.end]) if introduction else "",
        case_of,
        fold_text(text[case_of.start : case_of.end]) if case_of else "",
        lender,
        fold_text(text[lender.start : lender.end]) if lender else "",
        fold_text(infringed(text, span) or (infringed(text, case_of) if case_of else "")) if text else "",
        touches(_asked(text), span) if text else False,
    )


_asked = lru_cache(maxsize=64)(asked)
