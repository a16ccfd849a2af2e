"""Text in pictures of pages, by RapidOCR where the extra `ocr` is installed."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from typing import Any

from index.loaders.patience import more_time

_ARTICLE = re.compile(r"^(第[一二三四五六七八九十百千零〇]{1,9}[编章节条])(?=[\u4e00-\u9fff])")  # its space is lost
_SCALE = 150 / 72  # pixels a point: 150 dpi tells the strokes of size-five characters apart
_LARGEST = 4000  # pixels of a side; a poster is read smaller
_PATIENCE = 60  # seconds for a page; most take three to ten
_LEAST_SCORE = 0.5  # what is less certain is rather a stain


def available() -> bool:
    """Whether pictures can be read."""
    return find_spec("rapidocr_onnxruntime") is not None


@cache
def _engine() -> Any:
    from rapidocr_onnxruntime import RapidOCR

    return RapidOCR(intra_op_num_threads=1, inter_op_num_threads=1)


def lines(page: Any) -> Iterator[tuple[str, float, float, float, float, float]]:
    """The lines of a PDF page from top to bottom: text, left, right, top, bottom and height in points."""
    more_time(_PATIENCE)
    scale = min(_SCALE, _LARGEST / max(page.get_size()))
    found, _ = _engine()(page.render(scale=scale).to_numpy())
    rows = []
    for corners, text, score in found or ():
        if float(score) >= _LEAST_SCORE and text.strip():
            across, down = [x / scale for x, _ in corners], [y / scale for _, y in corners]
            rows.append(
                (_ARTICLE.sub(r"\1 ", text), min(across), max(across), min(down), max(down), max(down) - min(down))
            )
    yield from sorted(rows, key=lambda row: (row[3], row[1]))
