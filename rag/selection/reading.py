"""What answers, read out of the sentence that was chosen and those behind it: log-linear models of extents, one of the
fewest words that answer, one of what a reader is told.

Their weights are `rag/data/reading.json`, written by `python -m eval reading`.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from index.documents import Span
from index.lexicon import fold_text, simplified
from rag.language import dates, wording
from rag.language.likeness import static_embedder
from rag.remembered import Remembered
from rag.selection.bounds import bounded
from rag.selection.extents import CLASSES, Class, Word, class_of, extents, window, words_of
from rag.understanding.wanted import KINDS, Kind, Wanted, wanted

Floats = NDArray[np.float32]
_REMEMBERED = 40_000  # words whose vectors are kept in memory
_ALIKE, _WITHIN = 0.45, 0.8  # least cosine of words that mean much the same; likeness of a word and one that holds it
_NEAR, _FAR, _BREAK = 2.0, 8.0, 2.0  # words over which what stands beside an extent fades, and what a mark adds
Of = Literal["words", "told"]
"""What a fit is of: the fewest words that answer, or what a reader would be told."""
ALL: Literal["all"] = "all"
"""The name of the weights that all kinds share."""
_LIKELY = 60  # extents that the others are judged by
_MOST_LIKELY = 30.0
_ENOUGH: Mapping[Of, float] = {"words": 0.7, "told": 0.5}
"""Expected F1 from which these are told; where neither is sure, rules of clauses choose. Set by hand."""
_IN_WORDS: tuple[Kind, ...] = ("number", "when", "who", "name")  # may be answered by a few words
_CUT = 3.0  # how much less likely, in logs, an extent is told that cuts a list or, of some kinds, a clause
_IN_CLAUSES: tuple[Kind, ...] = ("how", "yesno")  # are answered by more than a few words
_OF_WORDS = 2.0  # how much likelier one is told that has the words of the figure asked for
_MISSED: Mapping[Of, float] = {"words": 2.0, "told": 1.3}
"""What is missed of an answer, beside what is too much."""
_MARGIN = 8  # code points before a clause in which a condition's end is looked for
_SEVERAL = (8, 20, 45)  # lengths that count where several things are asked
_LENGTHS = (2, 4, 8, 12, 20, 30, 45, 65, 90, 130, 180, 250, 350)
_TIME = re.compile(
    r"\d[年月日号时]|[今明去本当同][年月日天]|[月年]底|日起|之日|季度|周[一二三四五六日]|[上下]午|[个半两]月|每[年月日周天]"
)
_MARK = re.compile("[，,；;：:。]")
_HOLDS: Mapping[Kind, re.Pattern[str]] = {
    "when": re.compile("年(?!均|度?增|产|收入|利率|营业|交易)|[月日天号时周期季]|分钟"),
    "number": re.compile(r"[\d０-９一二三四五六七八九十百两半]"),
}
"""What words that answer cannot be without."""
_CONDITION = re.compile("[的者后时前][，,]$")  # how a clause ends that is a condition of the next
_SAID = "表示|指出|介绍|透露|认为|显示|称|强调|说"
_FRAME = re.compile(
    "(?:为了?|根据|按照|依据|鉴于|结合|随着|针对|截至|据|近日|日前|目前|此前|昨日|今天"
    rf"|[^，,。]{{1,12}}(?:{_SAID}))[^，,。]*[，,：:]"
)
"""A clause with which a sentence begins that says on what occasion, when or by whom it is said."""
_GOES_ON = re.compile(
    "同时|此外|另外|并|而且|还|也|其次|再次|最后|[二三四五]是|第[二三四五]|其中|[②③④⑤]|[（(][二三四五2-5]|[二三][、，]"
    "|与此|不仅|以及|[2-9][.．、]"
)
_PRONOUN = re.compile("[其该这此他她它]|对此|因此|所以|因而|从而")
_LEANING = re.compile("之[日前后内间下]|以[前后内上下外]|日[起前后内]")
_DANGLING = re.compile(
    "满|达到?|至少|最[多高低少]|[超不]超?过|不[低少高多]于|[低少高多]于|约|[为共是按每且并或和与及]|连续|累计"
)
"""How no words that answer begin, and how none end: 之日起 of 自发布之日起, 连续 of 连续满3年."""
_UNIT = re.compile(r"(?:多少|几)[十百千万亿]*个?([^\W\d]+)$")
_FIGURE = re.compile(r"[\d一二三四五六七八九十百千万亿两几半]")
_FIGURES = re.compile(
    r"\d+(?:\.\d+)?(?![\d、级])|[一二三四五六七八九十百千万亿两半]+(?![一二三四五六七八九十、级类条款章])"
)
"""Figures but not numbers of classes or articles."""
_LENGTH_ASKED = re.compile(
    "多久|多长时间|(?:多少|(?<![哪这前近])几)个?(?:年|月(?!份|几)|天|日|周|工作日|小时|分钟|星期)"
)
_DIMENSION_ASKED = re.compile("多(?P<how>[高长宽深厚])|(?P<of>[高长宽深厚])度?[^,。?]{0,4}多少")
_TOWARDS = re.compile("^.?向|向[^，,。；;]{0,2}$")
"""What stands before those who are told or asked, who do not do it: 向社会公布."""
_MONEY, _SHARE = re.compile("[元币]|美金"), re.compile("%|百分|成|倍|番")
_NAMES = ("noun", "body", "firm", "place", "person", "other")
_ASKS_MONEY = re.compile("钱|元|资金|金额|投资|补贴|费|价|工资|薪|收入|贷款|奖金|罚款|how much")
_ASKS_SHARE = re.compile("百分|比例|比重|率|幅|增长|占|percent|rate|share")

_STARTS = (*(f"after {c}" for c in CLASSES), *(f"first {c}" for c in CLASSES))
_LEFT = ("left near", "left far", "left near, asked right", "left far, asked right", "follows")
_ENDS = (*(f"last {c}" for c in CLASSES), *(f"before {c}" for c in CLASSES))
_RIGHT = ("right near", "right far", "right near, asked left", "right far, asked left", "precedes")
_HEAD = ("head last", "head letter", "head next")
TURNS = (
    "begins behind", "begins far behind", "ends far behind",
    "after condition", "frame", "begins going on", "begins going on within", "cut what goes on", "pronoun",
)  # fmt: skip
"""Where in the passage an extent begins and ends, and at what clauses."""
_OF_SEVERAL = ("several, sentences", "several, clauses", *(f"several, longer than {n}" for n in _SEVERAL))
ONLY_TOLD = (*TURNS, *_OF_SEVERAL)
"""What counts only for what is told, not for the fewest words that answer."""
_WHOLE = (
    "head inside", "head right before", "asked inside", "asked a length", "new", "asked in clause", "asked in sentence",
    "figure", "no figure", "unit", "date", "money", "share", "list", "quoted",
    "whole clauses", "whole sentence", "clauses", "sentences", "goes on", "to the end", "whole chosen",
    *TURNS, "cut list", "cut name before", "cut name behind", "cut before verb", "cut figure", *_OF_SEVERAL,
)  # fmt: skip
FEATURES = (
    *_STARTS, *_LEFT, *_ENDS, *_RIGHT, *_HEAD, *_WHOLE, *(f"longer than {n}" for n in _LENGTHS),
)  # fmt: skip
"""What is measured of an extent. `left` and `right` are the question's words beside it, those that stand on the same
side of the words that ask unless it says otherwise; `head` is what is asked of (企业 in 哪家企业), `asked` the
question's words, `new` others."""


