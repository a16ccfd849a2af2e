"""Laws that a question calls by their titles or by short forms of these: 个保法 for 个人信息保护法."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from index.documents import DocumentInfo
from rag.remembered import RememberedOf
from rag.scoping.described import Described
from rag.scoping.mentioned import short_title

_LAW = re.compile("法(?!规(?!定)|[律院官人定治案学庭制典])")
_SHORTEST, _LONGEST = 3, 14  # characters of a title
_SHORT = 5  # characters of a short form at most
_MOST = 2  # versions of one law


class _Laws:
    """The laws by their titles without the state's name."""

    def __init__(self, documents: Sequence[DocumentInfo]) -> None:
        self.titled: dict[str, list[str]] = defaultdict(list)
        for info in documents:
            title = short_title(info.metadata.title or "")
            if title.endswith("法") and not title.endswith("办法"):
                self.titled[title].append(info.id)
        self._lines = "\n".join(self.titled)

    def meant(self, called: str) -> str | None:
        """The title that is called so: the same, or the only one of which it has the first character of words, the
        first word's among them, in their order."""
        if called in self.titled:
            return called
        if len(called) > _SHORT:
            return None
        pattern = "[^\n]*?".join(map(re.escape, called))
        found = re.findall(rf"^{pattern}$", self._lines, re.MULTILINE)
        fitting = [title for title in found if _begins_words(called[:-1], title)]
        return fitting[0] if len(fitting) == 1 else None


_laws_of = RememberedOf[Sequence[DocumentInfo], _Laws](_Laws, most=16)


def laws_in(text: str, documents: Sequence[DocumentInfo]) -> list[Described]:
    """Where a normalised question calls laws, of which there are one version or two, by their titles or short forms.

    >>> from index.documents import Metadata
    >>> titles = ("个人信息保护法", "数据安全法")
    >>> known = [DocumentInfo(t, t, t, "0", 1, 1, Metadata(title=f"中华人民共和国{t}")) for t in titles]
    >>> [d.documents for d in laws_in("按个保法罚多少,数据安全法呢,有什么办法", known)]
    [('个人信息保护法',), ('数据安全法',)]
    """
    laws = _laws_of.of(documents)
    return list(_found(text, laws)) if laws.titled else []


def _found(text: str, laws: _Laws) -> Iterator[Described]:
    floor = 0
    for law in _LAW.finditer(text):
        for start in range(max(floor, law.end() - _LONGEST), law.end() - _SHORTEST + 1):
            title = laws.meant(text[start : law.end()])
            if title and len(laws.titled[title]) <= _MOST:
                floor = law.end()
                yield Described(start, floor, tuple(laws.titled[title]))
                break


def _begins_words(characters: str, title: str) -> bool:
    """Whether words of the title, or words inside these, begin with the characters, in order.

    >>> _begins_words("个保", "个人信息保护法"), _begins_words("人保", "个人信息保护法")
    (True, False)
    >>> _begins_words("环保", "环境保护法"), _begins_words("消保", "消费者权益保护法")
    (True, True)
    """
    import rjieba

    at = 0
    for word in rjieba.cut_for_search(title):
        at += at < len(characters) and word.startswith(characters[at])
    return at == len(characters)
