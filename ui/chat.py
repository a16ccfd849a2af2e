"""The chat tab in Gradio: the conversations, the one that is open, and the evidence beside it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ui.components import QUIET, fields, html, told
from ui.exchange import Exchange, Rating
from ui.messages import messages
from ui.page import ChatPage, Session
from ui.reactions import FAULTS, LONGEST_NOTE, PRAISE
from ui.scope import Scope

if TYPE_CHECKING:
    import gradio as gr


@dataclass(frozen=True, slots=True)
class Asked:
    """The question that is being answered, as which turn and in which scope, and what came of it at the end."""

    text: str = ""
    turn: int = 0
    scope: Scope = field(default_factory=dict)
    exchange: Exchange | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """The components of the chat, with the page's header, and what one browser tab keeps on the server."""

    header: Any
    side: Any
    scope: Any
    past: Any
    live: Any
    evidence: Any
    box: Any
    send: Any
    stop: Any
    session: Any
    asked: Any

    def by_session(self) -> tuple[Any, ...]:
        """What a session decides the look of, and the session itself."""
        return (self.header, self.side, self.scope, self.past, self.evidence, self.session)


def lay_out_chat(header: Any) -> Parts:
    """The components, inside the tab that is being laid out; the header stands above all tabs."""
    import gradio as gr

    words = messages("zh")
    with gr.Row(elem_id="desk"):
        side = html("side", "pick", "fresh", "rename", "discard")
        with gr.Column(elem_id="talk"):
            scope = html("scope", "scope")
            with gr.Column(elem_id="scroll"):
                past, live = html("past", "ask", "open", "rate"), html("live", "open")
            with gr.Row(elem_id="composer"):
                box = gr.Textbox(
                    label=words.placeholder,
                    show_label=False,
                    placeholder=words.placeholder,
                    lines=1,
                    max_lines=6,
                    container=False,
                    autofocus=True,
                    elem_id="box",
                )
                send = gr.Button(words.send, variant="primary", elem_id="send", min_width=80)
                stop = gr.Button(words.stop, elem_id="stop", min_width=80)
        evidence = html("evidence", "open")
    return Parts(
        header,
        side,
        scope,
        past,
        live,
        evidence,
        box,
        send,
        stop,
        session=gr.State(Session()),
        asked=gr.State(Asked()),
    )


def drawn(page: ChatPage, session: Session) -> tuple[Any, ...]:
    """What `Parts.by_session` names, as the session shows it."""
    return (
        page.header(session),
        page.side(session),
        page.scope(session),
        page.past(session),
        page.evidence(session),
        session,
    )


def wire_asking(page: ChatPage, parts: Parts) -> None:
    """Enter, the send button, the examples, an edited question and a retry ask; the stop button gives it back.

    While the answer comes, only what runs is drawn: Gradio builds each other output anew, even one that is skipped.
    What else changes meanwhile the browser does, see `asking` in `assets/page.js`.
    """
    import gradio as gr

    running = [parts.live, parts.asked]

    def ask(text: str, session: Session) -> Iterator[tuple[str, Asked]]:
        yield from answered(Asked(text, len(session.conversation), session.scope), session)

    def ask_pressed(session: Session, press: gr.EventData) -> Iterator[tuple[str, Asked]]:
        text = (fields(press).get("text") or [getattr(press, "text", "")])[0]
        turn = min(max(int(getattr(press, "turn", len(session.conversation))), 0), len(session.conversation))
        yield from answered(Asked(text, turn, {} if hasattr(press, "unscoped") else session.scope), session)

    def answered(asked: Asked, session: Session) -> Iterator[tuple[str, Asked]]:
        if not asked.text.strip():
            return
        session = replace(session, conversation=session.conversation[: asked.turn], scope=asked.scope)
        for piece in page.answer(asked.text, session):
            if isinstance(piece, str):
                yield piece, asked
            else:
                yield "", replace(asked, exchange=piece)

    def finish(asked: Asked, session: Session) -> tuple[Any, ...]:
        if asked.exchange is not None:
            session = page.kept(replace(session, scope=asked.scope), asked.exchange, asked.turn)
        return (*drawn(page, session), Asked())

    def stop(asked: Asked, session: Session) -> tuple[Any, ...]:
        return (
            asked.text,
            f'<p class="notice" role="status">{messages(session.language).stopped}</p>',
            page.past(session),
            Asked(),
        )

    finished = [*parts.by_session(), parts.asked]
    typed = gr.on(
        [parts.box.submit, parts.send.click],
        ask,
        [parts.box, parts.session],
        running,
        js="window.zhengwen.typed",
        **QUIET,
    )
    chosen = parts.past.ask(ask_pressed, parts.session, running, **QUIET)
    for event in (typed, chosen):
        # A turn that comes out the same, to the millisecond it took, is not drawn anew, so the end is told as well.
        event.then(finish, [parts.asked, parts.session], finished, **QUIET).then(None, js="window.zhengwen.answered")
    stopped = [parts.box, parts.live, parts.past, parts.asked]
    parts.stop.click(stop, [parts.asked, parts.session], stopped, cancels=[typed, chosen], **QUIET)