def _measured(words: Sequence[str]) -> list[tuple[NDArray[np.float16], float]]:
    model = static_embedder()
    rows = [model.piece_vectors(pieces).sum(axis=0) for pieces in model.pieces(words)]
    lengths = [float(np.linalg.norm(row)) for row in rows]
    return [((row / max(n, 1e-9)).astype(np.float16), n) for row, n in zip(rows, lengths, strict=True)]


_words = Remembered(_measured, _REMEMBERED)


def _vectors(words: Sequence[str]) -> tuple[Floats, Floats]:
    """The unit vector of each word, (words, dimension), and how much it says."""
    found = _words.of(words)
    rows = [vector for vector, _ in found] or np.zeros((0, static_embedder().dimension))
    return np.array(rows, np.float32), np.array([length for _, length in found], np.float32)


@dataclass(frozen=True, slots=True)
class Near:
    """Clauses in which an answer is looked for, and how much likelier, in logs, an extent is that has some of them."""

    start: int
    end: int
    pull: float


class Asked:
    """A question's words, what each weighs, and on which side of the words that ask it stands."""

    def __init__(self, question: str) -> None:
        import rjieba

        self.wanted: Wanted = wanted(question)
        self.words: list[str] = []
        places: list[tuple[int, int]] = []
        at = 0
        for piece in rjieba.cut(self.wanted.question):
            if re.search(r"\w", piece):
                self.words.append(piece)
                places.append((at, at + len(piece)))
            at += len(piece)
        start, end = self.wanted.start, self.wanted.end
        asks = [s < end and e > start for s, e in places]
        stop = wording.stop_words()
        says = [word not in stop and not asking for word, asking in zip(self.words, asks, strict=True)]
        self.vectors, lengths = _vectors(self.words)
        weights = np.where(says, lengths, 0.0)
        self.weights = (weights / max(float(weights.sum()), 1e-9)).astype(np.float32)
        self.left = np.array([e <= start for _, e in places], np.bool_)
        self.before = max((n for n, (_, e) in enumerate(places) if e <= start), default=None)
        self.after = min((n for n, (s, _) in enumerate(places) if s >= end), default=None)
        self.head = self._head(says, asks)

    def _head(self, says: Sequence[bool], asks: Sequence[bool]) -> list[int]:
        """What is asked of: 企业 in 哪家企业, 注册 资本 in 注册资本是多少."""
        named = [n for n, asking in enumerate(asks) if asking and not re.match("哪|谁|什么|多|几", self.words[n])]
        if named and self.wanted.kind == "who":
            return named
        if self.after is not None and says[self.after]:
            further = self.after + 1
            return [self.after, further] if further < len(says) and says[further] else [self.after]
        said = [n for n, each in enumerate(says) if each and self.left[n]]
        return said[-1:]


