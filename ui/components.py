"""What the tabs have in common: components for HTML of ours, and the presses that come from them."""

import json
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from index.errors import ZhengwenError

if TYPE_CHECKING:
    import gradio as gr

QUIET = {"show_progress": "hidden", "api_visibility": "private"}
"""For events that need no curtain while they run and no entry in Gradio's API."""


def html(name: str, *events: str) -> Any:
    """A component for HTML of ours. Its controls trigger these events, which they name in `data-event`."""
    import gradio as gr

    wire = f"window.zhengwen.wire(element, trigger, {json.dumps(events)});"
    return gr.HTML(
        js_on_load=f"{wire} watch('value', () => window.zhengwen.drawn(element));",
        elem_id=name,
        apply_default_css=False,
    )


def fields(press: "gr.EventData") -> dict[str, list[str]]:
    """What the form of a press holds: the values of each field, in order. It comes from the browser."""
    given = json.loads(getattr(press, "fields", None) or "{}")
    return {str(name): [str(value) for value in values] for name, values in given.items()}


def told(act: Callable[..., Any]) -> Callable[..., Any]:
    """The action; what goes wrong in it is shown in words, and nothing changes."""
    import gradio as gr

    @wraps(act)
    def telling(*given: Any) -> Any:
        try:
            return act(*given)
        except ZhengwenError as error:
            gr.Warning(str(error))
            return gr.skip()

    return telling
