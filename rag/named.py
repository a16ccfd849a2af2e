"""Places or documents that a question names to be compared, and what it asks of each: 江西、辽宁和浙江哪里最高."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.documents import DocumentInfo
from index.lexicon import fold_text
from rag.classes import GENRES, title_of
from rag.mentioned import titles_in
from rag.paired import paired
from rag.scope import is_of, regions_of
from rag.terms import normalise, terms
from rag.whereabouts import mentions
from rag.wording import MORE

_JOIN = re.compile("以及|还有|[、和与及跟同]")
_JOINS = re.compile(r"[省市县区]?(?:\([^()]{1,12}\))?(?:以及|还有|[、,和与及跟同])+(?:[在对给由向按]|到了?)?")
_THAN = re.compile(r"[省市]?(?P<said>的?[^,。?;:]{0,24}?)(?:相?比(?![较例重])(?:起)?|跟|和|与|同)")
_BEHIND_THAN = re.compile("[省市]?(?:的)?(?:相比|比起来|比较|比)?(?:起来)?")
_LEFT_OUT = re.compile("[省市]?的(?=[,有哪谁各]|一样|分别|是否|相同|差)")
_COUNT = re.compile(r"的?[这那]?(?:[二两三四五六七八\d]|几)(?:[份个部项座]|省|市|地)[省市地区县]?(?:都|里面?|中)?")
_KIND = rf"(?:{GENRES}|计划|报告|文件)"
_GENRE = re.compile(rf"(?:{_KIND}|指南|解答|决定书|法典?)$")
_KINDS = re.compile(rf"{_KIND}|指南|法典")
_AHEAD = re.compile("(?:请|帮我|比较|对比|比|一下|按照?|根据|依照?|在|从)*")
_MARKS = str.maketrans("", "", "《》\"' ")
_SIZES = "高多大快长|低少小慢短|严宽松紧重轻贵贱久好差"
_WHICH = (
    r"(?:其中|是|在|数)*(?:边个|哪(?:一?[个家项种类样份部边方者条省市地座]|边|里|儿)|谁)"
    r"(?:省份?|市|地方?|城市|地区|县|区|文件|办法|规定|方案|条例|法)?(?:的)?"
)
_UTMOST = re.compile(
    rf"(?:{_WHICH}(?P<noun>[^,。?;多少几哪]{{0,12}}?))(?:(?:[最更较]|比较)|(?=[先早晚]|[高低大小长短快慢多少重轻严宽贵](?:一?[些点])?(?:呢|啊)?(?:[,。?;]|$)))"
    rf"(?P<size>[{_SIZES.replace('|', '')}先早晚后])(?P<verb>[^,。?;呢啊呀些一多少几]{{0,6}})(?:一?[些点])?(?:呢|啊)?"
)
_UTMOST_OF = re.compile(
    rf"(?P<noun>[^,。?;\0哪]{{0,12}}?)(?:[最更较]|比较)(?P<size>[{_SIZES.replace('|', '')}])的?(?:是)?{_WHICH}"
)
"""规模最大的是哪个."""
_WHICH_DOES = re.compile(rf"^(?P<side>\0都?)?{_WHICH}(?![年天月日种类项]|[?,。]|$)")
"""哪边写明了优惠."""
DOES = r"(?![达于约可能到至要概致了出是有为])[\u4e00-\u9fff]{1,2}?"
"""The verb in 多补多少, 多培育几家."""
_DIFFERS = re.compile(
    r"(?:两者|二者|两[地省市]|它们|彼此|之间|的)*(?:(?:相差|差距|差额|(?<![偏误时公])差)(?:了|出|是|为|有)*"
    rf"|(?:要|会|能)?(?<![最至不延增减扩提缩降加调放])[大多高长低少短快慢](?:[出了])?(?P<does>{DOES})?)"
    r"(?:多少|几|多大|多久)个?[^,。?;、]{0,4}"
)
_ALIKE = re.compile(
    "(?:规定|要求|标准|做法|说法|内容)?(?:一样吗|一样不一样|是否(?:一致|相同|一样)|相同吗|一致吗)"
    "|(?:各|都|分别)?(?:有)?(?:什么|哪些|何|啥|哪里|哪儿)?的?(?:不同|不一样|差别|差异|区别|异同)(?:在哪[里儿]?|是什么|吗)?|差在(?:哪[里儿]?|什么地方)|怎么比|(?:请|帮我)?(?:比较|对比)(?:一下)?"
)
_SAME = re.compile("一样(?:多|高|长|大)?吗|一样不一样|是否(?:也)?(?:一致|相同|一样)|相同吗|一致吗|是不是(?:一样|相同)")
_QUITE = ("比较", "对比")
"""比较完善 compares nothing."""
_COMMON = re.compile("共同|(?:哪|什么)[^,。?]{0,6}(?<!不)(?:相同|一样)|都(?:有|提到|写了)的|重合|交集")
"""What several have in common is not told by each alone."""
_OF_ALL = re.compile(
    r"^[这那]?(?:[两二三四五六七八\d几]|各)(?:[省市地者家方县区]|[份个部](?:文件|方案|办法|规定)?)份?的?"
)
_EACH = re.compile(
    "(?:各自|分别|各)(?=是|为|有|要|定|给|怎|[^,。?]{0,12}(?:多[少久长大高]|几|什么|怎|哪|谁|何))|各自?(?=[,?。]|$)|(?<=[\0])都"
)
_OWN = re.compile("(?:各自|分别|各)(?!地|类|级|项|种|方|界|部门|有关)")
_ASKS = re.compile("多少|几(?!乎)|什么|怎[么样]|哪|谁|何时|如何|多[大久长高]|百分之")
_SPLIT = re.compile(r"[,。;?]|、(?=各|分别|哪|谁)|(?:和|以及|及)(?=哪)")
_GENERIC = ("管", "定", "给", "补", "罚", "要求", "规定")
"""Verbs that measure nothing by themselves: 管得最严."""
_ALONE = re.compile("\0(?:都|分别)?(?:定|是|为|要|达|达到|有|规定|给|到)*(?:了)?多少$")
_LISTED = re.compile(
    r"(?P<before>(?:.*,)?\0(?:[省市]?的|在)?)(?P<items>[^,\0]+?)(?P<asks>(?:上|方面)?(?:是|有|为)?(?:多少|怎样的|怎么[^,?]{0,4}|什么)?\?)"
)
MEASURED = re.compile("(?:[率额数量价费钱]|比[例重]|占比|标准|规模|面积|里程|金额|年限|期限)$")
"""What has a value."""
_TWICE = re.compile(r"((?:19|20)\d\d年)\1")
"""The year of each of two that one asks about: 湖南2027年比安徽2027年."""
_LASTING = re.compile("(?:期限?|年限|时限|时间|时长)$")
_SHORTEST_ASPECT = 4  # characters of an aspect in a list of them
_MOST_SIZES, _LEAST_SIZES = "高多大快长久重贵", "低少小慢短轻"
_LONGEST = 24  # characters of a document's name in a list
_SHORTEST = 2
_FEW = 2  # documents that one piece of a title may mean
_TOGETHER = 3  # pieces between joining words that may be one title: 建设与运行管理办法


@dataclass(frozen=True, slots=True)
class NamedSide:
    """One of the things compared, as the question calls it: the documents of a region, or those `documents`."""

    name: str
    region: str | None = None
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Aspect:
    """What is asked of each: the `question` has NUL in the place of the side's name. `utmost` are the words that ask
    which side has most or least (最高, 最低), `differs` whether it is asked how far two are apart, `same` whether they
    are alike; `label` tells several aspects apart."""

    label: str
    question: str
    utmost: tuple[str, ...] = ()
    differs: bool = False
    same: bool = False

    def of(self, side: NamedSide) -> str:
        return self.question.replace("\0", side.name)


@dataclass(frozen=True, slots=True)
class NamedSides:
    """Two sides or more, in the question's order, and one aspect or more; `each` where the question says that it asks
    of each or how they differ, not only which of them it is."""

    sides: tuple[NamedSide, ...]
    aspects: tuple[Aspect, ...]
    each: bool = True


def named_sides(text: str, documents: Sequence[DocumentInfo]) -> NamedSides | None:
    """What a question asks of each of several places or documents that it names; None where it names no such list."""
    asked = normalise(text).strip()
    if _COMMON.search(asked) or any(pattern.search(asked) for pattern in MORE):
        return None
    twice = _asked_of_each(asked, documents)
    found = twice or _documents_listed(asked, documents) or _places_listed(asked, documents)
    if found is None:
        return None
    sides, rest = found
    aspects = [replace(aspect, same=bool(_SAME.search(rest))) for aspect in aspects_asked(rest)]
    each = twice is not None or any(pattern.search(rest) for pattern in (_DIFFERS, _UTMOST, _UTMOST_OF, _ALIKE, _OWN))
    return NamedSides(sides, tuple(aspects), each) if aspects else None


def _asked_of_each(text: str, documents: Sequence[DocumentInfo]) -> tuple[tuple[NamedSide, ...], str] | None:
    """The places of which clauses of their own ask the same, and what is asked of each, with NUL in their place."""
    found = paired(text)
    if found is None:
        return None
    indexed = regions_of(documents)
    named = [[m for m in mentions(clause, indexed) if m[1].name in indexed] for clause in (found.one, found.other)]
    if not all(named) or named[0][-1][1].name == named[1][-1][1].name:
        return None
    (word, region), (other_word, other_region) = (each[-1] for each in named)
    before, _, said = found.one.rpartition(word)
    ahead, _, other_said = found.other.rpartition(other_word)
    said, other_said = (re.sub("^[省市县区](?=的|$)", "", each) for each in (said, other_said))
    if ahead and ahead != before or other_said.strip("的") not in ("", said.strip("的")):
        return None  # something else is asked of the second
    sides = (NamedSide(word, region.name), NamedSide(other_word, other_region.name))
    return sides, f"{found.before}{before}\0{said}{found.behind}"


def _places_listed(text: str, documents: Sequence[DocumentInfo]) -> tuple[tuple[NamedSide, ...], str] | None:
    """The places of a list, or of which one is measured by another, and the question with NUL in their place."""
    indexed = regions_of(documents)
    spans: list[tuple[int, int, str]] = []
    at, holder = 0, None
    for word, region in mentions(text, indexed):
        start = text.find(word, at)
        if start >= 0 and region.name in indexed:
            if spans and holder and start == at and region.lies_in(holder):  # 泰州市海陵区 is one place
                start = spans.pop()[0]
            at = text.find(word, at) + len(word)
            spans.append((start, at, region.name))
            holder = region
    for first in range(len(spans)):
        run = [spans[first]]
        for span in spans[first + 1 :]:
            between = text[run[-1][1] : span[0]]
            if not (_JOINS.fullmatch(between) or not between):
                break
            run.append(span)
        before = spans[first - 1] if first else None
        than = _THAN.fullmatch(text, before[1], run[0][0]) if before and run[0][0] > before[1] else None
        if before and than and re.match("[省市]?(?:[两二三四五六七八][省市地])?的?(?:相比|比)", text[run[-1][1] :]):
            sides = tuple(NamedSide(text[s:e], name) for s, e, name in (before, *run))
            behind = re.sub("^[省市]?(?:[两二三四五六七八][省市地])?的?(?:相比|比)(?:起来|较)?", "", text[run[-1][1] :])
            return sides, f"{text[: before[0]]}\0{than['said']}{behind}"
        if len({name for *_, name in run}) > 1:
            sides = tuple(NamedSide(text[s:e], name) for s, e, name in run)
            behind = re.sub(r"^[省市县区](?=[^域级])|^\([^()]{1,12}\)", "", text[run[-1][1] :])
            behind = re.sub("^(?:相?比(?:较|起来)?|来说)(?=,)", "", behind)
            return sides, f"{text[: run[0][0]]}\0{_COUNT.sub('', behind, count=1) if _COUNT.match(behind) else behind}"
    for (start, end, one), (other_start, other_end, other) in zip(spans, spans[1:], strict=False):
        than = _THAN.fullmatch(text, end, other_start)
        behind = text[other_end:]
        left_out = than and than["said"].startswith("的") and _LEFT_OUT.match(behind)  # 湖南的补贴和四川的有何不同
        measured = than and ("比" in than.group() or re.match("[省市]?的?(?:相比|比)", behind))
        if than and one != other and (measured or left_out):
            sides = (NamedSide(text[start:end], one), NamedSide(text[other_start:other_end], other))
            rest = (_LEFT_OUT if left_out else _BEHIND_THAN).sub("", behind, count=1)
            return sides, f"{text[:start]}\0{than['said']}{rest}"
    return None


def _documents_listed(text: str, documents: Sequence[DocumentInfo]) -> tuple[tuple[NamedSide, ...], str] | None:
    """The documents of a list of titles or pieces of them, and the question with NUL in their place."""
    for piece in _listing_pieces(text):
        cuts = [m.span() for m in _JOIN.finditer(text, *piece)]
        starts = [piece[0], *(end for _, end in cuts)]
        ends = [*(start for start, _ in cuts), piece[1]]
        if len(starts) < 2:
            continue
        for first in range(len(starts) - 1):
            found: list[tuple[int, int, tuple[str, ...]]] = []
            at = first
            while at < len(starts):
                item = next(
                    (
                        (n, hit)
                        for n in range(min(at + _TOGETHER, len(starts)) - 1, at - 1, -1)
                        if (hit := _item(text, starts[at], ends[n], documents, at == first))
                    ),
                    None,
                )
                if item is None or item[1][1] < ends[at]:
                    short = _abbreviated(text, starts[at], ends[at], documents)
                    item = (at, short) if short else item
                if item is None:
                    break
                n, hit = item
                found.append(hit)
                said = text[hit[1] : ends[n]]  # 规划里的数和报告里的数
                again = len(found) == 1 and said[:1] in ("里", "中", "的") and said in text[ends[n] :]
                at = n + 1 if not said or again else len(starts)
            ids = [of for *_, of in found]
            if len(found) > 1 and len(set(ids)) == len(ids) and _are_documents(text, found):
                behind = text[found[-1][1] :]
                counted = _COUNT.match(behind)
                behind = re.sub(rf"^{_KIND}?(?:里面?|中)?", "", behind[counted.end() if counted else 0 :])
                sides = tuple(NamedSide(text[s:e].translate(_MARKS), None, of) for s, e, of in found)
                return sides, f"{text[: found[0][0]]}\0{behind}"
    return None


def _listing_pieces(text: str) -> Iterator[tuple[int, int]]:
    """The places of what stands between commas and stops, marks of lists within."""
    for match in re.finditer(r"[^,。;:?]+", text):
        yield match.span()


def _are_documents(text: str, found: Sequence[tuple[int, int, tuple[str, ...]]]) -> bool:
    """Whether the list is one of documents: each is called by its kind or in 《》, or all are behind the list."""
    behind = text[found[-1][1] :]
    counted = _COUNT.match(behind)
    each = all(_GENRE.search(text[s:e].translate(_MARKS)) or "《" in text[s:e] for s, e, _ in found)
    return each or bool(counted and re.match(f"的?{_KIND}", behind[counted.end() :]))


def _item(
    text: str, start: int, end: int, documents: Sequence[DocumentInfo], first: bool
) -> tuple[int, int, tuple[str, ...]] | None:
    """The longest part of a piece that is a piece of the title of a document or two: from its beginning, or from
    anywhere where it is the first of a list."""
    piece = text[start:end]
    regions = [(word, region.name) for word, region in mentions(piece, regions_of(documents))]
    earlier = [(word, region.name) for word, region in mentions(text[:start], regions_of(documents))]
    within = documents
    for _, name in (regions or earlier)[-1:]:
        within = [info for info in documents if is_of(info, {name})] or documents
    titles = "\n".join(map(_called, within))
    cuts = [m.span() for m in _JOIN.finditer(piece)]
    begins = range(start, start + (cuts[0][0] if cuts else end - start - _SHORTEST + 1)) if first else [start]
    for begin in begins:
        least = max(begin + _SHORTEST, start + cuts[-1][1]) if cuts else begin + _SHORTEST
        stops = range(min(end, begin + _LONGEST + 10), least - 1, -1)
        for stop in stops:
            if stop - begin > _LONGEST + 10:
                continue
            if of := _titled(text[begin:stop], [word for word, _ in regions], within, titles):
                return begin, stop, of
    return None


def _abbreviated(
    text: str, start: int, end: int, documents: Sequence[DocumentInfo]
) -> tuple[int, int, tuple[str, ...]] | None:
    """The beginning of a piece up to a kind of document whose words one title or two have all, in this order: 北斗三年
    行动计划 for 北斗产业高质量发展三年行动计划."""
    begin = start + len(_AHEAD.match(text[start:end]).group())  # type: ignore[union-attr]
    for kind in reversed([m for m in _KINDS.finditer(text, begin, end) if m.end() - begin <= _LONGEST]):
        said = re.sub(r"^(?:19|20)\d\d年的?", "", text[begin : kind.start()].translate(_MARKS))
        words = [word for word in _words(said) if word not in ("的", "市", "省")]
        if not words or min(map(len, words)) < _SHORTEST or len(words) > _TOGETHER:
            continue
        in_order = re.compile(".*?".join(map(re.escape, [*words, kind.group()])))
        meant = tuple(d.id for d in documents if in_order.search(_called(d)) or in_order.search(fold_text(d.source)))
        if 0 < len(meant) <= _FEW:
            return begin, kind.end(), meant
    return None


def _words(text: str) -> list[str]:
    """The words of a text, characters that stand alone put together: 低空."""
    import rjieba

    words: list[str] = []
    single = False
    for word in rjieba.cut(text):
        if single and len(word) == 1:
            words[-1] += word
        else:
            words.append(word)
        single = len(word) == 1
    return words


def _titled(called: str, regions: Sequence[str], documents: Sequence[DocumentInfo], titles: str) -> tuple[str, ...]:
    """The ids of the documents whose titles have the words, kind and topic each together; empty where they have not,
    or are many. `titles` are those of all the documents, one a line."""
    if "《" in called:
        groups = (
            titles_in(called, documents) if re.fullmatch(r"(?:国务院|(?:19|20)\d\d年的?)?《[^》]+》", called) else []
        )
        return tuple(info.id for info in groups[0]) if len(groups) == 1 else ()
    plain = re.sub("^国务院|^我?[省市国]的?|^(?:19|20)\\d\\d年的?", "", called.translate(_MARKS))
    for word in regions:
        plain = re.sub(f"^{re.escape(word)}[省市县区]?的?", "", plain)
    genre = _GENRE.search(plain)
    topic = plain[: genre.start()] if genre else plain
    if len(topic) < _SHORTEST or topic.startswith("的") or topic.endswith("的") or topic not in titles:
        return ()
    meant = [d for d in documents if topic in (title := _called(d)) and (not genre or genre.group() in title)]
    exact = [d for d in meant if genre and topic + genre.group() in _called(d)]
    whole = [d for d in exact if re.search(rf"(?:^|[省市县区州国《<\"]){re.escape(plain)}$", _called(d))]
    meant = whole or exact or meant
    return tuple(d.id for d in meant) if 0 < len(meant) <= _FEW else ()


@dataclass(slots=True)
class _Clause:
    """A clause that asks: what it asks of each side, by what name, and which utmost."""

    said: str
    label: str
    utmost: list[str]


def aspects_asked(rest: str, bare: bool = False) -> list[Aspect]:
    """What a question asks of each side, whose names NUL stands for; `bare` where a side itself may be measured.

    >>> [a.question for a in aspects_asked("2025年床位占比,\\0哪个省定得最高,哪个最低?")]
    ['\\x002025年床位占比定多少?']
    >>> [(a.question, a.utmost) for a in aspects_asked("\\0都奖励交易,哪里的奖励比例最高?哪里的封顶金额最高?")]
    [('\\x00奖励交易,奖励比例是多少?', ('最高',)), ('\\x00奖励交易,封顶金额是多少?', ('最高',))]
    >>> aspects_asked("到2025年\\0的装机目标高多少?")[0].question
    '到2025年\\x00的装机目标是多少?'
    >>> aspects_asked("买\\0多补多少?")[0].question, aspects_asked("\\0差几年?", bare=True)[0].question
    ('买\\x00补多少?', '\\x00是多少?')
    """
    context: list[str] = []
    asked: list[_Clause] = []
    alone: list[str] = []  # the utmost asked for in a clause that says nothing else
    differs = compares = which = False
    for piece in filter(None, (c.strip() for c in _SPLIT.split(rest))):
        clause = _OF_ALL.sub("", piece)
        said, noun, size = _without_which(clause)
        apart = _DIFFERS.sub(lambda m: f"{m['does']}多少" if m["does"] else "", said)
        each = _EACH.sub("", apart)
        alike = _ALIKE.sub("", each)
        which |= said != clause
        differs |= apart != said
        compares |= alike != each or bool(size)
        own = alike.replace("\0", "").strip("的是 ")
        if noun in _GENERIC:
            noun, own = "", "" if own == noun or (asked and own == f"{noun}多少") else own
        kept = alike.strip(" ,的") if alike != each or apart != said else alike
        if size and noun and asked and noun in asked[-1].label:
            asked[-1].utmost.append(size)  # 封顶各多少,哪个封顶更低
        elif size and (noun or own):
            asked.append(_Clause(kept, noun or own, [size]))
        elif size:
            alone.append(size)
            context += [kept] if "\0" in kept else []
        elif (apart != said and not _ASKS.search(apart)) or alike != each:
            context += [kept] if own else ["\0"] if "\0" in kept else []
        elif not _ASKS.search(kept):
            context.append(kept)
        elif asked and asked[-1].utmost and not _has_content(kept):
            asked[-1].said = _joined(asked[-1].said, kept)
        else:
            asked.append(_Clause(kept, own, []))
    if asked:
        asked[-1].utmost += alone
        return [each for clause in asked for each in _each_listed(_aspect(clause, context, differs, asked))]
    body = _TWICE.sub(r"\1", ",".join(context))
    if not (compares or differs or which) or not (bare or terms(body.replace("\0", ""))):
        return []
    values = differs or alone or MEASURED.search(body)
    ends = "" if _ASKS.search(body) or not (compares or differs) else f"是{_measure(body)}" if values else "是怎样的"
    return _each_listed(Aspect("", f"{body}{ends}?", tuple(alone), differs))


def compares_from(text: str) -> int | None:
    """Where a normalised question begins to ask which of several, how far apart they are or what of each; None where
    it does not."""
    found = (pattern.search(text) for pattern in (_DIFFERS, _UTMOST, _UTMOST_OF, _EACH, _ALIKE))
    return min((match.start() for match in found if match and match.group() not in _QUITE), default=None)


def _each_listed(aspect: Aspect) -> list[Aspect]:
    """The aspects that one lists, else itself.

    >>> [a.question for a in _each_listed(Aspect("", "\\0的年交易额和质检中心数量是多少?"))]
    ['\\x00的年交易额是多少?', '\\x00的质检中心数量是多少?']
    """
    found = _LISTED.fullmatch(aspect.question)
    items = [item.strip("的 ") for item in re.split("、|和|以及|及", found["items"])] if found else []
    if not found or len(items) < 2 or min(map(len, items)) < _SHORTEST_ASPECT or not all(map(terms, items)):
        return [aspect]
    return [replace(aspect, label=item, question=f"{found['before']}{item}{found['asks']}") for item in items]


def _aspect(clause: _Clause, context: Sequence[str], differs: bool, asked: Sequence[_Clause]) -> Aspect:
    """What one clause asks, with those ahead that ask nothing."""
    named = any("\0" in each.said for each in asked)
    ahead = [said for said in context if said != "\0" or not named]
    if len(asked) == 1 and ahead and _ALONE.match(clause.said):
        # 床位占比,江西定多少: what is asked stands in front.
        body = f"\0{','.join(ahead)}{clause.said}".replace("\0", "").join(("\0", ""))
    else:
        body = ",".join([*ahead, clause.said])
    if "\0" not in body:
        body = f"\0,{body}"
    body = _TWICE.sub(r"\1", body.replace("\0", "", body.count("\0") - 1))
    return Aspect(clause.label, f"{body.strip(',')}?", tuple(clause.utmost), differs)


def _has_content(clause: str) -> bool:
    """Whether a clause says what it asks about: 各到哪天 does not."""
    left = re.sub(rf"{_ASKS.pattern}|[天年月日时候个元亿万吨家]", "", clause.replace("\0", ""))
    return len(re.sub("[到是为要有达于在能会可]", "", left)) >= _SHORTEST


def _joined(before: str, behind: str) -> str:
    """Two clauses that ask one thing: 有效期是多少, 到什么时候; 什么时候到期, 到哪天 asks it twice."""
    if "什么时候" in before:
        return before
    return f"{re.sub('(?:是)?多少$|什么时候$', '', before)}{behind}"


def _without_which(clause: str) -> tuple[str, str, str]:
    """A clause asked of one side, what is measured, and the words that ask for the utmost (最高); empty without."""
    found = _UTMOST.search(clause) or _UTMOST_OF.search(clause)
    if found is None:
        return _WHICH_DOES.sub(lambda m: m["side"] or "", clause, count=1), "", ""
    noun = re.sub("^(?:的|是)|(?:定|管|给|补|规定)?得$|的$|是$", lambda m: m.group().rstrip("得的是"), found["noun"])
    verb = found.groupdict().get("verb") or ""
    size = found["size"]
    before, behind = clause[: found.start()], clause[found.end() :]
    word = found.group()[: found.group().rindex(size)][-1:].replace("比", "较")
    word = (word if word in ("最", "更", "较") else "更") + size
    if size in "先早晚后":
        return f"{before}{noun}什么时候{verb}{behind}", noun or verb, word
    if size not in _MOST_SIZES + _LEAST_SIZES or (noun in ("", "管", "定") and not before.strip("\0")):
        ask = f"{noun}多少" if noun and noun != "管" else ""
    else:
        ask = f"{noun}多少" if noun in ("定", "管", "给", "补", "罚") else f"{noun}是{_measure(noun or before)}"
    return f"{before}{ask}{behind}", noun, word


def _measure(noun: str) -> str:
    """What asks for the value of a thing: 有效期 lasts 多久, which a day may tell."""
    return "多久" if _LASTING.search(noun) else "多少"


def _called(info: DocumentInfo) -> str:
    """The folded title of a document, else the name of its file."""
    return title_of(info) or fold_text(info.name)
