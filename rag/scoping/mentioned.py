"""Documents that a question calls by their titles: in 《》, whole, nearly whole, or by topic and genre."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import accumulate, chain

from index.documents import DocumentInfo
from index.lexicon import bigrams, fold_text
from rag.language import wording
from rag.language.dates import YEAR
from rag.remembered import RememberedOf
from rag.scoping.classes import GENRES

_SHORTEST, _SHARE = 6, 0.75  # character pairs of a title that can be recognised, and how many of them are said
_SPREAD = 1.3  # times its length over which a title that is nearly said may be spread
_ENDING = 5  # characters of the end of a title that name its document
_TOPIC, _RUN = 3, 14  # characters of a topic before its genre, at least, and at most
_MOST = 2  # documents that a topic and a genre may mean; more are of one sort
_GENRE = re.compile(rf"(?:{GENRES}|计划|报告|规则)(?!规定|的?(?:制定|起草))|(?:规定|办法)(?=规定)")
_NAME_ENDS = re.compile("(?:法典?|条例|规定|办法|规则|细则|章程|修正案)$")
_VERB_BEHIND = re.compile("(?:法规|条例|法|办法|规章|文件|规定|意见|方案|规划|通知|政策)$")
"""What stands in front of 规定 where it is a verb, as the other genres are in front of their like: 条例规定."""
_QUOTES = re.compile("[\"'·]")
_NUMERAL = "[一二三四五六七八九十]"
_NUMBER_AT_END = re.compile(rf"\(({_NUMERAL}{{1,3}})\)$")
_CARRIED_OUT = "实施(?:细则|条例|办法|规定)"
_BEHIND = 8  # characters behind a title that tell what is said of it
_SINCE = re.compile(r"(?:\([^()]{1,3}\))?(?:出来|出台|施行|实施|生效|颁布|公布)(?:以|之)?[前后]")
"""What follows a law that only tells a time: 民法典施行前借的钱."""
_NO_LAW = re.compile("[人律院制官治学庭官]|规(?!定)")
"""What follows 法 where it is no end of a title: 公司法人."""


def titles_in(text: str, documents: Sequence[DocumentInfo]) -> list[list[DocumentInfo]]:
    """For each title that a normalised question mentions the documents that have it: parts and versions are together.

    Overlap of words is no mention: the title's own words have to stand together. A title in 《》, before 第…条 or said
    word for word rules out those that are only like it; one that a fifth of the documents share names none of them. Of
    those that differ by a number (刑法修正案（三）) it is the one said that is meant.
    """
    if quoted := wording.QUOTED_TITLE.findall(text):
        names = {short_title(name) for pair in quoted for name in pair if name}
        titles = {d.id: short_title(d.metadata.title or "") for d in documents}
        said = {_longest_said(name, set(titles.values())) for name in names} - {""}
        # A code is published in parts, each a document: 民法典 is 民法典 总则编, 民法典 物权编 and so on.
        # 管道保护法 is the 石油天然气管道保护法, if no other title ends so.
        ending = {t for t in titles.values() for name in names if len(name) >= _ENDING and t.endswith(name)}
        said = said or (ending if len(ending) == 1 else said)
        if named := [d for d in documents if titles[d.id] in said or _is_part(titles[d.id], names)]:
            return _together(_of_numbers_said(_QUOTES.sub("", text), named))
    text = _QUOTES.sub("", text)
    known = _titles_of.of(documents)
    whole = [documents[at] for at in known.within(text) if _says_whole(text, known.names[at])]
    named = [d for d in whole if not _inside_another(d, whole)]
    named = _of_numbers_said(text, [meant for d in named for meant in _carrying_out(text, d, documents)])
    for document in named:
        text = text.replace(_whole_name(document.metadata.title or ""), "|")
    pairs = set(bigrams(text))
    likely = [d for d in (documents[at] for at in known.sharing(pairs)) if d not in named and _says_sort(text, d)]
    near = _of_years_said(text, _of_numbers_said(text, [d for d in likely if _says_nearly(text, pairs, d)]))
    if near and (len(near) <= _MOST or len(near) * 5 <= len(documents)):
        named += near
    return _together([*named, *(d for d in _by_topic(text, documents, known.cores) if d not in named)])


class _Titles:
    """Titles of documents, by place, with what is looked for in them."""

    def __init__(self, titles: Sequence[tuple[str, str]]) -> None:
        """`titles` come with their regions."""
        self.names = [_whole_name(title) for title, _ in titles]
        self.cores = [_core(*title) for title in titles]
        self._least = [_SHARE * len(_pairs(core)) for core in self.cores]
        self._beginning: dict[str, list[int]] = {}
        for at, name in enumerate(self.names):
            if len(name) >= _TOPIC:
                self._beginning.setdefault(name[:_TOPIC], []).append(at)
        self._having: dict[str, list[int]] = {}
        for at, core in enumerate(self.cores):
            for pair in _pairs(core):
                self._having.setdefault(pair, []).append(at)

    def within(self, text: str) -> list[int]:
        """The places of names of a topic's length and more that stand in the text, ascending."""
        beginnings = {text[at : at + _TOPIC] for at in range(len(text) - _TOPIC + 1)}
        likely = chain.from_iterable(self._beginning.get(beginning, ()) for beginning in beginnings)
        return sorted(at for at in likely if self.names[at] in text)

    def sharing(self, pairs: Iterable[str]) -> list[int]:
        """The places of titles that have enough of the character pairs to be nearly said, ascending."""
        shared = Counter(chain.from_iterable(self._having.get(pair, ()) for pair in pairs))
        return sorted(at for at, count in shared.items() if count >= self._least[at])


