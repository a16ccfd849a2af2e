"""The text of a document, put together paragraph by paragraph."""

from collections.abc import Iterable, Mapping, Sequence

from index.errors import UnreadableFile
from index.loaders import limits
from index.loaders.loaded import FormatHeading, Loaded
from index.loaders.text import canonical


class TextBuilder:
    """Paragraphs with their headings and page starts, one below the other.

    Raises UnreadableFile when the text grows beyond `limits.TEXT_CHARACTERS`.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._headings: list[FormatHeading] = []
        self._pages: list[int] = []

    def add(self, paragraph: str, level: int | None = None) -> None:
        """Add a paragraph, a heading where it has a level; one without text leaves no trace."""
        text = canonical(paragraph).strip("\n")
        if not text.strip():
            return
        if level is not None:
            text = " ".join(text.split())
            self._headings.append(FormatHeading(self._length, self._length + len(text), level))
        self._append(text + "\n")

    def add_row(self, cells: Sequence[str]) -> None:
        """Add a row of a table."""
        if any(cell.strip() for cell in cells):
            self.add(f"| {' | '.join(' '.join(cell.split()) for cell in cells)} |")

    def add_record(self, named: Iterable[tuple[str, str]], *, heading: bool = True) -> None:
        """Add a row of a table with the names of its columns, under a heading that ends with its first words unless it
        belongs to the text around it.

        The row is one line, so that it is quoted as one: 地区：吉林 | 补助（万元）：100.
        """
        cells = [(" ".join(name.split()), " ".join(value.split())) for name, value in named if value.strip()]
        line = canonical(" | ".join(f"{name}：{value}" if name else value for name, value in cells))
        if not line.strip():
            return
        if heading:
            self._add_heading(cells)
        self._append(line + "\n")

    def _add_heading(self, cells: Sequence[tuple[str, str]]) -> None:
        """Mark what the next row is known by as its heading."""
        words = [position for position, (_, value) in enumerate(cells) if not _is_number(value)]
        known_by = cells[: words[0] + 1 if words else 1]
        end = len(canonical(" | ".join(f"{name}：{value}" if name else value for name, value in known_by)))
        self._headings.append(FormatHeading(self._length, self._length + min(end, _LONGEST_HEADING), 1))

    def start_page(self) -> None:
        """What is added from here on stands on the next page."""
        self._pages.append(self._length)

    def continue_paragraph(self, text: str) -> None:
        """Add text to the last paragraph, which a line or page break had cut."""
        self._parts[-1] = self._parts[-1].removesuffix("\n")
        self._length -= 1
        for at in range(len(self._pages) - 1, -1, -1):
            if self._pages[at] <= self._length:
                break
            self._pages[at] = self._length  # a page that starts within the paragraph
        self._append(canonical(text) + "\n")

    def _append(self, text: str) -> None:
        """Add canonical text that ends with a line break."""
        self._length += len(text)
        if self._length > limits.TEXT_CHARACTERS:
            millions = limits.TEXT_CHARACTERS // 1_000_000
            raise UnreadableFile(f"文字超过 {millions} 百万字 / more than {millions} million characters of text")
        self._parts.append(text)

    def build(
        self, member: str | None = None, metadata: Mapping[str, str] | None = None, notices: Sequence[str] = ()
    ) -> Loaded:
        """The document. A title that its own first lines do not show is a template's or a program's, and left out."""
        text = "".join(self._parts)
        stated = {name: value.strip() for name, value in (metadata or {}).items() if value.strip()}
        if "".join(stated.get("title", "").split()) not in "".join(text[:_TITLE_REACH].split()):
            del stated["title"]
        return Loaded(text, member, tuple(self._headings), tuple(self._pages), stated, tuple(notices))


_LONGEST_HEADING = 60  # characters of a row that stand for it in a path
_TITLE_REACH = 2000  # characters within which a document shows its title


def _is_number(text: str) -> bool:
    return text.strip().lstrip("+-").replace(",", "").replace(".", "").removesuffix("%").isdecimal()
