"""Gold questions: what a right answer says, and where the documents say it."""

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from eval.jsonl import filled_lines
from index.errors import ZhengwenError
from rag.records import Question, Turn, Verdict

NonEmpty = Field(min_length=1)


class InvalidGold(ZhengwenError):
    """A gold file that cannot be used; the message names the file and the line."""


class GoldRecord(BaseModel):
    """A frozen value; keys that measuring does not need are allowed."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Evidence(GoldRecord):
    """A verbatim passage of the document whose file is named `doc`."""

    doc: str = NonEmpty
    quote: str = NonEmpty


class RegionVerdicts(GoldRecord):
    """The right verdict for every region; each region stands in one list only."""

    yes: list[str] = []
    related: list[str] = []
    no: list[str] = []

    @property
    def verdicts(self) -> dict[str, Verdict]:
        """{'广东': 'stated', '四川': 'related', '湖南': 'absent'}."""
        lists: list[tuple[Verdict, list[str]]] = [
            ("stated", self.yes),
            ("related", self.related),
            ("absent", self.no),
        ]
        return {region: verdict for verdict, regions in lists for region in regions}

    @model_validator(mode="after")
    def _one_verdict_each(self) -> "RegionVerdicts":
        regions = [*self.yes, *self.related, *self.no]
        twice = sorted({region for region in regions if regions.count(region) > 1})
        if twice:
            raise ValueError(f"regions with two verdicts: {'、'.join(twice)}")
        return self


class GoldQuestion(GoldRecord):
    """One line of a gold file; `eval/gold/README.md` says what the fields mean."""

    id: str = NonEmpty
    type: str = NonEmpty
    lang: str = "zh"
    question: str = NonEmpty
    history: list[Turn] = []
    answerable: bool
    facts: list[list[str]] = []
    forbidden: list[str] = []
    regions: RegionVerdicts | None = None
    evidence: list[Evidence] = []
    note: str = ""

    @model_validator(mode="after")
    def _can_be_right_and_wrong(self) -> "GoldQuestion":
        # An empty group can never be found; an empty spelling is found in every answer.
        if any(not group for group in self.facts):
            raise ValueError("a group of facts has no spelling")
        if any(not spelling.strip() for group in [*self.facts, self.forbidden] for spelling in group):
            raise ValueError("an empty string among facts or forbidden")
        return self

    def asked(self) -> Question:
        """The question as a user would send it."""
        return Question(question=self.question, history=self.history)


def load_gold(path: Path) -> tuple[GoldQuestion, ...]:
    """The questions of a JSON Lines file in its order. Raises InvalidGold."""
    questions: dict[str, GoldQuestion] = {}
    for place, line in filled_lines(path, InvalidGold):
        question = _read(line, place)
        if question.id in questions:
            raise InvalidGold(f"{place}: 编号重复 / id appears twice: {question.id}")
        questions[question.id] = question
    if not questions:
        raise InvalidGold(f"{path}: 没有题目 / holds no questions")
    return tuple(questions.values())


def _read(line: str, place: str) -> GoldQuestion:
    try:
        return GoldQuestion.model_validate(json.loads(line))
    except json.JSONDecodeError as error:
        raise InvalidGold(f"{place}: 不是 JSON / not JSON: {error}") from error
    except ValidationError as error:
        reasons = "; ".join(
            f"{'.'.join(map(str, problem['loc'])) or 'line'}: {problem['msg']}" for problem in error.errors()
        )
        raise InvalidGold(f"{place}: 字段有误 / wrong fields: {reasons}") from error