class Window:
    """The words of the chosen sentence and those behind it, their extents and what is measured of each."""

    def __init__(self, asked: Asked, text: str, chosen: Span) -> None:
        self._asked = asked
        self._text = text = simplified(text)
        spans = window(text, chosen)
        self._words: list[Word] = [w for n, span in enumerate(spans) for w in words_of(text, span, n)]
        self._classes: list[Class] = [class_of(word) for word in self._words]
        self._folded = [fold_text(word.text) for word in self._words]
        self._sentence = np.array([word.sentence for word in self._words], np.int64)
        self.extents = np.array(extents(self._words, self._classes), np.int64).reshape(-1, 2)
        self.starts = np.array([word.start for word in self._words], np.int64)[self.extents[:, 0]]
        self.ends = np.array([word.end for word in self._words], np.int64)[self.extents[:, 1]]
        self._own = sum(span.start < chosen.end for span in spans)  # sentences of the chosen span

    def scores(self, of: Of) -> NDArray[np.float64]:
        """How likely each extent is the words that answer, or what is told, in logs."""
        return (self.features @ weights(of)[self._asked.wanted.kind]).astype(np.float64)

    def feature(self, name: str) -> NDArray[np.bool_]:
        """Which extents have a feature."""
        found: NDArray[np.bool_] = self.features[:, FEATURES.index(name)] > 0
        return found

    def share_of_words(self) -> NDArray[np.float64]:
        """How likely the words that answer stand in each extent."""
        scores = self.scores("words")
        chances = np.exp(scores - scores.max())
        likely = np.argsort(-chances)[:_LIKELY]
        starts, ends = self.starts[likely], self.ends[likely]
        held = (self.starts[:, None] <= starts) & (self.ends[:, None] >= ends)
        share: NDArray[np.float64] = held @ (chances[likely] / chances[likely].sum())
        return share

    @property
    def stands_alone(self) -> NDArray[np.bool_]:
        """Which extents neither begin with what stands behind a word nor end with one that stands before others."""
        first, last = self.extents.T
        leaning = np.array([bool(_LEANING.match(self._text, word.start)) for word in self._words], np.bool_)
        dangling = np.array([bool(_DANGLING.fullmatch(word.text)) for word in self._words], np.bool_)
        kept: NDArray[np.bool_] = ~leaning[first] & ~dangling[last]
        return kept

    @cached_property
    def _like(self) -> Floats:
        """The likeness of each word of the question to each of the text, (asked, words)."""
        asked = self._asked.words
        like: Floats = self._asked.vectors @ self._word_vectors[0].T
        words = list(enumerate(self._folded))
        longer = [(column, other) for column, other in words if len(other) > 1]
        for row, word in enumerate(asked):
            for column, other in longer if len(word) > 1 else words:
                if word == other:
                    like[row, column] = 1.0
                elif len(word) > 1 and (word in other or other in word):
                    like[row, column] = max(like[row, column], _WITHIN)
        return like

    @cached_property
    def _word_vectors(self) -> tuple[Floats, Floats]:
        """The unit vector of each word of the text, and how much it says."""
        return _vectors(self._folded)

    @cached_property
    def features(self) -> Floats:
        """A row an extent, in the order of FEATURES."""
        if not self._asked.words:
            return np.zeros((len(self.extents), len(FEATURES)), np.float32)
        first, last = self.extents.T
        starts, ends = self._boundaries()
        return np.concatenate([starts[first], ends[last], self._wholes(first, last)], axis=1)

    @cached_property
    def _said(self) -> tuple[Floats, Floats, Floats, Floats]:
        """How much of the question each word says: all, what stands left and right of the words that ask; and how
        much it says that the question does not."""
        asked = self._asked
        alike = np.where(self._like >= _ALIKE, self._like, 0.0)
        weighed = alike * asked.weights[:, None]
        sides = [np.where(side[:, None], weighed, 0.0).max(axis=0) for side in (asked.left, ~asked.left)]
        known = np.minimum((alike * (asked.weights > 0)[:, None]).max(axis=0), 1.0)
        stop = wording.stop_words()
        content = [word not in stop and bool(re.search(r"\w", word)) for word in self._folded]
        new = np.where(content, self._word_vectors[1] * (1 - known), 0.0)
        return weighed.max(axis=0), sides[0], sides[1], new

    def _boundaries(self) -> tuple[Floats, Floats]:
        """What speaks for a beginning before each word, and for an end after it."""
        asked, count = self._asked, len(self._words)
        _, left, right, _ = self._said
        steps = [1.0 + (_BREAK if c in ("clause", "stop") else 0.0) for c in self._classes]
        like = np.maximum(self._like, 0.0)
        edge = [n in (0, count) or self._sentence[n - 1] != self._sentence[n] for n in range(count + 1)]
        numbers = [CLASSES.index(c) for c in self._classes]
        before = [0 if edge[n] else numbers[n - 1] for n in range(count)]
        after = [0 if edge[n + 1] else numbers[n + 1] for n in range(count)]
        one = np.eye(len(CLASSES), dtype=np.float32)
        beside = np.zeros((count, 5), np.float32)
        behind = np.zeros((count, 8), np.float32)
        for column, (own, scale) in enumerate(((left, _NEAR), (left, _FAR), (right, _NEAR), (right, _FAR))):
            beside[:, column] = _fading(own, steps, scale)
        for column, (own, scale) in enumerate(((right, _NEAR), (right, _FAR), (left, _NEAR), (left, _FAR))):
            behind[:, column] = _fading(own[::-1], steps[::-1], scale)[::-1]
        if asked.before is not None:
            beside[1:, 4] = like[asked.before, :-1]
        if asked.after is not None:
            behind[:-1, 4] = like[asked.after, 1:]
        headed = self._headed
        heads = {asked.words[n][-1] for n in asked.head}
        behind[:, 5] = headed
        behind[:, 6] = [word[-1:] in heads for word in self._folded]
        behind[:-1, 7] = headed[1:]
        return (
            np.concatenate([one[before], one[numbers], beside], axis=1),
            np.concatenate([one[numbers], one[after], behind], axis=1),
        )

    @cached_property
    def _headed(self) -> Floats:
        """The likeness of each word to what is asked of."""
        head = self._asked.head
        return np.maximum(self._like[head].max(axis=0), 0.0) if head else np.zeros(len(self._words), np.float32)

    def _wholes(self, first: NDArray[np.int64], last: NDArray[np.int64]) -> Floats:
        """What is measured of the extents as wholes."""
        classes, sentence, count = self._classes, self._sentence, len(self._words)

        def inside(values: Sequence[float] | NDArray[np.generic]) -> NDArray[np.float64]:
            sums = np.concatenate([[0.0], np.cumsum(values)])
            found: NDArray[np.float64] = sums[last + 1] - sums[first]
            return found

        said, _, _, new = self._said
        asked, headed = self._asked, self._headed
        lengths = self.ends - self.starts
        asked_inside = inside(said)
        clause = np.cumsum([0, *(c in ("clause", "stop") for c in classes)])[:-1] + 1000 * sentence
        around = [_elsewhere(said, groups, first, last) - asked_inside for groups in (clause, sentence)]
        around = [np.maximum(each, 0.0) for each in around]
        folded = list(zip(classes, self._folded, strict=True))
        figure = inside([c in ("figure", "number", "share") or word[:1] == "第" for c, word in folded]) > 0
        unit, money, share = (inside(each) > 0 for each in self._fitting())
        dated = inside([c == "date" or bool(_TIME.search(word)) for c, word in folded]) > 0
        # Places between words: where sentences begin, and where clauses do.
        edges = np.array([n in (0, count) or sentence[n - 1] != sentence[n] for n in range(count + 1)])
        marks = np.array([c in ("clause", "stop") for c in classes])
        stops = np.array([c == "stop" or word == ";" for c, word in folded])
        heads, begins = edges[:-1], edges[:-1] | np.concatenate([[False], marks[:-1]])
        tails = edges[1:] | np.concatenate([stops[1:], [True]])
        closes = edges[1:] | np.concatenate([marks[1:], [True]])
        opened = np.array([c in ("open", "title") for c in classes])
        shut = np.array([c == "close" for c in classes])
        further = sentence[last] - sentence[first]
        own = sentence[last] < self._own
        several = float(asked.wanted.several)
        clauses = np.minimum(inside([c == "clause" for c in classes]), 8) / 4
        sentences = np.minimum(further, 5) / 2
        columns = [
            inside(headed > 0.6) > 0,
            np.where(first > 0, headed[np.maximum(first - 1, 0)], 0.0),
            asked_inside,
            10 * asked_inside / np.maximum(lengths, 1),
            np.log1p(inside(new)),
            *around,
            figure, ~figure, unit, dated, money, share,
            np.minimum(inside([c == "dun" for c in classes]), 6) / 3,
            opened[first] & shut[last],
            begins[first] & closes[last],
            heads[first] & tails[last] & (further == 0),
            clauses,
            sentences,
            ~own,
            (last >= count - 2) & (further > 0),
            (first == 0) & tails[last] & own & (sentence[last] == self._own - 1),
            sentence[first] >= self._own,
            sentence[first] > self._own,
            sentence[last] > self._own,
            *self._turns(first, last, heads, begins, closes, clauses > 0),
            *self._cuts(first, last, heads),
            several * sentences,
            several * clauses,
            *(several * (lengths > n) for n in _SEVERAL),
            *(lengths > n for n in _LENGTHS),
        ]  # fmt: skip
        rows = np.empty((len(first), len(columns)), np.float32)
        for n, column in enumerate(columns):
            rows[:, n] = column
        return rows

    def _turns(
        self,
        first: NDArray[np.int64],
        last: NDArray[np.int64],
        heads: NDArray[np.bool_],
        begins: NDArray[np.bool_],
        closes: NDArray[np.bool_],
        several: NDArray[np.bool_],
    ) -> tuple[NDArray[np.bool_], ...]:
        """Whether an extent begins behind a condition, with an occasion or a source, with what goes on from what stands
        before it or with a pronoun, and whether it ends before what goes on. `heads` and `begins` are the words that
        sentences and clauses begin with, `closes` those that clauses end with, `several` extents of several clauses."""
        text, starts = self._text, [word.start for word in self._words]

        def beginning(pattern: re.Pattern[str]) -> NDArray[np.bool_]:
            found = [bool(may and pattern.match(text, at)) for may, at in zip(begins, starts, strict=True)]
            return np.array(found, np.bool_)

        behind = np.array([bool(_CONDITION.search(text, max(at - _MARGIN, 0), at)) for at in starts], np.bool_)
        going = beginning(_GOES_ON)
        marks = np.array([c in ("clause", "stop") for c in self._classes])
        following = np.minimum(last + 1, len(starts) - 1)
        following = np.where(marks[following], np.minimum(last + 2, len(starts) - 1), following)
        return (
            behind[first] & begins[first],
            beginning(_FRAME)[first] & several,
            going[first] & heads[first],
            going[first] & ~heads[first],
            closes[last] & going[following] & (following > last),
            beginning(_PRONOUN)[first],
        )

    def _cuts(
        self, first: NDArray[np.int64], last: NDArray[np.int64], heads: NDArray[np.bool_]
    ) -> tuple[NDArray[np.bool_], ...]:
        """Whether an extent begins or ends in the middle of a list, a name, a figure with what it counts."""
        classes = self._classes
        names = np.array([c in _NAMES for c in classes])
        lists = np.array([c in ("dun", "and") for c in classes])
        figures = np.array([c in ("figure", "number") for c in classes])
        verbs = np.array([c == "verb" for c in classes])
        starting = (first > 0) & ~heads[first]
        previous = np.maximum(first - 1, 0)
        following = np.minimum(last + 1, len(classes) - 1)
        ending = (last + 1 < len(classes)) & ~heads[following]
        several = np.concatenate([[0], np.cumsum(lists)])
        listed = several[last + 1] > several[first]
        return (
            listed & ((starting & lists[previous]) | (ending & lists[following])),
            starting & names[previous] & names[first],
            ending & names[last] & names[following],
            ending & names[last] & verbs[following],
            ending & figures[last] & names[following],
        )

    def _fitting(self) -> tuple[list[bool], list[bool], list[bool]]:
        """Which words have the unit asked for, money where money is asked for, a share where one is."""
        asked = self._asked.wanted
        unit = _UNIT.search(asked.question[asked.start : asked.end]) if asked.kind in ("number", "when") else None
        money, share = bool(_ASKS_MONEY.search(asked.question)), bool(_ASKS_SHARE.search(asked.question))
        figure = [bool(_FIGURE.search(word)) for word in self._folded]
        near = [here or (n > 0 and figure[n - 1]) for n, here in enumerate(figure)]
        pairs = list(zip(near, self._folded, strict=True))
        return (
            [unit is not None and here and unit.group(1) in word for here, word in pairs],
            [money and here and bool(_MONEY.search(word)) for here, word in pairs],
            [share and here and bool(_SHARE.search(word)) for here, word in pairs],
        )


