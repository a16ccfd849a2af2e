"""A visitor's conversations → HTML: a list to go back to, each with a menu to rename, save and delete it."""

from collections.abc import Sequence

from ui.conversations import Title
from ui.markup import attribute, escape
from ui.messages import Language, Messages, messages


def sidebar_html(titles: Sequence[Title], current: str, language: Language) -> str:
    """The conversations, latest first, `current` marked; without any, what will stand here."""
    words = messages(language)
    items = "".join(_title_html(title, title.id == current, words) for title in titles)
    listed = f'<ul class="titles">{items}</ul>' if items else f'<p class="empty">{words.no_conversations}</p>'
    return (
        f'<nav class="side" aria-label="{words.conversations}" data-current="{attribute(current)}">'
        f'<button type="button" class="fresh" data-event="fresh">＋ {words.new_conversation}</button>{listed}</nav>'
    )


def _title_html(title: Title, current: bool, words: Messages) -> str:
    identity = attribute(title.id)
    here = ' aria-current="true"' if current else ""
    language = words.html_language[:2]
    saved = "".join(
        f'<a href="/conversations/{identity}.{kind}?lang={language}" download>{words.save_as} {label}</a>'
        for kind, label in (("md", "Markdown"), ("docx", "DOCX"))
    )
    menu_label = attribute(f"{words.more}: {title.name}")
    return (
        f'<li class="title"{here}><button type="button" class="name" data-event="pick" data-conversation="{identity}"'
        f'{here} title="{attribute(title.name)}">{escape(title.name)}</button>'
        f'<details class="menu"><summary aria-label="{menu_label}" title="{words.more}">⋯</summary>'
        f'<div class="menu-box">'
        f'<form data-event="rename" data-conversation="{identity}">'
        f'<input name="name" value="{attribute(title.name)}" maxlength="60" required aria-label="{words.rename}">'
        f"<button>{words.rename}</button></form>{saved}"
        f'<details class="sure"><summary>{words.delete}</summary><p>{words.delete_sure}</p>'
        f'<button type="button" class="danger" data-event="discard" data-conversation="{identity}">{words.delete_yes}'
        "</button></details></div></details></li>"
    )
