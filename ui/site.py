"""The page in Gradio: its header and its tabs, loading, the language, and an index that appears while it is open."""

from dataclasses import dataclass, replace
from importlib import resources
from typing import TYPE_CHECKING, Any

from rag.settings import Settings
from ui.about import about_html
from ui.access import Access
from ui.chat import Parts, drawn, lay_out_chat, wire_asking, wire_pressing
from ui.components import QUIET, html, told
from ui.conversations import Conversations
from ui.library import Library, Shelf
from ui.messages import messages, preferred_language
from ui.page import ChatPage, Session
from ui.quality import QualityTab, latest_report, lay_out_quality
from ui.shelf import ShelfPage, ShelfParts, lay_out_shelf, wire_shelf

if TYPE_CHECKING:
    import gradio as gr

POLL_SECONDS = 3  # how often a page without an index looks for one
CONCURRENT_ANSWERS = 20


def create_site(access: Access, settings: Settings) -> "gr.Blocks":
    """The page as Gradio blocks, to be mounted with `page_options()`."""
    import gradio as gr

    page, library = ChatPage(access, Conversations(settings.index)), Library(access, settings)
    with gr.Blocks(title="政问 Zhengwen", analytics_enabled=False, fill_width=True) as blocks:
        header = html("top", "library", "language")
        with gr.Tabs(elem_id="tabs") as tabs:
            names = messages("zh").tabs
            with gr.Tab(names[0], id="chat") as first:
                parts = lay_out_chat(header)
            with gr.Tab(names[1], id="library") as second:
                shelf_parts = lay_out_shelf(library)
            with gr.Tab(names[2], id="quality") as third:
                quality = lay_out_quality()
            with gr.Tab(names[3], id="settings") as fourth:
                about = html("about")
        wire_asking(page, parts)
        wire_pressing(page, parts)
        shelf = wire_shelf(
            library,
            page,
            shelf_parts,
            parts.session,
            changed=lambda event: event.then(
                lambda session: drawn(page, session),
                parts.session,
                list(parts.by_session()),
                **QUIET,
            ),
        )
        site = _Site(settings, page, parts, shelf, shelf_parts, quality, about, tabs, (first, second, third, fourth))
        site.wire(blocks)
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


@dataclass(frozen=True, slots=True)
class _Site:
    """The tabs with what is common to them."""

    settings: Settings
    page: ChatPage
    parts: Parts
    shelf: ShelfPage
    shelf_parts: ShelfParts
    quality: QualityTab
    about: Any
    tabs: Any
    each_tab: tuple[Any, Any, Any, Any]

    def draw(self, session: Session) -> dict[Any, Any]:
        """The chat, and the names of what is not our HTML, in the session's language."""
        import gradio as gr

        words = messages(session.language)
        return {
            **self.draw_chat(session),
            self.parts.box: gr.update(placeholder=words.placeholder, label=words.placeholder),
            self.parts.send: gr.update(value=words.send),
            self.parts.stop: gr.update(value=words.stop),
            self.shelf_parts.files: gr.update(label=words.upload, visible=self.page.access.may_edit(session.reader)),
            **{tab: gr.update(label=name) for tab, name in zip(self.each_tab, words.tabs, strict=True)},
        }

    def draw_chat(self, session: Session) -> dict[Any, Any]:
        return dict(zip(self.parts.by_session(), drawn(self.page, session), strict=True))

    def draw_shelf(self, shelf: Shelf, session: Session) -> dict[Any, Any]:
        return self.shelf.draw(shelf, session)

    def draw_quality(self, session: Session) -> dict[Any, Any]:
        access = self.page.access  # a report quotes documents
        report = latest_report(self.settings.reports) if not access.limited or access.may_edit(session.reader) else None
        return self.quality.draw(report, session.language)

    def draw_about(self, session: Session) -> str:
        return about_html(self.settings, self.page.access, session.reader, session.language)

    def wire(self, blocks: Any) -> None:
        """Loading, the language, the tabs, and an index that appears while the page is open."""
        import gradio as gr

        parts, shelf = self.parts, self.shelf_parts.shelf
        poll = gr.Timer(POLL_SECONDS, active=False)
        named = [*parts.by_session(), parts.box, parts.send, parts.stop, self.shelf_parts.files, *self.each_tab]
        others = [*self.shelf_parts.drawn(), *self.quality.drawn(), self.about]

        def load(request: gr.Request) -> dict[Any, Any]:
            chosen = request.query_params.get("lang") or request.headers.get("accept-language", "")
            access = self.page.access
            visitor, reader = access.visitor(request.headers), access.reader(request.headers)
            session = Session(visitor=visitor, reader=reader, language=preferred_language(chosen))
            session = self.page.restored(session, request.query_params.get("c", ""))
            return {**self.draw(session), poll: gr.Timer(active=not self.page.ready(session))}

        def look(session: Session) -> dict[Any, Any]:
            return {**self.draw(session), poll: gr.Timer(active=False)} if self.page.ready(session) else {}

        def switch(session: Session, shelf: Shelf) -> dict[Any, Any]:
            session = replace(session, language="zh" if session.language == "en" else "en")
            tabs = {**self.draw_shelf(shelf, session), **self.draw_quality(session)}
            return {**self.draw(session), **tabs, self.about: self.draw_about(session)}

        def only(session: Session, press: gr.EventData) -> dict[Any, Any]:
            session = self.page.scoped(session, {"document_id": [str(press.document)]})
            return {**self.draw_chat(session), self.tabs: gr.Tabs(selected="chat")}

        blocks.load(load, None, [*named, poll], **QUIET)
        poll.tick(look, parts.session, [*named, poll], **QUIET)
        parts.header.language(switch, [parts.session, shelf], [*named, *others], **QUIET)
        parts.header.library(lambda: gr.Tabs(selected="library"), None, self.tabs, **QUIET)
        self.shelf_parts.opened.only(told(only), parts.session, [*parts.by_session(), self.tabs], **QUIET)
        _, library_tab, quality_tab, about_tab = self.each_tab
        library_tab.select(self.draw_shelf, [shelf, parts.session], list(self.shelf_parts.drawn()), **QUIET)
        quality_tab.select(self.draw_quality, parts.session, list(self.quality.drawn()), **QUIET)
        about_tab.select(self.draw_about, parts.session, self.about, **QUIET)
