"""What stands around the conversation → HTML: the head of the page, and what is shown before the first question."""

from collections.abc import Sequence

from ui.markup import attribute, escape
from ui.messages import Language, Messages, messages


def header_html(documents: int, day: str | None, reader: str | None, language: Language) -> str:
    """The page's name, the state of the index, and the controls of the whole page; `reader` is who has signed in, empty
    for nobody, None where nobody needs to."""
    words = messages(language)
    state = words.index_state.format(documents=documents, day=day) if day else words.no_index
    return (
        f'<header class="top" data-language="{words.html_language}" data-lost="{words.lost}"'
        f' data-upload="{words.upload}">'
        f'<button type="button" class="quiet menu-button" data-drawer aria-label="{words.menu}" title="{words.menu}">☰'
        f'</button><h1><span class="seal" aria-hidden="true">政</span>'
        f"{words.title}<small>{words.tagline}</small></h1>"
        f'<button type="button" class="link state" data-event="library">{escape(state)}</button>'
        f"{_reader_html(reader, words)}"
        f'<button type="button" class="quiet" data-event="language" aria-label="{words.switch_language}"'
        f' title="{words.switch_language}">{words.other_language}</button>'
        f'<button type="button" class="quiet" data-theme aria-label="{words.switch_theme}"'
        f' title="{words.switch_theme}">◐</button></header>'
    )


def _reader_html(reader: str | None, words: Messages) -> str:
    if reader is None:
        return ""
    if not reader:
        return f'<a class="quiet" href="/sign-in">{words.sign_in}</a>'
    return (
        f'<form method="post" action="/sign-out" data-plain><span class="reader" dir="auto">{escape(reader)}</span>'
        f'<button class="quiet">{words.sign_out}</button></form>'
    )


def signing_html(language: Language) -> str:
    """What stands in place of a conversation for whoever may know nothing yet."""
    words = messages(language)
    return (
        f'<section class="welcome"><h2>{words.sign_in_first}</h2><p>{words.sign_in_how}</p>'
        f'<p><a class="link" href="/sign-in">{words.sign_in}</a></p></section>'
    )


def welcome_html(examples: Sequence[str], missing: str | None, language: Language) -> str:
    """What stands before the first question: examples, or the first step while no index is there (`missing`: why)."""
    words = messages(language)
    if missing is not None:
        return (
            f'<section class="welcome"><h2>{words.first_step}</h2><p>{words.first_step_how}</p>'
            f"<pre><code>zhengwen ingest {words.folder}</code></pre><p>{words.first_step_then}</p>"
            f'<p class="notice">{escape(missing)}</p></section>'
        )
    buttons = "".join(
        f'<li><button type="button" class="example" data-event="ask" data-text="{attribute(example)}">'
        f"{escape(example)}</button></li>"
        for example in examples
    )
    listed = f'<p class="label">{words.examples}</p><ul class="examples">{buttons}</ul>' if buttons else ""
    return f'<section class="welcome"><h2>{words.welcome}</h2><p>{words.welcome_more}</p>{listed}</section>'
