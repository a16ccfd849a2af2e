"""Extractive answers: the documents' own sentences, cited, trimmed to what was asked."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from index.documents import DocumentInfo, Span
from index.lexicon import fold_text, simplified
from index.local import LocalIndex
from index.numerals import ARTICLE_NUMBER
from rag.citations import cite, escape_markers, marker
from rag.language.terms import Term
from rag.messages import say
from rag.records import Cell, Citation, Coverage, Finding, Kind, Status, Table
from rag.selection.cells import with_units
from rag.selection.evidence import Match
from rag.selection.sentence import Sentence

LONGEST_EXCERPT = 150  # code points of one quoted piece; a longer sentence is trimmed to the clauses that answer
MOST_SENTENCES = 3
MOST_LINES = 40
_ADDS = 0.12  # share of the question's weight that a further sentence must newly cover
_EQUAL, _EQUAL_BY_MEANING = 0.97, 0.9  # of the best sentence's score, from which another is as good
ITEM = re.compile(rf"^(?:\d{{1,2}}[．.、](?=\D)|{ARTICLE_NUMBER}\s)\s*")
"""The number of a list's item or of an article, which says nothing outside the list; of simplified characters."""
_CLAUSE = re.compile(r"[^，,；;：]+[，,；;：]?")
_FIGURE = re.compile(r"(?<![\d.第-])\d+(?:\.\d+)?(?:%|[百千万亿]*[^\W\d年月号])")
_VALUE = 100  # characters of the question's words that a figure in a run of clauses goes before
_CELL = re.compile(r".+?(?:\s\|\s|$)")  # 地区：吉林 | 补助（万元）：100, a row of a table


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before its markers are renumbered and verified; `kind` where another kind of question is answered than
    was understood, `quoted` the sentences of which a fact is told."""

    status: Status
    text: str
    coverage: Coverage | None = None
    table: Table | None = None
    kind: Kind | None = None
    quoted: tuple[Match, ...] = ()

    @property
    def elsewhere(self) -> list[int]:
        """The markers outside the text: of a survey's findings and a table's cells."""
        findings = self.coverage.findings if self.coverage else []
        rows = self.table.rows if self.table else []
        return [m for f in findings for m in f.citations] + [m for row in rows for cell in row for m in cell.citations]

    def renumbered(self, numbers: Mapping[int, int]) -> "Draft":
        """The draft with new numbers for the markers outside its text."""
        coverage, table = self.coverage, self.table
        if coverage:
            coverage = coverage.model_copy(update={"findings": [_renumbered(f, numbers) for f in coverage.findings]})
        if table:
            table = table.model_copy(update={"rows": [[_renumbered(c, numbers) for c in row] for row in table.rows]})
        return replace(self, coverage=coverage, table=table)


_Cited = TypeVar("_Cited", Finding, Cell)


def _renumbered(cited: _Cited, numbers: Mapping[int, int]) -> _Cited:
    return cited.model_copy(update={"citations": [numbers[marker] for marker in cited.citations]})


@dataclass(slots=True)
class Quotations:
    """Collects the citations of one answer; the same span is cited once."""

    index: LocalIndex
    infos: Mapping[str, DocumentInfo]
    citations: list[Citation] = field(default_factory=list)
    _markers: dict[tuple[str, Span], int] = field(default_factory=dict)

    def mark(self, document_id: str, span: Span, heading_path: Iterable[str], score: float) -> int:
        """The marker number of a quotation."""
        if (document_id, span) not in self._markers:
            info, text = self.infos[document_id], self.index.text(document_id)
            number = self._markers[document_id, span] = marker(len(self.citations) + 1)
            self.citations.append(
                cite(info, text, span, heading_path=heading_path, marker=number, score=round(score, 4))
            )
        return self._markers[document_id, span]

    def clear(self) -> None:
        """Forget every quotation: another answer begins."""
        self.citations.clear()
        self._markers.clear()

    def around(self, match: Match, span: Span) -> int:
        """The marker number of a quotation around a sentence, or beside it."""
        found = match.sentence
        return self.mark(found.document_id, span, found.heading_path, match.score)

    def sentence(self, match: Match) -> int:
        """The marker number of a whole sentence."""
        return self.around(match, Span(match.sentence.start, match.sentence.end))


def display_name(info: DocumentInfo, language: str) -> str:
    """How an answer calls a document: its region, with the province for a city; else its title or file name."""
    metadata = info.metadata
    if not metadata.region:
        return info.name
    if metadata.region_parent:
        return say("city_of", language, name=metadata.region, parent=metadata.region_parent)
    return metadata.region


def names(infos: Sequence[DocumentInfo], language: str) -> dict[str, str]:
    """Display name by document id; documents that would share one are told apart by title or file name."""
    shown = {info.id: display_name(info, language) for info in infos}
    count = Counter(shown.values())
    for info in infos:
        if count[shown[info.id]] > 1:
            shown[info.id] += f" {info.name if info.metadata.region else info.source}"
    return shown


def shorten(lines: Sequence[str], language: str, most: int = MOST_LINES) -> list[str]:
    """The first lines and how many more there are: an answer is read, the table and the coverage hold all."""
    rest = len(lines) - most
    return list(lines) if rest <= 0 else [*lines[:most], say("more", language, count=rest)]


def clauses_of(text: str) -> list[str]:
    """The clauses of a sentence, or the cells of a row of a table, each with the mark behind it."""
    found: list[str] = (_CELL if " | " in text else _CLAUSE).findall(text)
    return found


def excerpt(sentence: Sentence, terms: Sequence[Term], longest: int = LONGEST_EXCERPT, values: bool = False) -> str:
    """The sentence, or of a long one the run of clauses that holds the question's words, with … where it was cut; with
    `values` those with a figure that counts something go before others.

    The asides in brackets at its end stay: they name who is responsible.
    """
    text = sentence.text.strip()
    number = ITEM.match(simplified(text))
    text = with_units(text[number.end() if number else 0 :])
    if len(text) <= longest:
        return escape_markers(text)
    clauses = clauses_of(text)
    wanted = [sum(_weighs(term, fold_text(clause)) for term in terms) for clause in clauses]
    figures = [values and bool(_FIGURE.search(fold_text(clause))) for clause in clauses]
    best, best_value = (0, len(clauses)), -1.0
    for start in range(len(clauses)):
        for end in range(start + 1, len(clauses) + 1):
            length = sum(len(clause) for clause in clauses[start:end])
            if length > longest and end > start + 1:
                break
            value = sum(wanted[start:end]) - 0.01 * length + _VALUE * any(figures[start:end])
            if value > best_value:
                best, best_value = (start, end), value
    piece = "".join(clauses[best[0] : best[1]]).strip("，,；;：| ")
    cut = best[1] < len(clauses) or len(piece) > longest
    return ("…" if best[0] else "") + escape_markers(piece[:longest]) + ("…" if cut else "")


def _weighs(term: Term, clause: str) -> int:
    return len(term.text) if any(word in clause for word in (term.text, *term.others)) else 0


def select(ranked: Sequence[Match], most: int = MOST_SENTENCES) -> list[Match]:
    """The best sentence and the further ones that each cover words of the question that those before do not."""
    if not ranked:
        return []
    chosen = [ranked[0]]
    covered = dict(ranked[0].matched)
    for match in ranked[1:]:
        if len(chosen) == most or match.score < 0.6 * ranked[0].score:
            break
        gain = sum(max(credit - covered.get(term, 0.0), 0.0) for term, credit in match.matched.items())
        if match.matched and gain / len(match.matched) >= _ADDS:
            chosen.append(match)
            covered = {term: max(credit, covered.get(term, 0.0)) for term, credit in match.matched.items()}
    return chosen


def best_of(ranked: Sequence[Match]) -> list[Match]:
    """The best sentence with one that adds to it, or with its equal."""
    chosen = select(ranked, most=2)
    share = _EQUAL_BY_MEANING if ranked and ranked[0].by_meaning else _EQUAL
    equals = [match for match in ranked[1:2] if match.score >= share * ranked[0].score]
    return chosen if len(chosen) > 1 else [*chosen, *equals]