def _fading(values: Floats, steps: Sequence[float], scale: float) -> list[float]:
    """For each place the sum of what stands before it, less the farther off."""
    total, found = 0.0, []
    for value, step in zip(values.tolist(), steps, strict=True):
        found.append(total)
        total = (total + value) * _kept(step, scale)
    return found


@cache
def _kept(step: float, scale: float) -> float:
    """What a step leaves of what stands before it."""
    return float(np.exp(-step / scale))


def _elsewhere(
    values: Floats, groups: NDArray[np.int64], first: NDArray[np.int64], last: NDArray[np.int64]
) -> NDArray[np.float64]:
    """The sum over the groups that an extent begins and ends in."""
    _, number = np.unique(groups, return_inverse=True)
    sums = np.bincount(number, values)
    both = sums[number[first]] + np.where(number[first] == number[last], 0.0, sums[number[last]])
    return np.asarray(both, np.float64)


def read(question: str, text: str, chosen: Span, near: Near | None = None) -> Span | None:
    """What of the chosen sentence, or of it and those behind it, answers: words, clauses or sentences; None where that
    is not sure.

    `near` are the clauses in which an answer is looked for by their words. A question that asks several things is not
    answered so.
    """
    asked = _asked(question)
    found = _window(question, text, chosen)
    if asked.wanted.several or not len(found.extents):
        return None
    fits: tuple[Of, ...] = ("words", "told") if asked.wanted.kind in _IN_WORDS else ("told",)
    for of in fits:
        span, expected = _best(asked, found, of, text, chosen, near)
        if expected >= _ENOUGH[of]:
            return span
    return None


