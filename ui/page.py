"""What the chat page shows and does, as HTML and records; `ui.chat` puts it into a browser."""

import logging
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from index.database import State
from index.documents import Document, DocumentInfo
from index.errors import IndexUnavailable, UnknownDocument, ZhengwenError
from rag.lifecycle import forces
from rag.records import MAX_ANSWER_LENGTH, MAX_TURNS, Answer, Progress, Question, Token, Turn
from ui.access import NOBODY, Access
from ui.conversations import Conversations, ConversationsUnavailable
from ui.exchange import Conversation, Exchange, Rating
from ui.frame import header_html, signing_html, welcome_html
from ui.messages import Language, messages
from ui.reader import citation_html, document_html, documents_html, sources_html
from ui.render import Desk, Step, conversation_html, running_html
from ui.scope import Scope, checked, facets, filters_of, in_scope
from ui.scopebar import scopebar_html
from ui.sidebar import sidebar_html
from ui.standing import Standing

if TYPE_CHECKING:
    from index.local import LocalIndex
    from rag.engine import PolicyQA

MOST_BARS = 500  # scope bars that are remembered
REFRESH_SECONDS = 0.05  # the page is redrawn at most this often, but for the first sign of work and the first words

View = Mapping[str, str]
"""What the evidence side shows: `view` is documents, sources, citation or document; the rest says which."""

DOCUMENTS_VIEW: View = {"view": "documents"}

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Session:
    """What one browser tab shows, to whom. `identity` is the id of its conversation, empty until that is kept."""

    visitor: str = ""
    reader: str = NOBODY
    language: Language = "zh"
    identity: str = ""
    conversation: Conversation = ()
    view: View = field(default_factory=lambda: DOCUMENTS_VIEW)
    scope: Scope = field(default_factory=dict)

    def showing(self, exchange: Exchange, turn: int) -> "Session":
        """The session after an exchange has become its turn of that number, with its sources in view."""
        view = {"view": "sources", "turn": str(turn)} if exchange.answer else DOCUMENTS_VIEW
        return replace(self, conversation=(*self.conversation[:turn], exchange), view=view)


