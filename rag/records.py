"""The records of asking and answering: the JSON of the API, word for word."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

MAX_QUESTION_LENGTH = 2_000  # code points; longer is refused, not cut
MAX_ANSWER_LENGTH, MAX_TURNS = 20_000, 50  # of the history

Kind = Literal["fact", "list", "metadata", "survey", "comparison", "smalltalk", "timeline", "summary", "documents"]
Status = Literal["answered", "insufficient_evidence"]
Verdict = Literal["stated", "related", "absent"]
GeneratorKind = Literal["extractive", "llm"]


def _real_date(text: str) -> str:
    return date.fromisoformat(text).isoformat()


IsoDate = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_real_date)]
"""A day of the calendar, `2012-11-02`."""


class Record(BaseModel):
    """A value that does not change and takes no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Turn(Record):
    """An earlier question with its answer."""

    question: str = Field(max_length=MAX_QUESTION_LENGTH)
    answer: str = Field(max_length=MAX_ANSWER_LENGTH)


class QuestionFilters(Record):
    """The JSON form of `index.documents.Filters`: values of one field are alternatives, fields are conjoined."""

    region: list[str] = []
    issuer: list[str] = []
    document_number: list[str] = []
    document_id: list[str] = []
    genre: list[str] = []
    issued_from: IsoDate | None = None
    issued_to: IsoDate | None = None


class Question(Record):
    """The body of `POST /v1/ask`."""

    question: str
    history: list[Turn] = Field(default=[], max_length=MAX_TURNS)
    filters: QuestionFilters = QuestionFilters()
    generator: GeneratorKind | None = Field(default=None, description="None: what the settings say")


class Citation(Record):
    """A verified quotation: `document.text[start:end] == quote`, offsets in code points of the canonical text."""

    marker: int
    document_id: str
    title: str
    region: str | None
    issuer: str | None
    document_number: str | None
    issued_on: str | None
    published_on: str | None
    heading_path: list[str]
    quote: str
    start: int
    end: int
    page: int | None = None  # where the quotation begins, from 1, in a document that has pages
    source: str
    score: float


class Finding(Record):
    """What one document says on a survey's question. `note` tells how «related» differs."""

    document_id: str
    title: str
    region: str | None
    verdict: Verdict
    citations: list[int]
    note: str | None


class Coverage(Record):
    """Which documents a survey looked at. `complete` when every document in scope was examined; the answer tells the
    findings `by` document, or the strongest of each place where places were asked for."""

    scope_documents: int
    examined_documents: int
    complete: bool
    findings: list[Finding]
    by: Literal["document", "place"] = "document"


class Cell(Record):
    """A cell of a comparison with the markers of its citations."""

    text: str
    citations: list[int] = []


class Table(Record):
    """A comparison with one row a document, a timeline with one row a date, or a list of documents."""

    columns: list[str]
    rows: list[list[Cell]]


class Generator(Record):
    """What worded the answer; `model` is None for extraction."""

    kind: GeneratorKind
    model: str | None = None


class IndexState(Record):
    """The generation of the index that was asked."""

    generation: int
    embedder: str
    built_at: str


class Timings(Record):
    """Milliseconds spent in each stage."""

    understand: float
    retrieve: float
    compose: float
    total: float


class Answer(Record):
    """A grounded answer: every marker in `answer` has one citation, and none is unused."""

    id: str
    question: str
    standalone_question: str
    language: str
    kind: Kind
    status: Status
    answer: str
    citations: list[Citation]
    coverage: Coverage | None
    table: Table | None
    generator: Generator
    index: IndexState
    timings_ms: Timings
    notices: list[str]


class SearchResult(Record):
    """A passage found by `GET /v1/search`."""

    document_id: str
    title: str
    region: str | None
    heading_path: list[str]
    text: str
    start: int
    end: int
    score: float


class Progress(Record):
    """A step of a running answer: «examined 3 of 5»."""

    stage: Literal["understand", "retrieve", "examine", "compose", "generate"]
    done: int = 0
    total: int = 0


class Token(Record):
    """The next piece of the answer's text as it is worded."""

    text: str


Event = Progress | Token | Answer
