"""The chat page in Gradio: the conversations, the one that is open, and the evidence beside it."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib import resources
from typing import TYPE_CHECKING, Any

from index.errors import ZhengwenError
from rag.settings import Settings
from ui.conversations import Conversations
from ui.exchange import Rating
from ui.messages import messages, preferred_language
from ui.page import ChatPage, Session
from ui.reactions import FAULTS, LONGEST_NOTE, PRAISE
from ui.visitor import visitor_of

if TYPE_CHECKING:
    import gradio as gr

    from rag.engine import PolicyQA

POLL_SECONDS = 3  # how often a page without an index looks for one
CONCURRENT_ANSWERS = 20
QUIET = {"show_progress": "hidden", "api_visibility": "private"}


@dataclass(frozen=True, slots=True)
class Parts:
    """The components of the chat, and what one browser tab keeps on the server."""

    header: Any
    side: Any
    scope: Any
    past: Any
    live: Any
    evidence: Any
    box: Any
    send: Any
    stop: Any
    poll: Any
    session: Any
    asked: Any

    def drawn_by_us(self) -> tuple[Any, ...]:
        """The components whose HTML is ours."""
        return (self.header, self.side, self.scope, self.past, self.live, self.evidence)


def create_chat(open_engine: Callable[[], "PolicyQA"], settings: Settings) -> "gr.Blocks":
    """The page as Gradio blocks, to be mounted with `page_options()`."""
    import gradio as gr

    page = ChatPage(open_engine, Conversations(settings.index))
    with gr.Blocks(title="政问 Zhengwen", analytics_enabled=False, fill_width=True) as blocks:
        parts = _lay_out()
        _wire_asking(page, parts)
        _wire_pressing(page, parts)
        _wire_page(blocks, page, parts)
    blocks.queue(default_concurrency_limit=CONCURRENT_ANSWERS)
    return blocks


def page_options() -> dict[str, Any]:
    """The arguments of `gradio.mount_gradio_app` that give the page its looks and keep it from other hosts."""
    import gradio as gr

    return {
        "theme": gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
        "head": asset("head.html") + f"<style>{asset('page.css')}</style><script>{asset('page.js')}</script>",
        "footer_links": [],
        "run_history": False,
        "ssr_mode": False,
        "pwa": False,
        "enable_monitoring": False,
        "mcp_server": False,
        "show_error": False,
    }


def asset(name: str) -> str:
    """The text of a file that ships with the page."""
    return resources.files("ui").joinpath("assets", name).read_text("utf-8")


def html(name: str, *events: str) -> Any:
    """A component for HTML of ours. Its controls trigger these events, which they name in `data-event`."""
    import gradio as gr

    wire = f"window.zhengwen.wire(element, trigger, {json.dumps(events)});"
    return gr.HTML(
        js_on_load=f"{wire} watch('value', () => window.zhengwen.drawn(element));",
        apply_default_css=False,
        elem_id=name,
    )


def _lay_out() -> Parts:
    import gradio as gr

    words = messages("zh")
    header = html("top", "open", "language")
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
        poll=gr.Timer(POLL_SECONDS, active=False),
        session=gr.State(Session()),
        asked=gr.State(""),
    )


def fields(press: "gr.EventData") -> dict[str, list[str]]:
    """What the form of a press holds: the values of each field, in order. It comes from the browser."""
    given = json.loads(getattr(press, "fields", None) or "{}")
    return {str(name): [str(value) for value in values] for name, values in given.items()}


def _drawn(page: ChatPage, parts: Parts, session: Session) -> dict[Any, Any]:
    """Everything of the chat but what runs, as the session shows it."""
    return {
        parts.header: page.header(session),
        parts.side: page.side(session),
        parts.scope: page.scope(session),
        parts.past: page.past(session),
        parts.evidence: page.evidence(session),
        parts.session: session,
    }


def _wire_asking(page: ChatPage, parts: Parts) -> None:
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
        for drawn in page.answer(text, session):
            if isinstance(drawn, str):
                yield {parts.live: drawn}
                continue
            yield {
                **_drawn(page, parts, page.kept(session, drawn, turn)),
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


def _wire_pressing(page: ChatPage, parts: Parts) -> None:
    """Everything that is done with one press: opening what a chip names, conversations, judgements, the scope."""
    import gradio as gr

    def show(session: Session, press: gr.EventData) -> dict[Any, Any]:
        names = ("view", "turn", "marker", "document")
        view = {name: str(value) for name in names if (value := getattr(press, name, None)) is not None}
        session = replace(session, view=view)
        return {parts.evidence: page.evidence(session), parts.session: session}

    def pick(session: Session, press: gr.EventData) -> dict[Any, Any]:
        return {**_drawn(page, parts, page.restored(session, str(press.conversation))), parts.live: ""}

    def fresh(session: Session) -> dict[Any, Any]:
        return {**_drawn(page, parts, page.restored(session, "")), parts.live: ""}

    def rename(session: Session, press: gr.EventData) -> dict[Any, Any]:
        name = (fields(press).get("name") or [""])[0]
        return {parts.side: page.side(page.renamed(session, str(press.conversation), name))}

    def discard(session: Session, press: gr.EventData) -> dict[Any, Any]:
        return {**_drawn(page, parts, page.discarded(session, str(press.conversation))), parts.live: ""}

    def rate(session: Session, press: gr.EventData) -> dict[Any, Any]:
        session = page.rated(session, int(press.turn), _rating(session, press))
        return {parts.past: page.past(session), parts.session: session}

    def restrict(session: Session, press: gr.EventData) -> dict[Any, Any]:
        session = page.scoped(session, _scope(session.scope, press))
        drawn: dict[Any, Any] = {parts.scope: page.scope(session), parts.session: session}
        if session.view["view"] == "documents":
            drawn[parts.evidence] = page.evidence(session)
        return drawn

    outputs = [*parts.drawn_by_us(), parts.session]
    for component in (parts.header, parts.past, parts.live, parts.evidence):
        component.open(show, parts.session, [parts.evidence, parts.session], **QUIET)
    for event, act in (
        (parts.side.pick, pick),
        (parts.side.fresh, fresh),
        (parts.side.rename, rename),
        (parts.side.discard, discard),
        (parts.past.rate, rate),
        (parts.scope.scope, restrict),
    ):
        event(_told(act), parts.session, outputs, **QUIET)


def _told(act: Callable[..., dict[Any, Any]]) -> Callable[..., dict[Any, Any]]:
    """The action; what goes wrong in it is shown in words, and nothing changes."""
    from functools import wraps

    import gradio as gr

    @wraps(act)
    def telling(*given: Any) -> dict[Any, Any]:
        try:
            return act(*given)
        except ZhengwenError as error:
            gr.Warning(str(error))
            return {}

    return telling


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


def _wire_page(blocks: "gr.Blocks", page: ChatPage, parts: Parts) -> None:
    """Loading, the language, and an index that appears while the page is open."""
    import gradio as gr

    controls = [parts.box, parts.send, parts.stop]
    outputs = [*parts.drawn_by_us(), *controls, parts.session, parts.poll]

    def draw(session: Session) -> dict[Any, Any]:
        words = messages(session.language)
        return {
            **_drawn(page, parts, session),
            parts.box: gr.update(placeholder=words.placeholder, label=words.placeholder),
            parts.send: gr.update(value=words.send),
            parts.stop: gr.update(value=words.stop),
        }

    def load(request: gr.Request) -> dict[Any, Any]:
        chosen = request.query_params.get("lang") or request.headers.get("accept-language", "")
        visitor = visitor_of(request.headers.get("cookie", "")) or ""
        session = Session(visitor=visitor, language=preferred_language(chosen))
        session = page.restored(session, request.query_params.get("c", ""))
        return {**draw(session), parts.poll: gr.Timer(active=not page.ready())}

    def look(session: Session) -> dict[Any, Any]:
        return {**draw(session), parts.poll: gr.Timer(active=False)} if page.ready() else {}

    def switch(session: Session) -> dict[Any, Any]:
        return draw(replace(session, language="zh" if session.language == "en" else "en"))

    blocks.load(load, None, outputs, **QUIET)
    parts.poll.tick(look, parts.session, outputs, **QUIET)
    parts.header.language(switch, parts.session, outputs, **QUIET)
