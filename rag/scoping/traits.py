"""What a question says of the documents it means: part of the country, class, issuer, date, number."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.documents import DocumentInfo
from index.lexicon import fold_text
from index.regions import gazetteer
from rag.language import wording
from rag.language.fields import FIELD_NAMES, STATES_FIELD
from rag.language.roles import asks_which
from rag.scoping.areas import areas
from rag.scoping.classes import class_of
from rag.scoping.periods import Period, date_of, period_of

Test = Callable[[DocumentInfo], bool]


@dataclass(frozen=True, slots=True)
class Trait:
    """A test that the documents meant pass, with the words that say so.

    `told` is whether enough is known of a document for the test to rule it out; `certain` whether the words can only be
    said of a document: 2012年印发的, not 公司2012年推出了什么.
    """

    test: Test
    told: Test
    spoken: tuple[str, ...]
    certain: bool = True

    def open_to(self, info: DocumentInfo) -> bool:
        """Whether the document may be one of those meant, for all that is known of it."""
        return not self.certain or self.test(info) or not self.told(info)


def traits_of(text: str, documents: Sequence[DocumentInfo]) -> list[Trait]:
    """The traits by which a normalised question tells its documents from others."""
    untitled = re.sub("《[^》]*》", " ", text)
    found: list[Trait] = []
    if named := areas(untitled):
        provinces = {province for _, inside in named for province in inside}
        words = tuple(words for words, _ in named)
        found.append(Trait(lambda info: _province(info.metadata.region) in provinces, _has_region, words))
    if of_class := class_of(untitled):
        found.append(Trait(of_class[0], _is_of_somebody, (of_class[1],)))
    found += [Trait(test, told, (m.group(),)) for pattern, test, told in _SAID if (m := pattern.search(untitled))]
    if stating := STATES_FIELD.search(untitled):
        field, without = FIELD_NAMES[stating["name"]], bool(stating["no"])
        found.append(Trait(lambda i: bool(getattr(i.metadata, field)) != without, lambda i: True, (stating.group(),)))
    if numbered := wording.NUMBERED_SO.search(untitled):
        agency = numbered["agency"]
        found.append(Trait(lambda i: _number(i).startswith(agency), lambda i: bool(_number(i)), (numbered.group(),)))
    if issuers := _issuers(untitled, documents):
        names = {name for _, name in issuers}
        words = tuple(word for word, _ in issuers)
        found.append(Trait(lambda info: not names.isdisjoint(info.metadata.issuers), _has_issuer, words))
    if (period := period_of(untitled)) and _tells_apart(period, documents, untitled):
        dated, field_of_date = period.holds, period.field
        told = lambda info: date_of(info, field_of_date) is not None  # noqa: E731
        found.append(Trait(dated, told, period.spoken, period.of_document))
    return found


def _tells_apart(period: Period, documents: Sequence[DocumentInfo], text: str) -> bool:
    """Whether a period tells which documents are meant: documents are asked for, or most of them are known by dates."""
    dated = sum(date_of(info, period.field) is not None for info in documents)
    return 2 * dated >= len(documents) or bool(wording.LISTING.search(text)) or asks_which(text, regional=True)


def _has_region(info: DocumentInfo) -> bool:
    return info.metadata.region is not None


def _has_issuer(info: DocumentInfo) -> bool:
    return bool(info.metadata.issuers)


def _is_of_somebody(info: DocumentInfo) -> bool:
    """Whether it is known whose it is, which tells of what class it is."""
    return bool(info.metadata.issuers or info.metadata.region_level)


def _number(info: DocumentInfo) -> str:
    return fold_text(info.metadata.document_number or "")


_SAID: tuple[tuple[re.Pattern[str], Test, Test], ...] = (
    (wording.JOINTLY, lambda info: len(info.metadata.issuers) > 1, _has_issuer),
    (wording.IN_FORCE, lambda info: "有效" in (info.metadata.status or ""), lambda info: bool(info.metadata.status)),
    (
        wording.REPEALED,
        lambda info: bool(re.search("废止|失效", info.metadata.status or "")),
        lambda info: bool(info.metadata.status),
    ),
)
"""How a question may tell documents from others by what is known of them, whether one is so, and whether it tells."""


@lru_cache(maxsize=4096)
def _province(region: str | None) -> str | None:
    found = gazetteer().named(region) if region else None
    return found.province if found else None


def _issuers(text: str, documents: Sequence[DocumentInfo]) -> list[tuple[str, str]]:
    """Issuers by which the question describes its documents, as it writes them: 工信部发布的, 深圳市政府的文件."""
    found: list[tuple[str, str]] = []
    for described in wording.ISSUED_BY.finditer(text):
        before = text[: described.start()]
        ending = [
            (spelled, issuer)
            for issuer in dict.fromkeys(issuer for info in documents for issuer in info.metadata.issuers)
            for spelled in _spellings(issuer)
            if before.endswith(spelled)
        ]
        longest = max((len(spelled) for spelled, _ in ending), default=0)
        found += [(spelled, issuer) for spelled, issuer in ending if len(spelled) == longest]
    return found


@lru_cache(maxsize=4096)
def _spellings(issuer: str) -> tuple[str, ...]:
    """How people write an organisation: in full, 政府 for 人民政府, its short form.

    >>> _spellings("深圳市人民政府")
    ('深圳市人民政府', '深圳市政府', '深圳政府')
    >>> "工信部" in _spellings("工业和信息化部"), "市科委" in _spellings("上海市科学技术委员会")
    (True, True)
    """
    folded = fold_text(issuer)
    short = folded.replace("人民政府", "政府")
    forms = [folded, short, re.sub("[省市](?=政府)", "", short)]
    for full, abbreviated in wording.ORGANISATIONS:
        if full in folded:
            forms.append(folded.replace(full, abbreviated))
            forms.append(re.sub(r"^.{2,7}?(?=[省市])", "", forms[-1]))
    return tuple(dict.fromkeys(forms))
