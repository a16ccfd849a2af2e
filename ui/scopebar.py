"""The scope bar → HTML: a menu a facet, and what is chosen, each to be cleared."""

from collections.abc import Sequence

from ui.markup import attribute, escape
from ui.messages import Language, Messages, messages
from ui.scope import Facet, Value

_SEARCHABLE = 10  # values of a facet from which on there is a box to find one


def scopebar_html(facets: Sequence[Facet], documents: int, total: int, language: Language) -> str:
    """The facets as menus of checkboxes with counts; `documents` of `total` are in scope."""
    words = messages(language)
    menus = "".join(_menu_html(facet, words) for facet in facets if facet.values)
    chips = "".join(_chip_html(facet, value, words) for facet in facets for value in facet.values if value.chosen)
    chosen = ""
    if chips:
        count = words.in_scope.format(documents=documents, total=total)
        chosen = (
            f'<div class="chosen"><span role="status">{count}</span>{chips}<button type="button" class="link"'
            f' data-event="scope" data-clear="all">{words.clear_all}</button></div>'
        )
    return (
        f'<div class="scope" role="group" aria-label="{words.scope}"><span class="scope-label">{words.scope}</span>'
        f"{menus}{chosen}</div>"
    )


def _menu_html(facet: Facet, words: Messages) -> str:
    name = words.facets[facet.name]
    chosen = sum(value.chosen for value in facet.values)
    count = f' <b class="count">{chosen}</b>' if chosen else ""
    find = ""
    if len(facet.values) > _SEARCHABLE:
        label = words.find_value.format(facet=name)
        find = f'<input type="search" data-find placeholder="{label}" aria-label="{label}">'
    options = "".join(
        f"<li{'' if value.count else ' class=none'}><label>"
        f'<input type="checkbox" name="{facet.name}" value="{attribute(value.key)}"'
        f"{' checked' if value.chosen else ''}>"
        f'<span dir="auto">{escape(value.label)}</span>'
        f"<small>{value.count}</small></label></li>"
        for value in facet.values
    )
    return (
        f'<details class="facet" data-keep="{facet.name}"><summary>{name}{count}</summary>'
        f'<form class="options" data-event="scope" data-on="change" data-facet="{facet.name}" aria-label="{name}">'
        f"{find}<ul>{options}</ul></form></details>"
    )


def _chip_html(facet: Facet, value: Value, words: Messages) -> str:
    label = attribute(words.clear.format(value=f"{words.facets[facet.name]} {value.label}"))
    return (
        f'<button type="button" class="picked" data-event="scope" data-facet="{facet.name}"'
        f' data-clear="{attribute(value.key)}" aria-label="{label}"><span dir="auto">{escape(value.label)}</span> ✕'
        "</button>"
    )
