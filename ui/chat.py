"""The chat page in Gradio: the conversation on the left, the evidence on the right."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

from ui.messages import Language, messages, preferred_language
from ui.page import DOCUMENTS_VIEW, ChatPage, Conversation, View

if TYPE_CHECKING:
    import gradio as gr

    from rag.engine import PolicyQA

POLL_SECONDS = 3  # how often a page without an index looks for one
CONCURRENT_ANSWERS = 20

# A control inside an HTML component says by data-event which of the component's events it is.
_PRESSES = """
const events = ['open', 'ask', 'fresh', 'language'];
element.addEventListener('click', (click) => {
  const control = click.target.closest('[data-event]');
  if (control && events.includes(control.dataset.event)) trigger(control.dataset.event, {...control.dataset});
});
watch('value', () => window.zhengwen?.drawn(element));
"""


@dataclass(frozen=True, slots=True)
class Parts:
    """The components of the page and the values that one browser tab keeps on the server."""

    header: Any
    past: Any
    live: Any
    evidence: Any
    box: Any
    send: Any
    stop: Any
    poll: Any
    conversation: Any
    view: Any
    language: Any
    asked: Any


def create_chat(open_engine: Callable[[], "PolicyQA"]) -> "gr.Blocks":
    """The page as Gradio blocks, to be mounted with `page_options()`."""
    import gradio as gr

    page = ChatPage(open_engine)
    with gr.Blocks(title="政问 Zhengwen", analytics_enabled=False, fill_width=True) as blocks:
        parts = _lay_out()
        _wire_asking(page, parts)
        _wire_reading(page, parts)
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


def _lay_out() -> Parts:
    import gradio as gr

    words = messages("zh")
    header = gr.HTML(js_on_load=_PRESSES, apply_default_css=False, elem_id="top")
    with gr.Row(elem_id="desk"):
        with gr.Column(elem_id="talk"):
            with gr.Column(elem_id="scroll"):
                past = gr.HTML(js_on_load=_PRESSES, apply_default_css=False, elem_id="past")
                live = gr.HTML(js_on_load=_PRESSES, apply_default_css=False, elem_id="live")
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
        evidence = gr.HTML(js_on_load=_PRESSES, apply_default_css=False, elem_id="evidence")
    return Parts(
        header,
        past,
        live,
        evidence,
        box,
        send,
        stop,
        poll=gr.Timer(POLL_SECONDS, active=False),
        conversation=gr.State(()),
        view=gr.State(DOCUMENTS_VIEW),
        language=gr.State("zh"),
        asked=gr.State(""),
    )


def _wire_asking(page: ChatPage, parts: Parts) -> None:
    """Enter, the send button and the examples ask; the stop button gives the question back."""
    import gradio as gr

    quiet = {"show_progress": "hidden", "api_visibility": "private"}
    outputs = [
        parts.box,
        parts.past,
        parts.live,
        parts.evidence,
        parts.header,
        parts.send,
        parts.stop,
        parts.conversation,
        parts.view,
        parts.asked,
    ]

    def ask(text: str, conversation: Conversation, language: Language) -> Iterator[dict[Any, Any]]:
        if not text.strip():
            return
        yield {
            parts.box: "",
            parts.past: page.conversation(conversation, language) if conversation else "",
            parts.send: gr.update(visible=False),
            parts.stop: gr.update(visible=True),
            parts.asked: text,
        }
        for drawn in page.answer(text, conversation, language):
            if isinstance(drawn, str):
                yield {parts.live: drawn}
                continue
            conversation = (*conversation, drawn)
            view = {"view": "sources", "turn": str(len(conversation) - 1)} if drawn.answer else DOCUMENTS_VIEW
            yield {
                parts.past: page.conversation(conversation, language),
                parts.live: "",
                parts.evidence: page.evidence(view, conversation, language),
                parts.header: page.header(language),
                parts.send: gr.update(visible=True),
                parts.stop: gr.update(visible=False),
                parts.conversation: conversation,
                parts.view: view,
            }

    def ask_example(conversation: Conversation, language: Language, press: gr.EventData) -> Iterator[dict[Any, Any]]:
        yield from ask(str(press.text), conversation, language)

    def stop(asked: str, conversation: Conversation, language: Language) -> dict[Any, Any]:
        return {
            parts.box: asked,
            parts.past: page.conversation(conversation, language),
            parts.live: f'<p class="notice" role="status">{messages(language).stopped}</p>',
            parts.send: gr.update(visible=True),
            parts.stop: gr.update(visible=False),
        }

    session = [parts.conversation, parts.language]
    typed = gr.on([parts.box.submit, parts.send.click], ask, [parts.box, *session], outputs, **quiet)
    chosen = parts.past.ask(ask_example, session, outputs, **quiet)
    parts.stop.click(stop, [parts.asked, *session], outputs, cancels=[typed, chosen], **quiet)


def _wire_reading(page: ChatPage, parts: Parts) -> None:
    """Chips, cards and regions open what they name on the evidence side."""
    import gradio as gr

    def show(conversation: Conversation, language: Language, press: gr.EventData) -> tuple[str, View]:
        names = ("view", "turn", "marker", "document")
        view = {name: str(value) for name in names if (value := getattr(press, name, None)) is not None}
        return page.evidence(view, conversation, language), view

    for component in (parts.header, parts.past, parts.live, parts.evidence):
        component.open(
            show,
            [parts.conversation, parts.language],
            [parts.evidence, parts.view],
            show_progress="hidden",
            api_visibility="private",
        )


def _wire_page(blocks: "gr.Blocks", page: ChatPage, parts: Parts) -> None:
    """Loading, the language, a fresh conversation, and an index that appears while the page is open."""
    import gradio as gr

    quiet = {"show_progress": "hidden", "api_visibility": "private"}
    drawn = [parts.header, parts.past, parts.evidence, parts.box, parts.send, parts.stop]

    def draw(conversation: Conversation, view: View, language: Language) -> tuple[Any, ...]:
        words = messages(language)
        return (
            page.header(language),
            page.conversation(conversation, language),
            page.evidence(view, conversation, language),
            gr.update(placeholder=words.placeholder, label=words.placeholder),
            gr.update(value=words.send),
            gr.update(value=words.stop),
        )

    def load(request: gr.Request) -> tuple[Any, ...]:
        chosen = request.query_params.get("lang") or request.headers.get("accept-language", "")
        language = preferred_language(chosen)
        return (*draw((), DOCUMENTS_VIEW, language), language, gr.Timer(active=not page.ready()))

    def look(conversation: Conversation, view: View, language: Language) -> tuple[Any, ...]:
        if not page.ready():
            return tuple(gr.skip() for _ in (*drawn, parts.poll))
        return (*draw(conversation, view, language), gr.Timer(active=False))

    def switch(conversation: Conversation, view: View, language: Language) -> tuple[Any, ...]:
        other: Language = "zh" if language == "en" else "en"
        return (*draw(conversation, view, other), other)

    def fresh(language: Language) -> tuple[Any, ...]:
        return (*draw((), DOCUMENTS_VIEW, language), (), DOCUMENTS_VIEW, "")

    session = [parts.conversation, parts.view, parts.language]
    blocks.load(load, None, [*drawn, parts.language, parts.poll], **quiet)
    parts.poll.tick(look, session, [*drawn, parts.poll], **quiet)
    parts.header.language(switch, session, [*drawn, parts.language], **quiet)
    parts.header.fresh(fresh, parts.language, [*drawn, parts.conversation, parts.view, parts.live], **quiet)