def _best(asked: Asked, found: Window, of: Of, text: str, chosen: Span, near: Near | None) -> tuple[Span, float]:
    """The best extent and its expected F1; 0 for one that lacks what the kind wanted cannot be without."""
    kind = asked.wanted.kind
    scores, starts, ends = found.scores(of), found.starts, found.ends
    if of == "told":
        scores -= _CUT * found.feature("cut list")
        if kind in _IN_CLAUSES:
            scores -= _CUT * ~found.feature("whole clauses")
        if kind == "number":
            scores += _OF_WORDS * found.share_of_words()
    if near is not None:
        scores += near.pull * ((starts < near.end) & (ends > near.start))
    text = simplified(text)
    masks = []
    if kind == "number":
        told = _figures_told(asked.wanted.question, text, chosen)
        masks.append([(starts <= figure.start) & (ends >= figure.end) for figure in told])
    if kind == "when":
        lengths = _lengths_told(asked.wanted.question, text, chosen)
        masks.append([(starts <= length.start) & (ends >= length.end) for length in lengths])
    if kind == "who" and "向" not in asked.wanted.question:
        masks.append([_does_it(text, starts, ends)])
    masks.append([_tells(text, size, starts, ends) for size in _sizes_told(asked.wanted.question, text, chosen)])
    masks.append([_tells(text, bound, starts, ends) for bound in bounded(asked.wanted.question, text, chosen)])
    masks.append([found.stands_alone])
    kept = np.ones(len(scores), np.bool_)
    for mask in masks:
        within = kept & np.any(mask, axis=0)
        kept = within if within.any() else kept
    scores, starts, ends = scores[kept], starts[kept], ends[kept]
    best, expected = choose(scores, starts, ends, of)
    span = Span(int(starts[best]), int(ends[best]))
    shape = _HOLDS.get(kind)
    lacks = shape is not None and not shape.search(text, span.start, span.end)
    return span, 0.0 if lacks else expected


