"""Word documents (DOCX): paragraphs with their automatic numbers, headings, tables, text boxes and footnotes."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from index.loaders import limits
from index.loaders.builder import TextBuilder
from index.loaders.columns import add_table
from index.loaders.loaded import Loaded
from index.loaders.numbering import Numbering
from index.loaders.raised import raised

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
# Tracked deletions, what a moved passage left behind, instructions of fields, readings above characters, and what is
# only for programs that know no better: none of it is the document's text.
_LEFT_OUT = {f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "rt", "pPr", "rPr", "sectPr")} | {
    f"{_MC}Fallback"
}
_CONTENTS = "Table of Contents"
_BODY_LEVEL = 9  # outline levels 0–8 are headings
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_RAISED = re.compile("\2([^\3]*)\3")  # between signs that no XML has
_DEEPEST_TABLE = 8  # tables inside tables; deeper ones are left out


def load_docx(data: bytes) -> Iterator[Loaded]:
    """The document. Raises whatever python-docx stumbles over in a damaged one."""
    from docx import Document

    yield _Reader(Document(BytesIO(data))).read()


class _Reader:
    """One pass over a document; the lists' counters go along."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._builder = TextBuilder()
        self._styles = {style.get(f"{_W}styleId"): style for style in document.styles.element.findall(f"{_W}style")}
        self._default = next(
            (
                identity
                for identity, style in self._styles.items()
                if style.get(f"{_W}type") == "paragraph" and style.get(f"{_W}default") in ("1", "true")
            ),
            None,
        )
        self._numbering = Numbering(_related(document, "numbering"))
        parts = [part for kind in ("footnotes", "endnotes") if (part := _related(document, kind)) is not None]
        self._notes = {note.get(f"{_W}id"): note for part in parts for note in part if note.get(f"{_W}type") is None}
        self._kind = {f"{_W}footnoteReference", f"{_W}endnoteReference"}
        self._noted: list[str] = []
        self._carried = ""  # the text of a paragraph whose end is a tracked deletion

    def read(self) -> Loaded:
        self._blocks(self._document.element.body)
        for text in self._noted:
            self._builder.add(text)
        return self._builder.build(metadata={"title": self._document.core_properties.title or ""})

    def _blocks(self, parent: Any) -> None:
        for block in parent:
            if block.tag == f"{_W}p":
                self._paragraph(block)
            elif block.tag == f"{_W}tbl":
                self._table(block)
            elif block.tag == f"{_W}sdt":
                gallery = block.find(f"{_W}sdtPr/{_W}docPartObj/{_W}docPartGallery")
                content = block.find(f"{_W}sdtContent")
                if content is not None and (gallery is None or gallery.get(f"{_W}val") != _CONTENTS):
                    self._blocks(content)
            elif block.tag in (f"{_W}ins", f"{_W}moveTo", f"{_W}customXml", f"{_W}smartTag"):
                self._blocks(block)

    def _paragraph(self, paragraph: Any) -> None:
        if self._style_name(paragraph).startswith("toc "):
            return
        text = self._carried + self._text(paragraph)
        if paragraph.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None:
            self._carried = text
            return
        self._carried = ""
        if text.strip():
            self._builder.add(self._number(paragraph) + text.strip(), self._heading_level(paragraph))
        for box in _text_boxes(paragraph):
            self._blocks(box)

    def _text(self, element: Any) -> str:
        text = "".join(self._pieces(element)).replace("\3\2", "")
        return _RAISED.sub(lambda found: raised(found.string[: found.start()], found.group(1)), text)

    def _pieces(self, element: Any) -> Iterator[str]:
        for child in element:
            tag = child.tag
            if tag in (f"{_W}t", f"{_M}t"):
                yield child.text or ""
            elif tag in _LEFT_OUT or tag == f"{_W}txbxContent" or not isinstance(tag, str):
                continue
            elif tag in self._kind:
                yield self._note(child.get(f"{_W}id"))
            elif tag.startswith(_W) and tag[len(_W) :] in _SIGNS:
                yield _SIGNS[tag[len(_W) :]]
            elif tag == f"{_W}r" and _is_on(child.find(f"{_W}rPr/{_W}vanish")):
                continue
            elif tag == f"{_W}r" and _is_raised(child):
                yield f"\2{''.join(self._pieces(child))}\3"
            else:
                yield from self._pieces(child)

    def _note(self, identity: str) -> str:
        """The mark of a footnote, whose text comes at the end of the document."""
        note = self._notes.pop(identity, None)
        if note is None:
            return ""
        mark = f"〔注{len(self._noted) + 1}〕"
        self._noted.append("")  # a note may refer to another
        place = len(self._noted) - 1
        self._noted[place] = f"{mark} {' '.join(self._text(note).split())}"
        return mark

    def _table(self, table: Any, depth: int = 0) -> None:
        above: dict[int, str] = {}
        rows = list(self._rows(table, above, depth))
        if all(len(row) == 1 for row in rows):  # a frame around text, not a table
            for row in _children(table, "tr"):
                for cell in _children(row, "tc"):
                    self._blocks(cell)
            return
        add_table(self._builder, rows, _marked_rows(table))

    def _rows(self, table: Any, above: dict[int, str], depth: int) -> Iterator[list[str]]:
        """The cells of each row; what spans several rows or columns is said in each of them."""
        for row in _children(table, "tr"):
            if row.find(f"{_W}trPr/{_W}del") is not None:
                continue
            cells = []
            column = 0
            in_row = list(_children(row, "tc"))
            for cell in in_row:
                merged = cell.find(f"{_W}tcPr/{_W}vMerge")
                if merged is None or merged.get(f"{_W}val") == "restart":
                    above[column] = self._cell(cell, depth)
                span = cell.find(f"{_W}tcPr/{_W}gridSpan")
                width = int(span.get(f"{_W}val", "1")) if span is not None else 1
                said = width if len(in_row) > 1 else 1  # a caption across the whole table is said once
                cells += [above.get(column, "")] * min(said, limits.COLUMNS)
                column += width
            yield cells

    def _cell(self, cell: Any, depth: int) -> str:
        parts: list[str] = []
        for block in cell.iter(f"{_W}p", f"{_W}tbl"):
            if next(block.iterancestors(f"{_W}tc")) is not cell:
                continue
            if block.tag == f"{_W}tbl":
                rows = self._rows(block, {}, depth + 1) if depth < _DEEPEST_TABLE else ()
                parts += [" ".join(row) for row in rows]
            elif text := self._text(block).strip():
                parts.append(self._number(block) + text)
        return " ".join(parts)

    # Styles

    def _style_chain(self, paragraph: Any) -> Iterator[Any]:
        """The paragraph's own properties, then those of its style and of the styles that it is based on."""
        own = paragraph.find(f"{_W}pPr")
        if own is not None:
            yield own
        identity = _style(own) or self._default
        seen = set()
        while identity in self._styles and identity not in seen:
            seen.add(identity)
            style = self._styles[identity]
            properties = style.find(f"{_W}pPr")
            if properties is not None:
                yield properties
            based = style.find(f"{_W}basedOn")
            identity = None if based is None else based.get(f"{_W}val")

    def _style_name(self, paragraph: Any) -> str:
        style = self._styles.get(_style(paragraph.find(f"{_W}pPr")))
        name = None if style is None else style.find(f"{_W}name")
        return "" if name is None else str(name.get(f"{_W}val", "")).lower()

    def _heading_level(self, paragraph: Any) -> int | None:
        if self._style_name(paragraph) == "title":
            return 1
        for properties in self._style_chain(paragraph):
            outline = properties.find(f"{_W}outlineLvl")
            if outline is not None:
                level = int(outline.get(f"{_W}val", str(_BODY_LEVEL)))
                return level + 1 if 0 <= level < _BODY_LEVEL else None
        return None

    def _number(self, paragraph: Any) -> str:
        """The paragraph's automatic number, which counts on."""
        identity = level = None
        for properties in self._style_chain(paragraph):
            numbered = properties.find(f"{_W}numPr")
            if numbered is None:
                continue
            for child in numbered:
                if child.tag == f"{_W}numId" and identity is None:
                    identity = child.get(f"{_W}val")
                elif child.tag == f"{_W}ilvl" and level is None:
                    level = int(child.get(f"{_W}val", "0"))
        return self._numbering.next(identity, level or 0) if identity else ""