@lru_cache(maxsize=16)
def _titles(titles: tuple[tuple[str, str], ...]) -> _Titles:
    return _Titles(titles)


_titles_of = RememberedOf[Sequence[DocumentInfo], _Titles](
    lambda documents: _titles(tuple((d.metadata.title or "", d.metadata.region or "") for d in documents)), most=16
)


def _together(documents: Iterable[DocumentInfo]) -> list[list[DocumentInfo]]:
    groups: dict[str, list[DocumentInfo]] = {}
    for document in documents:
        groups.setdefault(_whole_name(document.metadata.title or ""), []).append(document)
    return list(groups.values())


def _says_whole(text: str, title: str) -> bool:
    """Whether the text has the whole title: a short one only where it is the name of a statute."""
    at = text.find(title) if len(title) >= _TOPIC else -1
    if at < 0:
        return False
    following = text[at + len(title) : at + len(title) + _BEHIND]
    if _SINCE.match(following):
        return False
    if title.endswith("法") and _NO_LAW.match(following):
        return False
    return len(title) >= _SHORTEST or bool(_NAME_ENDS.search(title))


def _says_sort(text: str, document: DocumentInfo) -> bool:
    """Whether the text says of what sort the document is, or of which region, if it is a region's statute: what that is
    about says neither."""
    stated = document.metadata
    end = _NAME_ENDS.search(_core(stated.title or ""))
    return not end or not stated.region or end.group() in text or stated.region in text


def _of_numbers_said(text: str, named: Sequence[DocumentInfo]) -> list[DocumentInfo]:
    """Of titles that differ by a number at their end those whose number the text names behind them, where it does."""
    numbers = {d.id: _NUMBER_AT_END.search(fold_text(d.metadata.title or "")) for d in named}
    called = {d.id: _whole_name(d.metadata.title or "") for d in named}
    said = {i for i, n in numbers.items() if n and re.search(rf"{re.escape(called[i])}\(?{n[1]}(?!{_NUMERAL})", text)}
    meant = {called[i] for i in said}
    return [d for d in named if d.id in said or called[d.id] not in meant]


def _carrying_out(text: str, law: DocumentInfo, documents: Sequence[DocumentInfo]) -> list[DocumentInfo]:
    """The documents by which a law is carried out where the text says so right behind its name, with no more of theirs
    than its end, else the law: 出境入境管理法实施细则 for 公民出境入境管理法实施细则."""
    said = re.search(re.escape(_whole_name(law.metadata.title or "")) + _CARRIED_OUT, text)
    return [d for d in documents if said and _whole_name(d.metadata.title or "").endswith(said.group())] or [law]


def _inside_another(document: DocumentInfo, others: Sequence[DocumentInfo]) -> bool:
    """Whether another title that is said has this one within it: 劳动法 in 劳动法实施办法."""
    name = _whole_name(document.metadata.title or "")
    return any(name != other and name in other for other in (_whole_name(o.metadata.title or "") for o in others))


def _says_nearly(text: str, pairs: set[str], document: DocumentInfo) -> bool:
    """Whether the text has most of the title's character pairs, in order and close together."""
    title = _core(document.metadata.title or "", document.metadata.region or "")
    own = _pairs(title)
    if len(own) < _SHORTEST or len(own & pairs) < _SHARE * len(own):
        return False
    blocks = [b for b in SequenceMatcher(None, title, text, autojunk=False).get_matching_blocks() if b.size > 1]
    said = sum(block.size for block in blocks)
    spread = blocks[-1].b + blocks[-1].size - blocks[0].b if blocks else 0
    return said >= _SHARE * len(title) and spread <= _SPREAD * len(title)


def _of_years_said(text: str, near: list[DocumentInfo]) -> list[DocumentInfo]:
    """Of titles that are nearly said those whose year the text names, where any is of such a year."""
    said = set(YEAR.findall(text))
    of_year = [d for d in near if said & set(YEAR.findall(fold_text(d.metadata.title or "")))]
    return of_year or near


