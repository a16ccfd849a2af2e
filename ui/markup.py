"""Text → HTML that can be nothing but text."""

import html
import re
import unicodedata

# Controls that reorder what is read (Unicode bidirectional algorithm), and those that no text needs.
_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_BLANK = re.compile(r"\s+")


def escape(text: str) -> str:
    """The text as HTML content: nothing in it is markup, and controls that would reorder the line are shown.

    >>> escape('<b>&"')
    '&lt;b&gt;&amp;&quot;'
    >>> escape("a\\u202eb")
    'a<span class="control" title="RIGHT-TO-LEFT OVERRIDE">U+202E</span>b'
    """
    return _CONTROLS.sub(lambda match: _visible(match[0]), html.escape(text))


def attribute(text: str) -> str:
    """The text as the value of a double-quoted attribute, on one line and without controls."""
    return html.escape(_BLANK.sub(" ", _CONTROLS.sub("", text)).strip())


def _visible(control: str) -> str:
    name = unicodedata.name(control, "CONTROL")
    return f'<span class="control" title="{name}">U+{ord(control):04X}</span>'
