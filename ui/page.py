"""What the chat page shows and does, as HTML and records; `ui.chat` puts it into a browser."""

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from index.documents import Document
from index.errors import IndexUnavailable, UnknownDocument, ZhengwenError
from rag.records import MAX_ANSWER_LENGTH, MAX_TURNS, Answer, Progress, Question, Token, Turn
from ui.frame import header_html, welcome_html
from ui.messages import Language
from ui.reader import citation_html, document_html, documents_html, sources_html
from ui.render import Exchange, Step, conversation_html, running_html

if TYPE_CHECKING:
    from rag.engine import PolicyQA

REFRESH_SECONDS = 0.05  # a model may send hundreds of tokens a second; the page is redrawn at most this often

Conversation = tuple[Exchange, ...]
View = Mapping[str, str]
"""What the evidence side shows: `view` is documents, sources, citation or document; the rest says which."""

DOCUMENTS_VIEW: View = {"view": "documents"}

_log = logging.getLogger(__name__)


class ChatPage:
    """The page over an engine, which may be absent until there is an index."""

    def __init__(self, open_engine: Callable[[], "PolicyQA"]) -> None:
        self._open_engine = open_engine

    def ready(self) -> bool:
        """Whether there is an index to ask."""
        try:
            self._open_engine()
        except IndexUnavailable:
            return False
        return True

    def header(self, language: Language) -> str:
        """The page's name and the state of the index."""
        try:
            index = self._open_engine().index
            return header_html(index.document_count, index.manifest.built_at[:10], language)
        except IndexUnavailable:
            return header_html(0, None, language)

    def conversation(self, conversation: Conversation, language: Language) -> str:
        """All finished turns; before the first one, what can be asked, or what to do while there is no index."""
        if conversation:
            return conversation_html(conversation, language)
        try:
            return welcome_html(self._open_engine().examples(language), None, language)
        except IndexUnavailable as error:
            return welcome_html((), str(error), language)

    def evidence(self, view: View, conversation: Conversation, language: Language) -> str:
        """What the view names. It comes from the browser: what does not exist shows the list of documents."""
        try:
            qa = self._open_engine()
            try:
                return _evidence_html(qa, view, conversation, language)
            except (LookupError, ValueError, UnknownDocument):
                return documents_html(qa.documents(), language)
        except IndexUnavailable:
            return documents_html((), language)

    def answer(self, text: str, conversation: Conversation, language: Language) -> Iterator[str | Exchange]:
        """The turn as it is drawn while the answer comes; the last item is the finished exchange."""
        text = text.encode("utf-8", "replace").decode("utf-8")  # a browser may send half a character
        try:
            qa = self._open_engine()
            question = Question(question=text, history=history(conversation))
            yield from _stream(qa, question, language)
        except ZhengwenError as error:
            yield Exchange(text, error=str(error))
        except Exception:
            _log.exception("The chat page could not answer")
            yield Exchange(text)


def history(conversation: Conversation) -> list[Turn]:
    """The last answered turns, oldest first, for a follow-up to refer to; as many and as long as a question takes."""
    turns = [
        Turn(question=exchange.question, answer=exchange.answer.answer[:MAX_ANSWER_LENGTH])
        for exchange in conversation
        if exchange.answer is not None
    ]
    return turns[-MAX_TURNS:]


def _stream(qa: "PolicyQA", question: Question, language: Language) -> Iterator[str | Exchange]:
    steps: list[Step] = []
    words = ""
    began = drawn = time.monotonic()
    for event in qa.stream(question):
        if isinstance(event, Answer):
            yield Exchange(question.question, event)
            return
        now = time.monotonic()
        if isinstance(event, Token):
            urgent = not words
            words += event.text
        else:
            urgent = not steps or steps[-1].stage != event.stage
            began = _advance(steps, event, began, now)
        if urgent or now - drawn >= REFRESH_SECONDS:
            drawn = now
            yield running_html(question.question, steps, words, language)


def _advance(steps: list[Step], event: Progress, began: float, now: float) -> float:
    """Enter a progress into the steps; returns when the running stage began, in monotonic seconds."""
    if steps and steps[-1].stage == event.stage:
        steps[-1] = replace(steps[-1], done=event.done, total=event.total)
        return began
    if steps:
        steps[-1] = replace(steps[-1], seconds=now - began)
    steps.append(Step(event.stage, event.done, event.total))
    return now


def _evidence_html(qa: "PolicyQA", view: View, conversation: Conversation, language: Language) -> str:
    """Raises LookupError, ValueError or UnknownDocument where the view names nothing that is there."""
    if view["view"] == "documents":
        return documents_html(qa.documents(), language)
    if view["view"] == "document":
        return document_html(qa.document(view["document"]), None, language)
    turn = int(view["turn"])
    answer = conversation[turn].answer
    if answer is None or not answer.citations:
        return documents_html(qa.documents(), language)
    if view["view"] == "citation":
        cited = {citation.marker: citation for citation in answer.citations}[int(view["marker"])]
        return citation_html(_document(qa, cited.document_id), cited, answer, turn, language)
    return sources_html(answer, turn, language)


def _document(qa: "PolicyQA", document_id: str) -> Document | None:
    """The document as it is in the latest generation; None when it was removed after the answer."""
    try:
        return qa.document(document_id)
    except UnknownDocument:
        return None
