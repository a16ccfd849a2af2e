"""One question of a conversation with what came of it."""

from dataclasses import dataclass, field
from typing import Literal

from rag.records import Answer
from ui.scope import Scope

Verdict = Literal["up", "down"]


@dataclass(frozen=True, slots=True)
class Rating:
    """What its reader thought of an answer; `reasons` are keys of `Messages.reasons`, `note` their own words."""

    verdict: Verdict
    reasons: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question, the scope it was asked in, and its answer, or the words of an error (None: one nobody foresaw)."""

    question: str
    answer: Answer | None = None
    error: str | None = None
    scope: Scope = field(default_factory=dict)
    rating: Rating | None = None


Conversation = tuple[Exchange, ...]
"""The finished turns, oldest first."""
