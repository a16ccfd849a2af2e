"""Presentations (PPTX): the text of each slide under its title, tables by rows; a slide is a page."""

import posixpath
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from index.loaders.builder import TextBuilder
from index.loaders.columns import add_table
from index.loaders.loaded import Loaded

_FOLDER = "ppt"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TITLES = ("title", "ctrTitle")
_FURNITURE = ("dt", "ftr", "sldNum")  # the date, the foot and the number of a slide


def load_pptx(data: bytes) -> Iterator[Loaded]:
    """The presentation without its notes and hidden slides. Raises what zipfile and lxml stumble over in a damaged
    one."""
    builder = TextBuilder()
    with zipfile.ZipFile(BytesIO(data)) as package:
        places = {
            relation.get("Id"): posixpath.normpath(posixpath.join(_FOLDER, relation.get("Target", ""))).lstrip("/")
            for relation in _root(package, f"{_FOLDER}/_rels/presentation.xml.rels")
        }
        for slide in _root(package, f"{_FOLDER}/presentation.xml").iterfind("{*}sldIdLst/{*}sldId"):
            builder.start_page()
            root = _root(package, places[slide.get(_RELATION)])
            if root.get("show") != "0":
                for shape in root.iter("{*}sp", "{*}graphicFrame"):
                    _add_shape(builder, shape)
    yield builder.build()


def _root(package: zipfile.ZipFile, place: str) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    return etree.fromstring(package.read(place), parser)


def _add_shape(builder: TextBuilder, shape: Any) -> None:
    """Add the paragraphs of a box, or the rows of a table."""
    holder = next(shape.iter("{*}ph"), None)
    kind = None if holder is None else holder.get("type")
    if kind in _FURNITURE:
        return
    table = next(shape.iter("{*}tbl"), None)
    if table is not None:
        rows = [[_text(cell) for cell in row.iterfind("{*}tc")] for row in table.iterfind("{*}tr")]
        add_table(builder, rows)
    elif kind in _TITLES:
        builder.add(_text(shape), 1)
    else:
        for paragraph in shape.iter("{*}p"):
            builder.add(_text(paragraph))


def _text(element: Any) -> str:
    """The text in an element, its paragraphs and lines apart."""
    found = ""
    for part in element.iter("{*}p", "{*}t", "{*}br"):
        is_text = part.tag.endswith("}t")
        found += (part.text or "") if is_text else " " if found else ""
    return found.strip()
