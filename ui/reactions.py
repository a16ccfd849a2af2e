"""What a reader can do with a turn → HTML: edit and resend, retry, copy, judge, save its table."""

from ui.exchange import Exchange, Rating
from ui.markup import attribute, escape
from ui.messages import Messages
from ui.transcript import has_table

_THUMB = (  # of Feather icons, MIT
    '<svg aria-hidden="true" viewBox="0 0 24 24"><path d="M14 9V5a3 3 0 0 0-3-3l-4 9v11h11.28a2 2 0 0 0 2-1.7l1.38-9a2'
    ' 2 0 0 0-2-2.3zM7 22H4a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2h3"/></svg>'
)
PRAISE, FAULTS = ("exact", "complete", "clear"), ("wrong", "missing", "citation", "refused", "unclear")
LONGEST_NOTE = 1_000  # characters


def edit_html(question: str, turn: int, words: Messages) -> str:
    """The question in a box, folded; sending it replaces the turn."""
    return (
        f'<details class="edit" data-keep="edit-{turn}">'
        f'<summary aria-label="{words.edit}" title="{words.edit}">✎</summary>'
        f'<form data-event="ask" data-turn="{turn}"><textarea name="text" rows="3" required'
        f' aria-label="{words.edit}">{escape(question)}</textarea><small>{words.edit_note}</small>'
        f"<button>{words.resend}</button></form></details>"
    )


def reactions_html(exchange: Exchange, turn: int, conversation: str, copied: str, last: bool, words: Messages) -> str:
    """The row of buttons below a turn; only the last can be retried, only a kept one judged and saved.

    `copied` is what the copy button takes.
    """
    parts = []
    if exchange.answer is not None:
        parts.append(
            f'<button type="button" data-copy>{words.copy}</button><pre class="copied" hidden>{escape(copied)}</pre>'
        )
    if last:
        parts.append(
            f'<button type="button" data-event="ask" data-turn="{turn}" data-text="{attribute(exchange.question)}">'
            f"{words.retry}</button>"
        )
    if conversation and exchange.answer is not None:
        if has_table(exchange.answer):
            parts += [
                f'<a href="/conversations/{attribute(conversation)}/{turn}.{kind}" download>↓ {kind.upper()}</a>'
                for kind in ("csv", "xlsx")
            ]
        parts.append(_thumbs_html(exchange.rating, turn, words))
    if not parts:
        return ""
    why = _why_html(exchange.rating, turn, words) if exchange.rating and conversation else ""
    return f'<div class="reactions" role="group" aria-label="{words.tools}">{"".join(parts)}</div>{why}'


def _thumbs_html(rating: Rating | None, turn: int, words: Messages) -> str:
    buttons = []
    for verdict, label in (("up", words.good), ("down", words.bad)):
        pressed = "true" if rating and rating.verdict == verdict else "false"
        buttons.append(
            f'<button type="button" data-event="rate" data-turn="{turn}" data-verdict="{verdict}"'
            f' aria-pressed="{pressed}" aria-label="{label}" title="{label}">{_THUMB}</button>'
        )
    return f'<span class="thumbs">{"".join(buttons)}</span>'


def _why_html(rating: Rating, turn: int, words: Messages) -> str:
    """The form for the reason; once one is stored, thanks."""
    if rating.reasons or rating.note:
        return f'<p class="thanks" role="status">{words.thanks}</p>'
    boxes = "".join(
        f'<label><input type="checkbox" name="reasons" value="{reason}"> {words.reasons[reason]}</label>'
        for reason in (PRAISE if rating.verdict == "up" else FAULTS)
    )
    return (
        f'<form class="why" data-event="rate" data-turn="{turn}" data-verdict="{rating.verdict}">'
        f"<fieldset><legend>{words.why}</legend>{boxes}</fieldset>"
        f'<input name="note" maxlength="{LONGEST_NOTE}" placeholder="{words.note}" aria-label="{words.note}">'
        f"<button>{words.save}</button></form>"
    )