def wire_pressing(page: ChatPage, parts: Parts) -> None:
    """Everything that is done with one press: opening what a chip names, conversations, judgements, the scope."""
    import gradio as gr

    def show(session: Session, press: gr.EventData) -> tuple[Any, ...]:
        names = ("view", "turn", "marker", "document")
        view = {name: str(value) for name in names if (value := getattr(press, name, None)) is not None}
        session = replace(session, view=view)
        return page.evidence(session), session

    def pick(session: Session, press: gr.EventData) -> tuple[Any, ...]:
        return (*drawn(page, page.restored(session, str(press.conversation))), "")

    def fresh(session: Session) -> tuple[Any, ...]:
        return (*drawn(page, page.restored(session, "")), "")

    def rename(session: Session, press: gr.EventData) -> str:
        name = (fields(press).get("name") or [""])[0]
        return page.side(page.renamed(session, str(press.conversation), name))

    def discard(session: Session, press: gr.EventData) -> tuple[Any, ...]:
        return (*drawn(page, page.discarded(session, str(press.conversation))), "")

    def rate(session: Session, press: gr.EventData) -> tuple[Any, ...]:
        session = page.rated(session, int(press.turn), _rating(session, press))
        return page.past(session), session

    def restrict(session: Session, press: gr.EventData) -> tuple[Any, ...]:
        session = page.scoped(session, _scope(session.scope, press))
        return page.scope(session), page.evidence(session), session

    everything = [*parts.by_session(), parts.live]
    for component in (parts.past, parts.live, parts.evidence):
        component.open(show, parts.session, [parts.evidence, parts.session], **QUIET)
    for event, act, outputs in (
        (parts.side.pick, pick, everything),
        (parts.side.fresh, fresh, everything),
        (parts.side.rename, rename, parts.side),
        (parts.side.discard, discard, everything),
        (parts.past.rate, rate, [parts.past, parts.session]),
        (parts.scope.scope, restrict, [parts.scope, parts.evidence, parts.session]),
    ):
        event(told(act), parts.session, outputs, **QUIET)


def _rating(session: Session, press: "gr.EventData") -> Rating | None:
    """The judgement that was pressed; pressing the thumb that is up takes it back."""
    given, verdict = fields(press), press.verdict
    turn = session.conversation[int(press.turn)] if 0 <= int(press.turn) < len(session.conversation) else None
    if not given and turn and turn.rating and turn.rating.verdict == verdict:
        return None
    known = PRAISE if verdict == "up" else FAULTS
    reasons = tuple(reason for reason in given.get("reasons", ()) if reason in known)
    return Rating("up" if verdict == "up" else "down", reasons, (given.get("note") or [""])[0].strip()[:LONGEST_NOTE])


def _scope(scope: Mapping[str, Any], press: "gr.EventData") -> dict[str, list[str]]:
    """The scope after a facet was chosen from, or a value cleared, or all of it."""
    changed = {name: list(values) for name, values in scope.items()}
    cleared = getattr(press, "clear", None)
    if cleared == "all":
        return {}
    facet = str(press.facet)
    if cleared is not None:
        changed[facet] = [value for value in changed.get(facet, []) if value != cleared]
    else:
        changed[facet] = fields(press).get(facet, [])
    return changed