def _by_topic(text: str, documents: Sequence[DocumentInfo], titles: Sequence[str]) -> list[DocumentInfo]:
    """Documents called by their topic and genre: 脑机接口行动方案 for 上海市脑机接口未来产业培育行动方案.

    `titles` tell what their titles are about. A topic and a genre that fit several titles mean none of them.
    """
    named: list[DocumentInfo] = []
    for genre in _GENRE.finditer(text):
        topics = _topics(text[: genre.start()])
        if not topics or _VERB_BEHIND.search(topics[0]):
            continue
        ends = genre.group()
        of_genre = [(d, t.removesuffix(ends)) for d, t in zip(documents, titles, strict=True) if t.endswith(ends)]
        longest = {d.id: next((len(t) for t in topics if t in title), 0) for d, title in of_genre}
        most = max(longest.values(), default=0)
        meant = [d for d, _ in of_genre if most and longest[d.id] == most]
        if len(_together(meant)) == 1:
            named += [d for d in meant if d not in named]
    return named


def called_in(text: str, documents: Iterable[DocumentInfo]) -> list[str]:
    """The words by which a normalised question calls these documents: their names, or topic and genre.

    >>> from index.documents import DocumentInfo, Metadata
    >>> info = DocumentInfo("1", "a.md", "a.md", "0", 1, 1, Metadata(title="“十四五”数字经济发展规划"))
    >>> called_in("数字经济规划对平台企业有什么要求", [info])
    ['数字经济规划']
    """
    called = []
    for document in documents:
        title = _core(document.metadata.title or "", document.metadata.region or "")
        whole = _whole_name(document.metadata.title or "")
        if whole and whole in text:
            called.append(whole)
            continue
        for genre in _GENRE.finditer(text):
            topic = next((topic for topic in _topics(text[: genre.start()]) if topic in title), None)
            if topic and title.endswith(genre.group()):
                called.append(topic + genre.group())
    return called


def _topics(before: str) -> list[str]:
    """What the words in front of a genre may name, the longest first; none begins within a word.

    >>> _topics("滑县道口烧鸡保护")
    ['滑县道口烧鸡保护', '道口烧鸡保护', '烧鸡保护']
    """
    import rjieba

    run = re.search(rf"[一-鿿a-z0-9]{{{_TOPIC},{_RUN}}}$", before)
    if run is None:
        return []
    ends = accumulate(map(len, rjieba.cut(run.group())), initial=0)
    topics = [run.group()] + [run.group()[at:] for at in ends if 0 < at <= len(run.group()) - _TOPIC]
    return [topic for topic in topics if topic[0] != "的"]  # 的紧急 tells nothing that 紧急 does not


def _longest_said(name: str, titles: Iterable[str]) -> str:
    """The title that the name is, or the longest that it ends in: 请问刑法 (第…条); empty without one."""
    return max((title for title in titles if len(title) > 1 and name.endswith(title)), key=len, default="")


def _is_part(title: str, names: Iterable[str]) -> bool:
    return title.endswith("编") and any(len(name) > 2 and title.startswith(name) for name in names)


@lru_cache(maxsize=100_000)
def short_title(title: str) -> str:
    """What people call a document: 中华人民共和国民法典 → 民法典, 关于印发《某市管理办法》的通知 → 某市管理办法.

    >>> short_title("中华人民共和国民法典"), short_title("关于印发《上海市科技专家库管理办法》的通知")
    ('民法典', '上海市科技专家库管理办法')
    """
    inner = re.search(r"(?:印发|转发|发布|批转|公布)\s*《(.+)》", title)
    core = fold_text(inner.group(1) if inner else title)
    return re.sub(r"[\"'《》]|^中华人民共和国|\([^()]*\)$|-[^-]*-$", "", core)


@lru_cache(maxsize=100_000)
def _whole_name(title: str) -> str:
    """The short title of the whole work: 民法典 for 民法典 总则编."""
    return re.sub(r"(?<=法典)\s*\S{1,8}编$", "", short_title(title))


@lru_cache(maxsize=100_000)
def _core(title: str, region: str = "") -> str:
    """What a title is about: 某市印发《关于促进消费的若干措施（2025年）》的通知 → 促进消费的若干措施.

    >>> _core("关于印发《上海市脑机接口未来产业培育行动方案（2025-2030年）》的通知", "上海")
    '脑机接口未来产业培育行动方案'
    """
    inner = re.search(r"(?:印发|转发|发布|批转|公布)\s*《(.+)》", title)
    core = fold_text(inner.group(1) if inner else title)
    core = re.sub(r"^.*?(?:印发|转发|发布|批转)(?=.{6})", "", core)
    core = re.sub(r"[\"'·]|(?:\([^()]*\))+$|的(?:通知|公告|通告|决定|批复)$|^关于", "", core)
    return re.sub(f"^{re.escape(fold_text(region))}[省市县区]?(?=.{{6}})", "", core) if region else core


@lru_cache(maxsize=100_000)
def _pairs(title: str) -> frozenset[str]:
    return frozenset(bigrams(title))