def _related(document: Any, kind: str) -> Any | None:
    """The root of the part that the document relates to as `kind`."""
    from docx.oxml.parser import parse_xml

    for relation in document.part.rels.values():
        if relation.reltype.endswith(f"/{kind}") and not relation.is_external:
            part = relation.target_part
            return part.element if hasattr(part, "element") else parse_xml(part.blob)
    return None


def _style(properties: Any | None) -> str | None:
    style = None if properties is None else properties.find(f"{_W}pStyle")
    return None if style is None else style.get(f"{_W}val")


def _marked_rows(table: Any) -> int:
    """How many rows are said again at the top of each page."""
    marked = [_is_on(row.find(f"{_W}trPr/{_W}tblHeader")) for row in _children(table, "tr")]
    return next((at for at, header in enumerate(marked) if not header), 0)


def _children(parent: Any, name: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, also those inside content controls and tracked insertions."""
    for child in parent:
        if child.tag == f"{_W}{name}":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins", f"{_W}moveTo"):
            yield from _children(child, name)


def _text_boxes(paragraph: Any) -> Iterator[Any]:
    """The contents of the paragraph's text boxes, outermost first, without the copies for old programs."""
    for child in paragraph:
        if child.tag == f"{_W}txbxContent":
            yield child
        elif child.tag not in (f"{_MC}Fallback", f"{_W}del", f"{_W}moveFrom"):
            yield from _text_boxes(child)


def _is_raised(run: Any) -> bool:
    """Whether a run is set above the line and has a text; the mark of a footnote has none."""
    placed = run.find(f"{_W}rPr/{_W}vertAlign")
    return placed is not None and placed.get(f"{_W}val") == "superscript" and run.find(f"{_W}t") is not None


def _is_on(switch: Any | None) -> bool:
    return switch is not None and switch.get(f"{_W}val", "1") not in ("0", "false", "off")