class ChatPage:
    """The page over an engine, which may be absent until there is an index, and over the visitors' conversations."""

    def __init__(self, access: Access, conversations: Conversations) -> None:
        self.access = access
        self._conversations = conversations
        self._bars: dict[tuple[object, ...], str] = {}  # scope bars, which take a while to count, of one generation
        self._counted: State | None = None

    def ready(self, session: "Session") -> bool:
        """Whether there is an index to ask."""
        try:
            self.access.engine(session.reader)
        except IndexUnavailable:
            return False
        return True

    def document(self, session: "Session", identity: str) -> Document:
        """The document of the latest generation. Raises UnknownDocument, IndexUnavailable."""
        return self.access.engine(session.reader).document(identity)

    def documents(self, session: "Session") -> Mapping[str, DocumentInfo]:
        """The documents of the latest generation that the reader may know, by id; none while there is no index."""
        try:
            return self.access.engine(session.reader).index.by_id
        except IndexUnavailable:
            return {}

    def desk(self, session: Session) -> Desk:
        """What the session's turns are drawn with."""
        documents = self.documents(session)
        answers = [exchange.answer for exchange in session.conversation if exchange.answer]
        cited = [citation.document_id for answer in answers for citation in answer.citations]
        found = forces(self._index(session), documents, cited, date.today()) if documents else {}
        return Desk(session.language, session.identity, documents, found)

    def standing(self, session: Session, identity: str) -> Standing:
        """How the document stands in the latest generation. Raises IndexUnavailable."""
        index = self._index(session)
        force = forces(index, index.by_id, [identity], date.today()).get(identity)
        return Standing(force, (*index.relations(identity), *index.cited_by(identity)))

    def _index(self, session: Session) -> "LocalIndex":
        return self.access.engine(session.reader).index

    def header(self, session: Session) -> str:
        """The page's name, the state of the index, and who has signed in where that matters."""
        reader = session.reader if self.access.limited else None
        try:
            index = self._index(session)
            return header_html(index.document_count, index.manifest.built_at[:10], reader, session.language)
        except IndexUnavailable:
            return header_html(0, None, reader, session.language)

    def side(self, session: Session) -> str:
        """The visitor's conversations."""
        try:
            titles = self._conversations.titles(session.visitor)
        except ConversationsUnavailable:
            titles = []
        return sidebar_html(titles, session.identity, session.language)

    def scope(self, session: Session) -> str:
        """What the next question can be restricted to; nothing while there is no index."""
        documents = list(self.documents(session).values())
        if not documents:
            return ""
        state = self._index(session).manifest.state
        if state != self._counted:
            self._counted, self._bars = state, {}
        bars, language = self._bars, session.language
        key = (
            language,
            tuple(self.access.groups(session.reader)),
            *((name, *values) for name, values in session.scope.items()),
        )
        if (bar := bars.get(key)) is None:
            inside = len(in_scope(documents, session.scope))
            counted = facets(documents, session.scope, language)
            bar = scopebar_html(counted, inside, len(documents), language)
            if len(bars) < MOST_BARS:
                bars[key] = bar
        return bar

    def past(self, session: Session) -> str:
        """All finished turns; before the first one, what can be asked, or what to do while there is no index, or for
        whoever has to sign in first."""
        if self.access.shut_out(session.reader):
            return signing_html(session.language)
        session = self._permitted(session)
        if session.conversation:
            return conversation_html(session.conversation, self.desk(session))
        try:
            return welcome_html(self.access.engine(session.reader).examples(session.language), None, session.language)
        except IndexUnavailable as error:
            return welcome_html((), str(error), session.language)

    def evidence(self, session: Session) -> str:
        """What the view names. It comes from the browser: what does not exist shows the list of documents."""
        session = self._permitted(session)
        listed = in_scope(self.documents(session).values(), session.scope)
        try:
            qa = self.access.engine(session.reader)
            try:
                return self._evidence_html(qa, session, listed)
            except (LookupError, ValueError, UnknownDocument):
                return documents_html(listed, session.language)
        except IndexUnavailable:
            return documents_html(listed, session.language)

    def _evidence_html(self, qa: "PolicyQA", session: Session, listed: list[DocumentInfo]) -> str:
        """Raises LookupError, ValueError or UnknownDocument where the view names nothing that is there."""
        view, desk = session.view, self.desk(session)
        if view["view"] == "documents":
            return documents_html(listed, session.language)
        if view["view"] == "document":
            return document_html(qa.document(view["document"]), None, desk, self.standing(session, view["document"]))
        turn = int(view["turn"])
        answer = session.conversation[turn].answer
        if answer is None or not answer.citations:
            return documents_html(listed, session.language)
        if view["view"] == "citation":
            cited = {citation.marker: citation for citation in answer.citations}[int(view["marker"])]
            document, standing = _document(qa, cited.document_id), self.standing(session, cited.document_id)
            return citation_html(document, cited, answer, turn, desk, standing)
        return sources_html(answer, turn, desk)

    def _permitted(self, session: Session) -> Session:
        """The session without the answers that tell of documents which its reader may not know, or no longer."""
        if not self.access.limited:
            return session
        documents, withheld = self.documents(session), messages(session.language).withheld
        conversation = permitted(session.conversation, self.access, documents, withheld)
        return replace(session, conversation=conversation)

    def restored(self, session: Session, identity: str) -> Session:
        """The session with that conversation of its visitor; a fresh one where there is none."""
        try:
            conversation = self._conversations.turns(session.visitor, identity) if identity else ()
        except ConversationsUnavailable:
            conversation = ()
        fresh = replace(session, identity="", conversation=(), view=DOCUMENTS_VIEW)
        if not conversation:
            return fresh
        turn = len(conversation) - 1
        scope = checked(conversation[turn].scope, list(self.documents(session).values()))
        kept = replace(fresh, identity=identity, conversation=conversation[:turn], scope=scope)
        return kept.showing(conversation[turn], turn)

    def scoped(self, session: Session, scope: Scope) -> Session:
        """The session with another scope, without what no document has."""
        return replace(session, scope=checked(scope, list(self.documents(session).values())))

    def kept(self, session: Session, exchange: Exchange, turn: int) -> Session:
        """The session with the exchange as its turn of that number, in place of it and all after it; stored."""
        shown = session.showing(exchange, turn)
        if not session.visitor:  # a browser that takes no cookies
            return shown
        try:
            identity = self._conversations.keep(session.visitor, session.identity, turn, exchange)
        except ConversationsUnavailable as error:
            _log.error("%s", error)
            if exchange.answer is None:
                return shown
            notice = messages(session.language).not_kept.format(reason=error)
            answer = exchange.answer.model_copy(update={"notices": [*exchange.answer.notices, notice]})
            return session.showing(replace(exchange, answer=answer), turn)
        return replace(shown, identity=identity)

    def rated(self, session: Session, turn: int, rating: Rating | None) -> Session:
        """The session with that judgement of an answer, stored. Raises ConversationsUnavailable."""
        if not 0 <= turn < len(session.conversation):
            return session
        self._conversations.rate(session.visitor, session.identity, turn, rating)
        judged = replace(session.conversation[turn], rating=rating)
        conversation = (*session.conversation[:turn], judged, *session.conversation[turn + 1 :])
        return replace(session, conversation=conversation)

    def renamed(self, session: Session, identity: str, name: str) -> Session:
        """The session after a conversation has got another name. Raises ConversationsUnavailable."""
        self._conversations.rename(session.visitor, identity, name)
        return session

    def discarded(self, session: Session, identity: str) -> Session:
        """The session after a conversation is gone, a fresh one if it was its own. Raises ConversationsUnavailable."""
        self._conversations.delete(session.visitor, identity)
        return self.restored(session, "") if identity == session.identity else session

    def answer(self, text: str, session: Session) -> Iterator[str | Exchange]:
        """The turn as it is drawn while the answer comes; the last item is the finished exchange."""
        text = text.encode("utf-8", "replace").decode("utf-8")  # a browser may send half a character
        try:
            qa = self.access.engine(session.reader)
            filters = filters_of(list(self.documents(session).values()), session.scope)
            earlier = history(self._permitted(session).conversation)
            question = Question(question=text, history=earlier, filters=filters)
            for drawn in _stream(qa, question, session.language):
                yield replace(drawn, scope=session.scope) if isinstance(drawn, Exchange) else drawn
        except ZhengwenError as error:
            yield Exchange(text, error=str(error), scope=session.scope)
        except Exception:
            _log.exception("The chat page could not answer")
            yield Exchange(text, scope=session.scope)


def permitted(
    conversation: Conversation, access: Access, documents: Mapping[str, DocumentInfo], withheld: str
) -> Conversation:
    """The conversation with `withheld` in place of each answer that tells of other documents than those."""
    return tuple(
        replace(exchange, answer=None, error=withheld)
        if exchange.answer and not access.permits(exchange.answer, documents)
        else exchange
        for exchange in conversation
    )


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
            urgent = not steps
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


def _document(qa: "PolicyQA", document_id: str) -> Document | None:
    """The document as it is in the latest generation; None when it was removed after the answer."""
    try:
        return qa.document(document_id)
    except UnknownDocument:
        return None
