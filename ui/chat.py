"""The chat tab in Gradio: the conversations, the one that is open, and the evidence beside it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ui.components import QUIET, fields, html, told
from ui.exchange import Rating
from ui.messages import messages
from ui.page import ChatPage, Session
from ui.reactions import FAULTS, LONGEST_NOTE, PRAISE

if TYPE_CHECKING:
    import gradio as gr


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

    def drawn_by_us(self) -> tuple[Any, ...]:
        """The components whose HTML is ours."""
        return (self.header, self.side, self.scope, self.past, self.live, self.evidence)


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
                stop = gr.Button(words.stop, elem_id="stop", min_width=80, visible=False)
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
        asked=gr.State(""),
    )


def drawn(page: ChatPage, parts: Parts, session: Session) -> dict[Any, Any]:
    """Everything of the chat but what runs, as the session shows it."""
    return {
        parts.header: page.header(session),
        parts.side: page.side(session),
        parts.scope: page.scope(session),
        parts.past: page.past(session),
        parts.evidence: page.evidence(session),
        parts.session: session,
    }


def wire_asking(page: ChatPage, parts: Parts) -> None:
    """Enter, the send button, the examples, an edited question and a retry ask; the stop button gives it back."""
    import gradio as gr

    outputs = [*parts.drawn_by_us(), parts.box, parts.send, parts.stop, parts.session, parts.asked]

    def ask(text: str, session: Session) -> Iterator[dict[Any, Any]]:
        yield from answered(text, session, len(session.conversation))

    def ask_pressed(session: Session, press: gr.EventData) -> Iterator[dict[Any, Any]]:
        text = (fields(press).get("text") or [getattr(press, "text", "")])[0]
        turn = int(getattr(press, "turn", len(session.conversation)))
        asked_in = replace(session, scope={}) if hasattr(press, "unscoped") else session
        yield from answered(text, asked_in, min(max(turn, 0), len(session.conversation)))

    def answered(text: str, session: Session, turn: int) -> Iterator[dict[Any, Any]]:
        if not text.strip():
            return
        session = replace(session, conversation=session.conversation[:turn])
        yield {
            parts.box: "",
            parts.past: page.past(session) if session.conversation else "",
            parts.send: gr.update(visible=False),
            parts.stop: gr.update(visible=True),
            parts.asked: text,
        }
        for piece in page.answer(text, session):
            if isinstance(piece, str):
                yield {parts.live: piece}
                continue
            yield {
                **drawn(page, parts, page.kept(session, piece, turn)),
                parts.live: "",
                parts.send: gr.update(visible=True),
                parts.stop: gr.update(visible=False),
            }

    def stop(asked: str, session: Session) -> dict[Any, Any]:
        return {
            parts.box: asked,
            parts.past: page.past(session),
            parts.live: f'<p class="notice" role="status">{messages(session.language).stopped}</p>',
            parts.send: gr.update(visible=True),
            parts.stop: gr.update(visible=False),
        }

    typed = gr.on([parts.box.submit, parts.send.click], ask, [parts.box, parts.session], outputs, **QUIET)
    chosen = parts.past.ask(ask_pressed, parts.session, outputs, **QUIET)
    parts.stop.click(stop, [parts.asked, parts.session], outputs, cancels=[typed, chosen], **QUIET)


def wire_pressing(page: ChatPage, parts: Parts) -> None:
    """Everything that is done with one press: opening what a chip names, conversations, judgements, the scope."""
    import gradio as gr

    def show(session: Session, press: gr.EventData) -> dict[Any, Any]:
        names = ("view", "turn", "marker", "document")
        view = {name: str(value) for name in names if (value := getattr(press, name, None)) is not None}
        session = replace(session, view=view)
        return {parts.evidence: page.evidence(session), parts.session: session}

    def pick(session: Session, press: gr.EventData) -> dict[Any, Any]:
        return {**drawn(page, parts, page.restored(session, str(press.conversation))), parts.live: ""}

    def fresh(session: Session) -> dict[Any, Any]:
        return {**drawn(page, parts, page.restored(session, "")), parts.live: ""}

    def rename(session: Session, press: gr.EventData) -> dict[Any, Any]:
        name = (fields(press).get("name") or [""])[0]
        return {parts.side: page.side(page.renamed(session, str(press.conversation), name))}

    def discard(session: Session, press: gr.EventData) -> dict[Any, Any]:
        return {**drawn(page, parts, page.discarded(session, str(press.conversation))), parts.live: ""}

    def rate(session: Session, press: gr.EventData) -> dict[Any, Any]:
        session = page.rated(session, int(press.turn), _rating(session, press))
        return {parts.past: page.past(session), parts.session: session}

    def restrict(session: Session, press: gr.EventData) -> dict[Any, Any]:
        session = page.scoped(session, _scope(session.scope, press))
        changed: dict[Any, Any] = {parts.scope: page.scope(session), parts.session: session}
        if session.view["view"] == "documents":
            changed[parts.evidence] = page.evidence(session)
        return changed

    outputs = [*parts.drawn_by_us(), parts.session]
    for component in (parts.past, parts.live, parts.evidence):
        component.open(show, parts.session, [parts.evidence, parts.session], **QUIET)
    for event, act in (
        (parts.side.pick, pick),
        (parts.side.fresh, fresh),
        (parts.side.rename, rename),
        (parts.side.discard, discard),
        (parts.past.rate, rate),
        (parts.scope.scope, restrict),
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