def _figures_told(question: str, text: str, chosen: Span) -> list[Span]:
    """The figures from the chosen sentence on that the question does not give: 1500元 of 20马力以下的补1500元."""
    given = {figure.group() for figure in _FIGURES.finditer(question)}
    found = _FIGURES.finditer(text, chosen.start)
    return [Span(figure.start(), figure.end()) for figure in found if fold_text(figure.group()) not in given]


def _sizes_told(question: str, text: str, chosen: Span) -> list[Span]:
    """The measures in the chosen sentence along the dimension that is asked for: 高4.5米 for 多高, not 长120米."""
    asked = _DIMENSION_ASKED.search(question)
    if asked is None:
        return []
    along = asked["how"] or asked["of"]
    said = re.compile(
        rf"{along}度?[^，,。；;\d]{{0,6}}(?P<f>[\d０-９.．]+)(?:毫|厘|公)?[米里尺]|(?P<b>[\d０-９.．]+)(?:毫|厘|公)?[米里尺]{along}"
    )
    found = said.finditer(text, chosen.start, chosen.end)
    return [Span(*m.span("f" if m["f"] else "b")) for m in found]


def _lengths_told(question: str, text: str, chosen: Span) -> list[Span]:
    """The lengths of time in the chosen sentence where the question asks for one: 5年 of 自决定作出之日起5年内."""
    asked = _LENGTH_ASKED.search(question)
    found = dates.SPAN.finditer(text, chosen.start, chosen.end) if asked else ()
    return [Span(length.start(), length.end()) for length in found]


