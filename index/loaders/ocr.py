"""Text in pictures of pages, by RapidOCR where the extra `ocr` is installed."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from typing import Any

from index.errors import UnreadableFile
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
    scale = min(_SCALE, _LARGEST / max(page.get_size()))
    yield from _read(page.render(scale=scale).to_numpy(), 1 / scale, 1 / scale)


def lines_of_picture(
    data: bytes, width: float, height: float
) -> Iterator[tuple[str, float, float, float, float, float]]:
    """The lines of a picture that is shown so wide and high, in points from its own corner. Raises UnreadableFile
    for one that Pillow cannot open, JBIG2 for one."""
    import numpy as np
    from PIL import Image

    try:
        with Image.open(BytesIO(data)) as picture:
            picture.draft("RGB", (_LARGEST, _LARGEST))
            shown = picture.convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnreadableFile(f"图片无法打开 / the picture cannot be opened: {error}") from error
    shown.thumbnail((_LARGEST, _LARGEST))
    yield from _read(np.asarray(shown), width / shown.width, height / shown.height)


def _read(pixels: Any, across: float, down: float) -> Iterator[tuple[str, float, float, float, float, float]]:
    """The lines in a picture whose pixels are so many points wide and high."""
    more_time(_PATIENCE)
    found, _ = _engine()(pixels)
    rows = []
    for corners, text, score in found or ():
        if float(score) >= _LEAST_SCORE and text.strip():
            xs, ys = [x * across for x, _ in corners], [y * down for _, y in corners]
            rows.append((_ARTICLE.sub(r"\1 ", text), min(xs), max(xs), min(ys), max(ys), max(ys) - min(ys)))
    yield from sorted(rows, key=lambda row: (row[3], row[1]))


def told(pages: Sequence[int]) -> str:
    """That these pages, from 0, were read."""
    return f"第 {ranges(pages)} 页由文字识别读出 / page {ranges(pages)} was read by OCR"


def untold(pages: Sequence[int]) -> str:
    """That these pages are only pictures, and what to do about it."""
    where = ranges(pages)
    return (
        f"第 {where} 页只有图像，没有文字，可安装文字识别 pip install 'zhengwen[ocr]' / "
        f"no text but only a picture on page {where}: pip install 'zhengwen[ocr]' to have it read"
    )


def ranges(numbers: Sequence[int]) -> str:
    """Page numbers, from 1, as people write them.

    >>> ranges([0, 1, 2, 6])
    '1–3, 7'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0] + 1}–{run[-1] + 1}" if len(run) > 1 else str(run[0] + 1) for run in runs)
