"""The lines and the table in which things are told beside one another: a row a thing, a cell an aspect."""

from collections.abc import Sequence
from dataclasses import dataclass

from rag.citations import escape_markers
from rag.messages import say
from rag.records import Cell, Table


@dataclass(frozen=True, slots=True)
class Told:
    """What a cell tells, of one piece at least, each with the marker of its quotation."""

    pieces: tuple[tuple[str, tuple[int, ...]], ...]

    @property
    def line(self) -> str:
        return "".join(piece + "".join(f"[{marker}]" for marker in markers) for piece, markers in self.pieces)

    @property
    def cell(self) -> Cell:
        return Cell(
            text="".join(piece for piece, _ in self.pieces),
            citations=[marker for _, markers in self.pieces for marker in markers],
        )


def side_by_side(
    head: str, labels: Sequence[str], rows: Sequence[tuple[str, Sequence[Told | None]]], language: str
) -> tuple[list[str], Table]:
    """A line a row and the table; 未载明 where nothing is told. `labels` tell the aspects apart where they are several.

    >>> told = Told((("补3000元", (1,)),))
    >>> lines, table = side_by_side("地区", [""], [("湖南", [told]), ("四川", [None])], "zh")
    >>> lines, [[cell.text for cell in row] for row in table.rows]
    (['- 湖南：补3000元[1]', '- 四川：未载明'], [['湖南', '补3000元'], ['四川', '未载明']])
    """
    nothing = say("not_stated", language)
    several = len(labels) > 1
    lines, cells = [], []
    for name, row in rows:
        said = [told.line if told else nothing for told in row]
        said = [f"{label}：{text}" for label, text in zip(labels, said, strict=True)] if several else said
        lines.append(f"- {escape_markers(name)}：{'；'.join(said)}")
        cells.append([Cell(text=name), *(told.cell if told else Cell(text=nothing) for told in row)])
    return lines, Table(columns=[head, *(labels if several else [say("passage", language)])], rows=cells)