def _does_it(text: str, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which extents neither begin nor end with those to whom something is done."""
    said = (text[max(start - 1, 0) : end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True))
    return np.array([not _TOWARDS.search(each) for each in said], np.bool_)


def _tells(text: str, bound: Span, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which extents tell a figure and nothing of other clauses: 不少于12人 rather than 60人，其中不少于12人."""
    begin = max((m.end() for m in _MARK.finditer(text, 0, bound.start)), default=0)
    end = next((m.start() for m in _MARK.finditer(text, bound.end)), len(text))
    return (starts < bound.end) & (ends > bound.start) & (starts >= begin) & (ends <= end)


def likeliness(question: str, text: str, chosen: Span) -> float:
    """How likely words that answer stand in the chosen sentence and those behind it, beside other sentences, in 0…1:
    the log of the sum over its extents, of which the greatest known is 30."""
    scores = _window(question, text, chosen).scores("words")
    if not len(scores):
        return 0.0
    most = float(scores.max())
    return min(max((most + float(np.log(np.exp(scores - most).sum()))) / _MOST_LIKELY, 0.0), 1.0)


@lru_cache(maxsize=16)
def _asked(question: str) -> Asked:
    return Asked(question)


@lru_cache(maxsize=64)  # the sentence that is told has been compared with others before
def _window(question: str, text: str, chosen: Span) -> Window:
    return Window(_asked(question), text, chosen)


def choose(
    scores: NDArray[np.floating[Any]], starts: NDArray[np.int64], ends: NDArray[np.int64], of: Of = "told"
) -> tuple[int, float]:
    """The extent of the least risk (Kumar & Byrne 2004): of the greatest expected F-measure, in which what is missed
    weighs more than what is too much; and its expected F1."""
    chances = np.exp(scores.astype(np.float64) - scores.max())
    likely = np.argsort(-chances)[:_LIKELY]
    weight = chances[likely] / chances[likely].sum()
    shared = np.minimum(ends[:, None], ends[likely]) - np.maximum(starts[:, None], starts[likely])
    lengths = ends - starts
    held = np.maximum(shared, 0)
    missed = _MISSED[of] ** 2
    measure = ((1 + missed) * held / (lengths[:, None] + missed * lengths[likely])) @ weight
    best = int(measure.argmax())
    return best, float((2 * held[best] / (lengths[best] + lengths[likely])) @ weight)


@cache
def weights(of: Of) -> Mapping[Kind, Floats]:
    """The fitted weights for each kind wanted, in the order of FEATURES."""
    stored = json.loads(files("rag").joinpath("data/reading.json").read_text(encoding="utf-8"))[of]
    found = [stored.get(name, {}) for name in FEATURES]
    rows = [[each.get(ALL, 0.0) + each.get(kind, 0.0) for each in found] for kind in KINDS]
    return dict(zip(KINDS, np.array(rows, np.float32), strict=True))
