"""The small Markdown of answers → HTML: paragraphs, lists, **bold**, [1] markers.

The engine writes no more than that. Anything else, whatever a document or a model put there, stays the text it is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.records import Citation
from ui.markup import attribute, escape
from ui.messages import Language, messages

_INLINE = re.compile(r"\\(?P<literal>[\[\]])|\*\*(?P<bold>[^*\n]+)\*\*|\[(?P<marker>\d{1,3})\]")
_ITEM = re.compile(r"\s*(?:[-*•]\s+|(?P<number>\d{1,3}(?:[.)]\s|、))\s*)(?P<text>.+)")
_HEADING = re.compile(r"#{1,6}\s+(?P<text>.+)")


@dataclass(frozen=True, slots=True)
class Chips:
    """What [1] becomes: a button that opens the citation, if there is one of that number."""

    turn: int
    citations: Sequence[Citation]
    language: Language

    def html(self, marker: int) -> str:
        citation = next((cited for cited in self.citations if cited.marker == marker), None)
        if citation is None:
            return f"[{marker}]"
        label = messages(self.language).source_label.format(marker=marker)
        hint = " · ".join(filter(None, [citation.region, citation.document_number or citation.title]))
        return (
            f'<button type="button" class="chip" data-event="open" data-view="citation" data-turn="{self.turn}"'
            f' data-marker="{marker}" aria-label="{attribute(f"{label}: {hint}")}">{marker}</button>'
        )


def is_item(line: str) -> bool:
    """Whether the line is an item of a list."""
    return _ITEM.match(line) is not None


def text_html(text: str, chips: Chips) -> str:
    """The engine's Markdown as HTML: paragraphs, lists, bold, markers."""
    blocks: list[str] = []
    paragraph: list[str] = []
    items: list[str] = []

    def close() -> None:
        if paragraph:
            blocks.append(f'<p dir="auto">{"<br>".join(paragraph)}</p>')
        if items:
            blocks.append(f"<ul>{''.join(items)}</ul>")
        paragraph.clear()
        items.clear()

    for line in text.splitlines():
        item, heading = _ITEM.match(line), _HEADING.match(line)
        if (item and paragraph) or (items and not item) or heading or not line.strip():
            close()
        if item:
            number = f'<span class="number">{item["number"]}</span>' if item["number"] else ""
            kind = "numbered" if number else "bullet"
            items.append(f'<li class="{kind}" dir="auto">{number}{inline_html(item["text"], chips)}</li>')
        elif heading:
            blocks.append(f'<p class="subheading" dir="auto">{inline_html(heading["text"], chips)}</p>')
        elif line.strip():
            paragraph.append(inline_html(line.strip(), chips))
    close()
    return "".join(blocks)


def inline_html(text: str, chips: Chips) -> str:
    """One line, without the blocks around it."""
    parts = []
    at = 0
    for match in _INLINE.finditer(text):
        parts.append(escape(text[at : match.start()]))
        if match["literal"]:
            parts.append(match["literal"])
        elif match["bold"]:
            parts.append(f"<strong>{inline_html(match['bold'], chips)}</strong>")
        else:
            parts.append(chips.html(int(match["marker"])))
        at = match.end()
    return "".join(parts) + escape(text[at:])
