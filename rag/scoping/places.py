"""A numbered place in a document that a question names: 第十二条第二款, 第三章, 第（十三）条."""

from dataclasses import dataclass, replace

from index.numerals import numeral
from rag.language import wording


@dataclass(frozen=True, slots=True)
class Place:
    """A numbered part of a document; `paragraph` (款) and `item` (项) count from 1, None where not named."""

    unit: str
    number: int
    sub: int | None = None
    paragraph: int | None = None
    item: int | None = None

    @property
    def turned(self) -> "Place":
        """The place by the names of Taiwan's statutes, where 项 are the paragraphs and 款 the items."""
        return replace(self, paragraph=self.item, item=self.paragraph)

    @property
    def spoken(self) -> str:
        """The place as the question may call it, with digits: 第12条第2款."""
        paragraph = f"第{self.paragraph}款" if self.paragraph else ""
        return f"第{self.number}{self.unit}" + (f"之{self.sub}" if self.sub else "") + paragraph


def place_of(text: str) -> Place | None:
    """The first place that a normalised question names.

    >>> place_of("民法典第一千零四十三条第二款")
    Place(unit='条', number=1043, sub=None, paragraph=2, item=None)
    >>> place_of("第(二十一)条的内容"), place_of("一共有几条")
    (Place(unit='条', number=21, sub=None, paragraph=None, item=None), None)
    """
    match = wording.ARTICLE.search(text)
    if match is None:
        return None
    sub, paragraph, item = (
        next((numeral(match[part]) for part in parts if match[part]), None)
        for parts in (("sub", "minor"), ("paragraph",), ("first", "item"))
    )
    return Place(match["unit"], numeral(match["number"]), sub, paragraph, item)
